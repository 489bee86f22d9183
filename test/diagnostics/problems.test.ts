import { describe, expect, it } from 'vitest';
import { Problems } from '../../src/diagnostics/diagnostic.ts';
import { sourceFile } from '../../src/diagnostics/source.ts';

const file = sourceFile('w.yaml', 'a: 1\nb: 2\n');

describe('problems of a run', () => {
  it('have failed once there is an error, not by warnings', () => {
    const problems = new Problems();
    problems.warning('price-date', null, 'old');
    expect(problems.failed).toBe(false);
    problems.error('options', null, 'bad');
    expect(problems.failed).toBe(true);
  });

  it('return undefined from an error, so that a reader can return it', () => {
    expect(new Problems().error('options', null, 'bad')).toBeUndefined();
  });

  it('hold the same problem at the same place once', () => {
    const problems = new Problems();
    for (let time = 0; time < 3; time++) problems.error('bad-value', { file, start: 0, end: 1 }, 'bad');
    expect(problems.list).toHaveLength(1);
  });

  it('hold the same problem at two places, and two problems at one place', () => {
    const problems = new Problems();
    problems.error('bad-value', { file, start: 0, end: 1 }, 'bad');
    problems.error('bad-value', { file, start: 5, end: 6 }, 'bad');
    problems.error('bad-value', { file, start: 5, end: 6 }, 'worse');
    expect(problems.list).toHaveLength(3);
  });
});
