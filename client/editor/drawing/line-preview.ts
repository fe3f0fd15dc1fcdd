// What a drawn line would do, before it is done: where it follows edges, where it cuts, and who would move.
import { OUTSIDE, type Coverage } from '../../../core/coverage/coverage.ts';
import type { Move, Operation, Reason } from '../../../core/plan/operations.ts';
import type { PlanState } from '../../../core/plan/plan-state.ts';
import type { CountTable } from '../../../core/statistics/counts.ts';
import type { PlanSession } from '../session/plan-session.ts';

export interface Flow {
  /** Zone codes; `to` may be one that is still to be made. */
  readonly from: string;
  readonly to: string;
  /** Whole blocks and fragments. */
  readonly blocks: number;
  /** Of the first statistic shown; null without counts. */
  readonly sum: number | null;
}

export interface LinePreview {
  readonly operation: Operation;
  /** Why it cannot be done; then all else is empty. */
  readonly reason: Reason | null;
  /** New border along edges of blocks, and through blocks: lines, x y interleaved. */
  readonly followed: readonly Float64Array[];
  readonly cut: readonly Float64Array[];
  /** Rings of the fragments that would be made, by block. */
  readonly cutBlocks: readonly Float64Array[];
  /** Number of whole blocks that would be cut. */
  readonly cuts: number;
  readonly flows: readonly Flow[];
}

export function previewOf(session: PlanSession, operation: Operation): LinePreview {
  const tried = session.tryOut(operation);
  if ('code' in tried) return { operation, reason: tried, followed: [], cut: [], cutBlocks: [], cuts: 0, flows: [] };
  const { state, moves, counts } = tried;
  const made = fragmentsMade(session.state, state);
  const touched = new Set([...moves.flatMap(({ blocks }) => [...blocks]), ...made]);
  const { followed, cut } = newBorder(session.state, state, touched, operation.type === 'splitBlock' ? new Set(made) : new Set());
  return {
    operation,
    reason: null,
    followed,
    cut,
    cutBlocks: made.flatMap((block) => state.surface.outline(block).flat()),
    cuts: new Set(made.map((block) => state.surface.baseOf[block]!)).size,
    flows: moves.map((move) => flowOf(move, state, counts)),
  };
}

/** Positions of fragments that were not there before. */
function fragmentsMade(before: PlanState, after: PlanState): number[] {
  if (before.surface === after.surface) return [];
  return [...after.surface.cutBases].flatMap((base) => after.surface.piecesOf(base).filter((piece) => !before.positions.has(after.blockIds[piece]!)));
}

function flowOf({ blocks, from, to }: Move, state: PlanState, counts: CountTable): Flow {
  const width = counts.columns.length;
  const sum = width === 0 ? null : blocks.reduce((total, block) => total + counts.values[block * width]!, 0);
  return { from: state.zones[from]?.zone ?? '', to: state.zones[to]?.zone ?? '', blocks: blocks.length, sum };
}

/** Edges of the touched blocks that have another zone on either side now and had one zone before; of blocks only cut, the cut. */
function newBorder(before: PlanState, after: PlanState, touched: ReadonlySet<number>, onlyCut: ReadonlySet<number>): { followed: Float64Array[]; cut: Float64Array[] } {
  const { coverage, baseOf } = after.surface;
  const { halfPart, partBlock } = coverage;
  const lines: { followed: Float64Array[]; cut: Float64Array[] } = { followed: [], cut: [] };
  const seen = new Set<number>();
  const slotBefore = slotsBefore(before, after);
  for (const block of touched) {
    eachArc(coverage, block, (arc) => {
      const [left, right] = [halfPart[2 * arc]!, halfPart[2 * arc + 1]!];
      if (seen.has(arc) || left === OUTSIDE || right === OUTSIDE) return;
      seen.add(arc);
      const [a, b] = [partBlock[left]!, partBlock[right]!];
      if (a === b) return;
      const through = baseOf[a] === baseOf[b];
      const border = after.assignment[a] !== after.assignment[b] && slotBefore(a) === slotBefore(b);
      if (border || (through && onlyCut.has(a) && onlyCut.has(b))) {
        lines[through ? 'cut' : 'followed'].push(coverage.xy.slice(2 * coverage.arcStart[arc]!, 2 * coverage.arcStart[arc + 1]!));
      }
    });
  }
  return lines;
}

/** Slot that a position's land was in before; of a fragment that is new, that of the piece it was cut from. */
function slotsBefore(before: PlanState, after: PlanState): (position: number) => number {
  const parents = new Map(after.surface.cuts.flatMap(({ block, ids }) => ids.map((id) => [id, block] as const)));
  return (position) => {
    let id: string | undefined = after.blockIds[position]!;
    while (id !== undefined && !before.positions.has(id)) id = parents.get(id);
    // A block that healed: its left piece stands in its place.
    return before.assignment[id === undefined ? after.surface.baseOf[position]! : before.positions.get(id)!]!;
  };
}

function eachArc(coverage: Coverage, block: number, visit: (arc: number) => void): void {
  const { blockPartStart, partRingStart, ringHalf, halfNext } = coverage;
  for (let ring = partRingStart[blockPartStart[block]!]!; ring < partRingStart[blockPartStart[block + 1]!]!; ring++) {
    const first = ringHalf[ring]!;
    let half = first;
    do {
      visit(half >> 1);
      half = halfNext[half]!;
    } while (half !== first);
  }
}
