// The difference of two plans as a matrix: what goes from each zone of one to each zone of the other, and what stays.
import { laidOver, type OtherPlan } from '../other-plan.ts';
import type { PlanSession } from '../plan-session.ts';

export interface MatrixCell {
  readonly blocks: number;
  readonly areaM2: number;
  /** By column of the counts: sum of the known values. */
  readonly sums: readonly number[];
}

export interface MatrixZone {
  /** Code, '' for no zone. */
  readonly zone: string;
  readonly name: string;
}

export interface FlowMatrix {
  /** Zones of the other plan. */
  readonly from: readonly MatrixZone[];
  /** Zones of the plan on the desk. */
  readonly to: readonly MatrixZone[];
  /** By `from` x `to`; null where nothing is in both. */
  readonly cells: readonly (MatrixCell | null)[];
}

/** Costs one walk over the blocks: a millisecond at 12,000. */
export function flowMatrix(session: PlanSession, other: OtherPlan): FlowMatrix {
  const { state, counts, coverage, sourceAreaM2 } = session;
  const before = laidOver(other, coverage);
  const areas = sourceAreaM2 ?? coverage.blockAreaM2;
  const width = counts.columns.length;
  const stride = state.zones.length + 1;
  const sums = new Map<number, { blocks: number; areaM2: number; sums: number[] }>();
  for (let block = 0; block < state.assignment.length; block++) {
    const key = (before[block]! + 1) * stride + state.assignment[block]! + 1;
    let cell = sums.get(key);
    if (cell === undefined) sums.set(key, (cell = { blocks: 0, areaM2: 0, sums: counts.columns.map(() => 0) }));
    cell.blocks++;
    cell.areaM2 += areas[block]!;
    for (let column = 0; column < width; column++) cell.sums[column]! += counts.values[block * width + column]!;
  }
  const used = { from: new Set([...sums.keys()].map((key) => Math.floor(key / stride))), to: new Set([...sums.keys()].map((key) => key % stride)) };
  const from = indices(other.zones, used.from);
  const to = indices(state.zones, used.to);
  return {
    from: from.map((index) => zoneAt(other.zones, index)),
    to: to.map((index) => zoneAt(state.zones, index)),
    cells: from.flatMap((a) => to.map((b) => sums.get(a * stride + b) ?? null)),
  };
}

/** Zones in their order, those without blocks too; "no zone" last and only where blocks have none. */
function indices(zones: readonly (MatrixZone | null)[], used: ReadonlySet<number>): number[] {
  const list = zones.flatMap((zone, index) => (zone === null ? [] : [index + 1]));
  return used.has(0) ? [...list, 0] : list;
}

const zoneAt = (zones: readonly (MatrixZone | null)[], index: number): MatrixZone => {
  const zone = index === 0 ? null : zones[index - 1]!;
  return zone === null ? { zone: '', name: '' } : { zone: zone.zone, name: zone.name };
};

export interface MatrixRow extends MatrixCell {
  readonly from: MatrixZone;
  readonly to: MatrixZone;
}

/** Every pair that has blocks in it, row by row. */
export function matrixRows({ from, to, cells }: FlowMatrix): MatrixRow[] {
  return cells.flatMap((cell, i) => (cell === null ? [] : [{ from: from[Math.floor(i / to.length)]!, to: to[i % to.length]!, ...cell }]));
}

/** Zones of both sides without those that only keep what they had. */
export function changedOnly({ from, to, cells }: FlowMatrix): FlowMatrix {
  const moves = matrixRows({ from, to, cells }).filter((row) => row.from.zone !== row.to.zone);
  const concerned = new Set(moves.flatMap((row) => [row.from.zone, row.to.zone]));
  const kept = (zones: readonly MatrixZone[]) => zones.flatMap(({ zone }, index) => (concerned.has(zone) ? [index] : []));
  const [rows, columns] = [kept(from), kept(to)];
  return { from: rows.map((row) => from[row]!), to: columns.map((column) => to[column]!), cells: rows.flatMap((row) => columns.map((column) => cells[row * to.length + column]!)) };
}

/** RFC 4180, a row a pair; `statistics` are the codes of the columns, rounded ones end in `_rounded`. */
export function matrixCsv(matrix: FlowMatrix, statistics: readonly string[]): string {
  const quoted = (text: string) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const head = ['from', 'from_name', 'to', 'to_name', 'blocks', 'area_m2', ...statistics];
  const rows = matrixRows(matrix).map(({ from, to, blocks, areaM2, sums }) => [from.zone, from.name, to.zone, to.name, blocks, areaM2.toFixed(1), ...sums]);
  return [head, ...rows].map((row) => `${row.map((value) => quoted(String(value))).join(',')}\r\n`).join('');
}
