// INSEE's published method beside ours, from its description (Costemalle 2019, doi 10.3233/SJI-190564): connected sets of zones are listed.
import type { Atoms } from '../../../core/disclosure/differencing/atoms.ts';

export interface InseeResult {
  /** By atom: the least count of a difference found with it, 0 where none was found. */
  readonly least: Float64Array;
  /** Sets of zones that were looked at. */
  readonly sets: number;
  /** Whether the limit of sets ended the search. */
  readonly complete: boolean;
}

/**
 * Steps of the description: zones of b inside one zone of a are dropped, zones of b that touch the same zones of a are one; zones of a are merged
 * where both sides of their common frontier hold the threshold (m1); then, by connected component of a's zones, every connected set S up to
 * `largest` zones and half of all: n(S) less the zones of b inside S ("internal"), and the zones of b that touch S less n(S) ("external"), are
 * at risk from 1 to below the threshold. Left out, as in no way slower: the second merging rule, cut nodes, and the choice of one line
 * a person. Two geographies, all zones published. `limit` ends the listing, which doubles with every few zones.
 */
export function inseeDifferences({ zone, zoneCounts, count }: Atoms, threshold: number, largest: number, limit: number): InseeResult {
  const size = count.length;
  const aOf = Int32Array.from({ length: size }, (_, atom) => zone[2 * atom]!);
  const bOf = Int32Array.from({ length: size }, (_, atom) => zone[2 * atom + 1]!);
  const merged = mergeByFrontier(aOf, bOf, count, zoneCounts[0]!, threshold);
  const graph = frontierGraph(merged, bOf, count, zoneCounts[1]!);
  const least = new Float64Array(size);
  const listing = new SetListing(graph, least, threshold, Math.min(largest, Math.floor(graph.zones / 2)), limit);
  for (let start = 0; start < graph.zones && listing.left > 0; start++) listing.from(start);
  return { least, sets: limit - Math.max(listing.left, 0), complete: listing.left > 0 };
}

/** Zones of a, numbered anew, with what they share: `frontier` lists zones of b that lie in several zones of a. */
interface FrontierGraph {
  readonly zones: number;
  readonly held: Float64Array;
  /** By zone of a: the frontier zones that it touches. */
  readonly frontiers: readonly (readonly number[])[];
  /** By frontier zone: what it holds, the zones of a, and its atoms. */
  readonly shared: Float64Array;
  readonly touched: readonly (readonly number[])[];
  readonly atoms: readonly (readonly number[])[];
  readonly aOfAtom: Int32Array;
}

/** m1, until nothing can be merged: no set with one of them and without the other leaves a difference below the threshold. */
function mergeByFrontier(aOf: Int32Array, bOf: Int32Array, count: Float64Array, aCount: number, threshold: number): Int32Array {
  const parent = Int32Array.from({ length: aCount }, (_, a) => a);
  const root = (of: number): number => {
    let at = of;
    while (parent[at] !== at) at = parent[at] = parent[parent[at]!]!;
    return at;
  };
  for (;;) {
    const inB = new Map<number, Map<number, number>>();
    for (let atom = 0; atom < count.length; atom++) {
      const [a, b] = [root(aOf[atom]!), bOf[atom]!];
      const held = inB.get(b) ?? new Map<number, number>();
      inB.set(b, held.set(a, (held.get(a) ?? 0) + count[atom]!));
    }
    // By pair of zones of a: what either side holds of the zones of b that both touch.
    const sides = new Map<number, [number, number]>();
    for (const held of inB.values()) {
      for (const [i, here] of held) {
        for (const [j, there] of held) {
          if (i >= j) continue;
          const side = sides.get(i * aCount + j) ?? [0, 0];
          sides.set(i * aCount + j, [side[0] + here, side[1] + there]);
        }
      }
    }
    let changed = false;
    for (const [pair, [here, there]] of sides) {
      if (here < threshold || there < threshold) continue;
      parent[root(Math.floor(pair / aCount))] = root(pair % aCount);
      changed = true;
    }
    if (!changed) return Int32Array.from(aOf, root);
  }
}

function frontierGraph(aOf: Int32Array, bOf: Int32Array, count: Float64Array, bCount: number): FrontierGraph {
  const numberOf = new Map<number, number>();
  const aOfAtom = Int32Array.from(aOf, (a) => numberOf.get(a) ?? numberOf.set(a, numberOf.size).get(a)!);
  const held = new Float64Array(numberOf.size);
  const touchedBy = Array.from({ length: bCount }, () => new Set<number>());
  for (let atom = 0; atom < count.length; atom++) {
    held[aOfAtom[atom]!]! += count[atom]!;
    touchedBy[bOf[atom]!]!.add(aOfAtom[atom]!);
  }
  // Zones of b that touch the same zones of a are one, and those inside one zone of a are none.
  const alike = new Map<string, number>();
  const placeOf = touchedBy.map((zones) => {
    if (zones.size < 2) return -1;
    const key = [...zones].toSorted((x, y) => x - y).join();
    return alike.get(key) ?? alike.set(key, alike.size).get(key)!;
  });
  const shared = new Float64Array(alike.size);
  const touched: number[][] = Array.from({ length: alike.size }, () => []);
  const atoms: number[][] = Array.from({ length: alike.size }, () => []);
  const inside = held.slice();
  for (let atom = 0; atom < count.length; atom++) {
    const place = placeOf[bOf[atom]!]!;
    if (place < 0) continue;
    shared[place]! += count[atom]!;
    inside[aOfAtom[atom]!]! -= count[atom]!;
    atoms[place]!.push(atom);
    touched[place] = [...touchedBy[bOf[atom]!]!];
  }
  const frontiers: number[][] = Array.from(held, () => []);
  touched.forEach((zones, place) => zones.forEach((a) => frontiers[a]!.push(place)));
  // What lies in dropped zones of b is added and taken away again: only frontier zones count.
  return { zones: held.length, held: held.map((all, a) => all - inside[a]!), frontiers, shared, touched, atoms, aOfAtom };
}

/** Every connected set once: from its first zone, with those that were passed over kept out. */
class SetListing {
  private readonly inSet: Uint8Array;
  private readonly barred: Uint8Array;
  private readonly touches: Int32Array;
  private members = 0;
  private sum = 0;
  private inner = 0;
  private outer = 0;

  constructor(
    private readonly graph: FrontierGraph,
    private readonly least: Float64Array,
    private readonly threshold: number,
    private readonly largest: number,
    public left: number,
  ) {
    this.inSet = new Uint8Array(graph.zones);
    this.barred = new Uint8Array(graph.zones);
    this.touches = new Int32Array(graph.shared.length);
  }

  /** All sets whose first zone is this one. */
  from(start: number): void {
    this.barred[start] = 1;
    this.extend(start, []);
  }

  private extend(zone: number, waiting: readonly number[]): void {
    if (--this.left <= 0) return;
    const { frontiers, shared, touched, held } = this.graph;
    this.inSet[zone] = 1;
    this.members++;
    this.sum += held[zone]!;
    const next = waiting.slice();
    const fresh: number[] = [];
    for (const place of frontiers[zone]!) {
      if (++this.touches[place]! === 1) this.outer += shared[place]!;
      if (this.touches[place] === touched[place]!.length) this.inner += shared[place]!;
      for (const other of touched[place]!) {
        if (this.barred[other] === 1) continue;
        this.barred[other] = 1;
        fresh.push(other);
        next.push(other);
      }
    }
    const [internal, external] = [this.sum - this.inner, this.outer - this.sum];
    if (internal > 0 && internal < this.threshold) this.report(internal, true);
    if (external > 0 && external < this.threshold) this.report(external, false);
    if (this.members < this.largest) for (let i = 0; i < next.length && this.left > 0; i++) this.extend(next[i]!, next.slice(i + 1));
    for (const other of fresh) this.barred[other] = 0;
    for (const place of frontiers[zone]!) {
      if (this.touches[place] === touched[place]!.length) this.inner -= shared[place]!;
      if (--this.touches[place]! === 0) this.outer -= shared[place]!;
    }
    this.sum -= held[zone]!;
    this.members--;
    this.inSet[zone] = 0;
  }

  private report(value: number, internal: boolean): void {
    const { atoms, touched, aOfAtom } = this.graph;
    for (let place = 0; place < atoms.length; place++) {
      const whole = this.touches[place] === touched[place]!.length;
      if (this.touches[place] === 0 || whole) continue;
      for (const atom of atoms[place]!) {
        if ((this.inSet[aOfAtom[atom]!] === 1) !== internal) continue;
        if (this.least[atom] === 0 || value < this.least[atom]!) this.least[atom] = value;
      }
    }
  }
}
