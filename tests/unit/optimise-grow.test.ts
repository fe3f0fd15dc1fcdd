// Plans that a search starts from: from nothing, with a school that opens or closes, and with pieces put together.
import { describe, expect, it } from 'vitest';
import { components } from '../../core/coverage/adjacency.ts';
import { closeZone, growCatchments, openZone } from '../../core/schools/optimise/grow.ts';
import { mendPieces } from '../../core/schools/optimise/mend-pieces.ts';
import { CatchmentSearch } from '../../core/schools/optimise/optimise.ts';
import { gridTown } from './optimise-grid.ts';

const SCHOOLS = [16, 40, 97, 120, 135] as const;
const town = (seed: number) => gridTown({ columns: 14, rows: 12, schools: SCHOOLS, years: 2, seed });
const pieces = (input: ReturnType<typeof town>, plan: Int32Array) => [...components(input.neighbours as never, plan, 5).count];

describe('a start', () => {
  it('from nothing gives every block a zone, each in one piece around its school', () => {
    const input = { ...town(1), assignment: new Int32Array(168).fill(-1) };
    const plan = growCatchments(input);
    expect(plan.includes(-1)).toBe(false);
    expect(pieces(input, plan)).toEqual([1, 1, 1, 1, 1]);
    expect(SCHOOLS.map((block) => plan[block])).toEqual([0, 1, 2, 3, 4]);
    const search = new CatchmentSearch({ ...input, start: plan });
    search.run(100_000);
    const after = search.measures(search.best);
    expect([after.overZones, after.underZones, after.unassigned, after.movedShare]).toEqual([0, 0, 0, 0]);
  });

  it('with a school that closes gives its blocks to the zones around, and nobody comes back', () => {
    const input = town(2);
    const plan = closeZone(input, 3);
    expect(plan.includes(3)).toBe(false);
    expect(plan.includes(-1)).toBe(false);
    plan.forEach((zone, block) => input.assignment[block] === 3 || expect(zone).toBe(input.assignment[block]));
    expect(pieces(input, plan).toSpliced(3, 1)).toEqual([1, 1, 1, 1]);
    const search = new CatchmentSearch({ ...input, start: plan, closedZones: Uint8Array.from([0, 0, 0, 1, 0]) });
    search.run(50_000);
    expect(search.best.includes(3)).toBe(false);
  });

  it('with a school that opens proposes a catchment about as large as its places, and tears no other apart', () => {
    const before = town(3);
    const assignment = closeZone(before, 4);
    const input = { ...before, assignment };
    const plan = openZone(input, 4);
    expect(pieces(input, plan)).toEqual([1, 1, 1, 1, 1]);
    const { children, places } = input.effects;
    let pupils = 0;
    plan.forEach((zone, block) => {
      if (zone === 4) pupils += (children[2 * block]! + children[2 * block + 1]!) / 2;
    });
    const seats = (places[8]! + places[9]!) / 2;
    expect(pupils / seats).toBeGreaterThan(0.85);
    expect(pupils / seats).toBeLessThan(1.1);
    expect(() => openZone({ ...input, schoolBlock: Int32Array.from([16, 40, 97, 120, -1]) }, 4)).toThrow(RangeError);
  });

  it('puts together what is apart, from the rim inwards, and leaves what is locked', () => {
    const input = town(4);
    const apart = input.assignment.slice();
    // Four blocks of zone 0 in the midst of others.
    for (const block of [150, 151, 164, 165]) apart[block] = 0;
    expect(pieces(input, apart)[0]).toBe(2);
    const mended = mendPieces(input, apart);
    expect(pieces(input, mended)).toEqual([1, 1, 1, 1, 1]);
    expect([150, 151, 164, 165].some((block) => mended[block] === 0)).toBe(false);
    const lockedBlocks = new Uint8Array(168);
    lockedBlocks[150] = 1;
    expect(mendPieces({ ...input, lockedBlocks }, apart)[150]).toBe(0);
  });
});
