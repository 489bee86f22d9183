import type { Workflow } from './read-workflow.ts';
import type { Resources } from './resolving.ts';
export const checkCandidates = (_workflow: Workflow, _resources: Resources): void => {};
