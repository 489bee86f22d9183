import type { SourceFile, Span } from '../diagnostics/source.ts';
import type { Quantity } from '../quantity/quantity.ts';
import type { ScenarioSpec } from './traffic/spec.ts';

/** A number that an author wrote, with its place and its text, so that every report can name it. */
export type Stated = { readonly quantity: Quantity; readonly at: Span; readonly text: string };

export type Outcome = { readonly name: string; readonly share: number };

/** `step.outcome`, as written. */
export type OutcomeRef = { readonly step: string; readonly outcome: string; readonly at: Span };

export type Condition = { readonly kind: 'chance'; readonly share: Stated } | { readonly kind: 'any'; readonly of: readonly OutcomeRef[] };

export type Retry = {
  readonly attempts: number;
  readonly errors: Stated | null;
  readonly invalid: Stated | null;
  readonly at: Span | null;
};

/** What a prompt part holds. Literal texts are read already; what they count depends on the model. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string; readonly from: string }
  | { readonly kind: 'input'; readonly name: string; readonly at: Span }
  | { readonly kind: 'step'; readonly name: string; readonly at: Span }
  | { readonly kind: 'tokens'; readonly tokens: Stated };

export type Role = 'system' | 'tools' | 'examples' | 'context' | 'user' | 'assistant';

export type PromptPart = { readonly role: Role; readonly label: string; readonly at: Span; readonly pieces: readonly Piece[] };

export type Fallback =
  | { readonly kind: 'model'; readonly model: string; readonly at: Span; readonly retry: Retry }
  | { readonly kind: 'reply' };

export type Repeat =
  | { readonly kind: 'times'; readonly times: Stated }
  | { readonly kind: 'continue'; readonly share: Stated; readonly max: number | null };

export type ModelBody = {
  readonly kind: 'model';
  readonly model: string;
  readonly modelAt: Span;
  readonly prompt: readonly PromptPart[];
  readonly output: Stated | null;
  readonly reasoning: Stated | null;
  readonly maxOutput: number | null;
  readonly maxInput: number | null;
  readonly tier: string;
  readonly cacheOff: boolean;
};

export type ToolBody = { readonly kind: 'tool'; readonly tool: string; readonly cost: Stated | null; readonly output: Stated | null };

export type HumanBody = {
  readonly kind: 'human';
  readonly human: string;
  readonly work: Stated | null;
  /** Dollars per hour. */
  readonly wage: Stated | null;
  readonly output: Stated | null;
};

export type GroupBody = { readonly kind: 'group'; readonly steps: readonly StepSpec[] };

/** A step as its author wrote it, with defaults merged in and every name still a name. */
export type StepSpec = {
  readonly name: string;
  readonly at: Span;
  readonly body: ModelBody | ToolBody | HumanBody | GroupBody;
  /** Null: the step above. */
  readonly needs: readonly { readonly name: string; readonly at: Span }[] | null;
  readonly when: Condition | null;
  readonly outcomes: readonly Outcome[];
  readonly outcomesAt: Span | null;
  readonly repeat: Repeat | null;
  readonly items: Stated | null;
  readonly background: boolean;
  readonly retry: Retry;
  readonly fallback: readonly Fallback[];
  readonly onFailure: 'stop' | 'continue';
};

export type InputSpec = { readonly name: string; readonly at: Span; readonly stated: Stated };

/** A workflow as its author wrote it. */
export type Spec = {
  readonly file: SourceFile;
  readonly name: string;
  readonly description: string;
  readonly unit: string;
  readonly tags: ReadonlyMap<string, string>;
  readonly inputs: ReadonlyMap<string, InputSpec>;
  readonly steps: readonly StepSpec[];
  readonly scenarios: readonly ScenarioSpec[];
};
