// The chained record of what was released.
import { z } from 'zod';
import { nothing, time } from '../columns.ts';
import type { Queryable } from '../database.ts';
import { onlyRow, statement } from '../statement.ts';

/**
 * Steps of a release; tables that appeared elsewhere; rule sets; who must sign; and copies of counts that planners without
 * clearance draw on.
 */
export const LEDGER_ACTIONS = [
  'request', 'audit', 'verify', 'object', 'approve', 'publish', 'withdraw', 'published-elsewhere', 'rule-set', 'signatures', 'protected-copy',
] as const;
export type LedgerAction = (typeof LEDGER_ACTIONS)[number];

const entry = z.strictObject({
  sequence: z.number(),
  at: time,
  account: z.string(),
  action: z.enum(LEDGER_ACTIONS),
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

const lock = statement(
  'ledger.lock',
  `select pg_advisory_xact_lock(hashtext('app.ledger'), hashtext(municipality)) is not null as locked from app.municipality where municipality = $1`,
  z.strictObject({ locked: z.boolean() }),
);
/** Until the transaction ends nobody else, on whatever server, takes the ledger's next place. Whoever waited sees what was committed before. */
export async function lockLedger(tx: Queryable, municipality: string): Promise<void> {
  await lock.run(tx, [municipality]);
}

const insert = statement(
  'ledger.insert',
  `insert into app.ledger (municipality, sequence, at, account, action, release, payload, previous_hash, hash)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
  nothing,
);
export async function insertLedgerEntry(db: Queryable, municipality: string, row: LedgerEntry): Promise<void> {
  await insert.run(db, [municipality, row.sequence, row.at, row.account, row.action, row.release, row.payload, row.previousHash, row.hash]);
}
