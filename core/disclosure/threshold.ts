// The threshold rule: counts of too few people are withheld.
import type { ZoneSums } from '../statistics/aggregate.ts';
import { MISSING, WITHHELD, type Cell } from './cell.ts';
import { type Beside, OPEN, primaryReason } from './rules/primary-rules.ts';
import type { RuleSet } from './rules/rule-set.ts';

export type { RuleSet } from './rules/rule-set.ts';

/**
 * One count under the rules. `unknownBlocks` of the zone's `blocks` have no value: with none known the cell is missing,
 * with some known the sum is a lower bound. A lower bound below the threshold is withheld like a value, because the
 * truth may be that small number; a bound of 0 says nothing about anybody and is missing rather than "at least 0". `beside` is what stands
 * beside the count of the same blocks, for the rules that ask for it.
 */
export function protectCount(sum: number, unknownBlocks: number, blocks: number, rules: RuleSet, beside: Beside = {}): Cell {
  if (blocks === 0) return protectKnown(0, rules, beside);
  if (unknownBlocks >= blocks) return MISSING;
  if (unknownBlocks === 0) return protectKnown(sum, rules, beside);
  if (sum === 0) return MISSING;
  return primaryReason(rules, sum, beside) === OPEN ? { state: 'atLeast', value: sum } : WITHHELD;
}

function protectKnown(count: number, rules: RuleSet, beside: Beside): Cell {
  return primaryReason(rules, count, beside) === OPEN ? { state: 'value', value: count } : WITHHELD;
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
