// The product as it is started, on a database of its own: filled with the demo city (12,000 blocks), or with a generated town of any size.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rememberFolder } from '../../e2e/demo-accounts.ts';
import { findPostgres, startCluster, type Cluster } from '../../postgres-cluster.ts';
import { command, COMMAND } from '../command.ts';
import type { Town } from '../town.ts';
import { townImports } from '../town-files.ts';

export interface ServedCity {
  readonly url: string;
  stop(): Promise<void>;
}

const READY_MS = 300_000;

/** Builds what is stale, loads the demo city and waits for the ready line; the reason where a component is missing. */
export function serveCity(): Promise<ServedCity | { readonly reason: string }> {
  return serve('city', () => Promise.resolve());
}

/** The same with a town that comes in by the product's own import: 100,000 blocks take some ten seconds. */
export function serveTown(town: Town): Promise<ServedCity | { readonly reason: string }> {
  return serve('none', async (url) => {
    const folder = mkdtempSync(join(tmpdir(), 'zuschnitt-town-'));
    try {
      await command(url, ['migrate']);
      for (const options of townImports(folder, town)) await command(url, ['import', ...options]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

/** The product on a database that `fill` fills, with more of its environment. */
export async function serve(demo: 'city' | 'none', fill: (url: string) => Promise<void>, environment: Readonly<Record<string, string>> = {}): Promise<ServedCity | { readonly reason: string }> {
  const found = findPostgres();
  if ('reason' in found) return found;
  const cluster = await startCluster({ fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' });
  try {
    const url = await cluster.createDatabase();
    await fill(url);
    return await start(cluster, url, { DEMO: demo, LOG_LEVEL: 'error', ...environment });
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

async function start(cluster: Cluster, database: string, environment: Readonly<Record<string, string>>): Promise<ServedCity> {
  const dataDir = mkdtempSync(join(tmpdir(), 'zuschnitt-city-'));
  const server = spawn(process.execPath, [COMMAND, 'serve'], {
    env: { ...process.env, DATABASE_URL: database, DATA_DIR: dataDir, PORT: '0', NODE_OPTIONS: '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const stop = async () => {
    server.kill('SIGTERM');
    await ended;
    await cluster.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const url = await new Promise<string>((resolve, reject) => {
      const told: string[] = [];
      const timer = setTimeout(() => reject(new Error(`the server is not ready after ${READY_MS / 1000} s: ${told.join('')}`)), READY_MS);
      const hear = (chunk: Buffer) => {
        told.push(chunk.toString());
        const ready = /is ready at (http:\S+)/.exec(told.join(''));
        if (ready === null) return;
        clearTimeout(timer);
        // A log line a request comes later: it is let go, or the benchmark would measure its own listening.
        for (const stream of [server.stdout, server.stderr]) stream.off('data', hear).resume();
        resolve(ready[1]!);
      };
      server.stdout.on('data', hear);
      server.stderr.on('data', hear);
      server.once('exit', (code) => {
        clearTimeout(timer);
        reject(new Error(`the server ended with ${String(code)}: ${told.join('')}`));
      });
    });
    rememberFolder(url, dataDir);
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
