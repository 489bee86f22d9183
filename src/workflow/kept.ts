/**
 * Keeps what is the same in every future: whatever was worked out without asking for an unknown. A plan of another future
 * then costs only the steps that hang on one.
 */
export class Kept {
  #asked = 0;
  readonly #values = new Map<string, unknown>();

  /** Notes that an unknown was asked for: what is being worked out holds for this future only. */
  ask(): void {
    this.#asked++;
  }

  /** Returns what was kept under a key, or builds it and keeps it where it holds in every future. */
  get<T>(key: string, build: () => T): T {
    if (this.#values.has(key)) return this.#values.get(key) as T;
    const asked = this.#asked;
    const value = build();
    if (this.#asked === asked) this.#values.set(key, value);
    return value;
  }
}
