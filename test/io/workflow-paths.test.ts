import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { renderDiagnostics } from '../../src/diagnostics/render.ts';
import { type Opened, openWorkflow } from '../../src/planning/open.ts';
import { parseDay } from '../../src/pricing/day.ts';
import { addPosixTraps, BAD_PATHS, makePipe, makeProject, POSIX, type Project } from './project.ts';

const AS_OF = parseDay('2026-11-20') ?? 0;
const PATHS = BAD_PATHS.filter(({ posix }) => POSIX || !posix);

let project: Project;

beforeAll(() => {
  project = makeProject();
  if (POSIX) addPosixTraps(project);
});
afterAll(() => project.remove());

const workflow = (prompt: string): string =>
  `steps:\n  answer:\n    model: anthropic/claude-sonnet-5\n    prompt:${prompt}\n    output: 1k\ntraffic: 10k per day\n`;
const withPart = (part: string): string => workflow(`\n      - user: ${part}`);

const open = async (path: string, pricing: string | null = null): Promise<{ opened: Opened; shown: string }> => {
  const opened = openWorkflow({
    cwd: project.root,
    path,
    pricing,
    scenarios: [],
    traffic: null,
    settings: [],
    asOf: AS_OF,
    today: AS_OF,
    run: { seed: 1, runs: 100 },
  });
  return { opened, shown: renderDiagnostics(opened.problems.list) };
};

const plan = async (text: string): Promise<{ opened: Opened; shown: string; codes: readonly string[] }> => {
  project.write({ 'flow.yaml': text });
  const { opened, shown } = await open('flow.yaml');
  return { opened, shown, codes: opened.problems.list.map(({ code }) => code) };
};

/** Neither the text of a file outside the project nor the machine's own paths may be seen in anything that is returned. */
const checkNothingLeaks = (opened: Opened, shown: string): void => {
  const everything = JSON.stringify([
    opened.forecasts.map(({ projection }) => projection),
    opened.inputs,
    opened.problems.list.map(({ span, ...rest }) => ({ ...rest, file: span?.file.name })),
  ]);
  for (const text of [shown, everything]) {
    expect(text).not.toContain('CANARY');
    expect(text).not.toContain(project.base);
  }
};

describe('a prompt file is refused', () => {
  it.each(PATHS)('$path: $why', async ({ path, why, code }) => {
    const { opened, shown, codes } = await plan(withPart(`{ file: ${JSON.stringify(path)} }`));
    expect(codes).toEqual([code]);
    expect(shown).toContain(why);
    expect(shown).toContain('--> flow.yaml:5:');
    expect(opened.forecasts).toEqual([]);
    checkNothingLeaks(opened, shown);
  });
});

describe('samples are refused', () => {
  it('where no path is given at all', async () => {
    expect((await plan(withPart('{ samples: "" }'))).codes).toEqual(['bad-quantity']);
  });

  it.each(PATHS.filter(({ path }) => path !== ''))('$path: $why', async ({ path, why, code }) => {
    const { opened, shown, codes } = await plan(withPart(`{ samples: ${JSON.stringify(path)} }`));
    expect(codes).toEqual([code]);
    expect(shown).toContain(why);
    expect(opened.forecasts).toEqual([]);
    checkNothingLeaks(opened, shown);
  });

  it.each(['../outside/*.txt', '../**/*.txt', '/etc/*', '/**'])('where the pattern %s looks outside', async (pattern) => {
    const { opened, shown, codes } = await plan(withPart(`{ samples: "${pattern}" }`));
    expect(codes).toEqual(['no-samples']);
    checkNothingLeaks(opened, shown);
  });

  it.runIf(POSIX)('where a pattern begins with a link to the outside, and no name there is shown', async () => {
    const { opened, shown } = await plan(withPart('{ samples: "evil/*" }'));
    expect(opened.problems.failed).toBe(true);
    expect(shown).not.toContain('secret');
    checkNothingLeaks(opened, shown);
  });
});

describe('a path that stays inside the project is read', () => {
  const good = ['ok.txt', 'sub/../ok.txt', ...(POSIX ? ['inlink.txt'] : [])];

  it.each(good)('%s, as a prompt file', async (path) => {
    const { opened, shown } = await plan(withPart(`{ file: ${path} }`));
    expect(shown).toBe('');
    expect(opened.forecasts).toHaveLength(1);
    expect(opened.inputs.map(({ file }) => file)).toContain('flow.yaml');
    expect(opened.inputs).toHaveLength(2);
  });

  it.each(good)('%s, as samples', async (path) => {
    expect((await plan(withPart(`{ samples: ${path} }`))).shown).toBe('');
  });

  it('relative to the file that names it, not to where the command runs', async () => {
    project.write({ 'sub/flow.yaml': withPart('{ file: own.md }'), 'sub/own.md': 'hello' });
    const { opened, shown } = await open('sub/flow.yaml');
    expect(shown).toBe('');
    expect(opened.inputs.map(({ file }) => file)).toContain('sub/own.md');
  });

  it.runIf(POSIX)('by a pattern too, where the project is reached through a link', async () => {
    project.write({ 'flow.yaml': withPart('{ samples: "*.txt" }'), 'sub/in.yaml': withPart('{ samples: "../o?.txt" }') });
    project.link('../door', 'repo');
    expect((await open('../door/sub/in.yaml')).shown).toBe('');
  });

  it.runIf(POSIX)('up to the nearest root only: a package below the repository cannot look above itself', async () => {
    project.write({ 'package/package.json': '{}', 'package/flow.yaml': withPart('{ file: ../ok.txt }') });
    expect((await open('package/flow.yaml')).shown).toContain('it lies outside the project');
  });
});

describe('the samples and prompts themselves are not shown', () => {
  it('where a record of them is broken: only its place', async () => {
    project.write({ 'records.jsonl': '{"text": "fine"}\n{"other": 5}\n' });
    const { shown } = await plan(withPart('{ samples: records.jsonl, field: text }'));
    expect(shown).toContain('--> records.jsonl:2:1');
  });
});

describe.runIf(POSIX)('files that a folder brings along are confined like those that it names', () => {
  let folder = 0;
  let flow: string;

  beforeEach(() => {
    flow = `brought-${folder++}/flow`;
    project.write({ [`${flow}/../outlay.yaml`]: '', [`${flow}/workflow.yaml`]: workflow(' 4k').replace(/traffic.*\n/, '') });
  });

  it.each(['traffic.yaml', '../pricing/anthropic.yaml'])('%s that links to the outside shows nothing of it', async (file) => {
    project.link(`${flow}/${file}`, join(project.base, 'outside/secret.txt'));
    const { opened, shown } = await open(flow);
    expect(opened.problems.failed).toBe(true);
    checkNothingLeaks(opened, shown);
  });

  it('a workflow.yaml that links to the outside shows nothing of it', async () => {
    project.link(`${flow}-linked/workflow.yaml`, join(project.base, 'outside/secret.txt'));
    const { opened, shown } = await open(`${flow}-linked`);
    expect(opened.problems.failed).toBe(true);
    checkNothingLeaks(opened, shown);
  });

  it.each([
    ['a link to nowhere', 'nowhere'],
    ['a link to itself', 'anthropic.yaml'],
  ])('a price table that is %s is a problem of the files, not a bug', async (_what, target) => {
    project.link(`${flow}/../pricing/anthropic.yaml`, target);
    expect((await open(flow)).opened.problems.list.map(({ code }) => code)).toEqual(['file-unreadable']);
  });

  it('a price table that is a folder or a named pipe is a problem of the files', async () => {
    mkdirSync(join(project.root, flow, '../pricing/anthropic.yaml'), { recursive: true });
    expect((await open(flow)).shown).toContain('it is a folder');
    mkdirSync(join(project.root, flow, 'own'));
    makePipe(join(project.root, flow, 'own/anthropic.yaml'));
    expect((await open(flow, `${flow}/own`)).shown).toContain('it is not a regular file');
  });
});

describe('price tables that are asked for', () => {
  it('must be there', async () => {
    project.write({ 'flow.yaml': workflow(' 4k') });
    expect((await open('flow.yaml', 'no-such-folder')).opened.problems.failed).toBe(true);
  });
});
