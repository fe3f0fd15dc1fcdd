// The smallest union with a given group in a piece by linear and integer programs, where a search takes too long.
import type { OpenProgram, Program, ProgramSolver } from './program.ts';
import type { UnionPiece } from './union-pieces.ts';
import type { SmallUnion } from './union-search.ts';

/** LP values closer to a whole number than this are that number. */
const WHOLE = 1e-6;
/** Counts are whole, and all atoms of a piece together cost half a person: of the least unions the one of fewest atoms. */
const HALF = 0.5;
/** Below the half, so that the count is the least, if not always with the fewest atoms: to prove that of unions with thousands of empty ones takes minutes. */
const GAP = 0.49;

/** The programs stay loaded: only bounds change from group to group. */
export class UnionProgram {
  private readonly program: Program;
  private linear: OpenProgram | null = null;
  private integer: OpenProgram | null = null;

  constructor(private readonly piece: UnionPiece, below: number, private readonly solver: ProgramSolver) {
    this.program = unionProgram(piece, below);
  }

  /**
   * The smallest union among those where every group that is `known` (0 or 1, -1 for open) is so. A linear program bounds it; where
   * its solution is no union an integer program finds it.
   */
  smallest(known: Int8Array): SmallUnion | null {
    this.linear ??= this.solver.open(this.program, false);
    let solution = solveWith(this.linear, known);
    if (solution === null) return null;
    if (!solution.values.every((value) => Math.abs(value - Math.round(value)) < WHOLE)) {
      this.integer ??= this.solver.open(this.program, true, GAP);
      solution = solveWith(this.integer, known);
      if (solution === null) return null;
    }
    const { values } = solution;
    const groups = Array.from(values.keys()).filter((g) => values[g]! > 0.5);
    return { count: groups.reduce((sum, g) => sum + this.piece.count[g]!, 0), groups };
  }

  dispose(): void {
    this.linear?.dispose();
    this.integer?.dispose();
  }
}

function solveWith(program: OpenProgram, known: Int8Array): { objective: number; values: Float64Array } | null {
  try {
    known.forEach((value, g) => value >= 0 && program.setColumn(g, value, value));
    return program.solve();
  } finally {
    known.forEach((value, g) => value >= 0 && program.setColumn(g, 0, 1));
  }
}

/** A variable a group; a row for each that is no row's own: its value follows from theirs; and one for what a union may hold. */
function unionProgram({ rows, groups, count, scale, groupStart, groupRow, groupTimes }: UnionPiece, below: number): Program {
  const atoms = groups.reduce((sum, { length }) => sum + length, 0);
  const dependent = groups.length - rows;
  const start = new Int32Array(dependent + 2);
  const index: number[] = [];
  const value: number[] = [];
  for (let g = rows; g < groups.length; g++) {
    for (let i = groupStart[g]!; i < groupStart[g + 1]!; i++) {
      index.push(groupRow[i]!);
      value.push(groupTimes[i]!);
    }
    index.push(g);
    value.push(-scale[g]!);
    start[g - rows + 1] = index.length;
  }
  for (const g of groups.keys()) {
    if (count[g] === 0) continue;
    index.push(g);
    value.push(count[g]!);
  }
  start[dependent + 1] = index.length;
  const rowLower = new Float64Array(dependent + 1);
  const rowUpper = new Float64Array(dependent + 1);
  rowUpper[dependent] = below - HALF;
  return {
    cost: Float64Array.from(groups, ({ length }, g) => count[g]! + (HALF * length) / (atoms + 1)),
    lower: new Float64Array(groups.length),
    upper: new Float64Array(groups.length).fill(1),
    rowLower,
    rowUpper,
    start,
    index: Int32Array.from(index),
    value: Float64Array.from(value),
  };
}
