// Classes of a released measure, fixed over all its dates, so that a colour means the same in every year.
import { naturalCuts, roundCuts } from '../../core/statistics/classify.ts';
import type { Classification } from '../map/classification.ts';
import { coloursOf, paletteNamed } from '../map/palettes.ts';
import { datesOf, measureCells, type Measure, type ReleasedTable } from './released-table.ts';

const MOST_CLASSES = 5;

export function classify(table: ReleasedTable, measure: Measure): Classification {
  const values = datesOf(table, measure)
    .flatMap((date) => measureCells(table, measure, date))
    .flatMap((cell) => ((cell.state === 'value' || cell.state === 'atLeast') && cell.value > 0 ? [cell.value] : []));
  const cuts = roundCuts(naturalCuts(values, MOST_CLASSES), values);
  return { cuts, colours: coloursOf(paletteNamed('ochre'), values.length === 0 ? 0 : cuts.length + 1) };
}
