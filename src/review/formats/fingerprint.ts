import { createHash } from 'node:crypto';
import type { Finding } from '../finding.ts';

/** Figures move with every price; a finding that is told with another one is still the same. */
const withoutFigures = (message: string): string => message.replace(/(?<![\w-])[$<]*\d[\d.,]*/g, '#');

const identity = ({ rule, workflow, place, message }: Finding): string =>
  JSON.stringify([rule, workflow, place?.file ?? '', withoutFigures(message)]);

/**
 * Returns findings, each with an id that stays the same when lines move and figures change: 16 hex digits of rule, workflow,
 * file and message. Of findings that are otherwise equal the second one ends in `:2`.
 */
export const fingerprinted = (findings: readonly Finding[]): readonly { readonly finding: Finding; readonly id: string }[] => {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const hash = createHash('sha256').update(identity(finding)).digest('hex').slice(0, 16);
    const nth = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, nth);
    return { finding, id: `${hash}:${nth}` };
  });
};
