// The demo city as a release that is audited: two stands of blocks, five geographies, 30 statistics and their complements, eleven dates.
import type { Partition } from '../../core/disclosure/releases/release-audit.ts';
import type { CountSet, Town } from '../../geodata/town/town.ts';
import { hashed } from './random.ts';

export const THRESHOLD = 5;
const STATISTICS = 30;

/** One statistic or complement at one date: counts by block, and the zones that are too small to be published, by partition. */
export interface ReleaseTable {
  readonly counts: Int32Array;
  readonly withheld: readonly (Uint8Array | null)[];
}

/** What was published over one stand of blocks. */
export interface StandRelease {
  readonly partitions: readonly Partition[];
  readonly tables: readonly ReleaseTable[];
}

export function cityRelease(town: Town): StandRelease[] {
  return [1, 2].map((blockSet) => {
    const partitions = town.geographies.map(({ versions }) => {
      const { assignment, zones } = versions.find((one) => one.blockSet === blockSet)!;
      return { zoneOf: Int32Array.from(assignment), zoneCount: zones.length };
    });
    return { partitions, tables: town.counts.filter((set) => set.blockSet === blockSet).flatMap((set) => tablesOf(town, set, partitions)) };
  });
}

function tablesOf({ statistics }: Town, { table }: CountSet, partitions: readonly Partition[]): ReleaseTable[] {
  const column = (name: string) => {
    const at = table.columns.indexOf(name);
    return Int32Array.from({ length: table.blockCount }, (_, block) => table.values[block * table.columns.length + at]!);
  };
  return statistics
    .filter(({ population }) => population !== null)
    .slice(0, STATISTICS)
    .flatMap(({ statistic, population }) => {
      const [part, whole] = [column(statistic), column(population!)];
      // A count that is unknown stands as 0 in the table: there the complement is what is known of it.
      return [part, whole.map((held, block) => Math.max(held - part[block]!, 0))];
    })
    .map((counts) => ({ counts, withheld: partitions.map((partition) => smallZones(counts, partition)) }));
}

function smallZones(counts: Int32Array, { zoneOf, zoneCount }: Partition): Uint8Array | null {
  const sums = new Float64Array(zoneCount);
  zoneOf.forEach((zone, block) => zone >= 0 && (sums[zone]! += counts[block]!));
  const small = Uint8Array.from(sums, (sum) => (sum > 0 && sum < THRESHOLD ? 1 : 0));
  return small.includes(1) ? small : null;
}

/** Partitions of a square town of `blocks` into zones around scattered points: geographies that have no border in common. */
export function independentPartitions(blocks: number, zoneCounts: readonly number[], seed: number): Partition[] {
  const across = Math.round(Math.sqrt(blocks));
  return zoneCounts.map((zoneCount, g) => {
    const columns = Math.ceil(Math.sqrt(zoneCount));
    const rows = Math.ceil(zoneCount / columns);
    const seeds = Array.from({ length: zoneCount }, (_, zone) => {
      const off = (salt: number) => 0.5 + 0.9 * (hashed(seed + 10 * g + salt, zone) - 0.5);
      return [(((zone % columns) + off(0)) * across) / columns, ((Math.floor(zone / columns) + off(1)) * across) / rows] as const;
    });
    const zoneOf = Int32Array.from({ length: blocks }, (_, block) => {
      let [best, least] = [0, Infinity];
      for (const [zone, [x, y]] of seeds.entries()) {
        const distance = ((block % across) - x) ** 2 + (Math.floor(block / across) - y) ** 2;
        if (distance < least) [best, least] = [zone, distance];
      }
      return best;
    });
    return { zoneOf, zoneCount };
  });
}

/** Counts of which a share is 0, the others small and a few of them not. */
export function sparseCounts(blocks: number, empty: number, seed: number): Int32Array {
  return Int32Array.from({ length: blocks }, (_, block) => (hashed(seed, block) < empty ? 0 : 1 + Math.floor(40 * hashed(seed + 1, block) ** 3)));
}
