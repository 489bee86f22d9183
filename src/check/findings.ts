import type { CauseDiff, ScenarioDiff } from '../analysis/diff/scenario-diff.ts';
import { placeOf } from '../analysis/diff/written.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { BudgetVerdict } from '../projection/budgets.ts';
import type { Finding, FindingPlace } from '../review/finding.ts';
import type { Limits } from './policy.ts';

/** How figures are put in words; handed in, since the words of money and time are the reports'. */
export type Words = {
  readonly money: (usd: number) => string;
  readonly duration: (ms: number) => string;
  readonly percent: (share: number) => string;
  readonly rise: (share: number) => string;
};

const TIMES = ['latency', 'turnaround', 'first_token'];
const SHARES = ['success_rate', 'context_use', 'rate_limit_use'];

/** Returns a limit or its figure in the words of what is limited. */
export const worded = ({ money, duration, percent }: Words, figure: string, value: number): string =>
  TIMES.includes(figure) ? duration(value) : SHARES.includes(figure) ? percent(value) : money(value);

/** Returns a finding for a budget that is crossed, or that its draws cannot tell from crossed; null for one that is kept. */
export const budgetFinding = (
  workflow: string,
  scenario: string,
  verdict: BudgetVerdict,
  place: FindingPlace,
  words: Words,
): Finding | null => {
  const { budget, name, actual, month, chanceOver } = verdict;
  if (verdict.verdict === 'kept' || verdict.verdict === 'unknown') return null;
  const shown = actual === null ? 'unbounded' : worded(words, budget.figure, actual);
  const limit = worded(words, budget.figure, budget.limit);
  const when = month === null ? '' : ` in ${month}`;
  const certain = verdict.verdict === 'crossed';
  return {
    rule: 'budget',
    level: certain ? 'error' : 'warn',
    workflow,
    place,
    message: `${name} of "${scenario}" is ${shown}${when}, ${certain ? 'beyond' : 'too near to tell from'} its budget of ${limit}`,
    stake: chanceOver === null ? null : `${words.percent(chanceOver)} of what may happen lies above the limit`,
    fix: 'lower what the figure is made of (outlay explain shows it), or agree on another budget in a change of its own',
  };
};

/** The edit of the cause that moves most: where a reader looks first. */
const placeOfMost = (causes: readonly CauseDiff[], size: (cause: CauseDiff) => number): FindingPlace | null =>
  [...causes].sort((a, b) => size(b) - size(a)).flatMap(({ edits }) => edits.flatMap(({ place }) => place ?? []))[0] ?? null;

const causeText = (causes: readonly CauseDiff[], size: (cause: CauseDiff) => number, show: (value: number) => string): string | null => {
  const most = [...causes]
    .filter((cause) => size(cause) > 0)
    .sort((a, b) => size(b) - size(a))
    .slice(0, 3);
  return most.length === 0
    ? null
    : most.map((cause) => `${cause.kinds.join(' and ')} of ${cause.subjects.join(', ')} +${show(size(cause))}`).join('; ');
};

type Rise = {
  readonly figure: string;
  readonly base: number;
  readonly head: number;
  readonly limit: number;
  readonly usdPerMonth: number | null;
};

const risesOf = (diff: ScenarioDiff, limits: Limits): readonly Rise[] => {
  const { costPerRequestUsd: cost, spendUsd: spend, requests } = diff;
  const each = requests === null ? null : (cost.head - cost.base) * requests.head;
  const month =
    diff.per === 'month' ? [{ figure: 'monthly_spend.mean', ...spend, limit: limits.cost, usdPerMonth: spend.head - spend.base }] : [];
  return [{ figure: 'cost_per_request.mean', ...cost, limit: limits.cost, usdPerMonth: each }, ...month];
};

/** A rise from nothing is beyond any limit. */
const share = (base: number, head: number): number => (base === 0 ? (head > 0 ? Infinity : 0) : (head - base) / base);

const riseText = (value: number, { rise }: Words): string => {
  if (value === Infinity) return 'from nothing';
  const text = rise(value);
  return text.startsWith('×') ? text : `by ${text}`;
};

/** A limit that nothing can be held against is told, not passed in silence. */
const timesUnknown = (workflow: string, { name, untimed, causes }: ScenarioDiff): Finding => ({
  rule: 'regression',
  level: 'warn',
  workflow,
  place: placeOfMost(
    causes.filter(({ kinds }) => kinds.includes('model')),
    ({ usd }) => Math.abs(usd),
  ),
  message: `latency.p95 of "${name}" cannot be compared: no latency is known of ${untimed.join(', ')}`,
  stake: 'nobody knows whether it gets slower',
  fix: 'state it: latency: { ttft: 1s, speed: 60 } in the step, or in a price table of the project',
});

const latencyRegression = (workflow: string, diff: ScenarioDiff, limits: Limits, words: Words): readonly Finding[] => {
  const { latencyP95Ms: latency, latencyCertainty: certainty, causes } = diff;
  if (diff.untimed.length > 0 && limits.latency !== Infinity) return [timesUnknown(workflow, diff)];
  if (latency === null || share(latency.base, latency.head) <= limits.latency) return [];
  const certain = certainty === null || share(latency.base, latency.base + certainty.low) > limits.latency;
  const size = ({ latencyMs }: CauseDiff): number => latencyMs ?? 0;
  const { duration, percent } = words;
  return [
    {
      rule: 'regression',
      level: certain ? 'error' : 'warn',
      workflow,
      place: placeOfMost(causes, size),
      message: `latency.p95 of "${diff.name}" rises ${riseText(share(latency.base, latency.head), words)}, ${duration(latency.base)} to ${duration(latency.head)}; the limit is ${percent(limits.latency)}${certain ? '' : ', within what is not certain'}`,
      stake: causeText(causes, size, duration),
      fix: 'shorten what takes the time, or raise regression.latency in a change of its own',
    },
  ];
};

/** Returns findings for figures that rise over their base beyond the limits, each with the causes that move most. */
export const regressionFindings = (workflow: string, diff: ScenarioDiff, limits: Limits, words: Words): readonly Finding[] => {
  const size = ({ usd }: CauseDiff): number => usd;
  const rises = risesOf(diff, limits).filter(
    ({ base, head, limit, usdPerMonth }) => share(base, head) > limit && (usdPerMonth ?? Infinity) > limits.floorUsd,
  );
  const dear = rises.map(
    ({ figure, base, head, limit }): Finding => ({
      rule: 'regression',
      level: 'error',
      workflow,
      place: placeOfMost(diff.causes, size),
      message: `${figure} of "${diff.name}" rises ${riseText(share(base, head), words)}, ${words.money(base)} to ${words.money(head)}; the limit is ${words.percent(limit)}`,
      stake: causeText(diff.causes, size, words.money),
      fix: 'take back what makes it dearer, or raise regression.cost in a change of its own',
    }),
  );
  return [...dear, ...latencyRegression(workflow, diff, limits, words)];
};

/** Returns the first line of a file, for what has no place of its own. */
export const topOf = (file: string): FindingPlace => ({ file, line: 1, column: 1, endLine: 1, endColumn: 1 });

/** Returns the finding for a workflow that cannot be computed: it fails, it is never counted as zero. */
export const unpricedFinding = (workflow: string, path: string, problems: readonly Diagnostic[]): Finding => {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  return {
    rule: 'unpriced',
    level: 'error',
    workflow,
    place: first?.span ? placeOf(first.span) : topOf(path),
    message: `the workflow cannot be computed: ${first?.message ?? 'its files cannot be read'}${errors.length > 1 ? `, and ${errors.length - 1} more` : ''}`,
    stake: 'nothing is known of its cost',
    fix: first?.help[0] ?? first?.label ?? 'mend its files',
  };
};
