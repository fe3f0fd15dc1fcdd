// What a cut did to the numbers: each block that was cut, its fragments, their shares and what they were given.
import type { PlanSurface } from '../../../core/plan/surface.ts';
import type { PlanSession } from '../session/plan-session.ts';

export interface CutBlock {
  readonly block: string;
  readonly fragments: readonly {
    readonly id: string;
    readonly zone: string;
    /** Of the whole block's area, 0 to 1. */
    readonly share: number;
    /** By column of the counts; null where the block's count is unknown. */
    readonly values: readonly (number | null)[];
  }[];
}

/** Blocks whose fragments are others than on an earlier surface and are still cut, in the stand's order. */
export function cutReport(session: PlanSession, before: PlanSurface): CutBlock[] {
  const { surface, counts, state } = session;
  if (surface === before) return [];
  const width = counts.columns.length;
  return [...surface.cutBases]
    .filter((base) => surface.piecesOf(base).some((piece) => !before.positions.has(surface.ids[piece]!)))
    .toSorted((a, b) => a - b)
    .map((base) => ({
      block: surface.root.ids[base]!,
      fragments: surface.piecesOf(base).map((piece) => ({
        id: surface.ids[piece]!,
        zone: session.zoneAt(state.assignment[piece]!)?.zone ?? '',
        share: surface.share[piece]!,
        values: counts.columns.map((_, column) => (counts.known[piece * width + column] === 1 ? counts.values[piece * width + column]! : null)),
      })),
    }));
}
