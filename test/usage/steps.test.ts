import { describe, expect, it } from 'vitest';
import { bare } from '../../src/usage/fields.ts';
import { plainModel, stepTeller, type Telling } from '../../src/usage/steps.ts';

const STEPS: Telling['steps'] = [
  { name: 'triage', models: new Set(['gpt-6-luna']) },
  { name: 'answer', models: new Set(['claude-sonnet-5']) },
  { name: 'check', models: new Set(['claude-sonnet-5']) },
];

const told = (labels: Readonly<Record<string, string>>, model: string | null, more: Partial<Telling> = {}): string | null =>
  stepTeller({ steps: STEPS, rules: [], field: null, ...more })({ ...bare(0), labels: new Map(Object.entries(labels)), model });

describe('Which step made a call', () => {
  it.each([
    ['a field that holds its name', { step: 'answer' }, null, 'answer'],
    ['whatever the case', { name: 'Answer' }, null, 'answer'],
    ['a tag', { 'request_tags.0': 'prod', 'request_tags.1': 'step:check' }, null, 'check'],
    ['the model, where one step has it', {}, 'openai/gpt-6-luna-2026-09-22', 'triage'],
    ['nothing, where two steps have the model', {}, 'claude-sonnet-5', null],
    ['nothing, where no step has it', {}, 'gpt-4o', null],
  ])('%s', (_, labels, model, step) => {
    expect(told(labels, model)).toBe(step);
  });

  it('is what a rule says before all else, in any field or in one', () => {
    const rules = [{ step: 'check', field: null, value: '/verify' }];
    expect(told({ route: '/verify', name: 'answer' }, null, { rules })).toBe('check');
    expect(told({ other: '/verify' }, null, { rules: [{ step: 'check', field: 'route', value: '/verify' }] })).toBeNull();
  });

  it('is what a named field says and nothing else', () => {
    expect(told({ name: 'answer', 'metadata.route': 'check' }, 'gpt-6-luna', { field: 'metadata.route' })).toBe('check');
    expect(told({ name: 'answer' }, 'gpt-6-luna', { field: 'metadata.route' })).toBeNull();
  });

  it.each([
    ['openai/gpt-6-luna', 'gpt-6-luna'],
    ['gpt-6-luna-2026-09-22', 'gpt-6-luna'],
    ['claude-sonnet-5-20260930', 'claude-sonnet-5'],
    ['Claude-Sonnet-5-latest', 'claude-sonnet-5'],
    ['gpt-6.1-terra', 'gpt-6.1-terra'],
  ])('takes %s for %s', (logged, plain) => {
    expect(plainModel(logged)).toBe(plain);
  });
});
