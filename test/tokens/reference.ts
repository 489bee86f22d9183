/**
 * Counts by tiktoken 1.0.22 (the reference in WebAssembly): o200k_base, cl100k_base, p50k_base, r50k_base. js-tiktoken is no
 * oracle for all of these: \\s of JavaScript has U+FEFF and lacks U+0085, and its contractions lack the long s.
 */
export const ENCODINGS = ['o200k_base', 'cl100k_base', 'p50k_base', 'r50k_base'] as const;

type Counts = readonly [number, number, number, number];

/** Counts of the texts of `texts.ts`, by their names. */
export const COUNTS: Readonly<Record<string, Counts>> = {
  English: [13, 13, 13, 13],
  German: [14, 16, 23, 23],
  French: [17, 22, 26, 26],
  Spanish: [15, 19, 25, 25],
  Portuguese: [16, 22, 27, 27],
  Polish: [26, 28, 43, 43],
  Czech: [26, 30, 37, 37],
  Finnish: [24, 30, 31, 31],
  Turkish: [19, 25, 34, 34],
  Vietnamese: [21, 35, 78, 78],
  Greek: [31, 76, 90, 90],
  Russian: [17, 35, 73, 73],
  Ukrainian: [22, 44, 81, 81],
  Hebrew: [20, 56, 65, 65],
  Arabic: [18, 37, 50, 50],
  Hindi: [25, 84, 139, 139],
  Bengali: [19, 84, 137, 137],
  Thai: [32, 65, 126, 126],
  Chinese: [16, 22, 34, 34],
  Japanese: [34, 44, 56, 56],
  Korean: [24, 41, 88, 88],
  Georgian: [21, 144, 202, 202],
  nothing: [0, 0, 0, 0],
  'a space': [1, 1, 1, 1],
  'prose with quotes and dashes': [33, 36, 43, 43],
  'a help-centre article': [51, 51, 59, 59],
  TypeScript: [41, 41, 49, 49],
  'Python with CRLF': [27, 26, 36, 40],
  'a shell line': [40, 40, 47, 47],
  JSON: [59, 59, 71, 79],
  'JSON in one line': [30, 28, 32, 32],
  numbers: [49, 52, 52, 52],
  'capitals and camel case': [26, 21, 26, 26],
  'contractions in every case': [32, 41, 46, 46],
  emoji: [56, 68, 70, 70],
  'combining marks': [36, 39, 41, 41],
  'blanks of every kind': [25, 27, 30, 30],
  'line ends of every kind': [15, 15, 22, 23],
  'blanks before and after': [13, 13, 15, 24],
  punctuation: [28, 29, 36, 36],
  'control characters': [15, 13, 15, 15],
  'right to left, with overrides': [10, 20, 24, 24],
  'names of object properties': [11, 9, 12, 12],
  'special-token text': [42, 40, 49, 49],
  'a lone high surrogate': [3, 3, 3, 3],
  'a lone low surrogate': [3, 3, 3, 3],
  'surrogates the wrong way round': [1, 1, 1, 1],
  'only a surrogate': [1, 1, 1, 1],
  'characters that are not assigned': [11, 11, 14, 14],
  'a long word': [22, 30, 34, 34],
  base64: [53, 54, 61, 61],
  'one letter again and again': [75, 75, 150, 150],
  'one blank again and again': [6, 6, 37, 600],
};

/** Runs without a break in them, which splitting leaves in one piece: what is repeated, how often. */
export const RUNS: readonly (readonly [string, string, number, Counts])[] = [
  ['one letter', 'a', 8000, [1000, 1000, 2000, 2000]],
  ['one blank', ' ', 8000, [63, 63, 500, 8000]],
  ['line ends', '\n', 8000, [500, 250, 4000, 4000]],
  ['dashes', '-', 8000, [125, 125, 125, 125]],
  ['no-break spaces', '\u00a0', 6000, [750, 750, 375, 375]],
  ['Chinese without punctuation', '漢', 4000, [4000, 8000, 12000, 12000]],
  ['zero-width spaces', '\u200b', 4000, [1000, 2000, 2000, 2000]],
  ['emoji', '😀', 2000, [2000, 4000, 4000, 4000]],
  ['flags', '🇫🇷🇩🇪🇯🇵', 400, [4800, 7200, 7200, 7200]],
  ['digits', '7', 6000, [2000, 2000, 3000, 3000]],
  ['capitals and letters without case', '一A', 1500, [3000, 3000, 3000, 3000]],
  ['marks', 'e\u0301\u0302', 2000, [6000, 8000, 10000, 10000]],
  ['line ends and blanks', '\n  ', 2000, [1001, 1001, 4000, 6000]],
  ['equal signs', '=', 5000, [78, 79, 79, 79]],
];

/** Texts at the edges of the rules. */
export const EDGES: readonly (readonly [string, string, Counts])[] = [
  ['a byte-order mark before a word', '\ufeffhello', [2, 2, 4, 4]],
  ['a byte-order mark before JSON', '\ufeff{"a": 1}', [7, 7, 8, 8]],
  ['a byte-order mark after a letter', 'x\ufeff', [2, 2, 4, 4]],
  ['a byte-order mark before line ends', '\ufeff\n\n', [1, 1, 4, 4]],
  ['U+0085 before a word', ' \u0085word', [4, 4, 4, 4]],
  ['a run of U+0085', '\u0085\u0085word', [5, 5, 5, 5]],
  ['U+0085 and U+FEFF', 'one\u0085\ufeff\ttwo', [6, 6, 8, 8]],
  ['both at the end', '\ufeff\ufeff \u0085', [3, 4, 8, 8]],
  ['an apostrophe and a long s', "x'ſt it'ſ", [7, 9, 9, 9]],
  ['special-token text', '<|endoftext|> and <|im_start|>', [14, 13, 15, 15]],
  ['a lone surrogate', 'a\ud800b', [3, 3, 3, 3]],
  ['property names', '__proto__ constructor', [4, 4, 5, 5]],
  ['a mark before capitals', '\u0301ABC \u0301Abc', [6, 6, 8, 8]],
  ['letters of Unicode 17', "\u{11db0}'s", [6, 6, 6, 6]],
  ['blanks at the end', 'word \n \t ', [3, 3, 6, 6]],
  ['a slash behind punctuation', 'a:/\n//b', [4, 5, 5, 5]],
  ['contractions in capitals', "I'M HE'LL it'S", [7, 7, 9, 9]],
  ['NUL characters', '\u0000\u0000a\u0000', [3, 4, 4, 4]],
];

/** One number for the counts of 4,000 drawn texts. */
export const DRAWN_DIGESTS = ['73873c48', '5c93d5c5', '-4375deb4', '-618889f2'] as const;
