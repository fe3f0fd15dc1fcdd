// Ward's groups of neighbours, and status with dynamics, against reckoning by hand and by brute force.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { statusAndDynamics } from '../../core/statistics/status-and-dynamics.ts';
import { type Neighbours, wardGroups } from '../../core/statistics/ward.ts';

function neighboursOf(rows: number, pairs: readonly (readonly [number, number])[]): Neighbours {
  const beside = Array.from({ length: rows }, (_, row) => [...new Set(pairs.flatMap(([a, b]) => (a === row ? [b] : b === row ? [a] : [])))]);
  const start = new Uint32Array(rows + 1);
  beside.forEach((list, row) => (start[row + 1] = start[row]! + list.length));
  return { start, next: Uint32Array.from(beside.flat()) };
}
const line = (rows: number) => neighboursOf(rows, Array.from({ length: rows - 1 }, (_, i) => [i, i + 1] as const));

/** Squares to the centres of groups, from the definition. */
function within(values: readonly number[], group: ArrayLike<number>): number {
  let sum = 0;
  for (const g of new Set(Array.from(group))) {
    const members = values.filter((_, row) => group[row] === g);
    const mean = members.reduce((all, value) => all + value, 0) / members.length;
    sum += members.reduce((all, value) => all + (value - mean) ** 2, 0);
  }
  return sum;
}

describe('groups by Ward of neighbours', () => {
  it('are of one piece: alike zones at both ends stay apart', () => {
    const { group, groups } = wardGroups(Float64Array.of(1, 1.1, 9, 9.2, 1), 1, 3, line(5));
    expect([[...group], groups]).toEqual([[0, 0, 1, 1, 2], 3]);
  });

  it('end where nothing is next to anything, and leave out rows with a missing value', () => {
    const { group, groups } = wardGroups(Float64Array.of(1, NaN, 1, 1), 1, 1, line(4));
    expect([[...group], groups]).toEqual([[0, -1, 1, 1], 2]);
  });

  it('take the pair of least growth first, of equal ones that of the smallest rows', () => {
    expect([...wardGroups(Float64Array.of(0, 1, 2, 3), 1, 3, line(4)).group]).toEqual([0, 0, 1, 2]);
    expect(wardGroups(Float64Array.of(0, 4, 5, 9), 1, 1, line(4)).growth).toEqual([0.5, 13.5, 27]);
  });

  it('are connected whatever the graph, and grow by what squares within grow', () => {
    const graph = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 })).filter(([a, b]) => a !== b), { maxLength: 25 });
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 10, maxLength: 10 }), graph, fc.integer({ min: 1, max: 10 }), (values, pairs, k) => {
        const neighbours = neighboursOf(10, pairs);
        const { group, groups, withinness } = wardGroups(Float64Array.from(values), 1, k, neighbours);
        expect(within(values, group)).toBeCloseTo(withinness, 6);
        expect(new Set(group).size).toBe(groups);
        for (let g = 0; g < groups; g++) {
          const members = new Set(values.flatMap((_, row) => (group[row] === g ? [row] : [])));
          const reached = new Set([[...members][0]!]);
          for (const row of reached) for (const [a, b] of pairs) for (const [from, to] of [[a, b], [b, a]] as const) if (from === row && members.has(to)) reached.add(to);
          expect(reached.size).toBe(members.size);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('status and dynamics', () => {
  it('put zones by their index and by where it goes', () => {
    // Unemployment: less is better. Zone 3 is worst and got better, zone 0 is best and got worse.
    const table = (values: number[]) => ({ zoneCount: 4, indicatorCount: 1, values: Float64Array.from(values) });
    const { status, statusClass, dynamics, dynamicsClass } = statusAndDynamics(table([4, 5, 6, 17]), table([1, 5, 6, 22]), { directions: [-1] });
    expect([...statusClass]).toEqual([2, 2, 2, 4]);
    expect([...dynamicsClass]).toEqual([3, 2, 2, 1]);
    const deviation = Math.sqrt((16 + 9 + 4 + 81) / 4);
    expect(status[3]).toBeCloseTo(-(17 - 8) / deviation, 12);
    expect(dynamics[0]).toBeLessThan(0);
  });

  it('have no class where a value is missing, and the middle one where all are alike', () => {
    const table = (values: number[]) => ({ zoneCount: 3, indicatorCount: 1, values: Float64Array.from(values) });
    const found = statusAndDynamics(table([1, 2, NaN]), table([1, 2, 3]), { directions: [1] });
    expect([[...found.statusClass], [...found.dynamicsClass]]).toEqual([[2, 1, 0], [2, 2, 0]]);
    expect([...found.dynamics]).toEqual([0, 0, NaN]);
  });
});
