import { didYouMean } from '../diagnostics/suggest.ts';
import type { RawQuantity } from '../quantity/shape.ts';
import type { Path } from '../yaml/read.ts';
import { type Names, readContent } from './read-content.ts';
import { readCompact } from './read-loop.ts';
import { namesAt, type Reading, scalarAt, stated } from './reading.ts';
import { type RawContent, type RawHistory, type RawPart, type RawPrompt, ROLES } from './shape/prompt.ts';
import type { HistorySpec, PromptPart, Role } from './spec.ts';

/** Who sends the same, unless a part says so itself: SPEC 3.3. */
const SHARED: Readonly<Record<Role, PromptPart['shared']>> = {
  system: 'all',
  tools: 'all',
  examples: 'all',
  context: 'none',
  history: 'session',
  user: 'none',
  assistant: 'none',
};

const labelOf = (role: Role, content: string | RawContent): string => {
  if (typeof content === 'string') return `${role}: text`;
  const { file, input, step, rounds, chunk, samples, image, pdf_pages: pages } = content;
  const named = file ?? input ?? step ?? (rounds && `rounds of ${rounds}`) ?? (chunk && `chunk of ${chunk}`);
  return `${role}: ${named ?? (samples ? 'samples' : image ? `image ${image}` : pages === undefined ? 'tokens' : 'pdf pages')}`;
};

const readKeep = (reading: Reading, raw: RawHistory['keep'], path: Path): HistorySpec['keep'] => {
  if (raw === undefined || raw === 'answers' || raw === 'all') return raw ?? 'answers';
  if (typeof raw !== 'string') return namesAt(reading, raw, path);
  reading.problems.error('bad-value', reading.doc.spanOf(path), `"keep" must be answers, all or a list of steps`, {
    label: didYouMean(raw, ['answers', 'all']) || `for one step write keep: [${raw.slice(0, 40)}]`,
  });
  return 'answers';
};

const readHistory = (reading: Reading, raw: RawHistory, path: Path): HistorySpec => ({
  keep: readKeep(reading, raw.keep, [...path, 'keep']),
  last: raw.last ?? null,
  compact: readCompact(reading, raw.compact, [...path, 'compact']),
});

/** More versions than this are as good as never shared. */
const MOST_VARIANTS = 100_000;

const readVariants = (reading: Reading, raw: RawPart, shared: PromptPart['shared'], path: Path): PromptPart['variants'] => {
  const own = [...path, 'variants'];
  const key = raw.variants === undefined ? 'popularity' : 'variants';
  if (raw[key] === undefined) return null;
  const at = reading.doc.keySpanOf([...path, key]);
  if (raw.variants === undefined) {
    reading.problems.error('missing-key', at, 'popularity is that of variants', { label: 'add variants: 100' });
    return null;
  }
  if (shared === 'none') {
    reading.problems.error('wrong-step', at, 'only a shared part exists in variants, and this one is sent by nobody else', {
      label: 'add shared: all, or remove it',
    });
    return null;
  }
  const count = scalarAt(reading, raw.variants, 'count', own);
  if (count === null) return null;
  if (Number.isInteger(count) && count >= 1 && count <= MOST_VARIANTS)
    return { count, popularity: raw.popularity ?? 'zipf', stated: raw.popularity !== undefined, at };
  reading.problems.error('bad-value', reading.doc.spanOf(own), '"variants" is a whole number from 1 to 100,000', { label: 'write 100' });
  return null;
};

const readPart = (reading: Reading, names: Names, raw: string | RawPart, path: Path): readonly PromptPart[] => {
  const at = reading.doc.spanOf(path);
  if (typeof raw === 'string') {
    if (raw === 'history') return readPart(reading, names, { history: {} }, path);
    const label = didYouMean(raw, ['history']) || 'write - user: "…"';
    reading.problems.error('bad-value', at, 'a prompt part says who speaks', { label });
    return [];
  }
  const given = ROLES.filter((role) => raw[role] !== undefined);
  const [role] = given;
  if (role === undefined || given.length > 1) {
    reading.problems.error('ambiguous', at, 'a prompt part has exactly one role', {
      label: given.length > 1 ? `here are ${given.join(' and ')}: write one list item each` : `one of ${ROLES.join(', ')}`,
    });
    return [];
  }
  const shared = raw.shared ?? SHARED[role];
  const same = { role, at, shared, variants: readVariants(reading, raw, shared, path) };
  if (role === 'history')
    return [{ ...same, label: 'history', pieces: [], history: readHistory(reading, raw.history ?? {}, [...path, 'history']) }];
  const content = raw[role] ?? '';
  return [{ ...same, label: labelOf(role, content), pieces: readContent(reading, names, role, content, [...path, role]), history: null }];
};

/** Returns the parts of a prompt in the order in which they are sent; a bare quantity is one user part. */
export const readPrompt = (reading: Reading, names: Names, raw: RawPrompt | undefined, path: Path): readonly PromptPart[] => {
  if (raw === undefined) return [];
  if (Array.isArray(raw)) return raw.flatMap((part, index) => readPart(reading, names, part, [...path, index]));
  const tokens = stated(reading, raw as RawQuantity, 'tokens', path);
  if (tokens === null) return [];
  const pieces = [{ kind: 'tokens', tokens }] as const;
  return [{ role: 'user', label: 'user: tokens', at: tokens.at, pieces, history: null, shared: 'none', variants: null }];
};
