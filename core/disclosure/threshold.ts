// The threshold rule: counts of too few people are withheld.
import type { ZoneSums } from '../statistics/aggregate.ts';
import { MISSING, WITHHELD, type Cell } from './cell.ts';

/** `threshold`: least count that may be seen; `zeros`: whether a 0 may be seen. */
export interface RuleSet {
  readonly threshold: number;
  readonly zeros: 'open' | 'protect';
}

/**
 * One count under the rules. `unknownBlocks` of the zone's `blocks` have no value: with none known the cell is missing,
 * with some known the sum is a lower bound. A lower bound below the threshold is withheld like a value, because the
 * truth may be that small number; a bound of 0 says nothing about anybody and is missing rather than "at least 0".
 */
export function protectCount(sum: number, unknownBlocks: number, blocks: number, rules: RuleSet): Cell {
  if (blocks === 0 || unknownBlocks >= blocks) return blocks === 0 ? protectKnown(0, rules) : MISSING;
  if (unknownBlocks === 0) return protectKnown(sum, rules);
  if (sum === 0) return MISSING;
  return sum < rules.threshold ? WITHHELD : { state: 'atLeast', value: sum };
}

function protectKnown(count: number, rules: RuleSet): Cell {
  if (count === 0) return rules.zeros === 'open' ? { state: 'value', value: 0 } : WITHHELD;
  return count < rules.threshold ? WITHHELD : { state: 'value', value: count };
}

/** Cells of all zones, one row a zone, one cell a column; the row of blocks without a zone is not part of it. */
export function protectZones(sums: ZoneSums, rules: RuleSet): Cell[][] {
  const width = sums.columns.length;
  return Array.from({ length: sums.zoneCount }, (_, zone) =>
    Array.from({ length: width }, (_, column) =>
      protectCount(sums.sums[zone * width + column]!, sums.unknown[zone * width + column]!, sums.blocks[zone]!, rules),
    ),
  );
}
