// Randomness of the operating system that is kept nowhere: for roundings that nobody may repeat.
import { randomFillSync } from 'node:crypto';

/** Uniform in [0, 1) with 32 bits, 4,096 numbers at a time: one call of the system for each would take most of the time. */
export function secretRandom(): () => number {
  const words = new Uint32Array(4096);
  let next = words.length;
  return () => {
    if (next === words.length) {
      randomFillSync(words);
      next = 0;
    }
    return words[next++]! / 2 ** 32;
  };
}
