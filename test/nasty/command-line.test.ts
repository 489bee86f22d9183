import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesOf, NASTY_FILES, rawCharacters } from './corpus.ts';
import { runOutlay } from './run.ts';

/** One of each kind of threat, those that killed or slowed the process among them. */
const CHOSEN = [
  'deep-flow-1500-a.yaml',
  'deep-flow-1500-b.yaml',
  'deep-block-200.yaml',
  'alias-bomb-seq.yaml',
  'alias-self-root.yaml',
  'proto-keys.yaml',
  'complex-key.yaml',
  'unknown-tags.yaml',
  'empty.yaml',
  'control-raw.yaml',
  'bidi-homoglyph.yaml',
  'nul-byte.yaml',
  'long-name.yaml',
  'many-errors.yaml',
  'invalid-utf8.yaml',
  'utf16le-bom.yaml',
  'png-renamed.yaml',
];

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'outlay-nasty-'));
  for (const file of NASTY_FILES) writeFileSync(join(folder, file.name), bytesOf(file));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a command given a nasty file', () => {
  it('has every one of the chosen in the corpus', () => {
    const names = new Set(NASTY_FILES.map(({ name }) => name));
    expect(CHOSEN.filter((name) => !names.has(name))).toEqual([]);
  });

  it.each(CHOSEN)('ends with exit code 2 and says why on stderr: %s', async (name) => {
    const { code, signal, stdout, stderr } = await runOutlay(['plan', name, '--as-of', '2026-11-20'], { cwd: folder });
    expect({ code, signal, stdout }).toEqual({ code: 2, signal: null, stdout: '' });
    expect(stderr).toMatch(/^error\[/);
    expect(stderr).toContain(name);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stderr).not.toMatch(/\(node:|Warning:|has a bug/);
    expect(rawCharacters(stderr)).toEqual([]);
    expect(stderr.length).toBeLessThan(20_000);
  });

  it('reads it from standard input alike', async () => {
    const { code, stdout, stderr } = await runOutlay(['plan', '-'], { cwd: folder, input: '['.repeat(1500) });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('--> -:1:65');
  });

  it('and a nasty price table likewise', async () => {
    const { code, stdout, stderr } = await runOutlay(['plan', 'flow.yaml', '--pricing', 'anthropic.yaml'], { cwd: await withPrices() });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('nested deeper than 64 levels\n  --> anthropic.yaml:1:65');
  });
});

const withPrices = async (): Promise<string> => {
  const steps = 'steps:\n  answer:\n    model: anthropic/claude-sonnet-5\n    prompt: 4k\n    output: 1k\n';
  writeFileSync(join(folder, 'flow.yaml'), steps);
  writeFileSync(join(folder, 'anthropic.yaml'), '['.repeat(1500));
  return folder;
};
