// Ways as a graph to walk on: nodes where ways meet or end, edges between them, all in typed arrays.
import { GrowableDoubles, GrowableIndices } from '../coverage/growable.ts';

/** Lines as they come from a file, in a projected CRS. */
export interface WayLines {
  /** Vertices x y interleaved, metres; way w has the vertices `start[w] .. start[w + 1]`. */
  readonly xy: Float64Array;
  readonly start: Uint32Array;
  /** By way: index into the caller's kinds of ways (main road, footpath, …), to forbid or to add metres by. */
  readonly kind: Uint16Array;
}

/** What a kind of way is to somebody on foot. */
export interface WalkingRule {
  /** False: nobody walks along it (motorways, rails); it is no edge, but its nodes can be crossed. */
  readonly walkable: boolean;
  /** Times the length along it, as a detour would count; 1 for none. */
  readonly factor: number;
  /**
   * Metres that crossing it from one side to the other counts; Infinity: nobody crosses it, nor gets onto it from the side. Half is
   * charged to each way that ends at or passes one of its nodes, so that going along it for a bit is no way round.
   */
  readonly crossingM: number;
}

/**
 * Undirected. Half-edges of node n are `start[n] .. start[n + 1]`: to node `target[h]` by edge `edge[h]`. Edge e runs from
 * `from[e]` to `to[e]` through the vertices `vertexStart[e] .. vertexStart[e + 1]` of `xy`, both ends included.
 */
export interface StreetGraph {
  readonly nodeCount: number;
  readonly edgeCount: number;
  readonly start: Uint32Array;
  readonly target: Uint32Array;
  readonly edge: Uint32Array;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly vertexStart: Uint32Array;
  readonly xy: Float64Array;
  /** By edge: metres along it, what they count in the search, and what its two ends add to that. */
  readonly lengthM: Float64Array;
  readonly costM: Float64Array;
  readonly fromCostM: Float64Array;
  readonly toCostM: Float64Array;
  /** By edge: the way that it is a piece of. */
  readonly way: Uint32Array;
  /** By node: connected piece, 0 the one with the most metres. */
  readonly piece: Uint32Array;
  /** By piece: metres of its edges, most first. */
  readonly pieceM: Float64Array;
}

const WALK: WalkingRule = { walkable: true, factor: 1, crossingM: 0 };

/**
 * Ways that share a vertex (equal coordinates, as OpenStreetMap's do) meet there; lines that cross without one do not,
 * as a bridge does not meet the road below. Vertices of one way alone are geometry. Costs one hash of all vertices: 60,000
 * edges of 300,000 vertices take some 100 ms. Edges of no length are left out.
 */
export function buildStreetGraph({ xy, start, kind }: WayLines, rules: readonly WalkingRule[] = []): StreetGraph {
  const ways = start.length - 1;
  const ruleOf = (way: number) => rules[kind[way]!] ?? WALK;
  const { place, uses, ends, crossed } = findJunctions();
  const nodeOf = new Int32Array(uses.length).fill(-1);
  let nodeCount = 0;
  const edgeFrom = new GrowableIndices();
  const edgeTo = new GrowableIndices();
  const edgeWay = new GrowableIndices();
  const edgeStart = new GrowableIndices();
  const vertices = new GrowableDoubles();
  const lengths = new GrowableDoubles();
  const costs = new GrowableDoubles();
  const fromCosts = new GrowableDoubles();
  const toCosts = new GrowableDoubles();
  for (let way = 0; way < ways; way++) {
    const rule = ruleOf(way);
    if (!rule.walkable) continue;
    let first = start[way]!;
    let length = 0;
    for (let v = first + 1; v < start[way + 1]!; v++) {
      length += Math.hypot(xy[2 * v]! - xy[2 * v - 2]!, xy[2 * v + 1]! - xy[2 * v - 1]!);
      const here = place[v]!;
      if (uses[here]! < 2 && ends[here] === 0 && crossed[here] === 0) continue;
      if (length > 0) {
        edgeFrom.push(node(place[first]!));
        edgeTo.push(node(here));
        edgeWay.push(way);
        edgeStart.push(vertices.length / 2);
        lengths.push(length);
        costs.push(length * rule.factor);
        // Who walks along the way that is crossed does not cross it.
        fromCosts.push(rule.crossingM > 0 ? 0 : crossed[place[first]!]! / 2);
        toCosts.push(rule.crossingM > 0 ? 0 : crossed[here]! / 2);
        for (let i = first; i <= v; i++) {
          vertices.push(xy[2 * i]!);
          vertices.push(xy[2 * i + 1]!);
        }
      }
      first = v;
      length = 0;
    }
  }
  edgeStart.push(vertices.length / 2);
  const edgeCount = edgeFrom.length;
  const from = edgeFrom.copy();
  const to = edgeTo.copy();
  const lengthM = lengths.copy();
  const halves = joinHalves(nodeCount, from, to);
  return {
    nodeCount,
    edgeCount,
    ...halves,
    from,
    to,
    vertexStart: edgeStart.copy(),
    xy: vertices.copy(),
    lengthM,
    costM: costs.copy(),
    fromCostM: fromCosts.copy(),
    toCostM: toCosts.copy(),
    way: edgeWay.copy(),
    ...findPieces(nodeCount, from, to, lengthM),
  };

  function node(at: number): number {
    if (nodeOf[at] === -1) nodeOf[at] = nodeCount++;
    return nodeOf[at]!;
  }

  /** Places by their coordinates: how many passes of walkable ways, whether one ends there, and what crossing it costs. */
  function findJunctions(): { place: Int32Array; uses: Uint32Array; ends: Uint8Array; crossed: Float64Array } {
    const count = xy.length / 2;
    let size = 1024;
    while (size < 2 * count) size *= 2;
    const table = new Int32Array(size).fill(-1);
    const places = new Int32Array(count);
    const firstVertex = new Int32Array(count);
    const bits = new Uint32Array(xy.buffer, xy.byteOffset, 2 * xy.length);
    let found = 0;
    for (let v = 0; v < count; v++) {
      let h = Math.imul(bits[4 * v]! ^ Math.imul(bits[4 * v + 1]!, 0x9e3779b1), 0x85ebca6b) ^ Math.imul(bits[4 * v + 2]! ^ Math.imul(bits[4 * v + 3]!, 0xc2b2ae35), 0x27d4eb2f);
      h = (h ^ (h >>> 15)) & (size - 1);
      for (; table[h] !== -1; h = (h + 1) & (size - 1)) {
        const other = firstVertex[table[h]!]!;
        if (xy[2 * other] === xy[2 * v] && xy[2 * other + 1] === xy[2 * v + 1]) break;
      }
      if (table[h] === -1) {
        table[h] = found;
        firstVertex[found++] = v;
      }
      places[v] = table[h]!;
    }
    const passes = new Uint32Array(found);
    const ended = new Uint8Array(found);
    const cost = new Float64Array(found);
    for (let way = 0; way < ways; way++) {
      const { walkable, crossingM: metres } = ruleOf(way);
      for (let v = start[way]!; v < start[way + 1]!; v++) {
        cost[places[v]!] = Math.max(cost[places[v]!]!, metres);
        // A vertex that a way has twice in a row is one pass.
        if (walkable && (v === start[way] || places[v] !== places[v - 1])) passes[places[v]!]!++;
      }
      if (!walkable || start[way] === start[way + 1]) continue;
      ended[places[start[way]!]!] = 1;
      ended[places[start[way + 1]! - 1]!] = 1;
    }
    return { place: places, uses: passes, ends: ended, crossed: cost };
  }
}

function joinHalves(nodeCount: number, from: Uint32Array, to: Uint32Array): Pick<StreetGraph, 'start' | 'target' | 'edge'> {
  const start = new Uint32Array(nodeCount + 1);
  for (let e = 0; e < from.length; e++) {
    start[from[e]! + 1]!++;
    start[to[e]! + 1]!++;
  }
  for (let n = 0; n < nodeCount; n++) start[n + 1]! += start[n]!;
  const cursor = start.slice(0, nodeCount);
  const target = new Uint32Array(2 * from.length);
  const edge = new Uint32Array(2 * from.length);
  for (let e = 0; e < from.length; e++) {
    const a = cursor[from[e]!]!++;
    target[a] = to[e]!;
    edge[a] = e;
    const b = cursor[to[e]!]!++;
    target[b] = from[e]!;
    edge[b] = e;
  }
  return { start, target, edge };
}

function findPieces(nodeCount: number, from: Uint32Array, to: Uint32Array, lengthM: Float64Array): Pick<StreetGraph, 'piece' | 'pieceM'> {
  const root = new Uint32Array(nodeCount);
  for (let n = 0; n < nodeCount; n++) root[n] = n;
  const find = (n: number): number => {
    while (root[n] !== n) n = root[n] = root[root[n]!]!;
    return n;
  };
  for (let e = 0; e < from.length; e++) {
    const a = find(from[e]!);
    const b = find(to[e]!);
    if (a !== b) root[Math.max(a, b)] = Math.min(a, b);
  }
  const metres = new Map<number, number>();
  for (let e = 0; e < from.length; e++) {
    const r = find(from[e]!);
    metres.set(r, (metres.get(r) ?? 0) + lengthM[e]!);
  }
  // Ties by the first node, so that the same lines give the same pieces.
  const order = [...metres].toSorted((a, b) => b[1] - a[1] || a[0] - b[0]);
  const number = new Map(order.map(([r], i) => [r, i]));
  const piece = new Uint32Array(nodeCount);
  for (let n = 0; n < nodeCount; n++) piece[n] = number.get(find(n))!;
  return { piece, pieceM: Float64Array.from(order, ([, m]) => m) };
}
