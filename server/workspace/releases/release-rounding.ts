// A release that is rounded: every zone's total a multiple of a base, of a part never above its whole, near all sums that are published elsewhere.
import { columnLinks } from '../../../core/disclosure/protected-copy/column-links.ts';
import { LinkedRounding, type LinkedColumn } from '../../../core/disclosure/protected-copy/round-linked.ts';
import type { Partition } from '../../../core/disclosure/releases/release-audit.ts';
import { boundsOfRounded, type TotalBounds } from '../../../core/disclosure/releases/total-bounds.ts';
import type { RuleSet } from '../../../core/disclosure/rules/rule-set.ts';
import { MISSING, VALUE, WITHHELD } from './release-cells.ts';
import type { CheckedStatistic } from './release-check.ts';
import type { DateTables } from './release-tables.ts';

/**
 * What numbers of a rounded release are multiples of: no less than the threshold, since a rounded 0 then says "below it, or nobody", and twice as much
 * where a 0 is as secret (ADR 0094).
 */
export function releaseBase({ threshold, zeros, roundingBase }: RuleSet): number {
  return Math.max(2, threshold, roundingBase ?? 0, zeros === 'protect' ? 2 * threshold : 0);
}

export interface RoundedCells {
  readonly state: Uint8Array;
  readonly value: Float64Array;
  readonly bounds: TotalBounds;
}

export class ReleaseRounding {
  private readonly cuts: readonly Partition[];
  /** Partition and zone by zone of the release: where the same blocks were a zone before. */
  private readonly same: readonly (readonly { readonly partition: number; readonly zone: number }[])[];

  constructor(
    private readonly tables: DateTables,
    private readonly random: () => number,
  ) {
    const [own, ...others] = tables.setup.partitions;
    this.cuts = [{ zoneOf: new Int32Array(own!.zoneCount), zoneCount: 1 }, ...others.flatMap((other) => coarser(own!, other) ?? [])];
    this.same = sameZones(tables.setup.partitions);
  }

  /**
   * All statistics of the date together; `withheld` by statistic: 1 by zone that rules other than the threshold withhold. Zones that were rounded before, in whatever release, keep their
   * number: two roundings of one total could be averaged.
   */
  round(statistics: readonly CheckedStatistic[], withheld: ReadonlyMap<string, Uint8Array>): ReadonlyMap<string, RoundedCells> {
    const counted = statistics.filter(({ statistic }) => this.tables.column(statistic) !== null);
    const columns = counted.map(({ statistic, rules }) => this.column(statistic, rules, withheld.get(statistic)!));
    const links = columnLinks(counted.map(({ statistic }) => statistic), this.tables.setup.populations, counted.map(({ statistic }) => {
      const { counts, known } = this.tables.column(statistic)!;
      return counts.map((count, block) => (known[block] === 1 ? count : -1));
    }));
    const rounding = new LinkedRounding(columns, links, this.cuts, this.random);
    const made = new Map<string, RoundedCells>();
    for (const at of rounding.order()) {
      const { base, earlier, counts } = columns[at]!;
      const { values } = rounding.draw(at, base, earlier);
      rounding.keep(at, values, base);
      const { statistic } = counted[at]!;
      made.set(statistic, this.cells(statistic, counts, Float64Array.from(values), base));
    }
    return made;
  }

  /** Cells that are stored; a number that is a base or more from what is counted now is not taken over. */
  stored({ statistic, rules }: CheckedStatistic, state: Uint8Array, value: Float64Array): RoundedCells {
    const column = this.tables.column(statistic);
    const base = releaseBase(rules);
    const still = value.map((of, zone) => (state[zone] !== VALUE || (column !== null && Math.abs(of - column.sums[zone]!) < base) ? of : NaN));
    return { state, value: still, bounds: boundsOfRounded(still.map((of, zone) => (state[zone] === VALUE ? of : NaN)), base) };
  }

  private cells(statistic: string, counts: Int32Array, values: Float64Array, base: number): RoundedCells {
    const { unknownBlocks } = this.tables.column(statistic)!;
    const blocks = new Int32Array(counts.length);
    for (const zone of this.tables.setup.partitions[0]!.zoneOf) if (zone >= 0) blocks[zone]!++;
    const state = Uint8Array.from(counts, (count, zone) => (count >= 0 ? VALUE : unknownBlocks[zone] === blocks[zone] ? MISSING : WITHHELD));
    const open = values.map((of, zone) => (state[zone] === VALUE ? of : NaN));
    return { state, value: values.map((of, zone) => (state[zone] === VALUE ? of : 0)), bounds: boundsOfRounded(open, base) };
  }

  /** Zones as if they were blocks. */
  private column(statistic: string, rules: RuleSet, withheld: Uint8Array): LinkedColumn {
    const { sums, unknownBlocks } = this.tables.column(statistic)!;
    const base = releaseBase(rules);
    const counts = Int32Array.from(sums, (sum, zone) => (unknownBlocks[zone]! > 0 || withheld[zone] === 1 ? -1 : sum));
    const bounded = this.tables.boundedBefore(statistic);
    const kept = counts.map((count, zone) => {
      const known = this.same[zone]!.map(({ partition, zone: other }) => bounded[partition]?.most[other] ?? Infinity).find((most) => most < Infinity);
      const value = known === undefined ? -1 : known - base + 1;
      return value >= 0 && value % base === 0 && Math.abs(value - count) < base ? value : -1;
    });
    return { counts, base, made: null, earlier: { counts: counts.map((count, zone) => (kept[zone]! >= 0 ? count : -2)), values: kept } };
  }
}

/** The other's zones as unions of this one's; null where one of these lies in two of them, or in none. */
function coarser({ zoneOf, zoneCount }: Partition, other: Partition): Partition | null {
  const upper = new Int32Array(zoneCount).fill(-1);
  for (let block = 0; block < zoneOf.length; block++) {
    const zone = zoneOf[block]!;
    if (zone < 0) continue;
    const above = other.zoneOf[block]!;
    if (above < 0 || (upper[zone] !== -1 && upper[zone] !== above)) return null;
    upper[zone] = above;
  }
  return { zoneOf: upper, zoneCount: other.zoneCount };
}

function sameZones(partitions: readonly Partition[]): { partition: number; zone: number }[][] {
  const blocksOf = ({ zoneOf, zoneCount }: Partition): string[] => {
    const members = Array.from({ length: zoneCount }, (): number[] => []);
    zoneOf.forEach((zone, block) => zone >= 0 && members[zone]!.push(block));
    return members.map((blocks) => blocks.join());
  };
  const own = new Map<string, number>();
  blocksOf(partitions[0]!).forEach((blocks, zone) => own.set(blocks, zone));
  const same = Array.from({ length: partitions[0]!.zoneCount }, (): { partition: number; zone: number }[] => []);
  partitions.forEach((partition, p) =>
    blocksOf(partition).forEach((blocks, zone) => {
      const at = own.get(blocks);
      if (at !== undefined) same[at]!.push({ partition: p, zone });
    }),
  );
  return same;
}
