import { resolve } from 'node:path';
import type { Problems } from '../diagnostics/diagnostic.ts';
import { readAnywhere } from '../io/confined.ts';
import { tokensFor } from '../tokens/estimate.ts';
import type { EncodingName, Family } from '../tokens/families.ts';
import type { Tokenizer } from '../tokens/tokenizer.ts';
import type { Tool } from '../tokens/tools/definition.ts';
import { writtenTools } from '../tokens/tools/framing.ts';
import { MOST_LEVELS, readTools } from '../tokens/tools/read.ts';

const MOST_BYTES = 16 << 20;

const FORMS = 'it is a list of tools, or { tools: […] }, in the form of OpenAI, Anthropic, MCP, Gemini or Bedrock';

const toolsFrom = (text: string): readonly Tool[] | string => {
  try {
    const read = readTools(text);
    if (read.kind === 'tools') return read.tools;
    if (read.kind === 'deep') return `it nests deeper than ${MOST_LEVELS} levels`;
    return read.kind === 'none' ? 'it defines no tool' : 'it holds something that is no tool definition';
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return 'it is not JSON';
    throw thrown;
  }
};

/** Returns what counts the tools of a file for a family, as its provider writes them; what is wrong with the file is reported. */
export const toolCounterFrom = (
  file: string,
  counters: ReadonlyMap<EncodingName, Tokenizer>,
  problems: Problems,
): ((family: Family) => number) | null => {
  const read = readAnywhere(resolve(process.cwd(), file), MOST_BYTES);
  const tools = 'bytes' in read ? toolsFrom(new TextDecoder().decode(read.bytes)) : read.problem;
  if (typeof tools === 'string') return problems.error('bad-value', null, `--tools "${file}": ${tools}`, { help: [FORMS] }) ?? null;
  return (family) => {
    const counter = counters.get(family.encoding);
    const { texts, tokens } = writtenTools(family.tools, tools);
    return counter === undefined ? 0 : texts.reduce((sum, text) => sum + tokensFor(family, counter.tally(text)), tokens);
  };
};
