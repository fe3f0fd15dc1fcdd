// A city's blocks are stored while they are checked: what is refused leaves nothing, and what is stored is what was checked.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { BlockRings } from '../../core/coverage/coverage.ts';
import { readBlockRings } from '../../server/db/queries/blocks.ts';
import { insertMunicipality } from '../../server/db/queries/municipalities.ts';
import { runImport } from '../../server/imports/run-import.ts';
import { parseImportRequest } from '../../server/imports/import-request.ts';
import { createTown } from '../bench/town.ts';
import { describeEngines } from './engines.ts';

const folder = mkdtempSync(join(tmpdir(), 'zuschnitt-city-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));


function write(name: string, { ids, xy, ringStart }: BlockRings): string {
  const features = ids.map((id, block) => {
    const ring = Array.from({ length: ringStart[block + 1]! - ringStart[block]! }, (_, i) => [xy[2 * (ringStart[block]! + i)], xy[2 * (ringStart[block]! + i) + 1]]);
    return { type: 'Feature', properties: { id }, geometry: { type: 'Polygon', coordinates: [[...ring, ring[0]]] } };
  });
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify({ type: 'FeatureCollection', crs: { type: 'name', properties: { name: 'EPSG:25832' } }, features }));
  return path;
}

/** A block moved by three metres. */
function overlapping(city: BlockRings): BlockRings {
  const xy = city.xy.slice();
  const block = city.ids.length / 2;
  for (let v = city.ringStart[block]!; v < city.ringStart[block + 1]!; v++) xy[2 * v]! += 3;
  return { ...city, xy };
}

/** Two corners change places. */
function crossing(city: BlockRings): BlockRings {
  const xy = city.xy.slice();
  const [a, b] = [2 * city.ringStart[7]!, 2 * city.ringStart[7]! + 8];
  [xy[a], xy[a + 1], xy[b], xy[b + 1]] = [xy[b]!, xy[b + 1]!, xy[a]!, xy[a + 1]!];
  return { ...city, xy };
}

describeEngines('blocks of a city', (test, engine) => {
  // Enough to be stored early, on the engine that does so.
  const { blocks: city } = createTown(engine === 'postgres' ? 20_000 : 2000, 2, 9);
  let next = 9990500;
  const importOf = async (path: string, validFrom = '2026-01-01') => {
    const { database } = test();
    const municipality = { municipality: `0${next++}`, name: 'City', epsg: 25832 };
    await insertMunicipality(database, municipality);
    const request = parseImportRequest({ kind: 'blocks', validFrom, mapping: '{"id":"id"}' });
    const context = { account: 'admin', signal: new AbortController().signal, progress: () => Promise.resolve(), keepResult: () => Promise.resolve() };
    return { key: municipality.municipality, result: await runImport(database, municipality, path, request, context) };
  };

  it('comes in as it stands in the file, with its report', { timeout: 120_000 }, async () => {
    const { key, result } = await importOf(write('city.geojson', city));
    expect(result).toMatchObject({ kind: 'blocks', dryRun: false, report: { blocks: city.ids.length, pieces: 1, repair: null, lineage: null } });
    expect(await readBlockRings(test().database, key, result.stored!.blockSet as number)).toEqual(city);
  });

  it('is refused by what the check says, also of what the database would refuse, and leaves nothing', { timeout: 240_000 }, async () => {
    const { database } = test();
    const before = await database.query('select count(*)::int as blocks, (select count(*)::int from app.block_set) as sets from app.block');
    const index = await database.query("select indexdef from pg_indexes where schemaname = 'app' and tablename = 'block' order by 1");
    await expect(importOf(write('overlap.geojson', overlapping(city)))).rejects.toThrow(/overlap\.geojson, row \d+, field id: blocks? "\d+" (and "\d+" overlap by|has a border that lies along)/);
    await expect(importOf(write('crossing.geojson', crossing(city)))).rejects.toThrow(/crossing\.geojson, row 8, field id: block "9990001000007" crosses itself/);
    expect(await database.query('select count(*)::int as blocks, (select count(*)::int from app.block_set) as sets from app.block')).toEqual(before);
    expect(await database.query("select indexdef from pg_indexes where schemaname = 'app' and tablename = 'block' order by 1")).toEqual(index);
  });
});
