// Cuts the outline of one block in two along a line, without the rest of the town.
import { insideRings } from '../../coverage/interior-point.ts';
import { fragmentsOf } from '../../coverage/split/split-faces.ts';
import { chordsOf, type BorderPoint, type Chord } from '../../coverage/split/split-line.ts';

/** Outline of a block: parts of rings, the shell (counter-clockwise) first, then its holes (clockwise); open, x y interleaved. */
export type Parts = readonly (readonly Float64Array[])[];

/** New vertices on an edge of the outline, from `from` to `to`. */
export interface EdgeVertices {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  /** x y interleaved, in the edge's direction. */
  readonly xy: readonly number[];
}

export type CutRefusal = 'NO_CROSSING' | 'ENTERS_TWICE' | 'CROSSES_ITSELF' | 'TOO_SMALL';

export type CutOutline =
  | {
      readonly ok: true;
      readonly left: Parts;
      readonly right: Parts;
      readonly leftM2: number;
      readonly rightM2: number;
      /** What the neighbours' outlines gain. */
      readonly vertices: readonly EdgeVertices[];
    }
  | { readonly ok: false; readonly code: CutRefusal; readonly areaM2?: number };

/** Vertices of line and outline this close are one. */
export const SNAP_M = 1e-3;
/** No smaller piece of a block is made, square metres. */
export const LEAST_PIECE_M2 = 1;

/**
 * The rules of core/coverage/split/split-block.ts over loose rings: a plan cuts the few blocks under a line, and building the
 * topology of 100,000 blocks after each of them took 170 ms a block. Parts that the line does not meet stay with the larger piece.
 */
export function cutOutline(parts: Parts, line: Float64Array): CutOutline {
  const rings = parts.flat();
  const partOfRing = parts.flatMap((own, part) => own.map(() => part));
  const chords = chordsOf(line, rings, SNAP_M);
  if (chords.length === 0) return { ok: false, code: 'NO_CROSSING' };
  const met = new Set(chords.map((chord) => partThrough(parts, chord)));
  if (met.size > 1) return { ok: false, code: 'ENTERS_TWICE' };
  const part = [...met][0]!;
  const ends = chords.flatMap(({ from, to }) => [from, to]).filter(({ along }) => along > 0);
  const vertices = verticesOn(rings, ends);
  const grown = rings.map((ring) => withVertices(ring, vertices));
  const fragments = fragmentsOf(grown.filter((_, i) => partOfRing[i] === part), chords);
  if (fragments === null) return { ok: false, code: 'CROSSES_ITSELF' };
  if (fragments.length < 2) return { ok: false, code: 'NO_CROSSING' };
  if (fragments.length > 2) return { ok: false, code: 'ENTERS_TWICE' };
  const smallest = Math.min(fragments[0]!.areaM2, fragments[1]!.areaM2);
  if (smallest < LEAST_PIECE_M2) return { ok: false, code: 'TOO_SMALL', areaM2: smallest };
  if (!fragments[0]!.left || (fragments[1]!.left && fragments[0]!.right)) fragments.reverse();
  const larger = fragments[0]!.areaM2 >= fragments[1]!.areaM2 ? 0 : 1;
  const pieces: Float64Array[][][] = fragments.map(({ rings: own }) => [[...own]]);
  parts.forEach((_, other) => {
    if (other !== part) pieces[larger]!.push(grown.filter((_, i) => partOfRing[i] === other));
  });
  return { ok: true, left: pieces[0]!, right: pieces[1]!, leftM2: fragments[0]!.areaM2, rightM2: fragments[1]!.areaM2, vertices };
}

/** The part that a chord runs through, by the middle of its first stretch. */
function partThrough(parts: Parts, { from, to, middle }: Chord): number {
  const [ax, ay] = middle.length > 0 ? [middle[0]!, middle[1]!] : [to.x, to.y];
  const [x, y] = [(from.x + ax) / 2, (from.y + ay) / 2];
  return parts.findIndex((rings) => insideRings(x, y, rings));
}

function verticesOn(rings: readonly Float64Array[], ends: readonly BorderPoint[]): EdgeVertices[] {
  const byEdge = new Map<string, BorderPoint[]>();
  for (const end of ends) {
    const key = `${end.ring} ${end.edge}`;
    (byEdge.get(key) ?? byEdge.set(key, []).get(key)!).push(end);
  }
  return [...byEdge.values()].map((points) => {
    const { ring, edge } = points[0]!;
    const xy = rings[ring]!;
    const next = (2 * edge + 2) % xy.length;
    const sorted = points.toSorted((a, b) => a.along - b.along);
    const distinct = sorted.filter(({ x, y }, i) => i === 0 || x !== sorted[i - 1]!.x || y !== sorted[i - 1]!.y);
    return { from: [xy[2 * edge]!, xy[2 * edge + 1]!], to: [xy[next]!, xy[next + 1]!], xy: distinct.flatMap(({ x, y }) => [x, y]) };
  });
}

/** The ring with the vertices on those of its edges that they lie on, in either direction; the ring itself where none does. */
export function withVertices(ring: Float64Array, vertices: readonly EdgeVertices[]): Float64Array {
  let out = ring;
  for (const { from, to, xy } of vertices) {
    const at = edgeAt(out, from[0], from[1], to[0], to[1]);
    if (at !== 0) out = inserted(out, Math.abs(at) - 1, at > 0 ? xy : backwards(xy));
  }
  return out;
}

/** Vertex number + 1 of an edge's beginning in the ring, negative where the ring runs against it, 0 where it has no such edge. */
function edgeAt(ring: Float64Array, ax: number, ay: number, bx: number, by: number): number {
  const last = ring.length - 2;
  for (let i = 0; i <= last; i += 2) {
    const x = ring[i]!;
    if (x === ax) {
      const n = i === last ? 0 : i + 2;
      if (ring[i + 1] === ay && ring[n] === bx && ring[n + 1] === by) return i / 2 + 1;
    }
    if (x === bx) {
      const n = i === last ? 0 : i + 2;
      if (ring[i + 1] === by && ring[n] === ax && ring[n + 1] === ay) return -(i / 2 + 1);
    }
  }
  return 0;
}

function inserted(ring: Float64Array, vertex: number, xy: readonly number[]): Float64Array {
  const out = new Float64Array(ring.length + xy.length);
  const cut = 2 * vertex + 2;
  out.set(ring.subarray(0, cut));
  out.set(xy, cut);
  out.set(ring.subarray(cut), cut + xy.length);
  return out;
}

function backwards(xy: readonly number[]): number[] {
  const out: number[] = [];
  for (let i = xy.length - 2; i >= 0; i -= 2) out.push(xy[i]!, xy[i + 1]!);
  return out;
}
