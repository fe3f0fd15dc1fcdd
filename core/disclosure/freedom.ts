// Whether each secret count could be another one, while cells are withheld or published one by one.
import type { OpenProgram, ProgramSolver } from './program.ts';

/** LP values closer to 0 than this are 0. */
const NOTHING = 1e-7;

export interface FreedomInput {
  /** What is true of every unknown, and the least that the attacker takes it for. */
  readonly truth: Float64Array;
  readonly minimum: number;
  /** Unknowns of every cell. */
  readonly cells: readonly (readonly number[])[];
  /** Unknowns of every secret, and by how much it must be able to grow; `either`: or to shrink by 1. */
  readonly secrets: readonly (readonly number[])[];
  readonly growth: readonly number[];
  readonly either: boolean;
}

interface Component {
  readonly unknowns: readonly number[];
  readonly cells: readonly number[];
  readonly secrets: readonly number[];
}

/** A change of the truth that a secret's freedom rests on: the withheld cells whose sums change with it. */
interface Witness {
  readonly cells: ReadonlySet<number>;
}

/**
 * Programs by component, over the unknowns that are not published by themselves: columns are what is added to and taken from an
 * unknown, rows the sums of cells (0 where published, free where withheld) and of secrets. The least movement that
 * lets a secret grow is its witness; while the cells of a witness stay withheld, nothing has to be solved again.
 */
export class Freedom {
  private readonly components: Component[] = [];
  private readonly componentOfSecret: Int32Array;
  private readonly programs: (OpenProgram | undefined)[] = [];
  private readonly witnesses: (Witness | undefined)[];
  private readonly withheld: Uint8Array;
  private readonly placeOf: Int32Array;
  private readonly componentOfCell: Int32Array;
  /** Row of a cell in its component's program. */
  private readonly rowOfCell: Int32Array;
  /** Unknowns that are a cell by themselves: published means that nothing is added or taken. */
  private readonly unknownOfCell: Int32Array;

  constructor(
    private readonly input: FreedomInput,
    withheld: Uint8Array,
    private readonly solver: ProgramSolver,
  ) {
    const { truth, cells, secrets } = input;
    this.withheld = withheld.slice();
    this.witnesses = secrets.map(() => undefined);
    this.componentOfSecret = new Int32Array(secrets.length).fill(-1);
    this.placeOf = new Int32Array(truth.length).fill(-1);
    this.componentOfCell = new Int32Array(cells.length).fill(-1);
    this.rowOfCell = new Int32Array(cells.length).fill(-1);
    this.unknownOfCell = Int32Array.from(cells, (unknowns) => (unknowns.length === 1 ? unknowns[0]! : -1));
    this.split();
  }

  /** Secrets that cannot change as asked with what is published now. */
  held(): number[] {
    return [...this.input.secrets.keys()].filter((secret) => !this.free(secret));
  }

  /** Publishes a withheld cell if every secret stays free; says whether it did. */
  publish(cell: number): boolean {
    const component = this.componentOfCell[cell]!;
    this.set(cell, false);
    if (component < 0) return true;
    const before = new Map<number, Witness>();
    for (const secret of this.components[component]!.secrets) {
      const witness = this.witnesses[secret];
      if (witness === undefined || !witness.cells.has(cell)) continue;
      before.set(secret, witness);
      this.witnesses[secret] = undefined;
    }
    for (const secret of before.keys()) {
      if (this.free(secret)) continue;
      this.set(cell, true);
      for (const [other, witness] of before) this.witnesses[other] = witness;
      return false;
    }
    return true;
  }

  dispose(): void {
    for (const program of this.programs) program?.dispose();
  }

  private free(secret: number): boolean {
    if (this.witnesses[secret] !== undefined) return true;
    const component = this.componentOfSecret[secret]!;
    if (component < 0) return false;
    const { cells, secrets, unknowns } = this.components[component]!;
    const program = (this.programs[component] ??= this.open(component));
    const row = cells.length + secrets.indexOf(secret);
    program.setRow(row, this.input.growth[secret]!, Infinity);
    let solution = program.solve();
    if (solution === null && this.input.either) {
      program.setRow(row, -Infinity, -1);
      solution = program.solve();
    }
    program.setRow(row, -Infinity, Infinity);
    if (solution === null) return false;
    const change = (unknown: number) => solution.values[2 * this.placeOf[unknown]!]! - solution.values[2 * this.placeOf[unknown]! + 1]!;
    const moved = new Set(unknowns.filter((unknown) => Math.abs(change(unknown)) > NOTHING));
    const sum = (of: readonly number[]) => of.reduce((total, unknown) => total + (moved.has(unknown) ? change(unknown) : 0), 0);
    const witness: Witness = { cells: new Set(cells.filter((cell) => this.withheld[cell] === 1 && Math.abs(sum(this.input.cells[cell]!)) > NOTHING)) };
    // One movement may free many secrets.
    for (const other of secrets) {
      if (this.witnesses[other] !== undefined) continue;
      const grown = sum(this.input.secrets[other]!);
      if (grown >= this.input.growth[other]! - NOTHING || (this.input.either && grown <= NOTHING - 1)) this.witnesses[other] = witness;
    }
    this.witnesses[secret] = witness;
    return true;
  }

  private set(cell: number, withheld: boolean): void {
    this.withheld[cell] = withheld ? 1 : 0;
    const component = this.componentOfCell[cell]!;
    const program = component < 0 ? undefined : this.programs[component];
    if (program === undefined) return;
    program.setRow(this.rowOfCell[cell]!, withheld ? -Infinity : 0, withheld ? Infinity : 0);
  }

  /** Unknowns that are withheld by themselves, linked by the cells and secrets that sum several of them. */
  private split(): void {
    const { truth, cells, secrets } = this.input;
    const open = new Uint8Array(truth.length).fill(1);
    this.unknownOfCell.forEach((unknown, cell) => {
      if (unknown >= 0 && this.withheld[cell] === 0) open[unknown] = 0;
    });
    const parent = Int32Array.from(truth.keys());
    const root = (of: number): number => {
      let at = of;
      while (parent[at] !== at) at = parent[at] = parent[parent[at]!]!;
      return at;
    };
    const first = (of: readonly number[]) => of.find((unknown) => open[unknown] === 1);
    for (const of of [...cells, ...secrets]) {
      const anchor = first(of);
      for (const unknown of of) if (open[unknown] === 1) parent[root(unknown)] = root(anchor!);
    }
    const byRoot = new Map<number, { unknowns: number[]; cells: number[]; secrets: number[] }>();
    for (let unknown = 0; unknown < truth.length; unknown++) {
      if (open[unknown] === 0) continue;
      const at = root(unknown);
      const component = byRoot.get(at) ?? { unknowns: [], cells: [], secrets: [] };
      byRoot.set(at, component);
      this.placeOf[unknown] = component.unknowns.push(unknown) - 1;
    }
    const roots = [...byRoot.keys()];
    const componentOfRoot = new Map(roots.map((at, i) => [at, i]));
    cells.forEach((of, cell) => {
      const anchor = first(of);
      if (anchor === undefined) return;
      const at = root(anchor);
      this.componentOfCell[cell] = componentOfRoot.get(at)!;
      this.rowOfCell[cell] = byRoot.get(at)!.cells.push(cell) - 1;
    });
    secrets.forEach((of, secret) => {
      const anchor = first(of);
      if (anchor === undefined) return;
      const at = root(anchor);
      this.componentOfSecret[secret] = componentOfRoot.get(at)!;
      byRoot.get(at)!.secrets.push(secret);
    });
    this.components.push(...byRoot.values());
  }

  private open(component: number): OpenProgram {
    const { unknowns, cells, secrets } = this.components[component]!;
    const { truth, minimum } = this.input;
    const columns = 2 * unknowns.length;
    const upper = new Float64Array(columns).fill(Infinity);
    unknowns.forEach((unknown, place) => (upper[2 * place + 1] = truth[unknown]! - minimum));
    const rows = [...cells.map((cell) => this.input.cells[cell]!), ...secrets.map((secret) => this.input.secrets[secret]!)].map((of) =>
      of.filter((unknown) => this.placeOf[unknown]! >= 0),
    );
    const free = (row: number) => row >= cells.length || this.withheld[cells[row]!] === 1;
    const start = new Int32Array(rows.length + 1);
    rows.forEach((of, row) => (start[row + 1] = start[row]! + 2 * of.length));
    const index = Int32Array.from(rows.flatMap((of) => of.flatMap((unknown) => [2 * this.placeOf[unknown]!, 2 * this.placeOf[unknown]! + 1])));
    return this.solver.open(
      {
        cost: new Float64Array(columns).fill(1),
        lower: new Float64Array(columns),
        upper,
        rowLower: Float64Array.from(rows, (_, row) => (free(row) ? -Infinity : 0)),
        rowUpper: Float64Array.from(rows, (_, row) => (free(row) ? Infinity : 0)),
        start,
        index,
        value: Float64Array.from(index, (_, i) => (i % 2 === 0 ? 1 : -1)),
      },
      false,
    );
  }
}
