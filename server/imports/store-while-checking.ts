// A city's blocks into PostgreSQL while they are checked: the server inserts on one processor, the check runs on the other.
import type { Database, Queryable } from '../db/database.ts';
import type { Municipality } from '../db/queries/municipalities.ts';
import type { ImportRequest } from './import-request.ts';
import type { Prepared } from './import-worker.ts';
import type { StoredStands } from './match-stands.ts';
import type { PreparedBlocks } from './prepare-blocks.ts';
import type { BlocksRead } from './rows-from-worker.ts';
import { storeReadBlocks } from './store-blocks.ts';
import { inWords, type Stored } from './store-prepared.ts';

/** Whether an import stores blocks just as they are read, whatever the check says of them: a first stand that nothing is done to. */
export function storesAsRead(db: Database, request: ImportRequest, stored: StoredStands): boolean {
  const { repair, empty } = request.mapping;
  return db.engine === 'postgres' && request.kind === 'blocks' && !request.dryRun && repair === undefined && (empty === undefined || empty.method === 'keep') && stored.newest === null;
}

export interface Checking {
  /** The blocks as they were read; never resolves for few blocks, and where reading fails. */
  readonly read: Promise<BlocksRead>;
  readonly checked: Promise<Prepared>;
}

/**
 * Stores blocks in one transaction that ends only once they are checked, and is rolled back with what the check found. Null for few blocks,
 * which are stored afterwards as all else. `finish` runs last in the transaction. A fault that both find is told by the check, which knows rows and places.
 *
 * 100,000 blocks: the check and the COPY take half a second each.
 */
export async function storeWhileChecking<T>(
  db: Database,
  municipality: Municipality,
  request: ImportRequest,
  { read, checked }: Checking,
  finish: (tx: Queryable, stored: Stored, prepared: PreparedBlocks) => Promise<T>,
): Promise<T | null> {
  const blocks = await Promise.race([read, checked.then(() => null)]);
  if (blocks === null) return null;
  return db.transaction(async (tx) => {
    let stored: Stored;
    try {
      stored = await storeReadBlocks(tx, municipality, request, blocks);
    } catch (error) {
      await checked;
      throw inWords(error);
    }
    return finish(tx, stored, (await checked) as PreparedBlocks);
  });
}
