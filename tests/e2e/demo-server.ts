// The real server with the demo municipality, as `npm start` starts it, in a folder of its own.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../server/package-root.ts';
import { rememberFolder } from './demo-accounts.ts';
import { copyDemo } from './demo-template.ts';

export interface DemoServer {
  readonly url: string;
  /** Lines printed so far. */
  readonly output: string;
  stop(): Promise<void>;
}

/** Building and loading the demo on a busy machine of two cores. */
const PATIENCE_MS = 240_000;

/**
 * Starts it on a free port; resolves at the ready line, rejects with all output when it ends or takes too long. With settings of the
 * caller's own it starts as they say, else with a copy of the loaded demo. E2E_SERVER names a running one instead, for who
 * works on a page.
 */
export async function startDemoServer(env: Readonly<Record<string, string>> = {}): Promise<DemoServer> {
  const running = process.env.E2E_SERVER;
  if (running !== undefined) return { url: running, output: '', stop: () => Promise.resolve() };
  const dataDir = mkdtempSync(join(tmpdir(), 'zuschnitt-e2e-'));
  if (Object.keys(env).length > 0) return start(dataDir, env);
  await copyDemo(dataDir, async (folder) => (await start(folder, {}, false)).stop());
  return start(dataDir, {});
}

/** `ownsFolder`: the folder goes with the server. */
function start(dataDir: string, env: Readonly<Record<string, string>>, ownsFolder = true): Promise<DemoServer> {
  const child = spawn(process.execPath, [join(packageRoot(), 'bin/zuschnitt.js'), 'serve'], {
    cwd: packageRoot(),
    env: { ...process.env, DATABASE_URL: '', PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDir, LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let stopping = false;
  // A server that dies while a page is asked leaves the browser with a refused connection, which says nothing.
  child.once('exit', (code, signal) => {
    if (!stopping) process.stderr.write(`The demo server ended by itself, code ${code}, signal ${signal}:\n${output.slice(-4000)}\n`);
  });
  const stop = async () => {
    stopping = true;
    await ended(child);
    if (ownsFolder) rmSync(dataDir, { recursive: true, force: true });
  };
  return new Promise((resolve, reject) => {
    const fail = (reason: string) => {
      clearTimeout(timer);
      void stop().then(() => reject(new Error(`${reason}\n${output}`)));
    };
    const timer = setTimeout(() => fail(`the server was not ready after ${PATIENCE_MS / 1000} s`), PATIENCE_MS);
    const onExit = (code: number | null) => fail(`the server ended with code ${code}`);
    child.once('exit', onExit);
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (bytes: Buffer) => {
        output += bytes.toString('utf8');
        const url = /ready at (http:\S+)/.exec(output)?.[1];
        if (url === undefined) return;
        clearTimeout(timer);
        // This listener alone: later lines come here too, and "Stopping …" must not take away the one that `stop` waits for.
        child.off('exit', onExit);
        rememberFolder(url, env.DATA_DIR ?? dataDir);
        resolve({
          url,
          get output() {
            return output;
          },
          stop,
        });
      });
    }
  });
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const force = setTimeout(() => child.kill('SIGKILL'), 15_000);
    child.once('exit', () => {
      clearTimeout(force);
      resolve();
    });
    child.kill('SIGTERM');
  });
}
