#!/usr/bin/env node
import { Argument, Command, CommanderError, Option } from 'commander';
import { visible } from '../diagnostics/escape.ts';
import {
  COMPARE_SORTS,
  type CompareSort,
  DIFF_FORMATS,
  FINDINGS_FORMATS,
  type FindingsFormat,
  PLAN_FORMATS,
  type PlanFormat,
  SCHEMA_NAMES,
  type SchemaName,
} from './choices.ts';
import { bug, finish, guardOutput, version } from './process.ts';

guardOutput();

const repeated = (text: string, all: readonly string[] = []): readonly string[] => [...all, text];

const PATH = 'a workflow folder or file; - reads standard input';

/** Options that every command which reads a workflow takes. */
const withCommon = (command: Command): Command =>
  command
    .option('--scenario <name>', 'only this scenario (repeatable)', repeated)
    .option('--set <path=value>', 'change a value, such as steps.answer.model=… (repeatable)', repeated)
    .option('--traffic <file>', "scenarios that replace the workflow's own")
    .option('--as-of <date>', 'price as of this day, YYYY-MM-DD (default: OUTLAY_AS_OF, outlay.yaml, today)')
    .option('--pricing <path>', 'a price table, or a folder of them, that stands before the shipped ones')
    .option('--seed <n>', 'where random streams begin (default: 1)')
    .option('--runs <n>', 'how many requests a simulation plays (default: 20000)')
    .option('--no-color', 'no colour')
    .option('--quiet', 'no warnings');

const program = new Command('outlay')
  .description('Plans what an LLM feature will cost, before it is built.')
  .version(version(), '-v, --version')
  .helpCommand(false)
  .showHelpAfterError('(outlay --help shows the commands)')
  .configureOutput({ writeErr: (text) => process.stderr.write(text.split('\n').map(visible).join('\n')) })
  .exitOverride();

withCommon(program.command('plan'))
  .helpGroup('Look at a workflow:')
  .description('projection of a workflow across its scenarios')
  .argument('<path>', PATH)
  .addOption(new Option('--format <format>', 'how to print it').choices(PLAN_FORMATS).default('text'))
  .action(async (path: string, options: { readonly format: PlanFormat }) => finish(await (await import('./plan.ts')).plan(path, options)));

withCommon(program.command('explain'))
  .helpGroup('Look at a workflow:')
  .description('the formula behind every figure, of the whole workflow or of one step')
  .argument('<path>', PATH)
  .argument('[step]', 'a step of the workflow')
  .action(async (path: string, step: string | undefined, options: object) =>
    finish(await (await import('./explain.ts')).explain(path, step, options)),
  );

/** What stands behind `--` on the command line: paths, where what stands before it are revisions. */
const behindDashes = (): readonly string[] => (process.argv.includes('--') ? process.argv.slice(process.argv.indexOf('--') + 1) : []);

withCommon(program.command('diff'))
  .helpGroup('In a pull request:')
  .description('what changed between two workflows or revisions, and why: main...HEAD, one revision and the working tree, two paths')
  .argument('<base>', 'a revision or range, a workflow folder or file')
  .argument('[head...]', 'a revision, a workflow folder or file; behind -- the workflows to look at')
  .addOption(new Option('--format <format>', 'how to print it').choices(DIFF_FORMATS).default('text'))
  .option('--no-times', 'no percentiles of latency, which take longest')
  .action(async (base: string, others: readonly string[], options: object) => {
    const paths = behindDashes();
    const names = [base, ...others];
    await finish(await (await import('./diff.ts')).diff(names.slice(0, names.length - paths.length), paths, options));
  });

withCommon(program.command('check'))
  .helpGroup('In a pull request:')
  .description('budgets, regressions against a base and design rules, of many workflows; exit 1 where one of them fails')
  .argument('[path...]', 'workflow folders, files or patterns (default: those of outlay.yaml, else all there are)')
  .option('--base <rev>', 'a revision, or a plan saved with --format json (default: OUTLAY_BASE)')
  .option('--config <file>', 'settings in place of outlay.yaml (default: OUTLAY_CONFIG)')
  .addOption(new Option('--gates <side>', 'whose limits hold (default: OUTLAY_GATES, outlay.yaml, base)').choices(['base', 'head']))
  .option(
    '--regression <limit=value>',
    'cost=5%, latency=10% or floor=$50; off for none (repeatable; default: OUTLAY_REGRESSION)',
    repeated,
  )
  .option('--rule <id=level>', 'a rule of a review, budget, regression or unpriced, and off, warn or error (repeatable)', repeated)
  .addOption(new Option('--format <format>', 'how to print it').choices(FINDINGS_FORMATS).default('text'))
  .action(async (paths: readonly string[], options: object) => finish(await (await import('./check.ts')).check(paths, options)));

withCommon(program.command('review'))
  .helpGroup('Look at a workflow:')
  .description('design rules, each with what its findings cost')
  .argument('[path]', PATH)
  .addOption(new Option('--format <format>', 'how to print it').choices(FINDINGS_FORMATS).default('text'))
  .option('--explain <rule>', 'what a rule is for')
  .action(async (path: string | undefined, options: { readonly format: FindingsFormat; readonly explain?: string }) =>
    finish((await import('./review.ts')).review(path, options)),
  );

withCommon(program.command('compare'))
  .helpGroup('Look at a workflow:')
  .description("candidates side by side: of --model, else every step's own")
  .argument('<path>', PATH)
  .option('--model <step=a,b>', 'models for a step, in place of all candidates (repeatable)', repeated)
  .addOption(new Option('--sort <figure>', 'best first by this').choices(COMPARE_SORTS).default('cost'))
  .option('--top <n>', 'show no more than n combinations (default: 20)')
  .addOption(new Option('--format <format>', 'how to print it').choices(PLAN_FORMATS).default('text'))
  .action(async (path: string, options: { readonly format: PlanFormat; readonly sort: CompareSort }) =>
    finish((await import('./compare.ts')).compare(path, options)),
  );

withCommon(program.command('optimize'))
  .helpGroup('Look at a workflow:')
  .description('candidates, caching and tiers that no other way beats on cost and latency')
  .argument('<path>', PATH)
  .option('--model <step=a,b>', 'models for a step, in place of all candidates (repeatable)', repeated)
  .addOption(new Option('--format <format>', 'how to print it').choices(PLAN_FORMATS).default('text'))
  .action(async (path: string, options: { readonly format: PlanFormat }) =>
    finish((await import('./optimize.ts')).optimize(path, options)),
  );

withCommon(program.command('stress'))
  .helpGroup('Look at a workflow:')
  .description('the workflow under each way of failing, and what would hold it')
  .argument('<path>', PATH)
  .addOption(new Option('--format <format>', 'how to print it').choices(PLAN_FORMATS).default('text'))
  .action(async (path: string, options: { readonly format: PlanFormat }) => finish((await import('./stress.ts')).stress(path, options)));

withCommon(program.command('calibrate'))
  .helpGroup('Fit to what was used:')
  .description('fits tokens, times and traffic to usage logs, and writes them into the workflow')
  .argument('<path>', PATH)
  .option('--from <log...>', 'usage logs: files, folders, patterns, or - for standard input; the format is found by what is in them')
  .option('--step <step=value>', 'calls with this value in a field are of this step; also step=field:value (repeatable)', repeated)
  .option('--step-field <field>', 'the field of a record that names the step, such as metadata.route')
  .option('--backtest', 'how well the first half of the logs foretells the second, and the plan as written all of it')
  .option('--dry-run', 'write nothing')
  .addOption(new Option('--format <format>', 'how to print it').choices(DIFF_FORMATS).default('text'))
  .action(async (path: string, options: object) => finish(await (await import('./calibrate.ts')).calibrate(path, options)));

withCommon(program.command('report'))
  .helpGroup('Look at a workflow:')
  .description('the plan as a file: workbook, page, table, text or data by its ending; or what has become of one')
  .argument('[path]', PATH)
  .option('-o, --output <file>', 'the file to write: .xlsx, .html, .csv, .md, .json or .txt (repeatable)', repeated)
  .option('--focus', 'with .csv: one scenario in the shape of FOCUS 1.2, an estimate and no invoice')
  .option('--stress', 'with .html: the first scenario under each failure too, as outlay stress tells it')
  .option('--currency <rate>', 'another currency beside dollars, EUR=0.92@2026-11-20 (repeatable; default: outlay.yaml)', repeated)
  .option('--verify <plan>', 'whether the inputs of a plan.json still give its figures; exit 1 where some moved')
  .action(async (path: string | undefined, options: object) => finish(await (await import('./report.ts')).report(path, options)));

program
  .command('tokens')
  .helpGroup('Count tokens:')
  .description('tokens of files, records or standard input, per model')
  .argument('[file...]', 'files or patterns; - reads standard input')
  .option('--field <name>', 'the field or column of records that holds the text')
  .option('--model <model>', 'provider/model, or a tokenizer (repeatable; default: one of each tokenizer)', repeated)
  .option('--sample <n>', 'count n texts drawn at random')
  .option('--seed <n>', 'which sample is drawn (default: 1)')
  .option('--tools <file>', 'JSON tool definitions: what they add to each call, as each provider writes them')
  .option('--show', 'the texts with the borders of their tokens')
  .option('--no-cache', 'count anew what was counted before')
  .option('--calibrate <pairs>', 'compare estimates with billed tokens: a JSON Lines file of text and tokens')
  .option('--write', 'with --calibrate: let this project count by it, in tokenizers/')
  .option('--make-vocabulary <file>', 'make tokenizers/<model>.vocab from a tokenizer.json or tekken.json, for exact counts')
  .addOption(new Option('--format <format>', 'how to print it').choices(['text', 'json', 'csv', 'markdown']).default('text'))
  .option('--as-of <date>', 'price as of this day, YYYY-MM-DD (default: OUTLAY_AS_OF, outlay.yaml, today)')
  .option('--pricing <path>', 'a price table, or a folder of them, that stands before the shipped ones')
  .option('--no-color', 'no colour')
  .option('--quiet', 'no warnings, no progress')
  .action(async (files: readonly string[], options: object) => finish(await (await import('./tokens.ts')).tokens(files, options)));

program
  .command('prices')
  .helpGroup('Price tables:')
  .description('the price tables: list [provider…], show <model>, lint [file…], diff <a> <b>, import <file>')
  .argument('[action]', 'list, show, lint, diff or import', 'list')
  .argument('[names...]', 'providers, models or files')
  .option('--as-of <date>', 'prices of this day, YYYY-MM-DD (default: OUTLAY_AS_OF, outlay.yaml, today)')
  .option('--pricing <path>', 'a price table, or a folder of them, that stands before the shipped ones')
  .addOption(new Option('--format <format>', 'how to print it').choices(['text', 'json']).default('text'))
  .option('--from <format>', 'import: litellm, models.dev, genai-prices or openrouter (default: found by the file)')
  .option('-o, --output <folder>', 'import: write the tables that change')
  .option('--force', 'import: overwrite figures of higher confidence too')
  .option('--no-color', 'no colour')
  .option('--quiet', 'no warnings')
  .action(async (action: string, names: readonly string[], options: object) =>
    finish(await (await import('./prices.ts')).prices(action, names, options)),
  );

program
  .command('init')
  .helpGroup('Write one:')
  .description('a new workflow from a template, in a folder that has none')
  .argument('[folder]', 'where to; made if it is not there', '.')
  .option('--template <name>', 'what to begin with (default: smallest)')
  .option('--list', 'the templates')
  .action(async (folder: string, options: object) => finish((await import('./init.ts')).init(folder, options)));

program
  .command('schema')
  .helpGroup('Write one:')
  .description('JSON Schema of a file, for completion in editors')
  .addArgument(new Argument('[name]', 'which file').choices(SCHEMA_NAMES).default('workflow'))
  .action(async (name: SchemaName) => finish((await import('./schema.ts')).schema(name)));

withCommon(program.command('open', { hidden: true, isDefault: true }))
  .argument('[path]', 'a workflow folder or file')
  .allowExcessArguments()
  .action(async (path: string | undefined, options: object) => {
    const commands = program.commands.map((command) => command.name()).filter((name) => name !== 'open');
    const outcome = await (await import('./open.ts')).open(path, commands, options);
    if (outcome === null) return program.help();
    await finish(outcome);
  });

program.addHelpText(
  'after',
  `
Start here:
  outlay                                  the app, on the workflows of this folder
  outlay scenarios/support-agent          the app, on a shipped example
  outlay plan scenarios/support-agent     its plan as text
  outlay explain scenarios/support-agent  every figure as a formula
  outlay init my-feature                  a workflow of your own

Exit codes: 0 all well, 1 a budget, regression, rule or saved figure failed,
2 input that cannot be used, 3 no baseline, 70 a bug of outlay,
74 output that cannot be written.`,
);

const run = async (): Promise<void> => {
  try {
    await program.parseAsync();
  } catch (thrown) {
    if (thrown instanceof CommanderError) process.exitCode = thrown.exitCode === 0 ? 0 : 2;
    else bug(thrown);
  }
};

/** Whoever runs a command inside a process of its own waits for this. */
export const finished = run();
