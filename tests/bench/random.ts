// Seeded numbers for the benchmarks: the same seed gives the same coverage on every machine.

/** Uniform number in [0, 1) that depends on the seed and the key only (murmur3's finaliser), whatever was asked before. */
export function hashed(seed: number, key: number): number {
  let h = Math.imul(key ^ Math.imul(seed, 0x9e3779b1), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}
