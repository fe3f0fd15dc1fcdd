// Which blocks a gesture may take: those that are not where they are to go, and nothing that is locked.
import { slotOf, type PlanState } from '../../../core/plan/plan-state.ts';
import { wholeOf } from './plan-conflicts.ts';

export interface Movable {
  readonly free: number[];
  /** Left where they are: their zone, the target, or the block by itself is locked. */
  readonly locked: number[];
}

/** Of a list of positions those that may go to a zone; of the zone `source` alone where one is given ('' is no zone). */
export function movable(state: PlanState, blocks: ArrayLike<number>, zone: string, source: string | null): Movable {
  const target = slotOf(state, zone);
  const from = source === null ? null : slotOf(state, source);
  const free: number[] = [];
  const locked: number[] = [];
  const closed = target !== null && state.zones[target]?.locked === true;
  for (let i = 0; i < blocks.length; i++) {
    const block = blocks[i]!;
    const slot = state.assignment[block]!;
    if (target === null || slot === target || (from !== null && slot !== from)) continue;
    if (closed || isLocked(state, block)) locked.push(block);
    else free.push(block);
  }
  return { free, locked };
}

/** A locked block keeps its fragments locked as well. */
export function isLocked(state: PlanState, block: number): boolean {
  const { lockedBlocks, blockIds, assignment, zones } = state;
  if (zones[assignment[block]!]?.locked === true) return true;
  return lockedBlocks.size > 0 && (lockedBlocks.has(blockIds[block]!) || lockedBlocks.has(wholeOf(state.surface, block)));
}

/** Blocks to collect: for a zone that is there those it could take, else, for one that is still to be made, all that may go. */
export function collectable(state: PlanState, blocks: ArrayLike<number>, zone: string, source: string | null): number[] {
  if (zone !== '') return movable(state, blocks, zone, source).free;
  const from = source === null ? null : slotOf(state, source);
  return Array.from(blocks).filter((block) => (from === null || state.assignment[block] === from) && !isLocked(state, block));
}
