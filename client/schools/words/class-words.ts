// Entry classes in words: how far to one class more or fewer, and what there is today.
import { t } from '../../i18n/i18n.ts';
import type { ClassSteps } from '../model.ts';
import { ordinal } from './cell-words.ts';

/** This near to one class fewer, that is the step to know of. */
const NEAR_FEWER = 3;

/** "noch 1 Kind bis zur 2."; "2 Kinder weniger: nur noch 1 Klasse" where that is nearer. */
export function stepWords({ now, toNext, toFewer }: ClassSteps): string {
  if (now === null) return t('schools.classUnknown');
  if (toFewer !== null && toFewer <= NEAR_FEWER && now > 1 && (toNext === null || toFewer < toNext)) {
    return t('schools.stepFewer', { count: toFewer, classes: t('schools.classCount', { count: now - 1 }) });
  }
  return toNext === null ? '' : t('schools.stepNext', { count: toNext, next: ordinal(now + 1) });
}

/** "statt 4"; empty where nothing changes or is known. */
export const insteadWords = ({ now, before }: ClassSteps): string => (now === null || before === null || now === before ? '' : t('schools.insteadOf', { before }));

/** "1 Klasse, noch 1 Kind bis zur 2." */
export function classWords(classes: ClassSteps | null): string {
  if (classes === null || classes.now === null) return t('schools.classUnknown');
  const instead = insteadWords(classes);
  return [`${t('schools.classCount', { count: classes.now })}${instead === '' ? '' : ` ${instead}`}`, stepWords(classes)].filter((part) => part !== '').join(', ');
}
