// One data folder with the demo municipality for all browser tests of a run: loaded by whoever comes first, copied by the others.
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Loading takes some 10 s, and a minute on a busy machine. */
const PATIENCE_MS = 240_000;

/**
 * Fills `target` with a loaded demo. `load` makes one in the folder that it is given, and ends; it runs once in a run of the tests, which
 * names the template's folder in DEMO_TEMPLATE (global-setup.ts). Without one every caller loads its own.
 */
export async function copyDemo(target: string, load: (folder: string) => Promise<void>): Promise<void> {
  const template = process.env.DEMO_TEMPLATE;
  if (template === undefined) return;
  const [data, done, failed] = ['data', 'done', 'failed'].map((name) => join(template, name)) as [string, string, string];
  if (claim(join(template, 'claimed'))) {
    try {
      mkdirSync(data);
      await load(data);
      writeFileSync(done, '');
    } catch (error) {
      writeFileSync(failed, '');
      throw error;
    }
  }
  for (const end = Date.now() + PATIENCE_MS; !existsSync(done); await sleep(200)) {
    if (existsSync(failed) || Date.now() > end) return;
  }
  cpSync(data, target, { recursive: true });
}

/** A folder can be made once: who makes it, has the work. */
function claim(path: string): boolean {
  try {
    mkdirSync(path);
    return true;
  } catch {
    return false;
  }
}
