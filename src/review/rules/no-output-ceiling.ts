import { pricesOf } from '../../pricing/price.ts';
import { count, money } from '../../report/format.ts';
import { callsOf, type ReviewedCall } from '../reviewed.ts';
import type { Rule } from '../rule.ts';

/** What the longest answer costs, and a planned one: output alone, at the price of the first month. */
const stakeOf = ({ link, tried }: ReviewedCall): string | null => {
  const row = link.prices[0]?.[0]?.row;
  const price = row === undefined ? null : (pricesOf(row, link.tier, 0).output ?? null);
  if (price === null || tried.answered === 0) return null;
  const usdPerToken = (price * link.priceFactor) / 1e6;
  const planned = money(((tried.reasoning + tried.visibleOutput) / tried.answered) * usdPerToken);
  if (!Number.isFinite(link.maxOutput)) return `nothing bounds what one answer costs; a planned one costs ${planned} of output`;
  const longest = money(link.maxOutput * usdPerToken);
  return `an answer that runs to the model's limit of ${count(link.maxOutput)} tokens costs ${longest} of output, a planned one ${planned}`;
};

/** Twice what it writes on average, in round numbers: 280 → 600. */
const ceilingFor = ({ tried }: ReviewedCall): number => {
  const written = tried.answered === 0 ? 0 : (tried.reasoning + tried.visibleOutput) / tried.answered;
  const step = 10 ** Math.max(1, Math.floor(Math.log10(Math.max(10, written))));
  return Math.max(step, Math.ceil((2 * written) / step) * step);
};

export const noOutputCeiling: Rule = {
  id: 'no-output-ceiling',
  level: 'warn',
  title: 'A model step without max_output',
  why: 'Without a ceiling a model that repeats itself, or that a user has talked into it, writes up to its own limit. Output is the dearest class of tokens and the slowest.',
  example: 'answer: { model: anthropic/claude-sonnet-5, prompt: 4k, output: 300 }',
  fix: 'Add max_output: a ceiling above the longest answer that you want, reasoning included.',
  find: (reviewed) =>
    callsOf(reviewed)
      .filter(({ body, link }) => body.maxOutput === null && link.prices.flat().some(({ row }) => row.prices.output !== null))
      .map((call) => ({
        at: call.spec.at,
        message: `step "${call.spec.name}" has no \`max_output\``,
        stake: stakeOf(call),
        fix: `add \`max_output: ${ceilingFor(call)}\`, or whatever your longest good answer needs`,
      })),
};
