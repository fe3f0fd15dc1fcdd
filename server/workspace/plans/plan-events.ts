// What is kept of a plan's life: events, each one version step, and what can be done next.
import type { Operation, Reason, Restore } from '../../../core/plan/operations.ts';
import type { UpperRefusal } from './plan-upper.ts';
import type { BlockCut } from '../../../core/plan/surface.ts';
import type { PlanZone } from '../../../core/plan/plan-state.ts';

export type PlanLifeState = 'draft' | 'submitted' | 'approved' | 'rejected' | 'adopted';
export type LifecycleKind = 'submit' | 'approve' | 'reject' | 'adopt';
/** `rebase`: the plan was carried over to the blocks of a later stand, by the import of that stand. */
export type EventKind = 'operation' | 'undo' | 'redo' | LifecycleKind | 'rebase';

/** Why a block of the later stand got no zone: nothing of it had one, or parts of it had several. */
export type NotCarriedReason = 'NEW' | 'SEVERAL_ZONES';

/** What a plan is on the later stand. Events before name blocks of the earlier one and are history only. */
export interface Rebase {
  readonly fromSet: number;
  readonly toSet: number;
  /** Back to draft where something could not be carried: what was handed in was something else. */
  readonly state: PlanLifeState;
  /** By slot, as they were. */
  readonly zones: readonly (PlanZone | null)[];
  /** Blocks of the later stand by slot. */
  readonly blocks: readonly (readonly string[])[];
  readonly notCarried: readonly { readonly block: string; readonly reason: NotCarriedReason }[];
  /** Cuts that hold on the later stand too; absent where there are none. */
  readonly cuts?: readonly BlockCut[];
}

/** One row of app.plan_event. */
export interface PlanEvent {
  readonly version: number;
  readonly kind: EventKind;
  /** Of kind operation. */
  readonly operation: Operation | null;
  /** Of kind operation: what takes it back. */
  readonly inverse: Restore | null;
  /** Of kinds undo and redo: version of the operation that is taken back or brought again. */
  readonly refersTo: number | null;
  /** Of kind rebase. */
  readonly rebase: Rebase | null;
  /** Version of the upper plan that the same step made; null for a step of this plan alone. */
  readonly upperVersion: number | null;
  readonly account: string;
  readonly at: Date;
}

/** What somebody asks a plan to do. */
export type Step =
  | { readonly kind: 'operation'; readonly operation: Operation }
  | { readonly kind: 'undo' | 'redo' }
  | { readonly kind: LifecycleKind };

/** Why a plan does not do a step; the operation's own reasons come from core/plan. */
export type Refusal =
  | Reason
  | { readonly code: 'NOT_DRAFT'; readonly state: PlanLifeState }
  | { readonly code: 'WRONG_STATE'; readonly state: PlanLifeState; readonly accepted: readonly PlanLifeState[] }
  | { readonly code: 'NOTHING_TO_UNDO' }
  | { readonly code: 'NOTHING_TO_REDO' }
  | { readonly code: 'VERSION_CONFLICT'; readonly version: number }
  | UpperRefusal;

/** From which states each step of the life leads where. An editor may adopt at once what an editor could approve. */
export const LIFECYCLE: Readonly<Record<LifecycleKind, { readonly from: readonly PlanLifeState[]; readonly to: PlanLifeState }>> = {
  submit: { from: ['draft'], to: 'submitted' },
  approve: { from: ['submitted'], to: 'approved' },
  reject: { from: ['submitted', 'approved'], to: 'rejected' },
  adopt: { from: ['draft', 'submitted', 'approved'], to: 'adopted' },
};

/** State after an event. */
export function stateAfter(state: PlanLifeState, { kind, rebase }: Pick<PlanEvent, 'kind' | 'rebase'>): PlanLifeState {
  if (rebase !== null) return rebase.state;
  return kind === 'operation' || kind === 'undo' || kind === 'redo' || kind === 'rebase' ? state : LIFECYCLE[kind].to;
}
