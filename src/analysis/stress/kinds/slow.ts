import { listed, modelSteps, providerOf } from '../../edit.ts';
import type { Variant } from '../../variant.ts';
import { changing, unprotected } from '../remedies.ts';
import { type Calm, type Kind, planSteps, type Remedy, stepsCalling, withFault } from '../stress.ts';

const FACTOR = 3;

/** A timeout leaves room for what a calm call takes nineteen times in twenty. */
const ROOM = 1.25;
const WHOLE_MS = 500;

const TITLE = 'slow provider';

/** The provider whose models users wait for most. */
const slowest = (calm: Calm): string | undefined => {
  const { steps } = calm.forecast.simulation;
  const shares = new Map<string, number>();
  for (const { index, links } of planSteps(calm)) {
    const [own] = links;
    if (own?.kind !== 'model' || own.timing === null) continue;
    const provider = providerOf(own.model.id);
    shares.set(provider, (shares.get(provider) ?? 0) + (steps[index]?.shareOfCriticalPath ?? 0));
  }
  return [...shares].sort(([, a], [, b]) => b - a)[0]?.[0];
};

/** The longest that a step's call takes when all is calm, with room; rounds of a loop are each shorter. */
const timeoutMs = ({ forecast }: Calm, name: string): number | null => {
  const step = forecast.simulation.steps.find((one) => one.name === name);
  const p95 = step?.latencyMs?.p95 ?? 0;
  return p95 === 0 ? null : Math.ceil((p95 * ROOM) / WHOLE_MS) * WHOLE_MS;
};

/** One attempt, cut where it takes too long, then the fallback: of steps that are run once and have one elsewhere. */
const cutting = (calm: Calm, stressed: Variant, names: readonly string[]): readonly Remedy[] => {
  const open = unprotected(calm, names);
  return modelSteps(calm.spec)
    .filter(
      ({ name, retry, repeat, forEach }) =>
        names.includes(name) && !open.includes(name) && repeat === null && forEach === null && retry.timeout === null,
    )
    .flatMap(({ name }) => {
      const ms = timeoutMs(calm, name);
      if (ms === null) return [];
      const text = `${ms / 1000}s`;
      const what = `retry: { attempts: 1, timeout: ${text} } on ${name}, so that its fallback answers`;
      return [changing(stressed, [name], what, (step) => ({ ...step, retry: { ...step.retry, attempts: 1, timeout: { ms, text } } }))];
    });
};

/** The provider that users wait for most answers three times as slowly. */
export const slow: Kind = (calm) => {
  const provider = slowest(calm);
  if (provider === undefined) return [{ name: 'slow', title: TITLE, why: 'no model of the workflow has latency figures' }];
  const names = stepsCalling(calm, (id) => providerOf(id) === provider);
  const variant: Variant = { spec: calm.spec, scenario: withFault(calm.scenario, { kind: 'slow', factor: FACTOR }, provider) };
  const cut = cutting(calm, variant, names);
  const timed = modelSteps(calm.spec).filter(({ name, retry }) => names.includes(name) && retry.timeout !== null);
  const holds: readonly Remedy[] =
    timed.length === 0 ? [] : [{ kind: 'holds', text: `the timeout of ${listed(timed.map(({ name }) => name))} cuts what takes too long` }];
  const nothing: Remedy = { kind: 'nothing', text: `no timeout, and no fallback at another provider, on ${listed(names)}` };
  return [
    {
      name: 'slow',
      title: `${provider} 3 × slower`,
      what: `every call of ${listed(names)} takes three times as long`,
      variant,
      remedies: holds.length + cut.length === 0 ? [nothing] : [...holds, ...cut],
    },
  ];
};
