import type { RuleDocs } from '../review/rule.ts';

/** What `check` itself holds against workflows, beside the rules of a review. */
export const CHECK_RULES: readonly RuleDocs[] = [
  {
    id: 'budget',
    title: 'A budget that is crossed',
    why: 'Budgets are what has been agreed on. A figure that is drawn crosses its limit only where its whole interval lies beyond.',
    example: 'budgets: { monthly_spend: $25k }',
    fix: 'Lower what the figure is made of, or agree on another budget in a change of its own.',
  },
  {
    id: 'regression',
    title: 'A figure that rises over its base',
    why: 'A change that makes a feature dearer or slower is seen before it is merged, with its causes.',
    example: 'regression: { cost: 5%, latency: 10%, floor: $50 }',
    fix: 'Take back the cause, or raise the limit in a change of its own.',
  },
  {
    id: 'unpriced',
    title: 'A workflow that cannot be computed',
    why: 'What cannot be computed is not free: it fails the check and is never counted as zero.',
    example: 'model: openai/gpt-6-lunar',
    fix: 'Mend its files: outlay plan shows each problem at its place.',
  },
];
