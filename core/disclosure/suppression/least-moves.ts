// The cheapest way in which a secret could be otherwise: a program over a part of the unknowns that stays loaded.
import { type OpenProgram, type Program, type ProgramSolution, type ProgramSolver, Undecided } from '../differencing/program.ts';
import type { HeldBy, Move, Secrecy } from './secrecy.ts';

/** LP values closer to a whole number than this are that number. */
const WHOLE = 1e-6;
/** Denominators of moves in fractions; others are rare. */
const MULTIPLES = [2, 3, 4, 6];
/**
 * Unknowns above which a move of whole numbers over a whole part may cost more than the least by SLACK, some four cells, where any change will do: proving the
 * least ran on for over 30 s at 930 unknowns, this took 3 s.
 */
const LARGE = 500;
const SLACK = 40;
/** Cost of a unit of movement where nothing more has to be withheld for it: moves stay short. */
const STEP = 1 / 1024;

interface LinkRow {
  readonly index: readonly number[];
  readonly value: readonly number[];
  readonly least: number;
  readonly most: number;
}

/**
 * Columns: what is added to and taken from every unknown of the part, then for every sum of several of them what is added and taken. A
 * published sum costs its cells' losses for every unit that it moves, a withheld one next to nothing; the least cost that moves a secret names the cells to
 * withhold (Kelly, Golden and Assad 1992). Cells that are the same within the part are one sum: they would have to be withheld together. What
 * is found is whole, and can be checked by adding.
 */
export class LeastMoves {
  private readonly program: OpenProgram;
  private readonly cost: Float64Array;
  private readonly lower: Float64Array;
  private readonly upper: Float64Array;
  private readonly shape: Omit<Program, 'cost' | 'lower' | 'upper'>;
  /** First of the two columns of a sum: by cell, and by what a secret is. */
  private readonly columnOfCell = new Map<number, number>();
  private readonly columnOfSum = new Map<string, number>();
  /** By unknown of the problem its place in the part, -1 outside. */
  private readonly placeOf: Int32Array;
  private readonly links: readonly LinkRow[];

  constructor(
    private readonly problem: Secrecy,
    private readonly cellsOf: HeldBy,
    /** The part: positions, ascending. */
    readonly unknowns: readonly number[],
    /** Secrets that may be asked for. */
    secrets: readonly number[],
    private readonly withheld: Uint8Array,
    private readonly solver: ProgramSolver,
  ) {
    this.placeOf = new Int32Array(problem.truth.length).fill(-1);
    unknowns.forEach((unknown, place) => (this.placeOf[unknown] = place));
    const sums = this.gatherSums(secrets);
    const wide = sums.filter(({ places }) => places.length > 1);
    const size = 2 * (unknowns.length + wide.length);
    this.cost = new Float64Array(size).fill(STEP);
    this.lower = new Float64Array(size);
    this.upper = new Float64Array(size).fill(Infinity);
    unknowns.forEach((unknown, place) => (this.upper[2 * place + 1] = problem.truth[unknown]! - problem.minimum[unknown]!));
    let next = 2 * unknowns.length;
    for (const { key, places, cells } of sums) {
      const column = places.length === 1 ? 2 * places[0]! : next;
      if (places.length > 1) next += 2;
      this.columnOfSum.set(key, column);
      for (const cell of cells) this.enterCell(cell, column);
    }
    this.links = this.linkRows();
    this.shape = this.shapeOf(wide);
    this.program = solver.open({ ...this.shape, cost: this.cost, lower: this.lower, upper: this.upper }, false);
  }

  /**
   * Null where no change of this part moves the secret as asked without the barred cell (-1: none). Where only fractions do, whole changes are
   * looked for among what they change, and `everywhere` if asked for.
   */
  find(secret: number, barred: number, everywhere: boolean): Move | null {
    const { growth, either, fall } = this.problem.secrets[secret]!;
    const column = this.columnOfSum.get(this.keyOf(this.placesOf(this.problem.secrets[secret]!.at)));
    if (column === undefined) return null;
    const bar = barred < 0 ? undefined : this.columnOfCell.get(barred);
    const before = bar === undefined ? null : [this.upper[bar]!, this.upper[bar + 1]!];
    if (bar !== undefined) this.setUpper(bar, 0, 0);
    const slack = either && everywhere && this.unknowns.length > LARGE ? SLACK : 0;
    const grown = this.forced(column, growth, everywhere, slack);
    const less = fall ?? (either ? growth : null);
    const shrunk = less === null ? null : this.forced(column + 1, less, everywhere, slack);
    if (before !== null) this.setUpper(bar!, before[0]!, before[1]!);
    const best = grown === null || (shrunk !== null && shrunk.objective < grown.objective) ? shrunk : grown;
    return best === null ? null : this.moveOf(best.values);
  }

  /** Tells that a cell's state has changed. */
  update(cell: number): void {
    const column = this.columnOfCell.get(cell);
    if (column === undefined) return;
    const change = this.withheld[cell] === 1 ? -this.problem.loss[cell]! : this.problem.loss[cell]!;
    for (const at of [column, column + 1]) {
      this.cost[at]! += change;
      this.program.setCost(at, this.cost[at]!);
    }
  }

  dispose(): void {
    this.program.dispose();
  }

  private gatherSums(secrets: readonly number[]): { key: string; places: number[]; cells: number[] }[] {
    const { start, holder } = this.cellsOf;
    const touching = new Set<number>();
    for (const unknown of this.unknowns) for (let i = start[unknown]!; i < start[unknown + 1]!; i++) touching.add(holder[i]!);
    const sums = new Map<string, { key: string; places: number[]; cells: number[] }>();
    const enter = (at: readonly number[]) => {
      const places = this.placesOf(at);
      const key = this.keyOf(places);
      let sum = sums.get(key);
      if (sum === undefined) sums.set(key, (sum = { key, places, cells: [] }));
      return sum;
    };
    for (const cell of [...touching].toSorted((a, b) => a - b)) enter(this.problem.cells[cell]!).cells.push(cell);
    for (const secret of secrets) enter(this.problem.secrets[secret]!.at);
    return [...sums.values()].filter(({ places }) => places.length > 0);
  }

  /** A row for each sum of several unknowns, then one for each link. */
  private shapeOf(wide: readonly { readonly key: string; readonly places: readonly number[] }[]): Omit<Program, 'cost' | 'lower' | 'upper'> {
    const { links } = this;
    const count = wide.length + links.length;
    const start = new Int32Array(count + 1);
    wide.forEach(({ places }, row) => (start[row + 1] = start[row]! + 2 * places.length + 2));
    links.forEach(({ index }, i) => (start[wide.length + i + 1] = start[wide.length + i]! + index.length));
    const index = new Int32Array(start[count]!);
    const value = new Float64Array(start[count]!);
    let next = 0;
    const enter = (column: number, times: number) => {
      index[next] = column;
      value[next++] = times;
    };
    for (const { key, places } of wide) {
      for (const place of places) {
        enter(2 * place, 1);
        enter(2 * place + 1, -1);
      }
      const column = this.columnOfSum.get(key)!;
      enter(column, -1);
      enter(column + 1, 1);
    }
    for (const link of links) link.index.forEach((column, i) => enter(column, link.value[i]!));
    const rowLower = new Float64Array(count);
    const rowUpper = new Float64Array(count);
    links.forEach(({ least, most }, i) => {
      rowLower[wide.length + i] = least;
      rowUpper[wide.length + i] = most;
    });
    return { rowLower, rowUpper, start, index, value };
  }

  /** What is outside of the part stays as it is. */
  private linkRows(): LinkRow[] {
    return (this.problem.links ?? []).flatMap(({ at, times, room, most }) => {
      const inside = [...at.keys()].filter((i) => this.placeOf[at[i]!]! >= 0);
      if (inside.length === 0) return [];
      const place = (i: number) => this.placeOf[at[i]!]!;
      return [{ index: inside.flatMap((i) => [2 * place(i), 2 * place(i) + 1]), value: inside.flatMap((i) => [times[i]!, -times[i]!]), least: -room, most }];
    });
  }

  private placesOf(at: readonly number[]): number[] {
    const places: number[] = [];
    for (const unknown of at) if (this.placeOf[unknown]! >= 0) places.push(this.placeOf[unknown]!);
    return places;
  }

  private keyOf(places: readonly number[]): string {
    return places.join();
  }

  private enterCell(cell: number, column: number): void {
    const { truth, cells, loss, floor, ceiling } = this.problem;
    this.columnOfCell.set(cell, column);
    if (this.withheld[cell] === 0) {
      if (loss[cell] === Infinity) {
        this.upper.fill(0, column, column + 2);
        return;
      }
      for (const at of [column, column + 1]) this.cost[at]! += loss[cell]!;
    }
    const sum = cells[cell]!.reduce((total, unknown) => total + truth[unknown]!, 0);
    this.upper[column + 1] = Math.min(this.upper[column + 1]!, sum - floor[cell]!);
    if (ceiling !== undefined) this.upper[column] = Math.min(this.upper[column]!, ceiling[cell]! - sum);
  }

  private setUpper(column: number, up: number, down: number): void {
    this.upper[column] = up;
    this.upper[column + 1] = down;
    for (const at of [column, column + 1]) this.program.setColumn(at, this.lower[at]!, this.upper[at]!);
  }

  /** The least cost with this column at or above `least`, the other of the pair at 0. */
  private forced(column: number, least: number, everywhere: boolean, slack: number): ProgramSolution | null {
    if (this.upper[column]! < least) return null;
    const other = column ^ 1;
    const room = this.upper[other]!;
    this.lower[column] = least;
    this.upper[other] = 0;
    this.program.setColumn(column, least, this.upper[column]!);
    this.program.setColumn(other, 0, 0);
    const linear = this.program.solve();
    const solution = linear === null || isWhole(linear.values) ? linear : (this.multiplied(linear) ?? this.solveWhole(linear.values, everywhere, slack));
    this.lower[column] = 0;
    this.upper[other] = room;
    this.program.setColumn(column, 0, this.upper[column]!);
    this.program.setColumn(other, 0, room);
    return solution;
  }

  /** A fraction of a move that is whole when it is taken several times, where there is room for that. */
  private multiplied({ objective, values }: ProgramSolution): ProgramSolution | null {
    for (const times of MULTIPLES) {
      const taken = values.map((value) => value * times);
      if (isWhole(taken) && taken.every((value, column) => value <= this.upper[column]! + WHOLE) && this.keepsLinks(taken)) return { objective: objective * times, values: taken };
    }
    return null;
  }

  private keepsLinks(values: Float64Array): boolean {
    return this.links.every(({ index, value, least, most }) => {
      const change = index.reduce((sum, column, i) => sum + value[i]! * values[column]!, 0);
      return change >= least - WHOLE && change <= most + WHOLE;
    });
  }

  /** In whole numbers, over the columns that the fractions use or, if asked for, over all: that takes seconds where this takes milliseconds. */
  private solveWhole(fractions: Float64Array, everywhere: boolean, slack: number): ProgramSolution | null {
    const upper = everywhere ? this.upper : this.upper.map((most, column) => (fractions[column]! < WHOLE ? 0 : most));
    const integer = this.solver.open({ ...this.shape, cost: this.cost, lower: this.lower, upper }, true, slack);
    try {
      return integer.solve();
    } catch (error) {
      // No move was found: more is withheld, or the secret counts as given away.
      if (error instanceof Undecided) return null;
      throw error;
    } finally {
      integer.dispose();
    }
  }

  private moveOf(values: Float64Array): Move {
    const { start, holder } = this.cellsOf;
    const at: number[] = [];
    const by: number[] = [];
    const change = new Map<number, number>();
    this.unknowns.forEach((unknown, place) => {
      const moved = Math.round(values[2 * place]!) - Math.round(values[2 * place + 1]!);
      if (moved === 0) return;
      at.push(unknown);
      by.push(moved);
      for (let i = start[unknown]!; i < start[unknown + 1]!; i++) change.set(holder[i]!, (change.get(holder[i]!) ?? 0) + moved);
    });
    return { at, by, cells: [...change].flatMap(([cell, moved]) => (moved === 0 ? [] : [cell])).toSorted((a, b) => a - b) };
  }
}

function isWhole(values: Float64Array): boolean {
  return values.every((value) => Math.abs(value - Math.round(value)) < WHOLE);
}
