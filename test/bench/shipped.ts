import { basename, join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..', '..');

/**
 * Bundles a source file as the program is bundled, and returns where it lies: what runs a source file directly wraps every function,
 * which engines, app and counter make many of.
 */
export const shipped = async (file: string): Promise<string> => {
  const outfile = join(root, 'dist', `bench-${basename(file).replace(/\..*$/, '')}.mjs`);
  await build({
    entryPoints: [join(root, file)],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  return outfile;
};
