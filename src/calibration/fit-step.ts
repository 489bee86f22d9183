import type { StepProjection } from '../projection/projection.ts';
import { recoveriesOf, type StepObservation } from '../usage/observe.ts';
import { timingsOf } from '../usage/timing.ts';
import type { Path } from '../yaml/read.ts';
import { fittedPrompt } from './fit-prompt.ts';
import type { CalledStep, Observed } from './observed.ts';
import { fittedNumber, fittedQuantity, fittedShare, LEAST_RECORDS, type Place, type Proposal } from './proposal.ts';

type Step = { readonly step: CalledStep; readonly seen: StepObservation; readonly observed: Observed };

const place = ({ step }: Step, key: string, keys: Path, of: Pick<Place, 'unit' | 'stated' | 'ceiling'>): Place => ({
  what: `${step.spec.name}.${key}`,
  path: [...step.path, ...keys],
  ...of,
});

/** That answers were longer than the plan lets them be: then its ceiling is not theirs. */
const beyond = (lengths: readonly number[], ceiling: number): string | null => {
  const longer = lengths.filter((length) => length > ceiling).length;
  return longer === 0 ? null : `${longer} of ${lengths.length} answers are longer than max_output, where the plan cuts them`;
};

const fittedOutput = (one: Step): readonly (Proposal | null)[] => {
  const { body } = one.step.spec;
  const tokens = one.seen.answered.flatMap((record) => record.tokens ?? []);
  const visible = tokens.map(({ visibleOutput }) => visibleOutput);
  const reasoning = tokens.map((counts) => counts.reasoning);
  const thinks = body.reasoning !== null || reasoning.some((count) => count > 0);
  const ceiling = body.maxOutput ?? Infinity;
  const shows = visible.some((count) => count > 0);
  const output = shows ? fittedQuantity(place(one, 'output', ['output'], { unit: 'tokens', stated: body.output, ceiling }), visible) : null;
  return [
    output && { ...output, note: beyond(visible, ceiling) ?? output.note },
    // A log that never has reasoning may leave it out, or hold it in the output.
    thinks && reasoning.some((count) => count > 0)
      ? fittedQuantity(place(one, 'reasoning', ['reasoning'], { unit: 'tokens', stated: body.reasoning }), reasoning)
      : null,
  ];
};

const fittedLatency = (one: Step): readonly (Proposal | null)[] => {
  const { latency, stream } = one.step.spec.body;
  const { ttftMs, tokensPerSecond, wholeMs } = timingsOf(one.seen.answered);
  if (ttftMs.length >= LEAST_RECORDS && tokensPerSecond.length >= LEAST_RECORDS) {
    const own = latency?.kind === 'streamed' ? latency : null;
    return [
      fittedQuantity(place(one, 'latency.ttft', ['latency', 'ttft'], { unit: 'duration', stated: own?.ttft ?? null }), ttftMs),
      fittedQuantity(place(one, 'latency.speed', ['latency', 'speed'], { unit: 'count', stated: own?.speed ?? null }), tokensPerSecond),
    ];
  }
  const left = stream || latency?.kind === 'streamed' ? 'the logs have no first token, which the step needs' : null;
  const stated = latency?.kind === 'whole' ? latency.latency : null;
  return [fittedQuantity(place(one, 'latency', ['latency'], { unit: 'duration', stated }), wholeMs, left)];
};

/** Runs of failures beyond it are outages, which no step retries through. */
const MOST_ATTEMPTS = 10;

/**
 * As many attempts as requests were seen to make before they went on, and so many that no more of them are lost than were: with one call
 * in ten failing, two attempts lose one call in a hundred.
 */
const fittedAttempts = (one: Step): Proposal | null => {
  const { retry, name } = one.step.spec;
  const { recovered, lost, longest } = recoveriesOf(name, one.observed.records);
  const { failed, answered } = one.seen;
  const errors = failed / Math.max(1, failed + answered.length);
  const needed = Math.ceil(Math.log(Math.max(1, lost) / Math.max(1, answered.length)) / Math.log(Math.max(1e-9, errors)) - 1e-9);
  const attempts = Math.min(MOST_ATTEMPTS, Math.max(longest + 1, needed));
  if (recovered === 0 || attempts <= retry.attempts) return null;
  const where = place(one, 'retry.attempts', ['retry', 'attempts'], { unit: 'count', stated: null });
  const fitted = fittedNumber(where, { after: String(attempts), observed: attempts, interval: null, records: recovered + lost });
  const note = `after failed calls ${recovered} of ${recovered + lost} went on`;
  return { ...fitted, before: String(retry.attempts), meanBefore: retry.attempts, note };
};

const fittedErrors = (one: Step): Proposal | null => {
  const { seen, observed, step } = one;
  const { retry } = step.spec;
  const tries = seen.failed + seen.answered.length;
  if (!observed.showsFailures || seen.answered.length === 0 || (seen.failed === 0 && retry.errors === null)) return null;
  return fittedShare(place(one, 'retry.errors', ['retry', 'errors'], { unit: 'share', stated: retry.errors }), seen.failed, tries);
};

/** Whether a step runs once in a request at most, so that a second answer is another attempt. */
const runsOnce = ({ spec, around }: CalledStep): boolean =>
  [spec, ...around].every(({ repeat, forEach }) => repeat === null && forEach === null);

/** Answers beyond the first of a request are attempts after invalid ones. */
const fittedInvalid = (one: Step): Proposal | null => {
  const { spec } = one.step;
  if (spec.retry.invalid === null || !runsOnce(one.step) || one.observed.requests.length === 0) return null;
  const counts = one.observed.requests.flatMap(({ calls }) => calls.get(spec.name) ?? []);
  const answered = counts.reduce((sum, count) => sum + count, 0);
  const stated = spec.retry.invalid;
  return fittedShare(place(one, 'retry.invalid', ['retry', 'invalid'], { unit: 'share', stated }), answered - counts.length, answered);
};

/** A fixed chance of a hit; caching that is modelled is worked out from the traffic and stays so. */
const fittedHits = (one: Step): Proposal | null => {
  const { cache } = one.step.spec.body;
  const known = one.seen.answered.filter(({ cacheKnown, tokens }) => cacheKnown && tokens !== null);
  if (cache.kind !== 'hit') return null;
  const hits = known.filter(({ tokens }) => (tokens?.cacheRead ?? 0) > 0).length;
  return fittedShare(place(one, 'cache.hit', ['cache', 'hit'], { unit: 'share', stated: cache.share }), hits, known.length);
};

const fittedReuse = (one: Step): Proposal | null => {
  const { reuse } = one.step.spec;
  const { reused, answered } = one.seen;
  if (!one.observed.showsReuse || (reuse === null && reused === 0)) return null;
  return fittedShare(place(one, 'reuse', ['reuse'], { unit: 'share', stated: reuse }), reused, reused + answered.length);
};

/** Returns what a step's own calls say of its numbers. `bare` is whether its prompt is a quantity, and no list of parts. */
export const fittedStep = (step: CalledStep, bare: boolean, projected: StepProjection, observed: Observed): readonly Proposal[] => {
  const seen = observed.steps.get(step.spec.name);
  if (seen === undefined) return [];
  const one: Step = { step, seen, observed };
  const all = [
    fittedPrompt(step, bare, projected, seen),
    ...fittedOutput(one),
    ...fittedLatency(one),
    fittedErrors(one),
    fittedAttempts(one),
    fittedInvalid(one),
    fittedHits(one),
    fittedReuse(one),
  ];
  return all.filter((proposal) => proposal !== null);
};
