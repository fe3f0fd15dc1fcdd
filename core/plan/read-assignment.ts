// A list of blocks and their zones (block equivalency) laid onto a plan: what it would do, and what in it fits nothing.
import type { RestoreState } from './operation.ts';
import { slotOf, type PlanState, type PlanZone } from './plan-state.ts';

/** A row of the list; `row` is what the person finds it by. */
export interface AssignmentRow {
  readonly row: number;
  readonly block: string;
  /** Code; '' for no zone. */
  readonly zone: string;
  /** Name for a zone that is to be made; its code without one. */
  readonly name?: string;
}

export interface AssignmentReading {
  /** The whole list as one step; null where nothing would change. Locked blocks and blocks of locked zones stay. */
  readonly operation: RestoreState | null;
  readonly rows: number;
  /** Blocks and fragments that go elsewhere. */
  readonly moved: number;
  /** Neither a block of the plan nor one that was cut. */
  readonly unknown: readonly { readonly row: number; readonly block: string }[];
  /** Named again; the first row counts. */
  readonly duplicate: readonly { readonly row: number; readonly block: string; readonly first: number }[];
  /** Not moved though the list says so. */
  readonly locked: readonly { readonly row: number; readonly block: string }[];
  /** Blocks of the plan that no row names; they stay where they are. */
  readonly missing: readonly string[];
  readonly createdZones: readonly string[];
}

/** A row may name a block, a fragment, or a block that is cut here: then all its fragments go and become one again. */
export function readAssignment(rows: Iterable<AssignmentRow>, state: PlanState): AssignmentReading {
  const { surface } = state;
  const zones: (PlanZone | null)[] = [...state.zones];
  const wanted = new Map<number, { slot: number; row: number; block: string }>();
  const unknown: { row: number; block: string }[] = [];
  const duplicate: { row: number; block: string; first: number }[] = [];
  const locked: { row: number; block: string }[] = [];
  const createdZones: string[] = [];
  const whole = new Set<number>();
  let count = 0;
  for (const { row, block, zone, name = zone } of rows) {
    count++;
    const own = state.positions.get(block);
    const base = own === undefined ? surface.root.positions.get(block) : undefined;
    const positions = own !== undefined ? [own] : base === undefined ? [] : surface.piecesOf(base);
    if (positions.length === 0) {
      unknown.push({ row, block });
      continue;
    }
    const first = positions.map((position) => wanted.get(position)).find((entry) => entry !== undefined);
    if (first !== undefined) {
      duplicate.push({ row, block, first: first.row });
      continue;
    }
    let slot = slotOf({ zones }, zone);
    if (slot === null) {
      slot = zones.push({ zone, name, locked: false }) - 1;
      createdZones.push(zone);
    }
    for (const position of positions) wanted.set(position, { slot, row, block });
    if (base !== undefined) whole.add(base);
  }
  const isLocked = (slot: number) => zones[slot]?.locked === true;
  const assignment = state.assignment.slice();
  let moved = 0;
  for (const [position, { slot, row, block }] of wanted) {
    const from = assignment[position]!;
    if (from === slot) continue;
    if (isLocked(from) || isLocked(slot) || state.lockedBlocks.has(surface.ids[position]!)) {
      if (locked.at(-1)?.row !== row) locked.push({ row, block });
      continue;
    }
    assignment[position] = slot;
    moved++;
  }
  const missing = surface.ids.filter((_, position) => !wanted.has(position));
  const operation = moved === 0 && createdZones.length === 0 ? null : asStep(state, zones, assignment, whole);
  return { operation, rows: count, moved, unknown, duplicate, locked, missing, createdZones };
}

function asStep(state: PlanState, zones: readonly (PlanZone | null)[], assignment: Int32Array, whole: ReadonlySet<number>): RestoreState {
  const { surface, lockedBlocks } = state;
  // Blocks named whole heal, unless a lock kept a fragment elsewhere, or cuts beside them would not fit any more.
  const healing = [...whole].filter((base) => {
    const pieces = surface.piecesOf(base);
    return pieces.every((piece) => assignment[piece] === assignment[pieces[0]!] && !lockedBlocks.has(surface.ids[piece]!));
  });
  const gone = new Set(healing.flatMap((base) => surface.cutsOf(base)));
  const cutting = surface.cutting(surface.cuts.filter((cut) => !gone.has(cut)));
  const target = cutting.ok ? cutting.surface : surface;
  const blocks = zones.map((): string[] => []);
  for (let position = 0; position < target.count; position++) {
    const slot = assignment[surface.positions.get(target.ids[position]!) ?? target.baseOf[position]!]!;
    if (slot >= 0) blocks[slot]!.push(target.ids[position]!);
  }
  return { type: 'restoreState', zones, blocks, cuts: target.cuts, lockedBlocks: [...lockedBlocks] };
}
