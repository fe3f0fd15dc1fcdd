// Hand-made coverages with known answers (tests/golden/coverage-cases.json states each source).
import { describe, expect, it } from 'vitest';
import { adjacency, components } from '../../core/coverage/adjacency.ts';
import { buildCoverage } from '../../core/coverage/build-coverage.ts';
import type { Coverage } from '../../core/coverage/coverage.ts';
import { createDissolver, dissolve } from '../../core/coverage/dissolve.ts';
import { lineMesh } from '../../core/coverage/line-mesh.ts';
import { outlineToGeoJson, ringsFromGeoJson } from '../../core/coverage/rings-from-geojson.ts';
import golden from '../golden/coverage-cases.json' with { type: 'json' };
import { gridRings, sameRings } from './coverage-shapes.ts';

function cover(polygons: readonly number[][][][]): Coverage {
  const result = buildCoverage(
    ringsFromGeoJson(
      polygons.map((coordinates, i) => ({ id: `b${i}`, geometry: { type: 'Polygon' as const, coordinates } })),
    ),
  );
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.coverage;
}

describe('merging polygons that share arcs (topojson-client merge, neighbors and mesh cases)', () => {
  for (const { id, title, polygons, merged } of golden.merge) {
    it(`${id}: ${title}`, () => {
      const coverage = cover(polygons);
      const outlines = dissolve(coverage, new Int32Array(coverage.blockCount), 1);
      expect(sameRings(outlineToGeoJson(outlines, 0).coordinates, merged)).toBe(true);
    });
  }

  for (const { id, title, polygons, neighbours } of golden.neighbours) {
    it(`${id}: ${title}`, () => {
      const { rookStart, rook, blockCount } = adjacency(cover(polygons));
      const rows = Array.from({ length: blockCount }, (_, b) => [...rook.subarray(rookStart[b], rookStart[b + 1])]);
      expect(rows).toEqual(neighbours);
    });
  }

  it('mesh: separate blocks give separate closed lines and nothing else', () => {
    const coverage = cover([[[[0, 0], [1, 0], [1, 1], [0, 0]]], [[[5, 0], [6, 0], [6, 1], [5, 0]]]]);
    expect([...lineMesh(coverage, Int32Array.of(0, 0)).lineStart]).toEqual([0, 4, 8]);
    expect(lineMesh(coverage, Int32Array.of(-1, -1)).lineStart).toHaveLength(1);
  });

  it('no block gives no polygon', () => {
    const coverage = cover([]);
    expect(dissolve(coverage, new Int32Array(0), 1).zoneStart).toEqual(Uint32Array.of(0, 0));
  });
});

describe('grids (GerryChain, Districtr, maup cases)', () => {
  it('3x3: two separate rows of one zone are two pieces', () => {
    const coverage = grid(3, 3);
    const found = components(adjacency(coverage), Int32Array.of(0, 0, 0, 1, 1, 1, 0, 0, 0), 2);
    expect([...found.count]).toEqual([2, 1]);
    expect([...found.component]).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 1]);
  });

  it('4x4 quadrants: perimeters, areas and inner borders after one flip, and after 1,000 as a full recomputation', () => {
    const coverage = grid(4, 4);
    const start = Int32Array.from({ length: 16 }, (_, i) => (i % 4 >= 2 ? 1 : 0) + (i >= 8 ? 2 : 0));
    const dissolver = createDissolver(coverage, start, 4);
    // Node (2, 1) of the source is column 2, row 1.
    dissolver.move([1 * 4 + 2], 3);
    const perimeters = [0, 1, 2, 3].map((zone) => dissolver.perimeterM(zone));
    expect(perimeters.toSorted((a, b) => a - b)).toEqual([8, 8, 8, 10]);
    expect([0, 1, 2, 3].map((zone) => dissolver.areaM2(zone))).toEqual([4, 3, 4, 5]);
    let seed = 7;
    const current = start.slice();
    current[6] = 3;
    for (let flip = 0; flip < 1000; flip++) {
      seed = (seed * 1103515245 + 12345) & 0x7fffffff;
      const block = (seed >> 8) % 16;
      const zone = (seed >> 16) % 5 - 1;
      current[block] = zone;
      dissolver.move([block], zone);
      const whole = dissolve(coverage, current, 4);
      for (let z = 0; z < 4; z++) {
        expect(dissolver.areaM2(z)).toBe(whole.areaM2[z]);
        expect(dissolver.perimeterM(z)).toBe(whole.perimeterM[z]);
      }
      const edited = dissolver.outlines([0, 1, 2, 3]);
      for (let z = 0; z < 4; z++) {
        expect(sameRings(outlineToGeoJson(edited, z).coordinates, outlineToGeoJson(whole, z).coordinates)).toBe(true);
      }
    }
  });

  it('8x8: rook borders between halves and quadrants', () => {
    const coverage = grid(8, 8);
    const cut = (zoneOf: (column: number, row: number) => number) => {
      const assignment = Int32Array.from({ length: 64 }, (_, i) => zoneOf(i % 8, i >> 3));
      const mesh = lineMesh(coverage, assignment);
      return mesh.left.filter((zone, i) => zone >= 0 && mesh.right[i]! >= 0).length;
    };
    expect(cut((column) => (column < 4 ? 0 : 1))).toBe(8);
    expect(cut((column, row) => (column < 4 ? 0 : 1) + (row < 4 ? 0 : 2))).toBe(16);
  });

  it('2x2: rook and queen', () => {
    const { rookStart, rook, queenStart, queen, rookLengthM } = adjacency(grid(2, 2));
    const row = (start: Uint32Array, values: Uint32Array, b: number) => [...values.subarray(start[b], start[b + 1])];
    expect([0, 1, 2, 3].map((b) => row(rookStart, rook, b))).toEqual([[1, 2], [0, 3], [0, 3], [1, 2]]);
    expect([0, 1, 2, 3].map((b) => row(queenStart, queen, b))).toEqual([[1, 2, 3], [0, 2, 3], [0, 1, 3], [0, 1, 2]]);
    expect([...rookLengthM]).toEqual(Array.from({ length: 8 }).fill(1));
  });
});

describe('shapes that break naive dissolves', () => {
  it('an enclave is a hole of the block around it, and vanishes when both are one zone', () => {
    const frame = [[[0, 0], [3, 0], [3, 3], [0, 3], [0, 0]], [[1, 1], [1, 2], [2, 2], [2, 1], [1, 1]]];
    const coverage = cover([frame, [[[1, 1], [2, 1], [2, 2], [1, 2], [1, 1]]]]);
    const apart = dissolve(coverage, Int32Array.of(0, 1), 2);
    expect(outlineToGeoJson(apart, 0).coordinates[0]).toHaveLength(2);
    expect([...apart.areaM2]).toEqual([8, 1]);
    expect([...apart.perimeterM]).toEqual([16, 4]);
    expect(outlineToGeoJson(dissolve(coverage, Int32Array.of(0, 0), 1), 0).coordinates[0]).toHaveLength(1);
  });

  it('a hole that touches the shell in one point stays a hole', () => {
    // 3x3 grid without the corner block's diagonal partner: blocks 1, 3, 5, 7, 8, 2, 6 and 0 around a free centre,
    // with 0 taken out: the hole (block 4) touches the outside (block 0) in the point (1, 1).
    const coverage = cover(squares(3, 3));
    const assignment = Int32Array.of(-1, 0, 0, 0, -1, 0, 0, 0, 0);
    const shape = outlineToGeoJson(dissolve(coverage, assignment, 1), 0).coordinates;
    expect(shape).toHaveLength(1);
    expect(shape[0]).toHaveLength(2);
    for (const ring of shape[0]!) expect(new Set(ring.slice(1).map(String)).size).toBe(ring.length - 1);
  });

  it('two blocks that meet in a corner are two polygons', () => {
    const coverage = cover(squares(2, 2));
    expect(outlineToGeoJson(dissolve(coverage, Int32Array.of(0, -1, -1, 0), 1), 0).coordinates).toHaveLength(2);
  });

  it('holes go to the shell of their own piece', () => {
    const rings = squares(7, 3);
    const coverage = cover(rings);
    const assignment = Int32Array.from({ length: 21 }, (_, i) => (i % 7 === 3 || i === 8 || i === 12 ? -1 : 0));
    const shape = outlineToGeoJson(dissolve(coverage, assignment, 1), 0).coordinates;
    expect(shape.map((polygon) => polygon.length)).toEqual([2, 2]);
    for (const polygon of shape) {
      const [shell, hole] = polygon;
      const shellX = shell!.map((p) => p[0]!);
      for (const p of hole!) expect(p[0]! > Math.min(...shellX) && p[0]! < Math.max(...shellX)).toBe(true);
    }
  });

  it('refuses blocks on the same side of an edge, spikes, flat rings and repeated ids', () => {
    const square = [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]];
    const codes = (items: { id: string; coordinates: number[][][] }[]) => {
      const result = buildCoverage(
        ringsFromGeoJson(items.map(({ id, coordinates }) => ({ id, geometry: { type: 'Polygon', coordinates } }))),
      );
      return result.ok ? [] : [...new Set(result.issues.map((issue) => issue.code))];
    };
    expect(codes([{ id: 'a', coordinates: square }, { id: 'b', coordinates: square }])).toEqual(['OVERLAP']);
    expect(codes([{ id: 'a', coordinates: [[[0, 0], [1, 1], [0, 0]]] }])).toEqual(['INVALID_RING']);
    expect(codes([{ id: 'a', coordinates: [[[0, 0], [1, 0], [2, 0], [1, 0], [1, 1], [0, 0]]] }])).toEqual(['INVALID_RING']);
    expect(codes([{ id: 'a', coordinates: square }, { id: 'a', coordinates: [[[5, 5], [6, 5], [6, 6], [5, 5]]] }])).toEqual([
      'DUPLICATE_ID',
    ]);
  });
});

function squares(columns: number, rows: number): number[][][][] {
  return Array.from({ length: columns * rows }, (_, i) => {
    const x = i % columns;
    const y = Math.floor(i / columns);
    return [[[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1], [x, y]]];
  });
}

function grid(columns: number, rows: number): Coverage {
  const result = buildCoverage(gridRings(columns, rows));
  if (!result.ok) throw new Error('grid');
  return result.coverage;
}
