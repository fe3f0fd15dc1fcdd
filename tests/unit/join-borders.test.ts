// Borders that were meant to be one: joined where nothing measurable moves, left to a person where areas would change hands.
import fc from 'fast-check';
import type { Position } from 'geojson';
import { describe, expect, it } from 'vitest';
import { polygonAreaM2 } from '../../core/coverage/overlay/overlap-area.ts';
import { repairCoverage } from '../../core/coverage/repair/repair.ts';
import { ringsFromGeoJson } from '../../core/coverage/rings-from-geojson.ts';
import { findSlivers } from '../../core/coverage/slivers.ts';
import { hasFindings, validateCoverage } from '../../core/coverage/validate.ts';
import { joinBorders } from '../../server/processes/inputs/join-borders.ts';

const [X, Y] = [450_000, 5_500_000];
const box = (x: number, y: number, w: number, h: number): Position[] => [[X + x, Y + y], [X + x + w, Y + y], [X + x + w, Y + y + h], [X + x, Y + y + h]];
const blocksOf = (...rings: Position[][]) => ringsFromGeoJson(rings.map((ring, i) => ({ id: `${i}`, geometry: { type: 'Polygon', coordinates: [[...ring, ring[0]!]] } })));
const joined = (blocks: ReturnType<typeof blocksOf>) => joinBorders(blocks, validateCoverage(blocks));

describe('borders that lack the vertices of their neighbours', () => {
  it('are joined without moving anything where the vertices lie on them', () => {
    const tee = blocksOf(box(0, 0, 100, 100), box(100, 0, 50, 50), box(100, 50, 50, 50));
    expect(validateCoverage(tee).invalid.map(({ reason }) => reason)).toContain('UNMATCHED_EDGE');
    const made = joined(tee)!;
    expect(made.furthestM).toBe(0);
    expect([0, 1, 2].map((block) => polygonAreaM2(made.rings, block))).toEqual([10_000, 2500, 2500]);
  });

  it('are joined where a turn or a change of CRS put them beside by less than a centimetre, and areas hardly change', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 6.28, noNaN: true }), fc.double({ min: -0.009, max: 0.009, noNaN: true }), (angle, beside) => {
        const turn = (ring: Position[]) => ring.map(([x, y]): Position => [X + (x! - X) * Math.cos(angle) - (y! - Y) * Math.sin(angle), Y + (x! - X) * Math.sin(angle) + (y! - Y) * Math.cos(angle)]);
        const [a, b, c] = [box(0, 0, 100, 100), box(100, 0, 50, 50), box(100, 50, 50, 50)];
        for (const ring of [b, c]) for (const p of ring) if (p[0] === X + 100 && p[1] === Y + 50) p[0]! += beside;
        const blocks = blocksOf(turn(a), turn(b), turn(c));
        const made = joined(blocks);
        const fine = validateCoverage(blocks);
        // A notch to the outside of the neighbour is an enclosed gap, the other way an overlap: both are findings unless rounding hides them.
        if (made === null) return expect(hasFindings(fine)).toBe(false);
        expect(hasFindings(validateCoverage(made.rings))).toBe(false);
        expect(made.furthestM).toBeLessThanOrEqual(0.01);
        for (const block of [0, 1, 2]) expect(Math.abs(polygonAreaM2(made.rings, block) - polygonAreaM2(blocks, block))).toBeLessThan(1);
      }),
      { numRuns: process.env.LONG === '1' ? 2000 : 100 },
    );
  });

  it('are left alone where they overlap by more, cross themselves, or enclose a gap', () => {
    expect(joined(blocksOf(box(0, 0, 100, 100), box(99.95, 0, 50, 100)))).toBeNull();
    expect(joined(blocksOf([[X, Y], [X + 100, Y + 100], [X + 100, Y], [X, Y + 130]]))).toBeNull();
    const frame = ringsFromGeoJson([{ id: 'a', geometry: { type: 'Polygon', coordinates: [box(0, 0, 100, 100), box(40, 40, 10, 0.5)].map((ring) => [...ring, ring[0]!]) } }]);
    expect(joined(frame)).toBeNull();
  });
});

describe('the tolerance of a repair where none is given', () => {
  const repaired = (...rings: Position[][]) => {
    const result = repairCoverage(blocksOf(...rings));
    if (!result.ok) throw new Error(result.detail);
    return result.repair;
  };

  it('is twice the depth to which blocks reach into each other', () => {
    expect(repaired(box(0, 0, 100, 100), box(99.97, 0, 100, 100)).toleranceM).toBeCloseTo(0.06, 6);
    // Corners of its own border that lie close stay as they are.
    const notched: Position[] = [[X, Y], [X + 100, Y], [X + 100, Y + 100], [X + 50, Y + 100], [X + 49.9, Y + 100.05], [X, Y + 100]];
    const { toleranceM, blocks, changes } = repaired(notched, box(99.99, 0, 100, 100));
    expect(toleranceM).toBeCloseTo(0.02, 6);
    expect(changes.every((change) => change.kind === 'moved' && change.distanceM <= toleranceM)).toBe(true);
    expect(blocks.ringStart[1]).toBe(6);
  });

  it('is no more than a 400th of the mean edge, and nearly nothing where no vertex reaches in', () => {
    // 20 m deep: an overlap to be given away, not a border to be moved.
    expect(repaired(box(0, 0, 100, 100), box(80, 0, 100, 100)).toleranceM).toBeLessThanOrEqual(0.25);
    expect(repaired(box(0, 0, 100, 100), box(100.1, 0, 100, 100)).toleranceM).toBeLessThan(1e-6);
  });
});

describe('slivers', () => {
  it('are parts narrower than the width everywhere, however long, and no others', () => {
    const blocks = blocksOf(box(0, 0, 500, 0.4), box(0, 10, 0.9, 0.9), box(0, 20, 3, 3), [[X, Y + 40], [X + 100, Y + 40], [X, Y + 60]]);
    const found = findSlivers(blocks, 1);
    expect(found.map(({ block }) => block)).toEqual([0, 1]);
    expect(found[0]!.areaM2).toBeCloseTo(200, 6);
    expect(found.map(({ widthM }) => widthM)).toEqual([expect.closeTo(0.4, 2), expect.closeTo(0.9, 2)]);
    expect(found[0]!.y).toBeCloseTo(Y + 0.2, 2);
  });
});
