import type { SourceFile, Span } from '../diagnostics/source.ts';
import { MOST_LEVELS, type ReadTools, readTools } from '../tokens/tools/read.ts';
import type { Reading } from './reading.ts';
import type { Piece } from './spec.ts';

/** Where a file stops being JSON, as far as the parser says. */
const placeOf = (file: SourceFile, thrown: unknown): Span | undefined => {
  const position = thrown instanceof SyntaxError ? /position (\d+)/.exec(thrown.message)?.[1] : undefined;
  const start = Math.min(Number(position), file.text.trimEnd().length - 1);
  return position === undefined ? undefined : { file, start, end: start + 1 };
};

/** Returns what is sent of a file of tools: JSON of another kind as the text that it is, with a warning. */
const piecesOf = ({ problems }: Reading, read: ReadTools, from: string, at: Span): readonly Piece[] => {
  switch (read.kind) {
    case 'tools':
      return [{ ...read, from }];
    case 'other':
      problems.warning('bad-value', at, `"${from}" holds something that is no tool definition, so that it is counted as plain JSON`, {
        label: 'a tool has a name, a description and a schema',
        help: ['known: a list of tools, or { tools: […] }, in the form of OpenAI, Anthropic, MCP, Gemini or Bedrock'],
      });
      return [{ kind: 'text', text: read.text, from }];
    case 'none':
      problems.error('empty-file', at, `"${from}" defines no tool`, { label: 'add one, or remove this part' });
      return [];
    case 'deep':
      problems.error('limit', at, `"${from}" nests deeper than ${MOST_LEVELS} levels`, { label: 'tool definitions nest less' });
      return [];
    default:
      return read satisfies never;
  }
};

/** Returns what a file of tool definitions sends. */
export const readToolsFile = (reading: Reading, file: SourceFile, at: Span): readonly Piece[] => {
  try {
    return piecesOf(reading, readTools(file.text), file.name, at);
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
    reading.problems.error('bad-value', placeOf(file, thrown) ?? at, `"${file.name}" is not JSON`, {
      label: 'tool definitions are a JSON file',
    });
    return [];
  }
};

/** Returns what a text sends that stands for tools in a workflow itself; null where it is no JSON, and so a text like any other. */
export const readToolsText = (reading: Reading, text: string, at: Span): readonly Piece[] | null => {
  if (!/^\s*(?:\[|\{(?!\{))/.test(text)) return null;
  try {
    return piecesOf(reading, readTools(text), reading.doc.file.name, at);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return null;
    throw thrown;
  }
};
