// Bundles the command line: one small entry with commander, everything else in chunks that load when they are needed.
import { readdirSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

const { metafile } = await build({
  entryPoints: { 'cli/main': 'src/cli/main.ts' },
  outdir: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  legalComments: 'none',
  // Less to parse at every start; a source map would cost more than it tells.
  minify: true,
  // Dependencies in CommonJS call require; an ES module has to make one.
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  metafile: true,
  logLevel: 'warning',
});

// Chunks of an earlier build go last, so that a command that runs meanwhile still finds its own.
for (const name of readdirSync('dist/chunks')) {
  if (!Object.hasOwn(metafile.outputs, `dist/chunks/${name}`)) rmSync(`dist/chunks/${name}`);
}
