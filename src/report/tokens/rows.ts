import { visible } from '../../diagnostics/escape.ts';
import type { ModelTokens, TokensReport } from './report.ts';
import { bandText } from './text.ts';

const DIGITS = 12;

const figure = (value: number | null): string => (value === null ? '' : String(Number(value.toPrecision(DIGITS))));

const FIELDS: readonly (readonly [string, (one: ModelTokens) => string])[] = [
  ['model', (one) => one.model ?? ''],
  ['tokenizer', (one) => one.tokenizer],
  ['origin', (one) => one.origin],
  ['tokens', (one) => figure(one.tokens.value)],
  ['tokens_low', (one) => figure(one.tokens.low)],
  ['tokens_high', (one) => figure(one.tokens.high)],
  ['tokens_per_word', (one) => figure(one.tokens_per_word)],
  ['mean', (one) => figure(one.per_text.mean)],
  ['standard_error', (one) => figure(one.per_text.standard_error)],
  ['p50', (one) => figure(one.per_text.p50)],
  ['p95', (one) => figure(one.per_text.p95)],
  ['max', (one) => figure(one.per_text.max)],
  ['cost_usd', (one) => figure(one.cost_usd?.value ?? null)],
  ['tool_definitions', (one) => figure(one.tools?.definitions.value ?? null)],
  ['tool_framing', (one) => figure(one.tools?.framing ?? null)],
  ['tool_system_prompt', (one) => figure(one.tools?.system_prompt ?? null)],
];

/** A cell that a spreadsheet cannot take for a formula, quoted where it must be. */
const cell = (text: string): string => {
  const shown = visible(text);
  const safe = /^[=+\-@]/.test(shown) && Number.isNaN(Number(shown)) ? `'${shown}` : shown;
  return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** Returns a row for each model, for spreadsheets. */
export const tokensCsv = ({ models }: TokensReport): string =>
  [FIELDS.map(([name]) => name), ...models.map((one) => FIELDS.map(([, of]) => cell(of(one))))].map((row) => `${row.join(',')}\n`).join('');

const markdownCell = (text: string): string => visible(text).replace(/[\\|`*_<>[\]]/g, '\\$&');

const COLUMNS: readonly (readonly [string, (one: ModelTokens) => string])[] = [
  ['model', (one) => one.model ?? one.tokenizer],
  ['tokens', (one) => String(Math.round(one.tokens.value))],
  ['band', bandText],
  ['per word', (one) => (one.tokens_per_word === null ? '' : one.tokens_per_word.toFixed(2))],
  ['one pass', (one) => (one.cost_usd === null ? '' : `$${Number(one.cost_usd.value.toPrecision(3))}`)],
];

const added = (tokens: number | undefined): string => (tokens === undefined ? '' : String(Math.round(tokens)));

/** Shown where tools were named. */
const TOOL_COLUMNS: typeof COLUMNS = [
  ['tool definitions', ({ tools }) => added(tools?.definitions.value)],
  ['tool framing', ({ tools }) => added(tools?.framing)],
  ['tool-use prompt', ({ tools }) => added(tools?.system_prompt)],
];

/** Returns a Markdown table of the models. */
export const tokensMarkdown = ({ models }: TokensReport): string => {
  const columns = models.some(({ tools }) => tools !== null) ? [...COLUMNS, ...TOOL_COLUMNS] : COLUMNS;
  return [
    columns.map(([name]) => name),
    columns.map((_, index) => (index === 0 ? '---' : '---:')),
    ...models.map((one) => columns.map(([, of]) => markdownCell(of(one)))),
  ]
    .map((row) => `| ${row.join(' | ')} |\n`)
    .join('');
};
