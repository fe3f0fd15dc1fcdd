// From–to rows against the base version or another plan: which blocks moved, and how many people with them.
import { laidOver, type OtherPlan } from './other-plan.ts';
import type { PlanSession } from './plan-session.ts';

export interface FlowRow {
  /** Zone codes, '' for no zone. */
  readonly from: string;
  readonly to: string;
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
  const before = laidOver(other, session.coverage);
  const { assignment } = session.state;
  // Slot of today by the other's zone; a zone that is gone matches none.
  const slots = other.zones.map((zone) => (zone === null ? -2 : (session.slotOf(zone.zone) ?? -2)));
  const moved: number[] = [];
  for (let block = 0; block < assignment.length; block++) {
    const index = before[block]!;
    if ((index < 0 ? -1 : slots[index]) !== assignment[block]) moved.push(block);
  }
  return flows(session, moved, (block) => before[block]!, (index) => other.zones[index]?.zone ?? '');
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
