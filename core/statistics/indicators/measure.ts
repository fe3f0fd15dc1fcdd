// A number of an indicator in one of three states. What is secret stays so through every formula, and what is not known is never 0.
import type { Cell } from '../../disclosure/cell.ts';

export type Measure = { readonly state: 'value'; readonly value: number } | { readonly state: 'withheld' } | { readonly state: 'missing' };

export const WITHHELD: Measure = { state: 'withheld' };
export const MISSING: Measure = { state: 'missing' };

/** A number; missing where it is none, such as a quotient by 0. */
export function measured(value: number): Measure {
  return Number.isFinite(value) ? { state: 'value', value } : MISSING;
}

/** A sum of which only a least is known is no number to reckon with. */
export function measureOf(cell: Cell): Measure {
  return cell.state === 'atLeast' ? MISSING : cell;
}

/**
 * A formula over measures. One withheld withholds the result, even beside a missing one; one missing makes it missing. So a result
 * that is shown was made of shown numbers alone and tells nothing that they do not.
 */
export function combine(measures: readonly Measure[], formula: (values: readonly number[]) => number): Measure {
  if (measures.some(({ state }) => state === 'withheld')) return WITHHELD;
  const values: number[] = [];
  for (const measure of measures) {
    if (measure.state !== 'value') return MISSING;
    values.push(measure.value);
  }
  return measured(formula(values));
}

export const total = (measures: readonly Measure[]): Measure => combine(measures, (values) => values.reduce((sum, value) => sum + value, 0));

/** To so many decimals, halves away from 0. */
export function rounded(measure: Measure, decimals: number): Measure {
  if (measure.state !== 'value') return measure;
  const scale = 10 ** decimals;
  const value = (Math.sign(measure.value) * Math.round(Math.abs(measure.value) * scale)) / scale;
  return { state: 'value', value: value === 0 ? 0 : value };
}
