// What keeps blocks from being a coverage: as a report with places, or as a refusal that names file and row.
import type { BlockRings } from '../../core/coverage/coverage.ts';
import type { CoverageReport, InvalidReason } from '../../core/coverage/validate.ts';
import { say, type Said } from '../../core/refusals/say.ts';
import type { InputProblem } from '../gdal/input-error.ts';
import { IssueList } from './import-refused.ts';

export type FindingCode = InvalidReason | 'OVERLAP' | 'GAP';

/** minX minY maxX maxY in the municipality's projected CRS. */
export type Box = readonly [number, number, number, number];

export interface Finding {
  readonly code: FindingCode;
  readonly blocks: readonly string[];
  /** Rows of the blocks in the file. */
  readonly rows: readonly (number | string)[];
  readonly areaM2?: number;
  readonly widthM?: number;
  readonly at: readonly [number, number] | null;
  readonly box: Box | null;
}

export interface Findings {
  readonly total: number;
  readonly byCode: Readonly<Record<string, number>>;
  /** The first 500, invalid blocks first, then overlaps, then gaps. */
  readonly items: readonly Finding[];
}

/** More would not be looked at one by one, and a report of 100,000 would not fit a page. */
export const MOST_ITEMS = 500;

/** Row of the file that a block stands in; undefined for a block of no row. */
export type RowOf = (id: string) => number | string | undefined;

export function listFindings(report: CoverageReport, rings: BlockRings, rowOf: RowOf): Findings {
  // Most files have no findings, and then nobody asks where a block is.
  let positions: Map<string, number> | null = null;
  const rows = (blocks: readonly string[]) => blocks.flatMap((id) => rowOf(id) ?? []);
  const boxOf = (id: string) => boundsOfBlock(rings, (positions ??= new Map(rings.ids.map((name, position) => [name, position]))).get(id) ?? -1);
  const place = (x: number | null, y: number | null) => (x === null || y === null ? null : ([x, y] as const));
  const all: (() => Finding)[] = [
    ...report.invalid.map(({ id, reason, neighbour, x, y }) => (): Finding => {
      const blocks = neighbour === undefined ? [id] : [id, neighbour];
      return { code: reason, blocks, rows: rows(blocks), at: place(x, y), box: boxOf(id) };
    }),
    ...report.overlaps.map(({ a, b, areaM2, x, y }) => (): Finding => ({ code: 'OVERLAP', blocks: [a, b], rows: rows([a, b]), areaM2, at: place(x, y), box: common(boxOf(a), boxOf(b)) })),
    ...report.gaps.map(({ neighbours, areaM2, widthM, x, y }) => (): Finding => {
      // A gap is at most as long as its area over its width makes it.
      const reach = widthM + areaM2 / Math.max(widthM, 1e-9);
      return { code: 'GAP', blocks: [...neighbours], rows: rows(neighbours), areaM2, widthM, at: [x, y], box: [x - reach, y - reach, x + reach, y + reach] };
    }),
  ];
  const byCode: Record<string, number> = {};
  const count = (code: FindingCode, more: number) => {
    if (more > 0) byCode[code] = (byCode[code] ?? 0) + more;
  };
  for (const { reason } of report.invalid) count(reason, 1);
  count('OVERLAP', report.overlaps.length);
  count('GAP', report.gaps.length);
  return { total: all.length, byCode, items: all.slice(0, MOST_ITEMS).map((make) => make()) };
}

export function boundsOfBlock(rings: BlockRings, block: number): Box | null {
  if (block < 0 || rings.blockStart[block] === rings.blockStart[block + 1]) return null;
  const first = rings.ringStart[rings.partStart[rings.blockStart[block]!]!]!;
  const last = rings.ringStart[rings.partStart[rings.blockStart[block + 1]!]!]!;
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let v = first; v < last; v++) {
    const [x, y] = [rings.xy[2 * v]!, rings.xy[2 * v + 1]!];
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    [minX, minY, maxX, maxY] = [Math.min(minX, x), Math.min(minY, y), Math.max(maxX, x), Math.max(maxY, y)];
  }
  return minX <= maxX ? [minX, minY, maxX, maxY] : null;
}

function common(a: Box | null, b: Box | null): Box | null {
  if (a === null || b === null) return a ?? b;
  return [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])];
}

/** Throws ImportRefused where the report has findings, with what each is about. */
export function refuseFindings(report: CoverageReport, file: string, field: string, rowOf: RowOf, epsg: number): void {
  const issues = new IssueList();
  const add = (id: string, problem: Said) => {
    const row = rowOf(id);
    issues.add({ file, ...(row === undefined ? {} : { row }), field, problem, accepted: say('TAKE_COVERAGE') } satisfies InputProblem);
  };
  const at = (x: number | null, y: number | null) => (x === null || y === null ? '' : say('AT_PLACE', { x: x.toFixed(2), y: y.toFixed(2), epsg: String(epsg) }));
  for (const { id, reason, neighbour, x, y } of report.invalid) {
    add(id, say(`BLOCK_${reason}`, { block: id, beside: neighbour === undefined ? '' : say('BESIDE_BLOCK', { block: neighbour }), at: at(x, y) }));
  }
  for (const { a, b, areaM2 } of report.overlaps) add(a, say('BLOCKS_OVERLAP', { a, b, areaM2: Number(areaM2.toPrecision(4)) }));
  for (const { areaM2, widthM, neighbours, x, y } of report.gaps) {
    const blocks = neighbours.slice(0, 5).map((id) => `"${id}"`);
    add(neighbours[0]!, say('BLOCKS_GAP', { areaM2: Number(areaM2.toPrecision(4)), widthM: Number(widthM.toPrecision(3)), blocks, at: at(x, y) }));
  }
  issues.refuse();
}
