import { Problems } from '../../diagnostics/diagnostic.ts';
import { sourceFile } from '../../diagnostics/source.ts';
import { readYaml } from '../../yaml/read.ts';
import type { Plain } from './scale.ts';

/** Returns what a typed text is as a YAML value; null where it is none. */
export const exactValue = (text: string): Plain => {
  const read = readYaml(sourceFile('value', `value: ${text}\n`), new Problems())?.value;
  const value = read !== undefined && Object.keys(read).length === 1 ? read['value'] : undefined;
  return value === undefined ? null : (value as Plain);
};
