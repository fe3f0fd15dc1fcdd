// Unknowns that rows link, directly or not: how little and how much sums of them can be.
import { PRIME, type Span } from '../differencing/elimination.ts';
import { type OpenProgram, type Program, type ProgramSolver, Undecided } from '../differencing/program.ts';
import { independentRows, narrowBounds, vectorOf } from './column-bounds.ts';
import { CONTRADICTION, type SumRow } from './tied-unknowns.ts';

/** LP values closer to a whole number than this are that number. */
const WHOLE = 1e-6;
/** What stands for "without a bound" in programs; half of it is not reached by any count of people. */
const CEILING = 1e8;
/** Which ends of a direction solutions have reached, in whole numbers or in any. */
const LEAST_WHOLE = 1;
const LEAST_ANY = 2;
const MOST_WHOLE = 4;
const MOST_ANY = 8;

/** A sum that others follow from, between ends that it cannot pass; a solution that reaches one makes it the bound. */
interface Direction {
  readonly at: readonly number[];
  readonly times: readonly number[];
  lower: number;
  upper: number;
  /** Residue that elimination divides by: equal or opposite where two sums are the same direction. */
  lead: number;
  reached: number;
}

/** A sum as a direction tells it: offset + sign · direction. */
interface Reading {
  readonly direction: Direction;
  readonly sign: 1 | -1;
  readonly offset: number;
}

/**
 * Columns are whole numbers between `lower` and `upper`, by place, and rows limit sums of them. The program stays loaded. Sums that differ by published ones alone, or are
 * each other's negative, are one direction: in a table of 5,000 inner cells 3,095 withheld ones are 1,254.
 */
export class LinkedColumns {
  private readonly rows: readonly SumRow[];
  private readonly span: Span;
  private readonly readings = new Map<string, Reading>();
  private readonly directions = new Map<string, Direction>();
  private readonly programs = new Map<boolean, OpenProgram>();
  /** Whole values that fit. */
  private fitting: Float64Array | null = null;

  /** Throws RangeError where nothing fits; what only a program finds out it throws when it is asked. */
  constructor(
    rows: readonly SumRow[],
    private readonly lower: Float64Array,
    private readonly upper: Float64Array,
    private readonly solver: ProgramSolver,
  ) {
    narrowBounds(rows, lower, upper);
    const { kept, span } = independentRows(rows, lower.length);
    this.rows = kept.filter(({ at }) => at.length > 1);
    this.span = span;
  }

  /** Tells values that fit, by place. */
  remember(values: Float64Array): void {
    this.fitting ??= values;
  }

  /**
   * The least of a sum, or with sign -1 the largest; Infinity where nothing bounds it. `outer`: a fraction is rounded inwards instead of trying whole numbers. Where these are not decided it is what the
   * remembered values are. `found` is told of whole solutions.
   */
  extreme(at: readonly number[], times: readonly number[], sign: 1 | -1, outer: boolean, found: (whole: Float64Array) => void): number {
    const { direction, sign: same, offset } = this.read(at, times);
    return offset + same * this.extremeOf(direction, sign === same ? 1 : -1, outer, found);
  }

  /** Tells that a sum will be asked: solutions for others are looked at for it too. */
  expect(at: readonly number[], times: readonly number[]): void {
    this.read(at, times);
  }

  dispose(): void {
    for (const program of this.programs.values()) program.dispose();
    this.programs.clear();
  }

  private read(at: readonly number[], times: readonly number[]): Reading {
    const key = `${at.join()} ${times.join()}`;
    let reading = this.readings.get(key);
    if (reading === undefined) this.readings.set(key, (reading = this.find(at, times)));
    return reading;
  }

  /** Among those that follow from each other by published sums, where values that fit tell what lies between. */
  private find(at: readonly number[], times: readonly number[]): Reading {
    const own: Direction = { at, times, lower: endOf(at, times, this.lower, this.upper), upper: endOf(at, times, this.upper, this.lower), lead: 0, reached: 0 };
    const { fitting } = this;
    if (fitting === null) return this.enter(`${at.join()} ${times.join()}`, own);
    const { left, value, lead } = this.directionOf(at, times);
    if (left.length === 0) own.lower = own.upper = sumAt(own, fitting);
    const key = `${left.join()} ${value.join()} ${Math.min(lead, PRIME - lead)}`;
    const like = this.directions.get(key);
    if (like === undefined) return this.enter(key, { ...own, lead });
    const sign = like.lead === lead ? 1 : -1;
    const offset = sumAt(own, fitting) - sign * sumAt(like, fitting);
    const ends = [sign * (own.lower - offset), sign * (own.upper - offset)];
    like.lower = Math.max(like.lower, Math.min(...ends));
    like.upper = Math.min(like.upper, Math.max(...ends));
    return { direction: like, sign, offset };
  }

  /** What elimination leaves of a sum; nothing of one that is known. */
  private directionOf(at: readonly number[], times: readonly number[]): { readonly left: readonly number[]; readonly value: readonly number[]; readonly lead: number } {
    const reduced = this.span.reduce(vectorOf(at, times, 0));
    // The published sums stand at coordinate 0.
    const first = reduced.at[0] === 0 ? 1 : 0;
    return { left: reduced.at.slice(first), value: reduced.value.slice(first), lead: reduced.lead };
  }

  private enter(key: string, direction: Direction): Reading {
    this.directions.set(key, direction);
    return { direction, sign: 1, offset: 0 };
  }

  /** sign 1: the least; -1: the largest. */
  private extremeOf(direction: Direction, sign: 1 | -1, outer: boolean, found: (whole: Float64Array) => void): number {
    const end = sign === 1 ? direction.lower : direction.upper;
    const flag = sign === 1 ? (outer ? LEAST_ANY : LEAST_WHOLE) : outer ? MOST_ANY : MOST_WHOLE;
    if (this.rows.length === 0 || direction.lower === direction.upper || (direction.reached & flag) !== 0) return end;
    const fractions = this.solve(direction, sign, false);
    if (!isWhole(fractions) && outer) {
      this.noteEnds(fractions, false);
      const extreme = sumAt(direction, fractions);
      return Math.abs(extreme) > CEILING / 2 ? end : sign === 1 ? Math.ceil(extreme - WHOLE) : Math.floor(extreme + WHOLE);
    }
    const whole = isWhole(fractions) ? fractions.map(Math.round) : this.solveWhole(direction, sign);
    if (whole === null) return sumAt(direction, this.fitting!);
    this.noteEnds(whole, true);
    found(whole);
    const extreme = sumAt(direction, whole);
    return Math.abs(extreme) > CEILING / 2 ? end : extreme;
  }

  /** Most bounds of a large table need no program of their own: a solution for another one has been there. */
  private noteEnds(solution: Float64Array, whole: boolean): void {
    for (const direction of this.directions.values()) {
      const sum = sumAt(direction, solution);
      if (sum < direction.lower + WHOLE) direction.reached |= whole ? LEAST_WHOLE | LEAST_ANY : LEAST_ANY;
      if (sum > direction.upper - WHOLE) direction.reached |= whole ? MOST_WHOLE | MOST_ANY : MOST_ANY;
    }
  }

  /** null: not decided, and something was remembered. */
  private solveWhole(direction: Direction, sign: 1 | -1): Float64Array | null {
    try {
      return this.solve(direction, sign, true).map(Math.round);
    } catch (error) {
      if (error instanceof Undecided && this.fitting !== null) return null;
      throw error;
    }
  }

  private solve({ at, times }: Direction, sign: 1 | -1, integer: boolean): Float64Array {
    const program = this.opened(integer);
    at.forEach((place, i) => program.setCost(place, sign * times[i]!));
    try {
      const solution = program.solve();
      if (solution === null) throw new RangeError(CONTRADICTION);
      return solution.values;
    } finally {
      for (const place of at) program.setCost(place, 0);
    }
  }

  private opened(integer: boolean): OpenProgram {
    let program = this.programs.get(integer);
    if (program === undefined) this.programs.set(integer, (program = this.solver.open(this.program(), integer)));
    return program;
  }

  private program(): Program {
    const { rows, lower, upper } = this;
    const start = new Int32Array(rows.length + 1);
    rows.forEach(({ at }, row) => (start[row + 1] = start[row]! + at.length));
    return {
      cost: new Float64Array(lower.length),
      lower: lower.map((least) => Math.max(least, -CEILING)),
      upper: upper.map((most) => Math.min(most, CEILING)),
      rowLower: Float64Array.from(rows, ({ least }) => least),
      rowUpper: Float64Array.from(rows, ({ most }) => most),
      start,
      index: Int32Array.from(rows.flatMap(({ at }) => at)),
      value: Float64Array.from(rows.flatMap(({ times }) => times)),
    };
  }
}

/** What the columns' own ends leave a sum: `low` where it is taken, `high` where it is taken away. */
function endOf(at: readonly number[], times: readonly number[], low: Float64Array, high: Float64Array): number {
  return at.reduce((sum, place, i) => sum + times[i]! * (times[i]! > 0 ? low : high)[place]!, 0);
}

function sumAt({ at, times }: Direction, values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < at.length; i++) sum += times[i]! * values[at[i]!]!;
  return sum;
}

function isWhole(values: Float64Array): boolean {
  return values.every((value) => Math.abs(value - Math.round(value)) < WHOLE);
}
