// A token of an account, put straight into the database: for tests that ask as somebody and do not test how one signs in.
import { TOKEN_PREFIX } from '../../server/auth/admission.ts';
import { hashSecret, newSecret } from '../../server/auth/secrets.ts';
import type { Queryable } from '../../server/db/database.ts';
import { insertAccountToken } from '../../server/db/queries/credentials.ts';

export async function tokenOf(db: Queryable, account: string): Promise<string> {
  const token = `${TOKEN_PREFIX}${newSecret()}`;
  await insertAccountToken(db, { hash: hashSecret(token), account, label: 'test', createdBy: 'test', expiresAt: new Date(Date.now() + 86_400_000) });
  return token;
}
