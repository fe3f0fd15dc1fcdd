// Classes of an indicator from its values alone: what is withheld or missing has no part in any cut.
import { naturalCuts, quantileCuts, roundCuts } from '../../core/statistics/classify.ts';
import type { ClassSettings } from './class-settings.ts';
import type { Classification } from './classification.ts';
import { middleOf, type NumberForm } from './map-form.ts';
import { coloursOf, defaultPalette, paletteNamed } from './palettes.ts';

/** Natural classes take time by the square of the different values: 12 ms for 600. More are thinned to as many quantiles. */
const MOST_VALUES = 600;

/** `all`: values of the dates that count, 0 among them; 0 is a class of its own and makes no cut. `city`: the whole's value, where it is shown. */
export function classesOf(all: readonly number[], settings: ClassSettings, numbers: NumberForm, city: number | undefined): Classification {
  const values = all.filter((value) => value !== 0);
  const formMiddle = middleOf(numbers.form);
  const palette = paletteNamed(settings.palette === '' ? defaultPalette(formMiddle !== undefined) : settings.palette);
  const middle = palette.kind === 'diverging' ? (settings.middle ?? formMiddle ?? city ?? median(values)) : undefined;
  const cuts = cutsOf(values, settings, middle, numbers.precision);
  const count = values.length === 0 ? 0 : cuts.length + 1;
  const positive = values.every((value) => value > 0);
  return { cuts, colours: coloursOf(palette, count, settings.reversed), ...(middle === undefined ? {} : { middle }), ...(positive ? {} : { signed: true }) };
}

function cutsOf(values: readonly number[], settings: ClassSettings, middle: number | undefined, precision: number): readonly number[] {
  if (settings.method === 'manual') return settings.breaks;
  if (values.length === 0) return [];
  if (middle === undefined) return sideCuts(values, settings, settings.count, precision);
  // Both sides by the same distances: a colour as strong on one side as on the other means as much.
  const half = settings.count >> 1;
  const odd = settings.count % 2 === 1;
  const distances = values.map((value) => Math.abs(value - middle)).filter((distance) => distance > 0);
  const cuts = sideCuts(distances, settings, odd ? half + 1 : half, precision).filter((cut) => cut > 0);
  const round = (value: number) => Number(value.toFixed(Math.max(precision, 0) + 2));
  return [...cuts.map((cut) => round(middle - cut)).reverse(), ...(odd && cuts.length > 0 ? [] : [middle]), ...cuts.map((cut) => round(middle + cut))];
}

function sideCuts(values: readonly number[], { method }: ClassSettings, count: number, precision: number): number[] {
  if (values.length === 0 || count < 2) return [];
  switch (method) {
    case 'quantile':
      return quantileCuts(values, count);
    case 'equal':
      return equalCuts(values, count, precision);
    case 'deviation':
      return deviationCuts(values, count, precision);
    default: {
      const thinned = thin(values);
      return roundCuts(naturalCuts(thinned, count), thinned);
    }
  }
}

/** Steps of one width from the least to the largest value. */
export function equalCuts(values: readonly number[], count: number, precision: number): number[] {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return distinct(Array.from({ length: count - 1 }, (_, i) => least + ((most - least) * (i + 1)) / count), precision).filter((cut) => cut > least && cut <= most);
}

/** Whole (even number of classes) or half (odd) standard deviations from the mean; only those between least and largest. */
export function deviationCuts(values: readonly number[], count: number, precision: number): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  const cuts = Array.from({ length: count - 1 }, (_, i) => mean + (i + 1 - count / 2) * deviation);
  return distinct(cuts, precision).filter((cut) => cut > Math.min(...values) && cut <= Math.max(...values));
}

/** In the decimals of the values. */
function distinct(cuts: readonly number[], precision: number): number[] {
  return [...new Set(cuts.map((cut) => Number(cut.toFixed(Math.max(0, precision)))))];
}

function thin(values: readonly number[]): readonly number[] {
  if (values.length <= MOST_VALUES) return values;
  const sorted = values.toSorted((a, b) => a - b);
  return Array.from({ length: MOST_VALUES }, (_, i) => sorted[Math.round((i * (sorted.length - 1)) / (MOST_VALUES - 1))]!);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
