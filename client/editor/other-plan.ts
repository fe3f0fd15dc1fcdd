// Another cut of the same blocks (base, secured state, another plan), laid over the blocks that are drawn now.
import { createPlanState, type PlanState, type PlanZone } from '../../core/plan/plan-state.ts';
import type { PlanSurface } from '../../core/plan/surface.ts';

export interface OtherPlan {
  readonly title: string;
  /** On a surface of its own, over the same blocks. */
  readonly state: PlanState;
}

export function otherPlan(title: string, surface: PlanSurface, zones: readonly (PlanZone | null)[], assignment: ArrayLike<number>): OtherPlan {
  return { title, state: createPlanState(surface, zones, Int32Array.from(assignment)) };
}

const laidOut = new WeakMap<OtherPlan, { readonly surface: PlanSurface; readonly assignment: Int32Array }>();

/**
 * Slot of the other plan by position of `surface`; -1 for no zone. A fragment that the other plan has not lies where the block was that
 * it was cut from; of a block that is cut otherwise there the largest piece counts. Kept until the blocks change.
 */
export function laidOver(other: OtherPlan, surface: PlanSurface): Int32Array {
  const known = laidOut.get(other);
  if (known?.surface === surface) return known.assignment;
  const { assignment } = other.state;
  // Whole blocks keep their positions, so that only what is cut on either side is looked up.
  const laid = Int32Array.from({ length: surface.count }, (_, position) => assignment[surface.baseOf[position]!]!);
  for (const base of new Set([...surface.cutBases, ...other.state.surface.cutBases])) {
    for (const piece of surface.piecesOf(base)) laid[piece] = assignment[pieceThere(other.state.surface, surface, base, piece)]!;
  }
  laidOut.set(other, { surface, assignment: laid });
  return laid;
}

/** Position on the other surface that stands for a piece of this one. */
function pieceThere(there: PlanSurface, here: PlanSurface, base: number, piece: number): number {
  const cuts = here.cutsOf(base);
  for (let id: string | undefined = here.ids[piece]!; id !== undefined; id = cuts.find(({ ids }) => ids.includes(id!))?.block) {
    const position = there.positions.get(id);
    if (position !== undefined && there.ids[position] === id) return position;
  }
  return [...there.piecesOf(base)].toSorted((a, b) => there.share[b]! - there.share[a]!)[0]!;
}

/** Whether each piece of the other plan is made of whole pieces of this one: then blocks tell the difference without a remainder. */
export function isWholeOver(other: OtherPlan, surface: PlanSurface): boolean {
  const own = new Set(surface.cuts.map(({ ids }) => ids[0]));
  return other.state.surface.cuts.every(({ ids }) => own.has(ids[0]));
}
