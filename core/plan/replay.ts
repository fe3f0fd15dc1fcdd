// A plan from its list of operations: the list can be read, kept as a file and done again.
import type { Assignment } from '../coverage/coverage.ts';
import { applyOperation, type Done, type Operation, type Reason } from './operations.ts';
import { createPlanState, type PlanState, type PlanZone } from './plan-state.ts';
import type { PlanSurface } from './surface.ts';

/** What a list of operations starts from. */
export interface ReplayStart {
  readonly surface: PlanSurface;
  readonly zones: readonly (PlanZone | null)[];
  readonly assignment: Assignment;
  readonly lockedBlocks?: Iterable<string>;
}

export type Replayed =
  | { readonly ok: true; readonly state: PlanState; readonly done: readonly Done[] }
  /** `at` counts the operations from 0; the state is the one before it. */
  | { readonly ok: false; readonly state: PlanState; readonly at: number; readonly reason: Reason };

/**
 * Does operations one after the other. Same start, same list: same bytes, in a browser as on a server. Topology is built only where an
 * operation needs it, so that a thousand cuts cost no thousand coverages.
 */
export function replay({ surface, zones, assignment, lockedBlocks = [] }: ReplayStart, operations: Iterable<Operation>): Replayed {
  const state = createPlanState(surface, zones, assignment, lockedBlocks);
  const done: Done[] = [];
  for (const operation of operations) {
    const applied = applyOperation(state, operation);
    if (!applied.ok) return { ok: false, state, at: done.length, reason: applied.reason };
    done.push(applied);
  }
  return { ok: true, state, done };
}

/** The state as one operation: what brings a plan over the same stand to it, from wherever it is. */
export function restoringOperation(state: PlanState): Extract<Operation, { type: 'restoreState' }> {
  const blocks = state.zones.map((): string[] => []);
  state.assignment.forEach((slot, block) => {
    if (slot >= 0) blocks[slot]!.push(state.blockIds[block]!);
  });
  return { type: 'restoreState', zones: [...state.zones], blocks, cuts: state.surface.cuts, lockedBlocks: [...state.lockedBlocks] };
}
