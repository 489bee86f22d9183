import { join, resolve } from 'node:path';
import { visibleWithin } from '../diagnostics/escape.ts';
import { sourceFile } from '../diagnostics/source.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { readAnywhere } from '../io/confined.ts';
import { priceFiles, shownPath } from '../io/disk.ts';
import { type Written, writeWhole } from '../io/write.ts';
import { tablesAt } from '../planning/tables.ts';
import { type Catalogue, catalogueOf } from '../pricing/catalogue.ts';
import { compareListings, type Import } from '../pricing/import/compare.ts';
import { FORMATS } from '../pricing/import/formats.ts';
import type { Format } from '../pricing/import/listing.ts';
import { tableText } from '../pricing/import/write.ts';
import { readPriceTable } from '../pricing/read.ts';
import { importText } from '../report/prices/changes.ts';
import { decodeText } from '../yaml/decode.ts';
import { type Asked, catalogueHere } from './price-action.ts';

/** LiteLLM's whole catalogue has 2 MB; beyond this a file is something else. */
const CATALOGUE_BYTES = 64 << 20;

const jsonOf = ({ problems }: Asked, path: string): unknown => {
  const read = readAnywhere(resolve(path), CATALOGUE_BYTES);
  const name = visibleWithin(path, 200);
  if ('problem' in read) return problems.error('file-unreadable', null, `"${name}" cannot be read: ${read.problem}`);
  const source = decodeText(name, read.bytes, problems);
  if (source === undefined) return undefined;
  try {
    return JSON.parse(source.text) as unknown;
  } catch {
    return problems.error('bad-value', null, `"${name}" is not JSON`, { help: ['import reads the JSON file of a catalogue'] });
  }
};

const formatOf = ({ options, problems }: Asked, json: unknown): Format | undefined => {
  const known = FORMATS.map(({ name }) => name);
  if (options.from === undefined) {
    const fitting = FORMATS.find(({ fits }) => fits(json));
    return (
      fitting ?? problems.error('bad-value', null, 'the file is like no catalogue that is known', { help: [`--from ${known.join(' | ')}`] })
    );
  }
  const named = FORMATS.find(({ name }) => name === options.from);
  if (named === undefined) {
    return problems.error('options', null, `no format is called "${visibleWithin(options.from, 40)}"`, {
      help: [didYouMean(options.from, known), `formats: ${known.join(', ')}`].filter((line) => line !== ''),
    });
  }
  return named.fits(json)
    ? named
    : problems.error('bad-value', null, `the file is no catalogue of ${named.name}`, { help: ['leave --from out to find its format'] });
};

/** Names that can stand in ids, files and YAML without surprises. */
const PROVIDER = /^[a-z0-9][a-z0-9._-]{0,60}$/;
const MODEL = /^[A-Za-z0-9][\w.:@/+~-]{0,199}$/;

const importsOf = (asked: Asked, catalogue: Catalogue, format: Format, json: unknown): readonly Import[] => {
  const { asOf, options, problems } = asked;
  const listings = format.read(json, asOf);
  const usable = listings.filter(({ provider, model }) => PROVIDER.test(provider) && MODEL.test(model));
  const odd = listings.length - usable.length;
  if (odd > 0)
    problems.warning('bad-value', null, `${odd} of ${listings.length} models have names that no table can hold; they are left out`);
  if (usable.length === 0) problems.error('bad-value', null, 'the catalogue has no model with a price of tokens');
  const place = { file: sourceFile(format.name, ''), start: 0, end: 0 };
  return compareListings({ catalogue, format, asOf, force: options.force ?? false, place }, usable);
};

const textAt = (path: string): string | null => {
  const read = readAnywhere(path, CATALOGUE_BYTES);
  return 'bytes' in read ? new TextDecoder().decode(read.bytes) : null;
};

/** The tables to write, by provider; those that could not be read again are reported. */
const tablesFor = (
  { problems, cwd }: Asked,
  catalogue: Catalogue,
  format: Format,
  imports: readonly Import[],
  folder: string,
): readonly Written[] => {
  const changes = imports.filter(({ outcome }) => outcome === 'changed' || outcome === 'confirmed' || outcome === 'new');
  const providers = [...new Set(changes.map(({ id }) => id.slice(0, id.indexOf('/'))))];
  return providers.map((provider) => {
    const own = changes.filter(({ id }) => id.startsWith(`${provider}/`));
    const path = join(resolve(cwd, folder), `${provider}.yaml`);
    const source = catalogue.tables.find((table) => table.provider === provider)?.source ?? format.source;
    const text = tableText(textAt(path), provider, source, own);
    const name = shownPath(cwd, path);
    const written = readPriceTable(sourceFile(name, text), '', problems);
    if (written !== undefined && written.provider !== provider) {
      problems.error('bad-value', null, `"${visibleWithin(name, 200)}" is a table of ${written.provider}, not of ${provider}`, {
        help: ['name another folder with -o'],
      });
    }
    return { path, content: text };
  });
};

/** `outlay prices import`: what another catalogue's file would change in the tables; with -o the tables that do. */
export const importPrices = (asked: Asked): string => {
  const { names, options, cwd, problems, style } = asked;
  const [path] = names;
  if (path === undefined || names.length > 1) {
    problems.error('options', null, 'import needs the file of one catalogue', { help: ['outlay prices import api.json'] });
    return '';
  }
  const json = jsonOf(asked, path);
  const format = json === undefined ? undefined : formatOf(asked, json);
  if (format === undefined) return '';
  const here = catalogueHere(asked);
  const folder = options.output;
  const layered = folder !== undefined && priceFiles(cwd, [folder], null).length > 0 ? tablesAt(cwd, folder, problems) : [];
  const catalogue = layered.length === 0 ? here : catalogueOf([...here.tables, ...layered], problems);
  const imports = importsOf(asked, catalogue, format, json);
  const files = folder === undefined || problems.failed ? [] : tablesFor(asked, catalogue, format, imports, folder);
  if (problems.failed) return '';
  const failed = writeWhole(files);
  if (failed !== null) {
    problems.error('file-unreadable', null, `"${visibleWithin(shownPath(cwd, failed.path), 200)}" cannot be written: ${failed.why}`);
    return '';
  }
  if (options.format === 'json') {
    return `${JSON.stringify(
      imports.map(({ id, outcome, moved, listing }) => ({ id, outcome, moved, listed: listing.prices })),
      null,
      2,
    )}\n`;
  }
  return importText(
    format.name,
    imports,
    files.map((file) => shownPath(cwd, file.path)),
    style,
  );
};
