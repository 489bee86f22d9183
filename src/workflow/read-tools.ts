import type { SourceFile, Span } from '../diagnostics/source.ts';
import type { Json } from '../tokens/tools/definition.ts';
import { MOST_LEVELS, nestsTooDeep, toolsIn } from '../tokens/tools/read.ts';
import type { Reading } from './reading.ts';
import type { Piece } from './spec.ts';

/** Where a file stops being JSON, as far as the parser says. */
const placeOf = (file: SourceFile, thrown: unknown): Span | undefined => {
  const position = thrown instanceof SyntaxError ? /position (\d+)/.exec(thrown.message)?.[1] : undefined;
  const start = Math.min(Number(position), file.text.trimEnd().length - 1);
  return position === undefined ? undefined : { file, start, end: start + 1 };
};

/** Returns the tools that data defines as a piece of a prompt; JSON of another form as the text that it is, with a warning. */
const pieceOf = (reading: Reading, value: Json, from: string, at: Span): readonly Piece[] => {
  const { problems } = reading;
  if (nestsTooDeep(value)) {
    problems.error('limit', at, `"${from}" nests deeper than ${MOST_LEVELS} levels`, { label: 'tool definitions nest less' });
    return [];
  }
  // Without the file's indentation, which is not sent.
  const text = JSON.stringify(value);
  const tools = toolsIn(value);
  if (tools === null) {
    problems.warning('bad-value', at, `"${from}" holds something that is no tool definition, so that it is counted as plain JSON`, {
      label: 'a tool has a name, a description and a schema',
      help: ['known: a list of tools, or { tools: […] }, in the form of OpenAI, Anthropic, MCP, Gemini or Bedrock'],
    });
    return [{ kind: 'text', text, from }];
  }
  if (tools.length > 0) return [{ kind: 'tools', tools, text, from }];
  problems.error('empty-file', at, `"${from}" defines no tool`, { label: 'add one, or remove this part' });
  return [];
};

/** Returns what a file of tool definitions sends. */
export const readToolsFile = (reading: Reading, file: SourceFile, at: Span): readonly Piece[] => {
  let value: Json;
  try {
    value = JSON.parse(file.text) as Json;
  } catch (thrown) {
    reading.problems.error('bad-value', placeOf(file, thrown) ?? at, `"${file.name}" is not JSON`, {
      label: 'tool definitions are a JSON file',
    });
    return [];
  }
  return pieceOf(reading, value, file.name, at);
};

/** Returns what a text sends that stands for tools in a workflow itself; null where it is no JSON, and so a text like any other. */
export const readToolsText = (reading: Reading, text: string, at: Span): readonly Piece[] | null => {
  if (!/^\s*(?:\[|\{(?!\{))/.test(text)) return null;
  try {
    return pieceOf(reading, JSON.parse(text) as Json, reading.doc.file.name, at);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return null;
    throw thrown;
  }
};
