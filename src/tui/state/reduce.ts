import { judge } from '../../projection/budgets.ts';
import { capacityOf } from '../../projection/capacity.ts';
import type { Forecast } from '../../projection/forecast.ts';
import type { Projection } from '../../projection/projection.ts';
import type { WorstCase } from '../../projection/worst/worst-case.ts';
import { commandOf } from '../keys/commands.ts';
import { leversOf, ranked } from '../knobs/levers.ts';
import type { KnobSource } from '../knobs/source.ts';
import type { PlannedNow } from '../live/plan-now.ts';
import { problemsOf, type Told } from '../live/wire.ts';
import { SCREENS } from '../screens/all.ts';
import { type About, computedOf, withForecast } from './computed.ts';
import type { Effect, Event } from './event.ts';
import { atRest, withExport } from './exported.ts';
import { begun } from './history.ts';
import { lookedAt, withLook } from './look.ts';
import { movedBands } from './moved-bands.ts';
import { overlayKey } from './overlay-keys.ts';
import { monthKnown, withMonthsAsked } from './picker-months.ts';
import { run } from './run.ts';
import { type Computed, firstWork, type Notice, type State, type Work } from './state.ts';
import { type Next, planOf, stay, textsOf, withKnobs } from './step.ts';
import { variedBy, withVariants } from './variants.ts';

const keyPressed = (state: State, key: string): Next => {
  if (key === 'C-c') return run(state, 'quit');
  if (state.overlay !== null) return overlayKey(state, state.overlay, key);
  const screen = state.work === null ? null : state.screen;
  const named = state.work === null ? undefined : SCREENS.find((one) => one.key === key);
  const command = commandOf(key, screen);
  const before = command?.id === 'back' ? state : { ...state, notice: null };
  if (named !== undefined) return stay({ ...before, screen: named.id });
  return command === undefined ? stay(before) : run(before, command.id);
};

/** A workflow's files as they stand now: the first time, or because they were saved. What is on the screen becomes the baseline's rival. */
const filesRead = (state: State, event: Extract<Event, { readonly type: 'read' }>): Next => {
  const again = state.work?.path === event.path && state.work.computed !== null;
  const work = again && state.work !== null ? state.work : firstWork(event.path);
  const { spec, source, mistakes } = event;
  if (spec === undefined || source === null) {
    const notice: Notice = { text: `${event.path} has mistakes: m shows them`, tone: 'bad' };
    return stay({ ...state, work: { ...work, mistakes }, notice, overlay: again ? state.overlay : { kind: 'mistakes', scroll: 0 } });
  }
  const scenarios = spec.scenarios.map(({ name }) => name);
  const scenario = scenarios.includes(work.scenario) ? work.scenario : (scenarios[0] ?? '');
  const settings = again ? { ...work.settings, now: new Map(work.settings.now) } : work.settings;
  const next = withKnobs({ ...work, mistakes, scenarios, scenario, settings, looking: null, varied: null }, source);
  const overlay = state.overlay?.kind === 'mistakes' ? null : state.overlay;
  const notice: Notice | null = again && state.notice === null ? { text: 'the files were saved: read again', tone: 'good' } : state.notice;
  return stay({ ...state, work: next, overlay, notice, busy: 'reading' }, ...planOf(next, false));
};

/** Puts the knobs back where they stood before a change that cannot be planned. */
const refused = (state: State, work: Work, message: string): Next => {
  const { past, now } = work.settings;
  const before = past.at(-1) ?? now;
  const next: Work = { ...work, settings: { ...work.settings, past: past.slice(0, -1), now: before } };
  if (state.overlay?.kind === 'value') return stay({ ...state, work: next, overlay: { ...state.overlay, problem: message } });
  return stay({ ...state, work: next, busy: null, notice: { text: message, tone: 'bad' } }, ...planOf(next));
};

/** A forecast with new means: what is drawn stays as it was until it is drawn anew. */
const moved = (last: Forecast, projection: Projection, worst: WorstCase, exposureUsd: number | null): Forecast => {
  const capacity = capacityOf(projection);
  const { simulation } = last;
  const uncertainty = last.uncertainty && { ...last.uncertainty, bands: movedBands(last.uncertainty.bands, projection) };
  const judged = { projection, bands: uncertainty?.bands ?? null, simulation, capacity, worstCaseUsd: worst.requestUsd };
  const budgets = projection.plan.budgets.map((budget) => judge(budget, judged));
  return { ...last, projection, uncertainty, capacity, budgets, worst, exposureUsd };
};

const settled = (state: State): State => (state.overlay?.kind === 'value' ? { ...state, overlay: null } : state);

const plannedNow = (state: State, planned: PlannedNow, about: About): Next => {
  const { work } = state;
  if (work === null) return stay(state);
  if (planned.kind === 'refused') return refused(state, work, planned.problems.list[0]?.message ?? 'this cannot be planned');
  const { computed } = work;
  const last = computed?.opened.forecasts.find(({ projection }) => projection.plan.scenario === work.scenario);
  const fits = planned.kind === 'planned' && last !== undefined && last.simulation.steps.length === planned.projection.steps.length;
  if (planned.kind === 'later' || computed === null || last === undefined || !fits) {
    const stale = computed === null ? null : { ...computed, freshness: 'stale' as const };
    return stay({ ...settled(state), work: { ...work, computed: stale }, busy: 'computing' });
  }
  const { spec, projection, worst, exposureUsd, problems } = planned;
  const forecasts = withForecast(computed.opened.forecasts, moved(last, projection, worst, exposureUsd));
  const found = { ...computed.opened, spec, problems };
  return stay({
    ...settled(state),
    work: { ...work, computed: computedOf(found, forecasts, about, textsOf(work), 'stale') },
    busy: 'playing',
  });
};

/** What the worker has looked up: with mistakes in it there is nothing more to come. */
const lookedUp = (
  state: State,
  work: Work,
  told: Extract<Told, { readonly kind: 'read' }>,
  source: KnobSource | null,
  about: About,
): Next => {
  const problems = problemsOf(told.problems);
  const [first] = told.problems;
  if (problems.failed) {
    if (work.settings.now.size > 0 && work.settings.past.length > 0)
      return refused(state, work, first?.message ?? 'this cannot be planned');
    return stay({ ...state, busy: null, work: { ...work, mistakes: told.problems }, overlay: { kind: 'mistakes', scroll: 0 } });
  }
  if (source === null || told.spec === undefined) return stay(state);
  const next = { ...withKnobs(work, source), mistakes: told.problems };
  const { asOf, ownDay, currencies, inputs, tables } = told;
  const found = { problems, asOf, ownDay, currencies, spec: told.spec, inputs, tables };
  const known = work.computed?.opened.forecasts ?? [];
  const computed: Computed = computedOf(found, known, about, textsOf(next), 'stale');
  return stay({ ...settled(state), work: { ...next, computed }, busy: 'playing' });
};

const forecastTold = (state: State, work: Work, told: Extract<Told, { readonly kind: 'forecast' }>, about: About): Next => {
  if (work.computed === null || work.computed.opened.spec === undefined) return stay(state);
  const name = told.forecast.projection.plan.scenario;
  const { opened, freshness } = work.computed;
  const found = { ...opened, spec: work.computed.opened.spec };
  const now = name === work.scenario ? (told.last ? 'fresh' : 'rough') : freshness;
  const computed = computedOf(found, withForecast(opened.forecasts, told.forecast), about, textsOf(work), now);
  const holds = told.last && work.baseline.settings === work.settings.now;
  const baseline = holds ? { ...work.baseline, forecasts: new Map(work.baseline.forecasts).set(name, told.forecast) } : work.baseline;
  return stay({ ...state, work: { ...work, computed, baseline } });
};

const stoodAt = (work: Work) => ({ settings: work.settings.now, scenario: work.scenario });

const isTried = ({ levers, settings, scenario }: Work): boolean => levers?.settings === settings.now && levers.scenario === scenario;

/** Once percentiles are there, changes are tried for what they would save. */
const leversAsked = (work: Work): readonly Effect[] => {
  const forecast = work.computed?.opened.forecasts.find(({ projection }) => projection.plan.scenario === work.scenario);
  if (isTried(work) || forecast === undefined || work.source === null) return [];
  const levers = leversOf(work.source, work, forecast);
  return [{ do: 'try', settings: textsOf(work), scenario: work.scenario, levers }];
};

const toldBy = (state: State, event: Extract<Event, { readonly type: 'told' }>, about: About): Next => {
  const [{ work }, { told }] = [state, event];
  if (work === null) return stay(state);
  switch (told.kind) {
    case 'read':
      return lookedUp(state, work, told, event.source, about);
    case 'forecast':
      return forecastTold(state, work, told, about);
    case 'levers':
      return stay({ ...state, busy: null, work: { ...work, levers: { list: ranked(event.levers, told.moved), ...stoodAt(work) } } });
    case 'done': {
      const asked = leversAsked(work);
      return stay({ ...state, busy: asked.length === 0 ? null : 'trying changes' }, ...asked);
    }
    case 'failed':
      return stay({ ...state, busy: null, notice: { text: `outlay has a bug: ${told.message}`, tone: 'bad' } });
    default:
      return told satisfies never;
  }
};

/** What was written stands in the files now, which are read again by themselves; the knobs begin anew. */
const written = (state: State, notice: Notice): Next => {
  const { work, overlay } = state;
  if (overlay?.kind !== 'write' || work === null) return stay({ ...state, overlay: null, notice });
  const scenario = overlay.name ?? work.scenario;
  return stay({ ...state, overlay: null, notice, work: { ...work, scenario, settings: begun(new Map()) } });
};

const stopped = (state: State): State => {
  const { work, busy } = state;
  const computed = work?.computed ?? null;
  const left =
    work === null || computed === null || atRest(busy) ? work : { ...work, computed: { ...computed, freshness: 'stale' as const } };
  return { ...state, work: left, busy: null, notice: { text: 'stopped: percentiles are those of before', tone: 'warn' } };
};

const reduced = (state: State, event: Event, about: About): Next => {
  switch (event.type) {
    case 'key':
      return keyPressed(state, event.key);
    case 'resized':
      return stay({ ...state, area: event.area });
    case 'listed':
      return stay({ ...state, picker: { ...state.picker, entries: event.entries, months: null } });
    case 'month':
      return stay(monthKnown(state, event.path, event.figure));
    case 'read':
      return filesRead(state, event);
    case 'planned':
      return plannedNow(state, event.planned, about);
    case 'told':
      return toldBy(state, event, about);
    case 'looked':
      return stay(lookedAt(state, event.looked));
    case 'varied':
      return stay(variedBy(state, event.told));
    case 'stopped':
      return stay(stopped(state));
    case 'noticed':
      return stay({ ...state, notice: event.notice });
    case 'refused':
      return state.overlay !== null && 'problem' in state.overlay
        ? stay({ ...state, overlay: { ...state.overlay, problem: event.problem } })
        : stay({ ...state, notice: { text: event.problem, tone: 'bad' } });
    case 'settled':
      return written(state, event.notice);
    default:
      return event satisfies never;
  }
};

/** Returns the app after an event, and what is to be done outside of it. */
export const reduce = (state: State, event: Event, about: About): Next =>
  withVariants(withLook(withExport(withMonthsAsked(reduced(state, event, about)))));
