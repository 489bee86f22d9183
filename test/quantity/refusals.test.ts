import { describe, expect, it } from 'vitest';
import { readScalar, type Unit } from '../../src/quantity/scalar.ts';
import { quantityShape, type RawQuantity } from '../../src/quantity/shape.ts';
import { read } from './reading.ts';

const TOKENS = 'write tokens as 1200 or 12k';
const DURATION = 'write a duration with its unit: 250ms, 1.5s, 5min, 4h or 2d';
const MONEY = 'write dollars as $0.002 or 0.002';
const SHARE = 'write a share as 35% or 0.35';
const COMMA = 'write 1200 or 1.2k for thousands, 1.5 for decimals';

const refusals = (unit: Unit, cases: readonly (readonly [RawQuantity, string])[]): void => {
  it.each(cases.map(([raw, message]) => [JSON.stringify(raw) ?? '', raw, message] as const))('%s', (_text, raw, message) => {
    expect(read(raw, unit)).toEqual([message]);
  });
};

describe('refused as tokens, with the remedy', () => {
  refusals('tokens', [
    ['1,200', `"1,200" holds a comma → ${COMMA}`],
    ['1.200,50', `"1.200,50" holds a comma → ${COMMA}`],
    ['1,5', `"1,5" holds a comma → ${COMMA}`],
    ['12K', '"12K": thousands are a small k → write 12k'],
    ['5m', '"5m": millions are a capital M → write 5M'],
    ['5%', `"5%" does not fit: a token count is expected here → ${TOKENS}`],
    ['300ms', `"300ms" does not fit: a token count is expected here → ${TOKENS}`],
    ['$5', `"$5" is money; a token count is expected here → ${TOKENS}`],
    ['0x10', `"0x10" is not a token count → ${TOKENS}`],
    ['', `"" is not a token count → ${TOKENS}`],
    ['  ', `"" is not a token count → ${TOKENS}`],
    ['true', `"true" is not a token count → ${TOKENS}`],
    ['NaN', `"NaN" is not a token count → ${TOKENS}`],
    ['Infinity', `"Infinity" is not a token count → ${TOKENS}`],
    ['-.inf', `"-.inf" is not a token count → ${TOKENS}`],
    ['1_000', `"1_000" is not a token count → ${TOKENS}`],
    ['1 200', `"1 200" is not a token count → ${TOKENS}`],
    ['１２', `"１２" is not a token count → ${TOKENS}`],
    ['1e309', `1e309 is not a number → ${TOKENS}`],
    ['1e308', `1e308 is beyond the greatest value, 1e12 → ${TOKENS}`],
    ['9007199254740993', `9007199254740993 is beyond the greatest value, 1e12 → ${TOKENS}`],
    ['1000001M', `1000001M is beyond the greatest value, 1e12 → ${TOKENS}`],
    ['-5', `-5: a token count cannot be negative → ${TOKENS}`],
    [-1, `-1: a token count cannot be negative → ${TOKENS}`],
    [1e308, `1e+308 is beyond the greatest value, 1e12 → ${TOKENS}`],
  ]);

  it.each([Number.NaN, Infinity, -Infinity])('the number %d, should it ever get past the schema', (raw) => {
    expect(readScalar(raw, 'tokens')).toEqual({ problem: `${raw} is not a number`, label: TOKENS });
  });
});

describe('refused by the schema of a quantity', () => {
  it.each([
    ['true', true],
    ['null', null],
    ['NaN', Number.NaN],
    ['Infinity', Infinity],
    ['a list', []],
    ['an unknown key', { p51: 3 }],
    ['a boolean in a map', { p50: true, p95: 3 }],
    ['NaN in a list', { values: [Number.NaN] }],
    ['a weight that is a text', { values: [1], weights: ['5%'] }],
  ])('%s', (_what, raw) => {
    expect(quantityShape.safeParse(raw).success).toBe(false);
  });

  it('which takes every form of the language', () => {
    for (const raw of [1200, '200 to 900', { p50: 300, p95: 900 }, { mix: [{ share: '100%', tokens: { uniform: [1, '2k'] } }] }])
      expect(quantityShape.safeParse(raw)).toEqual({ success: true, data: raw });
  });
});

describe('refused as a duration', () => {
  refusals('duration', [
    [5, `5 is a bare number; a duration needs its unit → ${DURATION}`],
    [0, `0 is a bare number; a duration needs its unit → ${DURATION}`],
    ['5', `"5" has no unit of time → ${DURATION}`],
    ['1.5', `"1.5" has no unit of time → ${DURATION}`],
    ['', `"" is not a duration → ${DURATION}`],
    ['-5', `"-5" has no unit of time → ${DURATION}`],
    ['1e3', `"1e3" has no unit of time → ${DURATION}`],
    ['-5s', `-5s: a duration cannot be negative → ${DURATION}`],
    ['-1m30s', `-1m30s: a duration cannot be negative → ${DURATION}`],
    ['--5s', `"--5s" is not a duration → ${DURATION}`],
    ['5 seconds', `"5 seconds" is not a duration → ${DURATION}`],
    ['5x', `"5x" is not a duration → ${DURATION}`],
    ['5k', `"5k" is not a duration → ${DURATION}`],
    ['1e3ms', `"1e3ms" is not a duration → ${DURATION}`],
    ['soon', `"soon" is not a duration → ${DURATION}`],
    ['1m30', `"1m30" is not a duration → ${DURATION}`],
    ['1,5s', `"1,5s" holds a comma → ${COMMA}`],
    ['40000d', `40000d is beyond the greatest value, 1e12 → ${DURATION}`],
    ['5m to 3m', 'the range runs backwards → write the smaller end first'],
    [{ p50: 900, p95: '2.8s' }, `p50: 900 is a bare number; a duration needs its unit → ${DURATION}`],
    [{ values: ['1s', 2] }, `values.1: 2 is a bare number; a duration needs its unit → ${DURATION}`],
  ]);
});

describe('refused as money', () => {
  refusals('money', [
    ['$1,200', `"$1,200" holds a comma → ${COMMA}`],
    ['€5', `"€5" is not an amount of money → ${MONEY}`],
    ['5$', `"5$" is not an amount of money → ${MONEY}`],
    ['$', `"$" is not an amount of money → ${MONEY}`],
    ['$-5', `$-5: an amount of money cannot be negative → ${MONEY}`],
    ['5%', `"5%" does not fit: an amount of money is expected here → ${MONEY}`],
  ]);
});

describe('refused as a share', () => {
  refusals('share', [
    [35, '35 is more than 100 % → did you mean 35%?'],
    ['35', '35 is more than 100 % → did you mean 35%?'],
    ['101%', `101% is more than 100 % → ${SHARE}`],
    [101, `101 is more than 100 % → ${SHARE}`],
    [-0.1, `-0.1: a share cannot be negative → ${SHARE}`],
    ['0.5k', `"0.5k" does not fit: a share is expected here → ${SHARE}`],
    ['0% to 14%', 'no 90 % interval of a share ends at 0 % or 100 % → write { uniform: [0%, 14%] }'],
    ['0% to 8%', 'no 90 % interval of a share ends at 0 % or 100 % → write { uniform: [0%, 8%] }'],
    ['50% to 100%', 'no 90 % interval of a share ends at 0 % or 100 % → write { uniform: [50%, 100%] }'],
    ['14% to 5%', 'the range runs backwards → write the smaller end first'],
    ['5% to 140%', `140% is more than 100 % → ${SHARE}`],
  ]);
});

describe('refused ranges', () => {
  refusals('tokens', [
    ['900 to 200', 'the range runs backwards → write the smaller end first'],
    ['3 to 12K', '"12K": thousands are a small k → write 12k'],
    ['200 to', `"200 to" does not fit: a token count is expected here → ${TOKENS}`],
    ['to 900', `"to 900" is not a token count → ${TOKENS}`],
    ['1 to 2 to 3', `"2 to 3" is not a token count → ${TOKENS}`],
    ['200-900', `"200-900" is not a token count → ${TOKENS}`],
    ['1,200 to 1300', `"1,200" holds a comma → ${COMMA}`],
    ['200 to 1e309', `1e309 is not a number → ${TOKENS}`],
  ]);

  it('report both ends at once', () => {
    expect(read('12K to 20K')).toEqual(['"12K": thousands are a small k → write 12k', '"20K": thousands are a small k → write 20k']);
  });
});

describe('refused maps', () => {
  const NO_NUMBER = 'this map gives no number → for example { p50: 300, p95: 900 } or { values: [120, 180] }';
  refusals('tokens', [
    [{}, NO_NUMBER],
    [{ min: 3 }, NO_NUMBER],
    [{ scale: 'verbosity' }, NO_NUMBER],
    [{ p50: 300 }, 'one percentile does not make a distribution → give a second one, or a mean'],
    [{ p50: 300, p95: 200 }, 'percentiles cannot fall → a higher percentile has a higher value'],
    [{ p5: 1, p50: 5, p90: 4, p99: 6 }, 'percentiles cannot fall → a higher percentile has a higher value'],
    [{ p50: 0, p95: 5 }, 'a lognormal has values above zero only → give three percentiles, or { normal: … }'],
    [{ p50: -5, p95: 5 }, 'a lognormal has values above zero only → give three percentiles, or { normal: … }'],
    [{ p5: 1, p50: 2, p90: 3 }, 'three percentiles must lie symmetrically about p50 → give two, three like p5 p50 p95, or four or more'],
    [{ p5: 1, p75: 2, p95: 3 }, 'three percentiles must lie symmetrically about p50 → give two, three like p5 p50 p95, or four or more'],
    [{ p5: 5, p50: 5, p95: 9 }, 'two of the three percentiles are equal → give four percentiles or more'],
    [{ mean: 300 }, 'a lognormal needs `mean` and `sd` → give both, or a percentile beside the mean'],
    [{ sd: 3 }, 'a lognormal needs `mean` and `sd` → give both, or a percentile beside the mean'],
    [{ mean: 0, sd: 1 }, 'a lognormal has a mean above zero → write { normal: { mean: …, sd: … } }'],
    [{ mean: 300, sd: -1 }, `sd: -1: a token count cannot be negative → ${TOKENS}`],
    [{ mean: 300, p50: 250, p95: 900 }, 'mean: a mean goes with one percentile → remove the mean, or all percentiles but one'],
    [{ mean: 300, p95: 1200 }, 'no lognormal has this percentile 4.0 times its mean → give percentiles instead of the mean'],
    [{ normal: { mean: 5, sd: -1 } }, `normal.sd: -1: a token count cannot be negative → ${TOKENS}`],
    [{ uniform: [5, 1] }, 'uniform: uniform takes 2 rising numbers → write [least, greatest]'],
    [{ uniform: [5] }, 'uniform: uniform takes 2 rising numbers → write [least, greatest]'],
    [{ triangular: [1, 5] }, 'triangular: triangular takes 3 rising numbers → write [least, most likely, greatest]'],
    [{ triangular: [1, 9, 5] }, 'triangular: triangular takes 3 rising numbers → write [least, most likely, greatest]'],
    [{ mean: 300, p50: 1 }, 'no sensible lognormal has this percentile so far from its mean → give percentiles instead of the mean'],
    [{ times: 2 }, '`times` and `plus` need `of` → add of: the input or step whose number this is'],
    [{ plus: 50 }, '`times` and `plus` need `of` → add of: the input or step whose number this is'],
    [{ field: 'text' }, 'field: a field needs `samples` → add samples: the files that have it'],
    [{ samples: [] }, 'samples: samples name no file → write a path such as samples/*.txt'],
    [{ samples: '' }, 'samples: samples name no file → write a path such as samples/*.txt'],
    [{ weights: [1] }, 'weights: weights need `values` → add values: one for each weight'],
    [{ values: [] }, 'values: the list of values is empty → give at least one value'],
    [{ values: [1, '2K'] }, 'values.1: "2K": thousands are a small k → write 2k'],
    [{ values: [1, 2, 3], weights: [1, 2] }, 'weights: 3 values but 2 weights → give one weight for each value'],
    [{ values: [1, 2], weights: [0, 0] }, 'weights: weights are zero or more, and not all zero → mend the weights'],
    [{ values: [1, 2], weights: [-1, 2] }, 'weights: weights are zero or more, and not all zero → mend the weights'],
    [{ p50: 3, p95: 9, min: 5, max: 3 }, 'min: min is above max → swap the two'],
    [{ values: [3], max: '3K' }, 'max: "3K": thousands are a small k → write 3k'],
    [{ of: 'x', times: -1 / 0 }, 'times: -Infinity is not a number → write a factor as 1.5 or 150%'],
  ]);
});

describe('refused: two forms in one map', () => {
  refusals('tokens', [
    [{ values: [1], p50: 3 }, 'this map mixes two forms of a quantity → keep one of: p50, values'],
    [{ normal: { mean: 5, sd: 1 }, uniform: [1, 2] }, 'this map mixes two forms of a quantity → keep one of: normal, uniform'],
    [{ uniform: [1, 2], triangular: [1, 2, 3] }, 'this map mixes two forms of a quantity → keep one of: uniform, triangular'],
    [{ mean: 300, sd: 5, p95: 900 }, 'this map mixes two forms of a quantity → keep one of: p95, mean'],
    [{ samples: 'a.txt', values: [1] }, 'this map mixes two forms of a quantity → keep one of: values, samples'],
    [{ of: 'x', assumption: 'y' }, 'this map mixes two forms of a quantity → keep one of: of, assumption'],
  ]);
});

describe('refused mixes', () => {
  const ONE_OF = 'a part of a mix has one of tokens, value, samples → say what this share of the requests has';
  const part = (share: string | number, tokens: number | string) => ({ share, tokens });
  refusals('tokens', [
    [{ mix: [] }, 'mix: the shares sum to 0 %, not 100 % → shares of a mix sum to 100 %'],
    [{ mix: [part('97%', 1), part('2%', 2)] }, 'mix: the shares sum to 99 %, not 100 % → shares of a mix sum to 100 %'],
    [{ mix: [part('97%', 1), part('3.1%', 2)] }, 'mix: the shares sum to 100.1 %, not 100 % → shares of a mix sum to 100 %'],
    [{ mix: [{ share: '100%' }] }, `mix.0: ${ONE_OF}`],
    [{ mix: [{ share: '100%', tokens: 3, value: 4 }] }, `mix.0: ${ONE_OF}`],
    [{ mix: [{ share: '100%', field: 'text' }] }, `mix.0: ${ONE_OF}`],
    [{ mix: [{ share: '100%', samples: [] }] }, 'mix.0.samples: samples name no file → write a path such as samples/*.txt'],
    [{ mix: [part('50%', '12K'), part('50%', 1)] }, 'mix.0.tokens: "12K": thousands are a small k → write 12k'],
    [
      { mix: [{ share: '100%', tokens: { values: [1, 2], weights: [1] } }] },
      'mix.0.tokens.weights: 2 values but 1 weights → give one weight for each value',
    ],
  ]);

  it('report every part', () => {
    expect(read({ mix: [part(97, 300), part(3, 400)] })).toEqual([
      'mix.0.share: 97 is more than 100 % → did you mean 97%?',
      'mix.1.share: 3 is more than 100 % → did you mean 3%?',
    ]);
  });
});
