import { type Quantity, quantitiesIn } from '../../../quantity/quantity.ts';
import { constant } from '../../../stats/distribution.ts';
import type { InputSpec, Piece } from '../../../workflow/spec.ts';
import { listed, type ModelStep, modelSteps } from '../../edit.ts';
import type { Variant } from '../../variant.ts';
import { changing } from '../remedies.ts';
import { type Calm, type Kind, type Remedy, roundedUp, type Stress } from '../stress.ts';

const SHARE = 0.05;
const TOKENS = 40_000;
const TITLE = 'pasted inputs';

const reads = (piece: Piece, input: string): boolean =>
  piece.kind === 'input' ? piece.name === input : piece.kind === 'text' && new RegExp(`\\{\\{\\s*${input}\\s*\\}\\}`).test(piece.text);

const readersOf = (calm: Calm, input: string): readonly ModelStep[] =>
  modelSteps(calm.spec).filter(({ body }) => body.prompt.some(({ pieces }) => pieces.some((piece) => reads(piece, input))));

type TokenInput = InputSpec & { readonly kind: 'tokens' };

/** Inputs that come as tokens of their own, as the scenario has them, and that a prompt holds. */
const pasted = (calm: Calm): readonly TokenInput[] =>
  [...new Map([...calm.spec.inputs, ...calm.scenario.inputs]).values()].filter(
    (input): input is TokenInput =>
      input.kind === 'tokens' &&
      !quantitiesIn(input.stated.quantity).some(({ kind }) => kind === 'linked') &&
      readersOf(calm, input.name).length > 0,
  );

const withPastes = (of: Quantity): Quantity => ({
  kind: 'mixture',
  parts: [
    { share: 1 - SHARE, of },
    { share: SHARE, of: { kind: 'random', of: constant(TOKENS) } },
  ],
});

/** A ceiling of twice today's mean prompt, for each reader that has none as low. */
const ceilings = (calm: Calm, readers: readonly ModelStep[]): ReadonlyMap<string, number> =>
  new Map(
    readers.flatMap(({ name, body }) => {
      const [own] = calm.forecast.projection.steps.find(({ step }) => step.name === name)?.links ?? [];
      if (own === undefined || own.billed === 0) return [];
      const most = roundedUp((2 * (own.uncachedInput + own.cacheRead + own.cacheWrite)) / own.billed);
      return body.maxInput !== null && body.maxInput <= most ? [] : [[name, most] as const];
    }),
  );

const remediesOf = (calm: Calm, stressed: Variant, readers: readonly ModelStep[]): readonly Remedy[] => {
  const capped = readers.filter(({ body }) => body.maxInput !== null);
  const holds: readonly Remedy[] =
    capped.length === 0
      ? []
      : [{ kind: 'holds', text: `max_input on ${listed(capped.map(({ name, body }) => `${name} (${body.maxInput})`))} cuts them` }];
  const found = ceilings(calm, readers);
  if (found.size === 0) return holds;
  const text = `max_input: ${listed([...found].map(([name, most]) => `${most} on ${name}`))}, twice today's mean prompt`;
  return [
    ...holds,
    changing(stressed, [...found.keys()], text, (step) => ({
      ...step,
      body: { ...step.body, maxInput: found.get(step.name) ?? step.body.maxInput },
    })),
  ];
};

const stressOf = (calm: Calm, input: TokenInput): Stress => {
  const changed: InputSpec = { ...input, stated: { ...input.stated, quantity: withPastes(input.stated.quantity) } };
  const scenario = { ...calm.scenario, inputs: new Map([...calm.scenario.inputs, [input.name, changed]]) };
  const variant: Variant = { spec: calm.spec, scenario };
  const readers = readersOf(calm, input.name);
  return {
    name: `pastes-${input.name}`,
    title: `pastes in ${input.name}`,
    what: `one request in twenty brings a ${input.name} of 40,000 tokens, read by ${listed(readers.map(({ name }) => name))}`,
    variant,
    remedies: remediesOf(calm, variant, readers),
  };
};

/** One request in twenty brings a whole export of 40,000 tokens where a question was expected. */
export const pastes: Kind = (calm) => {
  const inputs = pasted(calm);
  if (inputs.length > 0) return inputs.map((input) => stressOf(calm, input));
  return [{ name: 'pastes', title: TITLE, why: 'no prompt holds an input whose tokens are stated or sampled' }];
};
