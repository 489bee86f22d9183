import { type Quantity, quantitiesIn, usesTexts } from '../quantity/quantity.ts';
import type { Unit } from '../quantity/scalar.ts';
import { clamped } from '../stats/distribution.ts';
import { mean } from '../stats/moments.ts';
import { type FormName, fitForm, type Misfit } from '../usage/fit/form.ts';
import { type Interval, meanInterval, sampleOf, shareInterval } from '../usage/fit/sample.ts';
import { writtenNumber } from '../usage/fit/written.ts';
import type { Stated } from '../workflow/spec.ts';
import type { Path } from '../yaml/read.ts';

/** A number of the workflow beside what the logs say of it; `left` says why it stays as it is, null where it is to be written. */
export type Proposal = {
  readonly what: string;
  /** Where it stands; what begins with `traffic` stands in the traffic file where there is one. */
  readonly path: Path;
  readonly unit: Unit;
  /** As written; null where nobody has stated it. */
  readonly before: string | null;
  readonly meanBefore: number | null;
  /** As it would be written, YAML on one line. */
  readonly after: string | null;
  /** The mean of what was observed, with its interval. */
  readonly observed: number;
  readonly interval: Interval | null;
  readonly records: number;
  readonly form: FormName | null;
  readonly misfit: Misfit | null;
  readonly left: string | null;
  readonly note: string | null;
};

/** A number as its author wrote it, and where. */
export type Place = {
  readonly what: string;
  readonly path: Path;
  readonly unit: Unit;
  readonly stated: Stated | null;
  /** Beyond it the plan cuts; none where it is not given. */
  readonly ceiling?: number;
};

/** Fewer records say too little. */
export const LEAST_RECORDS = 20;

const meanOfQuantity = (quantity: Quantity): number | null => {
  switch (quantity.kind) {
    case 'random':
      return mean(clamped(quantity.of, 0, Infinity));
    case 'bounded':
      return quantity.of.kind === 'random' ? mean(clamped(quantity.of.of, quantity.min, quantity.max)) : meanOfQuantity(quantity.of);
    case 'scaled':
      return meanOfQuantity(quantity.of);
    default:
      return null;
  }
};

/** Returns the mean of a number as its author stated it; null where other numbers decide it. */
export const statedMean = (stated: Stated | null): number | null => (stated === null ? null : meanOfQuantity(stated.quantity));

/** What cannot be replaced by a number, and why. */
const heldBy = ({ quantity }: Stated): string | null => {
  const linked = quantitiesIn(quantity).find((inner) => inner.kind === 'linked');
  if (linked !== undefined) return `it is linked to ${linked.to}`;
  return usesTexts(quantity) ? 'its texts are counted' : null;
};

/** Assumptions that stood in for what is now known. */
const noLonger = (quantity: Quantity | undefined): string | null => {
  if (quantity?.kind === 'scaled') return `no longer scaled by ${quantity.by}`;
  if (quantity?.kind === 'bounded') return noLonger(quantity.of);
  return quantity?.kind === 'assumption' ? `in place of the assumption ${quantity.name}` : null;
};

const bareProposal = ({
  what,
  path,
  unit,
  stated,
}: Place): Pick<Proposal, 'what' | 'path' | 'unit' | 'before' | 'meanBefore' | 'note'> => ({
  what,
  path,
  unit,
  before: stated?.text ?? null,
  meanBefore: statedMean(stated),
  note: noLonger(stated?.quantity),
});

/** Returns why so few records are no basis; null where they are enough. */
export const tooFew = (records: number, least = LEAST_RECORDS): string | null =>
  records >= least ? null : `${records === 0 ? 'no record' : records === 1 ? '1 record' : `${records} records`}, ${least} needed`;

/** Returns a quantity fitted to observed values. */
export const fittedQuantity = (place: Place, values: readonly number[], reason: string | null = null): Proposal | null => {
  if (values.length === 0) return null;
  const sample = sampleOf(values);
  const left = reason ?? tooFew(values.length) ?? (place.stated === null ? null : heldBy(place.stated));
  const form = left === null ? fitForm(sample, place.unit, place.ceiling) : null;
  return {
    ...bareProposal(place),
    after: form?.text ?? null,
    observed: sample.mean,
    interval: values.length < 2 ? null : meanInterval(sample),
    records: values.length,
    form: form?.name ?? null,
    misfit: form?.misfit ?? null,
    left,
  };
};

/** Returns a share fitted to how often something was seen; one that the interval holds already stays as it is. */
export const fittedShare = (place: Place, hits: number, tries: number, reason: string | null = null): Proposal | null => {
  if (tries === 0) return null;
  const bare = bareProposal(place);
  const interval = shareInterval(hits, tries);
  const { meanBefore } = bare;
  const agrees = meanBefore !== null && meanBefore >= interval.low && meanBefore <= interval.high ? 'the logs agree with it' : null;
  const left = reason ?? tooFew(tries) ?? (place.stated === null ? null : heldBy(place.stated)) ?? agrees;
  const after = left === null ? String(writtenNumber(hits / tries, 'share')) : null;
  return { ...bare, after, observed: hits / tries, interval, records: tries, form: null, misfit: null, left };
};

/** Returns a number that was worked out from the logs as a whole, such as a daily rate. */
export const fittedNumber = (
  place: Place,
  fitted: { readonly after: string; readonly observed: number; readonly interval: Interval | null; readonly records: number },
  left: string | null = null,
): Proposal => ({ ...bareProposal(place), ...fitted, after: left === null ? fitted.after : null, form: null, misfit: null, left });
