// `zuschnitt serve`: starts step by step, tells each step, and stops cleanly at a signal.
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createApp } from './app.ts';
import { FIRST_ACCOUNTS_FILE, makeFirstAccounts } from './auth/first-accounts.ts';
import { IdentityProvider } from './auth/identity-provider.ts';
import { BaseMapFileRefused, BaseMapStore } from './http/base-map-store.ts';
import type { Role } from './auth/roles.ts';
import { newSecret } from './auth/secrets.ts';
import { baseUrl, describeConfig, ENVIRONMENT, readConfig, redactDatabaseUrl, type Config } from './config.ts';
import { DataFolderInUse } from './db/data-lock.ts';
import { DatabaseError, type Database } from './db/database.ts';
import { migrate, MigrationRefused } from './db/migrate.ts';
import { openDatabase, type OpenDatabase } from './db/open-database.ts';
import { hasOwnCredential } from './db/queries/credentials.ts';
import { insertMunicipality, listMunicipalities, type Municipality } from './db/queries/municipalities.ts';
import { ImportDesk } from './jobs/import-desk.ts';
import { createLog } from './log.ts';
import { problem } from './problem.ts';
import { Workspace } from './workspace/workspace.ts';

const HELP = `zuschnitt serve

Starts the server. It is configured by the environment alone:
  PORT=8080             port; 0 takes any free one
  HOST=127.0.0.1        another address than loopback only with PUBLIC_URL=https://… and TRUSTED_PROXY
  DATABASE_URL=         postgres://… with PostGIS; without it an embedded PostgreSQL under DATA_DIR
  DATA_DIR=data         folder of the embedded database
  MUNICIPALITY=         key (8 or 12 digits) of the municipality to serve; made when the database has none of it
  DEMO=small            what an empty database is filled with: small, city or none
  LOG_LEVEL=info        trace, debug, info, warn, error, fatal or silent
  PUBLIC_URL=           where browsers find the server: https://… of a proxy that ends TLS in front of it
  TRUSTED_PROXY=        that proxy: loopback, or addresses and networks with commas between them
  PUBLISHED_ON_LOOPBACK=0   1: in a container whose port is published on the loopback interface of its host alone
  LOCAL_ACCOUNT=none    account of scripts on this machine that send no token; none: they are the public
  OIDC_ISSUER=          identity provider (OpenID Connect, e.g. https://keycloak.example.org/realms/city)
  OIDC_CLIENT_ID=, OIDC_CLIENT_SECRET=   the client that it knows this server as
  OIDC_ROLE_CLAIM=realm_access.roles     where its claims list roles
  OIDC_ROLES=           value=role,… (without it zuschnitt-planner is planner, zuschnitt-admin is admin and so on)
`;

/** Until what another server on the same database withdrew is gone here too. */
const FOLLOW_MS = 5000;
/** Key of the demo municipality, Gartenstadt. */
const DEMO_KEY = '09990001';

/** What keeps the server from starting and can be mended from outside: one line, exit code 2. */
class StartRefused extends Error {}

export async function run(argv: readonly string[]): Promise<number> {
  if (argv.includes('--help') || argv.includes('-h')) {
    process.stdout.write(HELP);
    return 0;
  }
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());
  try {
    if (argv.length > 0) throw new StartRefused(`serve takes no argument, not ${argv[0]}; accepted: the environment variables ${ENVIRONMENT.join(', ')}`);
    const read = readConfig(process.env);
    if (!read.ok) throw new StartRefused(read.message);
    await serve(read.config, stop.signal);
    return 0;
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === null) throw error;
    process.stderr.write(`zuschnitt: ${refusal}\n`);
    return 2;
  }
}

const say = (line: string) => process.stdout.write(`${line}\n`);

async function serve(config: Config, signal: AbortSignal): Promise<void> {
  const log = createLog(config.logLevel);
  say(`Zuschnitt starts: ${describeConfig(config)}`);
  // The port first: whether it is free is known at once, and until all is ready every request is told to wait.
  const http = createServer(starting);
  await listen(http, config);
  let open: OpenDatabase | null = null;
  let workspace: Workspace | null = null;
  let imports: ImportDesk | null = null;
  try {
    say(config.databaseUrl === null ? 'Opening the embedded database …' : 'Connecting to the database …');
    open = await openDatabase({
      dataDir: config.dataDir,
      databaseUrl: config.databaseUrl ?? undefined,
      onIdleError: (error) => log.warn({ err: error }, 'a database connection broke'),
    });
    const { database } = open;
    if (config.databaseUrl === null) say('The embedded database is for trying out, tests and small offices; DATABASE_URL names a PostgreSQL server.');
    await migrate(database, undefined, (name) => say(`Applying migration ${name} …`));
    if (signal.aborted) return;
    const municipality = await chooseMunicipality(database, config);
    await welcome(database, config);
    if (signal.aborted) return;
    say(`Reading ${municipality.name} (${municipality.municipality}) …`);
    workspace = await Workspace.open(database, municipality);
    imports = await ImportDesk.open({
      workspace,
      uploads: join(config.dataDir, 'uploads'),
      onError: (error) => log.error({ err: error }, 'a job failed'),
    });
    const operatorKey = newSecret();
    const baseMaps = BaseMapStore.open(join(config.dataDir, 'base-maps.json'), config.publicUrl);
    const { publicUrl, trustedProxy, localAccount, identityProvider: provider } = config;
    const identityProvider =
      provider === null ? null : new IdentityProvider({ ...provider, roles: new Map(provider.roles as readonly (readonly [string, Role])[]), publicUrl: publicUrl! });
    const app = createApp({ workspace, imports, log, publicUrl, trustedProxy, localAccount, operatorKey, identityProvider, baseMaps });
    http.off('request', starting);
    http.on('request', app.listener);
    const url = baseUrl(config.host, (http.address() as AddressInfo).port);
    await open.announce(url, operatorKey);
    say(`Zuschnitt is ready at ${url}`);
    workspace.releases.follow(FOLLOW_MS, (error) => log.error({ err: error }, 'looking for what another server published failed'));
    const warming = workspace.warm().catch((error: unknown) => {
      if (!signal.aborted) log.error({ err: error }, 'reading ahead failed');
    });
    await aborted(signal);
    say('Stopping …');
    app.endStreams();
    await warming;
  } finally {
    await close(http);
    await imports?.close();
    await workspace?.close();
    await open?.close();
  }
  say('Stopped.');
}

function starting(...[request, response]: Parameters<RequestListener>): void {
  const body = problem('STARTING', 'try again in a moment').toJson((request.url ?? '/').split('?')[0]!);
  response.writeHead(503, { 'Content-Type': 'application/problem+json', 'Retry-After': '1', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(body));
}

function listen(http: Server, { host, port }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') reject(new StartRefused(`PORT: ${port} on ${host} is in use; accepted: a free port, e.g. PORT=${port + 1}`));
      else if (error.code === 'EACCES') reject(new StartRefused(`PORT: ${port} may not be opened by this user; accepted: a port from 1024`));
      else if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') reject(new StartRefused(`HOST: ${host} is no address of this machine`));
      else reject(error);
    });
    http.listen(port, host, resolve);
  });
}

/** Ends idle connections at once and busy ones after their answer, or after five seconds. */
function close(http: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => http.closeAllConnections(), 5000);
    http.close(() => {
      clearTimeout(timer);
      resolve();
    });
    http.closeIdleConnections();
  });
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** The municipality of MUNICIPALITY, else the demo's, else the only one. An empty database gets the demo or a bare entry. */
async function chooseMunicipality(database: Database, config: Config): Promise<Municipality> {
  const wanted = config.municipality ?? DEMO_KEY;
  let rows = await listMunicipalities(database);
  if (rows.length === 0 && wanted === DEMO_KEY && config.demo !== 'none') {
    // Needed once in the life of a database: every other start goes without the generator.
    const { loadDemo } = await import('./demo/load-demo.ts');
    await loadDemo(database, {
      scale: config.demo === 'city' ? 'city' : 'town',
      progress: (fraction, message) => say(`Demo municipality, ${Math.round(100 * fraction)} %: ${message} …`),
    });
    rows = await listMunicipalities(database);
  }
  if (!rows.some(({ municipality }) => municipality === wanted) && (config.municipality !== null || rows.length === 0)) {
    const row = { municipality: wanted, name: wanted, epsg: 25832 };
    say(`Making an empty municipality ${wanted} in EPSG:${row.epsg} …`);
    await insertMunicipality(database, row);
    rows = [...rows, row];
  }
  const found = rows.find(({ municipality }) => municipality === wanted) ?? (rows.length === 1 ? rows[0] : undefined);
  if (found === undefined) {
    const keys = rows.map(({ municipality, name }) => `${municipality} (${name})`).join(', ');
    throw new StartRefused(`MUNICIPALITY: the database has several; accepted: ${keys}`);
  }
  return found;
}

/** Sees to it that somebody can sign in, and prints what the first start made. Beyond this machine it makes nothing and starts for accounts alone. */
async function welcome(database: Database, config: Config): Promise<void> {
  if (config.publicUrl?.protocol === 'https:') {
    if (config.identityProvider !== null || (await hasOwnCredential(database))) return;
    throw new StartRefused(
      `PUBLIC_URL: nobody could sign in at ${config.publicUrl.origin}; accepted: an account with a password of its own (zuschnitt account add NAME --roles admin, ` +
        'zuschnitt account password NAME) or an identity provider (OIDC_ISSUER)',
    );
  }
  const made = await makeFirstAccounts(database, config.dataDir);
  if (made.length === 0) return;
  say(`Accounts for trying out, told this once (kept in ${join(config.dataDir, FIRST_ACCOUNTS_FILE)}; sign in at /sign-in):`);
  for (const { account, password, roles, cleared } of made) {
    const shown = roles.length > 3 ? 'all roles' : roles.join(', ');
    say(`  ${account.padEnd(10)} ${password}  ${shown}${cleared ? ', sees block counts' : ''}`);
  }
}

/** The one line for what can be mended; null for a bug. */
function refusalOf(error: unknown): string | null {
  if (error instanceof StartRefused || error instanceof BaseMapFileRefused || error instanceof DataFolderInUse || error instanceof MigrationRefused) return error.message;
  const { code, path, address } = error as NodeJS.ErrnoException & { address?: string };
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM' || code === 'ENOTDIR' || code === 'EEXIST') {
    return `DATA_DIR: ${path ?? 'the folder'} cannot be written (${code}); accepted: a folder that this user may write`;
  }
  if (code === 'ENOSPC') return 'DATA_DIR: no space is left on the device';
  const unreachable = ['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'EHOSTUNREACH', 'ECONNRESET'];
  const database = redactDatabaseUrl(process.env.DATABASE_URL ?? '');
  if (code !== undefined && unreachable.includes(code)) return `DATABASE_URL: ${database} does not answer (${code}${address === undefined ? '' : `, ${address}`})`;
  // 28: the password is wrong; 3D: no such database; 57P03: it is starting up.
  if (error instanceof DatabaseError && /^(28|3D|57P03)/.test(error.sqlState ?? '')) return `DATABASE_URL: ${database} refuses the connection (${error.sqlState})`;
  return null;
}
