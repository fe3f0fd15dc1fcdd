// What the server says about a plan, in the session's terms.
import type { Operation } from '../../../core/plan/operations.ts';
import { createPlanState, type PlanState, type PlanZone } from '../../../core/plan/plan-state.ts';
import type { BlockCut, PlanSurface } from '../../../core/plan/surface.ts';
import type { Plan, PlanBlocks, PlanEvent as SaidEvent } from '../../api.ts';

export interface PlanZoneRow {
  readonly slot: number;
  readonly zone: string;
  readonly name: string;
  readonly locked: boolean;
}

/** The plan's blocks at one version; slots by block position, -1 for no zone. */
export interface PlanSnapshot {
  readonly version: number;
  /** Another than before: the plan was carried over to the blocks of a later stand. */
  readonly blockSet: number;
  readonly zones: readonly PlanZoneRow[];
  readonly assignment: readonly number[];
  readonly baseZones: readonly { readonly zone: string; readonly name: string }[];
  readonly baseAssignment: readonly number[];
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Cuts of blocks, in the order in which they were made; assignments name the slots of fragments too. */
  readonly cuts?: readonly BlockCut[];
  readonly lockedBlocks?: readonly string[];
}

/** One version step of a plan. Kinds beside the first three (submit, approve …) leave zones and blocks alone; `rebase` brings other blocks. */
export interface PlanEvent {
  readonly version: number;
  readonly kind: string;
  readonly account: string;
  readonly operation: Operation | null;
}

/** A state of its own. `surface`: the stand's blocks, without cuts. */
export function stateOf(surface: PlanSurface, snapshot: PlanSnapshot): PlanState {
  const own = surface.withCuts(snapshot.cuts ?? []);
  return createPlanState(own, zonesBySlot(snapshot.zones), Int32Array.from(snapshot.assignment), new Set(snapshot.lockedBlocks ?? []));
}

/** Zones by slot; slots that no row names are empty. */
export function zonesBySlot(rows: readonly PlanZoneRow[]): (PlanZone | null)[] {
  const zones: (PlanZone | null)[] = Array.from({ length: rows.reduce((most, { slot }) => Math.max(most, slot + 1), 0) }, () => null);
  for (const { slot, zone, name, locked } of rows) zones[slot] = { zone, name, locked };
  return zones;
}

export function readSnapshot(blocks: PlanBlocks, plan: Pick<Plan, 'canUndo' | 'canRedo'>): PlanSnapshot {
  const { version, blockSet, zones, assignment, baseZones, baseAssignment, cuts, lockedBlocks } = blocks;
  return { version, blockSet, zones, assignment, baseZones, baseAssignment, cuts, lockedBlocks, canUndo: plan.canUndo, canRedo: plan.canRedo };
}

/** The server also names the blocks that moved; the session needs them not, since the kernel finds the same ones. */
export function readEvent(said: Pick<SaidEvent, 'version' | 'kind' | 'account' | 'operation'>): PlanEvent {
  const { operation } = said;
  // "No zone" travels as null or as ''.
  const own = operation?.type === 'assign' ? { ...operation, zone: operation.zone ?? '' } : operation;
  return { version: said.version, kind: said.kind, account: said.account, operation: own };
}
