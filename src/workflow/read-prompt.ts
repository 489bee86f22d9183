import { visibleWithin } from '../diagnostics/escape.ts';
import type { SourceFile, Span } from '../diagnostics/source.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import type { RawQuantity } from '../quantity/shape.ts';
import type { Path } from '../yaml/read.ts';
import { type Reading, stated } from './reading.ts';
import { type RawContent, type RawPart, type RawStep, ROLES } from './shape.ts';
import type { Piece, PromptPart, Role } from './spec.ts';

/** The names that a prompt may refer to. */
export type Names = { readonly inputs: ReadonlySet<string>; readonly steps: ReadonlySet<string> };

const PLACEHOLDER = /\{\{([^{}]*)\}\}/g;
const FILE_NAME = /^[\w.-]+(?:\/[\w.-]+)*\.(?:md|txt|json|jsonl|csv|tsv|ya?ml|prompt|jinja2?)$/;

const textPiece = (text: string, from: string): readonly Piece[] => (text === '' ? [] : [{ kind: 'text', text, from }]);

const reference = (reading: Reading, names: Names, name: string, at: Span): Piece | undefined => {
  if (names.inputs.has(name)) return { kind: 'input', name, at };
  if (names.steps.has(name)) return { kind: 'step', name, at };
  const known = [...names.inputs, ...names.steps];
  return reading.problems.error('unknown-name', at, `{{${visibleWithin(name, 40)}}} is neither an input nor a step`, {
    label: didYouMean(name, known),
    help: ['to send the braces as they are, write { file: …, placeholders: off }'],
  });
};

/** Splits a text at its placeholders. `place` gives the span of a stretch of the text. */
const withPlaceholders = (
  reading: Reading,
  names: Names,
  text: string,
  from: string,
  place: (start: number, end: number) => Span,
): readonly Piece[] => {
  const pieces: Piece[] = [];
  let last = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    const end = match.index + match[0].length;
    pieces.push(...textPiece(text.slice(last, match.index), from));
    const piece = reference(reading, names, (match[1] ?? '').trim(), place(match.index, end));
    if (piece !== undefined) pieces.push(piece);
    last = end;
  }
  return [...pieces, ...textPiece(text.slice(last), from)];
};

/** Tool definitions are sent without the file's indentation. */
const toolsText = (reading: Reading, file: SourceFile, at: Span): string | undefined => {
  try {
    return JSON.stringify(JSON.parse(file.text));
  } catch (thrown) {
    const why = thrown instanceof SyntaxError ? thrown.message : '';
    return reading.problems.error('bad-value', at, `"${file.name}" is not JSON`, {
      label: 'tool definitions are a JSON file',
      help: why === '' ? [] : [why],
    });
  }
};

const readFile = (reading: Reading, names: Names, role: Role, content: RawContent, path: Path): readonly Piece[] => {
  const at = reading.doc.spanOf([...path, 'file']);
  const file = reading.loader.text(content.file ?? '', reading.doc.file, at);
  if (file === undefined) return [];
  if (file.text.trim() === '')
    reading.problems.error('empty-file', at, `"${content.file}" is empty`, { label: 'a prompt file holds text' });
  if (role === 'tools') return textPiece(toolsText(reading, file, at) ?? '', file.name);
  if (content.placeholders === 'off') return textPiece(file.text, file.name);
  return withPlaceholders(reading, names, file.text, file.name, (start, end) => ({ file, start, end }));
};

const readText = (reading: Reading, names: Names, text: string, path: Path): readonly Piece[] => {
  const at = reading.doc.spanOf(path);
  const after = at.file.text.slice(at.end).split('\n', 1)[0] ?? '';
  if (FILE_NAME.test(text) && (text.includes('/') || reading.loader.exists(text, reading.doc.file))) {
    reading.problems.error('ambiguous', at, 'this text is the path of a file', { label: `write { file: ${text} }` });
  }
  if (/^\s+#/.test(after)) {
    reading.problems.error('ambiguous', at, 'a # has cut this text short', {
      label: 'quote the text, or put the comment on a line of its own',
    });
  }
  const from = reading.doc.file.name;
  return withPlaceholders(reading, names, text, from, () => at);
};

/** What a prompt part may hold; exactly one of them. */
const CONTENTS = ['file', 'input', 'step', 'tokens', 'samples'] as const;

const readContent = (reading: Reading, names: Names, role: Role, content: string | RawContent, path: Path): readonly Piece[] => {
  if (typeof content === 'string') return readText(reading, names, content, path);
  const at = reading.doc.spanOf(path);
  const given = CONTENTS.filter((key) => content[key] !== undefined);
  const [kind] = given;
  if (kind === undefined || given.length > 1) {
    reading.problems.error('ambiguous', at, `a prompt part holds exactly one of ${CONTENTS.join(', ')}`, {
      label: given.length > 1 ? `here are ${given.join(' and ')}` : 'say what is sent',
    });
    return [];
  }
  const name = content[kind];
  if (kind === 'file') return readFile(reading, names, role, content, path);
  if (kind === 'input' || kind === 'step') {
    const known = kind === 'input' ? names.inputs : names.steps;
    const place = reading.doc.spanOf([...path, kind]);
    if (typeof name === 'string' && known.has(name)) return [{ kind, name, at: place }];
    reading.problems.error('unknown-name', place, `no ${kind} is called "${visibleWithin(String(name), 40)}"`, {
      label: didYouMean(String(name), known),
    });
    return [];
  }
  const raw: RawQuantity | undefined = kind === 'samples' ? { samples: content.samples, field: content.field } : content.tokens;
  const tokens = stated(reading, raw, 'tokens', kind === 'samples' ? path : [...path, 'tokens']);
  return tokens === null ? [] : [{ kind: 'tokens', tokens }];
};

const labelOf = (role: Role, content: string | RawContent): string => {
  if (typeof content === 'string') return `${role}: text`;
  const what = content.file ?? content.input ?? content.step ?? (content.samples === undefined ? 'tokens' : 'samples');
  return `${role}: ${what}`;
};

const readPart = (reading: Reading, names: Names, raw: string | RawPart, path: Path): readonly PromptPart[] => {
  const at = reading.doc.spanOf(path);
  if (typeof raw === 'string') {
    if (raw === 'history')
      reading.problems.error('not-computed-yet', at, '"history" is not computed yet by this version', { label: 'sessions come later' });
    else reading.problems.error('bad-value', at, 'a prompt part says who speaks', { label: 'write - user: "…"' });
    return [];
  }
  const given = ROLES.filter((role) => raw[role] !== undefined);
  const [role] = given;
  if (role === undefined || given.length > 1) {
    reading.problems.error('ambiguous', at, 'a prompt part has exactly one role', {
      label: given.length > 1 ? `here are ${given.join(' and ')}: write one list item each` : `one of ${ROLES.join(', ')}`,
    });
    return [];
  }
  const content = raw[role] ?? '';
  return [{ role, label: labelOf(role, content), at, pieces: readContent(reading, names, role, content, [...path, role]) }];
};

/** Returns the parts of a prompt in the order in which they are sent; a bare quantity is one user part. */
export const readPrompt = (reading: Reading, names: Names, raw: RawStep['prompt'], path: Path): readonly PromptPart[] => {
  if (raw === undefined) return [];
  if (Array.isArray(raw)) return raw.flatMap((part, index) => readPart(reading, names, part, [...path, index]));
  const tokens = stated(reading, raw, 'tokens', path);
  return tokens === null ? [] : [{ role: 'user', label: 'user: tokens', at: tokens.at, pieces: [{ kind: 'tokens', tokens }] }];
};
