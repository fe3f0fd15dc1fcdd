// What is kept of a plan's life: events, each one version step, and what can be done next.
import type { Operation, Reason, Restore } from '../../core/plan/operations.ts';

export type PlanLifeState = 'draft' | 'submitted' | 'approved' | 'rejected' | 'adopted';
export type LifecycleKind = 'submit' | 'approve' | 'reject' | 'adopt';
export type EventKind = 'operation' | 'undo' | 'redo' | LifecycleKind;

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
  | { readonly code: 'VERSION_CONFLICT'; readonly version: number };

/** From which states each step of the life leads where. An editor may adopt at once what an editor could approve. */
export const LIFECYCLE: Readonly<Record<LifecycleKind, { readonly from: readonly PlanLifeState[]; readonly to: PlanLifeState }>> = {
  submit: { from: ['draft'], to: 'submitted' },
  approve: { from: ['submitted'], to: 'approved' },
  reject: { from: ['submitted', 'approved'], to: 'rejected' },
  adopt: { from: ['draft', 'submitted', 'approved'], to: 'adopted' },
};

/** State after an event of this kind. */
export function stateAfter(state: PlanLifeState, kind: EventKind): PlanLifeState {
  return kind === 'operation' || kind === 'undo' || kind === 'redo' ? state : LIFECYCLE[kind].to;
}
