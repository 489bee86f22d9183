import { openWorkflow } from '../../../src/planning/open.ts';
import { parseDay } from '../../../src/pricing/day.ts';
import { buildReport } from '../../../src/report/build/build.ts';
import { type HtmlInput, type HtmlSources, htmlInput } from '../../../src/report/html/input.ts';

const asOf = parseDay('2026-11-20') ?? 0;

/** Opens a workflow as the command line does, with few runs; throws where it has errors. */
export const opened = async (path: string, runs = 300): Promise<HtmlSources> => {
  const cwd = `${import.meta.dirname}/../../..`;
  const found = await openWorkflow({
    cwd,
    path,
    pricing: null,
    scenarios: [],
    traffic: null,
    settings: [],
    asOf,
    today: asOf,
    run: { seed: 1, runs },
  });
  const { spec, currencies, forecasts, inputs, tables, problems } = found;
  if (spec === undefined || problems.failed) throw new Error(problems.list.map(({ message }) => message).join('\n'));
  const settings = { version: '0.1.0', asOf, seed: 1, runs, settings: [], currencies };
  const facts = { ...settings, spec, forecasts, inputs, tables, diagnostics: problems.list };
  return { report: buildReport(facts), forecasts, tables, scenarios: spec.scenarios };
};

/** What the page of a workflow shows. */
export const inputOf = async (path: string, runs = 300): Promise<HtmlInput> => htmlInput(await opened(path, runs));

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onload='alert(1)",
  '</style><svg/onload=alert(1)>',
  '</title><iframe src="https://evil.example">',
  'right\u202eleft \u200binvisible \u{e0041}tag',
  'line\nbreak \u001b[31mred\u0000',
  '<!-- --><a href="javascript:alert(1)">x</a>',
  'lone \ud800 half',
  '&lt;b&gt; {{7*7}}',
];

/** What is no text of its author's: words that outlay itself chooses among. */
const OWN_WORDS = ['kind', 'origin', 'verdict', 'severity', 'binds', 'status', 'confidence', 'schema', 'sha256'];

/** Returns a page in which every text that could come from a file is hostile, each another one. */
export const poisoned = (input: HtmlInput): HtmlInput => {
  let at = 0;
  const poison = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return OWN_WORDS.includes(key) ? value : `${HOSTILE[at++ % HOSTILE.length]} ${value}`;
    if (Array.isArray(value)) return value.map((one) => poison(one, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [key === 'tags' ? String(poison(name, '')) : name, poison(one, name)]),
    );
  };
  return poison(input, '') as HtmlInput;
};
