import { bare, disjoint, type Entry, fieldOf, firstNumber, firstText, firstTime, isEntry, mapOf } from '../fields.ts';
import { type EntryReader, type Format, one, type Reading, unusable } from '../format.ts';

const payloadOf = (entry: Entry): Entry => mapOf(entry['payload']);

const KEYS = ['input_tokens', 'cached_input_tokens', 'output_tokens', 'reasoning_output_tokens'] as const;

type Four = readonly [number, number, number, number];

const countsOf = (usage: unknown): Four | null =>
  isEntry(usage) ? (KEYS.map((key) => firstNumber(usage, [key]) ?? 0) as unknown as Four) : null;

const isCount = (entry: Entry): boolean => payloadOf(entry)['type'] === 'token_count';

/** The totals only grow: what is new in them is the last call. */
const newOf = (info: unknown, before: Four): { readonly counts: Four; readonly total: Four } | null => {
  const total = countsOf(fieldOf(info, 'total_token_usage'));
  const last = countsOf(fieldOf(info, 'last_token_usage'));
  if (total === null) return last === null ? null : { counts: last, total: before };
  const since = total.map((value, at) => Math.max(0, value - (before[at] ?? 0))) as unknown as Four;
  return { counts: since.every((value) => value === 0) ? since : (last ?? since), total };
};

const reader = (): EntryReader => {
  let model: string | null = null;
  let session: string | null = null;
  let before: Four = [0, 0, 0, 0];
  return (entry): Reading => {
    const payload = payloadOf(entry);
    if (entry['type'] === 'session_meta') session = firstText(payload, ['id']) ?? session;
    if (entry['type'] === 'turn_context') model = firstText(payload, ['model']) ?? model;
    if (!isCount(entry)) return { skipped: 'a line without usage' };
    const start = firstTime(entry, ['timestamp']);
    if (start === null) return unusable('timestamp');
    const found = newOf(payload['info'], before);
    if (found === null) return { skipped: 'a line without usage' };
    before = found.total;
    const [input, cacheRead, output, reasoning] = found.counts;
    if (input + output === 0) return { skipped: 'totals as before' };
    const tokens = disjoint({ input, inclusive: true, cacheRead, output, reasoning });
    return one({ ...bare(start), model, provider: 'openai', session, tokens });
  };
};

/** Transcripts of Codex: totals of the session after each call, the model in a line before. */
export const codex: Format = {
  name: 'Codex',
  fits: (entry) => isCount(entry) || (entry['type'] === 'turn_context' && Object.hasOwn(entry, 'payload')),
  reader,
  note: 'times are those of the end of a call',
};
