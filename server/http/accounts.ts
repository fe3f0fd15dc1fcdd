// Accounts for administrators: who may act, as what, cleared for which sources, and by which tokens; and the log of who saw counts.
import { z } from 'zod';
import { hashPassword } from '../auth/passwords.ts';
import { hasRole, type Caller } from '../auth/roles.ts';
import { TOKEN_PREFIX } from '../auth/admission.ts';
import { hashSecret, newSecret } from '../auth/secrets.ts';
import { DatabaseError } from '../db/database.ts';
import { listAccess } from '../db/queries/access-log.ts';
import { findAccount, insertAccount, listAccounts, listStandings, setDatabaseRole, setDisabled } from '../db/queries/accounts.ts';
import { insertClearance, listClearances, revokeClearances } from '../db/queries/clearances.ts';
import { closeSessions, insertAccountToken, listAccountTokens, revokeAccountTokens, setCredential } from '../db/queries/credentials.ts';
import { InputError } from '../gdal/input-error.ts';
import { problem } from '../problem.ts';
import type { HttpContext } from './context.ts';
import { ok, route, type Route } from './route.ts';
import { AccessLog, AccountList, AccountName, AccountSchema, AddAccount, NewGrant, NewToken, Password, TokenSchema } from './schemas/accounts.ts';
import { IsoTime } from './schemas/common.ts';

const Named = z.strictObject({ account: AccountName });
const MOST_YEARS = 2;

export function accountRoutes({ workspace, admission }: HttpContext): Route[] {
  /** What was changed holds for the next request, in this server at once. */
  const changed = async () => {
    admission.forget();
    await workspace.reload();
  };
  const requireAccount = async (account: string) => {
    const found = await findAccount(workspace.db, account);
    if (found === null) throw problem('NOT_FOUND', `there is no account ${account}`);
    return found;
  };
  const asSelfOrAdmin = (caller: Caller, account: string) => {
    if (caller.account !== account && !hasRole(caller, ['admin'])) throw problem('FORBIDDEN', 'tokens are made by who has the account and by administrators');
  };

  return [
    route({
      method: 'get',
      path: '/accounts',
      id: 'listAccounts',
      tag: 'Accounts',
      summary: 'All accounts with their roles, grants and ways to sign in',
      roles: ['admin'],
      replies: { 200: { description: 'Accounts by name', schema: AccountList } },
      handle: async () => {
        const grants = await listClearances(workspace.db);
        const standings = new Map((await listStandings(workspace.db)).map(({ account, ...rest }) => [account, rest]));
        const accounts = (await listAccounts(workspace.db)).map((row) => ({
          ...row,
          ...standings.get(row.account)!,
          grants: grants
            .filter(({ account }) => account === row.account)
            .map(({ clearance, source, purpose, grantedBy, grantedAt, expiresAt, revokedAt }) => ({
              clearance,
              source,
              purpose,
              grantedBy,
              grantedAt: grantedAt.toISOString(),
              expiresAt: expiresAt.toISOString(),
              revokedAt: revokedAt?.toISOString() ?? null,
            })),
        }));
        return ok({ accounts });
      },
    }),
    route({
      method: 'post',
      path: '/accounts',
      id: 'addAccount',
      tag: 'Accounts',
      summary: 'Adds an account',
      roles: ['admin'],
      body: AddAccount,
      replies: { 201: { description: 'The account', schema: AccountSchema } },
      handle: async ({ body: { password, ...row }, caller }) => {
        const hash = password === undefined ? null : await hashPassword(password);
        try {
          await workspace.db.transaction(async (tx) => {
            await insertAccount(tx, row, caller.account!);
            if (hash !== null) await setCredential(tx, row.account, hash, false);
          });
        } catch (error) {
          if (!(error instanceof DatabaseError) || error.constraint !== 'account_pk') throw error;
          throw new InputError({ field: 'account', problem: `"${row.account}" is there already`, accepted: 'another name' });
        }
        await changed();
        return { status: 201, json: row };
      },
    }),
    route({
      method: 'post',
      path: '/accounts/{account}/clearances',
      id: 'grantClearance',
      tag: 'Accounts',
      summary: 'Grants the clearance block-counts for a source, with purpose and last day',
      roles: ['admin'],
      parameters: Named,
      body: NewGrant,
      replies: { 204: { description: 'Granted' } },
      handle: async ({ parameters: { account }, body: { source, purpose, expiresOn }, caller }) => {
        await requireAccount(account);
        const sources = [...new Set(workspace.catalogue.statistics.map((row) => row.source))].filter((name) => name !== '');
        if (source !== '*' && !sources.includes(source)) {
          throw new InputError({ field: 'source', problem: `no statistic has the source "${source}"`, accepted: ['*', ...sources].join(', ') });
        }
        // The last day counts whole, wherever the server stands.
        const expiresAt = new Date(Date.parse(`${expiresOn}T00:00:00Z`) + 86_400_000);
        const latest = Date.now() + MOST_YEARS * 366 * 86_400_000;
        if (expiresAt.getTime() <= Date.now() || expiresAt.getTime() > latest) {
          throw new InputError({ field: 'expiresOn', problem: `${expiresOn} is no day of the next ${MOST_YEARS} years`, accepted: 'a day from today on' });
        }
        await insertClearance(workspace.db, { account, clearance: 'block-counts', source, purpose, grantedBy: caller.account!, expiresAt });
        await changed();
        return { status: 204 };
      },
    }),
    route({
      method: 'delete',
      path: '/accounts/{account}/clearances',
      id: 'revokeClearances',
      tag: 'Accounts',
      summary: 'Ends the grants of a source, or all of the account',
      roles: ['admin'],
      parameters: Named,
      query: z.strictObject({ source: z.string().optional() }),
      replies: { 200: { description: 'How many grants ended', schema: z.strictObject({ revoked: z.number() }) } },
      handle: async ({ parameters: { account }, query: { source }, caller }) => {
        await requireAccount(account);
        const revoked = await revokeClearances(workspace.db, account, source ?? null, caller.account!);
        await changed();
        return ok({ revoked });
      },
    }),
    route({
      method: 'put',
      path: '/accounts/{account}/password',
      id: 'setPassword',
      tag: 'Accounts',
      summary: 'Sets the password of an account; its sessions end',
      roles: ['admin'],
      parameters: Named,
      body: z.strictObject({ password: Password }).meta({ id: 'SetPassword' }),
      replies: { 204: { description: 'Set' } },
      handle: async ({ parameters: { account }, body: { password } }) => {
        await requireAccount(account);
        await setCredential(workspace.db, account, await hashPassword(password), false);
        await closeSessions(workspace.db, account, '');
        await changed();
        return { status: 204 };
      },
    }),
    route({
      method: 'put',
      path: '/accounts/{account}/standing',
      id: 'setStanding',
      tag: 'Accounts',
      summary: 'Disables an account or enables it again, or names its login of PostgreSQL',
      roles: ['admin'],
      parameters: Named,
      body: z
        .strictObject({ disabled: z.boolean().optional(), databaseRole: z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/, 'a name of PostgreSQL in small letters').nullable().optional() })
        .meta({ id: 'Standing' }),
      replies: { 204: { description: 'Done' } },
      handle: async ({ parameters: { account }, body: { disabled, databaseRole }, caller }) => {
        await requireAccount(account);
        if (disabled === true && account === caller.account) throw problem('WRONG_STATE', 'nobody disables the account that they act with');
        if (disabled !== undefined) await setDisabled(workspace.db, account, disabled);
        if (disabled === true) await closeSessions(workspace.db, account, '');
        try {
          if (databaseRole !== undefined) await setDatabaseRole(workspace.db, account, databaseRole);
        } catch (error) {
          if (!(error instanceof DatabaseError) || error.constraint !== 'account_database_role_once') throw error;
          throw new InputError({ field: 'databaseRole', problem: `${databaseRole!} belongs to another account`, accepted: 'a login of its own' });
        }
        await changed();
        return { status: 204 };
      },
    }),
    route({
      method: 'get',
      path: '/accounts/{account}/tokens',
      id: 'listTokens',
      tag: 'Accounts',
      summary: 'Tokens of an account that hold, without their secrets',
      roles: ['planner', 'editor', 'statistics', 'dpo', 'admin'],
      parameters: Named,
      replies: { 200: { description: 'Tokens', schema: z.strictObject({ tokens: z.array(TokenSchema) }) } },
      handle: async ({ parameters: { account }, caller }) => {
        asSelfOrAdmin(caller, account);
        const tokens = (await listAccountTokens(workspace.db, account)).map(({ id, label, createdBy, createdAt, expiresAt }) => ({
          id,
          label,
          createdBy,
          createdAt: createdAt.toISOString(),
          expiresAt: expiresAt.toISOString(),
        }));
        return ok({ tokens });
      },
    }),
    route({
      method: 'post',
      path: '/accounts/{account}/tokens',
      id: 'addToken',
      tag: 'Accounts',
      summary: 'Makes a token for scripts and QGIS; it is told this once',
      roles: ['planner', 'editor', 'statistics', 'dpo', 'admin'],
      parameters: Named,
      body: NewToken,
      replies: { 201: { description: 'The token', schema: z.strictObject({ token: z.string(), expiresAt: z.string() }).meta({ id: 'MadeToken' }) } },
      handle: async ({ parameters: { account }, body: { label, days }, caller }) => {
        asSelfOrAdmin(caller, account);
        await requireAccount(account);
        const token = `${TOKEN_PREFIX}${newSecret()}`;
        const expiresAt = new Date(Date.now() + days * 86_400_000);
        await insertAccountToken(workspace.db, { hash: hashSecret(token), account, label, createdBy: caller.account!, expiresAt });
        return { status: 201, json: { token, expiresAt: expiresAt.toISOString() } };
      },
    }),
    route({
      method: 'delete',
      path: '/accounts/{account}/tokens',
      id: 'revokeTokens',
      tag: 'Accounts',
      summary: 'Ends one token by its id, or all of the account',
      roles: ['planner', 'editor', 'statistics', 'dpo', 'admin'],
      parameters: Named,
      query: z.strictObject({ id: z.string().regex(/^[0-9a-f]{12}$/).optional() }),
      replies: { 200: { description: 'How many ended', schema: z.strictObject({ revoked: z.number() }) } },
      handle: async ({ parameters: { account }, query: { id }, caller }) => {
        asSelfOrAdmin(caller, account);
        const revoked = await revokeAccountTokens(workspace.db, account, id ?? null);
        admission.forget();
        return ok({ revoked });
      },
    }),
    route({
      method: 'get',
      path: '/access-log',
      id: 'listAccess',
      tag: 'Accounts',
      summary: 'Who saw counts by block, newest first',
      roles: ['dpo', 'admin'],
      query: z.strictObject({
        account: AccountName.optional(),
        before: IsoTime.optional().meta({ description: 'Entries before this moment: the last entry’s `at` gives the next page' }),
        limit: z.coerce.number().int().min(1).max(1000).default(200),
      }),
      replies: { 200: { description: 'Entries', schema: AccessLog } },
      handle: async ({ query: { account, before, limit } }) => {
        const entries = await listAccess(workspace.db, workspace.municipality.municipality, { account: account ?? null, before: before === undefined ? null : new Date(before), limit });
        return ok({ entries: entries.map(({ at, ...entry }) => ({ at: at.toISOString(), ...entry })) });
      },
    }),
  ];
}
