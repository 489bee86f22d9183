import fc from 'fast-check';

/**
 * Generated workflows of all constructs. A gene is a handful of small whole numbers; building clips each to what is legal at
 * its place, so that every gene gives a workflow without errors and shrinking leads to small ones.
 */
export type Gene = {
  readonly kind: number;
  readonly needs: readonly number[] | null;
  readonly when: readonly number[];
  readonly outcomes: number;
  readonly repeat: number;
  readonly items: number;
  readonly background: boolean;
  readonly attempts: number;
  readonly errors: number;
  readonly invalid: number;
  readonly fallback: readonly number[];
  readonly goesOn: boolean;
  readonly model: number;
  readonly prompt: readonly number[];
  readonly output: number;
  readonly reasoning: number;
  readonly ceiling: number;
  readonly cut: number;
  readonly carry: number;
  readonly until: boolean;
  readonly reuse: number;
  readonly prefix: number;
  readonly session: number;
  readonly steps: readonly Gene[];
};

/** Which of the harder constructs may occur, so that a known limit can be left out by name. */
export type Allowed = {
  /** Prompts that some requests make too long for the model's window. */
  readonly window: boolean;
  /** Steps with on_failure: continue. */
  readonly goingOn: boolean;
  /** A loop of one step with on_failure: continue. */
  readonly loopsThatGoOn: boolean;
  /** Outputs linked to another step's. */
  readonly linkedOutputs: boolean;
  /** Prompts whose price jumps at a size. */
  readonly longContext: boolean;
  /** Prompts that hold other steps' outputs. */
  readonly handing: boolean;
  /** Prompts that hold what a loop over a group hands on. */
  readonly loopOutputs: boolean;
  /** Prompts that max_input cuts. */
  readonly cuts: boolean;
  /** Random answers that a ceiling cuts. */
  readonly ceilings: boolean;
  /** Loops that carry what was said from round to round. */
  readonly carrying: boolean;
  /** Loops that are shortened when they carry too much. */
  readonly compacting: boolean;
  /** Prompts with a stated shared part that is cached. */
  readonly cached: boolean;
  /** Requests that are turns of a session, with a history. */
  readonly sessions: boolean;
};

type Known = {
  readonly name: string;
  readonly outcomes: readonly string[];
  readonly background: boolean;
  /** What it hands on is what a loop over a group hands on. */
  readonly speaksForLoop: boolean;
};

type Sibling = {
  readonly known: Known;
  /** Steps inside, as far as they may be referred to from outside. */
  readonly inside: readonly Known[];
  readonly before: ReadonlySet<Known>;
};

type Json = Record<string, unknown>;

const at = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;

const AMOUNTS = [120, '80 to 300', { values: [40, 200, 700], weights: [5, 3, 1] }, { uniform: [100, 500] }, { triangular: [50, 100, 400] }];
const TOKENS = [300, '200 to 700', { values: [100, 600, 1700], weights: [4, 2, 1] }, { uniform: [100, 1400] }, { p50: 300, p95: 900 }];
const ERRORS = ['0%', '5%', '20%', '50%'];
const INVALID = ['0%', '10%', '30%'];
const REPEATS = [
  { times: 2 },
  { times: { values: [1, 2, 4] } },
  { continue: '60%', max: 4 },
  { times: '1 to 3' },
  { continue: '30%', max: 3 },
];
const ITEMS = [2, { values: [0, 1, 3] }, '1 to 4', 3];
const CARRIES = [true, { steps: true, last: 2 }, { steps: true, compact: { over: 700, to: 60, model: 'test/plain' } }];
const REUSES = ['20%', '50%'];
const PREFIXES = [1500, 3000, 1100];
const SESSIONS: readonly Json[] = [
  { turns: 3, gap: '1min' },
  { turns: { values: [1, 2, 4] }, gap: { values: ['1min', '10min'] } },
];
const CHANCES = ['30%', '75%', '10% to 60%'];
const OUTCOMES: readonly Json[] = [{}, { yes: '60%', no: 'rest' }, { a: '20%', b: '30%', c: '50%' }, { only: '100%' }];
const INPUTS = { doc: { uniform: [200, 1500] }, ask: { values: [50, 120, 900], weights: [6, 3, 1] }, page: '300 to 900' };
const INPUT_NAMES = Object.keys(INPUTS);

class Builder {
  readonly #allowed: Allowed;
  readonly #inSession: boolean;
  #count = 0;

  constructor(allowed: Allowed, inSession: boolean) {
    this.#allowed = allowed;
    this.#inSession = inSession;
  }

  list(genes: readonly Gene[], around: readonly Known[]): { steps: Json; siblings: readonly Sibling[] } {
    const steps: Json = {};
    const siblings: Sibling[] = [];
    for (const gene of genes) {
      const name = `s${this.#count++}`;
      const { step, sibling } = this.#step(name, gene, siblings, around);
      steps[name] = step;
      siblings.push(sibling);
    }
    return { steps, siblings };
  }

  #step(name: string, gene: Gene, siblings: readonly Sibling[], around: readonly Known[]): { step: Json; sibling: Sibling } {
    const isGroup = gene.steps.length > 0;
    const kind = isGroup ? 'group' : at(['model', 'model', 'model', 'tool', 'human'], gene.kind);
    const background = gene.background && kind !== 'human';
    const reachable = siblings.filter((sibling) => background || !sibling.known.background);
    const step: Json = background ? { background } : {};

    const above = siblings.at(-1);
    let needed = new Set<Sibling>();
    if (gene.needs === null && (above === undefined || reachable.includes(above))) needed = new Set(above ? [above] : []);
    else {
      const picked = reachable.length === 0 ? [] : (gene.needs ?? []).map((n) => at(reachable, n));
      needed = new Set(picked);
      step['needs'] = [...needed].map(({ known }) => known.name);
    }
    this.#addWhen(step, gene, reachable, around, needed, background);

    const before = new Set<Known>(around);
    for (const need of needed) for (const known of [need.known, ...need.inside, ...need.before]) before.add(known);

    const goesOn =
      gene.goesOn &&
      this.#allowed.goingOn &&
      (kind === 'model' || kind === 'tool') &&
      (this.#allowed.loopsThatGoOn || (gene.repeat === 0 && gene.items === 0));
    if (gene.repeat > 0) step['repeat'] = at(REPEATS, gene.repeat - 1);
    if (gene.repeat > 0 && gene.carry > 0 && this.#allowed.carrying && (isGroup || kind === 'model'))
      step['carry'] = at(this.#allowed.compacting ? CARRIES : CARRIES.slice(0, 2), gene.carry);
    if (gene.items > 0) step['for_each'] = { items: at(ITEMS, gene.items - 1) };
    const loop = gene.repeat > 0 || gene.items > 0;

    if (!isGroup && gene.reuse > 0) step['reuse'] = at(REUSES, gene.reuse);

    const outcomes: string[] = [];
    if (!isGroup && gene.items === 0) {
      const own = at(OUTCOMES, gene.outcomes);
      if (Object.keys(own).length > 0) step['outcomes'] = own;
      outcomes.push(...Object.keys(own));
    }
    if (goesOn) {
      step['on_failure'] = 'continue';
      if (gene.items === 0) outcomes.push('failed');
    }
    if (isGroup) {
      const inner = this.list(gene.steps, [...before]);
      const speaksForLoop = loop || (inner.siblings.at(-1)?.known.speaksForLoop ?? false);
      const known: Known = { name, outcomes, background, speaksForLoop };
      step['steps'] = inner.steps;
      const judged = inner.siblings.flatMap((sibling) =>
        sibling.known.background
          ? []
          : sibling.known.outcomes.filter((outcome) => outcome !== 'failed').map((outcome) => `${sibling.known.name}.${outcome}`),
      );
      if (gene.until && gene.repeat > 0 && judged.length > 0) step['repeat'] = { until: at(judged, gene.repeat), max: 3 };
      const inside = loop ? [] : inner.siblings.flatMap((sibling) => (sibling.known.background ? [] : [sibling.known, ...sibling.inside]));
      return { step, sibling: { known, inside, before } };
    }
    const known: Known = { name, outcomes, background, speaksForLoop: false };
    const { handing, loopOutputs } = this.#allowed;
    const targets = [...before].filter((target) => handing && (background || !target.background) && (loopOutputs || !target.speaksForLoop));
    if (kind === 'human')
      Object.assign(step, {
        human: 'clerk',
        work: at(['2min', '1min to 5min'], gene.model),
        wage: '$30 per hour',
        output: this.#output(gene, targets),
      });
    else this.#call(step, kind === 'model', gene, targets);
    return { step, sibling: { known, inside: [], before } };
  }

  #addWhen(
    step: Json,
    gene: Gene,
    reachable: readonly Sibling[],
    around: readonly Known[],
    needed: Set<Sibling>,
    background: boolean,
  ): void {
    const [first, ...rest] = gene.when;
    if (first === undefined) return;
    const refs = [
      ...reachable.flatMap((sibling) =>
        [sibling.known, ...sibling.inside]
          .filter((known) => background || !known.background)
          .flatMap((known) => known.outcomes.map((outcome) => ({ ref: `${known.name}.${outcome}`, sibling }))),
      ),
      ...around.flatMap((known) => known.outcomes.map((outcome) => ({ ref: `${known.name}.${outcome}`, sibling: null }))),
    ];
    if (refs.length === 0 || first % 4 === 0) {
      if (first % 2 === 0) step['when'] = at(CHANCES, first);
      return;
    }
    const chosen = [first, ...rest].map((n) => at(refs, n));
    step['when'] = [...new Set(chosen.map(({ ref }) => ref))];
    for (const { sibling } of chosen) if (sibling !== null) needed.add(sibling);
  }

  #output(gene: Gene, targets: readonly Known[]): unknown {
    const linked = gene.output >= AMOUNTS.length;
    if (!linked) return at(AMOUNTS, gene.output);
    const target = this.#allowed.linkedOutputs && gene.output % 2 === 0 && targets.length > 0 ? at(targets, gene.output).name : undefined;
    return target === undefined ? { of: at(INPUT_NAMES, gene.output), times: 0.5, plus: 20 } : { of: target, times: 0.5, plus: 10 };
  }

  #call(step: Json, isModel: boolean, gene: Gene, targets: readonly Known[]): void {
    step['retry'] = { attempts: gene.attempts + 1, errors: at(ERRORS, gene.errors), invalid: at(INVALID, gene.invalid) };
    step['output'] = this.#output(gene, targets);
    if (!isModel) {
      Object.assign(step, { tool: 'search', cost: at(['$0.001', '$0.0005 to $0.002'], gene.model) });
      if (gene.fallback.length > 0) step['fallback'] = [{ reply: 'fixed' }];
      return;
    }
    const { window, longContext, ceilings, cuts, cached } = this.#allowed;
    const models = [
      'test/plain',
      longContext ? 'test/stepped' : 'test/primary',
      window ? 'test/embedding' : 'test/silent',
      ...(window ? ['test/small'] : []),
    ];
    const prefix = cached && gene.prefix > 0;
    step['model'] = prefix ? 'test/cached' : at(models, gene.model);
    if (prefix) step['cache'] = at(['5m', '1h', { hit: '60%' }], gene.prefix);
    if (step['model'] === 'test/stepped')
      step['tier'] = at(step['background'] ? ['standard', 'batch', 'fast'] : ['standard', 'fast'], gene.output);
    const parts = gene.prompt.map((n, index) => {
      if (n % 3 === 0) return { user: { tokens: at(TOKENS, n + index) } };
      if (n % 3 === 1) return { user: { input: at(INPUT_NAMES, n) } };
      return targets.length === 0 ? { user: { tokens: 77 } } : { context: { step: at(targets, n).name } };
    });
    const remembers = this.#inSession && gene.session > 0;
    step['prompt'] = [...(prefix ? [{ system: { tokens: at(PREFIXES, gene.prefix) } }] : []), ...(remembers ? ['history'] : []), ...parts];
    if (gene.reasoning > 0) step['reasoning'] = at([60, '50 to 200'], gene.reasoning);
    if (gene.ceiling > 0) step['max_output'] = ceilings ? at([150, 350], gene.ceiling) : 30_000;
    if (gene.cut > 0) step['max_input'] = cuts ? at([400, 950], gene.cut) : 300_000;
    if (gene.fallback.length > 0) {
      step['fallback'] = gene.fallback.map((n) =>
        n % 4 === 0 ? { reply: 'fixed' } : { model: at(models, n), ...(n % 2 === 0 ? { retry: { attempts: 2, errors: '30%' } } : {}) },
      );
      if (step['tier'] === 'fast' || step['tier'] === 'batch') delete step['fallback'];
    }
  }
}

/** Returns the YAML of the workflow that some genes stand for, on so many requests or sessions a day; JSON is YAML. */
export const workflowOf = (genes: readonly Gene[], allowed: Allowed, perDay: number | null = null): string => {
  const [first] = genes;
  const inSession = allowed.sessions && first !== undefined && first.session > 0;
  const { steps } = new Builder(allowed, inSession).list(genes, []);
  const session = inSession ? { session: at(SESSIONS, first.session) } : {};
  const traffic = perDay === null ? {} : { traffic: { base: { [inSession ? 'sessions' : 'requests']: `${perDay} per day` } } };
  return JSON.stringify({ inputs: INPUTS, ...session, steps, ...traffic }, null, 1);
};

const nat = (max: number): fc.Arbitrary<number> => fc.nat({ max });
/** Zero more often than not: most steps have none of a rare construct. */
const seldom = (max: number): fc.Arbitrary<number> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: nat(max) });

const gene = (steps: fc.Arbitrary<readonly Gene[]>): fc.Arbitrary<Gene> =>
  fc.record({
    kind: nat(4),
    needs: fc.option(fc.array(nat(20), { maxLength: 3 })),
    when: fc.array(nat(30), { maxLength: 2 }),
    outcomes: nat(3),
    repeat: fc.oneof(fc.constant(0), nat(5)),
    items: seldom(4),
    background: nat(5).map((n) => n === 5),
    attempts: nat(2),
    errors: nat(3),
    invalid: nat(2),
    fallback: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(nat(7), { maxLength: 2 }) }),
    goesOn: fc.boolean(),
    model: nat(11),
    prompt: fc.array(nat(14), { minLength: 1, maxLength: 3 }),
    output: nat(9),
    reasoning: seldom(2),
    ceiling: seldom(2),
    cut: seldom(2),
    carry: nat(3),
    until: fc.boolean(),
    reuse: seldom(2),
    prefix: seldom(3),
    session: seldom(2),
    steps,
  });

const none = fc.constant<readonly Gene[]>([]);
const leaf = gene(none);
const sometimes = (inner: fc.Arbitrary<Gene>): fc.Arbitrary<readonly Gene[]> =>
  fc.oneof({ weight: 3, arbitrary: none }, { weight: 2, arbitrary: fc.array(inner, { minLength: 1, maxLength: 3 }) });

/** Genes of workflows up to three levels of groups deep. */
export const genes: fc.Arbitrary<readonly Gene[]> = fc.array(gene(sometimes(gene(sometimes(leaf)))), { minLength: 1, maxLength: 5 });
