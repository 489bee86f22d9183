import { type Alias, type Document, isAlias, isMap, isScalar, isSeq, type Node, visit } from 'yaml';
import type { Problems } from '../diagnostics/diagnostic.ts';
import { visibleWithin } from '../diagnostics/escape.ts';
import type { SourceFile, Span } from '../diagnostics/source.ts';
import { LIMITS } from './guard.ts';

/** What each alias of a document stands for. Looked up once: the library searches the whole document for every alias. */
export type AliasTargets = ReadonlyMap<Alias, Node>;

/** Returns what each alias stands for: the last node before it with its anchor. One without a target is left out. */
export const aliasTargets = (document: Document.Parsed): AliasTargets => {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  visit(document, {
    Node: (_key, node) => {
      if (isAlias(node)) {
        const target = anchors.get(node.source);
        if (target !== undefined) targets.set(node, target);
      } else if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
  });
  return targets;
};

type Walk = {
  readonly targets: AliasTargets;
  readonly file: SourceFile;
  readonly problems: Problems;
  /** Anchored nodes that are being expanded: meeting one again is a cycle. */
  readonly open: Set<unknown>;
  budget: number;
};

const spanOf = (walk: Walk, node: Node | null | undefined): Span => {
  const [start, end] = node?.range ?? [0, 1];
  return { file: walk.file, start, end: Math.max(start + 1, end) };
};

/** Thrown only here and caught only here: the expansion passed its limit. */
class TooLarge extends Error {}

const spend = (walk: Walk, node: Node): void => {
  if (--walk.budget >= 0) return;
  walk.problems.error('limit', spanOf(walk, node), `aliases expand to more than ${LIMITS.nodes.toLocaleString('en-US')} values`, {
    label: 'write the values out, or share less',
  });
  throw new TooLarge();
};

const nullProblem = (walk: Walk, node: Node | null, key: Node | null): undefined => {
  const span = spanOf(walk, key ?? node);
  const before = walk.file.text.slice(Math.max(0, span.start - 40), span.start);
  const thousands = /\$\d{1,3},\s*$/.test(before);
  const name = key && isScalar(key) ? `"${String(key.value).slice(0, 60)}"` : 'this item';
  return walk.problems.error('null-value', span, `${name} has no value`, {
    label: thousands ? 'a comma ends a value inside braces: write $1200, not $1,200' : 'give it a value, or remove the key',
  });
};

const mapValue = (walk: Walk, node: Node, depth: number): Record<string, unknown> => {
  const result: Record<string, unknown> = {};
  if (!isMap(node)) return result;
  for (const { key, value } of node.items) {
    const keyNode = key as Node;
    const name = isScalar(keyNode) ? String(keyNode.value ?? '') : '';
    if (isScalar(keyNode) && (keyNode.value === null || name === '')) {
      walk.problems.error('bad-yaml', spanOf(walk, keyNode), 'a key is empty', { label: 'name the key' });
    } else if (name === '__proto__') {
      walk.problems.error('unknown-key', spanOf(walk, keyNode), 'unknown key "__proto__"', { label: 'remove it' });
    } else if (name === '<<') {
      walk.problems.error('unknown-key', spanOf(walk, keyNode), 'merge keys ("<<") are not part of YAML 1.2', {
        label: 'write the keys out, or use `defaults:` and `extends:`',
      });
    } else {
      const missing = value === null || (isScalar(value) && value.value === null);
      result[name] = missing ? nullProblem(walk, value as Node | null, keyNode) : plainOf(walk, value as Node, depth + 1);
    }
  }
  return result;
};

const plainOf = (walk: Walk, node: Node, depth: number): unknown => {
  spend(walk, node);
  if (depth > LIMITS.nesting) {
    walk.problems.error('limit', spanOf(walk, node), `nested deeper than ${LIMITS.nesting} levels`);
    throw new TooLarge();
  }
  if (isAlias(node)) {
    const target = walk.targets.get(node);
    if (target === undefined) {
      return walk.problems.error('bad-yaml', spanOf(walk, node), `no anchor "${visibleWithin(node.source, 60)}" stands above`, {
        label: `write &${visibleWithin(node.source, 60)} before what it names`,
      });
    }
    if (walk.open.has(target)) {
      return walk.problems.error('bad-yaml', spanOf(walk, node), `the anchor "${node.source}" refers to itself`);
    }
    return plainOf(walk, target, depth);
  }
  if (isScalar(node)) return node.value === null ? nullProblem(walk, node, null) : node.value;
  walk.open.add(node);
  const value = isSeq(node) ? node.items.map((item) => plainOf(walk, item as Node, depth + 1)) : mapValue(walk, node, depth);
  walk.open.delete(node);
  return value;
};

/** Returns a composed document as plain data with aliases expanded; nulls, cycles, `__proto__` and `<<` are reported. */
export const toValue = (document: Document.Parsed, targets: AliasTargets, file: SourceFile, problems: Problems): unknown => {
  const walk: Walk = { targets, file, problems, open: new Set(), budget: LIMITS.nodes };
  try {
    return plainOf(walk, document.contents as Node, 1);
  } catch (thrown) {
    if (thrown instanceof TooLarge) return undefined;
    throw thrown;
  }
};
