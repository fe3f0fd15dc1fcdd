// Builds the server bundles (esbuild) and the client (Vite). `--server` builds the server alone, in under a second.
import { build } from 'esbuild';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Entries that run on their own: the two programs, and the worker threads that `server/worker-url.ts` starts by name. */
const ENTRIES = {
  main: 'server/main.ts',
  cli: 'server/cli.ts',
  'catchment-worker': 'server/workspace/schools/catchment-worker.ts',
  'demo-release-worker': 'server/demo/demo-release-worker.ts',
  'embedded-worker': 'server/db/embedded-worker.ts',
  'gdal-worker': 'server/gdal/gdal-worker.ts',
  'import-worker': 'server/imports/import-worker.ts',
  'overlay-worker': 'server/processes/overlay/overlay-worker.ts',
  'paper-worker': 'server/http/papers/paper-worker.ts',
  'annex-audit-worker': 'server/workspace/schools/annex-audit-worker.ts',
  'plan-disclosure-worker': 'server/workspace/plans/plan-disclosure-worker.ts',
  'plan-surface-worker': 'server/workspace/plans/plan-surface-worker.ts',
  'preview-worker': 'server/imports/preview-worker.ts',
  'protected-copy-worker': 'server/workspace/protected-copy-worker.ts',
  'release-worker': 'server/workspace/releases/release-worker.ts',
  'reach-worker': 'server/workspace/schools/reach-worker.ts',
  'school-walk-worker': 'server/workspace/schools/school-walk-worker.ts',
  'search-worker': 'server/workspace/schools/search-worker.ts',
  'topology-worker': 'server/workspace/topology-worker.ts',
};

/**
 * Libraries of many small files that every command loads: as part of the bundle `zuschnitt import` starts in half the time. All others
 * stay packages, with what they bring along: WebAssembly, workers, optional drivers.
 */
const BUNDLED = ['csv-parse', 'delaunator', 'flatbush', 'flatqueue', 'proj4', 'robust-predicates', 'zod'];

/** zod brings its messages in 50 languages along, half of what the start of every command has to parse; the server's are English. */
const englishOnly = {
  name: 'english-only',
  setup({ onResolve }) {
    onResolve({ filter: /\/locales\/index\.js$/ }, ({ resolveDir, path, importer }) =>
      importer.includes('/zod/') || importer.includes('\\zod\\') ? { path: join(resolveDir, path, '..', 'en.js') } : undefined,
    );
  },
};

function unbundled() {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return Object.keys(dependencies).filter((name) => !BUNDLED.includes(name));
}

/**
 * Splitting keeps what a command does not need out of its start: `zuschnitt aggregate` loads neither Express nor pg.
 * Every file is written aside and renamed, cli.js last: a second process that starts meanwhile runs the old build or the new one.
 */
export async function buildServer() {
  const entryPoints = Object.fromEntries(Object.entries(ENTRIES).filter(([, source]) => existsSync(join(root, source))));
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints,
    outdir: 'dist/server',
    chunkNames: 'chunk-[hash]',
    bundle: true,
    splitting: true,
    write: false,
    external: unbundled(),
    plugins: [englishOnly],
    // A fifth less to parse; names stay, for stacks that people can read.
    minifyWhitespace: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: 'linked',
    logLevel: 'warning',
  });
  const rank = ({ path }) => (path.endsWith('cli.js') ? 2 : basename(path).startsWith('chunk-') ? 0 : 1);
  for (const { path, contents } of outputFiles.toSorted((a, b) => rank(a) - rank(b))) {
    await mkdir(dirname(path), { recursive: true });
    const part = `${path}.${process.pid}.part`;
    await writeFile(part, contents);
    await rename(part, path);
  }
  await removeOldChunks(join(root, 'dist/server'), new Set(outputFiles.map(({ path }) => basename(path))));
}

/** Chunks have the hash of their content as name; those of builds older than a day are no longer in use. */
async function removeOldChunks(folder, current) {
  const { stat } = await import('node:fs/promises');
  for (const name of await readdir(folder)) {
    if (!name.startsWith('chunk-') || current.has(name)) continue;
    const path = join(folder, name);
    const age = Date.now() - ((await stat(path).catch(() => null))?.mtimeMs ?? Date.now());
    if (age > 24 * 3600 * 1000) await rm(path, { force: true });
  }
}

export async function buildClient() {
  const { build: buildWithVite } = await import('vite');
  await buildWithVite({ root: `${root}client`, configFile: `${root}client/vite.config.ts`, logLevel: 'warn' });
  await buildWithVite({ configFile: `${root}client/plugin/vite.config.ts`, logLevel: 'warn' });
  await buildWithVite({ configFile: `${root}client/examples/vite.config.ts`, logLevel: 'warn' });
  await compressFiles(join(root, 'dist/client/assets'));
}

const packGzip = promisify(gzip);
const packBrotli = promisify(brotliCompress);

/** Beside each script and style sheet its gzip and brotli form, which the server sends to who takes them: 2.3 MB become 0.6. */
async function compressFiles(folder) {
  const files = (await readdir(folder)).filter((name) => /\.(js|css|svg)$/.test(name));
  // Quality 9 is within 3 % of 11 at a tenth of the time.
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
  await Promise.all(
    files.map(async (name) => {
      const path = join(folder, name);
      const content = await readFile(path);
      const [br, gz] = await Promise.all([packBrotli(content, { params }), packGzip(content, { level: 9 })]);
      await Promise.all([writeFile(`${path}.br`, br), writeFile(`${path}.gz`, gz)]);
    }),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await rm(`${root}dist/server`, { recursive: true, force: true });
  await buildServer();
  if (!process.argv.includes('--server')) await buildClient();
}
