// What is wrong with schools, addresses and numbers, in the reader's words; a code without words of its own keeps the server's.
import { textIn, language, t } from '../../i18n/i18n.ts';
import type { SchoolFinding } from '../model.ts';

export function findingWords({ code, detail }: SchoolFinding): string {
  const key = `schools.finding${code.toLowerCase().replace(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())}`;
  const words = textIn(language(), key);
  if (words === key) return detail === '' ? t('schools.findingOther', { code }) : detail;
  return words;
}
