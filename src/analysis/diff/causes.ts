import type { CauseKind } from './cause-kinds.ts';
import type { Edit } from './edits.ts';

/** Edits that stand together: of one kind about one thing, or such that neither makes sense without the other. */
export type Cause = {
  readonly kinds: readonly CauseKind[];
  readonly subjects: readonly string[];
  readonly edits: readonly Edit[];
};

/** Returns two causes as one. */
export const joined = (a: Cause, b: Cause): Cause => ({
  kinds: [...new Set([...a.kinds, ...b.kinds])],
  subjects: [...new Set([...a.subjects, ...b.subjects])],
  edits: [...a.edits, ...b.edits],
});

const grouped = (causes: readonly Cause[], keyOf: (cause: Cause) => string): readonly Cause[] => {
  const groups = new Map<string, Cause>();
  for (const cause of causes) {
    const known = groups.get(keyOf(cause));
    groups.set(keyOf(cause), known === undefined ? cause : joined(known, cause));
  }
  return [...groups.values()];
};

const single = (edit: Edit): Cause => ({ kinds: [edit.kind], subjects: [edit.subject], edits: [edit] });

/** `defaults.retry` changes many steps in one place: one edit, one cause. */
const writtenAt = ({ kinds, edits: [edit] }: Cause): string =>
  JSON.stringify([kinds, edit?.place === null ? edit.id : [edit?.place.file, edit?.place.line, edit?.place.column]]);

/**
 * Returns edits as causes: those written in one place, then those of one kind about one thing. Where there are more than `most`,
 * all of one kind stand together.
 */
export const causesOf = (edits: readonly Edit[], most: number): readonly Cause[] => {
  const ids = grouped(edits.map(single), ({ edits: [edit] }) => edit?.id ?? '');
  const placed = grouped(ids, (cause) => (cause.edits.length > 1 ? JSON.stringify(cause.edits[0]?.id) : writtenAt(cause)));
  const about = grouped(placed, ({ kinds, subjects }) => JSON.stringify([kinds, subjects]));
  return about.length <= most ? about : grouped(about, ({ kinds }) => JSON.stringify(kinds));
};

/** Returns the ids of all edits of some causes. */
export const idsOf = (causes: readonly Cause[]): readonly string[] => [
  ...new Set(causes.flatMap(({ edits }) => edits.map(({ id }) => id))),
];
