// A cell in words: the same four signs in labels, lists, tables, tooltips and the live region.
import type { Cell } from '../api-model.ts';
import { formatNumber, formatPercent, formatSigned } from '../i18n/format.ts';
import { localised, t } from '../i18n/i18n.ts';
import type { Measure } from './released-table.ts';
import type { Classification } from './classification.ts';

export function digitsOf(measure: Measure): number {
  return measure.kind === 'share' ? 1 : 0;
}

/** Short: "23,4", "≥ 120", "geheim", "k. A.". */
export function cellLabel(cell: Cell, measure: Measure): string {
  if (cell.state === 'withheld') return t('map.withheldShort');
  if (cell.state === 'missing') return t('map.missingShort');
  const number = formatNumber(cell.value, digitsOf(measure));
  return cell.state === 'atLeast' ? `≥\u00A0${number}` : number;
}

/** With unit: "23,4 %", "1.204", "mindestens 120", "geheim gehalten", "keine Angabe". */
export function cellValue(cell: Cell, measure: Measure): string {
  if (cell.state === 'withheld') return t('map.withheld');
  if (cell.state === 'missing') return t('map.missing');
  const number = valueWithUnit(cell.value, measure);
  return cell.state === 'atLeast' ? t('map.atLeast', { value: number }) : number;
}

export function valueWithUnit(value: number, measure: Measure): string {
  return measure.kind === 'share' ? formatPercent(value) : formatNumber(value);
}

/** A difference: of shares in points, of counts as it is. */
export function changeText(difference: number, measure: Measure): string {
  const number = formatSigned(difference, digitsOf(measure));
  return measure.kind === 'share' ? t('map.points', { value: number }) : number;
}

/** One sentence of explanation for what is no plain value. */
export function cellExplanation(cell: Cell): string {
  if (cell.state === 'withheld') return t('map.withheldSentence');
  if (cell.state === 'missing') return t('map.missingSentence');
  return cell.state === 'atLeast' ? t('map.atLeastSentence') : '';
}

export function measureTitle(measure: Measure): string {
  return localised(measure.statistic.name);
}

/** "über 0 bis unter 5", "5 bis unter 10", "20 und mehr". */
export function classText(index: number, { cuts }: Classification, measure: Measure): string {
  const digits = cuts.every((cut) => Number.isInteger(cut)) ? 0 : Math.min(3, Math.max(...cuts.map(decimalsOf)));
  const write = (value: number) => formatNumber(value, Math.max(digits, 0));
  if (cuts.length === 0) return t('map.classAll', { unit: measure.kind === 'share' ? '%' : '' }).trim();
  if (index === 0) return t('map.classFirst', { to: write(cuts[0]!) });
  if (index === cuts.length) return t('map.classLast', { from: write(cuts.at(-1)!) });
  return t('map.classMiddle', { from: write(cuts[index - 1]!), to: write(cuts[index]!) });
}

function decimalsOf(value: number): number {
  const text = String(Number(value.toPrecision(12)));
  const dot = text.indexOf('.');
  return dot < 0 ? 0 : text.length - dot - 1;
}
