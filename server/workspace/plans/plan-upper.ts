// An operation that moves the upper border too: what it does in the plan of the geography above. Pure.
import { carry } from '../../../core/plan/carry.ts';
import type { Operation, Reason } from '../../../core/plan/operation.ts';
import type { PlanState } from '../../../core/plan/plan-state.ts';
import type { BlockCut, PlanSurface } from '../../../core/plan/surface.ts';
import type { OpenPlan } from './plan-desk.ts';
import type { Prepared } from './plan-draft.ts';
import type { Step } from './plan-events.ts';
import type { StepOutcome } from './plan-replay.ts';

export type UpperRefusal =
  /** The geography nests in none, or that one has no cut to begin with. */
  | { readonly code: 'NO_PARENT' }
  /** The upper cut is on blocks of another stand. */
  | { readonly code: 'UPPER_ON_OTHER_BLOCKS' }
  | { readonly code: 'UPPER_NOT_DRAFT'; readonly plan: string; readonly state: string }
  /** A block is cut in both plans, along different lines. */
  | { readonly code: 'UPPER_CUT_OTHERWISE'; readonly plan: string; readonly blocks: readonly string[] }
  /** The step that went along is not the newest of the upper plan any more. */
  | { readonly code: 'UPPER_MOVED_ON'; readonly plan: string }
  | { readonly code: 'UPPER_REFUSED'; readonly plan: string; readonly reason: Reason };

/**
 * The step in the upper plan that goes with a step below; null where nothing happens above: nothing moves there, or what went along is
 * taken back there already.
 */
export function stepAbove({ draft }: OpenPlan, step: Step, above: OpenPlan): { readonly ok: true; readonly prepared: Extract<Prepared, { ok: true }> } | { readonly ok: false; readonly refusal: UpperRefusal } | null {
  const { plan } = above.head;
  const refuse = (refusal: UpperRefusal) => ({ ok: false, refusal }) as const;
  const upper = above.draft;
  let wanted: Step;
  if (step.kind === 'operation') {
    const prepared = draft.prepare(step);
    if (!prepared.ok || prepared.idle) return null;
    if (upper.life !== 'draft') return refuse({ code: 'UPPER_NOT_DRAFT', plan, state: upper.life });
    const found = upperOperation(draft.state, prepared.outcome!, upper.state);
    if (!found.ok) return refuse('reason' in found ? { code: 'UPPER_REFUSED', plan, reason: found.reason } : { code: 'UPPER_CUT_OTHERWISE', plan, blocks: found.blocks });
    if (found.operation === null) return null;
    wanted = { kind: 'operation', operation: found.operation };
  } else if (step.kind === 'undo' || step.kind === 'redo') {
    const undo = step.kind === 'undo';
    const version = draft.changes[(undo ? draft.nextUndo : draft.nextRedo)! - 1]!.event.upperVersion!;
    // Somebody did there already what would be done now.
    if (upper.inForce.has(version) !== undo) return null;
    if (upper.life !== 'draft') return refuse({ code: 'UPPER_NOT_DRAFT', plan, state: upper.life });
    if ((undo ? upper.nextUndo : upper.nextRedo) !== version) return refuse({ code: 'UPPER_MOVED_ON', plan });
    wanted = { kind: step.kind };
  } else return null;
  const prepared = upper.prepare(wanted);
  if (!prepared.ok) return refuse({ code: 'UPPER_REFUSED', plan, reason: prepared.refusal as Reason });
  return prepared.idle ? null : { ok: true, prepared };
}

type Upper = { readonly ok: true; readonly operation: Operation | null } | { readonly ok: false; readonly blocks: readonly string[] } | { readonly ok: false; readonly reason: Reason };

/**
 * Blocks that went to a zone go, above, to the zone that most of it (by area, before the step) lies in. A zone that was empty before has
 * none above: its blocks stay where they are. null: nothing moves above.
 */
export function upperOperation(before: PlanState, { state: after, applied }: StepOutcome, upper: PlanState): Upper {
  const home = new Map<number, number>();
  const homeOf = (slot: number): number => {
    let found = home.get(slot);
    if (found === undefined) home.set(slot, (found = slot < 0 ? -1 : mostlyIn(before, slot, upper)));
    return found;
  };
  const wholes = new Map<number, string[]>();
  const fragments = new Map<string, number>();
  const touched = new Set<number>();
  for (const { blocks, to } of applied.moves) {
    const target = homeOf(to);
    if (target < 0) continue;
    for (const position of blocks) {
      const ids = sameAbove(after.surface, position, upper.surface);
      const moving = ids?.filter((id) => upper.assignment[upper.positions.get(id)!] !== target) ?? null;
      if (moving?.length === 0) continue;
      touched.add(target);
      if (moving !== null) for (const id of moving) touched.add(upper.assignment[upper.positions.get(id)!]!);
      else touched.add(upper.assignment[after.surface.baseOf[position]!]!);
      if (moving === null) fragments.set(after.surface.ids[position]!, target);
      else wholes.set(target, [...(wholes.get(target) ?? []), ...moving]);
    }
  }
  const locked = [...touched].flatMap((slot) => (upper.zones[slot]?.locked === true ? [upper.zones[slot]!.zone] : []));
  if (locked.length > 0) return { ok: false, reason: { code: 'ZONE_LOCKED', zones: locked } };
  if (fragments.size > 0) return withFragments(after.surface, fragments, wholes, upper);
  const moves = [...wholes].map(([slot, blocks]) => ({ zone: upper.zones[slot]!.zone, blocks }));
  if (moves.length === 0) return { ok: true, operation: null };
  return { ok: true, operation: moves.length === 1 ? { type: 'assign', ...moves[0]! } : { type: 'reassign', moves } };
}

/** Slot above in which most of a zone lies; -1 for none. */
function mostlyIn({ surface, assignment }: PlanState, slot: number, upper: PlanState): number {
  const areaM2 = new Map<number, number>();
  for (let position = 0; position < surface.count; position++) {
    if (assignment[position] !== slot) continue;
    const above = slotAbove(surface, position, upper);
    if (above >= 0) areaM2.set(above, (areaM2.get(above) ?? 0) + surface.sourceAreaM2[position]!);
  }
  return [...areaM2].toSorted(([a, x], [b, y]) => y - x || a - b)[0]?.[0] ?? -1;
}

/** Slot above of a block or fragment; where that is cut otherwise, of the piece in its block's place. */
export function slotAbove(surface: PlanSurface, position: number, upper: PlanState): number {
  return upper.assignment[upper.positions.get(surface.ids[position]!) ?? surface.baseOf[position]!]!;
}

/** The same land above, by ids: the same piece, or all pieces of a whole block; null where it is not parted there as it is here. */
function sameAbove(surface: PlanSurface, position: number, above: PlanSurface): readonly string[] | null {
  const id = surface.ids[position]!;
  if (above.positions.has(id)) return [id];
  return surface.isFragment(position) ? null : above.piecesOf(surface.baseOf[position]!).map((piece) => above.ids[piece]!);
}

/** The state above with the cuts of these fragments' blocks, and the fragments in their slots. */
function withFragments(surface: PlanSurface, fragments: ReadonlyMap<string, number>, wholes: ReadonlyMap<number, readonly string[]>, upper: PlanState): Upper {
  const bases = new Set([...fragments.keys()].map((id) => surface.baseOf[surface.positions.get(id)!]!));
  const names = [...bases].map((base) => surface.root.ids[base]!);
  if ([...bases].some((base) => upper.surface.piecesOf(base).length > 1)) return { ok: false, blocks: names };
  const cutting = upper.surface.cutting([...upper.surface.cuts, ...cutsOf(surface, bases)]);
  if (!cutting.ok) return { ok: false, blocks: names };
  const next = cutting.surface;
  const assignment = carry(upper.surface, upper.assignment, next);
  for (const [id, slot] of fragments) assignment[next.positions.get(id)!] = slot;
  for (const [slot, ids] of wholes) for (const id of ids) assignment[next.positions.get(id)!] = slot;
  const blocks: string[][] = upper.zones.map(() => []);
  assignment.forEach((slot, position) => {
    if (slot >= 0) blocks[slot]!.push(next.ids[position]!);
  });
  return { ok: true, operation: { type: 'restoreState', zones: [...upper.zones], blocks, cuts: next.cuts, lockedBlocks: [...upper.lockedBlocks] } };
}

function cutsOf(surface: PlanSurface, bases: ReadonlySet<number>): BlockCut[] {
  const inside = new Set([...bases].map((base) => surface.root.ids[base]!));
  return surface.cuts.filter(({ block, ids }) => {
    if (!inside.has(block)) return false;
    for (const id of ids) inside.add(id);
    return true;
  });
}
