import type { Report } from '../../report.ts';
import { Grid, held, text } from '../grid.ts';

const HEADS = [
  ...['scenario', 'what is not known', 'kind', 'P10 of it', 'median of it', 'P90 of it'],
  ...['spend at its P10, $ a month', 'spend at its median, $ a month', 'spend at its P90, $ a month'],
  ...['elasticity', 'share of the spread', 'where a budget breaks'],
];
const WIDTHS = [16, 40, 12, 14, 14, 14, 18, 18, 18, 12, 12, 50];

/** Returns what each uncertain number does to the spend of a month, the strongest first; held, so that nothing in it follows the inputs. */
export const sensitivitySheet = (report: Report, settings: string): Grid => {
  const grid = new Grid('sensitivity', WIDTHS);
  grid.add([text('Sensitivity', 'title')]);
  grid.add([
    text(`What the numbers that nobody knows yet do to the spend of a mean month. Held as outlay worked it out (${settings}).`, 'note'),
  ]);
  grid.heads(HEADS);
  for (const { name, sensitivity } of report.scenarios) {
    for (const lever of sensitivity ?? []) {
      grid.add([
        text(name),
        text(lever.name),
        text(lever.kind),
        ...[lever.low, lever.middle, lever.high].map((value) => held(value, 'decimal')),
        ...[lever.low_usd_per_month, lever.middle_usd_per_month, lever.high_usd_per_month].map((usd) => held(usd, 'usd')),
        held(lever.elasticity, 'factor'),
        held(lever.share_of_spread, 'share'),
        text(lever.breaks.map(({ budget, value }) => `${budget} at ${Number(value.toPrecision(6))}`).join(', ')),
      ]);
    }
  }
  if (report.scenarios.every(({ sensitivity }) => (sensitivity ?? []).length === 0))
    grid.add([text('No number of this plan is uncertain.')]);
  return grid;
};
