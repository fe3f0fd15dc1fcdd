// What tools ask of a plan: holes, sides, balance, upper borders, compactness, lists of blocks, differences.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDissolver } from '../../core/coverage/dissolve.ts';
import { components } from '../../core/coverage/adjacency.ts';
import { planDifference } from '../../core/plan/questions/difference.ts';
import { enclosedBlocks } from '../../core/plan/questions/enclosed-blocks.ts';
import { nestingBreaks } from '../../core/plan/questions/nesting.ts';
import { applyOperation, type Operation } from '../../core/plan/operations.ts';
import type { PlanState } from '../../core/plan/plan-state.ts';
import { readAssignment } from '../../core/plan/read-assignment.ts';
import { rebalance } from '../../core/plan/questions/rebalance.ts';
import { replay, restoringOperation } from '../../core/plan/replay.ts';
import { sideOfLine } from '../../core/plan/questions/side-of-line.ts';
import { reock, smallestCircle } from '../../core/plan/questions/smallest-circle.ts';
import { createCountTable, setCount } from '../../core/statistics/counts.ts';
import { gridSurface, letters, line, planOf, stateKey } from './plan-shapes.ts';

const done = (state: PlanState, operation: Operation) => {
  const applied = applyOperation(state, operation);
  if (!applied.ok) throw new Error(JSON.stringify(applied.reason));
  return applied;
};

describe('holes of a zone', () => {
  it('are all blocks of other zones or of none within its outline, not those beside it', () => {
    const state = planOf(gridSurface(5, 5), ['AAAAA', 'ABBCA', 'A...A', 'AAAAA', 'DDDDD'].join(''));
    expect(enclosedBlocks(state, 'A')).toEqual([6, 7, 8, 11, 12, 13]);
    expect(enclosedBlocks(state, 'D')).toEqual([]);
    expect(enclosedBlocks(state, 'X')).toEqual([]);
    const open = planOf(gridSurface(3, 3), ['AAA', 'A.A', 'A.A'].join(''));
    expect(enclosedBlocks(open, 'A')).toEqual([]);
  });
});

describe('the side of a line', () => {
  it('is the left one in its direction, its ends prolonged', () => {
    const surface = gridSurface(4, 4);
    const columns = (xs: number[]) => Array.from({ length: 16 }, (_, block) => block).filter((block) => xs.includes(block % 4));
    expect(sideOfLine(surface, line(20, 12, 20, 14))).toEqual(columns([0, 1]));
    expect(sideOfLine(surface, line(20, 14, 20, 12))).toEqual(columns([2, 3]));
    // A bend: left of it lie the lower left nine less what the corner leaves out.
    expect(sideOfLine(surface, line(40, 20, 20, 20, 20, 0))).toEqual([2, 3, 6, 7]);
    expect(sideOfLine(surface, line(20, 0, 20, 20, 40, 20))).toEqual([0, 1, 4, 5, 8, 9, 10, 11, 12, 13, 14, 15]);
    expect(sideOfLine(surface, line(20, 0, 20, 0))).toEqual([]);
  });
});

describe('two zones drawn anew', () => {
  const weights = Array.from({ length: 64 }, (_, block) => 1 + (block % 7));
  it('weigh about the same, hang together, keep locked blocks and others’ zones, and are the same from the same seed', () => {
    for (let seed = 0; seed < 20; seed++) {
      const state = planOf(gridSurface(8, 8), 'A'.repeat(8) + 'B'.repeat(40) + 'C'.repeat(16));
      done(state, { type: 'lockBlocks', blocks: ['b0', 'b47'], locked: true });
      const options = { band: 0.05, seed, trees: 60 };
      const result = rebalance(state, 'A', 'B', weights, options);
      if (!result.ok) throw new Error(JSON.stringify(result.reason));
      expect(rebalance(state, 'A', 'B', weights, options)).toEqual(result);
      done(state, result.operation);
      const total = weights.slice(0, 48).reduce((sum, weight) => sum + weight, 0);
      const weightOf = (zone: string) => weights.reduce((sum, weight, block) => sum + (letters(state)[block] === zone ? weight : 0), 0);
      expect(result.weights).toEqual([weightOf('A'), weightOf('B')]);
      expect(Math.abs(weightOf('A') - total / 2)).toBeLessThanOrEqual(0.05 * (total / 2));
      expect([...components(state.surface.neighbours, state.assignment, 3).count]).toEqual([1, 1, 1]);
      expect([letters(state)[0], letters(state)[47], letters(state).slice(48)]).toEqual(['A', 'B', 'C'.repeat(16)]);
    }
  });

  it('is refused with a reason', () => {
    const state = planOf(gridSurface(3, 1), 'A.B');
    const code = (a: string, b: string) => {
      const result = rebalance(state, a, b, [1, 1, 1], { band: 0.1, seed: 1 });
      return result.ok ? 'ok' : result.reason.code;
    };
    expect(code('A', 'X')).toBe('UNKNOWN_ZONE');
    expect(code('A', 'A')).toBe('UNKNOWN_ZONE');
    expect(code('A', 'B')).toBe('NOT_NEIGHBOURS');
    const uneven = planOf(gridSurface(3, 1), 'AAB');
    expect(rebalance(uneven, 'A', 'B', [5, 1, 1], { band: 0.1, seed: 1 })).toMatchObject({ ok: false, reason: { code: 'NOT_BALANCED' } });
    done(uneven, { type: 'lockZone', zone: 'A', locked: true });
    expect(rebalance(uneven, 'A', 'B', [1, 1, 1], { band: 0.5, seed: 1 })).toMatchObject({ ok: false, reason: { code: 'ZONE_LOCKED' } });
  });
});

describe('an upper geography', () => {
  it('is broken by zones in several of its zones; their blocks outside of the largest are named', () => {
    const state = planOf(gridSurface(4, 1), 'AABB');
    const parents = { zones: ['P', 'Q'], assignment: [0, 0, 1, 1] };
    expect(nestingBreaks(state, parents)).toEqual([]);
    done(state, { type: 'splitBlock', block: 'b2', line: line(23, -5, 23, 15) });
    done(state, { type: 'assign', blocks: ['b2.1'], zone: 'A' });
    expect(nestingBreaks(state, parents)).toEqual([
      {
        code: 'BREAKS_PARENT',
        severity: 'warning',
        where: { zone: 'A', blocks: ['b2.1'], bounds: [20, 0, 23, 10] },
        detail: '2 upper zones',
        parents: [{ parent: 'P', blocks: 2, areaM2: 200 }, { parent: 'Q', blocks: 1, areaM2: 30 }],
      },
    ]);
    expect(nestingBreaks(state, { zones: ['P'], assignment: [0, 0, -1, -1] })).toEqual([]);
  });
});

describe('the smallest circle', () => {
  it('holds every point and cannot be smaller: compared with all circles through two and three points', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 })), { minLength: 1, maxLength: 9 }), (points) => {
        const at = points.map(([x, y]) => [500_000 + x, 5_400_000 + y] as const);
        const circle = smallestCircle(at.flat());
        const holds = ({ x, y, r }: { x: number; y: number; r: number }) => at.every(([px, py]) => Math.hypot(px - x, py - y) <= r + 1e-6);
        expect(holds({ x: circle.x, y: circle.y, r: circle.radiusM })).toBe(true);
        let least = at.every(([x, y]) => x === at[0]![0] && y === at[0]![1]) ? 0 : Infinity;
        for (const [i, a] of at.entries()) {
          for (const [j, b] of at.entries()) {
            if (j <= i) continue;
            const two = { x: (a[0] + b[0]) / 2, y: (a[1] + b[1]) / 2, r: Math.hypot(a[0] - b[0], a[1] - b[1]) / 2 };
            if (two.r < least && holds(two)) least = two.r;
            for (const c of at.slice(j + 1)) {
              const [bx, by, cx, cy] = [b[0] - a[0], b[1] - a[1], c[0] - a[0], c[1] - a[1]];
              const d = 2 * (bx * cy - by * cx);
              if (d === 0) continue;
              const [ux, uy] = [(cy * (bx * bx + by * by) - by * (cx * cx + cy * cy)) / d, (bx * (cx * cx + cy * cy) - cx * (bx * bx + by * by)) / d];
              const three = { x: a[0] + ux, y: a[1] + uy, r: Math.hypot(ux, uy) };
              if (three.r < least && holds(three)) least = three.r;
            }
          }
        }
        expect(circle.radiusM).toBeCloseTo(least, 6);
      }),
      { numRuns: 300 },
    );
  });

  it('gives a square 2 / pi, a row of four squares less, nothing to a zone without land', () => {
    const { coverage } = gridSurface(4, 4);
    const dissolver = createDissolver(coverage, Int32Array.from({ length: 16 }, (_, block) => (block < 4 ? 1 : 0)), 3);
    expect(reock(createDissolver(coverage, new Int32Array(16), 1), 0)).toBeCloseTo(2 / Math.PI, 9);
    expect(reock(dissolver, 1)).toBeCloseTo(400 / (Math.PI * (400 + 25)), 9);
    expect(reock(dissolver, 2)).toBeNull();
  });
});

describe('a list of blocks and zones', () => {
  it('becomes one step, and tells unknown, repeated, missing and locked blocks with their rows', () => {
    const state = planOf(gridSurface(3, 2), 'AAABBB');
    done(state, { type: 'splitBlock', block: 'b1', line: line(15, -5, 15, 15) });
    done(state, { type: 'assign', blocks: ['b1.2'], zone: 'B' });
    done(state, { type: 'lockBlocks', blocks: ['b3'], locked: true });
    const before = stateKey(state);
    const rows = [['b0', 'B'], ['b1', 'C'], ['x', 'A'], ['b0', 'A'], ['b3', 'A'], ['b4', '']].map(([block, zone], i) => ({ row: i + 2, block: block!, zone: zone! }));
    const { operation, ...report } = readAssignment(rows, state);
    expect(report).toEqual({
      rows: 6,
      moved: 4,
      unknown: [{ row: 4, block: 'x' }],
      duplicate: [{ row: 5, block: 'b0', first: 2 }],
      locked: [{ row: 6, block: 'b3' }],
      missing: ['b2', 'b5'],
      createdZones: ['C'],
    });
    expect(stateKey(state)).toBe(before);
    done(state, operation!);
    expect(letters(state)).toBe('BCAB.B');
    expect(state.surface.cuts).toEqual([]);
    expect(state.zones[2]).toEqual({ zone: 'C', name: 'C', locked: false });
    expect(readAssignment([{ row: 2, block: 'b0', zone: 'B' }], state).operation).toBeNull();
  });
});

describe('the list of operations', () => {
  it('is done again from text, and says which operation does not fit', () => {
    const start = { surface: gridSurface(3, 3), zones: planOf(gridSurface(1, 1), 'A').zones, assignment: new Int32Array(9) };
    const list: Operation[] = [
      { type: 'createZone', zone: 'B', name: 'Neu', blocks: ['b0', 'b1'] },
      { type: 'moveBoundary', zones: ['A', 'B'], line: line(0, 10, 12, 17, 20, 10) },
      { type: 'splitZone', zone: 'A', newZone: 'C', line: line(25, -5, 25, 35) },
    ];
    const once = replay(start, list);
    const again = replay({ ...start, surface: gridSurface(3, 3) }, JSON.parse(JSON.stringify(list)) as Operation[]);
    if (!once.ok || !again.ok) throw new Error('refused');
    expect(stateKey(again.state)).toBe(stateKey(once.state));
    const wrong = replay(start, [...list, { type: 'assign', blocks: ['b0'], zone: 'Z' }]);
    expect(wrong).toMatchObject({ ok: false, at: 3, reason: { code: 'UNKNOWN_ZONE', zones: ['Z'] } });
    const fresh = planOf(gridSurface(3, 3), 'AAAAAAAAA');
    done(fresh, restoringOperation(once.state));
    expect(stateKey(fresh)).toBe(stateKey(once.state));
  });
});

describe('the difference of two plans', () => {
  const table = createCountTable(['residents'], 4);
  for (let block = 0; block < 4; block++) setCount(table, block, 0, 100);

  it('takes parts of blocks for what they are, in whole people', () => {
    const surface = gridSurface(4, 1);
    const [before, after] = [planOf(surface, 'AABB'), planOf(surface, 'AABB')];
    done(after, { type: 'splitBlock', block: 'b1', line: line(17, -5, 17, 15) });
    done(after, { type: 'assign', blocks: ['b1.2', 'b0'], zone: 'B' });
    expect(planDifference(before, after, table)).toEqual([
      { from: 'A', to: 'B', blocks: ['b0'], parts: [{ block: 'b1', share: 0.3 }], areaM2: 130, moved: [{ sum: 130, unknown: 0 }] },
    ]);
    expect(planDifference(after, after, table)).toEqual([]);
  });

  it('lays two ways to cut one block over each other', () => {
    const surface = gridSurface(4, 1);
    const [before, after] = [planOf(surface, 'AABB'), planOf(surface, 'AABB')];
    done(before, { type: 'splitBlock', block: 'b1', line: line(15, -5, 15, 15) });
    done(before, { type: 'assign', blocks: ['b1.2'], zone: 'B' });
    done(after, { type: 'splitBlock', block: 'b1', line: line(5, 5, 25, 5) });
    done(after, { type: 'assign', blocks: ['b1.1'], zone: 'B' });
    // Quarters: upper left A to B, lower right B to A.
    expect(planDifference(before, after, table).map(({ from, to, parts, moved }) => [from, to, parts[0]!.share.toFixed(6), moved[0]!.sum])).toEqual([
      ['A', 'B', '0.250000', 25],
      ['B', 'A', '0.250000', 25],
    ]);
  });
});
