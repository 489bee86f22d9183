import { resolve } from 'node:path';
import { Problems } from '../diagnostics/diagnostic.ts';
import { visible } from '../diagnostics/escape.ts';
import { sourceFile } from '../diagnostics/source.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { alreadyThere, type Files, templateFiles, templateNames, writeWhole } from '../io/template.ts';
import { readYaml } from '../yaml/read.ts';
import { EXIT, type Outcome } from './process.ts';
import { refused } from './refused.ts';

export type InitOptions = { readonly template?: string; readonly list?: boolean };

const SMALLEST = `# One request is one call of one model. The README tells what else a workflow may have.
unit: request

steps:
  answer:
    model: anthropic/claude-sonnet-5
    prompt: 4k                        # tokens in; texts and sample files are counted: [{ system: { file: … } }, …]
    output: 300 to 1200               # tokens out: between these in nine of ten answers

traffic: 10k per day
`;

/** The least that is a workflow, the default; every other template is a shipped example. */
const smallest: Files = new Map([['workflow.yaml', SMALLEST]]);

const filesOf = (name: string): Files => (name === 'smallest' ? smallest : templateFiles(name));

const descriptionOf = (name: string): string => {
  const bytes = filesOf(name).get('workflow.yaml') ?? '';
  const text = typeof bytes === 'string' ? bytes : new TextDecoder().decode(bytes);
  const description = readYaml(sourceFile(name, text), new Problems())?.value['description'];
  return typeof description === 'string' ? description : 'One call of one model: the least that is a workflow. The default.';
};

const listed = (names: readonly string[]): string => {
  const width = Math.max(...names.map(({ length }) => length));
  return names.map((name) => `${name.padEnd(width)}  ${visible(descriptionOf(name))}\n`).join('');
};

const refuse = (message: string, help: readonly string[]): Outcome => {
  const problems = new Problems();
  problems.error('options', null, message, { help });
  return refused(problems, {});
};

/** Why a folder cannot be written, and whether another path would mend it: then the command line is wrong, else the disk. */
const unwritable = (folder: string, thrown: unknown): Outcome => {
  const { code = 'unknown' } = thrown as NodeJS.ErrnoException;
  const taken = code === 'ENOTDIR' || code === 'EEXIST';
  const why = taken ? 'a part of its path is a file' : code === 'ENOSPC' ? 'no space left' : code;
  const outcome = refuse(`"${folder}" cannot be written: ${why}`, taken ? ['name a folder'] : []);
  return taken ? outcome : { ...outcome, code: EXIT.output };
};

/** A path as a shell takes it. */
const quoted = (path: string): string => (/^[\w./\\:-]+$/.test(path) ? path : `"${path}"`);

const occupied = (folder: string, taken: readonly string[]): Outcome => {
  const names = taken.map((name) => `"${name}"`).join(', ');
  const plan = taken.includes('workflow.yaml') ? [`its plan: outlay plan ${quoted(folder)}`] : [];
  return refuse(`"${folder}" has ${names} already: nothing was written`, ['name another folder', ...plan]);
};

/** `outlay init`: a new workflow from a template, in a folder that has none. Nothing is ever overwritten. */
export const init = (folder: string, options: InitOptions): Outcome => {
  const names = ['smallest', ...templateNames()];
  if (options.list) return { stdout: listed(names), stderr: '', code: EXIT.ok };
  const { template = 'smallest' } = options;
  if (!names.includes(template)) {
    const help = [didYouMean(template, names), `templates: ${names.join(', ')}`].filter((line) => line !== '');
    return refuse(`no template is called "${template}"`, help);
  }
  const files = filesOf(template);
  const target = resolve(folder);
  try {
    const taken = alreadyThere(target, files);
    if (taken.length > 0) return occupied(folder, taken);
    writeWhole(target, files);
  } catch (thrown) {
    return unwritable(folder, thrown);
  }
  const shown = quoted(visible(folder));
  const written = [...files.keys()].map((path) => `  ${visible(path)}\n`).join('');
  return {
    stdout: `Written to ${shown}:\n${written}\nNext:\n  outlay plan ${shown}\n  outlay explain ${shown}\n`,
    stderr: '',
    code: EXIT.ok,
  };
};
