// Steps of a plan in the browser: what waits, how a step changes a state, and what is remembered to take it back.
import { applyOperation, applyRestore, type Applied, type Move, type Operation, type Reason, type Restore } from '../../../core/plan/operations.ts';
import type { PlanState, PlanZone } from '../../../core/plan/plan-state.ts';
import { commonCuts } from '../../../core/plan/surface/block-cut.ts';
import type { PlanSurface } from '../../../core/plan/surface.ts';

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
  /** Ids of our steps that move them. */
  readonly steps: readonly number[];
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

/** Blocks taken by a gesture that still goes on, by position. */
export interface Gesture {
  readonly zone: string;
  blocks: number[];
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

/** Shares what belongs to the surface, and the set of locked blocks, which operations replace. */
export function copyOf(state: PlanState): PlanState {
  return { ...state, zones: [...state.zones], assignment: state.assignment.slice() };
}

/** The same blocks and fragments, hence the same positions. */
export function sameSurface(a: PlanSurface, b: PlanSurface): boolean {
  return a === b || (a.cuts.length === b.cuts.length && commonCuts(a.cuts, b.cuts) === a.cuts.length);
}

/**
 * Moves of a gesture that still goes on, of blocks that may move. Fragments that come together in one zone stay apart until the
 * hand is lifted: then the gesture is an operation like any other and heals them, which builds outlines anew and is nothing for a
 * brush's frame.
 */
export function moveForNow(state: PlanState, blocks: readonly number[], to: number): Move[] {
  const groups = new Map<number, number[]>();
  for (const block of blocks) {
    const from = state.assignment[block]!;
    (groups.get(from) ?? groups.set(from, []).get(from)!).push(block);
    state.assignment[block] = to;
  }
  return [...groups].map(([from, own]) => ({ from, to, blocks: Int32Array.from(own) }));
}

export function movesBetween(before: PlanState, after: PlanState): Move[] {
  const groups = new Map<string, { from: number; to: number; blocks: number[] }>();
  for (let block = 0; block < after.assignment.length; block++) {
    const from = before.assignment[block]!;
    const to = after.assignment[block]!;
    if (from === to) continue;
    const key = `${from} ${to}`;
    const group = groups.get(key) ?? { from, to, blocks: [] };
    group.blocks.push(block);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ from, to, blocks }) => ({ from, to, blocks: Int32Array.from(blocks) }));
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
