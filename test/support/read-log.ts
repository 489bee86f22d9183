import { Problems } from '../../src/diagnostics/diagnostic.ts';
import { logEntries } from '../../src/io/log-files.ts';
import { LogReading, type UsageLog } from '../../src/usage/read.ts';
import { inputTokens, outputTokens } from '../../src/usage/record.ts';
import { stepTeller, type Telling } from '../../src/usage/steps.ts';
import { makeProject } from '../io/project.ts';

const NOBODY: Telling = { steps: [], rules: [], field: null };

/** Returns what a log holds; problems of its file are thrown, since no test of a log expects them. */
export const readLogFile = async (name: string, path: string, telling = NOBODY): Promise<UsageLog> => {
  const problems = new Problems();
  const reading = new LogReading(stepTeller(telling));
  reading.begin(name);
  for await (const one of logEntries(name, path, problems)) {
    if ('entry' in one) reading.take(one.line, one.entry);
    else reading.bad(one.line, one.bad);
  }
  reading.end();
  const [problem] = problems.list;
  if (problem !== undefined) throw new Error(problem.message);
  return reading.result();
};

/** The same of a text, put into a file of that name for as long as it is read. */
export const readLog = async (name: string, content: string | Uint8Array, telling = NOBODY): Promise<UsageLog> => {
  const project = makeProject();
  try {
    project.write({ [name]: content });
    return await readLogFile(name, `${project.root}/${name}`, telling);
  } finally {
    project.remove();
  }
};

/** Adds up what was billed: tokens by class, and dollars as the log states them. */
export const totals = ({ records }: UsageLog) => {
  const billed = records.filter(({ failed, reused }) => !failed && !reused);
  const sum = (of: (record: (typeof billed)[number]) => number): number =>
    Number(billed.reduce((total, record) => total + of(record), 0).toPrecision(12));
  return {
    calls: billed.every(({ calls }) => calls === null) ? null : sum(({ calls }) => calls ?? 0),
    input: sum(({ tokens }) => (tokens === null ? 0 : inputTokens(tokens))),
    uncached: sum(({ tokens }) => tokens?.uncachedInput ?? 0),
    read: sum(({ tokens }) => tokens?.cacheRead ?? 0),
    written: [
      sum(({ tokens }) => tokens?.cacheWrite.fiveMinutes ?? 0),
      sum(({ tokens }) => tokens?.cacheWrite.oneHour ?? 0),
      sum(({ tokens }) => tokens?.cacheWrite.other ?? 0),
    ],
    output: sum(({ tokens }) => (tokens === null ? 0 : outputTokens(tokens))),
    reasoning: sum(({ tokens }) => tokens?.reasoning ?? 0),
    usd: sum(({ costUsd }) => costUsd ?? 0),
  };
};
