import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const MOST = 1_500_000;

/** Where texts are found: the installed packages, then what outlay ships and what it prints. */
const FOLDERS = ['node_modules', 'scenarios', 'test/golden'];

/** In an order that has nothing to do with what they hold, so that both halves of a corpus are of one kind. */
const mixed = (names: readonly string[]): readonly string[] => {
  const keyed = names.map((name) => [createHash('sha256').update(name).digest('hex'), name] as const);
  return keyed.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, name]) => name);
};

/** Texts by their endings: prose, code and data as people write them. */
const found = (endings: readonly string[]): string => {
  const texts: string[] = [];
  let size = 0;
  const names = FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  );
  for (const name of mixed(names)) {
    if (size > MOST || !endings.some((ending) => name.endsWith(ending)) || /\.min\.|js-tiktoken|tiktoken/.test(name)) continue;
    const text = readFileSync(join(root, name), 'utf8');
    if (text.length > 600_000) continue;
    texts.push(text);
    size += text.length;
  }
  return texts.join('\n');
};

/** Numbers in [0, 1), the same ones each time: mulberry32. */
const random = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** Sentences made of the names of countries, languages, scripts and months of a locale, drawn by Zipf's law. */
const sentences = (locale: string, particles: readonly string[], stop: string): string => {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const codes = letters.flatMap((a) => letters.map((b) => a + b));
  const names = (['region', 'language', 'currency'] as const).flatMap((type) => {
    const of = new Intl.DisplayNames([locale], { type, fallback: 'none' });
    const asked = type === 'currency' ? codes.flatMap((code) => letters.map((c) => code + c)) : codes;
    return asked.flatMap((code) => of.of(type === 'language' ? code.toLowerCase() : code) ?? []);
  });
  const draw = random(7);
  const word = (): string => names[Math.floor(names.length ** draw()) - 1] ?? names[0] ?? '';
  const out: string[] = [];
  for (let size = 0; size < MOST / 3; ) {
    const words = Array.from(
      { length: 3 + Math.floor(draw() * 8) },
      () => word() + (particles[Math.floor(draw() * particles.length)] ?? ''),
    );
    const sentence = words.join('') + stop;
    out.push(sentence);
    size += sentence.length;
  }
  return out.join('');
};

/** The corpora of the benchmark by name, each 0.7 to 1.5 million characters or bytes, the same on every run of one installation. */
export const corpora = (): ReadonlyMap<string, string> =>
  new Map([
    ['prose (Markdown)', found(['.md'])],
    ['JS code', found(['.js', '.mjs', '.cjs'])],
    ['JSON', found(['.json'])],
    ['records (JSONL)', found(['.jsonl'])],
    ['Chinese', sentences('zh', ['的', '和', '在', '是', '了', ',', '与', '不', '有'], '。')],
    ['Japanese', sentences('ja', ['の', 'は', 'を', 'に', 'が', '、', 'と', 'で', 'です'], '。')],
  ]);
