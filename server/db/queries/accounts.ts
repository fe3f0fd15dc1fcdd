// Who may act, and as what.
import { z } from 'zod';
import type { Queryable } from '../database.ts';
import { nothing } from '../columns.ts';
import { onlyRow, statement } from '../statement.ts';

const account = z.strictObject({ account: z.string(), name: z.string(), roles: z.array(z.string()), clearances: z.array(z.string()) });
export type Account = z.infer<typeof account>;

const list = statement('account.list', 'select account, name, roles, clearances from app.account order by account', account);
export const listAccounts = (db: Queryable): Promise<readonly Account[]> => list.run(db);

const find = statement('account.find', 'select account, name, roles, clearances from app.account where account = $1', account);
export const findAccount = async (db: Queryable, name: string): Promise<Account | null> => onlyRow(await find.run(db, [name]));

const insert = statement('account.insert', 'insert into app.account (account, name, roles, clearances) values ($1, $2, $3, $4)', nothing);
export async function insertAccount(db: Queryable, row: Account): Promise<void> {
  await insert.run(db, [row.account, row.name, row.roles, row.clearances]);
}
