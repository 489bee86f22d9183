import { type Diagnostic, Problems } from '../../diagnostics/diagnostic.ts';
import type { InputFile } from '../../io/disk.ts';
import type { Counted } from '../../planning/counted.ts';
import type { Request } from '../../planning/request.ts';
import type { Currency } from '../../pricing/currency.ts';
import type { Day } from '../../pricing/day.ts';
import type { PriceTable } from '../../pricing/table.ts';
import type { Forecast } from '../../projection/forecast.ts';
import type { Spec } from '../../workflow/spec.ts';

/** What the app asks its worker: one workflow in one state, the scenario on the screen first. */
export type Ask = {
  readonly id: number;
  readonly request: Request;
  /** `path=value` of the knobs, on top of those of the request. */
  readonly settings: readonly string[];
  readonly scenario: string | null;
  /** Whether the files are to be read anew. */
  readonly fresh: boolean;
  /** Settings to try one by one in closed form, for what they would move; null to play the workflow as it stands. */
  readonly levers: readonly (readonly string[])[] | null;
};

/** What a change would do to the spend of the first month, or to a request's cost where there is no traffic. */
export type LeverMoved = { readonly usd: number };

/** What the worker answers, bit by bit. */
export type Told =
  /** Everything that was looked up, and what was counted for it. */
  | {
      readonly kind: 'read';
      readonly id: number;
      readonly problems: readonly Diagnostic[];
      readonly asOf: Day;
      /** The day that would hold if none were stated. */
      readonly ownDay: Day;
      readonly currencies: readonly Currency[];
      /** With the settings in it; undefined where it cannot be read. */
      readonly spec: Spec | undefined;
      readonly tables: readonly PriceTable[];
      readonly inputs: readonly InputFile[];
      readonly counted: Counted;
    }
  /** `last` where its percentiles come from all runs. */
  | { readonly kind: 'forecast'; readonly id: number; readonly forecast: Forecast; readonly last: boolean }
  | { readonly kind: 'levers'; readonly id: number; readonly moved: readonly (LeverMoved | null)[]; readonly counted: Counted }
  | { readonly kind: 'done'; readonly id: number }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string };

/** Returns problems as the core knows them from their list. */
export const problemsOf = (list: readonly Diagnostic[]): Problems => {
  const problems = new Problems();
  for (const { severity, code, span, message, label, help } of list) {
    if (severity === 'error') problems.error(code, span, message, { label, help });
    else problems.warning(code, span, message, { label, help });
  }
  return problems;
};
