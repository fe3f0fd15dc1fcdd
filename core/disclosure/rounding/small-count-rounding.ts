// Small-count rounding: only small inner cells change, to 0 or the base, and all margins follow (Langsrud and Heldal 2018).
import { changes, type Rounding, type RoundingInput } from './controlled-rounding.ts';
import { settleUpOrDown, type UpOrDown } from './up-or-down.ts';

/**
 * No published sum is left between 1 and base - 1. Inner cells below the base that a small published sum holds go to 0 or the base, which of
 * them being chosen so that all published sums change least (sum of squares, by local search); where that makes another sum small, its small cells join. It ends, since cells only
 * join, and a sum below the base holds cells below the base alone. Larger cells and what only large sums hold stay as they are, so an unpublished small cell may
 * keep its count. `sums` are all that is published: a redraw afterwards is another problem. Additive, since only inner cells change.
 */
export function roundSmallCounts({ counts, sums, base }: RoundingInput): Rounding {
  const isSmall = (count: number): boolean => count > 0 && count < base;
  const joins = new Uint8Array(counts.length);
  const rounded = Float64Array.from(counts);
  for (;;) {
    const small = sums.filter((sum) => isSmall(total(counts, sum)) || isSmall(total(rounded, sum)));
    const before = joins.reduce((sum, of) => sum + of, 0);
    for (const sum of small) for (let k = 0; k < sum.length; k++) if (isSmall(counts[sum[k]!]!)) joins[sum[k]!] = 1;
    if (joins.reduce((sum, of) => sum + of, 0) === before) break;
    settle(counts, sums, base, joins, rounded);
  }
  return { counts: rounded, proven: false, ...changes(counts, rounded, sums, base) };
}

function total(of: ArrayLike<number>, sum: ArrayLike<number>): number {
  let value = 0;
  for (let k = 0; k < sum.length; k++) value += of[sum[k]!]!;
  return value;
}

/** Decides anew for all cells that joined. */
function settle(counts: ArrayLike<number>, sums: readonly ArrayLike<number>[], base: number, joins: Uint8Array, rounded: Float64Array): void {
  const cells = Array.from(joins.keys()).filter((at) => joins[at] === 1);
  const placeOf = new Int32Array(joins.length).fill(-1);
  cells.forEach((at, place) => (placeOf[at] = place));
  const touched: { at: number[]; rest: number }[] = [];
  for (const sum of sums) {
    const at = Array.from(sum).map((position) => placeOf[position]!).filter((place) => place >= 0);
    if (at.length > 0) touched.push({ at, rest: at.reduce((value, place) => value + counts[cells[place]!]!, 0) });
  }
  const start = new Uint32Array(cells.length + 1);
  for (const { at } of touched) for (const place of at) start[place + 1]!++;
  for (let place = 0; place < cells.length; place++) start[place + 1]! += start[place]!;
  const cursor = start.slice(0, -1);
  const sum = new Uint32Array(start[cells.length]!);
  touched.forEach(({ at }, row) => {
    for (const place of at) sum[cursor[place]!++] = row;
  });
  const problem: UpOrDown = { base, start, sum, deviation: Float64Array.from(touched, ({ rest }) => -rest), within: base - 1 };
  const up = Uint8Array.from(cells, (at) => (2 * counts[at]! > base ? 1 : 0));
  settleUpOrDown(problem, up);
  cells.forEach((at, place) => (rounded[at] = base * up[place]!));
}
