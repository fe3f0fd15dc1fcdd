// What can be done to a plan, each with its inverse; what a user may cause comes back as a reason code.
import { UNASSIGNED } from '../coverage/coverage.ts';
import { carry } from './carry.ts';
import { commit } from './commit.ts';
import { moveBoundary } from './drawing/move-boundary.ts';
import { splitBlock } from './drawing/split-block.ts';
import { splitZone } from './drawing/split-zone.ts';
import { without } from './heal.ts';
import { refuse, type Applied, type Done, type Operation, type Restore, type RestoreState } from './operation.ts';
import { slotOf, type PlanState, type PlanZone } from './plan-state.ts';

export type { Applied, Done, Move, Operation, Reason, Restore, RestoreState } from './operation.ts';

/**
 * Applies an operation in place. Everything is checked first: after a refusal the state is what it was. Blocks that are
 * in the target already are no move. A locked zone neither gives nor takes blocks, nor is it merged; it may be renamed.
 * A locked block stays in its zone and whole.
 */
export function applyOperation(state: PlanState, operation: Operation): Applied {
  switch (operation.type) {
    case 'assign': {
      const to = slotOf(state, operation.zone);
      if (to === null) return refuse({ code: 'UNKNOWN_ZONE', zones: [operation.zone] });
      return moveInto(state, operation.blocks, to, null);
    }
    case 'reassign':
      return reassign(state, operation.moves);
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
    case 'renumberZone':
      return renumber(state, operation.zone, operation.to);
    case 'lockZone':
      return changeZone(state, operation.zone, (zone) => ({ ...zone, locked: operation.locked }));
    case 'lockBlocks':
      return lockBlocks(state, operation.blocks, operation.locked);
    case 'splitBlock':
      return splitBlock(state, operation);
    case 'splitZone':
      return splitZone(state, operation);
    case 'moveBoundary':
      return moveBoundary(state, operation);
    case 'healBlock':
      return healBlock(state, operation.block);
    case 'restoreState':
      return restoreState(state, operation);
  }
}

/** Applies the inverse of an operation. Only inverses of this plan are given, so a mismatch is a bug and throws. */
export function applyRestore(state: PlanState, restore: Restore): Done {
  const cuts = restore.cuts ?? null;
  const surface = cuts === null ? state.surface : state.surface.withCuts(cuts);
  const targets = restore.moves.map(({ slot, blocks }) => ({
    slot,
    positions: blocks.map((id) => {
      const position = surface.positions.get(id);
      if (position === undefined) throw new RangeError('an inverse names a block that the plan has not');
      return position;
    }),
  }));
  const lockedBlocks = restore.lockedBlocks ?? null;
  return commit(state, { targets, zones: restore.zones === null ? null : [...restore.zones], surface, heal: false, ...(lockedBlocks === null ? {} : { lockedBlocks: new Set(lockedBlocks) }) });
}

function moveInto(state: PlanState, blocks: readonly string[], to: number, zones: readonly (PlanZone | null)[] | null): Applied {
  const wrong = wrongBlocks(state, blocks);
  if (wrong !== null) return wrong;
  const positions = blocks.map((id) => state.positions.get(id)!).filter((block) => state.assignment[block] !== to);
  const touched = new Set(positions.map((block) => state.assignment[block]!));
  if (positions.length > 0) touched.add(to);
  const locked = lockedAmong(state, [...touched]);
  if (locked.length > 0) return refuse({ code: 'ZONE_LOCKED', zones: locked });
  const held = heldAmong(state, positions);
  if (held.length > 0) return refuse({ code: 'BLOCK_LOCKED', blocks: held });
  return commit(state, { targets: [{ slot: to, positions }], zones });
}

function reassign(state: PlanState, moves: Extract<Operation, { type: 'reassign' }>['moves']): Applied {
  const unknown = moves.map(({ zone }) => zone).filter((zone) => slotOf(state, zone) === null);
  if (unknown.length > 0) return refuse({ code: 'UNKNOWN_ZONE', zones: [...new Set(unknown)] });
  const wrong = wrongBlocks(state, moves.flatMap(({ blocks }) => blocks));
  if (wrong !== null) return wrong;
  const targets = moves.map(({ zone, blocks }) => {
    const slot = slotOf(state, zone)!;
    return { slot, positions: blocks.map((id) => state.positions.get(id)!).filter((block) => state.assignment[block] !== slot) };
  });
  const touched = targets.flatMap(({ slot, positions }) => (positions.length === 0 ? [] : [slot, ...positions.map((block) => state.assignment[block]!)]));
  const locked = lockedAmong(state, [...new Set(touched)]);
  if (locked.length > 0) return refuse({ code: 'ZONE_LOCKED', zones: locked });
  const held = heldAmong(state, targets.flatMap(({ positions }) => positions));
  return held.length > 0 ? refuse({ code: 'BLOCK_LOCKED', blocks: held }) : commit(state, { targets });
}

function wrongBlocks(state: PlanState, blocks: readonly string[]): Applied | null {
  const unknown = blocks.filter((id) => !state.positions.has(id));
  if (unknown.length > 0) return refuse({ code: 'UNKNOWN_BLOCK', blocks: unknown });
  const seen = new Set<string>();
  const twice = blocks.filter((id) => seen.size === seen.add(id).size);
  return twice.length > 0 ? refuse({ code: 'REPEATED_BLOCK', blocks: [...new Set(twice)] }) : null;
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
  const held = heldAmong(state, positions);
  if (held.length > 0) return refuse({ code: 'BLOCK_LOCKED', blocks: held });
  return commit(state, { targets: [{ slot: target, positions }], zones: state.zones.map((zone, slot) => (sources.has(slot) ? null : zone)) });
}

function changeZone(state: PlanState, code: string, change: (zone: PlanZone) => PlanZone): Applied {
  const slot = slotOf(state, code);
  if (slot === null || slot === UNASSIGNED) return refuse({ code: 'UNKNOWN_ZONE', zones: [code] });
  return commit(state, { targets: [], zones: state.zones.map((zone, i) => (i === slot ? change(zone!) : zone)) });
}

function renumber(state: PlanState, zone: string, to: string): Applied {
  if (to === '') return refuse({ code: 'EMPTY_ZONE_CODE' });
  if (to !== zone && slotOf(state, to) !== null) return refuse({ code: 'ZONE_EXISTS', zones: [to] });
  return changeZone(state, zone, (row) => ({ ...row, zone: to }));
}

function lockBlocks(state: PlanState, blocks: readonly string[], locked: boolean): Applied {
  const wrong = wrongBlocks(state, blocks);
  if (wrong !== null) return wrong;
  const lockedBlocks = new Set(state.lockedBlocks);
  for (const id of blocks) {
    if (locked) lockedBlocks.add(id);
    else lockedBlocks.delete(id);
  }
  return commit(state, { targets: [], ...(lockedBlocks.size === state.lockedBlocks.size ? {} : { lockedBlocks }) });
}

/** Takes all cuts of a block back; its fragments have to be in one zone, and none of them locked. */
function healBlock(state: PlanState, block: string): Applied {
  const { surface } = state;
  const base = surface.root.positions.get(block);
  if (base === undefined) return refuse({ code: 'UNKNOWN_BLOCK', blocks: [block] });
  const pieces = surface.piecesOf(base);
  if (pieces.length === 1) return refuse({ code: 'NOT_CUT', blocks: [block] });
  const slots = [...new Set(pieces.map((piece) => state.assignment[piece]!))];
  if (slots.length > 1) {
    return refuse({ code: 'SEVERAL_ZONES', blocks: pieces.map((piece) => surface.ids[piece]!), zones: slots.map((slot) => state.zones[slot]?.zone ?? '') });
  }
  const held = heldAmong(state, pieces);
  if (held.length > 0) return refuse({ code: 'BLOCK_LOCKED', blocks: held });
  const whole = without(surface, state.assignment, new Set(surface.cutsOf(base)));
  return whole === null ? refuse({ code: 'CUTS_DO_NOT_FIT', blocks: [block] }) : commit(state, { targets: [], surface: whole.surface });
}

function restoreState(state: PlanState, { zones, blocks, cuts, lockedBlocks = [] }: RestoreState): Applied {
  const cutting = state.surface.cutting(cuts);
  if (!cutting.ok) return refuse({ code: 'CUTS_DO_NOT_FIT', blocks: [cutting.cut.block] });
  const { surface } = cutting;
  const named = blocks.flat();
  const unknown = [...named, ...lockedBlocks].filter((id) => !surface.positions.has(id));
  if (unknown.length > 0) return refuse({ code: 'UNKNOWN_BLOCK', blocks: [...new Set(unknown)] });
  const seen = new Set<string>();
  const twice = named.filter((id) => seen.size === seen.add(id).size);
  if (twice.length > 0) return refuse({ code: 'REPEATED_BLOCK', blocks: [...new Set(twice)] });
  const codes = zones.flatMap((zone) => zone?.zone ?? []);
  const again = codes.filter((code, i) => codes.indexOf(code) !== i);
  if (again.length > 0) return refuse({ code: 'ZONE_EXISTS', zones: [...new Set(again)] });
  const nowhere = blocks.findIndex((list, slot) => list.length > 0 && (zones[slot] ?? null) === null);
  if (nowhere >= 0) return refuse({ code: 'UNKNOWN_ZONE', zones: [String(nowhere)] });
  const wanted = new Int32Array(surface.count).fill(UNASSIGNED);
  blocks.forEach((list, slot) => {
    for (const id of list) wanted[surface.positions.get(id)!] = slot;
  });
  const carried = carry(state.surface, state.assignment, surface);
  const positions = new Map<number, number[]>();
  wanted.forEach((slot, block) => {
    if (carried[block] !== slot) (positions.get(slot) ?? positions.set(slot, []).get(slot)!).push(block);
  });
  const targets = [...positions].map(([slot, list]) => ({ slot, positions: list }));
  return commit(state, { targets, zones: [...zones], surface, lockedBlocks: new Set(lockedBlocks), heal: false });
}

function lockedAmong(state: PlanState, slots: readonly number[]): string[] {
  return slots.flatMap((slot) => {
    const zone = state.zones[slot];
    return zone?.locked === true ? [zone.zone] : [];
  });
}

/** Locked blocks among positions. */
function heldAmong(state: PlanState, positions: readonly number[]): string[] {
  if (state.lockedBlocks.size === 0) return [];
  return positions.map((block) => state.blockIds[block]!).filter((id) => state.lockedBlocks.has(id));
}
