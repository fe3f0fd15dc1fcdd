// Linear and integer programs as the audits state them, and HiGHS as who solves them.
import type { Highs, Model } from 'highs';

/** Minimise cost·v where lower <= v <= upper and rowLower <= R v <= rowUpper; R by rows (CSR: start, index, value). */
export interface Program {
  readonly cost: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
  readonly start: Int32Array;
  readonly index: Int32Array;
  readonly value: Float64Array;
}

export interface ProgramSolution {
  readonly objective: number;
  readonly values: Float64Array;
}

/**
 * A program that stays loaded: bounds and costs change between solves, and a linear solve starts from the last basis. Where nothing but costs has changed, that
 * is still a solution, and the primal simplex method goes on from it, in a third of the time that the dual one takes.
 */
export interface OpenProgram {
  setColumn(column: number, lower: number, upper: number): void;
  setCost(column: number, cost: number): void;
  setRow(row: number, lower: number, upper: number): void;
  /** Least objective; null where nothing satisfies the bounds. Throws Undecided at the limit of whole numbers tried, Error where the solver gives no answer. */
  solve(): ProgramSolution | null;
  dispose(): void;
}

export interface ProgramSolver {
  /** `integer`: every variable is a whole number; then the answer may be off the least by up to `gap` (0 unless told). */
  open(program: Program, integer: boolean, gap?: number): OpenProgram;
}

/** Whole numbers were tried as often as the limit allows, and nothing was proven. Whoever asks whether something is safe takes it for unsafe. */
export class Undecided extends Error {}

// https://ergo-code.github.io/HiGHS: statuses 7 optimal, 8 infeasible, 13 to 16 a limit of time, iterations, objective or nodes.
const OPTIMAL = 7;
const INFEASIBLE = 8;
const LIMITS: readonly number[] = [13, 14, 15, 16];
/** Neither solved nor ended by a limit: the last basis led nowhere, which happened in one town of some hundred. */
const UNKNOWN = 15;

// The same, option simplex_strategy.
const DUAL = 1;
const PRIMAL = 4;

/** Branches of an integer program. Programs of releases and tables need below 100; without a limit one of 930 unknowns ran on for minutes. */
const MOST_NODES = 20_000;

/** HiGHS in WebAssembly, loaded by the caller: in Node and in a browser worker alike. */
export class HighsSolver implements ProgramSolver {
  constructor(
    private readonly highs: Highs,
    private readonly mostNodes = MOST_NODES,
  ) {}

  open(program: Program, integer: boolean, gap = 0): OpenProgram {
    const { cost, lower, upper, rowLower, rowUpper, start, index, value } = program;
    const model = this.highs.createModel({
      numCols: cost.length,
      numRows: rowLower.length,
      colCost: cost,
      colLower: lower,
      colUpper: upper,
      rowLower,
      rowUpper,
      matrix: { format: 'csr', numRows: rowLower.length, numCols: cost.length, starts: start, indices: index, values: value },
      ...(integer ? { integrality: new Int32Array(cost.length).fill(1) } : {}),
    });
    model.options.set('output_flag', false);
    if (integer) {
      model.options.set('mip_rel_gap', 0);
      model.options.set('mip_max_nodes', this.mostNodes);
    }
    if (gap > 0) model.options.set('mip_abs_gap', gap);
    return new OpenHighsModel(model, this.mostNodes);
  }
}

class OpenHighsModel implements OpenProgram {
  private strategy = DUAL;
  /** Whether the last solution satisfies the bounds as they are now. */
  private stands = false;

  constructor(
    private readonly model: Model,
    private readonly mostNodes: number,
  ) {}

  setColumn(column: number, lower: number, upper: number): void {
    this.stands = false;
    this.model.changeColBounds(column, lower, upper);
  }

  setCost(column: number, cost: number): void {
    this.model.changeColCost(column, cost);
  }

  setRow(row: number, lower: number, upper: number): void {
    this.stands = false;
    this.model.changeRowBounds(row, lower, upper);
  }

  solve(): ProgramSolution | null {
    const strategy = this.stands ? PRIMAL : DUAL;
    if (strategy !== this.strategy) this.model.options.set('simplex_strategy', (this.strategy = strategy));
    this.stands = false;
    let { modelStatus } = this.model.run();
    if (modelStatus === UNKNOWN) {
      this.model.clearSolver();
      ({ modelStatus } = this.model.run());
    }
    if (modelStatus === INFEASIBLE) return null;
    if (LIMITS.includes(modelStatus)) throw new Undecided(`not decided after ${this.mostNodes} branches`);
    if (modelStatus !== OPTIMAL) throw new Error(`HiGHS ended with status ${modelStatus}`);
    this.stands = true;
    return { objective: this.model.getObjectiveValue(), values: this.model.getSolution().colValue };
  }

  dispose(): void {
    this.model.dispose();
  }
}
