import type { Path } from '../yaml/read.ts';
import { type Reading, scalarAt, stated } from './reading.ts';
import type { RawCache, RawCandidates, RawFallback, RawLatency, RawRetry } from './shape/call.ts';
import type { CacheSpec, Candidate, Fallback, LatencySpec, Retry, Stated } from './spec.ts';

/** Returns a step's attempts: its own `retry` over that of the defaults, key by key. */
export const readRetry = (reading: Reading, own: RawRetry | undefined, defaults: RawRetry | undefined, path: Path): Retry => {
  const whole: RawRetry = { ...defaults, ...own };
  const pathOf = (key: keyof RawRetry): Path => [...(own?.[key] === undefined ? ['defaults', 'retry'] : path), key];
  const at = own ? reading.doc.spanOf(path) : defaults ? reading.doc.spanOf(['defaults', 'retry']) : null;
  const timeoutMs = scalarAt(reading, whole.timeout, 'duration', pathOf('timeout'));
  if (timeoutMs === 0)
    reading.problems.error('bad-value', reading.doc.spanOf(pathOf('timeout')), 'no attempt ends within no time', {
      label: 'write timeout: 30s, or remove it',
    });
  return {
    attempts: whole.attempts ?? 1,
    errors: stated(reading, whole.errors, 'share', pathOf('errors')),
    invalid: stated(reading, whole.invalid, 'share', pathOf('invalid')),
    backoff: stated(reading, whole.backoff, 'duration', pathOf('backoff')),
    timeout: timeoutMs === null ? null : { ms: timeoutMs, text: String(whole.timeout) },
    at,
  };
};

const readFallback = (reading: Reading, raw: RawFallback[number], ofTool: boolean, path: Path): Fallback | null => {
  if ((raw.model === undefined) === (raw.reply === undefined)) {
    reading.problems.error('ambiguous', reading.doc.spanOf(path), 'a fallback is either a model or a fixed reply', {
      label: 'write { model: … } or { reply: fixed }',
    });
    return null;
  }
  const alien = raw.model === undefined ? 'retry' : 'latency';
  if (raw[alien] !== undefined)
    reading.problems.error('wrong-step', reading.doc.keySpanOf([...path, alien]), `"${alien}" does not belong to this fallback`, {
      label: raw.model === undefined ? 'a fixed reply never fails' : "a model's latency stands in its price table",
    });
  if (raw.model === undefined) return { kind: 'reply', latency: stated(reading, raw.latency, 'duration', [...path, 'latency']) };
  const at = reading.doc.spanOf([...path, 'model']);
  if (ofTool) {
    reading.problems.error('wrong-step', at, 'a tool has no prompt that a model could answer', {
      label: 'write { reply: fixed }, or a model step with `when: <step>.failed`',
    });
    return null;
  }
  return { kind: 'model', model: raw.model, at, retry: readRetry(reading, raw.retry, undefined, [...path, 'retry']) };
};

/** Returns what is tried when the attempts are used up, in order. */
export const readFallbacks = (reading: Reading, raw: RawFallback | undefined, ofTool: boolean, path: Path): readonly Fallback[] =>
  (raw ?? []).map((entry, index) => readFallback(reading, entry, ofTool, [...path, index])).filter((entry) => entry !== null);

/** Returns how a prompt is cached. Whether the model offers a time to live, its price table knows. */
export const readCache = (reading: Reading, raw: RawCache, path: Path): CacheSpec => {
  if (typeof raw === 'object') {
    const share = stated(reading, raw.hit, 'share', [...path, 'hit']);
    return share === null ? { kind: 'auto' } : { kind: 'hit', share };
  }
  return raw === 'auto' || raw === 'off' ? { kind: raw } : { kind: 'ttl', ttl: raw, at: reading.doc.spanOf(path) };
};

/** Returns how long a call takes, where its author says so; only a model has a first token. */
export const readLatency = (reading: Reading, raw: RawLatency | undefined, ofModel: boolean, path: Path): LatencySpec | null => {
  if (typeof raw !== 'object' || (raw.ttft === undefined && raw.speed === undefined)) {
    const latency = stated(reading, raw, 'duration', path);
    return latency && { kind: 'whole', latency };
  }
  const { ttft, speed, ...others } = raw;
  const [other] = Object.keys(others);
  if (!ofModel || other !== undefined) {
    reading.problems.error('ambiguous', reading.doc.spanOf(path), 'a latency is one duration, or of a model { ttft, speed }', {
      label: ofModel ? `remove "${other}"` : 'a tool has no first token: write 80 to 300ms',
    });
    return null;
  }
  return {
    kind: 'streamed',
    ttft: stated(reading, ttft, 'duration', [...path, 'ttft']),
    speed: stated(reading, speed, 'count', [...path, 'speed']),
  };
};

const optional = <T>(value: T | undefined, read: (value: T) => CacheSpec): CacheSpec | null => (value === undefined ? null : read(value));

/** Returns the other models that a step may use, with what they replace. */
export const readCandidates = (reading: Reading, raw: RawCandidates | undefined, path: Path): readonly Candidate[] =>
  (raw ?? []).map((entry, index): Candidate => {
    const own: Path = [...path, index];
    const map = typeof entry === 'string' ? { model: entry } : entry;
    const quantity = (key: 'output' | 'reasoning'): Stated | null => stated(reading, map[key], 'tokens', [...own, key]);
    return {
      model: map.model,
      at: reading.doc.spanOf(typeof entry === 'string' ? own : [...own, 'model']),
      output: quantity('output'),
      reasoning: quantity('reasoning'),
      maxOutput: scalarAt(reading, map.max_output, 'tokens', [...own, 'max_output']),
      cache: optional(map.cache, (cache) => readCache(reading, cache, [...own, 'cache'])),
      tier: map.tier ?? null,
    };
  });
