// Shortest walks from a few places to many: one bounded search a place, over typed arrays without allocation.
import { keepShape } from '../kept-shapes.ts';
import { NO_EDGE, type AccessPoints } from './access-points.ts';
import { buildStreetGraph, type StreetGraph } from './street-graph.ts';

export interface WalkingDistances {
  readonly sourceCount: number;
  readonly targetCount: number;
  /** Metres on foot, row by row of the sources; Infinity beyond the limit, or where no way leads. */
  readonly metres: Float32Array;
}

/**
 * Distances from every source to every target, both joined to the network. A walk is the way from the source to its edge,
 * along the network by least cost, and from the target's edge to the target; its metres are those walked, not the cost,
 * which hazards raise. Beyond `limitM` (of cost, from the network on) a search ends.
 *
 * One search a source (WalkingSearch), then one look a target: on 60,000 edges with a limit of 5 km, 80 sources and 40,000 targets take a third of a
 * second.
 */
export function walkingDistances(graph: StreetGraph, sources: AccessPoints, targets: AccessPoints, limitM: number): WalkingDistances {
  const sourceCount = sources.edge.length;
  const targetCount = targets.edge.length;
  const metres = new Float32Array(sourceCount * targetCount).fill(Infinity);
  const search = new WalkingSearch(graph);
  const { from, to, lengthM, costM, fromCostM, toCostM } = graph;
  for (let s = 0; s < sourceCount; s++) {
    const home = sources.edge[s]!;
    if (home === NO_EDGE) continue;
    search.run(home, sources.alongM[s]!, limitM);
    const row = s * targetCount;
    for (let t = 0; t < targetCount; t++) {
      const e = targets.edge[t]!;
      if (e === NO_EDGE) continue;
      const along = targets.alongM[t]!;
      const share = lengthM[e]! > 0 ? costM[e]! / lengthM[e]! : 1;
      let best = search.costM[from[e]!]! + along * share + fromCostM[e]!;
      let walked = search.walkedM[from[e]!]! + along;
      const other = search.costM[to[e]!]! + (lengthM[e]! - along) * share + toCostM[e]!;
      if (other < best) {
        best = other;
        walked = search.walkedM[to[e]!]! + lengthM[e]! - along;
      }
      if (e === home && Math.abs(along - sources.alongM[s]!) * share <= best) {
        best = Math.abs(along - sources.alongM[s]!) * share;
        walked = Math.abs(along - sources.alongM[s]!);
      }
      if (best <= limitM) metres[row + t] = walked + sources.offM[s]! + targets.offM[t]!;
    }
  }
  return { sourceCount, targetCount, metres };
}

/** Least cost between nodes (metres, where no way is a hazard), by rows of the sources; what pgRouting's pgr_dijkstraCost answers. Infinity: no way. */
export function nodeDistances(graph: StreetGraph, sources: ArrayLike<number>, targets: ArrayLike<number>, limitM = Infinity): Float64Array {
  const search = new WalkingSearch(graph);
  const cost = new Float64Array(sources.length * targets.length);
  for (let s = 0; s < sources.length; s++) {
    search.runFrom(sources[s]!, limitM);
    for (let t = 0; t < targets.length; t++) cost[s * targets.length + t] = search.costM[targets[t]!]!;
  }
  return cost;
}

/** Metres of cost in one bucket of the queue, about a third of a street's edge: fewer nodes are come to twice, more buckets are empty. */
const BUCKET_M = 16;

/** An edge longer than all buckets goes into the last and is looked at again there: bounds the ring to 4,096 buckets, 65 km. */
const MOST_BUCKETS = 4096;

/**
 * Edges as a search reads them. A graph keeps costs and lengths by edge, so that one half-edge takes four reads from all over memory; here every
 * half-edge has its own copy beside its target, in the order of the nodes: 12 bytes of one stretch each (20 where hazards make cost and length differ).
 */
interface PackedEdges {
  readonly start: Uint32Array;
  readonly target: Uint32Array;
  /** Along the edge and over both its ends. */
  readonly cost: Float64Array;
  /** null: the same as the cost. */
  readonly length: Float64Array | null;
  /** A power of two, more than the longest edge takes. */
  readonly buckets: number;
}

/** Made once a graph, however many searches there are; 60,000 edges take 3 ms. */
const packed = new WeakMap<StreetGraph, PackedEdges>();

function packEdges(graph: StreetGraph): PackedEdges {
  const known = packed.get(graph);
  if (known !== undefined) return known;
  const { start, target, edge, lengthM, costM, fromCostM, toCostM } = graph;
  const cost = new Float64Array(edge.length);
  const length = new Float64Array(edge.length);
  let plain = true;
  let longest = 0;
  for (let h = 0; h < edge.length; h++) {
    const e = edge[h]!;
    cost[h] = costM[e]! + fromCostM[e]! + toCostM[e]!;
    length[h] = lengthM[e]!;
    if (cost[h] !== length[h]) plain = false;
    if (cost[h]! > longest && cost[h]! < Infinity) longest = cost[h]!;
  }
  let buckets = 16;
  while (buckets < MOST_BUCKETS && buckets * BUCKET_M <= longest + 2 * BUCKET_M) buckets *= 2;
  const made = { start, target, cost, length: plain ? null : length, buckets };
  packed.set(graph, made);
  return made;
}

/**
 * Labels of one search after the other; the arrays are made once. The queue is a ring of buckets by cost (Dial 1969, with buckets as wide as in
 * delta-stepping, Meyer & Sanders 2003): nodes of one bucket come in any order, and one that is bettered there comes once more. So nothing is sorted, and the
 * labels are those of Dijkstra's algorithm, of the same sums in the same order.
 */
export class WalkingSearch {
  /** By node: least cost from the source, Infinity where the search did not come, and the metres of that walk. */
  readonly costM: Float64Array;
  readonly walkedM: Float64Array;
  private readonly edges: PackedEdges;
  /** Nodes that the last search came to. */
  private readonly reached: Uint32Array;
  private reachedCount = 0;
  /** By bucket: the last entry that was put in, or -1; entries are lists. */
  private readonly head: Int32Array;
  private entryNode: Uint32Array;
  private entryNext: Int32Array;
  /** The cost that an entry was put in for: the node's own, unless it was bettered since. */
  private entryCost: Float64Array;
  private entries = 0;
  private waiting = 0;

  constructor(private readonly graph: StreetGraph) {
    this.edges = packEdges(graph);
    this.costM = new Float64Array(graph.nodeCount).fill(Infinity);
    this.walkedM = this.edges.length === null ? this.costM : new Float64Array(graph.nodeCount).fill(Infinity);
    this.reached = new Uint32Array(graph.nodeCount);
    this.head = new Int32Array(this.edges.buckets).fill(-1);
    this.entryNode = new Uint32Array(4096);
    this.entryNext = new Int32Array(4096);
    this.entryCost = new Float64Array(4096);
  }

  /** From a point of an edge, `alongM` metres from its first vertex. */
  run(edge: number, alongM: number, limitM: number): void {
    const { from, to, lengthM, costM, fromCostM, toCostM } = this.graph;
    this.clear();
    const share = lengthM[edge]! > 0 ? costM[edge]! / lengthM[edge]! : 1;
    const first = alongM * share + fromCostM[edge]!;
    const second = (lengthM[edge]! - alongM) * share + toCostM[edge]!;
    this.label(from[edge]!, first, alongM);
    this.label(to[edge]!, second, lengthM[edge]! - alongM);
    this.settle(Math.min(first, second), limitM);
  }

  runFrom(node: number, limitM: number): void {
    this.clear();
    this.label(node, 0, 0);
    this.settle(0, limitM);
  }

  private clear(): void {
    for (let i = 0; i < this.reachedCount; i++) {
      const node = this.reached[i]!;
      this.costM[node] = Infinity;
      this.walkedM[node] = Infinity;
    }
    if (this.waiting > 0) this.head.fill(-1);
    this.reachedCount = 0;
    this.entries = 0;
    this.waiting = 0;
  }

  private label(node: number, cost: number, walked: number): void {
    if (!(cost < this.costM[node]!)) return;
    if (this.costM[node] === Infinity) this.reached[this.reachedCount++] = node;
    this.walkedM[node] = walked;
    this.costM[node] = cost;
    this.put(node, cost, Math.floor(cost / BUCKET_M) & (this.edges.buckets - 1));
  }

  private put(node: number, cost: number, bucket: number): void {
    if (this.entries === this.entryNode.length) this.grow();
    this.entryNode[this.entries] = node;
    this.entryCost[this.entries] = cost;
    this.entryNext[this.entries] = this.head[bucket]!;
    this.head[bucket] = this.entries++;
    this.waiting++;
  }

  /**
   * `leastM` is the least cost that waits. Edges longer than the ring come round early and are put back. What `label` and `put` do stands here once more, on
   * locals: calls and reads of fields are half of the time.
   */
  private settle(leastM: number, limitM: number): void {
    if (leastM === Infinity) return;
    const { start, target, cost: edgeCost, length, buckets } = this.edges;
    const { head, costM, walkedM, reached } = this;
    let { entryNode, entryNext, entryCost, entries, waiting, reachedCount } = this;
    const mask = buckets - 1;
    for (let round = Math.floor(leastM / BUCKET_M); waiting > 0 && round * BUCKET_M <= limitM; round++) {
      const bucket = round & mask;
      const endM = (round + 1) * BUCKET_M;
      while (head[bucket]! >= 0) {
        let entry = head[bucket]!;
        head[bucket] = -1;
        for (; entry >= 0; entry = entryNext[entry]!) {
          waiting--;
          const node = entryNode[entry]!;
          const cost = entryCost[entry]!;
          if (cost !== costM[node]! || cost > limitM) continue;
          if (entries + start[node + 1]! - start[node]! + 1 > entryNode.length) {
            this.entries = entries;
            this.grow();
            ({ entryNode, entryNext, entryCost } = this);
          }
          if (cost >= endM) {
            // Of another time round the ring: put into the next bucket, and so on until it is due.
            const later = (bucket + 1) & mask;
            entryNode[entries] = node;
            entryCost[entries] = cost;
            entryNext[entries] = head[later]!;
            head[later] = entries++;
            waiting++;
            continue;
          }
          const walked = walkedM[node]!;
          for (let h = start[node]!, end = start[node + 1]!; h < end; h++) {
            const next = target[h]!;
            const reachedAt = cost + edgeCost[h]!;
            const known = costM[next]!;
            if (!(reachedAt < known)) continue;
            if (known === Infinity) reached[reachedCount++] = next;
            if (length !== null) walkedM[next] = walked + length[h]!;
            costM[next] = reachedAt;
            const into = Math.floor(reachedAt / BUCKET_M) & mask;
            entryNode[entries] = next;
            entryCost[entries] = reachedAt;
            entryNext[entries] = head[into]!;
            head[into] = entries++;
            waiting++;
          }
        }
      }
    }
    this.entries = entries;
    this.waiting = waiting;
    this.reachedCount = reachedCount;
  }

  private grow(): void {
    const node = new Uint32Array(2 * this.entryNode.length);
    const next = new Int32Array(node.length);
    const cost = new Float64Array(node.length);
    node.set(this.entryNode);
    next.set(this.entryNext);
    cost.set(this.entryCost);
    this.entryNode = node;
    this.entryNext = next;
    this.entryCost = cost;
  }
}

/** Of one street, for the shapes of all searches. */
keepShape(new WalkingSearch(buildStreetGraph({ xy: Float64Array.of(0.5, 0.5, 8.25, 3.75), start: Uint32Array.of(0, 2), kind: Uint16Array.of(0) })));
