// Borders of zones with each edge once: what two zones share is not drawn twice.
import type { WorldOrigin } from '../map-layers/coverage-paths.ts';

/** Both ends of an edge as one number: exact for up to 67 million places. */
const MOST_PLACES = 2 ** 26;

/**
 * The edges of each zone that no earlier one has, as runs of places (x y after x y, in the rings' CRS); edges are the same where both ends are, to the
 * last digit. 400 zones: 34,000 edges become 18,000.
 */
export function newEdges(zones: readonly { readonly rings: readonly Float64Array[] }[]): (readonly number[])[][] {
  const seen = new SeenEdges();
  return zones.map(({ rings }) => rings.flatMap((ring) => runsOf(ring, seen)));
}

/** A path a zone, in metres relative to the origin: many small ones, since the processor takes twice the time to stroke a large one. */
export function edgePaths(zones: readonly { readonly rings: readonly Float64Array[] }[], [ox, oy]: WorldOrigin): Path2D[] {
  return newEdges(zones).map((runs) => {
    const path = new Path2D();
    for (const run of runs) {
      path.moveTo(run[0]! - ox, run[1]! - oy);
      for (let i = 2; i < run.length; i += 2) path.lineTo(run[i]! - ox, run[i + 1]! - oy);
    }
    return path;
  });
}

function runsOf(ring: Float64Array, seen: SeenEdges): number[][] {
  const runs: number[][] = [];
  const end = ring.length;
  let [x0, y0] = [ring[end - 2]!, ring[end - 1]!];
  let from = seen.placeOf(x0, y0);
  let run: number[] | undefined;
  for (let i = 0; i < end; i += 2) {
    const [x1, y1] = [ring[i]!, ring[i + 1]!];
    const to = seen.placeOf(x1, y1);
    if (!seen.add(from, to)) run = undefined;
    else {
      if (run === undefined) runs.push((run = [x0, y0]));
      run.push(x1, y1);
    }
    [x0, y0, from] = [x1, y1, to];
  }
  return runs;
}

class SeenEdges {
  private readonly places = new Map<number, Map<number, number>>();
  private readonly edges = new Set<number>();
  private count = 0;

  placeOf(x: number, y: number): number {
    let column = this.places.get(x);
    if (column === undefined) this.places.set(x, (column = new Map()));
    let place = column.get(y);
    if (place === undefined) column.set(y, (place = this.count++));
    return place;
  }

  /** False where it is there already, in either direction. */
  add(from: number, to: number): boolean {
    const edge = from < to ? from * MOST_PLACES + to : to * MOST_PLACES + from;
    if (this.edges.has(edge)) return false;
    this.edges.add(edge);
    return true;
  }
}
