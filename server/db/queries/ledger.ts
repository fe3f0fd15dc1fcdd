// The chained record of what was released.
import { z } from 'zod';
import { nothing, time } from '../columns.ts';
import type { Queryable } from '../database.ts';
import { onlyRow, statement } from '../statement.ts';

const entry = z.strictObject({
  sequence: z.number(),
  at: time,
  account: z.string(),
  action: z.enum(['request', 'approve', 'withdraw']),
  release: z.string(),
  payload: z.record(z.string(), z.unknown()),
  previousHash: z.string(),
  hash: z.string(),
});
export type LedgerEntry = z.infer<typeof entry>;

const COLUMNS = 'sequence, at, account, action, release, payload, previous_hash as "previousHash", hash';

const list = statement('ledger.list', `select ${COLUMNS} from app.ledger where municipality = $1 order by sequence`, entry);
export const listLedger = (db: Queryable, municipality: string): Promise<readonly LedgerEntry[]> => list.run(db, [municipality]);

const last = statement('ledger.last', `select ${COLUMNS} from app.ledger where municipality = $1 order by sequence desc limit 1`, entry);
/** The newest entry; null for an empty ledger. Two writers that saw the same one: the primary key refuses the second. */
export const lastLedgerEntry = async (db: Queryable, municipality: string): Promise<LedgerEntry | null> => onlyRow(await last.run(db, [municipality]));

const insert = statement(
  'ledger.insert',
  `insert into app.ledger (municipality, sequence, at, account, action, release, payload, previous_hash, hash)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
  nothing,
);
export async function insertLedgerEntry(db: Queryable, municipality: string, row: LedgerEntry): Promise<void> {
  await insert.run(db, [municipality, row.sequence, row.at, row.account, row.action, row.release, row.payload, row.previousHash, row.hash]);
}
