import type { Problems } from '../diagnostics/diagnostic.ts';
import { visibleWithin } from '../diagnostics/escape.ts';
import { type SourceFile, sourceFile } from '../diagnostics/source.ts';
import { type Insert, withValue } from '../yaml/edit.ts';
import { inlineValue } from '../yaml/inline.ts';
import type { Path } from '../yaml/read.ts';

/** A workflow's files, as they are read or as `--set` changes them. */
export type WorkflowFiles = { readonly workflow: SourceFile; readonly traffic: SourceFile | undefined };

type Setting = { readonly path: Path; readonly insert: Insert };

const KEY = '(?:"[^"]*"|[^".=\\s]+)';
const ARGUMENT = new RegExp(`^(${KEY}(?:\\.${KEY})*)=([\\s\\S]*)$`);

const refuse = (problems: Problems, argument: string, problem: string, help: readonly string[] = []): undefined =>
  problems.error('options', null, `--set ${visibleWithin(argument, 100)}: ${problem}`, { help });

const settingOf = (argument: string, problems: Problems): Setting | undefined => {
  const [, keys, text = ''] = ARGUMENT.exec(argument) ?? [];
  if (keys === undefined)
    return refuse(problems, argument, 'this is not path=value', [
      'write --set steps.answer.model=anthropic/claude-sonnet-5',
      'keys with dots stand in quotes, items of a list are numbers from 0',
    ]);
  const words = [...keys.matchAll(new RegExp(KEY, 'g'))].map(([word]) => word);
  const path = words.map((word) => (word.startsWith('"') ? word.slice(1, -1) : word));
  const value = inlineValue(text);
  if ('problem' in value)
    return refuse(problems, argument, value.problem, ['any YAML value may stand here, texts with ": " or "#" in quotes']);
  const file = sourceFile(`--set ${visibleWithin(keys, 80)}`, argument);
  const start = argument.length - text.length;
  const keyAt = { file, start: keys.length - (words.at(-1)?.length ?? 0), end: keys.length };
  return { path, insert: { text: value.text, keyAt, valueAt: { file, start: start + value.start, end: start + value.end } } };
};

const applied = (files: WorkflowFiles, { path, insert }: Setting, argument: string, problems: Problems): WorkflowFiles => {
  const { workflow, traffic } = files;
  const beside = traffic !== undefined && path[0] === 'traffic' && path.length > 1;
  const edited = beside ? withValue(traffic, path.slice(1), insert) : withValue(workflow, path, insert);
  if ('problem' in edited) {
    refuse(problems, argument, edited.problem, edited.help);
    return files;
  }
  if (beside) return { workflow, traffic: edited };
  return { workflow: edited, traffic: path[0] === 'traffic' ? undefined : traffic };
};

/**
 * Returns a workflow's files with every `path=value` set, each in the text of its file, so that problems of a value are
 * reported where it was written. `traffic.…` means the traffic file where there is one; `traffic=…` stands for all of it.
 */
export const withSettings = (files: WorkflowFiles, settings: readonly string[], problems: Problems): WorkflowFiles =>
  settings.reduce((before, argument) => {
    const setting = settingOf(argument, problems);
    return setting === undefined ? before : applied(before, setting, argument, problems);
  }, files);
