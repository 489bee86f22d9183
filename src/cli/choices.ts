/** What `outlay schema` can print. */
export const SCHEMA_NAMES = [
  'workflow',
  'traffic',
  'pricing',
  'config',
  'report',
  'review',
  'diff',
  'check',
  'stress',
  'compare',
  'optimize',
  'tokens',
  'calibrate',
] as const;
export type SchemaName = (typeof SCHEMA_NAMES)[number];

/** How `outlay plan`, and what plans a workflow in many ways, can be printed. */
export const PLAN_FORMATS = ['text', 'json', 'markdown', 'csv'] as const;
export type PlanFormat = (typeof PLAN_FORMATS)[number];

/** How `outlay diff` can be printed. */
export const DIFF_FORMATS = ['text', 'json', 'markdown'] as const;
export type DiffFormat = (typeof DIFF_FORMATS)[number];

/** How findings can be printed. */
export const FINDINGS_FORMATS = ['text', 'json', 'markdown', 'github', 'sarif', 'junit', 'gitlab'] as const;
export type FindingsFormat = (typeof FINDINGS_FORMATS)[number];
/** What `outlay compare` can sort by. */
export const COMPARE_SORTS = ['cost', 'latency', 'first-token', 'success'] as const;
export type CompareSort = (typeof COMPARE_SORTS)[number];
