// What the plan routes of the server say, as far as the editor reads it.
import type { Operation } from '../../core/plan/operations.ts';

export interface PlanZoneRow {
  readonly slot: number;
  readonly zone: string;
  readonly name: string;
  readonly locked: boolean;
}

/** The plan's blocks at one version; slots by block position, -1 for no zone. */
export interface PlanSnapshot {
  readonly version: number;
  readonly zones: readonly PlanZoneRow[];
  readonly assignment: readonly number[];
  readonly baseZones: readonly PlanZoneRow[];
  readonly baseAssignment: readonly number[];
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

/** One version step of a plan, from the answer to an own operation or from the event stream. */
export interface PlanEvent {
  readonly version: number;
  readonly kind: 'operation' | 'undo' | 'redo';
  readonly account: string;
  readonly operation: Operation | null;
  /** Slots, -1 for no zone. */
  readonly moves: readonly { readonly from: number; readonly to: number; readonly blocks: readonly string[] }[];
  readonly zonesChanged: boolean;
  readonly zones: readonly PlanZoneRow[];
  readonly canUndo?: boolean;
  readonly canRedo?: boolean;
}

export interface PlanSummary {
  readonly plan: string;
  readonly name: string;
  readonly geography: string;
  readonly state: string;
  readonly version: number;
  readonly createdBy: string;
  readonly updatedAt: string;
}

export interface PlanDetail extends PlanSummary {
  readonly baseVersion: string;
  readonly blockSet: string;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

export interface HistoryEntry {
  readonly version: number;
  readonly kind: string;
  readonly account: string;
  readonly at: string;
  readonly undone: boolean;
  readonly operation?: Operation | null;
  readonly moves?: readonly { readonly from: number | string; readonly to: number | string; readonly blocks: readonly string[] | number }[];
  readonly [field: string]: unknown;
}

export interface Statistic {
  readonly statistic: string;
  readonly name: { readonly de: string; readonly en: string };
  readonly referenceDates: readonly string[];
}

/** Counts by block position; null is unknown. */
export interface PlanCounts {
  readonly referenceDate: string;
  readonly columns: readonly { readonly statistic: string; readonly values: readonly (number | null)[] }[];
}
