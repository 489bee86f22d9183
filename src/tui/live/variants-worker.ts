import { parentPort } from 'node:worker_threads';
import { type VariantsAsk, variantsOf } from './variants.ts';

// The thread in which a scenario is planned in other ways, while the app plans it as it stands.

parentPort?.on('message', (ask: VariantsAsk) => {
  const { id } = ask;
  const variants = variantsOf(ask, (share) => parentPort?.postMessage({ kind: 'share', id, share }));
  parentPort?.postMessage({ kind: 'variants', id, variants });
});
