// Which catchments are the same, moved, new or gone; and how far one gets on foot, as an area.
import { describe, expect, it } from 'vitest';
import { createAccessLocator } from '../../core/network/access-points.ts';
import { reachableArea } from '../../core/network/reachable-area.ts';
import { buildStreetGraph } from '../../core/network/street-graph.ts';
import { compareCatchments, type ComparedCut } from '../../core/schools/comparison.ts';

describe('a comparison of catchments', () => {
  const cut = (zones: string[], assignment: number[], perimeter = 4000): ComparedCut => ({ zones, assignment: Int32Array.from(assignment), perimeterM: zones.map(() => perimeter) });
  const area = [1_000_000, 900, 1_000_000, 1_000_000];
  const relations = (before: ComparedCut, after: ComparedCut, children: number[]) =>
    compareCatchments(before, after, area, children).map((row) => [row.before === null ? '-' : before.zones[row.before], row.after === null ? '-' : after.zones[row.after], row.relation]);

  it('calls a border that went less than a metre the same, as long as no child moved', () => {
    const [before, after] = [cut(['A', 'B', 'C'], [0, 0, 1, 2]), cut(['A', 'B', 'C'], [0, 1, 1, 2])];
    expect(relations(before, after, [9, 0, 9, 9])).toEqual([['A', 'A', 'same'], ['B', 'B', 'same'], ['C', 'C', 'same']]);
    expect(relations(before, after, [9, 1, 9, 9])).toEqual([['A', 'A', 'moved'], ['B', 'B', 'moved'], ['C', 'C', 'same']]);
    const [first] = compareCatchments(before, after, area, [9, 1, 9, 9]);
    expect(first).toMatchObject({ left: 1, joined: 0, leftM2: 900, displacementM: 900 / 4000 });
    // Without a child, but nine metres in the mean.
    const far = compareCatchments(cut(['A', 'B', 'C'], [0, 0, 1, 2], 100), cut(['A', 'B', 'C'], [0, 1, 1, 2], 100), area, [9, 0, 9, 9]);
    expect(far.map(({ relation, displacementM }) => [relation, displacementM])).toEqual([['moved', 9], ['moved', 9], ['same', 0]]);
  });

  it('knows a catchment that got another name, one that opened and one that closed', () => {
    expect(relations(cut(['A', 'B'], [0, 0, 1, 1]), cut(['A2', 'B', 'N'], [0, 0, 1, 2]), [1, 1, 1, 1])).toEqual([['A', 'A2', 'same'], ['B', 'B', 'moved'], ['-', 'N', 'new']]);
    expect(relations(cut(['A', 'B', 'C'], [0, 0, 1, 2]), cut(['A', 'B'], [0, 0, 1, 1]), [1, 1, 1, 1])).toEqual([['A', 'A', 'same'], ['B', 'B', 'moved'], ['C', '-', 'gone']]);
  });

  it('loses no child between joined and left', () => {
    const rows = compareCatchments(cut(['A', 'B', 'C'], [0, 0, 1, 2]), cut(['A', 'N', 'B'], [1, 0, 2, 0]), area, [4, 5, 6, 7]);
    const sum = (key: 'joined' | 'left') => rows.reduce((all, row) => all + row[key], 0);
    expect(sum('joined')).toBe(sum('left'));
  });
});

describe('a reachable area', () => {
  const streets = (...lines: readonly (readonly (readonly [number, number])[])[]) => {
    const start = [0];
    for (const line of lines) start.push(start.at(-1)! + line.length);
    return buildStreetGraph({ xy: Float64Array.from(lines.flat(2)), start: Uint32Array.from(start), kind: new Uint16Array(lines.length) });
  };
  const ringArea = (ring: readonly (readonly number[])[]) => ring.slice(1).reduce((sum, [x, y], i) => sum + ring[i]![0]! * y! - x! * ring[i]![1]!, 0) / 2;

  it('is what lies beside the ways walked, as far as one gets on each', () => {
    // A cross of four arms of 500 m, and its middle.
    const graph = streets([[-500, 0], [0, 0]], [[0, 0], [500, 0]], [[0, -500], [0, 0]], [[0, 0], [0, 500]]);
    const access = createAccessLocator(graph)(Float64Array.from([100, 10]));
    const { area, waysM } = reachableArea(graph, access, 0, 310, { besideM: 20, cellM: 2 });
    // 300 m on from the street: to 400 east, and 200 in each other arm.
    expect(waysM).toBeCloseTo(400 + 200 + 200 + 200, 6);
    expect(area.coordinates).toHaveLength(1);
    const shell = area.coordinates[0]![0]!;
    expect(Math.max(...shell.map(([x]) => x!))).toBeCloseTo(420, 0);
    expect(Math.min(...shell.map(([x]) => x!))).toBeCloseTo(-220, 0);
    // A band of 40 m, four half circles, without the corners of the crossing twice.
    expect(ringArea(shell)).toBeGreaterThan(0);
    expect(Math.abs(ringArea(shell) / (1000 * 40 + 2 * Math.PI * 400 - 3 * 400 - 400) - 1)).toBeLessThan(0.01);
  });

  it('has a hole where a ring of streets is walked round, and none where its far end is not reached', () => {
    const graph = streets([[0, 0], [300, 0]], [[300, 0], [300, 300]], [[300, 300], [0, 300]], [[0, 300], [0, 0]]);
    const access = createAccessLocator(graph)(Float64Array.from([0, 0]));
    const round = reachableArea(graph, access, 0, 700, { besideM: 20, cellM: 4 }).area.coordinates;
    expect(round).toHaveLength(1);
    expect(round[0]!.map((ring) => Math.sign(ringArea(ring)))).toEqual([1, -1]);
    expect(-ringArea(round[0]![1]!)).toBeCloseTo(260 * 260, -3);
    const part = reachableArea(graph, access, 0, 500, { besideM: 20, cellM: 4 });
    expect(part.waysM).toBeCloseTo(1000, 6);
    expect(part.area.coordinates.map((rings) => rings.length)).toEqual([1]);
  });

  it('on one edge is a stretch of it, and nothing where the network is farther than the limit', () => {
    const graph = streets([[0, 0], [1000, 0]]);
    const access = createAccessLocator(graph)(Float64Array.from([500, 0, 500, 300]));
    expect(reachableArea(graph, access, 0, 100).waysM).toBeCloseTo(200, 6);
    expect(reachableArea(graph, access, 1, 100)).toEqual({ area: { type: 'MultiPolygon', coordinates: [] }, waysM: 0 });
  });
});
