// Where our waiting steps and another person's change move the same blocks to different zones.
import type { PlanSurface } from '../../../core/plan/surface.ts';
import type { PlanState } from '../../../core/plan/plan-state.ts';
import type { Move } from '../../../core/plan/operations.ts';
import type { Conflict, Step } from './plan-steps.ts';

/** Zone code by id of the whole block. A block that is cut may lie in two: then the last one counts, for all of it is in question. */
export type Moved = ReadonlyMap<string, string>;

export function movedTo(state: PlanState, moves: readonly Move[]): Moved {
  const moved = new Map<string, string>();
  for (const { blocks, to } of moves) {
    const zone = state.zones[to]?.zone ?? '';
    for (const block of blocks) moved.set(wholeOf(state.surface, block), zone);
  }
  return moved;
}

/** Id of the block that a position is a piece of. */
export function wholeOf(surface: PlanSurface, position: number): string {
  return surface.root.ids[surface.baseOf[position]!]!;
}

/** `effects`: what each waiting step moves now, after theirs. */
export function conflictsWith(account: string, theirs: Moved, steps: readonly Step[], effects: ReadonlyMap<number, Moved>): Conflict[] {
  const found = new Map<string, { account: string; blocks: string[]; theirs: string; ours: string; steps: number[] }>();
  for (const { id } of steps) {
    for (const [block, ours] of effects.get(id) ?? []) {
      const other = theirs.get(block);
      if (other === undefined || other === ours) continue;
      const key = JSON.stringify([other, ours]);
      const conflict = found.get(key) ?? { account, blocks: [], theirs: other, ours, steps: [] };
      if (!conflict.blocks.includes(block)) conflict.blocks.push(block);
      if (!conflict.steps.includes(id)) conflict.steps.push(id);
      found.set(key, conflict);
    }
  }
  return [...found.values()];
}

/** The steps without what is in conflict: blocks leave an assignment, a drawn line goes whole, for half of it is another line. */
export function without(steps: readonly Step[], conflicts: readonly Conflict[], wholeOfId: (id: string) => string): Step[] {
  const lost = new Set(conflicts.flatMap(({ blocks }) => blocks));
  const hit = new Set(conflicts.flatMap((conflict) => conflict.steps));
  return steps.flatMap((step) => {
    const { operation } = step;
    if (operation?.type === 'assign' || operation?.type === 'createZone') {
      const blocks = operation.blocks.filter((id) => !lost.has(wholeOfId(id)));
      if (blocks.length === operation.blocks.length) return [step];
      return blocks.length === 0 && operation.type === 'assign' ? [] : [{ ...step, operation: { ...operation, blocks } }];
    }
    return hit.has(step.id) ? [] : [step];
  });
}
