#!/usr/bin/env node
// The command: builds what is missing or older than its sources, then hands over to the bundled command line.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

function newest(folder) {
  let latest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    latest = Math.max(latest, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
  }
  return latest;
}

/** An installed package without sources runs what it has; a checkout rebuilds when a source is newer. */
function stale(output, folders) {
  if (!existsSync(join(root, output))) return true;
  const sources = folders.map((name) => join(root, name)).filter((path) => existsSync(path));
  return sources.length > 0 && Math.max(...sources.map(newest)) > statSync(join(root, output)).mtimeMs;
}

// Help needs no client.
const serve = process.argv[2] === 'serve' && !process.argv.includes('--help');
const staleServer = stale('dist/server/cli.js', ['server', 'core', 'geodata']);
const staleClient = serve && stale('dist/client/map/index.html', ['client', 'core']);
if (staleServer || staleClient) {
  const { buildServer, buildClient } = await import('./build.js');
  if (staleServer) {
    if (serve) process.stdout.write('Building the server …\n');
    await buildServer();
  }
  if (staleClient) {
    process.stdout.write('Building the client …\n');
    await buildClient();
  }
}
await import(new URL('../dist/server/cli.js', import.meta.url).href);
