import { isAbsolute, resolve, win32 } from 'node:path';
import { Problems } from '../diagnostics/diagnostic.ts';
import { visibleWithin } from '../diagnostics/escape.ts';
import { readAnywhere } from '../io/confined.ts';
import { toJson } from '../report/json.ts';
import { comparePlans, type PlanFile, readPlanFile } from '../report/plan-file/compare.ts';
import { comparisonText } from '../report/plan-file/text.ts';
import { prepare } from './command.ts';
import { EXIT, type Outcome } from './process.ts';
import { type CommonOptions, refused } from './refused.ts';

/** Plans of hundreds of steps and dozens of scenarios stay below. */
const PLAN_BYTES = 64 << 20;

const planAt = (file: string, problems: Problems): PlanFile | undefined => {
  const read = readAnywhere(resolve(file), PLAN_BYTES);
  const name = visibleWithin(file, 100);
  if ('problem' in read) return problems.error('file-unreadable', null, `"${name}" cannot be read: ${read.problem}`);
  const plan = readPlanFile(new TextDecoder().decode(read.bytes));
  return (
    plan ?? problems.error('bad-value', null, `"${name}" is no plan of outlay`, { help: ['outlay report <path> -o plan.json writes one'] })
  );
};

/** Whether a path that a file names may be followed: a plan may come from a stranger, and must not lead out of here. */
const staysHere = (path: string): boolean =>
  path !== '-' && !isAbsolute(path) && !win32.isAbsolute(path) && !path.split(/[\\/]/).includes('..');

/** What a plan says of itself cannot be said otherwise beside it. */
const FIXED = {
  scenario: '--scenario',
  set: '--set',
  seed: '--seed',
  runs: '--runs',
  asOf: '--as-of',
  output: '--output',
  focus: '--focus',
  currency: '--currency',
} as const;

const refuseFixed = (options: object, problems: Problems): void => {
  for (const [key, name] of Object.entries(FIXED)) {
    if (key in options)
      problems.error('options', null, `${name} cannot stand beside --verify`, { help: ['the plan on file says itself how it was made'] });
  }
};

type Asked = { readonly path: string; readonly options: CommonOptions };

/** How the plan was asked for: what the command line says, else what the plan says of itself. */
const askedFor = (plan: PlanFile, path: string | undefined, options: CommonOptions, problems: Problems): Asked | undefined => {
  const request = plan.resolved?.request;
  const { seed, runs, as_of, set } = plan.settings;
  const named = [path === undefined ? request?.path : '.', options.traffic ?? request?.traffic, options.pricing ?? request?.pricing];
  if (path === undefined && request === undefined)
    return problems.error('options', null, 'the plan does not say of which workflow it is', {
      help: ['outlay report <path> --verify plan.json'],
    });
  if (named.some((one) => typeof one === 'string' && !staysHere(one)))
    return problems.error('options', null, 'the plan names files outside this folder', {
      help: ['name them: outlay report <path> --verify plan.json, with --traffic and --pricing as they were'],
    });
  const { traffic, pricing } = { traffic: options.traffic ?? request?.traffic, pricing: options.pricing ?? request?.pricing };
  return {
    path: path ?? request?.path ?? '',
    options: {
      ...options,
      scenario: request?.scenarios ?? plan.scenarios.map(({ name }) => name),
      seed: String(seed),
      runs: String(runs),
      asOf: as_of,
      set,
      ...(traffic == null ? {} : { traffic }),
      ...(pricing == null ? {} : { pricing }),
    },
  };
};

/** `outlay report --verify plan.json`: whether the same inputs still give the same figures; exit 1 where some moved. */
export const verify = async (path: string | undefined, file: string, options: CommonOptions): Promise<Outcome> => {
  const problems = new Problems();
  refuseFixed(options, problems);
  if (problems.failed) return refused(problems, options);
  const before = planAt(file, problems);
  const asked = before && askedFor(before, path, options, problems);
  if (before === undefined || asked === undefined) return refused(problems, options);
  const ready = await prepare(asked.path, asked.options);
  if ('code' in ready) return ready;
  // Through the same text as the file, so that both have the same digits.
  const now = readPlanFile(toJson(ready.report));
  if (now === undefined) throw new Error('a report of outlay is no plan file');
  const comparison = comparePlans(before, now);
  return {
    stdout: comparisonText(file, comparison),
    stderr: ready.warnings,
    code: comparison.moved.length === 0 ? EXIT.ok : EXIT.failed,
  };
};
