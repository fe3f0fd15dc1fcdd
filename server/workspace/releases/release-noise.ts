// A release with noise: every zone's total is changed by what its key says in the perturbation table of the statistic's rules.
import { addKeys, WHOLE_KEYS } from '../../../core/disclosure/cell-key/cell-keys.ts';
import { isPossible, tableOfNoise } from '../../../core/disclosure/cell-key/noise-table.ts';
import { noiseOf, type PerturbationTable } from '../../../core/disclosure/cell-key/perturbation-table.ts';
import { boundsOfNoisy } from '../../../core/disclosure/releases/total-bounds.ts';
import type { RuleSet } from '../../../core/disclosure/rules/rule-set.ts';
import { blockKeys, type KeySource } from './block-keys.ts';
import { openSums, shownOnly, statesOf, type CellChange, type ChangedCells } from './changed-cells.ts';
import { VALUE } from './release-cells.ts';
import type { CheckedStatistic } from './release-check.ts';
import type { DateTables } from './release-tables.ts';
import { sameZones, type SameZone } from './same-zones.ts';

/** The perturbation table of rules that are known to have one. */
export function noiseTable({ noise }: RuleSet): PerturbationTable {
  const table = noise === undefined ? null : tableOfNoise(noise);
  if (table === null) throw new Error('a release with noise was asked for without a perturbation table');
  return table;
}

export class ReleaseNoise implements CellChange {
  private readonly same: readonly (readonly SameZone[])[];

  constructor(
    private readonly tables: DateTables,
    private readonly keys: KeySource,
    /** From 1: which keys are used, the first of the same blocks in every release. */
    private readonly draw = 1,
  ) {
    this.same = sameZones(tables.setup.partitions);
  }

  /** Zones that had noise before, in whatever release, keep their number where it still can be theirs: noise that is drawn anew can be averaged. */
  make(statistics: readonly CheckedStatistic[], withheld: ReadonlyMap<string, Uint8Array>): ReadonlyMap<string, ChangedCells> {
    const made = new Map<string, ChangedCells>();
    for (const { statistic, rules } of statistics) {
      if (this.tables.column(statistic) === null) continue;
      const table = noiseTable(rules);
      const counts = openSums(this.tables, statistic, withheld.get(statistic)!);
      const state = statesOf(this.tables, statistic, counts);
      const keys = this.zoneKeys(statistic);
      const value = Float64Array.from(counts, (count, zone) => (state[zone] !== VALUE ? 0 : (this.before(statistic, zone, count, table) ?? count + noiseOf(table, count, keys[zone]!, WHOLE_KEYS))));
      made.set(statistic, { state, value, bounds: boundsOfNoisy(shownOnly(state, value), table) });
    }
    return made;
  }

  stored({ statistic, rules }: CheckedStatistic, state: Uint8Array, value: Float64Array): ChangedCells {
    const column = this.tables.column(statistic);
    const table = noiseTable(rules);
    const still = value.map((of, zone) => (state[zone] !== VALUE || (column !== null && isPossible(table, column.sums[zone]!, of)) ? of : NaN));
    return { state, value: still, bounds: boundsOfNoisy(shownOnly(state, still), table) };
  }

  private zoneKeys(statistic: string): Float64Array {
    const { zoneOf, zoneCount } = this.tables.setup.partitions[0]!;
    const keys = blockKeys(this.keys, this.draw === 1 ? statistic : `${statistic} ${this.draw}`, this.tables.column(statistic)!.counts);
    const sums = new Float64Array(zoneCount);
    zoneOf.forEach((zone, block) => (zone >= 0 ? (sums[zone] = addKeys(sums[zone]!, keys[block]!, WHOLE_KEYS)) : 0));
    return sums;
  }

  private before(statistic: string, zone: number, count: number, table: PerturbationTable): number | undefined {
    const noisy = this.tables.task.noisyBefore?.[statistic];
    return this.same[zone]!.map(({ partition, zone: other }) => noisy?.[partition]?.[other] ?? NaN).find((seen) => !Number.isNaN(seen) && isPossible(table, count, seen));
  }
}
