import { type Project, readProject } from '../../planning/read.ts';
import type { Request } from '../../planning/request.ts';
import { type OpenedTexts, openTexts, type Texts } from '../../planning/texts.ts';
import type { PriceTable } from '../../pricing/table.ts';
import type { CutText, TextPlace } from '../screens/tokens/sets.ts';

/** What the thread is asked that looks up what a plan does not need: every text and every price, and how a text is cut up. */
export type LookAsk = { readonly kind: 'open'; readonly request: Request } | { readonly kind: 'cut'; readonly place: TextPlace };

/** What it answers. */
export type Looked =
  | { readonly kind: 'opened'; readonly texts: Texts; readonly tables: readonly PriceTable[] }
  | { readonly kind: 'cut'; readonly cut: CutText };

const opened = (project: Project): { readonly texts: OpenedTexts; readonly tables: readonly PriceTable[] } => {
  const { workflow } = project;
  const tables = project.tables(null);
  const none: OpenedTexts = { families: [], sets: [], tokensOf: () => null };
  return { texts: workflow === undefined ? none : openTexts(project, workflow.spec, tables), tables };
};

/** Returns what answers questions about the texts of the workflow that was opened last; null where there is nothing to say. */
export const looker = (): ((ask: LookAsk) => Looked | null) => {
  let texts: OpenedTexts | undefined;
  return (ask) => {
    if (ask.kind === 'open') {
      const found = opened(readProject(ask.request));
      texts = found.texts;
      const { families, sets } = found.texts;
      return { kind: 'opened', texts: { families, sets }, tables: found.tables };
    }
    const { place } = ask;
    const tokens = texts?.tokensOf(place.set, place.text, place.family) ?? null;
    return tokens && { kind: 'cut', cut: { place, tokens } };
  };
};
