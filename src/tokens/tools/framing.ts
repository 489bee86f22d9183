import type { Tool } from './definition.ts';
import { fieldsOf } from './fields.ts';
import { JSON_FORMS } from './json.ts';
import { typescriptText } from './typescript.ts';

/** How a provider writes tool definitions into the prompt. */
export type ToolForm = 'typescript' | 'fields' | keyof typeof JSON_FORMS;

/** What a model family makes of tool definitions. */
export type ToolFraming = {
  readonly form: ToolForm;
  /** Tokens beside the definitions, once a call; those of a single model stand in its price table as `tool_system`. */
  readonly perCall: number;
  /** Tokens of tools that the provider defines itself, by how their type begins. */
  readonly builtIn: ReadonlyMap<string, number>;
  readonly source: string;
  /** The day on which the source was read, YYYY-MM-DD. */
  readonly asOf: string;
};

/** How far a count of definitions may be off either way where the tokenizer is exact: the form is known from measurements only. */
export const FORM_BAND = 0.1;

/** A form in words: "5 tools as TypeScript". */
export const FORM_WORDS: Readonly<Record<ToolForm, string>> = {
  typescript: 'TypeScript',
  fields: 'their fields',
  tagged_json: 'JSON in tags',
  bare_json: 'JSON',
  wrapped_json: 'JSON functions',
  compact_json: 'compact JSON',
};

const AS_OF = '2026-11-26';
/** It measures what one tool without arguments adds to a call, and what a second one does: the difference is added once a call. */
const MEASURED = 'constants as measured by ai-tokenizer 1.0.6';
const NONE: ReadonlyMap<string, number> = new Map();

const framing = (form: ToolForm, perCall: number, source: string, builtIn = NONE): ToolFraming => ({
  ...{ form, perCall, builtIn, source, asOf: AS_OF },
});

const OPENAI = framing(
  'typescript',
  5,
  `OpenAI's guide to the harmony format; framing as measured by ai-tokenizer 1.0.6 for gpt-5, −3 for gpt-4o, 84 for gpt-5.1`,
);
const CLAUDE_BUILT_IN = new Map([
  ['bash_', 245],
  ['text_editor_', 700],
  ['computer_', 735],
]);
const CLAUDE = framing(
  'tagged_json',
  0,
  `a JSON Schema each, as Anthropic's page on tool use says; 53 tokens for a tool without arguments, 12 for a property, as measured by ai-tokenizer 1.0.6; its own tools by the same page`,
  CLAUDE_BUILT_IN,
);
const GEMINI = framing('fields', 0, `python-genai local_tokenizer.py counts these texts; types besides, ${MEASURED} for Gemini 2.0 to 3`);
const QWEN = framing('wrapped_json', 82, `chat template of Qwen 3; ${MEASURED}`);
const MISTRAL = framing('wrapped_json', 3, `chat template of Mistral; ${MEASURED}`);
const LLAMA = framing('compact_json', 126, `${MEASURED} for Llama 3.3`);

/** Framings of tools by family; what is not listed here is not known. */
const LISTED: Readonly<Record<string, ToolFraming>> = {
  o200k_base: OPENAI,
  o200k_harmony: OPENAI,
  cl100k_base: OPENAI,
  'gpt-6': OPENAI,
  'claude-1': CLAUDE,
  'claude-2': CLAUDE,
  gemini: GEMINI,
  gemma: GEMINI,
  'llama-3': LLAMA,
  'llama-4': LLAMA,
  'qwen-3': QWEN,
  tekken: MISTRAL,
  'mistral-v3': MISTRAL,
  deepseek: framing('bare_json', 100, `${MEASURED} for DeepSeek V3.2`),
  kimi: framing('wrapped_json', 13, `${MEASURED} for Kimi K2`),
  glm: framing('bare_json', 99, `${MEASURED} for GLM 4.5`),
  minimax: framing('tagged_json', 96, `${MEASURED} for MiniMax M2`),
  grok: framing('compact_json', 154, `${MEASURED} for Grok 4.1 fast`),
  nova: framing('bare_json', 353, `${MEASURED} for Nova`),
};

const ASSUMED = framing('wrapped_json', 0, 'nothing published: JSON in the shape of OpenAI, as most chat templates write it, is assumed');

/** Returns how a family frames tools, by its name. */
export const toolFramingOf = (family: string): ToolFraming => LISTED[family] ?? ASSUMED;

/** What is sent of some tools: texts to be counted each by itself, and tokens that are known. */
export type WrittenTools = { readonly texts: readonly string[]; readonly tokens: number };

/** Returns tools as a provider writes them. */
export const writtenTools = ({ form, builtIn }: ToolFraming, tools: readonly Tool[]): WrittenTools => {
  const known = (tool: Tool): number | undefined =>
    tool.kind === 'built_in' ? [...builtIn].find(([type]) => tool.type.startsWith(type))?.[1] : undefined;
  const written = tools.filter((tool) => known(tool) === undefined);
  const tokens = tools.reduce((sum, tool) => sum + (known(tool) ?? 0), 0);
  if (written.length === 0) return { texts: [], tokens };
  if (form === 'typescript') return { texts: [typescriptText(written)], tokens };
  return { texts: form === 'fields' ? written.flatMap(fieldsOf) : [written.map(JSON_FORMS[form]).join('')], tokens };
};
