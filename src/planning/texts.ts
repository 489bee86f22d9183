import { Problems } from '../diagnostics/diagnostic.ts';
import { loadCounters } from '../io/vocabularies.ts';
import { catalogueOf } from '../pricing/catalogue.ts';
import type { PriceTable } from '../pricing/table.ts';
import { tokensFor } from '../tokens/estimate.ts';
import type { Family } from '../tokens/families.ts';
import { encodingsOf, modelsNamed } from '../workflow/counting.ts';
import { sampleTexts } from '../workflow/samples.ts';
import type { Spec } from '../workflow/spec.ts';
import { type NamedSamples, type NamedText, promptTexts, samplesNamed } from '../workflow/texts-named.ts';
import type { Project } from './read.ts';

/** A text that a workflow counts: where it stands, which record of its file it is (0 for all of it), its tokens by each family. */
export type CountedText = { readonly file: string; readonly record: number; readonly tokens: readonly number[] };

/** Texts that stand for one thing: the samples of an input with the field of the records that they stand in, or the texts of prompts. */
export type TextSet = {
  readonly name: string;
  readonly kind: 'samples' | 'prompts';
  readonly field: string | null;
  readonly texts: readonly CountedText[];
};

/** How some models of the workflow count: by a family's tokenizer, exactly where `band` is null, else so far off at most. */
export type TextFamily = { readonly name: string; readonly band: number | null; readonly models: readonly string[] };

/** What a workflow counts. Plain data, fit to be handed from thread to thread. */
export type Texts = { readonly families: readonly TextFamily[]; readonly sets: readonly TextSet[] };

/** The beginning of a text with the ends of its tokens, in bytes of UTF-8; `left` is how many characters follow. */
export type TextTokens = { readonly text: string; readonly ends: readonly number[]; readonly left: number };

/** The texts of a workflow, and what shows how a family cuts one of them up. */
export type OpenedTexts = Texts & { readonly tokensOf: (set: number, text: number, family: number) => TextTokens | null };

/** Longer texts are shown from their beginning. */
const MOST_CHARACTERS = 12_000;

type Found = NamedText & { readonly record: number };

const textsOf = (project: Project, { patterns, field, at }: NamedSamples, problems: Problems): readonly Found[] =>
  (project.loader.matching(patterns, at.file, at) ?? []).flatMap((file) => {
    const texts = sampleTexts([file], field, at, problems) ?? [];
    return texts.map((text, index) => ({
      file: file.name,
      record: texts.length === 1 && field === null ? 0 : index + 1,
      sentTo: () => ({ texts: [text], tokens: 0 }),
    }));
  });

type Counters = ReturnType<typeof loadCounters>;

const familiesOf = (
  project: Project,
  spec: Spec,
  tables: readonly PriceTable[],
): readonly { readonly family: Family; readonly models: readonly string[] }[] => {
  const catalogue = catalogueOf(tables);
  const byName = new Map<string, { family: Family; models: string[] }>();
  const { families } = project.stock.countingFor(spec, []);
  for (const { id } of modelsNamed(spec)) {
    const model = catalogue.find(id);
    const family = model?.tokenizer == null ? undefined : families.get(model.tokenizer);
    if (model === undefined || family === undefined) continue;
    const known = byName.get(family.name) ?? { family, models: [] };
    if (!known.models.includes(model.id)) known.models.push(model.id);
    byName.set(family.name, known);
  }
  return [...byName.values()];
};

const tokensIn = (text: string, { encoding }: Family, counters: Counters): TextTokens | null => {
  const counter = counters.get(encoding);
  if (counter === undefined) return null;
  const shown = text.slice(0, MOST_CHARACTERS).toWellFormed();
  return { text: shown, ends: counter.ends(new TextEncoder().encode(shown)), left: text.length - shown.length };
};

/**
 * Returns all texts that a workflow counts, by every tokenizer of its models. The spec is the project's own or an edit of it, since
 * paths in it are relative to the files that the project has read; `tables` are those that its models stand in.
 */
export const openTexts = (project: Project, spec: Spec, tables: readonly PriceTable[]): OpenedTexts => {
  const problems = new Problems();
  const families = familiesOf(project, spec, tables);
  const found = [
    ...samplesNamed(spec).map((one) => ({
      name: one.name,
      kind: 'samples' as const,
      field: one.field,
      texts: textsOf(project, one, problems),
    })),
    { name: 'prompts', kind: 'prompts' as const, field: null, texts: promptTexts(spec).map((one) => ({ ...one, record: 0 })) },
  ].filter(({ texts }) => texts.length > 0);
  const names =
    found.length === 0
      ? []
      : encodingsOf(
          families.map(({ family }) => family.name),
          new Map(families.map(({ family }) => [family.name, family])),
        );
  const counters = loadCounters(names, { root: project.place.root, problems });
  const countsOf = ({ sentTo }: NamedText): readonly number[] =>
    families.map(({ family }) => {
      const counter = counters.get(family.encoding);
      const { texts, tokens } = sentTo(family);
      return counter === undefined ? 0 : texts.reduce((sum, text) => sum + tokensFor(family, counter.tally(text)), tokens);
    });
  return {
    families: families.map(({ family, models }) => ({ name: family.name, band: family.band, models })),
    sets: found.map(({ texts, ...set }) => ({
      ...set,
      texts: texts.map((text) => ({ file: text.file, record: text.record, tokens: countsOf(text) })),
    })),
    tokensOf: (set, text, family) => {
      const [one, by] = [found[set]?.texts[text], families[family]];
      return one === undefined || by === undefined ? null : tokensIn(one.sentTo(by.family).texts.join('\n'), by.family, counters);
    },
  };
};
