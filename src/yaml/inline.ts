import { type Document, isCollection, isScalar } from 'yaml';
import { Problems } from '../diagnostics/diagnostic.ts';
import { sourceFile } from '../diagnostics/source.ts';
import { compose } from './read.ts';
import { aliasTargets, toValue } from './value.ts';

/** A YAML value on one line that reads the same wherever it is put, and which stretch of its author's text it is. */
export type Inline = { readonly text: string; readonly start: number; readonly end: number };

/** Plain text that needs no quotes anywhere: no colon, comma, bracket, hash or quote in it. */
const SAFE = /^[\w$.+-][\w .%$/+-]*$/;

/** Whether a value can stand as it was written: on one line, and closed by itself or plain and safe. */
const standsAlone = ({ contents }: Document.Parsed, written: string): boolean => {
  if (written.includes('\n')) return false;
  if (isCollection(contents)) return contents.flow === true;
  return isScalar(contents) && (contents.type === 'PLAIN' ? SAFE.test(written) : /^["']/.test(written));
};

/** Returns a text as one YAML value on one line, or what is wrong with it. What cannot stand as written becomes JSON, which YAML includes. */
export const inlineValue = (text: string): Inline | { readonly problem: string } => {
  const file = sourceFile('', text);
  const problems = new Problems();
  const document = compose(file, problems);
  const value = document?.contents ? toValue(document, aliasTargets(document), file, problems) : undefined;
  const [problem] = problems.list;
  if (problem !== undefined && document?.contents) return { problem: problem.message };
  if (document === undefined || value === undefined) return { problem: problem?.message ?? 'there is no value' };
  const [start, to] = document.contents?.range ?? [0, 0];
  const end = text.slice(0, to).trimEnd().length;
  const written = text.slice(start, end);
  return { text: standsAlone(document, written) ? written : JSON.stringify(value), start, end };
};
