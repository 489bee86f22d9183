import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FAMILIES } from '../../src/tokens/families.ts';

const PRICING = new URL('../../pricing/', import.meta.url);

const namesInTables = (): ReadonlySet<string> => {
  const files = readdirSync(PRICING).filter((file) => file.endsWith('.yaml'));
  const texts = files.map((file) => readFileSync(new URL(file, PRICING), 'utf8'));
  return new Set(texts.flatMap((text) => [...text.matchAll(/^\s+tokenizer: (\S+)$/gm)].map(([, name]) => name ?? '')));
};

describe('tokenizer families', () => {
  it('are there for every name that a shipped price table uses', () => {
    const used = namesInTables();
    expect(used.size).toBeGreaterThan(3);
    expect([...used].filter((name) => !FAMILIES.has(name))).toEqual([]);
  });

  it.each([...FAMILIES])('%s goes by its own name and says where its figures come from', (name, family) => {
    expect(family.name).toBe(name);
    expect(family.source.length).toBeGreaterThan(20);
  });

  it.each([...FAMILIES])('%s is either exact, with all weights 1, or an estimate with a band', (_name, family) => {
    if (family.band === null) {
      expect(new Set(Object.values(family.weights))).toEqual(new Set([1]));
    } else {
      expect(family.band).toBeGreaterThanOrEqual(0.05);
      expect(family.band).toBeLessThanOrEqual(0.5);
      for (const weight of Object.values(family.weights)) {
        expect(weight).toBeGreaterThanOrEqual(0.7);
        expect(weight).toBeLessThanOrEqual(2);
      }
    }
  });

  it.each([...FAMILIES])('%s adds a few whole tokens for each message and call', (_name, { overhead }) => {
    for (const tokens of [overhead.perMessage, overhead.perCall]) {
      expect(Number.isInteger(tokens)).toBe(true);
      expect(tokens).toBeGreaterThanOrEqual(0);
      expect(tokens).toBeLessThanOrEqual(20);
    }
  });

  it('count embeddings without messages', () => {
    expect(FAMILIES.get('cl100k_base')?.overhead).toMatchObject({ perMessage: 0, perCall: 0 });
  });

  it('count Claude higher than o200k_base, the newer generation more so in Latin text: 1.18 and 1.53 as measured', () => {
    expect(FAMILIES.get('claude-1')?.weights.latin).toBe(1.18);
    expect(FAMILIES.get('claude-2')?.weights.latin).toBe(1.53);
    expect(FAMILIES.get('claude-2')?.weights.cjk).toBe(FAMILIES.get('claude-1')?.weights.cjk);
  });
});
