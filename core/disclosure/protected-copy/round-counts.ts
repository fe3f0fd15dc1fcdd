// The protected copy: every block count rounded once to a multiple of a base, so that zones keep their sums.
import { gatherAtoms } from '../differencing/atoms.ts';
import type { Partition } from '../releases/release-audit.ts';
import { balanceChances, type Chances } from './balance-chances.ts';
import { settleFractions, type BoundedSet } from './settle-fractions.ts';

/** Counts of one statistic and date as they were rounded before, for a file that is read a second time. */
export interface EarlierCopy {
  /** By block: the count then, -1 where it was unknown. */
  readonly counts: Int32Array;
  readonly values: Int32Array;
}

export interface CopyRequest {
  /** By block, whole numbers from 0; what is unknown counts 0 and stays 0. */
  readonly counts: Int32Array;
  /** From 2. */
  readonly base: number;
  /** Divisions of the blocks whose sums are to be kept: the base versions of all geographies. */
  readonly partitions: readonly Partition[];
  /** Uniform in [0, 1), from a source that nobody can foresee or repeat. */
  readonly random: () => number;
  /** Blocks that kept their count keep their rounded one: two roundings of one number could be averaged. */
  readonly earlier?: EarlierCopy | null;
  /** Of linked statistics: chances of the multiple above, where they are not those of the count by itself (`roundLinked`). */
  readonly chances?: Chances | null;
}

export interface RoundedCounts {
  /** By block, multiples of the base. */
  readonly values: Int32Array;
  /** Largest difference between a zone's sum in the copy and its true sum, by partition; and that of all blocks. */
  readonly largestDeviation: readonly number[];
  readonly totalDeviation: number;
}

/**
 * Zero-restricted controlled rounding to a base (Cox 1987, doi 10.1080/01621459.1987.10478456), unbiased.
 *
 * Certain: |value - count| < base for every block, multiples of the base stay, the expected value is the count, the sum of
 * all blocks is within one base of the truth. Zones of one geography with all its levels, and of two, are within one base
 * too: their constraints are totally unimodular. With k geographies a zone may be off by less than k bases (the argument
 * of Beck and Fiala 1981), which `largestDeviation` tells; some 1 in 100 zones of five geographies are beyond one base.
 *
 * First blocks of the same zones in every partition are rounded in pairs, which no zone notices; what is left, one
 * fraction an atom, is settled over all zones together. With `earlier`, the sums are kept as far as the kept blocks allow.
 */
export function roundCounts({ counts, base, partitions, random, earlier = null, chances = null }: CopyRequest): RoundedCounts {
  if (!Number.isInteger(base) || base < 2) throw new RangeError(`a rounding base is a whole number from 2, not ${base}`);
  const blockCount = counts.length;
  const values = new Int32Array(blockCount);
  // In bases: what a count is above a multiple, which is its chance of going up.
  const rest = new Float64Array(blockCount);
  for (let block = 0; block < blockCount; block++) {
    const count = counts[block]!;
    if (earlier !== null && earlier.counts[block] === count) values[block] = earlier.values[block]!;
    else {
      const above = count % base;
      rest[block] = above / base;
      values[block] = count - above;
    }
  }
  const zones = partitions.map(({ zoneOf }) => zoneOf);
  const zoneCounts = partitions.map(({ zoneCount }) => zoneCount);
  const { atoms, atomOfRow } = gatherAtoms(zones.length === 0 ? [new Int32Array(blockCount)] : zones, zones.length === 0 ? [1] : zoneCounts, counts);
  if (chances !== null) balanceChances(rest, chances, [{ zoneOf: atomOfRow, zoneCount: atoms.count.length }, ...partitions]);
  const sumsOf = (of: ArrayLike<number>) => zones.map((zoneOf, g) => sumByZone(zoneOf, zoneCounts[g]!, of));
  const truth = sumsOf(counts);
  const left = pairUp(rest, values, atomOfRow, atoms.count.length, base, random);
  const start = sumsOf(values);
  const rests = sumsOf(rest);

  // The sum of all blocks is the first set; every zone that holds a fraction is one more.
  const members = left.map(() => [0]);
  const sets: BoundedSet[] = [bounds(total(counts), total(values), total(rest), base)];
  zones.forEach((zoneOf, g) => {
    const placeOf = new Int32Array(zoneCounts[g]!).fill(-1);
    left.forEach((block, item) => {
      const zone = zoneOf[block]!;
      if (zone < 0) return;
      if (placeOf[zone] === -1) placeOf[zone] = sets.push(bounds(truth[g]![zone]!, start[g]![zone]!, rests[g]![zone]!, base)) - 1;
      members[item]!.push(placeOf[zone]!);
    });
  });
  const up = settleFractions(Float64Array.from(left, (block) => rest[block]!), members, sets, random);
  left.forEach((block, item) => (values[block]! += up[item]! * base));

  const rounded = sumsOf(values);
  return {
    values,
    largestDeviation: truth.map((sums, g) => sums.reduce((most, sum, zone) => Math.max(most, Math.abs(rounded[g]![zone]! - sum)), 0)),
    totalDeviation: Math.abs(total(values) - total(counts)),
  };
}

/** Sums of fractions closer than this are the same. */
const SAME = 1e-7;

/** In bases, counted from what is rounded already: the sum of fractions may go where the zone's sum stays within one base. */
function bounds(truth: number, rounded: number, sum: number, base: number): BoundedSet {
  const aim = (truth - rounded) / base;
  // Fractions were added up in another order.
  const from = Math.abs(sum - aim) < SAME ? aim : sum;
  return { lower: Math.min(Math.floor(aim), Math.floor(from)), upper: Math.max(Math.ceil(aim), Math.ceil(from)) };
}

/**
 * Within each atom two fractions at a time become one and none, or one and a whole, with chances that keep both expected
 * values. Returns the blocks that still have a fraction, one an atom at most.
 */
function pairUp(rest: Float64Array, values: Int32Array, atomOfBlock: ArrayLike<number>, atomCount: number, base: number, random: () => number): number[] {
  const open = new Int32Array(atomCount).fill(-1);
  for (let block = 0; block < rest.length; block++) {
    if (rest[block] === 0) continue;
    const atom = atomOfBlock[block]!;
    const isWhole = (of: number): boolean => {
      const whole = Math.round(rest[of]!);
      if (Math.abs(rest[of]! - whole) > EPSILON) return false;
      values[of]! += base * whole;
      rest[of] = 0;
      return true;
    };
    if (isWhole(block)) continue;
    const other = open[atom]!;
    if (other === -1) {
      open[atom] = block;
      continue;
    }
    const [a, b] = [rest[other]!, rest[block]!];
    const sum = a + b;
    const otherGets = sum <= 1 ? random() * sum < a : random() * (2 - sum) < 1 - b;
    const [gets, gives] = otherGets ? [other, block] : [block, other];
    rest[gets] = Math.min(sum, 1);
    rest[gives] = sum - rest[gets]!;
    open[atom] = -1;
    for (const of of [gets, gives]) if (!isWhole(of)) open[atom] = of;
  }
  return [...open].filter((block) => block >= 0);
}

const EPSILON = 1e-9;

function sumByZone(zoneOf: Int32Array, zoneCount: number, of: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(zoneCount);
  for (let block = 0; block < of.length; block++) if (zoneOf[block]! >= 0) sums[zoneOf[block]!]! += of[block]!;
  return sums;
}

function total(of: ArrayLike<number>): number {
  let sum = 0;
  for (let block = 0; block < of.length; block++) sum += of[block]!;
  return sum;
}
