// Repair: what comes out is a coverage, nothing moved further than the tolerance, every change is told.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import proj4 from 'proj4';
import { describe, expect, it } from 'vitest';
import type { FeatureCollection, MultiPolygon, Polygon, Position } from 'geojson';
import type { BlockRings } from '../../core/coverage/coverage.ts';
import { overlapAreaM2 } from '../../core/coverage/overlay/overlap-area.ts';
import { repairCoverage, type Repair, type RepairOptions } from '../../core/coverage/repair/repair.ts';
import { blockToGeoJson, ringsFromGeoJson } from '../../core/coverage/rings-from-geojson.ts';
import { hasFindings, validateCoverage } from '../../core/coverage/validate.ts';
import { hashed } from '../bench/random.ts';
import { gridRings, sameRings } from './coverage-shapes.ts';
import { ownedCells, withMiddles } from './overlay-shapes.ts';

const RUNS = process.env.LONG === '1' ? 1000 : 100;

function repair(blocks: BlockRings, options?: RepairOptions): Repair {
  const result = repairCoverage(blocks, options);
  if (!result.ok) throw new Error(`${result.code}: ${result.detail}`);
  return result.repair;
}

const polygons = (...shapes: number[][][][]) =>
  ringsFromGeoJson(shapes.map((coordinates, i) => ({ id: `${i}`, geometry: { type: 'Polygon', coordinates: coordinates.map((ring) => [...ring, ring[0]!]) } })));
const box = (x0: number, y0: number, x1: number, y1: number) => [[x0, y0], [x1, y0], [x1, y1], [x0, y1]];
const areaOf = (blocks: BlockRings, block: number) =>
  blockToGeoJson(blocks, block).coordinates.reduce((sum, [shell, ...holes]) => sum + ringArea(shell!) - holes.reduce((s, hole) => s + ringArea(hole), 0), 0);
function ringArea(ring: readonly Position[]): number {
  let sum = 0;
  for (let i = 1; i < ring.length; i++) {
    sum += (ring[i - 1]![0]! - ring[0]![0]!) * (ring[i]![1]! - ring[0]![1]!) - (ring[i]![0]! - ring[0]![0]!) * (ring[i - 1]![1]! - ring[0]![1]!);
  }
  return Math.abs(sum / 2);
}
const faults = (blocks: BlockRings, gapWidthM: number) => {
  const report = validateCoverage(blocks, { gapWidthM });
  return hasFindings({ ...report, invalid: report.invalid.filter(({ reason }) => reason !== 'EMPTY') }) ? report : null;
};

const TOLERANCE = 0.05;
/** A bend that one side left out belongs to a sliver that one of the two blocks gets: its tip may be off by the bend. */
const BEND = 0.3;

/** The same blocks with a vertex in the middle of every edge, up to 30 cm beside it; both sides of an edge get the same. */
function withBends(blocks: BlockRings, seed: number): BlockRings {
  const bent = withMiddles(blocks, () => true);
  const xy = bent.xy.slice();
  for (let ring = 0; ring + 1 < bent.ringStart.length; ring++) {
    for (let v = bent.ringStart[ring]! + 1; v < bent.ringStart[ring + 1]!; v += 2) {
      const key = Math.round(64 * xy[2 * v]!) ^ Math.imul(Math.round(64 * xy[2 * v + 1]!), 31);
      xy[2 * v] = xy[2 * v]! + 0.4 * (hashed(seed + 5, key) - 0.5);
      xy[2 * v + 1] = xy[2 * v + 1]! + 0.4 * (hashed(seed + 6, key) - 0.5);
    }
  }
  return { ...bent, xy };
}

/** A coverage of 10 m cells, and the same one damaged block by block. */
const damaged = fc
  .record({
    columns: fc.integer({ min: 1, max: 6 }),
    rows: fc.integer({ min: 1, max: 6 }),
    owner: fc.array(fc.integer({ min: -1, max: 14 }), { minLength: 36, maxLength: 36 }),
    bend: fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 98, maxLength: 98 }),
    jitter: fc.constantFrom(0, TOLERANCE / 3),
    seed: fc.integer(),
    /** By block: extra vertices on its side only, and a blow-up about its middle, which makes overlaps and gaps of up to 30 cm. */
    middles: fc.array(fc.boolean(), { minLength: 15, maxLength: 15 }),
    /** By block: leaves out some of the bends of up to 30 cm that lie in the middle of every edge. */
    drops: fc.array(fc.boolean(), { minLength: 15, maxLength: 15 }),
    blow: fc.array(fc.constantFrom(0, 0, 0, 0, 0.02, -0.02, 0.004), { minLength: 15, maxLength: 15 }),
    turn: fc.constantFrom([1, 0], [0.96, -0.28], [0.6, 0.8]),
    origin: fc.constantFrom([0, 0], [460000, 5470000]),
  })
  .map((c) => {
    const straight = ownedCells(c.columns, c.rows, c.owner, (x, y) => {
      const at = 2 * (y * 7 + x);
      const [u, v] = [10 * x + c.bend[at]!, 10 * y + c.bend[at + 1]!];
      return [c.origin[0]! + c.turn[0]! * u - c.turn[1]! * v, c.origin[1]! + c.turn[1]! * u + c.turn[0]! * v];
    }, 'b');
    const clean = withBends(straight, c.seed);
    let draws = 0;
    const noise = () => 1.4 * (hashed(c.seed, draws++) - 0.5);
    let extent = 0;
    const dirty = ringsFromGeoJson(
      clean.ids.map((id, block) => {
        const shape = blockToGeoJson(clean, block);
        const [mx, my] = shape.coordinates[0]![0]![0]!;
        const coordinates = shape.coordinates.map((rings) =>
          rings.map((ring) => {
            const kept = ring.slice(0, -1).filter((_, i) => {
              // Bends stand at odd places, between two corners.
              return i % 2 === 0 || !c.drops[block] || hashed(c.seed + 7, draws++) < 0.5;
            });
            const open = kept.flatMap((p, i) => {
              const q = kept[(i + 1) % kept.length]!;
              return c.middles[block] ? [p, [(p[0]! + q[0]!) / 2, (p[1]! + q[1]!) / 2]] : [p];
            });
            const moved = open.map(([x, y]) => [
              x! + c.blow[block]! * (x! - mx!) + c.jitter * noise(),
              y! + c.blow[block]! * (y! - my!) + c.jitter * noise(),
            ]);
            extent += ring.length;
            return [...moved, moved[0]!];
          }),
        );
        return { id, geometry: { type: 'MultiPolygon' as const, coordinates } };
      }),
    );
    return { clean, dirty, blown: c.blow.slice(0, clean.ids.length).some((value) => value !== 0), extent };
  })
  .filter(({ clean }) => clean.ids.length > 0);

const distanceToRings = (x: number, y: number, blocks: BlockRings): number => {
  let least = Infinity;
  for (let ring = 0; ring + 1 < blocks.ringStart.length; ring++) {
    const [start, end] = [blocks.ringStart[ring]!, blocks.ringStart[ring + 1]!];
    for (let v = start; v < end; v++) {
      const w = v + 1 === end ? start : v + 1;
      const [ax, ay, bx, by] = [blocks.xy[2 * v]!, blocks.xy[2 * v + 1]!, blocks.xy[2 * w]!, blocks.xy[2 * w + 1]!];
      const t = Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2)));
      least = Math.min(least, Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay)));
    }
  }
  return least;
};

describe('a damaged coverage', () => {
  it('validates clean after the repair, with nothing moved further than the tolerance', () => {
    fc.assert(
      fc.property(damaged, ({ dirty, blown }) => {
        const fixed = repair(dirty, { toleranceM: TOLERANCE });
        expect(faults(fixed.blocks, 1)).toBeNull();
        expect(fixed.blocks.ids).toEqual(dirty.ids);
        for (const change of fixed.changes) if (change.kind === 'moved') expect(change.distanceM).toBeLessThanOrEqual(TOLERANCE);
        // Every vertex that came out lies where a border was, but for the tolerance.
        for (let v = 0; v < fixed.blocks.xy.length; v += 2) {
          expect(distanceToRings(fixed.blocks.xy[v]!, fixed.blocks.xy[v + 1]!, dirty)).toBeLessThanOrEqual(TOLERANCE);
        }
        // And where nothing but jitter and vertices left out was put in, a border lies where every vertex was.
        if (blown) return;
        for (let v = 0; v < dirty.xy.length; v += 2) {
          const off = distanceToRings(dirty.xy[v]!, dirty.xy[v + 1]!, fixed.blocks);
          expect(off).toBeLessThanOrEqual(TOLERANCE + BEND);
        }
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  });

  it('changes areas by no more than what was put in, where only jitter and extra vertices were', () => {
    fc.assert(
      fc.property(damaged, ({ clean, dirty, blown, extent }) => {
        if (blown) return;
        const fixed = repair(dirty, { toleranceM: TOLERANCE });
        // Every vertex off by the tolerance along edges of at most 16 m.
        for (let b = 0; b < clean.ids.length; b++) {
          expect(Math.abs(areaOf(fixed.blocks, b) - areaOf(clean, b))).toBeLessThanOrEqual(2 * TOLERANCE * 16 * extent);
          expect(Math.abs(fixed.areaChangeM2[b]! - (areaOf(fixed.blocks, b) - areaOf(dirty, b)))).toBeLessThanOrEqual(1e-6);
        }
        expect(fixed.changes.some((change) => change.kind === 'emptied')).toBe(false);
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  });

  it('changes the total area by no more than the gaps, overlaps, jitter and bends that were put in', () => {
    fc.assert(
      fc.property(damaged, ({ clean, dirty, extent }) => {
        const fixed = repair(dirty, { toleranceM: TOLERANCE });
        const sum = (blocks: BlockRings) => blocks.ids.reduce((total, _, b) => total + areaOf(blocks, b), 0);
        const putInM2 = clean.ids.reduce((total, _, b) => total + areaOf(clean, b) + areaOf(dirty, b) - 2 * overlapAreaM2(clean, b, dirty, b), 0);
        // Snapping moves corners once more, by the tolerance at most, along edges of at most 8 m.
        const snapped = fixed.changes.some((change) => change.kind === 'moved') ? TOLERANCE * 8 * extent : 0;
        expect(Math.abs(sum(fixed.blocks) - sum(clean))).toBeLessThanOrEqual(putInM2 + snapped + 1e-6);
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  });

  it('covers what the blocks covered and the gaps it tells of, and nothing twice', () => {
    fc.assert(
      fc.property(damaged, ({ dirty, extent }) => {
        const fixed = repair(dirty, { toleranceM: TOLERANCE });
        const sum = (blocks: BlockRings) => blocks.ids.reduce((total, _, b) => total + areaOf(blocks, b), 0);
        let expected = sum(dirty);
        for (const change of fixed.changes) {
          if (change.kind === 'overlap') expected -= (change.blocks.length - 1) * change.areaM2;
          if (change.kind === 'gap') expected += change.areaM2;
        }
        expect(Math.abs(sum(fixed.blocks) - expected)).toBeLessThanOrEqual(2 * TOLERANCE * 16 * extent);
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  });

  it('is left alone by a second repair', () => {
    fc.assert(
      fc.property(damaged, ({ dirty }) => {
        const once = repair(dirty, { toleranceM: TOLERANCE }).blocks;
        const twice = repair(once, { toleranceM: TOLERANCE });
        once.ids.forEach((_, b) => expect(sameRings(blockToGeoJson(twice.blocks, b).coordinates, blockToGeoJson(once, b).coordinates)).toBe(true));
        expect(twice.changes.filter((change) => change.kind !== 'emptied')).toEqual([]);
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  });

  it('that is not damaged at all is given back as it was', () => {
    fc.assert(
      fc.property(damaged, ({ clean }) => {
        const same = repair(clean, { toleranceM: TOLERANCE });
        expect(same.changes).toEqual([]);
        clean.ids.forEach((_, b) => expect(sameRings(blockToGeoJson(same.blocks, b).coordinates, blockToGeoJson(clean, b).coordinates)).toBe(true));
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  });
});

describe('repair by hand', () => {
  const two = polygons([box(0, 0, 10, 10)], [box(9, 0, 20, 10)]);

  it('gives an overlap by the rule that is asked for, and tells its area', () => {
    const areas = (overlaps: RepairOptions['overlaps']) => [0, 1].map((b) => areaOf(repair(two, overlaps === undefined ? {} : { overlaps }).blocks, b));
    expect(areas('largest')).toEqual([90, 110]);
    expect(areas('smallest')).toEqual([100, 100]);
    expect(areas('order')).toEqual([100, 100]);
    expect(repair(two, { overlaps: 'largest' }).changes).toMatchObject([{ kind: 'overlap', blocks: ['0', '1'], to: '1', areaM2: 10 }]);
  });

  it('fills a gap up to the width that is asked for, into the neighbour with the longest border', () => {
    // A gap between two blocks that border on it along 10 and along 8 m, and are open to nothing.
    const pair = polygons([[[0, 0], [10, 0], [10, 4], [0, 4]]], [[[0, 4], [1, 4.4], [9, 4.4], [10, 4], [10, 10], [0, 10]]]);
    expect(repair(pair).changes).toMatchObject([{ kind: 'gap', blocks: ['0', '1'], to: '1' }]);
    const ring = polygons([box(0, 0, 10, 10), box(4, 4, 6, 4.4)]);
    const filled = repair(ring, { gapWidthM: 0.5 });
    expect(areaOf(filled.blocks, 0)).toBeCloseTo(100, 9);
    expect(filled.changes).toMatchObject([{ kind: 'gap', blocks: ['0'], to: '0' }]);
    const left = repair(ring, { gapWidthM: 0.3 });
    expect(areaOf(left.blocks, 0)).toBeCloseTo(99.2, 9);
    expect(left.changes).toEqual([]);
  });

  it('empties a block that lies wholly in another, or that is another again, and says so', () => {
    const nested = repair(polygons([box(0, 0, 10, 10)], [box(3, 3, 5, 5)], [box(0, 0, 10, 10)]), { overlaps: 'order' });
    expect([0, 1, 2].map((b) => areaOf(nested.blocks, b))).toEqual([100, 0, 0]);
    expect(nested.changes.filter((change) => change.kind === 'emptied')).toEqual([
      { kind: 'emptied', blocks: ['1'], areaM2: 4, x: 3, y: 3 },
      { kind: 'emptied', blocks: ['2'], areaM2: 100, x: 0, y: 0 },
    ]);
    expect(areaOf(repair(polygons([box(0, 0, 10, 10)], [box(3, 3, 5, 5)]), { overlaps: 'smallest' }).blocks, 0)).toBeCloseTo(96, 9);
  });

  it('finds a block that overlaps the inside of a matched city, and gives only these a new outline', () => {
    const city = gridRings(12, 12, (x, y) => [100 * x, 100 * y]);
    const stray = polygons([box(530, 530, 550, 550)]);
    const both = ringsFromGeoJson([
      ...city.ids.map((id, b) => ({ id, geometry: blockToGeoJson(city, b) })),
      { id: 'stray', geometry: blockToGeoJson(stray, 0) },
    ]);
    const fixed = repair(both, { overlaps: 'smallest' });
    expect(faults(fixed.blocks, 1)).toBeNull();
    expect(fixed.areaChangeM2.filter((change) => change !== 0)).toHaveLength(1);
    expect(fixed.areaChangeM2[5 * 12 + 5]).toBeCloseTo(-400, 6);
  });

  it('untangles a ring that crosses itself, and drops a spike', () => {
    const bow = repair(polygons([[[0, 0], [10, 10], [10, 0], [0, 10]]]));
    expect(areaOf(bow.blocks, 0)).toBeCloseTo(50, 9);
    expect(faults(bow.blocks, 1)).toBeNull();
    const spike = repair(polygons([[[0, 0], [10, 0], [20, 0], [10, 0], [10, 10], [0, 10]]]));
    expect(areaOf(spike.blocks, 0)).toBeCloseTo(100, 9);
    expect(faults(spike.blocks, 1)).toBeNull();
  });

  it('refuses ids given twice and coordinates that are no numbers', () => {
    expect(repairCoverage({ ...two, ids: ['a', 'a'] })).toMatchObject({ ok: false, code: 'DUPLICATE_ID', blocks: ['a'] });
    expect(repairCoverage(polygons([[[0, 0], [Number.NaN, 0], [1, 1]]]))).toMatchObject({ ok: false, code: 'NOT_FINITE', blocks: ['0'] });
  });

  it('has nothing to do for no blocks, and leaves blocks without geometry', () => {
    expect(repair(ringsFromGeoJson([])).changes).toEqual([]);
    expect(repair(ringsFromGeoJson([{ id: 'a', geometry: null }])).changes).toEqual([]);
  });
});

const mannheim = join(process.env.SHARED_DIR ?? join(import.meta.dirname, '../../../shared'), 'data/mannheim/mannheim-36stadtteile.geojson');

describe.skipIf(!existsSync(mannheim))(`the Stadtteile of Mannheim${existsSync(mannheim) ? '' : ' (skipped: shared data absent)'}`, () => {
  it('have their overlaps found and repaired, and no zone changes by more than 1 m2', () => {
    const { features } = JSON.parse(readFileSync(mannheim, 'utf8')) as FeatureCollection<Polygon | MultiPolygon>;
    const project = (p: Position) => proj4('EPSG:4326', '+proj=utm +zone=32 +ellps=GRS80 +units=m', [p[0]!, p[1]!]);
    const blocks = ringsFromGeoJson(
      features.map(({ geometry }, i) => {
        const polygonsOf = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
        return { id: `${i}`, geometry: { type: 'MultiPolygon', coordinates: polygonsOf.map((rings) => rings.map((ring) => ring.map(project))) } };
      }),
    );
    const before = validateCoverage(blocks);
    expect(hasFindings(before)).toBe(true);
    const fixed = repair(blocks, { toleranceM: 0.01 });
    expect(faults(fixed.blocks, 1)).toBeNull();
    expect(Math.max(...fixed.areaChangeM2.map(Math.abs))).toBeLessThanOrEqual(1);
    const total = fixed.blocks.ids.reduce((sum, _, b) => sum + areaOf(fixed.blocks, b), 0);
    expect(total / 1e6).toBeCloseTo(144.86, 0);
  });
});
