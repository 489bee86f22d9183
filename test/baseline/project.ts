import type { ScenarioDiff } from '../../src/analysis/diff/scenario-diff.ts';
import type { WorkflowDiff } from '../../src/analysis/diff/workflow-diff.ts';
import { diffStates } from '../../src/baseline/diff-states.ts';
import { statesOf } from '../../src/baseline/state.ts';
import { Problems } from '../../src/diagnostics/diagnostic.ts';
import type { TestRepository } from '../support/repository.ts';

/** A help desk with a price table of its own, with round prices. */
export const DESK = {
  'desk/workflow.yaml': `workflow: desk
inputs: { question: 100 }
defaults: { retry: { attempts: 2, errors: 10%, backoff: 1s } }
steps:
  triage:
    model: house/small
    prompt:
      - system: { file: prompts/triage.md }
      - user: { input: question }
    output: 20
    max_output: 20
    outcomes: { person: 10%, rest: rest }
  answer:
    when: triage.rest
    model: house/large
    prompt: 2k
    output: 500
    max_output: 500
  search:
    needs: []
    tool: search
    cost: $0.01
    latency: 300ms
  person:
    needs: [triage]
    when: triage.person
    human: agent
    work: 6min
    wage: $30 per hour
`,
  'desk/traffic.yaml': 'launch: { requests: 1000 per day }\nquiet: { extends: launch, requests: 100 per day }\n',
  'desk/prompts/triage.md': 'Sort the question.\nAnswer with one word.\n',
  'pricing/house.yaml': `provider: house
source: https://example.com/prices
models:
  small:
    tokenizer: o200k_base
    context_window: 400k
    max_output: 32k
    latency: { ttft: 400ms, speed: 100, source: measured for this test }
    prices: [{ from: 2020-01-01, read: 2026-11-01, confidence: high, input: 1, output: 4, tiers: { fast: { input: 2, output: 8 } } }]
  large:
    tokenizer: o200k_base
    context_window: 400k
    max_output: 32k
    latency: { ttft: 800ms, speed: 50, source: measured for this test }
    prices: [{ from: 2020-01-01, read: 2026-11-01, confidence: high, input: 3, output: 15 }]
`,
} as const;

/** The desk's workflow with some of its text replaced; throws where that text is not there. */
export const changed = (file: keyof typeof DESK, ...pairs: readonly (readonly [string, string])[]): string =>
  pairs.reduce<string>((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`no "${from}" in ${file}`);
    return text.replace(from, to);
  }, DESK[file]);

/** Returns what happened to each workflow between two revisions, or a revision and the working tree. */
export const diffsBetween = (
  { root }: TestRepository,
  first: string,
  second: string | null = null,
  asked: { readonly times?: boolean; readonly paths?: readonly string[] } = {},
): readonly WorkflowDiff[] => {
  const states = statesOf(root, first, second);
  if ('problem' in states) throw new Error(states.problem);
  const run = { seed: 1, runs: 200 };
  const settings = { pricing: null, scenarios: [], traffic: null, settings: [], asOf: 20_700, today: 20_700, run };
  const { times = false, paths = [] } = asked;
  return diffStates({ ...states, paths }, settings, { run, times, isNotable: () => true, tables: 'head' }, new Problems());
};

/** Returns the first scenario of a workflow that changed. */
export const launchOf = (diffs: readonly WorkflowDiff[]): ScenarioDiff => {
  const [scenario] = diffs.flatMap(({ scenarios }) => scenarios);
  if (scenario?.kind !== 'changed') throw new Error('the first scenario has not changed');
  return scenario.diff;
};

/** Returns causes as `kind of subject`, with their dollars. */
export const causesIn = ({ causes }: ScenarioDiff): Readonly<Record<string, number>> =>
  Object.fromEntries(causes.map(({ kinds, subjects, usd }) => [`${kinds.join('+')} of ${subjects.join(', ')}`, usd]));
