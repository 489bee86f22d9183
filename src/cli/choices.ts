/** What `outlay schema` can print. */
export const SCHEMA_NAMES = ['workflow', 'traffic', 'pricing', 'config', 'report', 'tokens'] as const;
export type SchemaName = (typeof SCHEMA_NAMES)[number];

/** How `outlay plan` can be printed. */
export const PLAN_FORMATS = ['text', 'json', 'markdown', 'csv'] as const;
export type PlanFormat = (typeof PLAN_FORMATS)[number];
