import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { jsonSchemaOf } from '../../src/yaml/json-schema.ts';

const leaf = z.union([z.number(), z.string()]);
const part = z.strictObject({ size: leaf.describe('How large'), again: leaf.optional() });
const file = z.strictObject({ one: part, two: part.optional().describe('The other'), leaf: leaf.optional() });

type Schema = { [key: string]: unknown; properties: Record<string, unknown>; definitions: Record<string, unknown> };

const published = (shape: z.ZodType, open?: boolean): Schema =>
  JSON.parse(
    jsonSchemaOf(shape, { title: 'A file', description: 'What it is.', parts: { part }, ...(open === undefined ? {} : { open }) }),
  ) as Schema;

describe('a published schema', () => {
  it('is draft-07, says what it is about first, and has no address', () => {
    expect(Object.keys(published(file))).toEqual([
      '$schema',
      'title',
      'description',
      'type',
      'properties',
      'required',
      'additionalProperties',
      'patternProperties',
      'definitions',
    ]);
    expect(published(file)['$schema']).toBe('http://json-schema.org/draft-07/schema#');
  });

  it('keeps the order of keys, their descriptions, and what is required', () => {
    const { properties, required, definitions } = published(file);
    expect(Object.keys(properties)).toEqual(['one', 'two', 'leaf']);
    expect(required).toEqual(['one']);
    expect(definitions['part']).toEqual({
      type: 'object',
      properties: { size: { description: 'How large', type: ['number', 'string'] }, again: { type: ['number', 'string'] } },
      required: ['size'],
      additionalProperties: false,
    });
  });

  it('states a named part once, and refers to it', () => {
    const { properties, definitions } = published(file);
    expect(Object.keys(definitions)).toEqual(['part']);
    expect(properties['one']).toEqual({ $ref: '#/definitions/part' });
    expect(properties['two']).toEqual({ description: 'The other', allOf: [{ $ref: '#/definitions/part' }] });
  });

  it('allows keys of the author’s own at the top, where the file is one that outlay reads', () => {
    expect(published(file)['patternProperties']).toEqual({
      '^x-': { description: 'Yours, but for x-measured, in which outlay calibrate says what it fitted' },
    });
    expect(published(file, false)['patternProperties']).toBeUndefined();
  });

  it('allows them beside names too', () => {
    const names = published(z.record(z.string().regex(/^[a-z]+$/), leaf))['propertyNames'];
    expect(names).toEqual({ anyOf: [{ type: 'string', pattern: '^[a-z]+$' }, { pattern: '^x-' }] });
  });
});
