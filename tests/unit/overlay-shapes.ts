// Pairs of coverages that meet in every nasty way: equal, shared and collinear edges, touching corners, zones inside blocks.
import fc from 'fast-check';
import { buildCoverage } from '../../core/coverage/build-coverage.ts';
import type { BlockRings, Coverage } from '../../core/coverage/coverage.ts';
import { dissolve } from '../../core/coverage/dissolve.ts';
import { outlineToGeoJson, ringsFromGeoJson } from '../../core/coverage/rings-from-geojson.ts';

export function build(blocks: BlockRings): Coverage {
  const result = buildCoverage(blocks);
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.coverage;
}

type Place = (x: number, y: number) => readonly [number, number];

/** Cells of a lattice, joined by owner (below 0: left out), as polygons with the holes and parts that this makes. */
export function ownedCells(columns: number, rows: number, owner: readonly number[], place: Place, prefix: string): BlockRings {
  const cells = ringsFromGeoJson(
    Array.from({ length: columns * rows }, (_, i) => {
      const [x, y] = [i % columns, Math.floor(i / columns)];
      const ring = [[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1], [x, y]].map(([u, v]) => [...place(u!, v!)]);
      return { id: `${i}`, geometry: { type: 'Polygon' as const, coordinates: [ring] } };
    }),
  );
  const owners = [...new Set(owner.slice(0, columns * rows).filter((value) => value >= 0))];
  const zone = Int32Array.from({ length: columns * rows }, (_, i) => owners.indexOf(owner[i]!));
  const outlines = dissolve(build(cells), zone, owners.length);
  return ringsFromGeoJson(owners.map((value, i) => ({ id: `${prefix}${value}`, geometry: outlineToGeoJson(outlines, i) })));
}

/** The same shapes with a vertex in the middle of some edges; both blocks of an edge choose alike. */
export function withMiddles(blocks: BlockRings, chosen: (x: number, y: number) => boolean): BlockRings {
  const xy: number[] = [];
  const ringStart = [0];
  for (let ring = 0; ring + 1 < blocks.ringStart.length; ring++) {
    const [start, end] = [blocks.ringStart[ring]!, blocks.ringStart[ring + 1]!];
    for (let v = start; v < end; v++) {
      const w = v + 1 === end ? start : v + 1;
      xy.push(blocks.xy[2 * v]!, blocks.xy[2 * v + 1]!);
      const x = (blocks.xy[2 * v]! + blocks.xy[2 * w]!) / 2;
      const y = (blocks.xy[2 * v + 1]! + blocks.xy[2 * w + 1]!) / 2;
      if (chosen(x, y)) xy.push(x, y);
    }
    ringStart.push(xy.length / 2);
  }
  return { ...blocks, xy: Float64Array.from(xy), ringStart: Uint32Array.from(ringStart) };
}

const owners = (least: number, most: number) =>
  fc.array(fc.integer({ min: least, max: most }), { minLength: 36, maxLength: 36 });
const jitters = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 98, maxLength: 98 });

/** The owners with one owner all around a cell, where that cell is inside the lattice. */
function ringed(owner: readonly number[], columns: number, rows: number, around: readonly [number, number] | null): readonly number[] {
  if (around === null || around[0] > columns - 2 || around[1] > rows - 2) return owner;
  const out = [...owner];
  for (let dy = -1; dy <= 1; dy++) for (let dx = -1; dx <= 1; dx++) if (dx !== 0 || dy !== 0) out[(around[1] + dy) * columns + around[0] + dx] = 2;
  return out;
}

/**
 * Two coverages over one lattice of squares of 10 with corners moved by up to 3. A corner of the zones is that of the
 * blocks or one of its own; the zones may be moved by whole steps, shrunk into a block, have extra vertices on shared
 * edges; both are then turned, scaled and moved together, which leaves collinear points collinear but for rounding.
 */
export const coveragePairs = fc
  .record({
    columns: fc.integer({ min: 1, max: 6 }),
    rows: fc.integer({ min: 1, max: 6 }),
    blockOwner: owners(-1, 14),
    zoneOwner: owners(-1, 5),
    /** Cells, by lattice position, around which all eight cells get one owner: random owners hardly ever make a hole. */
    blockRing: fc.option(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }))),
    zoneRing: fc.option(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }))),
    blockJitter: jitters,
    zoneJitter: jitters,
    flat: fc.boolean(),
    sharedCorners: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 49, maxLength: 49 }),
    shift: fc.constantFrom([0, 0], [0, 0], [0, 0], [10, 0], [0, 10], [5, 0], [3, 7], [-10, -20]),
    shrink: fc.constantFrom(1, 1, 1, 1, 1 / 16, 2),
    middles: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
    turn: fc.constantFrom([1, 0], [1, 0], [0, 1], [3, 4], [0.96, -0.28]),
    scale: fc.constantFrom(1, 1, 10, 1e-4, 0.1, 12345.678),
    origin: fc.constantFrom([0, 0], [460000, 5470000], [32460000.123, 5470000.777], [-1e3, 1e-3]),
  })
  .map((c) => {
    const far = c.scale < 0.01 ? [0, 0] : c.origin;
    const move: Place = (x, y) => [
      far[0]! + c.scale * (c.turn[0]! * x - c.turn[1]! * y),
      far[1]! + c.scale * (c.turn[1]! * x + c.turn[0]! * y),
    ];
    const corner = (jitter: readonly number[], x: number, y: number) => {
      const at = 2 * (y * 7 + x);
      return c.flat ? [10 * x, 10 * y] : [10 * x + jitter[at]!, 10 * y + jitter[at + 1]!];
    };
    const blockPlace: Place = (x, y) => {
      const [u, v] = corner(c.blockJitter, x, y);
      return move(u!, v!);
    };
    const zonePlace: Place = (x, y) => {
      const [u, v] = corner(c.sharedCorners[y * 7 + x]! > 0 ? c.blockJitter : c.zoneJitter, x, y);
      return move(u! * c.shrink + c.shift[0]!, v! * c.shrink + c.shift[1]!);
    };
    const mixed = (x: number, y: number, of: number) => of > 1 && Math.abs(Math.round(7 * x + 13 * y)) % of === 0;
    return {
      blocks: withMiddles(ownedCells(c.columns, c.rows, ringed(c.blockOwner, c.columns, c.rows, c.blockRing), blockPlace, 'b'), (x, y) => mixed(x, y, c.middles[0])),
      zones: withMiddles(ownedCells(c.columns, c.rows, ringed(c.zoneOwner, c.columns, c.rows, c.zoneRing), zonePlace, 'z'), (x, y) => mixed(x, y, c.middles[1])),
    };
  })
  .filter(({ blocks }) => blocks.ids.length > 0);
