import { makeRepository } from '../support/repository.ts';

const WORKFLOWS = 50;
const CHANGED = [1, 11, 21, 31, 41];
const ROUNDS = 5;
const LIMIT_MS = 3000;

/** A desk with two models, a tool, retries, caching, an assumption and two budgets on means. */
const desk = (at: number, output: string): string => `workflow: desk-${at}
assumptions: { verbosity: 0.8 to 1.4 }
inputs: { question: 40 to 200 }
defaults: { retry: { attempts: 3, errors: 0.8%, backoff: 500ms, timeout: 30s } }
steps:
  triage:
    model: openai/gpt-6-luna
    prompt: [{ system: { file: prompts/triage.md } }, { user: { input: question } }]
    output: ${output}
    max_output: 80
    outcomes: { complex: 28%, simple: rest }
  search: { needs: [], tool: search, cost: $0.0004, latency: 80 to 300ms, output: 1800 to 3500 }
  answer:
    needs: [triage, search]
    when: triage.complex
    model: anthropic/claude-sonnet-5
    prompt: [{ system: { file: prompts/answer.md } }, { context: { step: search } }, { user: { input: question } }]
    cache: 5m
    output: { p50: 280, p95: 750, scale: verbosity }
    max_output: 1024
    fallback: [{ model: openai/gpt-6.1-terra }]
budgets: { cost_per_request: $0.05, monthly_spend: $20k }
traffic: { launch: { requests: 3k to 9k per day, growth: 5% per month } }
`;

/** Returns how long a check of fifty workflows takes of which five changed, as a line of text. */
export const benchCheck = (): string => {
  const repository = makeRepository();
  try {
    for (let at = 0; at < WORKFLOWS; at++) {
      repository.write({
        [`flows/${at}/workflow.yaml`]: desk(at, '25 to 45'),
        [`flows/${at}/prompts/triage.md`]: 'Sort the question.\n'.repeat(40),
        [`flows/${at}/prompts/answer.md`]: 'Answer the question from the articles below.\n'.repeat(120),
      });
    }
    repository.commit({});
    for (const at of CHANGED) {
      const prompt = `${'Answer the question from the articles below.\n'.repeat(120)}Never promise a refund.\n`;
      repository.write({ [`flows/${at}/workflow.yaml`]: desk(at, '30 to 60'), [`flows/${at}/prompts/answer.md`]: prompt });
    }
    const times = Array.from({ length: ROUNDS }, () => {
      const start = performance.now();
      const { code, stderr } = repository.outlay(['check', '--base', 'main']);
      if (code !== 0) throw new Error(`check ended with ${code}: ${stderr}`);
      return performance.now() - start;
    });
    const median = times.sort((a, b) => a - b)[ROUNDS >> 1] ?? 0;
    const verdict = median <= LIMIT_MS ? 'yes' : 'NO';
    return `outlay check, ${WORKFLOWS} workflows, ${CHANGED.length} of them changed: ${median.toFixed(0)} ms, within ${LIMIT_MS} ms: ${verdict}`;
  } finally {
    repository.remove();
  }
};
