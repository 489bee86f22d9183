import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type MonthFigure, monthOf } from '../../src/tui/live/month.ts';
import { frameOf } from '../../src/tui/shell/frame.ts';
import type { Effect } from '../../src/tui/state/event.ts';
import { type Entry, firstState } from '../../src/tui/state/state.ts';
import { Store } from '../../src/tui/state/store.ts';
import { type Folder, folderOf } from '../cli/project.ts';
import { command } from '../support/command.ts';
import { textOf } from './screens.ts';

const DAY = 20_777;

const requestFor = (path: string, cwd: string) => ({
  ...{ cwd, path, pricing: null, scenarios: [], traffic: null, settings: [], asOf: DAY, today: DAY },
  ...{ run: { seed: 1, runs: 200 } },
});

const entry = (path: string, kind: Entry['kind']): Entry => ({
  path,
  name: path,
  kind,
  description: '',
  steps: ['a'],
  scenarios: ['base'],
});

const about = { version: '0', seed: 1, runs: 200, asked: { ...requestFor('.', '.'), environmentDay: null } };

let store: Store;
let effects: Effect[];
beforeEach(() => {
  store = new Store(firstState({ columns: 100, rows: 24 }), about);
  effects = [];
  store.performing((effect) => effects.push(effect));
  store.dispatch({ type: 'listed', entries: [entry('shipped', 'example'), entry('desk', 'own'), entry('shop', 'own')] });
});

const screen = (): string => frameOf(store.get()).map(textOf).join('\n');
const told = (path: string, figure: MonthFigure): void => store.dispatch({ type: 'month', path, figure });
const asked = (): readonly Effect[] => effects.filter((effect) => effect.do === 'months');

describe('the list of workflows', () => {
  it('asks for the month of each, in the order in which they stand', () => {
    expect(effects).toEqual([{ do: 'months', paths: ['desk', 'shop', 'shipped'] }]);
    store.dispatch({ type: 'key', key: 'j' });
    expect(asked()).toHaveLength(1);
  });

  it('shows each month as it becomes known, and till then that it is not', () => {
    expect(screen()).toMatch(/› desk +… +first month/);
    told('desk', { kind: 'month', usd: 29_939.4, scenario: 'launch' });
    expect(screen()).toMatch(/› desk +\$29,939 /);
    expect(screen()).toContain('$29,939 in launch');
    expect(screen()).toMatch(/ shop +… /);
  });

  it('says what has mistakes, and what has no traffic', () => {
    told('desk', { kind: 'mistakes', count: 2 });
    told('shop', { kind: 'request', usd: 0.02, unit: 'order' });
    expect(screen()).toMatch(/› desk +2 mistakes/);
    expect(screen()).toContain('it has 2 mistakes: Enter shows them');
    expect(screen()).toMatch(/ shop +no traffic/);
    store.dispatch({ type: 'key', key: 'j' });
    expect(screen()).toContain('no traffic is given; one order costs $0.0200');
  });

  it('forgets them while a workflow is open, which may change it, and asks again behind it', () => {
    told('desk', { kind: 'month', usd: 29_939.4, scenario: 'launch' });
    store.dispatch({ type: 'read', path: 'desk', spec: undefined, source: null, mistakes: [] });
    told('shop', { kind: 'month', usd: 1, scenario: 'base' });
    expect(store.get().picker.months).toBeNull();
    store.dispatch({ type: 'key', key: 'esc' }, { type: 'key', key: 'q' });
    expect(effects.map((effect) => effect.do)).toEqual(['months', 'close', 'months']);
    expect(screen()).toMatch(/› desk +…/);
  });
});

describe('the month of a workflow', () => {
  let folder: Folder;
  beforeAll(() => {
    folder = folderOf({
      'wrong/workflow.yaml': 'steps: { a: { tool: x, cost: $1, retires: 3 }, b: { model: nobody/knows } }\ntraffic: 10 per day\n',
      'still/workflow.yaml': 'unit: order\nsteps: { a: { tool: x, cost: $0.02 } }\n',
      'empty/workflow.yaml': '',
    });
  });
  afterAll(() => folder.remove());

  it('is that of its first scenario, as plan prints it', async () => {
    const figure = monthOf(requestFor('test/tui/letters', process.cwd()));
    const { stdout } = await command(['plan', 'test/tui/letters', '--format', 'json', '--as-of', '2026-11-20', '--runs', '100', '--quiet']);
    const [first] = JSON.parse(stdout).scenarios;
    if (figure.kind !== 'month') throw new Error(`no month but ${figure.kind}`);
    expect(figure.scenario).toBe(first.name);
    expect(figure.usd).toBeCloseTo(first.monthly.spend_usd.mean, 6);
  });

  it('is what a request costs where there is no traffic', () => {
    expect(monthOf(requestFor('still', folder.path))).toEqual({ kind: 'request', usd: 0.02, unit: 'order' });
  });

  it('is how many mistakes there are where it cannot be planned', () => {
    expect(monthOf(requestFor('wrong', folder.path))).toEqual({ kind: 'mistakes', count: 2 });
    expect(monthOf(requestFor('empty', folder.path))).toEqual({ kind: 'mistakes', count: 1 });
    expect(monthOf(requestFor('nowhere', folder.path))).toEqual({ kind: 'mistakes', count: 1 });
  });
});
