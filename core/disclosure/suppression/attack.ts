// What somebody who knows all published sums and that nobody is negative can say about a withheld one: its bounds.
import { type OpenProgram, type Program, type ProgramSolver, Undecided } from '../differencing/program.ts';

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

/** LP values closer to a whole number than this are that number. */
const WHOLE = 1e-6;
/** Ends of an unknown that solutions have reached, whole ones or any. */
const LOWEST = 0b0011;
const HIGHEST = 0b1100;
const BY_WHOLE = 0b0101;
const BY_ANY = 0b1111;
/** What stands for "without a bound" in programs; half of it is not reached by any count of people. */
const CEILING = 1e8;

/**
 * Unknown whole numbers at or above `minimum`, with published sums. Sums of one unknown tell it; what is left falls apart
 * into components, each a program that stays loaded and starts from its last basis. Bounds are exact: where the
 * linear program's answer is not whole, an integer program gives it (two laminar hierarchies never need that; ADR 0092). `limits`: what else is known,
 * such as that a withheld count is at least 1, that there are no more children than residents, or that women and men are all. What whole numbers do not
 * decide within the solver's limit counts as known: its bounds are what was remembered first.
 */
export class Attack {
  private readonly known: Float64Array;
  private readonly componentOf: Int32Array;
  private readonly components: { readonly unknowns: number[]; readonly rows: Required<SumLimits>[] }[] = [];
  private readonly programs = new Map<string, OpenProgram>();
  private readonly placeOf: Int32Array;
  /** Whole assignments that fit everything published: a bound that one of them reaches needs no program. */
  private readonly fitting: Float64Array[] = [];
  /** By unknown: the most that a single published sum leaves it, and which of its ends solutions have reached. */
  private readonly most: Float64Array;
  private readonly reached: Uint8Array;

  constructor(
    private readonly unknowns: number,
    sums: readonly PublishedSum[],
    private readonly minimum: number,
    private readonly solver: ProgramSolver,
    limits: readonly SumLimits[] = [],
  ) {
    this.known = new Float64Array(unknowns).fill(NaN);
    const open = this.tellSingles(sums);
    this.componentOf = new Int32Array(unknowns).fill(-1);
    this.placeOf = new Int32Array(unknowns);
    this.most = new Float64Array(unknowns).fill(Infinity);
    this.reached = new Uint8Array(unknowns);
    const rows = open.map(({ at, sum }) => ({ at, times: at.map(() => 1), least: sum, most: sum }));
    this.split([...rows, ...limits.map((limit) => this.openPart(limit)).filter(({ at }) => at.length > 0)]);
  }

  /** Remembers values that fit all published sums, such as the true ones. */
  remember(values: Float64Array): void {
    this.fitting.push(values);
  }

  /**
   * Least and largest that the sum of these unknowns can be; upper is Infinity where no published sum bounds it. `outer`: fractions are rounded
   * inwards instead of trying whole numbers, which can take seconds in a large component: the truth lies within all the same.
   */
  bounds(at: readonly number[], outer = false): Bounds {
    return { lower: this.extreme(at, 1, outer), upper: this.extreme(at, -1, outer) };
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
    for (const program of this.programs.values()) program.dispose();
    this.programs.clear();
  }

  /** Takes out unknowns that a sum tells, again and again. */
  private tellSingles(sums: readonly PublishedSum[]): PublishedSum[] {
    let left = sums;
    for (;;) {
      let told = 0;
      const next: PublishedSum[] = [];
      for (const { at, sum } of left) {
        const rest = at.filter((unknown) => Number.isNaN(this.known[unknown]!));
        const remainder = at.reduce((value, unknown) => value - (this.known[unknown]! || 0), sum);
        if (rest.length === 1) {
          this.known[rest[0]!] = remainder;
          told++;
        } else if (rest.length > 1) next.push({ at: rest, sum: remainder });
      }
      left = next;
      if (told === 0) return next;
    }
  }

  /** What a limit says of the unknowns that are not told. */
  private openPart({ at, times, least, most }: SumLimits): Required<SumLimits> {
    const open = [...at.keys()].filter((i) => Number.isNaN(this.known[at[i]!]!));
    const told = at.reduce((sum, unknown, i) => sum + (this.known[unknown]! || 0) * (times?.[i] ?? 1), 0);
    return { at: open.map((i) => at[i]!), times: open.map((i) => times?.[i] ?? 1), least: least - told, most: most - told };
  }

  private split(rows: readonly Required<SumLimits>[]): void {
    const parent = Int32Array.from({ length: this.unknowns }, (_, i) => i);
    const root = (of: number): number => {
      let at = of;
      while (parent[at] !== at) at = parent[at] = parent[parent[at]!]!;
      return at;
    };
    for (const { at } of rows) for (const unknown of at) parent[root(unknown)] = root(at[0]!);
    const byRoot = new Map<number, number>();
    for (let unknown = 0; unknown < this.unknowns; unknown++) {
      if (!Number.isNaN(this.known[unknown]!)) continue;
      const of = root(unknown);
      let component = byRoot.get(of);
      if (component === undefined) {
        byRoot.set(of, (component = this.components.length));
        this.components.push({ unknowns: [], rows: [] });
      }
      this.componentOf[unknown] = component;
      this.placeOf[unknown] = this.components[component]!.unknowns.push(unknown) - 1;
    }
    const seen = new Set<string>();
    for (const row of rows) {
      // The same sum is often published under several names.
      const key = `${row.at.join()} ${row.times.join()} ${row.least} ${row.most}`;
      if (seen.has(key)) continue;
      seen.add(key);
      this.components[this.componentOf[row.at[0]!]!]!.rows.push(row);
      if (row.times.some((times) => times !== 1)) continue;
      for (const unknown of row.at) this.most[unknown] = Math.min(this.most[unknown]!, row.most - (row.at.length - 1) * this.minimum);
    }
  }

  /**
   * The end of an unknown that no sum lets it pass and that some solution has reached: many bounds of a large table need no program of their own. `outer` takes
   * solutions in fractions too.
   */
  private endOf(unknown: number, sign: 1 | -1, outer: boolean): number | null {
    const flags = this.reached[unknown]! & (sign === 1 ? LOWEST : HIGHEST) & (outer ? BY_ANY : BY_WHOLE);
    if (flags === 0) return null;
    return sign === 1 ? this.minimum : this.most[unknown]!;
  }

  private noteEnds(component: number, solution: Float64Array, whole: boolean): void {
    const of = whole ? BY_ANY : BY_ANY & ~BY_WHOLE;
    this.components[component]!.unknowns.forEach((unknown, place) => {
      if (solution[place]! < this.minimum + WHOLE) this.reached[unknown]! |= LOWEST & of;
      else if (solution[place]! > this.most[unknown]! - WHOLE) this.reached[unknown]! |= HIGHEST & of;
    });
  }

  /** sign 1: the least sum; -1: the largest. */
  private extreme(at: readonly number[], sign: 1 | -1, outer = false): number {
    let total = 0;
    const open = new Map<number, number[]>();
    for (const unknown of at) {
      const component = this.componentOf[unknown]!;
      if (component < 0) total += this.known[unknown]!;
      else if (open.has(component)) open.get(component)!.push(unknown);
      else open.set(component, [unknown]);
    }
    for (const [component, members] of open) total += this.componentExtreme(component, members, sign, outer);
    return total;
  }

  private componentExtreme(component: number, members: readonly number[], sign: 1 | -1, outer: boolean): number {
    if (this.components[component]!.rows.length === 0) return sign === 1 ? members.length * this.minimum : Infinity;
    const known = members.length === 1 ? this.endOf(members[0]!, sign, outer) : null;
    if (known !== null) return known;
    let solution = this.solve(component, members, sign, false);
    const isWhole = solution.every((value) => Math.abs(value - Math.round(value)) < WHOLE);
    this.noteEnds(component, solution, isWhole);
    if (!isWhole) {
      if (outer) {
        const extreme = members.reduce((sum, unknown) => sum + solution[this.placeOf[unknown]!]!, 0);
        return extreme > CEILING / 2 ? Infinity : sign === 1 ? Math.ceil(extreme - WHOLE) : Math.floor(extreme + WHOLE);
      }
      const whole = this.solveWhole(component, members, sign);
      if (whole === null) return members.reduce((sum, unknown) => sum + this.fitting[0]![unknown]!, 0);
      solution = whole;
    }
    const whole = Float64Array.from(solution, Math.round);
    this.rememberPart(component, whole);
    const extreme = members.reduce((sum, unknown) => sum + whole[this.placeOf[unknown]!]!, 0);
    return extreme > CEILING / 2 ? Infinity : extreme;
  }

  /** Other components as in the last assignment that fits; without any, nothing is remembered. */
  private rememberPart(component: number, whole: Float64Array): void {
    const like = this.fitting[0];
    if (like === undefined || this.fitting.length > 200) return;
    const values = like.slice();
    this.components[component]!.unknowns.forEach((unknown, place) => (values[unknown] = whole[place]!));
    this.fitting.push(values);
  }

  /** null: not decided, and something was remembered. */
  private solveWhole(component: number, members: readonly number[], sign: 1 | -1): Float64Array | null {
    try {
      return this.solve(component, members, sign, true);
    } catch (error) {
      if (error instanceof Undecided && this.fitting.length > 0) return null;
      throw error;
    }
  }

  private solve(component: number, members: readonly number[], sign: 1 | -1, integer: boolean): Float64Array {
    const key = `${component} ${integer}`;
    let program = this.programs.get(key);
    if (program === undefined) this.programs.set(key, (program = this.solver.open(this.programOf(component), integer)));
    for (const unknown of members) program.setCost(this.placeOf[unknown]!, sign);
    let solution;
    try {
      solution = program.solve();
    } finally {
      for (const unknown of members) program.setCost(this.placeOf[unknown]!, 0);
    }
    if (solution === null) throw new RangeError('the published sums contradict each other');
    return solution.values;
  }

  private programOf(component: number): Program {
    const { unknowns, rows } = this.components[component]!;
    const start = new Int32Array(rows.length + 1);
    rows.forEach(({ at }, row) => (start[row + 1] = start[row]! + at.length));
    return {
      cost: new Float64Array(unknowns.length),
      lower: new Float64Array(unknowns.length).fill(this.minimum),
      upper: new Float64Array(unknowns.length).fill(CEILING),
      rowLower: Float64Array.from(rows, ({ least }) => least),
      rowUpper: Float64Array.from(rows, ({ most }) => most),
      start,
      index: Int32Array.from(rows.flatMap(({ at }) => at.map((unknown) => this.placeOf[unknown]!))),
      value: Float64Array.from(rows.flatMap(({ times }) => times)),
    };
  }
}

function sumOf(values: Float64Array, at: readonly number[]): number {
  let sum = 0;
  for (const unknown of at) sum += values[unknown]!;
  return sum;
}
