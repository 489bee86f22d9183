import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Folder, folderOf } from '../cli/project.ts';
import { command } from '../support/command.ts';

let folder: Folder | undefined;
afterEach(() => folder?.remove());

const PRICES = `provider: test
source: https://example.com/prices
models:
  m: { context_window: 200k, prices: [{ from: 2026-01-01, read: 2026-11-01, confidence: high, input: 2, output: 10 }] }
  other: { context_window: 200k, prices: [{ from: 2026-01-01, read: 2026-11-01, confidence: high, input: 1, output: 5 }] }
`;

/** Ten days of forty calls, each of so many tokens in and out. */
const log = (more: (at: number) => object = () => ({})): string =>
  Array.from({ length: 400 }, (_, at) => {
    const time = new Date(Date.UTC(2026, 10, 2) + at * 2_160_000).toISOString();
    return JSON.stringify({ timestamp: time, model: 'm', input_tokens: 1500, output_tokens: 250, latency_ms: 4000, ...more(at) });
  }).join('\n');

const made = (files: Readonly<Record<string, string>>): ((...args: readonly string[]) => ReturnType<typeof command>) => {
  folder = folderOf({ 'package.json': '{}', 'pricing/test.yaml': PRICES, 'log.jsonl': log(), ...files });
  const { path } = folder;
  return (...args) => command(['calibrate', 'flow', '--from', 'log.jsonl', '--as-of', '2026-11-20', '--runs', '1000', ...args], path);
};

const text = (name: string): string => readFileSync(join(folder?.path ?? '', name), 'utf8');

const FLOW = `steps:
  answer:
    model: test/m
    prompt: 4k       # tokens
    output: 1k # out
`;

describe('What calibrate writes', () => {
  it('stands in its place, comments beside it, and where it comes from at the end', async () => {
    const run = made({ 'flow/workflow.yaml': `${FLOW}\ntraffic: 10k per day # guessed\n` });
    const { code, stderr, stdout } = await run();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('Written into flow/workflow.yaml: 5 numbers.');
    expect(text('flow/workflow.yaml')).toBe(`steps:
  answer:
    model: test/m
    prompt: 1500       # tokens
    output: 250 # out
    latency: 4s

traffic: { base: { requests: 36.3 to 44.1 per day, day_to_day: 0% } } # guessed

x-measured:
  "steps.answer.prompt": { value: "1500", from: "log.jsonl", days: "2026-11-02 to 2026-11-11", records: 400 }
  "steps.answer.output": { value: "250", from: "log.jsonl", days: "2026-11-02 to 2026-11-11", records: 400 }
  "steps.answer.latency": { value: "4s", from: "log.jsonl", days: "2026-11-02 to 2026-11-11", records: 400 }
  "traffic.base.requests": { value: "36.3 to 44.1 per day", from: "log.jsonl", days: "2026-11-02 to 2026-11-11", records: 400 }
  "traffic.base.day_to_day": { value: "0%", from: "log.jsonl", days: "2026-11-02 to 2026-11-11", records: 400 }
`);
  });

  it('is nothing with --dry-run', async () => {
    const flow = `${FLOW}traffic: 10k per day\n`;
    const run = made({ 'flow/workflow.yaml': flow });
    const { stdout } = await run('--dry-run');
    expect(stdout).toContain('Nothing was written. Without --dry-run the 5 fitted numbers are.');
    expect(text('flow/workflow.yaml')).toBe(flow);
    expect(readdirSync(join(folder?.path ?? '', 'flow'))).toEqual(['workflow.yaml']);
  });

  it('goes into the traffic file where there is one, each file with the evidence of its own numbers', async () => {
    const run = made({
      'flow/workflow.yaml': FLOW,
      'flow/traffic.yaml': 'quiet:\n  requests: 50 per day # a few\nloud:\n  extends: quiet\n  requests: 5k per day\n',
    });
    expect((await run('--scenario', 'quiet')).stdout).toContain('Written into flow/workflow.yaml and flow/traffic.yaml');
    expect(text('flow/traffic.yaml')).toMatch(
      /^quiet:\n {2}requests: 36\.3 to 44\.1 per day # a few\n {2}day_to_day: 0%\nloud:\n {2}extends: quiet\n {2}requests: 5k per day\n\nx-measured:\n {2}"quiet\.requests": /,
    );
    expect(text('flow/workflow.yaml')).not.toContain('traffic');
  });

  it('is a rate where the workflow had no traffic yet', async () => {
    const run = made({ 'flow/workflow.yaml': FLOW });
    expect((await run('--backtest')).code).toBe(0);
    expect(text('flow/workflow.yaml')).toContain('\ntraffic: 36.3 to 44.1 per day\n');
    const { stdout } = await command(['plan', 'flow', '--format', 'json', '--as-of', '2026-11-20', '--runs', '1000'], folder?.path ?? '');
    expect(JSON.parse(stdout)).toMatchObject({
      assumptions: expect.arrayContaining([expect.objectContaining({ what: 'base: requests', origin: 'measured' })]),
    });
  });

  it('keeps line ends, and evidence of numbers that were fitted before', async () => {
    const run = made({ 'flow/workflow.yaml': `${FLOW}traffic: 10k per day\n`.replaceAll('\n', '\r\n') });
    await run();
    writeFileSync(
      join(folder?.path ?? '', 'log.jsonl'),
      log(() => ({ output_tokens: 300 })),
    );
    await run();
    const written = text('flow/workflow.yaml');
    expect(written.replaceAll('\r\n', '')).not.toContain('\n');
    expect(written).toContain('"steps.answer.output": { value: "300"');
    expect(written).toContain('"steps.answer.prompt": { value: "1500"');
    expect(written.match(/x-measured/g)).toHaveLength(1);
  });

  it('is measured until somebody changes it: then it is stated again', async () => {
    const run = made({ 'flow/workflow.yaml': `${FLOW}traffic: 10k per day\n` });
    await run();
    const origin = async (...more: readonly string[]): Promise<string | undefined> => {
      const { stdout } = await command(
        ['plan', 'flow', '--format', 'json', '--as-of', '2026-11-20', '--runs', '1000', ...more],
        folder?.path ?? '',
      );
      const { assumptions } = JSON.parse(stdout) as { readonly assumptions: readonly { readonly what: string; readonly origin: string }[] };
      return assumptions.find(({ what }) => what === 'answer.output')?.origin;
    };
    expect(await origin()).toBe('measured');
    expect(await origin('--set', 'steps.answer.output=260')).toBe('stated');
    const { stdout } = await command(['explain', 'flow', 'answer', '--as-of', '2026-11-20'], folder?.path ?? '');
    expect(stdout).toContain('250 · log.jsonl, 2026-11-02 to 2026-11-11, 400 records (measured)');
  });

  it('leaves a key of that name that is somebody else’s for what it is', async () => {
    made({ 'flow/workflow.yaml': `${FLOW}traffic: 10k per day\nx-measured: [by hand]\n` });
    const { code, stdout } = await command(['plan', 'flow', '--format', 'json', '--as-of', '2026-11-20'], folder?.path ?? '');
    expect({ code, measured: stdout.includes('"measured"') }).toEqual({ code: 0, measured: false });
  });

  it('leaves the launch alone where the logs are of another size, and nobody said whose they are', async () => {
    const run = made({ 'flow/workflow.yaml': `${FLOW}traffic:\n  launch: { requests: 10k per day }\n  pilot: { requests: 50 per day }\n` });
    expect((await run('--dry-run')).stdout).toContain('the logs are of another size: name');
    expect((await run('--dry-run', '--scenario', 'pilot')).stdout).toMatch(/pilot\.requests +50 per day +36\.3 to 44\.1 per day/);
  });
});

describe('What calibrate leaves as it is', () => {
  it.each([
    ['too few records', FLOW.replace('1k # out', '1k'), log().split('\n').slice(0, 12).join('\n'), '12 records, 20 needed'],
    [
      'a prompt of several parts',
      FLOW.replace('4k       # tokens', '[{ system: { tokens: 400 } }, { user: { tokens: 900 } }]'),
      log(),
      null,
    ],
    [
      'a number that another decides',
      `inputs: { doc: 3k }\n${FLOW.replace('1k # out', '{ of: doc, times: 0.1, min: 50 }')}`,
      log(),
      'it is linked to doc',
    ],
    [
      'a first token that the logs have not',
      FLOW.replace('# out', '\n    stream: true'),
      log(),
      'the logs have no first token, which the step',
    ],
  ])('%s', async (_, flow, records, why) => {
    const run = made({ 'flow/workflow.yaml': `${flow}traffic: 40 per day\n`, 'log.jsonl': records });
    const { stdout, code } = await run('--dry-run');
    expect(code).toBe(0);
    if (why === null) expect(stdout).not.toContain('answer.prompt');
    else expect(stdout.replaceAll(/\s+/g, ' ')).toContain(why);
  });

  it('is what other models said, which it names', async () => {
    const run = made({
      'flow/workflow.yaml': `${FLOW}    fallback: [{ model: test/other }]\ntraffic: 40 per day\n`,
      'log.jsonl': log((at) => ({ step: 'answer', ...(at % 10 === 0 ? { model: 'other' } : at % 10 === 1 ? { model: 'third' } : {}) })),
    });
    const { stdout } = await run('--dry-run');
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'answer: 320 records of test/m, 40 of other, a fallback, 40 of third, another model: left out.',
    );
  });
});

describe('Logs that cannot be used', () => {
  it.each([
    ['no log', ['calibrate', 'flow'], 'calibrate needs usage logs'],
    ['a log that is not there', ['calibrate', 'flow', '--from', 'nothing.jsonl'], '"nothing.jsonl" cannot be read'],
    ['a log of no format', ['calibrate', 'flow', '--from', 'package.json'], 'the logs hold no usage record'],
    [
      'a log of other models',
      ['calibrate', 'flow', '--from', 'log.jsonl', '--set', 'steps.answer.model=test/other'],
      'no record belongs to a step of the workflow',
    ],
    [
      'steps that are told to be of another model',
      ['calibrate', 'flow', '--from', 'log.jsonl', '--step', 'answer=m2', '--set', 'steps.answer.model=test/other'],
      'no record belongs to a step',
    ],
    [
      'a rule for no step',
      ['calibrate', 'flow', '--from', 'log.jsonl', '--step', 'anser=x'],
      '--step "anser=x" names no step that calls a model',
    ],
    ['a workflow on standard input', ['calibrate', '-', '--from', 'log.jsonl'], 'standard input cannot be written to'],
  ])('%s: exit 2, nothing written', async (_, args, message) => {
    made({ 'flow/workflow.yaml': `${FLOW}traffic: 40 per day\n` });
    const { stdout, stderr, code } = await command([...args, '--as-of', '2026-11-20', '--runs', '1000'], folder?.path ?? '');
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(text('flow/workflow.yaml')).toBe(`${FLOW}traffic: 40 per day\n`);
    expect(existsSync(join(folder?.path ?? '', 'x-measured'))).toBe(false);
  });
});

describe('What a stranger writes into a log', () => {
  it('reaches no terminal and no page as it stands', async () => {
    const evil = '\u001b[31m</summary><script>alert(1)</script>|`x`';
    const run = made({
      'flow/workflow.yaml': `${FLOW}traffic: 40 per day\n`,
      'log.jsonl': `${log()}\n${log(() => ({ model: evil, route: evil, prompt: 'secret words' }))}`,
    });
    for (const format of ['text', 'markdown', 'json']) {
      const { stdout, code } = await run('--dry-run', '--format', format);
      expect(code).toBe(0);
      expect(stdout).not.toContain('\u001b');
      expect(stdout).not.toContain('secret words');
      if (format === 'markdown') expect(stdout).not.toMatch(/(?<!`[^`]*)<script>/);
    }
  });
});
