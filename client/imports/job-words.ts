// What a job is doing and how it ended, in the chosen language.
import { t, type TextKey } from '../i18n/i18n.ts';
import type { JobState, JobStatus } from './model.ts';

/** The server's words on the left, for programs too. */
const DOING: Readonly<Record<string, TextKey>> = {
  'reading what is stored': 'imports.job_stored',
  'reading and checking the file': 'imports.job_checking',
  'reading the file': 'imports.job_reading',
  checking: 'imports.job_checking',
  repairing: 'imports.job_repairing',
  'finding near neighbours': 'imports.job_near',
  'sharing out the space between': 'imports.job_space',
  'matching with the stand before': 'imports.job_matching',
  'drawing the outlines': 'imports.job_drawing',
  storing: 'imports.job_storing',
};

export function jobWords(status: JobStatus | null): string {
  if (status === null || status.status === 'accepted') return t('imports.job_waiting');
  const key = DOING[status.message];
  return key === undefined ? t('imports.job_checking') : t(key);
}

export const stateWords = (state: JobState) => t(`imports.state_${state}`);
