// The slots of blocks on another surface over the same stand, after blocks were cut or healed.
import { UNASSIGNED, type Assignment } from '../coverage/coverage.ts';
import { commonCuts } from './surface/block-cut.ts';
import type { PlanSurface } from './surface.ts';

/**
 * An assignment on another surface over the same base. A piece keeps its slot, a new fragment has that of the piece it was cut
 * from, a healed block that of its pieces; where these differ, of the largest that is elsewhere than in `after`, so that a move is told.
 */
export function carry(from: PlanSurface, assignment: Assignment, to: PlanSurface, after: Assignment | null = null): Assignment {
  const out = new Int32Array(to.count).fill(UNASSIGNED);
  out.set(assignment.subarray(0, to.baseCount));
  const common = commonCuts(from.cuts, to.cuts);
  // Cuts beyond the common beginning tell what was cut from what, in both.
  const parents = new Map<string, string>();
  for (let i = common; i < to.cuts.length; i++) for (const id of to.cuts[i]!.ids) parents.set(id, to.cuts[i]!.block);
  const children = new Map<string, readonly [string, string]>();
  for (let i = common; i < from.cuts.length; i++) children.set(from.cuts[i]!.block, from.cuts[i]!.ids);
  const leaves = (id: string): number[] => {
    const own = from.positions.get(id);
    return own !== undefined ? [own] : (children.get(id) ?? []).flatMap(leaves);
  };
  const touched = new Set<number>();
  for (const surface of [from, to]) for (const base of surface.cutBases) touched.add(base);
  for (const base of touched) {
    for (const position of to.piecesOf(base)) {
      let id: string | undefined = to.ids[position]!;
      let found = leaves(id);
      while (found.length === 0 && (id = parents.get(id!)) !== undefined) found = leaves(id);
      const elsewhere = after === null ? found : found.filter((piece) => assignment[piece] !== after[position]);
      const pool = elsewhere.length > 0 ? elsewhere : found;
      if (pool.length > 0) out[position] = assignment[pool.reduce((best, piece) => (from.share[piece]! > from.share[best]! ? piece : best))]!;
    }
  }
  return out;
}
