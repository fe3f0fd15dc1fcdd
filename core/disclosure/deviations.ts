// How the truth could be otherwise without a published sum changing: the program behind adding and giving back suppressions.
import type { OpenProgram, ProgramSolver } from './program.ts';

/** LP values closer to 0 than this are 0. */
const NOTHING = 1e-7;

export interface DeviationInput {
  /** What is true of every unknown, and the least that it can be. */
  readonly truth: Float64Array;
  readonly minimum: number;
  /** Unknowns of every cell that may be published or withheld, and what withholding it loses. */
  readonly cells: readonly (readonly number[])[];
  readonly loss: Float64Array;
  /** Unknowns of every secret. */
  readonly secrets: readonly (readonly number[])[];
}

/**
 * One linear program that stays loaded. Columns: a deviation d of every unknown, at or above minimum - truth; for every cell two slacks
 * with d's sum = up - down; for every secret its deviation. A published cell's slacks cost its loss, a withheld cell's are
 * free. The least cost that lets a secret grow by as much as is asked names the cells to
 * withhold (Kelly, Golden and Assad 1992; Fischetti and Salazar 2001 for the exact form, whose integer part is left to the clean-up).
 */
export class Deviations {
  private readonly program: OpenProgram;
  private readonly firstSlack: number;
  private readonly firstSecret: number;
  private readonly withheld: Uint8Array;

  constructor(
    private readonly input: DeviationInput,
    withheld: Uint8Array,
    solver: ProgramSolver,
  ) {
    const { truth, minimum, cells, loss, secrets } = input;
    this.withheld = withheld.slice();
    this.firstSlack = truth.length;
    this.firstSecret = truth.length + 2 * cells.length;
    const size = this.firstSecret + secrets.length;
    const cost = new Float64Array(size);
    const lower = new Float64Array(size);
    const upper = new Float64Array(size).fill(Infinity);
    truth.forEach((value, unknown) => (lower[unknown] = minimum - value));
    cells.forEach((_, cell) => cost.fill(withheld[cell] === 1 ? 0 : loss[cell]!, this.firstSlack + 2 * cell, this.firstSlack + 2 * cell + 2));
    lower.fill(-Infinity, this.firstSecret);
    const rows = cells.length + secrets.length;
    const start = new Int32Array(rows + 1);
    const index: number[] = [];
    const value: number[] = [];
    cells.forEach((unknowns, cell) => {
      for (const unknown of unknowns) index.push(unknown);
      for (const _ of unknowns) value.push(1);
      index.push(this.firstSlack + 2 * cell, this.firstSlack + 2 * cell + 1);
      value.push(-1, 1);
      start[cell + 1] = index.length;
    });
    secrets.forEach((unknowns, secret) => {
      for (const unknown of unknowns) index.push(unknown);
      for (const _ of unknowns) value.push(1);
      index.push(this.firstSecret + secret);
      value.push(-1);
      start[cells.length + secret + 1] = index.length;
    });
    const zero = new Float64Array(rows);
    this.program = solver.open({ cost, lower, upper, rowLower: zero, rowUpper: zero, start, index: Int32Array.from(index), value: Float64Array.from(value) }, false);
  }

  /** Positions of the cells to withhold besides, so that the secret can be larger by `by`; null where it never can. */
  find(secret: number, by: number): readonly number[] | null {
    this.program.setColumn(this.firstSecret + secret, by, Infinity);
    const solution = this.program.solve();
    this.program.setColumn(this.firstSecret + secret, -Infinity, Infinity);
    if (solution === null) return null;
    return [...this.input.cells.keys()].filter((cell) => {
      const at = this.firstSlack + 2 * cell;
      return this.withheld[cell] === 0 && Math.abs(solution.values[at]! - solution.values[at + 1]!) > NOTHING;
    });
  }

  withhold(cell: number): void {
    this.withheld[cell] = 1;
    this.program.setCost(this.firstSlack + 2 * cell, 0);
    this.program.setCost(this.firstSlack + 2 * cell + 1, 0);
  }

  dispose(): void {
    this.program.dispose();
  }
}
