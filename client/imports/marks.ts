// Places that a check is about, ready to be drawn: numbered, with what to hatch, to outline and to show as it was before.
import type { FeatureCollection, Position } from 'geojson';
import type { Coverage } from '../../core/coverage/coverage.ts';
import { blockPath, featuresPath, type WorldOrigin } from '../map-layers/coverage-paths.ts';
import type { Box, Change, EmptyResult, Finding, LineageItem, Place } from './model.ts';
import type { Outlines } from './outlines.ts';

export interface Mark {
  /** From 1, as on the pin and in the list. */
  readonly number: number;
  readonly tone: 'finding' | 'change' | 'note';
  readonly at: Place;
  readonly box: Box;
  /** What a flight shows: close enough that a crack of centimetres is seen. */
  readonly view: Box;
  /** Hatched; where `clip` is given only inside it. */
  readonly hatch: Path2D | null;
  readonly clip: Path2D | null;
  /** Drawn solid in the tone's colour. */
  readonly outline: Path2D | null;
  /** Drawn dashed: where the border ran before. */
  readonly before: Path2D | null;
  /** Of a repair: drawn by its kind, below the pins. */
  readonly repair?: RepairShape;
}

export interface RepairShape {
  readonly kind: 'moved' | 'overlap' | 'gap';
  /** The piece that changed hands; of a vertex the way that it went. */
  readonly piece: Path2D | null;
  /** Outlines of the blocks as the file has them. */
  readonly before: Path2D | null;
}

interface Shape {
  readonly path: Path2D;
  readonly box: Box;
}

/** Outlines by block id, from the shapes of a dry run or from the stored blocks. */
export class BlockShapes {
  private readonly byId = new Map<string, Shape>();
  private readonly coverage: Coverage | null;
  private readonly origin: WorldOrigin;
  private readonly positions: Map<string, number>;

  constructor(shapes: FeatureCollection | null, coverage: Coverage | null, origin: WorldOrigin) {
    this.coverage = coverage;
    this.origin = origin;
    this.positions = new Map((coverage?.ids ?? []).map((id, position) => [id, position]));
    for (const feature of shapes?.features ?? []) {
      const id = String(feature.properties?.block ?? feature.id);
      const box = feature.geometry === null ? null : boxOf(positionsOf(feature.geometry));
      if (box !== null) this.byId.set(id, { path: featuresPath({ type: 'FeatureCollection', features: [feature] }, origin), box });
    }
  }

  get(id: string): Shape | null {
    return this.byId.get(id) ?? this.stored(id);
  }

  /** As the block is stored now. */
  stored(id: string): Shape | null {
    const position = this.positions.get(id);
    if (this.coverage === null || position === undefined) return null;
    const box = [...this.coverage.blockBounds.subarray(4 * position, 4 * position + 4)] as unknown as Box;
    return { path: blockPath(this.coverage, position, this.origin), box };
  }
}

/** Metres round a place without a size of its own. */
const ROUND_M = 25;

export function findingMarks(findings: readonly Finding[], shapes: BlockShapes, origin: WorldOrigin): (Mark | null)[] {
  return findings.map((finding, index) => {
    const blocks = finding.blocks.map((id) => shapes.get(id)).filter((shape) => shape !== null);
    const box = finding.box ?? blocks[0]?.box ?? (finding.at === null ? null : around(finding.at));
    if (box === null) return null;
    const outline = blocks.length === 0 ? null : joined(blocks.map(({ path }) => path));
    return { number: index + 1, tone: 'finding', at: finding.at ?? middle(box), box: grown(box), view: closeTo(finding.at, finding.areaM2, finding.widthM) ?? grown(box), outline, before: null, ...hatchOf(finding.code, finding.at, (box[2] - box[0]) / 2, blocks, origin) };
  });
}

/** An overlap is what two blocks have in common; a gap is what its neighbours leave free round its place. */
function hatchOf(code: string, at: Place | null, reachM: number, blocks: readonly Shape[], [ox, oy]: WorldOrigin): Pick<Mark, 'hatch' | 'clip'> {
  const [first, second] = blocks;
  if (/OVERLAP/i.test(code) && first !== undefined && second !== undefined) return { hatch: first.path, clip: second.path };
  if (/GAP/i.test(code) && first !== undefined && at !== null) {
    // Farther than half a neighbour away what they leave free may be another block.
    const near = Math.min(reachM, ...blocks.map(({ box }) => Math.min(box[2] - box[0], box[3] - box[1]) / 2));
    const clip = new Path2D();
    clip.rect(at[0] - near - ox, at[1] - near - oy, 2 * near, 2 * near);
    return { hatch: joined([clip, ...blocks.map(({ path }) => path)]), clip };
  }
  return { hatch: first?.path ?? null, clip: null };
}

export function changeMarks(changes: readonly Change[], shapes: BlockShapes, origin: WorldOrigin): (Mark | null)[] {
  return changes.map(({ kind, blocks: ids, at, areaM2, movedM, widthM, outline = [] }, index) => {
    const blocks = ids.map((id) => shapes.get(id)).filter((shape) => shape !== null);
    const box = boxOf(outline.flat()) ?? (at === null ? (blocks[0]?.box ?? null) : around(at));
    if (box === null) return null;
    const before = blocks.length === 0 ? null : joined(blocks.map(({ path }) => path));
    const mark = { number: index + 1, tone: 'change', at: at ?? middle(box), box: grown(box), view: closeTo(at, areaM2 ?? 0, widthM == null ? null : widthM / 2) ?? grown(box), hatch: null, clip: null, outline: null, before: null } as const;
    if (kind !== 'moved' && kind !== 'overlap' && kind !== 'gap') return { ...mark, hatch: blocks[0]?.path ?? null, before };
    const piece = outline.length === 0 ? null : ringsPath(outline, origin);
    return { ...mark, ...(kind === 'moved' ? { view: closeTo(at, (movedM ?? 0) ** 2, null) ?? grown(box) } : {}), repair: { kind, piece, before } };
  });
}

/** A block and the cell that it has got. */
export function cellMarks(grownBlocks: NonNullable<EmptyResult['grown']>['items'], source: Outlines | null, cells: Outlines | null): (Mark | null)[] {
  return grownBlocks.map(({ block }, index) => {
    const cell = cells?.shape(block) ?? null;
    if (cell === null) return null;
    const own = source?.shape(block) ?? null;
    return { number: index + 1, tone: 'change', at: middle((own ?? cell).box), box: grown(cell.box), view: grown(cell.box), hatch: null, clip: null, outline: cell.path, before: own?.path ?? null };
  });
}

/** New outlines solid, the stored ones dashed. */
export function lineageMarks(items: readonly LineageItem[], shapes: BlockShapes): (Mark | null)[] {
  return items.map((item, index) => {
    const after = item.to.map((id) => shapes.get(id)).filter((shape) => shape !== null);
    const before = item.from.map((id) => shapes.stored(id)).filter((shape) => shape !== null);
    const box = unite([...after, ...before].map((shape) => shape.box));
    if (box === null) return null;
    const path = (list: readonly { readonly path: Path2D }[]) => (list.length === 0 ? null : joined(list.map((shape) => shape.path)));
    return { number: index + 1, tone: 'change', at: middle(box), box: grown(box), view: grown(box), hatch: path(after), clip: null, outline: path(after), before: path(before) };
  });
}

/** Blocks as they are stored: without a row, cut, in no zone. */
export function blockMarks(ids: readonly string[], shapes: BlockShapes): (Mark | null)[] {
  return ids.map((id, index) => {
    const shape = shapes.get(id);
    if (shape === null) return null;
    return { number: index + 1, tone: 'note', at: middle(shape.box), box: grown(shape.box), view: grown(shape.box), hatch: shape.path, clip: null, outline: shape.path, before: null };
  });
}

function joined(paths: readonly Path2D[]): Path2D {
  const path = new Path2D();
  for (const part of paths) path.addPath(part);
  return path;
}

function ringsPath(rings: readonly (readonly Place[])[], [ox, oy]: WorldOrigin): Path2D {
  const path = new Path2D();
  for (const ring of rings) {
    ring.forEach(([x, y], i) => (i === 0 ? path.moveTo(x - ox, y - oy) : path.lineTo(x - ox, y - oy)));
    if (ring.length > 2) path.closePath();
  }
  return path;
}

export function positionsOf(geometry: { readonly type: string; readonly coordinates?: unknown; readonly geometries?: readonly unknown[] }): Position[] {
  if (geometry.geometries !== undefined) return geometry.geometries.flatMap((part) => positionsOf(part as never));
  const walk = (value: unknown): Position[] =>
    !Array.isArray(value) ? [] : typeof value[0] === 'number' ? [value as Position] : value.flatMap(walk);
  return walk(geometry.coordinates);
}

export function boxOf(positions: readonly (Position | Place)[]): Box | null {
  if (positions.length === 0) return null;
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of positions) {
    box[0] = Math.min(box[0], x!);
    box[1] = Math.min(box[1], y!);
    box[2] = Math.max(box[2], x!);
    box[3] = Math.max(box[3], y!);
  }
  return box;
}

const unite = (boxes: readonly Box[]) => boxOf(boxes.flatMap(([minX, minY, maxX, maxY]): Place[] => [[minX, minY], [maxX, maxY]]));
const around = ([x, y]: Place): Box => [x - ROUND_M, y - ROUND_M, x + ROUND_M, y + ROUND_M];
const middle = ([minX, minY, maxX, maxY]: Box): Place => [(minX + maxX) / 2, (minY + maxY) / 2];

/** Large enough to be seen as a place: a sliver of a centimetre is a point to the eye. */
function grown(box: Box): Box {
  const [x, y] = middle(box);
  const half = Math.max(ROUND_M, (box[2] - box[0]) / 2, (box[3] - box[1]) / 2);
  return [x - half, y - half, x + half, y + half];
}

/** A place with so much round it that a sliver of this area, long and thin, is some pixels wide. */
function closeTo(at: Place | null, areaM2: number | null | undefined, widthM: number | null | undefined): Box | null {
  if (at === null || areaM2 == null) return null;
  const half = Math.min(200, Math.max(0.5, Math.min(Math.sqrt(areaM2), 40 * (widthM ?? Infinity))));
  return [at[0] - half, at[1] - half, at[0] + half, at[1] + half];
}
