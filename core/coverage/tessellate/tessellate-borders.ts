// Where cells end inside the space between blocks: lines through triangles whose corners belong to different blocks.
import type { Vertices } from '../repair/repair-noding.ts';
import { layerEdges, type LayeredEdges } from '../repair/repair-faces.ts';
import type { CornerOwners, Walls } from './tessellate-owners.ts';
import type { Mesh } from './tessellate-mesh.ts';

/** A cut nearer to a corner than this share of the edge would leave stretches that rounding closes. */
const LEAST_SHARE = 2 ** -8;

/** Edges with the blocks on either side; grows. */
export class BorderList implements LayeredEdges {
  readonly from: number[] = [];
  readonly to: number[] = [];
  readonly layers: number[][] = [];

  add(from: number, to: number, a: number, b: number): void {
    this.from.push(from);
    this.to.push(to);
    this.layers.push(b < 0 ? [a] : a < b ? [a, b] : [b, a]);
  }
}

/** A stretch of a triangle's border: from a vertex to the next stretch's, with its owner and the edge it lies on. */
interface Stretch {
  readonly from: number;
  readonly owner: number;
  readonly edge: number;
}

/**
 * Adds the borders of the cells in the empty triangles to `borders`, and vertices for them.
 *
 * An edge along an outline belongs to that block whole. Another is cut where it is equally far from the points of the
 * outlines that its ends were reached from: in its middle where both ends lie on outlines, so that a street is cut along
 * the middle. Where the owner changes along a triangle's border, the triangle is cut: straight across for two owners, to
 * the point equally far from all for three. An owner that has a part of one edge only gets a strip along it, and the third where two
 * blocks meet on an outline ends on the line of its cuts: with the middle of the triangle for both, cells ran between others as needles
 * of a sixth of the way across. The edges of the boundary, and of barriers with different owners on either side, are borders too.
 */
export function addBorders(borders: BorderList, vertices: Vertices, { triangles, twins }: Mesh, empty: Uint8Array, owners: CornerOwners, walls: Walls): void {
  const { x, y } = vertices;
  const { owner, source } = owners;
  const next = (half: number) => (half % 3 === 2 ? half - 2 : half + 1);
  const isEmpty = (half: number) => half >= 0 && empty[Math.floor(half / 3)] === 1;
  const parted = (half: number) => isEmpty(half) && walls.outline[half]! < 0 && owner[half] !== owner[next(half)];
  const nearness = (at: number, to: number) => (x[at]! - x[to]!) ** 2 + (y[at]! - y[to]!) ** 2;
  /** Where on a half-edge the sources of its ends are equally far, 0 to 1. */
  const shareOf = (half: number) => {
    // What lies beyond a barrier has sources of its own, and both sides need the same vertex.
    if (walls.barrier[half] === 1) return 0.5;
    const [p, q] = [triangles[half]!, triangles[next(half)]!];
    const [a, b] = [source[half]!, source[next(half)]!];
    const atP = Math.max(0, nearness(p, b) - nearness(p, a));
    const atQ = Math.max(0, nearness(q, a) - nearness(q, b));
    return atP + atQ > 0 ? Math.max(LEAST_SHARE, Math.min(1 - LEAST_SHARE, atP / (atP + atQ))) : 0.5;
  };
  const cut = new Int32Array(triangles.length).fill(-1);
  for (let half = 0; half < triangles.length; half++) {
    const twin = twins[half]!;
    if (half > twin && twin >= 0) continue;
    const side = parted(half) ? half : twin >= 0 && parted(twin) ? twin : -1;
    if (side < 0) continue;
    const [a, b] = [triangles[side]!, triangles[next(side)]!];
    const share = shareOf(side);
    const vertex = x.push(x[a]! + share * (x[b]! - x[a]!)) - 1;
    y.push(y[a]! + share * (y[b]! - y[a]!));
    cut[half] = vertex;
    if (twin >= 0) cut[twin] = vertex;
  }

  const barriers: { readonly path: number[]; readonly owner: number[] }[] = [];
  const addWall = (edge: number, from: number, to: number, block: number) => {
    if (walls.closed[edge] === 0 || walls.outline[edge]! >= 0) return;
    if (walls.barrier[edge] === 1) barriers.push({ path: [from, to], owner: [block] });
    else borders.add(from, to, block, -1);
  };
  for (let t = 0; t < empty.length; t++) {
    if (empty[t] === 0 || owner[3 * t]! < 0) continue;
    const [a, b, c] = [3 * t, 3 * t + 1, 3 * t + 2] as const;
    if (cut[a]! < 0 && cut[b]! < 0 && cut[c]! < 0 && walls.outline[a]! < 0 && walls.outline[b]! < 0 && walls.outline[c]! < 0) {
      if (walls.closed[a] === 1 || walls.closed[b] === 1 || walls.closed[c] === 1) {
        for (let edge = a; edge <= c; edge++) addWall(edge, triangles[edge]!, triangles[next(edge)]!, owner[edge]!);
      }
      continue;
    }
    const border: Stretch[] = [];
    for (let edge = 3 * t; edge < 3 * t + 3; edge++) {
      const outline = walls.outline[edge]!;
      border.push({ from: triangles[edge]!, owner: outline >= 0 ? outline : owner[edge]!, edge });
      if (cut[edge]! >= 0) border.push({ from: cut[edge]!, owner: outline >= 0 ? outline : owner[next(edge)]!, edge });
    }
    const length = border.length;
    const starts: number[] = [];
    for (let i = 0; i < length; i++) {
      const { from, owner: own, edge } = border[i]!;
      addWall(edge, from, border[(i + 1) % length]!.from, own);
      if (own !== border[(i + length - 1) % length]!.owner) starts.push(i);
    }
    if (starts.length === 0) continue;
    const flat = starts.length === 2 ? starts.findIndex((start, i) => isFlat(border, start, starts[1 - i]!)) : -1;
    if (starts.length === 2 && flat < 0) {
      borders.add(border[starts[0]!]!.from, border[starts[1]!]!.from, border[starts[0]!]!.owner, border[starts[1]!]!.owner);
      continue;
    }
    const corners = [triangles[a]!, triangles[b]!, triangles[c]!] as const;
    const cuts = [cut[a]!, cut[b]!, cut[c]!].filter((vertex) => vertex >= 0);
    const centre = x.length;
    const [px, py] =
      flat >= 0
        ? besideEdge(vertices, corners, border[starts[0]!]!.from, border[starts[1]!]!.from)
        : starts.length === 3 && cuts.length === 3
          ? equallyFar(vertices, [source[a]!, source[b]!, source[c]!], [cuts[0]!, cuts[1]!, cuts[2]!])
          : starts.length === 3 && cuts.length === 2
            ? halfWay(vertices, cuts[0]!, cuts[1]!)
            : middle(vertices, corners);
    x.push(px);
    y.push(py);
    for (const start of starts) borders.add(border[start]!.from, centre, border[start]!.owner, border[(start + length - 1) % length]!.owner);
  }

  // A stretch of a barrier bounds a cell on either side, and none where both are the same.
  const parting = layerEdges(barriers.map(({ path }) => path), barriers.map(({ owner: own }) => own), x.length);
  parting.from.forEach((from, e) => borders.add(from, parting.to[e]!, parting.layers[e]![0]!, parting.layers[e]![1] ?? -1));
}

/** Whether the stretches from one start up to another all lie on one edge of the triangle. */
function isFlat(border: readonly Stretch[], start: number, end: number): boolean {
  for (let i = start; i !== end; i = (i + 1) % border.length) if (border[i]!.edge !== border[start]!.edge) return false;
  return true;
}

type Three = readonly [number, number, number];

function middle({ x, y }: Vertices, [a, b, c]: Three): [number, number] {
  return [(x[a]! + x[b]! + x[c]!) / 3, (y[a]! + y[b]! + y[c]!) / 3];
}

const halfWay = ({ x, y }: Vertices, a: number, b: number): [number, number] => [(x[a]! + x[b]!) / 2, (y[a]! + y[b]!) / 2];

/** As near to the middle of a stretch of one edge as rounding allows. */
function besideEdge(vertices: Vertices, corners: Three, from: number, to: number): [number, number] {
  const [[ex, ey], [mx, my]] = [halfWay(vertices, from, to), middle(vertices, corners)];
  return [ex + LEAST_SHARE * (mx - ex), ey + LEAST_SHARE * (my - ey)];
}

/**
 * The point equally far from three, where it lies well inside the triangle of the cuts; else where the way to it from the middle of these
 * leaves them: of three points of which two are near to each other, the third would come between these as a needle from there to the middle.
 */
function equallyFar(vertices: Vertices, [a, b, c]: Three, cuts: Three): [number, number] {
  const { x, y } = vertices;
  const [bx, by, cx, cy] = [x[b]! - x[a]!, y[b]! - y[a]!, x[c]! - x[a]!, y[c]! - y[a]!];
  const twice = 2 * (bx * cy - by * cx);
  const px = x[a]! + (cy * (bx * bx + by * by) - by * (cx * cx + cy * cy)) / twice;
  const py = y[a]! + (bx * (cx * cx + cy * cy) - cx * (bx * bx + by * by)) / twice;
  const [mx, my] = middle(vertices, cuts);
  if (!Number.isFinite(px) || !Number.isFinite(py)) return [mx, my];
  const area = (p: number, q: number, atX: number, atY: number) => (x[q]! - x[p]!) * (atY - y[p]!) - (y[q]! - y[p]!) * (atX - x[p]!);
  // By side of the triangle of the cuts a third of its area at the middle, and less the nearer a point is to that side.
  const whole = area(cuts[0], cuts[1], x[cuts[2]]!, y[cuts[2]]!);
  let way = 1;
  for (const [p, q] of [[cuts[0], cuts[1]], [cuts[1], cuts[2]], [cuts[2], cuts[0]]] as const) {
    const [here, there] = [whole / 3, area(p, q, px, py)];
    if (there < whole * LEAST_SHARE) way = Math.min(way, (here - whole * LEAST_SHARE) / (here - there));
  }
  return [mx + way * (px - mx), my + way * (py - my)];
}
