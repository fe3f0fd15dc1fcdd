// A plan in memory: zones by slot and the slot of every block.
import { UNASSIGNED, type Assignment } from '../coverage/coverage.ts';

export interface PlanZone {
  /** Code of the zone, unique among the plan's zones. */
  readonly zone: string;
  readonly name: string;
  readonly locked: boolean;
}

/**
 * Blocks point to slots, not codes: renaming costs nothing and a slot never changes its number while a plan is open. A
 * merged zone leaves its slot empty (null). Operations change a state in place; copying 100,000 block positions for each
 * of a brush's strokes would cost ten times the stroke.
 */
export interface PlanState {
  readonly blockIds: readonly string[];
  readonly positions: ReadonlyMap<string, number>;
  readonly zones: (PlanZone | null)[];
  readonly assignment: Assignment;
}

/** A state of its own over the given zones and assignment, both copied. */
export function createPlanState(
  blockIds: readonly string[],
  zones: readonly (PlanZone | null)[],
  assignment: Assignment,
): PlanState {
  if (assignment.length !== blockIds.length) throw new RangeError('one zone a block is needed');
  return {
    blockIds,
    positions: new Map(blockIds.map((id, position) => [id, position])),
    zones: [...zones],
    assignment: assignment.slice(),
  };
}

/** Slot of a zone's code; UNASSIGNED for the empty code; null where there is no such zone. */
export function slotOf(state: Pick<PlanState, 'zones'>, zone: string): number | null {
  if (zone === '') return UNASSIGNED;
  const slot = state.zones.findIndex((candidate) => candidate?.zone === zone);
  return slot < 0 ? null : slot;
}
