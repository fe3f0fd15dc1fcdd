// Classes of one measure, fixed over all its dates, so that a colour means the same in every year.
import type { Cell } from '../api-model.ts';
import { classOf, naturalCuts, roundCuts } from '../../core/statistics/classify.ts';
import { MISSING as MISSING_COLOUR, SEQUENTIAL, ZERO } from '../shell/palette.ts';
import { datesOf, measureCells, type Measure, type ReleasedTable } from './released-table.ts';

export interface Classification {
  /** Interior cuts, ascending; class i holds cuts[i-1] <= value < cuts[i], the first one from above 0. */
  readonly cuts: readonly number[];
  readonly colours: readonly string[];
  /** Where a scale of two sides turns. */
  readonly middle?: number;
  /** There are negative numbers: the first class is open below. */
  readonly signed?: boolean;
}

/** What a cell is drawn as: a class from 0, or one of the signs for what is no positive value. */
export type CellSign = number | 'zero' | 'withheld' | 'missing';

/** Fewer classes take colours from the whole range, so that little and much stay apart. */
const COLOURS_BY_COUNT: readonly (readonly number[])[] = [[2], [2], [1, 3], [0, 2, 4], [0, 1, 3, 4], [0, 1, 2, 3, 4]];
const MOST_CLASSES = 5;

export function classify(table: ReleasedTable, measure: Measure): Classification {
  const values = datesOf(table, measure)
    .flatMap((date) => measureCells(table, measure, date))
    .flatMap((cell) => ((cell.state === 'value' || cell.state === 'atLeast') && cell.value > 0 ? [cell.value] : []));
  const cuts = roundCuts(naturalCuts(values, MOST_CLASSES), values);
  const classes = values.length === 0 ? 0 : cuts.length + 1;
  return { cuts, colours: COLOURS_BY_COUNT[classes]!.slice(0, classes).map((step) => SEQUENTIAL[step]!) };
}

/** A lower bound takes the class of its number; dots and words say that it is one. */
export function signOf(cell: Cell, { cuts }: Classification): CellSign {
  if (cell.state === 'withheld' || cell.state === 'missing') return cell.state;
  return cell.value === 0 ? 'zero' : classOf(cell.value, cuts);
}

/** Flat colour of a sign; a withheld cell has none, it is hatched. */
export function colourOf(sign: CellSign, { colours }: Classification): string | undefined {
  if (sign === 'zero') return ZERO;
  if (sign === 'missing') return MISSING_COLOUR;
  return sign === 'withheld' ? undefined : colours[sign];
}

/** Zones by sign, for the legend's counts. */
export function countSigns(cells: readonly Cell[], classification: Classification): Map<CellSign, number> {
  const counts = new Map<CellSign, number>();
  for (const cell of cells) {
    const sign = signOf(cell, classification);
    counts.set(sign, (counts.get(sign) ?? 0) + 1);
  }
  return counts;
}
