// What becomes of the space between blocks: stepped over by near neighbours, or shared out so that a full coverage results.
import { buildCoverage } from '../../core/coverage/build-coverage.ts';
import type { BlockRings, Coverage } from '../../core/coverage/coverage.ts';
import { dissolve } from '../../core/coverage/dissolve.ts';
import { nearPairs } from '../../core/coverage/near-adjacency.ts';
import { areasOfRings } from '../../core/coverage/ring-areas.ts';
import { tessellate } from '../../core/coverage/tessellate/tessellate.ts';
import { say } from '../../core/refusals/say.ts';
import { InputError } from '../gdal/input-error.ts';
import { MOST_ITEMS } from './block-findings.ts';
import type { EmptyRules } from './import-request.ts';

/** What the server read for it. Coordinates in the municipality's projected CRS. */
export interface EmptySpace {
  /** Polygons that are the municipality together; null for the hull of the blocks, and where nothing is tessellated. */
  readonly boundary: BlockRings | null;
  /** Polylines, x y interleaved. */
  readonly barriers: readonly Float64Array[];
}

export interface EmptyReport {
  readonly method: 'near' | 'tessellate';
  /** Near: pairs of blocks that are neighbours across empty space. */
  readonly pairs?: number;
  /** Tessellate: what the blocks' outlines gained. */
  readonly areaAddedM2?: number;
  /** Tessellate: parts of the municipality that no block reaches. */
  readonly uncoveredM2?: number;
  /** Tessellate: blocks whose cell is larger than they are; the first 500, those that gained most first. */
  readonly grown?: { readonly total: number; readonly items: readonly { readonly block: string; readonly sourceM2: number; readonly cellM2: number }[] };
  /** Blocks that are still without a neighbour. */
  readonly unreached: readonly string[];
}

export interface FilledSpace {
  /** Outlines to draw zones with, where they are not the blocks' own; and their topology. */
  readonly cells: { readonly rings: BlockRings; readonly coverage: Coverage } | null;
  readonly near: Uint32Array;
  readonly report: Omit<EmptyReport, 'unreached'>;
}

/** Areas are sums of products of coordinates: less than this is how they are rounded. */
const NOTHING_M2 = 0.001;

/** Throws InputError for a boundary that is none, or a tessellation that cannot be settled. */
export function fillEmpty(coverage: Coverage, rules: Exclude<EmptyRules, { method: 'keep' }>, space: EmptySpace): FilledSpace {
  if (rules.method === 'near') {
    const near = nearPairs(coverage, rules.distanceM, space.barriers);
    return { cells: null, near, report: { method: 'near', pairs: near.length / 2 } };
  }
  const boundary = space.boundary === null ? hullOf(coverage) : outlineOf(space.boundary);
  const result = tessellate(coverage, { boundary, barriers: space.barriers });
  if (!result.ok) {
    throw new InputError({ field: 'mapping.empty', problem: say('SPACE_NOT_SHARED', { detail: say(`SPACE_${result.code}`) }), accepted: say('TAKE_OTHER_SPACE') });
  }
  const { cells: rings, uncoveredM2 } = result.tessellation;
  const built = buildCoverage(rings);
  if (!built.ok) throw new Error(`a tessellation is no coverage: ${built.issues[0]?.detail}`);
  const sum = (areas: Float64Array) => areas.reduce((total, area) => total + area, 0);
  const areaAddedM2 = sum(areasOfRings(rings)) - sum(coverage.blockAreaM2);
  return { cells: { rings, coverage: built.coverage }, near: new Uint32Array(0), report: { method: 'tessellate', areaAddedM2, uncoveredM2, grown: grownBlocks(coverage, built.coverage) } };
}

function grownBlocks(source: Coverage, cells: Coverage): NonNullable<EmptyReport['grown']> {
  const of = new Map(source.ids.map((id, block) => [id, source.blockAreaM2[block]!]));
  const grown = cells.ids
    .map((block, cell) => ({ block, sourceM2: of.get(block)!, cellM2: cells.blockAreaM2[cell]! }))
    .filter(({ sourceM2, cellM2 }) => cellM2 - sourceM2 > NOTHING_M2)
    .toSorted((a, b) => b.cellM2 - b.sourceM2 - (a.cellM2 - a.sourceM2) || (a.block < b.block ? -1 : 1));
  return { total: grown.length, items: grown.slice(0, MOST_ITEMS) };
}

/** The outer border of polygons that do not overlap: borders between zones are none of the municipality's. */
function outlineOf(polygons: BlockRings): Coverage {
  const refused = (code: string) =>
    new InputError({ field: 'mapping.empty.boundary', problem: say('NO_BOUNDARY', { detail: code === 'OVERLAP' ? say('POLYGONS_OVERLAP') : say('RING_INVALID') }), accepted: say('TAKE_BOUNDARY') });
  const built = buildCoverage(polygons);
  if (!built.ok) throw refused(built.issues[0]!.code);
  const whole = dissolve(built.coverage, new Int32Array(built.coverage.blockCount), 1);
  const outline = buildCoverage({ ids: [''], xy: whole.xy, ringStart: whole.ringStart, partStart: whole.polygonStart, blockStart: whole.zoneStart });
  if (!outline.ok) throw refused(outline.issues[0]!.code);
  return outline.coverage;
}

/** Convex hull of all vertices (Andrew 1979). */
function hullOf({ xy }: Coverage): Coverage {
  const points = Array.from({ length: xy.length / 2 }, (_, v) => [xy[2 * v]!, xy[2 * v + 1]!] as const).toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (ordered: readonly (readonly [number, number])[]) => {
    const chain: (readonly [number, number])[] = [];
    for (const point of ordered) {
      while (chain.length > 1 && turn(chain.at(-2)!, chain.at(-1)!, point) <= 0) chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  const hull = [...half(points), ...half(points.toReversed())];
  const built = buildCoverage({
    ids: [''],
    xy: Float64Array.from(hull.flat()),
    ringStart: Uint32Array.of(0, hull.length),
    partStart: Uint32Array.of(0, 1),
    blockStart: Uint32Array.of(0, 1),
  });
  if (!built.ok) throw new InputError({ field: 'mapping.empty.boundary', problem: say('NO_HULL'), accepted: say('TAKE_GEOGRAPHY_OR_LAYER') });
  return built.coverage;
}

function turn(a: readonly [number, number], b: readonly [number, number], c: readonly [number, number]): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}
