// Where a command finds the data: the server that runs on this machine, else the database itself.
import { readConfig, type Config } from '../config.ts';
import { DataFolderInUse, runningHolder } from '../db/data-lock.ts';
import type { Database } from '../db/database.ts';
import { migrate, MigrationRefused } from '../db/migrate.ts';
import { openDatabase } from '../db/open-database.ts';
import { listMunicipalities, type Municipality } from '../db/queries/municipalities.ts';
import { InputError } from '../gdal/input-error.ts';

export type Store =
  | { readonly kind: 'server'; readonly url: string; readonly operatorKey: string | null }
  | { readonly kind: 'database'; readonly database: Database; readonly config: Config; close(): Promise<void> };

/** The configuration of the environment, as for `zuschnitt serve`. */
export function requireConfig(): Config {
  const read = readConfig(process.env);
  if (!read.ok) throw new InputError({ problem: read.message, accepted: 'the environment of zuschnitt serve' });
  return read.config;
}

/**
 * `server` names one; else the server that has the data folder open, by its lock file; else the database, migrated. A
 * server on PostgreSQL leaves no lock file: there the command writes beside it, and it sees the change at its next start.
 */
export async function openStore(server?: string): Promise<Store> {
  if (server !== undefined) return { kind: 'server', url: server.replace(/\/$/, ''), operatorKey: null };
  const config = requireConfig();
  if (config.databaseUrl === null) {
    const holder = await runningHolder(config.dataDir);
    if (holder !== null && holder.url !== null) return { kind: 'server', url: holder.url, operatorKey: holder.operatorKey ?? null };
  }
  return openDirectly(config);
}

/** The database itself; throws InputError while another process has its folder. */
export async function openDirectly(config: Config): Promise<Extract<Store, { kind: 'database' }>> {
  const opened = await openDatabase({ dataDir: config.dataDir, databaseUrl: config.databaseUrl ?? undefined }).catch((error: unknown) => {
    throw error instanceof DataFolderInUse ? new InputError({ problem: error.message, accepted: 'stop that process first' }) : error;
  });
  try {
    await migrate(opened.database);
  } catch (error) {
    await opened.close();
    throw error instanceof MigrationRefused ? new InputError({ problem: error.message }) : error;
  }
  return { kind: 'database', database: opened.database, config, close: () => opened.close() };
}

/**
 * Who a command acts as on a server: with the operator's key of the data folder as any account, on another server as the one whose token
 * ZUSCHNITT_TOKEN holds.
 */
export function accountHeader(account: string, { operatorKey }: Extract<Store, { kind: 'server' }>): Record<string, string> {
  if (operatorKey !== null) return { Authorization: `Operator ${operatorKey}`, 'Zuschnitt-Act-As': account };
  const token = process.env.ZUSCHNITT_TOKEN;
  if (token === undefined || token === '') {
    throw new InputError({ problem: 'ZUSCHNITT_TOKEN is not set', accepted: 'a token of `zuschnitt account token` for the server that --server names' });
  }
  return { Authorization: `Bearer ${token}` };
}

/** The body of a server's answer; a problem becomes an InputError with its words. */
export async function answerOf(response: Response): Promise<unknown> {
  const text = await response.text();
  const json = (response.headers.get('content-type') ?? '').includes('json') ? (JSON.parse(text) as unknown) : text;
  if (response.ok) return json;
  throw problemToInputError(json, response.status);
}

export function problemToInputError(json: unknown, status: number): InputError {
  const { detail, issues } = (json ?? {}) as { detail?: string; issues?: readonly { problem: string }[] };
  const [first] = issues ?? [];
  return new InputError(first ?? { problem: detail ?? `the server answers ${status}` });
}

/** Asks a server; one that does not answer is told as such. */
export async function askServer(url: string, init: RequestInit = {}): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch {
    throw new InputError({ problem: `the server at ${new URL(url).origin} does not answer`, accepted: 'the URL of a running server' });
  }
}

/** The municipality of `key`, else the only one there is. */
export async function requireMunicipality(database: Database, key: string | null): Promise<Municipality> {
  const rows = await listMunicipalities(database);
  const found = key === null ? (rows.length === 1 ? rows[0] : undefined) : rows.find(({ municipality }) => municipality === key);
  if (found !== undefined) return found;
  const known = rows.map(({ municipality, name }) => `${municipality} (${name})`).join(', ');
  throw new InputError({
    option: 'municipality',
    problem: key === null ? (rows.length === 0 ? 'the database has no municipality' : 'the database has several municipalities') : `there is no municipality ${key}`,
    accepted: `${known === '' ? '' : `${known}, or `}a new key with --municipality-name and --crs`,
  });
}
