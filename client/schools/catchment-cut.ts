// Catchments as blocks have them: outlines of the zones, what moved since the other cut, and the borders that were there before.
import { UNASSIGNED, type Coverage } from '../../core/coverage/coverage.ts';
import { adjacency } from '../../core/coverage/adjacency.ts';
import { createDissolver } from '../../core/coverage/dissolve.ts';
import { createSurface } from '../../core/plan/surface.ts';
import { toPlaneOf } from '../../core/plan/to-plane.ts';
import type { Assignment, Municipality, PlanBlocks } from '../api.ts';
import { zoneTints } from '../editor/scene/zone-tints.ts';
import { addArc, addBlock, outlinePath, type WorldOrigin } from '../map-layers/coverage-paths.ts';
import { ZONE_TINTS } from '../shell/palette.ts';

/** Zone codes by block position; '' for none. */
export interface Cut {
  readonly coverage: Coverage;
  readonly zones: readonly { readonly zone: string; readonly name: string }[];
  readonly codes: readonly string[];
  /** Position of the stand's block that a fragment was cut from; null where nothing is cut. */
  readonly baseOf: ArrayLike<number> | null;
}

export interface ZoneOutline {
  readonly zone: string;
  readonly name: string;
  readonly path: Path2D;
  readonly bounds: readonly [number, number, number, number];
  /** Where nothing is known to tint it by: unlike its neighbours. */
  readonly tint: string;
}

export interface MovedBlocks {
  readonly from: string;
  readonly to: string;
  readonly path: Path2D;
  /** Middle of the blocks, in the plane. */
  readonly middle: readonly [number, number];
  readonly blocks: number;
}

export interface CatchmentScene {
  readonly zones: readonly ZoneOutline[];
  /** One entry for each pair that blocks moved between. */
  readonly moved: readonly MovedBlocks[];
  /** Borders of the other cut that are none any more. */
  readonly before: Path2D;
}

export interface PlanCuts {
  readonly now: Cut;
  readonly base: Cut;
}

/** Fragments lie, in the base, where their block lay. */
export function cutsOfPlan(blocks: PlanBlocks, coverage: Coverage, municipality: Pick<Municipality, 'proj4'>): PlanCuts {
  const names = new Map(blocks.zones.map(({ slot, zone }) => [slot, zone]));
  const bases = new Map(blocks.baseZones.map(({ slot, zone }) => [slot, zone]));
  const surface = blocks.cuts.length === 0 ? null : createSurface({ coverage, neighbours: adjacency(coverage), toPlane: toPlaneOf(municipality.proj4) }).withCuts(blocks.cuts);
  const drawn = surface?.coverage ?? coverage;
  const positions = Array.from({ length: drawn.blockCount }, (_, position) => position);
  return {
    now: { coverage: drawn, zones: blocks.zones, codes: positions.map((position) => names.get(blocks.assignment[position] ?? UNASSIGNED) ?? ''), baseOf: surface?.baseOf ?? null },
    base: { coverage: drawn, zones: blocks.baseZones, codes: positions.map((position) => bases.get(blocks.baseAssignment[surface?.baseOf[position] ?? position] ?? UNASSIGNED) ?? ''), baseOf: surface?.baseOf ?? null },
  };
}

export function cutOfVersion({ zones, assignment }: Assignment, coverage: Coverage): Cut {
  return { coverage, zones, codes: assignment.map((index) => zones[index]?.zone ?? ''), baseOf: null };
}

/** `assignment`: index into `codes` by block position of the stand, as the search for alternatives answers it; fragments go with their block. */
export function cutOfAlternative(assignment: readonly number[], codes: readonly string[], like: Cut): Cut {
  const { baseOf } = like;
  return { ...like, codes: like.codes.map((_, position) => codes[assignment[baseOf?.[position] ?? position] ?? UNASSIGNED] ?? '') };
}

/** What has to be done to make one cut of another: blocks by the zone that they go to. */
export function movesBetween(from: Cut, to: Cut): { readonly zone: string; readonly blocks: string[] }[] {
  const moves = new Map<string, string[]>();
  to.codes.forEach((zone, position) => {
    if (zone === from.codes[position]) return;
    const blocks = moves.get(zone) ?? [];
    moves.set(zone, blocks);
    blocks.push(from.coverage.ids[position]!);
  });
  return [...moves].map(([zone, blocks]) => ({ zone, blocks }));
}

export function sceneOf(now: Cut, before: Cut | null, origin: WorldOrigin): CatchmentScene {
  const { coverage, zones, codes } = now;
  const slots = new Map(zones.map(({ zone }, slot) => [zone, slot]));
  const assignment = Int32Array.from(codes, (code) => slots.get(code) ?? UNASSIGNED);
  const dissolver = createDissolver(coverage, assignment, zones.length);
  const tints = zoneTints(neighbouringZones(coverage, assignment, zones.length), [], ZONE_TINTS.length);
  const outlines = zones.map(({ zone, name }, slot): ZoneOutline => {
    const outline = dissolver.outlines([slot]);
    return { zone, name, path: outlinePath(outline, 0, origin), bounds: boundsOf(outline.xy), tint: ZONE_TINTS[tints[slot]!]! };
  });
  const comparable = before !== null && before.codes.length === codes.length ? before : null;
  return {
    zones: outlines,
    moved: comparable === null ? [] : movedBetween(now, comparable, origin),
    before: comparable === null ? new Path2D() : vanishedBorders(now, comparable, origin),
  };
}

function neighbouringZones({ arcCount, halfPart, partBlock }: Coverage, assignment: Int32Array, zoneCount: number): Set<number>[] {
  const neighbours = Array.from({ length: zoneCount }, () => new Set<number>());
  for (let arc = 0; arc < arcCount; arc++) {
    const [left, right] = [halfPart[2 * arc]!, halfPart[2 * arc + 1]!];
    if (left < 0 || right < 0) continue;
    const [a, b] = [assignment[partBlock[left]!]!, assignment[partBlock[right]!]!];
    if (a === b || a < 0 || b < 0) continue;
    neighbours[a]!.add(b);
    neighbours[b]!.add(a);
  }
  return neighbours;
}

function movedBetween({ coverage, codes }: Cut, before: Cut, origin: WorldOrigin): MovedBlocks[] {
  const pairs = new Map<string, { from: string; to: string; path: Path2D; x: number; y: number; areaM2: number; blocks: number }>();
  codes.forEach((to, block) => {
    const from = before.codes[block]!;
    if (from === to || block >= coverage.blockCount) return;
    const key = `${from}\n${to}`;
    const pair = pairs.get(key) ?? { from, to, path: new Path2D(), x: 0, y: 0, areaM2: 0, blocks: 0 };
    pairs.set(key, pair);
    addBlock(pair.path, coverage, block, origin);
    const [minX, minY, maxX, maxY] = coverage.blockBounds.subarray(4 * block, 4 * block + 4);
    // Large empty blocks would draw the middle out of where people live.
    const weight = Math.sqrt(Math.max(1, coverage.blockAreaM2[block]!));
    pair.x += (weight * (minX! + maxX!)) / 2;
    pair.y += (weight * (minY! + maxY!)) / 2;
    pair.areaM2 += weight;
    pair.blocks++;
  });
  return [...pairs.values()].map(({ from, to, path, x, y, areaM2, blocks }) => ({ from, to, path, blocks, middle: [x / areaM2, y / areaM2] }));
}

function vanishedBorders({ coverage, codes }: Cut, before: Cut, origin: WorldOrigin): Path2D {
  const { arcCount, halfPart, partBlock } = coverage;
  const path = new Path2D();
  for (let arc = 0; arc < arcCount; arc++) {
    const [left, right] = [halfPart[2 * arc]!, halfPart[2 * arc + 1]!];
    if (left < 0 || right < 0) continue;
    const [a, b] = [partBlock[left]!, partBlock[right]!];
    if (before.codes[a] !== before.codes[b] && codes[a] === codes[b]) addArc(path, coverage, arc, origin);
  }
  return path;
}

function boundsOf(xy: Float64Array): [number, number, number, number] {
  const bounds: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < xy.length; i += 2) {
    bounds[0] = Math.min(bounds[0], xy[i]!);
    bounds[1] = Math.min(bounds[1], xy[i + 1]!);
    bounds[2] = Math.max(bounds[2], xy[i]!);
    bounds[3] = Math.max(bounds[3], xy[i + 1]!);
  }
  return bounds;
}

/** Whether a point of the plane lies in a block of the zone: the zone's code at it, '' outside. */
export function zoneAtPoint(scene: CatchmentScene, context: CanvasRenderingContext2D, [x, y]: readonly [number, number], [ox, oy]: WorldOrigin): string {
  const hit = scene.zones.find(({ bounds, path }) => x >= bounds[0] && x <= bounds[2] && y >= bounds[1] && y <= bounds[3] && context.isPointInPath(path, x - ox, y - oy, 'evenodd'));
  return hit?.zone ?? '';
}
