// Grants of the clearance for counts by block: for whom, of which source, what for, until when.
import { z } from 'zod';
import { nothing, time } from '../columns.ts';
import type { Queryable } from '../database.ts';
import { statement } from '../statement.ts';

const grant = z.strictObject({
  grant: z.string(),
  account: z.string(),
  clearance: z.string(),
  /** Source of statistics (`statistic.source`), '*' for all. */
  source: z.string(),
  purpose: z.string(),
  grantedBy: z.string(),
  grantedAt: time,
  expiresAt: time,
  revokedBy: z.string().nullable(),
  revokedAt: time.nullable(),
});
export type ClearanceRow = z.infer<typeof grant>;

const COLUMNS = `clearance_grant as "grant", account, clearance, source, purpose, granted_by as "grantedBy", granted_at as "grantedAt",
   expires_at as "expiresAt", revoked_by as "revokedBy", revoked_at as "revokedAt"`;

const insert = statement(
  'clearance.insert',
  `insert into app.clearance (clearance_grant, account, clearance, source, purpose, granted_by, expires_at)
   values (gen_random_uuid()::text, $1, $2, $3, $4, $5, $6)`,
  nothing,
);
export async function insertClearance(
  db: Queryable,
  row: { account: string; clearance: string; source: string; purpose: string; grantedBy: string; expiresAt: Date },
): Promise<void> {
  await insert.run(db, [row.account, row.clearance, row.source, row.purpose, row.grantedBy, row.expiresAt]);
}

const list = statement('clearance.list', `select ${COLUMNS} from app.clearance order by account, granted_at, clearance_grant`, grant);
/** Every grant that ever was, revoked and expired ones too. */
export const listClearances = (db: Queryable): Promise<readonly ClearanceRow[]> => list.run(db);

const active = statement(
  'clearance.list-active',
  `select ${COLUMNS} from app.clearance where account = $1 and revoked_at is null and expires_at > now() order by granted_at, clearance_grant`,
  grant,
);
/** What an account is cleared for now. */
export const listActiveClearances = (db: Queryable, account: string): Promise<readonly ClearanceRow[]> => active.run(db, [account]);

const revoke = statement(
  'clearance.revoke',
  `update app.clearance set revoked_at = now(), revoked_by = $3
   where account = $1 and ($2::text is null or source = $2) and revoked_at is null and expires_at > now()
   returning clearance_grant as "grant"`,
  z.strictObject({ grant: z.string() }),
);
/** Ends the grants of a source, or all of the account (source null); how many there were. */
export const revokeClearances = async (db: Queryable, account: string, source: string | null, by: string): Promise<number> =>
  (await revoke.run(db, [account, source, by])).length;
