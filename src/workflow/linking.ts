import { didYouMean } from '../diagnostics/suggest.ts';
import { quantitiesIn } from '../quantity/quantity.ts';
import type { Unit } from '../quantity/scalar.ts';
import { wholeNumbers } from '../stats/counts.ts';
import { mean } from '../stats/moments.ts';
import { amountOf, constantAmount, distributionOf, drawnAmount, type Lookup } from './amount.ts';
import { handedTo } from './handing.ts';
import { tokensOfImage } from './pictures.ts';
import type { Amount } from './plan.ts';
import { assume, countedBy, NOWHERE, originOf, type Reader, type Resolving, type Standing } from './resolving.ts';
import type { InputSpec, Named, Stated } from './spec.ts';

const rounded = (tokens: number): string => Math.round(tokens).toLocaleString('en-US');

const inputTokens = (resolving: Resolving, input: Extract<InputSpec, { kind: 'tokens' }>, reader: Reader | null): Amount | undefined => {
  const { name, stated } = input;
  const lookup = lookupFor(resolving, stated, { node: null, reader });
  const amount = amountOf(stated.quantity, `input ${name}`, 'request', lookup);
  const origin = originOf(stated.quantity, reader);
  const of = amount?.terms[0]?.of;
  const what = of?.kind === 'empirical' ? `${of.values.length} texts` : of === undefined ? '1 text' : 'mix of texts and stated tokens';
  const tokens = of === undefined ? (amount?.constant ?? 0) : mean(of);
  const value = origin === 'stated' ? stated.text : `${what}, mean ${rounded(tokens)} tokens${countedBy(reader)}`;
  assume(resolving, `input ${name}`, value, origin, stated.at);
  return amount;
};

const inputCount = (resolving: Resolving, input: Extract<InputSpec, { kind: 'count' }>): Amount | undefined => {
  const { name, stated } = input;
  assume(resolving, `input ${name}`, stated.text, 'stated', stated.at);
  const of = distributionOf(stated.quantity, lookupFor(resolving, stated, NOWHERE));
  return of && drawnAmount(`input ${name}`, 'request', wholeNumbers(of));
};

const build = (resolving: Resolving, input: InputSpec, reader: Reader | null): Amount | undefined => {
  switch (input.kind) {
    case 'tokens':
      return inputTokens(resolving, input, reader);
    case 'count':
      return inputCount(resolving, input);
    case 'image':
      assume(resolving, `input ${input.name}`, `a picture of ${input.width} × ${input.height} pixels`, 'stated', input.at);
      return constantAmount(tokensOfImage(resolving, reader, input));
    default:
      return input satisfies never;
  }
};

/** Returns an input's own number in this request: one draw, for whoever reads it. */
export const inputAmount = (resolving: Resolving, input: InputSpec, reader: Reader | null): Amount | undefined =>
  resolving.kept.get(`input ${input.name} ${reader?.model.id}`, () => build(resolving, input, reader));

/** Follows a link, or tells of a ring of them. */
const withoutRing = (resolving: Resolving, { name, at }: Named, read: () => Amount | undefined): Amount | undefined => {
  if (!resolving.open.has(name)) {
    resolving.open.add(name);
    const amount = read();
    resolving.open.delete(name);
    return amount;
  }
  const ring = [...resolving.open].slice([...resolving.open].indexOf(name));
  return resolving.problems.error('cycle', at, `inputs are linked in a ring: ${[...ring, name].join(' → ')}`, {
    label: 'give one of them a number of its own',
  });
};

/** Returns the number that `{ of: name }` is linked to. */
export const linkedNumber = (resolving: Resolving, { node, reader }: Standing, named: Named): Amount | undefined => {
  const { inputs, graph, problems } = resolving;
  const input = inputs.get(named.name);
  if (input !== undefined) return withoutRing(resolving, named, () => inputAmount(resolving, input, reader));
  if (!graph.byName.has(named.name))
    return problems.error('unknown-name', named.at, `no input or step is called "${named.name.slice(0, 60)}"`, {
      label: didYouMean(named.name, [...inputs.keys(), ...graph.byName.keys()]),
    });
  if (node !== null) return handedTo(resolving, node, named);
  return problems.error('bad-quantity', named.at, 'an input is known before any step has run', {
    label: `link it to another input, not to the step "${named.name}"`,
  });
};

/** Money fits money and time fits time; a plain number fits whatever has no unit, and dollars. */
const fits = (unknown: Unit, place: Unit): boolean => unknown === place || (unknown === 'number' && place !== 'duration');

const unitName = (unit: Unit): string => (unit === 'money' ? 'an amount of money' : unit === 'duration' ? 'a duration' : 'a plain number');

const assumedAt = (resolving: Resolving, stated: Stated, name: string): number | undefined => {
  const unknown = resolving.unknowns.get(name);
  if (unknown === undefined) {
    const { unknowns, problems } = resolving;
    return problems.error('unknown-name', stated.at, `no assumption is called "${name.slice(0, 60)}"`, {
      label: didYouMean(name, unknowns.keys()) || `add assumptions: { ${name.slice(0, 60)}: 0.8 to 1.5 } to the workflow`,
    });
  }
  const scales = quantitiesIn(stated.quantity).some((quantity) => quantity.kind === 'scaled' && quantity.by === name);
  if (!fits(unknown.stated.unit, scales ? 'factor' : stated.unit))
    resolving.problems.error('bad-quantity', stated.at, `the assumption "${name}" is ${unitName(unknown.stated.unit)}`, {
      label: scales ? 'a scale is a plain number such as 0.8 to 1.5' : `${unitName(stated.unit)} is expected here`,
    });
  return resolving.assumed(name);
};

/** Returns the look-ups of one quantity. */
export const lookupFor = (resolving: Resolving, stated: Stated, standing: Standing): Lookup => {
  const { problems, counting } = resolving;
  return {
    linked: (name) => linkedNumber(resolving, standing, { name, at: stated.at }),
    assumed: (name) => assumedAt(resolving, stated, name),
    samples: (patterns, field) => {
      const { reader } = standing;
      if (reader?.family) return counting.samples(reader.family, patterns, field, stated.at);
      const who = reader === null ? 'here' : `for ${reader.model.id}, which has no tokenizer in its price table`;
      return problems.error('bad-value', stated.at, `texts cannot be counted ${who}`, { label: 'state a number of tokens' });
    },
    noLink: () =>
      problems.error('bad-quantity', stated.at, 'this number cannot be linked to that of an input or step', {
        label: 'state the number itself; tokens, items, rounds, costs and times can be linked',
      }),
  };
};
