// Protected copies of a part and its whole, and of parts that are a whole: no contradiction, nothing narrowed down, zones keep their sums.
import { beforeAll, describe, expect, it } from 'vitest';
import { copyInterval } from '../../core/disclosure/protected-copy/copy-interval.ts';
import { roundCounts } from '../../core/disclosure/protected-copy/round-counts.ts';
import { columnLinks } from '../../core/disclosure/protected-copy/column-links.ts';
import { roundLinked, type LinkedColumn } from '../../core/disclosure/protected-copy/round-linked.ts';
import { findBreakdowns } from '../../core/disclosure/rules/find-breakdowns.ts';
import type { Partition } from '../../core/disclosure/releases/release-audit.ts';
import { seededRandom } from '../../core/statistics/seeded-random.ts';
import { leaks, loadAttacker } from './attacker.ts';

const BASE = 5;
/** As large as the base: the hardest case. */
const THRESHOLD = 5;

const NAMES = ['residents', 'female', 'male', 'under_18', 'adults', 'seniors', 'under_6', 'benefits'] as const;
const [RESIDENTS, FEMALE, MALE, UNDER_18, ADULTS, SENIORS, UNDER_6, BENEFITS] = NAMES.keys();
const POPULATIONS = { female: 'residents', male: 'residents', under_18: 'residents', adults: 'residents', seniors: 'residents', under_6: 'under_18', benefits: 'under_18' };
/** Children under 6 are residents too; that women and men are all, and three age groups, is found from counts. */
const LINKS = columnLinks(NAMES, POPULATIONS, townOf(60, seededRandom(0)));

/** Most blocks are small, where parts and wholes lie in the same multiple. */
function townOf(blocks: number, random: () => number): Int32Array[] {
  const counts = NAMES.map(() => new Int32Array(blocks));
  for (let block = 0; block < blocks; block++) {
    const people = random() < 0.2 ? 0 : Math.floor(random() < 0.7 ? 9 * random() : 60 * random());
    for (let person = 0; person < people; person++) {
      const age = Math.floor(95 * random() ** 1.2);
      const of = [RESIDENTS, random() < 0.5 ? FEMALE : MALE, age < 18 ? UNDER_18 : age < 65 ? ADULTS : SENIORS];
      if (age < 6) of.push(UNDER_6);
      if (age < 18 && random() < 0.3) of.push(BENEFITS);
      for (const statistic of of) counts[statistic!]![block]!++;
    }
  }
  return counts;
}

const columnsOf = (counts: readonly Int32Array[]): LinkedColumn[] => counts.map((of) => ({ counts: of, base: BASE, made: null, earlier: null }));

function squares(side: number, width: number, shift = 0): Partition {
  const across = Math.ceil(side / width) + 1;
  const zoneOf = Int32Array.from({ length: side * side }, (_, block) => Math.floor(((block % side) + shift) / width) + across * Math.floor((Math.floor(block / side) + shift) / width));
  return { zoneOf, zoneCount: across * across };
}

function contradictions(counts: readonly Int32Array[], values: readonly Int32Array[]): number {
  let found = 0;
  counts[0]!.forEach((_, block) => {
    for (const { whole, parts, complete } of LINKS) {
      const [own, all] = [parts.reduce((sum, part) => sum + values[part]![block]!, 0), values[whole]![block]!];
      if (complete ? Math.abs(own - all) > BASE : own > all) found++;
    }
  });
  return found;
}

describe('copies of linked statistics', () => {
  let highs: Awaited<ReturnType<typeof loadAttacker>>;
  beforeAll(async () => {
    highs = await loadAttacker();
  });

  it('know parts of parts, and statistics that are others added up', () => {
    expect(LINKS.filter(({ complete }) => complete)).toEqual([
      { whole: RESIDENTS, parts: [FEMALE, MALE], complete: true },
      { whole: RESIDENTS, parts: [UNDER_18, ADULTS, SENIORS], complete: true },
    ]);
    expect(LINKS).toContainEqual({ whole: RESIDENTS, parts: [BENEFITS], complete: false });
    expect(LINKS).toHaveLength(11);
  });

  it('show no part above its whole, and parts that are a whole add up to it within one base; each rounds like any copy', () => {
    const random = seededRandom(1);
    const partitions = [squares(20, 5), squares(20, 7, 3)];
    let apart = 0;
    for (let run = 0; run < 20; run++) {
      const counts = townOf(400, random);
      const made = roundLinked(columnsOf(counts), LINKS, partitions, random).map((one) => one!.values);
      expect(contradictions(counts, made)).toBe(0);
      made.forEach((values, s) => expect(values.filter((value, block) => value % BASE !== 0 || Math.abs(value - counts[s]![block]!) >= BASE)).toHaveLength(0));
      apart += contradictions(counts, counts.map((of) => roundCounts({ counts: of, base: BASE, partitions, random }).values));
    }
    expect(apart).toBeGreaterThan(1000);
  });

  it('keep zones of two geographies, each with a level above it, within one base: all zones of residents, and of parts all but 1 in 50, which are within two', () => {
    const random = seededRandom(2);
    const partitions = [squares(20, 5), squares(20, 10), squares(20, 7, 3)];
    const [beyond, furthest] = [NAMES.map(() => 0), NAMES.map(() => 0)];
    let zones = 0;
    for (let run = 0; run < 20; run++) {
      const counts = townOf(400, random);
      roundLinked(columnsOf(counts), LINKS, partitions, random).forEach((one, s) => {
        for (const { zoneOf, zoneCount } of partitions) {
          const off = new Float64Array(zoneCount);
          zoneOf.forEach((zone, block) => (off[zone]! += one!.values[block]! - counts[s]![block]!));
          if (s === 0) zones += zoneCount;
          beyond[s]! += off.filter((by) => Math.abs(by) >= BASE).length;
          furthest[s] = off.reduce((most, by) => Math.max(most, Math.abs(by)), furthest[s]!);
        }
      });
    }
    expect(beyond[RESIDENTS!]).toBe(0);
    expect(beyond.every((of) => of <= zones / 50), `${String(beyond)} of ${zones}`).toBe(true);
    expect(Math.max(...furthest)).toBeLessThan(2 * BASE);
  });

  it('are fair: over many copies each block of each statistic comes to its count on average', () => {
    const random = seededRandom(3);
    const counts = townOf(36, random);
    const partitions = [squares(6, 3), squares(6, 4, 1)];
    const runs = 800;
    const sums = counts.map((of) => new Float64Array(of.length));
    for (let run = 0; run < runs; run++) roundLinked(columnsOf(counts), LINKS, partitions, random).forEach((one, s) => one!.values.forEach((value, block) => (sums[s]![block]! += value)));
    const off = sums.flatMap((of, s) => Array.from(of, (sum, block) => Math.abs(sum / runs - counts[s]![block]!)));
    // A standard error is 0.09 at most. Where links settle what the draw left open, a block gives a little to its neighbours.
    expect(Math.max(...off)).toBeLessThan(0.75);
    expect(off.reduce((sum, by) => sum + by, 0) / off.length).toBeLessThan(0.15);
  });

  /** What a plain program says of every block: all its counts as unknowns, the copies' intervals, the links. */
  function known(counts: readonly Int32Array[], values: readonly Int32Array[]): number {
    const patterns = new Map<string, number>();
    counts[0]!.forEach((_, block) => patterns.set(values.map((of) => of[block]).join(), block));
    let found = 0;
    for (const block of patterns.values()) {
      const size = NAMES.length + LINKS.length;
      const lower = new Float64Array(size);
      const upper = new Float64Array(size).fill(Infinity);
      values.forEach((of, s) => {
        const interval = copyInterval(of[block]!, BASE);
        lower[s] = interval.lower;
        upper[s] = interval.upper;
      });
      // Of a link that is not complete the rest is an unknown of its own.
      const equal = LINKS.map(({ whole, parts, complete }, l) => ({ one: [whole], other: complete ? parts : [...parts, NAMES.length + l] }));
      const targets = [...NAMES.keys()].map((s) => [s]).concat(LINKS.flatMap(({ complete }, l) => (complete ? [] : [[NAMES.length + l]])));
      found += leaks(highs, { blocks: size, tables: [], withheldIsNoZero: true, lower, upper, equal }, THRESHOLD, targets, false).length;
    }
    return found;
  }

  it('tell a linear program that knows all links of no block that it holds somebody below the threshold', () => {
    const random = seededRandom(4);
    const partitions = [squares(15, 5), squares(15, 7, 3)];
    let apart = 0;
    for (let run = 0; run < 2; run++) {
      const counts = townOf(225, random);
      expect(known(counts, roundLinked(columnsOf(counts), LINKS, partitions, random).map((one) => one!.values))).toBe(0);
      apart += known(counts, counts.map((of) => roundCounts({ counts: of, base: BASE, partitions, random }).values));
    }
    expect(apart).toBeGreaterThan(10);
  });

  it('fit copies that were made before, whichever of the linked statistics was counted first', () => {
    const random = seededRandom(5);
    const partitions = [squares(20, 5), squares(20, 7, 3)];
    for (let run = 0; run < 10; run++) {
      const counts = townOf(400, random);
      const first = columnsOf(counts).map((column, s) => ((s + run) % 2 === 0 ? { ...column, counts: new Int32Array(400).fill(-1), made: new Int32Array(400).fill(-1) } : column));
      const early = roundLinked(first, LINKS, partitions, random);
      const columns = columnsOf(counts).map((column, s) => ({ ...column, made: early[s]?.values ?? null }));
      const late = roundLinked(columns, LINKS, partitions, random);
      const values = columns.map((column, s) => column.made ?? late[s]!.values);
      let above = 0;
      for (const { whole, parts, complete } of LINKS) if (!complete) values[whole]!.forEach((all, block) => (above += values[parts[0]!]![block]! > all ? 1 : 0));
      expect(above).toBe(0);
    }
  });

  it('change only where counts did when a file is read again, and still do not contradict', () => {
    const random = seededRandom(6);
    const partitions = [squares(20, 5), squares(20, 7, 3)];
    const counts = townOf(400, random);
    const first = roundLinked(columnsOf(counts), LINKS, partitions, random).map((one) => one!.values);
    const corrected = counts.map((of) => of.slice());
    for (let block = 0; block < 400; block += 20) for (const s of [RESIDENTS, FEMALE, ADULTS]) corrected[s!]![block]!++;
    const again = roundLinked(corrected.map((of, s) => ({ counts: of, base: BASE, made: null, earlier: { counts: counts[s]!, values: first[s]! } })), LINKS, partitions, random).map((one) => one!.values);
    again.forEach((values, s) => values.forEach((value, block) => corrected[s]![block] === counts[s]![block] && expect(value).toBe(first[s]![block])));
    let above = 0;
    for (const { whole, parts, complete } of LINKS) if (!complete) again[whole]!.forEach((all, block) => (above += again[parts[0]!]![block]! > all ? 1 : 0));
    expect(above).toBe(0);
  });
});

describe('statistics that are others added up', () => {
  it('are found from the counts: by sex, by age groups, and groups by years', () => {
    const counts = townOf(60, seededRandom(7));
    const older = counts[UNDER_18!]!.map((count, block) => count - counts[UNDER_6!]![block]!);
    expect(findBreakdowns([...counts, older])).toEqual([
      { whole: RESIDENTS, parts: [FEMALE, MALE] },
      { whole: RESIDENTS, parts: [UNDER_18, ADULTS, SENIORS] },
      { whole: UNDER_18, parts: [UNDER_6, counts.length] },
    ]);
  });

  it('are none where blocks are too few to tell it from chance, and a block of unknown count says nothing', () => {
    expect(findBreakdowns([Int32Array.of(3, 4, 5), Int32Array.of(1, 2, 3), Int32Array.of(2, 2, 2)])).toEqual([]);
    const counts = townOf(60, seededRandom(8));
    counts[FEMALE!]![7] = -1;
    counts[RESIDENTS!]![9] = -1;
    expect(findBreakdowns(counts)).toContainEqual({ whole: RESIDENTS, parts: [FEMALE, MALE] });
  });
});
