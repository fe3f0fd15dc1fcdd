// What cuts did to the numbers: the fragments of cut blocks with the counts that were shared out to them.
import type { BlockCut } from '../../../core/plan/surface.ts';
import { protectCount } from '../../../core/disclosure/threshold.ts';
import type { PlanDraft } from './plan-draft.ts';
import type { CountView, PlanCell, ViewedStatistic } from './plan-report.ts';
import type { Change } from './plan-replay.ts';

export interface ApportionedBlock {
  /** Block of the stand. */
  readonly block: string;
  /** None where the block is whole again. */
  readonly fragments: readonly { readonly id: string; readonly share: number; readonly cells: Readonly<Record<string, PlanCell>> }[];
}

/** In twentieths, for who has no clearance (ADR 0068). */
const coarse = (share: number) => Math.round(20 * share) / 20;

/** Blocks of the stand whose cuts a change touched, as they are now. Nothing but the view's tables goes into the cells. */
export function apportionedBlocks(draft: PlanDraft, { cuts, cutsBefore }: Change, view: CountView | null): ApportionedBlock[] {
  const { surface } = draft.state;
  const { ids, share, root } = surface;
  const approximate = view?.columns.some((column) => column.approximate) ?? false;
  const bases = new Set([...changedCuts(cuts, cutsBefore)].map((id) => root.positions.get(id)!));
  return [...bases].toSorted((a, b) => a - b).map((base) => {
    const pieces = surface.piecesOf(base);
    const fragments = pieces.filter((position) => surface.isFragment(position));
    return {
      block: root.ids[base]!,
      fragments: fragments.map((position) => ({
        id: ids[position]!,
        share: approximate ? coarse(share[position]!) : share[position]!,
        cells: Object.fromEntries((view?.columns ?? []).map((column) => [column.statistic, fragmentCell(draft, position, column)])),
      })),
    };
  });
}

/** Ids of the blocks of the stand under cuts that are in one list only. */
function changedCuts(now: readonly BlockCut[], before: readonly BlockCut[]): Set<string> {
  const keyOf = (cut: BlockCut) => JSON.stringify([cut.block, cut.ids, cut.line]);
  const [keysNow, keysBefore] = [new Set(now.map(keyOf)), new Set(before.map(keyOf))];
  const changed = new Set<string>();
  for (const [list, other] of [[now, keysBefore], [before, keysNow]] as const) {
    /** Of a fragment, the block of the stand that it came from. */
    const stand = new Map<string, string>();
    for (const cut of list) {
      const base = stand.get(cut.block) ?? cut.block;
      for (const id of cut.ids) stand.set(id, base);
      if (!other.has(keyOf(cut))) changed.add(base);
    }
  }
  return changed;
}

function fragmentCell(draft: PlanDraft, position: number, { statistic, approximate, table, rules }: ViewedStatistic): PlanCell {
  const column = table?.columns.indexOf(statistic) ?? -1;
  if (table === null || column < 0) return { state: 'missing' };
  const counted = draft.counts(table);
  const at = position * counted.columns.length + column;
  const cell = protectCount(counted.values[at]!, 1 - counted.known[at]!, 1, rules);
  return approximate ? { ...cell, approximate } : cell;
}
