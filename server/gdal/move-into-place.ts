// Finished files get their names at once: whoever looks finds the old file or the new one, never a half.
import { copyFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Moves every file of `from` beside each other into `to`, replacing files of the same names. */
export async function moveIntoPlace(from: string, to: string): Promise<void> {
  const names = await readdir(from);
  const part = (name: string) => join(to, `.${name}.${process.pid}.part`);
  try {
    // All copies first: a full disk then leaves the older files whole. The rename itself cannot fail for want of space.
    for (const name of names) await copyFile(join(from, name), part(name));
    for (const name of names) await rename(part(name), join(to, name));
  } finally {
    for (const name of names) await rm(part(name), { force: true });
  }
}

/** Writes text under a temporary name and renames it. */
export async function writeWhole(path: string, text: string | Uint8Array): Promise<void> {
  const part = join(path, '..', `.${process.pid}.${Date.now()}.part`);
  try {
    await writeFile(part, text);
    await rename(part, path);
  } finally {
    await rm(part, { force: true });
  }
}
