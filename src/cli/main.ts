#!/usr/bin/env node
import { Command, CommanderError, Option } from 'commander';
import { visible } from '../diagnostics/escape.ts';
import { finish, guardOutput, version } from './process.ts';

guardOutput();

const repeated = (name: string, all: readonly string[]): readonly string[] => [...all, name];

/** Options that every command which reads a workflow takes. */
const withCommon = (command: Command): Command =>
  command
    .option('--scenario <name>', 'only this scenario (repeatable)', repeated, [] as readonly string[])
    .option('--as-of <date>', 'price as of this day, YYYY-MM-DD (default: today, UTC)')
    .option('--pricing <path>', 'a price table, or a folder of them, that stands before the shipped ones')
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
  .description('projection of a workflow across its scenarios')
  .argument('<path>', 'a workflow folder or file; - reads standard input')
  .addOption(new Option('--format <format>', 'how to print it').choices(['text', 'json']).default('text'))
  .action(async (path: string, options: object) => finish(await (await import('./plan.ts')).plan(path, options)));

withCommon(program.command('explain'))
  .description('the formula behind every figure, of the whole workflow or of one step')
  .argument('<path>', 'a workflow folder or file; - reads standard input')
  .argument('[step]', 'a step of the workflow')
  .action(async (path: string, step: string | undefined, options: object) =>
    finish(await (await import('./explain.ts')).explain(path, step, options)),
  );

program
  .command('tokens')
  .description('tokens of files, records or standard input, per model')
  .argument('[file...]', 'files or patterns; - reads standard input')
  .option('--field <name>', 'the field or column of records that holds the text')
  .option(
    '--model <model>',
    'provider/model, or a tokenizer (repeatable; default: one of each tokenizer)',
    repeated,
    [] as readonly string[],
  )
  .option('--sample <n>', 'count n texts drawn at random')
  .option('--seed <n>', 'which sample is drawn (default: 1)')
  .option('--show', 'the texts with the borders of their tokens')
  .option('--no-cache', 'count anew what was counted before')
  .option('--calibrate <pairs>', 'compare estimates with billed tokens: a JSON Lines file of text and tokens')
  .option('--write', 'with --calibrate: let this project count by it, in tokenizers/')
  .option('--make-vocabulary <file>', 'make tokenizers/<model>.vocab from a tokenizer.json or tekken.json, for exact counts')
  .addOption(new Option('--format <format>', 'how to print it').choices(['text', 'json', 'csv', 'markdown']).default('text'))
  .option('--as-of <date>', 'price as of this day, YYYY-MM-DD (default: today, UTC)')
  .option('--pricing <path>', 'a price table, or a folder of them, that stands before the shipped ones')
  .option('--no-color', 'no colour')
  .option('--quiet', 'no warnings, no progress')
  .action(async (files: readonly string[], options: object) => finish(await (await import('./tokens.ts')).tokens(files, options)));

withCommon(program.command('open', { hidden: true, isDefault: true }))
  .argument('[path]', 'a workflow folder or file')
  .allowExcessArguments()
  .action(async (path: string | undefined, options: object) => {
    if (path === undefined) return program.help();
    const commands = program.commands.map((command) => command.name()).filter((name) => name !== 'open');
    await finish(await (await import('./open.ts')).open(path, commands, options));
  });

program.addHelpText(
  'after',
  `
Start here:
  outlay scenarios/support-agent          the plan of a shipped example
  outlay plan scenarios/support-agent     the same
  outlay explain scenarios/support-agent  every figure as a formula

Exit codes: 0 all well, 2 input that cannot be used, 70 a bug of outlay.`,
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
