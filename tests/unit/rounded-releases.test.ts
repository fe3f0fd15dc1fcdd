// Releases whose numbers are rounded, beside exact ones: what they look like, and what an attacker makes of both together.
import { beforeAll, describe, expect, it } from 'vitest';
import { HighsSolver } from '../../core/disclosure/differencing/program.ts';
import type { Partition } from '../../core/disclosure/releases/release-audit.ts';
import { type BoundedTotals, boundsOfRounded, narrowest, type TotalBounds } from '../../core/disclosure/releases/total-bounds.ts';
import type { RuleSet } from '../../core/disclosure/threshold.ts';
import { seededRandom } from '../../core/statistics/seeded-random.ts';
import { AT_LEAST, VALUE } from '../../server/workspace/releases/release-cells.ts';
import { ReleaseCheck, type CheckedDate } from '../../server/workspace/releases/release-check.ts';
import { releaseBase } from '../../server/workspace/releases/release-rounding.ts';
import { leaks, loadAttacker, targetsOf, type Leak } from './attacker.ts';

const DATE = '2025-12-31';
const TOWNS = process.env.LONG === '1' ? 300 : 8;
const POPULATIONS = { children: 'residents' };
const NAMES = ['residents', 'children'] as const;

interface Town {
  readonly partitions: readonly Partition[];
  readonly counts: Readonly<Record<string, Int32Array>>;
  readonly rules: RuleSet;
  readonly releases: readonly { readonly partition: number; readonly method: 'suppress' | 'round' }[];
  readonly random: () => number;
}

function townOf(seed: number): Town {
  const random = seededRandom(seed);
  const blocks = 14;
  const among = (below: number) => Math.floor(random() * below);
  const cut = (zoneCount: number): Partition => ({ zoneOf: Int32Array.from({ length: blocks }, (_, block) => (random() < 0.25 ? among(zoneCount) : Math.floor((block * zoneCount) / blocks))), zoneCount });
  const children = Int32Array.from({ length: blocks }, () => (random() < 0.4 ? among(4) : among(14)));
  const residents = children.map((held) => held + (random() < 0.4 ? among(3) : among(20)));
  const methods = ['round', 'suppress', 'round', 'suppress'] as const;
  const turn = among(2);
  const threshold = 3 + among(3);
  const partitions = [cut(4), cut(3), cut(5), cut(4)];
  return {
    partitions,
    counts: { residents, children },
    rules: { threshold, zeros: 'open', roundingBase: threshold + among(2) },
    releases: partitions.map((_, at) => ({ partition: at, method: methods[(at + turn) % 4]! })),
    random,
  };
}

/** Everything that is public of a town, partition by partition. */
class Public {
  readonly marks: Record<string, (Uint8Array | null)[]>;
  readonly bounds: Record<string, (TotalBounds | null)[]>;
  readonly exact: { statistic: string; partition: number; zone: number; total: number | null }[] = [];
  readonly rounded: { statistic: string; partition: number; zone: number; lower: number; upper: number }[] = [];
  refused = 0;

  constructor(private readonly town: Town) {
    this.marks = Object.fromEntries(NAMES.map((name) => [name, town.partitions.map(() => null)]));
    this.bounds = Object.fromEntries(NAMES.map((name) => [name, town.partitions.map(() => null)]));
  }

  enter(partition: number, method: 'suppress' | 'round', made: CheckedDate): void {
    for (const { statistic, state, value } of made.cells) {
      const open = state.map((of) => (of === VALUE || of === AT_LEAST ? 1 : 0));
      if (method === 'suppress') {
        this.marks[statistic]![partition] = open;
        open.forEach((flag, zone) => this.exact.push({ statistic, partition, zone, total: flag === 1 ? value[zone]! : null }));
        continue;
      }
      const bounds = boundsOfRounded(value, releaseBase(this.town.rules));
      this.bounds[statistic]![partition] = narrowest([bounds]);
      value.forEach((_, zone) => this.rounded.push({ statistic, partition, zone, lower: bounds.least[zone]!, upper: bounds.most[zone]! }));
    }
  }
}

describe('rounded releases', () => {
  let highs: Awaited<ReturnType<typeof loadAttacker>>;
  let solver: HighsSolver;
  beforeAll(async () => {
    highs = await loadAttacker();
    solver = new HighsSolver(highs);
  });

  function check(town: Town, partition: number, method: 'suppress' | 'round', known: Public, withBounds = true, pattern: CheckedDate | null = null): CheckedDate {
    const order = [partition, ...town.partitions.keys()].filter((g, i) => i === 0 || g !== partition);
    const release = new ReleaseCheck({ method, partitions: order.map((g) => town.partitions[g]!), statistics: NAMES.map((statistic) => ({ statistic, rules: town.rules })), populations: POPULATIONS }, solver, town.random);
    const blockCount = town.counts.residents!.length;
    const values = Int32Array.from({ length: blockCount * NAMES.length }, (_, i) => town.counts[NAMES[i % NAMES.length]!]![Math.floor(i / NAMES.length)]!);
    const inOrder = <T>(of: Record<string, readonly T[]>): Record<string, T[]> => Object.fromEntries(NAMES.map((name) => [name, order.map((g) => of[name]![g]!)]));
    const bounds: Record<string, BoundedTotals> = inOrder(known.bounds);
    try {
      return release.date({
        referenceDate: DATE,
        table: { columns: NAMES, blockCount, values, known: new Uint8Array(values.length).fill(1) },
        publicBefore: inOrder(known.marks),
        ...(withBounds ? { boundedBefore: bounds } : {}),
        copies: {},
        pattern: pattern === null ? null : Object.fromEntries(pattern.cells.map(({ statistic, state }) => [statistic, state])),
        rounded: pattern === null ? null : Object.fromEntries(pattern.cells.map(({ statistic, value }) => [statistic, value])),
      });
    } finally {
      release.dispose();
    }
  }

  const sums = ({ zoneOf, zoneCount }: Partition, counts: Int32Array) => {
    const of = new Float64Array(zoneCount);
    zoneOf.forEach((zone, block) => (of[zone]! += counts[block]!));
    return of;
  };

  it('show multiples less than a base from the truth, a 0 that may be none, and no more children than residents', () => {
    for (let seed = 1; seed <= 30; seed++) {
      const town = townOf(seed);
      const base = releaseBase(town.rules);
      const made = check(town, 0, 'round', new Public(town));
      const [residents, children] = NAMES.map((name) => made.cells.find(({ statistic }) => statistic === name)!);
      for (const { statistic, state, value } of made.cells) {
        const truth = sums(town.partitions[0]!, town.counts[statistic]!);
        expect(state.every((of) => of === VALUE)).toBe(true);
        value.forEach((of, zone) => {
          expect(of % base).toBe(0);
          expect(Math.abs(of - truth[zone]!)).toBeLessThan(base);
        });
        expect(Math.abs(value.reduce((a, b) => a + b, 0) - truth.reduce((a, b) => a + b, 0))).toBeLessThan(2 * base);
      }
      children!.value.forEach((of, zone) => expect(of).toBeLessThanOrEqual(residents!.value[zone]!));
      expect(made.findings).toEqual([]);
    }
  });

  it('keep a number that a zone of the same blocks had in an earlier release, and are audited again as they are stored', () => {
    const town = townOf(3);
    const known = new Public(town);
    const first = check(town, 0, 'round', known);
    known.enter(0, 'round', first);
    const twin: Town = { ...town, partitions: town.partitions.map((partition, at) => (at === 1 ? town.partitions[0]! : partition)) };
    const second = check(twin, 1, 'round', known);
    second.cells.forEach(({ statistic, value }) => expect([...value]).toEqual([...first.cells.find((one) => one.statistic === statistic)!.value]));
    const again = check(town, 0, 'round', new Public(town), true, first);
    expect(again.cells.map(({ value }) => [...value])).toEqual(first.cells.map(({ value }) => [...value]));
    const recounted: Town = { ...town, counts: { ...town.counts, residents: town.counts.residents!.map((count) => count + 10) } };
    expect(check(recounted, 0, 'round', new Public(town), true, first).cells.find(({ statistic }) => statistic === 'residents')!.value.some(Number.isNaN)).toBe(true);
  });

  it('are to a base of the threshold at least, and of twice that where a 0 is secret', () => {
    expect(releaseBase({ threshold: 3, zeros: 'open' })).toBe(3);
    expect(releaseBase({ threshold: 3, zeros: 'open', roundingBase: 5 })).toBe(5);
    expect(releaseBase({ threshold: 10, zeros: 'open', roundingBase: 5 })).toBe(10);
    expect(releaseBase({ threshold: 3, zeros: 'protect' })).toBe(6);
  });

  /** `withBounds`: whether audits know of rounded totals; what has findings is not published. */
  function publishAll(town: Town, withBounds: boolean): Public {
    const known = new Public(town);
    for (const { partition, method } of town.releases) {
      const made = check(town, partition, method, known, withBounds);
      if (made.findings.length > 0) known.refused++;
      else known.enter(partition, method, made);
    }
    return known;
  }

  /** Unknowns: children, then residents who are none, block by block. */
  function attack(town: Town, { exact, rounded }: Public): Leak[] {
    const blocks = town.counts.residents!.length;
    const at = (statistic: string, partition: number, zone: number) => {
      const members = Array.from(town.partitions[partition]!.zoneOf.keys()).filter((block) => town.partitions[partition]!.zoneOf[block] === zone);
      return statistic === 'children' ? members : members.flatMap((block) => [block, blocks + block]);
    };
    const limits = [
      ...exact.map(({ statistic, partition, zone, total }) => ({ at: at(statistic, partition, zone), lower: total ?? 1, upper: total ?? Infinity })),
      ...rounded.map(({ statistic, partition, zone, lower, upper }) => ({ at: at(statistic, partition, zone), lower, upper })),
    ].filter((limit) => limit.at.length > 0);
    const known = { blocks: 2 * blocks, tables: [], limits, withheldIsNoZero: true, lower: new Float64Array(2 * blocks), upper: new Float64Array(2 * blocks).fill(Infinity) };
    const places = targetsOf(blocks, town.partitions.map(({ zoneOf, zoneCount }) => ({ zoneOf, value: Array.from({ length: zoneCount }, () => null) })));
    const { threshold } = town.rules;
    return [
      ...leaks(highs, known, threshold, places, false),
      ...leaks(highs, known, threshold, places.map((of) => of.map((block) => blocks + block)), false),
      ...leaks(highs, known, threshold, places.map((of) => of.flatMap((block) => [block, blocks + block])), false),
    ];
  }

  it(`and exact ones together tell an attacker of nobody below the threshold in ${TOWNS} towns`, () => {
    let [refused, published] = [0, 0];
    for (let seed = 1; seed <= TOWNS; seed++) {
      const town = townOf(seed);
      const known = publishAll(town, true);
      refused += known.refused;
      published += town.releases.length - known.refused;
      expect(attack(town, known), `town ${seed}`).toEqual([]);
    }
    // A desk that refuses everything is safe as well.
    expect(published, `${refused} refused`).toBeGreaterThan(2 * refused);
  }, 300_000);

  it('tell of somebody in towns where they do not once audits know nothing of the rounded ones', () => {
    // Two of the first sixty.
    for (const seed of [35, 48]) {
      expect(attack(townOf(seed), publishAll(townOf(seed), false)), `town ${seed}`).not.toEqual([]);
      expect(attack(townOf(seed), publishAll(townOf(seed), true)), `town ${seed}`).toEqual([]);
    }
  }, 300_000);
});
