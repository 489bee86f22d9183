import { Problems } from '../diagnostics/diagnostic.ts';
import type { SourceFile } from '../diagnostics/source.ts';
import type { WorkflowFiles } from '../planning/set.ts';
import { type Evidence, evidenceIn, MEASURED_KEY } from '../workflow/measured.ts';
import { withBlock } from '../yaml/edit.ts';
import { pathOf, pathText } from '../yaml/path.ts';
import { valueAt } from '../yaml/plain.ts';
import { readYaml } from '../yaml/read.ts';
import type { Proposal } from './proposal.ts';

/** The logs that numbers were fitted to: how they are called, and the days that they cover. */
export type Source = { readonly from: string; readonly days: string };

const evidenceLine = (key: string, { value, from, days, records }: Evidence): string =>
  `${JSON.stringify(key)}: { value: ${JSON.stringify(value)}, from: ${JSON.stringify(from)}, days: ${JSON.stringify(days)}, records: ${records} }`;

/** A file with the evidence of the numbers that were written into it, beside that of others that still stand there. */
const withMarks = (file: SourceFile, evidence: ReadonlyMap<string, Evidence>): SourceFile => {
  if (evidence.size === 0) return file;
  const value = readYaml(file, new Problems())?.value ?? {};
  const kept = [...evidenceIn(value)].filter(([key]) => valueAt(value, pathOf(key)) !== undefined);
  const all = new Map([...kept, ...evidence]);
  return withBlock(
    file,
    MEASURED_KEY,
    [...all].map(([key, one]) => evidenceLine(key, one)),
  );
};

/** Returns what adds to a workflow's files where their fitted numbers come from, under a key of its own that no command but this one reads. */
export const evidenceAdder =
  (proposals: readonly Proposal[], { from, days }: Source) =>
  ({ workflow, traffic }: WorkflowFiles): WorkflowFiles => {
    const marked = proposals.flatMap(({ path, after, records }) =>
      after === null
        ? []
        : [{ beside: traffic !== undefined && path[0] === 'traffic', path, evidence: { value: after, from, days, records } }],
    );
    const of = (beside: boolean): ReadonlyMap<string, Evidence> =>
      new Map(
        marked.filter((one) => one.beside === beside).map(({ path, evidence }) => [pathText(beside ? path.slice(1) : path), evidence]),
      );
    return { workflow: withMarks(workflow, of(false)), traffic: traffic && withMarks(traffic, of(true)) };
  };
