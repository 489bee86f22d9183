import type { Unit } from '../../quantity/scalar.ts';
import type { RawQuantity } from '../../quantity/shape.ts';
import type { Path } from '../../yaml/read.ts';
import { type Reading, stated, statedRate } from '../reading.ts';
import type { Merged } from './extend.ts';
import { COST_PERIODS, periodsPerMonth } from './period.ts';
import type { RawScenario } from './shape.ts';
import type { CostSpec, EvaluationSpec, ScenarioSpec } from './spec.ts';

/** A text says per what; a map has no room for it and is meant per month. */
const readMonthly = (reading: Reading, raw: RawQuantity, unit: Unit, path: Path): Omit<CostSpec, 'name'> | null => {
  if (typeof raw === 'object') {
    const quantity = stated(reading, raw, unit, path);
    return quantity && { stated: quantity, perMonth: 1 };
  }
  const rate = statedRate(reading, raw, unit, COST_PERIODS, path);
  return rate && { stated: rate.stated, perMonth: periodsPerMonth(rate.per) };
};

/** Returns costs that come every month, by name. */
export const readFixed = (reading: Reading, raw: RawScenario['fixed'], path: Path): readonly CostSpec[] =>
  Object.entries(raw ?? {}).flatMap(([name, cost]) => {
    const read = readMonthly(reading, cost, 'money', [...path, name]);
    return read === null ? [] : [{ name, ...read }];
  });

/** Returns costs that come once, in the first month, by name. */
export const readOneOff = (reading: Reading, raw: RawScenario['one_off'], path: Path): readonly CostSpec[] =>
  Object.entries(raw ?? {}).flatMap(([name, cost]) => {
    const at = [...path, name];
    if (typeof cost === 'string' && /\sper\s/.test(cost)) {
      reading.problems.error('bad-quantity', reading.doc.spanOf(at), `"${cost.slice(0, 40)}" comes again and again`, {
        label: 'a cost that comes once is $400; what comes every month stands under `fixed`',
      });
      return [];
    }
    const quantity = stated(reading, cost, 'money', at);
    return quantity === null ? [] : [{ name, stated: quantity, perMonth: 1 }];
  });

/** A path names a workflow's folder or its file. It must be there, and inside the project. */
const readWorkflowPath = (reading: Reading, path: string, where: Path): EvaluationSpec['workflow'] => {
  const at = reading.doc.spanOf(where);
  const file = /\.ya?ml$/.test(path) ? path : `${path.replace(/\/+$/, '')}/workflow.yaml`;
  return reading.loader.text(file, reading.doc.file, at) === undefined ? null : { path, at };
};

/** Returns what testing costs: cases of a run, runs a month, and the workflow that is run. */
export const readEvaluation = (reading: Reading, raw: RawScenario['evaluation'], path: Path): EvaluationSpec | null => {
  if (raw === undefined) return null;
  const cases = stated(reading, raw.cases, 'count', [...path, 'cases']);
  const runs = readMonthly(reading, raw.runs, 'count', [...path, 'runs']);
  const workflow = raw.workflow === undefined ? null : readWorkflowPath(reading, raw.workflow, [...path, 'workflow']);
  return cases && runs && { cases, runs: runs.stated, runsPerMonth: runs.perMonth, workflow };
};

const PER_USER = 'user per month';

/** Returns what requests or users bring in. Revenue per user needs the number of users. */
export const readRevenue = (reading: Reading, { raw, path }: Merged): ScenarioSpec['revenue'] => {
  if (raw.revenue === undefined) return null;
  const rate = statedRate(reading, raw.revenue, 'money', ['request', PER_USER], path('revenue'));
  if (rate === null) return null;
  if (rate.per === PER_USER && raw.users === undefined) {
    reading.problems.error('missing-key', reading.doc.spanOf(path('revenue')), 'revenue per user needs the number of users', {
      label: 'add users: 2000, and requests: … per user per month',
    });
    return null;
  }
  return { per: rate.per === PER_USER ? 'user' : 'request', stated: rate.stated };
};

/** Returns what the work costs today, a request. */
export const readReplaces = (reading: Reading, raw: RawScenario['replaces'], path: Path): ScenarioSpec['replaces'] =>
  raw === undefined ? null : (statedRate(reading, raw, 'money', ['request'], path)?.stated ?? null);
