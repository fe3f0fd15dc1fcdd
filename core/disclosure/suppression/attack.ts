// What somebody who knows all published sums and that nobody is negative can say about a withheld one: its bounds.
import type { ProgramSolver } from '../differencing/program.ts';
import { LinkedColumns } from './linked-columns.ts';
import { CONTRADICTION, type SumRow, TiedUnknowns } from './tied-unknowns.ts';

/** Sums over unknowns that are published: positions, ascending, and what they add up to. */
export interface PublishedSum {
  readonly at: readonly number[];
  readonly sum: number;
}

/** A sum, or with `times` (1 or -1) a difference of unknowns, of which only limits are known; Infinity for none. */
export interface SumLimits {
  readonly at: readonly number[];
  readonly times?: readonly number[];
  readonly least: number;
  readonly most: number;
}

export interface Bounds {
  readonly lower: number;
  readonly upper: number;
}

/** Whole assignments that are remembered. */
const MOST_FITTING = 200;

/** Unknowns that rows link: the columns that say them, by place, and each. */
interface Component {
  readonly columns: LinkedColumns;
  /** Unknown of each column. */
  readonly roots: readonly number[];
  readonly unknowns: readonly number[];
}

/**
 * Unknown whole numbers at or above `minimum`, with published sums. What sums tell, or tie to one another, is taken out (`TiedUnknowns`); what is left, the
 * columns, falls apart into components, each a program that stays loaded and starts from its last basis. Bounds are exact: where the
 * linear program's answer is not whole, an integer program gives it (two laminar hierarchies never need that; ADR 0092). `limits`: what else is known,
 * such as that a withheld count is at least 1, that there are no more children than residents, or that women and men are all. What whole numbers do not
 * decide within the solver's limit counts as known: its bounds are what was remembered first. Throws RangeError where what is published contradicts itself.
 */
export class Attack {
  private readonly tied: TiedUnknowns;
  private readonly components: readonly Component[];
  /** By root that is not known. */
  private readonly componentOf: Int32Array;
  private readonly placeOf: Int32Array;
  /** Whole assignments that fit everything published: a bound that one of them reaches needs no program. */
  private readonly fitting: Float64Array[] = [];

  constructor(
    unknowns: number,
    sums: readonly PublishedSum[],
    private readonly minimum: number,
    private readonly solver: ProgramSolver,
    limits: readonly SumLimits[] = [],
  ) {
    this.tied = new TiedUnknowns(unknowns, [
      ...sums.map(({ at, sum }) => ({ at, times: at.map(() => 1), least: sum, most: sum })),
      ...limits.map(({ at, times, least, most }) => ({ at, times: times ?? at.map(() => 1), least, most })),
    ]);
    this.componentOf = new Int32Array(unknowns).fill(-1);
    this.placeOf = new Int32Array(unknowns);
    this.components = this.split(unknowns);
  }

  /** Remembers values that fit all published sums, such as the true ones. */
  remember(values: Float64Array): void {
    this.fitting.push(values);
    for (const { columns, roots } of this.components) columns.remember(Float64Array.from(roots, (root) => values[root]!));
  }

  /**
   * Least and largest that the sum of these unknowns can be; upper is Infinity where no published sum bounds it. `outer`: fractions are rounded
   * inwards instead of trying whole numbers, which can take seconds in a large component: the truth lies within all the same.
   */
  bounds(at: readonly number[], outer = false): Bounds {
    return { lower: this.extreme(at, 1, outer), upper: this.extreme(at, -1, outer) };
  }

  /** The same of many sums: each solution is looked at for all of them, and most need no program of their own. */
  boundsOfAll(sums: readonly (readonly number[])[], outer = false): Bounds[] {
    for (const at of sums) for (const [of, { at: places, times }] of this.termsOf(at).terms) this.components[of]!.columns.expect(places, times);
    return sums.map((at) => this.bounds(at, outer));
  }

  /** Whether the sum can be at least this much. */
  reaches(at: readonly number[], value: number): boolean {
    if (this.fitting.some((values) => sumOf(values, at) >= value)) return true;
    return this.extreme(at, -1) >= value;
  }

  /** Whether the sum can be two different numbers. */
  varies(at: readonly number[]): boolean {
    const [first, ...others] = this.fitting.map((values) => sumOf(values, at));
    if (first !== undefined && others.some((other) => other !== first)) return true;
    const { lower, upper } = this.bounds(at);
    return lower < upper;
  }

  dispose(): void {
    for (const { columns } of this.components) columns.dispose();
  }

  private split(unknowns: number): Component[] {
    const { tied, componentOf, placeOf } = this;
    const parent = Int32Array.from({ length: unknowns }, (_, i) => i);
    const top = (of: number): number => {
      let at = of;
      while (parent[at] !== at) at = parent[at] = parent[parent[at]!]!;
      return at;
    };
    for (const { at } of tied.rows) for (const root of at) parent[top(root)] = top(at[0]!);
    const found: { readonly roots: number[]; readonly unknowns: number[]; readonly rows: SumRow[] }[] = [];
    const byTop = new Map<number, number>();
    for (let unknown = 0; unknown < unknowns; unknown++) {
      if (tied.isKnown(unknown)) continue;
      const root = tied.rootOf(unknown);
      if (componentOf[root]! < 0) {
        if (!byTop.has(top(root))) byTop.set(top(root), found.push({ roots: [], unknowns: [], rows: [] }) - 1);
        componentOf[root] = byTop.get(top(root))!;
        placeOf[root] = found[componentOf[root]!]!.roots.push(root) - 1;
      }
      found[componentOf[root]!]!.unknowns.push(unknown);
    }
    const seen = new Set<string>();
    for (const { at, times, least, most } of tied.rows) {
      // The same sum is often published under several names.
      const key = `${at.join()} ${times.join()} ${least} ${most}`;
      if (seen.has(key)) continue;
      seen.add(key);
      found[componentOf[at[0]!]!]!.rows.push({ at: at.map((root) => placeOf[root]!), times, least, most });
    }
    return found.map(({ roots, unknowns: members, rows }) => {
      const { lower, upper } = this.endsOf(roots, members);
      return { columns: new LinkedColumns(rows, lower, upper, this.solver), roots, unknowns: members };
    });
  }

  /** By place: of all that a column says, nothing is below the minimum. */
  private endsOf(roots: readonly number[], unknowns: readonly number[]): { readonly lower: Float64Array; readonly upper: Float64Array } {
    const lower = new Float64Array(roots.length).fill(-Infinity);
    const upper = new Float64Array(roots.length).fill(Infinity);
    for (const unknown of unknowns) {
      const place = this.placeOf[this.tied.rootOf(unknown)]!;
      const [at0, at1] = [this.tied.valueBy(unknown, 0), this.tied.valueBy(unknown, 1)];
      if (at1 > at0) lower[place] = Math.max(lower[place]!, this.minimum - at0);
      else upper[place] = Math.min(upper[place]!, at0 - this.minimum);
    }
    if (lower.some((least, place) => least > upper[place]!)) throw new RangeError(CONTRADICTION);
    return { lower, upper };
  }

  /** What a sum is beside its constant, component by component. */
  private termsOf(at: readonly number[]): { readonly constant: number; readonly terms: Iterable<readonly [number, { readonly at: readonly number[]; readonly times: readonly number[] }]> } {
    const { at: roots, times, constant } = this.tied.express(at);
    const terms = new Map<number, { readonly at: number[]; readonly times: number[] }>();
    roots.forEach((root, i) => {
      const of = this.componentOf[root]!;
      if (!terms.has(of)) terms.set(of, { at: [], times: [] });
      terms.get(of)!.at.push(this.placeOf[root]!);
      terms.get(of)!.times.push(times[i]!);
    });
    return { constant, terms };
  }

  /** sign 1: the least sum; -1: the largest. */
  private extreme(at: readonly number[], sign: 1 | -1, outer = false): number {
    const { constant, terms } = this.termsOf(at);
    let extreme = constant;
    for (const [of, { at: places, times }] of terms) extreme += this.components[of]!.columns.extreme(places, times, sign, outer, (whole) => this.rememberPart(this.components[of]!, whole));
    return extreme;
  }

  /** Other components as in the first assignment that fits; without any, nothing is remembered. */
  private rememberPart({ unknowns }: Component, whole: Float64Array): void {
    const like = this.fitting[0];
    if (like === undefined || this.fitting.length > MOST_FITTING) return;
    const values = like.slice();
    for (const unknown of unknowns) values[unknown] = this.tied.valueBy(unknown, whole[this.placeOf[this.tied.rootOf(unknown)]!]!);
    this.fitting.push(values);
  }
}

function sumOf(values: Float64Array, at: readonly number[]): number {
  let sum = 0;
  for (const unknown of at) sum += values[unknown]!;
  return sum;
}
