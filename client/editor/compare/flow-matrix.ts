// The difference of two plans as a matrix: what goes from each zone of one to each zone of the other, and what stays.
import { planDifference } from '../../../core/plan/questions/difference.ts';
import type { CountTable } from '../../../core/statistics/counts.ts';
import { wholeCounts } from '../figures/base-difference.ts';
import { isWholeOver, laidOver, type OtherPlan } from '../other-plan.ts';
import type { PlanSession } from '../session/plan-session.ts';

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
  const { state, surface } = session;
  const whole = isWholeOver(other, surface);
  // Where the other plan cuts blocks that are whole here, the pieces of both together tell what moved.
  const table = whole ? session.counts : wholeCounts(session.counts, surface);
  const sums = whole ? byPair(session, other, table) : byPart(session, other, table);
  const stride = state.zones.length + 1;
  const used = { from: new Set([...sums.keys()].map((key) => Math.floor(key / stride))), to: new Set([...sums.keys()].map((key) => key % stride)) };
  const from = indices(other.state.zones, used.from);
  const to = indices(state.zones, used.to);
  return {
    from: from.map((index) => zoneAt(other.state.zones, index)),
    to: to.map((index) => zoneAt(state.zones, index)),
    cells: from.flatMap((a) => to.map((b) => sums.get(a * stride + b) ?? null)),
  };
}

interface OpenCell {
  blocks: number;
  areaM2: number;
  sums: number[];
}

/** Cells by (other's slot + 1) x slots and one + own slot + 1. */
type Cells = Map<number, OpenCell>;

function cellOf(cells: Cells, key: number, width: number): OpenCell {
  let cell = cells.get(key);
  if (cell === undefined) cells.set(key, (cell = { blocks: 0, areaM2: 0, sums: Array.from({ length: width }, () => 0) }));
  return cell;
}

function byPair({ state, surface, coverage, sourceAreaM2 }: PlanSession, other: OtherPlan, table: CountTable): Cells {
  const before = laidOver(other, surface);
  const areas = sourceAreaM2 ?? coverage.blockAreaM2;
  const width = table.columns.length;
  const stride = state.zones.length + 1;
  const cells: Cells = new Map();
  for (let block = 0; block < state.assignment.length; block++) {
    const cell = cellOf(cells, (before[block]! + 1) * stride + state.assignment[block]! + 1, width);
    cell.blocks++;
    cell.areaM2 += areas[block]!;
    for (let column = 0; column < width; column++) cell.sums[column]! += table.values[block * width + column]!;
  }
  return cells;
}

/** What moved by the kernel's difference; what stays is what a zone has now without what came. */
function byPart(session: PlanSession, other: OtherPlan, table: CountTable): Cells {
  const { state, sums, surface, sourceAreaM2, coverage } = session;
  const width = table.columns.length;
  const stride = state.zones.length + 1;
  const areas = sourceAreaM2 ?? coverage.blockAreaM2;
  const cells: Cells = new Map();
  const came = new Map<number, OpenCell>();
  const slotThere = (code: string) => (code === '' ? -1 : other.state.zones.findIndex((zone) => zone?.zone === code));
  for (const { from, to, blocks, parts, areaM2, moved } of planDifference(other.state, state, table)) {
    const own = session.slotOf(to) ?? -1;
    const cell = cellOf(cells, (slotThere(from) + 1) * stride + own + 1, width);
    const inflow = cellOf(came, own + 1, width);
    for (const sum of [cell, inflow]) {
      sum.blocks += blocks.length + parts.length;
      sum.areaM2 += areaM2 ?? 0;
      moved.forEach(({ sum: count }, column) => (sum.sums[column]! += count));
    }
  }
  const landM2 = new Float64Array(stride);
  for (let block = 0; block < surface.count; block++) landM2[state.assignment[block]! + 1]! += areas[block]!;
  state.zones.forEach((zone, slot) => {
    const there = zone === null ? -1 : slotThere(zone.zone);
    const inflow = cellOf(came, slot + 1, width);
    const staysM2 = landM2[slot + 1]! - inflow.areaM2;
    // Square metres that rounding leaves are no land.
    if (there < 0 || staysM2 < 0.5) return;
    const cell = cellOf(cells, (there + 1) * stride + slot + 1, width);
    cell.blocks = Math.max(0, sums.blocks[slot]! - inflow.blocks);
    cell.areaM2 = staysM2;
    for (let column = 0; column < width; column++) cell.sums[column] = sums.sums[slot * width + column]! - inflow.sums[column]!;
  });
  return cells;
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
