// Sums by block and zone: a short list of zones for every block, because few of all pairs occur.
import { keepShape } from '../../kept-shapes.ts';

/**
 * Lists in one pool, linked from their blocks. Blocks come in the order of their arcs, so the lists in hand are in the
 * cache, where a hash table of 40,000 pairs missed at every step (34 ms for all areas at 400 zones, 24 so).
 */
export class PieceTable {
  /** By block: its last entry, -1 for none. */
  readonly head: Int32Array;
  /** By entry: the entry before of the same block, -1 for none; the zone, -1 for outside of all zones; the sum. */
  next: Int32Array;
  zone: Int32Array;
  sum: Float64Array;
  private used = 0;

  /** `pairs`: how many are expected. */
  constructor(blockCount: number, pairs: number) {
    this.head = new Int32Array(blockCount).fill(-1);
    this.next = new Int32Array(pairs + 64);
    this.zone = new Int32Array(pairs + 64);
    this.sum = new Float64Array(pairs + 64);
  }

  /** Entry of a block and a zone (-1 is outside of all zones); `sum` may be another array afterwards. */
  entry(block: number, zone: number): number {
    for (let at = this.head[block]!; at >= 0; at = this.next[at]!) if (this.zone[at] === zone) return at;
    if (this.used === this.next.length) this.grow();
    const at = this.used++;
    this.zone[at] = zone;
    this.next[at] = this.head[block]!;
    this.head[block] = at;
    return at;
  }

  private grow(): void {
    const { next, zone, sum } = this;
    this.next = new Int32Array(2 * next.length);
    this.zone = new Int32Array(2 * next.length);
    this.sum = new Float64Array(2 * next.length);
    this.next.set(next);
    this.zone.set(zone);
    this.sum.set(sum);
  }
}

keepShape(new PieceTable(1, 1));
