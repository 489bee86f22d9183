import type { Entry } from './fields.ts';
import type { Format } from './format.ts';
import { anthropic } from './formats/anthropic.ts';
import { claudeCode } from './formats/claude-code.ts';
import { codex } from './formats/codex.ts';
import { generic } from './formats/generic.ts';
import { helicone } from './formats/helicone.ts';
import { langfuse } from './formats/langfuse.ts';
import { litellm } from './formats/litellm.ts';
import { openai } from './formats/openai.ts';
import { openrouter } from './formats/openrouter.ts';
import { otel } from './formats/otel.ts';

/** Formats with a mark of their own. Adding one is a file in `formats/` and a line here. */
const KNOWN: readonly Format[] = [otel, litellm, langfuse, openai, anthropic, claudeCode, codex, helicone, openrouter];

/** What logs may be, as a message lists it. */
export const FORMAT_NAMES: readonly string[] = KNOWN.map(({ name }) => name);

/** Returns the format that an entry is of, those that it could be, or null where nothing in it is known. */
export const formatOf = (entry: Entry): Format | readonly Format[] | null => {
  const fitting = KNOWN.filter(({ fits }) => fits(entry));
  const [first] = fitting;
  if (first === undefined) return generic.fits(entry) ? generic : null;
  return fitting.length === 1 ? first : fitting;
};
