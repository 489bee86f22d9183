import { visibleWithin } from '../../diagnostics/escape.ts';
import { count, fixed, percent } from '../../report/format.ts';
import { FROM_CACHE } from '../figures.ts';
import type { CalibrateReport } from './report.ts';

type Quoted = (text: string) => string;

const records = (number: number): string => `${fixed(number, 0)} ${number === 1 ? 'record' : 'records'}`;

const logSentence = (
  { file, format, records: found, duplicates, skipped, bad, bad_places: places, seen, note }: CalibrateReport['logs'][number],
  quoted: Quoted,
): string => {
  if (format === null) {
    const what = seen.length === 0 ? 'it holds no record' : `no known format; it has ${seen.map(quoted).join(', ')}`;
    return `${quoted(file)}: ${what}.`;
  }
  const parts = [
    `${records(found)} (${format})`,
    ...(duplicates > 0 ? [`${fixed(duplicates, 0)} of a call that was there already`] : []),
    ...skipped.map(({ what, records: number }) => `${fixed(number, 0)} × ${what}`),
    ...(note === null ? [] : [note]),
  ];
  const wrong = places.map(({ line, why }) => `line ${line}: ${why}`).join('; ');
  return `${quoted(file)}: ${parts.join(', ')}.${bad === 0 ? '' : ` ${records(bad)} cannot be used: ${wrong}${bad > places.length ? '; …' : ''}.`}`;
};

const stepSentence = (
  { name, model, records: found, failed, reused, sums, other_models }: CalibrateReport['steps'][number],
  quoted: Quoted,
): string => {
  if (found + failed + reused + sums + other_models.length === 0) return `${quoted(name)}: no record.`;
  const parts = [
    ...(found > 0 ? [`${records(found)} of ${quoted(model)}`] : []),
    ...(failed > 0 ? [`${fixed(failed, 0)} failed`] : []),
    ...(reused > 0 ? [`${fixed(reused, 0)} from a cache of results`] : []),
    ...(sums > 0 ? [`${fixed(sums, 0)} sums of many calls, which say nothing of single ones`] : []),
    ...other_models.map(
      (other) => `${fixed(other.records, 0)} of ${quoted(other.model)}${other.fallback ? ', a fallback' : ', another model: left out'}`,
    ),
  ];
  return `${quoted(name)}: ${parts.join(', ')}.`;
};

const unmatchedSentences = ({ unmatched }: CalibrateReport, quoted: Quoted): readonly string[] => {
  if (unmatched.records === 0) return [];
  const models = unmatched.models.map(({ model, records: number }) => `${fixed(number, 0)} of ${quoted(model)}`).join(', ');
  const fields = unmatched.fields.map(
    ({ field, values }) =>
      `${quoted(field)} has ${values.map(({ what, records: number }) => `${quoted(what)} (${fixed(number, 0)})`).join(', ')}`,
  );
  return [
    `No step: ${records(unmatched.records)}: ${models}.`,
    ...(fields.length === 0 ? [] : [`To tell them: --step <step>=<value>, or --step-field <field>. ${fields.join('; ')}.`]),
  ];
};

/** Returns what the logs hold, as sentences: files, then steps, then what belongs to no step. */
export const logSentences = (report: CalibrateReport, quoted: Quoted): readonly string[] => [
  ...report.logs.map((one) => logSentence(one, quoted)),
  ...report.steps.map((one) => stepSentence(one, quoted)),
  ...unmatchedSentences(report, quoted),
];

/** Returns what no number can mend: a prompt that the logs read from a cache, and the plan cannot. */
export const hintSentences = ({ compared }: CalibrateReport, quoted: Quoted): readonly string[] =>
  compared
    .filter(({ what, planned, observed }) => what.endsWith(FROM_CACHE) && planned < 0.01 && observed > 0.05)
    .map(
      ({ step, observed }) =>
        `${quoted(step ?? '')} reads ${percent(observed)} of its input from a cache, and in the plan nothing of it can be: put what does not change into system parts, and see its cache key.`,
    );

/** Returns what the logs cover, in a line. */
export const coveredText = ({ covered, unit }: CalibrateReport): string => {
  const { from, until, requests, told } = covered;
  if (from === null || until === null) return 'no record';
  const days = from.slice(0, 10) === until.slice(0, 10) ? from.slice(0, 10) : `${from.slice(0, 10)} to ${until.slice(0, 10)}`;
  const word = `${visibleWithin(unit, 20)}${requests === 1 ? '' : 's'}`;
  const counted = requests === 0 ? [] : [`${told ? '' : 'about '}${count(Math.round(requests))} ${word}`];
  return [days, records(covered.records), ...counted].join(' · ');
};

/** Returns what was written, or how to write it, as a sentence. */
export const writtenSentence = ({ written, quantities }: CalibrateReport, quoted: Quoted): string => {
  const fitted = quantities.filter(({ after }) => after !== null).length;
  if (written.length > 0) return `Written into ${written.map(quoted).join(' and ')}: ${fitted} numbers.`;
  return fitted === 0 ? 'Nothing to write.' : `Nothing was written. Without --dry-run the ${fitted} fitted numbers are.`;
};
