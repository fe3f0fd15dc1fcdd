// Two plans over the same stand: which land moved, from where to where, and how many people with it.
import { overlapAreaM2 } from '../../coverage/overlay/overlap-area.ts';
import { UNASSIGNED } from '../../coverage/coverage.ts';
import { compareIds } from '../../statistics/id-order.ts';
import type { CountTable } from '../../statistics/counts.ts';
import { shareOut } from '../../statistics/largest-remainder.ts';
import type { PlanState } from '../plan-state.ts';
import type { PlanSurface } from '../surface.ts';
import { patchedRings } from '../surface/surface-topology.ts';

export interface Flow {
  /** Zone codes; '' for no zone. */
  readonly from: string;
  readonly to: string;
  /** Base blocks that moved whole. */
  readonly blocks: readonly string[];
  /** Base blocks of which a part moved, with the part by area. */
  readonly parts: readonly { readonly block: string; readonly share: number }[];
  /** Null where the plans came without outlines. */
  readonly areaM2: number | null;
  /** By column of the table: sum of the known counts and blocks whose count is unknown, those of which a part moved among them. */
  readonly moved: readonly { readonly sum: number; readonly unknown: number }[];
}

interface OpenFlow {
  from: string;
  to: string;
  blocks: string[];
  parts: { block: string; share: number }[];
  areaM2: number | null;
  moved: { sum: number; unknown: number }[];
}

/**
 * From-to rows between two states over one stand, largest area first (where there are no outlines, most blocks). `table` holds
 * counts by base block; where either plan cuts a block, its counts are shared out by the area that each pair of zones has of it, in
 * whole numbers (largest remainder, ties by codes), so that rows and what stays add up to the block.
 */
export function planDifference(before: PlanState, after: PlanState, table: CountTable): Flow[] {
  const width = table.columns.length;
  const flows = new Map<string, OpenFlow>();
  const { surface } = after;
  const areas = surface.hasOutlines ? surface.root.sourceAreaM2 : null;
  const flowOf = (from: string, to: string) => {
    const key = JSON.stringify([from, to]);
    let flow = flows.get(key);
    if (flow === undefined) {
      flow = { from, to, blocks: [], parts: [], areaM2: areas === null ? null : 0, moved: Array.from({ length: width }, () => ({ sum: 0, unknown: 0 })) };
      flows.set(key, flow);
    }
    return flow;
  };
  const cut = new Set([...before.surface.cutBases, ...surface.cutBases]);
  for (let block = 0; block < surface.baseCount; block++) {
    if (cut.has(block)) continue;
    const [from, to] = [codeOf(before, block), codeOf(after, block)];
    if (from === to) continue;
    const flow = flowOf(from, to);
    flow.blocks.push(surface.ids[block]!);
    if (areas !== null) flow.areaM2! += areas[block]!;
    for (let column = 0; column < width; column++) {
      flow.moved[column]!.sum += table.values[block * width + column]!;
      flow.moved[column]!.unknown += 1 - table.known[block * width + column]!;
    }
  }
  for (const block of [...cut].toSorted((a, b) => a - b)) {
    const pairs = zonePairs(before, after, block);
    const rank = pairs.map((_, i) => i);
    const weights = pairs.map(({ share }) => share);
    pairs.forEach(({ from, to, share }, i) => {
      if (from === to) return;
      const flow = flowOf(from, to);
      if (pairs.length === 1) flow.blocks.push(surface.root.ids[block]!);
      else flow.parts.push({ block: surface.root.ids[block]!, share });
      flow.areaM2! += share * areas![block]!;
      for (let column = 0; column < width; column++) {
        flow.moved[column]!.sum += shareOut(table.values[block * width + column]!, weights, rank)[i]!;
        flow.moved[column]!.unknown += 1 - table.known[block * width + column]!;
      }
    });
  }
  const size = ({ areaM2, blocks }: Flow) => areaM2 ?? blocks.length;
  return [...flows.values()].toSorted((a, b) => size(b) - size(a) || compareIds(a.from, b.from) || compareIds(a.to, b.to));
}

function codeOf(state: PlanState, position: number): string {
  const slot = state.assignment[position]!;
  return slot === UNASSIGNED ? '' : (state.zones[slot]?.zone ?? '');
}

/** Parts of a base block by the zone before and after, adding up to 1, ordered by codes. */
function zonePairs(before: PlanState, after: PlanState, base: number): { from: string; to: string; share: number }[] {
  const pairs = new Map<string, { from: string; to: string; share: number }>();
  const add = (from: string, to: string, share: number) => {
    const key = JSON.stringify([from, to]);
    const pair = pairs.get(key) ?? { from, to, share: 0 };
    pair.share += share;
    pairs.set(key, pair);
  };
  const [olds, news] = [before.surface.piecesOf(base), after.surface.piecesOf(base)];
  if (olds.length === 1) for (const piece of news) add(codeOf(before, base), codeOf(after, piece), after.surface.share[piece]!);
  else if (news.length === 1) for (const piece of olds) add(codeOf(before, piece), codeOf(after, base), before.surface.share[piece]!);
  else {
    const [a, b] = [piecesAsRings(before.surface, olds), piecesAsRings(after.surface, news)];
    olds.forEach((old, i) => {
      news.forEach((piece, j) => {
        const areaM2 = overlapAreaM2(a, i, b, j);
        if (areaM2 > 0) add(codeOf(before, old), codeOf(after, piece), areaM2);
      });
    });
    const total = [...pairs.values()].reduce((sum, { share }) => sum + share, 0);
    for (const pair of pairs.values()) pair.share /= total;
    // Borders drawn twice along each other leave strips of rounding.
    for (const [key, pair] of pairs) if (pair.share < 1e-9) pairs.delete(key);
  }
  return [...pairs.values()].toSorted((x, y) => compareIds(x.from, y.from) || compareIds(x.to, y.to));
}

function piecesAsRings(surface: PlanSurface, pieces: readonly number[]) {
  const nothing = { ids: [], xy: new Float64Array(0), ringStart: new Uint32Array(1), partStart: new Uint32Array(1), blockStart: new Uint32Array(1) };
  return patchedRings(nothing, pieces.map((piece) => surface.ids[piece]!), new Map(pieces.map((piece, i) => [i, surface.outline(piece)])));
}
