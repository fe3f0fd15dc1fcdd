// How many people of a count every atom holds, summed once however often it is asked.
import type { AtomBlocks } from './atom-table.ts';

const known = new WeakMap<AtomBlocks, WeakMap<Int32Array, Float64Array>>();

/**
 * Sums by atom of a count by block. Kept for as long as both are: a release asks for the same sums of 12,000 blocks some thousand times a date, a fifth of
 * its audit. Neither may be changed afterwards, and the answer neither.
 */
export function sumsByAtom(atoms: AtomBlocks, counts: Int32Array): Float64Array {
  let byCounts = known.get(atoms);
  if (byCounts === undefined) known.set(atoms, (byCounts = new WeakMap()));
  let sums = byCounts.get(counts);
  if (sums === undefined) {
    byCounts.set(counts, (sums = new Float64Array(atoms.blocks.length)));
    for (let block = 0; block < counts.length; block++) sums[atoms.atomOfBlock[block]!]! += counts[block]!;
  }
  return sums;
}
