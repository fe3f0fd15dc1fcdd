// One process a data folder: the embedded engine would let a second one in, and both would ruin the files.
import { link, mkdir, readFile, rename, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';

export interface LockHolder {
  readonly pid: number;
  /** Where the holder's server listens; null while it starts and for commands that serve nothing. */
  readonly url: string | null;
  /** With this a command on the same machine acts on the server; who may read the folder may do anything with it anyway. */
  readonly operatorKey?: string | null;
  /** When the process was started, in ticks since boot; null where the system does not tell. Tells reused pids apart. */
  readonly startedTicks: number | null;
}

export interface DataLock {
  /** Tells others where the server listens, so that commands talk to it. */
  announce(url: string, operatorKey?: string): Promise<void>;
  release(): Promise<void>;
}

/** The folder is in use by a running process. */
export class DataFolderInUse extends Error {
  override readonly name = 'DataFolderInUse';

  constructor(
    readonly dataDir: string,
    readonly holder: LockHolder,
  ) {
    super(`the data folder ${dataDir} is in use by process ${holder.pid}${holder.url === null ? '' : ` (${holder.url})`}`);
  }
}

const FILE = 'zuschnitt.lock';
const held = new Set<string>();

/** Takes the lock of a folder or throws DataFolderInUse. A lock whose process is gone is taken over. */
export async function lockDataFolder(dataDir: string): Promise<DataLock> {
  await mkdir(dataDir, { recursive: true });
  const path = join(dataDir, FILE);
  const mine: LockHolder = { pid: process.pid, url: null, startedTicks: startedTicks(process.pid) };
  // Written aside and linked into place: a lock file is there with its whole content or not at all.
  const draft = join(dataDir, `${FILE}.${randomUUID()}`);
  await writeFile(draft, JSON.stringify(mine));
  try {
    await alone(dataDir, async () => {
      const holder = await readLock(dataDir);
      if (holder !== null && (held.has(path) || isRunning(holder))) throw new DataFolderInUse(dataDir, holder);
      await rm(path, { force: true });
      await link(draft, path);
    });
  } finally {
    await unlink(draft);
  }
  held.add(path);
  const drop = () => rmSync(path, { force: true });
  process.once('exit', drop);
  return {
    async announce(url, operatorKey) {
      await writeFile(draft, JSON.stringify({ ...mine, url, operatorKey }), { mode: 0o600 });
      await rename(draft, path);
    },
    async release() {
      process.off('exit', drop);
      held.delete(path);
      await rm(path, { force: true });
    },
  };
}

/** Who holds the folder; null for nobody, or for a lock whose process is gone. */
export async function runningHolder(dataDir: string): Promise<LockHolder | null> {
  const holder = await readLock(dataDir);
  return holder !== null && isRunning(holder) ? holder : null;
}

async function readLock(dataDir: string): Promise<LockHolder | null> {
  try {
    const { pid, url, startedTicks: ticks, operatorKey = null } = JSON.parse(await readFile(join(dataDir, FILE), 'utf8')) as LockHolder;
    return Number.isInteger(pid) ? { pid, url, startedTicks: ticks, operatorKey } : null;
  } catch {
    return null;
  }
}

/**
 * Runs `work` in one process at a time: of two that find the same dead lock, the second would else remove the first one's.
 * `work` takes milliseconds, so a guard of ten seconds was left by a process that died in between.
 */
async function alone(dataDir: string, work: () => Promise<void>): Promise<void> {
  const guard = join(dataDir, `${FILE}.guard`);
  for (;;) {
    try {
      await writeFile(guard, '', { flag: 'wx' });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const age = await stat(guard).then(({ mtimeMs }) => Date.now() - mtimeMs, () => 0);
    if (age > 10_000) await rm(guard, { force: true });
    else await new Promise((resolve) => setTimeout(resolve, 20));
  }
  try {
    await work();
  } finally {
    await rm(guard, { force: true });
  }
}

function isRunning({ pid, startedTicks: ticks }: LockHolder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as somebody else.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const now = startedTicks(pid);
  return ticks === null || now === null || ticks === now;
}

/** Field 22 of /proc/<pid>/stat. In a container every start has the same small pid: only this tells them apart. */
function startedTicks(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
  } catch {
    return null;
  }
}
