// Fewer vertices with shared borders still shared: arcs are simplified once, for both sides.
import Flatbush from 'flatbush';
import { twiceSignedArea } from './build-coverage.ts';
import { OUTSIDE, type Coverage } from './coverage.ts';
import { ringVertices } from './interior-point.ts';

/**
 * Takes away corners whose triangle is smaller than `toleranceM` squared, smallest first (Visvalingam & Whyatt 1993,
 * doi 10.1179/000870493786962263, with the topology rule of JTS' CoverageSimplifier: a corner stays while another vertex
 * lies in its triangle, so no borders cross). Nodes stay. A ring keeps three vertices, and of two arcs between the same
 * two nodes each keeps one in between, so no block collapses. Of equal corners the last of the arc goes first.
 * `outer: false` leaves borders to the outside as they are. Ids, parts and topology are those of the input.
 */
export function simplify(coverage: Coverage, toleranceM: number, options: { readonly outer?: boolean } = {}): Coverage {
  const { arcCount, arcStart, xy, halfPart } = coverage;
  const vertexCount = xy.length / 2;
  const previous = new Int32Array(vertexCount).fill(-1);
  const next = new Int32Array(vertexCount).fill(-1);
  const arcOf = new Uint32Array(vertexCount);
  const gone = new Uint8Array(vertexCount);
  const left = new Uint32Array(arcCount);
  const spare = minimumVertices(coverage);
  const heap = new CornerHeap();
  const area = (v: number) => triangleArea(xy, previous[v]!, v, next[v]!);

  for (let arc = 0; arc < arcCount; arc++) {
    const first = arcStart[arc]!;
    const last = arcStart[arc + 1]! - 1;
    const loop = isLoop(coverage, arc);
    left[arc] = last - first + 1;
    arcOf.fill(arc, first, last + 1);
    if (options.outer === false && (halfPart[2 * arc] === OUTSIDE || halfPart[2 * arc + 1] === OUTSIDE)) continue;
    for (let v = first; v <= last; v++) {
      previous[v] = v > first ? v - 1 : loop ? last - 1 : -1;
      next[v] = v < last ? v + 1 : -1;
    }
    // In a ring without a node the first vertex is a corner like the others; its copy at the end follows it later.
    if (loop) next[last - 1] = first;
    for (let v = loop ? first : first + 1; v < last; v++) heap.push(v, area(v));
  }

  const index = new Flatbush(Math.max(1, vertexCount));
  for (let v = 0; v < vertexCount; v++) index.add(xy[2 * v]!, xy[2 * v + 1]!);
  if (vertexCount === 0) index.add(0, 0);
  index.finish();
  const limit = toleranceM * toleranceM;
  for (let corner = heap.pop(); corner !== null; corner = heap.pop()) {
    const v = corner.vertex;
    if (gone[v] === 1 || corner.area !== area(v)) continue;
    if (!(corner.area < limit)) break;
    const arc = arcOf[v]!;
    if (left[arc]! <= spare[arc]! || triangleHolds(xy, index, gone, previous[v]!, v, next[v]!)) continue;
    gone[v] = 1;
    left[arc]!--;
    const a = previous[v]!;
    const b = next[v]!;
    next[a] = b;
    previous[b] = a;
    for (const w of [a, b]) if (previous[w]! >= 0 && next[w]! >= 0) heap.push(w, area(w));
  }
  return rebuild(coverage, gone);
}

/** Closed arc without a real node: its node is its own, so no other arc begins there. */
function isLoop(coverage: Coverage, arc: number): boolean {
  const { halfFrom, halfNext } = coverage;
  if (halfFrom[2 * arc] !== halfFrom[2 * arc + 1]) return false;
  const alone = (half: number) => halfNext[half] === half || halfNext[half] === 0xffffffff;
  return alone(2 * arc) && alone(2 * arc + 1) && nodeDegree(coverage, halfFrom[2 * arc]!) === 2;
}

const degreeOf = new WeakMap<Coverage, Uint32Array>();

function nodeDegree(coverage: Coverage, node: number): number {
  let degrees = degreeOf.get(coverage);
  if (degrees === undefined) {
    degrees = new Uint32Array(coverage.nodeCount);
    for (let half = 0; half < coverage.halfFrom.length; half++) degrees[coverage.halfFrom[half]!]!++;
    degreeOf.set(coverage, degrees);
  }
  return degrees[node]!;
}

/** Vertices (end vertices counted) that an arc must keep so that no face collapses. */
function minimumVertices(coverage: Coverage): Uint8Array {
  const { arcCount, halfFrom } = coverage;
  const least = new Uint8Array(arcCount).fill(2);
  const pairs = new Map<number, number>();
  for (let arc = 0; arc < arcCount; arc++) {
    const a = halfFrom[2 * arc]!;
    const b = halfFrom[2 * arc + 1]!;
    if (a === b) {
      least[arc] = 4;
      continue;
    }
    const key = Math.min(a, b) * coverage.nodeCount + Math.max(a, b);
    const twin = pairs.get(key);
    if (twin === undefined) pairs.set(key, arc);
    else {
      least[arc] = 3;
      least[twin] = 3;
    }
  }
  return least;
}

function triangleArea(xy: Float64Array, a: number, b: number, c: number): number {
  const [ax, ay] = [xy[2 * a]!, xy[2 * a + 1]!];
  return Math.abs((xy[2 * b]! - ax) * (xy[2 * c + 1]! - ay) - (xy[2 * b + 1]! - ay) * (xy[2 * c]! - ax)) / 2;
}

function triangleHolds(xy: Float64Array, index: Flatbush, gone: Uint8Array, a: number, b: number, c: number): boolean {
  const corners = [a, b, c].map((v) => [xy[2 * v]!, xy[2 * v + 1]!] as const);
  const xs = corners.map((p) => p[0]);
  const ys = corners.map((p) => p[1]);
  const inside = (x: number, y: number) => {
    let [positive, negative] = [false, false];
    for (let i = 0; i < 3; i++) {
      const [px, py] = corners[i]!;
      const [qx, qy] = corners[(i + 1) % 3]!;
      const turn = (qx - px) * (y - py) - (qy - py) * (x - px);
      if (turn > 0) positive = true;
      if (turn < 0) negative = true;
    }
    return !(positive && negative);
  };
  return index
    .search(Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys))
    .some((v) => {
      if (gone[v] === 1) return false;
      const x = xy[2 * v]!;
      const y = xy[2 * v + 1]!;
      return !corners.some(([cx, cy]) => cx === x && cy === y) && inside(x, y);
    });
}

function rebuild(coverage: Coverage, gone: Uint8Array): Coverage {
  const { arcCount, arcStart, xy } = coverage;
  const points: number[] = [];
  const start = new Uint32Array(arcCount + 1);
  const arcLengthM = new Float64Array(arcCount);
  for (let arc = 0; arc < arcCount; arc++) {
    const first = arcStart[arc]!;
    const last = arcStart[arc + 1]! - 1;
    const begin = points.length;
    for (let v = first; v < last; v++) if (gone[v] === 0) points.push(xy[2 * v]!, xy[2 * v + 1]!);
    // The copy of a loop's first vertex goes where that vertex went.
    if (gone[first] === 1) points.push(points[begin]!, points[begin + 1]!);
    else points.push(xy[2 * last]!, xy[2 * last + 1]!);
    for (let i = begin + 2; i < points.length; i += 2) {
      arcLengthM[arc]! += Math.hypot(points[i]! - points[i - 2]!, points[i + 1]! - points[i - 1]!);
    }
    start[arc + 1] = points.length / 2;
  }
  const simplified: Coverage = { ...coverage, xy: Float64Array.from(points), arcStart: start, arcLengthM };
  return { ...simplified, ...measure(simplified) };
}

function measure(coverage: Coverage): Pick<Coverage, 'blockAreaM2' | 'blockBounds'> {
  const { blockCount, blockPartStart, partRingStart } = coverage;
  const blockAreaM2 = new Float64Array(blockCount);
  const blockBounds = new Float64Array(4 * blockCount);
  for (let block = 0; block < blockCount; block++) {
    let twice = 0;
    const bounds = [Infinity, Infinity, -Infinity, -Infinity];
    const last = partRingStart[blockPartStart[block + 1]!]!;
    for (let ring = partRingStart[blockPartStart[block]!]!; ring < last; ring++) {
      const points = ringVertices(coverage, ring);
      twice += twiceSignedArea(points, 0, points.length / 2);
      for (let i = 0; i < points.length; i += 2) {
        bounds[0] = Math.min(bounds[0]!, points[i]!);
        bounds[1] = Math.min(bounds[1]!, points[i + 1]!);
        bounds[2] = Math.max(bounds[2]!, points[i]!);
        bounds[3] = Math.max(bounds[3]!, points[i + 1]!);
      }
    }
    blockAreaM2[block] = Math.round((twice / 2) * 2 ** 20) / 2 ** 20;
    blockBounds.set(bounds, 4 * block);
  }
  return { blockAreaM2, blockBounds };
}

/** Binary heap of corners: smallest area first, of equal ones the later vertex. */
class CornerHeap {
  private readonly vertices: number[] = [];
  private readonly areas: number[] = [];

  push(vertex: number, area: number): void {
    let at = this.vertices.length;
    this.vertices.push(vertex);
    this.areas.push(area);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.before(at, parent)) break;
      this.swap(at, parent);
      at = parent;
    }
  }

  pop(): { vertex: number; area: number } | null {
    if (this.vertices.length === 0) return null;
    const top = { vertex: this.vertices[0]!, area: this.areas[0]! };
    const vertex = this.vertices.pop()!;
    const area = this.areas.pop()!;
    if (this.vertices.length > 0) {
      this.vertices[0] = vertex;
      this.areas[0] = area;
      let at = 0;
      for (;;) {
        let least = at;
        for (const child of [2 * at + 1, 2 * at + 2]) if (child < this.vertices.length && this.before(child, least)) least = child;
        if (least === at) break;
        this.swap(at, least);
        at = least;
      }
    }
    return top;
  }

  private before(i: number, j: number): boolean {
    const difference = this.areas[i]! - this.areas[j]!;
    return difference < 0 || (difference === 0 && this.vertices[i]! > this.vertices[j]!);
  }

  private swap(i: number, j: number): void {
    [this.vertices[i], this.vertices[j]] = [this.vertices[j]!, this.vertices[i]!];
    [this.areas[i], this.areas[j]] = [this.areas[j]!, this.areas[i]!];
  }
}
