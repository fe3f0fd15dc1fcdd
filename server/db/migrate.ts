// Brings a database to this version's schema: numbered files once each, functions where they changed, then distribution.
import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../package-root.ts';
import type { Database, Queryable } from './database.ts';
import { splitStatements } from './split-statements.ts';

export interface SqlFile {
  /** "000001" or "functions/<name>", the key in app.migration. */
  readonly name: string;
  readonly text: string;
  readonly repeatable: boolean;
}

/** The database is newer than this program, or a file that was applied has been changed since. */
export class MigrationRefused extends Error {
  override readonly name = 'MigrationRefused';
}

// Any number will do, as long as every server takes the same.
const LOCK = 7_116_502_931;

/** Files of sql/: `NNNNNN.sql` in order, then `functions/*.sql`. */
export async function readMigrations(folder = join(packageRoot(), 'sql')): Promise<SqlFile[]> {
  const numbered = (await readdir(folder)).filter((name) => /^\d{6}\.sql$/.test(name)).sort();
  const functions = (await readdir(join(folder, 'functions'))).filter((name) => name.endsWith('.sql')).sort();
  const read = async (path: string, repeatable: boolean): Promise<SqlFile> => ({
    name: path.replace(/\.sql$/, ''),
    text: await readFile(join(folder, path), 'utf8'),
    repeatable,
  });
  return Promise.all([
    ...numbered.map((name) => read(name, false)),
    ...functions.map((name) => read(`functions/${name}`, true)),
  ]);
}

/**
 * Applies what is missing; returns the names of the files applied. One transaction a file, one statement a message. An
 * advisory lock inside each transaction makes servers that start together wait for each other. Idempotent.
 */
export async function migrate(
  database: Database,
  files?: readonly SqlFile[],
  onApply: (name: string) => void = () => {},
): Promise<string[]> {
  const all = files ?? (await readMigrations());
  await database.transaction(async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(${LOCK})`);
    await tx.query('create schema if not exists app');
    await tx.query(
      `create table if not exists app.migration (
         name text not null,
         checksum text not null,
         applied_at timestamptz not null default now(),
         constraint migration_pk primary key (name))`,
    );
    await refuseNewer(tx, all);
  });
  const applied: string[] = [];
  for (const file of all) {
    if (await applyOnce(database, file)) {
      applied.push(file.name);
      onApply(file.name);
    }
  }
  if (applied.length > 0 || (await hasCitus(database))) await distribute(database);
  return applied;
}

async function refuseNewer(tx: Queryable, files: readonly SqlFile[]): Promise<void> {
  const known = new Set(files.map(({ name }) => name));
  const rows = await tx.query<{ name: string }>(`select name from app.migration where name ~ '^[0-9]{6}$' order by name`);
  const unknown = rows.filter(({ name }) => !known.has(name)).map(({ name }) => name);
  if (unknown.length === 0) return;
  const newest = files.filter(({ repeatable }) => !repeatable).at(-1)?.name ?? 'none';
  throw new MigrationRefused(
    `the database holds migration ${unknown.join(', ')}, which this version does not know (its newest is ${newest}); start a newer version`,
  );
}

async function applyOnce(database: Database, file: SqlFile): Promise<boolean> {
  const checksum = createHash('sha256').update(file.text).digest('hex');
  return database.transaction(async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(${LOCK})`);
    const [row] = await tx.query<{ checksum: string }>('select checksum from app.migration where name = $1', [file.name]);
    if (row?.checksum === checksum) return false;
    if (row !== undefined && !file.repeatable) {
      throw new MigrationRefused(`migration ${file.name} was changed after it had been applied to this database`);
    }
    for (const statement of splitStatements(file.text)) await tx.query(statement);
    await tx.query(
      `insert into app.migration (name, checksum) values ($1, $2)
       on conflict (name) do update set checksum = excluded.checksum, applied_at = now()`,
      [file.name, checksum],
    );
    return true;
  });
}

async function hasCitus(database: Queryable): Promise<boolean> {
  const rows = await database.query(`select 1 from pg_extension where extname = 'citus'`);
  return rows.length > 0;
}

/** Runs the distribution script, which does nothing without Citus and nothing twice with it. */
async function distribute(database: Database): Promise<void> {
  const text = await readFile(join(packageRoot(), 'sql', 'distribute.sql'), 'utf8');
  await database.transaction(async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(${LOCK})`);
    for (const statement of splitStatements(text)) await tx.query(statement);
  });
}
