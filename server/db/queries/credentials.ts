// Passwords as salted hashes, sessions and tokens as hashes of their secrets. None of it is in an archive.
import { z } from 'zod';
import { nothing, time } from '../columns.ts';
import type { Queryable } from '../database.ts';
import { onlyRow, statement } from '../statement.ts';

const credential = z.strictObject({ password: z.string(), demo: z.boolean() });
export type Credential = z.infer<typeof credential>;

const find = statement(
  'credential.find',
  `select kept.password, kept.demo from app.credential as kept
   join app.account as account on account.account = kept.account and account.disabled_at is null where kept.account = $1`,
  credential,
);
/** Of an account that is not disabled. */
export const findCredential = async (db: Queryable, account: string): Promise<Credential | null> => onlyRow(await find.run(db, [account]));

const set = statement(
  'credential.set',
  `insert into app.credential (account, password, demo) values ($1, $2, $3)
   on conflict (account) do update set password = excluded.password, demo = excluded.demo, changed_at = now()`,
  nothing,
);
export async function setCredential(db: Queryable, account: string, password: string, demo: boolean): Promise<void> {
  await set.run(db, [account, password, demo]);
}

const anybody = statement(
  'credential.any',
  `select exists (select from app.credential as kept join app.account as account on account.account = kept.account
     where account.disabled_at is null and not kept.demo) as any`,
  z.strictObject({ any: z.boolean() }),
);
/** Whether somebody can sign in by a password that the demo did not print. */
export const hasOwnCredential = async (db: Queryable): Promise<boolean> => (await anybody.run(db))[0]!.any;

const insertSession = statement('session.insert', 'insert into app.session (session, account, expires_at) values ($1, $2, $3)', nothing);
export async function openSession(db: Queryable, hash: string, account: string, expiresAt: Date): Promise<void> {
  await insertSession.run(db, [hash, account, expiresAt]);
}

const bearer = z.strictObject({ account: z.string(), roles: z.array(z.string()), seenAt: time.nullable() });
/** Whose secret it is, while it holds. */
export type Bearer = z.infer<typeof bearer>;

const findSession = statement(
  'session.find',
  `select held.account, account.roles, held.seen_at as "seenAt" from app.session as held
   join app.account as account on account.account = held.account and account.disabled_at is null
   where held.session = $1 and held.expires_at > now() and held.seen_at > $2`,
  bearer,
);
/** A session that has not ended and was used after `idleSince`. */
export const findOpenSession = async (db: Queryable, hash: string, idleSince: Date): Promise<Bearer | null> => onlyRow(await findSession.run(db, [hash, idleSince]));

const touch = statement('session.touch', 'update app.session set seen_at = now() where session = $1', nothing);
export async function touchSession(db: Queryable, hash: string): Promise<void> {
  await touch.run(db, [hash]);
}

const close = statement('session.close', 'delete from app.session where session = $1', nothing);
export async function closeSession(db: Queryable, hash: string): Promise<void> {
  await close.run(db, [hash]);
}

const closeAll = statement('session.close-all', 'delete from app.session where account = $1 and session <> $2', nothing);
/** Ends every session of an account but `kept` ('' for none). */
export async function closeSessions(db: Queryable, account: string, kept: string): Promise<void> {
  await closeAll.run(db, [account, kept]);
}

const prune = statement('session.prune', 'delete from app.session where expires_at < now() or seen_at < $1', nothing);
export async function pruneSessions(db: Queryable, idleSince: Date): Promise<void> {
  await prune.run(db, [idleSince]);
}

const insertToken = statement(
  'token.insert',
  'insert into app.account_token (token, account, label, created_by, expires_at) values ($1, $2, $3, $4, $5)',
  nothing,
);
export async function insertAccountToken(db: Queryable, row: { hash: string; account: string; label: string; createdBy: string; expiresAt: Date }): Promise<void> {
  await insertToken.run(db, [row.hash, row.account, row.label, row.createdBy, row.expiresAt]);
}

const findToken = statement(
  'token.find',
  `select held.account, account.roles, null::timestamptz as "seenAt" from app.account_token as held
   join app.account as account on account.account = held.account and account.disabled_at is null
   where held.token = $1 and held.revoked_at is null and held.expires_at > now()`,
  bearer,
);
/** Of an account that is not disabled, neither revoked nor expired. */
export const findAccountToken = async (db: Queryable, hash: string): Promise<Bearer | null> => onlyRow(await findToken.run(db, [hash]));

const token = z.strictObject({ id: z.string(), account: z.string(), label: z.string(), createdBy: z.string(), createdAt: time, expiresAt: time });
export type AccountToken = z.infer<typeof token>;

const listTokens = statement(
  'token.list',
  `select left(token, 12) as id, account, label, created_by as "createdBy", created_at as "createdAt", expires_at as "expiresAt"
   from app.account_token where account = $1 and revoked_at is null and expires_at > now() order by created_at, token`,
  token,
);
export const listAccountTokens = (db: Queryable, account: string): Promise<readonly AccountToken[]> => listTokens.run(db, [account]);

const revokeToken = statement(
  'token.revoke',
  'update app.account_token set revoked_at = now() where account = $1 and ($2::text is null or left(token, 12) = $2) and revoked_at is null returning left(token, 12) as id',
  z.strictObject({ id: z.string() }),
);
/** One token by its id, or all of the account (id null); how many there were. */
export const revokeAccountTokens = async (db: Queryable, account: string, id: string | null): Promise<number> => (await revokeToken.run(db, [account, id])).length;
