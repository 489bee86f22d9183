import { describe, expect, it } from 'vitest';
import { SCHEMA_NAMES } from '../../src/cli/choices.ts';
import { schema } from '../../src/cli/schema.ts';
import { runOutlay } from '../nasty/run.ts';

type Schema = { readonly [key: string]: unknown };
type Node = Schema & { readonly properties?: Readonly<Record<string, Schema>>; readonly definitions?: Readonly<Record<string, Node>> };

const published = (name: (typeof SCHEMA_NAMES)[number]): Node => JSON.parse(schema(name).stdout) as Node;

/** Every key that a schema offers, with what it says about it. */
const keysOf = (node: unknown): readonly (readonly [string, Schema])[] => {
  if (typeof node !== 'object' || node === null) return [];
  const own = Object.entries((node as Node).properties ?? {});
  return [...own, ...Object.values(node).flatMap(keysOf)];
};

const refs = (node: unknown): readonly string[] =>
  typeof node !== 'object' || node === null
    ? []
    : Object.entries(node).flatMap(([key, value]) => (key === '$ref' ? [String(value)] : refs(value)));

describe.each(SCHEMA_NAMES)('the schema of %s', (name) => {
  const whole = published(name);

  it('says what it is for', () => {
    expect(whole['title']).toMatch(/^outlay /);
    expect(String(whole['description']).length).toBeGreaterThan(20);
    expect(whole['$id']).toBeUndefined();
  });

  it('has a definition for everything that it refers to, each under a name of its own', () => {
    const names = Object.keys(whole.definitions ?? {});
    expect([...new Set(refs(whole))].sort()).toEqual(names.map((key) => `#/definitions/${key}`).sort());
    expect(names.filter((key) => key.startsWith('__'))).toEqual([]);
  });

  it('is the same text twice', () => {
    expect(schema(name).stdout).toBe(schema(name).stdout);
  });
});

describe('the schema of workflows', () => {
  const step = published('workflow').definitions?.['step'] as Node;

  it('offers every kind of step, and steps within steps', () => {
    expect(Object.keys(step.properties ?? {})).toEqual(expect.arrayContaining(['model', 'tool', 'human', 'steps', 'prompt', 'output']));
    expect(step['additionalProperties']).toBe(false);
    expect(step.properties?.['steps']).toMatchObject({ additionalProperties: { $ref: '#/definitions/step' } });
  });

  it('explains keys', () => {
    expect(step.properties?.['model']?.['description']).toBe('provider/model');
  });
});

describe.each(['config', 'report', 'tokens', 'stress', 'compare', 'optimize', 'calibrate'] as const)('the schema of the %s', (name) => {
  it('explains every key that does not explain itself', () => {
    const own = published(name).properties ?? {};
    const plain = ['tool', 'workflow', 'description', 'tags', 'settings', 'unit'];
    const silent = Object.entries(own).filter(([key, value]) => value['description'] === undefined && !plain.includes(key));
    expect(silent.map(([key]) => key)).toEqual([]);
    expect(keysOf(published(name)).length).toBeGreaterThan(10);
  });
});

describe('outlay schema', () => {
  it('prints the one of workflows by default', async () => {
    const { code, stdout, stderr } = await runOutlay(['schema']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(schema('workflow').stdout);
  });

  it('refuses another name, and lists those that there are', async () => {
    const { code, stderr } = await runOutlay(['schema', 'workflows']);
    expect(code).toBe(2);
    expect(stderr).toContain(
      'Allowed choices are workflow, traffic, pricing, config, report, review, diff, check, stress, compare, optimize, tokens, calibrate',
    );
  });
});
