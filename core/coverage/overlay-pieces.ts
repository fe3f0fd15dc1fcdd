// Sums by block and zone: a hash table on two numbers, because few of all pairs occur.

export interface PieceTable {
  /** Adds to the sum of a block (>= 0) and a zone (>= -1, which is outside of all zones). */
  add(block: number, zone: number, value: number): void;
  forEach(each: (block: number, zone: number, sum: number) => void): void;
}

/** Open addressing; `expected` pairs fit without growing. */
export function createPieceTable(expected: number): PieceTable {
  let size = 1024;
  while (size < 2 * expected) size *= 2;
  let mask = size - 1;
  /** Block + 1 and zone of every slot; 0 is free. */
  let keys = new Int32Array(2 * size);
  let sums = new Float64Array(size);
  let used = 0;

  function slotOf(block: number, zone: number): number {
    let hash = Math.imul(block, 0x9e3779b1) ^ Math.imul(zone + 2, 0x85ebca6b);
    hash ^= hash >>> 15;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const key = keys[2 * slot]!;
      if (key === 0 || (key === block + 1 && keys[2 * slot + 1] === zone)) return slot;
    }
  }

  function grow(): void {
    const [oldKeys, oldSums] = [keys, sums];
    size *= 2;
    mask = size - 1;
    keys = new Int32Array(2 * size);
    sums = new Float64Array(size);
    for (let i = 0; i < oldKeys.length; i += 2) {
      if (oldKeys[i] === 0) continue;
      const slot = slotOf(oldKeys[i]! - 1, oldKeys[i + 1]!);
      keys.set(oldKeys.subarray(i, i + 2), 2 * slot);
      sums[slot] = oldSums[i / 2]!;
    }
  }

  return {
    add(block, zone, value) {
      const slot = slotOf(block, zone);
      if (keys[2 * slot] === 0) {
        keys[2 * slot] = block + 1;
        keys[2 * slot + 1] = zone;
        if (++used * 2 > size) {
          grow();
          this.add(block, zone, value);
          return;
        }
      }
      sums[slot]! += value;
    },
    forEach(each) {
      for (let slot = 0; slot < size; slot++) {
        if (keys[2 * slot] !== 0) each(keys[2 * slot]! - 1, keys[2 * slot + 1]!, sums[slot]!);
      }
    },
  };
}
