// Bounds that sums leave their unknowns one at a time, and which published sums say nothing new.
import { PRIME, Span, type SparseVector } from '../differencing/elimination.ts';
import { CONTRADICTION, type SumRow } from './tied-unknowns.ts';

/** Rounds after which bounds are wide enough to be left to programs: tables need three to seven. */
const MOST_ROUNDS = 20;
const ROUNDING = 1e-9;

/** Narrows `lower` and `upper` of whole numbers in place, as far as each row alone tells, again and again. Throws RangeError where nothing is left. */
export function narrowBounds(rows: readonly SumRow[], lower: Float64Array, upper: Float64Array): void {
  for (let round = 0, narrowed = true; narrowed && round < MOST_ROUNDS; round++) {
    narrowed = false;
    for (const row of rows) narrowed = narrowByRow(row, lower, upper) || narrowed;
  }
}

function narrowByRow({ at, times, least, most }: SumRow, lower: Float64Array, upper: Float64Array): boolean {
  // Sums of the finite ends, and how many ends are none.
  let [low, lowNone, high, highNone] = [0, 0, 0, 0];
  at.forEach((column, i) => {
    const [from, to] = ends(times[i]!, lower[column]!, upper[column]!);
    if (Number.isFinite(from)) low += from;
    else lowNone++;
    if (Number.isFinite(to)) high += to;
    else highNone++;
  });
  let narrowed = false;
  at.forEach((column, i) => {
    const by = times[i]!;
    const [from, to] = ends(by, lower[column]!, upper[column]!);
    const restLow = lowNone === 0 ? low - from : lowNone === 1 && !Number.isFinite(from) ? low : -Infinity;
    const restHigh = highNone === 0 ? high - to : highNone === 1 && !Number.isFinite(to) ? high : Infinity;
    const [a, b] = [(least - restHigh) / by, (most - restLow) / by];
    const newLower = Math.max(lower[column]!, Math.ceil(Math.min(a, b) - ROUNDING));
    const newUpper = Math.min(upper[column]!, Math.floor(Math.max(a, b) + ROUNDING));
    if (newLower === lower[column] && newUpper === upper[column]) return;
    if (newLower > newUpper) throw new RangeError(CONTRADICTION);
    narrowed = true;
    lower[column] = newLower;
    upper[column] = newUpper;
    const [nowFrom, nowTo] = ends(by, newLower, newUpper);
    if (Number.isFinite(nowFrom)) {
      low = Number.isFinite(from) ? low + nowFrom - from : low + nowFrom;
      if (!Number.isFinite(from)) lowNone--;
    }
    if (Number.isFinite(nowTo)) {
      high = Number.isFinite(to) ? high + nowTo - to : high + nowTo;
      if (!Number.isFinite(to)) highNone--;
    }
  });
  return narrowed;
}

function ends(by: number, lower: number, upper: number): readonly [number, number] {
  return by > 0 ? [by * lower, by * upper] : [by * upper, by * lower];
}

/**
 * Rows without published sums that follow from shorter ones, as half of a table's do, and what those span (`vectorOf`). One that contradicts the
 * others: RangeError.
 */
export function independentRows(rows: readonly SumRow[], columns: number): { readonly kept: readonly SumRow[]; readonly span: Span } {
  const span = new Span(columns + 1);
  const dependent = new Set<SumRow>();
  for (const row of rows.filter(({ least, most }) => least === most).toSorted((a, b) => a.at.length - b.at.length)) {
    const reduced = span.reduce(vectorOf(row.at, row.times, row.least));
    if (reduced.at.at(-1) === 0) throw new RangeError(CONTRADICTION);
    if (reduced.at.length === 0) dependent.add(row);
    else span.add(reduced);
  }
  return { kept: rows.filter((row) => !dependent.has(row)), span };
}

/** A sum for elimination: what it adds up to at coordinate 0, its columns from 1 on. */
export function vectorOf(at: readonly number[], times: readonly number[], sum: number): SparseVector {
  const first = residue(sum);
  return { at: [...(first === 0 ? [] : [0]), ...at.map((column) => column + 1)], value: [...(first === 0 ? [] : [first]), ...times.map(residue)] };
}

function residue(of: number): number {
  return ((of % PRIME) + PRIME) % PRIME;
}
