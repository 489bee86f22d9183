import { parentPort } from 'node:worker_threads';
import { type LookAsk, looker } from './look.ts';
import { type MonthAsk, type MonthTold, monthOf } from './month.ts';

// The thread in which texts and prices are looked up beside a plan, and months of workflows that are not open, so that the app never waits.

const look = looker();

const monthTold = ({ request }: MonthAsk): MonthTold => ({ kind: 'month', path: request.path, figure: monthOf(request) });

parentPort?.on('message', (ask: LookAsk | MonthAsk) => {
  const answer = ask.kind === 'month' ? monthTold(ask) : look(ask);
  if (answer !== null) parentPort?.postMessage(answer);
});
