// The image's own commands, run in an empty folder against Debian's PostGIS: what a container would do, without one.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { findPostgres, startCluster } from '../postgres-cluster.ts';
import { parseDockerfile } from './dockerfile.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'zuschnitt-image-'));
const stops: (() => Promise<void> | void)[] = [];

afterAll(async () => {
  for (const stop of stops.toReversed()) await stop();
  rmSync(work, { recursive: true, force: true });
});

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** Does one stage's COPY and npm lines below a folder that stands for the image's file system. */
function runStage(stages: ReturnType<typeof parseDockerfile>, index: number, folders: string[]): void {
  const stage = stages[index]!;
  let folder = folders[index]!;
  for (const { name, text } of stage.instructions) {
    if (name === 'WORKDIR') {
      folder = join(folders[index]!, text);
      mkdirSync(folder, { recursive: true });
    } else if (name === 'COPY') {
      const words = text.split(/\s+/);
      const origin = words[0]!.startsWith('--from=') ? folders[stages.findIndex((other) => `--from=${other.name}` === words[0])]! : root;
      const paths = words.filter((word) => !word.startsWith('--'));
      const target = paths.pop()!;
      for (const path of paths) {
        const source = join(origin, path);
        const into = target.endsWith('/') ? join(folder, target, path.split('/').at(-1)!) : join(folder, target);
        cpSync(source, into, { recursive: statSync(source).isDirectory(), preserveTimestamps: true, verbatimSymlinks: true });
      }
    } else if (name === 'RUN' && text.startsWith('npm ')) {
      const { status, stderr, stdout } = spawnSync('sh', ['-c', text], { cwd: folder, encoding: 'utf8', env: { ...process.env, CI: 'true' } });
      expect(status, `${text}\n${stdout}\n${stderr}`).toBe(0);
    }
  }
}

describe('the image', () => {
  // Two minutes of npm ci and build, which CI does on its own checkout as well.
  it.runIf(process.env.LONG === '1')('builds in an empty folder, serves on PostGIS, and its health check turns green (LONG=1)', async (context) => {
    const found = findPostgres();
    if ('reason' in found) {
      if (process.env.CI === 'true') throw new Error(found.reason);
      return context.skip(found.reason);
    }
    const cluster = await startCluster();
    stops.push(() => cluster.stop());
    const stages = parseDockerfile(readFileSync(join(root, 'Dockerfile'), 'utf8'));
    const folders = stages.map((_, i) => join(work, `stage-${i}`));
    stages.forEach((_, i) => runStage(stages, i, folders));

    const last = stages.at(-1)!;
    const folder = join(folders.at(-1)!, '/opt/zuschnitt');
    expect(existsSync(join(folder, 'server'))).toBe(false);
    const port = String(await freePort());
    const data = join(work, 'data');
    mkdirSync(data);
    const environment = { PATH: process.env.PATH, HOME: work, ...last.environment, HOST: '127.0.0.1', PORT: port, DATA_DIR: data, DATABASE_URL: cluster.url };
    const [command, ...rest] = last.command!;
    const server = spawn(command!, rest, { cwd: folder, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    server.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    server.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    stops.push(() => new Promise((resolve) => (server.exitCode === null ? server.once('exit', () => resolve()).kill('SIGTERM') : resolve())));

    const deadline = Date.now() + 120_000;
    let healthy = false;
    while (!healthy && server.exitCode === null && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      const [program, ...words] = last.healthCommand!;
      healthy = spawnSync(program!, words, { env: environment }).status === 0;
    }
    expect(healthy, output).toBe(true);
    const health = (await (await fetch(`http://127.0.0.1:${port}/healthz`)).json()) as { database: string };
    expect(health.database).toBe('postgres');
  }, 420_000);
});
