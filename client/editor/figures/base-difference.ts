// From–to rows against the base version or another plan: which blocks moved, and how many people with them.
import { planDifference } from '../../../core/plan/questions/difference.ts';
import type { CountTable } from '../../../core/statistics/counts.ts';
import { isWholeOver, laidOver, type OtherPlan } from '../other-plan.ts';
import type { PlanSession } from '../session/plan-session.ts';

export interface FlowRow {
  /** Zone codes, '' for no zone. */
  readonly from: string;
  readonly to: string;
  /** Positions. */
  readonly blocks: readonly number[];
  /** By column of the counts: sum of the known values. */
  readonly sums: readonly number[];
}

/** Rows by size, largest first. Costs the moved blocks only (`moved` is kept by the scene), so that it can follow a stroke. */
export function baseDifference(session: PlanSession, moved: Iterable<number>): FlowRow[] {
  const { baseZones, baseAssignment } = session;
  return flows(session, moved, (block) => baseAssignment[block]!, (base) => baseZones[base]!.zone);
}

/** The same against any other plan; looks at every block, 0.1 ms at 12,000. */
export function differenceFrom(session: PlanSession, other: OtherPlan): FlowRow[] {
  if (!isWholeOver(other, session.surface)) return partsMoved(session, other);
  const before = laidOver(other, session.surface);
  const { assignment } = session.state;
  const { zones } = other.state;
  // Slot of today by the other's zone; a zone that is gone matches none.
  const slots = zones.map((zone) => (zone === null ? -2 : (session.slotOf(zone.zone) ?? -2)));
  const moved: number[] = [];
  for (let block = 0; block < assignment.length; block++) {
    const index = before[block]!;
    if ((index < 0 ? -1 : slots[index]) !== assignment[block]) moved.push(block);
  }
  return flows(session, moved, (block) => before[block]!, (index) => zones[index]?.zone ?? '');
}

/** Where the other plan cuts blocks that are whole here, parts of them moved: their counts are shared out by area. */
function partsMoved({ surface, state, counts }: PlanSession, other: OtherPlan): FlowRow[] {
  return planDifference(other.state, state, wholeCounts(counts, surface)).map(({ from, to, blocks, parts, moved }) => ({
    from,
    to,
    blocks: [...blocks, ...parts.map(({ block }) => block)].map((id) => surface.root.positions.get(id)!),
    sums: moved.map(({ sum }) => sum),
  }));
}

/** Counts by base block: those of its pieces together, which are the block's to the unit. */
export function wholeCounts(counts: CountTable, surface: PlanSession['surface']): CountTable {
  if (surface.cuts.length === 0) return counts;
  const width = counts.columns.length;
  const values = counts.values.slice(0, surface.baseCount * width);
  const known = counts.known.slice(0, surface.baseCount * width);
  for (const base of surface.cutBases) {
    for (let column = 0; column < width; column++) {
      values[base * width + column] = surface.piecesOf(base).reduce((sum, piece) => sum + counts.values[piece * width + column]!, 0);
    }
  }
  return { columns: counts.columns, blockCount: surface.baseCount, values, known };
}

function flows(session: PlanSession, moved: Iterable<number>, indexOf: (block: number) => number, codeOf: (index: number) => string): FlowRow[] {
  const { counts, state } = session;
  const width = counts.columns.length;
  // Keyed by number: after long work thousands of blocks have moved, and this runs within every stroke.
  const rows = new Map<number, { from: string; to: string; blocks: number[]; sums: number[] }>();
  for (const block of moved) {
    const index = indexOf(block);
    const slot = state.assignment[block]!;
    const key = (index + 1) * (state.zones.length + 1) + slot + 1;
    let row = rows.get(key);
    if (row === undefined) {
      row = { from: index < 0 ? '' : codeOf(index), to: session.zoneAt(slot)?.zone ?? '', blocks: [], sums: counts.columns.map(() => 0) };
      rows.set(key, row);
    }
    row.blocks.push(block);
    for (let column = 0; column < width; column++) row.sums[column]! += counts.values[block * width + column]!;
  }
  return [...rows.values()].toSorted((a, b) => b.blocks.length - a.blocks.length);
}
