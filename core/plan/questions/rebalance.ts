// Two zones drawn anew between each other so that both have about as much: recombination by spanning trees.
import { seededRandom } from '../../statistics/seeded-random.ts';
import type { Operation, Reason } from '../operation.ts';
import { slotOf, type PlanState } from '../plan-state.ts';

export interface RebalanceOptions {
  /** How far a zone may be from half of both, as a part of that half: 0.05 is 5 %. */
  readonly band: number;
  readonly seed: number;
  /** Spanning trees looked at, default 100; of all cuts within the band the one with the shortest border is taken. */
  readonly trees?: number;
}

export type Rebalanced =
  | {
      readonly ok: true;
      /** One step; without moves where the zones are balanced best as they are. */
      readonly operation: Extract<Operation, { type: 'reassign' }>;
      readonly weights: readonly [number, number];
    }
  /** `NOT_BALANCED`: no cut within the band was found; `nearest` is the smallest deviation that was. */
  | { readonly ok: false; readonly reason: Reason | { readonly code: 'NOT_BALANCED'; readonly nearest: number | null } };

/**
 * DeFord, Duchin & Solomon 2021: a random spanning tree over the blocks of both zones, cut where both sides weigh about the same.
 * Each side hangs together. `weights` are by position, any counts; locked blocks stay on their zone's side, and so do pieces of
 * the zones that do not hang together with both. Of the two ways to name the sides the one that moves less weight is taken.
 */
export function rebalance(state: PlanState, a: string, b: string, weights: ArrayLike<number>, { band, seed, trees = 100 }: RebalanceOptions): Rebalanced {
  const slots = [slotOf(state, a), slotOf(state, b)];
  const unknown = [a, b].filter((_, i) => slots[i] === null || slots[i]! < 0);
  if (unknown.length > 0 || a === b) return { ok: false, reason: { code: 'UNKNOWN_ZONE', zones: unknown.length > 0 ? unknown : [a] } };
  const locked = [a, b].filter((_, i) => state.zones[slots[i]!]!.locked);
  if (locked.length > 0) return { ok: false, reason: { code: 'ZONE_LOCKED', zones: locked } };
  const [slotA, slotB] = slots as [number, number];
  const pair = commonPiece(state, slotA, slotB);
  if (pair === null) return { ok: false, reason: { code: 'NOT_NEIGHBOURS', zones: [a, b] } };
  const { blocks, edges } = pair;
  const inPair = new Set(blocks);
  // What stays counts for its zone all the same.
  const fixed = [0, 0];
  state.assignment.forEach((slot, block) => {
    if (!inPair.has(block) && (slot === slotA || slot === slotB)) fixed[slot === slotA ? 0 : 1]! += weights[block]!;
  });
  const own = Float64Array.from(blocks, (block) => weights[block]!);
  const inA = Uint8Array.from(blocks, (block) => (state.assignment[block] === slotA ? 1 : 0));
  const held = Uint8Array.from(blocks, (block) => (state.lockedBlocks.has(state.blockIds[block]!) ? 1 : 0));
  const half = (own.reduce((sum, weight) => sum + weight, 0) + fixed[0]! + fixed[1]!) / 2;
  const random = seededRandom(seed);
  let best: { readonly side: Uint8Array; readonly borderM: number; readonly movedWeight: number; readonly weightA: number } | null = null;
  let nearest: number | null = null;
  for (let tree = 0; tree < trees; tree++) {
    for (const side of balancedSides(blocks.length, edges, own, random, (weight) => {
      // Either side may be zone a's.
      const deviation = Math.min(Math.abs(fixed[0]! + weight - half), Math.abs(fixed[1]! + weight - half)) / (half || 1);
      nearest = nearest === null ? deviation : Math.min(nearest, deviation);
      return deviation <= band;
    })) {
      for (const flip of [0, 1] as const) {
        let [weightA, movedWeight, fits] = [fixed[0]!, 0, true];
        side.forEach((inSide, i) => {
          const toA = inSide ^ flip;
          if (toA === 1) weightA += own[i]!;
          if (toA !== inA[i]) {
            movedWeight += own[i]!;
            if (held[i] === 1) fits = false;
          }
        });
        if (!fits || Math.abs(weightA - half) > band * half) continue;
        const borderM = edges.reduce((sum, { from, to, lengthM }) => sum + (side[from] === side[to] ? 0 : lengthM), 0);
        if (best !== null && (borderM > best.borderM || (borderM === best.borderM && movedWeight >= best.movedWeight))) continue;
        best = { side: flip === 0 ? side : side.map((value) => 1 - value), borderM, movedWeight, weightA };
      }
    }
  }
  if (best === null) return { ok: false, reason: { code: 'NOT_BALANCED', nearest } };
  const { side, weightA } = best;
  const ids = (to: 0 | 1) => blocks.flatMap((block, i) => (side[i] === to && inA[i] !== to ? [state.blockIds[block]!] : []));
  const moves = [{ zone: a, blocks: ids(1) }, { zone: b, blocks: ids(0) }].filter((move) => move.blocks.length > 0);
  return { ok: true, operation: { type: 'reassign', moves }, weights: [weightA, 2 * half - weightA] };
}

interface PairEdge {
  /** Indices into the blocks of the pair. */
  readonly from: number;
  readonly to: number;
  readonly lengthM: number;
}

/** The largest connected piece of both zones that has blocks of each, with its neighbourhoods; null where they do not touch. */
function commonPiece(state: PlanState, slotA: number, slotB: number): { blocks: number[]; edges: PairEdge[] } | null {
  const { rookStart, rook, rookLengthM } = state.surface.neighbours;
  const isIn = (block: number) => state.assignment[block] === slotA || state.assignment[block] === slotB;
  const seen = new Set<number>();
  let blocks: number[] = [];
  state.assignment.forEach((slot, start) => {
    if (slot !== slotA || seen.has(start)) return;
    const piece = [start];
    seen.add(start);
    for (const block of piece) {
      for (let i = rookStart[block]!; i < rookStart[block + 1]!; i++) {
        const other = rook[i]!;
        if (!isIn(other) || seen.has(other)) continue;
        seen.add(other);
        piece.push(other);
      }
    }
    if (piece.length > blocks.length && piece.some((block) => state.assignment[block] === slotB)) blocks = piece;
  });
  if (blocks.length === 0) return null;
  blocks.sort((a, b) => a - b);
  const index = new Map(blocks.map((block, i) => [block, i]));
  const edges = blocks.flatMap((block, from) => {
    const own: PairEdge[] = [];
    for (let i = rookStart[block]!; i < rookStart[block + 1]!; i++) {
      const to = index.get(rook[i]!);
      if (to !== undefined && to > from) own.push({ from, to, lengthM: rookLengthM[i]! });
    }
    return own;
  });
  return { blocks, edges };
}

/** A random spanning tree (Kruskal over shuffled edges), and the sides of those of its edges whose lower part `fits`. */
function balancedSides(count: number, edges: readonly PairEdge[], weights: Float64Array, random: () => number, fits: (weight: number) => boolean): Uint8Array[] {
  const order = Uint32Array.from(edges, (_, i) => i);
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  const root = Int32Array.from({ length: count }, (_, i) => i);
  const find = (i: number): number => {
    let at = i;
    while (root[at] !== at) at = root[at] = root[root[at]!]!;
    return at;
  };
  const next: number[][] = Array.from({ length: count }, () => []);
  for (const i of order) {
    const { from, to } = edges[i]!;
    const [u, v] = [find(from), find(to)];
    if (u === v) continue;
    root[u] = v;
    next[from]!.push(to);
    next[to]!.push(from);
  }
  const parent = new Int32Array(count).fill(-1);
  const walk = [0];
  for (const block of walk) {
    for (const other of next[block]!) {
      if (other === parent[block]) continue;
      parent[other] = block;
      walk.push(other);
    }
  }
  const below = weights.slice();
  for (const block of walk.toReversed()) if (parent[block]! >= 0) below[parent[block]!]! += below[block]!;
  return walk.slice(1).filter((block) => fits(below[block]!)).map((top) => {
    const side = new Uint8Array(count);
    // The walk is from the root on, so a parent is marked before its children.
    side[top] = 1;
    for (const block of walk) if (parent[block]! >= 0 && side[parent[block]!] === 1) side[block] = 1;
    return side;
  });
}
