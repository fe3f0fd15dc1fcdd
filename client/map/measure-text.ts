// A measure of an indicator in words: the same four signs in labels, lists, tables, tooltips and the live region.
import type { Indicator, Measure, Names } from '../api-model.ts';
import { formatNumber, formatPercent, formatSigned } from '../i18n/format.ts';
import { localised, t } from '../i18n/i18n.ts';
import type { Classification } from './classification.ts';
import type { NumberForm } from './map-form.ts';

const isPercent = (unit: Names) => unit.de === '%';
/** Units that say only that something was counted: the number alone is as clear. */
const isBareCount = (unit: Names) => unit.de === '' || unit.de === 'Anzahl';

/** Shares of a statistic are told from its number by the line below the title, where they need no bracket. */
const SHARE_SUFFIX = /\s*\((?:Anteil|share)\)$/;

export function titleOf({ indicator, name }: Indicator): string {
  return indicator.startsWith('share-') ? localised(name).replace(SHARE_SUFFIX, '') : localised(name);
}

/** Without unit: "23,4", "+3,1". */
export function plainNumber(value: number, { precision, signed }: NumberForm): string {
  return signed ? formatSigned(value, precision) : formatNumber(value, precision);
}

/** "23,4 %", "+3,1 Punkte", "1.204 Personen", "4,1 je 1.000". */
export function numberWithUnit(value: number, numbers: NumberForm): string {
  const { unit, precision, form, signed } = numbers;
  if (form === 'index' || form === 'locationQuotient') return plainNumber(value, numbers);
  if (isPercent(unit)) return signed ? t('map.points', { value: formatSigned(value, precision) }) : formatPercent(value, precision);
  if (unit.de === 'Prozentpunkte') return t('map.points', { value: formatSigned(value, precision) });
  return isBareCount(unit) ? plainNumber(value, numbers) : `${plainNumber(value, numbers)}\u00A0${localised(unit)}`;
}

/** A difference of two numbers of the form: of per cent in points. */
export function changeWithUnit(difference: number, { unit, precision, form }: NumberForm): string {
  const number = formatSigned(difference, precision);
  const inPoints = isPercent(unit) || unit.de === 'Prozentpunkte';
  if (inPoints && form !== 'index' && form !== 'locationQuotient') return t('map.points', { value: number });
  return isBareCount(unit) || form === 'index' || form === 'locationQuotient' ? number : `${number}\u00A0${localised(unit)}`;
}

/** Short: "23,4", "geheim", "k. A.". */
export function measureShort(measure: Measure, numbers: NumberForm): string {
  if (measure.state === 'withheld') return t('map.withheldShort');
  return measure.state === 'missing' ? t('map.missingShort') : plainNumber(measure.value, numbers);
}

/** With unit: "23,4 %", "geheim gehalten", "keine Angabe". */
export function measureLong(measure: Measure, numbers: NumberForm): string {
  if (measure.state === 'withheld') return t('map.withheld');
  return measure.state === 'missing' ? t('map.missing') : numberWithUnit(measure.value, numbers);
}

/** One sentence for what is no number. */
export function measureSentence(measure: Measure): string {
  if (measure.state === 'withheld') return t('map.withheldSentence');
  return measure.state === 'missing' ? t('map.missingSentence') : '';
}

/** "Prozent", "Anzahl", "Personen": head of a column or legend. */
export function unitText({ unit, form }: NumberForm): string {
  if (form === 'index') return t('map.unitIndex');
  if (form === 'locationQuotient') return t('map.unitQuotient');
  return isPercent(unit) ? t('map.percent') : isBareCount(unit) ? t('map.unitCount') : localised(unit);
}

/** "über 0 bis unter 5", "5 bis unter 10", "20 und mehr", "unter −2". */
export function classWords(index: number, { cuts, signed }: Classification): string {
  const digits = Math.min(3, Math.max(0, ...cuts.map(decimalsOf)));
  const write = (value: number) => formatNumber(value, digits);
  if (cuts.length === 0) return signed ? t('map.classAny') : t('map.classAll', { unit: '' }).trim();
  if (index === 0) return signed ? t('map.classBelow', { to: write(cuts[0]!) }) : t('map.classFirst', { to: write(cuts[0]!) });
  if (index === cuts.length) return t('map.classLast', { from: write(cuts.at(-1)!) });
  return t('map.classMiddle', { from: write(cuts[index - 1]!), to: write(cuts[index]!) });
}

export function decimalsOf(value: number): number {
  const text = String(Number(value.toPrecision(12)));
  const dot = text.indexOf('.');
  return dot < 0 ? 0 : text.length - dot - 1;
}
