// `zuschnitt account`: who may act, and as what.
import { z } from 'zod';
import { DEFAULT_ACCOUNTS } from '../auth/default-accounts.ts';
import { CLEARANCES, ROLES } from '../auth/roles.ts';
import { DatabaseError } from '../db/database.ts';
import { insertAccount, listAccounts, type Account } from '../db/queries/accounts.ts';
import { InputError } from '../gdal/input-error.ts';
import { checkValues, optionsOf, readArguments } from './options.ts';
import { accountHeader, answerOf, askServer, openStore, type Store } from './store.ts';

const HELP = `zuschnitt account list
zuschnitt account add NAME --roles ROLE[,ROLE…] [--name TEXT] [--clearances block-counts]

Roles: ${ROLES.join(', ')}. Clearances: ${CLEARANCES.join(', ')}.

  --as NAME       account to act as on a running server (default: admin)
  --server URL    the server to ask (default: the one that has the data folder open, else the database itself)

DATABASE_URL or DATA_DIR name the database, as for zuschnitt serve.
`;

const common = {
  as: z.string().default('admin').meta({ placeholder: 'NAME' }),
  server: z.url().optional().meta({ placeholder: 'URL' }),
};
const listOptions = z.strictObject(common);
const addOptions = z.strictObject({
  ...common,
  name: z.string().min(1).optional().meta({ placeholder: 'TEXT', description: 'the name that people see' }),
  roles: z.array(z.enum(ROLES, `roles are ${ROLES.join(', ')}`)).min(1).meta({ placeholder: 'ROLE,ROLE…', description: 'what the account may do' }),
  clearances: z.array(z.enum(CLEARANCES, `clearances are ${CLEARANCES.join(', ')}`)).default([]).meta({ placeholder: 'CLEARANCE' }),
});

export async function run(argv: string[]): Promise<number> {
  const [action, ...rest] = argv;
  if (action === undefined || argv.includes('--help') || argv.includes('-h')) {
    process.stdout.write(HELP);
    return 0;
  }
  if (action === 'list') {
    const options = optionsOf(listOptions);
    const { as, server } = checkValues(listOptions, readArguments(rest, options, 'account'), options);
    const accounts = await withStore(server, (store) => list(store, as));
    for (const { account, name, roles, clearances } of accounts) process.stdout.write(`${[account, name, roles.join(','), clearances.join(',')].join('\t')}\n`);
    return 0;
  }
  if (action !== 'add') throw new InputError({ problem: `"${action}" is nothing that account does`, accepted: 'list, add' });
  const [account, ...more] = rest;
  if (account === undefined || !/^[\w.@-]{1,100}$/.test(account) || account.startsWith('--')) {
    throw new InputError({ problem: 'account add needs a name', accepted: 'letters, digits, _ . @ -' });
  }
  const options = optionsOf(addOptions);
  const { as, server, name, roles, clearances } = checkValues(addOptions, readArguments(more, options, 'account'), options);
  await withStore(server, (store) => add(store, as, { account, name: name ?? account, roles, clearances }));
  process.stdout.write(`added ${account}\n`);
  return 0;
}

async function withStore<T>(server: string | undefined, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(server);
  try {
    return await work(store);
  } finally {
    if (store.kind === 'database') await store.close();
  }
}

async function list(store: Store, as: string): Promise<readonly Account[]> {
  if (store.kind === 'database') return listAccounts(store.database);
  const body = await answerOf(await askServer(`${store.url}/accounts`, { headers: accountHeader(as) }));
  return (body as { accounts: Account[] }).accounts;
}

async function add(store: Store, as: string, row: Account): Promise<void> {
  if (store.kind === 'server') {
    const headers = { ...accountHeader(as), 'Content-Type': 'application/json' };
    await answerOf(await askServer(`${store.url}/accounts`, { method: 'POST', headers, body: JSON.stringify(row) }));
    return;
  }
  try {
    await store.database.transaction(async (tx) => {
      // A database that no server has opened yet: without these nobody could ever add another over a server.
      if ((await listAccounts(tx)).length === 0) {
        for (const account of DEFAULT_ACCOUNTS) await insertAccount(tx, { ...account, roles: [...account.roles], clearances: [...account.clearances] });
      }
      await insertAccount(tx, row);
    });
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.constraint !== 'account_pk') throw error;
    throw new InputError({ problem: `account "${row.account}" is there already`, accepted: 'another name' });
  }
}
