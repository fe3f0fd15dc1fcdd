// A plan in memory: zones by slot, the slot of every block, and the blocks with what was cut.
import { UNASSIGNED, type Assignment } from '../coverage/coverage.ts';
import { PlanSurface, surfaceOfIds, type BlockPositions } from './surface.ts';

export interface PlanZone {
  /** Code of the zone, unique among the plan's zones. */
  readonly zone: string;
  readonly name: string;
  readonly locked: boolean;
}

/**
 * Blocks point to slots, not codes: renaming costs nothing and a slot never changes its number while a plan is open. A
 * merged zone leaves its slot empty (null). Operations change a state in place; copying 100,000 block positions for each
 * of a brush's strokes would cost ten times the stroke. Who keeps a part of it reads it again after `surfaceChanged`.
 */
export interface PlanState {
  surface: PlanSurface;
  /** Ids and positions of the surface. */
  blockIds: readonly string[];
  positions: BlockPositions;
  readonly zones: (PlanZone | null)[];
  /** Slot by position of the surface. */
  assignment: Assignment;
  /** Ids of blocks and fragments that stay in their zone and are not cut. */
  lockedBlocks: ReadonlySet<string>;
}

/**
 * A state of its own over the given zones and assignment, both copied. With ids alone in place of a surface it takes every
 * operation but those that draw.
 */
export function createPlanState(
  surface: PlanSurface | readonly string[],
  zones: readonly (PlanZone | null)[],
  assignment: Assignment,
  lockedBlocks: Iterable<string> = [],
): PlanState {
  const ground = surface instanceof PlanSurface ? surface : surfaceOfIds(surface);
  if (assignment.length !== ground.count) throw new RangeError('one zone a block is needed');
  return {
    surface: ground,
    blockIds: ground.ids,
    positions: ground.positions,
    zones: [...zones],
    assignment: assignment.slice(),
    lockedBlocks: new Set(lockedBlocks),
  };
}

/** Slot of a zone's code; UNASSIGNED for the empty code; null where there is no such zone. */
export function slotOf(state: Pick<PlanState, 'zones'>, zone: string): number | null {
  if (zone === '') return UNASSIGNED;
  const slot = state.zones.findIndex((candidate) => candidate?.zone === zone);
  return slot < 0 ? null : slot;
}
