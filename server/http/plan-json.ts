// Plans and their changes as JSON, the same for answers, history and the event stream.
import { problem } from '../problem.ts';
import type { OpenPlan } from '../workspace/plans/plan-desk.ts';
import { touchedSlots, type PlanDraft } from '../workspace/plans/plan-draft.ts';
import type { Change } from '../workspace/plans/plan-replay.ts';
import { apportionedBlocks } from '../workspace/plans/plan-fragments.ts';
import { numbersOf, reportPlan, type CountView } from '../workspace/plans/plan-report.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Plan } from '../db/queries/plans.ts';
import type { Operation } from '../../core/plan/operation.ts';
import type { PlanZone } from '../../core/plan/plan-state.ts';

export async function requirePlan(workspace: Workspace, plan: string): Promise<OpenPlan> {
  const found = await workspace.plans.find(plan);
  if (found === null) throw problem('NOT_FOUND', 'no plan has this id');
  return found;
}

/** The plan at a version, as it is now without one. */
export async function requirePlanAt(workspace: Workspace, plan: string, version: number | undefined): Promise<OpenPlan> {
  const now = await requirePlan(workspace, plan);
  const found = version === undefined ? now : await workspace.plans.at(plan, version);
  if (found === null) throw problem('NOT_FOUND', `the plan has no version ${version}; its present blocks have ${now.draft.firstVersion} to ${now.draft.version}`);
  return found;
}

export function planSummary({ plan, name, geography, state, version, validFrom, createdBy, updatedAt, branchedFrom, branchedVersion }: Plan) {
  const origin = branchedFrom === null ? null : { plan: branchedFrom, version: branchedVersion! };
  return { plan, name, geography, state, version, validFrom, createdBy, updatedAt: updatedAt.toISOString(), branchedFrom: origin };
}

export function planJson({ head, draft }: OpenPlan, view: CountView | null) {
  return {
    ...planSummary(head),
    // Another server on the same database may have gone on since the head was read.
    version: draft.version,
    state: draft.life,
    baseVersion: head.baseVersion,
    upperPlan: head.upperPlan,
    blockSet: head.blockSet,
    createdAt: head.createdAt.toISOString(),
    referenceDate: view?.referenceDate ?? null,
    numbers: numbersOf(view),
    ...reportPlan(draft, view),
    canUndo: draft.canUndo,
    canRedo: draft.canRedo,
  };
}

export function zoneSlots(zones: readonly (PlanZone | null)[]) {
  return zones.flatMap((zone, slot) => (zone === null ? [] : [{ slot, zone: zone.zone, name: zone.name, locked: zone.locked }]));
}

function movesOf({ moves, blockIds }: Change) {
  return moves.map(({ from, to, blocks }) => ({ from, to, blocks: Array.from(blocks, (block) => blockIds[block]!) }));
}

/** Answer to a step: rows of the zones it touched, or of all when a name, a lock or the set of zones changed. */
export function changeJson({ head, draft }: OpenPlan, change: Change | null, view: CountView | null) {
  const slots = change === null ? [] : change.zonesChanged ? undefined : touchedSlots(change);
  const codes = new Set((change?.zones ?? []).flatMap((zone) => zone?.zone ?? []));
  return {
    version: draft.version,
    state: head.state,
    numbers: numbersOf(view),
    ...reportPlan(draft, view, slots),
    removedZones: (change?.zonesBefore ?? []).flatMap((zone) => (zone === null || codes.has(zone.zone) ? [] : [zone.zone])),
    moves: change === null ? [] : movesOf(change),
    zonesChanged: change?.zonesChanged ?? false,
    ...(change?.surfaceChanged === true ? { cuts: change.cuts, apportioned: apportionedBlocks(draft, change, view) } : {}),
    ...(change?.locksChanged === true ? { lockedBlocks: [...change.lockedBlocks] } : {}),
    canUndo: draft.canUndo,
    canRedo: draft.canRedo,
  };
}

/** Data of a server-sent event. */
export function eventJson(change: Change) {
  const { version, kind, account, operation } = change.event;
  return {
    version,
    kind,
    state: change.state,
    account,
    operation,
    moves: movesOf(change),
    zonesChanged: change.zonesChanged,
    cutsChanged: change.surfaceChanged,
    findingsChanged: change.moves.length > 0 || change.zonesChanged || change.surfaceChanged,
    zones: zoneSlots(change.zones),
    canUndo: change.canUndo,
    canRedo: change.canRedo,
  };
}

/** An operation without its blocks; of a whole state that was brought back not even its zones, which are as many. */
function summaryOf(operation: Operation) {
  if (operation.type === 'restoreState' || operation.type === 'reassign') return { type: operation.type };
  return { ...operation, blocks: undefined };
}

export function historyJson(draft: PlanDraft) {
  const inForce = draft.inForce;
  return draft.changes.map((change) => {
    const { version, kind, operation, refersTo, account, at } = change.event;
    const code = (zones: readonly (PlanZone | null)[], slot: number) => zones[slot]?.zone ?? '';
    const moves = change.moves.map(({ from, to, blocks }) => ({ from: code(change.zonesBefore, from), to: code(change.zones, to), blocks: blocks.length }));
    const summary = operation === null ? null : summaryOf(operation);
    return {
      version,
      kind,
      operation: summary,
      refersTo,
      // Events before the plan was carried over have no moves any more, but what takes them back tells how many blocks moved.
      blocks: moves.length > 0 ? moves.reduce((sum, move) => sum + move.blocks, 0) : (change.event.inverse?.moves ?? []).reduce((sum, move) => sum + move.blocks.length, 0),
      moves,
      account,
      at: at.toISOString(),
      undone: kind === 'operation' && !inForce.has(version),
    };
  });
}
