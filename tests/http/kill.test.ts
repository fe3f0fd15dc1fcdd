// The server process itself: killed in the middle of an edit it loses nothing that it had acknowledged; stopped, it stops cleanly.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../server/package-root.ts';
import { describeEngines } from '../db/engines.ts';
import { tokenOf } from './token-of.ts';
import { BLOCKS, insertTown } from './town.ts';

interface Running {
  readonly child: ChildProcess;
  readonly url: string;
  readonly output: () => string;
  readonly readyMs: number;
}

const running = new Set<ChildProcess>();
// The bundled server, as it is installed; from sources each start would compile them anew. This builds it where it is stale.
beforeAll(() => {
  execFileSync(process.execPath, ['bin/zuschnitt.js', '--version'], { cwd: packageRoot() });
});
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
});

function spawnServer(environment: Record<string, string>): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, ['dist/server/cli.js', 'serve'], {
    cwd: packageRoot(),
    env: { ...process.env, DATABASE_URL: '', MUNICIPALITY: '', HOST: '', LOG_LEVEL: 'warn', DEMO: 'none', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return { child, output: () => text };
}

async function startServer(environment: Record<string, string>): Promise<Running> {
  const begin = performance.now();
  const { child, output } = spawnServer({ PORT: '0', ...environment });
  for (;;) {
    const url = /^Zuschnitt is ready at (http:\/\/127\.0\.0\.1:\d+)$/m.exec(output())?.[1];
    if (url !== undefined) return { child, url, output, readyMs: performance.now() - begin };
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}: ${output()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Exit code and output of a server that does not start. */
async function failToStart(environment: Record<string, string>): Promise<{ code: number; lines: string[] }> {
  const { child, output } = spawnServer({ PORT: '0', ...environment });
  const [code] = (await once(child, 'close')) as [number];
  running.delete(child);
  return { code, lines: output().trim().split('\n') };
}

async function ended({ child }: Running): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  running.delete(child);
  return child.exitCode;
}

/** Of the planning office; put into the database before the server has it. */
let token = '';

async function api(url: string, path: string, body?: unknown, version?: number) {
  const response = await fetch(url + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...(version === undefined ? {} : { 'If-Match': `"${version}"` }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  // oxlint-disable-next-line typescript/no-explicit-any
  return (await response.json()) as any;
}

/** Each kill costs a start, which takes the embedded engine some seconds. */
const ROUNDS = process.env.LONG === '1' ? 8 : 2;

describeEngines('a server process', (test, engine) => {
  let environment: Record<string, string>;
  let folder: string;

  beforeAll(async () => {
    const { database, databaseUrl, dataDir } = test();
    await insertTown(database);
    token = await tokenOf(database, 'planung');
    folder = mkdtempSync(join(tmpdir(), 'zuschnitt-kill-'));
    if (databaseUrl === undefined) {
      // The embedded engine lets one process in: the server gets the files when this one has closed them.
      await database.close();
      cpSync(dataDir, folder, { recursive: true });
    }
    environment = { DATA_DIR: folder, ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }) };
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('killed in the middle of an edit it starts again with every acknowledged operation, each once; stopped, it stops cleanly', async () => {
    let server = await startServer(environment);
    const { plan } = await api(server.url, '/plans', { geography: 'stadtteil', name: 'Entwurf' });
    const zones = ['A', 'B', 'C', 'D'];
    /** Block b goes to zone (b + round) mod 4: what the plan must look like follows from the acknowledged steps alone. */
    const acknowledged: { block: string; zone: string }[] = [];
    let version = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const killAt = 12 + 5 * round;
      let sent = 0;
      for (;;) {
        const step = { block: BLOCKS[(7 * (acknowledged.length + sent)) % BLOCKS.length]!, zone: zones[(acknowledged.length + round) % 4]! };
        const request = api(server.url, `/plans/${plan}/operations`, { type: 'assign', blocks: [step.block], zone: step.zone }, version);
        sent++;
        // The kill comes while this request is under way: after 0 to 3 ms, so that it hits another place each time.
        if (sent === killAt) setTimeout(() => server.child.kill('SIGKILL'), round);
        try {
          const answer = await request;
          if (answer.moves.length > 0) acknowledged.push(step);
          version = answer.version as number;
        } catch {
          break;
        }
      }
      await ended(server);
      server = await startServer(environment);
      const now = await api(server.url, `/plans/${plan}/blocks`);
      const { events } = await api(server.url, `/plans/${plan}/history`);
      expect(events).toHaveLength(now.version);
      // The step that was under way may have been stored without an answer; nothing else may differ.
      expect(now.version - version).toBeGreaterThanOrEqual(0);
      expect(now.version - version).toBeLessThanOrEqual(1);
      const expected = new Map(BLOCKS.map((block, i) => [block, now.baseZones[now.baseAssignment[i]].zone as string]));
      for (const { block, zone } of acknowledged) expected.set(block, zone);
      const actual = new Map(BLOCKS.map((block, i) => [block, now.zones[now.assignment[i]].zone as string]));
      const different = BLOCKS.filter((block) => expected.get(block) !== actual.get(block));
      expect(different.length).toBeLessThanOrEqual(now.version - version);
      for (const block of different) acknowledged.push({ block, zone: actual.get(block)! });
      version = now.version as number;
    }
    expect(acknowledged.length).toBeGreaterThan(10 * ROUNDS);

    // Blocks that were cut are cut the same after it, to the last digit of every corner.
    const line = { type: 'LineString', coordinates: [[9.0059571, 49.65245], [9.0059573, 49.65353]] };
    for (const operation of [{ type: 'splitBlock', block: 'b04', line }, { type: 'assign', blocks: ['b04.1'], zone: 'C' }, { type: 'assign', blocks: ['b04.2'], zone: 'D' }]) {
      version = (await api(server.url, `/plans/${plan}/operations`, operation, version)).version as number;
    }
    const drawn = () => Promise.all(['', '/blocks', '/zones?crs=EPSG:25832'].map(async (path) => JSON.stringify(await api(server.url, `/plans/${plan}${path}`))));
    const before = await drawn();
    expect(before[1]).toContain('"fragments":["b04.2"]');
    server.child.kill('SIGKILL');
    await ended(server);
    server = await startServer(environment);
    expect(await drawn()).toEqual(before);
    console.log(`start on an existing database (${engine}): ${Math.round(server.readyMs)} ms`);

    if (engine === 'embedded') {
      const { code, lines } = await failToStart(environment);
      expect([code, lines.at(-1)]).toEqual([2, `zuschnitt: the data folder ${folder} is in use by process ${server.child.pid} (${server.url})`]);
    }

    // It stops though somebody listens to the plan, and gives its folder back.
    const stream = await fetch(`${server.url}/plans/${plan}/events`, { headers: { Authorization: `Bearer ${token}` } });
    expect(stream.status).toBe(200);
    server.child.kill('SIGTERM');
    expect(await ended(server)).toBe(0);
    expect(server.output()).toMatch(/Stopping …\nStopped\.\n$/);
    await stream.text().catch(() => undefined);
    expect(existsSync(join(folder, 'zuschnitt.lock'))).toBe(false);
  }, 600_000);

  if (engine === 'postgres') {
    it('behind a public address it does not start for the accounts of a first start alone', async () => {
      const { code, lines } = await failToStart({ ...environment, PUBLIC_URL: 'https://zuschnitt.example.org', TRUSTED_PROXY: 'loopback' });
      expect([code, lines.at(-1)]).toEqual([2, expect.stringMatching(/^zuschnitt: PUBLIC_URL: nobody could sign in at https:\/\/zuschnitt\.example\.org; accepted: an account with a password of its own/)]);
    }, 120_000);
  }
});

describe('a server that cannot start says why in one line and ends with 2', () => {
  const fails = async (environment: Record<string, string>, line: RegExp) => {
    const folder = mkdtempSync(join(tmpdir(), 'zuschnitt-start-'));
    try {
      const { code, lines } = await failToStart({ DATA_DIR: folder, ...environment });
      expect(lines.at(-1)).toMatch(line);
      expect(lines.filter((text) => text.startsWith('zuschnitt: '))).toHaveLength(1);
      expect(code).toBe(2);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };

  it('a host beyond this machine without TLS in front of it', () => fails({ HOST: '0.0.0.0' }, /^zuschnitt: HOST: 0\.0\.0\.0 is not the loopback interface; accepted: 127\.0\.0\.1/));
  it('a port that is no number', () => fails({ PORT: 'http' }, /^zuschnitt: PORT: /));
  it('a database address of another kind', () => fails({ DATABASE_URL: 'mysql://root:secret@localhost/x' }, /^zuschnitt: DATABASE_URL: postgres:\/\//));
  it('a database that does not answer, without its password', () => fails({ DATABASE_URL: 'postgres://me:secret@127.0.0.1:1/x' }, /^zuschnitt: DATABASE_URL: postgres:\/\/127\.0\.0\.1:1\/x does not answer/));
  it('a data folder that is a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'zuschnitt-start-'));
    writeFileSync(join(folder, 'file'), '');
    await fails({ DATA_DIR: join(folder, 'file') }, /^zuschnitt: DATA_DIR: .*cannot be written/);
    rmSync(folder, { recursive: true, force: true });
  });

  it('a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    await fails({ PORT: String(port) }, new RegExp(`^zuschnitt: PORT: ${port} on 127\\.0\\.0\\.1 is in use`));
    other.close();
  });
});
