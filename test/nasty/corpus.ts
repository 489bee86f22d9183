import type { Code } from '../../src/diagnostics/diagnostic.ts';

/** What reading a file as YAML must end in: plain data, or a problem of this code whose text holds this phrase. */
type Expected = { readonly accepted: Readonly<Record<string, unknown>> | 'any' } | { readonly code: Code; readonly phrase: string };

export type NastyFile = {
  readonly name: string;
  readonly threat: string;
  readonly content: string | Uint8Array;
  readonly expected: Expected;
};

const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const utf16le = (text: string): Uint8Array => Buffer.from(`\ufeff${text}`, 'utf16le');
const utf16be = (text: string): Uint8Array => Buffer.from(utf16le(text)).swap16();
const times = (count: number, line: (index: number) => string): string => Array.from({ length: count }, (_, index) => line(index)).join('');

const ENCODED = 'name: encoding test\nnote: "éü漢😀"\n';
const ENCODED_VALUE = { name: 'encoding test', note: 'éü漢😀' };

const bombLevel = (level: number): string => {
  const item = level === 0 ? 'lol' : `*a${level - 1}`;
  return `a${level}: &a${level} [${Array.from({ length: 9 }, () => item).join(', ')}]\n`;
};

const accepted = (value: Readonly<Record<string, unknown>> | 'any' = 'any'): Expected => ({ accepted: value });
const refused = (code: Code, phrase: string): Expected => ({ code, phrase });
const nasty = (name: string, threat: string, content: string | Uint8Array, expected: Expected): NastyFile => ({
  name,
  threat,
  content,
  expected,
});

const ALIASES: readonly NastyFile[] = [
  nasty('alias-bomb-seq.yaml', 'nine levels of nine aliases: 9^9 values from 486 bytes', times(9, bombLevel), refused('limit', 'aliases')),
  nasty(
    'alias-150-legit.yaml',
    'one scalar anchor used 150 times is no bomb',
    `price: &p 3.5\nrows:\n${times(150, (row) => `  - { id: r${row}, unit: *p }\n`)}`,
    accepted(),
  ),
  nasty('alias-unresolved.yaml', 'an alias without its anchor', 'a: 1\nb: *nope\n', refused('bad-yaml', '2:4')),
  nasty('alias-self-seq.yaml', 'a list that holds itself', 'a: &a [1, *a]\n', refused('bad-yaml', 'refers to itself')),
  nasty('alias-self-root.yaml', 'a document that holds itself', '&root\nname: x\nself: *root\n', refused('bad-yaml', 'refers to itself')),
  nasty('anchor-redefined.yaml', 'an anchor set twice', 'a: &x 1\nb: *x\nc: &x 2\nd: *x\n', accepted({ a: 1, b: 1, c: 2, d: 2 })),
  nasty(
    'merge-key.yaml',
    'merge keys are not YAML 1.2',
    'base: &base { x: 1 }\nderived:\n  <<: *base\n  y: 2\n',
    refused('unknown-key', '<<'),
  ),
  nasty(
    'merge-proto.yaml',
    'prototype pollution through a merge',
    'derived:\n  <<: { __proto__: { polluted: 1 } }\n  y: 2\n',
    refused('unknown-key', '<<'),
  ),
];

const KEYS: readonly NastyFile[] = [
  nasty(
    'proto-keys.yaml',
    'prototype pollution through keys',
    '__proto__: { polluted: 1 }\nconstructor: { prototype: { polluted2: 1 } }\nprototype: 3\ntoString: x\nhasOwnProperty: y\nvalueOf: z\n',
    refused('unknown-key', '"__proto__"'),
  ),
  nasty('dup-keys.yaml', 'a key twice', 'name: a\nsteps: []\nname: b\n', refused('bad-yaml', 'the key "name" stands twice')),
  nasty(
    'dup-keys-coerced.yaml',
    'a number and a text as the same key',
    'map:\n  1: a\n  "1": b\n',
    refused('bad-yaml', 'the key "1" stands twice'),
  ),
  nasty('complex-key.yaml', 'a list as a key', '? [a, b]\n: c\n', refused('bad-yaml', 'a list or map cannot be a key')),
  nasty('null-and-empty-keys.yaml', 'keys without a name', '? \n: a\n"": b\n', refused('bad-yaml', 'keys with "?"')),
  nasty(
    'utf8-keys.yaml',
    'keys in other scripts',
    'имя: тест\n名前: "日本語"\n"🔥": 1\n',
    accepted({ имя: 'тест', 名前: '日本語', '🔥': 1 }),
  ),
  nasty(
    'colon-in-plain.yaml',
    'a colon in a plain text',
    'a: b: c\nurl: http://x:80/y\n',
    refused('bad-yaml', 'quote a text that holds ": "'),
  ),
  nasty('indicator-soup.yaml', 'reserved characters', '@a: `b`\n%c: d\n', refused('bad-yaml', 'quote a text that begins with @')),
];

const DEPTH: readonly NastyFile[] = [
  nasty(
    'deep-flow-1500-a.yaml',
    'nesting that kills the regex compiler: two of them',
    `${'['.repeat(1500)}${']'.repeat(1500)}\n`,
    refused('limit', 'nested deeper than 64'),
  ),
  nasty(
    'deep-flow-1500-b.yaml',
    'the second of the two',
    `${'{a: '.repeat(1500)}1${'}'.repeat(1500)}\n`,
    refused('limit', 'nested deeper than 64'),
  ),
  nasty(
    'deep-block-200.yaml',
    'block nesting',
    times(200, (level) => `${' '.repeat(level)}k:\n`),
    refused('limit', 'nested deeper than 64'),
  ),
];

const LANGUAGE: readonly NastyFile[] = [
  nasty(
    'yaml11-directive.yaml',
    'a document that chooses its own schema: no → false, 0777 → 511',
    '%YAML 1.1\n---\nenabled: no\nmode: on\nperm: 0777\ntime: 1:30:00\ncount: 1_000\nwhen: 2024-01-02\n',
    refused('bad-yaml', 'directives are not allowed'),
  ),
  nasty(
    'unknown-tags.yaml',
    'tags that run code elsewhere',
    'a: !!js/function "function(){ throw 1 }"\nb: !!python/object/apply:os.system ["echo pwned"]\nc: !Ref Foo\n',
    refused('bad-yaml', 'tags are not allowed'),
  ),
  nasty(
    'std-tags-1.1.yaml',
    'tags for values that are not JSON',
    'a: !!binary aGVsbG8=\nb: !!set {x, y}\nc: !!omap [p: 1, q: 2]\nd: !!timestamp 2024-01-01\n',
    refused('bad-yaml', 'tags are not allowed'),
  ),
  nasty(
    'multi-doc.yaml',
    'two documents, of which a careless reader sees one',
    'name: one\n---\nname: two\n',
    refused('bad-yaml', 'more than one document'),
  ),
  nasty('empty.yaml', 'nothing', '', refused('empty-file', 'is empty')),
  nasty('only-comments.yaml', 'nothing but comments', '# nothing here\n\n# really\n', refused('empty-file', 'is empty')),
  nasty('root-scalar.yaml', 'a text at the root', 'just a string\n', refused('bad-value', 'a mapping of keys is expected')),
  nasty('root-list.yaml', 'a list at the root', '- a\n- b\n', refused('bad-value', 'not a list')),
  nasty('root-null.yaml', 'a null at the root', '~\n', refused('empty-file', 'is empty')),
  nasty('tab-indent.yaml', 'a tab as indentation', 'steps:\n\t- id: a\n', refused('bad-yaml', 'not with a tab')),
  nasty('flow-unclosed.yaml', 'brackets left open', 'steps: [ {id: a, model: m }, {id: b\n', refused('bad-yaml', 'close the bracket')),
];

const VALUES: readonly NastyFile[] = [
  nasty('nan-inf.yaml', 'numbers that are none', 'values: [.nan, .NaN, .inf, -.inf, +.INF]\n', accepted()),
  nasty(
    'huge-numbers.yaml',
    'overflow and lost precision',
    'values: [1e308, 1e309, -1e309, 1e-400, 9007199254740993, 123456789012345678901234567890, -0, 0x7fffffffffffffff]\n',
    accepted(),
  ),
  nasty(
    'implicit-types.yaml',
    'texts that look like other types, and nulls',
    'values: [no, yes, on, off, 0777, 0o17, 1_000, 12e3, 1.10, 2024-02-30, 12:30:45, "007", 0b11, +5, .5, 1., ~, Null]\n',
    refused('null-value', 'has no value'),
  ),
  nasty(
    'locale-numbers.yaml',
    'numbers of other countries stay texts',
    'values: ["1,5", "1.234,56", "1 000", "1\u00a0000", "1\u202f000", "١٢٣", "１２", "1_000", "$3.50", "3.50 USD", "5%", "1k", "2M"]\n',
    accepted({
      values: ['1,5', '1.234,56', '1 000', '1\u00a0000', '1\u202f000', '١٢٣', '１２', '1_000', '$3.50', '3.50 USD', '5%', '1k', '2M'],
    }),
  ),
  nasty(
    'control-escaped.yaml',
    'terminal sequences, written with escapes',
    String.raw`name: "x\e]0;PWNED\a\e[2J\e[31mred\e[0m\e]8;;https://evil.example\e\\click\e]8;;\e\\ \e]52;c;cm0gLXJmIC8=\a \x9b31m \0"${'\n'}`,
    accepted(),
  ),
  nasty(
    'control-raw.yaml',
    'terminal sequences as raw bytes, in a key too',
    'name: x\x1b[31mred\x1b]52;c;cm0gLXJm\x07\n\x1b[2Jkey: 1\n',
    accepted(),
  ),
  nasty('nul-byte.yaml', 'a NUL byte in a text', 'name: "a\\0b"\nother: x\0y\n', refused('encoding', 'NUL byte at offset 21')),
  nasty(
    'bidi-homoglyph.yaml',
    'text that reads otherwise than it is, and a Cyrillic letter in a key',
    'name: "safe\u202etxt.exe\u202c \u2066x\u2069 \u200b\u200d\ufeff"\nn\u0430me: cyrillic-a\n',
    accepted(),
  ),
  nasty('long-name.yaml', 'a text of 64 KiB', `name: ${'A'.repeat(65_536)}\n`, accepted()),
  nasty('many-errors.yaml', 'a flood of errors', `steps:\n${times(3000, (index) => `  - {bogus${index}: 1}\n`)}`, accepted()),
];

const PNG =
  '89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000000020001e221bc330000000049454e44ae426082';

const BYTES: readonly NastyFile[] = [
  nasty('lf.yaml', 'nothing: the reference for the files below', ENCODED, accepted(ENCODED_VALUE)),
  nasty('bom-utf8.yaml', 'a UTF-8 byte-order mark', `\ufeff${ENCODED}`, accepted(ENCODED_VALUE)),
  nasty('crlf.yaml', 'CRLF line ends', ENCODED.replaceAll('\n', '\r\n'), accepted(ENCODED_VALUE)),
  nasty(
    'cr-only.yaml',
    'carriage returns alone, which YAML takes for no line end',
    ENCODED.replaceAll('\n', '\r'),
    refused('bad-yaml', 'quote a text'),
  ),
  nasty('mixed-eol.yaml', 'both line ends', 'a: 1\r\nb: 2\nc: 3\r\n', accepted({ a: 1, b: 2, c: 3 })),
  nasty('no-final-newline.yaml', 'no line end at the end', 'name: x', accepted({ name: 'x' })),
  nasty('only-bom.yaml', 'nothing but a byte-order mark', '\ufeff', refused('empty-file', 'is empty')),
  nasty('bom-in-middle.yaml', 'a byte-order mark glued to a key', 'a: 1\n\ufeffb: 2\n', accepted()),
  nasty('utf16le-bom.yaml', 'UTF-16, little endian', utf16le(ENCODED), refused('encoding', 'UTF-16')),
  nasty('utf16be-bom.yaml', 'UTF-16, big endian', utf16be(ENCODED), refused('encoding', 'UTF-16')),
  nasty('latin1.yaml', 'Latin-1', latin1('name: "Z\xfcrich caf\xe9"\n'), refused('encoding', 'offset 8')),
  nasty('invalid-utf8.yaml', 'bytes that are no UTF-8', latin1('name: "caf\xe9\xff\xfe"\n'), refused('encoding', 'offset 10')),
  nasty(
    'overlong-utf8.yaml',
    '../ in overlong bytes',
    latin1('path: "\xc0\xae\xc0\xae\xc0\xafetc/passwd"\n'),
    refused('encoding', 'offset 7'),
  ),
  nasty('cesu8-surrogate.yaml', 'half a surrogate pair in UTF-8', latin1('name: "\xed\xa0\x80"\n'), refused('encoding', 'offset 7')),
  nasty(
    'trailing-nuls.yaml',
    'NUL padding after a torn write',
    `${ENCODED}${'\0'.repeat(512)}`,
    refused('encoding', 'NUL byte at offset 40'),
  ),
  nasty('png-renamed.yaml', 'a picture', Buffer.from(PNG, 'hex'), refused('encoding', 'PNG')),
  nasty(
    'gzip-renamed.yaml',
    'a compressed file',
    Buffer.from('1f8b08000000000000034bcc4d55b052c84d4c4ec9cc4b0700', 'hex'),
    refused('encoding', 'gzip'),
  ),
  nasty('zip-renamed.yaml', 'an archive', Buffer.from('504b0304140000000800', 'hex'), refused('encoding', 'zip')),
];

/** Hostile and damaged files, each with what reading it must end in. All are read in one process, in this order. */
export const NASTY_FILES: readonly NastyFile[] = [...DEPTH, ...ALIASES, ...KEYS, ...LANGUAGE, ...VALUES, ...BYTES];

export const bytesOf = ({ content }: NastyFile): Uint8Array => (typeof content === 'string' ? Buffer.from(content, 'utf8') : content);

const isRaw = (point: number): boolean =>
  point <= 0x08 ||
  (point >= 0x0b && point <= 0x1f) ||
  (point >= 0x7f && point <= 0x9f) ||
  (point >= 0x200b && point <= 0x200f) ||
  (point >= 0x202a && point <= 0x202e) ||
  (point >= 0x2060 && point <= 0x2069) ||
  point === 0xfeff;

/** Returns the control, bidirectional and invisible characters in a text that a person will see, in hex; best none. */
export const rawCharacters = (text: string): readonly string[] =>
  [...text].flatMap((character) => {
    const point = character.codePointAt(0) ?? 0;
    return isRaw(point) ? [point.toString(16)] : [];
  });
