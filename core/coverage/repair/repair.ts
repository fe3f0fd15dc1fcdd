// Blocks that nearly form a coverage, to blocks that do: snapped, noded, overlaps and narrow gaps given to a neighbour.
import { buildCoverage } from '../build-coverage.ts';
import type { BlockRings } from '../coverage.ts';
import { dissolve } from '../dissolve.ts';
import { layerEdges, walkFaces } from './repair-faces.ts';
import { createVertexFinder, nodeEdges, type Vertices } from './repair-noding.ts';
import { assignFaces, type OverlapRule } from './repair-owners.ts';
import { ringsOfFaces, withOutlines } from './repair-rings.ts';
import { findSuspects, type Suspects } from './repair-suspects.ts';
import { toleranceFromData } from './repair-tolerance.ts';
import { hasFindings, validateCoverage } from '../validate.ts';

export interface RepairOptions {
  /**
   * Vertices this close become one, edges are led through vertices half as close: nothing moves further. Default: twice
   * the depth of overlaps (repair-tolerance.ts), at most a quarter per cent of the mean length of an edge (mapshaper's rule):
   * 5 cm where edges are 20 m long.
   */
  readonly toleranceM?: number;
  /** Who gets an overlap; default the block with the longest border to it. */
  readonly overlaps?: OverlapRule;
  /** Enclosed places up to this width go to the block with the longest border to them; default 1 m, 0 leaves them. */
  readonly gapWidthM?: number;
}

/** One change, with its place; blocks by id. */
export type RepairChange =
  | { readonly kind: 'moved'; readonly blocks: readonly string[]; readonly x: number; readonly y: number; readonly toX: number; readonly toY: number; readonly distanceM: number }
  | { readonly kind: 'overlap' | 'gap'; readonly blocks: readonly string[]; readonly to: string; readonly areaM2: number; readonly widthM: number | null; readonly x: number; readonly y: number }
  /** Nothing was left of a block: it lay in others, or collapsed within the tolerance. */
  | { readonly kind: 'emptied'; readonly blocks: readonly string[]; readonly areaM2: number; readonly x: number; readonly y: number };

export interface Repair {
  readonly blocks: BlockRings;
  readonly toleranceM: number;
  readonly changes: readonly RepairChange[];
  /** By change: rings of the piece that changed hands, shell first, x y interleaved, not closed; null for other changes. */
  readonly pieces: readonly (readonly Float64Array[] | null)[];
  /** By block: area afterwards minus area as given. */
  readonly areaChangeM2: Float64Array;
}

export type RepairResult =
  | { readonly ok: true; readonly repair: Repair }
  | { readonly ok: false; readonly code: 'NOT_FINITE' | 'DUPLICATE_ID' | 'NOT_SETTLED'; readonly blocks: readonly string[]; readonly detail: string };

const EDGES_A_TOLERANCE = 400;

/**
 * Repairs blocks in a projected CRS.
 *
 * 1. Vertices of unmatched edges that lie within the tolerance of another become that one. 2. Edges are noded, those that
 * pass within half the tolerance of a vertex through it. 3. The faces between them belong to the blocks on them by parity:
 * two are an overlap, none an enclosed gap. 4. Every face gets one block or none, and blocks are dissolved from their
 * faces. Edges that already match are not looked at unless something unmatched is near: a clean city costs one pass.
 * The result has no findings under `validateCoverage` with the same gap width; if it had, that would be tried again with
 * every edge looked at, and NOT_SETTLED told where even that fails.
 */
export function repairCoverage(blocks: BlockRings, options: RepairOptions = {}): RepairResult {
  const refused = refuse(blocks);
  if (refused !== null) return refused;
  const rules = { overlaps: options.overlaps ?? 'longest-border', gapWidthM: options.gapWidthM ?? 1 };
  const scaleM = blocks.xy.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  // Below some hundred steps of the coordinates themselves nothing can be told apart.
  const least = scaleM * 2 ** -44;
  const mostM = (meanEdgeM: number) => Math.max(options.toleranceM ?? meanEdgeM / EDGES_A_TOLERANCE, least);
  let toleranceM = options.toleranceM === undefined ? undefined : mostM(0);
  for (const all of [false, true]) {
    const suspects = findSuspects(blocks, mostM, all);
    toleranceM ??= Math.max(toleranceFromData(blocks, suspects, mostM(suspects.meanEdgeM)), least);
    const repair = attempt(blocks, suspects, toleranceM, rules);
    if (repair !== null && !hasFaults(repair.blocks, rules.gapWidthM)) return { ok: true, repair };
  }
  return { ok: false, code: 'NOT_SETTLED', blocks: [], detail: 'the blocks contradict each other in more ways than the tolerance can settle' };
}

/** The most that a repair takes for a tolerance where none is given; 0 without an edge. */
export function mostToleranceM(blocks: BlockRings): number {
  return findSuspects(blocks, () => 0, false).meanEdgeM / EDGES_A_TOLERANCE;
}

function refuse(blocks: BlockRings): Extract<RepairResult, { ok: false }> | null {
  const seen = new Set<string>();
  const twice = blocks.ids.filter((id) => seen.size === seen.add(id).size);
  if (twice.length > 0) return { ok: false, code: 'DUPLICATE_ID', blocks: twice, detail: 'an id must name one block' };
  const broken = blocks.ids.filter((_, block) => {
    const first = blocks.ringStart[blocks.partStart[blocks.blockStart[block]!]!]!;
    const last = blocks.ringStart[blocks.partStart[blocks.blockStart[block + 1]!]!]!;
    return !blocks.xy.subarray(2 * first, 2 * last).every(Number.isFinite);
  });
  return broken.length > 0 ? { ok: false, code: 'NOT_FINITE', blocks: broken, detail: 'coordinates must be finite numbers' } : null;
}

/** Findings but for blocks without geometry: those came so, or are told as emptied. */
function hasFaults(blocks: BlockRings, gapWidthM: number): boolean {
  const report = validateCoverage(blocks, { gapWidthM });
  return hasFindings({ ...report, invalid: report.invalid.filter(({ reason }) => reason !== 'EMPTY') });
}

function attempt(
  blocks: BlockRings,
  suspects: Suspects,
  toleranceM: number,
  rules: { readonly overlaps: OverlapRule; readonly gapWidthM: number },
): Repair | null {
  const { suspect, edgeOf, edgeBlock, matched } = suspects;
  const changes: RepairChange[] = [];
  const { vertices, target, finder } = snapVertices(blocks, suspects, toleranceM, changes);

  // Edges of suspect blocks, each once, with its blocks by parity.
  const layersOf = new Map<number, number[]>();
  for (let i = 0; i < edgeOf.length; i++) {
    const block = edgeBlock[i]!;
    if (edgeOf[i]! < 0 || suspect[block] === 0) continue;
    const layers = layersOf.get(edgeOf[i]!);
    if (layers === undefined) layersOf.set(edgeOf[i]!, [block]);
    else if (layers.includes(block)) layers.splice(layers.indexOf(block), 1);
    else layers.push(block);
  }
  const own: number[] = [];
  for (const [edge, layers] of layersOf) {
    layers.sort((a, b) => a - b);
    if (layers.length > 0 && target[suspects.from[edge]!] !== target[suspects.to[edge]!]) own.push(edge);
  }
  const paths = nodeEdges(
    vertices,
    {
      from: own.map((edge) => target[suspects.from[edge]!]!),
      to: own.map((edge) => target[suspects.to[edge]!]!),
      active: own.map((edge) => (matched[edge] === 1 ? 0 : 1)),
    },
    finder,
    toleranceM,
  );
  if (paths === null) return null;
  const edges = layerEdges(paths, own.map((edge) => layersOf.get(edge)!), vertices.x.length);
  const walked = walkFaces(vertices, edges);
  const { owner, changes: given } = assignFaces(vertices, edges, walked, rules);

  const kept = walked.faces.map((_, face) => face).filter((face) => owner[face]! >= 0);
  const built = buildCoverage(ringsOfFaces(kept.map((face) => walked.faces[face]!)));
  if (!built.ok) return null;
  const outlines = dissolve(built.coverage, Int32Array.from(kept, (face) => owner[face]!), blocks.ids.length);
  const repaired = withOutlines(blocks, suspect, outlines);

  const pieces: (readonly Float64Array[] | null)[] = changes.map(() => null);
  for (const { kind, face, blocks: around, to, widthM } of given) {
    const { rings, areaM2 } = walked.faces[face]!;
    pieces.push(rings);
    const place = { x: rings[0]![0]!, y: rings[0]![1]! };
    changes.push({ kind, blocks: around.map((block) => blocks.ids[block]!), to: blocks.ids[to]!, areaM2, widthM: widthM < 0 ? null : widthM, ...place });
  }
  const before = areas(blocks);
  const after = areas(repaired);
  for (let block = 0; block < before.length; block++) {
    const had = blocks.blockStart[block + 1]! > blocks.blockStart[block]!;
    if (had && repaired.blockStart[block + 1] === repaired.blockStart[block]) {
      const at = blocks.ringStart[blocks.partStart[blocks.blockStart[block]!]!]!;
      pieces.push(null);
      changes.push({ kind: 'emptied', blocks: [blocks.ids[block]!], areaM2: before[block]!, x: blocks.xy[2 * at]!, y: blocks.xy[2 * at + 1]! });
    }
  }
  return { blocks: repaired, toleranceM, changes, pieces, areaChangeM2: after.map((area, block) => area - before[block]!) };
}

/** Joins vertices of unmatched edges with what lies within the tolerance; the rest of the vertices stay what they are. */
function snapVertices(
  blocks: BlockRings,
  suspects: Suspects,
  toleranceM: number,
  changes: RepairChange[],
): { vertices: Vertices; target: Uint32Array; finder: ReturnType<typeof createVertexFinder> } {
  const { vertexOf, vertexSource, from, to, matched, suspect, edgeOf, edgeBlock } = suspects;
  const count = vertexSource.length;
  const vertices = {
    x: Array.from(vertexSource, (source) => blocks.xy[2 * source]!),
    y: Array.from(vertexSource, (source) => blocks.xy[2 * source + 1]!),
  };
  const loose = new Uint8Array(count);
  const uses = new Uint32Array(count);
  matched.forEach((value, edge) => {
    uses[from[edge]!]!++;
    uses[to[edge]!]!++;
    if (value === 0) loose[from[edge]!] = loose[to[edge]!] = 1;
  });
  const relevant = new Uint8Array(count);
  for (let i = 0; i < edgeOf.length; i++) {
    if (edgeOf[i]! < 0 || suspect[edgeBlock[i]!] === 0) continue;
    relevant[from[edgeOf[i]!]!] = relevant[to[edgeOf[i]!]!] = 1;
  }
  const finder = createVertexFinder(vertices, toleranceM);
  const target = Uint32Array.from({ length: count }, (_, v) => v);
  const order: number[] = [];
  for (let v = 0; v < count; v++) {
    if (relevant[v] === 0) continue;
    if (loose[v] === 1) order.push(v);
    else finder.add(v);
  }
  // The vertex that most edges use stays, so that fewest move; a vertex that stays never moves later.
  order.sort((a, b) => uses[b]! - uses[a]! || a - b);
  let moved = false;
  for (const v of order) {
    const near = finder.nearest(vertices.x[v]!, vertices.y[v]!);
    if (near < 0) {
      finder.add(v);
      continue;
    }
    target[v] = near;
    moved = true;
  }
  if (moved) noteMoves(blocks, suspects, vertices, target, vertexOf, changes);
  return { vertices, target, finder };
}

function noteMoves(
  blocks: BlockRings,
  { edgeBlock, vertexSource }: Suspects,
  vertices: Vertices,
  target: Uint32Array,
  vertexOf: Uint32Array,
  changes: RepairChange[],
): void {
  const users = new Map<number, Set<number>>();
  for (let i = 0; i < vertexOf.length; i++) {
    const v = vertexOf[i]!;
    if (target[v] !== v) (users.get(v) ?? users.set(v, new Set()).get(v)!).add(edgeBlock[i]!);
  }
  for (let v = 0; v < vertexSource.length; v++) {
    if (target[v] === v) continue;
    const [x, y, toX, toY] = [vertices.x[v]!, vertices.y[v]!, vertices.x[target[v]!]!, vertices.y[target[v]!]!];
    const names = [...(users.get(v) ?? [])].toSorted((a, b) => a - b).map((block) => blocks.ids[block]!);
    changes.push({ kind: 'moved', blocks: names, x, y, toX, toY, distanceM: Math.hypot(toX - x, toY - y) });
  }
}

function areas(blocks: BlockRings): Float64Array {
  const out = new Float64Array(blocks.ids.length);
  for (let block = 0; block < out.length; block++) {
    for (let part = blocks.blockStart[block]!; part < blocks.blockStart[block + 1]!; part++) {
      for (let ring = blocks.partStart[part]!; ring < blocks.partStart[part + 1]!; ring++) {
        const area = Math.abs(ringArea(blocks.xy, blocks.ringStart[ring]!, blocks.ringStart[ring + 1]!));
        out[block]! += ring === blocks.partStart[part] ? area : -area;
      }
    }
  }
  return out;
}

function ringArea(xy: Float64Array, start: number, end: number): number {
  let sum = 0;
  for (let v = start + 1; v + 1 < end; v++) {
    const [ax, ay] = [xy[2 * v]! - xy[2 * start]!, xy[2 * v + 1]! - xy[2 * start + 1]!];
    const [bx, by] = [xy[2 * v + 2]! - xy[2 * start]!, xy[2 * v + 3]! - xy[2 * start + 1]!];
    sum += ax * by - bx * ay;
  }
  return sum / 2;
}
