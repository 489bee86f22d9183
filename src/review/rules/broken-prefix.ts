import { count } from '../../report/format.ts';
import type { Piece, PromptPart } from '../../workflow/spec.ts';
import { callsOf, type Reviewed, type ReviewedCall, withBody } from '../reviewed.ts';
import type { Found, Rule } from '../rule.ts';
import { moneyOf, savingBy } from '../stakes.ts';

const changes = ({ kind }: Piece): boolean => kind === 'input' || kind === 'step';

/** A part with placeholders as two: what all calls send alike, then what changes. */
const sorted = (part: PromptPart): readonly PromptPart[] => {
  const [fixed, changing] = [part.pieces.filter((piece) => !changes(piece)), part.pieces.filter(changes)];
  if (part.shared === 'none' || fixed.length === 0 || changing.length === 0) return [part];
  return [
    { ...part, pieces: fixed },
    { ...part, pieces: changing, shared: 'none', variants: null },
  ];
};

const RANK = { all: 0, session: 1, none: 2 } as const;

/** The same parts, those first that most calls send alike. */
const reordered = (prompt: readonly PromptPart[]): readonly PromptPart[] =>
  prompt
    .flatMap(sorted)
    .map((part, index) => ({ part, index }))
    .sort((a, b) => RANK[a.part.shared] - RANK[b.part.shared] || a.index - b.index)
    .map(({ part }) => part);

/** The part that breaks the prefix: the first one with something changing before something that all calls share. */
const breaking = (prompt: readonly PromptPart[]): PromptPart | undefined => {
  const apart = prompt.flatMap((part) => sorted(part).map((stretch) => ({ part, stretch })));
  const split = (part: PromptPart): boolean => {
    const first = part.pieces.findIndex(changes);
    return part.shared === 'all' && part.pieces.length > 1 && first !== -1 && part.pieces.slice(first).some((piece) => !changes(piece));
  };
  return apart.find(({ part, stretch }, index) => {
    if (split(part)) return true;
    return stretch.shared === 'none' && apart.slice(index + 1).some((later) => later.stretch.shared === 'all');
  })?.part;
};

const foundIn = (reviewed: Reviewed, { spec, body, step, tried }: ReviewedCall): readonly Found[] => {
  const part = breaking(body.prompt);
  if (part === undefined) return [];
  const saving = savingBy(reviewed, (whole) => withBody(whole, spec.name, (old) => ({ ...old, prompt: reordered(old.prompt) })));
  const after = saving?.after.steps[step.index]?.links[0];
  if (saving === null || after === undefined || after.billed === 0 || tried.billed === 0) return [];
  const [now, then] = [tried.cacheable / tried.billed, after.cacheable / after.billed];
  return [
    {
      at: part.at,
      message: `a changing part of step "${spec.name}" stands before text that is always the same, and ends what can be cached`,
      stake: `moved to the end it would save ${moneyOf(reviewed, saving.usdPerRequest)}: about ${count(then)} tokens of each call could be cached, now ${count(now)}`,
      fix: 'put what changes last: after `system`, `tools` and `examples`, and placeholders after the text around them',
    },
  ];
};

export const brokenPrefix: Rule = {
  id: 'broken-prefix',
  level: 'warn',
  title: 'A changing part before text that could be cached',
  why: 'A prompt cache keeps the beginning of a prompt up to the first token that differs. A date or a name near the top makes everything behind it new in every call. The saving is worked out by planning the workflow again with what changes at the end; below a dollar a month nothing is said.',
  example: 'prompt: [{ system: "You help {{customer}}. <two thousand tokens of rules>" }, { user: { input: question } }]',
  fix: 'Move what changes behind what does not.',
  find: (reviewed) =>
    callsOf(reviewed)
      .filter(({ link }) => link.cache.kind !== 'off')
      .flatMap((call) => foundIn(reviewed, call)),
};
