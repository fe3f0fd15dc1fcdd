// A file of blocks, read while the database is still being opened.
import { readVector } from '../gdal/read-vector.ts';
import type { VectorFile } from '../gdal/vector-file.ts';
import { vectorOptions, type BlockInput } from '../processes/inputs/read-blocks.ts';

let ahead: { readonly key: string; readonly vector: Promise<VectorFile> } | null = null;

/** Begins to read what the next task of this thread will ask for, once if that is told twice. What is wrong with the file is told there. */
export function readAhead(input: BlockInput): void {
  try {
    const options = vectorOptions(input);
    if (options === null) return;
    const key = keyOf(input.blocks, options);
    if (ahead?.key === key) return;
    const vector = readVector(input.blocks, options);
    vector.catch(() => {});
    ahead = { key, vector };
  } catch {
    // The task meets the same fault and tells it.
  }
}

/** `readVector`, or what was read ahead in the same words. */
export const readOnce: typeof readVector = (path, options = {}) => {
  const found = ahead;
  ahead = null;
  return found?.key === keyOf(path, options) ? found.vector : readVector(path, options);
};

const keyOf = (path: string, options: object) => JSON.stringify([path, options]);
