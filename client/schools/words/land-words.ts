// The sixteen Länder by their two letters (ISO 3166-2:DE, lower case).
import { t, type TextKey } from '../../i18n/i18n.ts';

export const LAENDER = ['bw', 'by', 'be', 'bb', 'hb', 'hh', 'he', 'mv', 'ni', 'nw', 'rp', 'sl', 'sn', 'st', 'sh', 'th'] as const;

/** A code that is none of the sixteen is written as it is. */
export function landName(code: string): string {
  return (LAENDER as readonly string[]).includes(code) ? t(`schools.land_${code}` as TextKey) : code.toUpperCase();
}
