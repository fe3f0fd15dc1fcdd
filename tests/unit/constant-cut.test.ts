// Counts in one cut over stands of blocks: sums that hold, what was apportioned told, and the same as reckoning by hand.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BlockLink, linkedBlocks, sumsInCut, wholeBlocks } from '../../core/statistics/constant-cut.ts';
import { createCountTable, setCount } from '../../core/statistics/counts.ts';
import { transformer } from '../../server/gdal/crs/crs.ts';

function tableOf(counts: readonly (number | null)[]) {
  const table = createCountTable(['n'], counts.length);
  counts.forEach((count, block) => setCount(table, block, 0, count));
  return table;
}

describe('counts in one cut', () => {
  it('are whole where a block lies in one zone, however it was split, and apportioned where zones divide it', () => {
    // Block 0 went into 0 and 1, both in zone 0; block 1 into 2 (zone 0) and 3 (zone 1) at 3 to 1; block 2 into 4, in no zone; block 3 nowhere.
    const links: BlockLink[] = [[0, 0, 0.5], [0, 1, 0.5], [1, 2, 3], [1, 3, 1], [2, 4, 1]].map(([block, other, weight]) => ({ block: block!, other: other!, weight: weight! }));
    const sums = sumsInCut(tableOf([10, 8, 5, 7]), 'n', linkedBlocks(4, links, Int32Array.from([0, 0, 0, 1, -1])), 2);
    expect(sums.zones).toEqual([{ sum: 16, apportioned: 6, unknown: 0 }, { sum: 2, apportioned: 2, unknown: 0 }]);
    expect([sums.outside, sums.all]).toEqual([{ sum: 12, apportioned: 0, unknown: 0 }, { sum: 30, apportioned: 8, unknown: 0 }]);
  });

  it('keep blocks without a value apart, in every zone that they are a part of', () => {
    const links: BlockLink[] = [{ block: 0, other: 0, weight: 1 }, { block: 0, other: 1, weight: 1 }, { block: 1, other: 1, weight: 1 }];
    const sums = sumsInCut(tableOf([null, 4]), 'n', linkedBlocks(2, links, Int32Array.from([0, 1])), 2);
    expect(sums.zones).toEqual([{ sum: 0, apportioned: 0, unknown: 1 }, { sum: 4, apportioned: 0, unknown: 1 }]);
    expect(sums.all).toEqual({ sum: 4, apportioned: 0, unknown: 1 });
  });

  it('add up to all that was counted, whatever the lineage', () => {
    const link = fc.record({ block: fc.nat(19), other: fc.nat(9), weight: fc.integer({ min: 1, max: 9 }) });
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 20, maxLength: 20 }), fc.array(link, { maxLength: 60 }), fc.array(fc.integer({ min: -1, max: 3 }), { minLength: 10, maxLength: 10 }), (counts, links, zones) => {
        for (const shares of [linkedBlocks(20, links, Int32Array.from(zones)), wholeBlocks(Int32Array.from({ length: 20 }, (_, block) => zones[block % 10]!))]) {
          const { zones: found, outside, all } = sumsInCut(tableOf(counts), 'n', shares, 4);
          const total = found.reduce((sum, row) => sum + row.sum, outside.sum);
          expect(all.sum).toBe(counts.reduce((a, b) => a + b, 0));
          expect(Math.abs(total - all.sum)).toBeLessThan(1e-6);
          const apportioned = found.reduce((sum, row) => sum + row.apportioned, outside.apportioned);
          expect(Math.abs(apportioned - all.apportioned)).toBeLessThan(1e-6);
        }
      }),
      { numRuns: 300 },
    );
  });
});

const SHARED = process.env.SHARED_DIR ?? join(import.meta.dirname, '../../../shared');
const PLACES = [
  { place: 'Mannheim', cells: 'mannheim/zensus2011_100m_mannheim.csv', zones: 'mannheim/mannheim-36stadtteile.geojson', known: 'mannheim/known_zonal_mannheim_stadtteile.csv', id: 'id' },
  { place: 'Haan and its Kreis', cells: 'haan/zensus2011_100m_kr_mettmann.csv', zones: 'haan/kreis-mettmann-gemeinden.geojson', known: 'haan/known_zonal_kr_mettmann_gemeinden.csv', id: 'gem_code' },
];
const CHILDREN = 'demography_ALTER_10JG_1';

/** Zone of each place by its centre: ray casting of its own, so that the test leans on nothing that it tests. */
function zoneAt(x: number, y: number, features: readonly { geometry: { type: string; coordinates: unknown } }[]): number {
  return features.findIndex(({ geometry }) => {
    const polygons = (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates) as number[][][][];
    let inside = false;
    for (const ring of polygons.flat()) {
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
        const [[ax, ay], [bx, by]] = [ring[i]!, ring[j]!] as [[number, number], [number, number]];
        if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
      }
    }
    return inside;
  });
}

describe.each(PLACES)('census cells of $place', ({ cells, zones, known, id }) => {
  it('in one cut are the known sums; an earlier stand of larger cells comes to what a reckoning by hand gives, on every level', (context) => {
    const [cellFile, zoneFile, knownFile] = [cells, zones, known].map((name) => join(SHARED, 'data', name)) as [string, string, string];
    if (!existsSync(cellFile)) return context.skip('no real data: the folder of shared data is absent (SHARED_DIR)');
    const [header, ...lines] = readFileSync(cellFile, 'utf8').trim().split('\n').map((line) => line.split(','));
    const column = (name: string) => header!.indexOf(name);
    const rows = lines.map((fields) => ({ x: Number(fields[column('x_3035')]), y: Number(fields[column('y_3035')]), children: Number(fields[column(CHILDREN)] ?? 0) || 0 }));
    const { features } = JSON.parse(readFileSync(zoneFile, 'utf8')) as { features: { properties: Record<string, string>; geometry: { type: string; coordinates: unknown } }[] };
    const toCrs84 = transformer(3035, 4326);
    const assignment = Int32Array.from(rows, ({ x, y }) => {
      const [lon, lat] = toCrs84(x, y);
      return zoneAt(lon, lat, features);
    });
    const fine = sumsInCut(tableOf(rows.map(({ children }) => children)), 'n', wholeBlocks(assignment), features.length);
    const expected = new Map(readFileSync(knownFile, 'utf8').trim().split('\n').slice(1).map((line) => [line.split(',')[0]!.replaceAll('"', ''), Number(line.split(',').at(-3))]));
    features.forEach(({ properties }, zone) => expect(fine.zones[zone]!.sum, properties[id]).toBe(expected.get(properties[id]!)));

    // An earlier stand: cells of 400 m, each divided among the cells of 100 m that it became.
    const large = new Map<string, { count: number; parts: number[] }>();
    rows.forEach(({ x, y, children }, cell) => {
      const key = `${Math.floor(x / 400)} ${Math.floor(y / 400)}`;
      const held = large.get(key) ?? large.set(key, { count: 0, parts: [] }).get(key)!;
      held.count += children;
      held.parts.push(cell);
    });
    const older = [...large.values()];
    const links = older.flatMap(({ parts }, block) => parts.map((other) => ({ block, other, weight: 1 / parts.length })));
    const table = tableOf(older.map(({ count }) => count));
    // Three levels: zones, two halves of them, all as one.
    for (const level of [(zone: number) => zone, (zone: number) => zone % 2, () => 0]) {
      const cut = assignment.map((zone) => (zone < 0 ? -1 : level(zone)));
      const count = 1 + Math.max(...cut);
      const sums = sumsInCut(table, 'n', linkedBlocks(older.length, links, cut), count);
      const byHand = Array.from({ length: count + 1 }, () => 0);
      let divided = 0;
      for (const { count: people, parts } of older) {
        for (const cell of parts) byHand[cut[cell]! < 0 ? count : cut[cell]!]! += people / parts.length;
        if (new Set(parts.map((cell) => cut[cell])).size > 1) divided += people;
      }
      byHand.forEach((value, zone) => expect(Math.abs((zone < count ? sums.zones[zone]! : sums.outside).sum - value)).toBeLessThan(1e-6));
      expect(sums.all).toEqual({ sum: rows.reduce((sum, { children }) => sum + children, 0), apportioned: divided, unknown: 0 });
      expect(Math.abs(sums.zones.reduce((sum, zone) => sum + zone.sum, sums.outside.sum) - sums.all.sum)).toBeLessThan(1e-6);
    }
  });
});
