// What a total that is rounded or has noise says: not what a zone holds, but between which numbers.
import { countsBehind } from '../cell-key/noise-table.ts';
import { largestNoise, type PerturbationTable } from '../cell-key/perturbation-table.ts';

/** By zone of a partition, whole numbers; 0 and Infinity where nothing was changed. */
export interface TotalBounds {
  readonly least: Float64Array;
  readonly most: Float64Array;
}

/** By partition; null where nothing of it was rounded. */
export type BoundedTotals = readonly (TotalBounds | null)[];

/** Of multiples of `base` that are less than one base from the truth; NaN where there is none. */
export function boundsOfRounded(values: ArrayLike<number>, base: number): TotalBounds {
  const least = new Float64Array(values.length);
  const most = new Float64Array(values.length).fill(Infinity);
  for (let zone = 0; zone < values.length; zone++) {
    const value = values[zone]!;
    if (Number.isNaN(value)) continue;
    least[zone] = Math.max(0, value - base + 1);
    most[zone] = value + base - 1;
  }
  return { least, most };
}

/**
 * Of numbers that a perturbation table made: who knows the table knows this much, and not which of the counts between is likelier. NaN where there is none. A number
 * that the table makes of nothing says nothing.
 */
export function boundsOfNoisy(values: ArrayLike<number>, table: PerturbationTable): TotalBounds {
  const least = new Float64Array(values.length);
  const most = new Float64Array(values.length).fill(Infinity);
  const largest = largestNoise(table);
  for (let zone = 0; zone < values.length; zone++) {
    const behind = Number.isNaN(values[zone]!) ? null : countsBehind(table, values[zone]!, largest);
    if (behind === null) continue;
    least[zone] = behind.least;
    most[zone] = behind.most;
  }
  return { least, most };
}

/** What several roundings of the same zones say together. */
export function narrowest(all: readonly TotalBounds[]): TotalBounds | null {
  if (all.length === 0) return null;
  return { least: all[0]!.least.map((_, zone) => Math.max(...all.map(({ least }) => least[zone]!))), most: all[0]!.most.map((_, zone) => Math.min(...all.map(({ most }) => most[zone]!))) };
}

/** Whether anything is known of the zone from a rounded total. */
export function isBounded(bounds: TotalBounds | null | undefined, zone: number): boolean {
  return bounds != null && (bounds.least[zone]! > 0 || bounds.most[zone]! < Infinity);
}
