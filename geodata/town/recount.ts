// Counts of the older stand of blocks on the newer one, so that a series compares one cut over all years.
import { createCountTable, type CountTable } from '../../core/statistics/counts.ts';
import { apportion } from './random.ts';
import type { Lineage } from './town.ts';

/**
 * Divides every count of an earlier block among its later blocks by the lineage's weights: whole numbers, floors first, the
 * rest by the largest remainders, so that each column keeps its sum exactly. Where a part of a later block is unknown, the
 * whole is. Halves of one block may miss sums across columns (women and men against residents) by one; whole zones do not,
 * as long as no zone cuts an earlier block.
 */
export function recount(counts: CountTable, fromIds: readonly string[], toIds: readonly string[], lineage: readonly Lineage[]): CountTable {
  const width = counts.columns.length;
  const position = new Map(toIds.map((id, i) => [id, i]));
  const parts = new Map<string, { to: number; weight: number }[]>();
  for (const { from, to, weight } of lineage) {
    const list = parts.get(from) ?? parts.set(from, []).get(from)!;
    list.push({ to: position.get(to)!, weight });
  }
  const table = createCountTable(counts.columns, toIds.length);
  table.known.fill(1);
  fromIds.forEach((id, block) => {
    const into = parts.get(id) ?? [];
    const weights = into.map(({ weight }) => weight);
    for (let column = 0; column < width; column++) {
      const value = counts.values[block * width + column]!;
      const shares = into.length === 1 ? [value] : apportion(value, weights);
      into.forEach(({ to }, i) => {
        table.values[to * width + column]! += shares[i]!;
        if (counts.known[block * width + column] === 0) table.known[to * width + column] = 0;
      });
    }
  });
  for (let i = 0; i < table.known.length; i++) if (table.known[i] === 0) table.values[i] = 0;
  return table;
}
