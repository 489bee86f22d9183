import { describe, expect, it } from 'vitest';
import { bare } from '../../src/usage/fields.ts';
import type { StepRecord } from '../../src/usage/read.ts';
import { NO_TOKENS } from '../../src/usage/record.ts';
import { timingsOf } from '../../src/usage/timing.ts';

const call = (latencyMs: number, firstTokenMs: number | null, visibleOutput: number, reasoning = 0): StepRecord => {
  const { labels, ...found } = bare(0);
  return { ...found, file: 0, line: 1, step: 'answer', latencyMs, firstTokenMs, tokens: { ...NO_TOKENS, visibleOutput, reasoning } };
};

describe('How long calls took', () => {
  it('splits into the first token and the speed behind it', () => {
    expect(timingsOf([call(3000, 1000, 100)])).toEqual({ ttftMs: [1000], tokensPerSecond: [50], wholeMs: [3000] });
  });

  it('takes the thinking out of the time before the answer, where the log has the first token of the answer', () => {
    // 50 tokens a second: 200 of reasoning take 4 of the 5 seconds before the answer.
    expect(timingsOf([call(7000, 5000, 100, 200)])).toMatchObject({ ttftMs: [1000], tokensPerSecond: [50] });
  });

  it('takes all tokens as behind the first where that is of the thinking', () => {
    expect(timingsOf([call(7000, 1000, 100, 200)])).toMatchObject({ ttftMs: [1000], tokensPerSecond: [50] });
  });

  it('is known as a whole where there is no first token', () => {
    expect(timingsOf([call(3000, null, 100)])).toEqual({ ttftMs: [], tokensPerSecond: [], wholeMs: [3000] });
  });

  it('says nothing of speed by a few tokens', () => {
    expect(timingsOf([call(1010, 1000, 3)])).toMatchObject({ ttftMs: [1000], tokensPerSecond: [] });
  });
});
