// What a command line of an import surely says of its file, told before its options are checked and its code is loaded.
import type { ComingTask } from '../imports/import-worker.ts';

/** Options that say nothing of what is read; all others end the guess. */
const SILENT = ['--valid-from', '--municipality', '--municipality-name', '--crs', '--as', '--title', '--accept'];

/**
 * The file of blocks and its id column, for a thread to read while the command's own code loads; null where the arguments may mean more than that.
 * Whatever they mean in the end: the file is read for its blocks only if the command asks for just these (see read-ahead.ts).
 */
export function comingFile(argv: readonly string[]): ComingTask['coming'] | null {
  const told = new Map<string, string>();
  for (let i = 0; i < argv.length; i += 2) {
    const value = argv[i + 1];
    if (value === undefined) return null;
    told.set(argv[i]!, value);
  }
  const [kind, path, id] = ['--kind', '--file', '--id'].map((option) => told.get(option));
  if (kind !== 'blocks' || path === undefined || id === undefined) return null;
  if ([...told.keys()].some((option) => !['--kind', '--file', '--id', ...SILENT].includes(option))) return null;
  return { path, request: { kind, mapping: { id } } };
}
