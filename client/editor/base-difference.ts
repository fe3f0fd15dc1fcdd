// From–to rows against the base version: which blocks moved, and how many people with them.
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
  const { counts, baseZones, baseAssignment, state } = session;
  const width = counts.columns.length;
  // Keyed by number: after long work thousands of blocks have moved, and this runs within every stroke.
  const flows = new Map<number, { from: string; to: string; blocks: number[]; sums: number[] }>();
  for (const block of moved) {
    const base = baseAssignment[block]!;
    const slot = state.assignment[block]!;
    const key = (base + 1) * (state.zones.length + 1) + slot + 1;
    let flow = flows.get(key);
    if (flow === undefined) {
      const from = base < 0 ? '' : baseZones[base]!.zone;
      const to = session.zoneAt(slot)?.zone ?? '';
      flow = { from, to, blocks: [], sums: counts.columns.map(() => 0) };
      flows.set(key, flow);
    }
    flow.blocks.push(block);
    for (let column = 0; column < width; column++) flow.sums[column]! += counts.values[block * width + column]!;
  }
  return [...flows.values()].toSorted((a, b) => b.blocks.length - a.blocks.length);
}
