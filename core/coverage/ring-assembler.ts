// Walks border half-arcs into rings and sorts the rings into polygons.
import { type Coverage, type Outlines } from './coverage.ts';
import { GrowableDoubles, GrowableIndices } from './growable.ts';
import { PartLabels } from './part-labels.ts';

type Shape = Pick<Outlines, 'xy' | 'ringStart' | 'polygonStart' | 'zoneStart'>;

/**
 * How a walk goes on: at the end of a half-arc it takes the next one of the same block; if that lies inside the zone, it
 * crosses to the twin and takes the next one there, which turns about the node through the zone's own blocks. A walk
 * that comes back to a node is split there, because OGC rings touch themselves in no point: the loop becomes a ring of
 * its own (a hole that touches the shell, or two shells that touch in a corner).
 *
 * Buffers live as long as the assembler: after the first zones a redraw allocates its result and nothing else. A class and
 * not closures over its arrays: V8 keeps the machine code of a prototype's methods (see BorderLists.kept).
 */
export class RingAssembler {
  /** Half-arcs done in this redraw carry its number; nothing is cleared between redraws. */
  private readonly visited: Uint32Array;
  private redraw = 0;
  /** Position of a node in the walk, plus one; 0 where the walk has not been. */
  private readonly inWalk: Uint32Array;
  private readonly labels: PartLabels;

  private readonly walk = new GrowableIndices();
  private readonly scratch = new GrowableDoubles();
  // Rings of the zone in hand, in the order of the walk: end in `scratch`, one half-arc, twice the signed area.
  private readonly foundEnd = new GrowableIndices();
  private readonly foundHalf = new GrowableIndices();
  private readonly foundArea = new GrowableDoubles();
  private readonly xy = new GrowableDoubles();
  private readonly ringStart = new GrowableIndices();
  private readonly polygonStart = new GrowableIndices();
  private readonly zoneStart = new GrowableIndices();

  constructor(
    private readonly coverage: Coverage,
    private readonly zoneOfPart: Int32Array,
  ) {
    this.visited = new Uint32Array(2 * coverage.arcCount);
    this.inWalk = new Uint32Array(coverage.nodeCount);
    this.labels = new PartLabels(coverage, zoneOfPart);
  }

  begin(): void {
    this.redraw++;
    this.xy.length = 0;
    for (const starts of [this.ringStart, this.polygonStart, this.zoneStart]) {
      starts.length = 0;
      starts.push(0);
    }
  }

  /** Appends the polygons of one zone, given the `length` half-arcs that have the zone on their left and not on their right. */
  add(zone: number, border: Uint32Array, length: number): void {
    const { visited, redraw } = this;
    this.scratch.length = 0;
    this.foundEnd.length = 0;
    this.foundHalf.length = 0;
    this.foundArea.length = 0;
    for (let i = 0; i < length; i++) if (visited[border[i]!] !== redraw) this.walkFrom(border[i]!, zone);
    this.sortIntoPolygons();
  }

  finish(): Shape {
    return {
      xy: this.xy.copy(),
      ringStart: this.ringStart.copy(),
      polygonStart: this.polygonStart.copy(),
      zoneStart: this.zoneStart.copy(),
    };
  }

  private walkFrom(start: number, zone: number): void {
    const { halfPart, halfNext, halfFrom } = this.coverage;
    const { visited, redraw, inWalk, walk, zoneOfPart } = this;
    walk.length = 0;
    let half = start;
    do {
      visited[half] = redraw;
      const node = halfFrom[half]!;
      const seen = inWalk[node]!;
      if (seen !== 0) {
        this.emitRing(seen - 1);
        while (walk.length >= seen) inWalk[halfFrom[walk.data[--walk.length]!]!] = 0;
      }
      inWalk[node] = walk.length + 1;
      walk.push(half);
      let next = halfNext[half]!;
      while (zoneOfPart[halfPart[next ^ 1]! + 1] === zone) next = halfNext[next ^ 1]!;
      half = next;
    } while (half !== start);
    this.emitRing(0);
    for (let i = 0; i < walk.length; i++) inWalk[halfFrom[walk.data[i]!]!] = 0;
  }

  /** Writes the walk from a position on as a ring, with its area. */
  private emitRing(from: number): void {
    const { arcStart, xy: pool } = this.coverage;
    const { walk, scratch } = this;
    const begin = scratch.length;
    for (let i = from; i < walk.length; i++) {
      const half = walk.data[i]!;
      const first = arcStart[half >> 1]!;
      const last = arcStart[(half >> 1) + 1]! - 1;
      scratch.reserve(2 * (last - first));
      const out = scratch.data;
      let at = scratch.length;
      // The last vertex of an arc is the first of the next.
      if ((half & 1) === 0) {
        for (let v = first; v < last; v++) {
          out[at++] = pool[2 * v]!;
          out[at++] = pool[2 * v + 1]!;
        }
      } else {
        for (let v = last; v > first; v--) {
          out[at++] = pool[2 * v]!;
          out[at++] = pool[2 * v + 1]!;
        }
      }
      scratch.length = at;
    }
    const data = scratch.data;
    const x0 = data[begin]!;
    const y0 = data[begin + 1]!;
    let area = 0;
    let ax = 0;
    let ay = 0;
    for (let at = begin + 2; at < scratch.length; at += 2) {
      const bx = data[at]! - x0;
      const by = data[at + 1]! - y0;
      area += ax * by - bx * ay;
      ax = bx;
      ay = by;
    }
    this.foundEnd.push(scratch.length);
    this.foundHalf.push(walk.data[from]!);
    this.foundArea.push(area);
  }

  private copyRing(found: number): void {
    const { xy, scratch, foundEnd } = this;
    const from = found === 0 ? 0 : foundEnd.data[found - 1]!;
    const to = foundEnd.data[found]!;
    xy.reserve(to - from);
    xy.data.set(scratch.data.subarray(from, to), xy.length);
    xy.length += to - from;
    this.ringStart.push(xy.length / 2);
  }

  private sortIntoPolygons(): void {
    const { foundEnd, foundArea, foundHalf, labels, polygonStart } = this;
    const { halfPart } = this.coverage;
    let shells = 0;
    for (let ring = 0; ring < foundEnd.length; ring++) if (foundArea.data[ring]! > 0) shells++;
    const holes = foundEnd.length - shells;
    // One shell, or no hole, leaves nothing to decide. Otherwise a hole belongs to the shell of the same connected piece.
    const decide = shells > 1 && holes > 0;
    if (decide) labels.begin();
    const pieces = decide ? foundHalf.copy().map((half) => labels.of(halfPart[half]!)) : null;
    for (let shell = 0; shell < foundEnd.length; shell++) {
      if (!(foundArea.data[shell]! > 0)) continue;
      this.copyRing(shell);
      for (let hole = 0; hole < foundEnd.length; hole++) {
        if (foundArea.data[hole]! > 0) continue;
        if (pieces === null || pieces[hole] === pieces[shell]) this.copyRing(hole);
      }
      polygonStart.push(this.ringStart.length - 1);
    }
    this.zoneStart.push(polygonStart.length - 1);
  }
}
