/** What `outlay schema` can print. */
export const SCHEMA_NAMES = ['workflow', 'traffic', 'pricing', 'config', 'report', 'review', 'diff', 'check'] as const;
export type SchemaName = (typeof SCHEMA_NAMES)[number];

/** How `outlay plan` can be printed. */
export const PLAN_FORMATS = ['text', 'json', 'markdown', 'csv'] as const;
export type PlanFormat = (typeof PLAN_FORMATS)[number];

/** How `outlay diff` can be printed. */
export const DIFF_FORMATS = ['text', 'json', 'markdown'] as const;
export type DiffFormat = (typeof DIFF_FORMATS)[number];

/** How findings can be printed. */
export const FINDINGS_FORMATS = ['text', 'json', 'markdown', 'github', 'sarif', 'junit', 'gitlab'] as const;
export type FindingsFormat = (typeof FINDINGS_FORMATS)[number];
