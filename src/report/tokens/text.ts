import { visible, visibleWithin } from '../../diagnostics/escape.ts';
import { FORM_WORDS, toolFramingOf } from '../../tokens/tools/framing.ts';
import { count, fixed, money, percent } from '../format.ts';
import { bar, type Cell, type Column, cutTo, pad, tableLines, wrapped } from '../table.ts';
import { dim, heading, type TextStyle } from '../text/style.ts';
import type { ModelTokens, TokensReport } from './report.ts';

const plural = (value: number, one: string): string => `${fixed(value, 0)} ${one}${value === 1 ? '' : 's'}`;

/** Returns how far a count may be off: `exact`, or `±15 %`. */
export const bandText = ({ band }: ModelTokens): string => (band === 0 ? 'exact' : `±${fixed(band * 100, 0)} %`);

const COLUMNS: readonly Column[] = [
  { title: 'model', align: 'left', drop: 0, shrinkTo: 24 },
  { title: 'tokenizer', align: 'left', drop: 2 },
  { title: 'tokens', align: 'right', drop: 0 },
  { title: '', align: 'right', drop: 0 },
  { title: 'per word', align: 'right', drop: 3 },
  { title: 'mean', align: 'right', drop: 4 },
  { title: 'one pass', align: 'right', drop: 1 },
];

const modelRow = (one: ModelTokens): readonly Cell[] => [
  { text: one.model ?? one.tokenizer },
  { text: one.tokenizer },
  { text: count(one.tokens.value) },
  { text: bandText(one) },
  { text: one.tokens_per_word === null ? '–' : fixed(one.tokens_per_word, 2) },
  { text: count(one.per_text.mean) },
  { text: one.cost_usd === null ? '–' : money(one.cost_usd.value) },
];

const about = ({ texts, inputs }: TokensReport): string => {
  const { latin, symbols, cjk, other } = texts.scripts;
  const shares = { Latin: latin, symbols, CJK: cjk, 'other scripts': other };
  const scripts = Object.entries(shares)
    .filter(([, share]) => share > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([name, share]) => `${name} ${percent(share)}`);
  const empty = texts.empty === 0 ? [] : [`${fixed(texts.empty, 0)} empty`];
  const size = [plural(texts.words, 'word'), plural(texts.characters, 'character'), ...empty];
  const kinds = Object.entries({ prose: texts.kinds.prose, mixed: texts.kinds.mixed, 'code or data': texts.kinds.code_or_data })
    .filter(([, many]) => many > 0)
    .map(([name, many]) => `${fixed(many, 0)} ${name}`);
  const lines = [`${plural(texts.counted, 'text')} in ${plural(inputs.length, 'file')}: ${size.join(', ')}.`];
  if (texts.counted > 1) lines.push(`By their look: ${kinds.join(', ')}.`);
  if (scripts.length > 0) lines.push(`Tokens: ${scripts.join(', ')}.`);
  return lines.join(' ');
};

const TOOL_COLUMNS: readonly Column[] = [
  { title: 'model', align: 'left', drop: 0, shrinkTo: 24 },
  { title: 'definitions', align: 'right', drop: 0 },
  { title: '', align: 'right', drop: 0 },
  { title: 'framing', align: 'right', drop: 0 },
  { title: 'tool-use prompt', align: 'right', drop: 0 },
  { title: 'as', align: 'left', drop: 1 },
];

/** What tools add to each call, by model. */
const toolLines = ({ models }: TokensReport, style: TextStyle): readonly string[] => {
  const rows = models.flatMap(({ model, tokenizer, tools }): readonly (readonly Cell[])[] => {
    if (tools === null) return [];
    const { definitions, framing, system_prompt } = tools;
    const off = definitions.value === 0 ? 0 : definitions.high / definitions.value - 1;
    return [
      [
        { text: model ?? tokenizer },
        { text: count(definitions.value) },
        { text: `±${fixed(off * 100, 0)} %` },
        { text: count(framing) },
        { text: count(system_prompt) },
        { text: FORM_WORDS[toolFramingOf(tokenizer).form] },
      ],
    ];
  });
  return rows.length === 0
    ? []
    : ['', heading('Tools', 'what they add to each call', style), ...tableLines(TOOL_COLUMNS, rows, style.width, dim(style))];
};

const sampleNote = ({ texts, models }: TokensReport): string => {
  const [lead] = models;
  if (texts.counted === texts.of || lead === undefined) return '';
  const error = lead.per_text.standard_error;
  const share = lead.per_text.mean === 0 ? 0 : error / lead.per_text.mean;
  return `A sample: ${fixed(texts.counted, 0)} of ${plural(texts.of, 'text')}, drawn at random; totals are scaled up. The standard error of a mean is ${percent(share)} (${count(error)} tokens).`;
};

const spread = (report: TokensReport, style: TextStyle): readonly string[] => {
  const [lead] = report.models;
  if (lead === undefined || report.texts.counted < 2) return [];
  const { mean, sd, min, p50, p90, p95, p99, max } = lead.per_text;
  const figures = { mean, sd, least: min, median: p50, p90, p95, p99, most: max };
  const most = Math.max(...report.histogram.map(({ texts }) => texts));
  const labels = report.histogram.map(({ from, to }) => `${count(from)} to ${count(to)}`);
  const wide = Math.max(0, ...labels.map(({ length }) => length));
  const bins = report.histogram.map(({ texts }, index) => {
    const label = pad(labels[index] ?? '', wide, 'right');
    return `  ${label}  ${pad(fixed(texts, 0), fixed(most, 0).length, 'right')} ${bar(texts / most, 30)}`.trimEnd();
  });
  return [
    '',
    heading('Tokens of a text', lead.model ?? lead.tokenizer, style),
    ...wrapped(
      Object.entries(figures)
        .map(([name, value]) => `${name} ${count(value)}`)
        .join(' · '),
      style.width,
    ),
    ...bins.map((line) => cutTo(line, style.width)),
  ];
};

const longest = ({ longest: texts, inputs }: TokensReport, style: TextStyle): readonly string[] => {
  if (texts.length < 2) return [];
  const places = texts.map(({ file, line }) => `${visibleWithin(file, 60)}:${line}`);
  const wide = Math.max(...places.map(({ length }) => length));
  return [
    '',
    heading('Longest', inputs.length === 1 ? '' : 'file and line', style),
    ...texts.map(({ tokens }, index) => `  ${pad(places[index] ?? '', wide, 'left')}  ${count(tokens)}`),
  ];
};

const notes = ({ models }: TokensReport): readonly string[] => [
  ...(models.some(({ band }) => band > 0)
    ? [
        '± marks an estimate: the tokenizer is not public, or not shipped. It is off in one direction for all texts; more texts do not narrow it.',
      ]
    : []),
  ...(models.some(({ tools }) => tools !== null)
    ? ['Definitions of tools count as their provider writes them into the prompt, in a form that is known from measurements.']
    : []),
  ...models
    .filter(({ over_window }) => (over_window ?? 0) > 0)
    .map(
      ({ model, over_window }) => `${plural(over_window ?? 0, 'text')} of the set ${over_window === 1 ? 'does' : 'do'} not fit ${model}.`,
    ),
  ...(models.some(({ cost_usd }) => cost_usd !== null)
    ? ['One pass: every text sent once as input at the list price, without message overhead.']
    : []),
];

/** Returns `outlay tokens` as text for people. */
export const tokensText = (report: TokensReport, style: TextStyle): string => {
  const sample = sampleNote(report);
  const lines = [
    ...wrapped(visible(about(report)), style.width),
    ...(sample === '' ? [] : wrapped(sample, style.width)),
    '',
    ...tableLines(COLUMNS, report.models.map(modelRow), style.width, dim(style)),
    ...toolLines(report, style),
    ...spread(report, style),
    ...longest(report, style),
    '',
    ...notes(report).flatMap((note) => wrapped(note, style.width).map(dim(style))),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
};
