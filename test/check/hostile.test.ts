import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { check } from '../../src/cli/check.ts';
import { diff } from '../../src/cli/diff.ts';
import { inside } from '../baseline/in-process.ts';
import { DESK } from '../baseline/project.ts';
import { makeRepository, type TestRepository } from '../support/repository.ts';

/** Everything that a stranger may try in a name. */
const NAME = '@team ![x](https://e.example/p.png) <img src=x onerror=1> `code` | ** #12 \\e[31mred\\a \\u202egnp.exe ##[error]x';
const SCENARIO = '::error file=x::@everyone <!-- outlay:check -->';
const FOLDER = 'flows/@all <b>![y](x)';

const workflow = (work: string): string => `workflow: "${NAME}"
steps:
  answer: { model: house/large, prompt: 2k, output: 500, max_output: 500 }
  person: { human: "@boss <script>", work: ${work}, wage: $30 per hour }
budgets: { monthly_spend: $1k }
traffic: { "${SCENARIO}": { requests: 1000 per day } }
`;

let repository: TestRepository;
beforeAll(() => {
  repository = makeRepository();
  repository.commit({ 'pricing/house.yaml': DESK['pricing/house.yaml'], [`${FOLDER}/workflow.yaml`]: workflow('5min') });
  repository.write({ [`${FOLDER}/workflow.yaml`]: workflow('"7 to 9min" # @someone'), 'bad/workflow.yaml': 'steps: { "@x <img>": 1 }\n' });
});
afterAll(() => repository.remove());

const shown = async (command: 'check' | 'diff', format: 'text' | 'markdown'): Promise<string> => {
  const { stdout } = await inside(repository, () =>
    command === 'check' ? check([], { base: 'main', runs: '200', format }) : diff(['main'], [], { runs: '200', format }),
  );
  return stdout;
};

/** Markdown without what stands in code spans, where nothing is more than text. */
const outsideCode = (markdown: string): string => markdown.replace(/`[^`\n]*`/g, '');

describe('names of strangers', () => {
  it.each(['check', 'diff'] as const)('stay names in the Markdown of %s', async (command) => {
    const markdown = await shown(command, 'markdown');
    const bare = outsideCode(markdown);
    expect(markdown).toContain('@team');
    for (const mark of ['@', '![', '<img', '<b>', '<script', 'e.example', '#12']) expect(bare).not.toContain(mark);
    expect(bare.match(/<!--/g) ?? []).toHaveLength(command === 'check' ? 1 : 0);
    expect(bare.replaceAll(/<\/?(?:details|summary|sub)>|<!-- outlay:check -->/g, '')).not.toMatch(/<[a-z!/]/i);
    expect(markdown).toMatch(command === 'check' ? /^<!-- outlay:check -->\n/ : /^## /);
  });

  it.each(['check', 'diff'] as const)('move no terminal and command no runner in the text of %s', async (command) => {
    const text = await shown(command, 'text');
    expect(text).toContain('@team');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    expect(text).not.toMatch(/^\s*::/m);
    expect(text).not.toContain('##[');
  });

  it.each(['check', 'diff'] as const)('keep the comment of %s below the limit, however many there are', async (command) => {
    const many = Object.fromEntries(
      Array.from({ length: 220 }, (_, index) => [`many/${'n'.repeat(150)}${index}/workflow.yaml`, 'steps: { "@x <img>": 1 }\n']),
    );
    repository.write(many);
    const markdown = await shown(command, 'markdown');
    repository.write({ many: null });
    expect(markdown.length).toBeLessThan(65_536);
    expect(markdown).toMatch(/… and \d+ more workflows/);
  });
});
