/**
 * What the calls of this request have sent so far, entry by entry. Calls side by side do not read each other's writes: a call
 * finds what a call that started before it sent, while it lives.
 */
export class Sent {
  /** When the first call that is still alive started; Infinity where nothing was sent. */
  private readonly sinceMs: Float64Array;
  private readonly sinceDepth: Int32Array;
  private readonly lastMs: Float64Array;
  /** Whether the request has paid its part of what storing the entry costs. */
  private readonly paid: Uint8Array;

  constructor(entries: number) {
    this.sinceMs = new Float64Array(entries).fill(Infinity);
    this.sinceDepth = new Int32Array(entries);
    this.lastMs = new Float64Array(entries);
    this.paid = new Uint8Array(entries);
  }

  clear(): void {
    this.sinceMs.fill(Infinity);
    this.paid.fill(0);
  }

  /** Whether a call that starts now comes after another that sent the entry, alive or not. */
  before(entry: number, nowMs: number, depth: number): boolean {
    const since = this.sinceMs[entry] ?? Infinity;
    return since < nowMs || (since === nowMs && (this.sinceDepth[entry] ?? 0) < depth);
  }

  alive(entry: number, nowMs: number, depth: number, ttlMs: number): boolean {
    return this.before(entry, nowMs, depth) && nowMs - (this.lastMs[entry] ?? 0) <= ttlMs;
  }

  send(entry: number, nowMs: number, depth: number, ttlMs: number): void {
    const since = this.sinceMs[entry] ?? Infinity;
    const fresh = since === Infinity || nowMs - (this.lastMs[entry] ?? 0) > ttlMs;
    if (fresh || nowMs < since || (nowMs === since && depth < (this.sinceDepth[entry] ?? 0))) {
      this.sinceMs[entry] = nowMs;
      this.sinceDepth[entry] = depth;
    }
    this.lastMs[entry] = fresh ? nowMs : Math.max(nowMs, this.lastMs[entry] ?? 0);
  }

  /** Whether a request sends an entry for the first time, side by side or not; asked once for each call. */
  isFirst(entry: number): boolean {
    const first = this.paid[entry] === 0;
    this.paid[entry] = 1;
    return first;
  }

  /** Whether a call that started before the given end sent the entry. */
  wasSent(entry: number, endMs: number): boolean {
    return (this.sinceMs[entry] ?? Infinity) <= endMs && this.sinceMs[entry] !== Infinity;
  }

  /** Copies the state of some entries, so that the items of a wave each start from it. */
  save(entries: readonly number[], into: Sent): void {
    for (const entry of entries) {
      into.sinceMs[entry] = this.sinceMs[entry] ?? Infinity;
      into.sinceDepth[entry] = this.sinceDepth[entry] ?? 0;
      into.lastMs[entry] = this.lastMs[entry] ?? 0;
    }
  }

  /** Adds what another item of the wave has sent: the earlier start, the later end. */
  join(entries: readonly number[], other: Sent): void {
    for (const entry of entries) {
      const [since, last] = [other.sinceMs[entry] ?? Infinity, other.lastMs[entry] ?? 0];
      if (since === Infinity) continue;
      const known = this.sinceMs[entry] !== Infinity;
      if (!known || since < (this.sinceMs[entry] ?? Infinity)) {
        this.sinceMs[entry] = since;
        this.sinceDepth[entry] = other.sinceDepth[entry] ?? 0;
      }
      this.lastMs[entry] = known ? Math.max(last, this.lastMs[entry] ?? 0) : last;
    }
  }
}
