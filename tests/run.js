// `npm test`: runs vitest and ends with its summary line, whatever colours or progress the terminal gets.
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
const memory = folderInMemory();
const env = memory === null ? process.env : { ...process.env, TMPDIR: memory };
const child = spawn(process.execPath, [vitest, 'run', ...process.argv.slice(2)], { cwd: root, stdio: 'inherit', env });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => {
  if (memory !== null) rmSync(memory, { recursive: true, force: true });
  process.exit(signal === null ? (code ?? 1) : 1);
});

/**
 * A folder for temporary files in memory, where there is plenty of it: a database of the embedded engine is a thousand
 * files of 64 MB, copied some fifty times in a run, which takes a third of the time there. Null: the usual place.
 */
function folderInMemory() {
  if (process.env.TMPDIR !== undefined || !existsSync('/dev/shm')) return null;
  const { bavail, bsize } = statfsSync('/dev/shm');
  const availableKb = Number(/^MemAvailable:\s+(\d+) kB/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1] ?? 0);
  if (bavail * bsize < 8 * 2 ** 30 || availableKb < 12 * 2 ** 20) return null;
  try {
    const folder = mkdtempSync('/dev/shm/zuschnitt-tests-');
    // PostgreSQL runs as another user and has to get through.
    chmodSync(folder, 0o711);
    return folder;
  } catch {
    return null;
  }
}
