/** What `outlay schema` can print. */
export const SCHEMA_NAMES = ['workflow', 'traffic', 'pricing', 'config', 'report', 'stress', 'compare', 'optimize'] as const;
export type SchemaName = (typeof SCHEMA_NAMES)[number];

/** How `outlay plan`, and what plans a workflow in many ways, can be printed. */
export const PLAN_FORMATS = ['text', 'json', 'markdown', 'csv'] as const;
export type PlanFormat = (typeof PLAN_FORMATS)[number];

/** What `outlay compare` can sort by. */
export const COMPARE_SORTS = ['cost', 'latency', 'first-token', 'success'] as const;
export type CompareSort = (typeof COMPARE_SORTS)[number];
