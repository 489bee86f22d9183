import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Returns a folder of the installed package, `pricing` or `scenarios`: the nearest of that name above this module. */
export const shippedFolder = (name: 'pricing' | 'scenarios'): string => {
  for (let at = dirname(fileURLToPath(import.meta.url)); dirname(at) !== at; at = dirname(at)) {
    if (existsSync(join(at, name)) && existsSync(join(at, 'package.json'))) return join(at, name);
  }
  return '';
};
