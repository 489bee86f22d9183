import { mean } from '../../stats/moments.ts';
import type { Plan } from '../../workflow/plan.ts';
import type { ModelBody, PromptPart, StepSpec } from '../../workflow/spec.ts';
import { type SameTexts, sameMeaning } from './meaning.ts';
import { type Place, placeOf } from './written.ts';

/** A part of a prompt that differs. */
export type PartEdit = {
  readonly label: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly place: Place | null;
};

/** A step with the plan that its prompt was counted for. */
export type Prompted = { readonly step: StepSpec; readonly plan: Plan | undefined };

const partsOf = ({ step: { body } }: Prompted): ModelBody['prompt'] => (body.kind === 'model' ? body.prompt : []);

/** The tokens of a part, as the step's own model counts them. */
const tokensOf = ({ step, plan }: Prompted, label: string): string | null => {
  const link = plan?.steps.find(({ name }) => name === step.name)?.links[0];
  if (link?.kind !== 'model') return null;
  const amounts = link.parts.filter((part) => part.label === label).map(({ amount }) => amount);
  const tokens = amounts.reduce(
    (sum, { constant, terms }) => sum + terms.reduce((all, { of, times, plus }) => all + times * mean(of) + plus, constant),
    0,
  );
  return `${Math.round(tokens).toLocaleString('en-US')} tokens`;
};

const textOf = ({ pieces }: PromptPart): string =>
  pieces.map((piece) => ('text' in piece ? piece.text : 'name' in piece ? `{{${piece.name}}}` : '')).join('');

/** The first line of a text that another one does not have there. */
const differingLine = (text: string, other: string): { readonly line: number; readonly length: number } => {
  const [lines, others] = [text.split('\n'), other.split('\n')];
  const first = lines.findIndex((line, index) => line !== others[index]);
  const index = first === -1 ? lines.length - 1 : first;
  return { line: index + 1, length: [...(lines[index] ?? '')].length };
};

/** Where a part changed: the line of its prompt file, or its place in the workflow where its text stands there. */
const changedAt = (part: PromptPart, before: PromptPart | undefined): Place => {
  const piece = part.pieces.find((one) => 'text' in one);
  const own = placeOf(part.at);
  if (piece === undefined || piece.from === own.file || before === undefined) return own;
  // Tool definitions are sent without the line ends of their file.
  const { line, length } = part.role === 'tools' ? { line: 1, length: 0 } : differingLine(textOf(part), textOf(before));
  return { file: piece.from, line, column: 1, endLine: line, endColumn: length + 1 };
};

/** Returns the parts of a prompt that were changed, added or removed, each with its tokens on both sides. */
export const promptEdits = (base: Prompted, head: Prompted, texts: SameTexts): readonly PartEdit[] => {
  const [before, after] = [partsOf(base), partsOf(head)];
  const taken = new Set<PromptPart>();
  const edits = after.flatMap((part): readonly PartEdit[] => {
    const old = before.find((one) => one.label === part.label && !taken.has(one));
    if (old !== undefined) taken.add(old);
    if (old !== undefined && sameMeaning(old, part, texts)) return [];
    const { label } = part;
    return [{ label, before: old === undefined ? null : tokensOf(base, label), after: tokensOf(head, label), place: changedAt(part, old) }];
  });
  const gone = before.filter((part) => !taken.has(part));
  const moved = edits.length + gone.length === 0 ? [{ label: 'order of the parts', before: null, after: null, place: null }] : [];
  return [...edits, ...gone.map(({ label }) => ({ label, before: tokensOf(base, label), after: null, place: null })), ...moved];
};
