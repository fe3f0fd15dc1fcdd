// Numbers of the page as they are written: values, ≈ of the protected copy, withheld, unknown.
import { formatNumber, formatPercent, formatSigned } from '../../i18n/format.ts';
import { language, t } from '../../i18n/i18n.ts';
import type { Cell } from '../model.ts';

export const ABOUT = '\u2248\u00A0';

export const isKnown = (cell: Cell): cell is Extract<Cell, { readonly value: number }> => cell.state === 'value' || cell.state === 'approximate';

/** Children and the like: "7", "≈ 7", "geheim", "k. A.". */
export function cellText(cell: Cell | number | null | undefined): string {
  if (cell === null || cell === undefined) return t('map.missingShort');
  if (typeof cell === 'number') return formatNumber(cell);
  return textOf(cell, (value) => formatNumber(Math.round(value)));
}

/** A ratio in per cent without the sign, as the table's heading has it: "104". */
export function ratioText(cell: Cell): string {
  return textOf(cell, (value) => formatNumber(Math.round(100 * value)));
}

/** With the sign: "104 %". */
export function percentText(cell: Cell): string {
  return textOf(cell, (value) => formatPercent(Math.round(100 * value), 0));
}

function textOf(cell: Cell, write: (value: number) => string): string {
  if (cell.state === 'missing') return t('map.missingShort');
  if (cell.state === 'withheld') return t('schools.withheld');
  return cell.state === 'approximate' ? `${ABOUT}${write(cell.value)}` : write(cell.value);
}

/** Said instead of written: "etwa 7", "geheim gehalten". */
export function spokenCell(cell: Cell, write: (value: number) => string): string {
  if (cell.state === 'missing') return t('map.missing');
  if (cell.state === 'withheld') return t('map.withheld');
  return cell.state === 'approximate' ? t('schools.about', { value: write(cell.value) }) : write(cell.value);
}

/** "7 Kinder", "noch 1 Kind", "geheim". */
export function childrenText(cell: Cell): string {
  if (!isKnown(cell)) return cellText(cell);
  // A forecast is a mean: a third of a child is not nobody.
  if (cell.value > 0 && cell.value < 0.5) return t('schools.lessThanOne');
  const text = t('schools.children', { count: Math.round(cell.value) });
  return cell.state === 'approximate' ? `${ABOUT}${text}` : text;
}

/** To ten metres: a walking graph knows no more. */
export const metresText = (metres: number | null | undefined): string => (metres === null || metres === undefined ? t('map.missingShort') : formatNumber(10 * Math.round(metres / 10)));

/** Of what is written, so that the numbers beside each other add up; empty for none. */
export function metresChange(now: number | null | undefined, before: number | null | undefined): string {
  if (now === null || now === undefined || before === null || before === undefined) return '';
  const change = 10 * Math.round(now / 10) - 10 * Math.round(before / 10);
  return change === 0 ? '' : formatSigned(change);
}

/** "27/28" in tables, "2027/28" in texts. */
export const shortYear = (year: number): string => `${two(year)}/${two(year + 1)}`;
export const schoolYear = (year: number): string => `${year}/${two(year + 1)}`;
const two = (year: number) => String(year % 100).padStart(2, '0');

/** "2." and "2nd": the class that is next. */
export function ordinal(count: number): string {
  if (language() === 'de') return `${count}.`;
  const ending = { one: 'st', two: 'nd', few: 'rd' }[new Intl.PluralRules('en', { type: 'ordinal' }).select(count) as 'one'] ?? 'th';
  return `${count}${ending}`;
}
