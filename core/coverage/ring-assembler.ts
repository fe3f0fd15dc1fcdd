// Walks border half-arcs into rings and sorts the rings into polygons.
import { type Coverage, type Outlines } from './coverage.ts';
import { createPartLabels } from './part-labels.ts';

type Shape = Pick<Outlines, 'xy' | 'ringStart' | 'polygonStart' | 'zoneStart'>;

export interface RingAssembler {
  begin(): void;
  /** Appends the polygons of one zone, given the half-arcs that have the zone on their left and not on their right. */
  add(zone: number, border: Uint32Array): void;
  finish(): Shape;
}

/** Growable buffers live as long as the assembler: after the first zones a redraw allocates its result and nothing else. */
class Growable<T extends Float64Array | Uint32Array> {
  data: T;
  length = 0;

  constructor(private readonly allocate: (size: number) => T) {
    this.data = allocate(1024);
  }

  reserve(extra: number): void {
    if (this.length + extra <= this.data.length) return;
    const grown = this.allocate(2 * (this.length + extra));
    grown.set(this.data.subarray(0, this.length));
    this.data = grown;
  }

  push(value: number): void {
    this.reserve(1);
    this.data[this.length++] = value;
  }
}

/**
 * How a walk goes on: at the end of a half-arc it takes the next one of the same block; if that lies inside the zone, it
 * crosses to the twin and takes the next one there, which turns about the node through the zone's own blocks. A walk
 * that comes back to a node is split there, because OGC rings touch themselves in no point: the loop becomes a ring of
 * its own (a hole that touches the shell, or two shells that touch in a corner).
 */
export function createRingAssembler(coverage: Coverage, zoneOfPart: Int32Array): RingAssembler {
  const { halfPart, halfNext, halfFrom, arcStart, xy: pool } = coverage;
  /** Half-arcs done in this redraw carry its number; nothing is cleared between redraws. */
  const visited = new Uint32Array(2 * coverage.arcCount);
  let redraw = 0;
  /** Position of a node in the walk, plus one; 0 where the walk has not been. */
  const inWalk = new Uint32Array(coverage.nodeCount);
  const labels = createPartLabels(coverage, zoneOfPart);

  const walk = new Growable((size) => new Uint32Array(size));
  const scratch = new Growable((size) => new Float64Array(size));
  // Rings of the zone in hand, in the order of the walk: end in `scratch`, one half-arc, twice the signed area.
  const foundEnd = new Growable((size) => new Uint32Array(size));
  const foundHalf = new Growable((size) => new Uint32Array(size));
  const foundArea = new Growable((size) => new Float64Array(size));
  const xy = new Growable((size) => new Float64Array(size));
  const ringStart = new Growable((size) => new Uint32Array(size));
  const polygonStart = new Growable((size) => new Uint32Array(size));
  const zoneStart = new Growable((size) => new Uint32Array(size));

  function emitRing(from: number): void {
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
    foundEnd.push(scratch.length);
    foundHalf.push(walk.data[from]!);
    foundArea.push(area);
  }

  function walkFrom(start: number, zone: number): void {
    walk.length = 0;
    let half = start;
    do {
      visited[half] = redraw;
      const node = halfFrom[half]!;
      const seen = inWalk[node]!;
      if (seen !== 0) {
        emitRing(seen - 1);
        while (walk.length >= seen) inWalk[halfFrom[walk.data[--walk.length]!]!] = 0;
      }
      inWalk[node] = walk.length + 1;
      walk.push(half);
      let next = halfNext[half]!;
      while (zoneOfPart[halfPart[next ^ 1]! + 1] === zone) next = halfNext[next ^ 1]!;
      half = next;
    } while (half !== start);
    emitRing(0);
    for (let i = 0; i < walk.length; i++) inWalk[halfFrom[walk.data[i]!]!] = 0;
  }

  function copyRing(found: number): void {
    const from = found === 0 ? 0 : foundEnd.data[found - 1]!;
    const to = foundEnd.data[found]!;
    xy.reserve(to - from);
    xy.data.set(scratch.data.subarray(from, to), xy.length);
    xy.length += to - from;
    ringStart.push(xy.length / 2);
  }

  function sortIntoPolygons(): void {
    let shells = 0;
    for (let ring = 0; ring < foundEnd.length; ring++) if (foundArea.data[ring]! > 0) shells++;
    const holes = foundEnd.length - shells;
    // One shell, or no hole, leaves nothing to decide. Otherwise a hole belongs to the shell of the same connected piece.
    const decide = shells > 1 && holes > 0;
    if (decide) labels.begin();
    const pieces = decide ? foundHalf.data.subarray(0, foundHalf.length).map((half) => labels.of(halfPart[half]!)) : null;
    for (let shell = 0; shell < foundEnd.length; shell++) {
      if (!(foundArea.data[shell]! > 0)) continue;
      copyRing(shell);
      for (let hole = 0; hole < foundEnd.length; hole++) {
        if (foundArea.data[hole]! > 0) continue;
        if (pieces === null || pieces[hole] === pieces[shell]) copyRing(hole);
      }
      polygonStart.push(ringStart.length - 1);
    }
    zoneStart.push(polygonStart.length - 1);
  }

  return {
    begin() {
      redraw++;
      for (const buffer of [xy, ringStart, polygonStart, zoneStart]) buffer.length = 0;
      ringStart.push(0);
      polygonStart.push(0);
      zoneStart.push(0);
    },
    add(zone, border) {
      for (const buffer of [scratch, foundEnd, foundHalf, foundArea]) buffer.length = 0;
      for (let i = 0; i < border.length; i++) if (visited[border[i]!] !== redraw) walkFrom(border[i]!, zone);
      sortIntoPolygons();
    },
    finish: () => ({
      xy: xy.data.slice(0, xy.length),
      ringStart: ringStart.data.slice(0, ringStart.length),
      polygonStart: polygonStart.data.slice(0, polygonStart.length),
      zoneStart: zoneStart.data.slice(0, zoneStart.length),
    }),
  };
}
