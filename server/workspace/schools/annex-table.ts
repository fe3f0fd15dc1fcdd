// What of the figures of catchments an annex may tell, as one linked table: sums before and after, moves, and everything reckoned from them.
import { linkedTable, type Group, type LinkedTable } from '../../../core/schools/linked-table.ts';
import type { CatchmentFigures, CatchmentRow, MoveRow } from './catchment-report.ts';

export interface AnnexTable {
  readonly threshold: number;
  /** By zone code. */
  readonly before: ReadonlySet<string>;
  readonly after: ReadonlySet<string>;
  /** Zones that children move into or out of, withheld or not: figures of a cut that could be subtracted are told for one of both alone. */
  readonly touched: ReadonlySet<string>;
  isMoveWithheld(move: MoveRow): boolean;
  /** Of all moves together. */
  readonly total: boolean;
  readonly helpless: number;
}

/**
 * Over counted children by cohort: those of new housing are assumptions that stand in the annex, so that everybody could take them off. What is told of several grades is made of these cohorts,
 * so that it is safe where each of them is. A zone's stay is what was there less what moved away.
 */
export function annexTable({ moves, levels }: Pick<CatchmentFigures, 'moves' | 'levels'>, threshold: number): AnnexTable {
  const codes = levels.zones;
  const at = new Map(codes.map((zone, i) => [zone, i]));
  const index = (code: string) => at.get(code) ?? -1;
  const stays = new Map<number, Float64Array>([[-1, levels.unassigned.slice()], ...levels.before.map((counts, i) => [i, counts.slice()] as const)]);
  moves.forEach(({ from }, move) => {
    const stay = stays.get(index(from))!;
    levels.moves[move]!.forEach((count, level) => (stay[level] = Math.max(0, stay[level]! - count)));
  });
  const groups: Group[] = [
    ...moves.map(({ from, to }, move) => ({ from: index(from), to: index(to), counts: levels.moves[move]! })),
    ...[...stays].map(([zone, counts]) => ({ from: zone, to: zone, counts })),
  ];
  const table: LinkedTable = linkedTable({ zoneCount: codes.length, levels: levels.cohorts.length, groups, threshold });
  const withheldMoves = new Set(moves.filter((_, i) => table.groups[i] === 1));
  return {
    threshold,
    before: new Set(codes.filter((_, i) => table.before[i] === 1)),
    after: new Set(codes.filter((_, i) => table.after[i] === 1)),
    touched: new Set(moves.flatMap(({ from, to }) => [from, to])),
    isMoveWithheld: (move) => withheldMoves.has(move),
    total: table.total,
    helpless: table.helpless,
  };
}

/** Orders that follow nothing withheld: by what is told of today, then by code. */
export function annexOrder({ catchments, moves }: CatchmentFigures, { before }: AnnexTable): { readonly catchments: readonly CatchmentRow[]; readonly moves: readonly MoveRow[] } {
  const known = (row: CatchmentRow) => (before.has(row.zone) ? -1 : row.years.reduce((most, { before: year }) => Math.max(most, year.utilisation === null ? -1 : Math.round(year.pupils) / year.places!), -1));
  const by = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return { catchments: catchments.toSorted((a, b) => known(b) - known(a) || by(a.zone, b.zone)), moves: moves.toSorted((a, b) => by(a.from, b.from) || by(a.to, b.to)) };
}

/** A count that is told, is nobody, or would be small; the rest of its whole must not be small either. */
export function mayTell(part: number, whole: number, threshold: number): boolean {
  const holds = (count: number) => count < 1e-9 || count >= threshold - 1e-9;
  return holds(part) && holds(whole - part);
}
