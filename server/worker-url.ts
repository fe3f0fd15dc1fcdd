// Starts worker threads alike from bundled code (dist/server/<name>.js) and from sources (tests, scripts).
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker, type WorkerOptions } from 'node:worker_threads';
import { packageRoot } from './package-root.ts';

/**
 * A worker thread for the entry `source` (path from the package root, e.g. `server/db/embedded-worker.ts`).
 * Bundled code finds `dist/server/embedded-worker.js` beside itself. From sources the entry is loaded through tsx, which
 * registers itself inside the worker: worker threads do not inherit the loader of a vitest process.
 */
export function startWorker(source: string, options: WorkerOptions = {}): Worker {
  const here = dirname(fileURLToPath(import.meta.url));
  const bundled = join(here, basename(source).replace(/\.ts$/, '.js'));
  if (basename(here) === 'server' && basename(dirname(here)) === 'dist' && existsSync(bundled)) {
    return new Worker(pathToFileURL(bundled), options);
  }
  const entry = pathToFileURL(join(packageRoot(), source)).href;
  // A data: URL resolves no bare names, so tsx is named by its file.
  const loader = pathToFileURL(createRequire(join(packageRoot(), 'package.json')).resolve('tsx/esm/api').replace(/\.cjs$/, '.mjs')).href;
  const script = `import { register } from ${JSON.stringify(loader)}; register(); await import(${JSON.stringify(entry)});`;
  return new Worker(new URL(`data:text/javascript,${encodeURIComponent(script)}`), options);
}
