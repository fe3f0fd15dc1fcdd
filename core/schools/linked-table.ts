// Before, after, change, from–to, classes and utilisation of all schools as one linked table: what has to be withheld of it together.

/** Children of one from–to group by level (year). Stays are groups from a zone to itself; -1 is "no zone". */
export interface Group {
  readonly from: number;
  readonly to: number;
  readonly counts: Float64Array;
}

export interface LinkedTableInput {
  readonly zoneCount: number;
  readonly levels: number;
  /** One at most for each pair of zones; of every child exactly one. */
  readonly groups: readonly Group[];
  /** Counts above 0 and below it are secret. */
  readonly threshold: number;
}

export interface LinkedTable {
  /** By group, 1: withheld in all levels. Stays are never told, so that they are always 1. */
  readonly groups: Uint8Array;
  /** By zone: its sum before and after; the change, classes, utilisation and walks of a cut go with its sum. */
  readonly before: Uint8Array;
  readonly after: Uint8Array;
  /** Whether the sum of all moves is withheld: it would complete a single group. */
  readonly total: boolean;
  /** Secrets that nothing can be withheld for: the whole town has too few children. */
  readonly helpless: number;
}

/** A number of the table as an edge of a circulation: sums before flow into zones, groups from zone to zone, sums after out of them. */
interface Edge {
  readonly from: number;
  readonly to: number;
  readonly counts: Float64Array;
  /** What its loss costs readers. */
  readonly cost: number;
}

/** Sums of a school are worth more than a single group, today's more than the plan's: they stand in other papers too. */
const COST = { group: 1, after: 3, before: 30, stay: 0 } as const;
/** A number that is withheld already costs nothing but length. */
const WITHHELD = 1e-6;
/** Sums of fractions differ in the last bits. */
const NOTHING = 1e-9;

/**
 * The numbers of the table are a circulation: a zone's sum before is what flows in, its groups flow on, and a sum after is what came. So what somebody
 * who knows all told numbers cannot tell apart are circulations along withheld edges. A secret is safe when it could be at the threshold or above
 * it: there is a cycle through it along withheld edges on which so much can be moved without anything going below 0, in all levels in which it is
 * small. Such a cycle is looked for along the cheapest edges, which are then withheld; afterwards each is told again that no secret needs. The sum
 * of the whole town counts as known. A secret rests on one cycle alone, so that this is proof by example; the bounds themselves are not needed.
 */
export function linkedTable({ zoneCount, levels, groups, threshold }: LinkedTableInput): LinkedTable {
  // Vertices: a zone before, a zone after, all before, all after. No zone is a zone of its own.
  const zones = zoneCount + 1;
  const [left, right] = [(zone: number) => zone + 1, (zone: number) => zones + zone + 1];
  const [all, allAfter] = [2 * zones, 2 * zones + 1];
  const sums = (pick: (group: Group) => number) => {
    const made = Array.from({ length: zones }, () => new Float64Array(levels));
    for (const group of groups) for (let level = 0; level < levels; level++) made[pick(group) + 1]![level]! += group.counts[level]!;
    return made;
  };
  const edges: Edge[] = [
    ...groups.map(({ from, to, counts }): Edge => ({ from: left(from), to: right(to), counts, cost: from === to ? COST.stay : COST.group })),
    ...sums(({ from }) => from).map((counts, zone): Edge => ({ from: all, to: left(zone - 1), counts, cost: COST.before })),
    ...sums(({ to }) => to).map((counts, zone): Edge => ({ from: right(zone - 1), to: allAfter, counts, cost: COST.after })),
  ];
  const small = (count: number) => count > NOTHING && count < threshold - NOTHING;
  const withheld = Uint8Array.from(edges, ({ cost }) => (cost === COST.stay ? 1 : 0));
  const secrets = edges.flatMap(({ counts }, edge) => (counts.some(small) ? [edge] : []));
  for (const edge of secrets) withheld[edge] = 1;
  const search = new CycleSearch(edges, 2 * zones + 2, threshold);
  // The largest need first: its cycle often serves the others.
  const order = secrets.toSorted((a, b) => need(edges[b]!) - need(edges[a]!) || a - b);
  let helpless = 0;
  const held: number[] = [];
  for (const secret of order) {
    const cycle = search.cycle(secret, (edge) => (withheld[edge] === 1 ? WITHHELD : edges[edge]!.cost));
    if (cycle === null) {
      helpless++;
      continue;
    }
    for (const edge of cycle) withheld[edge] = 1;
    held.push(secret);
  }
  const isSecret = new Set(secrets);
  const extra = [...withheld.keys()].filter((edge) => withheld[edge] === 1 && !isSecret.has(edge) && edges[edge]!.cost !== COST.stay);
  for (const edge of extra.toSorted((a, b) => edges[b]!.cost - edges[a]!.cost || a - b)) {
    withheld[edge] = 0;
    const safe = held.every((secret) => search.cycle(secret, (other) => (withheld[other] === 1 ? WITHHELD : Infinity)) !== null);
    if (!safe) withheld[edge] = 1;
  }
  // Nothing is told of a table in which a secret cannot be kept.
  if (helpless > 0) withheld.fill(1);
  const from = (start: number) => withheld.slice(start + 1, start + zones);
  const groupFlags = withheld.slice(0, groups.length);
  return {
    groups: groupFlags,
    before: from(groups.length),
    after: from(groups.length + zones),
    total: groups.some((group, i) => group.from !== group.to && groupFlags[i] === 1),
    helpless,
  };

  function need({ counts }: Edge): number {
    return counts.reduce((most, count) => (small(count) ? Math.max(most, threshold - count) : most), 0);
  }
}

/** Cheapest cycles through an edge on which it rises to the threshold in every level in which it is below. */
class CycleSearch {
  private readonly touching: readonly number[][];

  constructor(
    private readonly edges: readonly Edge[],
    private readonly vertices: number,
    private readonly threshold: number,
  ) {
    const touching: number[][] = Array.from({ length: vertices }, () => []);
    edges.forEach(({ from, to }, edge) => {
      touching[from]!.push(edge);
      touching[to]!.push(edge);
    });
    this.touching = touching;
  }

  /** The other edges of the cycle; null where there is none that `costOf` allows (Infinity forbids an edge). */
  cycle(secret: number, costOf: (edge: number) => number): readonly number[] | null {
    const { edges, vertices, threshold } = this;
    const { from: goal, to: start, counts } = edges[secret]!;
    const needs = [...counts].flatMap((count, level) => (count > NOTHING && count < threshold - NOTHING ? [[level, threshold - count] as const] : []));
    const distance = new Float64Array(vertices).fill(Infinity);
    const by = new Int32Array(vertices).fill(-1);
    const done = new Uint8Array(vertices);
    distance[start] = 0;
    for (;;) {
      let at = -1;
      for (let vertex = 0; vertex < vertices; vertex++) if (done[vertex] === 0 && distance[vertex]! < Infinity && (at < 0 || distance[vertex]! < distance[at]!)) at = vertex;
      if (at < 0) return null;
      if (at === goal) break;
      done[at] = 1;
      for (const edge of this.touching[at]!) {
        if (edge === secret) continue;
        const { from, to, counts: own } = edges[edge]!;
        // Against its direction an edge is made smaller, as far as it goes.
        const against = at === to;
        if (against && needs.some(([level, more]) => own[level]! < more - NOTHING)) continue;
        const next = against ? from : to;
        const length = distance[at]! + costOf(edge);
        if (length < distance[next]!) [distance[next], by[next]] = [length, edge];
      }
    }
    const found: number[] = [];
    for (let at = goal; at !== start; ) {
      const edge = by[at]!;
      found.push(edge);
      at = edges[edge]!.to === at ? edges[edge]!.from : edges[edge]!.to;
    }
    return found;
  }
}
