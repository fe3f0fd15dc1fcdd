// Does the cuts that a way through blocks asks for.
import { insideRings } from '../../coverage/interior-point.ts';
import type { BlockCut, PlanSurface } from '../surface.ts';
import type { Chord } from './follow-line.ts';

/**
 * The surface with every chord's block cut along it. A second chord through a block cuts the piece that it runs through. A chord
 * that cuts nothing any more (rounding left less than a square metre) is passed over: its block stays whole.
 */
export function cutAlong(surface: PlanSurface, chords: readonly Chord[]): PlanSurface {
  const often = new Map<number, number>();
  for (const { block } of chords) often.set(block, (often.get(block) ?? 0) + 1);
  const single: BlockCut[] = chords.flatMap(({ block, line }) => (often.get(block)! > 1 ? [] : [cutOf(surface, block, line)]));
  let cut = surface.cutting([...surface.cuts, ...single]);
  let now = cut.ok ? cut.surface : surface;
  const rest = cut.ok ? chords.filter(({ block }) => often.get(block)! > 1) : chords;
  for (const { block, line } of rest) {
    const [x, y] = [(line[0]! + line[2]!) / 2, (line[1]! + line[3]!) / 2];
    const piece = now.piecesOf(now.baseOf[block]!).find((position) => insideRings(x, y, now.outline(position).flat()));
    if (piece === undefined) continue;
    cut = now.cutting([...now.cuts, cutOf(now, piece, line)]);
    if (cut.ok) now = cut.surface;
  }
  return now;
}

function cutOf(surface: PlanSurface, position: number, line: readonly number[]): BlockCut {
  const block = surface.ids[position]!;
  return { block, ids: surface.fragmentIds(block), line };
}
