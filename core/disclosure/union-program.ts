// The smallest union with a given group in a piece by linear and integer programs, where a search takes too long.
import type { OpenProgram, Program, ProgramSolver } from './program.ts';
import type { UnionPiece } from './union-pieces.ts';
import type { SmallUnion } from './union-search.ts';

/** LP values closer to a whole number than this are that number. */
const WHOLE = 1e-6;
/** Counts are whole, and all atoms of a piece together cost half a person: of the least unions the one of fewest atoms. */
const HALF = 0.5;

/** The programs stay loaded: only one bound changes from group to group. */
export class UnionProgram {
  private readonly program: Program;
  private linear: OpenProgram | null = null;
  private integer: OpenProgram | null = null;

  constructor(private readonly piece: UnionPiece, private readonly solver: ProgramSolver) {
    this.program = unionProgram(piece);
  }

  /** A linear program bounds the smallest union; where its solution is no union an integer program finds it. */
  smallest(group: number, below: number): SmallUnion | null {
    this.linear ??= this.solver.open(this.program, false);
    let solution = solveWith(this.linear, group);
    if (solution === null || solution.objective > below - HALF) return null;
    if (!solution.values.every((value) => Math.abs(value - Math.round(value)) < WHOLE)) {
      this.integer ??= this.solver.open(this.program, true);
      solution = solveWith(this.integer, group);
      if (solution === null || solution.objective > below - HALF) return null;
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

function solveWith(program: OpenProgram, group: number): { objective: number; values: Float64Array } | null {
  program.setColumn(group, 1, 1);
  try {
    return program.solve();
  } finally {
    program.setColumn(group, 0, 1);
  }
}

/** A variable a group; a row for each that is no row's own: its value follows from theirs. */
function unionProgram({ rows, groups, count, scale, groupStart, groupRow, groupTimes }: UnionPiece): Program {
  const atoms = groups.reduce((sum, { length }) => sum + length, 0);
  const own = groupStart[rows]!;
  const dependent = groups.length - rows;
  const start = new Int32Array(dependent + 1);
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
  if (own !== rows) throw new Error('the first groups of a piece are its rows\' own');
  return {
    cost: Float64Array.from(groups, ({ length }, g) => count[g]! + (HALF * length) / (atoms + 1)),
    lower: new Float64Array(groups.length),
    upper: new Float64Array(groups.length).fill(1),
    rowLower: new Float64Array(dependent),
    rowUpper: new Float64Array(dependent),
    start,
    index: Int32Array.from(index),
    value: Float64Array.from(value),
  };
}
