// The cheapest way through a small graph.

/** An edge that can be gone both ways. */
export interface Way<Load> {
  readonly a: number;
  readonly b: number;
  readonly cost: number;
  readonly load: Load;
}

/** Dijkstra 1959 with a binary heap; the edges from start to end, null where there is no way. Equal costs: the edge given first. */
export function leastWay<Load>(count: number, ways: readonly Way<Load>[], start: number, end: number): Way<Load>[] | null {
  const out: number[][] = Array.from({ length: count }, () => []);
  ways.forEach(({ a, b }, i) => {
    out[a]!.push(i);
    out[b]!.push(i);
  });
  const cost = new Float64Array(count).fill(Infinity);
  const by = new Int32Array(count).fill(-1);
  const done = new Uint8Array(count);
  const heap: [number, number][] = [[0, start]];
  cost[start] = 0;
  while (heap.length > 0) {
    const [reached, node] = pop(heap);
    if (done[node] === 1) continue;
    done[node] = 1;
    if (node === end) break;
    for (const i of out[node]!) {
      const way = ways[i]!;
      const next = way.a === node ? way.b : way.a;
      if (reached + way.cost >= cost[next]!) continue;
      cost[next] = reached + way.cost;
      by[next] = i;
      push(heap, [cost[next]!, next]);
    }
  }
  if (cost[end] === Infinity) return null;
  const path: Way<Load>[] = [];
  for (let node = end; node !== start; ) {
    const way = ways[by[node]!]!;
    path.unshift(way);
    node = way.a === node ? way.b : way.a;
  }
  return path;
}

function push(heap: [number, number][], entry: [number, number]): void {
  let at = heap.push(entry) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (heap[parent]![0] <= heap[at]![0]) return;
    [heap[parent], heap[at]] = [heap[at]!, heap[parent]!];
    at = parent;
  }
}

function pop(heap: [number, number][]): [number, number] {
  const top = heap[0]!;
  const last = heap.pop()!;
  if (heap.length === 0) return top;
  heap[0] = last;
  for (let at = 0; ; ) {
    let least = at;
    for (const child of [2 * at + 1, 2 * at + 2]) if (child < heap.length && heap[child]![0] < heap[least]![0]) least = child;
    if (least === at) return top;
    [heap[least], heap[at]] = [heap[at]!, heap[least]!];
    at = least;
  }
}
