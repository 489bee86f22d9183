import type { ModelLink, PlanPart } from '../../workflow/plan.ts';
import type { Play } from './play.ts';
import type { Transcript } from './transcript.ts';
import type { Value } from './values.ts';

/** Where a prompt is cut first: parts that nobody else sends, then those of the session and loop, then those of all; from the end. */
const cutOrderOf = (parts: readonly PlanPart[]): readonly number[] => {
  const places = [...parts.map(({ shared }, index) => ({ shared, index })), { shared: 'session', index: parts.length }].reverse();
  return ['none', 'session', 'all'].flatMap((who) => places.filter(({ shared }) => shared === who).map(({ index }) => index));
};

/** The prompt of one link: its parts, then what the loops around it carry, then the family's overhead. */
export class Prompt {
  /** Tokens of the parts as sent, and up to the end of each: `upTo[0]` is 0. The last is what is carried. */
  readonly sizes: Float64Array;
  readonly upTo: Float64Array;
  /** All of it, overhead included. */
  tokens = 0;
  /** Carrying loops around the step, the outermost first. */
  readonly carried: readonly Transcript[];
  readonly factor: number;
  readonly parts: number;
  /** What each part has in it: always the same, or another number in each request. */
  private readonly values: readonly (number | Value)[];
  private readonly overhead: number;
  private readonly most: number;
  private readonly cutOrder: readonly number[];

  constructor(link: ModelLink, values: readonly (number | Value)[], carried: readonly Transcript[]) {
    this.parts = values.length;
    this.sizes = new Float64Array(values.length + 1);
    this.upTo = new Float64Array(values.length + 2);
    this.carried = carried;
    this.factor = link.inputFactor;
    this.values = values;
    this.overhead = link.overhead.tokens * link.inputFactor;
    this.most = link.maxInput;
    this.cutOrder = cutOrderOf(link.parts);
  }

  /** Works out what the prompt has in it now. */
  measure(play: Play): void {
    const { sizes, upTo, factor, parts } = this;
    let tokens = this.overhead;
    let sum = 0;
    for (let index = 0; index < parts; index++) {
      const value = this.values[index] as number | Value;
      const size = factor * (typeof value === 'number' ? value : value(play));
      sizes[index] = size;
      tokens += size;
      sum += size;
      upTo[index + 1] = sum;
    }
    let carried = 0;
    for (const transcript of this.carried) carried += transcript.tokens;
    sizes[parts] = carried * factor;
    upTo[parts + 1] = sum + carried * factor;
    this.tokens = tokens + carried * factor;
    if (this.tokens > this.most) this.cut();
  }

  private cut(): void {
    let excess = this.tokens - this.most;
    for (const index of this.cutOrder) {
      const size = this.sizes[index] ?? 0;
      const less = Math.min(size, excess);
      this.sizes[index] = size - less;
      excess -= less;
      if (excess <= 0) break;
    }
    this.tokens = this.most;
    this.sum();
  }

  private sum(): void {
    let sum = 0;
    for (let index = 0; index <= this.parts; index++) {
      sum += this.sizes[index] ?? 0;
      this.upTo[index + 1] = sum;
    }
  }
}
