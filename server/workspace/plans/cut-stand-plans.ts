// Open plans on a stand of which a plan made another by cutting blocks: what they are on the new one. Pure.
import { UNASSIGNED } from '../../../core/coverage/coverage.ts';
import type { BlockCut, PlanSurface } from '../../../core/plan/surface.ts';
import type { PlanDraft } from './plan-draft.ts';
import type { Rebase } from './plan-events.ts';

/**
 * A block has its zone in both, and so do fragments of the same cuts; a block that the plan cut otherwise has one where all of its fragments were in it, else none. Cuts of blocks
 * that are whole on the new stand stay.
 */
export function rebaseOnCut({ state, life }: Pick<PlanDraft, 'state' | 'life'>, stand: PlanSurface): Omit<Rebase, 'fromSet' | 'toSet'> {
  const { surface, assignment, zones } = state;
  const cutThere = (base: number) => stand.piecesOf(base).length > 1;
  const cuts = cutsOutside(surface, cutThere);
  const blocks: string[][] = zones.map(() => []);
  const notCarried: Rebase['notCarried'][number][] = [];
  const place = (id: string, slot: number): void => {
    if (slot !== UNASSIGNED) blocks[slot]!.push(id);
  };
  for (let base = 0; base < surface.baseCount; base++) {
    const own = surface.piecesOf(base);
    if (!cutThere(base)) {
      for (const piece of own) place(surface.ids[piece]!, assignment[piece]!);
      continue;
    }
    if (sameCuts(surface, stand, base)) {
      for (const piece of own) place(surface.ids[piece]!, assignment[piece]!);
      continue;
    }
    const several = own.some((piece) => assignment[piece] !== assignment[own[0]!]);
    for (const piece of stand.piecesOf(base)) {
      if (several) notCarried.push({ block: stand.ids[piece]!, reason: 'SEVERAL_ZONES' });
      else place(stand.ids[piece]!, assignment[own[0]!]!);
    }
  }
  return { state: notCarried.length > 0 ? 'draft' : life, zones: [...zones], blocks, notCarried, ...(cuts.length > 0 ? { cuts } : {}) };
}

function sameCuts(a: PlanSurface, b: PlanSurface, base: number): boolean {
  return JSON.stringify(cutsOf(a, base)) === JSON.stringify(cutsOf(b, base));
}

function cutsOf({ cuts, root }: PlanSurface, base: number): (readonly [string, readonly string[], readonly number[]])[] {
  const inside = new Set([root.ids[base]!]);
  return cuts.flatMap(({ block, ids, line }) => {
    if (!inside.has(block)) return [];
    for (const id of ids) inside.add(id);
    return [[block, ids, line] as const];
  });
}

function cutsOutside(surface: PlanSurface, cutThere: (base: number) => boolean): BlockCut[] {
  const dropped = new Set<string>();
  return surface.cuts.filter(({ block, ids }) => {
    const base = surface.root.positions.get(block);
    if (dropped.has(block) || (base !== undefined && cutThere(base))) {
      for (const id of ids) dropped.add(id);
      return false;
    }
    return true;
  });
}
