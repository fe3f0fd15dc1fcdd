// A private PostgreSQL with PostGIS for tests: made in a temporary folder, loopback only, gone afterwards.
import { spawn, type ChildProcess } from 'node:child_process';
import { accessSync, chownSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import pg from 'pg';

export interface Cluster {
  /** Of the database `postgres`; other databases of the cluster differ in the last path segment only. */
  readonly url: string;
  /** An empty database or a copy of `template`; its URL. */
  createDatabase(template?: string): Promise<string>;
  stop(): Promise<void>;
}

/** Folder of initdb and postgres, or the reason why there is none that tests can use. */
export function findPostgres(): { readonly bin: string } | { readonly reason: string } {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...versions.map((version) => join(debian, version, 'bin')), ...(process.env.PATH ?? '').split(delimiter)];
  const bin = folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
  if (bin === undefined) return { reason: 'PostgreSQL (initdb, postgres) is not installed' };
  const version = /postgresql\/(\d+)\/bin$/.exec(bin)?.[1];
  if (version !== undefined && !existsSync(`/usr/share/postgresql/${version}/extension/postgis.control`)) {
    return { reason: `PostGIS for PostgreSQL ${version} is not installed` };
  }
  if (process.getuid?.() === 0 && unprivilegedUser() === null) return { reason: 'root cannot run PostgreSQL and there is no user postgres' };
  return { bin };
}

/** PostgreSQL refuses to run as root: then it runs as Debian's user for it. */
function unprivilegedUser(): { uid: number; gid: number } | null {
  const line = readFileSync('/etc/passwd', 'utf8').split('\n').find((entry) => entry.startsWith('postgres:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid === undefined || gid === undefined ? null : { uid: Number(uid), gid: Number(gid) };
}

/**
 * Starts a cluster in about two seconds; `more` overrides its settings, which favour speed over durability (the benchmarks
 * want both as in earnest). Throws with the reason where `findPostgres` gives one.
 */
export async function startCluster(more: Readonly<Record<string, string>> = {}): Promise<Cluster> {
  const found = findPostgres();
  if ('reason' in found) throw new Error(found.reason);
  const user = process.getuid?.() === 0 ? unprivilegedUser() : null;
  const folder = mkdtempSync(join(tmpdir(), 'zuschnitt-postgres-'));
  if (user !== null) chownSync(folder, user.uid, user.gid);
  accessSync(folder);
  const run = { ...user, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] as ['ignore', 'pipe', 'pipe'] };
  const initdb = ['-D', join(folder, 'data'), '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'];
  await finished(spawn(join(found.bin, 'initdb'), initdb, run), 'initdb');
  const port = await freePort();
  // Nothing here outlives the tests: durability is switched off, as far as it costs time.
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    shared_buffers: '64MB',
    // A run's test files share one, two files at a time; servers under test hold ten and more each.
    max_connections: 120,
    autovacuum: 'off',
    jit: 'off',
    ...more,
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = spawn(join(found.bin, 'postgres'), ['-D', join(folder, 'data'), ...options], run);
  const log: string[] = [];
  server.stderr!.on('data', (chunk: Buffer) => log.push(chunk.toString()));
  const kill = () => server.kill('SIGQUIT');
  process.once('exit', kill);
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  await waitUntilReady(url, server, log);
  return {
    ...joinCluster(url),
    async stop() {
      process.off('exit', kill);
      const gone = server.exitCode === null ? new Promise((resolve) => server.once('exit', resolve)) : null;
      server.kill('SIGINT');
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A cluster that somebody else started and stops. */
export function joinCluster(url: string): Cluster {
  let databases = 0;
  return {
    url,
    async createDatabase(template) {
      const name = `zuschnitt_${process.pid}_${++databases}`;
      await execute(url, `create database ${name}${template === undefined ? '' : ` template ${databaseName(template)}`}`);
      return url.replace(/postgres$/, name);
    },
    stop: () => Promise.resolve(),
  };
}

export function databaseName(url: string): string {
  return new URL(url).pathname.slice(1);
}

async function finished(child: ChildProcess, name: string): Promise<void> {
  const text: string[] = [];
  child.stderr!.on('data', (chunk: Buffer) => text.push(chunk.toString()));
  child.stdout!.resume();
  const code = await new Promise((resolve, reject) => child.once('exit', resolve).once('error', reject));
  if (code !== 0) throw new Error(`${name} ended with ${String(code)}: ${text.join('')}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve((address as { port: number }).port));
    });
  });
}

async function waitUntilReady(url: string, server: ChildProcess, log: readonly string[]): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (server.exitCode !== null) throw new Error(`postgres ended with ${server.exitCode}: ${log.join('')}`);
    try {
      await execute(url, 'select 1');
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error(`postgres does not answer: ${log.join('')}`);
}

async function execute(url: string, text: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
