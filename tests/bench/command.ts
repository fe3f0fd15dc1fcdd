// The product's command as somebody at a shell runs it, from its bundle.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../server/package-root.ts';

export const COMMAND = join(packageRoot(), 'bin', 'zuschnitt.js');

/** Runs it to its end on a database; throws with what it said where it ends with another code than 0. */
export async function command(url: string, argv: readonly string[]): Promise<{ output: string; peakMiB: number }> {
  const child = spawn(process.execPath, [COMMAND, ...argv], { env: { ...process.env, DATABASE_URL: url, NODE_OPTIONS: '' }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  let peakMiB = 0;
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const look = setInterval(() => (peakMiB = Math.max(peakMiB, highWaterMiB(child.pid))), 50);
  const code = await new Promise((resolve, reject) => child.once('close', resolve).once('error', reject)).finally(() => clearInterval(look));
  if (code !== 0) throw new Error(`zuschnitt ${argv[0]} ended with ${String(code)}: ${errors}`);
  return { output, peakMiB };
}

/** The most memory that a process ever had resident, by Linux's own account; 0 where there is none. */
function highWaterMiB(pid: number | undefined): number {
  try {
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
