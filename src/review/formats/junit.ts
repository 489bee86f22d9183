import { visible } from '../../diagnostics/escape.ts';
import type { Finding } from '../finding.ts';
import { detailsOf, type FindingsReport } from './findings-report.ts';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** Text with no control character left in it, as content or as the value of an attribute. XML 1.0 has no place for U+FFFE, U+FFFF. */
const xml = (text: string): string =>
  visible(text)
    .replace(/[\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

const placeText = ({ place }: Finding): string => (place === null ? '' : `${place.file}:${place.line}:${place.column}: `);

const told = (finding: Finding): string => [`${placeText(finding)}${finding.message}`, ...detailsOf(finding)].map(xml).join('\n');

/** One rule asked of one workflow: it fails by its errors; warnings are what it has to say. */
const testCase = (rule: string, workflow: string, findings: readonly Finding[]): readonly string[] => {
  const errors = findings.filter(({ level }) => level === 'error');
  const warnings = findings.filter(({ level }) => level === 'warn');
  const head = `    <testcase name="${xml(rule)}" classname="${xml(workflow)}" time="0"`;
  if (findings.length === 0) return [`${head}/>`];
  const failure =
    errors.length === 0
      ? []
      : [`      <failure type="${xml(rule)}" message="${xml(errors[0]?.message ?? '')}">${errors.map(told).join('\n\n')}</failure>`];
  const said = warnings.length === 0 ? [] : [`      <system-out>${warnings.map(told).join('\n\n')}</system-out>`];
  return [`${head}>`, ...failure, ...said, '    </testcase>'];
};

const counts = (tests: number, failures: number): string => `tests="${tests}" failures="${failures}" errors="0"`;

/** Returns findings as JUnit XML: a suite for each workflow, a test for each rule. */
export const findingsJunit = ({ command, workflows, rules, findings }: FindingsReport): string => {
  const asked = [...new Set([...rules.map(({ id }) => id), ...findings.map(({ rule }) => rule)])];
  const failing = (own: readonly Finding[]): number => new Set(own.filter(({ level }) => level === 'error').map(({ rule }) => rule)).size;
  const suites = workflows.map(({ name }) => {
    const own = findings.filter(({ workflow }) => workflow === name);
    const cases = asked.flatMap((rule) =>
      testCase(
        rule,
        name,
        own.filter((finding) => finding.rule === rule),
      ),
    );
    const head = `  <testsuite name="${xml(name)}" ${counts(asked.length, failing(own))} skipped="0" time="0">`;
    return { failures: failing(own), lines: [head, ...cases, '  </testsuite>'] };
  });
  const failures = suites.reduce((sum, suite) => sum + suite.failures, 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="outlay ${command}" ${counts(asked.length * workflows.length, failures)} time="0">`,
    ...suites.flatMap(({ lines }) => lines),
    '</testsuites>',
    '',
  ].join('\n');
};
