import type { SourceFile, Span } from '../diagnostics/source.ts';
import type { Quantity } from '../quantity/quantity.ts';
import type { Unit } from '../quantity/scalar.ts';
import type { Tool } from '../tokens/tools/definition.ts';
import type { ScenarioSpec } from './traffic/spec.ts';

/** A number that an author wrote, with its place, its text and what it counts, so that every report can name it. */
export type Stated = { readonly quantity: Quantity; readonly at: Span; readonly text: string; readonly unit: Unit };

/** A name as written, with its place. */
export type Named = { readonly name: string; readonly at: Span };

/** `share` is null where the outcome takes the rest. */
export type Outcome = { readonly name: string; readonly share: Stated | null };

/** `step.outcome`, as written. */
export type OutcomeRef = { readonly step: string; readonly outcome: string; readonly at: Span };

export type Condition =
  | { readonly kind: 'chance'; readonly share: Stated }
  | { readonly kind: 'outcome'; readonly ref: OutcomeRef }
  | { readonly kind: 'any' | 'all'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'turn'; readonly turn: 'first' | 'last'; readonly at: Span };

export type Retry = {
  readonly attempts: number;
  readonly errors: Stated | null;
  readonly invalid: Stated | null;
  readonly backoff: Stated | null;
  readonly timeout: { readonly ms: number; readonly text: string } | null;
  readonly at: Span | null;
};

/** What a prompt part holds. Literal texts and tools are read already; what they count depends on the model. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string; readonly from: string }
  /** `text` is their file without its line ends: what tells one list of tools from another. */
  | { readonly kind: 'tools'; readonly tools: readonly Tool[]; readonly text: string; readonly from: string }
  | { readonly kind: 'input' | 'step' | 'rounds' | 'chunk'; readonly name: string; readonly at: Span }
  | { readonly kind: 'tokens'; readonly tokens: Stated }
  | { readonly kind: 'images'; readonly width: number; readonly height: number; readonly count: Stated | null; readonly at: Span }
  | { readonly kind: 'pages'; readonly pages: Stated };

export type Role = 'system' | 'tools' | 'examples' | 'context' | 'history' | 'user' | 'assistant';

export type CompactSpec = {
  readonly over: number;
  readonly to: Stated;
  /** Null: the model of the step. */
  readonly model: Named | null;
  readonly at: Span;
};

export type HistorySpec = {
  readonly keep: 'answers' | 'all' | readonly Named[];
  readonly last: number | null;
  readonly compact: CompactSpec | null;
};

export type PromptPart = {
  readonly role: Role;
  readonly label: string;
  readonly at: Span;
  /** Empty where `history` stands. */
  readonly pieces: readonly Piece[];
  readonly history: HistorySpec | null;
  readonly shared: 'all' | 'session' | 'none';
  /** In how many versions a shared part exists, and how they are used; null for one. */
  readonly variants: { readonly count: number; readonly popularity: 'zipf' | 'even'; readonly stated: boolean; readonly at: Span } | null;
};

export type Fallback =
  | { readonly kind: 'model'; readonly model: string; readonly at: Span; readonly retry: Retry }
  | { readonly kind: 'reply'; readonly latency: Stated | null };

export type Repeat =
  | { readonly kind: 'times'; readonly times: Stated }
  | { readonly kind: 'continue'; readonly share: Stated; readonly max: number | null }
  | { readonly kind: 'until'; readonly until: readonly OutcomeRef[]; readonly max: number | null; readonly at: Span };

export type CarrySpec = {
  readonly steps: 'all' | readonly Named[];
  readonly reasoning: boolean;
  readonly last: number | null;
  readonly compact: CompactSpec | null;
  readonly at: Span;
};

export type ForEach = { readonly parallel: number | null } & (
  | { readonly kind: 'items'; readonly items: Stated }
  | { readonly kind: 'chunks'; readonly document: Named; readonly size: number; readonly overlap: number }
);

/** How a prompt is cached: `hit` states the share of runs that find it. */
export type CacheSpec =
  | { readonly kind: 'auto' | 'off' }
  | { readonly kind: 'ttl'; readonly ttl: string; readonly at: Span }
  | { readonly kind: 'hit'; readonly share: Stated };

/** An author's own figures of how long a call takes. */
export type LatencySpec =
  | { readonly kind: 'whole'; readonly latency: Stated }
  | { readonly kind: 'streamed'; readonly ttft: Stated | null; readonly speed: Stated | null };

/** Another model that a step may use; null keeps what the step says. */
export type Candidate = {
  readonly model: string;
  readonly at: Span;
  readonly output: Stated | null;
  readonly reasoning: Stated | null;
  readonly maxOutput: number | null;
  readonly cache: CacheSpec | null;
  readonly tier: string | null;
};

export type ModelBody = {
  readonly kind: 'model';
  readonly model: string;
  readonly modelAt: Span;
  readonly candidates: readonly Candidate[];
  readonly prompt: readonly PromptPart[];
  readonly output: Stated | null;
  readonly reasoning: Stated | null;
  readonly maxOutput: number | null;
  readonly maxInput: number | null;
  readonly cache: CacheSpec;
  readonly tier: string;
  readonly region: Named | null;
  readonly stream: boolean;
  readonly showAfter: readonly Named[];
  readonly fees: readonly { readonly name: string; readonly at: Span; readonly units: Stated }[];
  readonly latency: LatencySpec | null;
};

export type ToolBody = {
  readonly kind: 'tool';
  readonly tool: string;
  readonly cost: Stated | null;
  readonly latency: Stated | null;
  readonly output: Stated | null;
};

export type HumanBody = {
  readonly kind: 'human';
  readonly human: string;
  readonly work: Stated | null;
  /** Dollars per hour. */
  readonly wage: Stated | null;
  readonly wait: Stated | null;
  readonly output: Stated | null;
};

export type GroupBody = { readonly kind: 'group'; readonly steps: readonly StepSpec[] };

/** A step as its author wrote it, with defaults merged in and every name still a name. */
export type StepSpec = {
  readonly name: string;
  readonly at: Span;
  readonly body: ModelBody | ToolBody | HumanBody | GroupBody;
  /** Null: the step above. */
  readonly needs: readonly Named[] | null;
  readonly when: Condition | null;
  readonly outcomes: readonly Outcome[];
  readonly outcomesAt: Span | null;
  readonly endsRequest: readonly string[];
  readonly repeat: Repeat | null;
  readonly carry: CarrySpec | null;
  readonly forEach: ForEach | null;
  readonly background: boolean;
  readonly reuse: Stated | null;
  readonly retry: Retry;
  readonly fallback: readonly Fallback[];
  readonly onFailure: 'stop' | 'continue';
};

/** Something that a request brings along: tokens, a whole number to refer to, or a picture. */
export type InputSpec = { readonly name: string; readonly at: Span } & (
  | { readonly kind: 'tokens'; readonly stated: Stated }
  | { readonly kind: 'count'; readonly stated: Stated }
  | { readonly kind: 'image'; readonly width: number; readonly height: number }
);

/** A number that nobody knows, with its range. */
export type AssumptionSpec = { readonly name: string; readonly at: Span; readonly stated: Stated };

export type SessionSpec = { readonly turns: Stated; readonly gap: Stated };

/** A workflow as its author wrote it. */
export type Spec = {
  readonly file: SourceFile;
  readonly name: string;
  readonly description: string;
  readonly unit: string;
  readonly tags: ReadonlyMap<string, string>;
  readonly inputs: ReadonlyMap<string, InputSpec>;
  readonly session: SessionSpec | null;
  readonly assumptions: ReadonlyMap<string, AssumptionSpec>;
  readonly steps: readonly StepSpec[];
  readonly scenarios: readonly ScenarioSpec[];
};
