import type { Projection } from '../../projection/projection.ts';
import { type RunSettings, simulate } from '../../projection/simulate/simulate.ts';
import type { Valued } from './attribution.ts';
import { idleCauses } from './attribution.ts';
import { type Cause, idsOf } from './causes.ts';
import { hybridOf, type Variant } from './hybrid.ts';
import { firstMonthOf, type Per, type Planner, type Priced, spendVector } from './value.ts';

/** What lies between a base and a head: each variant is priced, and played, once. */
export type Hybrids = {
  readonly priced: (ids: ReadonlySet<string>) => Priced | undefined;
  readonly projected: (ids: ReadonlySet<string>) => Projection | undefined;
  /** Milliseconds; null where no request succeeds. */
  readonly p95: (ids: ReadonlySet<string>) => number | null;
};

const remembered = <T>(make: (ids: ReadonlySet<string>) => T): ((ids: ReadonlySet<string>) => T) => {
  const known = new Map<string, { readonly value: T }>();
  return (ids) => {
    const key = JSON.stringify([...ids].sort());
    const found = known.get(key) ?? { value: make(ids) };
    known.set(key, found);
    return found.value;
  };
};

/** Returns the 95th percentile of latency; null where no request succeeds. */
export const p95Of = ({ plan }: Priced, run: RunSettings): number | null => {
  const { value } = simulate(plan, run).perRequest.latencyMs.p95;
  return Number.isFinite(value) ? value : null;
};

/** Returns the variants between two of them. */
export const hybridsOf = (base: Variant, head: Variant, planner: Planner, run: RunSettings): Hybrids => {
  const priced = remembered((ids) => planner(hybridOf(base, head, ids)));
  const projected = remembered((ids) => {
    const found = priced(ids);
    return found && firstMonthOf(found);
  });
  const p95 = remembered((ids) => {
    const found = priced(ids);
    return found === undefined ? null : p95Of(found, run);
  });
  return { priced, projected, p95 };
};

const NOTHING: ReadonlySet<string> = new Set();

/** Edits that leave the 95th percentile as it is: no simulation is needed to tell hybrids apart by them. */
const untimed = (hybrids: Hybrids, causes: readonly Cause[]): ReadonlySet<string> => {
  const valued: Valued = (ids) => {
    const value = hybrids.p95(ids);
    return value === null ? null : [value];
  };
  return new Set(idsOf(idleCauses(causes, valued)));
};

/** Returns what hybrids come to: dollars by step, and where times are asked for the 95th percentile of latency behind them. */
export const valuedBy = (hybrids: Hybrids, causes: readonly Cause[], names: readonly string[], per: Per, times: boolean): Valued => {
  const still = times ? untimed(hybrids, causes) : NOTHING;
  return (ids) => {
    const projection = hybrids.projected(ids);
    if (projection === undefined) return null;
    const spend = spendVector(projection, names, per);
    if (!times) return spend;
    const moving = new Set([...ids].filter((id) => !still.has(id)));
    const ms = hybrids.p95(moving) ?? hybrids.p95(ids);
    return ms === null ? null : [...spend, ms];
  };
};
