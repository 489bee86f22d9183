import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attemptsOf } from '../../src/projection/attempts.ts';
import { ALWAYS, type Condition, Decisions, NEVER } from '../../src/projection/decisions.ts';
import type { Projection, StepProjection } from '../../src/projection/projection.ts';
import { bothOf, disagreements } from '../support/agreement.ts';
import { close } from '../support/close.ts';
import { PRICES } from '../support/plan.ts';
import { projectionOf, stepOf } from '../support/projection.ts';
import { type Allowed, genes, workflowOf } from '../support/workflows.ts';

const EVERYTHING: Allowed = {
  window: true,
  goingOn: true,
  loopsThatGoOn: true,
  linkedOutputs: true,
  handing: true,
  loopOutputs: true,
  longContext: true,
  cuts: true,
  ceilings: true,
  carrying: true,
  compacting: true,
  cached: true,
  sessions: true,
};

/** No price that falls at a size and no prompt that is too long: with those, more tokens may cost less. */
const MONOTONE: Allowed = { ...EVERYTHING, window: false, longContext: false, compacting: false };

/** No cache either: more attempts leave more prefixes behind for others to read. */
const PLAIN: Allowed = { ...MONOTONE, goingOn: false, cached: false };

/** No threshold that a sum of draws meets, of items or rounds: there the closed form is a numeric method. */
const SUMS: Allowed = {
  ...EVERYTHING,
  window: false,
  longContext: false,
  cuts: false,
  ceilings: false,
  compacting: false,
};

/** Nothing that remembers. */
const UNREMEMBERED = { carrying: false, compacting: false, cached: false, sessions: false };

/** Generated workflows have rare and dear branches: fifteen of the largest requests may be missing. P(none of 15 expected) = 3e-7. */
const RARE = 15;

const SEED = { seed: 20_261_120, numRuns: 7, endOnFailure: true };
const near = (a: number, b: number): void => {
  expect(Math.abs(a - b), `${a} is not ${b}`).toBeLessThanOrEqual(1e-9 * Math.max(Math.abs(a), Math.abs(b)) + 1e-15);
};
const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const leavesOf = ({ steps }: Projection) => steps.filter(({ step }) => step.kind !== 'group');

/** What a step costs beside the steps inside it: a loop of tools pays itself for shortening what it carries. */
const ownUsd = ({ step, costUsd, compaction }: StepProjection): number =>
  step.kind === 'group' ? (compaction?.modelsUsd[0] ?? 0) : costUsd;
const ownCalls = ({ step, calls, compaction }: StepProjection): number => (step.kind === 'group' ? (compaction?.calls ?? 0) : calls);
const ownTokens = ({ step, tokens, compaction }: StepProjection) => (step.kind === 'group' ? compaction : tokens);

const projected = new Map<string, Promise<Projection>>();

/** The projection of a generated workflow, which several laws ask for. */
const once = (workflow: string): Promise<Projection> => {
  const known = projected.get(workflow) ?? projectionOf(workflow);
  projected.set(workflow, known);
  return known;
};

/** Checks a law on generated workflows. */
const always = (name: string, allowed: Allowed, law: (workflow: string) => Promise<void>, perDay: number | null = null): void =>
  it(
    name,
    async () =>
      fc.assert(
        fc.asyncProperty(genes, async (list) => law(workflowOf(list, allowed, perDay))),
        SEED,
      ),
    60_000,
  );

describe('the closed form agrees with the requests played one by one', () => {
  const agrees = (name: string, allowed: Allowed): void =>
    always(
      name,
      allowed,
      async (workflow) => {
        const { projection, simulation } = await bothOf(workflow, 2000);
        expect(disagreements(projection, simulation, { rare: RARE })).toEqual([]);
      },
      300,
    );

  agrees('on branches, failures, fallbacks, groups, loops, items and background steps that hand outputs on', { ...SUMS, ...UNREMEMBERED });
  agrees('on prompts that are cut and answers that meet a ceiling', {
    ...SUMS,
    ...UNREMEMBERED,
    handing: false,
    cuts: true,
    ceilings: true,
  });
  agrees('on loops that carry, with and without cache, in requests that stand alone', { ...SUMS, sessions: false });
  agrees('on sessions', SUMS);
});

describe('the parts sum to the whole:', () => {
  always('costs of steps add up to the request’s, shares of cost to one, over leaves', EVERYTHING, async (workflow) => {
    const projection = await once(workflow);
    near(total(projection.steps.map(ownUsd)), projection.costUsd);
    near(total(projection.steps.map(ownCalls)), projection.calls);
    if (projection.steps.every(({ compaction }) => compaction === null))
      near(total(leavesOf(projection).map(({ shareOfCost }) => shareOfCost)), projection.costUsd === 0 ? 0 : 1);
  });

  always('a group comes to what its steps come to', EVERYTHING, async (workflow) => {
    const projection = await once(workflow);
    for (const group of projection.steps) {
      if (group.step.kind !== 'group') continue;
      const inside = group.step.children.map((child) => projection.steps[child]);
      near(total(inside.map((child) => child?.costUsd ?? 0)) + ownUsd(group), group.costUsd);
      near(total(inside.map((child) => child?.calls ?? 0)) + ownCalls(group), group.calls);
    }
  });

  always('token classes add up over steps', EVERYTHING, async (workflow) => {
    const projection = await once(workflow);
    for (const key of ['uncachedInput', 'cacheRead', 'cacheWrite', 'reasoning', 'visibleOutput'] as const) {
      near(total(projection.steps.map((step) => ownTokens(step)?.[key] ?? 0)), projection.tokens[key]);
      expect(projection.tokens[key]).toBeGreaterThanOrEqual(0);
    }
  });

  always('chances lie between none and all, and no figure is missing', EVERYTHING, async (workflow) => {
    const projection = await once(workflow);
    expect(projection.successRate).toBeGreaterThanOrEqual(-1e-12);
    expect(projection.successRate).toBeLessThanOrEqual(1 + 1e-12);
    for (const { runs, calls, costUsd } of projection.steps)
      for (const figure of [runs, calls, costUsd]) expect(figure).toBeGreaterThanOrEqual(0);
  });
});

/** Multiplies what a model's prices are by a factor. */
const dearer = (model: string, factor: number): string => {
  const [head = '', ...rest] = PRICES.split(`\n  ${model}:\n`);
  const [own = '', ...others] = rest.join(`\n  ${model}:\n`).split(/\n(?= {2}\w)/);
  const raised = own.replaceAll(/\b(input|output): ([\d.]+)/g, (_, key: string, price: string) => `${key}: ${Number(price) * factor}`);
  return [`${head}\n  ${model}:\n${raised}`, ...others].join('\n');
};

describe('dearer prices', () => {
  always('of one model never cost less, in any workflow: prices decide nothing', EVERYTHING, async (workflow) => {
    const before = await once(workflow);
    const after = await projectionOf(workflow, { prices: dearer('plain', 1.5) });
    expect(after.costUsd).toBeGreaterThanOrEqual(before.costUsd * (1 - 1e-12));
    near(after.calls, before.calls);
    near(after.successRate, before.successRate);
    const usesPlain = before.steps.some(({ links, step }) =>
      step.links.some((link, index) => link.kind === 'model' && link.model.id === 'test/plain' && (links[index]?.uncachedInput ?? 0) > 0),
    );
    if (usesPlain) expect(after.costUsd).toBeGreaterThan(before.costUsd);
  });

  it('of all models by half cost models half more', async () => {
    const workflow = `{ steps: { a: { model: test/plain, prompt: 100 to 900, output: 50, retry: { attempts: 2, invalid: 10% } }, b: { model: test/embedding, prompt: 7k, output: 0 },
      c: { model: test/stepped, prompt: { uniform: [100, 2000] }, output: 300 }, tool: { tool: x, needs: [], cost: $0.01 } } }`;
    const before = await projectionOf(workflow);
    const all = PRICES.replaceAll(/\b(input|output): ([\d.]+)/g, (_, key: string, price: string) => `${key}: ${Number(price) * 1.5}`);
    const after = await projectionOf(workflow, { prices: all });
    near(after.costUsd - 0.01, 1.5 * (before.costUsd - 0.01));
  });
});

type Json = { [key: string]: Json } | readonly Json[] | string | number;

/** The same workflow with every answer of a model longer by some tokens. */
const longer = (workflow: string, more: number): string => {
  const amount = (output: Json): Json => {
    if (typeof output === 'number') return output + more;
    if (typeof output === 'string') return output.replace(/(\d+) to (\d+)/, (_, a, b) => `${Number(a) + more} to ${Number(b) + more}`);
    const map = output as { [key: string]: Json };
    if (map['of'] !== undefined) return { ...map, plus: Number(map['plus']) + more };
    return Object.fromEntries(
      Object.entries(map).map(([key, values]) => [
        key,
        key === 'weights' ? values : (values as readonly number[]).map((value) => value + more),
      ]),
    );
  };
  return JSON.stringify(JSON.parse(workflow), (key, value) => (key === 'output' ? amount(value) : value));
};

/** The same workflow with more attempts at everything, and no fallback that would take over from a step. */
const patient = (workflow: string, more: number): string =>
  JSON.stringify(JSON.parse(workflow), (key, value) => {
    if (key === 'attempts') return value + more;
    return key === 'fallback' ? undefined : value;
  });

describe('more costs more, where nothing waits for a failure:', () => {
  always('longer answers never cost less (prompts that fit, prices that rise with size)', MONOTONE, async (workflow) => {
    const [before, after] = [await projectionOf(workflow), await projectionOf(longer(workflow, 40))];
    expect(after.costUsd).toBeGreaterThanOrEqual(before.costUsd * (1 - 1e-9));
    // A history of many long answers may outgrow the 8,000 tokens of the embedding model: one request in ten million.
    close(after.calls, before.calls, 1e-4);
  });

  always('another attempt never costs less, and never fails more: what comes after a success runs more often', PLAIN, async (workflow) => {
    const [before, after] = [await projectionOf(patient(workflow, 0)), await projectionOf(patient(workflow, 1))];
    expect(after.costUsd).toBeGreaterThanOrEqual(before.costUsd * (1 - 1e-9));
    expect(after.successRate).toBeGreaterThanOrEqual(before.successRate - 1e-12);
  });

  const retry = fc.record({
    attempts: fc.integer({ min: 1, max: 6 }),
    errors: fc.double({ min: 0, max: 0.9, noNaN: true }),
    invalid: fc.double({ min: 0, max: 0.9, noNaN: true }),
  });

  it('of a call by itself: more invalid answers are more answers billed, more errors are more calls', () => {
    fc.assert(
      fc.property(retry, fc.double({ min: 0, max: 0.1, noNaN: true }), (given, more) => {
        const base = attemptsOf(given);
        expect(attemptsOf({ ...given, invalid: given.invalid + more }).answered).toBeGreaterThanOrEqual(base.answered * (1 - 1e-12));
        expect(attemptsOf({ ...given, errors: given.errors + more }).expected).toBeGreaterThanOrEqual(base.expected * (1 - 1e-12));
        expect(attemptsOf({ ...given, attempts: given.attempts + 1 }).answered).toBeGreaterThanOrEqual(base.answered * (1 - 1e-12));
      }),
      SEED,
    );
  });

  it('but more errors may cost less: they are free, and some calls are never answered', async () => {
    const cost = async (errors: string) =>
      (await projectionOf(`{ steps: { a: { model: test/plain, prompt: 1k, output: 1k, retry: { attempts: 2, errors: ${errors} } } } }`))
        .costUsd;
    near(await cost('20%'), 0.0125 * 0.96);
    expect(await cost('40%')).toBeLessThan(await cost('20%'));
  });

  it('attempts by the formula are the sum over attempts, one by one', () => {
    fc.assert(
      fc.property(retry, (given) => {
        const f = given.errors + (1 - given.errors) * given.invalid;
        const reached = Array.from({ length: given.attempts }, (_, n) => f ** n);
        const { expected, answered, failed } = attemptsOf(given);
        near(expected, total(reached));
        near(answered, total(reached) * (1 - given.errors));
        near(failed, f ** given.attempts);
      }),
      SEED,
    );
  });
});

describe('passes of a loop', () => {
  it('are those of playing every count of items and rounds', async () => {
    const counts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
    const chances = (weights: readonly number[]): readonly number[] => weights.map((weight) => weight / total(weights));
    const listed = (weights: readonly number[], first: number): string =>
      `{ values: [${weights.map((_, n) => n + first)}], weights: [${weights}] }`;
    const property = fc.asyncProperty(counts, counts, fc.integer({ min: 0, max: 99 }), async (rounds, items, percent) => {
      const ok = 1 - percent / 100;
      const each = chances(rounds).map((p, n) => ({
        p,
        runs: total(Array.from({ length: n + 1 }, (_, done) => ok ** done)),
        ok: ok ** (n + 1),
      }));
      const runs = total(each.map((one) => one.p * one.runs));
      const succeeds = total(each.map((one) => one.p * one.ok));
      const projection = await projectionOf(`{ steps: { a: { tool: x, retry: { errors: ${percent}% },
        for_each: { items: ${listed(items, 0)} }, repeat: { times: ${listed(rounds, 1)} } } } }`);
      near(stepOf(projection, 'a').runs, total(chances(items).map((p, n) => p * n * runs)));
      near(projection.successRate, total(chances(items).map((p, n) => p * succeeds ** n)));
    });
    await fc.assert(property, SEED);
  });
});

/** A formula over choices: which state of which choice, combined. */
type Formula =
  | { readonly is: 'leaf'; readonly choice: number; readonly state: number }
  | { readonly is: 'and' | 'or'; readonly left: Formula; readonly right: Formula }
  | { readonly is: 'not'; readonly of: Formula };

const { formula } = fc.letrec<{ formula: Formula }>((tie) => ({
  formula: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    fc.record({ is: fc.constant('leaf' as const), choice: fc.nat({ max: 20 }), state: fc.nat({ max: 20 }) }),
    fc.record({ is: fc.constantFrom('and' as const, 'or' as const), left: tie('formula'), right: tie('formula') }),
    fc.record({ is: fc.constant('not' as const), of: tie('formula') }),
  ),
}));

const choices = fc.array(
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 3 }).filter((weights) => total(weights) > 0),
  {
    minLength: 1,
    maxLength: 6,
  },
);

describe('decisions', () => {
  const shares = (weights: readonly number[]): readonly number[] => weights.map((weight) => weight / total(weights));

  it('have the probability that going through every case gives', () => {
    fc.assert(
      fc.property(choices, formula, (weights, wanted) => {
        const decisions = new Decisions();
        const states = weights.map((own) => decisions.choose(shares(own)));
        const holds = (of: Formula, picked: readonly number[]): boolean => {
          if (of.is === 'leaf') {
            const choice = of.choice % weights.length;
            return picked[choice] === of.state % (weights[choice]?.length ?? 1);
          }
          if (of.is === 'not') return !holds(of.of, picked);
          return of.is === 'and' ? holds(of.left, picked) && holds(of.right, picked) : holds(of.left, picked) || holds(of.right, picked);
        };
        const condition = (of: Formula): Condition => {
          if (of.is === 'leaf') {
            const choice = of.choice % weights.length;
            return states[choice]?.[of.state % (weights[choice]?.length ?? 1)] ?? NEVER;
          }
          if (of.is === 'not') return decisions.not(condition(of.of));
          return of.is === 'and'
            ? decisions.and(condition(of.left), condition(of.right))
            : decisions.or(condition(of.left), condition(of.right));
        };
        const cases = weights.reduce<readonly (readonly number[])[]>(
          (all, own) => all.flatMap((picked) => own.map((_, state) => [...picked, state])),
          [[]],
        );
        const brute = total(
          cases
            .filter((picked) => holds(wanted, picked))
            .map((picked) => picked.reduce((product, state, choice) => product * (shares(weights[choice] ?? [])[state] ?? 0), 1)),
        );
        expect(Math.abs(decisions.probability(condition(wanted)) - brute)).toBeLessThan(1e-12);
      }),
      { ...SEED, numRuns: 400 },
    );
  });

  it('are one and the same condition where they hold in the same cases', () => {
    const decisions = new Decisions();
    const [a = NEVER, notA = NEVER] = decisions.choose([0.3, 0.7]);
    const [b = NEVER] = decisions.choose([0.2, 0.8]);
    expect(decisions.not(a)).toBe(notA);
    expect(decisions.or(a, notA)).toBe(ALWAYS);
    expect(decisions.and(a, notA)).toBe(NEVER);
    expect(decisions.not(decisions.and(a, b))).toBe(decisions.or(decisions.not(a), decisions.not(b)));
    expect(decisions.or(decisions.and(a, b), decisions.and(a, decisions.not(b)))).toBe(a);
  });
});

describe('large workflows', () => {
  it('of a chain of 500 steps that may each fail are computed exactly', async () => {
    const steps = Array.from({ length: 500 }, (_, n) => `  s${n}: { tool: x, cost: $0.001, retry: { errors: 1% } }`);
    const projection = await projectionOf(`steps:\n${steps.join('\n')}\n`);
    near(projection.successRate, 0.99 ** 500);
    near(projection.costUsd, (0.001 * 0.99 * (1 - 0.99 ** 500)) / 0.01);
    near(stepOf(projection, 's499').runs, 0.99 ** 499);
  });

  it('of a chain of 500 steps that go on after a failure are, too', async () => {
    const steps = Array.from({ length: 500 }, (_, n) => {
      const when = n === 0 ? '' : `, when: s${n - 1}.failed`;
      return `  s${n}: { tool: x, cost: $1, retry: { errors: 90% }, on_failure: continue${when} }`;
    });
    const projection = await projectionOf(`steps:\n${steps.join('\n')}\n`);
    expect(projection.successRate).toBe(1);
    near(projection.costUsd, 1 - 0.9 ** 500);
  });

  it('of 30 layers of two, each needing both of the layer above, are computed exactly', async () => {
    const steps = Array.from({ length: 30 }, (_, layer) =>
      ['a', 'b'].map((side) => {
        const needs = layer === 0 ? '[]' : `[a${layer - 1}, b${layer - 1}]`;
        return `  ${side}${layer}: { tool: x, needs: ${needs}, cost: $1, retry: { errors: 10% } }`;
      }),
    );
    const projection = await projectionOf(`steps:\n${steps.flat().join('\n')}\n`);
    near(projection.successRate, 0.9 ** 60);
    near(stepOf(projection, 'a29').runs, 0.81 ** 29);
    near(projection.costUsd, (2 * 0.9 * (1 - 0.81 ** 30)) / 0.19);
  });
});
