// A release in words: what it is called, where it stands, what is still needed, and why a step cannot be taken now.
import { formatDate } from '../../i18n/format.ts';
import { localised, t, type TextKey } from '../../i18n/i18n.ts';
import type { DeskRelease, ReleaseStateName } from '../model.ts';
import type { Names } from './certificate-words.ts';

export const stateWords = (state: ReleaseStateName): string => t(`privacy.state_${state}` as TextKey);

/** Its purpose, or what it holds where none was written down: "Sozialräume: Einwohner und 29 weitere". */
export function titleOf({ purpose, geography, statistics }: DeskRelease, names: Names): string {
  if (purpose !== undefined && purpose !== null && purpose !== '') return purpose;
  const division = names.geography(geography);
  const first = names.statistic(statistics[0] ?? '');
  const what = first === undefined ? (statistics[0] ?? '') : localised(first.name);
  const more = statistics.length - 1;
  return `${division === undefined ? geography : localised(division)}: ${more > 0 ? t('privacy.andMore', { what, count: more }) : what}`;
}

/** "31.12.2025", or "2015 bis 2025, 11 Stichtage". */
export function datesWords(dates: readonly string[]): string {
  const sorted = [...dates].sort();
  if (sorted.length < 2) return sorted.map((date) => formatDate(date)).join();
  return t('privacy.datesRange', { from: formatDate(sorted[0]!), to: formatDate(sorted.at(-1)!), count: sorted.length });
}

export function findingsOf({ audit }: DeskRelease): number {
  return audit.findings ?? 0;
}

export interface Who {
  readonly account: string | undefined;
  readonly roles: readonly string[];
}

/** `accept`: no objection, although findings follow from what was public before. */
export type Step = 'object' | 'verify' | 'accept' | 'approve' | 'publish' | 'withdraw';

/** Steps that this role takes in this state, whether or not something stands in their way. */
export function stepsOf(release: DeskRelease, { roles }: Who): readonly Step[] {
  const has = (role: string) => roles.includes(role);
  switch (release.state) {
    case 'requested':
    case 'objected':
    case 'verified': {
      const checks: Step[] = has('dpo') ? (release.state === 'objected' ? ['verify'] : release.state === 'verified' ? ['object'] : ['object', 'verify']) : [];
      return has('statistics') ? [...checks, 'approve'] : checks;
    }
    case 'approved':
      return has('statistics') ? ['withdraw', 'publish'] : has('dpo') ? ['withdraw'] : [];
    case 'published':
      return has('statistics') || has('dpo') || has('editor') ? ['withdraw'] : [];
    case 'withdrawn':
      return [];
  }
}

/** Whether data protection has accepted what this audit found. */
function acceptedEarlier({ audit, signatures }: DeskRelease): boolean {
  const last = signatures?.findLast(({ role }) => role === 'dpo');
  return last?.decision === 'no-objection' && last.reason !== '' && audit.auditedAt !== null && last.at > audit.auditedAt;
}

/** Why the step cannot be taken, in words; empty where nothing stands in its way. */
export function hindrance(release: DeskRelease, step: Step, { account }: Who): string {
  const { audit, state, requiredSignatures } = release;
  if (step === 'object' || step === 'withdraw') return '';
  if (audit.state === 'running') return t('privacy.whyRunning');
  if (audit.state === 'failed') return t('privacy.whyFailed');
  const findings = findingsOf(release);
  if (findings > 0 && step !== 'publish' && step !== 'accept' && !acceptedEarlier(release)) return t('privacy.whyFindings', { count: findings });
  if (step === 'verify' || step === 'accept') return '';
  if (account !== undefined && release.requestedBy === account) return t('privacy.whyOwn');
  if (state === 'objected') return t('privacy.whyObjected');
  if (step === 'approve' && requiredSignatures?.includes('dpo') === true && state === 'requested') return t('privacy.whyUnverified');
  return '';
}

/** Whether the next step is this person's. */
export function waitsFor(release: DeskRelease, who: Who): boolean {
  if (release.state === 'requested') {
    const needsDpo = release.requiredSignatures?.includes('dpo') ?? true;
    if (who.roles.includes('dpo')) return true;
    return who.roles.includes('statistics') && !needsDpo && release.requestedBy !== who.account;
  }
  if (release.state === 'verified' || release.state === 'approved') return who.roles.includes('statistics') && release.requestedBy !== who.account;
  return false;
}

/** Whose step it is, for who only looks on. */
export function waitingWords(release: DeskRelease, nameOf: (account: string) => string): string {
  switch (release.state) {
    case 'requested':
      return t(release.requiredSignatures?.includes('dpo') === false ? 'privacy.waitsStatistics' : 'privacy.waitsDpo');
    case 'verified':
      return t('privacy.waitsStatistics');
    case 'approved':
      return t('privacy.waitsPublish');
    case 'objected':
      return t('privacy.waitsRequester', { name: nameOf(release.requestedBy ?? '') });
    default:
      return stateWords(release.state);
  }
}
