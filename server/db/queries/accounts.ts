// Who may act, and as what. Grants of the clearance are in clearances.ts, passwords in credentials.ts.
import { z } from 'zod';
import type { Queryable } from '../database.ts';
import { nothing } from '../columns.ts';
import { onlyRow, statement } from '../statement.ts';
import { insertClearance } from './clearances.ts';

const account = z.strictObject({ account: z.string(), name: z.string(), roles: z.array(z.string()), clearances: z.array(z.string()) });
/** `clearances`: what the account is cleared for today, for one source at least. */
export type Account = z.infer<typeof account>;

const COLUMNS = `account, name, roles,
   array(select distinct held.clearance from app.clearance as held
     where held.account = account.account and account.disabled_at is null and held.revoked_at is null and held.expires_at > now()) as clearances`;

const list = statement('account.list', `select ${COLUMNS} from app.account as account order by account`, account);
export const listAccounts = (db: Queryable): Promise<readonly Account[]> => list.run(db);

const find = statement('account.find', `select ${COLUMNS} from app.account as account where account = $1`, account);
export const findAccount = async (db: Queryable, name: string): Promise<Account | null> => onlyRow(await find.run(db, [name]));

/** How long a grant lasts for which nobody said until when. */
export const GRANT_DAYS = 365;

const insert = statement('account.insert', 'insert into app.account (account, name, roles) values ($1, $2, $3)', nothing);
/** Adds an account; each clearance is granted for all sources and a year. Two statements: run it in a transaction. */
export async function insertAccount(db: Queryable, row: Account, grantedBy = 'set-up'): Promise<void> {
  await insert.run(db, [row.account, row.name, row.roles]);
  for (const clearance of row.clearances) {
    const expiresAt = new Date(Date.now() + GRANT_DAYS * 86_400_000);
    await insertClearance(db, { account: row.account, clearance, source: '*', purpose: 'mit dem Konto vergeben', grantedBy, expiresAt });
  }
}

const standing = z.strictObject({ account: z.string(), disabled: z.boolean(), demo: z.boolean(), hasPassword: z.boolean(), hasIdentity: z.boolean(), databaseRole: z.string().nullable() });
/** How an account can sign in, for administrators. */
export type Standing = z.infer<typeof standing>;

const listStanding = statement(
  'account.list-standing',
  `select account, disabled_at is not null as disabled, issuer is not null as "hasIdentity", database_role as "databaseRole",
     exists (select from app.credential as kept where kept.account = account.account and kept.demo) as demo,
     exists (select from app.credential as kept where kept.account = account.account) as "hasPassword"
   from app.account as account order by account`,
  standing,
);
export const listStandings = (db: Queryable): Promise<readonly Standing[]> => listStanding.run(db);

const named = z.strictObject({ account: z.string() });

const disable = statement(
  'account.disable',
  'update app.account set disabled_at = case when $2 then coalesce(disabled_at, now()) end where account = $1 returning account',
  named,
);
/** False where there is no such account. */
export const setDisabled = async (db: Queryable, name: string, disabled: boolean): Promise<boolean> => (await disable.run(db, [name, disabled])).length > 0;

const setRole = statement('account.set-database-role', 'update app.account set database_role = $2 where account = $1 returning account', named);
/** The login of PostgreSQL whose direct connections see what the account is cleared for. */
export const setDatabaseRole = async (db: Queryable, name: string, role: string | null): Promise<boolean> => (await setRole.run(db, [name, role])).length > 0;

const identified = statement('account.find-identity', 'select account from app.account where issuer = $1 and subject = $2', named);
export const findIdentity = async (db: Queryable, issuer: string, subject: string): Promise<string | null> =>
  onlyRow(await identified.run(db, [issuer, subject]))?.account ?? null;

const insertIdentified = statement('account.insert-identity', 'insert into app.account (account, name, roles, issuer, subject) values ($1, $2, $3, $4, $5)', nothing);
export async function insertIdentity(db: Queryable, row: { account: string; name: string; roles: readonly string[]; issuer: string; subject: string }): Promise<void> {
  await insertIdentified.run(db, [row.account, row.name, row.roles, row.issuer, row.subject]);
}

const updateIdentified = statement('account.update-identity', 'update app.account set name = $2, roles = $3 where account = $1 and issuer is not null', nothing);
/** Roles follow the identity provider at each sign-in. */
export async function updateIdentity(db: Queryable, name: string, shown: string, roles: readonly string[]): Promise<void> {
  await updateIdentified.run(db, [name, shown, roles]);
}
