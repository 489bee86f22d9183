import { visibleWithin } from '../diagnostics/escape.ts';
import type { Span } from '../diagnostics/source.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import type { Path } from '../yaml/read.ts';
import { readToolsFile, readToolsText } from './read-tools.ts';
import { type Reading, readSize, stated, unknownName } from './reading.ts';
import type { RawContent } from './shape/prompt.ts';
import type { Piece, Role } from './spec.ts';

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

const readFile = (reading: Reading, names: Names, role: Role, content: RawContent, path: Path): readonly Piece[] => {
  const at = reading.doc.spanOf([...path, 'file']);
  const file = reading.loader.text(content.file ?? '', reading.doc.file, at);
  if (file === undefined) return [];
  if (file.text.trim() === '') {
    reading.problems.error('empty-file', at, `"${content.file}" is empty`, { label: 'a prompt file holds text' });
    return [];
  }
  if (role === 'tools') return readToolsFile(reading, file, at);
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
  return withPlaceholders(reading, names, text, reading.doc.file.name, () => at);
};

/** What a prompt part may hold; exactly one of them. */
const CONTENTS = ['file', 'input', 'step', 'rounds', 'chunk', 'tokens', 'samples', 'image', 'pdf_pages'] as const;

/** Keys that only say more about one kind of content. */
const BESIDE = { placeholders: 'file', field: 'samples', count: 'image' } as const;

const readReference = (
  reading: Reading,
  names: Names,
  kind: 'input' | 'step' | 'rounds' | 'chunk',
  name: string,
  path: Path,
): readonly Piece[] => {
  const known = { input: names.inputs, step: names.steps, rounds: names.steps, chunk: new Set([...names.inputs, ...names.steps]) }[kind];
  const at = reading.doc.spanOf([...path, kind]);
  if (known.has(name)) return [{ kind, name, at }];
  return unknownName(reading, { input: 'input', step: 'step', rounds: 'step', chunk: 'input or step' }[kind], name, at, known) ?? [];
};

const readImage = (reading: Reading, content: RawContent, path: Path): readonly Piece[] => {
  const size = readSize(reading, content.image ?? '', [...path, 'image']);
  const count = stated(reading, content.count, 'count', [...path, 'count']);
  return size === null ? [] : [{ kind: 'images', ...size, count, at: reading.doc.spanOf([...path, 'image']) }];
};

/** Returns what a prompt part holds, in the order in which it is sent. */
export const readContent = (reading: Reading, names: Names, role: Role, content: string | RawContent, path: Path): readonly Piece[] => {
  if (typeof content === 'string') {
    const tools = role === 'tools' ? readToolsText(reading, content, reading.doc.spanOf(path)) : null;
    return tools ?? readText(reading, names, content, path);
  }
  const given = CONTENTS.filter((key) => content[key] !== undefined);
  const [kind] = given;
  if (kind === undefined || given.length > 1) {
    const label = given.length > 1 ? `here are ${given.join(' and ')}` : 'say what is sent';
    reading.problems.error('ambiguous', reading.doc.spanOf(path), `a prompt part holds exactly one of ${CONTENTS.join(', ')}`, { label });
    return [];
  }
  for (const [key, owner] of Object.entries(BESIDE))
    if (content[key as keyof typeof BESIDE] !== undefined && owner !== kind)
      reading.problems.error('wrong-step', reading.doc.keySpanOf([...path, key]), `"${key}" belongs to "${owner}"`, { label: 'remove it' });
  switch (kind) {
    case 'file':
      return readFile(reading, names, role, content, path);
    case 'input':
    case 'step':
    case 'rounds':
    case 'chunk':
      return readReference(reading, names, kind, content[kind] ?? '', path);
    case 'image':
      return readImage(reading, content, path);
    case 'pdf_pages': {
      const pages = stated(reading, content.pdf_pages, 'count', [...path, 'pdf_pages']);
      return pages === null ? [] : [{ kind: 'pages', pages }];
    }
    case 'samples': {
      const texts = stated(reading, { samples: content.samples, field: content.field }, 'tokens', path);
      return texts === null ? [] : [{ kind: 'tokens', tokens: texts }];
    }
    case 'tokens': {
      const tokens = stated(reading, content.tokens, 'tokens', [...path, 'tokens']);
      return tokens === null ? [] : [{ kind: 'tokens', tokens }];
    }
    default:
      return kind satisfies never;
  }
};
