import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { Problems } from '../diagnostics/diagnostic.ts';
import { renderDiagnostics } from '../diagnostics/render.ts';
import { userCountCache } from '../io/count-cache.ts';
import { countTexts } from '../io/count-texts.ts';
import { isPattern, matchingPaths } from '../io/glob.ts';
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
import { runSettings } from './run-settings.ts';
import { colourOn, columnsOfOutput, painter } from './terminal.ts';
import { countedModels } from './tokens-models.ts';
import { progressBar } from './tokens-progress.ts';
import { showFile } from './tokens-show.ts';
import { calibrateFrom, makeOwnVocabulary } from './tokens-tokenizers.ts';

/** The options of `outlay tokens` as commander hands them over. */
export type TokensOptions = CommonOptions & {
  readonly model?: readonly string[];
  readonly field?: string;
  readonly sample?: string;
  readonly show?: boolean;
  readonly cache?: boolean;
  readonly calibrate?: string;
  readonly makeVocabulary?: string;
  readonly write?: boolean;
  readonly format?: string;
};

const sourcesOf = (files: readonly string[], field: string | null, problems: Problems): readonly TextSource[] => {
  const cwd = process.cwd();
  const names = files.flatMap((file) => {
    if (file === '-' || existsSync(resolve(cwd, file)) || !isPattern(file)) return [file];
    const found = matchingPaths(cwd, cwd, file);
    if (found.length === 0) problems.error('no-samples', null, `no file matches "${file}"`);
    return found;
  });
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
  if (options.makeVocabulary !== undefined) return makeOwnVocabulary(options.makeVocabulary, options);
  if (options.calibrate !== undefined) return calibrateFrom(options.calibrate, options);
  const problems = new Problems();
  if (files.length === 0)
    problems.error('options', null, 'no file to count', { help: ['name files or patterns, or - for standard input'] });
  const asOf = await dayHere(options, problems);
  const field = options.field ?? null;
  const size = sampleSize(options.sample, problems);
  const { seed } = runSettings({ ...(options.seed !== undefined && { seed: options.seed }) }, problems);
  const sources = sourcesOf(files, field, problems);
  if (problems.failed) return refused(problems, options);
  const models = await countedModels(options, asOf, problems);
  if (problems.failed) return refused(problems, options);
  const counters = loadCounters(
    models.map(({ family }) => family.encoding),
    { root: rootOf(process.cwd()), problems },
  );
  if (problems.failed) return refused(problems, options);
  if (options.show) return showFile(sources, models, counters, options, problems);
  const progress = progressBar(sources, options);
  const cache = options.cache === false ? null : { counts: userCountCache(), version: version() };
  const sample = size === null ? null : { size, seed };
  const { set, of } = await countTexts({ sources, counters, sample, cache, progress: progress.tell }, problems);
  progress.clear();
  if (problems.failed) return refused(problems, options);
  if (set.size === 0) {
    problems.error('no-samples', null, `no text in ${files.map((file) => `"${file}"`).join(', ')}`, {
      help: ['the files are there, but hold no record'],
    });
    return refused(problems, options);
  }
  const report = buildTokensReport({
    ...{ version: version(), asOf, field, sample: size, seed, files: sources.map(({ file }) => file), set, of, models },
    diagnostics: problems.list,
  });
  const warnings =
    options.quiet || problems.list.length === 0 ? '' : renderDiagnostics(problems.list, painter(colourOn(process.stderr, options.color)));
  return { stdout: rendered(report, options), stderr: warnings === '' ? '' : `${warnings}\n\n`, code: EXIT.ok };
};
