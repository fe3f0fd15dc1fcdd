// The server's reason codes in the person's words; what is not listed keeps the server's own title.
import type { ApiProblem } from '../api.ts';
import { t, type TextKey } from '../i18n/i18n.ts';

const TEXTS: Readonly<Record<string, TextKey>> = {
  offline: 'editor.failedOffline',
  FORBIDDEN: 'editor.problemForbidden',
  UNKNOWN_ACCOUNT: 'editor.problemForbidden',
  CLEARANCE_NEEDED: 'editor.problemClearance',
  NOT_FOUND: 'editor.problemNotFound',
  NOT_DRAFT: 'editor.problemNotDraft',
  WRONG_STATE: 'editor.problemNotDraft',
  ZONE_LOCKED: 'editor.problemLocked',
  UNKNOWN_ZONE: 'editor.refusedOther',
  UNKNOWN_BLOCK: 'editor.refusedOther',
  NOTHING_TO_UNDO: 'editor.problemNothingToUndo',
  NOTHING_TO_REDO: 'editor.problemNothingToRedo',
  PLAN_GIVES_AWAY: 'editor.problemGivesAway',
  SUBMITS_EXHAUSTED: 'editor.problemSubmits',
  NO_BLOCKS: 'editor.problemNoBlocks',
  STARTING: 'editor.problemStarting',
};

export function problemText(problem: ApiProblem): string {
  if (problem.code === 'PLAN_GIVES_AWAY' && problem.issues.length > 0) return t('editor.problemGivesAwayZones', { zones: problem.issues.map(({ row }) => row ?? '').join(', ') });
  const key = TEXTS[problem.code];
  return key === undefined ? problem.title : t(key);
}
