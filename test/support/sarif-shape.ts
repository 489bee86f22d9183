import * as z from 'zod';

/**
 * The parts of SARIF 2.1.0 (OASIS, errata 01) that outlay writes, each closed as in its schema, with what GitHub code scanning
 * asks for beyond it: rules with texts, a place and a fingerprint for every result, no empty strings, at most so many of each.
 */
const text = (most: number) => z.strictObject({ text: z.string().min(1).max(most) });

const rule = z.strictObject({
  id: z.string().min(1),
  name: z.string().min(1).max(255),
  shortDescription: text(1024),
  fullDescription: text(1024),
  help: text(10_000),
  properties: z.strictObject({ tags: z.array(z.string().min(1)).min(1).max(10) }),
});

/** RFC 3986, relative: no scheme, no leading slash, nothing that would have to be encoded. */
const relativeUri = z.string().regex(/^(?![/])(?:[A-Za-z0-9\-._~!$&'()*+,;=@/]|%[0-9A-F]{2})+$/);

const region = z
  .strictObject({ startLine: z.int().min(1), startColumn: z.int().min(1), endLine: z.int().min(1), endColumn: z.int().min(1) })
  .refine(({ startLine, endLine }) => endLine >= startLine)
  .refine(({ startLine, startColumn, endLine, endColumn }) => endLine > startLine || endColumn >= startColumn);

const location = z.strictObject({
  physicalLocation: z.strictObject({
    artifactLocation: z.strictObject({ uri: relativeUri, uriBaseId: z.literal('%SRCROOT%') }),
    region,
  }),
});

const result = z.strictObject({
  ruleId: z.string().min(1),
  ruleIndex: z.int().min(0),
  level: z.enum(['none', 'note', 'warning', 'error']),
  message: text(10_000),
  locations: z.tuple([location]),
  partialFingerprints: z.strictObject({ primaryLocationLineHash: z.string().regex(/^[0-9a-f]{16}:\d+$/) }),
});

const run = z
  .strictObject({
    tool: z.strictObject({
      driver: z.strictObject({ name: z.literal('outlay'), semanticVersion: z.string().min(1), rules: z.array(rule).max(25_000) }),
    }),
    automationDetails: z.strictObject({ id: z.string().regex(/^outlay\/(?:check|review)\/$/) }),
    columnKind: z.enum(['utf16CodeUnits', 'unicodeCodePoints']),
    results: z.array(result).max(25_000),
  })
  .refine(({ tool, results }) => results.every(({ ruleId, ruleIndex }) => tool.driver.rules[ruleIndex]?.id === ruleId))
  .refine(({ results }) => new Set(results.map(({ partialFingerprints: { primaryLocationLineHash: id } }) => id)).size === results.length);

export const sarifShape = z.strictObject({
  $schema: z.url(),
  version: z.literal('2.1.0'),
  runs: z.tuple([run]),
});
