// Entries of the ledger in words, and whether the chain is whole.
import { formatDate, formatNumber } from '../../i18n/format.ts';
import { language, t, textIn } from '../../i18n/i18n.ts';
import type { DeskRelease, LedgerCheck, LedgerEntry } from '../model.ts';

/** An action that no text is known for stands as the server names it. */
export function actionWords({ action, payload }: LedgerEntry): string {
  const decision = typeof payload.decision === 'string' ? payload.decision : undefined;
  for (const key of [`privacy.action_${action}_${decision}`, `privacy.action_${action}`]) {
    const words = textIn(language(), key);
    if (words !== key) return words;
  }
  return action;
}

export function chainWords({ ok, entries, brokenAt }: LedgerCheck): string {
  return ok ? t('privacy.chainWhole', { count: entries }) : t('privacy.chainBroken', { entry: formatNumber(brokenAt ?? 0) });
}

export function timeWords(iso: string): string {
  const time = new Intl.DateTimeFormat(language() === 'de' ? 'de-DE' : 'en-GB', { hour: '2-digit', minute: '2-digit' }).format(new Date(iso));
  return `${formatDate(iso)}, ${time}`;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

/** First four digits, as people compare them. */
export const shortHash = (hash: string): string => hash.slice(0, 4);

export function subjectWords({ release }: LedgerEntry, releases: readonly DeskRelease[]): string {
  const number = releases.find((row) => row.release === release)?.number;
  if (number !== undefined) return t('privacy.inRelease', { number: String(number) });
  // A release that this reader does not see has an id and no number; sources and publications have names.
  return UUID.test(release) ? '' : release;
}
