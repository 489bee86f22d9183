import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { Problems } from '../diagnostics/diagnostic.ts';
import { countTexts } from '../io/count-texts.ts';
import { rootOf } from '../io/root.ts';
import type { TextSource } from '../io/texts.ts';
import { loadCounters } from '../io/vocabularies.ts';
import { toJson } from '../report/json.ts';
import { buildTokensReport } from '../report/tokens/build.ts';
import type { TokensReport } from '../report/tokens/report.ts';
import { tokensCsv, tokensMarkdown } from '../report/tokens/rows.ts';
import { tokensText } from '../report/tokens/text.ts';
import { EXIT, type Outcome, version } from './process.ts';
import { dayHere } from './project-day.ts';
import { type CommonOptions, refused } from './refused.ts';
import { warningsFor } from './request.ts';
import { runSettings } from './run-settings.ts';
import { colourOn, columnsOfOutput, painter } from './terminal.ts';
import { countedModels } from './tokens-models.ts';
import { progressBar } from './tokens-progress.ts';

/** The options of `outlay tokens` as commander hands them over. */
export type TokensOptions = CommonOptions & {
  readonly model?: readonly string[];
  readonly field?: string;
  readonly sample?: string;
  readonly show?: boolean;
  readonly tools?: string;
  readonly cache?: boolean;
  readonly calibrate?: string;
  readonly makeVocabulary?: string;
  readonly write?: boolean;
  readonly format?: string;
};

/** Returns the files that a name stands for: itself, or those that match it where it is a pattern and no file. */
const namesOf = async (file: string, problems: Problems): Promise<readonly string[]> => {
  const cwd = process.cwd();
  if (file === '-' || existsSync(resolve(cwd, file))) return [file];
  const { isPattern, matchingPaths } = await import('../io/glob.ts');
  if (!isPattern(file)) return [file];
  const found = matchingPaths(cwd, cwd, file);
  if (found.length === 0) problems.error('no-samples', null, `no file matches "${file}"`);
  return found;
};

const sourcesOf = async (files: readonly string[], field: string | null, problems: Problems): Promise<readonly TextSource[]> => {
  const cwd = process.cwd();
  const names: string[] = [];
  for (const file of files) names.push(...(await namesOf(file, problems)));
  return [...new Set(names)].flatMap((file) => {
    const path = file === '-' ? '-' : resolve(cwd, file);
    if (path !== '-' && existsSync(path) && statSync(path).isDirectory())
      return problems.error('file-unreadable', null, `"${file}" is a folder`, { help: [`name its files: "${file}/*.txt"`] }) ?? [];
    return [{ file, path, field }];
  });
};

const sampleSize = (text: string | undefined, problems: Problems): number | null => {
  if (text === undefined) return null;
  const value = Number(text);
  if (/^[0-9]+$/.test(text) && value >= 1 && value <= 2 ** 31) return value;
  return problems.error('options', null, `--sample "${text}" is not a whole number from 1 on`) ?? null;
};

const rendered = (report: TokensReport, options: TokensOptions): string => {
  switch (options.format) {
    case 'json':
      return toJson(report);
    case 'csv':
      return tokensCsv(report);
    case 'markdown':
      return tokensMarkdown(report);
    default:
      return tokensText(report, { width: columnsOfOutput(), paint: painter(colourOn(process.stdout, options.color)), path: '' });
  }
};

/** `outlay tokens`: what files, records or standard input come to in tokens, for some models. */
export const tokens = async (files: readonly string[], options: TokensOptions): Promise<Outcome> => {
  if (options.makeVocabulary !== undefined)
    return (await import('./tokens-tokenizers.ts')).makeOwnVocabulary(options.makeVocabulary, options);
  if (options.calibrate !== undefined) return (await import('./tokens-tokenizers.ts')).calibrateFrom(options.calibrate, options);
  const problems = new Problems();
  if (files.length === 0)
    problems.error('options', null, 'no file to count', { help: ['name files or patterns, or - for standard input'] });
  const asOf = await dayHere(options, problems);
  const field = options.field ?? null;
  const size = sampleSize(options.sample, problems);
  const { seed } = runSettings({ ...(options.seed !== undefined && { seed: options.seed }) }, problems);
  const sources = await sourcesOf(files, field, problems);
  if (problems.failed) return refused(problems, options);
  const models = await countedModels(options, asOf, problems);
  if (problems.failed) return refused(problems, options);
  const counters = loadCounters(
    models.map(({ family }) => family.encoding),
    { root: rootOf(process.cwd()), problems },
  );
  if (problems.failed) return refused(problems, options);
  const toolTokens =
    options.tools === undefined ? null : (await import('./tokens-tools.ts')).toolCounterFrom(options.tools, counters, problems);
  if (problems.failed) return refused(problems, options);
  if (options.show) return (await import('./tokens-show.ts')).showFile(sources, models, counters, options, problems);
  const progress = progressBar(sources, options);
  const counts = async () => (await import('../io/count-cache.ts')).userCountCache();
  const cache = options.cache === false ? null : { counts, version: version() };
  const sample = size === null ? null : { size, seed };
  const hashed = options.format === 'json';
  const { set, of, hashes } = await countTexts({ sources, counters, sample, cache, hashed, progress: progress.tell }, problems);
  progress.clear();
  if (problems.failed) return refused(problems, options);
  if (set.size === 0) {
    problems.error('no-samples', null, `no text in ${files.map((file) => `"${file}"`).join(', ')}`, {
      help: ['the files are there, but hold no record'],
    });
    return refused(problems, options);
  }
  const report = buildTokensReport({
    ...{ version: version(), asOf, field, sample: size, seed, files: sources.map(({ file }) => file), hashes, set, of, models, toolTokens },
    diagnostics: problems.list,
  });
  return { stdout: rendered(report, options), stderr: warningsFor(problems, options), code: EXIT.ok };
};
