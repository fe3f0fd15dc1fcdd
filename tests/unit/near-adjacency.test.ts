// Near adjacency: blocks across a street are neighbours, blocks across a railway or behind another block are not.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adjacency, components } from '../../core/coverage/adjacency.ts';
import type { BlockRings, Coverage } from '../../core/coverage/coverage.ts';
import { joinPairs, nearConnections, nearPairs } from '../../core/coverage/near-adjacency.ts';
import { pointInRings } from '../../core/coverage/point-in-rings.ts';
import { ringsFromGeoJson } from '../../core/coverage/rings-from-geojson.ts';
import { gridRings } from './coverage-shapes.ts';
import { build, ownedCells } from './overlay-shapes.ts';

const RUNS = process.env.LONG === '1' ? 1000 : 100;

const polygons = (...shapes: number[][][][]) =>
  ringsFromGeoJson(shapes.map((coordinates, i) => ({ id: `${i}`, geometry: { type: 'Polygon', coordinates: coordinates.map((ring) => [...ring, ring[0]!]) } })));
const box = (x0: number, y0: number, x1: number, y1: number) => [[x0, y0], [x1, y0], [x1, y1], [x0, y1]];
const near = (blocks: BlockRings, distanceM: number, ...barriers: number[][]) => listed(nearPairs(build(blocks), distanceM, barriers.map((line) => Float64Array.from(line))));
const listed = (pairs: Uint32Array) => Array.from({ length: pairs.length / 2 }, (_, i) => `${pairs[2 * i]}-${pairs[2 * i + 1]}`);

describe('blocks across a street', () => {
  const row = polygons([box(0, 0, 40, 40)], [box(50, 0, 90, 40)], [box(100, 0, 140, 40)]);

  it('are neighbours up to the distance, exactly', () => {
    expect(near(row, 10)).toEqual(['0-1', '1-2']);
    expect(near(row, 9.999999)).toEqual([]);
  });

  it('are none behind another block, however far one looks, if nothing leads past it', () => {
    const tall = polygons([box(0, 0, 40, 40)], [box(50, -200, 90, 240)], [box(100, 0, 140, 40)]);
    expect(near(tall, 100)).toEqual(['0-1', '1-2']);
    // Past a block of the same height the straight way runs along its own border: behind it.
    expect(near(row, 60)).toEqual(['0-1', '1-2']);
  });

  it('are none where nothing is empty: a full coverage has no near neighbours, not even at its corners', () => {
    expect(near(gridRings(6, 6), 1.5)).toEqual([]);
  });

  it('are neighbours in a corner that they share beside empty space', () => {
    expect(near(polygons([box(0, 0, 10, 10)], [box(10, 10, 20, 20)]), 0)).toEqual(['0-1']);
  });

  it('are neighbours inside a hole', () => {
    expect(near(polygons([box(0, 0, 100, 100), box(20, 20, 80, 80)], [box(30, 30, 70, 70)]), 10)).toEqual(['0-1']);
  });

  it('are parted by a railway, and not by one that ends before them or runs beside them', () => {
    const pair = polygons([box(0, 0, 40, 40)], [box(50, 0, 90, 40)]);
    expect(near(pair, 12, [45, -100, 45, 140])).toEqual([]);
    expect(near(pair, 12, [45, -100, 45, -1])).toEqual(['0-1']);
    expect(near(pair, 12, [-10, 45, 100, 45])).toEqual(['0-1']);
    // A bank drawn along the block's own outline parts, and the one along both their northern sides does not.
    expect(near(pair, 12, [40, -100, 40, 140])).toEqual([]);
    expect(near(pair, 12, [-10, 40, 100, 40])).toEqual(['0-1']);
    // Over the middle only: the blocks meet beside it.
    expect(near(pair, 12, [45, 5, 45, 35])).toEqual(['0-1']);
  });

  it('are drawn by their shortest way, those behind a railway apart', () => {
    const rail = Float64Array.of(95, -100, 95, 140);
    const { joined, cut } = nearConnections(build(row), 12, [rail]);
    expect([listed(joined.pairs), [...joined.lines].filter((_, i) => i % 2 === 0)]).toEqual([['0-1'], [40, 50]]);
    expect([listed(cut.pairs), [...cut.lines].filter((_, i) => i % 2 === 0)]).toEqual([['1-2'], [90, 100]]);
    // Askew: the corner is nearer than any middle.
    const askew = polygons([box(0, 0, 40, 40)], [[[50, 20], [90, 0], [90, 40]]]);
    expect([...nearConnections(build(askew), 40).joined.lines]).toEqual([40, 20, 50, 20]);
  });

  it('make a zone one piece once they are joined', () => {
    const coverage = build(row);
    const alone = adjacency(coverage);
    const zone = new Int32Array(3);
    expect([...components(alone, zone, 1).count]).toEqual([3]);
    const joined = joinPairs(alone, nearPairs(coverage, 10));
    expect([...components(joined, zone, 1).count]).toEqual([1]);
    expect([[...joined.rook], [...joined.rookStart], [...joined.rookLengthM], [...joined.queen]]).toEqual([[1, 0, 2, 1], [0, 1, 3, 4], [0, 0, 0, 0], [1, 0, 2, 1]]);
  });

  it('keep the lengths of the borders they have', () => {
    const coverage = build(gridRings(3, 1));
    const { rook, rookLengthM, queen } = joinPairs(adjacency(coverage), Uint32Array.of(0, 2, 0, 1));
    expect([[...rook], [...rookLengthM], [...queen]]).toEqual([[1, 2, 0, 2, 0, 1], [1, 0, 1, 1, 0, 1], [1, 2, 0, 2, 0, 1]]);
  });

  it('are refused at a distance that is none', () => {
    for (const distance of [-1, Number.NaN, Infinity]) expect(() => nearPairs(build(row), distance)).toThrow(RangeError);
  });
});

/** The rule of the docstring, with every edge against every edge and without an index. */
function byBruteForce(rings: BlockRings, coverage: Coverage, distanceM: number, barriers: readonly Float64Array[]): string[] {
  const all: [number, number, number, number][][] = rings.ids.map((_, block) => {
    const own: [number, number, number, number][] = [];
    for (let ring = rings.partStart[rings.blockStart[block]!]!; ring < rings.partStart[rings.blockStart[block + 1]!]!; ring++) {
      const [start, end] = [rings.ringStart[ring]!, rings.ringStart[ring + 1]!];
      for (let v = start; v < end; v++) {
        const w = v + 1 === end ? start : v + 1;
        own.push([rings.xy[2 * v]!, rings.xy[2 * v + 1]!, rings.xy[2 * w]!, rings.xy[2 * w + 1]!]);
      }
    }
    return own;
  });
  // Outlines only: what no other block has.
  const edges = all.map((own, a) => own.filter(([ax, ay, bx, by]) => !all.some((other, b) => b !== a && other.some((e) => (e[0] === bx && e[1] === by && e[2] === ax && e[3] === ay) || (e[0] === ax && e[1] === ay && e[2] === bx && e[3] === by)))));
  const { rook, rookStart } = adjacency(coverage);
  const nearest = ([ax, ay, bx, by]: readonly number[], x: number, y: number) => {
    const t = Math.max(0, Math.min(1, ((x - ax!) * (bx! - ax!) + (y - ay!) * (by! - ay!)) / ((bx! - ax!) ** 2 + (by! - ay!) ** 2)));
    return [ax! + t * (bx! - ax!), ay! + t * (by! - ay!), t] as const;
  };
  const turn = (ax: number, ay: number, bx: number, by: number, x: number, y: number) => Math.sign((bx - ax) * (y - ay) - (by - ay) * (x - ax));
  const crosses = (px: number, py: number, qx: number, qy: number, [ax, ay, bx, by]: readonly number[]) =>
    turn(px, py, qx, qy, ax!, ay!) * turn(px, py, qx, qy, bx!, by!) < 0 && turn(ax!, ay!, bx!, by!, px, py) * turn(ax!, ay!, bx!, by!, qx, qy) < 0;
  const inBlock = (x: number, y: number) => rings.ids.some((_, block) => pointInRings(x, y, rings, block) >= 0);
  const free = (a: number, b: number, px: number, py: number, qx: number, qy: number) => {
    const length = Math.hypot(qx - px, qy - py);
    for (const line of barriers) {
      for (let i = 0; i + 3 < line.length; i += 2) {
        const part = [...line.subarray(i, i + 4)];
        const reached = [nearest(part, px, py), nearest(part, qx, qy)].some(([u, v], end) => Math.hypot(u - (end === 0 ? px : qx), v - (end === 0 ? py : qy)) < 1e-3);
        if (reached || crosses(px, py, qx, qy, part)) return false;
      }
    }
    if (length < 1e-9) {
      const around = Array.from({ length: 3000 }, (_, k) => rings.ids.findIndex((_, c) => pointInRings(px + 1e-5 * Math.cos((Math.PI * k) / 1500), py + 1e-5 * Math.sin((Math.PI * k) / 1500), rings, c) >= 0));
      const besideEmpty = (block: number) => around.some((c, k) => c === block && (around.at(k - 1) === -1 || around[(k + 1) % 3000] === -1));
      return besideEmpty(a) && besideEmpty(b);
    }
    // A hair's breadth off either end, so that the edges it starts from do not count.
    const [ux, uy] = [(1e-7 * (qx - px)) / length, (1e-7 * (qy - py)) / length];
    const [mx, my] = [(px + qx) / 2, (py + qy) / 2];
    const along = edges.flat().some((edge) => {
      const [x, y] = nearest(edge, mx, my);
      return Math.hypot(x - mx, y - my) < 1e-9;
    });
    return !along && !inBlock(mx, my) && !edges.flat().some((edge) => crosses(px + ux, py + uy, qx - ux, qy - uy, edge));
  };
  const found: string[] = [];
  for (let a = 0; a < rings.ids.length; a++) {
    for (let b = a + 1; b < rings.ids.length; b++) {
      if (rook.subarray(rookStart[a], rookStart[a + 1]).includes(b)) continue;
      const joined = edges[a]!.some((e) =>
        edges[b]!.some((f) => {
          const ways = [
            [e[0], e[1], ...nearest(f, e[0], e[1])],
            [e[2], e[3], ...nearest(f, e[2], e[3])],
            [...nearest(e, f[0], f[1]), f[0], f[1]].toSpliced(2, 1),
            [...nearest(e, f[2], f[3]), f[2], f[3]].toSpliced(2, 1),
          ].map(([px, py, qx, qy]) => [px!, py!, qx!, qy!, Math.hypot(px! - qx!, py! - qy!)]);
          const least = ways.reduce((best, way) => (way[4]! < best[4]! ? way : best));
          if (least[4]! > distanceM) return false;
          if (free(a, b, least[0]!, least[1]!, least[2]!, least[3]!)) return true;
          const [s, t] = [nearest(e, f[0], f[1])[2], nearest(e, f[2], f[3])[2]];
          if (s === t) return false;
          const [px, py] = [e[0] + ((s + t) / 2) * (e[2] - e[0]), e[1] + ((s + t) / 2) * (e[3] - e[1])];
          const [qx, qy] = nearest(f, px, py);
          return Math.hypot(px - qx, py - qy) <= distanceM && free(a, b, px, py, qx, qy);
        }),
      );
      if (joined) found.push(`${a}-${b}`);
    }
  }
  return found;
}

const scattered = fc.record({
  columns: fc.integer({ min: 2, max: 6 }),
  rows: fc.integer({ min: 1, max: 6 }),
  owner: fc.array(fc.oneof(fc.constant(-1), fc.integer({ min: 0, max: 9 })), { minLength: 36, maxLength: 36 }),
  bend: fc.array(fc.integer({ min: -30, max: 30 }), { minLength: 98, maxLength: 98 }),
  distanceM: fc.constantFrom(0, 3, 8, 11, 20),
  barrier: fc.option(fc.array(fc.integer({ min: -5_000, max: 65_000 }), { minLength: 6, maxLength: 6 })),
});

it('finds, in random towns with holes, parts and corners that touch, the pairs that every edge against every edge finds', () => {
  let most = 0;
  fc.assert(
    fc.property(scattered, ({ columns, rows, owner, bend, distanceM, barrier }) => {
      // Off the lattice, so that no way leads exactly along an edge or through a corner.
      const rings = ownedCells(columns, rows, owner, (x, y) => [10 * x + bend[2 * (7 * y + x)]! / 10.7 + 0.013 * y * y, 10 * y + bend[2 * (7 * y + x) + 1]! / 10.3 + 0.017 * x * x], 'b');
      if (rings.ids.length === 0) return;
      const coverage = build(rings);
      const barriers = barrier === null ? [] : [Float64Array.from(barrier, (value) => value / 1000.7)];
      const found = listed(nearPairs(coverage, distanceM, barriers));
      most = Math.max(most, found.length);
      expect(found.toSorted()).toEqual(byBruteForce(rings, coverage, distanceM, barriers).toSorted());
      const { joined, cut } = nearConnections(coverage, distanceM, barriers);
      expect(listed(joined.pairs)).toEqual(found);
      expect(listed(cut.pairs)).toEqual(listed(nearPairs(coverage, distanceM)).filter((pair) => !found.includes(pair)));
      for (const { pairs, lines } of [joined, cut]) {
        expect(lines.length).toBe(2 * pairs.length);
        for (let i = 0; i < lines.length; i += 4) expect(Math.hypot(lines[i]! - lines[i + 2]!, lines[i + 1]! - lines[i + 3]!)).toBeLessThanOrEqual(distanceM + 1e-9);
      }
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
  expect(most).toBeGreaterThan(3);
});
