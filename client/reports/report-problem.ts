// What the server refused of a report's choices, in the reader's language.
import type { ApiProblem } from '../api.ts';
import { t } from '../i18n/i18n.ts';

/** Its own words, in English, only for what no choice on the page can bring about. */
export function problemText({ code, issues, message }: ApiProblem): string {
  const classes = issues.find(({ field }) => field === 'classes');
  const most = /\d+/.exec(classes?.accepted ?? '')?.[0];
  if (most !== undefined) return t('reports.problemClasses', { count: Number(most) });
  switch (code) {
    case 'NOT_FOUND':
      return t('reports.problemNothing');
    case 'UNKNOWN_VERSION':
    case 'UNKNOWN_GEOGRAPHY':
      return t('reports.problemCut');
    default:
      return message;
  }
}
