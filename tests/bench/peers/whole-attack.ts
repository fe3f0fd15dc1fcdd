// Which secrets of a table are known exactly to who knows that counts are whole: plain integer programs over the whole table, nothing of the kernel's.
import type { CellTable } from '../../../core/disclosure/suppression/cell-table.ts';
import { type ProgramSolver, Undecided } from '../../../core/disclosure/differencing/program.ts';
import { hashed } from '../random.ts';

/** How much more than it is a count may be: without a limit the programs may end without an answer. */
const MOST = 1000;
/** The first whole table that fits is enough. */
const ANY = 1e9;

/**
 * Cells below the threshold, above 0 (zeros are open), that are the same in all whole tables that fit, where `withheld` (1 by cell) is all that is not
 * public and nobody counts less than `minimum`. For each secret two programs: is there a table in which it is less, or more? Random costs
 * make one answer differ from the truth in many secrets, which are then asked no more. Rows: distinct published cells.
 */
export function secretsKnown({ innerCounts, values, start, inner }: CellTable, threshold: number, minimum: 0 | 1, withheld: Uint8Array, solver: ProgramSolver): number[] {
  const inhabited = [...innerCounts.keys()].filter((position) => innerCounts[position]! > 0);
  const columnOf = new Map(inhabited.map((position, column) => [position, column]));
  const membersOf = (cell: number) => [...inner.subarray(start[cell]!, start[cell + 1]!)].flatMap((position) => columnOf.get(position) ?? []);
  const rows = [...new Map([...values.keys()].filter((cell) => withheld[cell] === 0 && values[cell]! > 0).map((cell) => [membersOf(cell).join(), cell])).values()].map((cell) => ({ at: membersOf(cell), sum: values[cell]! }));
  const open = new Set([...values.keys()].filter((cell) => values[cell]! > 0 && values[cell]! < threshold));
  const known: number[] = [];
  let asked = 0;
  const otherTable = (cell: number, least: number, most: number): Float64Array | null => {
    const cost = new Float64Array(inhabited.length);
    for (const of of open) for (const column of membersOf(of)) cost[column]! += hashed(++asked, of) < 0.5 ? 1 : -1;
    const all = [...rows.map(({ at, sum }) => ({ at, least: sum, most: sum })), { at: membersOf(cell), least, most }];
    const rowStart = new Int32Array(all.length + 1);
    all.forEach(({ at }, row) => (rowStart[row + 1] = rowStart[row]! + at.length));
    const program = solver.open(
      {
        cost,
        lower: new Float64Array(inhabited.length).fill(minimum),
        upper: Float64Array.from(inhabited, (position) => innerCounts[position]! + MOST),
        rowLower: Float64Array.from(all, (row) => row.least),
        rowUpper: Float64Array.from(all, (row) => row.most),
        start: rowStart,
        index: Int32Array.from(all.flatMap(({ at }) => at)),
        value: new Float64Array(rowStart.at(-1)!).fill(1),
      },
      true,
      ANY,
    );
    try {
      return program.solve()?.values ?? null;
    } catch (error) {
      // Not decided counts as known, for whoever made the pattern.
      if (error instanceof Undecided) return null;
      throw error;
    } finally {
      program.dispose();
    }
  };
  for (const cell of open) {
    if (!open.has(cell)) continue;
    const truth = values[cell]!;
    const other = otherTable(cell, 0, truth - 1) ?? otherTable(cell, truth + 1, Infinity);
    if (other === null) known.push(cell);
    open.delete(cell);
    if (other !== null) for (const of of open) if (membersOf(of).reduce((sum, column) => sum + Math.round(other[column]!), 0) !== values[of]) open.delete(of);
  }
  return known;
}
