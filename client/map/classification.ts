// What a number is drawn as: a class with its colour, or one of the signs for 0, withheld and missing.
import type { Cell } from '../api-model.ts';
import { classOf } from '../../core/statistics/classify.ts';
import { MISSING as MISSING_COLOUR, ZERO } from '../shell/palette.ts';

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
