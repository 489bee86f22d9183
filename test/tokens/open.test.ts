import { describe, expect, it } from 'vitest';
import { loadCounters } from '../../src/io/vocabularies.ts';
import { digestOf, drawnTexts } from './drawn.ts';
import { OPEN, OPEN_COUNTS, OPEN_DIGESTS, OPEN_EDGES } from './open-reference.ts';
import { EDGES } from './reference.ts';
import { LANGUAGES, TEXTS } from './texts.ts';

const ALL: Readonly<Record<string, string>> = { ...LANGUAGES, ...TEXTS };

describe.each(OPEN.map((name, column) => ({ name, column })))('a count for $name', ({ name, column }) => {
  const counter = loadCounters([name]).get(name);

  it('equals that of Hugging Face on languages, code, data and edge cases', () => {
    expect(Object.keys(OPEN_COUNTS).sort()).toEqual(Object.keys(ALL).sort());
    for (const [what, counts] of Object.entries(OPEN_COUNTS)) expect(counter?.count(ALL[what] ?? ''), what).toBe(counts[column]);
    for (const [what, text] of EDGES)
      if (OPEN_EDGES[what] !== undefined) expect(counter?.count(text), what).toBe(OPEN_EDGES[what]?.[column]);
  });

  it('equals that of Hugging Face on 2,000 drawn texts', () => {
    expect(digestOf(drawnTexts(2000, 20_261_126).map((text) => counter?.count(text) ?? 0))).toBe(OPEN_DIGESTS[column]);
  });

  it('of a text in parts is that of the whole, wherever the parts end', () => {
    if (counter === undefined || counter.composed) return;
    const text = Object.values(ALL).join('\n');
    for (const size of [1, 3, 50]) {
      const stream = counter.stream();
      for (let at = 0; at < text.length; at += size) stream.add(text.slice(at, at + size));
      const { latin, symbols, cjk, other } = stream.end();
      expect(latin + symbols + cjk + other).toBe(counter.count(text));
    }
  });
});
