import { visibleWithin } from '../../diagnostics/escape.ts';
import type { Finding, FindingPlace } from '../finding.ts';
import type { RuleDocs } from '../rule.ts';
import { detailsOf, type FindingsReport } from './findings-report.ts';
import { fingerprinted } from './fingerprint.ts';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

/** What code scanning takes: more results are refused with the whole upload, longer texts are cut. */
const MOST_RESULTS = 25_000;
const MOST_CHARACTERS = 1024;

const LEVEL = { error: 'error', warn: 'warning' } as const;

const text = (words: string): { readonly text: string } => ({ text: visibleWithin(words, MOST_CHARACTERS) });

const ruleOf = ({ id, title, why, example, fix }: RuleDocs) => ({
  id,
  name: id.replace(/(?:^|-)(.)/g, (_all, letter: string) => letter.toUpperCase()),
  shortDescription: text(title),
  fullDescription: text(why),
  help: { text: [why, example === '' ? '' : `For example:\n${example}`, fix].filter((part) => part !== '').join('\n\n') },
  properties: { tags: ['cost'] },
});

/** A relative URI reference: each name of the path percent-encoded. */
const uriOf = (file: string): string => file.split('/').map(encodeURIComponent).join('/');

const locationOf = (place: FindingPlace) => ({
  physicalLocation: {
    artifactLocation: { uri: uriOf(place.file.toWellFormed()), uriBaseId: '%SRCROOT%' },
    region: {
      startLine: place.line,
      startColumn: place.column,
      endLine: place.endLine,
      endColumn: Math.max(place.endColumn, place.line === place.endLine ? place.column : 1),
    },
  },
});

/** Code scanning shows no result without a place: the first line of the workflow's file stands for it. */
const placeOf = ({ place, workflow }: Finding, { workflows }: FindingsReport): FindingPlace => {
  const file = workflows.find(({ name }) => name === workflow)?.file ?? 'outlay.yaml';
  return place ?? { file, line: 1, column: 1, endLine: 1, endColumn: 1 };
};

/** A rule that only a finding names, such as a budget of `check`. */
const undescribed = (id: string): RuleDocs => ({ id, title: id, why: id, example: '', fix: '' });

const rulesOf = ({ rules, findings }: FindingsReport): readonly RuleDocs[] => {
  const known = new Set(rules.map(({ id }) => id));
  return [...rules, ...[...new Set(findings.map(({ rule }) => rule))].filter((id) => !known.has(id)).map(undescribed)];
};

/** Returns findings as SARIF 2.1.0, as GitHub code scanning takes it. */
export const findingsSarif = (report: FindingsReport): string => {
  const rules = rulesOf(report);
  const results = fingerprinted(report.findings.slice(0, MOST_RESULTS)).map(({ finding, id }) => ({
    ruleId: finding.rule,
    ruleIndex: rules.findIndex((rule) => rule.id === finding.rule),
    level: LEVEL[finding.level],
    message: { text: [finding.message, ...detailsOf(finding)].map((line) => visibleWithin(line, MOST_CHARACTERS)).join('\n') },
    locations: [locationOf(placeOf(finding, report))],
    partialFingerprints: { primaryLocationLineHash: id },
  }));
  const driver = { name: 'outlay', semanticVersion: report.version, rules: rules.map(ruleOf) };
  const run = {
    tool: { driver },
    automationDetails: { id: `outlay/${report.command}/` },
    columnKind: 'unicodeCodePoints',
    results,
  };
  return `${JSON.stringify({ $schema: SCHEMA, version: '2.1.0', runs: [run] }, null, 2)}\n`;
};
