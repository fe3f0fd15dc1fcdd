// Two neighbouring zones drawn anew between each other: a random spanning tree over both, cut where the plan is cheapest.
import type { Draws } from './draws.ts';
import type { OptimiseInput } from './optimise-input.ts';
import type { SearchState } from './search-state.ts';

/**
 * DeFord, Duchin & Solomon 2021, as the editor's `rebalance`, but for the whole cost of places, ways and change: sums of every subtree give the cost of all cuts, either way round, in
 * one pass. Both sides of a cut hang together. Mix and shape are left to whoever accepts the plan. Fixed blocks stay. All arrays are made once.
 */
export class Recombination {
  private readonly list: Int32Array;
  private readonly parent: Int32Array;
  private readonly mark: Int32Array;
  private readonly frontier: Int32Array;
  private readonly frontierFrom: Int32Array;
  /** By block: children of the subtree by year, then cost of the subtree in the first zone and in the second, then fixed blocks of either. */
  private readonly sums: Float64Array;
  private readonly before: Int32Array;
  private stamp = 0;

  constructor(
    private readonly state: SearchState,
    private readonly neighbours: OptimiseInput['neighbours'],
    private readonly fixed: Uint8Array,
  ) {
    const { blockCount, width } = state;
    this.list = new Int32Array(blockCount);
    this.parent = new Int32Array(blockCount);
    this.mark = new Int32Array(blockCount);
    this.frontier = new Int32Array(neighbours.rook.length + 1);
    this.frontierFrom = new Int32Array(neighbours.rook.length + 1);
    this.sums = new Float64Array(blockCount * (width + 4));
    this.before = new Int32Array(blockCount);
  }

  /** Redraws both zones in the state; the number of blocks looked at, 0 where nothing changed. `undo` takes it back. */
  redraw(a: number, b: number, draws: Draws, first: number): number {
    const count = this.grow(a, b, draws, first);
    const { state } = this;
    if (count < 2 || count !== state.blocksOf[a]! + state.blocksOf[b]!) return 0;
    this.sumUp(a, b, count);
    const { width } = state;
    const stride = width + 4;
    const whole = this.list[0]! * stride;
    let [best, bestCut, bestFlip] = [Infinity, -1, 0];
    for (let i = 1; i < count; i++) {
      const at = this.list[i]! * stride;
      // Flip 0: the subtree is the first zone's, and the rest the second's.
      for (let flip = 0; flip < 2; flip++) {
        const [inner, outer] = flip === 0 ? [a, b] : [b, a];
        if (this.sums[at + width + 3 - flip]! > 0 || this.sums[whole + width + 2 + flip]! > this.sums[at + width + 2 + flip]!) continue;
        let cost = this.sums[at + width + flip]! + this.sums[whole + width + 1 - flip]! - this.sums[at + width + 1 - flip]!;
        for (let y = 0; y < width; y++) {
          const pupils = this.sums[at + y]!;
          cost += state.capacityScale * (state.misfit(pupils, state.places[inner * width + y]!) + state.misfit(this.sums[whole + y]! - pupils, state.places[outer * width + y]!));
        }
        if (cost < best) [best, bestCut, bestFlip] = [cost, i, flip];
      }
    }
    if (bestCut < 0) return 0;
    const [inner, outer] = bestFlip === 0 ? [a, b] : [b, a];
    const inside = ++this.stamp;
    this.mark[this.list[bestCut]!] = inside;
    for (let i = 0; i < count; i++) {
      const block = this.list[i]!;
      // Parents stand before their children.
      if (i > 0 && this.mark[this.parent[block]!] === inside) this.mark[block] = inside;
      this.before[i] = state.assignment[block]!;
      this.send(block, this.mark[block] === inside ? inner : outer);
    }
    return count;
  }

  undo(count: number): void {
    for (let i = 0; i < count; i++) this.send(this.list[i]!, this.before[i]!);
  }

  private send(block: number, zone: number): void {
    if (this.state.assignment[block] === zone) return;
    this.state.propose(block, zone);
    this.state.apply(block, zone);
  }

  /** A random tree from one block on, by edges of the rim drawn by chance; how many blocks it reaches. */
  private grow(a: number, b: number, draws: Draws, first: number): number {
    const { rookStart, rook } = this.neighbours;
    const { assignment } = this.state;
    const stamp = ++this.stamp;
    let [count, open] = [0, 1];
    this.frontier[0] = first;
    this.frontierFrom[0] = -1;
    while (open > 0) {
      const drawn = draws.below(open);
      const block = this.frontier[drawn]!;
      const from = this.frontierFrom[drawn]!;
      open--;
      this.frontier[drawn] = this.frontier[open]!;
      this.frontierFrom[drawn] = this.frontierFrom[open]!;
      if (this.mark[block] === stamp) continue;
      this.mark[block] = stamp;
      this.parent[block] = from;
      this.list[count++] = block;
      for (let i = rookStart[block]!; i < rookStart[block + 1]!; i++) {
        const other = rook[i]!;
        if (this.mark[other] === stamp || (assignment[other] !== a && assignment[other] !== b)) continue;
        this.frontier[open] = other;
        this.frontierFrom[open++] = block;
      }
    }
    return count;
  }

  private sumUp(a: number, b: number, count: number): void {
    const { state, sums } = this;
    const { width, zoneCount } = state;
    const stride = width + 4;
    for (let i = 0; i < count; i++) {
      const block = this.list[i]!;
      const at = block * stride;
      for (let y = 0; y < width; y++) sums[at + y] = state.children[block * width + y]!;
      sums[at + width] = state.unary[block * zoneCount + a]!;
      sums[at + width + 1] = state.unary[block * zoneCount + b]!;
      const held = this.fixed[block] === 1;
      sums[at + width + 2] = held && state.assignment[block] === a ? 1 : 0;
      sums[at + width + 3] = held && state.assignment[block] === b ? 1 : 0;
    }
    for (let i = count - 1; i > 0; i--) {
      const at = this.list[i]! * stride;
      const up = this.parent[this.list[i]!]! * stride;
      for (let k = 0; k < stride; k++) sums[up + k]! += sums[at + k]!;
    }
  }
}
