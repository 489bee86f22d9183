import { money } from '../format.ts';
import type { Spend } from '../report.ts';

/** Returns what holds a spend in eight of ten futures, in dollars; null where it is as good as known. */
export const bandOf = ({ p10, p90 }: Spend): readonly [number, number] | null => (money(p10) === money(p90) ? null : [p10, p90]);
