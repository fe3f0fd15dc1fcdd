// Everything in one file, from one engine to the other: gzipped lines of JSON, a line a row, closed by a hash of them all.
import { createHash, type Hash } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { Database, Queryable } from './database.ts';

/*
 * {"format":"zuschnitt-archive","version":1,"migrations":["000001"]}
 * {"table":"municipality","columns":[["municipality","text"],["name","text"],…]}
 * ["09990001","Gartenstadt","25832",…]      every value as PostgreSQL writes it as text (geometry: EWKB in hex), or null
 * {"end":{"rows":12345,"sha256":"…"}}       of all lines before, each with its line break
 */
const FORMAT = 'zuschnitt-archive';
const VERSION = 1;
const FETCH = 2000;

/** The file is none of ours, damaged, or does not fit this database. */
export class ArchiveRefused extends Error {
  override readonly name = 'ArchiveRefused';
}

export interface ArchiveSummary {
  readonly rows: number;
  readonly tables: Readonly<Record<string, number>>;
  /** Of the lines: equal for equal contents, whatever the engine. */
  readonly sha256: string;
}

interface Table {
  readonly name: string;
  /** [name, type as format_type gives it]. */
  readonly columns: readonly (readonly [string, string])[];
  readonly key: readonly string[];
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** What lets somebody act stays where it is: an archive of hashes of passwords would be worth stealing. */
const LEFT_OUT = ['migration', 'credential', 'session', 'account_token'];

/** Tables of schema app, parents before children, without the list of migrations and without secrets. */
async function listTables(db: Queryable): Promise<Table[]> {
  const rows = await db.query<{ name: string; columns: string[]; types: string[]; key: string[]; parents: string[] | null }>(
    `select class.relname as name,
       array_agg(field.attname::text order by field.attnum) as columns,
       array_agg(format_type(field.atttypid, field.atttypmod) order by field.attnum) as types,
       (select array_agg(part.attname::text order by place) from pg_constraint as key
          cross join unnest(key.conkey) with ordinality as listed (number, place)
          join pg_attribute as part on part.attrelid = class.oid and part.attnum = listed.number
        where key.conrelid = class.oid and key.contype = 'p') as key,
       (select array_agg(parent.relname::text) from pg_constraint as link join pg_class as parent on parent.oid = link.confrelid
        where link.conrelid = class.oid and link.contype = 'f' and link.confrelid <> class.oid) as parents
     from pg_class as class join pg_attribute as field on field.attrelid = class.oid and field.attnum > 0 and not field.attisdropped
     where class.relnamespace = 'app'::regnamespace and class.relkind in ('r', 'p') and class.relname <> all($1::name[])
     group by class.oid, class.relname order by class.relname`,
    [LEFT_OUT],
  );
  const sorted: Table[] = [];
  const left = new Map(rows.map((row) => [row.name, row]));
  while (left.size > 0) {
    const next = [...left.values()].find(({ parents }) => (parents ?? []).every((parent) => !left.has(parent)));
    if (next === undefined) throw new RangeError('the tables refer to each other in a circle');
    left.delete(next.name);
    sorted.push({ name: next.name, columns: next.columns.map((name, i) => [name, next.types[i]!] as const), key: next.key });
  }
  return sorted;
}

async function listMigrations(db: Queryable): Promise<string[]> {
  const rows = await db.query<{ name: string }>(`select name from app.migration where name ~ '^[0-9]{6}$' order by name`);
  return rows.map(({ name }) => name);
}

/** Writes all rows of all tables as they are at one moment. Ends `sink`; rejects when it goes away before. */
export async function writeArchive(db: Database, sink: Writable): Promise<ArchiveSummary> {
  const state = { rows: 0, tables: {} as Record<string, number>, hash: createHash('sha256') };
  return db.transaction(async (tx) => {
    await tx.query('set transaction isolation level repeatable read');
    await tx.query(`set local timezone = 'UTC'`);
    await tx.query(`set local datestyle = 'ISO, YMD'`);
    await pipeline(archiveLines(tx, state), createGzip({ level: 6 }), sink);
    return { rows: state.rows, tables: state.tables, sha256: state.hash.digest('hex') };
  });
}

interface WritingState {
  rows: number;
  readonly tables: Record<string, number>;
  readonly hash: Hash;
}

/** The lines, those of one fetch at a time. */
async function* archiveLines(tx: Queryable, state: WritingState): AsyncGenerator<string> {
  const hashed = (values: readonly unknown[]) => {
    const text = values.map((value) => `${JSON.stringify(value)}\n`).join('');
    state.hash.update(text);
    return text;
  };
  yield hashed([{ format: FORMAT, version: VERSION, migrations: await listMigrations(tx) }]);
  for (const table of await listTables(tx)) {
    yield hashed([{ table: table.name, columns: table.columns }]);
    let count = 0;
    for await (const rows of fetchRows(tx, table)) {
      count += rows.length;
      yield hashed(rows);
    }
    state.tables[table.name] = count;
    state.rows += count;
  }
  yield `${JSON.stringify({ end: { rows: state.rows, sha256: state.hash.copy().digest('hex') } })}\n`;
}

async function* fetchRows(tx: Queryable, table: Table): AsyncGenerator<(string | null)[][]> {
  const values = table.columns.map(([name]) => `${quoted(name)}::text`).join(', ');
  // By bytes, since the engines may have different collations; geographies after their parents.
  const order = [...(table.name === 'geography' ? ['parent is not null', 'position'] : []), ...table.key.map((name) => `${quoted(name)}::text collate "C"`)];
  await tx.query(`declare archived no scroll cursor for select array[${values}] as row from app.${quoted(table.name)} order by ${order.join(', ')}`);
  for (;;) {
    const rows = await tx.query<{ row: (string | null)[] }>(`fetch ${FETCH} from archived`);
    if (rows.length > 0) yield rows.map(({ row }) => row);
    if (rows.length < FETCH) break;
  }
  await tx.query('close archived');
}

/**
 * Fills an empty, migrated database in one transaction: all of the archive, or nothing where a line is missing, changed or
 * does not fit. Accounts of the empty database are replaced by those of the archive.
 */
export async function readArchive(db: Database, source: Readable): Promise<ArchiveSummary> {
  try {
    return await db.transaction(async (tx) => {
      await tx.query(`set local timezone = 'UTC'`);
      const tables = new Map((await listTables(tx)).map((table) => [table.name, table]));
      await refuseFilled(tx, [...tables.keys()]);
      let summary: ArchiveSummary | undefined;
      await pipeline(source, createGunzip(), async (chunks: AsyncIterable<Uint8Array>) => {
        summary = await readLines(tx, tables, linesOf(chunks));
      });
      return summary!;
    });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'Z_DATA_ERROR' || code === 'Z_BUF_ERROR' || error instanceof SyntaxError) throw new ArchiveRefused('the file is damaged or no archive', { cause: error });
    throw error;
  }
}

async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = parts.pop()!;
    yield* parts;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}

async function refuseFilled(tx: Queryable, tables: readonly string[]): Promise<void> {
  for (const name of tables) {
    if (name === 'account' || name === 'job') continue;
    const rows = await tx.query(`select 1 from app.${quoted(name)} limit 1`);
    if (rows.length > 0) throw new ArchiveRefused(`the database is not empty: ${name} has rows`);
  }
  await tx.query('delete from app.account');
  await tx.query('delete from app.job');
}

async function readLines(tx: Queryable, tables: ReadonlyMap<string, Table>, lines: AsyncIterable<string>): Promise<ArchiveSummary> {
  const hash = createHash('sha256');
  const counts: Record<string, number> = {};
  let rows = 0;
  let table: Table | null = null;
  let header = false;
  let end: { rows: number; sha256: string } | null = null;
  let waiting: (string | null)[][] = [];
  const flush = async () => {
    if (table !== null && waiting.length > 0) await insertRows(tx, table, waiting);
    waiting = [];
  };
  for await (const line of lines) {
    if (end !== null) throw new ArchiveRefused('the file goes on after its end');
    const value = JSON.parse(line) as unknown;
    if (!header) {
      await checkHeader(tx, value);
      header = true;
    } else if (Array.isArray(value)) {
      if (table === null || value.length !== table.columns.length) throw new ArchiveRefused('the file is damaged: a row does not fit its table');
      waiting.push(value as (string | null)[]);
      counts[table.name]!++;
      rows++;
      if (waiting.length === FETCH) await flush();
    } else {
      await flush();
      const { table: name, end: last } = value as { table?: string; end?: { rows: number; sha256: string } };
      if (last !== undefined) {
        end = last;
        continue;
      }
      table = startTable(tables, value);
      counts[name!] = 0;
    }
    hash.update(`${line}\n`);
  }
  const sha256 = hash.digest('hex');
  if (!header) throw new ArchiveRefused('the file is empty');
  if (end === null) throw new ArchiveRefused('the file ends early');
  if (end.rows !== rows || end.sha256 !== sha256) throw new ArchiveRefused('the file is damaged: its content is not what was written');
  return { rows, tables: counts, sha256 };
}

async function checkHeader(tx: Queryable, value: unknown): Promise<void> {
  const { format, version, migrations } = value as { format?: unknown; version?: unknown; migrations?: unknown };
  if (format !== FORMAT) throw new ArchiveRefused('the file is no archive of zuschnitt');
  if (version !== VERSION) throw new ArchiveRefused(`the archive has version ${String(version)}; this program reads version ${VERSION}`);
  const here = await listMigrations(tx);
  if (JSON.stringify(migrations) !== JSON.stringify(here)) {
    throw new ArchiveRefused(`the archive is of schema ${(migrations as string[]).at(-1)}, this database of ${here.at(-1)}; write it with the same version of zuschnitt`);
  }
}

function startTable(tables: ReadonlyMap<string, Table>, value: unknown): Table {
  const { table: name, columns } = value as { table: string; columns: unknown };
  const known = tables.get(name);
  if (known === undefined || JSON.stringify(known.columns) !== JSON.stringify(columns)) {
    throw new ArchiveRefused(`the archive's table ${name} is not that of this database`);
  }
  return known;
}

async function insertRows(tx: Queryable, table: Table, rows: readonly (readonly (string | null)[])[]): Promise<void> {
  const names = table.columns.map(([name]) => quoted(name)).join(', ');
  const values = table.columns.map(([, type], i) => `moved.v${i}::${type}`).join(', ');
  const parameters = table.columns.map((_, i) => `$${i + 1}::text[]`).join(', ');
  const aliases = table.columns.map((_, i) => `v${i}`).join(', ');
  await tx.query(
    `insert into app.${quoted(table.name)} (${names}) select ${values} from unnest(${parameters}) as moved (${aliases})`,
    table.columns.map((_, i) => rows.map((row) => row[i])),
  );
}
