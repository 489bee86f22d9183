/**
 * Text of every kind that is treated apart. Code that a text in one language has made fast is thrown away at the first word in another,
 * unless it has met that before: so a long text is counted after this one.
 */
const SAMPLE = `The quick fox's "naïve" café, it'll HE'LL we're; {"key": [1, 23456, null]}\r\n\t\tif (x !== 0) { return y; } // ok\n
Привет, мир! ΑΒΓ αβγ ǅ مرحبا بالعالم शुभ प्रभात สวัสดีชาวโลก 你好,世界。人人生而自由 こんにちは、カタカナ 안녕하세요 세계 ʰo e\u0301 \u0301A \u0301a\u00a0b\u3000c\u0085
Tất cả mọi người ქართული አማርኛ ཨ —“x” …\n
👍🏽 👨‍👩‍👧 🇩🇪 ½ ٣٤ \ufeff\u200b\u0000\u0007 ÉCOLE ÜBER’s it'ſ iPhone XMLHttp ${'-'.repeat(90)} |${'-'.repeat(20)}| aGVsbG8gd29ybGQhISE=   \n  \n`;

const TIMES = 24;
/** Lines of rare words behind each sample. */
const RARE_LINES = 6;

/** Words that stand in no other text, so that they are merged: what was counted before is not. */
const rare = (turn: number): string => {
  const han = String.fromCodePoint(...Array.from({ length: 9 }, (_, at) => 0x4e00 + ((turn * 977 + at * 3571) % 20_000)));
  const letters = (turn * 7_368_787 + 1e9).toString(36);
  return `${letters} ${letters.toUpperCase()}${letters}é /${letters} ж${letters}ы ${han}。${han.slice(0, 4)} "${letters}": ${'=-'.repeat((turn % TIMES) * 3)}\n`;
};

const rareLines = (turn: number): string => Array.from({ length: RARE_LINES }, (_, line) => rare(turn + line * TIMES)).join('');

/** A piece that is too long for merging pair by pair. */
const LONG = `${'='.repeat(300)}\n`;

/** The sample with words that come once, often enough that all of it counts as usual, as UTF-8. */
export const primer = (): Uint8Array =>
  new TextEncoder().encode(Array.from({ length: TIMES }, (_, turn) => SAMPLE + rareLines(turn)).join('') + LONG);
