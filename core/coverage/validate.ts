// Whether blocks form a coverage: what is wrong, where, and how large.
import Flatbush from 'flatbush';
import { orient2d } from 'robust-predicates';
import { ascending, blockOfParts, chainArcs, collectEdges, pairTwins, twiceSignedArea, type CoverageIssue, type EdgeTable } from './build-coverage.ts';
import type { BlockRings, Coverage } from './coverage.ts';
import { cornersOverlap, inSweep, type Point } from './corner-wedges.ts';
import { forEachMeeting } from './edge-crossings.ts';
import { inscribedCircle } from './inscribed-circle.ts';
import { measureOverlap, type Overlap } from './overlay/overlap-area.ts';
import { pointInRing, pointInRings } from './point-in-rings.ts';
import { uncoveredLoops } from './uncovered-loops.ts';
import { indexVertices } from './vertex-index.ts';

export type InvalidReason =
  'EMPTY' | 'TOO_FEW_VERTICES' | 'NO_AREA' | 'NOT_FINITE' | 'REPEATED_EDGE' | 'SELF_CROSSING' | 'UNMATCHED_EDGE';

export interface InvalidBlock {
  readonly id: string;
  readonly reason: InvalidReason;
  readonly x: number | null;
  readonly y: number | null;
  /** The neighbour whose border lies along an unmatched edge. */
  readonly neighbour?: string;
}

export interface Uncovered {
  readonly areaM2: number;
  /** Diameter of the widest circle in it. */
  readonly widthM: number;
  readonly neighbours: readonly string[];
  readonly x: number;
  readonly y: number;
}

export interface CoverageReport {
  readonly blocks: number;
  readonly invalid: readonly InvalidBlock[];
  /** With a place inside both; none where borders only lie on each other and the common area is 0. */
  readonly overlaps: readonly ({ readonly a: string; readonly b: string } & Overlap)[];
  /** Enclosed uncovered places narrower than the gap width; wider ones are holes. */
  readonly gaps: readonly Uncovered[];
  readonly duplicateIds: readonly string[];
  /** Ids without a neighbour along an edge. */
  readonly islands: readonly string[];
  readonly holes: readonly Uncovered[];
}

/** Invalid blocks, overlaps, gaps and repeated ids are findings; islands and holes are facts. */
export function hasFindings(report: CoverageReport): boolean {
  return report.invalid.length + report.overlaps.length + report.gaps.length + report.duplicateIds.length > 0;
}

/**
 * Checks blocks in a projected CRS.
 *
 * Edges that two blocks share cancel, so how often a point is covered changes only across unmatched edges. It is
 * therefore enough to test the unmatched edges against each other (a few per cent of all) and, where none meet, whether
 * one closed boundary lies inside another's blocks: no overlap can hide among matched edges. Meetings are decided by
 * exact predicates. Gaps are looked for once edges pair up; areas of overlaps are those of the two source polygons.
 */
export function validateCoverage(blocks: BlockRings, options: { readonly gapWidthM?: number } = {}): CoverageReport {
  return checkCoverage(blocks, options).report;
}

/** The same, with the topology that the check had to build: null where the blocks are no coverage, gaps apart. */
export function checkCoverage(
  blocks: BlockRings,
  options: { readonly gapWidthM?: number } = {},
): { readonly report: CoverageReport; readonly coverage: Coverage | null } {
  const gapWidthM = options.gapWidthM ?? 1;
  const invalid = invalidRings(blocks);
  const overlaps = new Map<string, readonly [number, number]>();
  const noteOverlap = (a: number, b: number) => overlaps.set(`${Math.min(a, b)} ${Math.max(a, b)}`, [Math.min(a, b), Math.max(a, b)]);
  const duplicateIds = repeated(blocks.ids);
  const blockOf = blockOfParts(blocks);
  const issues: CoverageIssue[] = [];
  const index = indexVertices(blocks.xy);
  const edges = collectEdges(blocks, index, []);
  const degree = pairTwins(blocks, edges, index.count, issues);
  const ids = issues.length === 0 ? new Map<string, number>() : new Map(blocks.ids.map((id, block) => [id, block]));
  for (const issue of issues) {
    if (issue.code === 'OVERLAP') noteOverlap(ids.get(issue.blocks[0]!)!, ids.get(issue.blocks[1]!)!);
    else invalid.push({ id: issue.blocks[0]!, reason: 'REPEATED_EDGE', x: issue.x, y: issue.y });
  }

  const crossed = checkBoundary(blocks, blockOf, edges, invalid, noteOverlap);
  if (!crossed) nestedBlocks(blocks, blockOf, edges, noteOverlap);
  const detached = islands(blocks, blockOf, edges);
  const coverage = invalid.length === 0 && issues.length === 0 ? chainArcs(blocks, edges, degree) : null;
  const open = coverage === null ? { gaps: [], holes: [] } : uncoveredPlaces(blocks, uncoveredLoops(coverage), gapWidthM);
  const report: CoverageReport = {
    blocks: blocks.ids.length,
    invalid,
    overlaps: [...overlaps.values()].map(([a, b]) => ({ a: blocks.ids[a]!, b: blocks.ids[b]!, ...measureOverlap(blocks, a, blocks, b) })),
    duplicateIds,
    islands: detached,
    ...open,
  };
  return { report, coverage: overlaps.size === 0 && duplicateIds.length === 0 ? coverage : null };
}

function repeated(ids: readonly string[]): string[] {
  if (ascending(ids)) return [];
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const id of ids) (seen.has(id) ? twice : seen).add(id);
  return [...twice];
}

function invalidRings(blocks: BlockRings): InvalidBlock[] {
  const invalid: InvalidBlock[] = [];
  for (let block = 0; block < blocks.ids.length; block++) {
    const id = blocks.ids[block]!;
    const firstRing = blocks.partStart[blocks.blockStart[block]!]!;
    const lastRing = blocks.partStart[blocks.blockStart[block + 1]!]!;
    if (firstRing === lastRing) invalid.push({ id, reason: 'EMPTY', x: null, y: null });
    for (let ring = firstRing; ring < lastRing; ring++) {
      const start = blocks.ringStart[ring]!;
      const end = blocks.ringStart[ring + 1]!;
      const twiceArea = twiceSignedArea(blocks.xy, start, end);
      // Anything but a finite number anywhere makes the area one; so large a ring that its area overflows is looked at as well.
      if (end - start >= 3 && twiceArea !== 0 && Math.abs(twiceArea) < Infinity) continue;
      const place = { x: blocks.xy[2 * start] ?? null, y: blocks.xy[2 * start + 1] ?? null };
      if (!blocks.xy.subarray(2 * start, 2 * end).every(Number.isFinite)) invalid.push({ id, reason: 'NOT_FINITE', x: null, y: null });
      else if (end - start < 3) invalid.push({ id, reason: 'TOO_FEW_VERTICES', ...place });
      else if (twiceArea === 0) invalid.push({ id, reason: 'NO_AREA', ...place });
    }
  }
  return invalid;
}

/** Tests unmatched edges against each other, and the corners that lie between them; true when any two edges meet wrongly. */
function checkBoundary(
  blocks: BlockRings,
  blockOf: Uint32Array,
  edges: EdgeTable,
  invalid: InvalidBlock[],
  noteOverlap: (a: number, b: number) => void,
): boolean {
  const open: number[] = [];
  for (let i = 0; i < edges.from.length; i++) if (edges.twin[i]! < 0) open.push(i);
  const corners = createCorners(blocks, edges);
  const segments = new Float64Array(4 * open.length);
  open.forEach((edge, k) => segments.set([...corners.start(edge), ...corners.end(edge)], 4 * k));
  const told = new Set<string>();
  let met = false;
  const note = (a: number, b: number, reason: InvalidReason, x: number, y: number) => {
    const key = `${reason} ${a} ${b}`;
    if (told.has(key)) return;
    told.add(key);
    invalid.push({ id: blocks.ids[a]!, reason, x, y, ...(a === b ? {} : { neighbour: blocks.ids[b]! }) });
  };
  forEachMeeting(segments, (i, j, how) => {
    const a = blockOf[edges.part[open[i]!]!]!;
    const b = blockOf[edges.part[open[j]!]!]!;
    const [x, y] = [segments[4 * j]!, segments[4 * j + 1]!];
    if (a === b) {
      met = true;
      note(a, b, 'SELF_CROSSING', x, y);
    } else if (how === 'cross' || (how === 'along' ? corners.sameWay(open[i]!, open[j]!) : corners.reachIn(open[i]!, open[j]!))) {
      met = true;
      noteOverlap(a, b);
    } else if (how === 'along') {
      met = true;
      note(a, b, 'UNMATCHED_EDGE', x, y);
    }
    return true;
  });
  corners.forEachOverlap(open, (edge, other) => {
    const a = blockOf[edges.part[edge]!]!;
    const b = blockOf[edges.part[other]!]!;
    met = true;
    if (a === b) note(a, b, 'SELF_CROSSING', ...corners.start(edge));
    else noteOverlap(a, b);
  });
  return met;
}

/**
 * Corners of rings, told by the edge that leaves them. Where borders meet in a common vertex, or a corner lies on an edge,
 * no two edges cross and yet the blocks may overlap: a border drawn twice between the same two end points does so. What decides is whether the
 * insides of the corners overlap.
 */
function createCorners(blocks: BlockRings, edges: EdgeTable) {
  const { from, to, part, place } = edges;
  const { xy, partStart, ringStart } = blocks;
  const ringOf = (edge: number): [number, number] => {
    let ring = partStart[part[edge]!]!;
    while (ringStart[ring + 1]! <= edge) ring++;
    return [ringStart[ring]!, ringStart[ring + 1]!];
  };
  const following = (edge: number): number => {
    const [start, end] = ringOf(edge);
    return edge + 1 === end ? start : edge + 1;
  };
  const preceding = (edge: number): number => {
    const [start, end] = ringOf(edge);
    return edge === start ? end - 1 : edge - 1;
  };
  const start = (edge: number): [number, number] => {
    const vertex = place[from[edge]!]!;
    return [xy[2 * vertex]!, xy[2 * vertex + 1]!];
  };
  const end = (edge: number) => start(following(edge));
  /**
   * Where the inside that begins at an edge ends: at the first edge of the same part that comes after it counter-clockwise. That is the
   * one the ring came by, unless another ring of the part touches it here: a hole at its shell takes a bite out of the corner.
   * Rings that cross instead are told.
   */
  const closing = (at: Point, edge: number, leaving: readonly number[], each: (edge: number, other: number) => void): Point => {
    let first = start(preceding(edge));
    const others = leaving.filter((other) => other !== edge && part[other] === part[edge]);
    for (const other of others) if (inSweep(at, end(edge), first, start(preceding(other)))) first = start(preceding(other));
    for (const other of others) if (inSweep(at, end(edge), first, end(other))) each(edge, other);
    return first;
  };
  const onEdge = (corner: number, edge: number): boolean => {
    const at = start(corner);
    const [a, b] = [start(edge), end(edge)];
    const inside = orient2d(a[0], a[1], b[0], b[1], at[0], at[1]) === 0 && (at[0] - a[0]) * (at[0] - b[0]) + (at[1] - a[1]) * (at[1] - b[1]) < 0;
    return inside && cornersOverlap(at, end(corner), start(preceding(corner)), b, a);
  };
  return {
    start,
    end,
    /** Edges on one line whose insides lie on the same side. */
    sameWay(i: number, j: number): boolean {
      const [a, b, c, d] = [start(i), end(i), start(j), end(j)];
      return (b[0] - a[0]) * (d[0] - c[0]) + (b[1] - a[1]) * (d[1] - c[1]) > 0;
    },
    /** A corner of one on the other, its inside in the other's. */
    reachIn: (i: number, j: number): boolean => onEdge(i, j) || onEdge(following(i), j) || onEdge(j, i) || onEdge(following(j), i),
    /** Overlapping corners at the ends of unmatched edges; both are told by the edge that leaves them. */
    forEachOverlap(open: readonly number[], each: (edge: number, other: number) => void): void {
      const isEnd = new Uint8Array(place.length);
      for (const edge of open) isEnd[from[edge]!] = isEnd[to[edge]!] = 1;
      // Edges that leave such a vertex, as lists from the last one back.
      const last = new Int32Array(place.length).fill(-1);
      const before = new Int32Array(from.length);
      for (let edge = 0; edge < from.length; edge++) {
        if (isEnd[from[edge]!] === 0) continue;
        before[edge] = last[from[edge]!]!;
        last[from[edge]!] = edge;
      }
      for (let vertex = 0; vertex < place.length; vertex++) {
        if (last[vertex]! < 0 || before[last[vertex]!]! < 0) continue;
        const leaving: number[] = [];
        for (let edge = last[vertex]!; edge >= 0; edge = before[edge]!) leaving.unshift(edge);
        const at = start(leaving[0]!);
        const came = leaving.map((edge) => closing(at, edge, leaving, each));
        for (let i = 0; i < leaving.length; i++) {
          for (let j = i + 1; j < leaving.length; j++) {
            const [edge, other] = [leaving[i]!, leaving[j]!];
            if (part[edge] !== part[other] && cornersOverlap(at, end(edge), came[i]!, end(other), came[j]!)) each(edge, other);
          }
        }
      }
    },
  };
}

/** Blocks that lie inside another block without touching its border; called once no two unmatched edges meet. */
function nestedBlocks(
  blocks: BlockRings,
  blockOf: Uint32Array,
  edges: EdgeTable,
  noteOverlap: (a: number, b: number) => void,
): void {
  const count = blocks.ids.length;
  if (count < 2) return;
  const index = new Flatbush(count);
  for (let block = 0; block < count; block++) {
    const first = blocks.ringStart[blocks.partStart[blocks.blockStart[block]!]!]!;
    const last = blocks.ringStart[blocks.partStart[blocks.blockStart[block + 1]!]!]!;
    let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let v = first; v < last; v++) {
      minX = Math.min(minX, blocks.xy[2 * v]!);
      maxX = Math.max(maxX, blocks.xy[2 * v]!);
      minY = Math.min(minY, blocks.xy[2 * v + 1]!);
      maxY = Math.max(maxY, blocks.xy[2 * v + 1]!);
    }
    index.add(minX, minY, maxX, maxY);
  }
  index.finish();
  const done = new Set<number>();
  for (let edge = 0; edge < edges.from.length; edge++) {
    if (edges.twin[edge]! >= 0 || done.has(edges.part[edge]!)) continue;
    done.add(edges.part[edge]!);
    const block = blockOf[edges.part[edge]!]!;
    const at = edges.place[edges.from[edge]!]!;
    const x = blocks.xy[2 * at]!;
    const y = blocks.xy[2 * at + 1]!;
    for (const other of index.search(x, y, x, y)) {
      if (other !== block && pointInRings(x, y, blocks, other) === 1) noteOverlap(block, other);
    }
  }
}

function islands(blocks: BlockRings, blockOf: Uint32Array, edges: EdgeTable): string[] {
  const linked = new Uint8Array(blocks.ids.length);
  for (let i = 0; i < edges.from.length; i++) {
    if (edges.twin[i]! < 0) continue;
    const a = blockOf[edges.part[i]!]!;
    if (blockOf[edges.part[edges.twin[i]!]!]! !== a) linked[a] = 1;
  }
  return blocks.ids.filter((_, block) => linked[block] === 0);
}

function uncoveredPlaces(
  blocks: BlockRings,
  loops: ReturnType<typeof uncoveredLoops>,
  gapWidthM: number,
): Pick<CoverageReport, 'gaps' | 'holes'> {
  const gaps: Uncovered[] = [];
  const holes: Uncovered[] = [];
  // Islands of blocks in an uncovered place are covered: each counts against the smallest place around it.
  const places = loops.filter((loop) => loop.areaM2 > 0).toSorted((a, b) => a.areaM2 - b.areaM2);
  const islandsIn = new Map<(typeof loops)[number], number>();
  const index = indexPlaces(places);
  for (const island of loops) {
    if (island.areaM2 > 0 || index === null) continue;
    const [x, y] = [island.xy[0]!, island.xy[1]!];
    const near = index.search(x, y, x, y).toSorted((a, b) => a - b);
    const around = near.map((place) => places[place]!).find((place) => pointInRing(x, y, place.xy, 0, place.xy.length / 2) === 1);
    if (around !== undefined) islandsIn.set(around, (islandsIn.get(around) ?? 0) + island.areaM2);
  }
  for (const loop of places) {
    const circle = inscribedCircle(loop.xy, 0, loop.xy.length / 2, Math.max(1e-6, gapWidthM / 1000));
    const islandAreaM2 = islandsIn.get(loop);
    const areaM2 = loop.areaM2 + (islandAreaM2 ?? 0);
    const widthM = 2 * circle.radiusM;
    const place = { areaM2, widthM, neighbours: loop.blocks.map((block) => blocks.ids[block]!), x: circle.x, y: circle.y };
    (widthM < gapWidthM && islandAreaM2 === undefined ? gaps : holes).push(place);
  }
  return { gaps, holes };
}

/** Boxes of places: thousands of cracks in a damaged city have thousands of islands to ask for. */
function indexPlaces(places: ReturnType<typeof uncoveredLoops>): Flatbush | null {
  if (places.length === 0) return null;
  const index = new Flatbush(places.length);
  for (const { xy } of places) {
    let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 0; i < xy.length; i += 2) {
      minX = Math.min(minX, xy[i]!);
      maxX = Math.max(maxX, xy[i]!);
      minY = Math.min(minY, xy[i + 1]!);
      maxY = Math.max(maxY, xy[i + 1]!);
    }
    index.add(minX, minY, maxX, maxY);
  }
  index.finish();
  return index;
}
