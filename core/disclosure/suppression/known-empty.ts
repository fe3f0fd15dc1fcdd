// What can only be empty, or only as little as it is taken for: equations that nobody published but that follow from nobody being negative.
import type { ProgramSolver } from '../differencing/program.ts';
import type { Secrecy } from './secrecy.ts';

/** A share of a unit below this is none. */
const NOTHING = 1e-6;

/**
 * Unknowns that can only be 0, and withheld cells whose sum can only be its floor. One linear program: the published sums may all be
 * taken `scale` times, at least once, and everything shares in a unit; what has no part in the greatest sum of shares cannot have any.
 */
export function knownEmpty({ truth, cells, floor }: Pick<Secrecy, 'truth' | 'cells' | 'floor'>, withheld: Uint8Array, solver: ProgramSolver): { readonly unknowns: number[]; readonly cells: number[] } {
  const sums = cells.map((at) => at.reduce((total, unknown) => total + truth[unknown]!, 0));
  // Only what is empty in truth can be known to be.
  const empty = [...truth.keys()].filter((unknown) => truth[unknown] === 0);
  const lowest = [...cells.keys()].filter((cell) => withheld[cell] === 1 && sums[cell] === floor[cell] && sums[cell]! > 0);
  if (empty.length + lowest.length === 0) return { unknowns: [], cells: [] };
  const scale = truth.length;
  const firstShare = scale + 1;
  const size = firstShare + empty.length + lowest.length;
  const rows: { terms: [number, number][]; least: number; most: number }[] = [];
  cells.forEach((at, cell) => {
    const terms = at.map((unknown): [number, number] => [unknown, 1]);
    if (withheld[cell] === 0) rows.push({ terms: [...terms, [scale, -sums[cell]!]], least: 0, most: 0 });
    else if (floor[cell]! > 0) {
      const share = lowest.indexOf(cell);
      rows.push({ terms: [...terms, [scale, -floor[cell]!], ...(share < 0 ? [] : [[firstShare + empty.length + share, -1] as [number, number]])], least: 0, most: Infinity });
    }
  });
  empty.forEach((unknown, share) => rows.push({ terms: [[unknown, 1], [firstShare + share, -1]], least: 0, most: Infinity }));
  const start = new Int32Array(rows.length + 1);
  rows.forEach(({ terms }, row) => (start[row + 1] = start[row]! + terms.length));
  const program = solver.open(
    {
      cost: Float64Array.from({ length: size }, (_, column) => (column < firstShare ? 0 : -1)),
      lower: Float64Array.from({ length: size }, (_, column) => (column === scale ? 1 : 0)),
      upper: Float64Array.from({ length: size }, (_, column) => (column < firstShare ? Infinity : 1)),
      rowLower: Float64Array.from(rows, ({ least }) => least),
      rowUpper: Float64Array.from(rows, ({ most }) => most),
      start,
      index: Int32Array.from(rows.flatMap(({ terms }) => terms.map(([column]) => column))),
      value: Float64Array.from(rows.flatMap(({ terms }) => terms.map(([, value]) => value))),
    },
    false,
  );
  try {
    const solution = program.solve();
    if (solution === null) throw new RangeError('the published sums contradict each other');
    const none = (share: number) => solution.values[firstShare + share]! < NOTHING;
    return { unknowns: empty.filter((_, i) => none(i)), cells: lowest.filter((_, i) => none(empty.length + i)) };
  } finally {
    program.dispose();
  }
}
