// Times and short dates as the two languages write them. Formats are kept: making one takes 50 microseconds.
import { language } from '../i18n/i18n.ts';

const kept = new Map<string, Intl.DateTimeFormat>();

function format(kind: 'time' | 'date', at: Date): string {
  const locale = language() === 'de' ? 'de-DE' : 'en-GB';
  const key = `${kind} ${locale}`;
  let known = kept.get(key);
  if (known === undefined) {
    known = new Intl.DateTimeFormat(locale, kind === 'time' ? { hour: '2-digit', minute: '2-digit' } : { day: '2-digit', month: '2-digit' });
    kept.set(key, known);
  }
  return known.format(at);
}

/** 14:32 */
export const clockTime = (at: Date): string => format('time', at);
/** 25.11. */
export const shortDate = (at: Date): string => format('date', at);
