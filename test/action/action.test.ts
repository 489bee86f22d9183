import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '..', '..');

type Step = { readonly name: string; readonly run: string; readonly shell: string; readonly env?: Readonly<Record<string, string>> };
type Action = {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
};

const action = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as Action;
const scripts = join(root, '.github', 'action');

describe('action.yml', () => {
  it('runs one script a step, and no expression stands in a command', () => {
    expect(action.runs.using).toBe('composite');
    for (const { run, shell } of action.runs.steps) {
      expect(shell).toBe('bash');
      const [, name = ''] = /^bash "\$GITHUB_ACTION_PATH\/\.github\/action\/([a-z]+\.sh)"$/.exec(run) ?? [];
      expect(existsSync(join(scripts, name)), run).toBe(true);
    }
  });

  it('hands every script the variables that it reads', () => {
    const given = new Set(action.runs.steps.flatMap(({ env = {} }) => Object.keys(env)));
    const read = readdirSync(scripts).flatMap((name) =>
      [...readFileSync(join(scripts, name), 'utf8').matchAll(/\$\{?(OUTLAY_[A-Z_]+)/g)].map(([, variable]) => variable ?? ''),
    );
    expect([...new Set(read)].sort()).toEqual([...given].filter((name) => name.startsWith('OUTLAY_')).sort());
  });

  it('describes its inputs and gives each a default', () => {
    expect(Object.keys(action.inputs).sort()).toEqual(['base', 'comment', 'config', 'fail-on', 'path']);
    for (const { description, default: value } of Object.values(action.inputs)) {
      expect(description.length).toBeGreaterThan(20);
      expect(typeof value).toBe('string');
    }
  });
});

/** Says what it was called with, one argument a line; prints what the test has put into `check.<format>`; ends as it is told. */
const OUTLAY = `#!/usr/bin/env bash
printf '%s\\n' "$@" '' >>"$FAKE/outlay.log"
echo "summary: \${GITHUB_STEP_SUMMARY:-none}" >>"$FAKE/outlay.log"
cat "$FAKE/check.\${2#--format=}" 2>/dev/null
echo "a note" >&2
exit "$(cat "$FAKE/code")"
`;

const GH = `#!/usr/bin/env bash
printf '%s\\n' "$@" '' >>"$FAKE/gh.log"
if [ -e "$FAKE/forbidden" ]; then echo 'HTTP 403' >&2; exit 1; fi
case "$*" in *--paginate*) cat "$FAKE/ids" 2>/dev/null ;; esac
exit 0
`;

const GIT = `#!/usr/bin/env bash
printf '%s\\n' "$@" '' >>"$FAKE/git.log"
[ "$1" != cat-file ] || [ -e "$FAKE/has-base" ]
`;

const MARKDOWN = '<!-- outlay:check -->\n### outlay check: 1 warning\n';

// Actions run these scripts in bash on every system; on Windows the tests would need one on the path.
describe.skipIf(process.platform === 'win32')('the steps of the action', () => {
  let fake: string;
  const file = (name: string): string => join(fake, name);
  const log = (name: string): string => (existsSync(file(name)) ? readFileSync(file(name), 'utf8') : '');

  beforeEach(() => {
    fake = mkdtempSync(join(tmpdir(), 'outlay-action-'));
    mkdirSync(file('bin'));
    for (const [name, text] of Object.entries({ outlay: OUTLAY, gh: GH, git: GIT })) {
      writeFileSync(join(fake, 'bin', name), text);
      chmodSync(join(fake, 'bin', name), 0o755);
    }
    for (const name of ['output', 'summary']) writeFileSync(file(name), '');
    writeFileSync(file('code'), '0');
    writeFileSync(file('check.markdown'), MARKDOWN);
    writeFileSync(file('check.github'), '::warning file=a.yaml,line=1::slow\noutlay check: 1 warning\n');
  });
  afterEach(() => rmSync(fake, { recursive: true, force: true }));

  const run = (script: string, env: Readonly<Record<string, string>> = {}) => {
    const { stdout, stderr, status } = spawnSync('bash', [join(scripts, script)], {
      cwd: fake,
      encoding: 'utf8',
      env: {
        PATH: `${file('bin')}:${process.env['PATH']}`,
        FAKE: fake,
        RUNNER_TEMP: fake,
        GITHUB_OUTPUT: file('output'),
        GITHUB_STEP_SUMMARY: file('summary'),
        GITHUB_PATH: file('path'),
        GITHUB_ACTION_PATH: root,
        ...env,
      },
    });
    return { stdout, stderr, code: status };
  };

  describe('build', () => {
    it('puts an outlay on the path that runs the built command line', () => {
      expect(run('build.sh').code).toBe(0);
      const folder = log('path').trim();
      const { stdout } = spawnSync(join(folder, 'outlay'), ['--version'], { encoding: 'utf8' });
      expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    });
  });

  describe('check', () => {
    it('asks once for the comment, with the summary of the step, and once for the annotations, without', () => {
      const { code, stdout } = run('check.sh', { OUTLAY_BASE: 'main', OUTLAY_PATHS: 'flows/a\nflows/b\n' });
      expect(code).toBe(0);
      const asked = (format: string, summary: string): string =>
        `check\n--format=${format}\n--base=main\n--\nflows/a\nflows/b\n\nsummary: ${summary}\n`;
      expect(log('outlay.log')).toBe(asked('markdown', file('summary')) + asked('github', 'none'));
      expect(stdout).toContain('\n::warning file=a.yaml,line=1::slow\n');
      expect(log('outlay-check.md')).toBe(MARKDOWN);
      expect(log('output')).toBe(`exit-code=0\nwarnings=1\nreport=${file('outlay-check.md')}\n`);
    });

    it('asks for what outlay.yaml lists, and for no base, where none is given', () => {
      expect(run('check.sh', { OUTLAY_CONFIG: 'ci/outlay.yaml' }).code).toBe(0);
      expect(log('outlay.log')).toContain('check\n--format=markdown\n--config=ci/outlay.yaml\n--\n\nsummary');
      expect(log('git.log')).toBe('');
    });

    it('fetches the commit of a base that a checkout without history lacks, and no other', () => {
      run('check.sh', { OUTLAY_BASE: 'abc123' });
      expect(log('git.log')).toContain('fetch\n--quiet\n--no-tags\n--depth=1\n--end-of-options\norigin\nabc123\n');
      rmSync(file('git.log'));
      writeFileSync(file('has-base'), '');
      run('check.sh', { OUTLAY_BASE: 'abc123' });
      expect(log('git.log')).toBe('cat-file\n-e\nabc123^{commit}\n\n');
    });

    it('takes no word of its inputs for a command or an option', () => {
      const word = '$(touch pwned) `touch pwned`; touch pwned';
      run('check.sh', { OUTLAY_BASE: word, OUTLAY_PATHS: `${word}\n--as-of=2020-01-01`, OUTLAY_CONFIG: word });
      expect(existsSync(file('pwned'))).toBe(false);
      expect(log('outlay.log')).toContain(`--config=${word}\n--base=${word}\n--\n${word}\n--as-of=2020-01-01\n`);
    });

    it('lets the runner take no commands but the annotations', () => {
      const { stdout } = run('check.sh');
      const [, token = ''] = /^::stop-commands::([0-9a-f]{32})\n/.exec(stdout) ?? [];
      expect(token).not.toBe('');
      expect(stdout.indexOf(`::${token}::\n`)).toBeLessThan(stdout.indexOf('::warning'));
    });

    it('hands a failed check on, and leaves the verdict to the end', () => {
      writeFileSync(file('code'), '1');
      expect(run('check.sh').code).toBe(0);
      expect(log('output')).toContain('exit-code=1\n');
    });

    it('says in comment and summary that there is no result, where the input cannot be used', () => {
      writeFileSync(file('code'), '3');
      expect(run('check.sh').code).toBe(0);
      expect(log('outlay-check.md')).toMatch(/^<!-- outlay:check -->\n### outlay check: this change could not be checked\n/);
      expect(log('summary')).toBe(log('outlay-check.md'));
      expect(log('output')).toContain('exit-code=3\nwarnings=0\n');
    });
  });

  describe('comment', () => {
    const pull = (more: Readonly<Record<string, string>> = {}) => {
      writeFileSync(file('report.md'), MARKDOWN);
      return run('comment.sh', {
        OUTLAY_REPORT: file('report.md'),
        OUTLAY_REPOSITORY: 'team/shop',
        OUTLAY_HEAD_REPOSITORY: 'team/shop',
        OUTLAY_PULL_REQUEST: '7',
        ...more,
      });
    };

    it('makes one where there is none', () => {
      expect(pull().code).toBe(0);
      expect(log('gh.log')).toContain(
        `api\n--method\nPOST\nrepos/team/shop/issues/7/comments\n--field\nbody=@${file('report.md')}\n--silent\n`,
      );
    });

    it('changes its own in place, found by marker and author over all pages', () => {
      writeFileSync(file('ids'), '901\n902\n');
      expect(pull().code).toBe(0);
      const calls = log('gh.log');
      expect(calls).toContain('--paginate\nrepos/team/shop/issues/7/comments?per_page=100\n--jq\n');
      expect(calls).toContain('select(.user.login == "github-actions[bot]" and (.body | startswith("<!-- outlay:check -->")))');
      expect(calls).toContain('--method\nPATCH\nrepos/team/shop/issues/comments/901\n');
      expect(calls).not.toContain('POST');
    });

    it('leaves it at the summary where a fork has no token that may write', () => {
      writeFileSync(file('forbidden'), '');
      const { code, stdout } = pull({ OUTLAY_HEAD_REPOSITORY: 'stranger/shop' });
      expect(code).toBe(0);
      expect(stdout).toContain('::notice title=outlay::A pull request from a fork');
    });

    it('says which permission is missing where it is no fork', () => {
      writeFileSync(file('forbidden'), '');
      const { code, stdout } = pull();
      expect(code).toBe(0);
      expect(stdout).toContain(
        '::warning title=outlay::The comment could not be written: the job needs permissions: { pull-requests: write }.',
      );
    });

    it('makes no comment of a report without a marker: it would be a new one each time', () => {
      for (const first of ['hello', '<!-- outlay:") | env -->', '<!-- outlay:check --> more']) {
        writeFileSync(file('other.md'), `${first}\n`);
        expect(pull({ OUTLAY_REPORT: file('other.md') }).stdout).toContain('has no marker');
      }
      expect(log('gh.log')).toBe('');
    });
  });

  describe('verdict', () => {
    const verdict = (exit: number, warnings: number, failOn: string): number | null =>
      run('verdict.sh', { OUTLAY_EXIT_CODE: String(exit), OUTLAY_WARNINGS: String(warnings), OUTLAY_FAIL_ON: failOn }).code;

    it('fails by errors, by warnings too, or never, but always where the input cannot be used', () => {
      expect([verdict(0, 2, 'error'), verdict(1, 0, 'error'), verdict(2, 0, 'error')]).toEqual([0, 1, 2]);
      expect([verdict(0, 0, 'warning'), verdict(0, 2, 'warning'), verdict(1, 0, 'warning')]).toEqual([0, 1, 1]);
      expect([verdict(1, 2, 'never'), verdict(3, 0, 'never')]).toEqual([0, 3]);
      expect(verdict(0, 0, 'sometimes')).toBe(2);
    });
  });
});

describe('the hook of pre-commit', () => {
  it('checks against the last commit and looks at the project as a whole', () => {
    const [hook] = parse(readFileSync(join(root, '.pre-commit-hooks.yaml'), 'utf8')) as readonly Record<string, unknown>[];
    expect(hook).toMatchObject({ id: 'outlay-check', language: 'node', entry: 'outlay check --base HEAD', pass_filenames: false });
    for (const name of ['a/workflow.yaml', 'prompts/x.md', 'samples/q.jsonl']) expect(name).toMatch(new RegExp(String(hook?.['files'])));
  });
});
