// Drawing on a plan: a border drawn anew, a zone parted; lines follow edges where they run near them and cut blocks elsewhere.
import { describe, expect, it } from 'vitest';
import { ringsFromCoverage } from '../../core/coverage/rings-from-coverage.ts';
import { hasFindings, validateCoverage } from '../../core/coverage/validate.ts';
import { applyOperation, applyRestore, type Operation } from '../../core/plan/operations.ts';
import type { PlanState } from '../../core/plan/plan-state.ts';
import { gridSurface, letters, line, planOf, stateKey } from './plan-shapes.ts';

const reason = (state: PlanState, operation: Operation) => {
  const before = stateKey(state);
  const applied = applyOperation(state, operation);
  if (applied.ok) return 'ok';
  expect(stateKey(state)).toBe(before);
  return applied.reason.code;
};
/** Does it, checks that the coverage is one and that undo gives back what was. */
const done = (state: PlanState, operation: Operation) => {
  const before = stateKey(state);
  const applied = applyOperation(state, operation);
  if (!applied.ok) throw new Error(JSON.stringify(applied.reason));
  const after = stateKey(state);
  expect(hasFindings(validateCoverage(ringsFromCoverage(state.surface.coverage), { gapWidthM: 0 }))).toBe(false);
  const back = applyRestore(state, applied.inverse);
  expect(stateKey(state)).toBe(before);
  applyRestore(state, back.inverse);
  expect(stateKey(state)).toBe(after);
  return applied;
};
const areaOf = (state: PlanState, zone: string) =>
  state.assignment.reduce((sum, slot, block) => sum + (state.zones[slot]?.zone === zone ? state.surface.coverage.blockAreaM2[block]! : 0), 0);

/** 4 x 4 blocks of 10 m: A below y = 20, B above. */
const two = () => planOf(gridSurface(4, 4), 'AAAAAAAABBBBBBBB');
const move = (...xy: number[]): Operation => ({ type: 'moveBoundary', zones: ['A', 'B'], line: line(...xy) });

describe('a border drawn anew', () => {
  it('goes along the edges that the line lies on, and no block is cut', () => {
    const state = two();
    const applied = done(state, move(10, 20, 10, 30, 30, 30, 30, 20));
    expect(letters(state)).toBe('AAAAAAAABAABBBBB');
    expect(applied).toMatchObject({ surfaceChanged: false, moves: [{ from: 1, to: 0, blocks: Int32Array.from([9, 10]) }] });
  });

  it('snaps to edges within an eighth of a block, also at its ends', () => {
    const state = two();
    done(state, move(10.6, 20.9, 10.5, 29.5, 29.6, 30.4, 30.2, 19.4));
    expect(letters(state)).toBe('AAAAAAAABAABBBBB');
    expect(state.surface.cuts).toEqual([]);
  });

  it('cuts the blocks that it runs through, and both zones change together', () => {
    const state = two();
    const applied = done(state, move(5, 20, 20, 28, 35, 20));
    expect(applied.surfaceChanged).toBe(true);
    expect(state.surface.cuts.map(({ block }) => block).toSorted()).toEqual(['b10', 'b11', 'b8', 'b9']);
    expect(areaOf(state, 'A')).toBeCloseTo(800 + 120, 3);
    expect(areaOf(state, 'A') + areaOf(state, 'B')).toBe(1600);
  });

  it('gives land both ways where the line weaves across the old border', () => {
    const state = two();
    done(state, move(0, 20, 10, 26, 20, 20, 30, 14, 40, 20));
    expect(areaOf(state, 'A')).toBeCloseTo(800, 3);
    const [fromB, fromA] = [state.surface.ids.filter((_, block) => state.zones[state.assignment[block]!]!.zone === 'A' && state.surface.baseOf[block]! >= 8), state.surface.ids.filter((_, block) => state.zones[state.assignment[block]!]!.zone === 'B' && state.surface.baseOf[block]! < 8)];
    expect([fromB.length, fromA.length]).toEqual([2, 2]);
  });

  it('prolongs an end within a zone to the border, cuts off one beyond it, and refuses what cannot come to it', () => {
    const state = two();
    done(state, move(12, 24, 12, 28, 28, 28, 28, 24));
    expect(areaOf(state, 'A')).toBeCloseTo(800 + 16 * 8, 6);
    const over = two();
    done(over, move(10, 5, 10, 30, 30, 30, 30, 5));
    expect(letters(over)).toBe('AAAAAAAABAABBBBB');
    expect(reason(two(), move(15, 25, 25, 25))).toBe('LINE_TOUCHES_NOT_BORDER');
    expect(reason(two(), move(50, 20, 60, 20))).toBe('LINE_TOUCHES_NOT_BORDER');
  });

  it('goes round blocks that are locked', () => {
    const state = two();
    applyOperation(state, { type: 'lockBlocks', blocks: ['b9'], locked: true });
    done(state, move(5, 20, 20, 28, 35, 20));
    expect(state.surface.cuts.map(({ block }) => block)).not.toContain('b9');
    expect(state.zones[state.assignment[9]!]!.zone).toBe('B');
    expect(reason(state, move(0, 20, 0, 30, 40, 30, 40, 20))).toBe('BLOCK_LOCKED');
  });

  it('lets a fragment heal when the border leaves its block again', () => {
    const state = two();
    done(state, move(5, 20, 20, 28, 35, 20));
    done(state, move(0, 20, 0, 30, 40, 30, 40, 20));
    expect(letters(state)).toBe('AAAAAAAAAAAABBBB');
    expect(state.surface.cuts).toEqual([]);
  });

  it('of a zone within another moves the side with less land', () => {
    const state = planOf(gridSurface(4, 4), 'AAAAABBAABBAAAAA');
    done(state, move(10, 10, 10, 0.1, 20, 0.1, 20, 10));
    expect(areaOf(state, 'B')).toBeCloseTo(400 + 100, 3);
    expect(letters(state)[1]).toBe('B');
  });

  it('says why it does not', () => {
    expect(reason(two(), { type: 'moveBoundary', zones: ['A', 'C'], line: line(0, 20, 40, 20) })).toBe('UNKNOWN_ZONE');
    expect(reason(two(), { type: 'moveBoundary', zones: ['A', 'A'], line: line(0, 20, 40, 20) })).toBe('NOT_NEIGHBOURS');
    expect(reason(planOf(gridSurface(3, 1), 'ABC'), { type: 'moveBoundary', zones: ['A', 'C'], line: line(0, 5, 40, 5) })).toBe('NOT_NEIGHBOURS');
    expect(reason(two(), move(5, 20, 5, 20))).toBe('LINE_TOO_SHORT');
    expect(reason(two(), move(10, 20, 10, 35, 30, 35, 30, 25, 5, 25, 5, 20))).toBe('LINE_CROSSES_ITSELF');
    expect(reason(two(), move(0, 20, 40, 20))).toBe('BORDER_UNCHANGED');
    expect(reason(two(), move(0, 20, 0, 40, 40, 40, 40, 20))).toBe('SPLIT_LEAVES_NOTHING');
    const locked = two();
    applyOperation(locked, { type: 'lockZone', zone: 'B', locked: true });
    expect(reason(locked, move(10, 20, 10, 30, 30, 30, 30, 20))).toBe('ZONE_LOCKED');
  });
});

describe('a zone parted by a line', () => {
  const one = () => planOf(gridSurface(4, 4), 'AAAAAAAAAAAAAAAA');
  const split = (...xy: number[]): Operation => ({ type: 'splitZone', zone: 'A', newZone: 'N', name: 'Neu', line: line(...xy) });

  it('gives the smaller side to the new zone, of equal sides the right one', () => {
    const state = one();
    done(state, split(20.5, -5, 19.7, 45));
    expect(letters(state)).toBe('AANNAANNAANNAANN');
    expect(state.zones[1]).toEqual({ zone: 'N', name: 'Neu', locked: false });
    const left = one();
    done(left, split(10, -5, 10, 45));
    expect(letters(left)).toBe('NAAANAAANAAANAAA');
  });

  it('cuts blocks where the line leaves the edges, and goes on straight where it ends within', () => {
    const state = one();
    done(state, split(15, 12, 15, 28));
    expect(state.surface.cuts.map(({ block }) => block).toSorted()).toEqual(['b1', 'b13', 'b5', 'b9']);
    expect(areaOf(state, 'N')).toBeCloseTo(600, 6);
    const bent = one();
    done(bent, split(-5, 20.4, 20, 19.6, 35, 35, 35, 50));
    expect(areaOf(bent, 'N') + areaOf(bent, 'A')).toBe(1600);
    expect(bent.surface.cuts.length).toBeGreaterThan(0);
  });

  it('parts a zone in several pieces by one line, and what it does not touch by the side it lies on', () => {
    // A U of A around B, and a block of A apart from it on the right.
    const state = planOf(gridSurface(5, 3), 'AAABAABABBABABB');
    done(state, split(-5, 15, 30, 15));
    expect([0, 1, 2].map((block) => letters(state)[block])).toEqual(['A', 'A', 'A']);
    expect(areaOf(state, 'N') + areaOf(state, 'A')).toBe(800);
  });

  it('says why it does not', () => {
    expect(reason(one(), { ...split(20, -5, 20, 45), newZone: 'A' } as Operation)).toBe('ZONE_EXISTS');
    expect(reason(one(), { ...split(20, -5, 20, 45), newZone: '' } as Operation)).toBe('EMPTY_ZONE_CODE');
    expect(reason(one(), { ...split(20, -5, 20, 45), zone: 'Z' } as Operation)).toBe('UNKNOWN_ZONE');
    expect(reason(one(), split(50, -5, 50, 45))).toBe('LINE_OUTSIDE');
    expect(reason(one(), split(0.4, -5, 0.4, 45))).toBe('SPLIT_LEAVES_NOTHING');
    expect(reason(one(), split(5, -5, 35, 35, 35, 5, 5, 35))).toBe('LINE_CROSSES_ITSELF');
    const held = one();
    applyOperation(held, { type: 'lockBlocks', blocks: ['b0'], locked: true });
    expect(reason(held, split(10, -5, 10, 45))).toBe('BLOCK_LOCKED');
  });
});
