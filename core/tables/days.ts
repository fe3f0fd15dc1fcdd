// Reference dates as tables write them: a day, a month, a quarter, a year.

const MONTHS = ['jan', 'feb', 'mär', 'apr', 'mai', 'jun', 'jul', 'aug', 'sep', 'okt', 'nov', 'dez'];
const OTHER_MONTHS: Readonly<Record<string, number>> = { mar: 3, mrz: 3, mae: 3, may: 5, oct: 10, dec: 12 };

/** Day and month that a year stands for where a table names years alone. */
export const YEAR_END = '12-31';

/**
 * "31.12.2024", "2024-12-31", "2024/12/31", "12/2024", "2024-12", "Dezember 2024", "4. Quartal 2024", "2024Q4", "2024" as YYYY-MM-DD: a month
 * and a quarter by their last day, a year by `yearDay` (MM-DD). Null for all else; years of two digits are not guessed.
 */
export function readDay(text: string, yearDay: string = YEAR_END): string | null {
  const bare = text.trim().toLowerCase();
  let found = /^(\d{4})-(\d{2})-(\d{2})(?:t.*| 00:00.*)?$/.exec(bare) ?? /^(\d{4})\/(\d{2})\/(\d{2})$/.exec(bare);
  if (found !== null) return dayOf(found[1]!, found[2]!, found[3]!);
  found = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$/.exec(bare);
  if (found !== null) return dayOf(found[3]!, found[2]!, found[1]!);
  found = /^(\d{1,2})\.\s?([a-zäö]{3,9})\.? (\d{4})$/.exec(bare);
  const named = found === null ? null : monthOf(found[2]!);
  if (found !== null && named !== null) return dayOf(found[3]!, String(named), found[1]!);
  found = /^(?:19|20)\d{2}$/.exec(bare);
  if (found !== null) return dayOf(bare, yearDay.slice(0, 2), yearDay.slice(3));
  found = /^(\d{1,2})[/.](\d{4})$/.exec(bare);
  if (found !== null) return lastOf(found[2]!, Number(found[1]));
  found = /^(\d{4})-(\d{2})$/.exec(bare);
  if (found !== null) return lastOf(found[1]!, Number(found[2]));
  found = /^([a-zäö]{3,9})\.? (\d{4})$/.exec(bare);
  if (found !== null) {
    const month = monthOf(found[1]!);
    return month === null ? null : lastOf(found[2]!, month);
  }
  found = /^(?:([1-4])\.? ?(?:quartal|q|vj|vierteljahr) ?\/? ?(\d{4})|(\d{4}) ?-?q([1-4])|q([1-4]) ?\/?-? ?(\d{4}))$/.exec(bare);
  if (found !== null) return lastOf((found[2] ?? found[3] ?? found[6])!, 3 * Number(found[1] ?? found[4] ?? found[5]));
  return null;
}

function monthOf(word: string): number | null {
  const short = word.slice(0, 3);
  const at = MONTHS.indexOf(short);
  return at >= 0 ? at + 1 : (OTHER_MONTHS[short] ?? null);
}

function lastOf(year: string, month: number): string | null {
  if (month < 1 || month > 12) return null;
  return dayOf(year, String(month), String(daysIn(Number(year), month)));
}

const daysIn = (year: number, month: number) => (month === 2 ? (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31);

function dayOf(year: string, month: string, day: string): string | null {
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  if (y < 1800 || y > 2200 || m < 1 || m > 12 || d < 1 || d > daysIn(y, m)) return null;
  return `${String(y)}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`;
}

/** The part of a header that is a date, with what is left around it: "Einwohner 2023" -> 2023-12-31 in "Einwohner {date}". */
export function dayInHeader(text: string, yearDay: string = YEAR_END): { readonly day: string; readonly pattern: string; readonly measure: string } | null {
  const patterns = [/\d{1,2}\.\d{1,2}\.(?:19|20)\d{2}/, /(?:19|20)\d{2}-\d{2}-\d{2}/, /(?<!\d)(?:19|20)\d{2}(?!\d)/];
  for (const pattern of patterns) {
    const found = pattern.exec(text);
    if (found === null) continue;
    const day = readDay(found[0], yearDay);
    if (day === null) continue;
    const [before, after] = [text.slice(0, found.index), text.slice(found.index + found[0].length)];
    const measure = `${before} ${after}`.replaceAll(/[_\s/()|,:-]+/g, ' ').replace(/\b(?:am|zum|stand|vom|31 12)\s*$/i, '').trim();
    return { day, pattern: `${before}{date}${after}`, measure };
  }
  return null;
}
