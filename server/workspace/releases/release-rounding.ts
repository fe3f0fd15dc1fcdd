// A release that is rounded: every zone's total a multiple of a base, of a part never above its whole, near all sums that are published elsewhere.
import { columnLinks } from '../../../core/disclosure/protected-copy/column-links.ts';
import { LinkedRounding, type LinkedColumn } from '../../../core/disclosure/protected-copy/round-linked.ts';
import type { Partition } from '../../../core/disclosure/releases/release-audit.ts';
import { boundsOfRounded } from '../../../core/disclosure/releases/total-bounds.ts';
import type { RuleSet } from '../../../core/disclosure/rules/rule-set.ts';
import { openSums, shownOnly, statesOf, type CellChange, type ChangedCells } from './changed-cells.ts';
import { VALUE } from './release-cells.ts';
import type { CheckedStatistic } from './release-check.ts';
import type { DateTables } from './release-tables.ts';
import { sameZones, type SameZone } from './same-zones.ts';

/**
 * What numbers of a rounded release are multiples of: no less than the threshold, since a rounded 0 then says "below it, or nobody", and twice as much
 * where a 0 is as secret (ADR 0094).
 */
export function releaseBase({ threshold, zeros, roundingBase }: RuleSet): number {
  return Math.max(2, threshold, roundingBase ?? 0, zeros === 'protect' ? 2 * threshold : 0);
}

export class ReleaseRounding implements CellChange {
  private readonly cuts: readonly Partition[];
  /** By zone of the release: where the same blocks were a zone before. */
  private readonly same: readonly (readonly SameZone[])[];

  constructor(
    private readonly tables: DateTables,
    private readonly random: () => number,
  ) {
    const [own, ...others] = tables.setup.partitions;
    this.cuts = [{ zoneOf: new Int32Array(own!.zoneCount), zoneCount: 1 }, ...others.flatMap((other) => coarser(own!, other) ?? [])];
    this.same = sameZones(tables.setup.partitions);
  }

  /**
   * Zones that were rounded before, in whatever release, keep their
   * number: two roundings of one total could be averaged.
   */
  make(statistics: readonly CheckedStatistic[], withheld: ReadonlyMap<string, Uint8Array>): ReadonlyMap<string, ChangedCells> {
    const counted = statistics.filter(({ statistic }) => this.tables.column(statistic) !== null);
    const columns = counted.map(({ statistic, rules }) => this.column(statistic, rules, withheld.get(statistic)!));
    const links = columnLinks(counted.map(({ statistic }) => statistic), this.tables.setup.populations, counted.map(({ statistic }) => {
      const { counts, known } = this.tables.column(statistic)!;
      return counts.map((count, block) => (known[block] === 1 ? count : -1));
    }));
    const rounding = new LinkedRounding(columns, links, this.cuts, this.random);
    const made = new Map<string, ChangedCells>();
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
  stored({ statistic, rules }: CheckedStatistic, state: Uint8Array, value: Float64Array): ChangedCells {
    const column = this.tables.column(statistic);
    const base = releaseBase(rules);
    const still = value.map((of, zone) => (state[zone] !== VALUE || (column !== null && Math.abs(of - column.sums[zone]!) < base) ? of : NaN));
    return { state, value: still, bounds: boundsOfRounded(shownOnly(state, still), base) };
  }

  private cells(statistic: string, counts: Int32Array, values: Float64Array, base: number): ChangedCells {
    const state = statesOf(this.tables, statistic, counts);
    return { state, value: values.map((of, zone) => (state[zone] === VALUE ? of : 0)), bounds: boundsOfRounded(shownOnly(state, values), base) };
  }

  /** Zones as if they were blocks. */
  private column(statistic: string, rules: RuleSet, withheld: Uint8Array): LinkedColumn {
    const base = releaseBase(rules);
    const counts = openSums(this.tables, statistic, withheld);
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
