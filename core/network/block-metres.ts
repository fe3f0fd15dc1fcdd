// From walks of addresses to walks of blocks: a block's mean, weighted by dwellings, and its longest.
import type { WalkingDistances } from './walking-distances.ts';

export interface BlockMetres {
  /** School × block row-major, metres; Infinity where no address of the block (nor its own point) has a way. */
  readonly mean: Float32Array;
  readonly longest: Float32Array;
  /** By block: addresses without a way to any school. */
  readonly astray: Uint32Array;
}

/**
 * `block` says by target where it lies (-1: in none), `weight` how many live there; targets of weight 0 count where a block has no others,
 * so that a block's own point can stand in for addresses that it does not have. Addresses beyond the limit of a school are left out of its mean
 * if others of the block are within, for the mean of a block must not be unknown for one house.
 */
export function blockMetres({ sourceCount, targetCount, metres }: WalkingDistances, block: Int32Array, weight: ArrayLike<number>, blockCount: number): BlockMetres {
  const mean = new Float32Array(sourceCount * blockCount).fill(Infinity);
  const longest = new Float32Array(sourceCount * blockCount).fill(Infinity);
  const sum = new Float64Array(blockCount);
  const weights = new Float64Array(blockCount);
  const most = new Float64Array(blockCount);
  const reached = new Uint8Array(targetCount);
  // What a target of weight 0 weighs beside others: nothing that shows.
  const LEAST = 1e-9;
  for (let s = 0; s < sourceCount; s++) {
    sum.fill(0);
    weights.fill(0);
    most.fill(-Infinity);
    for (let t = 0; t < targetCount; t++) {
      const b = block[t]!;
      const way = metres[s * targetCount + t]!;
      if (b < 0 || way === Infinity) continue;
      reached[t] = 1;
      const w = weight[t]! > 0 ? weight[t]! : LEAST;
      sum[b]! += w * way;
      weights[b]! += w;
      if (way > most[b]!) most[b] = way;
    }
    for (let b = 0; b < blockCount; b++) {
      if (weights[b] === 0) continue;
      mean[s * blockCount + b] = sum[b]! / weights[b]!;
      longest[s * blockCount + b] = most[b]!;
    }
  }
  const astray = new Uint32Array(blockCount);
  for (let t = 0; t < targetCount; t++) if (block[t]! >= 0 && reached[t] === 0) astray[block[t]!]!++;
  return { mean, longest, astray };
}
