// Builds the server bundles (esbuild) and the client (Vite). `--server` builds the server alone, in under a second.
import { build } from 'esbuild';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

export async function buildServer() {
  await build({
    absWorkingDir: root,
    entryPoints: {
      main: 'server/main.ts',
      cli: 'server/cli.ts',
      'embedded-worker': 'server/db/embedded-worker.ts',
      'gdal-worker': 'server/gdal/gdal-worker.ts',
      'topology-worker': 'server/workspace/topology-worker.ts',
    },
    outdir: 'dist/server',
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: 'linked',
    logLevel: 'warning',
  });
}

export async function buildClient() {
  const { build: buildWithVite } = await import('vite');
  await buildWithVite({ root: `${root}client`, configFile: `${root}client/vite.config.ts`, logLevel: 'warn' });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await rm(`${root}dist/server`, { recursive: true, force: true });
  await buildServer();
  if (!process.argv.includes('--server')) await buildClient();
}
