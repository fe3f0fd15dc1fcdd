// What a file or an import is refused for, in the chosen language: the server says it by code and parameters.
import type { ApiProblem } from '../api-problem.ts';
import type { Param, Reason, Said } from '../../core/refusals/say.ts';
import { formatDate } from '../i18n/format.ts';
import { language, t, type TextKey } from '../i18n/i18n.ts';
import { areaWords, lengthWords } from './file-words.ts';
import type { FileIssue, SaidByServer } from './model.ts';

export interface Words {
  readonly text: string;
  /** Of the text, for screen readers. */
  readonly lang: 'de' | 'en';
}

/** A code without words in the catalogue does not pass the type check. */
const keyOf = (reason: Reason): TextKey => `refusals.${reason}`;

/** `detail`: the place and number of it, where a code has given the heading; English alone where the server has no code for it. */
export function issueWords({ problem, accepted, code, reason, params, remedy }: FileIssue): { readonly problem: Words; readonly detail: Words | null; readonly accepted: Words | null } {
  const said = reason === undefined ? null : words({ reason, params: params ?? {} });
  const heading = code === undefined ? null : known(`imports.issue_${code}`);
  const told: Words = said ?? { text: problem, lang: 'en' };
  const general = said === null && language() !== 'en' ? { text: t('imports.notFitting'), lang: language() } : null;
  const first = heading ?? general ?? told;
  return { problem: first, detail: first === told || first.text === told.text ? null : told, accepted: (remedy === undefined ? null : words(remedy)) ?? (accepted === undefined || accepted === '' ? null : { text: accepted, lang: 'en' }) };
}

/** Why nothing came of it, where the server lists no finding. `problem` null: a job that broke off. */
export function refusalWords(problem: Pick<ApiProblem, 'status'> | null): string {
  const status = problem?.status ?? 500;
  const key = ([401, 403, 404, 410, 413, 429] as const).find((one) => one === status);
  return t(status >= 500 ? 'imports.refused_500' : key === undefined ? 'imports.refused_400' : `imports.refused_${key}`);
}

/** The same in one line, for screen readers: the first finding, or why there is none. */
export function failureWords({ problem, issues }: { readonly problem: ApiProblem | null; readonly issues: readonly FileIssue[] }): string {
  const [first] = issues;
  if (first === undefined) return problem?.isOffline === true ? t('imports.offlineKept') : refusalWords(problem);
  const { file, row, field } = first;
  const place = [file, row === undefined ? undefined : t('imports.atRow', { row: String(row) }), field === undefined ? undefined : t('imports.atField', { field })].filter((part) => part !== undefined).join(', ');
  const { problem: what, accepted } = issueWords(first);
  return `${place === '' ? '' : `${place}: `}${what.text}${accepted === null ? '' : `. ${t('imports.allowed')} ${accepted.text}`}`;
}

/** In the chosen language; `english` where the server has no code for it, or a newer one. */
export const saidWords = (said: SaidByServer | undefined, english: string): Words => (said === undefined ? null : words(said)) ?? { text: english, lang: 'en' };

/** Null for a code of a newer server. */
function words(said: SaidByServer): Words | null {
  const text = sayHere(said as Said);
  return text === keyOf(said.reason as Reason) ? null : { text, lang: language() };
}

function sayHere({ reason, params }: Said): string {
  return t(keyOf(reason), Object.fromEntries(Object.entries(params).map(([name, value]) => [name, written(name, value)])));
}

/** Texts of a file stay as they are; numbers, days, areas and widths become those of the language. */
function written(name: string, value: Param): string {
  if (typeof value === 'number') return name === 'areaM2' ? areaWords(value) : name === 'widthM' ? lengthWords(value) : value.toLocaleString(language() === 'de' ? 'de-DE' : 'en-GB', { maximumFractionDigits: 12 });
  if (typeof value === 'string') return name === 'day' ? formatDate(value) : value;
  return 'reason' in value ? sayHere(value) : value.map((part) => written('', part)).join(', ');
}

function known(key: string): Words | null {
  const text = t(key as TextKey);
  return text === key ? null : { text, lang: language() };
}
