// Walks over a street network: their lengths, hazards, islands, and points that no way is near to.
import { describe, expect, it } from 'vitest';
import { createAccessLocator, NO_EDGE } from '../../core/network/access-points.ts';
import { buildStreetGraph, type WalkingRule, type WayLines } from '../../core/network/street-graph.ts';
import { nodeDistances, walkingDistances } from '../../core/network/walking-distances.ts';
import { seededRandom } from '../../core/statistics/seeded-random.ts';

/** Ways from lists of [x, y, x, y, …], with their kinds. */
function lines(ways: readonly (readonly number[])[], kinds: readonly number[] = []): WayLines {
  const start = new Uint32Array(ways.length + 1);
  ways.forEach((way, i) => (start[i + 1] = start[i]! + way.length / 2));
  return { xy: Float64Array.from(ways.flat()), start, kind: Uint16Array.from(ways, (_, i) => kinds[i] ?? 0) };
}

function walk(ways: WayLines, rules: readonly WalkingRule[], from: readonly number[], to: readonly number[], limitM = 1e6): number[] {
  const graph = buildStreetGraph(ways, rules);
  const locate = createAccessLocator(graph, { piece: null });
  const { metres } = walkingDistances(graph, locate(Float64Array.from(from)), locate(Float64Array.from(to)), limitM);
  return [...metres];
}

const PLAIN: WalkingRule = { walkable: true, factor: 1, crossingM: 0 };

describe('a street network', () => {
  it('joins ways where they share a vertex, and not where one passes over another', () => {
    const graph = buildStreetGraph(lines([[0, 0, 50, 0, 100, 0], [50, 0, 50, 80], [30, -10, 30, 10]]));
    expect(graph.nodeCount).toBe(6);
    expect(graph.edgeCount).toBe(4);
    expect([...graph.pieceM]).toEqual([180, 20]);
  });

  it('keeps the bends of a way as geometry and leaves out edges of no length', () => {
    const graph = buildStreetGraph(lines([[0, 0, 30, 40, 30, 40, 60, 0]]));
    expect(graph.edgeCount).toBe(1);
    expect(graph.lengthM[0]).toBe(100);
  });

  it('has pieces, the longest first, whatever the order of the lines', () => {
    const graph = buildStreetGraph(lines([[500, 0, 510, 0], [0, 0, 100, 0], [100, 0, 200, 0]]));
    expect([...graph.pieceM]).toEqual([200, 10]);
    expect(graph.piece[graph.from[0]!]).toBe(1);
  });
});

describe('a walk', () => {
  it('goes from door to street, along it, and to the other door', () => {
    expect(walk(lines([[0, 0, 100, 0], [100, 0, 100, 100]]), [], [10, 5], [104, 60])).toEqual([5 + 90 + 60 + 4]);
  });

  it('along one edge is the way between the two doors, not by its ends', () => {
    expect(walk(lines([[0, 0, 100, 0]]), [], [20, 0], [70, 10])).toEqual([60]);
  });

  it('leaves an edge and comes back where that is shorter', () => {
    // A hairpin of 1,000 m whose ends are 1 m apart.
    expect(walk(lines([[0, 0, 500, 0, 500, 1, 0, 1], [0, 0, 0, 1]]), [], [10, 0], [10, 1])[0]).toBeCloseTo(21, 4);
  });

  it('avoids what counts more, and its metres are those walked', () => {
    const ways = lines([[0, 0, 100, 0], [0, 0, 0, 30, 100, 30, 100, 0]], [1, 0]);
    expect(walk(ways, [PLAIN, { walkable: true, factor: 1, crossingM: 0 }], [0, 0], [100, 0])).toEqual([100]);
    expect(walk(ways, [PLAIN, { walkable: true, factor: 2, crossingM: 0 }], [0, 0], [100, 0])).toEqual([160]);
  });

  it('crosses a main road for the metres that this counts, and not at all where it is forbidden', () => {
    // A footpath crosses a road at (50, 0); an underpass 200 m down the road does not touch it.
    const ways = lines([[50, -50, 50, 0, 50, 50], [0, 0, 50, 0, 100, 0], [50, -50, 250, -50, 250, 50, 50, 50]], [0, 1, 0]);
    const to = [50, 50];
    expect(walk(ways, [PLAIN, PLAIN], [50, -50], to)).toEqual([100]);
    expect(walk(ways, [PLAIN, { ...PLAIN, crossingM: 300 }], [50, -50], to)).toEqual([100]);
    expect(walk(ways, [PLAIN, { ...PLAIN, crossingM: 500 }], [50, -50], to)).toEqual([500]);
    expect(walk(ways, [PLAIN, { ...PLAIN, crossingM: Infinity }], [50, -50], to)).toEqual([500]);
    // Half is charged for getting onto the road, which nobody spares by going along it.
    expect(walk(ways, [PLAIN, { ...PLAIN, crossingM: 500 }], [50, -50], [100, 0], 349)).toEqual([Infinity]);
    expect(walk(ways, [PLAIN, { ...PLAIN, crossingM: 500 }], [50, -50], [100, 0], 351)).toEqual([100]);
  });

  it('is stopped by a railway without a crossing, over which nobody walks', () => {
    const ways = lines([[50, -50, 50, 0, 50, 50], [0, 0, 50, 0, 100, 0]], [0, 1]);
    const rail: WalkingRule = { walkable: false, factor: 1, crossingM: Infinity };
    expect(walk(ways, [PLAIN, rail], [50, -50], [50, 50])).toEqual([Infinity]);
    expect(walk(ways, [PLAIN, { ...rail, crossingM: 10 }], [50, -50], [50, 50])).toEqual([100]);
  });

  it('beyond the limit, to an island, or from far off every way is none', () => {
    const ways = lines([[0, 0, 100, 0], [500, 500, 510, 500]]);
    expect(walk(ways, [], [0, 0], [100, 0], 99)).toEqual([Infinity]);
    expect(walk(ways, [], [0, 0], [505, 500])).toEqual([Infinity]);
    const graph = buildStreetGraph(ways);
    // The main piece is what addresses are joined to, and how far off that is is said.
    const onMain = createAccessLocator(graph)(Float64Array.from([505, 500]));
    expect([onMain.edge[0], onMain.alongM[0], onMain.offM[0]]).toEqual([0, 100, Math.hypot(405, 500)]);
    expect(createAccessLocator(graph, { withinM: 100 })(Float64Array.from([505, 500])).edge[0]).toBe(NO_EDGE);
    expect(createAccessLocator(buildStreetGraph(lines([])))(Float64Array.from([0, 0])).edge[0]).toBe(NO_EDGE);
  });
});

describe('on random networks', () => {
  it('node distances are those of Floyd and Warshall', () => {
    const random = seededRandom(3);
    for (let round = 0; round < 30; round++) {
      const nodes = Array.from({ length: 25 }, () => [Math.floor(random() * 1000), Math.floor(random() * 1000)] as const);
      const ways = Array.from({ length: 40 }, () => [...nodes[Math.floor(random() * 25)]!, ...nodes[Math.floor(random() * 25)]!]);
      const kinds = ways.map(() => Math.floor(random() * 3));
      const rules = [PLAIN, { ...PLAIN, factor: 1.5 }, { ...PLAIN, crossingM: 80 }];
      const graph = buildStreetGraph(lines(ways, kinds), rules);
      const n = graph.nodeCount;
      const best = new Float64Array(n * n).fill(Infinity);
      for (let i = 0; i < n; i++) best[i * n + i] = 0;
      for (let e = 0; e < graph.edgeCount; e++) {
        const [a, b] = [graph.from[e]!, graph.to[e]!];
        const cost = graph.costM[e]! + graph.fromCostM[e]! + graph.toCostM[e]!;
        best[a * n + b] = Math.min(best[a * n + b]!, cost);
        best[b * n + a] = Math.min(best[b * n + a]!, cost);
      }
      for (let k = 0; k < n; k++) for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) best[i * n + j] = Math.min(best[i * n + j]!, best[i * n + k]! + best[k * n + j]!);
      const all = Array.from({ length: n }, (_, i) => i);
      const ours = nodeDistances(graph, all, all);
      ours.forEach((metres, i) => (metres === Infinity ? expect(best[i]).toBe(Infinity) : expect(metres).toBeCloseTo(best[i]!, 6)));
    }
  });

  it('the nearest point is found as by looking at every segment', () => {
    const random = seededRandom(4);
    const ways = Array.from({ length: 200 }, () => Array.from({ length: 6 }, () => random() * 1000));
    const graph = buildStreetGraph(lines(ways));
    const points = Float64Array.from({ length: 200 }, () => random() * 1200 - 100);
    const { offM } = createAccessLocator(graph, { piece: null })(points);
    for (let p = 0; p < offM.length; p++) {
      let least = Infinity;
      for (const way of ways) {
        for (let i = 0; i < way.length - 2; i += 2) {
          const [ax, ay, bx, by] = way.slice(i, i + 4) as [number, number, number, number];
          const t = Math.min(1, Math.max(0, ((points[2 * p]! - ax) * (bx - ax) + (points[2 * p + 1]! - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2)));
          least = Math.min(least, Math.hypot(ax + t * (bx - ax) - points[2 * p]!, ay + t * (by - ay) - points[2 * p + 1]!));
        }
      }
      expect(offM[p]).toBeCloseTo(least, 9);
    }
  });
});
