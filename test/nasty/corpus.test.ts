import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { Problems } from '../../src/diagnostics/diagnostic.ts';
import { renderDiagnostics } from '../../src/diagnostics/render.ts';
import type { SourceFile } from '../../src/diagnostics/source.ts';
import { readPriceTable } from '../../src/pricing/read.ts';
import { workflowShape } from '../../src/workflow/shape/workflow.ts';
import { trafficShape } from '../../src/workflow/traffic/shape.ts';
import { decodeText } from '../../src/yaml/decode.ts';
import { readYaml } from '../../src/yaml/read.ts';
import { checkShape } from '../../src/yaml/shape.ts';
import { bytesOf, NASTY_FILES, type NastyFile, rawCharacters } from './corpus.ts';

type Reader = (file: SourceFile, problems: Problems) => unknown;

const read = (file: NastyFile, reader: Reader): { value: unknown; problems: Problems; text: string } => {
  const problems = new Problems();
  const source = decodeText(file.name, bytesOf(file), problems);
  const value = source && reader(source, problems);
  return { value, problems, text: renderDiagnostics(problems.list) };
};

/** Reads a file as a shape; the value only where all of it is right. */
const shapedAs =
  (schema: z.ZodType): Reader =>
  (file, problems) => {
    const doc = readYaml(file, problems);
    const shaped = doc && checkShape(doc, schema, problems);
    return shaped?.whole ? shaped.value : undefined;
  };

const asWorkflow = shapedAs(workflowShape);

const READERS: readonly (readonly [string, Reader])[] = [
  ['as a workflow', asWorkflow],
  ['as a traffic file', shapedAs(trafficShape)],
  ['as a price table', (file, problems) => readPriceTable(file, 'hash', problems)],
];

const checkShown = (file: NastyFile, text: string): void => {
  expect(rawCharacters(text), 'raw control characters').toEqual([]);
  expect(text).toContain(file.name);
  expect(text).not.toMatch(/RangeError|TypeError|ReferenceError|Cannot read prop|\n\s+at /);
  expect(text.match(/^(error|warning)\[/gm)?.length ?? 0).toBeLessThanOrEqual(20);
  expect(text.length).toBeLessThan(20_000);
};

const polluted = (): unknown => {
  const plain = {} as Record<string, unknown>;
  return plain['polluted'] ?? plain['polluted2'];
};

describe('every nasty file is read as plain data or refused for what it is', () => {
  it.each(NASTY_FILES)('$name: $threat', (file) => {
    const { expected } = file;
    const { value, problems, text } = read(file, (source, found) => readYaml(source, found)?.value);
    if ('accepted' in expected) {
      expect(problems.list).toEqual([]);
      if (expected.accepted === 'any') expect(value).toBeTypeOf('object');
      else expect(value).toEqual(expected.accepted);
    } else {
      expect(value).toBeUndefined();
      expect([...new Set(problems.list.map(({ code }) => code))]).toEqual([expected.code]);
      expect(text).toContain(expected.phrase);
      checkShown(file, text);
    }
    expect(polluted()).toBeUndefined();
  });
});

describe.each(READERS)('every nasty file %s', (_how, reader) => {
  it.each(NASTY_FILES)('$name is refused, and shown without a raw character', (file) => {
    const { value, problems, text } = read(file, reader);
    expect(value).toBeUndefined();
    expect(problems.failed).toBe(true);
    const codes = problems.list.map(({ code }) => code);
    if ('code' in file.expected) expect(codes).toContain(file.expected.code);
    else for (const code of codes) expect(['unknown-key', 'missing-key', 'bad-value']).toContain(code);
    checkShown(file, text);
    expect(polluted()).toBeUndefined();
  });
});

describe('what an unknown key shows', () => {
  const shownAsWorkflow = (name: string): string => {
    const file = NASTY_FILES.find((candidate) => candidate.name === name);
    return file === undefined ? '' : read(file, asWorkflow).text;
  };

  it('is printed as it is in other scripts, with carets of its width', () => {
    expect(shownAsWorkflow('utf8-keys.yaml')).toContain('2 | 名前: "日本語"\n  | ^^^^ ');
  });

  it('has its control characters escaped', () => {
    expect(shownAsWorkflow('control-raw.yaml')).toContain('unknown key "\\u{1b}[2Jkey"');
  });

  it('has a hidden byte-order mark escaped', () => {
    expect(shownAsWorkflow('bom-in-middle.yaml')).toContain('unknown key "\\u{feff}b"');
  });

  it('tells a Cyrillic letter from a Latin one: the key is unknown', () => {
    expect(shownAsWorkflow('bidi-homoglyph.yaml')).toContain('unknown key "n\u0430me"');
  });
});

it('reading a file a second time, after all the others, ends as it did the first time', () => {
  const all = (): readonly string[] => NASTY_FILES.map((file) => read(file, asWorkflow).text);
  expect(all()).toEqual(all());
});

it('the corpus has 58 files, each once', () => {
  expect(NASTY_FILES).toHaveLength(58);
  expect(new Set(NASTY_FILES.map(({ name }) => name)).size).toBe(NASTY_FILES.length);
});
