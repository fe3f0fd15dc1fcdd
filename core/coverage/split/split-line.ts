// Where a drawn line meets the border of a block: the stretches of it that run through the block.
import { orient2d } from 'robust-predicates';
import { pointInRing } from '../point-in-rings.ts';

/** A point on a ring: on its edge that begins at vertex `edge`, or in that vertex when `along` is 0. */
export interface BorderPoint {
  readonly ring: number;
  readonly edge: number;
  /** Where on the edge, 0 <= along < 1. */
  readonly along: number;
  readonly x: number;
  readonly y: number;
}

/** A stretch of the line inside the block, from border to border; `middle` holds the line's own vertices between, x y interleaved. */
export interface Chord {
  readonly from: BorderPoint;
  readonly to: BorderPoint;
  readonly middle: readonly number[];
}

/** A point where line and border meet. */
export interface Meeting extends BorderPoint {
  /** Segment of the line plus the place on it. */
  readonly at: number;
}

/**
 * Chords of a line through the area that rings bound together. Vertices of either within `snapM` of the other count as
 * met: editors snap a line to corners, and a corner missed by a nanometre would leave a sliver. What begins or ends
 * inside the block is not a chord.
 */
export function chordsOf(line: Float64Array, rings: readonly Float64Array[], snapM: number): Chord[] {
  const events = meetings(line, rings, snapM);
  const chords: Chord[] = [];
  for (let i = 0; i + 1 < events.length; i++) {
    const from = events[i]!;
    const to = events[i + 1]!;
    const middle: number[] = [];
    for (let v = Math.floor(from.at) + 1; v < to.at; v++) {
      const [x, y] = [line[2 * v]!, line[2 * v + 1]!];
      if (near(x, y, from, snapM) || near(x, y, to, snapM)) continue;
      middle.push(x, y);
    }
    if (middle.length === 0 && onOneEdge(from, to, rings)) continue;
    if (same(from, to) && middle.length < 4) continue;
    const [ax, ay] = middle.length > 0 ? [middle[0]!, middle[1]!] : [to.x, to.y];
    if (inside((from.x + ax) / 2, (from.y + ay) / 2, rings)) chords.push({ from, to, middle });
  }
  return chords;
}

const same = (a: BorderPoint, b: BorderPoint) => a.ring === b.ring && a.edge === b.edge && a.along === b.along;
const near = (x: number, y: number, b: BorderPoint, snapM: number) => (x - b.x) ** 2 + (y - b.y) ** 2 <= snapM * snapM;

function onOneEdge(a: BorderPoint, b: BorderPoint, rings: readonly Float64Array[]): boolean {
  if (a.ring !== b.ring) return false;
  const count = rings[a.ring]!.length / 2;
  const touches = (p: BorderPoint, edge: number) => p.edge === edge || (p.along === 0 && p.edge === (edge + 1) % count);
  return touches(b, a.edge) || touches(a, b.edge) || (a.along === 0 && touches(b, (a.edge + count - 1) % count));
}

function inside(x: number, y: number, rings: readonly Float64Array[]): boolean {
  let within = false;
  for (const ring of rings) if (pointInRing(x, y, ring, 0, ring.length / 2) === 1) within = !within;
  return within;
}

/** Points where line and border meet, in the order of the line, each once. */
export function meetings(line: Float64Array, rings: readonly Float64Array[], snapM: number): Meeting[] {
  const events: Meeting[] = [];
  const vertexEvent = (ring: number, vertex: number, at: number): Meeting => {
    const xy = rings[ring]!;
    return { at, ring, edge: vertex, along: 0, x: xy[2 * vertex]!, y: xy[2 * vertex + 1]! };
  };
  const edgeEvent = (ring: number, edge: number, along: number, at: number): Meeting => {
    const xy = rings[ring]!;
    const next = (edge + 1) % (xy.length / 2);
    const [ux, uy, vx, vy] = [xy[2 * edge]!, xy[2 * edge + 1]!, xy[2 * next]!, xy[2 * next + 1]!];
    const point = { at, ring, edge, along, x: ux + along * (vx - ux), y: uy + along * (vy - uy) };
    if (along <= 0 || near(ux, uy, point, snapM)) return vertexEvent(ring, edge, at);
    if (along >= 1 || near(vx, vy, point, snapM)) return vertexEvent(ring, next, at);
    return point;
  };
  const segments = line.length / 2 - 1;
  rings.forEach((xy, ring) => {
    const count = xy.length / 2;
    for (let edge = 0; edge < count; edge++) {
      const next = (edge + 1) % count;
      const [ux, uy, vx, vy] = [xy[2 * edge]!, xy[2 * edge + 1]!, xy[2 * next]!, xy[2 * next + 1]!];
      for (let k = 0; k < segments; k++) {
        const [px, py, qx, qy] = [line[2 * k]!, line[2 * k + 1]!, line[2 * k + 2]!, line[2 * k + 3]!];
        const u = projection(ux, uy, px, py, qx, qy);
        if (u.distance2 <= snapM * snapM) events.push(vertexEvent(ring, edge, k + u.along));
        const p = projection(px, py, ux, uy, vx, vy);
        if (p.distance2 <= snapM * snapM) events.push(edgeEvent(ring, edge, p.along, k));
        if (k === segments - 1) {
          const q = projection(qx, qy, ux, uy, vx, vy);
          if (q.distance2 <= snapM * snapM) events.push(edgeEvent(ring, edge, q.along, k + 1));
        }
        const [a, b] = [orient2d(px, py, qx, qy, ux, uy), orient2d(px, py, qx, qy, vx, vy)];
        const [c, d] = [orient2d(ux, uy, vx, vy, px, py), orient2d(ux, uy, vx, vy, qx, qy)];
        if (((a > 0 && b < 0) || (a < 0 && b > 0)) && ((c > 0 && d < 0) || (c < 0 && d > 0))) {
          events.push(edgeEvent(ring, edge, a / (a - b), k + c / (c - d)));
        }
      }
    }
  });
  events.sort((a, b) => a.at - b.at);
  const kept: Meeting[] = [];
  for (const event of events) {
    const last = kept.at(-1);
    // The same point again, or one within the snapping distance of it with nothing of the line between.
    if (last !== undefined && (same(last, event) || near(event.x, event.y, last, snapM)) && event.at - last.at < 1) {
      if (last.along !== 0 && event.along === 0) kept[kept.length - 1] = { ...event, at: last.at };
      continue;
    }
    kept.push(event);
  }
  return kept;
}

function projection(x: number, y: number, ax: number, ay: number, bx: number, by: number): { along: number; distance2: number } {
  const [dx, dy] = [bx - ax, by - ay];
  const length2 = dx * dx + dy * dy;
  const along = length2 === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length2));
  return { along, distance2: (x - ax - along * dx) ** 2 + (y - ay - along * dy) ** 2 };
}
