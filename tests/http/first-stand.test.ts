// The first block stand of a municipality from real files: districts that overlap, inhabited cells that lie apart.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { adjacency } from '../../core/coverage/adjacency.ts';
import { decodeCoverage } from '../../core/coverage/encode.ts';
import { insertAccount } from '../../server/db/queries/accounts.ts';
import { insertMunicipality } from '../../server/db/queries/municipalities.ts';
import { packageRoot } from '../../server/package-root.ts';
import { describeServed } from '../db/engines.ts';
import { areaOf, outlinesOf } from './outline-pictures.ts';
import { ImportSender } from './send-import.ts';
import { ServerUnderTest } from './server-under-test.ts';
import { TOWN } from './town.ts';

const stand = (validFrom: string, mapping: object = {}) => ({ kind: 'blocks', validFrom, mapping: JSON.stringify({ id: 'id', ...mapping }) });

describeServed('a first block stand', (test) => {
  const server = new ServerUnderTest();
  const sender = new ImportSender(server);
  beforeAll(async () => {
    await insertMunicipality(test().database, TOWN);
    await insertAccount(test().database, { account: 'planung', name: 'Planung', roles: ['planner', 'editor'], clearances: [] });
    await server.start(test());
  });
  afterAll(() => server.stop());

  const data = join(process.env.SHARED_DIR ?? join(packageRoot(), '..', 'shared'), 'data');
  const mannheim = join(data, 'mannheim', 'mannheim-36stadtteile.geojson');
  it.skipIf(!existsSync(mannheim))(
    `finds the 0.01 m2 of overlaps between Mannheim's districts and shows what a repair would change${existsSync(mannheim) ? '' : ' (skipped: the shared data are absent)'}`,
    async () => {
      const file = new Uint8Array(readFileSync(mannheim));
      const found = (await sender.tried('stadtteile.geojson', file, stand('2011-01-01'))).report.findings;
      expect(found.byCode.OVERLAP).toBe(3);
      const overlaps = (found.items as { code: string; areaM2: number; rows: number[]; at: unknown }[]).filter(({ code }) => code === 'OVERLAP');
      expect(overlaps.reduce((sum, { areaM2 }) => sum + areaM2, 0)).toBeCloseTo(0.0118, 3);
      expect(overlaps.every(({ rows, at }) => rows.length === 2 && at !== null)).toBe(true);
      const { report, shapes } = await sender.tried('stadtteile.geojson', file, stand('2011-01-01', { repair: { overlaps: 'longest-border' } }));
      expect(report).toMatchObject({ blocks: 38, repair: { left: { total: 0 } }, lineage: null, accept: expect.stringMatching(/^[0-9a-f]{64}$/) });
      expect(Math.abs(report.repair.areaAfterM2 - report.repair.areaBeforeM2)).toBeLessThan(0.1);
      expect(report.repair.changes.items.every(({ areaM2 }: { areaM2: number }) => areaM2 < 1)).toBe(true);
      expect(shapes.features.length).toBeGreaterThan(3);
    },
    120_000,
  );

  const haan = join(data, 'haan');
  it.skipIf(!existsSync(haan))(
    `makes seven zones of Haan's 829 cells one piece each, with the cells' own areas${existsSync(haan) ? '' : ' (skipped: the shared data are absent)'}`,
    async () => {
      const read = (name: string) => new Uint8Array(readFileSync(join(haan, name)));
      const towns = JSON.parse(new TextDecoder().decode(read('kreis-mettmann-gemeinden.geojson'))) as { features: { properties: Record<string, unknown> }[] };
      const column = Object.keys(towns.features[0]!.properties).find((name) => towns.features.some(({ properties }) => `${properties[name] as string}` === 'Haan'))!;
      const layer = { kind: 'layer', layer: 'haan', mapping: JSON.stringify({ where: { [column]: 'Haan' } }) };
      const border = await sender.imported('gemeinden.geojson', read('kreis-mettmann-gemeinden.geojson'), layer);
      expect(border.body.status, border.text).toBe('successful');
      const mapping = { id: 'grid_id', x: 'x_3035', y: 'y_3035', sourceCrs: 'EPSG:3035', cell: 100, where: { gemeinde: 'Haan' }, empty: { method: 'tessellate', boundary: { layer: 'haan' } } };
      const cells = { kind: 'blocks', validFrom: '2011-01-01', mapping: JSON.stringify(mapping) };
      const tried = await sender.tried('zensus.csv', read('zensus2011_100m_kr_mettmann.csv'), cells);
      // All cells to be looked at, with the squares in them, in less than a megabyte.
      expect(tried.outlines).toMatchObject({ repaired: null, source: { drawn: 829, simplifiedM: 0 }, cells: { drawn: 829, simplifiedM: 0 } });
      const whole = [...outlinesOf(tried.outlines.cells).values()].reduce((sum, polygons) => sum + areaOf(polygons), 0);
      expect(Math.abs(whole - 828.7e4 - tried.report.empty.areaAddedM2)).toBeLessThan(1000);
      expect(JSON.stringify(tried.outlines).length).toBeLessThan(1_000_000);
      const { report, stored } = await sender.accepted('zensus.csv', read('zensus2011_100m_kr_mettmann.csv'), cells);
      expect(report).toMatchObject({ blocks: 829, pieces: 1, detachedBlocks: 0, empty: { uncoveredM2: 0 } });
      const coverage = decodeCoverage(await (await fetch(`${server.url}/block-sets/${stored.blockSet as number}/coverage`)).arrayBuffer());
      const zones = grownZones(coverage, 7);
      const table = `block,zone\n${coverage.ids.map((id, i) => `${id},Z${zones[i]}`).join('\n')}\n`;
      const made = await sender.imported('zones.csv', table, { kind: 'zones', geography: 'haan', validFrom: '2012-01-01', mapping: '{"block":"block","zone":"zone"}' });
      expect(made.body.status, made.text).toBe('successful');
      const { body } = await server.post('/plans', { body: { geography: 'haan', name: 'Sozialräume' } });
      const rows = body.zones as { parts: number; blocks: number; areaM2: number }[];
      expect(rows.map(({ parts }) => parts)).toEqual([1, 1, 1, 1, 1, 1, 1]);
      expect(body.issues).toEqual([]);
      // A cell is a hectare but for what the projection does to it: less than 3 per mille here.
      for (const { blocks, areaM2 } of rows) expect(Math.abs(areaM2 / blocks - 10_000)).toBeLessThan(30);
    },
    180_000,
  );
});

/** Grows zones from seeds over neighbours, one block at a time in turn: each is one piece if the blocks are one. */
function grownZones(coverage: Parameters<typeof adjacency>[0], zoneCount: number): Int32Array {
  const near = adjacency(coverage);
  const assignment = new Int32Array(coverage.blockCount).fill(-1);
  const queues = Array.from({ length: zoneCount }, (_, zone) => [Math.floor(((zone + 0.5) * coverage.blockCount) / zoneCount)]);
  while (assignment.includes(-1)) {
    for (let zone = 0; zone < zoneCount; zone++) {
      for (let block = queues[zone]!.shift(); block !== undefined; block = queues[zone]!.shift()) {
        if (assignment[block]! >= 0) continue;
        assignment[block] = zone;
        queues[zone]!.push(...near.rook.subarray(near.rookStart[block], near.rookStart[block + 1]));
        break;
      }
    }
  }
  return assignment;
}
