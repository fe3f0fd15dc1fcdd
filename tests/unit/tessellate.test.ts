// Blocks that do not touch, to cells that do: everything inside the boundary is someone's, and streets are cut along the middle.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { FeatureCollection, MultiPolygon, Polygon } from 'geojson';
import proj4 from 'proj4';
import { describe, expect, it } from 'vitest';
import { adjacency, components } from '../../core/coverage/adjacency.ts';
import type { BlockRings, Coverage } from '../../core/coverage/coverage.ts';
import { dissolve } from '../../core/coverage/dissolve.ts';
import { overlayFractions } from '../../core/coverage/overlay/overlay.ts';
import { outlineToGeoJson, ringsFromGeoJson } from '../../core/coverage/rings-from-geojson.ts';
import { tessellate, type Tessellation, type TessellateOptions } from '../../core/coverage/tessellate/tessellate.ts';
import { hasFindings, validateCoverage } from '../../core/coverage/validate.ts';
import { generateTown } from '../../geodata/town/generate-town.ts';
import { hashed } from '../bench/random.ts';
import { createTown } from '../bench/town.ts';
import { build, ownedCells } from './overlay-shapes.ts';

const RUNS = process.env.LONG === '1' ? 300 : 30;

const polygons = (...shapes: number[][][][]) =>
  ringsFromGeoJson(shapes.map((coordinates, i) => ({ id: `${i}`, geometry: { type: 'Polygon', coordinates: coordinates.map((ring) => [...ring, ring[0]!]) } })));
const box = (x0: number, y0: number, x1: number, y1: number) => [[x0, y0], [x1, y0], [x1, y1], [x0, y1]];
const pairs = (flat: Float64Array) => Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i]!, flat[2 * i + 1]!]);
const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + value, 0);

function cellsOf(blocks: Coverage, options: TessellateOptions): Tessellation {
  const result = tessellate(blocks, options);
  if (!result.ok) throw new Error(`${result.code}: ${result.detail}`);
  return result.tessellation;
}

/** What every tessellation must be; gives the cells' topology. */
function sound(blocks: Coverage, boundary: Coverage, { cells, uncoveredM2 }: Tessellation): Coverage {
  expect(hasFindings(validateCoverage(cells, { gapWidthM: 0 }))).toBe(false);
  const coverage = build(cells);
  expect(coverage.ids).toEqual(blocks.ids);
  // The whole municipality, and the parts of blocks beyond it.
  const inside = overlayFractions(blocks, boundary);
  if (!inside.ok) throw new Error('no overlay');
  const beyond = sum(blocks.blockAreaM2) - sum(inside.overlay.areaM2);
  const expected = sum(boundary.blockAreaM2) + beyond - uncoveredM2;
  expect(Math.abs(sum(coverage.blockAreaM2) - expected)).toBeLessThanOrEqual(1e-6 * expected);
  // Every block in its own cell.
  const own = overlayFractions(blocks, coverage, { negligibleFraction: 1e-6 });
  if (!own.ok) throw new Error('no overlay');
  expect([...own.overlay.zone]).toEqual(blocks.ids.map((_, b) => b));
  expect(own.overlay.fraction.every((share) => share === 1)).toBe(true);
  return coverage;
}

describe('cells around blocks', () => {
  it('meet in the middle of the street, exactly', () => {
    const blocks = build(polygons([box(0, 0, 40, 40)], [box(50, 0, 90, 40)]));
    const boundary = build(polygons([box(0, 0, 90, 40)]));
    const cells = sound(blocks, boundary, cellsOf(blocks, { boundary }));
    // At the mouths a point of the boundary may lie nearer to one side by half its spacing.
    for (const area of cells.blockAreaM2) expect(Math.abs(area - 1800)).toBeLessThan(9);
    // At the mouths of the street the boundary bends the edges; between them the border is the middle.
    const border = pairs(cells.xy).filter(([x, y]) => x! > 40 && x! < 50 && y! >= 8 && y! <= 32);
    expect(border.length).toBeGreaterThan(4);
    expect(border.every(([x]) => x === 45)).toBe(true);
  });

  it('fill a square of four blocks and reach the boundary all round', () => {
    const blocks = build(polygons([box(10, 10, 45, 45)], [box(55, 10, 90, 45)], [box(10, 55, 45, 90)], [box(55, 55, 90, 90)]));
    const boundary = build(polygons([box(0, 0, 100, 100)]));
    const cells = sound(blocks, boundary, cellsOf(blocks, { boundary, spacingM: 1 }));
    // A quarter each but for the middle of the crossing, 100 m2, which is cut along one of its diagonals.
    for (const area of cells.blockAreaM2) expect(Math.abs(area - 2500)).toBeLessThan(9);
  });

  it('give every field to the nearest block, far from all of them too', () => {
    const farms = [[300, 300], [700, 300], [500, 700]] as const;
    const blocks = build(polygons(...farms.map(([x, y]) => [box(x, y, x + 40, y + 40)])));
    const boundary = build(polygons([box(0, 0, 1000, 1000)]));
    const cells = sound(blocks, boundary, cellsOf(blocks, { boundary }));
    const nearest = [0, 0, 0];
    for (let x = 1; x < 1000; x += 2) {
      for (let y = 1; y < 1000; y += 2) {
        const away = farms.map(([u, v]) => Math.hypot(Math.max(u - x, 0, x - u - 40), Math.max(v - y, 0, y - v - 40)));
        nearest[away.indexOf(Math.min(...away))]! += 4;
      }
    }
    cells.blockAreaM2.forEach((area, b) => expect(Math.abs(area - nearest[b]!) / nearest[b]!).toBeLessThan(0.01));
  });

  it('leave blocks as they are where these already cover everything', () => {
    const blocks = build(ownedCells(5, 5, Array.from({ length: 25 }, (_, i) => i % 7), (x, y) => [10 * x, 10 * y], 'b'));
    const boundary = build(polygons([box(0, 0, 50, 50)]));
    expect([...sound(blocks, boundary, cellsOf(blocks, { boundary })).blockAreaM2]).toEqual([...blocks.blockAreaM2]);
  });

  it('do not cross a barrier, but where one side of it has no block', () => {
    const blocks = build(polygons([box(0, 0, 40, 40)], [box(80, 0, 100, 40)]));
    const boundary = build(polygons([box(0, 0, 100, 40)]));
    const river = Float64Array.of(70, -10, 70, 50);
    const cells = sound(blocks, boundary, cellsOf(blocks, { boundary, barriers: [river] }));
    expect([...cells.blockAreaM2]).toEqual([2800, 1200]);
    const alone = build(polygons([box(0, 0, 40, 40)]));
    expect(sound(alone, boundary, cellsOf(alone, { boundary, barriers: [river] })).blockAreaM2[0]).toBeCloseTo(4000, 6);
  });

  it('name what no block reaches, and refuse what has nothing to share', () => {
    const blocks = build(polygons([box(0, 0, 10, 10)]));
    const twoParts = build(polygons([box(-5, -5, 15, 15)], [box(100, 100, 120, 120)]));
    expect(cellsOf(blocks, { boundary: twoParts }).uncoveredM2).toBeCloseTo(400, 6);
    const none = build(ringsFromGeoJson([]));
    expect(tessellate(blocks, { boundary: none })).toMatchObject({ ok: false, code: 'NO_BOUNDARY' });
    expect(tessellate(none, { boundary: blocks })).toMatchObject({ ok: false, code: 'NO_BLOCKS' });
  });

  it('cover the whole municipality for every set of blocks: holes, parts, corners that touch, blocks beyond the boundary', () => {
    const cases = fc.record({
      columns: fc.integer({ min: 1, max: 6 }),
      rows: fc.integer({ min: 1, max: 6 }),
      owner: fc.array(fc.integer({ min: -4, max: 12 }), { minLength: 36, maxLength: 36 }),
      bend: fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 98, maxLength: 98 }),
      margin: fc.constantFrom(7, 0, -4),
      barrier: fc.boolean(),
    });
    fc.assert(
      fc.property(cases, ({ columns, rows, owner, bend, margin, barrier }) => {
        const rings = ownedCells(columns, rows, owner, (x, y) => [460000 + 10 * x + bend[2 * (7 * y + x)]!, 5470000 + 10 * y + bend[2 * (7 * y + x) + 1]!], 'b');
        if (rings.ids.length === 0) return;
        const blocks = build(rings);
        const boundary = build(polygons([box(460000 - margin, 5470000 - margin, 460000 + 10 * columns + margin, 5470000 + 10 * rows + margin)]));
        const barriers = barrier ? [Float64Array.of(459980, 5470003, 460033, 5470031, 460090, 5470029)] : [];
        sound(blocks, boundary, cellsOf(blocks, { boundary, barriers }));
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  });
});

/** Grows zones from seeds over neighbours, one block at a time in turn: each is one piece if the cells are one. */
function grownZones(cells: Coverage, zoneCount: number): Int32Array {
  const near = adjacency(cells);
  const assignment = new Int32Array(cells.blockCount).fill(-1);
  const queues = Array.from({ length: zoneCount }, (_, zone) => [Math.floor(((zone + 0.5) * cells.blockCount) / zoneCount)]);
  for (let left = cells.blockCount; left > 0; ) {
    const before = left;
    for (let zone = 0; zone < zoneCount; zone++) {
      for (let block = queues[zone]!.shift(); block !== undefined; block = queues[zone]!.shift()) {
        if (assignment[block]! >= 0) continue;
        assignment[block] = zone;
        left--;
        queues[zone]!.push(...near.rook.subarray(near.rookStart[block], near.rookStart[block + 1]));
        break;
      }
    }
    if (left === before) break;
  }
  return assignment;
}

function expectSevenPieces(cells: Coverage): void {
  const zones = grownZones(cells, 7);
  expect(cells.ids.filter((_, b) => zones[b] === -1)).toEqual([]);
  expect([...components(adjacency(cells), zones, 7).count]).toEqual([1, 1, 1, 1, 1, 1, 1]);
  const outlines = dissolve(cells, zones, 7);
  expect([...outlines.zoneStart]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
}

/** Blocks drawn in towards their middles by a share, with streets between them; those for which that makes no sense, as they are. */
function withStreets(blocks: BlockRings, share: number): BlockRings {
  const kept = new Set(blocks.ids.filter((_, b) => ringsOf(blocks, b)[1] - ringsOf(blocks, b)[0] > 1));
  for (;;) {
    const xy = blocks.xy.slice();
    blocks.ids.forEach((id, b) => {
      if (kept.has(id)) return;
      const [start, end] = ringsOf(blocks, b).map((ring) => blocks.ringStart[ring]!) as [number, number];
      let [mx, my] = [0, 0];
      for (let v = start; v < end; v++) {
        mx += xy[2 * v]! / (end - start);
        my += xy[2 * v + 1]! / (end - start);
      }
      for (let v = start; v < end; v++) {
        xy[2 * v] = mx + (1 - share) * (xy[2 * v]! - mx);
        xy[2 * v + 1] = my + (1 - share) * (xy[2 * v + 1]! - my);
      }
    });
    const drawn = { ...blocks, xy };
    // A block with a bay may reach into its neighbour when it is drawn in.
    const { overlaps, invalid } = validateCoverage(drawn, { gapWidthM: 0 });
    if (overlaps.length + invalid.length === 0) return drawn;
    for (const { a, b } of overlaps) kept.add(a).add(b);
    for (const { id, neighbour } of invalid) kept.add(id).add(neighbour ?? id);
  }
}

const ringsOf = ({ blockStart, partStart }: BlockRings, b: number) => [partStart[blockStart[b]!]!, partStart[blockStart[b + 1]!]!] as const;

/** What blocks cover as one polygon, without the places that they leave out. */
function municipalityOf(blocks: Coverage): Coverage {
  const outline = outlineToGeoJson(dissolve(blocks, new Int32Array(blocks.blockCount), 1), 0);
  return build(ringsFromGeoJson([{ id: 'm', geometry: { type: 'MultiPolygon', coordinates: outline.coordinates.map(([shell]) => [shell!]) } }]));
}

describe('a whole city whose streets were left out', () => {
  const [n, scale] = process.env.LONG === '1' ? [12_000, 'city' as const] : [1500, 'town' as const];

  it(`of ${n} honeycomb blocks with water between them is covered wholly`, { timeout: 300_000 }, () => {
    const { blocks } = createTown(n, 40, 1);
    const boundary = municipalityOf(build(blocks));
    const drawn = build(withStreets(blocks, 0.15));
    expectSevenPieces(sound(drawn, boundary, cellsOf(drawn, { boundary })));
  });

  it(`the demo ${scale}, whose river is no block's either, is covered wholly`, { timeout: 300_000 }, () => {
    const { rings } = generateTown({ scale }).blockStands[1];
    // The river and what lies between the town and its exclave are no block's: all around is shared out.
    const [xs, ys] = [0, 1].map((axis) => rings.xy.filter((_, i) => i % 2 === axis)) as [Float64Array, Float64Array];
    const [x0, y0] = [xs, ys].map((values) => values.reduce((a, b) => Math.min(a, b)) - 50) as [number, number];
    const [x1, y1] = [xs, ys].map((values) => values.reduce((a, b) => Math.max(a, b)) + 50) as [number, number];
    const boundary = build(polygons([box(x0, y0, x1, y1)]));
    const outlines = withStreets(rings, 0.1);
    const drawn = build(outlines);
    expect(sum(drawn.blockAreaM2)).toBeLessThan(0.85 * sum(build(rings).blockAreaM2));
    const cells = sound(drawn, boundary, cellsOf(drawn, { boundary }));
    expectSevenPieces(cells);
  });
});

describe('seven zones of tessellated blocks', () => {
  it('are one piece each in a town whose streets were left out', () => {
    const seed = 5;
    const shift = (x: number, y: number) => [15 * (hashed(seed, 1000 * x + y) - 0.5), 15 * (hashed(seed + 1, 1000 * x + y) - 0.5)] as const;
    const quads: number[][][][] = [];
    for (let x = 0; x < 20; x++) {
      for (let y = 0; y < 15; y++) {
        const corners = [[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1]].map(([u, v]) => [80 * u! + shift(u!, v!)[0], 60 * v! + shift(u!, v!)[1]]);
        const [cx, cy] = [corners.reduce((s, p) => s + p[0]! / 4, 0), corners.reduce((s, p) => s + p[1]! / 4, 0)];
        // Streets of about 12 m: every block drawn in towards its middle.
        quads.push([corners.map((p) => [460000 + cx + 0.85 * (p[0]! - cx), 5470000 + cy + 0.85 * (p[1]! - cy)])]);
      }
    }
    const blocks = build(polygons(...quads));
    const boundary = build(polygons([box(459980, 5469980, 460000 + 1620, 5470000 + 920)]));
    expectSevenPieces(sound(blocks, boundary, cellsOf(blocks, { boundary })));
  });

  const folder = join(process.env.SHARED_DIR ?? join(import.meta.dirname, '../../../shared'), 'data/haan');
  it.skipIf(!existsSync(folder))(`are one piece each in Haan, whose 829 inhabited cells lie apart${existsSync(folder) ? '' : ' (skipped: shared data absent)'}`, () => {
    const utm = '+proj=utm +zone=32 +ellps=GRS80 +units=m';
    const laea = '+proj=laea +lat_0=52 +lon_0=10 +x_0=4321000 +y_0=3210000 +ellps=GRS80 +units=m';
    const { features } = JSON.parse(readFileSync(join(folder, 'kreis-mettmann-gemeinden.geojson'), 'utf8')) as FeatureCollection<Polygon | MultiPolygon>;
    const haan = features.find(({ properties }) => Object.values(properties ?? {}).some((value) => `${value}`.includes('051580008008')))!;
    const shapes = haan.geometry.type === 'Polygon' ? [haan.geometry.coordinates] : haan.geometry.coordinates;
    const boundary = build(
      ringsFromGeoJson([{ id: 'haan', geometry: { type: 'MultiPolygon', coordinates: shapes.map((rings) => rings.map((ring) => ring.map((p) => proj4('EPSG:4326', utm, [p[0]!, p[1]!])))) } }]),
    );
    const [header, ...rows] = readFileSync(join(folder, 'zensus2011_100m_kr_mettmann.csv'), 'utf8').trim().split(/\r?\n/).map((row) => row.split(','));
    const column = (name: string) => header!.findIndex((title) => title.replaceAll('"', '') === name);
    const [gx, gy, g] = [column('x_3035'), column('y_3035'), column('gemeinde')];
    const cells = rows.filter((row) => row[g] === 'Haan');
    expect(cells).toHaveLength(829);
    const blocks = build(
      ringsFromGeoJson(
        cells.map((row, i) => {
          const [x, y] = [Number(row[gx]), Number(row[gy])];
          const ring = [[x - 50, y - 50], [x + 50, y - 50], [x + 50, y + 50], [x - 50, y + 50], [x - 50, y - 50]].map((p) => proj4(laea, utm, [p[0]!, p[1]!]));
          return { id: `${i}`, geometry: { type: 'Polygon', coordinates: [ring] } };
        }),
      ),
    );
    const result = cellsOf(blocks, { boundary });
    expect(result.uncoveredM2).toBe(0);
    expectSevenPieces(sound(blocks, boundary, result));
  });
});

it('the cell across a street ends in its middle, also where two blocks meet on the other side', () => {
  const blocks = build(polygons([box(0, 0, 40, 40)], [box(40, 0, 80, 40)], [box(0, 80, 80, 120)]));
  const boundary = build(polygons([box(0, 0, 80, 120)]));
  const { cells } = cellsOf(blocks, { boundary });
  // It came between the two as a needle, 7 m long, where the middle of the last triangle was taken for the end of all three.
  const own = cells.xy.slice(2 * cells.ringStart[2]!, 2 * cells.ringStart[3]!).filter((_, i) => i % 2 === 1);
  expect(Math.min(...own)).toBeCloseTo(60, 6);
});

it('a cell is one piece where its block is one', () => {
  const blocks = build(polygons([box(0, 0, 10, 10)], [box(30, 0, 40, 10)], [box(12, 30, 25, 40)]));
  const boundary = build(polygons([[[-5, -5], [45, -5], [45, 45], [20, 45], [18, 42], [-5, 45]]]));
  const { cells }: { cells: BlockRings } = cellsOf(blocks, { boundary });
  expect([...cells.blockStart]).toEqual([0, 1, 2, 3]);
});
