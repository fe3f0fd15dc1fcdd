// Zones in groups of one piece that are alike in several indicators: Ward's criterion over neighbours only.

export interface Neighbours {
  /** Rows next to row r: `next[start[r] .. start[r + 1]]`; both ways. */
  readonly start: Uint32Array;
  readonly next: Uint32Array;
}

export interface WardGroups {
  /** By row: its group from 0, numbered by the first row; -1 for a row with a missing value. */
  readonly group: Int32Array;
  readonly groups: number;
  /** By merge: how much the sum of squared distances to the centres grew. Neighbours only, so it need not ascend. */
  readonly growth: readonly number[];
  /** Sum of squared distances to the centres. */
  readonly withinness: number;
}

interface Cluster {
  readonly first: number;
  readonly size: number;
  readonly centre: Float64Array;
  readonly next: Set<number>;
}

/**
 * Joins the two neighbouring groups whose joining adds least to the squares within (Ward 1963), until `k` are left or no two are
 * neighbours. Rows of `width` values, row-major; rows with NaN belong to no group and connect nothing. Equal growth: the pair of the smallest
 * first rows. Quadratic in the rows: 400 zones take milliseconds.
 */
export function wardGroups(values: Float64Array, width: number, k: number, { start, next }: Neighbours): WardGroups {
  const rows = start.length - 1;
  const known = (row: number) => !values.subarray(row * width, (row + 1) * width).some(Number.isNaN);
  const clusters = new Map<number, Cluster>();
  for (let row = 0; row < rows; row++) {
    if (!known(row)) continue;
    const beside = [...next.subarray(start[row]!, start[row + 1]!)].filter((other) => other !== row && known(other));
    clusters.set(row, { first: row, size: 1, centre: values.slice(row * width, (row + 1) * width), next: new Set(beside) });
  }
  const into = Int32Array.from({ length: rows }, (_, row) => (clusters.has(row) ? row : -1));
  const growth: number[] = [];
  while (clusters.size > k) {
    const pair = closest(clusters);
    if (pair === null) break;
    const [a, b] = pair;
    growth.push(growthOf(a, b));
    join(clusters, a, b);
    for (let row = 0; row < rows; row++) if (into[row] === b.first) into[row] = a.first;
  }
  const order = [...clusters.keys()].toSorted((a, b) => a - b);
  const place = new Map(order.map((first, i) => [first, i]));
  return { group: into.map((first) => place.get(first) ?? -1), groups: order.length, growth, withinness: growth.reduce((sum, value) => sum + value, 0) };
}

/** The pair of least growth; of equal ones that of the smallest rows. */
function closest(clusters: ReadonlyMap<number, Cluster>): readonly [Cluster, Cluster] | null {
  let best: readonly [Cluster, Cluster] | null = null;
  let least = Infinity;
  // Keys stay in ascending order: a group keeps the number of its first row, and none is added.
  for (const a of clusters.values()) {
    for (const other of [...a.next].toSorted((x, y) => x - y)) {
      if (other < a.first) continue;
      const b = clusters.get(other)!;
      const grows = growthOf(a, b);
      if (grows < least) [least, best] = [grows, [a, b]];
    }
  }
  return best;
}

function growthOf(a: Cluster, b: Cluster): number {
  let square = 0;
  for (let i = 0; i < a.centre.length; i++) square += (a.centre[i]! - b.centre[i]!) ** 2;
  return ((a.size * b.size) / (a.size + b.size)) * square;
}

function join(clusters: Map<number, Cluster>, a: Cluster, b: Cluster): void {
  const size = a.size + b.size;
  const centre = a.centre.map((value, i) => (a.size * value + b.size * b.centre[i]!) / size);
  const next = new Set([...a.next, ...b.next]);
  next.delete(a.first);
  next.delete(b.first);
  for (const other of b.next) {
    if (other === a.first) continue;
    const beside = clusters.get(other)!.next;
    beside.delete(b.first);
    beside.add(a.first);
  }
  clusters.set(a.first, { first: a.first, size, centre, next });
  clusters.delete(b.first);
}
