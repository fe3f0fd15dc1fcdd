// The first start: accounts with random passwords where nobody could sign in, told once and kept in a file beside the data.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '../db/database.ts';
import { insertAccount, listAccounts, listStandings } from '../db/queries/accounts.ts';
import { setCredential } from '../db/queries/credentials.ts';
import { DEFAULT_ACCOUNTS } from './default-accounts.ts';
import { hashPassword } from './passwords.ts';
import { randomPassword } from './secrets.ts';

export interface FirstAccount {
  readonly account: string;
  readonly password: string;
  readonly roles: readonly string[];
  readonly cleared: boolean;
}

/** Beside the data, readable by who may read those. */
export const FIRST_ACCOUNTS_FILE = 'demo-accounts.txt';

/** The default accounts in a database without any. */
export async function insertDefaultAccounts(db: Database): Promise<void> {
  await db.transaction(async (tx) => {
    if ((await listAccounts(tx)).length > 0) return;
    for (const account of DEFAULT_ACCOUNTS) await insertAccount(tx, { ...account, roles: [...account.roles], clearances: [...account.clearances] });
  });
}

/**
 * Makes the default accounts where there are none, and gives those of them a password where no account at all has one. What was made; empty
 * where somebody can sign in already. These passwords are worth nothing behind PUBLIC_URL=https://…, see admission.ts.
 */
export async function makeFirstAccounts(db: Database, dataDir: string): Promise<readonly FirstAccount[]> {
  await insertDefaultAccounts(db);
  if ((await listStandings(db)).some(({ hasPassword, hasIdentity }) => hasPassword || hasIdentity)) return [];
  const standing = new Map((await listAccounts(db)).map((row) => [row.account, row]));
  const made = await Promise.all(
    DEFAULT_ACCOUNTS.filter(({ account }) => standing.has(account)).map(async ({ account }) => {
      const password = randomPassword();
      const { roles, clearances } = standing.get(account)!;
      return { account, password, roles, cleared: clearances.length > 0, hash: await hashPassword(password) };
    }),
  );
  await db.transaction(async (tx) => {
    for (const { account, hash } of made) await setCredential(tx, account, hash, true);
  });
  const lines = made.map(({ account, password, roles }) => `${account}\t${password}\t${roles.join(',')}\n`);
  if (made.length > 0) {
    // With a PostgreSQL server the folder may not be there yet.
    await mkdir(dataDir, { recursive: true });
    await writeFile(join(dataDir, FIRST_ACCOUNTS_FILE), lines.join(''), { mode: 0o600 });
  }
  return made.map(({ account, password, roles, cleared }) => ({ account, password, roles, cleared }));
}
