// Draws the border between two zones anew: what lies between the old border and the line changes hands, in both directions.
import { insideRings } from '../../coverage/interior-point.ts';
import { pointInRing } from '../../coverage/point-in-rings.ts';
import { chordsOf, meetings, type Meeting } from '../../coverage/split/split-line.ts';
import { commit } from '../commit.ts';
import { refuse, type Applied, type Operation } from '../operation.ts';
import { slotOf, type PlanState } from '../plan-state.ts';
import { tenths } from '../surface/block-cut.ts';
import { SNAP_M } from '../surface/cut-rings.ts';
import type { PlanSurface } from '../surface.ts';
import { CommonBorder, waysAlong } from './common-border.ts';
import { cutAlong } from './cut-along.ts';
import { followLine, type Chord } from './follow-line.ts';
import { innerPoint } from './inner-point.ts';
import { crossesItself, distinctPoints, lineBounds, prolonged, ringEdges, SAME2, type Point } from './line.ts';
import { defaultSnapM } from './snap-distance.ts';
import { blocksOf, zoneRings } from './zone-outline.ts';

/**
 * The line replaces the common border between where it leaves it first and where it comes back last. An end that is not on the border
 * is joined to it within the snapping distance, else cut off where the line crosses the border elsewhere at least twice, else
 * prolonged straight. Land is inside by the even-odd rule of the closed curve of line and old border; where the border can be gone
 * back along both ways (one zone lies in the other, or the border has gaps) the way that moves less land counts. A locked block that
 * the line crosses stays whole and in its zone.
 */
export function moveBoundary(state: PlanState, { zones: codes, line, snapM }: Extract<Operation, { type: 'moveBoundary' }>): Applied {
  const slots = codes.map((code) => slotOf(state, code));
  const unknown = codes.filter((_, i) => slots[i] === null || slots[i]! < 0);
  if (unknown.length > 0) return refuse({ code: 'UNKNOWN_ZONE', zones: unknown });
  const [a, b] = slots as [number, number];
  const lockedZones = codes.filter((_, i) => state.zones[slots[i]!]!.locked);
  if (lockedZones.length > 0) return refuse({ code: 'ZONE_LOCKED', zones: lockedZones });
  const border = new CommonBorder(state, a, b);
  if (a === b || border.edges.length === 0) return refuse({ code: 'NOT_NEIGHBOURS', zones: codes });
  const drawn = distinctPoints(state.surface.toPlane(line));
  if (drawn.length < 4) return refuse({ code: 'LINE_TOO_SHORT' });
  const reachM = snapM ?? defaultSnapM(state, [a, b]);
  const rings = [zoneRings(state, a), zoneRings(state, b)] as const;
  const joined = joinToBorder(drawn, border, rings, reachM);
  if (joined === null) return refuse({ code: 'LINE_TOUCHES_NOT_BORDER', zones: codes });
  if (crossesItself(joined)) return refuse({ code: 'LINE_CROSSES_ITSELF' });
  const events = meetings(joined, rings[0], SNAP_M).filter((event) => border.has(rings[0], event));
  if (events.length < 2) return refuse({ code: 'LINE_TOUCHES_NOT_BORDER', zones: codes });

  const own = [blocksOf(state, a), blocksOf(state, b)] as const;
  const isLocked = (block: number) => state.lockedBlocks.has(state.blockIds[block]!);
  const curve: number[] = [];
  const chords: Chord[] = [];
  for (let i = 1; i < events.length; i++) {
    const stretch = between(joined, events[i - 1]!, events[i]!);
    const side = sideOf(stretch, border, rings);
    const followed = side === null ? null : followLine(state.surface, own[side], stretch, reachM, isLocked);
    if (side !== null && followed === null) return refuse({ code: 'LINE_OUTSIDE', zones: codes });
    curve.push(...(followed?.points ?? stretch));
    chords.push(...(followed?.chords ?? []));
  }
  const [first, last] = [[curve[0]!, curve[1]!], [curve.at(-2)!, curve.at(-1)!]] as const;
  let backs = waysAlong(border.edges, last, first);
  if (backs.length === 0) backs = rings.flatMap((outline) => waysAlong(ringEdges(outline), last, first));
  const surface = cutAlong(state.surface, chords);
  const pieces = own.map((blocks) => blocks.flatMap((block) => surface.descendants(state.surface, block))) as [number[], number[]];
  const swaps = backs.map((back) => inside(surface, pieces, Float64Array.from([...curve, ...back.slice(2, -2)]))).filter(({ given }) => given.flat().length > 0);
  if (swaps.length === 0) return refuse({ code: 'BORDER_UNCHANGED', zones: codes });
  const { given: all } = swaps.reduce((best, swap) => (swap.areaM2 < best.areaM2 ? swap : best));
  // A locked block that the line crosses stays where it is, one that lies between as a whole is in the way.
  const stays = (block: number) => state.lockedBlocks.has(surface.ids[block]!) && chordsOf(joined, surface.outline(block).flat(), SNAP_M).length > 0;
  const given = all.map((blocks) => blocks.filter((block) => !stays(block))) as [number[], number[]];
  if (given.flat().length === 0) return refuse({ code: 'BLOCK_LOCKED', blocks: all.flat().map((block) => surface.ids[block]!) });
  const emptied = codes.filter((_, i) => given[i]!.length === pieces[i]!.length && given[1 - i]!.length === 0);
  if (emptied.length > 0) return refuse({ code: 'SPLIT_LEAVES_NOTHING', zones: emptied });
  const held = given.flat().map((block) => surface.ids[block]!).filter((id) => state.lockedBlocks.has(id));
  if (held.length > 0) return refuse({ code: 'BLOCK_LOCKED', blocks: held });
  const targets = [{ slot: b, positions: given[0] }, { slot: a, positions: given[1] }];
  return commit(state, { targets, surface, settle: pieces.flat().filter((block) => surface.ids[block] !== state.blockIds[block]) });
}

/** The line with both ends on the border; null where an end cannot come to it. */
function joinToBorder(drawn: Float64Array, border: CommonBorder, rings: readonly [Float64Array[], Float64Array[]], reachM: number): Float64Array | null {
  const events = meetings(drawn, rings[0], SNAP_M).filter((event) => border.has(rings[0], event));
  const count = drawn.length / 2;
  const end = (at: Point, inner: Point): 'cut' | Point | null => {
    const { point, distance2 } = border.nearest(at);
    if (distance2 <= SNAP_M ** 2) return at;
    if (distance2 <= reachM ** 2) return [tenths(point[0]), tenths(point[1])];
    if (events.length >= 2) return 'cut';
    const outline = rings.find((own) => insideRings(...at, own));
    const hit = outline === undefined ? null : prolonged(at, inner, ringEdges(outline));
    return hit !== null && border.nearest(hit).distance2 <= SAME2 ? hit : null;
  };
  const start = end([drawn[0]!, drawn[1]!], [drawn[2]!, drawn[3]!]);
  const stop = end([drawn.at(-2)!, drawn.at(-1)!], [drawn.at(-4)!, drawn.at(-3)!]);
  if (start === null || stop === null) return null;
  let [from, to] = [0, count];
  const [head, tail]: number[][] = [[], []];
  if (start === 'cut') {
    head!.push(tenths(events[0]!.x), tenths(events[0]!.y));
    from = Math.floor(events[0]!.at) + 1;
  } else head!.push(...start);
  if (stop === 'cut') {
    tail!.push(tenths(events.at(-1)!.x), tenths(events.at(-1)!.y));
    to = Math.ceil(events.at(-1)!.at);
  } else tail!.push(...stop);
  const whole = distinctPoints([...head!, ...drawn.subarray(2 * from, 2 * Math.max(from, to)), ...tail!]);
  return whole.length < 4 ? null : whole;
}

/** The line from one meeting to the next. */
function between(line: Float64Array, from: Meeting, to: Meeting): Float64Array {
  const xy = [from.x, from.y];
  for (let v = Math.floor(from.at) + 1; v < to.at; v++) {
    const [x, y] = [line[2 * v]!, line[2 * v + 1]!];
    const isEnd = [from, to].some((end) => (end.x - x) ** 2 + (end.y - y) ** 2 <= SNAP_M ** 2);
    if (!isEnd) xy.push(x, y);
  }
  return Float64Array.from([...xy, to.x, to.y]);
}

/** Through which of the two zones a stretch runs; null along the border, or through neither. */
function sideOf(stretch: Float64Array, border: CommonBorder, rings: readonly [Float64Array[], Float64Array[]]): 0 | 1 | null {
  const middle: Point = [(stretch[0]! + stretch[2]!) / 2, (stretch[1]! + stretch[3]!) / 2];
  if (stretch.length === 4 && border.nearest(middle).distance2 <= SAME2) return null;
  for (const side of [0, 1] as const) if (insideRings(...middle, rings[side])) return side;
  for (const side of [0, 1] as const) if (chordsOf(stretch, rings[side], SNAP_M).length > 0) return side;
  return null;
}

/** Pieces of either zone within a closed curve, by a point inside each. */
function inside(surface: PlanSurface, pieces: readonly [number[], number[]], curve: Float64Array): { given: [number[], number[]]; areaM2: number } {
  const { blockBounds, blockAreaM2 } = surface.coverage;
  const [minX, minY, maxX, maxY] = lineBounds(curve);
  let areaM2 = 0;
  const within = (block: number) => {
    if (blockBounds[4 * block]! > maxX || blockBounds[4 * block + 1]! > maxY || blockBounds[4 * block + 2]! < minX || blockBounds[4 * block + 3]! < minY) return false;
    const [x, y] = innerPoint(surface, block);
    if (pointInRing(x, y, curve, 0, curve.length / 2) !== 1) return false;
    areaM2 += blockAreaM2[block]!;
    return true;
  };
  const given: [number[], number[]] = [pieces[0].filter(within), pieces[1].filter(within)];
  return { given, areaM2 };
}
