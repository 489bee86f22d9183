/** An element of an XML document. */
export type XmlElement = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
};

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const unescaped = (raw: string): string => {
  if (/&(?!(?:amp|lt|gt|quot|apos);)/.test(raw) || raw.includes('<') || raw.includes(']]>')) throw new Error(`not well-formed: ${raw}`);
  return raw.replace(/&(\w+);/g, (_all, name: string) => ENTITIES[name] ?? '');
};

const attributesOf = (raw: string): Readonly<Record<string, string>> => {
  const found = [...raw.matchAll(/\s+([A-Za-z_][\w.-]*)="([^"<]*)"/g)];
  if (found.map(([all]) => all).join('') !== raw.trimEnd()) throw new Error(`not well-formed: ${raw}`);
  const names = found.map(([, name = '']) => name);
  if (new Set(names).size < names.length) throw new Error(`an attribute stands twice: ${raw}`);
  return Object.fromEntries(found.map(([, name = '', value = '']) => [name, unescaped(value)]));
};

/** Reads an XML 1.0 document of elements, attributes and text; throws where it is not well-formed or holds a forbidden character. */
export const parseXml = (document: string): XmlElement => {
  const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
  if (!document.startsWith(head)) throw new Error('no XML declaration');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that XML 1.0 forbids
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(document) || !document.isWellFormed())
    throw new Error('a forbidden character');
  type Open = { name: string; attributes: Readonly<Record<string, string>>; children: XmlElement[]; text: string };
  const stack: Open[] = [{ name: '', attributes: {}, children: [], text: '' }];
  for (const [, close, name = '', raw = '', empty, text] of document
    .slice(head.length)
    .matchAll(/<(\/?)([A-Za-z][\w-]*)([^>]*?)(\/?)>|([^<]+)|</g)) {
    const top = stack.at(-1);
    if (top === undefined) throw new Error('too many end tags');
    if (text !== undefined) top.text += unescaped(text);
    else if (name === '') throw new Error('a stray <');
    else if (close === '/') {
      if (top.name !== name) throw new Error(`</${name}> ends <${top.name}>`);
      stack.pop();
      stack.at(-1)?.children.push(top);
    } else {
      const element: Open = { name, attributes: attributesOf(raw), children: [], text: '' };
      if (empty === '/') top.children.push(element);
      else stack.push(element);
    }
  }
  const [root] = stack[0]?.children ?? [];
  if (stack.length !== 1 || stack[0]?.children.length !== 1 || root === undefined) throw new Error('not one root element');
  return root;
};
