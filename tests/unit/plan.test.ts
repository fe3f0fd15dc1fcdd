// Plans: what an operation does, refuses and gives back.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adjacency } from '../../core/coverage/adjacency.ts';
import { buildCoverage } from '../../core/coverage/build-coverage.ts';
import { cutEdges, polsbyPopper } from '../../core/plan/questions/compactness.ts';
import { planDifference } from '../../core/plan/questions/difference.ts';
import { checkPlan } from '../../core/plan/questions/issues.ts';
import { applyOperation, applyRestore, type Operation } from '../../core/plan/operations.ts';
import { createPlanState, type PlanState } from '../../core/plan/plan-state.ts';
import { aggregate, moveBlocks } from '../../core/statistics/aggregate.ts';
import { createCountTable, setCount } from '../../core/statistics/counts.ts';
import { gridRings } from './coverage-shapes.ts';

const built = buildCoverage(gridRings(4, 4));
if (!built.ok) throw new Error('grid');
const { coverage } = built;
const near = adjacency(coverage);
const zones = ['A', 'B', 'C', 'D'].map((zone) => ({ zone, name: `Gebiet ${zone}`, locked: false }));
const quadrants = () => Int32Array.from({ length: 16 }, (_, i) => (i % 4 >= 2 ? 1 : 0) + (i >= 8 ? 2 : 0));
const start = () => createPlanState(coverage.ids, zones, quadrants());
const snapshot = (state: PlanState) => JSON.stringify([state.zones, [...state.assignment]]);

const anyOperation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({
    type: fc.constant('assign' as const),
    blocks: fc.uniqueArray(fc.constantFrom(...coverage.ids), { maxLength: 6 }),
    zone: fc.constantFrom('', 'A', 'B', 'C', 'D', 'E', 'F'),
  }),
  fc.record({
    type: fc.constant('createZone' as const),
    zone: fc.constantFrom('A', 'E', 'F', ''),
    name: fc.string(),
    blocks: fc.uniqueArray(fc.constantFrom(...coverage.ids), { maxLength: 4 }),
  }),
  fc.record({
    type: fc.constant('mergeZones' as const),
    zones: fc.array(fc.constantFrom('A', 'B', 'C', 'E', 'Z'), { maxLength: 3 }),
    into: fc.constantFrom('A', 'B', 'D', 'Z'),
  }),
  fc.record({ type: fc.constant('renameZone' as const), zone: fc.constantFrom('A', 'E', 'Z'), name: fc.string() }),
  fc.record({ type: fc.constant('lockZone' as const), zone: fc.constantFrom('A', 'B', 'E'), locked: fc.boolean() }),
);

describe('operations', () => {
  it('undo gives back exactly what was there, redo exactly what was done, and a refusal changes nothing', () => {
    fc.assert(
      fc.property(fc.array(anyOperation, { maxLength: 12 }), (operations) => {
        const state = start();
        const trail: { before: string; after: string; operation: Operation; inverse: Parameters<typeof applyRestore>[1] }[] = [];
        for (const operation of operations) {
          const before = snapshot(state);
          const result = applyOperation(state, operation);
          if (result.ok) trail.push({ before, after: snapshot(state), operation, inverse: result.inverse });
          else expect(snapshot(state)).toBe(before);
        }
        for (const { before, inverse } of trail.toReversed()) {
          applyRestore(state, inverse);
          expect(snapshot(state)).toBe(before);
        }
        for (const { after, operation } of trail) {
          expect(applyOperation(state, operation).ok).toBe(true);
          expect(snapshot(state)).toBe(after);
        }
      }),
      { numRuns: process.env.LONG === '1' ? 5000 : 300 },
    );
  });

  it('moves keep sums equal to a full aggregation', () => {
    const table = createCountTable(['residents', 'children'], 16);
    for (let b = 0; b < 16; b++) {
      setCount(table, b, 0, 10 * b + 1);
      setCount(table, b, 1, b % 3 === 0 ? null : b);
    }
    fc.assert(
      fc.property(fc.array(anyOperation, { maxLength: 12 }), (operations) => {
        const state = start();
        const sums = aggregate(table, state.assignment, 6);
        for (const operation of operations) {
          const result = applyOperation(state, operation);
          if (!result.ok || state.zones.length > 6) return;
          for (const move of result.moves) moveBlocks(sums, table, move.blocks, move.from, move.to);
        }
        expect(sums).toEqual(aggregate(table, state.assignment, 6));
      }),
      { numRuns: 200 },
    );
  });

  const refusal = (operation: Operation, prepare: Operation[] = []) => {
    const state = start();
    for (const step of prepare) applyOperation(state, step);
    const result = applyOperation(state, operation);
    return result.ok ? 'ok' : result.reason;
  };

  it('says why it refuses, with the blocks and zones concerned', () => {
    expect(refusal({ type: 'assign', blocks: ['b1', 'x'], zone: 'A' })).toEqual({ code: 'UNKNOWN_BLOCK', blocks: ['x'] });
    expect(refusal({ type: 'assign', blocks: ['b1', 'b1'], zone: 'B' })).toEqual({ code: 'REPEATED_BLOCK', blocks: ['b1'] });
    expect(refusal({ type: 'assign', blocks: ['b1'], zone: 'Q' })).toEqual({ code: 'UNKNOWN_ZONE', zones: ['Q'] });
    expect(refusal({ type: 'createZone', zone: 'B', name: '', blocks: [] })).toEqual({ code: 'ZONE_EXISTS', zones: ['B'] });
    expect(refusal({ type: 'mergeZones', zones: ['A'], into: 'A' })).toEqual({ code: 'NOTHING_TO_MERGE' });
    const lock: Operation = { type: 'lockZone', zone: 'A', locked: true };
    expect(refusal({ type: 'assign', blocks: ['b0'], zone: 'B' }, [lock])).toEqual({ code: 'ZONE_LOCKED', zones: ['A'] });
    expect(refusal({ type: 'assign', blocks: ['b3'], zone: 'A' }, [lock])).toEqual({ code: 'ZONE_LOCKED', zones: ['A'] });
    expect(refusal({ type: 'mergeZones', zones: ['A'], into: 'B' }, [lock])).toEqual({ code: 'ZONE_LOCKED', zones: ['A'] });
    expect(refusal({ type: 'renameZone', zone: 'A', name: 'Neu' }, [lock])).toBe('ok');
  });
});

describe('what a plan shows', () => {
  it('detached parts with their place, blocks of no zone, empty zones; all allowed', () => {
    const state = start();
    applyOperation(state, { type: 'assign', blocks: ['b15'], zone: 'A' });
    applyOperation(state, { type: 'assign', blocks: ['b12'], zone: '' });
    applyOperation(state, { type: 'createZone', zone: 'E', name: 'Leer', blocks: [] });
    const { issues, parts } = checkPlan(state, coverage, near);
    expect(issues.map(({ code, where }) => ({ code, ...where }))).toEqual([
      { code: 'DETACHED', zone: 'A', blocks: ['b15'], bounds: [3, 3, 4, 4] },
      { code: 'EMPTY_ZONE', zone: 'E', blocks: [], bounds: null },
      { code: 'UNASSIGNED', zone: null, blocks: ['b12'], bounds: [0, 3, 1, 4] },
    ]);
    expect([...parts]).toEqual([2, 1, 1, 1, 0]);
  });

  it('compactness: a square has pi/4, 8x8 halves and quadrants 8 and 16 cut edges', () => {
    expect(polsbyPopper(16, 16)).toBeCloseTo(Math.PI / 4, 12);
    expect(polsbyPopper(0, 0)).toBeNull();
    const eight = buildCoverage(gridRings(8, 8));
    if (!eight.ok) throw new Error('grid');
    const graph = adjacency(eight.coverage);
    expect(cutEdges(graph, Int32Array.from({ length: 64 }, (_, i) => (i % 8 < 4 ? 0 : 1)))).toBe(8);
    expect(cutEdges(graph, Int32Array.from({ length: 64 }, (_, i) => (i % 8 < 4 ? 0 : 1) + (i < 32 ? 0 : 2)))).toBe(16);
  });

  it('the difference of two plans names blocks and people from zone to zone, unknown counts apart', () => {
    const table = createCountTable(['residents'], 16);
    for (let b = 0; b < 15; b++) setCount(table, b, 0, 100 + b);
    const after = start();
    applyOperation(after, { type: 'assign', blocks: ['b14', 'b15'], zone: 'C' });
    applyOperation(after, { type: 'assign', blocks: ['b0'], zone: '' });
    expect(planDifference(start(), after, table)).toEqual([
      { from: 'D', to: 'C', blocks: ['b14', 'b15'], parts: [], areaM2: null, moved: [{ sum: 114, unknown: 1 }] },
      { from: 'A', to: '', blocks: ['b0'], parts: [], areaM2: null, moved: [{ sum: 100, unknown: 0 }] },
    ]);
  });
});
