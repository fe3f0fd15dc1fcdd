// The search for better catchments keeps what it must keep, says what its plans are worth, and is the same from the same seed.
import { describe, expect, it } from 'vitest';
import { components } from '../../core/coverage/adjacency.ts';
import { measurePlan } from '../../core/schools/optimise/measures.ts';
import { Draws } from '../../core/schools/optimise/draws.ts';
import { CatchmentSearch } from '../../core/schools/optimise/optimise.ts';
import { Recombination } from '../../core/schools/optimise/recombine.ts';
import { SearchState } from '../../core/schools/optimise/search-state.ts';
import { seededRandom } from '../../core/statistics/seeded-random.ts';
import { gridTown } from './optimise-grid.ts';

const TOWN = { columns: 14, rows: 12, schools: [16, 40, 97, 120, 135], years: 3 } as const;

describe('a search for catchments', () => {
  it('finds places for children who had none, with every zone in one piece and every school in its own', () => {
    const input = gridTown({ ...TOWN, seed: 3 });
    const search = new CatchmentSearch(input);
    const before = search.measures(input.assignment);
    search.run(120_000);
    const after = search.measures(search.best);
    expect(before.overZones + before.underZones).toBeGreaterThan(0);
    expect(after.overZones + after.underZones).toBe(0);
    expect(after.cost).toBeLessThan(before.cost);
    expect([...components(input.neighbours as never, search.best, 5).count]).toEqual([1, 1, 1, 1, 1]);
    expect(TOWN.schools.map((block) => search.best[block])).toEqual([0, 1, 2, 3, 4]);
  });

  it('is the same from the same seed, however it is cut into calls, and another from another', () => {
    const input = gridTown({ ...TOWN, seed: 4 });
    const whole = new CatchmentSearch(input);
    whole.run(60_000);
    const pieces = new CatchmentSearch(input);
    for (const part of [1, 19_999, 25_000, 15_000]) pieces.run(part);
    expect(pieces.best).toEqual(whole.best);
    expect(pieces.tried).toEqual(whole.tried);
    const other = new CatchmentSearch({ ...input, seed: 5 });
    other.run(60_000);
    expect(other.tried).not.toEqual(whole.tried);
  });

  it('moves no more children than may, and nothing that is locked', () => {
    const input = gridTown({ ...TOWN, seed: 6 });
    const lockedBlocks = new Uint8Array(input.effects.blockCount);
    for (let block = 0; block < lockedBlocks.length; block += 3) lockedBlocks[block] = 1;
    const lockedZones = Uint8Array.from([0, 0, 1, 0, 0]);
    const search = new CatchmentSearch({ ...input, lockedBlocks, lockedZones, maxMovedShare: 0.05 });
    search.run(80_000);
    for (const { assignment, measures } of search.front()) {
      expect(measures.movedShare).toBeLessThanOrEqual(0.05 + 1e-9);
      assignment.forEach((zone, block) => {
        if (lockedBlocks[block] === 1 || input.assignment[block] === 2) expect(zone).toBe(input.assignment[block]);
        if (input.assignment[block] !== 2) expect(zone).not.toBe(2);
      });
    }
  });

  it('offers alternatives of which none is beaten by another that it calls better', () => {
    const search = new CatchmentSearch(gridTown({ ...TOWN, seed: 7 }));
    search.run(500_000);
    const front = search.front();
    expect(front.length).toBeGreaterThan(2);
    expect(front.some((one) => one.front)).toBe(true);
    expect(front.map(({ id }) => id).join('')).toBe('ABCDE'.slice(0, front.length));
    const best = Math.min(...front.map(({ measures }) => measures.cost));
    expect(search.measures(search.best).cost).toBeCloseTo(best, 9);
  });
});

describe('the running cost', () => {
  it('after any moves is that of a plan reckoned anew, with mix, shape, siblings and several years', () => {
    const input = gridTown({ ...TOWN, seed: 8 });
    const random = seededRandom(8);
    const state = new SearchState(input, input.assignment);
    for (let step = 0; step < 2000; step++) {
      const block = Math.floor(random() * input.effects.blockCount);
      const to = Math.floor(random() * 6) - 1;
      if (to === state.assignment[block]) continue;
      state.propose(block, to);
      state.apply(block, to);
      if (step % 100 !== 0) continue;
      const anew = new SearchState(input, state.assignment);
      expect(state.total[0]).toBeCloseTo(anew.total[0]!, 9);
      expect(state.total[1]).toBeCloseTo(anew.total[1]!, 9);
      expect(measurePlan(input, state.assignment).cost).toBeCloseTo(state.total[0]!, 9);
    }
  });
});

describe('two zones drawn anew', () => {
  it('hang together, keep what is fixed, cost what they are said to, and go back to what they were', () => {
    const input = gridTown({ ...TOWN, seed: 9 });
    const fixed = new Uint8Array(input.effects.blockCount);
    for (const block of TOWN.schools) fixed[block] = 1;
    const state = new SearchState(input, input.assignment);
    const pairs = new Recombination(state, input.neighbours, fixed);
    const draws = new Draws(9);
    let redrawn = 0;
    for (let round = 0; round < 60; round++) {
      const block = draws.below(input.effects.blockCount);
      const from = state.assignment[block]!;
      const row = input.neighbours.rookStart[block]!;
      const to = state.assignment[input.neighbours.rook[row]!]!;
      if (to === from) continue;
      const [before, cost] = [state.assignment.slice(), state.total[0]!];
      const count = pairs.redraw(from, to, draws, block);
      if (count === 0) continue;
      redrawn++;
      expect(new SearchState(input, state.assignment).total[0]).toBeCloseTo(state.total[0]!, 9);
      expect([...components(input.neighbours as never, state.assignment, 5).count]).toEqual([1, 1, 1, 1, 1]);
      expect(TOWN.schools.map((school) => state.assignment[school])).toEqual([0, 1, 2, 3, 4]);
      state.assignment.forEach((zone, i) => before[i] === from || before[i] === to || expect(zone).toBe(before[i]));
      if (round % 2 === 0) continue;
      pairs.undo(count);
      expect(state.assignment).toEqual(before);
      expect(state.total[0]).toBeCloseTo(cost, 9);
    }
    expect(redrawn).toBeGreaterThan(5);
  });
});
