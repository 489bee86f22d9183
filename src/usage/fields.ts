import { type Found, NO_TOKENS, type UsageTokens } from './record.ts';

/** One entry of a log as it stands there. Nothing of its shape is believed. */
export type Entry = Readonly<Record<string, unknown>>;

/** Returns whether a value is a map. */
export const isEntry = (value: unknown): value is Entry => typeof value === 'object' && value !== null && !Array.isArray(value);

const own = (at: unknown, key: string): unknown => (isEntry(at) && Object.hasOwn(at, key) ? at[key] : undefined);

/** Names of fields with dots in them, taken apart once. */
const parts = new Map<string, readonly string[]>();

const partsOf = (name: string): readonly string[] => {
  const known = parts.get(name) ?? name.split('.');
  if (parts.size < 1000) parts.set(name, known);
  return known;
};

/** Returns a field of an entry, own properties only; dots lead into maps, a field of that very name first. */
export const fieldOf = (entry: unknown, name: string): unknown => {
  const whole = own(entry, name);
  return whole !== undefined || !name.includes('.') ? whole : partsOf(name).reduce(own, entry);
};

/** Returns the items of a list; none where a value is no list. */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Returns a map that may also stand as JSON in a text, as in the cells of a table. */
export const mapOf = (value: unknown): Entry => {
  if (isEntry(value)) return value;
  if (typeof value !== 'string' || !value.trimStart().startsWith('{')) return {};
  try {
    const parsed: unknown = JSON.parse(value);
    return isEntry(parsed) ? parsed : {};
  } catch {
    return {};
  }
};

/** Beyond this no count, duration or amount of a call makes sense. */
const GREATEST = 1e15;

/** Returns a number of at least zero, also from its text; null where there is none, and for what is no number. */
export const numberOf = (value: unknown): number | null => {
  if (typeof value === 'boolean' || value === null || value === undefined || value === '') return null;
  if (typeof value !== 'number' && typeof value !== 'string') return null;
  const number = Number(value);
  return Number.isFinite(number) && number >= 0 && number <= GREATEST ? number : null;
};

/** Returns the first of some fields that holds a number. */
export const firstNumber = (entry: unknown, names: readonly string[]): number | null => {
  for (const name of names) {
    const number = numberOf(fieldOf(entry, name));
    if (number !== null) return number;
  }
  return null;
};

/** Ids and names are short; what is longer is a text that was written into the wrong field. */
const LONGEST = 200;

/** Returns a short text, or a number as text; null for all else. */
export const textOf = (value: unknown): string | null => {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' && value.length <= LONGEST ? value : null;
};

/** Returns the first of some fields that holds a short text. */
export const firstText = (entry: unknown, names: readonly string[]): string | null => {
  for (const name of names) {
    const text = textOf(fieldOf(entry, name));
    if (text !== null) return text;
  }
  return null;
};

/** 2001 and 2100 in seconds: between them lie all times that are seconds, and beyond them milliseconds and finer units begin. */
const [OLDEST_S, NEWEST_S] = [1e9, 4.1e9];

/** Returns a time since 1970 in milliseconds, from seconds, milliseconds, microseconds or nanoseconds. */
const epochMs = (value: number): number | null => {
  for (const unit of [1, 1e3, 1e6, 1e9]) if (value >= OLDEST_S * unit && value < NEWEST_S * unit) return (value / unit) * 1000;
  return null;
};

const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2})?([.,]\d+)?)?\s*(Z|UTC|[+-]\d{2}(?::?\d{2})?)?$/;

/** Returns milliseconds since 1970 of ISO 8601 or of a number since 1970; a time without a zone is UTC. Null for what is no time. */
export const timeOf = (value: unknown): number | null => {
  if (typeof value === 'number') return epochMs(value);
  if (typeof value !== 'string' || value.length > 40) return null;
  const text = value.trim();
  if (/^\d{10,19}(\.\d+)?$/.test(text)) return epochMs(Number(text));
  const [, day, minutes = '00:00', seconds = ':00', fraction = '', zone = 'Z'] = ISO.exec(text) ?? [];
  if (day === undefined) return null;
  const offset = /^[+-]/.test(zone) ? `${zone.slice(0, 3)}:${zone.replace(':', '').slice(3) || '00'}` : 'Z';
  const ms = Date.parse(`${day}T${minutes}${seconds}${offset}`);
  return Number.isNaN(ms) ? null : ms + Math.floor(Number(`0${fraction.replace(',', '.')}`) * 1000);
};

/** Returns the first of some fields that holds a time. */
export const firstTime = (entry: unknown, names: readonly string[]): number | null => {
  for (const name of names) {
    const time = timeOf(fieldOf(entry, name));
    if (time !== null) return time;
  }
  return null;
};

/** Returns the time between two moments; null where one of them is missing, or they run backwards. */
export const between = (fromMs: number | null, untilMs: number | null): number | null =>
  fromMs === null || untilMs === null || untilMs < fromMs ? null : untilMs - fromMs;

/** Returns short texts of some fields by name, to tell steps by. */
export const labelsOf = (entry: unknown, names: readonly string[]): Map<string, string> => {
  const labels = new Map<string, string>();
  for (const name of names) {
    const text = textOf(fieldOf(entry, name));
    if (text !== null) labels.set(name, text);
  }
  return labels;
};

/** How many fields of a free map may become labels. */
const MOST_LABELS = 24;

/** Adds the short texts of a free map, `metadata` for example, as labels `metadata.route`. */
export const addLabels = (labels: Map<string, string>, name: string, map: unknown): Map<string, string> => {
  for (const [key, value] of Object.entries(mapOf(map)).slice(0, MOST_LABELS)) {
    const text = typeof value === 'string' ? textOf(value) : null;
    if (text !== null && key.length <= 60) labels.set(`${name}.${key}`, text);
  }
  return labels;
};

/** The tokens of a call as vendors state them: `input` with all that is cached in it, or without; `output` with reasoning in it. */
type Counts = {
  readonly input: number;
  readonly inclusive: boolean;
  readonly cacheRead?: number;
  readonly fiveMinutes?: number;
  readonly oneHour?: number;
  readonly otherWrites?: number;
  readonly output: number;
  readonly reasoning?: number;
};

/** Returns the tokens of a call in disjoint classes. Parts that come to more than their whole are believed, the rest is 0. */
export const disjoint = (counts: Counts): UsageTokens => {
  const { input, inclusive, cacheRead = 0, fiveMinutes = 0, oneHour = 0, otherWrites = 0, output, reasoning = 0 } = counts;
  const cached = cacheRead + fiveMinutes + oneHour + otherWrites;
  return {
    uncachedInput: inclusive ? Math.max(0, input - cached) : input,
    cacheRead,
    cacheWrite: { fiveMinutes, oneHour, other: otherWrites },
    reasoning: Math.min(reasoning, output),
    visibleOutput: Math.max(0, output - reasoning),
  };
};

/** A record of which nothing is known but when it was; formats fill in what their log says. */
export const bare = (atMs: number): Found => ({
  atMs,
  untilMs: null,
  calls: 1,
  model: null,
  provider: null,
  labels: new Map(),
  id: null,
  request: null,
  session: null,
  tokens: NO_TOKENS,
  cacheKnown: true,
  latencyMs: null,
  firstTokenMs: null,
  failed: false,
  reused: false,
  costUsd: null,
  tier: 'standard',
});
