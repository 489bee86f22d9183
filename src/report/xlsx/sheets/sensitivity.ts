import type { Report } from '../../report.ts';
import { Grid, held, text } from '../grid.ts';

/** What an uncertain number moves, as a report has it. */
type Moves = { readonly name: string; readonly low_usd_per_month: number; readonly high_usd_per_month: number };

const movesOf = (sensitivity: readonly Moves[] | null): readonly Moves[] => sensitivity ?? [];

/** Returns what each uncertain number moves in the spend of a month, greatest first; simulated, so that nothing in it follows the inputs. */
export const sensitivitySheet = (report: Report, settings: string): Grid => {
  const grid = new Grid('sensitivity', [16, 44, 20, 20, 20]);
  grid.add([text('Sensitivity', 'title')]);
  grid.add([
    text(`What the numbers that nobody knows yet move in the spend of a month. Held: as outlay worked it out (${settings}).`, 'note'),
  ]);
  grid.heads(['scenario', 'what is not known', 'spend at its low end, $', 'spend at its high end, $', 'between them, $']);
  for (const { name, sensitivity } of report.scenarios) {
    for (const moves of movesOf(sensitivity)) {
      const { low_usd_per_month: low, high_usd_per_month: high } = moves;
      grid.add([text(name), text(moves.name), held(low, 'usd'), held(high, 'usd'), held(Math.abs(high - low), 'usd')]);
    }
  }
  if (report.scenarios.every(({ sensitivity }) => movesOf(sensitivity).length === 0))
    grid.add([text('No number of this plan is uncertain.')]);
  return grid;
};
