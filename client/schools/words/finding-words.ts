// What is wrong with schools, addresses, streets and numbers, in the reader's words; the server's own line stands below.
import { language, t, textIn } from '../../i18n/i18n.ts';
import type { SchoolFinding } from '../model.ts';

/** By the code: NO_PLACES is `schools.findingNoPlaces`; a code without words of its own is written as it is. */
export function findingWords({ code }: Pick<SchoolFinding, 'code'>): string {
  const key = `schools.finding${code.toLowerCase().replace(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())}`;
  const words = textIn(language(), key);
  return words === key ? t('schools.findingOther', { code }) : words;
}
