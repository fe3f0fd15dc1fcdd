// Blocks cut into fragments inside a plan: same cuts, same bytes; areas and counts lose nothing; healing gives the block back.
import { describe, expect, it } from 'vitest';
import { adjacency } from '../../core/coverage/adjacency.ts';
import { buildCoverage } from '../../core/coverage/build-coverage.ts';
import { encodeCoverage } from '../../core/coverage/encode.ts';
import { joinPairs } from '../../core/coverage/near-adjacency.ts';
import { ringsFromCoverage } from '../../core/coverage/rings-from-coverage.ts';
import { hasFindings, validateCoverage } from '../../core/coverage/validate.ts';
import { fragmentCounts } from '../../core/plan/fragment-counts.ts';
import { applyOperation, applyRestore, type Operation } from '../../core/plan/operations.ts';
import { createPlanState, type PlanState } from '../../core/plan/plan-state.ts';
import { createSurface, type PlanSurface } from '../../core/plan/surface.ts';
import { createCountTable, setCount } from '../../core/statistics/counts.ts';
import { gridSurface, line, planOf, stateKey } from './plan-shapes.ts';

const done = (state: PlanState, operation: Operation) => {
  const applied = applyOperation(state, operation);
  if (!applied.ok) throw new Error(JSON.stringify(applied.reason));
  return applied;
};
const reason = (state: PlanState, operation: Operation) => {
  const applied = applyOperation(state, operation);
  return applied.ok ? 'ok' : applied.reason.code;
};
const sound = (surface: PlanSurface) => expect(hasFindings(validateCoverage(ringsFromCoverage(surface.coverage), { gapWidthM: 0 }))).toBe(false);

describe('a block cut in two', () => {
  it('keeps its position on the left of the line, and gives its neighbours the new corners', () => {
    const state = planOf(gridSurface(3, 3), 'AAAAAAAAA');
    const applied = done(state, { type: 'splitBlock', block: 'b4', line: line(13, 5, 13, 25) });
    expect(applied).toMatchObject({ surfaceChanged: true, zonesChanged: false, moves: [] });
    expect(state.surface.cuts).toEqual([{ block: 'b4', ids: ['b4.1', 'b4.2'], line: [13, 5, 13, 25] }]);
    expect([state.blockIds[4], state.blockIds[9], state.positions.get('b4'), state.positions.get('b4.2')]).toEqual(['b4.1', 'b4.2', undefined, 9]);
    expect([...state.surface.coverage.blockAreaM2]).toEqual([100, 100, 100, 100, 30, 100, 100, 100, 100, 70]);
    expect([state.surface.share[4], state.surface.share[9], state.surface.share[0]]).toEqual([0.3, 0.7, 1]);
    expect([...state.surface.baseOf.subarray(8)]).toEqual([8, 4]);
    expect([...state.assignment]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    sound(state.surface);
    const { rookStart, rook } = state.surface.neighbours;
    expect([...rook.subarray(rookStart[9], rookStart[10])]).toEqual([1, 4, 5, 7]);
  });

  it('is cut again, and the same cuts give the same bytes whichever way they were come by', () => {
    const surface = gridSurface(3, 3);
    const state = planOf(surface, 'AAAAAAAAA');
    done(state, { type: 'splitBlock', block: 'b4', line: line(13, 5, 13, 25) });
    done(state, { type: 'splitBlock', block: 'b4.2', line: line(5, 16, 25, 16) });
    done(state, { type: 'splitBlock', block: 'b5', line: line(15, 16, 35, 14) });
    expect(state.blockIds.slice(9)).toEqual(['b4.2.1', 'b4.2.2', 'b5.2']);
    sound(state.surface);
    const fresh = gridSurface(3, 3).withCuts(JSON.parse(JSON.stringify(state.surface.cuts)));
    expect(Buffer.from(encodeCoverage(fresh.coverage)).equals(encodeCoverage(state.surface.coverage))).toBe(true);
    expect(surface.withCuts(state.surface.cuts)).toBe(state.surface);
    expect(() => gridSurface(3, 3).withCuts(state.surface.cuts.slice(1))).toThrow(/b4\.2/);
  });

  it('is cut through where the line only begins, or begins and ends, within it', () => {
    const state = planOf(gridSurface(3, 3), 'AAAAAAAAA');
    done(state, { type: 'splitBlock', block: 'b4', line: line(13, 14, 13, 16) });
    expect(state.surface.cuts[0]!.line).toEqual([13, 10, 13, 14, 13, 16, 13, 20]);
    expect(state.surface.coverage.blockAreaM2[4]).toBe(30);
  });

  it('gets other ids where a source has given those to a block', () => {
    const built = buildCoverage({ ...ringsFromCoverage(gridSurface(2, 1).coverage), ids: ['b', 'b.1'] });
    if (!built.ok) throw new Error('grid');
    const surface = createSurface({ coverage: built.coverage, neighbours: adjacency(built.coverage), toPlane: gridSurface(1, 1).toPlane.bind(gridSurface(1, 1)) });
    const state = planOf(surface, 'AA');
    done(state, { type: 'splitBlock', block: 'b', line: line(-1, 5, 11, 5) });
    expect(state.blockIds).toEqual(['b.2', 'b.1', 'b.3']);
  });

  it('is refused with the reason where the line does not cut it, and nothing changes', () => {
    const state = planOf(gridSurface(3, 3), 'AAABBBBBB');
    const before = stateKey(state);
    expect(reason(state, { type: 'splitBlock', block: 'x', line: line(13, 5, 13, 25) })).toBe('UNKNOWN_BLOCK');
    expect(reason(state, { type: 'splitBlock', block: 'b4', line: line(13, 5, 13, 5) })).toBe('LINE_TOO_SHORT');
    expect(reason(state, { type: 'splitBlock', block: 'b4', line: line(0, 5, 30, 5) })).toBe('LINE_OUTSIDE');
    expect(reason(state, { type: 'splitBlock', block: 'b4', line: line(5, 12, 25, 12, 25, 18, 5, 18) })).toBe('ENTERS_TWICE');
    expect(reason(state, { type: 'splitBlock', block: 'b4', line: line(5, 15, 18, 15, 18, 18, 13, 18, 13, 5) })).toBe('LINE_CROSSES_ITSELF');
    expect(reason(state, { type: 'splitBlock', block: 'b4', line: line(10.05, 5, 10.05, 25) })).toBe('TOO_SMALL');
    expect(stateKey(state)).toBe(before);
    done(state, { type: 'lockBlocks', blocks: ['b4'], locked: true });
    expect(reason(state, { type: 'splitBlock', block: 'b4', line: line(13, 5, 13, 25) })).toBe('BLOCK_LOCKED');
    done(state, { type: 'lockZone', zone: 'B', locked: true });
    expect(reason(state, { type: 'splitBlock', block: 'b5', line: line(23, 5, 23, 25) })).toBe('ZONE_LOCKED');
  });

  it('keeps those neighbours across a street that its fragments face', () => {
    // Two rows with 4 m of street between them.
    const built = buildCoverage({ ...ringsFromCoverage(gridSurface(2, 1).coverage), xy: Float64Array.from([0, 0, 10, 0, 10, 10, 0, 10, 14, 0, 24, 0, 24, 10, 14, 10]) });
    if (!built.ok) throw new Error('grid');
    const neighbours = joinPairs(adjacency(built.coverage), Uint32Array.from([0, 1]));
    const surface = createSurface({ coverage: built.coverage, neighbours }).withCuts([{ block: 'b0', ids: ['b0.1', 'b0.2'], line: [5, -1, 5, 11] }]);
    const { rookStart, rook } = surface.neighbours;
    expect([0, 1, 2].map((block) => [...rook.subarray(rookStart[block], rookStart[block + 1])])).toEqual([[2], [2], [0, 1]]);
  });
});

describe('fragments heal', () => {
  it('when the last of them comes into the zone of the others, as a part of that step and undone with it', () => {
    const state = planOf(gridSurface(3, 3), 'AAABBBCCC');
    const whole = stateKey(state);
    const split = done(state, { type: 'splitBlock', block: 'b4', line: line(13, 5, 13, 25) });
    const out = done(state, { type: 'assign', blocks: ['b4.1'], zone: 'A' });
    expect(out.surfaceChanged).toBe(false);
    const cut = stateKey(state);
    const back = done(state, { type: 'assign', blocks: ['b4.1'], zone: 'B' });
    expect(back.surfaceChanged).toBe(true);
    expect(back.moves).toEqual([{ from: 0, to: 1, blocks: Int32Array.from([4]) }]);
    expect(stateKey(state)).toBe(whole);
    applyRestore(state, back.inverse);
    expect(stateKey(state)).toBe(cut);
    applyRestore(state, out.inverse);
    applyRestore(state, split.inverse);
    expect(stateKey(state)).toBe(whole);
  });

  it('within a block that stays cut elsewhere, and on request, if in one zone and not locked', () => {
    const state = planOf(gridSurface(3, 3), 'AAABBBCCC');
    done(state, { type: 'splitBlock', block: 'b4', line: line(13, 5, 13, 25) });
    expect(reason(state, { type: 'healBlock', block: 'b5' })).toBe('NOT_CUT');
    expect(reason(state, { type: 'healBlock', block: 'b4.1' })).toBe('UNKNOWN_BLOCK');
    done(state, { type: 'splitBlock', block: 'b4.2', line: line(5, 16, 25, 16) });
    done(state, { type: 'assign', blocks: ['b4.2.1', 'b4.1'], zone: 'C' });
    expect(reason(state, { type: 'healBlock', block: 'b4' })).toBe('SEVERAL_ZONES');
    done(state, { type: 'assign', blocks: ['b4.2.2'], zone: 'C' });
    expect(state.surface.cuts).toEqual([]);
    done(state, { type: 'splitBlock', block: 'b4', line: line(13, 5, 13, 25) });
    done(state, { type: 'lockBlocks', blocks: ['b4.1'], locked: true });
    expect(reason(state, { type: 'assign', blocks: ['b4.1'], zone: 'A' })).toBe('BLOCK_LOCKED');
    expect(reason(state, { type: 'mergeZones', zones: ['C'], into: 'A' })).toBe('BLOCK_LOCKED');
    expect(reason(state, { type: 'healBlock', block: 'b4' })).toBe('BLOCK_LOCKED');
    done(state, { type: 'assign', blocks: ['b4.2'], zone: 'A' });
    done(state, { type: 'assign', blocks: ['b4.2'], zone: 'C' });
    expect(state.surface.cuts).toHaveLength(1);
    done(state, { type: 'lockBlocks', blocks: ['b4.1'], locked: false });
    const healed = done(state, { type: 'healBlock', block: 'b4' });
    expect(state.surface.cuts).toEqual([]);
    applyRestore(state, healed.inverse);
    expect(state.blockIds.slice(9)).toEqual(['b4.2']);
  });

  it('a state that was kept comes back in one step, with cuts, zones and locks', () => {
    const state = planOf(gridSurface(3, 3), 'AAABBBCCC');
    done(state, { type: 'splitBlock', block: 'b4', line: line(13, 5, 13, 25) });
    done(state, { type: 'assign', blocks: ['b4.1'], zone: 'A' });
    done(state, { type: 'lockBlocks', blocks: ['b0'], locked: true });
    const kept: Operation = {
      type: 'restoreState',
      zones: [...state.zones],
      blocks: state.zones.map((_, slot) => state.blockIds.filter((_id, block) => state.assignment[block] === slot)),
      cuts: state.surface.cuts,
      lockedBlocks: [...state.lockedBlocks],
    };
    const then = stateKey(state);
    done(state, { type: 'lockBlocks', blocks: ['b0'], locked: false });
    done(state, { type: 'assign', blocks: ['b4.1'], zone: 'B' });
    done(state, { type: 'createZone', zone: 'D', name: 'Neu', blocks: ['b4', 'b0'] });
    done(state, { type: 'renumberZone', zone: 'B', to: 'E' });
    const now = stateKey(state);
    const back = done(state, kept);
    expect(stateKey(state)).toBe(then);
    applyRestore(state, back.inverse);
    expect(stateKey(state)).toBe(now);
    expect(reason(state, { ...kept, blocks: [['b4']] })).toBe('UNKNOWN_BLOCK');
    expect(reason(state, { ...kept, blocks: [['b0', 'b0']] })).toBe('REPEATED_BLOCK');
    expect(reason(state, { ...kept, blocks: [[], [], [], [], ['b0']] })).toBe('UNKNOWN_ZONE');
    expect(reason(state, { ...kept, cuts: [{ block: 'b77', ids: ['x', 'y'], line: [0, 0, 1, 1] }] })).toBe('CUTS_DO_NOT_FIT');
    expect(reason(state, { type: 'renumberZone', zone: 'A', to: 'E' })).toBe('ZONE_EXISTS');
    expect(reason(state, { type: 'renumberZone', zone: 'A', to: '' })).toBe('EMPTY_ZONE_CODE');
    expect(stateKey(state)).toBe(now);
  });
});

describe('counts of fragments', () => {
  it('are whole numbers in proportion to area that add up to the block, unknown where the block is', () => {
    const table = createCountTable(['residents', 'children'], 9);
    for (let b = 0; b < 9; b++) setCount(table, b, 0, b === 4 ? 101 : 10);
    setCount(table, 4, 1, null);
    const surface = gridSurface(3, 3).withCuts([
      { block: 'b4', ids: ['b4.1', 'b4.2'], line: [13, 5, 13, 25] },
      { block: 'b4.2', ids: ['b4.2.1', 'b4.2.2'], line: [5, 15, 25, 15] },
    ]);
    const { table: own, apportioned } = fragmentCounts(table, surface);
    // 30.3, 35.35 and 35.35 of 101: the first gets 30, of the equal remainders the smaller id the last one.
    expect([4, 9, 10].map((block) => own.values[2 * block])).toEqual([30, 36, 35]);
    expect([4, 9, 10].map((block) => own.known[2 * block + 1])).toEqual([0, 0, 0]);
    expect([...apportioned]).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 1]);
    expect(own.values[0]).toBe(10);
    expect(fragmentCounts(table, surface.root).table).toBe(table);
  });

  it('a plan that knows ids only takes every operation that does not draw', () => {
    const state = createPlanState(['a', 'b'], [{ zone: 'A', name: '', locked: false }], Int32Array.from([0, -1]));
    expect(done(state, { type: 'assign', blocks: ['b'], zone: 'A' }).moves).toHaveLength(1);
    expect(() => applyOperation(state, { type: 'splitBlock', block: 'a', line: line(0, 0, 1, 1) })).toThrow(/outlines/);
  });
});
