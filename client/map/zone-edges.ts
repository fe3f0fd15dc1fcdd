// Borders of zones with each edge once: what two zones share is not drawn twice.
import type { WorldOrigin } from '../map-layers/coverage-paths.ts';

interface Ringed {
  readonly rings: readonly Float64Array[];
}

/**
 * The edges of each zone that no earlier one has, as runs of places (x y after x y, in the rings' CRS); edges are the same where both ends are, to the
 * last digit. 400 zones: 34,000 edges become 18,000.
 */
export function newEdges(zones: readonly Ringed[]): (readonly number[])[][] {
  const vertices = zones.reduce((sum, { rings }) => sum + rings.reduce((of, ring) => of + ring.length / 2, 0), 0);
  const places = new PairNumbers(vertices);
  const edges = new PairNumbers(vertices);
  return zones.map(({ rings }) => rings.flatMap((ring) => runsOf(ring, places, edges)));
}

/** A path a zone, in metres relative to the origin: many small ones, since the processor takes twice the time to stroke a large one. */
export function edgePaths(zones: readonly Ringed[], [ox, oy]: WorldOrigin): Path2D[] {
  return newEdges(zones).map((runs) => {
    const path = new Path2D();
    for (const run of runs) {
      path.moveTo(run[0]! - ox, run[1]! - oy);
      for (let i = 2; i < run.length; i += 2) path.lineTo(run[i]! - ox, run[i + 1]! - oy);
    }
    return path;
  });
}

function runsOf(ring: Float64Array, places: PairNumbers, edges: PairNumbers): number[][] {
  const runs: number[][] = [];
  const end = ring.length;
  let x0 = ring[end - 2]!;
  let y0 = ring[end - 1]!;
  let from = places.numberOf(x0, y0);
  let run: number[] | undefined;
  for (let i = 0; i < end; i += 2) {
    const x1 = ring[i]!;
    const y1 = ring[i + 1]!;
    const to = places.numberOf(x1, y1);
    const known = edges.size;
    // In either direction it is one edge.
    if (edges.numberOf(Math.min(from, to), Math.max(from, to)) < known) run = undefined;
    else {
      if (run === undefined) runs.push((run = [x0, y0]));
      run.push(x1, y1);
    }
    x0 = x1;
    y0 = y1;
    from = to;
  }
  return runs;
}

/** Numbers pairs from 0 in the order in which they come. Open addressing: maps of maps took 70 ms for what takes 4. */
class PairNumbers {
  size = 0;
  private readonly mask: number;
  private readonly firsts: Float64Array;
  private readonly seconds: Float64Array;
  /** Number + 1; 0 is free. */
  private readonly numbers: Int32Array;
  private readonly bits = new Float64Array(2);
  private readonly words = new Int32Array(this.bits.buffer);

  constructor(most: number) {
    const slots = 2 ** Math.ceil(Math.log2(2 * most + 2));
    this.mask = slots - 1;
    this.firsts = new Float64Array(slots);
    this.seconds = new Float64Array(slots);
    this.numbers = new Int32Array(slots);
  }

  numberOf(first: number, second: number): number {
    const { bits, words, mask, firsts, seconds, numbers } = this;
    bits[0] = first;
    bits[1] = second;
    let hash = Math.imul(words[0]! ^ Math.imul(words[1]!, 0x9e3779b1), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15) ^ words[2]! ^ Math.imul(words[3]!, 0xc2b2ae35), 0x27d4eb2f);
    for (let slot = (hash ^ (hash >>> 15)) & mask; ; slot = (slot + 1) & mask) {
      const known = numbers[slot]!;
      if (known === 0) {
        firsts[slot] = first;
        seconds[slot] = second;
        numbers[slot] = ++this.size;
        return this.size - 1;
      }
      if (firsts[slot] === first && seconds[slot] === second) return known - 1;
    }
  }
}
