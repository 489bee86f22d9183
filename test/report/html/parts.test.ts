import { describe, expect, it } from 'vitest';
import { ticksTo } from '../../../src/report/html/chart/ticks.ts';
import { conditionOf } from '../../../src/report/html/condition.ts';
import { headlineOf } from '../../../src/report/html/headline.ts';
import { toHtml } from '../../../src/report/html/html.ts';
import type { HtmlInput } from '../../../src/report/html/input.ts';
import { escaped, html } from '../../../src/report/html/markup.ts';
import { shapeWords } from '../../../src/report/html/shape-words.ts';
import { about, axisMoney, listed, monthTick, monthWords, roughly } from '../../../src/report/html/words.ts';
import type { BudgetReport, LeverReport, ScenarioReport } from '../../../src/report/report.ts';
import { all, type Element, elementsOf, textIn } from './elements.ts';
import { inputOf } from './page.ts';

const input = await inputOf('test/golden/workflows/smallest.yaml');
const [base] = input.report.scenarios as readonly [ScenarioReport];

const withBase = (scenario: Partial<ScenarioReport>, others: Partial<HtmlInput> = {}): HtmlInput => ({
  ...input,
  ...others,
  report: { ...input.report, scenarios: [{ ...base, ...scenario }] },
});

const section = (page: HtmlInput, id: string): Element => {
  const found = all(elementsOf(toHtml(page)), 'section').find(({ attributes }) => attributes.get('id') === id);
  if (found === undefined) throw new Error(id);
  return found;
};

const said = (page: HtmlInput, id: string): string => textIn(section(page, id)).replaceAll('&nbsp;', ' ').replace(/\s+/g, ' ');

describe('words and numbers', () => {
  it('round money for sentences to three digits', () => {
    expect([12_449, 999.4, 0.0123, 1_234_567].map(about)).toEqual(['$12,400', '$999.40', '$0.0123', '$1,230,000']);
  });

  it('label axes shortly', () => {
    expect([0, 0.02, 250, 7500, 70_000, 2.5e6, 3e9].map(axisMoney)).toEqual(['$0', '$0.02', '$250', '$7.5k', '$70k', '$2.5M', '$3bn']);
  });

  it('end axes at a round value that holds all', () => {
    expect(ticksTo(68_067, 4)).toEqual([0, 20_000, 40_000, 60_000, 80_000]);
    expect(ticksTo(100, 4)).toEqual([0, 25, 50, 75, 100]);
    expect(ticksTo(0.31, 4)).toEqual([0, 0.1, 0.2, 0.3, 0.4]);
    expect(ticksTo(0, 4)).toEqual([0, 1]);
  });

  it('name months where they have dates', () => {
    expect(monthWords('2027-01')).toBe('January 2027');
    expect(monthWords('month 3')).toBe('month 3');
    expect(monthTick('2027-01')).toEqual({ text: 'Jan', year: '2027' });
    expect(monthTick('month 3')).toEqual({ text: '3', year: '' });
  });

  it('never call a little nothing, nor almost all everything', () => {
    expect([0, 0.001, 0.314, 0.999, 1].map(roughly)).toEqual(['0 %', 'under 1 %', '31 %', 'over 99 %', '100 %']);
  });

  it('list', () => {
    expect([listed([]), listed(['a']), listed(['a', 'b', 'c'])]).toEqual(['', 'a', 'a, b and c']);
  });
});

describe('a template', () => {
  it('escapes what is text and leaves what is markup', () => {
    expect(html`<p title="${'"\''}">${'<b> & 5 %'}${html`<br>`}${null}${['a', 1]}</p>`.markup).toBe(
      '<p title="&quot;&#39;">&lt;b&gt; &amp; 5&nbsp;%<br>a1</p>',
    );
  });

  it('shows invisible characters', () => {
    expect(escaped('a\u202eb\n')).toBe('a\\u{202e}b\\u{a}');
  });
});

describe('the headline', () => {
  it('says what a month costs, how sure that is, and what for', () => {
    const spend = { mean: 124_000, p10: 98_000, p50: 122_000, p90: 161_000 };
    const horizon = { ...base.horizon, months: 10, requests: 1, spend_usd: spend } as ScenarioReport['horizon'];
    expect(headlineOf(input.report, { ...base, horizon }).headline).toBe('About $12,400 a month, between $9,800 and $16,100.');
  });

  it('names no band where nothing spreads the figure', () => {
    const spend = { mean: 1000, p10: 1000, p50: 1000, p90: 1000 };
    const horizon = { ...base.horizon, months: 1, requests: 1, spend_usd: spend } as ScenarioReport['horizon'];
    expect(headlineOf(input.report, { ...base, horizon }).headline).toBe('About $1,000 a month.');
  });

  it('names the step that most of a request is spent on', () => {
    const [step] = base.steps as readonly [ScenarioReport['steps'][number]];
    const steps = [
      { ...step, share_of_cost: 0.7, cost_usd: 0.7 },
      { ...step, name: 'other', share_of_cost: 0.3, cost_usd: 0.3 },
    ];
    expect(headlineOf(input.report, { ...base, steps }).headline).toMatch(/; mostly the answer step\.$/);
  });

  it('counts the budgets that are not met', () => {
    const budgets = [budget({}), budget({ verdict: 'kept' }), budget({ verdict: 'near' }), budget({ verdict: 'unknown' })];
    expect(headlineOf(input.report, { ...base, budgets }).sentences.at(-1)).toBe('Of 3 budgets 1 is not met, 1 is too near to tell.');
  });
});

const budget = (own: Partial<BudgetReport>): BudgetReport => ({
  name: 'cost_per_request.mean',
  limit: 1,
  actual: 2,
  interval: null,
  ok: false,
  verdict: 'crossed',
  chance_over: null,
  month: null,
  ...own,
});

const lever = (own: Partial<LeverReport>): LeverReport => ({
  name: 'escalation',
  kind: 'assumption',
  low: 0.05,
  middle: 0.09,
  high: 0.14,
  low_usd_per_month: 8000,
  middle_usd_per_month: 10_000,
  high_usd_per_month: 14_000,
  elasticity: 1,
  share_of_spread: 0.8,
  breaks: [],
  ...own,
});

describe('what would have to be true for a budget to hold', () => {
  const spending = (fixed: number): ScenarioReport => ({
    ...base,
    daily: { requests: 1000, spend_usd: { mean: 100, p10: 1, p50: 1, p90: 1 } },
    months: [
      {
        month: 'month 1',
        days: 30,
        requests: 30_000,
        notes: [],
        spend_usd: { mean: 3000, p10: 2500, p50: 3000, p90: 3500 },
        components: { models: 3000 - fixed, tools: 0, people: 0, evaluation: 0, fixed, one_off: 0 },
      },
    ],
  });

  it('of money: by how much a request must cost less', () => {
    expect(conditionOf(budget({ limit: 1.5, actual: 2 }), base)).toBe(
      'The cost of a request would have to fall by 25 %, or answer alone by 25 %.',
    );
  });

  it('of a month: the same, or less traffic; what stands every month stays', () => {
    // (2,000 − 1,000) ÷ (3,000 − 1,000) = half of what hangs on requests.
    const words = conditionOf(budget({ name: 'monthly_spend.mean', limit: 2000, actual: 3000 }), spending(1000));
    expect(words).toContain('fall by 50 %');
    expect(words).toContain('500 instead of 1,000 requests a day');
  });

  it('of a month that what stands alone exceeds: nothing', () => {
    expect(conditionOf(budget({ name: 'monthly_spend.mean', limit: 500, actual: 3000 }), spending(1000))).toContain(
      'over the limit by itself',
    );
  });

  it('of a budget that holds: how much room there is', () => {
    const words = conditionOf(budget({ name: 'monthly_spend.mean', limit: 4500, actual: 3000, ok: true }), spending(0));
    expect(words).toBe(
      'Holds while the cost of a request rises by no more than 50 %, or traffic up to 1,500 requests a day in the first month.',
    );
  });

  it('of uncertain numbers: where one alone meets the limit', () => {
    const breaks = [{ budget: 'cost_per_request.mean', value: 0.061 }];
    const words = conditionOf(budget({}), {
      ...base,
      sensitivity: [lever({ breaks }), lever({ name: 'claude-2', kind: 'tokenizer', breaks })],
    });
    expect(words).toContain('escalation at 0.0610 (middle: 0.0900), or the tokens of claude-2 at ×0.0610 of what was counted');
  });

  it('of time, of success and of ceilings', () => {
    expect(conditionOf(budget({ name: 'latency.p95', limit: 8000, actual: 10_000 }), base)).toBe(
      'It would have to be 2.00 s faster, 20 % of its time.',
    );
    expect(conditionOf(budget({ name: 'success_rate', limit: 0.99, actual: 0.98 }), base)).toBe(
      '1.0 % of requests may fail; 2.0 % do: more attempts, or a fallback.',
    );
    expect(conditionOf(budget({ name: 'context_use', limit: 0.5, actual: 0.25, ok: true }), base)).toBe('There is room for 100 % more.');
    expect(conditionOf(budget({ name: 'worst_case_cost_per_request' }), base)).toContain('max_output');
    expect(conditionOf(budget({ actual: null, ok: null }), base)).toBe('');
  });
});

describe('what a request runs through', () => {
  it('is told by who does it', () => {
    const [step] = base.steps as readonly [ScenarioReport['steps'][number]];
    const steps = [
      step,
      { ...step, name: 'search', kind: 'tool' as const, model: null },
      { ...step, name: 'sign', kind: 'human' as const, model: null },
    ];
    expect(shapeWords({ ...base, steps }, 'letter')).toBe(
      'One letter runs through 3 steps: 1 calls a model (anthropic/claude-sonnet-5), 1 uses a tool (search) and 1 is done by people (sign).',
    );
  });
});

describe('parts of the page', () => {
  it('say why they are empty', () => {
    const bare = withBase({ sensitivity: [], capacity: null, budgets: [] });
    expect(said(bare, 'drivers')).toContain('nothing spreads it');
    expect(said(withBase({ sensitivity: null }), 'drivers')).toContain('Without traffic');
    expect(said(bare, 'capacity')).toContain('No rate limits are stated');
    expect(said(bare, 'budgets')).toContain('No budget is stated');
    expect(said(bare, 'scenarios')).toContain('was not worked out for this page');
  });

  it('show what machines cost by themselves where people dwarf it', () => {
    const [step] = base.steps as readonly [ScenarioReport['steps'][number]];
    const steps = [
      { ...step, name: 'one', cost_usd: 0.001 },
      { ...step, name: 'two', cost_usd: 0.003 },
      { ...step, name: 'sign', kind: 'human' as const, model: null, cost_usd: 0.996 },
    ];
    const per_request = { ...base.per_request, cost_usd: { ...base.per_request.cost_usd, mean: 1 } };
    const figure = all(section(withBase({ steps, per_request }), 'steps'), 'figure').find(
      ({ attributes }) => attributes.get('id') === 'machine-costs',
    );
    const rows = all(figure as Element, 'tr').map((row) => row.children.map(textIn).join(' ').replaceAll('&nbsp;', ' '));
    expect(rows).toEqual(['step cost share', 'one $0.001000 25.0 %', 'two $0.003000 75.0 %', 'total $0.004000 100 %']);
    expect(all(section(withBase({ steps: steps.slice(0, 2) }), 'steps'), 'figure').length).toBe(2);
  });

  it('draw what moves the spend to both sides of the middle', () => {
    const drivers = section(
      withBase({ sensitivity: [lever({}), lever({ name: 'verbosity', low_usd_per_month: 9000, high_usd_per_month: 11_000 })] }),
      'drivers',
    );
    const bars = all(drivers, 'rect').map(({ attributes }) => ({ x: attributes.get('x'), width: attributes.get('width') }));
    expect(bars).toEqual([
      { x: '0%', width: '33.333%' },
      { x: '33.333%', width: '66.667%' },
      { x: '16.667%', width: '16.667%' },
      { x: '33.333%', width: '16.667%' },
    ]);
    expect(textIn(drivers)).toContain('escalation');
  });

  it('show verdicts in words, not in colour alone', () => {
    const budgets = (['kept', 'near', 'crossed', 'unknown'] as const).map((verdict) =>
      budget({ verdict, ok: verdict === 'kept', chance_over: 0.25 }),
    );
    const words = said(withBase({ budgets }), 'budgets');
    for (const word of ['met', 'too near to tell', 'over', 'not known', '25.0 %']) expect(words).toContain(word);
  });

  it('show rate limits, with the month in which growth reaches them', () => {
    const bucket = {
      bucket: 'anthropic: claude-sonnet-5',
      peak_rpm: 120,
      peak_input_tpm: 4e5,
      peak_output_tpm: 2e4,
      mean_rpm: 80,
      in_flight: 12,
    };
    const near = { binds: 'input_tpm' as const, use: 0.62, throttled: 0.01, amplification: 1, retry_storm: true, limit_reached: '2027-09' };
    const words = said(withBase({ capacity: [{ ...bucket, ...near }] }), 'capacity');
    for (const word of ['62.0 % of the limit', 'reached 2027-09', 'retry storm', 'input tokens a minute']) expect(words).toContain(word);
  });

  it('set failures beside the calm scenario where they were tried', () => {
    const calm = {
      cost_usd: { mean: 0.5, machines: 0.2, p95: 1, worst_case: null },
      monthly_spend_usd: null,
      latency_ms: { p50: 1000, p95: 2000 },
      first_token_ms: null,
      success_rate: 0.999,
      untimed: [],
      context_use_p99: null,
      capacity: [],
    };
    const against_calm = {
      cost_usd: 0,
      monthly_spend_usd: null,
      latency_p95_ms: 0,
      first_token_p95_ms: null,
      success_rate: 0,
      peak_use: null,
    };
    const remedies = [{ kind: 'holds' as const, text: 'the fallback of answer', figures: null }];
    const outage = {
      name: 'outage',
      title: 'anthropic is down',
      what: 'All its calls fail',
      figures: { ...calm, success_rate: 0.5 },
      against_calm,
      remedies,
    };
    const not_run = [{ name: 'cold', title: 'cold caches', why: 'nothing is cached' }];
    const words = said(withBase({}, { stress: { name: 'base', limits_assumed: [], calm, stresses: [outage], not_run } }), 'scenarios');
    const told = [
      'calm',
      'anthropic is down',
      'All its calls fail. Held: the fallback of answer.',
      'without people',
      '$0.200',
      '2.00 s',
      '50.0 %',
    ];
    for (const word of [...told, 'Not tried: cold caches (nothing is cached).']) expect(words).toContain(word);
  });

  it('tell list prices from contract prices', () => {
    const contract = { discounts: [{ provider: 'anthropic', share: 0.12 }], usd: 88, listUsd: 100 };
    const words = said(withBase({}, { contract }), 'economics');
    for (const word of ['at list prices, a month', '$100.00', '$88.00', 'anthropic −12.0 %', '$12.00']) expect(words).toContain(word);
  });

  it('put another currency beside dollars, with its rate and day', () => {
    const page = withBase({}, { currencies: [{ code: 'EUR', rate: 0.5, on: '2026-11-20' }] });
    expect(said(page, 'cost')).toContain('at 0.5 EUR a dollar on 2026-11-20');
    expect(said(page, 'economics')).toContain('EUR at 0.5');
  });

  it('add up as printed', () => {
    const components = { models: 100.004, tools: 100.004, people: 100.004, evaluation: 0, fixed: 0, one_off: 0 };
    const spend = { mean: 300.012, p10: 1, p50: 1, p90: 1 };
    const cost = section(withBase({ horizon: { months: 1, requests: 10, spend_usd: spend, components } }), 'cost');
    const rows = all(cost, 'tr').map((row) => textIn(row.children[1] as Element));
    expect(rows).toEqual(['spend', '$100.01', '$100.00', '$100.00', '$300.01']);
  });

  it('name what was changed on the command line', () => {
    const page = toHtml({ ...input, report: { ...input.report, settings: { ...input.report.settings, set: ['steps.answer.output=2k'] } } });
    expect(page).toContain('steps.answer.output=2k');
  });
});
