#!/usr/bin/env node
import { Argument, Command, CommanderError, Option } from 'commander';
import { visible } from '../diagnostics/escape.ts';
import { COMPARE_SORTS, type CompareSort, PLAN_FORMATS, type PlanFormat, SCHEMA_NAMES, type SchemaName } from './choices.ts';
import { finish, guardOutput, version } from './process.ts';

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

program
  .command('tokens')
  .helpGroup('Count tokens:')
  .description('tokens of files, records or standard input, per model')
  .argument('[file...]', 'files or patterns; - reads standard input')
  .option('--field <name>', 'the field or column of records that holds the text')
  .option('--model <model>', 'provider/model, or a tokenizer (repeatable; default: one of each tokenizer)', repeated)
  .option('--sample <n>', 'count n texts drawn at random')
  .option('--seed <n>', 'which sample is drawn (default: 1)')
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

Exit codes: 0 all well, 2 input that cannot be used, 70 a bug of outlay,
74 output that cannot be written.`,
);

try {
  await program.parseAsync();
} catch (thrown) {
  if (thrown instanceof CommanderError) process.exitCode = thrown.exitCode === 0 ? 0 : 2;
  else {
    const { bug } = await import('./process.ts');
    bug(thrown);
  }
}
