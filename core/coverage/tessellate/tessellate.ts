// Blocks that leave streets or fields out, to cells that leave nothing out: the space between goes to the nearest block.
import { OUTSIDE, type BlockRings, type Coverage } from '../coverage.ts';
import { layerEdges, walkFaces, type PathEdges } from '../repair/repair-faces.ts';
import { createVertexFinder, createVertexNumbering, nodeEdges, type Vertices } from '../repair/repair-noding.ts';
import { cellsOfFaces } from '../repair/repair-rings.ts';
import { addBorders, BorderList } from './tessellate-borders.ts';
import { createHalfFinder, triangulate, type Mesh } from './tessellate-mesh.ts';
import { ownCorners, type Walls } from './tessellate-owners.ts';

export interface TessellateOptions {
  /** The area to be covered: the municipality, as one or more polygons that do not overlap. */
  readonly boundary: Coverage;
  /** Lines that no cell crosses where both sides have blocks: rail, river, motorway. x y interleaved each. */
  readonly barriers?: readonly Float64Array[];
  /** Distance of the points along the outlines; default a 16th of a block's mean outline. */
  readonly spacingM?: number;
  /** Vertices of boundary and barriers this close to an outline become one with it; default 1 mm. */
  readonly snapM?: number;
}

export interface Tessellation {
  /** One cell a block, by position and id; every block lies in its own. Together they cover what `uncovered` does not name. */
  readonly cells: BlockRings;
  /** Parts of the boundary's area that hold no block and were reached from none, such as an exclave. */
  readonly uncoveredM2: number;
}

export type TessellateResult =
  | { readonly ok: true; readonly tessellation: Tessellation }
  | { readonly ok: false; readonly code: 'NO_BOUNDARY' | 'NO_BLOCKS' | 'NOT_SETTLED'; readonly detail: string };

/** What lies on one side of an outline. */
const enum Place {
  outside,
  empty,
  block,
}

/**
 * Shares the empty space inside the boundary out among the blocks.
 *
 * Outlines, boundary and barriers are noded and triangulated with points along them; triangles in the empty space are cut
 * at the middles of their edges, half to the block at either end. Along a street this is its middle exactly (all edges
 * across lead from one side to the other), elsewhere it follows the Voronoi diagram of the outlines as closely as the points lie. Cells are
 * unions of whole pieces that share their vertices, so they are a coverage; a cell is joined to its block along edges.
 * Parts of blocks beyond the boundary stay what they are. 12,000 blocks take a few seconds.
 */
export function tessellate(blocks: Coverage, options: TessellateOptions): TessellateResult {
  if (options.boundary.arcCount === 0) return { ok: false, code: 'NO_BOUNDARY', detail: 'the boundary has no area' };
  if (blocks.arcCount === 0) return { ok: false, code: 'NO_BLOCKS', detail: 'no block has a geometry' };
  const vertices: Vertices = { x: [], y: [] };
  const lines = collectLines(vertices, blocks, options);
  const paths = nodeEdges(vertices, lines, lines.finder, lines.toleranceM);
  if (paths === null) return { ok: false, code: 'NOT_SETTLED', detail: 'outlines and boundary cross in more ways than the tolerance can settle' };

  // Where is what: layer 0 is any block, layer 1 the municipality; barriers bound nothing.
  const edges = layerEdges(paths, lines.layers, vertices.x.length);
  const { faces, faceOfHalf } = walkFaces(vertices, edges);
  const placeOf = (half: number): Place => {
    const face = faceOfHalf[half]!;
    const layers = face < 0 ? [] : faces[face]!.layers;
    return layers[0] === 0 ? Place.block : layers[0] === 1 ? Place.empty : Place.outside;
  };
  // Outlines were collected first, so the path that an edge was first met on is the block's where there is one.
  const blockOf = (e: number) => lines.block[edges.path[e]!]!;
  const walls = new WallList();
  edges.from.forEach((from, e) => {
    const [left, right] = [placeOf(2 * e), placeOf(2 * e + 1)];
    if (left === Place.empty || right === Place.empty) walls.add(from, edges.to[e]!, left, right, blockOf(e));
  });
  addBarriers(walls, lines, paths, edges, vertices.x.length);
  const spacingM = options.spacingM ?? outlineLengthM(blocks) / (16 * blocks.partCount);
  // Points that are no block's decide where a border ends at the boundary, and there are few of them: four times as many.
  const mesh = triangulate(vertices, walls, (wall) => (walls.block[wall]! >= 0 ? spacingM : spacingM / 4));
  if (mesh === null) return { ok: false, code: 'NOT_SETTLED', detail: 'outlines are too near to each other to be told apart' };

  const { sides, empty } = placeTriangles(mesh, walls, vertices.x.length);
  const owners = ownCorners(vertices, mesh, empty, sides);
  let uncoveredM2 = 0;
  empty.forEach((value, t) => {
    if (value === 1 && owners.owner[3 * t]! < 0) uncoveredM2 += triangleArea(vertices, mesh, t);
  });
  // Every border of a cell, each once: between blocks, of blocks beyond the boundary, and through the empty space.
  const borders = new BorderList();
  addBlockBorders(borders, blocks, lines);
  edges.from.forEach((from, e) => {
    const [left, right] = [placeOf(2 * e), placeOf(2 * e + 1)];
    if ((left === Place.block) === (right === Place.block) || left === Place.empty || right === Place.empty) return;
    borders.add(from, edges.to[e]!, blockOf(e), -1);
  });
  addBorders(borders, vertices, mesh, empty, owners, sides);
  const cells = cellsOfFaces(blocks.ids, walkFaces(vertices, borders).faces);
  if (cells === null) return { ok: false, code: 'NOT_SETTLED', detail: 'cells do not fit: blocks are too near to each other to be told apart' };
  return { ok: true, tessellation: { cells, uncoveredM2 } };
}

/** Edges in the mesh's order, with what lies on the left and on the right and the block whose outline they are. */
class WallList {
  readonly from: number[] = [];
  readonly to: number[] = [];
  readonly left: Place[] = [];
  readonly right: Place[] = [];
  readonly block: number[] = [];

  add(from: number, to: number, left: Place, right: Place, block: number): void {
    this.from.push(from);
    this.to.push(to);
    this.left.push(left);
    this.right.push(right);
    this.block.push(block);
  }
}

/** Stretches of barriers that are no outline and no boundary; those outside of the empty space bound no triangle of it. */
function addBarriers(walls: WallList, lines: Lines, paths: readonly (readonly number[])[], edges: PathEdges, vertexCount: number): void {
  const barriers = paths.filter((_, line) => lines.layers[line]!.length === 0);
  if (barriers.length === 0) return;
  const key = (a: number, b: number) => Math.min(a, b) * vertexCount + Math.max(a, b);
  const known = new Set(edges.from.map((from, e) => key(from, edges.to[e]!)));
  for (const path of barriers) {
    for (let i = 1; i < path.length; i++) {
      const at = key(path[i - 1]!, path[i]!);
      if (known.has(at)) continue;
      known.add(at);
      walls.add(path[i - 1]!, path[i]!, Place.empty, Place.empty, -1);
    }
  }
}

interface Lines {
  readonly from: number[];
  readonly to: number[];
  readonly active: number[];
  readonly layers: number[][];
  /** Block of an outline edge, -1 for boundary and barriers. */
  readonly block: number[];
  readonly numberOf: ReturnType<typeof createVertexNumbering>;
  readonly finder: ReturnType<typeof createVertexFinder>;
  readonly toleranceM: number;
}

function collectLines(vertices: Vertices, blocks: Coverage, options: TessellateOptions): Lines {
  let scaleM = 0;
  for (const side of [blocks, options.boundary]) for (const value of side.xy) scaleM = Math.max(scaleM, Math.abs(value));
  const toleranceM = Math.max(options.snapM ?? 1e-3, scaleM * 2 ** -44);
  const finder = createVertexFinder(vertices, toleranceM);
  const numberOf = createVertexNumbering(vertices, finder);
  const lines: Lines = { from: [], to: [], active: [], layers: [], block: [], numberOf, finder, toleranceM };
  const addLine = (xy: Float64Array, first: number, last: number, layers: number[], block: number) => {
    let before = -1;
    for (let v = first; v < last; v++) {
      const vertex = numberOf(xy[2 * v]!, xy[2 * v + 1]!, block < 0);
      if (before >= 0 && vertex !== before) {
        lines.from.push(before);
        lines.to.push(vertex);
        lines.active.push(block < 0 ? 1 : 0);
        lines.layers.push(layers);
        lines.block.push(block);
      }
      before = vertex;
    }
  };
  const addOutline = (side: Coverage, layers: number[], own: boolean) => {
    for (let arc = 0; arc < side.arcCount; arc++) {
      const [left, right] = [side.halfPart[2 * arc]!, side.halfPart[2 * arc + 1]!];
      if (left !== OUTSIDE && right !== OUTSIDE) continue;
      addLine(side.xy, side.arcStart[arc]!, side.arcStart[arc + 1]!, layers, own ? side.partBlock[Math.max(left, right)]! : -1);
    }
  };
  addOutline(blocks, [0], true);
  addOutline(options.boundary, [1], false);
  for (const barrier of options.barriers ?? []) addLine(barrier, 0, barrier.length / 2, [], -1);
  return lines;
}

function outlineLengthM({ arcCount, arcLengthM, halfPart }: Coverage): number {
  let length = 0;
  for (let arc = 0; arc < arcCount; arc++) if (halfPart[2 * arc] === OUTSIDE || halfPart[2 * arc + 1] === OUTSIDE) length += arcLengthM[arc]!;
  return length;
}

/** Finds the triangles in empty space by flooding from the walls that bound it. */
function placeTriangles({ triangles, twins, chains }: Mesh, walls: WallList, vertexCount: number): { sides: Walls; empty: Uint8Array } {
  const find = createHalfFinder(triangles, twins, vertexCount + 4);
  const outline = new Int32Array(triangles.length).fill(-1);
  const closed = new Uint8Array(triangles.length);
  const barrier = new Uint8Array(triangles.length);
  const empty = new Uint8Array(triangles.length / 3);
  const queue: number[] = [];
  const addSide = (half: number, wall: number, here: Place, there: Place) => {
    closed[half] = 1;
    if (here !== Place.empty) return;
    if (there === Place.empty) {
      barrier[half] = 1;
      return;
    }
    if (there === Place.block) outline[half] = walls.block[wall]!;
    queue.push(Math.floor(half / 3));
  };
  chains.forEach((chain, wall) => {
    for (let i = 1; i < chain.length; i++) {
      const half = find(chain[i - 1]!, chain[i]!);
      addSide(half, wall, walls.left[wall]!, walls.right[wall]!);
      addSide(twins[half]!, wall, walls.right[wall]!, walls.left[wall]!);
    }
  });
  for (let t = queue.pop(); t !== undefined; t = queue.pop()) {
    if (empty[t] === 1) continue;
    empty[t] = 1;
    for (let half = 3 * t; half < 3 * t + 3; half++) {
      // A barrier does not end the empty space.
      if (twins[half]! >= 0 && (closed[half] === 0 || barrier[half] === 1)) queue.push(Math.floor(twins[half]! / 3));
    }
  }
  return { sides: { outline, closed, barrier }, empty };
}

function triangleArea({ x, y }: Vertices, { triangles }: Mesh, t: number): number {
  const [a, b, c] = [triangles[3 * t]!, triangles[3 * t + 1]!, triangles[3 * t + 2]!];
  return ((x[b]! - x[a]!) * (y[c]! - y[a]!) - (x[c]! - x[a]!) * (y[b]! - y[a]!)) / 2;
}

/** Edges between two blocks: as they are. */
function addBlockBorders(borders: BorderList, blocks: Coverage, { numberOf }: Lines): void {
  const { arcCount, arcStart, halfPart, partBlock, xy } = blocks;
  for (let arc = 0; arc < arcCount; arc++) {
    const [left, right] = [halfPart[2 * arc]!, halfPart[2 * arc + 1]!];
    if (left === OUTSIDE || right === OUTSIDE) continue;
    let before = numberOf(xy[2 * arcStart[arc]!]!, xy[2 * arcStart[arc]! + 1]!, false);
    for (let v = arcStart[arc]! + 1; v < arcStart[arc + 1]!; v++) {
      const vertex = numberOf(xy[2 * v]!, xy[2 * v + 1]!, false);
      borders.add(before, vertex, partBlock[left]!, partBlock[right]!);
      before = vertex;
    }
  }
}
