// Bundles the command line: an entry with commander alone, and each command with what it needs in chunks beside it.
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

const COMMANDS = [
  'plan',
  'explain',
  'report',
  'review',
  'diff',
  'check',
  'compare',
  'optimize',
  'stress',
  'tokens',
  'prices',
  'init',
  'schema',
  'open',
];

const shared = {
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
  // React and Ink as they are meant to run; their tools for developers are not shipped.
  // Nothing is fetched over the network. The layout engine would take fetch to unpack itself, and Node a tenth of a second to load it.
  define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"', fetch: 'undefined' },
  external: ['react-devtools-core'],
  metafile: true,
  logLevel: 'warning',
};

/** The entry names its commands as files of their own, so that `--help` loads one file. */
const commandsApart = {
  name: 'commands-apart',
  setup: ({ onResolve }) => {
    onResolve({ filter: new RegExp(`^\\./(?:${COMMANDS.join('|')})\\.ts$`) }, ({ path, importer }) =>
      importer.endsWith('main.ts') ? { path: path.replace(/\.ts$/, '.js'), external: true } : undefined,
    );
  },
};

const commands = await build({
  ...shared,
  entryPoints: {
    ...Object.fromEntries(COMMANDS.map((name) => [`cli/${name}`, `src/cli/${name}.ts`])),
    'io/count-worker': 'src/io/count-worker.ts',
    'tui/live-worker': 'src/tui/live/live-worker.ts',
    'tui/look-worker': 'src/tui/live/look-worker.ts',
    'tui/variants-worker': 'src/tui/live/variants-worker.ts',
  },
});
await build({ ...shared, splitting: false, entryPoints: { 'cli/main': 'src/cli/main.ts' }, plugins: [commandsApart] });

// Chunks of an earlier build go last, so that a command that runs meanwhile still finds its own.
for (const name of readdirSync('dist/chunks')) {
  if (!Object.hasOwn(commands.metafile.outputs, `dist/chunks/${name}`)) rmSync(`dist/chunks/${name}`);
}

/** The rank tables of OpenAI's encodings as compact files, and how each splits text. */
const VOCABULARIES = { o200k_base: 'o200k', cl100k_base: 'cl100k', p50k_base: 'gpt2', r50k_base: 'gpt2' };

const packer = await build({ ...shared, splitting: false, write: false, banner: {}, entryPoints: ['src/tokens/pack.ts'] });
const { packRanks } = await import(`data:text/javascript;base64,${Buffer.from(packer.outputFiles[0].contents).toString('base64')}`);
mkdirSync('dist/vocabularies', { recursive: true });
for (const [name, split] of Object.entries(VOCABULARIES)) {
  const { default: table } = await import(`js-tiktoken/ranks/${name}`);
  // Whole or not at all: a command that runs meanwhile reads the old file or the new one.
  writeFileSync(`dist/vocabularies/${name}.vocab.${process.pid}`, packRanks(name, split, table));
  renameSync(`dist/vocabularies/${name}.vocab.${process.pid}`, `dist/vocabularies/${name}.vocab`);
}
