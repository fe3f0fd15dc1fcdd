// `zuschnitt account`: who may act, as what, cleared for which counts, and by which password or token.
import { z } from 'zod';
import { TOKEN_PREFIX } from '../auth/admission.ts';
import { insertDefaultAccounts } from '../auth/first-accounts.ts';
import { hashPassword, PASSWORD_LENGTH } from '../auth/passwords.ts';
import { CLEARANCES, ROLES } from '../auth/roles.ts';
import { hashSecret, newSecret, randomPassword } from '../auth/secrets.ts';
import { DatabaseError } from '../db/database.ts';
import { findAccount, insertAccount, listAccounts, setDatabaseRole, setDisabled } from '../db/queries/accounts.ts';
import { insertClearance, revokeClearances } from '../db/queries/clearances.ts';
import { closeSessions, insertAccountToken, revokeAccountTokens, setCredential } from '../db/queries/credentials.ts';
import { InputError } from '../gdal/input-error.ts';
import { checkValues, optionsOf, readArguments } from './options.ts';
import { accountHeader, answerOf, askServer, openStore, type Store } from './store.ts';

const HELP = `zuschnitt account list
zuschnitt account add NAME --roles ROLE[,ROLE…] [--name TEXT] [--clearances block-counts]
zuschnitt account password NAME                 sets a password: read from the terminal or standard input, or --random
zuschnitt account grant NAME --source SOURCE --purpose TEXT --until YYYY-MM-DD
zuschnitt account revoke NAME [--source SOURCE] ends these grants of block-counts, or all
zuschnitt account token NAME --label TEXT [--days 90]   makes a token for scripts and QGIS, told this once
zuschnitt account token NAME --revoke           ends all tokens of the account
zuschnitt account disable NAME                  ends its sessions and tokens; enable takes it back
zuschnitt account database-role NAME --role LOGIN   the login of PostgreSQL that sees what the account is cleared for

Roles: ${ROLES.join(', ')}. Clearances: ${CLEARANCES.join(', ')} (with add: all sources, a year).

  --as NAME       account to act as on the server of this data folder (default: admin)
  --server URL    another server; it is asked with the token in ZUSCHNITT_TOKEN

DATABASE_URL or DATA_DIR name the database, as for zuschnitt serve.
`;

const common = {
  as: z.string().default('admin').meta({ placeholder: 'NAME' }),
  server: z.url().optional().meta({ placeholder: 'URL' }),
};
const SHAPES = {
  list: z.strictObject(common),
  add: z.strictObject({
    ...common,
    name: z.string().min(1).optional().meta({ placeholder: 'TEXT', description: 'the name that people see' }),
    roles: z.array(z.enum(ROLES, `roles are ${ROLES.join(', ')}`)).min(1).meta({ placeholder: 'ROLE,ROLE…', description: 'what the account may do' }),
    clearances: z.array(z.enum(CLEARANCES, `clearances are ${CLEARANCES.join(', ')}`)).default([]).meta({ placeholder: 'CLEARANCE' }),
  }),
  password: z.strictObject({ ...common, random: z.boolean().default(false).meta({ description: 'make one and print it' }) }),
  grant: z.strictObject({
    ...common,
    source: z.string().min(1).meta({ placeholder: 'SOURCE', description: 'source of statistics, as /statistics names it; * for all' }),
    purpose: z.string().min(3).meta({ placeholder: 'TEXT', description: 'what the counts are needed for' }),
    until: z.iso.date('a day as YYYY-MM-DD').meta({ placeholder: 'YYYY-MM-DD', description: 'the last day' }),
  }),
  revoke: z.strictObject({ ...common, source: z.string().min(1).optional().meta({ placeholder: 'SOURCE' }) }),
  token: z.strictObject({
    ...common,
    label: z.string().min(1).default('command line').meta({ placeholder: 'TEXT', description: 'what it is for' }),
    days: z.coerce.number().int().min(1).max(366).default(90).meta({ placeholder: 'N' }),
    revoke: z.boolean().default(false),
  }),
  disable: z.strictObject(common),
  enable: z.strictObject(common),
  'database-role': z.strictObject({ ...common, role: z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/, 'a login of PostgreSQL in small letters').meta({ placeholder: 'LOGIN' }) }),
} as const;
type Action = keyof typeof SHAPES;

export async function run(argv: string[]): Promise<number> {
  const [action, ...rest] = argv;
  if (action === undefined || argv.includes('--help') || argv.includes('-h')) {
    process.stdout.write(HELP);
    return 0;
  }
  if (!Object.hasOwn(SHAPES, action)) throw new InputError({ problem: `"${action}" is nothing that account does`, accepted: Object.keys(SHAPES).join(', ') });
  if (action === 'list') {
    const options = read('list', rest);
    for (const { account, name, roles, clearances } of await withStore(options.server, (store) => list(store, options.as))) {
      process.stdout.write(`${[account, name, roles.join(','), clearances.join(',')].join('\t')}\n`);
    }
    return 0;
  }
  const [account, ...more] = rest;
  if (account === undefined || !/^[\w.@-]{1,100}$/.test(account) || account.startsWith('--')) {
    throw new InputError({ problem: `account ${action} needs a name`, accepted: 'letters, digits, _ . @ -' });
  }
  process.stdout.write(`${await change(action as Exclude<Action, 'list'>, account, more)}\n`);
  return 0;
}

function read<A extends Action>(action: A, argv: string[]): z.output<(typeof SHAPES)[A]> {
  const options = optionsOf(SHAPES[action]);
  return checkValues(SHAPES[action], readArguments(argv, options, 'account'), options) as z.output<(typeof SHAPES)[A]>;
}

async function withStore<T>(server: string | undefined, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(server);
  try {
    return await work(store);
  } finally {
    if (store.kind === 'database') await store.close();
  }
}

/** Carries out one change; what to tell about it. */
async function change(action: Exclude<Action, 'list'>, account: string, argv: string[]): Promise<string> {
  switch (action) {
    case 'add': {
      const { as, server, name = account, roles, clearances } = read('add', argv);
      await withStore(server, (store) => add(store, as, { account, name, roles, clearances }));
      return `added ${account}`;
    }
    case 'password': {
      const { as, server, random } = read('password', argv);
      const password = random ? randomPassword() : await askPassword();
      await withStore(server, async (store) => {
        if (store.kind === 'server') return send(store, as, 'PUT', `/accounts/${account}/password`, { password });
        await requireAccount(store, account);
        await setCredential(store.database, account, await hashPassword(password), false);
        return closeSessions(store.database, account, '');
      });
      return random ? `${account}: ${password}` : `the password of ${account} is set; its sessions have ended`;
    }
    case 'grant': {
      const { as, server, source, purpose, until } = read('grant', argv);
      const expiresAt = new Date(Date.parse(`${until}T00:00:00Z`) + 86_400_000);
      if (expiresAt.getTime() <= Date.now()) throw new InputError({ option: 'until', problem: `${until} is past`, accepted: 'a day from today on' });
      await withStore(server, async (store) => {
        if (store.kind === 'server') return send(store, as, 'POST', `/accounts/${account}/clearances`, { source, purpose, expiresOn: until });
        await requireAccount(store, account);
        return insertClearance(store.database, { account, clearance: 'block-counts', source, purpose, grantedBy: 'command line', expiresAt });
      });
      return `${account} may see block counts of ${source === '*' ? 'all sources' : source} until ${until}`;
    }
    case 'revoke': {
      const { as, server, source } = read('revoke', argv);
      const query = source === undefined ? '' : `?source=${encodeURIComponent(source)}`;
      const ended = await withStore(server, async (store) => {
        if (store.kind === 'server') return ((await send(store, as, 'DELETE', `/accounts/${account}/clearances${query}`)) as { revoked: number }).revoked;
        await requireAccount(store, account);
        return revokeClearances(store.database, account, source ?? null, 'command line');
      });
      return `${ended} grant${ended === 1 ? '' : 's'} of ${account} ended`;
    }
    case 'token': {
      const { as, server, label, days, revoke } = read('token', argv);
      return withStore(server, (store) => (revoke ? endTokens(store, as, account) : makeToken(store, as, account, label, days)));
    }
    case 'disable':
    case 'enable': {
      const { as, server } = read(action, argv);
      const disabled = action === 'disable';
      await withStore(server, async (store) => {
        if (store.kind === 'server') return send(store, as, 'PUT', `/accounts/${account}/standing`, { disabled });
        if (!(await setDisabled(store.database, account, disabled))) throw unknown(account);
        return disabled ? closeSessions(store.database, account, '') : undefined;
      });
      return `${account} is ${action}d`;
    }
    case 'database-role': {
      const { as, server, role } = read('database-role', argv);
      await withStore(server, async (store) => {
        if (store.kind === 'server') return send(store, as, 'PUT', `/accounts/${account}/standing`, { databaseRole: role });
        if (!(await setDatabaseRole(store.database, account, role))) throw unknown(account);
        return undefined;
      });
      return `${role} sees what ${account} is cleared for; it also needs: grant zuschnitt_counts to ${role}`;
    }
  }
}

const unknown = (account: string) => new InputError({ problem: `there is no account ${account}`, accepted: 'one of zuschnitt account list' });

async function requireAccount(store: Extract<Store, { kind: 'database' }>, account: string): Promise<void> {
  if ((await findAccount(store.database, account)) === null) throw unknown(account);
}

async function send(store: Extract<Store, { kind: 'server' }>, as: string, method: string, path: string, body?: unknown): Promise<unknown> {
  const headers = { ...accountHeader(as, store), ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) };
  return answerOf(await askServer(`${store.url}${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }));
}

async function makeToken(store: Store, as: string, account: string, label: string, days: number): Promise<string> {
  if (store.kind === 'server') return ((await send(store, as, 'POST', `/accounts/${account}/tokens`, { label, days })) as { token: string }).token;
  await requireAccount(store, account);
  const token = `${TOKEN_PREFIX}${newSecret()}`;
  await insertAccountToken(store.database, { hash: hashSecret(token), account, label, createdBy: 'command line', expiresAt: new Date(Date.now() + days * 86_400_000) });
  return token;
}

async function endTokens(store: Store, as: string, account: string): Promise<string> {
  const ended = store.kind === 'server' ? ((await send(store, as, 'DELETE', `/accounts/${account}/tokens`)) as { revoked: number }).revoked : await revokeAccountTokens(store.database, account, null);
  return `${ended} token${ended === 1 ? '' : 's'} of ${account} ended`;
}

type Listed = { readonly account: string; readonly name: string; readonly roles: readonly string[]; readonly clearances: readonly string[] };

async function list(store: Store, as: string): Promise<readonly Listed[]> {
  if (store.kind === 'database') return listAccounts(store.database);
  return ((await send(store, as, 'GET', '/accounts')) as { accounts: Listed[] }).accounts;
}

async function add(store: Store, as: string, row: { account: string; name: string; roles: string[]; clearances: string[] }): Promise<void> {
  if (store.kind === 'server') {
    await send(store, as, 'POST', '/accounts', row);
    return;
  }
  try {
    // A database that no server has opened yet: without these nobody could ever add another over a server.
    await insertDefaultAccounts(store.database);
    await store.database.transaction((tx) => insertAccount(tx, row, 'command line'));
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.constraint !== 'account_pk') throw error;
    throw new InputError({ problem: `account "${row.account}" is there already`, accepted: 'another name' });
  }
}

/** From standard input: never an argument, which every process of the machine could read. A terminal shows nothing of it. */
async function askPassword(): Promise<string> {
  const password = process.stdin.isTTY ? await typedPassword() : await pipedPassword();
  if (password.length < PASSWORD_LENGTH.least || password.length > PASSWORD_LENGTH.most) {
    throw new InputError({ problem: `the password has ${password.length} characters`, accepted: `${PASSWORD_LENGTH.least} to ${PASSWORD_LENGTH.most}, on standard input` });
  }
  return password;
}

async function pipedPassword(): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8').replace(/\r?\n$/, '');
}

function typedPassword(): Promise<string> {
  const { stdin, stderr } = process;
  stderr.write('Password: ');
  stdin.setRawMode(true);
  stdin.setEncoding('utf8');
  let typed = '';
  return new Promise((resolve, reject) => {
    const end = (finish: () => void) => {
      stdin.off('data', onData);
      stdin.setRawMode(false);
      stdin.pause();
      stderr.write('\n');
      finish();
    };
    const onData = (text: string) => {
      for (const key of text) {
        if (key === '\r' || key === '\n') return end(() => resolve(typed));
        if (key === '\u0003') return end(() => reject(new InputError({ problem: 'no password was given' })));
        typed = key === '\u007f' || key === '\b' ? [...typed].slice(0, -1).join('') : typed + key;
      }
    };
    stdin.on('data', onData);
  });
}
