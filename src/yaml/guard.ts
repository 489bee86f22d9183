import type { CST } from 'yaml';
import type { Problems } from '../diagnostics/diagnostic.ts';
import type { SourceFile } from '../diagnostics/source.ts';

/** Limits of SPEC 11. What passes them is safe for the library's recursive composer. */
export const LIMITS = { bytes: 1 << 20, nesting: 64, keys: 5000, nodes: 200_000, aliases: 1000 } as const;

type Seen = { nodes: number; aliases: number; documents: number };

const at = (file: SourceFile, offset: number, length = 1): { file: SourceFile; start: number; end: number } => ({
  file,
  start: offset,
  end: offset + length,
});

/** Reports tags, explicit keys and the like among the tokens around a node. */
const checkMarks = (file: SourceFile, marks: readonly CST.SourceToken[] | undefined, problems: Problems): void => {
  for (const mark of marks ?? []) {
    if (mark.type === 'tag') {
      problems.error('bad-yaml', at(file, mark.offset, mark.source.length), 'tags are not allowed', {
        label: 'remove the tag',
        help: ['a workflow is plain data: texts, numbers, lists and maps'],
      });
    } else if (mark.type === 'explicit-key-ind') {
      problems.error('bad-yaml', at(file, mark.offset), 'keys with "?" are not allowed', { label: 'write "key: value"' });
    }
  }
};

const checkKey = (file: SourceFile, key: CST.Token | null | undefined, problems: Problems): void => {
  if (key === null || key === undefined || !('items' in key)) return;
  problems.error('bad-yaml', at(file, key.offset), 'a list or map cannot be a key', {
    label: 'quote this text',
    help: ['text that begins with {{placeholder}} or [ needs quotes: "{{question}}"'],
  });
};

const checkNode = (file: SourceFile, token: CST.Token, depth: number, seen: Seen, problems: Problems): boolean => {
  if (depth > LIMITS.nesting) {
    problems.error('limit', at(file, token.offset), `nested deeper than ${LIMITS.nesting} levels`);
    return false;
  }
  if (++seen.nodes > LIMITS.nodes) {
    problems.error('limit', at(file, token.offset), `more than ${LIMITS.nodes.toLocaleString('en-US')} values`);
    return false;
  }
  if (token.type === 'alias' && ++seen.aliases > LIMITS.aliases) {
    problems.error('limit', at(file, token.offset), `more than ${LIMITS.aliases.toLocaleString('en-US')} aliases`);
    return false;
  }
  return true;
};

type Open = { readonly token: CST.Token; readonly depth: number };

/** Pushes what a collection holds; false where it has too many keys. */
const pushItems = (file: SourceFile, open: Open, stack: Open[], problems: Problems): boolean => {
  const { token, depth } = open;
  if (!('items' in token)) return true;
  const isMap = token.type === 'block-map' || (token.type === 'flow-collection' && token.start.type === 'flow-map-start');
  if (token.items.length > LIMITS.keys && isMap) {
    problems.error('limit', at(file, token.offset), `more than ${LIMITS.keys.toLocaleString('en-US')} keys in one map`);
    return false;
  }
  for (const item of token.items) {
    checkMarks(file, item.start, problems);
    checkMarks(file, 'sep' in item ? item.sep : undefined, problems);
    const key = 'key' in item ? item.key : undefined;
    checkKey(file, key, problems);
    if (key) stack.push({ token: key, depth: depth + 1 });
    if (item.value) stack.push({ token: item.value, depth: depth + 1 });
  }
  return true;
};

const checkTop = (file: SourceFile, token: CST.Token, seen: Seen, problems: Problems): void => {
  if (token.type === 'directive' && !/^%YAML\s+1\.2\s*$/.test(token.source)) {
    problems.error('bad-yaml', at(file, token.offset, token.source.length), 'directives are not allowed', {
      label: 'remove this line: files are read as YAML 1.2',
    });
  }
  if (token.type !== 'document') return;
  checkMarks(file, token.start, problems);
  if (++seen.documents > 1) {
    problems.error('bad-yaml', at(file, token.offset, 3), 'more than one document in the file', {
      label: 'keep one document a file',
    });
  }
};

/**
 * Walks the tokens of a file without recursion and reports whatever the language forbids or that could exhaust a reader:
 * depth, number of values, keys and aliases, tags, directives, `?` keys, several documents. True when composing is safe.
 */
export const guardTokens = (file: SourceFile, tokens: readonly CST.Token[], problems: Problems): boolean => {
  const before = problems.list.length;
  const seen: Seen = { nodes: 0, aliases: 0, documents: 0 };
  for (const top of tokens) {
    checkTop(file, top, seen, problems);
    const stack: Open[] = top.type === 'document' && top.value ? [{ token: top.value, depth: 1 }] : [];
    for (let open = stack.pop(); open !== undefined; open = stack.pop()) {
      if (!checkNode(file, open.token, open.depth, seen, problems)) return false;
      if (!pushItems(file, open, stack, problems)) return false;
    }
  }
  return problems.list.length === before;
};
