import { cold } from './kinds/cold.ts';
import { errors } from './kinds/errors.ts';
import { invalid } from './kinds/invalid.ts';
import { limit } from './kinds/limit.ts';
import { longer } from './kinds/longer.ts';
import { outage } from './kinds/outage.ts';
import { pastes } from './kinds/pastes.ts';
import { price } from './kinds/price.ts';
import { retirement } from './kinds/retirement.ts';
import { runaway } from './kinds/runaway.ts';
import { slow } from './kinds/slow.ts';
import type { Kind } from './stress.ts';

/** The built-in stresses, in the order in which they are shown. A new one is a file in `kinds/` and a line here. */
export const KINDS: readonly Kind[] = [outage, errors, slow, longer, pastes, runaway, invalid, cold, limit, price, retirement];
