// Migrations: from nothing, by several servers at once, never backwards, and the schema they make is the one on file.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEmbedded } from '../../server/db/embedded.ts';
import { migrate, MigrationRefused, readMigrations, type SqlFile } from '../../server/db/migrate.ts';
import { openPostgres } from '../../server/db/postgres.ts';
import { splitStatements } from '../../server/db/split-statements.ts';
import { packageRoot } from '../../server/package-root.ts';
import { findPostgres, startCluster, type Cluster } from '../postgres-cluster.ts';
import { describeEngines, postgresMissing } from './engines.ts';

const next = (name: string, text: string, repeatable = false): SqlFile => ({ name, text, repeatable });

describeEngines('migrations', (test) => {
  it('have nothing to do on a database that has them', async () => {
    expect(await migrate(test().database)).toEqual([]);
  });

  it('apply a new file once and whole: a failing one leaves nothing behind', async () => {
    const { database } = test();
    const files = await readMigrations();
    const broken = next('000901', 'create table app.half (a text); insert into app.half values (1 / 0)');
    await expect(migrate(database, [...files, broken])).rejects.toThrow(/division by zero/);
    expect(await database.query(`select to_regclass('app.half') as t`)).toEqual([{ t: null }]);
    const whole = next('000901', `create table app.whole (a text); -- a comment; with a semicolon\ninsert into app.whole values ('a;b')`);
    expect(await migrate(database, [...files, whole])).toEqual(['000901']);
    expect(await migrate(database, [...files, whole])).toEqual([]);
    expect(await database.query('select a from app.whole')).toEqual([{ a: 'a;b' }]);
  });

  it('refuse a database that a newer version has migrated, and say what to do', async () => {
    const { database } = test();
    await expect(migrate(database)).rejects.toThrow(/holds migration 000901, which this version does not know .* start a newer version/);
    await database.query(`delete from app.migration where name = '000901'`);
    expect(await migrate(database)).toEqual([]);
  });

  it('refuse a file that was changed after it had been applied, but run a changed function again', async () => {
    const { database } = test();
    const files = await readMigrations();
    const edited = files.map((file) => (file.name === '000001' ? { ...file, text: `${file.text}\n-- later` } : file));
    await expect(migrate(database, edited)).rejects.toThrow(MigrationRefused);
    const made = (result: number) => next('functions/answer', `create or replace function app.answer() returns integer language sql as 'select ${result}'`, true);
    expect(await migrate(database, [...files, made(41)])).toEqual(['functions/answer']);
    expect(await migrate(database, [...files, made(42)])).toEqual(['functions/answer']);
    expect(await database.query('select app.answer() as a')).toEqual([{ a: 42 }]);
  });
});

describe('migrations from nothing', () => {
  it('make the whole schema on the embedded engine', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'zuschnitt-empty-'));
    const database = await openEmbedded(join(folder, 'postgres'));
    try {
      const applied: string[] = [];
      expect(await migrate(database, undefined, (name) => applied.push(name))).toEqual(applied);
      expect(applied).toContain('000001');
      expect(await database.query('select count(*) as n from app.block')).toEqual([{ n: 0 }]);
    } finally {
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    }
    // Making the files and PostGIS takes 20 s, and four times as long on a busy machine.
  }, 180_000);

  const reason = postgresMissing();
  describe.skipIf(reason !== null)(`on PostgreSQL${reason === null ? '' : ` (skipped: ${reason})`}`, () => {
    let cluster: Cluster;
    beforeAll(async () => {
      cluster = await startCluster();
    });
    afterAll(() => cluster.stop());

    it('let servers that start together wait for each other', async () => {
      const url = await cluster.createDatabase();
      const servers = await Promise.all([1, 2, 3, 4].map(() => openPostgres(url, { connections: 2 })));
      try {
        const applied = await Promise.all(servers.map((server) => migrate(server)));
        const all = (await readMigrations()).map(({ name }) => name);
        expect(applied.flat().toSorted()).toEqual(all.toSorted());
      } finally {
        await Promise.all(servers.map((server) => server.close()));
      }
    });

    it('make the schema that sql/schema.sql shows (BLESS=1 rewrites it)', async () => {
      const url = await cluster.createDatabase();
      const database = await openPostgres(url, { connections: 1 });
      await migrate(database);
      await database.close();
      const dump = dumpSchema(url);
      const path = join(packageRoot(), 'sql', 'schema.sql');
      if (process.env.BLESS === '1') writeFileSync(path, dump);
      expect(readFileSync(path, 'utf8')).toBe(dump);
    });
  });
});

/** Schema `app` by pg_dump, without what depends on its version: comments, settings, blank lines. */
function dumpSchema(url: string): string {
  const { bin } = findPostgres() as { bin: string };
  const text = execFileSync(join(bin, 'pg_dump'), ['--schema=app', '--schema-only', '--no-owner', '--no-privileges', url], { encoding: 'utf8' });
  const lines = text.split('\n').filter((line) => !/^(--|SET |SELECT pg_catalog\.set_config|\\|$)/.test(line));
  return `-- What the migrations make on PostgreSQL 15, by pg_dump; compared by a test, rewritten with BLESS=1.\n${lines.join('\n')}\n`;
}

describe('splitting a file into statements', () => {
  it('keeps bodies, quotes and comments whole', () => {
    const file = `
      -- first; not a statement
      create function f() returns text language plpgsql as $body$ begin return 'a;b'; end; $body$;
      select ';', "we;ird", E'it\\';s', $$ ; $$ /* a /* nested; */ comment; */, 'it''s;';
      /* nothing but this; */ ;
      select $1;
      select a$b from c`;
    expect(splitStatements(file).map((statement) => statement.replace(/\s+/g, ' '))).toEqual([
      "-- first; not a statement create function f() returns text language plpgsql as $body$ begin return 'a;b'; end; $body$",
      `select ';', "we;ird", E'it\\';s', $$ ; $$ /* a /* nested; */ comment; */, 'it''s;'`,
      'select $1',
      'select a$b from c',
    ]);
  });

  it('refuses what has no end', () => {
    expect(() => splitStatements(`select 'abc`)).toThrow(SyntaxError);
    expect(() => splitStatements('do $$ begin')).toThrow(SyntaxError);
    expect(() => splitStatements('/* a')).toThrow(SyntaxError);
  });
});
