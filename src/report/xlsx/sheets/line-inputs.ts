import type { CompactionLine, Line, ModelLine, PersonLine, ToolLine } from '../../ledger/line.ts';
import { inputOrigin } from '../../ledger/origin.ts';
import type { Formula } from '../formula.ts';
import type { Input, Inputs } from './inputs.ts';

/** The cells that one line of a scenario is computed from. */
export type LineCells =
  | {
      readonly kind: 'model';
      readonly line: ModelLine;
      readonly runs: Formula;
      readonly billed: Formula;
      readonly answered: Formula;
      readonly input: Formula;
      readonly cacheable: Formula | null;
      readonly hit: Formula | null;
      readonly written: Formula | null;
      readonly reasoning: Formula | null;
      readonly output: Formula | null;
      readonly fees: readonly { readonly name: string; readonly units: Formula }[];
      readonly discount: Formula;
      readonly factor: Formula | null;
    }
  | { readonly kind: 'tool'; readonly line: ToolLine; readonly runs: Formula; readonly attempts: Formula; readonly usd: Formula }
  | { readonly kind: 'person'; readonly line: PersonLine; readonly runs: Formula; readonly minutes: Formula; readonly wage: Formula }
  | { readonly kind: 'compaction'; readonly line: CompactionLine; readonly runs: Formula; readonly usd: Formula };

/** What the lines of a scenario share. */
export type Shared = {
  readonly inputs: Inputs;
  readonly scenario: string;
  readonly runsOf: (line: Line) => Formula;
  /** The contract discount of a provider: its cell, and what it is. */
  readonly discountOf: (provider: string) => { readonly cell: Formula; readonly share: number };
};

type Adding = (what: string, value: number, rest: Omit<Input, 'scenario' | 'what' | 'value'>) => Formula;

/** Returns who a line pays, as its inputs are called. */
export const lineName = (line: Line): string => {
  if (line.place === 0) return line.step;
  if (line.place === 'compaction') return `${line.step} (compaction)`;
  return line.kind === 'model' ? `${line.step} (fallback ${line.link.model.id})` : `${line.step} (fallback)`;
};

const modelCells = (add: Adding, line: ModelLine, { runsOf, discountOf }: Shared): LineCells => {
  const { link, step } = line;
  const discount = discountOf(link.model.id.split('/')[0] ?? '');
  const factor = discount.share === 1 ? 0 : link.priceFactor / (1 - discount.share);
  const rate = { format: 'factor', model: true } as const;
  const cached = line.cacheableTokens > 0;
  const token = (what: string, value: number, from: readonly string[]): Formula =>
    add(what, value, { format: 'decimal', unit: 'tokens, mean of a call', from });
  return {
    kind: 'model',
    line,
    runs: runsOf(line),
    discount: discount.cell,
    billed: add('billed calls a run', line.billedPerRun, { ...rate, unit: 'retries and fallbacks are in it', from: [`${step}.retry`] }),
    answered: add('answered calls a run', line.answeredPerRun, { ...rate, unit: 'without those that time out', from: [`${step}.retry`] }),
    input: add('input tokens', line.inputTokens, {
      format: 'decimal',
      unit: 'tokens, mean of a call',
      from: [`${step}.prompt`, `${step}.prompt[0]`],
      origin: inputOrigin(line.link),
    }),
    cacheable: cached ? token('cacheable tokens', line.cacheableTokens, [`${step}.cache`]) : null,
    hit: cached
      ? add('hit rate', line.hitRate, {
          format: 'share',
          unit: 'of cacheable tokens, first month',
          from: [`${step}.cache`],
          model: link.cache.kind !== 'fixed',
        })
      : null,
    written: cached
      ? add('written share', line.writtenShare, { format: 'share', unit: 'of cacheable tokens not found', from: [], model: true })
      : null,
    reasoning: line.reasoningTokens > 0 ? token('reasoning tokens', line.reasoningTokens, [`${step}.reasoning`]) : null,
    output: line.outputTokens > 0 ? token('visible output tokens', line.outputTokens, [`${step}.output`]) : null,
    fees: line.fees.map(({ name, units }) => ({
      name,
      units: add(`${name}, uses`, units, { format: 'factor', unit: 'an answered call', from: [`${step}.fees.${name}`] }),
    })),
    factor:
      factor === 1
        ? null
        : add('price factor', factor, { format: 'factor', unit: 'region, own prices and faults of the scenario', from: [] }),
  };
};

/** Adds the inputs of one line and returns their cells. */
export const lineCells = (shared: Shared, line: Line): LineCells => {
  const { inputs, scenario, runsOf } = shared;
  const name = lineName(line);
  const add: Adding = (what, value, rest) => inputs.add({ scenario, what: `${name}: ${what}`, value, ...rest });
  switch (line.kind) {
    case 'model':
      return modelCells(add, line, shared);
    case 'tool':
      return {
        kind: 'tool',
        line,
        runs: runsOf(line),
        attempts: add('attempts a run', line.attemptsPerRun, { format: 'factor', unit: 'retries are in it', from: [], model: true }),
        usd: add('price of an attempt', line.usdPerAttempt, { format: 'price', unit: 'dollars', from: [`${line.step}.cost`] }),
      };
    case 'person':
      return {
        kind: 'person',
        line,
        runs: runsOf(line),
        minutes: add('paid work a run', line.minutesPerRun, { format: 'decimal', unit: 'minutes, mean', from: [`${line.step}.work`] }),
        wage: add('wage', line.usdPerHour, { format: 'usd', unit: 'dollars an hour, mean', from: [`${line.step}.wage`] }),
      };
    case 'compaction':
      return {
        kind: 'compaction',
        line,
        runs: runsOf(line),
        usd: add('price a run', line.usdPerRun, { format: 'price', unit: 'dollars, all calls', from: [], model: true }),
      };
    default:
      return line satisfies never;
  }
};
