// Counts shared out by area: whole, conserved, and marked. With the worked cases of maup and tobler.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BlockRings } from '../../core/coverage/coverage.ts';
import { overlayFractions } from '../../core/coverage/overlay/overlay.ts';
import { ringsFromGeoJson } from '../../core/coverage/rings-from-geojson.ts';
import { apportionByArea, assignByMajority, type AreaSums } from '../../core/statistics/apportion-area.ts';
import { createCountTable, setCount, type CountTable } from '../../core/statistics/counts.ts';
import { build, coveragePairs } from './overlay-shapes.ts';

const RUNS = process.env.LONG === '1' ? 2000 : 150;

function shape(items: Record<string, number[][]>): BlockRings {
  return ringsFromGeoJson(Object.entries(items).map(([id, ring]) => ({ id, geometry: { type: 'Polygon', coordinates: [[...ring, ring[0]!]] } })));
}

function counts(rows: readonly (readonly (number | null)[])[]): CountTable {
  const table = createCountTable(rows[0]!.map((_, i) => `c${i}`), rows.length);
  rows.forEach((row, block) => row.forEach((value, column) => setCount(table, block, column, value)));
  return table;
}

function overlay(blocks: BlockRings, zones: BlockRings) {
  const result = overlayFractions(build(blocks), zones);
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.overlay;
}

function apportion(table: CountTable, blocks: BlockRings, zones: BlockRings): AreaSums {
  const result = apportionByArea(table, overlay(blocks, zones), { zoneIds: zones.ids });
  if (!result.ok) throw new Error(result.detail);
  return result.sums;
}

const majority = (blocks: BlockRings, zones: BlockRings) =>
  Object.fromEntries([...assignByMajority(overlay(blocks, zones), zones.ids)].map((zone, b) => [blocks.ids[b], zones.ids[zone] ?? null]));

// mggg/maup tests/conftest.py, test_assign.py, test_prorate.py (MIT)
const four = shape({
  a: [[0, 0], [0, 1], [1, 1], [1, 0]],
  b: [[0, 1], [0, 2], [1, 2], [1, 1]],
  c: [[1, 0], [1, 1], [2, 1], [2, 0]],
  d: [[1, 1], [1, 2], [2, 2], [2, 1]],
});
const sources = {
  0: [[0, 0], [0, 0.5], [0.5, 0.5], [0.5, 0]],
  1: [[0.5, 0.5], [1, 0.5], [1, 1], [0.5, 1]],
  2: [[0, 1], [0, 2], [1, 2], [1, 1]],
  3: [[1.25, 1.25], [1.25, 1.75], [1.75, 1.75], [1.75, 1.25]],
};
const wide = [[1.5, 0.5], [1.5, 2], [0, 2], [0, 0.5]];

describe('maup and tobler', () => {
  it('maup-assign: a source goes to the zone that covers it, else to the largest overlap, else to none', () => {
    expect(majority(shape(sources), four)).toEqual({ 0: 'a', 1: 'a', 2: 'b', 3: 'd' });
    const two = shape({ a: [[0, 0], [0, 1], [1, 1], [1, 0]], b: [[0, 1], [0, 2], [1, 2], [1, 1]] });
    expect(majority(shape(sources), two)).toEqual({ 0: 'a', 1: 'a', 2: 'b', 3: null });
    expect(majority(shape({ 4: wide }), four)).toEqual({ 4: 'b' });
    const sums = apportion(counts([[1], [1], [1], [1]]), shape(sources), four);
    expect([...sums.sums]).toEqual([2, 1, 0, 1, 0]);
  });

  it('maup-prorate: 10 in each of four squares, the target takes 2.25 squares; whole people, ties by id', () => {
    const target = shape({ t: wide });
    const o = overlay(four, target);
    expect(o.areaM2.reduce((sum, area) => sum + area, 0)).toBeCloseTo(2.25, 12);
    expect(o.fraction.reduce((sum, share) => sum + 10 * share, 0)).toBeCloseTo(22.5, 12);
    // Shares 5, 10, 2.5 and 5: the half goes to the zone, whose row comes before the row of no zone.
    const sums = apportion(counts([[10], [10], [10], [10]]), four, target);
    expect([...sums.sums]).toEqual([23, 17]);
    expect([...sums.cut]).toEqual([13, 17]);
    expect([sums.sums[0]! - sums.cut[0]!, sums.most[0]]).toEqual([10, 40]);
  });

  it('maup: zones that touch a block along an edge or in a corner take nothing', () => {
    const touching = shape({ side: [[2, 0], [3, 0], [3, 1], [2, 1]], corner: [[2, 2], [3, 2], [3, 3], [2, 3]] });
    const o = overlay(four, touching);
    expect(o.zone).toHaveLength(0);
    expect([...o.outsideFraction]).toEqual([1, 1, 1, 1]);
  });

  it('tobler-area-join: every square goes to the one that it overlaps most', () => {
    const squares = (dx: number, dy: number) =>
      shape(
        Object.fromEntries(
          Array.from({ length: 100 }, (_, i) => {
            const [x, y] = [1 + Math.floor(i / 10) + dx, 1 + (i % 10) + dy];
            return [`s${i}`, [[x - 0.5, y - 0.5], [x + 0.5, y - 0.5], [x + 0.5, y + 0.5], [x - 0.5, y + 0.5]]];
          }),
        ),
      );
    const joined = assignByMajority(overlay(squares(2.2, 0.2), squares(0, 0)));
    const found = [...joined].filter((source) => source >= 0);
    expect(joined.length - found.length).toBe(20);
    const mean = (value: (source: number) => number) => found.reduce((sum, source) => sum + value(source), 0) / found.length;
    expect(mean((source) => source + 1)).toBeCloseTo(60.5, 3);
    expect(mean((source) => 1 + (9 * source) / 99)).toBeCloseTo(6.409, 3);
  });

  it('tobler-area-interpolate: an unknown value stays unknown, and is 0 or 5 only when somebody fills it in', () => {
    const boxes = shape({ a: [[0, 0], [1, 0], [1, 1], [0, 1]], b: [[1, 0], [2, 0], [2, 1], [1, 1]] });
    const unknown = apportion(counts([[1], [null]]), boxes, boxes);
    expect([...unknown.sums.subarray(0, 2), ...unknown.unknown]).toEqual([1, 0, 0, 1, 0]);
    for (const fill of [0, 5]) expect([...apportion(counts([[1], [fill]]), boxes, boxes).sums]).toEqual([1, fill, 0]);
  });

  it('a rate is refused with the reason', () => {
    const result = apportionByArea(counts([[1, 2]]), overlay(shape({ 4: wide }), four), { rates: ['c1'] });
    expect(result).toMatchObject({ ok: false, code: 'NOT_A_COUNT', columns: ['c1'] });
  });
});

describe('counts shared out by area', () => {
  const cases = fc.tuple(coveragePairs, fc.array(fc.option(fc.integer({ min: 0, max: 5000 }), { freq: 8, nil: null }), { minLength: 80, maxLength: 80 }));

  it('are whole, and with the part outside they are all there', () => {
    fc.assert(
      fc.property(cases, ([{ blocks, zones }, values]) => {
        const table = counts(blocks.ids.map((_, b) => [values[2 * b]!, values[2 * b + 1]!]));
        const sums = apportion(table, blocks, zones);
        for (let column = 0; column < 2; column++) {
          let total = 0;
          for (let row = 0; row <= zones.ids.length; row++) {
            const at = row * 2 + column;
            expect(Number.isInteger(sums.sums[at])).toBe(true);
            expect(sums.cut[at]).toBeLessThanOrEqual(sums.sums[at]!);
            expect(sums.most[at]).toBeGreaterThanOrEqual(sums.sums[at]!);
            total += sums.sums[at]!;
          }
          expect(total).toBe(blocks.ids.reduce((sum, _, b) => sum + (values[2 * b + column] ?? 0), 0));
        }
        expect(sums.blocks.reduce((sum, n) => sum + n, 0)).toBe(blocks.ids.length);
      }),
      { numRuns: RUNS },
    );
  });

  it('stay within one person of the exact share in every piece', () => {
    fc.assert(
      fc.property(coveragePairs, fc.integer({ min: 0, max: 1e6 }), ({ blocks, zones }, count) => {
        const o = overlay(blocks, zones);
        const only = count % blocks.ids.length;
        const sums = apportion(counts(blocks.ids.map((_, b) => [b === only ? count : 0])), blocks, zones);
        for (let i = o.blockStart[only]!; i < o.blockStart[only + 1]!; i++) {
          expect(Math.abs(sums.sums[o.zone[i]!]! - count * o.fraction[i]!)).toBeLessThan(1 + 1e-6);
        }
      }),
      { numRuns: RUNS },
    );
  });
});
