// Shares of cut blocks that are 0 and say that the block is small.

/**
 * Counts as an audit takes them for blocks whose counts are shares of a block that was counted whole: a share of 0 of a block that holds somebody, and fewer
 * than the threshold, is a 1, once in an atom (blocks with the same zone in every partition of `zones`). So a union is small where its own count is, or where it is 0
 * and that tells of a small block: 0 of a fragment that holds a tenth says that the block holds few. Shares of large blocks stay as they are, and so does what is
 * not 0: a share below the threshold is small as it is, a larger one is of a block that is no smaller. A union of as many such atoms as the threshold, which nothing
 * smaller follows from, passes. `sharedFrom` by block: a number of its own for each block that was counted, -1 where the block was counted itself; the shares of
 * one block add up to what was counted. null where no count changes.
 */
export function withSmallShares(counts: Int32Array, sharedFrom: Int32Array, threshold: number, zones: readonly ArrayLike<number>[]): Int32Array | null {
  const counted = new Map<number, number>();
  sharedFrom.forEach((from, block) => {
    if (from >= 0) counted.set(from, (counted.get(from) ?? 0) + counts[block]!);
  });
  let changed: Int32Array | null = null;
  const atoms = new Set<string>();
  sharedFrom.forEach((from, block) => {
    if (from < 0 || counts[block] !== 0) return;
    const whole = counted.get(from)!;
    if (whole === 0 || whole >= threshold) return;
    const atom = zones.map((zoneOf) => zoneOf[block]!).join();
    if (atoms.has(atom)) return;
    atoms.add(atom);
    (changed ??= counts.slice())[block] = 1;
  });
  return changed;
}
