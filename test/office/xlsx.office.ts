import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Folder, folderOf } from '../cli/project.ts';
import { runOutlay } from '../nasty/run.ts';
import { type ReadWorkbook, readWorkbook, withValues } from '../report/xlsx/read.ts';
import { recalculated } from './libreoffice.ts';

/** A feature in which every kind of live input occurs, all of them constants: what is set is what the cell holds. */
const SHOP = 'test/golden/workflows/shop.yaml';

type Change = { readonly what: string; readonly set: readonly string[]; readonly cells: readonly RegExp[] };

const change = (what: string, set: string, ...cells: readonly RegExp[]): Change => ({ what, set: [set], cells });

const CHANGES: readonly Change[] = [
  change('users', 'traffic.base.users=3100', /^in_base_users$/),
  change('requests of a user', 'traffic.base.requests=9 per user per month', /^in_base_requests_per_user_and_day$/),
  change('growth', 'traffic.base.growth=11% per month', /^in_base_growth$/),
  change('a discount', 'traffic.base.discount={ anthropic: 25% }', /^in_base_discount_of_anthropic$/),
  change('a price of input', 'traffic.base.prices={ anthropic/claude-sonnet-5: { input: 4.5 } }', /^price_anthropic_.*_input$/),
  change('a price of output', 'traffic.base.prices={ openai/gpt-6-luna: { output: 3 } }', /^price_openai_.*_output$/),
  change('tokens of a prompt', 'steps.answer.prompt.1.user.tokens=950', /^in_base_answer_input_tokens$/),
  change('tokens of an answer', 'steps.answer.output=410', /^in_base_answer_visible_output_tokens$/),
  change('reasoning', 'steps.answer.reasoning=260', /^in_base_answer_reasoning_tokens$/),
  change('runs', 'steps.route.outcomes={ hard: 55%, easy: rest }', /^in_base_answer_runs$/),
  change('a hit rate', 'steps.answer.cache={ hit: 85% }', /^in_base_answer_hit_rate$/),
  change('retries, a rate of the model', 'steps.answer.retry.invalid=20%', /billed_calls/, /answered_calls/, /hit_rate/),
  change('uses of a fee', 'steps.answer.fees={ web_search: 2 }', /^in_base_answer_web_search_uses$/),
  change('the price of a tool', 'steps.look.cost=$0.003', /^in_base_look_price_of_an_attempt$/),
  change('work of people', 'steps.person.work=7min', /^in_base_person_paid_work_a_run$/),
  change('a wage', 'steps.person.wage=$41 per hour', /^in_base_person_wage$/),
  change('a fixed cost', 'traffic.base.fixed={ shelf: $95 per month }', /^in_base_shelf$/),
  change('a cost that comes once', 'traffic.base.one_off={ index: $150 }', /^in_base_index$/),
  change('test cases', 'traffic.base.evaluation.cases=250', /^in_base_test_cases$/),
  change('test runs', 'traffic.base.evaluation.runs=9 per month', /^in_base_test_runs_a_month$/),
  change('revenue', 'traffic.base.revenue=$0.25 per request', /^in_base_revenue$/),
  change('what it replaces', 'traffic.base.replaces=$0.02 per request', /^in_base_what_it_replaces$/),
];

const cellAt = ({ sheets }: ReadWorkbook, target: string) => {
  const [, sheet = '', column = '', row = ''] = /^'(.*)'!\$([A-Z]+)\$(\d+)$/.exec(target) ?? [];
  return sheets.get(sheet)?.get(column + row);
};

/** Inputs that differ between two workbooks of one layout, with what the second one holds. */
const differing = (before: ReadWorkbook, after: ReadWorkbook): ReadonlyMap<string, { readonly target: string; readonly value: number }> =>
  new Map(
    [...before.names].flatMap(([name, target]) => {
      const [old, own] = [cellAt(before, target)?.value ?? 0, cellAt(after, after.names.get(name) ?? '')?.value ?? 0];
      return Math.abs(own - old) <= 1e-12 * Math.abs(old) ? [] : [[name, { target, value: own }] as const];
    }),
  );

const near = (a: number | null | undefined, b: number): boolean => a != null && Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(b), 1e-6);

/** Every formula cell that does not come to what it should, and how many there are. */
const wrongIn = (computed: ReadWorkbook, own: ReadWorkbook): { readonly formulas: number; readonly wrong: readonly string[] } => {
  let formulas = 0;
  const wrong: string[] = [];
  for (const [sheet, cells] of own.sheets) {
    for (const [address, cell] of cells) {
      if (cell.formula === null) continue;
      formulas++;
      const found = computed.sheets.get(sheet)?.get(address);
      const same = cell.value === null ? found?.text === cell.text : near(found?.value, cell.value);
      if (!same) wrong.push(`${sheet}!${address}: ${found?.value ?? found?.text} for ${cell.value ?? cell.text}`);
    }
  }
  return { formulas, wrong };
};

let folder: Folder;
let written = 0;
beforeAll(() => {
  folder = folderOf();
});
afterAll(() => folder.remove());

const bookOf = async (path: string, set: readonly string[]): Promise<Uint8Array> => {
  const file = join(folder.path, `${written++}.xlsx`);
  const args = ['report', path, '-o', file, '--as-of', '2026-11-20', '--runs', '100', '--quiet', ...set.flatMap((one) => ['--set', one])];
  const { stderr, code } = await runOutlay(args, { cwd: join(import.meta.dirname, '../..') });
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  return readFileSync(file);
};

describe('LibreOffice comes to outlay’s own figures', () => {
  it.each(['scenarios/support-agent', 'scenarios/nightly-labels', 'test/golden/workflows/everything.yaml'])('in %s', async (path) => {
    const book = await bookOf(path, []);
    const [computed] = recalculated([withValues(book, new Map())]);
    const { formulas, wrong } = wrongIn(readWorkbook(computed as Uint8Array), readWorkbook(book));
    expect(wrong).toEqual([]);
    expect(formulas).toBeGreaterThan(1000);
  });

  it('after each change of a live input, as outlay with the same --set', async () => {
    const book = await bookOf(SHOP, []);
    const before = readWorkbook(book);
    const sets: { readonly change: Change; readonly own: ReadWorkbook; readonly values: ReadonlyMap<string, number> }[] = [];
    for (const one of CHANGES) {
      const own = readWorkbook(await bookOf(SHOP, one.set));
      const moved = differing(before, own);
      for (const name of moved.keys())
        expect(`${one.what}: ${name}`).toMatch(new RegExp(one.cells.map(({ source }) => source.replace('^', '')).join('|')));
      expect(moved.size).toBeGreaterThan(0);
      sets.push({ change: one, own, values: new Map([...moved.values()].map(({ target, value }) => [target, value])) });
    }
    const computed = recalculated(sets.map(({ values }) => withValues(book, values)));
    for (const [index, { change: one, own }] of sets.entries()) {
      const { wrong, formulas } = wrongIn(readWorkbook(computed[index] as Uint8Array), own);
      expect({ what: one.what, wrong }).toEqual({ what: one.what, wrong: [] });
      expect(formulas).toBeGreaterThan(200);
    }
  });

  it.each([
    ['of the nightly labels with more growth', 'scenarios/nightly-labels', 'traffic.every-night.growth=5% per month'],
    ['of the nightly labels at a discount', 'scenarios/nightly-labels', 'traffic.every-night.discount={ openai: 10% }'],
    [
      'of a loop that shortens what it carries, at a discount',
      'test/golden/workflows/everything.yaml',
      'traffic.base.discount={ anthropic: 20% }',
    ],
    ['of the support agent with twice the requests', 'scenarios/support-agent', 'traffic.launch.requests=3600 to 6400 per day'],
    ['of the support agent with more growth', 'scenarios/support-agent', 'traffic.launch.growth=12% per month'],
    [
      'of the support agent with more that people take',
      'scenarios/support-agent',
      'steps.triage.outcomes={ person: 12%, complex: 23%, simple: rest }',
    ],
    ['of the support agent with longer answers', 'scenarios/support-agent', 'steps.answer.output=420'],
  ])('%s', async (_, path, set) => {
    const book = await bookOf(path, []);
    const own = readWorkbook(await bookOf(path, [set]));
    const moved = differing(readWorkbook(book), own);
    const [computed] = recalculated([withValues(book, new Map([...moved.values()].map(({ target, value }) => [target, value])))]);
    expect(moved.size).toBeGreaterThan(0);
    expect(wrongIn(readWorkbook(computed as Uint8Array), own).wrong).toEqual([]);
  });
});
