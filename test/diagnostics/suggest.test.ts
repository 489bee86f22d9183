import { describe, expect, it } from 'vitest';
import { didYouMean, nearest } from '../../src/diagnostics/suggest.ts';

const KEYS = ['model', 'tool', 'prompt', 'output', 'max_output', 'retry', 'repeat', 'needs', 'wait', 'wage'];

describe('the nearest known name', () => {
  it.each([
    ['a letter left out', 'prmpt', 'prompt'],
    ['a letter too many', 'outputt', 'output'],
    ['a wrong letter', 'modal', 'model'],
    ['two neighbours swapped', 'promtp', 'prompt'],
    ['another case', 'Model', 'model'],
    ['a part of the name', 'prom', 'prompt'],
    ['the name and more', 'needs_steps', 'needs'],
  ])('is found after %s', (_what, typed, wanted) => {
    expect(nearest(typed, KEYS)).toEqual([wanted]);
  });

  it('is none where nothing is near', () => {
    expect(nearest('candidates', KEYS)).toEqual([]);
    expect(nearest('model', [])).toEqual([]);
  });

  it('is none where a short name shares no letter with it', () => {
    expect(nearest('xy', ['of'])).toEqual([]);
  });

  it('comes best first, of equally near ones the nearest in length, then by name, at most as many as asked for', () => {
    expect(nearest('wagt', ['wait', 'wage', 'wagtt'], 2)).toEqual(['wage', 'wait']);
    expect(nearest('cat', ['hat', 'bat', 'rat'], 3)).toEqual(['bat', 'hat', 'rat']);
  });

  it('does not depend on the order in which names are known', () => {
    expect(nearest('cat', ['rat', 'hat', 'bat'], 3)).toEqual(nearest('cat', ['bat', 'hat', 'rat'], 3));
  });

  it('is found for a name of a megabyte, by its first characters only', () => {
    expect(nearest('z'.repeat(1 << 20), KEYS)).toEqual([]);
  });
});

describe('the suggestion as a text', () => {
  it('is a question', () => {
    expect(didYouMean('prompts', KEYS)).toBe('did you mean "prompt"?');
  });

  it('is empty where nothing is near', () => {
    expect(didYouMean('candidates', KEYS)).toBe('');
  });
});
