// Writes to the ledger: one place after the other, whatever server writes, in the transaction of what is recorded.
import type { Database, Queryable } from '../../db/database.ts';
import { DatabaseError } from '../../db/database.ts';
import { insertLedgerEntry, lastLedgerEntry, lockLedger } from '../../db/queries/ledger.ts';
import { chainEntry, type LedgerAction, type LedgerEntry } from './ledger-chain.ts';

export interface LedgerStep {
  readonly account: string;
  readonly action: LedgerAction;
  /** What it is about: a release, a publication, a source; '' for the municipality. */
  readonly subject: string;
  /** What was decided on. Never a count that was not public before. */
  readonly content: Readonly<Record<string, unknown>>;
}

/**
 * Adds the next entry and returns it. Whoever writes at the same time waits until this transaction ends, and sees all of
 * it then: what is decided on what the database holds must be read after `lockLedger` or this.
 */
export async function recordStep(tx: Queryable, municipality: string, { account, action, subject, content }: LedgerStep): Promise<LedgerEntry> {
  await lockLedger(tx, municipality);
  const previous = await lastLedgerEntry(tx, municipality);
  const entry = chainEntry(previous, { at: new Date(), account, action, release: subject }, content);
  await insertLedgerEntry(tx, municipality, entry);
  return entry;
}

/**
 * A transaction that writes to the ledger. The lock lets writers wait; where one was not waited for (a pooler in front of
 * the database), the primary key refuses the second, and all of its work is done again.
 */
export async function recorded<T>(db: Database, work: (tx: Queryable) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction(work);
    } catch (error) {
      if (!(error instanceof DatabaseError && error.constraint === 'ledger_pk') || attempt === 5) throw error;
    }
  }
}
