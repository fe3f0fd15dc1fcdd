// What a dry run of blocks would store, to be looked at: outlines after a repair, and the cells that share out the space between.
import { buildCoverage } from '../../core/coverage/build-coverage.ts';
import type { BlockRings, Coverage } from '../../core/coverage/coverage.ts';
import { ringsFromCoverage } from '../../core/coverage/rings-from-coverage.ts';
import { simplify } from '../../core/coverage/simplify.ts';
import type { NearPicture } from './near-picture.ts';
import { ringsOfRows } from './select-rows.ts';
import { topologyOf, type Topology } from './topology-json.ts';

/** Outlines in the municipality's projected CRS. */
export interface OutlinePicture {
  /** Blocks that it is about, of which `drawn` are in it. */
  readonly blocks: number;
  readonly drawn: number;
  /** Corners whose triangle is smaller than this squared were left out; 0 where none was. */
  readonly simplifiedM: number;
  readonly topology: Topology;
}

export interface OutlinePictures {
  /** As the repair leaves them: the blocks that it changed, to the millimetre, those of the listed changes first. */
  readonly repaired: OutlinePicture | null;
  /** As they stay with the counts, and the cells that zones are drawn with: all blocks, in the same order. */
  readonly source: OutlinePicture | null;
  readonly cells: OutlinePicture | null;
  /** Blocks that would be joined across empty space; null by other methods. */
  readonly near: NearPicture | null;
}

/** 3 MB of JSON in decimetres, 5 MB in millimetres. */
const MOST_VERTICES = 250_000;
/** Of what was not simplified; after that the tenth of a metre, which is half the bytes. */
const MILLIMETRE = 0.001;
const DECIMETRE = 0.1;
/** One after the other until there is room; from 4 m on the middle of a street would be another line. */
const TOLERANCES_M = [0.25, 0.5, 1, 2];

/** Of `ids`, those that are in the rings and for which there is room, in this order. Null where no block is left, or together they are no coverage. */
export function pictureOfBlocks(rings: BlockRings, ids: Iterable<string>): OutlinePicture | null {
  const positions = new Map(rings.ids.map((id, position) => [id, position]));
  const wanted: number[] = [];
  for (const id of new Set(ids)) {
    const block = positions.get(id);
    if (block !== undefined && rings.blockStart[block]! < rings.blockStart[block + 1]!) wanted.push(block);
  }
  let vertices = 0;
  const room = wanted.findIndex((block) => (vertices += verticesOf(rings, block)) > MOST_VERTICES);
  const taken = room < 0 ? wanted : wanted.slice(0, room);
  const built = taken.length === 0 ? null : buildCoverage(ringsOfRows(rings, taken));
  return built?.ok === true ? { blocks: wanted.length, drawn: taken.length, simplifiedM: 0, topology: topologyOf(built.coverage, MILLIMETRE) } : null;
}

/** The cells, simplified as far as it takes; where that is not enough, those round the middle. The same blocks as their source drew them beside. */
export function picturesOfCells(source: Coverage, cells: Coverage): { readonly source: OutlinePicture; readonly cells: OutlinePicture } {
  const picture = pictureOfCoverage(cells);
  const drawn = new Set(picture.topology.objects.blocks.geometries.map(({ id }) => id));
  const same = picture.drawn === picture.blocks ? source : partOf(source, source.ids.flatMap((id, block) => (drawn.has(id) ? [block] : [])));
  return { source: { ...pictureOfCoverage(same), blocks: source.blockCount }, cells: picture };
}

function pictureOfCoverage(coverage: Coverage): OutlinePicture {
  const { blockCount } = coverage;
  let order: readonly number[] | null = null;
  for (let count = blockCount; ; ) {
    const part = count === blockCount ? coverage : partOf(coverage, (order ??= nearestTheMiddle(coverage)).slice(0, count));
    // Both ends of every border stay, whatever is left out.
    let vertices = 2 * part.arcCount;
    if (vertices <= MOST_VERTICES || count === 1) {
      const { simplifiedM, drawn } = simplified(part);
      vertices = verticesIn(drawn);
      if (vertices <= MOST_VERTICES || count === 1) return { blocks: blockCount, drawn: count, simplifiedM, topology: topologyOf(drawn, simplifiedM === 0 ? MILLIMETRE : DECIMETRE) };
    }
    count = Math.max(1, Math.floor(count * Math.min(0.9, MOST_VERTICES / vertices)));
  }
}

function simplified(coverage: Coverage): { readonly simplifiedM: number; readonly drawn: Coverage } {
  let [simplifiedM, drawn] = [0, coverage];
  for (const toleranceM of TOLERANCES_M) {
    if (verticesIn(drawn) <= MOST_VERTICES) break;
    [simplifiedM, drawn] = [toleranceM, simplify(drawn, toleranceM)];
  }
  return { simplifiedM, drawn };
}

const verticesIn = ({ xy }: Coverage) => xy.length / 2;

function verticesOf({ ringStart, partStart, blockStart }: BlockRings, block: number): number {
  return ringStart[partStart[blockStart[block + 1]!]!]! - ringStart[partStart[blockStart[block]!]!]!;
}

/** Blocks by their distance from the median of all: the first of them are a piece that can be looked at, not crumbs all over. */
function nearestTheMiddle({ blockBounds, blockCount }: Coverage): number[] {
  const x = Float64Array.from({ length: blockCount }, (_, block) => (blockBounds[4 * block]! + blockBounds[4 * block + 2]!) / 2);
  const y = Float64Array.from({ length: blockCount }, (_, block) => (blockBounds[4 * block + 1]! + blockBounds[4 * block + 3]!) / 2);
  const [middleX, middleY] = [x.toSorted()[blockCount >> 1]!, y.toSorted()[blockCount >> 1]!];
  const away = Float64Array.from(x, (left, block) => Math.hypot(left - middleX, y[block]! - middleY));
  return Array.from({ length: blockCount }, (_, block) => block).toSorted((a, b) => away[a]! - away[b]! || a - b);
}

function partOf(coverage: Coverage, blocks: readonly number[]): Coverage {
  const built = buildCoverage(ringsOfRows(ringsFromCoverage(coverage), blocks));
  if (!built.ok) throw new Error(`blocks of a coverage are none: ${built.issues[0]?.detail}`);
  return built.coverage;
}
