import { resolve } from 'node:path';
import type { CalledStep } from '../calibration/observed.ts';
import type { Problems } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { logEntries } from '../io/log-files.ts';
import { logNames } from '../io/log-names.ts';
import { FORMAT_NAMES } from '../usage/formats.ts';
import { LogReading, type UsageLog } from '../usage/read.ts';
import { type StepRule, stepTeller } from '../usage/steps.ts';
import { shareProgress } from './share-progress.ts';

/** Which logs are read, and how their calls are told apart. */
export type LogOptions = {
  readonly from?: readonly string[];
  readonly step?: readonly string[];
  readonly stepField?: string;
  readonly quiet?: boolean;
};

/** `answer=value`, or `answer=field:value`. */
const ruleOf = (text: string, steps: readonly string[], problems: Problems): StepRule | undefined => {
  const [, step = '', rest = ''] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
  if (step === '' || !steps.includes(step)) {
    const help = [didYouMean(step, steps), `steps that call models: ${steps.join(', ')}`].filter((line) => line !== '');
    return problems.error('options', null, `--step "${text}" names no step that calls a model`, {
      help: [...help, 'write --step answer=value or answer=field:value'],
    });
  }
  const [, field, value] = /^([A-Za-z_][\w.-]*):(.+)$/s.exec(rest) ?? [];
  return field === undefined || value === undefined ? { step, field: null, value: rest } : { step, field, value };
};

/** Returns what the named logs hold of a workflow's steps; what is wrong with names and files is reported. */
export const readLogs = async (called: readonly CalledStep[], options: LogOptions, problems: Problems): Promise<UsageLog> => {
  const cwd = process.cwd();
  const names = called.map(({ spec }) => spec.name);
  const rules = (options.step ?? []).flatMap((text) => ruleOf(text, names, problems) ?? []);
  const files = logNames(cwd, options.from ?? [], problems);
  const steps = called.map(({ spec, models, fallbacks }) => ({ name: spec.name, models: new Set([...models, ...fallbacks]) }));
  const reading = new LogReading(stepTeller({ steps, rules, field: options.stepField ?? null }));
  const progress = shareProgress(options);
  if (!problems.failed) {
    for (const [at, file] of files.entries()) {
      progress.tell(at / files.length);
      reading.begin(file);
      for await (const one of logEntries(file, file === '-' ? '-' : resolve(cwd, file), problems)) {
        if ('entry' in one) reading.take(one.line, one.entry);
        else reading.bad(one.line, one.bad);
      }
      reading.end();
    }
  }
  progress.clear();
  return reading.result();
};

/** Reports logs of which nothing is left. */
export const checkLog = ({ files, records, cut }: UsageLog, problems: Problems): void => {
  if (cut) problems.warning('limit', null, 'the logs hold more than 2,000,000 calls: the rest is left out', { help: ['name fewer files'] });
  if (records.some(({ step }) => step !== null)) return;
  const unknown = files.filter(({ format }) => format === null);
  const [first] = unknown;
  if (records.length > 0)
    problems.error('no-samples', null, 'no record belongs to a step of the workflow', {
      help: [
        'say which with --step <step>=<value>, or --step-field <field>',
        `models in the logs: ${[...new Set(records.map(({ model }) => model ?? 'none'))].slice(0, 6).join(', ')}`,
      ],
    });
  else
    problems.error('no-samples', null, 'the logs hold no usage record', {
      help: [
        ...(first === undefined || first.seen.length === 0 ? [] : [`"${first.name}" has: ${first.seen.join(', ')}`]),
        `known are ${FORMAT_NAMES.join(', ')}, and records with a time, a model and token counts`,
        ...files.flatMap(({ name, badPlaces }) => badPlaces.slice(0, 2).map(({ line, why }) => `${name}:${line}: ${why}`)).slice(0, 4),
      ],
    });
};
