// Bundles the command line: an entry with commander alone, and each command with what it needs in chunks beside it.
import { readdirSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

const COMMANDS = ['plan', 'explain', 'prices', 'init', 'schema', 'open'];

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

const commands = await build({ ...shared, entryPoints: Object.fromEntries(COMMANDS.map((name) => [`cli/${name}`, `src/cli/${name}.ts`])) });
await build({ ...shared, splitting: false, entryPoints: { 'cli/main': 'src/cli/main.ts' }, plugins: [commandsApart] });

// Chunks of an earlier build go last, so that a command that runs meanwhile still finds its own.
for (const name of readdirSync('dist/chunks')) {
  if (!Object.hasOwn(commands.metafile.outputs, `dist/chunks/${name}`)) rmSync(`dist/chunks/${name}`);
}
