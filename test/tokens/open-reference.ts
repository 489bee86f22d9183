/**
 * Counts by @huggingface/tokenizers 0.2.0 with the tokenizer.json of each, special tokens taken away: Qwen 3, Mistral NeMo, DeepSeek V3.
 * Lone surrogates are U+FFFD there too.
 */
export const OPEN = ['qwen-3', 'tekken', 'deepseek'] as const;

type Counts = readonly [number, number, number];

/** Counts of the texts of `texts.ts`, by their names. */
export const OPEN_COUNTS: Readonly<Record<string, Counts>> = {
  English: [13, 13, 13],
  German: [16, 14, 14],
  French: [22, 17, 22],
  Spanish: [19, 16, 17],
  Portuguese: [22, 18, 18],
  Polish: [26, 27, 27],
  Czech: [30, 26, 27],
  Finnish: [30, 24, 26],
  Turkish: [23, 22, 28],
  Vietnamese: [20, 21, 30],
  Greek: [71, 33, 41],
  Russian: [21, 21, 21],
  Ukrainian: [34, 23, 26],
  Hebrew: [20, 23, 22],
  Arabic: [20, 17, 19],
  Hindi: [78, 30, 43],
  Bengali: [72, 23, 23],
  Thai: [40, 34, 26],
  Chinese: [13, 19, 13],
  Japanese: [25, 29, 25],
  Korean: [25, 21, 26],
  Georgian: [77, 29, 54],
  nothing: [0, 0, 0],
  'a space': [1, 1, 1],
  'prose with quotes and dashes': [36, 38, 38],
  'a help-centre article': [54, 54, 51],
  TypeScript: [41, 42, 42],
  'Python with CRLF': [27, 35, 34],
  'a shell line': [42, 43, 42],
  JSON: [65, 69, 62],
  'JSON in one line': [29, 33, 31],
  numbers: [73, 72, 53],
  'capitals and camel case': [20, 25, 24],
  'contractions in every case': [40, 46, 41],
  emoji: [52, 87, 58],
  'combining marks': [28, 39, 35],
  'blanks of every kind': [25, 27, 25],
  'line ends of every kind': [15, 21, 19],
  'blanks before and after': [13, 15, 14],
  punctuation: [29, 31, 29],
  'control characters': [14, 16, 15],
  'right to left, with overrides': [13, 12, 14],
  'names of object properties': [9, 11, 10],
  'special-token text': [40, 45, 44],
  'a lone high surrogate': [3, 3, 3],
  'a lone low surrogate': [3, 3, 3],
  'surrogates the wrong way round': [1, 1, 1],
  'only a surrogate': [1, 1, 1],
  'characters that are not assigned': [11, 14, 12],
  'a long word': [30, 22, 24],
  base64: [55, 66, 56],
  'one letter again and again': [75, 300, 75],
  'one blank again and again': [6, 10, 6],
};

/** Counts of the edges of `reference.ts`, by their names; Unicode 17 is what the two differ in. */
export const OPEN_EDGES: Readonly<Record<string, Counts>> = {
  'a byte-order mark before a word': [2, 4, 2],
  'a byte-order mark before JSON': [7, 9, 7],
  'a byte-order mark after a letter': [2, 4, 2],
  'a byte-order mark before line ends': [1, 4, 2],
  'U+0085 before a word': [4, 4, 4],
  'a run of U+0085': [5, 5, 5],
  'U+0085 and U+FEFF': [6, 8, 6],
  'both at the end': [4, 8, 4],
  'an apostrophe and a long s': [7, 9, 7],
  'special-token text': [13, 14, 14],
  'a lone surrogate': [3, 3, 3],
  'property names': [4, 4, 4],
  'a mark before capitals': [6, 8, 6],
  'blanks at the end': [3, 5, 4],
  'a slash behind punctuation': [5, 5, 5],
  'contractions in capitals': [7, 8, 7],
  'NUL characters': [4, 4, 4],
};

/** One number for the counts of 2,000 drawn texts. */
export const OPEN_DIGESTS = ['57b34dc5', '556c7cf5', '-21feb181'] as const;
