// Both engines keep the same promises: values, transactions, refusals, and nothing lost in silence.
import { expect, it } from 'vitest';
import { DatabaseError } from '../../server/db/database.ts';
import { constraintOf } from '../../server/db/refusal.ts';
import { describeEngines } from './engines.ts';
import { insertSample, SAMPLE } from './sample.ts';

const BOW_TIE = `(values ('POLYGON((0 0,1 1,1 0,0 1,0 0))'::geometry), ('POLYGON((0 0,2 0,2 2,0 2,0 0))'::geometry)) as shapes (geom)`;

describeEngines('the database', (test) => {
  it('gives back every type as it was sent', async () => {
    const { database } = test();
    const bytes = Uint8Array.of(0, 1, 92, 255);
    const [row] = await database.query(
      `select $1::text as text, $2::integer as whole, $3::bigint as long, $4::double precision as real, $5::boolean as truth,
        $6::date as day, $7::timestamptz as at, $8::bytea as bytes, $9::integer[] as counts, $10::text[] as words, $11::jsonb as json,
        $12::text as nothing, $13::bytea[] as pieces, $14::date[] as days, $15::numeric as exact, array[[1,2],[3,4]] as square, '{}'::integer[] as empty`,
      [
        'Größe "x" \\ {a,b}', 7, 9_007_199_254_740_991, 0.1 + 0.2, false, '2024-02-29', new Date('2026-11-25T18:00:00.123Z'), bytes,
        [1, null, -3], ['NULL', '', 'a,b', 'q"\\', null], { a: [1, { b: 'ü' }] }, null, [bytes, new Uint8Array(0)], ['2020-01-01', null], '12345678901234567890.5',
      ],
    );
    expect(row).toEqual({
      text: 'Größe "x" \\ {a,b}',
      whole: 7,
      long: 9_007_199_254_740_991,
      real: 0.1 + 0.2,
      truth: false,
      day: '2024-02-29',
      at: new Date('2026-11-25T18:00:00.123Z'),
      bytes,
      counts: [1, null, -3],
      words: ['NULL', '', 'a,b', 'q"\\', null],
      json: { a: [1, { b: 'ü' }] },
      nothing: null,
      pieces: [bytes, new Uint8Array(0)],
      days: ['2020-01-01', null],
      exact: '12345678901234567890.5',
      square: [[1, 2], [3, 4]],
      empty: [],
    });
  });

  it('counts as numbers, and refuses to round a bigint', async () => {
    const { database } = test();
    expect(await database.query('select count(*) as n from generate_series(1, 5)')).toEqual([{ n: 5 }]);
    await expect(database.query('select 9007199254740993::bigint as n')).rejects.toThrow(/2\^53/);
    expect(await database.query('select 1 as n')).toEqual([{ n: 1 }]);
  });

  it('rolls a failed transaction back whole, also when the work swallows the error', async () => {
    const { database } = test();
    const insert = `insert into app.municipality (municipality, name, epsg) values ('01010101', 'A', 25832)`;
    const count = async () => (await database.query(`select 1 from app.municipality where municipality = '01010101'`)).length;
    await expect(
      database.transaction(async (tx) => {
        await tx.query(insert);
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expect(await count()).toBe(0);
    await expect(
      database.transaction(async (tx) => {
        await tx.query(insert);
        await tx.query('select 1 / 0').catch(() => {});
      }),
    ).rejects.toThrow(DatabaseError);
    expect(await count()).toBe(0);
    expect(await database.transaction(async (tx) => (await tx.query('select 1 as n')).length)).toBe(1);
  });

  it('keeps a transaction apart from what others ask meanwhile', async () => {
    const { database } = test();
    const seen: number[] = [];
    const outside = async () => seen.push((await database.query(`select 1 from app.municipality where municipality = '02020202'`)).length);
    const asked: Promise<unknown>[] = [];
    await expect(
      database.transaction(async (tx) => {
        await tx.query(`insert into app.municipality (municipality, name, epsg) values ('02020202', 'B', 25832)`);
        asked.push(outside(), outside());
        await tx.query('select 1');
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await Promise.all(asked);
    expect(seen).toEqual([0, 0]);
  });

  it('tells an error for a union of a bow-tie and commits nothing around it', async () => {
    const { database } = test();
    const union = `ST_SetSRID(ST_Union(geom), 25832)`;
    const store = `insert into app.reference_feature (municipality, layer, feature, geom) select '03030303', 'l', 'f', ${union} from ${BOW_TIE}`;
    await database.query(`insert into app.reference_feature (municipality, layer, feature, geom) values ('03030303', 'l', 'g', 'SRID=25832;POINT(0 0)')`);
    for (const statement of [
      `select ST_AsText(ST_Union(geom)) from ${BOW_TIE}`,
      store,
      `${store} returning feature`,
      `with made as (${store} returning feature) select count(*) from made`,
      `update app.reference_feature set geom = (select ${union} from ${BOW_TIE}) where municipality = '03030303'`,
      `delete from app.reference_feature where geom && (select ${union} from ${BOW_TIE})`,
      `select n, ST_AsText(ST_Intersection(a.geom, 'POLYGON((0 0,1 1,1 0,0 1,0 0))')) from generate_series(1, 3) as n, (values ('POLYGON((0 0,2 0,2 2,0 2,0 0))'::geometry)) as a (geom)`,
    ]) {
      await expect(database.query(statement), statement).rejects.toThrow(DatabaseError);
      const told: unknown[] = [];
      await expect(
        database.transaction(async (tx) => {
          await tx.query(`insert into app.municipality (municipality, name, epsg) values ('03030303', 'C', 25832)`);
          await tx.query(statement).catch((error: unknown) => told.push(error));
        }),
        statement,
      ).rejects.toThrow(DatabaseError);
      expect(told, statement).toHaveLength(1);
    }
    expect(await database.query(`select feature, ST_AsText(geom) as wkt from app.reference_feature where municipality = '03030303'`)).toEqual([
      { feature: 'g', wkt: 'POINT(0 0)' },
    ]);
    expect(await database.query(`select 1 from app.municipality where municipality = '03030303'`)).toEqual([]);
    expect(await database.query('select 1 as n')).toEqual([{ n: 1 }]);
  });

  it('refuses a bow-tie and a missing CRS where geometry is stored, by name of the rule', async () => {
    const { database } = test();
    const insert = (wkt: string, srid: number) =>
      database.query(`insert into app.reference_feature (municipality, layer, feature, geom) values ('1', 'l', 'f', ST_GeomFromText($1, $2))`, [wkt, srid]);
    await expect(insert('POLYGON((0 0,1 1,1 0,0 1,0 0))', 25832)).rejects.toMatchObject({ constraint: 'reference_feature_valid', sqlState: '23514' });
    await expect(insert('POINT(0 0)', 0)).rejects.toMatchObject({ constraint: 'reference_feature_srid' });
  });

  it('names the violated constraint and never quotes a value', async () => {
    const { database } = test();
    const add = () => database.query(`insert into app.municipality (municipality, name, epsg) values ('04040404', 'Secretville', 25832)`);
    await add();
    const twice = await add().catch((error: unknown) => error);
    expect(twice).toBeInstanceOf(DatabaseError);
    expect(twice).toMatchObject({ constraint: 'municipality_pk', sqlState: '23505' });
    expect(JSON.stringify([String(twice), twice])).not.toContain('Secretville');
    const cast = await database.query('select $1::integer', ['4711secret']).catch((error: unknown) => error);
    expect(cast).toBeInstanceOf(DatabaseError);
    expect(JSON.stringify([String(cast), cast])).not.toContain('secret');
    await expect(database.query(`insert into app.municipality (municipality, name, epsg) values ('x', 'D', 1)`)).rejects.toMatchObject({
      constraint: 'municipality_key_digits',
    });
  });

  it('reads a constraint from the message of a shard', () => {
    expect(constraintOf('duplicate key value violates unique constraint "zone_pk_106141"')).toBe('zone_pk');
    expect(constraintOf('new row for relation "block_102" violates check constraint "block_geom_valid"')).toBe('block_geom_valid');
    expect(constraintOf('division by zero')).toBeNull();
  });

  it('lets nobody change plan events, released cells or the ledger', async () => {
    const { database } = test();
    await insertSample(database);
    await database.query(`insert into app.ledger values ($1, 1, now(), 'a', 'request', 'r', '{}', '', 'h')`, [SAMPLE]);
    await expect(database.query('update app.ledger set hash = $1 where municipality = $2', ['x', SAMPLE])).rejects.toThrow(/append-only/);
    await expect(database.query('delete from app.ledger where municipality = $1', [SAMPLE])).rejects.toThrow(/append-only/);
    await database.query(`insert into app.plan (municipality, plan, geography, name, block_set, created_by) values ($1, 'p', 'quarter', 'P', 1, 'a')`, [SAMPLE]);
    await database.query(`insert into app.plan_event (municipality, plan, version, kind, account) values ($1, 'p', 1, 'submit', 'a')`, [SAMPLE]);
    await expect(database.query(`update app.plan_event set kind = 'approve' where municipality = $1`, [SAMPLE])).rejects.toThrow(/append-only/);
    await expect(database.query(`delete from app.plan where municipality = $1 and plan = 'p'`, [SAMPLE])).rejects.toThrow(/append-only/);
  });
});
