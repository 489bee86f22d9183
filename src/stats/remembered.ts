/**
 * Returns a function that works out each object's answer once. Objects are compared by identity and let go of with their
 * owners, so that nothing has to be thrown away.
 */
export const remembered = <Key extends object, Value>(work: (key: Key) => Value): ((key: Key) => Value) => {
  const answers = new WeakMap<Key, Value>();
  return (key) => {
    const known = answers.get(key);
    if (known !== undefined) return known;
    const answer = work(key);
    answers.set(key, answer);
    return answer;
  };
};

type Node<Part extends object, Value> = { readonly values: Map<number, Value>; readonly next: WeakMap<Part, Node<Part, Value>> };

/** The same for a list of objects, in their order, and a number. */
export const rememberedList = <Part extends object, Value>(
  work: (parts: readonly Part[], most: number) => Value,
): ((parts: readonly Part[], most: number) => Value) => {
  const node = (): Node<Part, Value> => ({ values: new Map(), next: new WeakMap() });
  const root = node();
  return (parts, most) => {
    let at = root;
    for (const part of parts) {
      const next = at.next.get(part) ?? node();
      at.next.set(part, next);
      at = next;
    }
    const known = at.values.get(most);
    if (known !== undefined) return known;
    const answer = work(parts, most);
    at.values.set(most, answer);
    return answer;
  };
};

let marked = 0;

/** Returns a number that tells an object from all others, for keys of what hangs on several objects. */
export const markOf = remembered((_: object) => ++marked);

/** Returns a share as part of a key: shares that differ beyond the twelfth digit do so by rounding. */
export const shareKey = (share: number): string => share.toPrecision(12);
