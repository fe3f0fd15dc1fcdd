// Writes what an operation decided into a plan's state and says how to put back what was there.
import type { Assignment } from '../coverage/coverage.ts';
import { carry } from './carry.ts';
import { healed } from './heal.ts';
import type { Done, Restore } from './operation.ts';
import type { PlanState, PlanZone } from './plan-state.ts';
import { commonCuts } from './surface/block-cut.ts';
import type { PlanSurface } from './surface.ts';

/** Where blocks go, by positions of the surface in question. */
export interface Target {
  readonly slot: number;
  readonly positions: readonly number[];
}

export interface Outcome {
  readonly targets: readonly Target[];
  /** The zones by slot afterwards, null where they stay. */
  readonly zones?: readonly (PlanZone | null)[] | null;
  /** The surface afterwards; targets are positions of it. */
  readonly surface?: PlanSurface;
  readonly lockedBlocks?: ReadonlySet<string>;
  /** Fragments that may heal though they did not move: cuts that were made and are not needed. */
  readonly settle?: readonly number[];
  /** Whether fragments that end up in one zone become one block again; default true. */
  readonly heal?: boolean;
}

/** Takes an outcome into the state, in place. Fragments that were moved heal where all pieces of a cut are in one zone now. */
export function commit(state: PlanState, outcome: Outcome): Done {
  const surface = outcome.surface ?? state.surface;
  if (surface === state.surface && (surface.cuts.length === 0 || outcome.heal === false || !outcome.targets.some(({ positions }) => positions.some((block) => surface.isFragment(block))))) {
    return commitMoves(state, outcome);
  }
  const before = state.assignment;
  const old = state.surface;
  let carried = carry(old, before, surface);
  const next = carried.slice();
  const moved = new Set(outcome.settle ?? []);
  for (const { slot, positions } of outcome.targets) {
    for (const block of positions) {
      if (next[block] === slot) continue;
      next[block] = slot;
      moved.add(block);
    }
  }
  const whole = outcome.heal === false ? null : healed(surface, next, moved, outcome.lockedBlocks ?? state.lockedBlocks);
  const last = whole?.surface ?? surface;
  const assignment = whole?.assignment ?? next;
  if (last.cuts.length === old.cuts.length && commonCuts(last.cuts, old.cuts) === old.cuts.length) {
    // What was cut healed at once.
    const targets = groupBy(old.count, (block) => (assignment[block] === before[block] ? null : [0, assignment[block]!]));
    return commitMoves(state, { ...outcome, targets: targets.map(({ to, blocks }) => ({ slot: to, positions: blocks })) });
  }
  if (whole !== null) carried = carry(old, before, last, assignment);
  return writeSurface(state, last, assignment, carried, outcome);
}

/** The way of the brush: positions stay what they are. */
function commitMoves(state: PlanState, { targets, zones = null, lockedBlocks }: Outcome): Done {
  const before = zones === null ? null : [...state.zones];
  const locked = lockedBlocks === undefined ? null : [...state.lockedBlocks];
  const bySource = new Map<string, { from: number; to: number; blocks: number[] }>();
  for (const { slot, positions } of targets) {
    for (const block of positions) {
      const from = state.assignment[block]!;
      if (from === slot) continue;
      const key = `${from} ${slot}`;
      const group = bySource.get(key) ?? { from, to: slot, blocks: [] };
      group.blocks.push(block);
      bySource.set(key, group);
      state.assignment[block] = slot;
    }
  }
  if (zones !== null) state.zones.splice(0, state.zones.length, ...zones);
  if (lockedBlocks !== undefined) state.lockedBlocks = lockedBlocks;
  const groups = [...bySource.values()];
  return {
    ok: true,
    zonesChanged: zones !== null,
    surfaceChanged: false,
    locksChanged: locked !== null,
    moves: groups.map(({ from, to, blocks }) => ({ from, to, blocks: Int32Array.from(blocks) })),
    inverse: {
      type: 'restore',
      zones: before,
      moves: groups.map(({ from, blocks }) => ({ slot: from, blocks: blocks.map((block) => state.blockIds[block]!) })),
      cuts: null,
      lockedBlocks: locked,
    },
  };
}

function writeSurface(state: PlanState, next: PlanSurface, assignment: Assignment, carried: Assignment, outcome: Outcome): Done {
  const { surface: old, assignment: before } = state;
  const zones = outcome.zones ?? null;
  const zonesBefore = zones === null ? null : [...state.zones];
  const locked = outcome.lockedBlocks === undefined ? null : [...state.lockedBlocks];
  const moves = groupBy(next.count, (block) => (carried[block] === assignment[block] ? null : [carried[block]!, assignment[block]!]));
  // What the old surface's pieces were in, wherever that does not follow from the new one by itself.
  const back = carry(next, assignment, old);
  const lost = groupBy(old.count, (block) => (back[block] === before[block] && next.ids[block] === old.ids[block] ? null : [before[block]!, 0]));
  const inverse: Restore = {
    type: 'restore',
    zones: zonesBefore,
    cuts: old.cuts,
    moves: lost.map(({ from, blocks }) => ({ slot: from, blocks: blocks.map((block) => old.ids[block]!) })),
    lockedBlocks: locked,
  };
  state.surface = next;
  state.blockIds = next.ids;
  state.positions = next.positions;
  state.assignment = assignment;
  if (zones !== null) state.zones.splice(0, state.zones.length, ...zones);
  if (outcome.lockedBlocks !== undefined) state.lockedBlocks = outcome.lockedBlocks;
  return {
    ok: true,
    zonesChanged: zones !== null,
    surfaceChanged: true,
    locksChanged: locked !== null,
    moves: moves.map(({ from, to, blocks }) => ({ from, to, blocks: Int32Array.from(blocks) })),
    inverse,
  };
}

function groupBy(count: number, key: (block: number) => readonly [number, number] | null): { from: number; to: number; blocks: number[] }[] {
  const groups = new Map<string, { from: number; to: number; blocks: number[] }>();
  for (let block = 0; block < count; block++) {
    const found = key(block);
    if (found === null) continue;
    const name = `${found[0]} ${found[1]}`;
    const group = groups.get(name) ?? { from: found[0], to: found[1], blocks: [] };
    group.blocks.push(block);
    groups.set(name, group);
  }
  return [...groups.values()];
}
