import { beforeAll, describe, expect, it } from 'vitest';
import { catalogueOf } from '../../src/pricing/catalogue.ts';
import { changeLine } from '../../src/tui/screens/change.ts';
import { compareScreen } from '../../src/tui/screens/compare/compare.ts';
import { type Contender, metricsFor, standingsOf } from '../../src/tui/screens/compare/metrics.ts';
import { courseOf } from '../../src/tui/screens/latency/course.ts';
import { pricedModels } from '../../src/tui/screens/prices/on-model.ts';
import type { Shown } from '../../src/tui/screens/screen.ts';
import { slicesOf, VIEWS } from '../../src/tui/screens/spend/slices.ts';
import { partRows } from '../../src/tui/screens/tokens/parts.ts';
import { chosenText, textRows } from '../../src/tui/screens/tokens/sets.ts';
import { close } from '../support/close.ts';
import { frameOf, STATE, textOf, withTexts } from './screens.ts';
import { SIX_LINES, shownOf, shownOfText } from './shown.ts';

const PATHS = `
steps:
  first: { tool: a, latency: 100ms }
  slow: { needs: [first], tool: b, latency: 900ms }
  quick: { needs: [first], tool: c, latency: 300ms }
  group:
    needs: [slow, quick]
    steps:
      inner: { tool: d, latency: 200ms }
      last: { tool: e, latency: 50ms }
  clerk: { needs: [group], human: clerk, work: 60s, wage: $30 per hour }
  odd: { when: 10%, needs: [group], tool: f, latency: 5s }
  after: { needs: [group], tool: g, latency: 40ms, background: true }
`;

/** Opened once: it takes longer than all else here. */
const agent = shownOf('scenarios/support-agent', process.cwd(), 50);

describe('the course of a request', () => {
  let shown: Shown;

  beforeAll(async () => {
    shown = await shownOfText(PATHS);
  }, 60_000);

  it('starts each step when all that it needs have ended', () => {
    const { steps, endMs } = courseOf(shown.forecast);
    const starts = new Map(steps.map(({ step, startMs }) => [step.name, startMs]));
    expect(Object.fromEntries(starts)).toEqual({
      first: 0,
      slow: 100,
      quick: 100,
      group: 1000,
      inner: 1000,
      last: 1200,
      clerk: 1250,
      odd: 1250,
      after: 1250,
    });
    expect(endMs).toBe(1250);
  });

  it('tells what runs beside, and what runs in less than half of the requests', () => {
    const places = new Map(courseOf(shown.forecast).steps.map(({ step, place }) => [step.name, place]));
    expect([places.get('slow'), places.get('odd'), places.get('after')]).toEqual(['waited', 'rare', 'background']);
  });

  it('has people in it only where one asks for them', () => {
    expect(courseOf(shown.forecast).steps.find(({ step }) => step.name === 'clerk')?.place).toBe('people');
    expect(courseOf(shown.forecast, 'people').endMs).toBe(61_250);
  });

  it('knows what an instant step would save, and what would be waited for then', () => {
    const { steps } = shown.forecast.projection.plan;
    const without = (name: string): number =>
      courseOf(
        shown.forecast,
        'median',
        steps.findIndex((step) => step.name === name),
      ).endMs;
    expect(without('slow')).toBe(650);
    expect(without('quick')).toBe(1250);
    expect(without('group')).toBe(1000);
  });
});

describe('the spend', () => {
  it('adds up to the same in every view and every month', async () => {
    const { projection } = (await agent).forecast;
    for (const view of VIEWS) {
      const slices = slicesOf(projection, view);
      for (const [month, { spendUsd }] of projection.months.entries())
        close(
          slices.reduce((sum, { months }) => sum + (months[month] ?? 0), 0),
          spendUsd,
        );
    }
    expect(slicesOf(projection, 'step')[0]?.name).toBe('review');
    expect(slicesOf(projection, 'class').map(({ name }) => name)).toContain('visible output');
  });
});

describe('a comparison', () => {
  const contender = (costUsd: number, successRate: number): Contender => ({
    ...{ name: `${costUsd}`, kind: 'variant', costUsd, costP95Usd: costUsd, successRate, months: [], steps: [] },
    ...{ monthlyUsd: null, totalUsd: null, worstCaseUsd: null, margin: null, limitUse: null, requestsPerDay: null },
    ...{ latencyP50Ms: null, latencyP95Ms: null, firstTokenP95Ms: null, turnaroundP95Ms: null },
  });
  const three = [contender(0.2, 0.99), contender(0.1, 0.9), contender(0.3, 0.99)];
  const metric = (title: string) => metricsFor(three, 'request', 'all').find((one) => one.title === title);

  it('marks the best and the worst, by whether more or less is better', () => {
    const [cost, success] = [metric('per request'), metric('success')];
    expect(cost && standingsOf(cost, three)).toEqual([null, 'best', 'worst']);
    expect(success && standingsOf(success, three)).toEqual(['best', 'worst', 'best']);
  });

  it('never calls a workflow under stress the best', () => {
    const down: Contender = { ...contender(0.01, 0.1), kind: 'stress' };
    const cost = metric('per request');
    expect(cost && standingsOf(cost, [...three, down])).toEqual([null, 'best', 'worst', null]);
  });

  it('marks nothing where the figures read alike', () => {
    const alike = [contender(0.2, 1), contender(0.2000001, 1)];
    expect(metricsFor(alike, 'request', 'all').map((one) => standingsOf(one, alike))).toEqual([
      [null, null],
      [null, null],
      [null, null],
    ]);
  });

  it('sets variants and stressed workflows beside the scenarios', async () => {
    const shown = { ...(await agent), variants: [{ ...contender(0.9, 0.8), name: 'provider down', kind: 'stress' as const }] };
    expect(compareScreen.count(shown, STATE)).toBe(5);
    const frame = frameOf(compareScreen, shown, { ...STATE, chosen: 4 }, 160, 40);
    expect(frame).toMatch(/› provider down +stress +\$0\.900!/);
    expect(frame).toContain('launch → provider down');
  });

  it('leaves out what no contender has', () => {
    expect(metric('first month')).toBeUndefined();
    expect(metricsFor(three, 'request', 'time')).toEqual([]);
  });
});

describe('a change', () => {
  it('is told by a sign and a word', () => {
    expect([110, 90, 100, 250, 2000].map((now) => textOf(changeLine(now, 100)))).toEqual([
      '▲ 10.0 % more',
      '▼ 10.0 % less',
      'same',
      '▲ 2.5 × as much',
      '▲ 20 × as much',
    ]);
    expect(textOf(changeLine(1, undefined))).toBe('–');
  });
});

describe('prices', () => {
  it('price the request on the model that it runs on as the plan does', async () => {
    const { forecast, opened } = await shownOfText(SIX_LINES);
    const models = pricedModels(catalogueOf(opened.tables), forecast.projection, opened.asOf);
    const own = models.find(({ usedBy }) => usedBy.length > 0);
    expect(own?.model.id).toBe('anthropic/claude-sonnet-5');
    close(own?.requestUsd ?? 0, forecast.projection.costUsd);
  });

  it('know no price of a request on a model that cannot write', async () => {
    const shown = await agent;
    const models = pricedModels(catalogueOf(shown.opened.tables), shown.forecast.projection, shown.opened.asOf);
    const mute = models.filter(({ row }) => row.prices.output === null);
    expect(mute.length).toBeGreaterThan(0);
    expect(mute.every(({ requestUsd }) => requestUsd === null)).toBe(true);
  });
});

describe('texts', () => {
  it('stand longest first, by the tokenizer of the page, and are cut up as they were counted', async () => {
    const shown = withTexts(await agent, STATE);
    const { texts, cut } = shown;
    if (texts === undefined || cut === undefined) throw new Error('no texts');
    expect(texts.sets.map(({ name, texts: own }) => `${name} ${own.length}`)).toEqual(['question 60', 'prompts 4']);
    const rows = textRows(texts, STATE);
    expect(rows[0]?.name).toBe('question 49');
    expect(rows.every(({ tokens }, index) => index === 0 || tokens <= (rows[index - 1]?.tokens ?? 0))).toBe(true);
    const short = chosenText(texts, { ...STATE, chosen: 63 });
    expect(short).not.toEqual(chosenText(texts, STATE));
    expect(textRows(texts, { ...STATE, filter: 'answer' }).map(({ name }) => name)).toEqual([
      'answer: system: prompts/answer.md',
      'answer: tools: prompts/tools.json',
    ]);
    expect(cut.tokens.ends.at(-1)).toBe(new TextEncoder().encode(cut.tokens.text).length);
    expect(cut.tokens.left).toBeGreaterThan(0);
  });

  it('need not be there: what a request sends is known from the plan', async () => {
    const { forecast } = await shownOfText(SIX_LINES);
    expect(partRows(forecast.projection).map(({ label, tokens }) => [label, tokens])).toEqual([
      ['user: tokens', 4000],
      ['message framing', 2],
      ['reply priming', 6],
    ]);
  });
});
