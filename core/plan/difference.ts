// Two plans over the same blocks: which blocks moved, from where to where, and how many people with them.
import { UNASSIGNED } from '../coverage/coverage.ts';
import type { CountTable } from '../statistics/counts.ts';
import type { PlanState } from './plan-state.ts';

export interface Flow {
  /** Zone codes; '' for no zone. */
  readonly from: string;
  readonly to: string;
  readonly blocks: readonly string[];
  /** By column of the table: sum of the known counts and blocks whose count is unknown. */
  readonly moved: readonly { readonly sum: number; readonly unknown: number }[];
}

/** From-to rows between two states over the same blocks, by zone code, largest number of blocks first. */
export function planDifference(before: PlanState, after: PlanState, table: CountTable): Flow[] {
  const width = table.columns.length;
  const flows = new Map<string, { from: string; to: string; blocks: string[]; moved: { sum: number; unknown: number }[] }>();
  const codeOf = (state: PlanState, block: number) => {
    const slot = state.assignment[block]!;
    return slot === UNASSIGNED ? '' : (state.zones[slot]?.zone ?? '');
  };
  for (let block = 0; block < after.assignment.length; block++) {
    const from = codeOf(before, block);
    const to = codeOf(after, block);
    if (from === to) continue;
    const key = JSON.stringify([from, to]);
    let flow = flows.get(key);
    if (flow === undefined) {
      flow = { from, to, blocks: [], moved: Array.from({ length: width }, () => ({ sum: 0, unknown: 0 })) };
      flows.set(key, flow);
    }
    flow.blocks.push(after.blockIds[block]!);
    for (let column = 0; column < width; column++) {
      flow.moved[column]!.sum += table.values[block * width + column]!;
      flow.moved[column]!.unknown += 1 - table.known[block * width + column]!;
    }
  }
  return [...flows.values()].toSorted((a, b) => b.blocks.length - a.blocks.length);
}
