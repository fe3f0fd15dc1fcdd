// A union as a sum of zone multiples ("potentials"), and what large atoms leave free of them.
import type { Component } from './linked-atoms.ts';

/**
 * Every atom's value is a sum of few parameters: x = sum of coefficient * parameter. Atoms with the same sum are one group;
 * atoms without parameters are in no union (they are in no group). Groups that must be 0 are `barred`.
 */
export interface FreeSums {
  readonly parameters: number;
  readonly groups: readonly SumGroup[];
}

export interface SumGroup {
  /** Positions in the component, ascending. */
  readonly members: number[];
  readonly parameter: readonly number[];
  /** Small whole numbers, none of them 0. */
  readonly coefficient: readonly number[];
  count: number;
  barred: boolean;
}

/**
 * x_a = sum of the potentials of a's published zones, and it is 0 for every atom that holds `threshold` or more. An atom all of whose
 * zones but one are known to be 0 makes that one 0, an atom with two left makes them opposite: most potentials of a real town go
 * that way, without any elimination. Atoms that turn out to stand and fall together count together, and may be large together.
 */
export function freeSums(component: Component, dependent: ArrayLike<number>, counts: ArrayLike<number>, threshold: number): FreeSums {
  const { atoms, zones } = component;
  const potentials = new Potentials(component);
  let barred = Array.from(atoms.keys()).filter((column) => counts[column]! >= threshold);
  for (let i = 0; i < dependent.length; i++) potentials.setZero(dependent[i]!);
  const isBarred = new Uint8Array(atoms.length);
  for (;;) {
    for (const column of barred) isBarred[column] = 1;
    barred = potentials.settle(barred);
    const numberOf = new Int32Array(zones.length).fill(-1);
    let parameters = 0;
    const groups: SumGroup[] = [];
    const known = new Map<string, SumGroup>();
    for (let column = 0; column < atoms.length; column++) {
      const terms = potentials.reduce(column);
      if (terms === 0) continue;
      const parameter: number[] = [];
      const coefficient: number[] = [];
      for (let i = 0; i < terms; i++) {
        const root = potentials.rootAt[i]!;
        if (numberOf[root]! < 0) numberOf[root] = parameters++;
        parameter.push(numberOf[root]!);
        coefficient.push(potentials.timesAt[i]!);
      }
      const key = keyOf(parameter, coefficient);
      const group = known.get(key);
      if (group === undefined) {
        const made = { members: [column], parameter, coefficient, count: counts[column]!, barred: isBarred[column] === 1 };
        known.set(key, made);
        groups.push(made);
      } else {
        group.members.push(column);
        group.count += counts[column]!;
        if (isBarred[column] === 1) group.barred = true;
      }
    }
    const larger = groups.filter((group) => !group.barred && group.count >= threshold);
    if (larger.length === 0) return { parameters, groups };
    barred.push(...larger.flatMap(({ members }) => members));
  }
}

function keyOf(parameter: readonly number[], coefficient: readonly number[]): string {
  if (parameter.length === 1) return `${parameter[0]} ${coefficient[0]}`;
  const order = Array.from(parameter.keys()).toSorted((x, y) => parameter[x]! - parameter[y]!);
  return order.map((i) => `${parameter[i]} ${coefficient[i]}`).join();
}

/** Potentials by zone: 0, or plus or minus another's. */
class Potentials {
  private readonly parent: Int32Array;
  /** Sign against the parent. */
  private readonly sign: Int8Array;
  private readonly zero: Uint8Array;
  /** What `reduce` found. */
  readonly rootAt: number[] = [];
  readonly timesAt: number[] = [];

  constructor(private readonly component: Component) {
    const size = component.zones.length;
    this.parent = Int32Array.from({ length: size }, (_, i) => i);
    this.sign = new Int8Array(size).fill(1);
    this.zero = new Uint8Array(size);
  }

  setZero(zone: number): void {
    this.zero[this.root(zone)] = 1;
  }

  private root(zone: number): number {
    const { parent, sign } = this;
    let at = zone;
    let product = 1;
    while (parent[at] !== at) {
      product *= sign[at]!;
      at = parent[at]!;
    }
    // Everything on the way is hung under the root, with its sign against it.
    for (let from = zone; parent[from] !== from && from !== at; ) {
      const [next, own] = [parent[from]!, sign[from]!];
      parent[from] = at;
      sign[from] = product;
      product *= own;
      from = next;
    }
    return at;
  }

  /** Number of roots with a coefficient other than 0 in an atom's sum; they stand in `rootAt` and `timesAt`. */
  reduce(column: number): number {
    const { start, index } = this.component;
    const { rootAt, timesAt } = this;
    let terms = 0;
    for (let i = start[column]!; i < start[column + 1]!; i++) {
      const zone = index[i]!;
      const root = this.root(zone);
      if (this.zero[root] === 1) continue;
      const times = zone === root ? 1 : this.sign[zone]!;
      let at = 0;
      while (at < terms && rootAt[at] !== root) at++;
      if (at < terms) timesAt[at]! += times;
      else [rootAt[terms], timesAt[terms++]] = [root, times];
    }
    let kept = 0;
    for (let at = 0; at < terms; at++) {
      if (timesAt[at] === 0) continue;
      [rootAt[kept], timesAt[kept++]] = [rootAt[at]!, timesAt[at]!];
    }
    return kept;
  }

  /** Uses up the atoms that say something about one or two potentials; those left say more. */
  settle(columns: readonly number[]): number[] {
    let left = columns;
    for (;;) {
      const next: number[] = [];
      for (const column of left) {
        const terms = this.reduce(column);
        if (terms === 0) continue;
        if (terms === 1) this.zero[this.rootAt[0]!] = 1;
        else if (terms === 2 && Math.abs(this.timesAt[0]!) === Math.abs(this.timesAt[1]!)) {
          const [a, b] = this.rootAt as [number, number];
          this.parent[b] = a;
          this.sign[b] = this.timesAt[0] === this.timesAt[1] ? -1 : 1;
        } else next.push(column);
      }
      if (next.length === left.length) return next;
      left = next;
    }
  }
}

/**
 * Zones whose totals are sums of others' are not needed for what follows, and their potentials may be set to 0: a zone that finer
 * zones fill, and one zone of every geography that covers the same atoms as another: for all of them the zone of one atom whose zones have
 * many atoms, where many are likely to be large. Found one after another, so that each is a sum of such as are still there.
 */
export function dependentZones({ atoms, zones, start, index }: Component): Int32Array {
  const dropped = new Uint8Array(zones.length);
  const found: number[] = [];
  const size = new Float64Array(zones.length);
  for (const zone of index) size[zone]!++;
  const width = zones.reduce((most, { geography }) => Math.max(most, geography + 1), 0);
  const zoneIn = Array.from({ length: width }, () => new Int32Array(atoms.length).fill(-1));
  let at = 0;
  let most = 0;
  for (let column = 0; column < atoms.length; column++) {
    let held = 0;
    for (let i = start[column]!; i < start[column + 1]!; i++) {
      zoneIn[zones[index[i]!]!.geography]![column] = index[i]!;
      held += Math.sqrt(size[index[i]!]!);
    }
    if (held > most) [at, most] = [column, held];
  }
  const drop = (zone: number) => {
    dropped[zone] = 1;
    found.push(zone);
  };
  for (const [c, coarse] of zoneIn.entries()) {
    for (const [f, fine] of zoneIn.entries()) {
      if (c === f) continue;
      // The coarse zone that a fine one lies in; -2 where it lies in several or in none.
      const around = new Int32Array(zones.length).fill(-1);
      fine.forEach((zone, column) => {
        if (zone < 0) return;
        const outer = coarse[column]!;
        around[zone] = outer >= 0 && (around[zone] === -1 || around[zone] === outer) ? outer : -2;
      });
      const filled = new Uint8Array(zones.length);
      for (const zone of coarse) if (zone >= 0 && dropped[zone] === 0) filled[zone] = 1;
      coarse.forEach((zone, column) => {
        const inner = fine[column]!;
        if (zone >= 0 && (inner < 0 || dropped[inner] === 1 || around[inner] !== zone)) filled[zone] = 0;
      });
      filled.forEach((flag, zone) => flag === 1 && drop(zone));
    }
  }
  const covering = zoneIn.filter((of) => of.every((zone) => zone >= 0 && dropped[zone] === 0));
  for (const of of covering.slice(1)) drop(of[at]!);
  return Int32Array.from(found);
}
