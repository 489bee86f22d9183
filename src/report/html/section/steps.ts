import { duration, percent } from '../../format.ts';
import type { ScenarioReport, StepReport } from '../../report.ts';
import { type StepFigures, stepFigures } from '../../step-figures.ts';
import { leavesOf } from '../../tokens.ts';
import { LANE, lanes, level, span, upright } from '../chart/lanes.ts';
import { AXIS, timeAxis } from '../chart/time-axis.ts';
import { chartFigure, drawing } from '../figure.ts';
import { greatest, leftOut } from '../greatest.ts';
import type { HtmlInput } from '../input.ts';
import { html, type Markup, name, type Piece } from '../markup.ts';
import { dataTable, numbersUnder } from '../table.ts';
import { traced } from '../trace.ts';
import { listed } from '../words.ts';
import { machineCosts } from './machine-costs.ts';
import { absent, type Section } from './section.ts';

const COSTS = ['model cost per request', 'tool cost per request', "people's cost per request", 'runs per request'] as const;

/** A step's cost as a link to the formula of what it calls. */
const costLink = (input: HtmlInput, scenario: string, { name: step, cost }: StepFigures): Piece => {
  for (const kind of COSTS) {
    const link = traced(input, scenario, `${step}: ${kind}`, cost);
    if (link !== cost) return link;
  }
  return cost;
};

const costTable = (input: HtmlInput, scenario: ScenarioReport): Markup => {
  const { rows, total, caches } = stepFigures(scenario);
  const titles = ['runs', 'calls', 'tokens in', ...(caches ? ['from cache'] : []), 'tokens out', 'cost', 'share'];
  const cells = rows.map((step) => ({
    cells: [
      html`<span class="depth${Math.min(step.depth, 5)}">${name(step.name)}</span> <span class="fine">${name(step.what)}</span>`,
      traced(input, scenario.name, `${step.name}: runs per request`, step.runs),
      step.calls,
      step.input,
      ...(caches ? [step.cached] : []),
      step.output,
      costLink(input, scenario.name, step),
      step.share,
    ],
  }));
  const calls = traced(input, scenario.name, 'model calls per request', total.calls);
  const cost = traced(input, scenario.name, 'cost per request', total.cost);
  const sum = { cells: ['total', '', calls, total.input, ...(caches ? [''] : []), total.output, cost, '100 %'], sum: true };
  return dataTable('Cost of one request by step', numbersUnder('step', titles), [...cells, sum]);
};

const costFigure = (input: HtmlInput, scenario: ScenarioReport): Markup => {
  const leaves = stepFigures(scenario).rows.filter(({ weight }) => weight !== null);
  const shown = greatest(leaves, ({ weight }) => weight ?? 0);
  const list = shown.map(({ name: step, what, cost, share, weight }) => ({
    label: name(step, 28),
    note: name(what, 40),
    value: `${cost} · ${share}`,
    marks: span('bar', 0, weight ?? 0),
    depth: 0,
  }));
  return chartFigure({
    id: 'step-costs',
    title: 'Cost by step',
    caption: `Dollars of one ${name(input.report.unit, 40)}, mean over all requests, also those in which a step does not run.${leftOut(leaves.length, shown.length)}`,
    chart: drawing('step-costs', shown.length * LANE, lanes(list)),
    table: costTable(input, scenario),
  });
};

type Timed = StepReport & { readonly latency_ms: NonNullable<StepReport['latency_ms']> };

const timed = (step: StepReport): step is Timed => step.latency_ms !== null && step.latency_ms.p95 > 0;

const latencyTable = (steps: readonly Timed[]): Markup =>
  dataTable(
    'Time of each step, in requests in which it runs',
    numbersUnder('step', ['mean', 'typical (p50)', 'slow (p95)', 'part of the wait']),
    steps.map(({ name: step, latency_ms: { mean, p50, p95 }, share_of_critical_path, kind }) => ({
      cells: [name(step), duration(mean), duration(p50), duration(p95), kind === 'human' ? '–' : percent(share_of_critical_path)],
    })),
  );

/** What is said of steps that are not drawn. */
const untimed = (leaves: readonly StepReport[]): string => {
  const names = (list: readonly StepReport[]): string =>
    listed(
      list
        .slice(0, 12)
        .map((step) => name(step.name, 28))
        .concat(list.length > 12 ? ['others'] : []),
    );
  const people = leaves.filter((step) => step.kind === 'human');
  const none = leaves.filter((step) => step.kind !== 'human' && !timed(step));
  const without = none.length === 0 ? '' : ` Nobody says how long ${names(none)} take${none.length === 1 ? 's' : ''}: counted as no time.`;
  return `${people.length === 0 ? '' : ` The time of people (${names(people)}) stands in the table.`}${without}`;
};

const latencyFigure = (scenario: ScenarioReport): Markup => {
  const leaves = leavesOf(scenario);
  const machines = leaves.filter(timed).filter(({ kind }) => kind !== 'human');
  if (machines.length === 0) return absent('No price table and no step says how long anything takes, so that there are no times to show.');
  const shown = greatest(machines, ({ latency_ms }) => latency_ms.p95);
  const height = shown.length * LANE;
  const { endMs, lines } = timeAxis(Math.max(...shown.map(({ latency_ms }) => latency_ms.p95)), height);
  const list = shown.map(({ name: step, model, kind, latency_ms: { p50, p95 } }) => ({
    label: name(step, 28),
    note: name(model ?? kind, 40),
    value: `${duration(p50)} – ${duration(p95)}`,
    marks: [span('bar', 0, p50 / endMs), level('whisker', p50 / endMs, p95 / endMs, 4), upright('whisker', p95 / endMs, 0, 8)],
    depth: 0,
  }));
  return chartFigure({
    id: 'step-times',
    title: 'Time by step',
    caption: `Bar: the typical case (median). Line: up to what 95 of 100 take. In requests in which the step runs, all its rounds together.${leftOut(machines.length, shown.length)}${untimed(leaves)}`,
    chart: drawing('step-times', height + AXIS, [lines, lanes(list)]),
    table: latencyTable(leaves.filter(timed)),
  });
};

/** Returns cost and time by step. */
export const stepsSection = (input: HtmlInput, scenario: ScenarioReport): Section => ({
  id: 'steps',
  title: 'Step by step',
  lead: 'Which steps cost the money, and which take the time.',
  body: [costFigure(input, scenario), machineCosts(scenario, name(input.report.unit, 40)), latencyFigure(scenario)],
});
