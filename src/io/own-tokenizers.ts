import { join } from 'node:path';
import type { Problems } from '../diagnostics/diagnostic.ts';
import { type Calibration, calibrated } from '../tokens/calibrate.ts';
import { FAMILIES, type Family, withOwnVocabulary } from '../tokens/families.ts';
import { Vocabulary } from '../tokens/vocabulary.ts';
import { DISK, type Files } from './files.ts';
import { writeWhole } from './write.ts';

/** Where a project keeps what it knows of tokenizers, relative to its root: vocabularies and calibrations, by family. */
const FOLDER = 'tokenizers';
const VOCABULARY_BYTES = 32 << 20;
const CALIBRATION_BYTES = 1 << 16;
const SCHEMA = 'outlay.calibration/1';

const vocabularyFile = (family: string): string => `${FOLDER}/${family}.vocab`;
const calibrationFile = (family: string): string => `${FOLDER}/${family}.json`;

const readCalibration = (root: string, family: string, from: Files): Calibration | undefined => {
  const read = from.confined(root, root, calibrationFile(family), CALIBRATION_BYTES);
  if (!('bytes' in read)) return undefined;
  try {
    const { schema, factor, band, pairs } = JSON.parse(new TextDecoder().decode(read.bytes)) as Record<string, unknown>;
    const sound = schema === SCHEMA && typeof factor === 'number' && factor > 0.1 && factor < 10;
    return sound && typeof band === 'number' && band > 0 && band < 1 && typeof pairs === 'number' ? { factor, band, pairs } : undefined;
  } catch {
    return undefined;
  }
};

/** Returns a family as a project counts by it: exactly where the project has its vocabulary, else by its calibration if it has one. */
export const familyIn = (root: string, family: Family, problems: Problems, from: Files = DISK): Family => {
  if (family.band === null) return family;
  if (from.kindOf(join(root, vocabularyFile(family.name))) !== null) return withOwnVocabulary(family, vocabularyFile(family.name));
  const file = calibrationFile(family.name);
  if (from.kindOf(join(root, file)) === null) return family;
  const found = readCalibration(root, family.name, from);
  if (found !== undefined) return calibrated(family, found, file);
  problems.error('bad-value', null, `"${file}" is no calibration of this version`, { help: ['make it again: outlay tokens --calibrate'] });
  return family;
};

/** Returns all families as a project counts by them, by name. */
export const familiesIn = (root: string, problems: Problems, from: Files = DISK): ReadonlyMap<string, Family> =>
  new Map([...FAMILIES].map(([name, family]) => [name, familyIn(root, family, problems, from)]));

/** Returns the vocabulary of a family that a project brings along; a damaged file is reported. */
export const ownVocabulary = (root: string, family: string, problems: Problems, from: Files = DISK): Vocabulary | undefined => {
  const read = from.confined(root, root, vocabularyFile(family), VOCABULARY_BYTES);
  const found = 'bytes' in read ? Vocabulary.read(read.bytes, false) : undefined;
  if (found !== undefined) return found;
  const why = 'problem' in read ? read.problem : 'it is no vocabulary of this version';
  return problems.error('file-unreadable', null, `"${vocabularyFile(family)}" cannot be read: ${why}`, {
    help: [`make it again: outlay tokens --make-vocabulary tokenizer.json --model ${family}`],
  });
};

const write = (root: string, file: string, content: string | Uint8Array, problems: Problems): string | undefined => {
  const failed = writeWhole([{ path: join(root, file), content }]);
  return failed === null ? file : problems.error('file-unreadable', null, `"${file}" cannot be written: ${failed.why}`);
};

/** Writes a family's vocabulary into the project; returns the file, or reports why it cannot be written. */
export const writeVocabulary = (root: string, family: string, packed: Uint8Array, problems: Problems): string | undefined =>
  write(root, vocabularyFile(family), packed, problems);

/** Writes a family's calibration into the project; returns the file, or reports why it cannot be written. */
export const writeCalibration = (
  root: string,
  family: string,
  found: Calibration,
  fitted: string,
  problems: Problems,
): string | undefined => {
  const { factor, band, pairs } = found;
  const content = { schema: SCHEMA, tokenizer: family, factor, band, pairs, fitted };
  return write(root, calibrationFile(family), `${JSON.stringify(content, null, 2)}\n`, problems);
};
