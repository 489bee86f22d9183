import type { StepProjection } from '../../../projection/projection.ts';
import { duration, money } from '../../../report/format.ts';
import { barLine } from '../../paint/bars.ts';
import { listed, rule } from '../../paint/frame.ts';
import type { Line } from '../../paint/line.ts';
import { padLine, said, span } from '../../paint/span.ts';
import type { Turned } from '../turned.ts';

const COST = 12;
const TIME = 9;

const depthOf = (one: StepProjection, all: readonly StepProjection[]): number => {
  const { parent } = one.step;
  const group = parent === null ? undefined : all[parent];
  return group === undefined ? 0 : 1 + depthOf(group, all);
};

/** Returns each step with what it costs and takes as bars; `●` stands before those that the user waits for. */
export const stepRows = (shown: Turned, columns: number, rows: number): readonly Line[] => {
  const { projection, simulation } = shown.forecast;
  const names = Math.min(20, Math.max(8, ...projection.steps.map((one) => one.step.name.length + depthOf(one, projection.steps))));
  const room = Math.max(2, Math.floor((columns - 4 - names - COST - TIME - 4) / 2));
  const leaves = projection.steps.filter(({ step }) => step.kind !== 'group');
  const dearest = Math.max(...leaves.map(({ costUsd }) => costUsd), Number.EPSILON);
  const machines = leaves.filter(({ step }) => step.kind !== 'human');
  const longest = Math.max(...machines.map(({ step }) => simulation.steps[step.index]?.latencyMs?.p50 ?? 0), Number.EPSILON);
  const lines = projection.steps.map((one): Line => {
    const played = simulation.steps[one.step.index];
    const group = one.step.kind === 'group';
    const waited = (played?.shareOfCriticalPath ?? 0) > 0.001;
    const [time, people] = [played?.latencyMs?.p50 ?? 0, one.step.kind === 'human'];
    return [
      span(waited ? '● ' : '  ', 'accent'),
      ...padLine([span(' '.repeat(depthOf(one, projection.steps)) + one.step.name, group ? 'dim' : 'plain')], names),
      span(' '),
      ...barLine(group ? 0 : one.costUsd / dearest, room),
      ...padLine([span(one.costUsd === 0 ? '–' : money(one.costUsd), group ? 'dim' : 'plain')], COST, 'right'),
      span('  '),
      ...barLine(group || people ? 0 : time / longest, room, shown.stale ? 'dim' : 'bar2'),
      ...padLine([span(time === 0 ? '–' : duration(time), shown.stale || people ? 'dim' : 'plain')], TIME, 'right'),
    ];
  });
  const legend = rows >= lines.length + 2;
  return [
    rule('Steps', `cost a ${shown.report.unit} · time p50`, columns),
    ...listed(lines, 0, 0, Math.max(1, rows - (legend ? 2 : 1))),
    ...(legend ? [said('  ● the user waits for it', 'dim')] : []),
  ];
};
