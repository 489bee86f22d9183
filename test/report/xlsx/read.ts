import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';

/** A cell as it stands in a file: a formula without its equals sign, and what is kept of it. */
export type ReadCell = {
  readonly formula: string | null;
  readonly text: string | null;
  readonly value: number | null;
  readonly style: number;
};

/** Sheets by name, each with its cells by address. */
export type ReadWorkbook = {
  readonly sheets: ReadonlyMap<string, ReadonlyMap<string, ReadCell>>;
  /** Where each defined name leads: `'assumptions'!$C$5`. */
  readonly names: ReadonlyMap<string, string>;
};

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'" };

const plain = (xml: string): string => xml.replace(/&(?:amp|lt|gt|quot|apos);/g, (entity) => ENTITIES[entity] ?? entity);

const attribute = (tag: string, name: string): string | null => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? null;

const inside = (xml: string, name: string): string | null => new RegExp(`<${name}(?: [^>]*)?>([^<]*)</${name}>`).exec(xml)?.[1] ?? null;

const texts = (xml: string): string => [...xml.matchAll(/<t(?: [^>]*)?>([^<]*)<\/t>/g)].map((match) => plain(match[1] ?? '')).join('');

const cellOf = (tag: string, content: string, shared: readonly string[]): ReadCell => {
  const [kind, kept, formula] = [attribute(tag, 't'), inside(content, 'v'), inside(content, 'f')];
  const style = Number(attribute(tag, 's') ?? 0);
  const read = { formula: formula === null ? null : plain(formula), style };
  if (kind === 'inlineStr') return { ...read, text: texts(content), value: null };
  if (kind === 's') return { ...read, text: shared[Number(kept)] ?? '', value: null };
  if (kind === 'str' || kind === 'e') return { ...read, text: plain(kept ?? ''), value: null };
  return { ...read, text: null, value: kept === null ? null : Number(kept) };
};

const part = (files: Readonly<Record<string, Uint8Array>>, path: string): string => strFromU8(files[path] ?? new Uint8Array());

/** Returns the cells and names of an .xlsx file, by whatever program it was written. */
export const readWorkbook = (bytes: Uint8Array): ReadWorkbook => {
  const files = unzipSync(bytes);
  const shared = [...part(files, 'xl/sharedStrings.xml').matchAll(/<si>([\s\S]*?)<\/si>/g)].map((match) => texts(match[1] ?? ''));
  const book = part(files, 'xl/workbook.xml');
  const names = [...book.matchAll(/<sheet name="([^"]*)"/g)].map((match) => plain(match[1] ?? ''));
  const sheets = names.map((name, index) => {
    const xml = part(files, `xl/worksheets/sheet${index + 1}.xml`);
    const cells = [...xml.matchAll(/<c ([^>]*?)(?:\/>|>([\s\S]*?)<\/c>)/g)].map(
      (match) => [attribute(match[1] ?? '', 'r') ?? '', cellOf(match[1] ?? '', match[2] ?? '', shared)] as const,
    );
    return [name, new Map(cells)] as const;
  });
  const defined = [...book.matchAll(/<definedName name="([^"]*)"[^>]*>([^<]*)</g)].map(
    (match) => [match[1] ?? '', plain(match[2] ?? '')] as const,
  );
  return { sheets: new Map(sheets), names: new Map(defined) };
};

/** Returns the file with other numbers in some cells, and without any kept value of a formula. */
export const withValues = (bytes: Uint8Array, values: ReadonlyMap<string, number>): Uint8Array => {
  const files = unzipSync(bytes);
  const { sheets } = readWorkbook(bytes);
  for (const [index, sheet] of [...sheets.keys()].entries()) {
    const path = `xl/worksheets/sheet${index + 1}.xml`;
    const emptied = part(files, path).replaceAll(/(<\/f>)<v>[^<]*<\/v>/g, '$1');
    const changed = emptied.replaceAll(/<c r="([A-Z]+)(\d+)"([^>]*)><v>[^<]*<\/v>/g, (whole, column: string, row: string, rest: string) => {
      const value = values.get(`'${sheet}'!$${column}$${row}`);
      return value === undefined ? whole : `<c r="${column}${row}"${rest}><v>${value}</v>`;
    });
    files[path] = strToU8(changed);
  }
  return zipSync(files);
};
