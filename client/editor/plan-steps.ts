// Steps of a plan in the browser: what waits, how a step changes a state, and what is remembered to take it back.
import { applyOperation, applyRestore, type Applied, type Operation, type Reason, type Restore } from '../../core/plan/operations.ts';
import type { PlanState, PlanZone } from '../../core/plan/plan-state.ts';
import type { PlanZoneRow } from './plan-messages.ts';

/** What waits to be sent, oldest first. `undo` and `redo` act on the plan's last event, as the server does. */
export interface Step {
  readonly id: number;
  readonly kind: 'operation' | 'undo' | 'redo';
  readonly operation: Operation | null;
}

/** Blocks that somebody else moved elsewhere while our own move of them waited. */
export interface Conflict {
  readonly account: string;
  readonly blocks: readonly string[];
  /** Zone codes, '' for none. */
  readonly theirs: string;
  readonly ours: string;
}

/** A step that could not be kept: an operation with the rule against it, or an undo that would now hit another's work. */
export interface Refused {
  readonly kind: Step['kind'];
  readonly operation: Operation | null;
  readonly reason: Reason | { readonly code: 'OVERTAKEN' };
}

/** What changed since the last look, for layers that repaint only that. */
export interface Changes {
  readonly blocks: readonly number[];
  readonly slots: ReadonlySet<number>;
  /** Names, locks or the number of zones changed, or so much that everything is to be drawn anew. */
  readonly all: boolean;
}

/** Blocks taken by a gesture that still goes on. */
export interface Gesture {
  readonly zone: string;
  readonly blocks: number[];
  /** Blocks left where they are because their zone is locked. */
  readonly lockedBlocks: Set<number>;
}

/** What takes back the steps done, and what brings back those undone; the last is next. */
export interface Stacks {
  readonly done: Restore[];
  readonly undone: Restore[];
}

/** Applies a step to a state and its undo stacks; null where it does not fit or the stacks do not reach back far enough. */
export function advance(
  state: PlanState,
  { done, undone }: Stacks,
  kind: Step['kind'],
  operation: Operation | null,
): Extract<Applied, { ok: true }> | null {
  if (kind === 'operation') {
    const applied = operation === null ? null : applyOperation(state, operation);
    if (applied === null || !applied.ok) return null;
    done.push(applied.inverse);
    undone.length = 0;
    return applied;
  }
  const [from, to] = kind === 'undo' ? [done, undone] : [undone, done];
  const restore = from.pop();
  if (restore === undefined) return null;
  const applied = applyRestore(state, restore);
  to.push(applied.inverse);
  return applied;
}

/** Zones by slot; slots that no row names are empty. */
export function zonesBySlot(rows: readonly PlanZoneRow[]): (PlanZone | null)[] {
  const zones: (PlanZone | null)[] = Array.from({ length: rows.reduce((most, { slot }) => Math.max(most, slot + 1), 0) }, () => null);
  for (const { slot, zone, name, locked } of rows) zones[slot] = { zone, name, locked };
  return zones;
}

/** Shares ids and positions: the map of 12,000 ids takes a millisecond to build and never changes. */
export function copyOf(state: PlanState): PlanState {
  return { ...state, zones: [...state.zones], assignment: state.assignment.slice() };
}

export function sameZones(a: readonly (PlanZone | null)[], b: readonly (PlanZone | null)[]): boolean {
  return (
    a.length === b.length &&
    a.every((zone, slot) => {
      const other = b[slot] ?? null;
      return zone === other || (zone !== null && other !== null && zone.zone === other.zone && zone.name === other.name && zone.locked === other.locked);
    })
  );
}

/**
 * After another's event a waiting undo would take that back, unless it belongs to an own step that waits before it; the
 * same with redo. The step on its way is left for the server to decide.
 */
export function sortOutOvertaken(steps: readonly Step[], inFlight: number | null): { kept: Step[]; overtaken: Step[] } {
  let [open, taken] = [0, 0];
  const kept: Step[] = [];
  const overtaken: Step[] = [];
  for (const step of steps) {
    const { id, kind } = step;
    if (id !== inFlight) {
      if (kind === 'operation') [open, taken] = [open + 1, 0];
      else if (kind === 'undo' && open > 0) [open, taken] = [open - 1, taken + 1];
      else if (kind === 'redo' && taken > 0) [open, taken] = [open + 1, taken - 1];
      else {
        overtaken.push(step);
        continue;
      }
    }
    kept.push(step);
  }
  return { kept, overtaken };
}
