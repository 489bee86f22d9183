// Bundles the command line: an entry with what is asked most, and each other command with what it needs in chunks beside it.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, posix, relative, resolve, sep } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { build } from 'esbuild';

const shared = {
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
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
  // React and Ink as they are meant to run; their tools for developers are not shipped.
  // Nothing is fetched over the network. The layout engine would take fetch to unpack itself, and Node a tenth of a second to load it.
  define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"', fetch: 'undefined' },
  external: ['react-devtools-core'],
  metafile: true,
  logLevel: 'warning',
};

const withoutEnding = (path) => relative('src', path).split(sep).join('/').replace(/\.ts$/, '');

/** Leaves the modules of the entry that are imported when needed to a build of their own, but for one, and notes them. */
const laterApart = (from, butFor, noted) => ({
  name: 'later-apart',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^\.\.?\/.*\.ts$/ }, ({ path, importer, kind }) => {
      if (kind !== 'dynamic-import') return undefined;
      const name = withoutEnding(resolve(dirname(importer), path));
      if (name === butFor) return undefined;
      noted.add(name);
      const to = posix.relative(posix.dirname(from), `${name}.mjs`);
      return { path: to.startsWith('.') ? to : `./${to}`, external: true };
    });
  },
});

/** commander starts other programs for commands that are files of their own; there are none, and what starts them takes a while to load. */
const startsNothing = {
  name: 'starts-nothing',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^node:child_process$/ }, () => ({ path: 'nothing', namespace: 'nothing' }));
    onLoad({ filter: /^nothing$/, namespace: 'nothing' }, () => ({ contents: 'module.exports = {};' }));
  },
};

const later = new Set();
// The entry is CommonJS: a process that loads no ES module starts a sixth sooner.
await build({
  ...shared,
  outExtension: {},
  splitting: false,
  format: 'cjs',
  banner: { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
  define: { ...shared.define, 'import.meta.url': 'moduleUrl' },
  entryPoints: { 'cli/main': 'src/cli/main.ts' },
  external: ['csv-parse'],
  plugins: [laterApart('cli/main', 'cli/tokens', later), startsNothing],
});
writeFileSync('dist/cli/package.json', '{ "type": "commonjs" }\n');
const commands = await build({
  ...shared,
  entryPoints: {
    ...Object.fromEntries([...later].map((name) => [name, `src/${name}.ts`])),
    'cli/play-worker': 'src/cli/play-worker.ts',
    'io/count-worker': 'src/io/count-worker.ts',
    'tui/live-worker': 'src/tui/live/live-worker.ts',
    'tui/look-worker': 'src/tui/live/look-worker.ts',
    'tui/variants-worker': 'src/tui/live/variants-worker.ts',
  },
});

// Chunks of an earlier build go last, so that a command that runs meanwhile still finds its own.
for (const name of readdirSync('dist/chunks')) {
  if (!Object.hasOwn(commands.metafile.outputs, `dist/chunks/${name}`)) rmSync(`dist/chunks/${name}`);
}

/** The rank tables of OpenAI's encodings as compact files, and how each splits text. */
const VOCABULARIES = { o200k_base: 'o200k', cl100k_base: 'cl100k', p50k_base: 'gpt2', r50k_base: 'gpt2' };

const packer = await build({ ...shared, splitting: false, write: false, banner: {}, entryPoints: ['src/tokens/pack.ts'] });
const { packKept, packRanks } = await import(
  `data:text/javascript;base64,${Buffer.from(packer.outputFiles[0].contents).toString('base64')}`
);
/** How the files of other vocabularies end. */
const KEPT = '.tokens.br';

/** Whole or not at all: a command that runs meanwhile reads the old file or the new one. */
const writeVocabulary = (name, packed) => {
  writeFileSync(`dist/vocabularies/${name}.vocab.${process.pid}`, packed);
  renameSync(`dist/vocabularies/${name}.vocab.${process.pid}`, `dist/vocabularies/${name}.vocab`);
};

mkdirSync('dist/vocabularies', { recursive: true });
for (const [name, split] of Object.entries(VOCABULARIES)) {
  const { default: table } = await import(`js-tiktoken/ranks/${name}`);
  writeVocabulary(name, packRanks(name, split, table));
}
for (const file of readdirSync('vocabularies')) {
  if (file.endsWith('.txt')) copyFileSync(`vocabularies/${file}`, `dist/vocabularies/${file}`);
  if (!file.endsWith(KEPT)) continue;
  writeVocabulary(file.slice(0, -KEPT.length), packKept(brotliDecompressSync(readFileSync(`vocabularies/${file}`))));
}
