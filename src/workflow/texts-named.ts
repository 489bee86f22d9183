import type { Span } from '../diagnostics/source.ts';
import { quantitiesIn } from '../quantity/quantity.ts';
import type { Family } from '../tokens/families.ts';
import { type WrittenTools, writtenTools } from '../tokens/tools/framing.ts';
import type { Piece, Spec, Stated, StepSpec } from './spec.ts';

/** Samples that something of a workflow is counted by, with its name. */
export type NamedSamples = {
  readonly name: string;
  readonly patterns: readonly string[];
  readonly field: string | null;
  readonly at: Span;
};

const samplesIn = (name: string, stated: Stated | null): readonly NamedSamples[] =>
  (stated === null ? [] : quantitiesIn(stated.quantity)).flatMap((one) =>
    one.kind === 'samples' && stated !== null ? [{ name, patterns: one.patterns, field: one.field, at: stated.at }] : [],
  );

const leavesOf = (steps: readonly StepSpec[]): readonly StepSpec[] =>
  steps.flatMap((step) => (step.body.kind === 'group' ? leavesOf(step.body.steps) : [step]));

const stepSamples = ({ name, body }: StepSpec): readonly NamedSamples[] => {
  if (body.kind === 'group') return [];
  const prompted = body.kind === 'model' ? body.prompt.flatMap(({ pieces }) => pieces) : [];
  return [
    ...prompted.flatMap((piece) => (piece.kind === 'tokens' ? samplesIn(`${name} prompt`, piece.tokens) : [])),
    ...samplesIn(`${name} output`, body.output),
    ...(body.kind === 'model' ? samplesIn(`${name} reasoning`, body.reasoning) : []),
  ];
};

/** Returns all samples that a workflow names, those that several things share once. */
export const samplesNamed = (spec: Spec): readonly NamedSamples[] => {
  const inputs = (of: Spec['inputs'], before: string): readonly NamedSamples[] =>
    [...of.values()].flatMap((input) => (input.kind === 'tokens' ? samplesIn(`${before}${input.name}`, input.stated) : []));
  const all = [
    ...inputs(spec.inputs, ''),
    ...spec.scenarios.flatMap((scenario) => inputs(scenario.inputs, `${scenario.name}: `)),
    ...leavesOf(spec.steps).flatMap(stepSamples),
  ];
  const folder = ({ file }: Span): string => file.name.slice(0, file.name.lastIndexOf('/') + 1);
  const keyed = all.toReversed().map((one) => [JSON.stringify([folder(one.at), one.patterns, one.field]), one] as const);
  return [...new Map(keyed).values()].toReversed();
};

/** A text of a prompt with the step and the part that it stands in, and as what it is sent to models of a family. */
export type NamedText = { readonly file: string; readonly sentTo: (family: Family) => WrittenTools };

const sentTo = (piece: Piece): NamedText['sentTo'] | null => {
  if (piece.kind === 'text') return () => ({ texts: [piece.text], tokens: 0 });
  return piece.kind === 'tools' ? ({ tools }) => writtenTools(tools, piece.tools) : null;
};

/** Returns the texts of all prompts of a workflow. */
export const promptTexts = (spec: Spec): readonly NamedText[] =>
  leavesOf(spec.steps).flatMap(({ name, body }) =>
    body.kind !== 'model'
      ? []
      : body.prompt.flatMap(({ label, pieces }) =>
          pieces.flatMap((piece) => {
            const sent = sentTo(piece);
            return sent === null ? [] : [{ file: `${name}: ${label}`, sentTo: sent }];
          }),
        ),
  );
