// The embedded database outlives its process: what was acknowledged is there, half a transaction is not, one owner at a time.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, describe, expect, it } from 'vitest';
import { DataFolderInUse, lockDataFolder, runningHolder } from '../../server/db/data-lock.ts';
import { openDatabase } from '../../server/db/open-database.ts';
import { packageRoot } from '../../server/package-root.ts';
import { openTestDatabase } from './engines.ts';

const folders: string[] = [];
function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'zuschnitt-lock-'));
  folders.push(made);
  return made;
}
afterAll(() => folders.forEach((made) => rmSync(made, { recursive: true, force: true })));

describe('a data folder', () => {
  it('keeps every acknowledged commit of a server killed in the middle, and lets the next one in', async () => {
    const source = await openTestDatabase('embedded');
    const { dataDir } = source;
    await source.database.close();
    const entry = join(packageRoot(), 'tests', 'db', 'commit-and-die.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', entry, dataDir], { cwd: packageRoot(), stdio: ['ignore', 'pipe', 'inherit'] });
    let acknowledged = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      if (line === 'open') {
        await expect(openDatabase({ dataDir })).rejects.toThrow(DataFolderInUse);
        expect(await runningHolder(dataDir)).toMatchObject({ pid: child.pid, url: 'http://127.0.0.1:1' });
      } else acknowledged = Number(line);
      if (acknowledged === 25) {
        const gone = once(child, 'exit');
        child.kill('SIGKILL');
        await gone;
        break;
      }
    }
    expect(existsSync(join(dataDir, 'zuschnitt.lock'))).toBe(true);
    expect(await runningHolder(dataDir)).toBeNull();
    const again = await openDatabase({ dataDir });
    const [row] = await again.database.query<{ first: number; second: number }>(
      `select count(*) filter (where name = 'a') as first, count(*) filter (where name = 'b') as second from app.municipality`,
    );
    expect(row!.first).toBeGreaterThanOrEqual(25);
    expect(row!.second).toBe(row!.first);
    await again.close();
    expect(existsSync(join(dataDir, 'zuschnitt.lock'))).toBe(false);
    rmSync(dataDir, { recursive: true, force: true });
    // Three starts of the engine: 12 s, and four times as long on a busy machine.
  }, 180_000);

  it('is held by one process at a time, also within one process', async () => {
    const dataDir = folder();
    const lock = await lockDataFolder(dataDir);
    await expect(lockDataFolder(dataDir)).rejects.toThrow(`in use by process ${process.pid}`);
    await lock.announce('http://127.0.0.1:8080');
    await expect(lockDataFolder(dataDir)).rejects.toThrow('http://127.0.0.1:8080');
    await lock.release();
    const next = await lockDataFolder(dataDir);
    await next.release();
  });

  it('is taken over from a dead process, from a reused process number and from a broken lock file', async () => {
    const dataDir = folder();
    const path = join(dataDir, 'zuschnitt.lock');
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    for (const left of [
      JSON.stringify({ pid: child.pid, url: null, startedTicks: 1 }),
      JSON.stringify({ pid: process.pid, url: null, startedTicks: 1 }),
      '{"pid": ',
      '',
    ]) {
      writeFileSync(path, left);
      expect(await runningHolder(dataDir)).toBeNull();
      const lock = await lockDataFolder(dataDir);
      expect((JSON.parse(readFileSync(path, 'utf8')) as { pid: number }).pid).toBe(process.pid);
      await lock.release();
    }
  });

  it('goes to exactly one of many that find a dead lock at once', async () => {
    const dataDir = folder();
    writeFileSync(join(dataDir, 'zuschnitt.lock'), JSON.stringify({ pid: 2 ** 22 - 1, url: null, startedTicks: 1 }));
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => lockDataFolder(dataDir)));
    const won = tries.filter((result) => result.status === 'fulfilled');
    expect(won).toHaveLength(1);
    for (const result of tries) if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(DataFolderInUse);
    await won[0]!.value.release();
  });
});
