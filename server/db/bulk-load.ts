// Many blocks at once: what is dear row by row is taken off before and put on after, in the same transaction.
import { DatabaseError, type Queryable } from './database.ts';

/** Below this there is little to gain. */
const MANY_ROWS = 20_000;

// Not among the statements of queries/: these ask the catalogue of a PostgreSQL server, read no tenant's rows and never go to a node of a cluster.
const PAYS = `select pg_relation_size('app.block') < $1::bigint and not exists (select from pg_extension where extname = 'citus') as pays`;
const DEFINITIONS = `
  select format('drop index %s', i.indexrelid::regclass) as off, pg_get_indexdef(i.indexrelid) as back
    from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am a on a.oid = c.relam
   where i.indrelid = 'app.block'::regclass and a.amname = 'gist'
  union all
  select format('alter table app.block drop constraint %I', conname), format('alter table app.block add constraint %I %s', conname, pg_get_constraintdef(oid))
    from pg_constraint where conrelid = 'app.block'::regclass and contype in ('f', 'u')
   order by 1`;

interface Taken {
  readonly off: string;
  readonly back: string;
}

/**
 * Runs `load`, which adds `rows` rows of together `bytes` bytes to app.block, without its spatial index, its foreign keys and what is unique beside its primary
 * key, and restores them from the catalogue's own definitions. At 100,000 blocks the server spends 0.85 s on inserting into the index and 0.27 s on building it
 * anew, 0.57 s on asking for the block set of every row and 0.06 s on asking once for all, 0.53 s on keeping positions unique row by row and 0.26 s on sorting them (PostgreSQL 15).
 *
 * It needs the table for itself until the transaction ends, about a second: whoever reads it waits. Where others have it for longer than two
 * seconds, where the table holds more than comes (all of it would be indexed anew), and on Citus, which takes no DDL after a COPY, rows go
 * in one by one. A failure leaves nothing behind: DDL is part of the transaction. True where it was done.
 */
export async function loadInBulk(tx: Queryable, rows: number, bytes: number, load: () => Promise<unknown>): Promise<boolean> {
  const pays = rows >= MANY_ROWS && (await tx.query<{ pays: boolean }>(PAYS, [bytes]))[0]!.pays;
  const taken = pays ? await takeOff(tx) : null;
  await load();
  for (const { back } of taken?.toReversed() ?? []) await tx.query(back);
  return taken !== null;
}

async function takeOff(tx: Queryable): Promise<readonly Taken[] | null> {
  await tx.query('savepoint bulk_load');
  try {
    await tx.query("set local lock_timeout = '2s'");
    await tx.query('lock table app.block in access exclusive mode');
    const found = await tx.query<{ off: string; back: string }>(DEFINITIONS);
    for (const { off } of found) await tx.query(off);
    await tx.query('set local lock_timeout to default');
    await tx.query('release savepoint bulk_load');
    return found;
  } catch (error) {
    // Somebody reads for long, or the role does not own the table.
    if (!(error instanceof DatabaseError) || !['55P03', '40P01', '42501'].includes(error.sqlState ?? '')) throw error;
    await tx.query('rollback to savepoint bulk_load');
    return null;
  }
}
