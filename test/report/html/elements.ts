/** An element of a page: its name, its attributes, the elements in it, and the text right in it. */
export type Element = {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: Element[];
  readonly parent: Element | null;
  text: string;
};

const VOID = ['meta', 'br'];

/** In SVG an element may close itself. */
const TOKEN = /<!doctype html>|<\/([a-z0-9]+)>|<([a-z0-9]+)((?:\s+[a-zA-Z0-9:-]+="[^"<>]*"|\s+open)*)\s*(\/?)>|([^<]+)|(.)/gsy;

const attributesOf = (text: string): ReadonlyMap<string, string> => {
  const pairs = [...text.matchAll(/([a-zA-Z0-9:-]+)(?:="([^"]*)")?/g)].map(([, key = '', value = '']) => [key, value] as const);
  if (new Set(pairs.map(([key]) => key)).size !== pairs.length) throw new Error(`an attribute stands twice in "${text}"`);
  return new Map(pairs);
};

const checkText = (text: string, style: boolean): void => {
  const odd = style ? null : /&(?!(?:amp|lt|gt|quot|nbsp|#39);)|>/.exec(text);
  if (odd !== null) throw new Error(`"${text.slice(Math.max(0, odd.index - 20), odd.index + 20)}" is no text`);
};

/**
 * Reads a page more strictly than a browser: every element is closed where it was opened, every attribute quoted, no bare `<`,
 * `>` or `&`. Throws where that is not so.
 */
export const elementsOf = (page: string): Element => {
  const root: Element = { name: '', attributes: new Map(), children: [], parent: null, text: '' };
  let here = root;
  for (const [whole, closing, opening, attributes = '', self, text, other] of page.matchAll(TOKEN)) {
    if (other !== undefined) throw new Error(`no markup: ${JSON.stringify(page.slice(page.indexOf(whole), page.indexOf(whole) + 80))}`);
    if (text !== undefined) {
      checkText(text, here.name === 'style');
      here.text += text;
    } else if (closing !== undefined) {
      if (here.name !== closing || here.parent === null) throw new Error(`</${closing}> closes <${here.name}>`);
      here = here.parent;
    } else if (opening !== undefined) {
      const element: Element = { name: opening, attributes: attributesOf(attributes), children: [], parent: here, text: '' };
      here.children.push(element);
      if (!VOID.includes(opening) && self === '') here = element;
    }
  }
  if (here !== root) throw new Error(`<${here.name}> is never closed`);
  return root;
};

/** Returns all elements below one, in the order of the page; only those of a name where one is given. */
export const all = (element: Element, name?: string): readonly Element[] =>
  element.children.flatMap((child) => [...(name === undefined || child.name === name ? [child] : []), ...all(child, name)]);

/** Returns all text below an element. */
export const textIn = (element: Element): string => element.text + element.children.map(textIn).join('');
