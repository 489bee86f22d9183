import type { ScenarioReport, StepReport, TokenFigures } from './report.ts';

/** Returns the steps that cost something by themselves: all but groups. */
export const leavesOf = (scenario: ScenarioReport): readonly StepReport[] => scenario.steps.filter(({ kind }) => kind !== 'group');

/** Returns all input tokens, whatever they are billed as. */
export const inputOf = (tokens: TokenFigures): number => tokens.uncached_input + tokens.cache_read + tokens.cache_write;

/** Returns all output tokens. */
export const outputOf = (tokens: TokenFigures): number => tokens.reasoning + tokens.visible_output;
