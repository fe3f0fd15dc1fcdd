// Whether each secret of a table could be as large as the threshold: one plain linear program over the whole table, nothing of the kernel's.
import type { CellTable } from '../../../core/disclosure/suppression/cell-table.ts';
import type { Bounds } from '../../../core/disclosure/suppression/attack.ts';
import type { ProgramSolver } from '../../../core/disclosure/differencing/program.ts';

const NOTHING = 1e-6;

export interface PlainRules {
  readonly threshold: number;
  readonly minimum: 0 | 1;
}

/**
 * Cells below the threshold, above 0 (zeros are open), that cannot reach it where `withheld` (1 by cell) is all that is not public. The program: counts of
 * inner cells, every published cell a row; the sum over the secrets of what they reach, at most the threshold each, is made as large as can be, the first one's a
 * thousandfold. Whoever reaches it is out; again with the rest. The first one of a round that does not reach it never does.
 */
export function secretsBelow({ innerCounts, values, start, inner }: CellTable, { threshold, minimum }: PlainRules, withheld: Uint8Array, solver: ProgramSolver): number[] {
  const columns = innerCounts.length;
  const membersOf = (cell: number) => [...inner.subarray(start[cell]!, start[cell + 1]!)].filter((position) => innerCounts[position]! > 0);
  const published = [...values.keys()].filter((cell) => withheld[cell] === 0 && values[cell]! > 0);
  const below: number[] = [];
  let left = [...values.keys()].filter((cell) => values[cell]! > 0 && values[cell]! < threshold);
  while (left.length > 0) {
    const rows = [...published.map((cell) => ({ at: membersOf(cell), share: -1, least: values[cell]!, most: values[cell]! })), ...left.map((cell, i) => ({ at: membersOf(cell), share: columns + i, least: 0, most: Infinity }))];
    const rowStart = new Int32Array(rows.length + 1);
    rows.forEach(({ at, share }, row) => (rowStart[row + 1] = rowStart[row]! + at.length + (share < 0 ? 0 : 1)));
    const size = columns + left.length;
    const program = solver.open(
      {
        cost: Float64Array.from({ length: size }, (_, column) => (column < columns ? 0 : column === columns ? -1000 : -1)),
        lower: Float64Array.from({ length: size }, (_, column) => (column < columns && innerCounts[column]! > 0 ? minimum : 0)),
        upper: Float64Array.from({ length: size }, (_, column) => (column < columns ? (innerCounts[column]! > 0 ? Infinity : 0) : threshold)),
        rowLower: Float64Array.from(rows, ({ least }) => least),
        rowUpper: Float64Array.from(rows, ({ most }) => most),
        start: rowStart,
        index: Int32Array.from(rows.flatMap(({ at, share }) => (share < 0 ? at : [...at, share]))),
        value: Float64Array.from(rows.flatMap(({ at, share }) => (share < 0 ? at.map(() => 1) : [...at.map(() => 1), -1]))),
      },
      false,
    );
    const solution = program.solve();
    program.dispose();
    if (solution === null) throw new Error('the published cells contradict each other');
    const reached = (cell: number) => membersOf(cell).reduce((sum, position) => sum + solution.values[position]!, 0) > threshold - NOTHING;
    if (!reached(left[0]!)) below.push(left[0]!);
    left = left.filter((cell, i) => i > 0 && !reached(cell));
  }
  return below;
}

/**
 * Withheld cells (`withheld`: 1 by cell; zeros are open) whose bounds are not what one plain linear program over the whole table says, rounded inwards. Tighter ones pass
 * where whole numbers may have made them so: still around the truth.
 */
export function boundsBeyond({ innerCounts, values, start, inner }: CellTable, minimum: number, withheld: Uint8Array, bounds: ReadonlyMap<number, Bounds>, solver: ProgramSolver): number[] {
  const membersOf = (cell: number) => [...inner.subarray(start[cell]!, start[cell + 1]!)].filter((position) => innerCounts[position]! > 0);
  const rows = [...values.keys()].filter((cell) => withheld[cell] === 0 && values[cell]! > 0).map((cell) => ({ at: membersOf(cell), sum: values[cell]! }));
  const rowStart = new Int32Array(rows.length + 1);
  rows.forEach(({ at }, row) => (rowStart[row + 1] = rowStart[row]! + at.length));
  const index = Int32Array.from(rows.flatMap(({ at }) => at));
  const sums = Float64Array.from(rows, ({ sum }) => sum);
  const program = solver.open(
    {
      cost: new Float64Array(innerCounts.length),
      lower: innerCounts.map((count) => (count > 0 ? minimum : 0)),
      upper: innerCounts.map((count) => (count > 0 ? Infinity : 0)),
      rowLower: sums,
      rowUpper: sums,
      start: rowStart,
      index,
      value: new Float64Array(index.length).fill(1),
    },
    false,
  );
  const least = (at: readonly number[], sign: 1 | -1): number => {
    for (const position of at) program.setCost(position, sign);
    const { objective } = program.solve()!;
    for (const position of at) program.setCost(position, 0);
    return objective;
  };
  const wrong = [...bounds].filter(([cell, { lower, upper }]) => {
    const at = membersOf(cell);
    const [from, to] = [Math.ceil(least(at, 1) - NOTHING), Math.floor(NOTHING - least(at, -1))];
    return lower < from || upper > to || lower > values[cell]! || upper < values[cell]!;
  });
  program.dispose();
  return wrong.map(([cell]) => cell);
}
