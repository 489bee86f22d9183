/** What splitting a text into pieces asks of a character. */
export const KIND = { other: 0, upper: 1, lower: 2, letter: 3, mark: 4, number: 5, blank: 6, line: 7 } as const;
/** Of other characters those that are neither punctuation nor symbols: control characters, and what is not assigned. Others, to most. */
export const CONTROL = 8;

/**
 * The general categories of Unicode 16, which the reference tokenizers use; not those of the running Node, so that a count is the
 * same on each. `U` is Lu and Lt, `l` Ll, `b` Lm and Lo, `m` M, `n` N, `w` white space as Rust has it (with U+0085, without
 * U+FEFF), `a` upper and lower in turn. Each range: how far behind the last one it begins, a dot, its length, in base 36.
 */
const RANGES = `
  w9.5 wi nf.a U7.q l6.q wa wq b9 n7.2 l1 n3 b n1.3 U1.n U1.7 l.o l1.8 a.1i U l.2 a.e U l.2 a.1a U.2 l U l U l.3 U.2 l U l U.2 l
  U.3 l.2 U.4 l U.2 l U.3 l.3 U.2 l U.2 l a.4 U.2 l U l.2 U l U.2 l U.3 l U l U.2 l.2 b U l.3 b.4 U.2 l U.2 l U.2 l a.e U l.2 a.g
  U l.2 U.2 l U l U.3 l a.1k U l.7 U.2 l U.2 l.2 U l U.4 l a.6 U l.1x b.2 l.q b.i b4.c be.5 b7 b1 mh.34 a.4 b U1 l b2 l.3 U1 U6
  U1.3 U1 U1.2 l U.h U1.9 l.z U l.2 U.3 l.3 a.m U l.5 U l U1 l U.2 l.2 U.1f l.1c a.y m1.7 a.1i U.2 l a.a U l.2 a.2o U1.12 b2 l6.15
  m8.19 m1 m1.2 m1.2 m1 b8.r b4.4 mt.b b5.17 m.l n.a b4.2 m b.2r b1 m.7 m2.6 b.2 m.2 m1.4 b.2 n.a b.3 b2 bg m b.u m.r b2.2h m.b b
  ne.a b.x m.9 b.2 b4 m2 b2.m m.4 b m.9 b m.3 b m.5 bi.p m.3 b4.b b5.o b1.6 m8.9 b.16 m.o m1.x b.1i m.3 b m.i b m.7 b.a m.2 n2.a
  b1.g m.3 b1.8 b2.2 b2.m b1.7 b1 b3.4 m2 b m.7 m2.2 m2.3 b m8 b4.2 b1.3 m.2 n2.a b.2 n2.6 b2 m1 m2.3 b1.6 b4.2 b2.m b1.7 b1.2
  b1.2 b1.2 m2 m1.5 m4.2 m2.3 m3 b7.4 b1 n7.a m.2 b.3 m mb.3 b1.9 b1.3 b1.m b1.7 b1.2 b1.5 m2 b m.8 m1.3 m1.3 b2 bf.2 m.2 n2.a b9
  m.6 m1.3 b1.8 b2.2 b2.m b1.7 b1.2 b1.5 m2 b m.7 m2.2 m2.3 m7.3 b4.2 b1.3 m.2 n2.a b1 n.6 ma b b1.6 b3.3 b1.4 b3.2 b1 b1.2 b3.2
  b3.3 b3.c m4.5 m3.3 m1.4 b2 m6 ne.d md.5 b.8 b1.3 b1.n b1.g m2 b m.7 m1.3 m1.4 m7.2 b1.3 b2 b2.2 m.2 n2.a n8.7 b1 m.3 b1.8 b1.3
  b1.n b1.a b1.5 m2 b m.7 m1.3 m1.4 m7.2 b6.2 b1.2 m.2 n2.a b1.2 m mc.4 b.9 b1.3 b1.15 m.2 b m.7 m1.3 m1.4 b b5.3 m n.7 b.3 m.2
  n2.j b1.6 m1.3 b1.i b3.o b1.9 b1 b2.7 m3 m4.6 m1 m1.8 n6.a m2.2 bd.1c m b.2 m.7 b5.7 m.8 n1.a b13.2 b1 b1.5 b1.o b1 b1.a m b.2
  m.9 b b2.5 b1 m1.7 n1.a b2.4 bw mn.2 n6.k m1 m1 m1 m4.2 b.8 b1.10 m4.k m1.2 b.5 m.b m1.10 m9 b1l.17 m.k b n.a b6.6 m.4 b.4 m.3 b
  m.3 b.2 m.7 b.3 m.4 b.d m.c b m n.a m.4 U2.12 U1 U5 l2.17 b1 l.3 b.95 b1.4 b2.7 b1 b1.4 b2.15 b1.4 b2.x b1.4 b2.7 b1 b1.4 b2.f
  b1.1l b1.4 b2.1v m2.3 n9.k b3.g Ug.2e l2.6 b3.h8 b2.h w b.q b5.23 n3.3 b.8 b7.i m.4 b9.j m.3 bb.i m.2 bc.d b1.3 m1.2 bc.1g m.w
  b3 b4 m n2.a n6.a mh.3 m1 n.a b6.2h b7.5 m.2 b.y m b b5.1y ba.v m1.c m4.c na.a b.u b2.5 bb.18 b4.q n6.b b11.n m.5 b4.1h m.a m1.t
  m2 n.a n6.a bd m8.v m1d.5 b.1b m.h b.8 n3.a mh.9 mc.3 b.u m.d b.2 n.a b.18 m.e bc.10 m.k n8.a b3.3 n.a b.10 l2.9 U l U5.17 U2.3
  mg.3 m1.l b.4 m b.6 m b.2 m.3 b l5.18 b.1r l.d b l.y b.11 m.1s a.44 U l.9 a.2o U l.9 U.8 l.6 U2.6 l2.8 U.8 l.8 U.8 l.6 U2.6 l2.8
  U1 U1 U1 U1 l.8 U.8 l.e l2.8 U.8 l.8 U.8 l.8 U.8 l.5 l1.2 U.5 l1 l3.3 l1.2 U.5 l3.4 l2.2 U.4 l4.8 U.5 l5.3 l1.2 U.5 w3.b wt.2 w5
  w1b ng b n2.6 b5 n.a b6.d m1f.x Uh U4 l2 U.3 l.2 U.3 l U1 U3.5 U6 U1 U1 U1.4 l1 U.4 l b.4 l l2.2 U.2 U5 l.4 l4 n1.1f U l n.5
  nk6.1o n26.m nhi.u Uvg.1c l.1c U l U.3 l.2 a.6 U.4 l U l.2 U l.6 b.2 U.3 l a.2o U l.2 a6.4 m.3 U l n9 l2.12 l1 l5 b2.1k b7 mf
  b.n b9.7 b1.7 b1.7 b1.7 b1.7 b1.7 b1.7 b1.7 m1.w b1b wcw b4.2 n np.9 m.6 b1.5 n2.3 b.2 b4.2e m2.2 b2.3 b1.2i b1.4 b5.17 b1.2m
  n3.4 ba.w b1c.g nw.a nu.8 n1.f nw.a n13.f b8w.534 b1s.h3h b1v.1a b2.7h b3.g n.a b.2 ak.1a b m.4 m1.a b1 a.s b.2 m.2 b.1y n.a m.2
  b11.9 a2.c U l.3 a.1q b l.8 a.4 U.2 l a.8 b a2.4 b U l U l.3 a.k U.5 l U.5 l a.e U.4 l U l U.2 l U2 l l1 l1 a.6 U bl.3 U l b.3 l
  b.7 m b.3 m b.4 m b.n m.5 m4 n3.6 ba.1g mc.2 b.1e m.i na.a m6.i b.6 b3 b1.2 m n.a b.s m.8 b2.n m.d bc.t m3.4 b.1b m.e be n.a
  b6.5 m b.a n.a b.5 b1.15 m.e b9.3 m b.8 m.2 n2.a b6.n b3 m.3 b.1e m b m.3 b.2 m.2 b.5 m.2 b m b bo.3 b2.b m.5 b2.3 m.2 ba.6 b2.6
  b2.6 b9.7 b1.7 l1.17 b1.4 l.9 b l6.28 b.z m.8 m1.2 n2.a b6.8mc bc.n b4.1d b6is.a6 b2.2y l12.7 lc.5 b5 m b.a b1.d b1.5 b1 b1.2
  b1.2 b1.30 bx.a3 bi.1s b2.1i b14.c m4.g mg.g b1s.5 b1.3r nj.a U7.q l6.q bb.2h b3.6 b2.6 b2.6 b2.3 bz.c b1.q b1.j b1.2 b1.f b2.e
  by.3f nc.19 nc.1l nh.2 m35 b3m.t b3.1d mf n.r b4.w n.4 b9.k n b.8 n b5.12 m.5 b5.u b2.10 b4.8 n1.5 U16.14 l.14 b.26 n2.a U6.10
  l4.10 b4.14 b8.1g Uc.b U1.f U1.7 U1.2 l1.b l1.f l1.7 l1.2 b3.1g bc.8n b9.m ba.8 bo.6 b1.16 b1.9 b1x.6 b2 b1.18 b1.2 b3 b2.n n2.8
  b.n n2.7 b.v n8.9 b1c.j b1.2 n5.5 b.m n.6 b4.q b1y.1k n4.2 b.2 n.g n2.1a b m.3 m1.2 m5.4 b.4 b1.3 b1.t m2.3 m4 n.9 bn.t n.2 b1.t
  n.3 bw.8 b1.s m.2 n4.5 bg.1i ba.m n2.8 b.j n5.8 b.i nn.7 b28.21 U1j.1f ld.1f n7.6 b.10 m.4 n8.a n6.a b.6 U.m m3.5 b1 l.m n62.v
  b1.16 m1.2 b3.2 bg.3 m1j.4 b.t n.a b b8.m m.b n.4 br.i m.4 b16.l n.7 bk.n m9.3 b.1h m.f nb.u m b.2 m.2 b m9.4 b.19 m.b m7 bd.p
  n7.a m6.3 b.10 m.e n1.a b4 m.2 b b8.z m b2 m9.3 b.1c m.e b.4 m4.4 m1.2 n.a b b1 n4.k bb.i b1.p m.c m6 b.2 m b1q.7 b1 b1.4 b1.f
  b1.a b7.1b m.c n5.a m6.4 b1.8 b2.2 b2.m b1.7 b1.2 b1.5 m1.2 b m.7 m2.2 m2.3 b2 m6 b5.5 m.2 m2.7 m3.5 bb.a b1 b2 b1.12 b1 m.9 m1
  m2 m1.4 m1.5 b m b md.2 bt.1h m.i b.4 n5.a m4 b.3 bu.1c m.k b.2 b1 n8.a b4m.1b m.7 m2.9 bn.4 m.2 by.1c m.h b3 nb.a b12.17 m.d b
  n7.a n6.k bs.r m2.f n4.c b4.7 b55.18 m.f U2t.w l.w n.j bc.8 b2 b2.8 b1.2 b1.o m.6 m1.2 m2.4 b m b m.2 nc.a b1y.8 b2.13 m.7 m2.7
  b b1 m br m.a b.14 m.7 b m.4 m8 b8 m.b b.1a m.g b3 bi.21 b5j.x nf.a b6.9 b1.11 m.8 m1.8 b nf.t b5.u m2.m m1.e b21.7 b1.2 b1.12
  m.6 m3 m1.2 m1.7 b m n8.a b6.6 b1.2 b1.w m.5 m1.2 m1.5 b n7.a b8m.j m.4 m9.2 b m b.d b1.y m.7 m3.5 nd.a m b2d nf.l b17.pm n2u.33
  bh.5g b218.2p bf.ts mg b.6 m.f ba.32z b5.g7 b5a1.u m.i n.a b1c6.ft b7.v n1.a b6.27 n1.a b6.u m2.5 bb.1c m.7 b9.4 nc.a n1.7 b1.l
  b5.j bc0.19 n3.a U5i.w l.w n.n b2x.23 m4 b m.1j m7.4 b.d b1s.2 b1 m mb.2 be.4qg b8.ye b15.a b6w7.4 b1.7 b1.2 b1.83 bf bt.3 b2
  be.4 b8.b0 b1s4.2z b5.d b3.9 b7.a m3.2 n381.a mee.1a m2.n mf2.5 m3.6 m8.8 m2.7 mu.4 m44.3 n3f.k nc.k n30.p U3r.q l.q U.q l.7
  l1.i U.q l.q U U1.2 U2 U2.2 U2.4 U1.8 l.4 l1 l1.7 l1.b U.q l.q U.2 U1.4 U2.8 U1.7 l1.q U.2 U1.4 U1.5 U1 U3.7 l1.q U.q l.q U.q
  l.q U.q l.q U.q l.q U.q l.q U.q l.s U2.p l1.p l1.6 U.p l1.p l1.6 U.p l1.p l1.6 U.p l1.p l1.6 U.p l1.p l1.6 U l n2.1e me8.1j
  m4.1e m8 me mm.5 m1.f luo.a b l.k l6.6 m5x.7 m1.h m2.7 m1.2 m1.5 b5.1q mx b34.19 m3.7 b.7 n2.a b4 b8x.u m bh.18 m.4 n.a bd2.s
  m.4 n.a b5y.u m.2 b n.a bdh.7 b1.4 b1.2 b1.f b1.5h n2.9 m.7 U15.y l.y m.7 b n4.a nlz.1n n1.3 n1.4 n24.19 n1.f b5e.4 b1.r b1.2 b1
  b2 b1.a b1.4 b1 b1 b6 b4 b1 b1 b1.3 b1.2 b1 b2 b1 b1 b1 b1 b1.2 b1 b2.4 b1.7 b1.4 b1.4 b1 b1.a b1.h b5.3 b1.5 b1.h ng4.d n25f.a
  bsm.wyo bw.37e b6.66 b2.4g2 be.5rl bf.ha b1wi.f2 b15u.3t7 b5.38g mf9e8.6o
`;

/** Punctuation and symbols, the categories P and S of Unicode 17, as ranges in the same writing. */
const SIGNS = `
  x.f a.7 q.6 q.4 y.9 1.2 1.4 2 1.3 2 3 n v cq.4 c.e 5.7 1 1.h 39 8 5.2 1 32 3v 5z.6 15.2 2.3 1a 1 2 2 18.2 h.a b 1.3 22.4 2u 9 a j.2 1.e
  6g.4 4.2 1c.f v 15 63.2 a 3l.2 6.2 1 3c 3d.2 3i 3m.8 3g 7 4 5m 15 3e 22 f a.2 4l.n 2.6 k 1 1 1.4 1z 1k.8 1.6 1.d 33.6 26.2 2j h0.9 13.a
  2u h8.2 18.2 26.3 1z.2 4d.3 1.4 10.b 8l 3.2 48.y u.2 3k.7 1.6 4g.2 a.h 9.c 3g.4 1n.5 1q.2 1s.8 b kp 1.3 b.3 d.3 d.3 d.2 h.o 8.1b r.5 b.5
  h.y 1q.2 1.4 1.2 a 1.3 5.6 1 1 1 4 b.2 4.5 5.4 1 1m.2 4.ii m.b 29.26 m.hi u.rk 2.3u 6d.6 e.4 1.2 34 3z.1b 1.1a y.q 1.2h c.5y q.g 1.4 3.p
  f 5.2 5.3 2j.2 3 2i 44.2 4.a w.12 9 g.v b.u 8 f.w a.13 f.8w 534.1s h3k.1j 1j.2 7h.3 2r a 37.6 8.n 9.2 2v.2 4d.4 a.4 1m.4 2e.2 14.3 1
  1d.2 1b 2p.d g.2 3g.4 n.3 2s.2 g.2 2x e.2 3j fnh 3s.x a3.i 1s.2 1i.8 18.4 g.a m.z 1.j 1.4 45.f a.7 q.6 q.b 3e.7 1.7 d.2 76.3 1g.9 1l.h
  2.3 1.d 3 1b.19 bm 1c bi kn v.2 4m v 7k.9 12 20 13.7 1u.7 2h.4 cx v.2 7x y.9 3g.5 18.4 59.7 31.2 1.4 3i.4 1c.2 27.4 4 d 1.3 2g.6 2z 8a.2
  1.2 36.5 a.2 1 2w 6y.n 2x.3 s.d 24 3m.4 6z 7c.3 4b 2k.8 2b.3 1.5 2l.a 5z 2n.5 16.2 hx.2 22.d 3p.t d vk.5 29o.2 bjv.2 3p 1t.9 4.2 fb.3
  87.4 93 f5l 2 31c.6o a.3 3.c4 6.n f.h 2n.38 1o.6u a.13 2.1o 5.3 m.2 7.u 4.1p l.1u 3 56.2f oa p v p v p v p v p 1o.e8 1j.4 1e.8 1.e 1.7
  1c3 bz lb ny.2 ng 3 3h ch.2 7i.18 4.2s c.f 2.f 1.f 1.11 n.4h 1k.t d.18 4.9 7.2 e.6 4a.rd 3.h 3.d 3.62 6.c 4 f.c 4.1k 8.a 6.14 8.u 2.c
  4.2 e.9 13.9k 8.e 2.d 3.b 3.1l 1 4.g 2.c 4.a 7.43 1.2k a
`;

const KIND_OF_LETTER: Readonly<Record<string, number>> = {
  U: KIND.upper,
  l: KIND.lower,
  b: KIND.letter,
  m: KIND.mark,
  n: KIND.number,
  w: KIND.blank,
};

const NEWLINE = 10;
const RETURN = 13;

/** Reads ranges: letters that say their kind, how far behind the last one each begins, a dot and its length. */
const rangesOf = (text: string, letters: number): readonly (readonly [string, number, number])[] => {
  let at = 0;
  return text
    .trim()
    .split(/\s+/)
    .map((range) => {
      const [gap = '', length = '1'] = range.slice(letters).split('.');
      const from = at + (gap === '' ? 0 : Number.parseInt(gap, 36));
      at = from + Number.parseInt(length, 36);
      return [range.slice(0, letters), from, at];
    });
};

/** Returns the kind of every code point. */
const allKinds = (): Uint8Array => {
  const kinds = new Uint8Array(0x110000).fill(CONTROL);
  for (const [, from, to] of rangesOf(SIGNS, 0)) kinds.fill(KIND.other, from, to);
  for (const [letter, from, to] of rangesOf(RANGES, 1)) {
    if (letter === 'a') for (let i = from; i < to; i++) kinds[i] = (i - from) % 2 === 0 ? KIND.upper : KIND.lower;
    else kinds.fill(KIND_OF_LETTER[letter] ?? KIND.other, from, to);
  }
  kinds[NEWLINE] = KIND.line;
  kinds[RETURN] = KIND.line;
  return kinds;
};

/** Code points of a page, and how many pages there are. */
const PAGE = 256;
export const PAGES = 0x110000 / PAGE;

/**
 * Returns the kinds as a table in two steps: for every 256 code points the number of a page, then the pages, each once. Made by the
 * build, since it takes a few milliseconds; vocabularies hold it.
 */
export const kindTable = (): Uint8Array => {
  const all = allKinds();
  const pages = new Map<string, { readonly number: number; readonly kinds: Uint8Array }>();
  const numbers = Uint8Array.from({ length: PAGES }, (_, at) => {
    const kinds = all.subarray(at * PAGE, (at + 1) * PAGE);
    const known = pages.get(kinds.join('')) ?? { number: pages.size, kinds };
    pages.set(kinds.join(''), known);
    return known.number;
  });
  return Buffer.concat([numbers, ...[...pages.values()].map(({ kinds }) => kinds)]);
};

/** Returns the kind of a code point; one more for control characters. */
export const kindOf = (table: Uint8Array, code: number): number =>
  table[PAGES + ((table[code >> 8] as number) << 8) + (code & 0xff)] as number;

/** Whether a table of kinds is one: no step leads out of it. */
export const isKindTable = (table: Uint8Array): boolean => {
  const pages = (table.length - PAGES) / PAGE;
  return (
    Number.isInteger(pages) &&
    table.subarray(0, PAGES).every((page) => page < pages) &&
    table.subarray(PAGES).every((kind) => kind <= CONTROL)
  );
};

const asciiKind = (code: number): number => {
  if (code === NEWLINE || code === RETURN) return KIND.line;
  if (code === 32 || (code >= 9 && code <= 13)) return KIND.blank;
  if (code >= 48 && code < 58) return KIND.number;
  if (code >= 65 && code < 91) return KIND.upper;
  return code >= 97 && code < 123 ? KIND.lower : KIND.other;
};

/** What the first byte of a character says that is not an ASCII one. */
export const NOT_ASCII = 255;

/** Kinds by the first byte of a character: that of ASCII characters, known without the table. */
export const ASCII_KIND: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => (byte < 0x80 ? asciiKind(byte) : NOT_ASCII));
