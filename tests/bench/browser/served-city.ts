// The product as it is started, filled with the demo city (12,000 blocks), on a database of its own.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rememberFolder } from '../../e2e/demo-accounts.ts';
import { findPostgres, startCluster } from '../../postgres-cluster.ts';

export interface ServedCity {
  readonly url: string;
  stop(): Promise<void>;
}

const READY_MS = 300_000;

/** Builds what is stale, loads the city and waits for the ready line; the reason where a component is missing. */
export async function serveCity(): Promise<ServedCity | { readonly reason: string }> {
  const found = findPostgres();
  if ('reason' in found) return found;
  const cluster = await startCluster({ fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' });
  const command = fileURLToPath(new URL('../../../bin/zuschnitt.js', import.meta.url));
  const dataDir = mkdtempSync(join(tmpdir(), 'zuschnitt-city-'));
  const server = spawn(process.execPath, [command, 'serve'], {
    env: { ...process.env, DATABASE_URL: await cluster.createDatabase(), DATA_DIR: dataDir, DEMO: 'city', PORT: '0', LOG_LEVEL: 'error' },
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
