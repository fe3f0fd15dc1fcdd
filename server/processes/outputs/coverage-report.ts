// What `validate` tells: findings and facts with place, size and blocks, and what a repair changed.
import type { BlockRings } from '../../../core/coverage/coverage.ts';
import { polygonAreaM2 } from '../../../core/coverage/overlay/overlap-area.ts';
import type { Repair, RepairChange } from '../../../core/coverage/repair/repair.ts';
import { findMisfits, type Misfit } from '../../../core/coverage/repair/repair-misfits.ts';
import { findSlivers } from '../../../core/coverage/slivers.ts';
import { type CoverageReport, validateCoverage } from '../../../core/coverage/validate.ts';

/** Edges of two blocks that do not match, all of one kind, with the middle of the longest. */
export interface Unmatched {
  readonly a: string;
  readonly b: string;
  readonly kind: Misfit['kind'];
  readonly edges: number;
  readonly lengthM: number;
  readonly x: number;
  readonly y: number;
}

export interface DetailedReport extends Omit<CoverageReport, 'overlaps'> {
  /** `sameGeometry`: both blocks are that very area. */
  readonly overlaps: readonly (CoverageReport['overlaps'][number] & { readonly sameGeometry?: true })[];
  /** Facts, like islands: an edge within the tolerance of another that it does not match may be meant. */
  readonly unmatched: readonly Unmatched[];
  readonly slivers: readonly { readonly id: string; readonly areaM2: number; readonly widthM: number; readonly x: number; readonly y: number }[];
}

/** Checks blocks in a projected CRS; edges are compared within `toleranceM`, gaps and slivers are narrower than `gapWidthM`. */
export function detailedReport(blocks: BlockRings, toleranceM: number, gapWidthM: number): DetailedReport {
  const report = validateCoverage(blocks, { gapWidthM });
  const finite = report.invalid.every(({ reason }) => reason !== 'NOT_FINITE');
  return {
    ...report,
    overlaps: report.overlaps.map((overlap) => (isWhole(blocks, overlap) ? { ...overlap, sameGeometry: true } : overlap)),
    unmatched: finite ? byPair(blocks, findMisfits(blocks, toleranceM)) : [],
    slivers: findSlivers(blocks, gapWidthM).map(({ block, ...sliver }) => ({ id: blocks.ids[block]!, ...sliver })),
  };
}

function isWhole(blocks: BlockRings, { a, b, areaM2 }: CoverageReport['overlaps'][number]): boolean {
  return [a, b].every((id) => {
    const own = polygonAreaM2(blocks, blocks.ids.indexOf(id));
    return areaM2 > 0 && Math.abs(own - areaM2) <= 1e-9 * own;
  });
}

function byPair(blocks: BlockRings, misfits: readonly Misfit[]): Unmatched[] {
  const pairs = new Map<string, { -readonly [Key in keyof Unmatched]: Unmatched[Key] } & { longest: number }>();
  for (const { block, neighbour, kind, ax, ay, bx, by } of misfits) {
    const length = Math.hypot(bx - ax, by - ay);
    const [first, second] = [Math.min(block, neighbour), Math.max(block, neighbour)];
    const key = `${first} ${second} ${kind}`;
    let pair = pairs.get(key);
    if (pair === undefined) pairs.set(key, (pair = { a: blocks.ids[first]!, b: blocks.ids[second]!, kind, edges: 0, lengthM: 0, x: 0, y: 0, longest: -1 }));
    pair.edges++;
    pair.lengthM += length;
    if (length > pair.longest) Object.assign(pair, { longest: length, x: (ax + bx) / 2, y: (ay + by) / 2 });
  }
  return [...pairs.values()].map(({ a, b, kind, edges, lengthM, x, y }) => ({ a, b, kind, edges, lengthM, x, y }));
}

export interface RepairReport {
  readonly toleranceM: number;
  readonly gapWidthM: number;
  readonly overlaps: string;
  readonly areaBeforeM2: number;
  readonly areaAfterM2: number;
  /** Vertices moved, and how far the furthest went. */
  readonly movedVertices: number;
  readonly furthestM: number;
  readonly changes: readonly RepairChange[];
  /** Blocks whose area changed, with both areas. */
  readonly blocks: readonly { readonly id: string; readonly areaBeforeM2: number; readonly areaAfterM2: number }[];
  /** What a check of the repaired blocks still finds. */
  readonly left: Pick<DetailedReport, 'invalid' | 'overlaps' | 'gaps' | 'duplicateIds'>;
}

export function repairReport(before: BlockRings, repair: Repair, rule: string, gapWidthM: number, left: CoverageReport): RepairReport {
  const areas = before.ids.map((id, block) => ({ id, areaBeforeM2: polygonAreaM2(before, block), areaAfterM2: polygonAreaM2(repair.blocks, block) }));
  const moved = repair.changes.flatMap((change) => (change.kind === 'moved' ? [change.distanceM] : []));
  const sum = (key: 'areaBeforeM2' | 'areaAfterM2') => areas.reduce((total, area) => total + area[key], 0);
  return {
    toleranceM: repair.toleranceM,
    gapWidthM,
    overlaps: rule,
    areaBeforeM2: sum('areaBeforeM2'),
    areaAfterM2: sum('areaAfterM2'),
    movedVertices: moved.length,
    furthestM: moved.reduce((most, distance) => Math.max(most, distance), 0),
    changes: repair.changes,
    // Below 1e-9 of the block the sum was only added up in another order.
    blocks: areas.filter(({ areaBeforeM2, areaAfterM2 }) => Math.abs(areaAfterM2 - areaBeforeM2) > 1e-9 * areaBeforeM2),
    left: { invalid: left.invalid, overlaps: left.overlaps, gaps: left.gaps, duplicateIds: left.duplicateIds },
  };
}
