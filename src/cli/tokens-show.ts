import type { Problems } from '../diagnostics/diagnostic.ts';
import { visible } from '../diagnostics/escape.ts';
import { type TextSource, textsOf } from '../io/texts.ts';
import type { Counted } from '../report/tokens/build.ts';
import { shownTokens, showTokens } from '../report/tokens/show.ts';
import type { EncodingName } from '../tokens/families.ts';
import type { Tokenizer } from '../tokens/tokenizer.ts';
import { EXIT, type Outcome } from './process.ts';
import { refused } from './refused.ts';
import { colourOn } from './terminal.ts';
import type { TokensOptions } from './tokens.ts';

/** Backgrounds of the 256-colour palette that dark text stands out from. */
const BACKGROUNDS = [153, 186, 217, 151, 182];

/** `--show`: every text with the borders of its tokens, in the encoding of the first model. */
export const showFile = async (
  sources: readonly TextSource[],
  models: readonly Counted[],
  counters: ReadonlyMap<EncodingName, Tokenizer>,
  options: TokensOptions,
  problems: Problems,
): Promise<Outcome> => {
  const [lead] = models;
  const counter = lead && counters.get(lead.family.encoding);
  if (lead === undefined || counter === undefined) return refused(problems, options);
  const paint = colourOn(process.stdout, options.color)
    ? (turn: number, text: string): string => `\u001b[30;48;5;${BACKGROUNDS[turn] ?? 153}m${text}\u001b[0m`
    : null;
  const estimated = lead.family.band === null ? '' : `; the borders of ${lead.family.name} are not public`;
  const out: string[] = [];
  for (const source of sources) {
    let whole = '';
    for await (const { file, line, text, ends } of textsOf(source, problems, () => undefined, false)) {
      whole += text;
      if (!ends) continue;
      const bytes = new TextEncoder().encode(whole);
      const tokens = shownTokens(bytes, counter.ends(bytes));
      out.push(`${visible(file)}:${line} · ${tokens.length} tokens in ${counter.name}${estimated}\n${showTokens(tokens, paint)}`);
      whole = '';
    }
  }
  return problems.failed ? refused(problems, options) : { stdout: out.join('\n'), stderr: '', code: EXIT.ok };
};
