// What can be done to a plan, each with its inverse; what a user may cause comes back as a reason code.
import { UNASSIGNED } from '../coverage/coverage.ts';
import { slotOf, type PlanState, type PlanZone } from './plan-state.ts';

/** Operations as they travel and are stored. The empty zone code stands for "no zone". */
export type Operation =
  | { readonly type: 'assign'; readonly blocks: readonly string[]; readonly zone: string }
  | { readonly type: 'createZone'; readonly zone: string; readonly name: string; readonly blocks: readonly string[] }
  | { readonly type: 'mergeZones'; readonly zones: readonly string[]; readonly into: string }
  | { readonly type: 'renameZone'; readonly zone: string; readonly name: string }
  | { readonly type: 'lockZone'; readonly zone: string; readonly locked: boolean };

/** Puts back what an operation changed: the zones by slot as they were, then the blocks. */
export interface Restore {
  readonly type: 'restore';
  readonly zones: readonly (PlanZone | null)[] | null;
  readonly moves: readonly { readonly slot: number; readonly blocks: readonly string[] }[];
}

export type Reason =
  | { readonly code: 'UNKNOWN_BLOCK'; readonly blocks: readonly string[] }
  | { readonly code: 'REPEATED_BLOCK'; readonly blocks: readonly string[] }
  | { readonly code: 'UNKNOWN_ZONE'; readonly zones: readonly string[] }
  | { readonly code: 'ZONE_EXISTS'; readonly zones: readonly string[] }
  | { readonly code: 'ZONE_LOCKED'; readonly zones: readonly string[] }
  | { readonly code: 'EMPTY_ZONE_CODE' }
  | { readonly code: 'NOTHING_TO_MERGE' };

/** Blocks (positions) that went from one slot to another. */
export interface Move {
  readonly blocks: Int32Array;
  readonly from: number;
  readonly to: number;
}

export type Applied =
  | { readonly ok: true; readonly inverse: Restore; readonly moves: readonly Move[]; readonly zonesChanged: boolean }
  | { readonly ok: false; readonly reason: Reason };

/**
 * Applies an operation in place. Everything is checked first: after a refusal the state is what it was. Blocks that are
 * in the target already are no move. A locked zone neither gives nor takes blocks, nor is it merged; it may be renamed.
 */
export function applyOperation(state: PlanState, operation: Operation): Applied {
  switch (operation.type) {
    case 'assign': {
      const to = slotOf(state, operation.zone);
      if (to === null) return refuse({ code: 'UNKNOWN_ZONE', zones: [operation.zone] });
      return moveInto(state, operation.blocks, to, null);
    }
    case 'createZone': {
      if (operation.zone === '') return refuse({ code: 'EMPTY_ZONE_CODE' });
      if (slotOf(state, operation.zone) !== null) return refuse({ code: 'ZONE_EXISTS', zones: [operation.zone] });
      const created: PlanZone = { zone: operation.zone, name: operation.name, locked: false };
      return moveInto(state, operation.blocks, state.zones.length, [...state.zones, created]);
    }
    case 'mergeZones':
      return merge(state, operation.zones, operation.into);
    case 'renameZone':
      return changeZone(state, operation.zone, (zone) => ({ ...zone, name: operation.name }));
    case 'lockZone':
      return changeZone(state, operation.zone, (zone) => ({ ...zone, locked: operation.locked }));
  }
}

/** Applies the inverse of an operation. Only inverses of this plan are given, so a mismatch is a bug and throws. */
export function applyRestore(state: PlanState, restore: Restore): Extract<Applied, { ok: true }> {
  const zones = restore.zones === null ? null : [...restore.zones];
  const targets = restore.moves.map(({ slot, blocks }) => ({
    slot,
    positions: blocks.map((id) => {
      const position = state.positions.get(id);
      if (position === undefined) throw new RangeError('an inverse names a block that the plan has not');
      return position;
    }),
  }));
  return commit(state, targets, zones);
}

function refuse(reason: Reason): Applied {
  return { ok: false, reason };
}

function moveInto(
  state: PlanState,
  blocks: readonly string[],
  to: number,
  zones: readonly (PlanZone | null)[] | null,
): Applied {
  const unknown = blocks.filter((id) => !state.positions.has(id));
  if (unknown.length > 0) return refuse({ code: 'UNKNOWN_BLOCK', blocks: unknown });
  const seen = new Set<string>();
  const twice = blocks.filter((id) => seen.size === seen.add(id).size);
  if (twice.length > 0) return refuse({ code: 'REPEATED_BLOCK', blocks: [...new Set(twice)] });
  const positions = blocks.map((id) => state.positions.get(id)!).filter((block) => state.assignment[block] !== to);
  const touched = new Set(positions.map((block) => state.assignment[block]!));
  if (positions.length > 0) touched.add(to);
  const locked = lockedAmong(state, [...touched]);
  if (locked.length > 0) return refuse({ code: 'ZONE_LOCKED', zones: locked });
  return commit(state, [{ slot: to, positions }], zones);
}

function merge(state: PlanState, codes: readonly string[], into: string): Applied {
  const target = slotOf(state, into);
  const slots = codes.map((code) => slotOf(state, code));
  const unknown = codes.filter((code, i) => code === '' || slots[i] === null);
  if (target === null || into === '') unknown.push(into);
  if (target === null || unknown.length > 0) return refuse({ code: 'UNKNOWN_ZONE', zones: [...new Set(unknown)] });
  const sources = new Set(slots.filter((slot): slot is number => slot !== null && slot !== target));
  if (sources.size === 0) return refuse({ code: 'NOTHING_TO_MERGE' });
  const locked = lockedAmong(state, [...sources, target]);
  if (locked.length > 0) return refuse({ code: 'ZONE_LOCKED', zones: locked });
  const positions: number[] = [];
  for (let block = 0; block < state.assignment.length; block++) {
    if (sources.has(state.assignment[block]!)) positions.push(block);
  }
  return commit(
    state,
    [{ slot: target, positions }],
    state.zones.map((zone, slot) => (sources.has(slot) ? null : zone)),
  );
}

function changeZone(state: PlanState, code: string, change: (zone: PlanZone) => PlanZone): Applied {
  const slot = slotOf(state, code);
  if (slot === null || slot === UNASSIGNED) return refuse({ code: 'UNKNOWN_ZONE', zones: [code] });
  return commit(state, [], state.zones.map((zone, i) => (i === slot ? change(zone!) : zone)));
}

function lockedAmong(state: PlanState, slots: readonly number[]): string[] {
  return slots.flatMap((slot) => {
    const zone = state.zones[slot];
    return zone?.locked === true ? [zone.zone] : [];
  });
}

/** Writes zones and blocks, and says how to put back what was there. */
function commit(
  state: PlanState,
  targets: readonly { readonly slot: number; readonly positions: readonly number[] }[],
  zones: readonly (PlanZone | null)[] | null,
): Extract<Applied, { ok: true }> {
  const before = zones === null ? null : [...state.zones];
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
  const groups = [...bySource.values()];
  return {
    ok: true,
    zonesChanged: zones !== null,
    moves: groups.map(({ from, to, blocks }) => ({ from, to, blocks: Int32Array.from(blocks) })),
    inverse: {
      type: 'restore',
      zones: before,
      moves: groups.map(({ from, blocks }) => ({ slot: from, blocks: blocks.map((block) => state.blockIds[block]!) })),
    },
  };
}
