// A part is never more than its whole: releases of both against an attacker who knows that, and all totals that were ever public.
import { beforeAll, describe, expect, it } from 'vitest';
import { HighsSolver } from '../../core/disclosure/differencing/program.ts';
import type { Partition } from '../../core/disclosure/releases/release-audit.ts';
import type { RuleSet } from '../../core/disclosure/threshold.ts';
import { AT_LEAST, VALUE } from '../../server/workspace/releases/release-cells.ts';
import { ReleaseCheck, type CheckedDate } from '../../server/workspace/releases/release-check.ts';
import { leaks, loadAttacker, targetsOf, type Leak, type PublicTable } from './attacker.ts';
import { seededRandom } from '../../core/statistics/seeded-random.ts';

const DATE = '2025-12-31';
const TOWNS = process.env.LONG === '1' ? 400 : 15;

/** `children` and `seniors` are parts of `residents`; a release is of some statistics over one of the partitions. */
interface Town {
  readonly partitions: readonly Partition[];
  readonly counts: Readonly<Record<string, Int32Array>>;
  readonly rules: Readonly<Record<string, RuleSet>>;
  readonly releases: readonly { readonly partition: number; readonly statistics: readonly string[] }[];
}

const POPULATIONS = { children: 'residents', seniors: 'residents' };

function townOf(seed: number): Town {
  const random = seededRandom(seed);
  const blocks = 14;
  const among = (below: number) => Math.floor(random() * below);
  const cut = (zoneCount: number): Partition => ({ zoneOf: Int32Array.from({ length: blocks }, (_, block) => (random() < 0.25 ? among(zoneCount) : Math.floor((block * zoneCount) / blocks))), zoneCount });
  const [children, seniors] = [Int32Array.from({ length: blocks }, () => among(24)), Int32Array.from({ length: blocks }, () => (random() < 0.5 ? 0 : among(5)))];
  const residents = children.map((held, block) => held + seniors[block]! + (random() < 0.6 ? 0 : among(4)));
  const threshold = 3 + among(3);
  const rules: RuleSet = { threshold, zeros: 'open' };
  const all = ['residents', 'children', 'seniors'];
  return {
    partitions: [cut(4), cut(3), cut(5), { zoneOf: new Int32Array(blocks), zoneCount: 1 }],
    counts: { residents, children, seniors },
    // Whoever counts residents may ask for less than whoever counts children.
    rules: { residents: random() < 0.5 ? rules : { threshold: threshold + 3, zeros: 'open' }, children: rules, seniors: rules },
    releases: [
      { partition: 3, statistics: all },
      { partition: 0, statistics: random() < 0.5 ? ['residents', 'children'] : all },
      { partition: 1, statistics: random() < 0.5 ? ['children'] : ['residents', 'seniors'] },
      { partition: 2, statistics: random() < 0.5 ? ['residents'] : ['seniors', 'children'] },
    ],
  };
}

describe('releases of a whole and its parts', () => {
  let highs: Awaited<ReturnType<typeof loadAttacker>>;
  let solver: HighsSolver;
  beforeAll(async () => {
    highs = await loadAttacker();
    solver = new HighsSolver(highs);
  });

  /** Cells of one release after what was published before: the released cut first, as the desk has it. */
  function check(town: Town, at: number, publicBefore: Readonly<Record<string, readonly (Uint8Array | null)[]>>, linked: boolean, pattern: Readonly<Record<string, Uint8Array>> | null = null): CheckedDate {
    const { partition, statistics } = town.releases[at]!;
    const order = [partition, ...town.partitions.keys()].filter((g, i) => i === 0 || g !== partition);
    const release = new ReleaseCheck({ partitions: order.map((g) => town.partitions[g]!), statistics: statistics.map((statistic) => ({ statistic, rules: town.rules[statistic]! })), populations: linked ? POPULATIONS : {}, rulesBeside: town.rules }, solver);
    const columns = Object.keys(town.counts);
    const blockCount = town.counts.residents!.length;
    const values = Int32Array.from({ length: blockCount * columns.length }, (_, i) => town.counts[columns[i % columns.length]!]![Math.floor(i / columns.length)]!);
    try {
      return release.date({
        referenceDate: DATE,
        table: { columns, blockCount, values, known: new Uint8Array(values.length).fill(1) },
        publicBefore: Object.fromEntries(columns.map((statistic) => [statistic, order.map((g) => publicBefore[statistic]![g]!)])),
        copies: {},
        pattern,
      });
    } finally {
      release.dispose();
    }
  }

  interface Published {
    readonly statistic: string;
    readonly partition: number;
    readonly value: readonly (number | null)[];
  }

  /** One release after the other; what has findings is not published. */
  function publishAll(town: Town, linked: boolean): { tables: Published[]; refused: number } {
    const before: Record<string, (Uint8Array | null)[]> = Object.fromEntries(Object.keys(town.counts).map((statistic) => [statistic, town.partitions.map(() => null)]));
    const tables: Published[] = [];
    let refused = 0;
    town.releases.forEach(({ partition }, at) => {
      const made = check(town, at, before, linked);
      if (made.findings.length > 0) {
        refused++;
        return;
      }
      for (const { statistic, state, value } of made.cells) {
        const open = state.map((of) => (of === VALUE || of === AT_LEAST ? 1 : 0));
        before[statistic]![partition] = open;
        tables.push({ statistic, partition, value: Array.from(value, (of, zone) => (open[zone] === 1 ? of : null)) });
      }
    });
    return { tables, refused };
  }

  /** Unknowns: children, the residents who are none, seniors, the residents who are none, block by block. */
  function attack(town: Town, tables: readonly Published[]): Leak[] {
    const blocks = town.counts.residents!.length;
    const places: Readonly<Record<string, readonly number[]>> = { children: [0], residents: [0, 1], seniors: [2] };
    const public_ = tables.map(({ statistic, partition, value }): PublicTable => {
      const zoneOf = new Int32Array(4 * blocks).fill(-1);
      for (const place of places[statistic]!) zoneOf.set(town.partitions[partition]!.zoneOf, place * blocks);
      return { zoneOf, value };
    });
    const unknown = Array.from({ length: blocks }, (_, block) => [0, 1, 2, 3].map((place) => place * blocks + block));
    const equal = unknown.map(([child, other, senior, rest]) => ({ one: [child!, other!], other: [senior!, rest!] }));
    const known = { blocks: 4 * blocks, tables: public_, withheldIsNoZero: true, lower: new Float64Array(4 * blocks), upper: new Float64Array(4 * blocks).fill(Infinity), equal };
    const places_ = targetsOf(blocks, tables.map(({ partition, value }) => ({ zoneOf: town.partitions[partition]!.zoneOf, value })));
    const least = (statistic: string) => town.rules[statistic]!.threshold;
    return [
      ...leaks(highs, known, least('children'), places_, false),
      ...leaks(highs, known, least('children'), places_.map((at) => at.map((block) => blocks + block)), false),
      ...leaks(highs, known, least('seniors'), places_.map((at) => at.map((block) => 2 * blocks + block)), false),
      ...leaks(highs, known, least('seniors'), places_.map((at) => at.map((block) => 3 * blocks + block)), false),
      ...leaks(highs, known, least('residents'), places_.map((at) => at.flatMap((block) => [block, blocks + block])), false),
    ];
  }

  it(`tell nobody below the threshold in ${TOWNS} towns with four releases each, to whom it is no news that children are residents`, () => {
    let [published, refused] = [0, 0];
    for (let seed = 1; seed <= TOWNS; seed++) {
      const town = townOf(seed);
      const made = publishAll(town, true);
      published += made.tables.length;
      refused += made.refused;
      expect(attack(town, made.tables), `town ${seed}`).toEqual([]);
    }
    // A desk that refuses everything is safe as well.
    expect(published).toBeGreaterThan(4 * refused);
  }, 1_200_000);

  it('tell somebody in more than one town of three where every statistic is protected by itself', () => {
    const found = Array.from({ length: 15 }, (_, seed) => townOf(seed + 1)).filter((town) => attack(town, publishAll(town, false).tables).length > 0);
    expect(found.length).toBeGreaterThan(5);
  }, 300_000);
});
