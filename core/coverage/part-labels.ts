// Labels the connected pieces of a zone, part by part, on demand.
import { NO_HALF, OUTSIDE, type Coverage } from './coverage.ts';
import { GrowableIndices } from './growable.ts';

/** Flood fill from the part asked for; a part is labelled at most once between two `begin`. */
export class PartLabels {
  // Made by the first `begin`: most zones have one shell and ask for no label.
  private stamp = new Uint32Array(0);
  private label = new Uint32Array(0);
  private readonly queue = new GrowableIndices();
  private run = 0;
  private pieces = 0;

  constructor(
    private readonly coverage: Coverage,
    private readonly zoneOfPart: Int32Array,
  ) {}

  /** Forgets all labels; the zones may have changed. */
  begin(): void {
    if (this.stamp.length === 0) {
      this.stamp = new Uint32Array(this.coverage.partCount);
      this.label = new Uint32Array(this.coverage.partCount);
    }
    this.run++;
    this.pieces = 0;
  }

  /** Number of the connected piece (by shared edges, within one zone) that a part lies in. */
  of(part: number): number {
    const { stamp, label, queue } = this;
    if (stamp[part] !== this.run) {
      stamp[part] = this.run;
      label[part] = this.pieces;
      queue.push(part);
      while (queue.length > 0) this.spread(queue.data[--queue.length]!);
      this.pieces++;
    }
    return label[part]!;
  }

  private spread(part: number): void {
    const { halfPart, halfNext, ringHalf, partRingStart } = this.coverage;
    const { zoneOfPart, stamp, label, queue, run, pieces } = this;
    const zone = zoneOfPart[part + 1];
    for (let ring = partRingStart[part]!; ring < partRingStart[part + 1]!; ring++) {
      const first = ringHalf[ring]!;
      let half = first;
      do {
        const other = halfPart[half ^ 1]!;
        if (other !== OUTSIDE && stamp[other] !== run && zoneOfPart[other + 1] === zone) {
          stamp[other] = run;
          label[other] = pieces;
          queue.push(other);
        }
        half = halfNext[half]!;
      } while (half !== first && half !== NO_HALF);
    }
  }
}
