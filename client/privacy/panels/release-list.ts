// The left side: what waits for this person, what waits for others, what was published, and the rules below.
import { css, html, nothing, type TemplateResult } from 'lit';
import { formatDate } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import { icon } from '../../shell/icons.ts';
import { moveRow } from '../../shell/roving-rows.ts';
import type { DeskRelease } from '../model.ts';
import type { PrivacySession } from '../privacy-session.ts';
import { findingsOf, stateWords, titleOf, waitingWords, waitsFor } from '../words/release-words.ts';

/** Published ones in the list; the table has them all. */
const MOST_PUBLISHED = 5;

export interface ReleaseGroups {
  readonly own: readonly DeskRelease[];
  readonly others: readonly DeskRelease[];
  /** Published and withdrawn, newest first. */
  readonly past: readonly DeskRelease[];
}

export function groupReleases(releases: readonly DeskRelease[], session: PrivacySession): ReleaseGroups {
  const past = releases.filter(({ state }) => state === 'published' || state === 'withdrawn');
  const open = releases.filter((release) => !past.includes(release));
  return {
    own: open.filter((release) => waitsFor(release, session.who)),
    others: open.filter((release) => !waitsFor(release, session.who)),
    past: [...past].sort((a, b) => b.number - a.number),
  };
}

export function releaseList(groups: ReleaseGroups, session: PrivacySession, onChoose: (id: string) => void, onAll: () => void): TemplateResult {
  const { own, others, past } = groups;
  const stop = session.chosen ?? [...own, ...others, ...past][0]?.release;
  const choose = (id: string) => () => onChoose(id);
  const shown = past.slice(0, MOST_PUBLISHED);
  return html`<div class="release-lists" @keydown=${(event: KeyboardEvent) => moveRow(event, event.currentTarget as HTMLElement, '.release-row')}>
    <h2>${t('privacy.waitsForYou')}${own.length > 0 ? html` <span class="count">${own.length}</span>` : nothing}</h2>
    ${own.length === 0 ? html`<p class="quiet">${t('privacy.nothingForYou')}</p>` : html`<ul>${own.map((release) => openRow(release, session, stop, choose(release.release), ''))}</ul>`}
    ${others.length === 0 ? nothing : html`<h2>${t('privacy.waitsForOthers')}</h2><ul>${others.map((release) => openRow(release, session, stop, choose(release.release), waitingWords(release, (account) => session.accountName(account))))}</ul>`}
    <h2>${t('privacy.publishedHeading')} <span class="ink3">${past.filter(({ state }) => state === 'published').length}</span></h2>
    ${past.length === 0 ? html`<p class="quiet">${t('privacy.nothingPublished')}</p>` : html`<ul class="past">${shown.map((release) => pastRow(release, session, stop, choose(release.release)))}</ul>`}
    ${past.length > shown.length ? html`<button class="button link dense all" @click=${onAll}>${t('privacy.seeAll', { count: past.length })}</button>` : nothing}
  </div>`;
}

const current = (release: DeskRelease, session: PrivacySession) => (release.release === session.chosen ? 'true' : nothing);

function openRow(release: DeskRelease, session: PrivacySession, stop: string | undefined, onClick: () => void, waits: string): TemplateResult {
  const asked = t('privacy.askedBy', { name: session.accountName(release.requestedBy), date: formatDate(release.requestedAt) });
  return html`<li>
    <button class="release-row" data-release=${release.release} aria-current=${current(release, session)} tabindex=${release.release === stop ? 0 : -1} @click=${onClick}>
      <span class="words"><b>${titleOf(release, session.names)}</b><span>${asked}${release.method === 'suppress' ? nothing : html` · ${t(`privacy.method_${release.method}`)}`}</span>${waits === '' ? nothing : html`<span>${waits}</span>`}</span>
      ${auditBadge(release)}
    </button>
  </li>`;
}

/** Findings with their sign, never with a count of people. */
export function auditBadge(release: DeskRelease): TemplateResult {
  const { audit, state } = release;
  if (audit.state === 'running') return html`<span class="badge">${icon('clock', 16)}${t('privacy.percent', { percent: Math.round(100 * (audit.progress ?? 0)) })}</span>`;
  if (audit.state === 'failed') return html`<span class="badge warn">${icon('warning', 16)}${t('privacy.auditFailed')}</span>`;
  if (state === 'objected') return html`<span class="badge warn">${t('privacy.objection')}</span>`;
  const findings = findingsOf(release);
  return findings > 0
    ? html`<span class="badge danger" aria-label=${t('privacy.findings', { count: findings })}>${icon('warning', 16)}${findings}</span>`
    : html`<span class="badge ok" aria-label=${t('privacy.findings', { count: 0 })}>${icon('check', 16)}0</span>`;
}

function pastRow(release: DeskRelease, session: PrivacySession, stop: string | undefined, onClick: () => void): TemplateResult {
  return html`<li>
    <button class="release-row" data-release=${release.release} aria-current=${current(release, session)} tabindex=${release.release === stop ? 0 : -1} @click=${onClick}>
      <span class="number">${t('privacy.number', { number: String(release.number) })}</span>
      <span class="title">${titleOf(release, session.names)}</span>
      ${release.state === 'withdrawn' ? html`<span class="withdrawn">${stateWords('withdrawn')}</span>` : nothing}
    </button>
  </li>`;
}

export const releaseListStyles = css`
  .release-lists { padding: 12px 0 16px; }
  .release-lists h2 { display: flex; gap: 8px; align-items: center; padding: 16px 16px 6px; font: 600 14px/20px var(--zs-font); }
  .release-lists h2:first-child { padding-top: 4px; }
  .release-lists h2 .ink3 { font-weight: 400; }
  .count { min-width: 20px; height: 20px; padding: 0 6px; border-radius: 10px; color: #fff; font: 600 12px/20px var(--zs-font); text-align: center; background: var(--zs-accent); }
  .quiet { color: var(--zs-ink3); padding: 0 16px; }
  .release-row { display: flex; width: 100%; gap: 8px; align-items: flex-start; padding: 8px 16px 8px 13px; border-left: 3px solid transparent; }
  .release-row:hover { background: var(--zs-hued); }
  .release-row:focus-visible { outline-offset: -3px; box-shadow: none; }
  .release-row[aria-current] { background: var(--zs-accent-tint1); border-color: var(--zs-accent); }
  .release-row[aria-current] b, .release-row[aria-current] .title { color: var(--zs-accent); font-weight: 600; }
  .release-row .words { flex: 1; min-width: 0; display: grid; gap: 1px; font-size: 12px; line-height: 16px; color: var(--zs-ink2); }
  .release-row .words b { font: 500 14px/20px var(--zs-font); color: var(--zs-ink); overflow-wrap: anywhere; }
  .past .release-row { min-height: 28px; padding-top: 4px; padding-bottom: 4px; align-items: baseline; }
  .past .number { color: var(--zs-ink3); flex: none; min-width: 46px; font-variant-numeric: tabular-nums; }
  .past .title { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .past .withdrawn { color: var(--zs-warn); font-size: 12px; }
  .all { margin-left: 10px; text-decoration: underline; }
`;
