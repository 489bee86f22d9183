/** What a change of a workflow may be about: SPEC 9. */
export const CAUSE_KINDS = [
  'steps',
  'model',
  'price',
  'prompt tokens',
  'output tokens',
  'calls',
  'retries',
  'cache',
  'traffic',
  'people',
  'time',
  'assumptions',
  'fixed costs',
] as const;

export type CauseKind = (typeof CAUSE_KINDS)[number];
