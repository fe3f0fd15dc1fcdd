// Block stands: what was split, merged, redrawn or renamed on purpose is found, counts and zones are carried over.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { carryAssignment, matchBlocks, type BlockStand, type Lineage, type LineageOptions, type LineageRelation } from '../../core/concordance/lineage.ts';
import { buildCoverage } from '../../core/coverage/build-coverage.ts';
import type { BlockRings } from '../../core/coverage/coverage.ts';
import { ringsFromGeoJson } from '../../core/coverage/rings-from-geojson.ts';
import { generateTown } from '../../geodata/town/generate-town.ts';
import { ownedCells } from './overlay-shapes.ts';

const RUNS = process.env.LONG === '1' ? 1000 : 100;

function stand(rings: BlockRings): BlockStand {
  const built = buildCoverage(rings);
  if (!built.ok) throw new Error(JSON.stringify(built.issues));
  return { ids: rings.ids, coverage: built.coverage };
}

function matched(before: BlockStand, after: BlockStand, options?: LineageOptions): Lineage {
  const result = matchBlocks(before, after, options);
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.lineage;
}

const boxes = (all: Record<string, readonly [number, number, number, number]>) =>
  stand(
    ringsFromGeoJson(
      Object.entries(all).map(([id, [x0, y0, x1, y1]]) => ({ id, geometry: { type: 'Polygon', coordinates: [[[x0, y0], [x1, y0], [x1, y1], [x0, y1], [x0, y0]]] } })),
    ),
  );

/** Groups as text, by ids. */
function told(lineage: Lineage, before: BlockStand, after: BlockStand): string[] {
  return lineage.relation
    .map((relation, group) => {
      const from = before.ids.filter((_, b) => lineage.groupOfBefore[b] === group).toSorted();
      const to = after.ids.filter((_, a) => lineage.groupOfAfter[a] === group).toSorted();
      return `${relation}${lineage.renamed[group] === 1 ? ' renamed' : ''}: ${from.join('+')} > ${to.join('+')}`;
    })
    .toSorted();
}

/** Weights of every block before, with what is outside, add up to 1. */
function expectConserved(lineage: Lineage): void {
  const sums = Float64Array.from(lineage.outsideWeight);
  lineage.pairBefore.forEach((b, i) => (sums[b]! += lineage.weight[i]!));
  for (const sum of sums) expect(Math.abs(sum - 1)).toBeLessThanOrEqual(1e-12);
  for (const weight of lineage.weight) expect(weight).toBeGreaterThan(0);
}

describe('two stands of blocks', () => {
  const before = boxes({ a: [0, 0, 100, 100], b: [100, 0, 200, 100], c: [200, 0, 300, 100], d: [300, 0, 400, 100] });

  it('are told apart into what stayed, was split, merged, redrawn, came and went', () => {
    const after = boxes({ a: [0, 0, 100, 100], b1: [100, 0, 150, 100], b2: [150, 0, 200, 100], cd: [200, 0, 400, 100], e: [0, 200, 50, 250] });
    expect(told(matched(before, after), before, after)).toEqual(['merged: c+d > cd', 'new:  > e', 'same: a > a', 'split: b > b1+b2']);
    const narrower = boxes({ a: [0, 0, 80, 100], b: [80, 0, 200, 100], c: [200, 0, 300, 100] });
    const lineage = matched(before, narrower);
    expect(told(lineage, before, narrower)).toEqual(['gone: d > ', 'reshaped: a+b > a+b', 'same: c > c']);
    expect([...lineage.weight]).toEqual([expect.closeTo(0.8, 12), expect.closeTo(0.2, 12), 1, 1]);
    expect([...lineage.outsideWeight]).toEqual([0, 0, 0, 1]);
    expectConserved(lineage);
  });

  it('are the same block within the tolerance only', () => {
    const apart = (dx: number) => boxes({ a: [0, 0, 100, 100], b: [100, 0, 200, 100], c: [200, 0, 300, 100], d: [300, 0, 400 + dx, 100] });
    expect(told(matched(before, apart(0.4)), before, apart(0.4))).toContain('same: d > d');
    expect(told(matched(before, apart(0.6)), before, apart(0.6))).toContain('reshaped: d > d');
    expect(told(matched(before, apart(0.6), { toleranceM: 1 }), before, apart(0.6))).toContain('same: d > d');
  });

  it('are not the same for a notch that leaves nearly all of the area', () => {
    const notched = stand(ringsFromGeoJson([{ id: 'a', geometry: { type: 'Polygon', coordinates: [[[0, 0], [100, 0], [100, 100], [52, 100], [50, 90], [48, 100], [0, 100], [0, 0]]] } }]));
    const alone = boxes({ a: [0, 0, 100, 100] });
    expect(told(matched(alone, notched), alone, notched)).toEqual(['reshaped: a > a']);
  });

  it('do not match by an id that was given to another place', () => {
    const after = boxes({ b: [0, 0, 100, 100], a: [100, 0, 200, 100], c: [200, 0, 300, 100], d: [1000, 0, 1100, 100] });
    const lineage = matched(before, after);
    expect(told(lineage, before, after)).toEqual(['gone: d > ', 'new:  > d', 'same renamed: a > b', 'same renamed: b > a', 'same: c > c']);
    expect([...lineage.reused]).toEqual([0, 1, 1, 0, 3, 3]);
    expect([...carryAssignment(lineage, Int32Array.of(0, 1, 2, 3)).assignment]).toEqual([0, 1, 2, -1]);
  });

  it('match blocks without geometry by their id', () => {
    const none = (...ids: string[]) => stand(ringsFromGeoJson(ids.map((id) => ({ id, geometry: null }))));
    const lineage = matched(none('a', 'b'), none('b', 'c'));
    expect(told(lineage, none('a', 'b'), none('b', 'c'))).toEqual(['gone: a > ', 'new:  > c', 'same: b > b']);
    expectConserved(lineage);
  });

  it('that overlap themselves are refused with the place', () => {
    const crossed = boxes({ a: [0, 0, 100, 100], b: [50, 50, 150, 150] });
    expect(matchBlocks(before, crossed)).toMatchObject({ ok: false, issues: [{ code: 'OVERLAP' }] });
  });
});

describe('zones of the blocks before', () => {
  const before = boxes({ a: [0, 0, 100, 100], b: [100, 0, 200, 100], c: [200, 0, 300, 100] });

  it('go to the blocks after where their forerunners agree', () => {
    const after = boxes({ a1: [0, 0, 50, 100], a2: [50, 0, 100, 100], bc: [100, 0, 300, 100], new: [0, 200, 9, 209] });
    const lineage = matched(before, after);
    expect(carryAssignment(lineage, Int32Array.of(4, 2, 2))).toEqual({ assignment: Int32Array.of(4, 4, 2, -1), unassigned: Uint32Array.of(3), ambiguous: [] });
    expect(carryAssignment(lineage, Int32Array.of(-1, 2, 5))).toEqual({
      assignment: Int32Array.of(-1, -1, -1, -1),
      unassigned: Uint32Array.of(3),
      ambiguous: [{ block: 2, zones: [2, 5], shares: [0.5, 0.5] }],
    });
  });

  it('go where all but the part that is allowed to differ agrees', () => {
    const after = boxes({ a: [0, 0, 97, 100], b: [97, 0, 300, 100] });
    const lineage = matched(before, after);
    const strict = carryAssignment(lineage, Int32Array.of(0, 1, 1));
    expect([...strict.assignment]).toEqual([0, -1]);
    expect(strict.ambiguous).toEqual([{ block: 1, zones: [1, 0], shares: [expect.closeTo(200 / 203, 12), expect.closeTo(3 / 203, 12)] }]);
    expect([...carryAssignment(lineage, Int32Array.of(0, 1, 1), { agreement: 0.98 }).assignment]).toEqual([0, 1]);
  });

  it('count the land that has a forerunner, not the land that was added', () => {
    const after = boxes({ a: [-300, 0, 100, 100], b: [100, 0, 200, 100], c: [200, 0, 300, 100] });
    expect([...carryAssignment(matched(before, after), Int32Array.of(7, 8, 9)).assignment]).toEqual([7, 8, 9]);
  });

  it('are refused for another number of blocks and for an agreement that decides nothing', () => {
    const lineage = matched(before, before);
    expect(() => carryAssignment(lineage, Int32Array.of(1))).toThrow(RangeError);
    expect(() => carryAssignment(lineage, Int32Array.of(1, 2, 3), { agreement: 0.5 })).toThrow(RangeError);
  });
});

type Change = 'same' | 'renamed' | 'swapped' | 'split' | 'merged' | 'reshaped' | 'gone' | 'new';

/** Six pairs of blocks of 2 x 2 cells, each pair changed in one way; all corners then move by less than the tolerance. */
const redrawn = fc
  .record({
    changes: fc.array(fc.constantFrom<Change>('same', 'renamed', 'swapped', 'split', 'merged', 'reshaped', 'gone', 'new'), { minLength: 6, maxLength: 6 }),
    bend: fc.array(fc.integer({ min: -30, max: 30 }), { minLength: 130, maxLength: 130 }),
    noise: fc.array(fc.integer({ min: -10, max: 10 }), { minLength: 130, maxLength: 130 }),
  })
  .map(({ changes, bend, noise }) => {
    const [columns, rows] = [8, 6];
    const ownerBefore: number[] = [];
    const ownerAfter: number[] = [];
    for (let y = 0; y < rows; y++) {
      for (let x = 0; x < columns; x++) {
        const pair = 2 * Math.floor(y / 2) + Math.floor(x / 4);
        const second = x % 4 >= 2;
        const own = 10 * pair + (second ? 1 : 0);
        const change = changes[pair]!;
        ownerBefore.push(change === 'new' && !second ? -1 : own);
        if (change === 'gone' && !second) ownerAfter.push(-1);
        else if (change === 'renamed' && !second) ownerAfter.push(10 * pair + 2);
        else if (change === 'swapped') ownerAfter.push(own ^ 1);
        else if (change === 'split' && !second && y % 2 === 1) ownerAfter.push(10 * pair + 3);
        else if (change === 'merged') ownerAfter.push(10 * pair);
        else if (change === 'reshaped' && x % 4 === 1 && y % 2 === 0) ownerAfter.push(10 * pair + 1);
        else ownerAfter.push(own);
      }
    }
    const place = (moved: number) => (x: number, y: number) => {
      const at = 2 * (9 * y + x);
      return [460000 + 20 * x + bend[at]! / 10 + (moved * noise[at]!) / 100, 5470000 + 20 * y + bend[at + 1]! / 10 + (moved * noise[at + 1]!) / 100] as const;
    };
    const expected = changes.flatMap((change, pair): string[] => {
      const [a, b] = [`b${10 * pair}`, `b${10 * pair + 1}`];
      const apart: Record<Change, string[]> = {
        same: [`same: ${a} > ${a}`],
        renamed: [`same renamed: ${a} > b${10 * pair + 2}`],
        swapped: [`same renamed: ${a} > ${b}`, `same renamed: ${b} > ${a}`],
        split: [`split: ${a} > ${[a, `b${10 * pair + 3}`].toSorted().join('+')}`],
        merged: [`merged: ${[a, b].toSorted().join('+')} > ${a}`],
        reshaped: [`reshaped: ${[a, b].toSorted().join('+')} > ${[a, b].toSorted().join('+')}`],
        gone: [`gone: ${a} > `],
        new: [`new:  > ${a}`],
      };
      return ['swapped', 'merged', 'reshaped'].includes(change) ? apart[change] : [...apart[change], `same: ${b} > ${b}`];
    });
    return {
      before: stand(ownedCells(columns, rows, ownerBefore, place(0), 'b')),
      after: stand(ownedCells(columns, rows, ownerAfter, place(1), 'b')),
      expected: expected.toSorted(),
      swapped: changes.filter((change) => change === 'swapped').length,
    };
  });

it('every change made on purpose is found, however the corners wobble within the tolerance, and counts are conserved', () => {
  const seen = new Set<LineageRelation>();
  fc.assert(
    fc.property(redrawn, ({ before, after, expected, swapped }) => {
      const lineage = matched(before, after);
      expect(told(lineage, before, after)).toEqual(expected);
      expect(lineage.reused).toHaveLength(4 * swapped);
      expectConserved(lineage);
      for (const relation of lineage.relation) seen.add(relation);
      // Whoever is alone in a zone of its own finds its zone again.
      const carried = carryAssignment(lineage, Int32Array.from(before.ids, (_, b) => lineage.groupOfBefore[b]!));
      expect(carried.ambiguous).toEqual([]);
      carried.assignment.forEach((zone, a) => expect(zone).toBe(lineage.relation[lineage.groupOfAfter[a]!] === 'new' ? -1 : lineage.groupOfAfter[a]));
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
  expect([...seen].toSorted()).toEqual(['gone', 'merged', 'new', 'reshaped', 'same', 'split']);
});

describe('the two stands of the demo town', () => {
  const town = generateTown({ scale: 'town' });
  const [older, newer] = town.blockStands.map(({ rings }) => stand(rings)) as [BlockStand, BlockStand];
  const lineage = matched(older, newer);

  it('are matched as they were made', () => {
    // The demo weighs by people, this by land: the pairs are the same, the weights are not.
    const made = town.lineage.map(({ from, to }) => `${from} ${to}`);
    const found = Array.from(lineage.pairBefore, (b, i) => `${older.ids[b]} ${newer.ids[lineage.pairAfter[i]!]}`);
    expect(found.toSorted()).toEqual(made.toSorted());
    expectConserved(lineage);
    const count = (relation: LineageRelation) => lineage.relation.filter((one) => one === relation).length;
    expect([count('split'), count('merged'), count('reshaped'), count('gone'), count('new')]).toEqual([34, 11, 9, 0, 0]);
  });

  it('carry the districts of 2015 over to the blocks of 2020, and name what lies in two', () => {
    const { assignment } = town.geographies.find(({ geography }) => geography === 'stadtteile')!.versions[0]!;
    const carried = carryAssignment(lineage, assignment);
    expect(carried.unassigned).toHaveLength(0);
    // Only blocks with forerunners in several districts can be in doubt.
    for (const { block } of carried.ambiguous) {
      const zones = new Set([...lineage.pairBefore].filter((_, i) => lineage.pairAfter[i] === block).map((b) => assignment[b]));
      expect(zones.size).toBeGreaterThan(1);
    }
    expect(carried.assignment.filter((zone) => zone < 0)).toHaveLength(carried.ambiguous.length);
  });
});
