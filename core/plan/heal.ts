// Fragments that came together again: which cuts are taken back.
import type { Assignment } from '../coverage/coverage.ts';
import { carry } from './carry.ts';
import type { BlockCut, PlanSurface } from './surface.ts';

/**
 * The surface without the cuts whose pieces are all in one slot, where a piece was moved (positions in `moved`); null where
 * nothing heals. Pieces of a cut heal also within a block that stays cut elsewhere. Locked fragments keep their cut, and so
 * does a block without whose cut another one would not fit any more (cuts that end on each other within a millimetre).
 */
export function healed(
  surface: PlanSurface,
  assignment: Assignment,
  moved: ReadonlySet<number>,
  locked: ReadonlySet<string>,
): { readonly surface: PlanSurface; readonly assignment: Assignment } | null {
  const bases = new Set<number>();
  for (const block of moved) if (surface.isFragment(block)) bases.add(surface.baseOf[block]!);
  if (bases.size === 0) return null;
  const slots = new Map<string, number>();
  const touched = new Set<string>();
  for (const base of bases) {
    for (const piece of surface.piecesOf(base)) {
      slots.set(surface.ids[piece]!, assignment[piece]!);
      if (moved.has(piece)) touched.add(surface.ids[piece]!);
    }
  }
  const gone = new Set<BlockCut>();
  for (let i = surface.cuts.length - 1; i >= 0; i--) {
    const cut = surface.cuts[i]!;
    const [left, right] = [slots.get(cut.ids[0]), slots.get(cut.ids[1])];
    if (left === undefined || left !== right || !cut.ids.some((id) => touched.has(id)) || cut.ids.some((id) => locked.has(id))) continue;
    gone.add(cut);
    slots.set(cut.block, left);
    touched.add(cut.block);
  }
  return without(surface, assignment, gone);
}

/** The surface without these cuts; null where there are none, or where the others would not fit. */
export function without(
  surface: PlanSurface,
  assignment: Assignment,
  gone: ReadonlySet<BlockCut>,
): { readonly surface: PlanSurface; readonly assignment: Assignment } | null {
  if (gone.size === 0) return null;
  const cutting = surface.cutting(surface.cuts.filter((cut) => !gone.has(cut)));
  return cutting.ok ? { surface: cutting.surface, assignment: carry(surface, assignment, cutting.surface) } : null;
}
