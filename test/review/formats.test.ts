import { describe, expect, it } from 'vitest';
import { plain } from '../../src/diagnostics/render.ts';
import { sourceFile } from '../../src/diagnostics/source.ts';
import type { Finding } from '../../src/review/finding.ts';
import type { FindingsReport } from '../../src/review/formats/findings-report.ts';
import { findingsGithub } from '../../src/review/formats/github.ts';
import { findingsGitlab } from '../../src/review/formats/gitlab.ts';
import { inertProse } from '../../src/review/formats/inert-prose.ts';
import { findingsJunit } from '../../src/review/formats/junit.ts';
import { findingsMarkdown } from '../../src/review/formats/markdown.ts';
import { findingsSarif } from '../../src/review/formats/sarif.ts';
import { findingsText } from '../../src/review/formats/text.ts';
import { RULES } from '../../src/review/rules.ts';
import { sarifShape } from '../support/sarif-shape.ts';
import { parseXml, type XmlElement } from '../support/xml.ts';

const finding = (more: Partial<Finding> = {}): Finding => ({
  rule: 'no-timeout',
  level: 'warn',
  workflow: 'desk',
  place: { file: 'desk/workflow.yaml', line: 2, column: 3, endLine: 2, endColumn: 9 },
  message: 'step "answer" has no timeout',
  stake: '120 runs a day',
  fix: 'add `retry: { timeout: 30s }`',
  ...more,
});

const reportOf = (findings: readonly Finding[], more: Partial<FindingsReport> = {}): FindingsReport => ({
  command: 'review',
  version: '1.2.3',
  workflows: [...new Set(findings.map(({ workflow }) => workflow))].map((name) => ({ name, file: 'desk/workflow.yaml' })),
  rules: RULES,
  findings,
  suppressed: [],
  ended: [],
  ...more,
});

/** Names that a stranger's pull request may bring along, each meant to break out of some format. */
const HOSTILE = [
  '@octocat please approve',
  '![x](https://evil.example/p.png)',
  '[click](javascript:alert(1))',
  '<img src=x onerror=alert(1)>',
  '<!-- outlay:review --> hidden',
  '::error file=a::b',
  'a%0A::set-output name=x::y',
  'two\nlines\r::error::three',
  ']]> <b>',
  '"; rm -rf / #',
  '\u001b[31mred\u001b[0m \u009b2J',
  '\u202eright to left\u202c zero\u200bwidth',
  '\u{e0041}\u{e0042} tags',
  '`code` | cell | ``` fence',
  'org/repo#12 #34 GH-56 deadbeefcafe0123 :tada:',
  'www.evil.example https://evil.example mail@evil.example',
  '##[error]old ##vso[task.setvariable variable=x]y',
  '\ud800 alone, \ufffe and \uffff',
  '$(id) $HOME `id` $x$',
];

const hostile = HOSTILE.map((text) =>
  finding({
    workflow: text,
    place: { file: `${text}/workflow.yaml`, line: 1, column: 1, endLine: 1, endColumn: 2 },
    message: `step "${text}" is bad`,
    stake: text,
    fix: text,
  }),
);

// biome-ignore lint/suspicious/noControlCharactersInRegex: what must not reach a terminal or a page
const UNSEEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]|[\u{e0000}-\u{e0fff}]/u;

describe("a stranger's names", () => {
  const report = reportOf(hostile, { suppressed: hostile.map((one) => ({ ...one, reason: one.message, until: null })) });
  const file = sourceFile('desk/workflow.yaml', HOSTILE[16] ?? '');
  const formats = {
    text: findingsText(
      reportOf([finding({ place: { file: file.name, line: 1, column: 1, endLine: 1, endColumn: 3 } }), ...hostile]),
      new Map([[file.name, file]]),
      plain,
    ),
    github: findingsGithub(report),
    markdown: findingsMarkdown(report),
    junit: findingsJunit(report),
    sarif: findingsSarif(report),
    gitlab: findingsGitlab(report),
  };

  it.each(Object.entries(formats))('leave no control, bidirectional or invisible character in %s', (_name, printed) => {
    expect(printed).not.toMatch(UNSEEN);
    expect(printed.isWellFormed()).toBe(true);
  });

  it('give no command to a runner that reads text line by line', () => {
    expect(formats.text).not.toMatch(/^\s*::/m);
    expect(formats.text).not.toMatch(/##(?:\[|vso\[)/);
  });

  it('stay within their annotation', () => {
    const lines = formats.github.trimEnd().split('\n');
    expect(lines.slice(0, 10).every((line) => /^::warning (?:[a-zA-Z]+=[^:,]*(?:,|(?=::)))+::[^\n]*$/.test(line))).toBe(true);
    expect(lines.slice(10)).toEqual([
      '::notice title=outlay review::9 more, not shown as annotations',
      'outlay review: 19 warnings; 19 accepted',
    ]);
    expect(formats.github).toContain('a%250A%3A%3Aset-output name=x%3A%3Ay');
  });

  it('stand in code spans in Markdown, or are plain words', () => {
    const [marker, ...lines] = formats.markdown.split('\n');
    expect(marker).toBe('<!-- outlay:review -->');
    const outside = lines.map((line) => line.replace(/`[^`]*`/g, '')).join('\n');
    const own = outside.replace(/<\/?(?:details|summary)>/g, '').replaceAll('**', '');
    expect(own).not.toMatch(/[@<>[\]`|!{}\\_*~]|https?:|www\.|javascript:|#\d|deadbeef|:tada:|GH-\d|\$/);
  });

  it('make well-formed XML', () => {
    expect(parseXml(formats.junit).children.map(({ attributes }) => attributes['name'])).toHaveLength(HOSTILE.length);
  });

  it('make a valid SARIF log with relative addresses', () => {
    expect(() => sarifShape.parse(JSON.parse(formats.sarif))).not.toThrow();
  });
});

describe('prose in Markdown', () => {
  it('keeps words and figures as they are, and what stands in backticks as code', () => {
    expect(inertProse('saves $1,230.50 a month (12 %): add `cache: 5m`')).toBe('saves $1,230.50 a month (12 %): add `cache: 5m`');
  });

  it('puts into code what Markdown or a forge would make something of', () => {
    expect(inertProse('ask "@octocat", see #12.')).toBe('ask "`@octocat`", see `#12`.');
    expect(inertProse('x_y and org/repo')).toBe('`x_y` and org/repo');
  });
});

describe('annotations', () => {
  it('say place, rule, stake and fix; percent signs and line ends are encoded', () => {
    expect(findingsGithub(reportOf([finding({ level: 'error', stake: '5 % of it' })]))).toBe(
      [
        '::error file=desk/workflow.yaml,line=2,endLine=2,col=3,endColumn=9,title=no-timeout in desk::step "answer" has no timeout%0Aat stake: 5 %25 of it%0Afix: add `retry: { timeout: 30s }`',
        'outlay review: 1 error',
        '',
      ].join('\n'),
    );
  });

  it('leave columns out where a finding spans lines, since GitHub refuses them there', () => {
    const place = { file: 'a.yaml', line: 2, column: 3, endLine: 4, endColumn: 1 };
    expect(findingsGithub(reportOf([finding({ place })]))).toContain('::warning file=a.yaml,line=2,endLine=4,title=');
  });

  it('are ten of a kind, which is all that GitHub shows, and errors come first', () => {
    const many = [...Array.from({ length: 12 }, () => finding({ level: 'error' })), ...Array.from({ length: 11 }, () => finding())];
    const lines = findingsGithub(reportOf(many)).split('\n');
    expect(lines.map((line) => line.split(' ')[0]?.replaceAll(':', ''))).toEqual([
      ...new Array(10).fill('error'),
      ...new Array(10).fill('warning'),
      'notice',
      'outlay',
      '',
    ]);
  });
});

describe('a comment', () => {
  it('stays below the 65,536 characters that GitHub takes, whatever there is to say, and counts the rest', () => {
    const many = Array.from({ length: 2000 }, (_, index) => finding({ message: `step "s${index}" has no timeout` }));
    const report = reportOf(many, { suppressed: many.map((one) => ({ ...one, reason: 'known', until: '2027-01-01' })) });
    const printed = findingsMarkdown(report);
    expect(printed.length).toBeLessThan(65_536);
    expect([...printed.matchAll(/^… and [\d,]+ more\.$/gm)]).toHaveLength(2);
    expect(printed).toContain('outlay review: 2000 warnings; 2000 accepted');
    expect(printed.match(/<details>/g)).toHaveLength(1);
    expect(printed.trimEnd().endsWith('</details>')).toBe(true);
  });
});

describe('SARIF', () => {
  const logOf = (findings: readonly Finding[]) => sarifShape.parse(JSON.parse(findingsSarif(reportOf(findings)))).runs[0];

  it('has an empty list of results where nothing is found, and still its rules', () => {
    const run = logOf([]);
    expect(run.results).toEqual([]);
    expect(run.tool.driver.rules.map(({ id }) => id)).toEqual(RULES.map(({ id }) => id));
  });

  it('percent-encodes the names of a path', () => {
    const [result] = logOf([finding({ place: { file: 'a b/ä#1.yaml', line: 1, column: 1, endLine: 1, endColumn: 2 } })]).results;
    expect(result?.locations[0].physicalLocation.artifactLocation.uri).toBe('a%20b/%C3%A4%231.yaml');
  });

  it('shows a finding without a place at the head of its workflow, and describes a rule that nobody described', () => {
    const run = logOf([finding({ rule: 'budget', place: null })]);
    expect(run.results[0]?.locations[0].physicalLocation.artifactLocation.uri).toBe('desk/workflow.yaml');
    expect(run.tool.driver.rules.at(-1)?.id).toBe('budget');
  });

  it('refuses in its test what is no SARIF', () => {
    const log = JSON.parse(findingsSarif(reportOf([finding()])));
    log.runs[0].results[0].level = 'warn';
    expect(sarifShape.safeParse(log).success).toBe(false);
  });
});

describe('fingerprints', () => {
  const idsOf = (findings: readonly Finding[]): readonly string[] =>
    JSON.parse(findingsGitlab(reportOf(findings))).map(({ fingerprint }: { fingerprint: string }) => fingerprint);

  it('stay the same when lines move and figures change', () => {
    const [before] = idsOf([finding({ message: 'step "answer" writes 1,200 tokens for $3.50' })]);
    const moved = finding({
      message: 'step "answer" writes 900 tokens for <$0.01',
      place: { file: 'desk/workflow.yaml', line: 9, column: 1, endLine: 9, endColumn: 2 },
    });
    expect(idsOf([moved])).toEqual([before]);
  });

  it('differ between steps, files, workflows and rules, and between findings that are otherwise equal', () => {
    const all = [
      finding(),
      finding(),
      finding({ message: 'step "answer2" has no timeout' }),
      finding({ message: 'step "answer3" has no timeout' }),
      finding({ workflow: 'other' }),
      finding({ rule: 'no-fallback' }),
      finding({ place: null }),
    ];
    expect(new Set(idsOf(all)).size).toBe(all.length);
  });
});

describe('GitLab code quality', () => {
  it('is a list of issues with path, line and severity; an empty list where all is well', () => {
    expect(findingsGitlab(reportOf([]))).toBe('[]\n');
    expect(JSON.parse(findingsGitlab(reportOf([finding({ level: 'error' }), finding({ place: null })])))).toMatchObject([
      { check_name: 'no-timeout', severity: 'major', location: { path: 'desk/workflow.yaml', lines: { begin: 2, end: 2 } } },
      { severity: 'minor', location: { path: 'desk/workflow.yaml', lines: { begin: 1 } } },
    ]);
  });
});

/** What Jenkins and others ask of JUnit XML: these attributes, numbers in counts, cases with at most one failure before their output. */
const checkSuite = (suite: XmlElement): void => {
  const { name, tests, failures, errors, time } = suite.attributes;
  for (const value of [name, time]) expect(value).toBeTruthy();
  for (const value of [tests, failures, errors]) expect(value).toMatch(/^\d+$/);
  const cases = suite.children.filter((child) => child.name === 'testcase');
  expect(cases.length).toBe(Number(tests));
  expect(cases.filter(({ children }) => children.some((child) => child.name === 'failure')).length).toBe(Number(failures));
  for (const { attributes, children } of cases) {
    expect(attributes['name']).toBeTruthy();
    expect(attributes['classname']).toBeTruthy();
    expect(['', 'failure', 'system-out', 'failure system-out']).toContain(children.map((child) => child.name).join(' '));
  }
};

describe('JUnit', () => {
  it('has a suite for each workflow and a test for each rule, which fails by its errors alone', () => {
    const root = parseXml(
      findingsJunit(reportOf([finding({ level: 'error' }), finding(), finding({ workflow: 'other' }), finding({ rule: 'budget' })])),
    );
    expect(root.name).toBe('testsuites');
    expect(root.children.map(({ attributes }) => [attributes['name'], attributes['tests'], attributes['failures']])).toEqual([
      ['desk', String(RULES.length + 1), '1'],
      ['other', String(RULES.length + 1), '0'],
    ]);
    for (const suite of root.children) checkSuite(suite);
  });
});

describe('text', () => {
  const file = sourceFile('desk/workflow.yaml', 'steps:\n  answer: { model: m }\n');

  it('shows the line with a caret, counts characters and not code units, and ends in a summary', () => {
    const wide = sourceFile('w.yaml', 'a: "🙂🙂", b: 1\n');
    const place = { file: 'w.yaml', line: 1, column: 10, endLine: 1, endColumn: 11 };
    const printed = findingsText(
      reportOf([finding(), finding({ place })]),
      new Map([
        [file.name, file],
        ['w.yaml', wide],
      ]),
      plain,
    );
    expect(printed).toContain('  --> desk/workflow.yaml:2:3\n  |\n2 |   answer: { model: m }\n  |   ^^^^^^\n   = at stake: 120 runs a day');
    expect(printed).toContain('  --> w.yaml:1:10\n');
    expect(printed.endsWith('desk: 2 warnings\n')).toBe(true);
  });

  it('says what was accepted and has ended', () => {
    const ended = [{ ...finding(), reason: 'known', until: '2026-10-31' }];
    expect(findingsText(reportOf([], { ended, workflows: [{ name: 'desk', file: 'a' }] }), new Map(), plain)).toBe(
      'desk: what outlay.yaml accepts of no-timeout has ended on 2026-10-31\n\ndesk: no findings\n',
    );
  });
});
