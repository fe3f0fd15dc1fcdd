// Order of zones for lists, tables and charts: by value, and never by a number that is withheld.
import type { Cell } from '../api-model.ts';
import { compareNames } from '../i18n/format.ts';

export interface RankedZone<C extends Cell = Cell> {
  /** Index of the zone. */
  readonly index: number;
  readonly cell: C;
  /** 1 for the largest value, equal values share a rank; undefined without a value. */
  readonly rank: number | undefined;
}

/** After the values come lower bounds, withheld and missing cells, each by name: their order must tell nothing. */
const GROUPS: Readonly<Record<Cell['state'], number>> = { value: 0, atLeast: 1, withheld: 2, missing: 3 };

export function rankZones<C extends Cell>(cells: readonly C[], names: readonly string[]): RankedZone<C>[] {
  const order = cells.map((_, index) => index).sort((a, b) => compareCells(cells[a]!, cells[b]!, -1) || compareNames(names[a]!, names[b]!));
  let rank = 0;
  let previous: number | undefined;
  return order.map((index, place) => {
    const cell = cells[index]!;
    if (cell.state !== 'value') return { index, cell, rank: undefined };
    if (cell.value !== previous) rank = place + 1;
    previous = cell.value;
    return { index, cell, rank };
  });
}

/** Zones of a state, by name. */
export function zonesIn(state: Cell['state'], cells: readonly Cell[], names: readonly string[]): number[] {
  return cells.flatMap((cell, index) => (cell.state === state ? [index] : [])).sort((a, b) => compareNames(names[a]!, names[b]!));
}

/** Sorts values up (1) or down (-1); the groups without a value keep their places in both directions. */
export function compareCells(a: Cell, b: Cell, direction: 1 | -1): number {
  const groups = GROUPS[a.state] - GROUPS[b.state];
  if (groups !== 0) return groups;
  return a.state === 'value' && b.state === 'value' ? direction * (a.value - b.value) : 0;
}
