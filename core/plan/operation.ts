// Operations on a plan as they travel and are stored, what each gives back, and why one may be refused.
import type { BlockCut, DrawnLine } from './surface.ts';
import type { PlanZone } from './plan-state.ts';

/** The empty zone code stands for "no zone"; lines are longitude and latitude (CRS84). Blocks are ids of blocks or fragments. */
export type Operation =
  | { readonly type: 'assign'; readonly blocks: readonly string[]; readonly zone: string }
  /** Several assignments as one step, as of a recombination of two zones. */
  | { readonly type: 'reassign'; readonly moves: readonly { readonly zone: string; readonly blocks: readonly string[] }[] }
  | { readonly type: 'createZone'; readonly zone: string; readonly name: string; readonly blocks: readonly string[] }
  | { readonly type: 'mergeZones'; readonly zones: readonly string[]; readonly into: string }
  | { readonly type: 'renameZone'; readonly zone: string; readonly name: string }
  | { readonly type: 'renumberZone'; readonly zone: string; readonly to: string }
  | { readonly type: 'lockZone'; readonly zone: string; readonly locked: boolean }
  | { readonly type: 'lockBlocks'; readonly blocks: readonly string[]; readonly locked: boolean }
  | { readonly type: 'splitBlock'; readonly block: string; readonly line: DrawnLine }
  | { readonly type: 'splitZone'; readonly zone: string; readonly line: DrawnLine; readonly newZone: string; readonly name?: string; readonly snapM?: number }
  | { readonly type: 'moveBoundary'; readonly zones: readonly [string, string]; readonly line: DrawnLine; readonly snapM?: number }
  | { readonly type: 'healBlock'; readonly block: string }
  | RestoreState;

/** Back to a state that was kept, as one step: zones and blocks by slot, cuts and locks as they were. Blocks not named get no zone. */
export interface RestoreState {
  readonly type: 'restoreState';
  readonly zones: readonly (PlanZone | null)[];
  readonly blocks: readonly (readonly string[])[];
  readonly cuts: readonly BlockCut[];
  readonly lockedBlocks?: readonly string[];
}

/** Puts back what an operation changed: the cuts and the zones by slot as they were, then the blocks by id, then the locks. */
export interface Restore {
  readonly type: 'restore';
  readonly zones: readonly (PlanZone | null)[] | null;
  readonly moves: readonly { readonly slot: number; readonly blocks: readonly string[] }[];
  /** Absent and null where they did not change. */
  readonly cuts?: readonly BlockCut[] | null;
  readonly lockedBlocks?: readonly string[] | null;
}

export type Reason =
  | { readonly code: 'UNKNOWN_BLOCK'; readonly blocks: readonly string[] }
  | { readonly code: 'REPEATED_BLOCK'; readonly blocks: readonly string[] }
  | { readonly code: 'BLOCK_LOCKED'; readonly blocks: readonly string[] }
  | { readonly code: 'UNKNOWN_ZONE'; readonly zones: readonly string[] }
  | { readonly code: 'ZONE_EXISTS'; readonly zones: readonly string[] }
  | { readonly code: 'ZONE_LOCKED'; readonly zones: readonly string[] }
  | { readonly code: 'EMPTY_ZONE_CODE' }
  | { readonly code: 'NOTHING_TO_MERGE' }
  /** Fewer than two different points. */
  | { readonly code: 'LINE_TOO_SHORT' }
  | { readonly code: 'LINE_CROSSES_ITSELF' }
  /** The line runs nowhere through the block or the zones. */
  | { readonly code: 'LINE_OUTSIDE'; readonly blocks?: readonly string[]; readonly zones?: readonly string[] }
  /** splitBlock: more than two pieces would come out. */
  | { readonly code: 'ENTERS_TWICE'; readonly blocks: readonly string[] }
  /** A piece of less than 1 m2 would come out. */
  | { readonly code: 'TOO_SMALL'; readonly blocks: readonly string[]; readonly areaM2: number }
  /** moveBoundary: the line begins or ends where the common border cannot be reached. */
  | { readonly code: 'LINE_TOUCHES_NOT_BORDER'; readonly zones: readonly string[] }
  /** The zones have no common border. */
  | { readonly code: 'NOT_NEIGHBOURS'; readonly zones: readonly string[] }
  /** The line does not part the zone, or would leave a zone without land. */
  | { readonly code: 'SPLIT_LEAVES_NOTHING'; readonly zones: readonly string[] }
  /** The new border is the old one. */
  | { readonly code: 'BORDER_UNCHANGED'; readonly zones: readonly string[] }
  /** healBlock: the block is whole. */
  | { readonly code: 'NOT_CUT'; readonly blocks: readonly string[] }
  /** healBlock: its fragments are in several zones ('' is no zone). */
  | { readonly code: 'SEVERAL_ZONES'; readonly blocks: readonly string[]; readonly zones: readonly string[] }
  /** Cuts that do not fit the blocks, or each other without one that is to be taken back. */
  | { readonly code: 'CUTS_DO_NOT_FIT'; readonly blocks: readonly string[] };

/** Blocks (positions after the operation) that went from one slot to another. */
export interface Move {
  readonly blocks: Int32Array;
  readonly from: number;
  readonly to: number;
}

export type Done = Extract<Applied, { ok: true }>;

export type Applied =
  | {
      readonly ok: true;
      readonly inverse: Restore;
      /** Where the surface changed, a block that was cut or healed counts as from the slot it, or a piece of it, was in before. */
      readonly moves: readonly Move[];
      readonly zonesChanged: boolean;
      /** Positions are others now: `state.surface`, `blockIds`, `positions` and `assignment` are new objects, sums are to be made anew. */
      readonly surfaceChanged: boolean;
      readonly locksChanged: boolean;
    }
  | { readonly ok: false; readonly reason: Reason };

export function refuse(reason: Reason): Extract<Applied, { ok: false }> {
  return { ok: false, reason };
}
