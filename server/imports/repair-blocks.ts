// Blocks mended by rules that somebody chose, with every change told, so that it can be accepted before it is stored.
import type { BlockRings } from '../../core/coverage/coverage.ts';
import { inscribedCircle } from '../../core/coverage/inscribed-circle.ts';
import { areasOfRings } from '../../core/coverage/ring-areas.ts';
import { repairCoverage, type RepairChange } from '../../core/coverage/repair/repair.ts';
import { hasFindings, validateCoverage, type CoverageReport } from '../../core/coverage/validate.ts';
import { say } from '../../core/refusals/say.ts';
import { InputError } from '../gdal/input-error.ts';
import { listFindings, MOST_ITEMS, type Findings, type RowOf } from './block-findings.ts';
import type { RepairRules } from './import-request.ts';

export interface ChangeItem {
  readonly kind: RepairChange['kind'];
  /** Of an overlap or a gap: the blocks around it, the one that got it first. */
  readonly blocks: readonly string[];
  readonly areaM2: number;
  readonly movedM?: number;
  /** Of a piece: across where it is widest, which is also its place. */
  readonly widthM?: number;
  readonly at: readonly [number, number] | null;
  /** Rings of the piece that changed hands, not closed; of a moved vertex: from where to where. */
  readonly outline?: readonly (readonly (readonly [number, number])[])[];
}

export interface RepairReport {
  readonly toleranceM: number;
  readonly changes: { readonly total: number; readonly byKind: Readonly<Record<string, number>>; readonly items: readonly ChangeItem[] };
  readonly areaBeforeM2: number;
  readonly areaAfterM2: number;
  /** What the rules left: gaps wider than they close, blocks without geometry. */
  readonly left: Findings;
}

export interface RepairedBlocks {
  readonly rings: BlockRings;
  /** Of the blocks as they are now. */
  readonly checked: CoverageReport;
  readonly report: RepairReport;
  /** All of them, for the token of acceptance. */
  readonly changes: readonly RepairChange[];
}

/** Throws InputError where the rules cannot settle the blocks. */
export function repairBlocks(rings: BlockRings, rules: RepairRules, file: string, rowOf: RowOf): RepairedBlocks {
  const { toleranceM, overlaps, gapWidthM } = rules;
  const result = repairCoverage(rings, { overlaps, ...(toleranceM === undefined ? {} : { toleranceM }), ...(gapWidthM === undefined ? {} : { gapWidthM }) });
  if (!result.ok) {
    const [first] = result.blocks;
    const row = first === undefined ? undefined : rowOf(first);
    const detail = say(`REPAIR_${result.code}`);
    throw new InputError({
      file,
      ...(row === undefined ? {} : { row }),
      field: 'mapping.repair',
      problem: first === undefined ? say('BLOCKS_NOT_REPAIRED', { detail }) : say('BLOCK_NOT_REPAIRED', { block: first, detail }),
      accepted: say('TAKE_TOLERANCE'),
    });
  }
  const { repair } = result;
  const checked = validateCoverage(repair.blocks, gapWidthM === undefined ? {} : { gapWidthM });
  const byKind: Record<string, number> = {};
  for (const { kind } of repair.changes) byKind[kind] = (byKind[kind] ?? 0) + 1;
  const sum = (areas: Float64Array) => areas.reduce((total, area) => total + area, 0);
  // Areas before moved vertices: what changed hands says more, and comes first.
  const weight = (change: RepairChange) => (change.kind === 'moved' ? 0 : change.kind === 'emptied' ? Infinity : change.areaM2);
  const all = repair.changes.map((change, i) => ({ change, piece: repair.pieces[i]! }));
  const largest = all.length > MOST_ITEMS ? all.toSorted((a, b) => weight(b.change) - weight(a.change)) : all;
  return {
    rings: repair.blocks,
    checked,
    changes: repair.changes,
    report: {
      toleranceM: repair.toleranceM,
      changes: { total: repair.changes.length, byKind, items: largest.slice(0, MOST_ITEMS).map(itemOf) },
      areaBeforeM2: sum(areasOfRings(rings)),
      areaAfterM2: sum(areasOfRings(repair.blocks)),
      left: listFindings(checked, repair.blocks, rowOf),
    },
  };
}

/** Of a width that is told. */
const FINEST_M = 0.0001;

/** Whether the blocks may be stored. */
export const isSettled = ({ checked }: RepairedBlocks): boolean => !hasFindings(checked);

function itemOf({ change, piece }: { readonly change: RepairChange; readonly piece: readonly Float64Array[] | null }): ChangeItem {
  const at = 'x' in change ? ([change.x, change.y] as const) : null;
  switch (change.kind) {
    case 'moved':
      return { kind: 'moved', blocks: change.blocks, areaM2: 0, movedM: change.distanceM, at, outline: [[[change.x, change.y], [change.toX, change.toY]]] };
    case 'emptied':
      return { kind: 'emptied', blocks: change.blocks, areaM2: change.areaM2, at };
    default: {
      const shell = piece?.[0];
      const widest = shell === undefined ? null : inscribedCircle(shell, 0, shell.length / 2, FINEST_M);
      return {
        kind: change.kind,
        blocks: [change.to, ...change.blocks.filter((id) => id !== change.to)],
        areaM2: change.areaM2,
        ...(widest === null ? {} : { widthM: 2 * widest.radiusM }),
        at: widest === null ? at : [widest.x, widest.y],
        ...(piece === null ? {} : { outline: piece.map((ring) => Array.from({ length: ring.length / 2 }, (_, v) => [ring[2 * v]!, ring[2 * v + 1]!] as const)) }),
      };
    }
  }
}
