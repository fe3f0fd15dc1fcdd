// The protected copy: near every count, near every zone's sum, fair, and telling no more than it must.
import { describe, expect, it } from 'vitest';
import { copyInterval } from '../../core/disclosure/protected-copy/copy-interval.ts';
import { roundCounts } from '../../core/disclosure/protected-copy/round-counts.ts';
import type { Partition } from '../../core/disclosure/releases/release-audit.ts';

/** Mulberry32: the same numbers in every run. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const SIDE = 40;

/** Squares of `width` blocks on a town of SIDE x SIDE blocks, shifted; every 50th block lies outside where `holes`. */
function squares(width: number, shift = 0, holes = false): Partition {
  const across = Math.ceil(SIDE / width) + 1;
  const zoneOf = Int32Array.from({ length: SIDE * SIDE }, (_, block) => {
    if (holes && block % 50 === 0) return -1;
    return Math.floor(((block % SIDE) + shift) / width) + across * Math.floor((Math.floor(block / SIDE) + shift) / width);
  });
  return { zoneOf, zoneCount: across * across };
}

const people = (random: () => number, most: number, blocks = SIDE * SIDE) => Int32Array.from({ length: blocks }, () => Math.floor(random() * random() * (most + 1)));
const sums = ({ zoneOf, zoneCount }: Partition, counts: Int32Array) => {
  const of = new Float64Array(zoneCount);
  zoneOf.forEach((zone, block) => zone >= 0 && (of[zone]! += counts[block]!));
  return of;
};
const total = (counts: Int32Array) => counts.reduce((sum, count) => sum + count, 0);

describe('the protected copy', () => {
  it('rounds every block to a multiple less than a base away, leaves multiples alone, and keeps the sum of all within a base', () => {
    const random = seeded(1);
    for (let run = 0; run < 60; run++) {
      const base = 2 + (run % 9);
      const counts = people(random, 40);
      const copy = roundCounts({ counts, base, partitions: [squares(10), squares(7, 3, true), squares(13, 5)], random });
      const wrong = copy.values.filter((value, block) => value % base !== 0 || Math.abs(value - counts[block]!) >= base);
      expect(wrong).toHaveLength(0);
      expect(Math.abs(total(copy.values) - total(counts))).toBe(copy.totalDeviation);
      expect(copy.totalDeviation).toBeLessThan(base);
    }
  });

  it('keeps every zone of two geographies, each with the levels above it, within one base', () => {
    const random = seeded(2);
    for (let run = 0; run < 40; run++) {
      const counts = people(random, run % 2 === 0 ? 12 : 300);
      const partitions = [squares(4), squares(8), squares(16), squares(9, 5), squares(27, 5)];
      const { values, largestDeviation } = roundCounts({ counts, base: 5, partitions, random });
      partitions.forEach((partition, g) => {
        const truth = sums(partition, counts);
        const most = sums(partition, values).reduce((all, sum, zone) => Math.max(all, Math.abs(sum - truth[zone]!)), 0);
        expect(largestDeviation[g]).toBe(most);
        expect(most).toBeLessThan(5);
      });
    }
  });

  it('keeps zones of five geographies below five bases, and all but a few within one', () => {
    const random = seeded(3);
    let [beyond, zones] = [0, 0];
    for (let run = 0; run < 12; run++) {
      const counts = people(random, 30);
      const partitions = [squares(10), squares(7, 3), squares(13, 5), squares(5, 2), squares(17, 9)];
      const { values, largestDeviation } = roundCounts({ counts, base: 5, partitions, random });
      expect(Math.max(...largestDeviation)).toBeLessThan(25);
      for (const partition of partitions) {
        const truth = sums(partition, counts);
        sums(partition, values).forEach((sum, zone) => {
          zones++;
          if (Math.abs(sum - truth[zone]!) >= 5) beyond++;
        });
      }
    }
    expect(beyond / zones).toBeLessThan(0.1);
  });

  it('is fair: over many copies each block comes to its count on average', () => {
    const random = seeded(4);
    const counts = Int32Array.of(1, 2, 3, 4, 6, 0, 11, 3, 3, 8, 13, 4);
    const partitions = [Int32Array.of(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2), Int32Array.of(0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2), Int32Array.of(0, 0, 1, 1, 1, 1, 0, 0, 0, 1, 1, -1)].map((zoneOf) => ({ zoneOf, zoneCount: 3 }));
    const runs = 6000;
    const sum = new Float64Array(counts.length);
    for (let run = 0; run < runs; run++) roundCounts({ counts, base: 5, partitions, random }).values.forEach((value, block) => (sum[block]! += value));
    // The spread of one rounding is at most 2.5; five standard errors are 0.16.
    counts.forEach((count, block) => expect(Math.abs(sum[block]! / runs - count)).toBeLessThan((5 * 2.5) / Math.sqrt(runs)));
  });

  it('tells an attacker who knows the method and every zone, of any block, the interval and nothing more', () => {
    // All towns of three blocks with up to six people in each, base 3; blocks 0 and 1 share a zone, 1 and 2 another.
    const random = seeded(5);
    const partitions = [{ zoneOf: Int32Array.of(0, 0, 1), zoneCount: 2 }, { zoneOf: Int32Array.of(0, 1, 1), zoneCount: 2 }];
    const possible = new Map<string, Set<number>[]>();
    for (let town = 0; town < 343; town++) {
      const counts = Int32Array.of(town % 7, Math.floor(town / 7) % 7, Math.floor(town / 49));
      for (let run = 0; run < 60; run++) {
        const copy = [...roundCounts({ counts, base: 3, partitions, random }).values].join();
        let held = possible.get(copy);
        if (held === undefined) possible.set(copy, (held = [new Set(), new Set(), new Set()]));
        held.forEach((of, block) => of.add(counts[block]!));
      }
    }
    expect(possible.size).toBe(27);
    for (const [copy, held] of possible) {
      copy.split(',').forEach((value, block) => {
        const { lower, upper } = copyInterval(Number(value), 3);
        const whole = Array.from({ length: Math.min(upper, 6) - lower + 1 }, (_, i) => lower + i);
        expect([...held[block]!].toSorted((a, b) => a - b), `${copy}, block ${block}`).toEqual(whole);
      });
    }
  });

  it('gives a file that is read a second time the same copy, and blocks that kept their count theirs', () => {
    const random = seeded(6);
    const partitions = [squares(10), squares(7, 3)];
    const counts = people(random, 20);
    const first = roundCounts({ counts, base: 5, partitions, random });
    expect(roundCounts({ counts, base: 5, partitions, random, earlier: { counts, values: first.values } }).values).toEqual(first.values);
    const corrected = counts.map((count, block) => (block % 100 === 0 ? count + 1 : count));
    const second = roundCounts({ counts: corrected, base: 5, partitions, random, earlier: { counts, values: first.values } });
    second.values.forEach((value, block) => {
      if (block % 100 !== 0) expect(value).toBe(first.values[block]);
      expect(Math.abs(value - corrected[block]!)).toBeLessThan(5);
    });
    expect(second.totalDeviation).toBeLessThan(2 * 5);
  });

  it('refuses a base that is none', () => {
    expect(() => roundCounts({ counts: Int32Array.of(1), base: 1, partitions: [], random: seeded(7) })).toThrow(RangeError);
    expect(roundCounts({ counts: Int32Array.of(7, 8), base: 5, partitions: [], random: seeded(8) }).values.reduce((sum, value) => sum + value, 0)).toBe(15);
  });
});
