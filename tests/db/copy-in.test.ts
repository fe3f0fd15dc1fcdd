// Blocks by COPY: the same rows, checks and errors as by statements, and the table as it was before.
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import type { BlockRings } from '../../core/coverage/coverage.ts';
import { loadInBulk } from '../../server/db/bulk-load.ts';
import { CopyRows } from '../../server/db/copy-rows.ts';
import type { Database, Queryable } from '../../server/db/database.ts';
import { insertBlockSet } from '../../server/db/queries/block-sets.ts';
import { insertBlocks, readBlockRings, readSourceRings } from '../../server/db/queries/blocks.ts';
import { insertMunicipality } from '../../server/db/queries/municipalities.ts';
import { createTown } from '../bench/town.ts';
import { describeEngines } from './engines.ts';

const EPSG = 25832;
/** The town's blocks with holes and parts put in, and ids that UTF-8 has to carry. */
function shapes(count: number): BlockRings {
  const { blocks } = createTown(count, 2, 5);
  return { ...blocks, ids: blocks.ids.map((id, i) => (i % 7 === 0 ? `Straße ${id} \u{1f3e0}` : id)) };
}

const nested: BlockRings = {
  ids: ['with hole and part', 'empty of holes'],
  xy: Float64Array.from([0, 0, 90, 0, 90, 90, 0, 90, 10, 10, 10, 20, 20, 20, 20, 10, 200, 0, 210, 0, 210, 10, 300, 0, 310, 0, 310, 10]),
  ringStart: Uint32Array.from([0, 4, 8, 11, 14]),
  partStart: Uint32Array.from([0, 2, 3, 4]),
  blockStart: Uint32Array.from([0, 2, 3]),
};

/** Two corners of the first block change places. */
function bowTie(rings: BlockRings): BlockRings {
  const xy = rings.xy.slice();
  const last = rings.ringStart[1]! - 1;
  const middle = last >> 1;
  [xy[2 * last], xy[2 * last + 1], xy[2 * middle], xy[2 * middle + 1]] = [xy[2 * middle]!, xy[2 * middle + 1]!, xy[2 * last]!, xy[2 * last + 1]!];
  return { ...rings, xy };
}

const INDEXES = "select indexdef from pg_indexes where schemaname = 'app' and tablename = 'block' order by 1";
const CONSTRAINTS = "select conname, convalidated, pg_get_constraintdef(oid) as definition from pg_constraint where conrelid = 'app.block'::regclass order by 1";

describeEngines('blocks', (test, engine) => {
  let municipalities = 9990100;
  const newSet = async (tx: Queryable): Promise<{ key: string; set: number }> => {
    const key = `0${municipalities++}`;
    await insertMunicipality(tx, { municipality: key, name: key, epsg: EPSG });
    return { key, set: await insertBlockSet(tx, key, { validFrom: '2026-01-01', validTo: null, source: 'test' }) };
  };
  const byStatements = (tx: Queryable): Queryable => ({ query: (text, values) => tx.query(text, values) });

  it('are the same by COPY and by statements, to the last bit of geometry and area', async () => {
    const { database } = test();
    for (const rings of [shapes(500), nested]) {
      const source = { rings, areaM2: Float64Array.from(rings.ids, (_, i) => i / 3) };
      const sets = await database.transaction(async (tx) => {
        const [copied, stated] = [await newSet(tx), await newSet(tx)];
        await insertBlocks(tx, copied.key, copied.set, EPSG, rings, rings === nested ? source : undefined);
        await insertBlocks(byStatements(tx), stated.key, stated.set, EPSG, rings, rings === nested ? source : undefined);
        return [copied, stated];
      });
      const rows = (key: string) =>
        database.query('select block, position, ST_AsEWKB(geom) as geom, ST_AsEWKB(source_geom) as source, source_area_m2 as area from app.block where municipality = $1 order by position', [key]);
      const [copied, stated] = await Promise.all(sets.map(({ key }) => rows(key)));
      expect(copied).toHaveLength(rings.ids.length);
      expect(copied).toEqual(stated);
      expect(await readBlockRings(database, sets[0]!.key, sets[0]!.set)).toEqual(rings);
      expect(await readSourceRings(database, sets[0]!.key, sets[0]!.set)).toEqual(rings);
    }
  });

  it.each<[string, (rings: BlockRings) => BlockRings, string]>([
    ['an id that stands twice', (rings) => ({ ...rings, ids: [rings.ids[0]!, ...rings.ids.slice(1, -1), rings.ids[0]!] }), 'block_pk'],
    ['a polygon that crosses itself', bowTie, 'block_geom_valid'],
  ])('with %s are refused by name of the constraint, and nothing of them is kept', async (_, broken, constraint) => {
    const { database } = test();
    const rings = broken(shapes(400));
    const before = await database.query('select count(*) from app.block');
    const told = database.transaction(async (tx) => {
      const { key, set } = await newSet(tx);
      await insertBlocks(tx, key, set, EPSG, rings);
    });
    await expect(told).rejects.toMatchObject({ name: 'DatabaseError', constraint });
    expect(await database.query('select count(*) from app.block')).toEqual(before);
  });

  if (engine === 'embedded') {
    it('go in by statements, since the engine loses what a COPY refuses', async () => {
      await test().database.transaction((tx) => Promise.resolve(expect(tx.copyIn).toBeUndefined()));
    });
    return;
  }

  const town = shapes(20_000);
  const load = (database: Database, during: (tx: Queryable) => Promise<unknown> = () => Promise.resolve()) =>
    database.transaction(async (tx) => {
      const { key, set } = await newSet(tx);
      await insertBlocks(tx, key, set, EPSG, town);
      await during(tx);
      return { key, set };
    });

  describe('of a city', () => {
    it('leave the index and the foreign keys as they were, and are found by both', { timeout: 120_000 }, async () => {
      const { database } = test();
      await database.query('truncate app.block cascade');
      const before = [await database.query(INDEXES), await database.query(CONSTRAINTS)];
      const { key } = await load(database);
      expect([await database.query(INDEXES), await database.query(CONSTRAINTS)]).toEqual(before);
      const [x, y] = [town.xy[0]!, town.xy[1]!];
      const near = await database.query('select block from app.block where municipality = $1 and geom && ST_MakeEnvelope($2, $3, $4, $5, 25832)', [key, x - 1, y - 1, x + 1, y + 1]);
      expect(near).toContainEqual({ block: town.ids[0] });
      await expect(database.query('update app.block set block_set = 99 where municipality = $1', [key])).rejects.toMatchObject({ constraint: 'block_set_fk' });
    });

    it('that fail in the end leave index, keys and rows as they were', { timeout: 120_000 }, async () => {
      const { database } = test();
      await database.query('truncate app.block cascade');
      const before = [await database.query(INDEXES), await database.query(CONSTRAINTS)];
      await expect(load(database, () => Promise.reject(new Error('too late')))).rejects.toThrow('too late');
      expect([await database.query(INDEXES), await database.query(CONSTRAINTS)]).toEqual(before);
      expect(await database.query('select count(*)::int as n from app.block')).toEqual([{ n: 0 }]);
    });

    it('go in beside somebody who reads for long, and beside more blocks than they are, with everything on', { timeout: 120_000 }, async () => {
      const { database, databaseUrl } = test();
      await database.query('truncate app.block cascade');
      const reader = new pg.Client(databaseUrl!);
      await reader.connect();
      const bulk = (rows: number, bytes: number) => database.transaction((tx) => loadInBulk(tx, rows, bytes, () => Promise.resolve()));
      try {
        expect(await bulk(20_000, 1e9)).toBe(true);
        expect(await bulk(19_999, 1e9)).toBe(false);
        await reader.query('begin; select count(*) from app.block');
        expect(await bulk(20_000, 1e9)).toBe(false);
        await load(database);
        await reader.query('commit');
        expect(await database.query('select count(*)::int as n from app.block')).toEqual([{ n: 20_000 }]);
        expect(await bulk(20_000, 8 * 1024)).toBe(false);
      } finally {
        await reader.end();
      }
    });
  });

  it('whose making fails midway are refused with that failure, and the connection goes on', async () => {
    const { database } = test();
    function* rows(): Iterable<Uint8Array> {
      const made = new CopyRows();
      for (let i = 0; i < 100_000; i++) {
        made.row(1);
        made.text('x'.repeat(50));
        if (made.full) yield made.take();
      }
      throw new RangeError('no more');
    }
    const copy = database.transaction(async (tx) => {
      await tx.query('create temporary table line (text text)');
      await tx.copyIn!('copy line from stdin (format binary)', rows());
    });
    await expect(copy).rejects.toThrow('no more');
    expect(await database.query('select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('are counted; numbers, nothing and long texts arrive as they are', async () => {
    const { database } = test();
    await database.transaction(async (tx) => {
      await tx.query('create temporary table kinds (position serial, i integer, b bigint, d double precision, t text) on commit drop');
      const made = new CopyRows();
      const long = 'ä'.repeat(300_000);
      for (const [i, b, d, t] of [[-1, 2 ** 53 - 1, Math.PI, 'a'], [2 ** 31 - 1, -(2 ** 40) - 5, -0, long]] as const) {
        made.row(4);
        made.integer(i);
        made.bigint(b);
        made.double(d);
        made.text(t);
      }
      made.row(4);
      for (let i = 0; i < 4; i++) made.nothing();
      made.end();
      expect(await tx.copyIn!('copy kinds (i, b, d, t) from stdin (format binary)', [made.take()])).toBe(3);
      expect(await tx.query('select i, b, d, t from kinds order by position')).toEqual([
        { i: -1, b: 2 ** 53 - 1, d: Math.PI, t: 'a' },
        { i: 2 ** 31 - 1, b: -(2 ** 40) - 5, d: -0, t: long },
        { i: null, b: null, d: null, t: null },
      ]);
    });
  });
});
