// Numbers and dates as the two languages write them: 1.234,5 and 1,234.5; a real minus; a no-break space before the percent sign.
import { language, type Language } from './i18n.ts';

const LOCALES: Readonly<Record<Language, string>> = { de: 'de-DE', en: 'en-GB' };
const MINUS = '\u2212';
const NO_BREAK_SPACE = '\u00A0';
const numberFormats = new Map<string, Intl.NumberFormat>();

function numberFormat(lang: Language, digits: number): Intl.NumberFormat {
  const key = `${lang}${digits}`;
  let format = numberFormats.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(LOCALES[lang], { minimumFractionDigits: digits, maximumFractionDigits: digits });
    numberFormats.set(key, format);
  }
  return format;
}

/** `value` with exactly `digits` decimals; what rounds to zero has no sign. */
export function formatNumber(value: number, digits = 0, lang: Language = language()): string {
  const text = numberFormat(lang, digits).format(Math.abs(value));
  return value < 0 && /[1-9]/.test(text) ? `${MINUS}${text}` : text;
}

/** With its sign always: +3,1, −4, and ±0 as 0. */
export function formatSigned(value: number, digits = 0, lang: Language = language()): string {
  const text = formatNumber(value, digits, lang);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** `percent` is in per cent already: 23.4 -> "23,4 %" (English sets no space: "23.4%"). */
export function formatPercent(percent: number, digits = 1, lang: Language = language()): string {
  return `${formatNumber(percent, digits, lang)}${lang === 'de' ? NO_BREAK_SPACE : ''}%`;
}

/** A value and its unit, kept on one line: "148 ha". */
export function formatWithUnit(value: number, unit: string, digits = 0, lang: Language = language()): string {
  return `${formatNumber(value, digits, lang)}${NO_BREAK_SPACE}${unit}`;
}

/** "2025-12-31" -> "31.12.2025", in English "31 Dec 2025". Calendar dates, no time zone. */
export function formatDate(iso: string, lang: Language = language()): string {
  const [year, month, day] = iso.slice(0, 10).split('-') as [string, string, string];
  if (lang === 'de') return `${day}.${month}.${year}`;
  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  return `${Number(day)}${NO_BREAK_SPACE}${months[Number(month) - 1]}${NO_BREAK_SPACE}${year}`;
}

/** Order of names in the chosen language, numbers inside them by value. */
export function compareNames(a: string, b: string, lang: Language = language()): number {
  return collators[lang].compare(a, b);
}

const collators: Readonly<Record<Language, Intl.Collator>> = {
  de: new Intl.Collator('de', { numeric: true }),
  en: new Intl.Collator('en', { numeric: true }),
};
