// Labels the connected pieces of a zone, part by part, on demand.
import { NO_HALF, OUTSIDE, type Coverage } from './coverage.ts';

export interface PartLabels {
  /** Forgets all labels; the zones may have changed. */
  begin(): void;
  /** Number of the connected piece (by shared edges, within one zone) that a part lies in. */
  of(part: number): number;
}

/** Flood fill from the part asked for; a part is labelled at most once between two `begin`. */
export function createPartLabels(coverage: Coverage, zoneOfPart: Int32Array): PartLabels {
  const { halfPart, halfNext, ringHalf, partRingStart } = coverage;
  const stamp = new Uint32Array(coverage.partCount);
  const label = new Uint32Array(coverage.partCount);
  const queue: number[] = [];
  let run = 0;
  let pieces = 0;

  function spread(part: number): void {
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

  return {
    begin() {
      run++;
      pieces = 0;
    },
    of(part) {
      if (stamp[part] !== run) {
        stamp[part] = run;
        label[part] = pieces;
        queue.push(part);
        while (queue.length > 0) spread(queue.pop()!);
        pieces++;
      }
      return label[part]!;
    },
  };
}
