/** Size of a text as people count it. */
export type Measure = { readonly characters: number; readonly words: number };

const isBlank = (unit: number): boolean => unit === 32 || (unit >= 9 && unit <= 13) || unit === 0xa0 || unit === 0x3000;
/** Kana, Han and Hangul are written without spaces, or count by the character: each is a word. */
const isOwnWord = (unit: number): boolean => (unit >= 0x3040 && unit < 0xa000) || (unit >= 0xac00 && unit < 0xd7a4);
const isTrail = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000;

/** Counts characters and words of a text that comes in parts. */
export class Measurer {
  #characters = 0;
  #words = 0;
  #inside = false;

  add(text: string): void {
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (isTrail(unit)) continue;
      this.#characters++;
      if (isBlank(unit)) this.#inside = false;
      else if (isOwnWord(unit)) {
        this.#words++;
        this.#inside = false;
      } else if (!this.#inside) {
        this.#words++;
        this.#inside = true;
      }
    }
  }

  /** Returns the size of what was added, and begins anew. */
  end(): Measure {
    const measure = { characters: this.#characters, words: this.#words };
    this.#characters = 0;
    this.#words = 0;
    this.#inside = false;
    return measure;
  }
}
