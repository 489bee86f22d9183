import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Returns the folder of the package, of the bundle and of the sources alike: the nearest above this module that holds price tables. */
export const packageFolder = (): string => {
  let at = dirname(fileURLToPath(import.meta.url));
  while (!(existsSync(join(at, 'pricing')) && existsSync(join(at, 'package.json'))) && dirname(at) !== at) at = dirname(at);
  return at;
};

/** Returns a folder of the installed package. */
export const shippedFolder = (name: 'pricing' | 'scenarios'): string => join(packageFolder(), name);
