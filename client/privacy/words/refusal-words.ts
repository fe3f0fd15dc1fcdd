// What the server refused, in the reader's language: known codes in our words, anything else as the server wrote it.
import type { ApiProblem } from '../../api.ts';
import { language, t, textIn } from '../../i18n/i18n.ts';

export function refusalWords(problem: ApiProblem): string {
  if (problem.isOffline) return t('shell.offline');
  const key = `privacy.refused_${problem.code}`;
  const known = textIn(language(), key);
  return known === key ? problem.message : known;
}
