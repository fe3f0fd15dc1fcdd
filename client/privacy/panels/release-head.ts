// What is asked for and by whom, what it was checked against, and the steps of this role with why one cannot be taken.
import { css, html, nothing, type TemplateResult } from 'lit';
import { formatDate } from '../../i18n/format.ts';
import { localised, t, type TextKey } from '../../i18n/i18n.ts';
import { icon } from '../../shell/icons.ts';
import type { DeskRelease, Signature } from '../model.ts';
import type { PrivacySession } from '../privacy-session.ts';
import { hindrance, stateWords, stepsOf, titleOf, datesWords, type Step } from '../words/release-words.ts';
import { methodWords } from '../words/method-words.ts';

export interface HeadView {
  /** The step whose reason or confirmation is asked for. */
  readonly asking: Step | undefined;
  readonly reason: string;
  /** A bar at the bottom: the report is asked for above. */
  readonly compact: boolean;
  onAsk(step: Step | undefined): void;
  onReason(reason: string): void;
  onTake(step: Step): void;
  onPrint(): void;
}

/** Steps that are asked back before they are taken. */
const ASKED_BACK: readonly Step[] = ['object', 'accept', 'withdraw', 'approve'];
/** Steps that need their reason. */
const WITH_REASON: readonly Step[] = ['object', 'accept'];

/** Where all findings are older than the release, data protection accepts them instead of having no objection. */
function stepsHere(release: DeskRelease, session: PrivacySession): readonly Step[] {
  return stepsOf(release, session.who).map((step) => (step === 'verify' && session.onlyEarlier ? 'accept' : step));
}

export function releaseHead(release: DeskRelease, session: PrivacySession): TemplateResult {
  return html`<header class="head">
    <p class="t12 ink3">${t('privacy.numberBy', { number: String(release.number), name: session.accountName(release.requestedBy), date: formatDate(release.requestedAt) })}${release.state === 'requested' ? nothing : html` · ${stateWords(release.state)}`}</p>
    <h1 class="t28" tabindex="-1">${titleOf(release, session.names)}</h1>
  </header>`;
}

/** "Geprüft gegen 42 frühere Freigaben, 3 frühere Veröffentlichungen und alle Gegenzahlen. Mindestfallzahl 5." */
export function checkedWords({ audit, ruleSet }: DeskRelease): string {
  if (audit.state === 'running') return t('privacy.auditRunning');
  if (audit.state === 'failed') return t('privacy.auditFailedText');
  const against = audit.against ?? [];
  const releases = against.filter(({ kind }) => kind === 'release').length;
  const publications = against.length - releases;
  const with_ = [t('privacy.againstReleases', { count: releases }), t('privacy.againstPublications', { count: publications })].join(', ');
  return `${t('privacy.auditedAgainst', { what: with_ })} ${t('privacy.thresholdIs', { threshold: ruleSet.threshold })}`;
}

export function releaseActions(release: DeskRelease, session: PrivacySession, view: HeadView): TemplateResult {
  const steps = stepsHere(release, session);
  if (view.compact && steps.length === 0) return html``;
  const whys = steps.map((step) => hindrance(release, step, session.who)).filter((why) => why !== '');
  return html`<div class="decide">
    <div class="buttons">
      ${view.compact ? nothing : html`<button class="button quiet" @click=${view.onPrint}>${icon('file')}${t('privacy.report')}</button>`}
      ${steps.map((step, index) => stepButton(release, step, index === steps.length - 1, session, view))}
    </div>
    ${whys.length === 0 ? nothing : html`<p class="why" id="decide-why">${icon('warning', 16)}${whys.at(-1)}</p>`}
  </div>`;
}

function stepButton(release: DeskRelease, step: Step, primary: boolean, session: PrivacySession, view: HeadView): TemplateResult {
  const why = hindrance(release, step, session.who);
  const off = why !== '' || session.busy !== undefined;
  const press = () => {
    if (off) return;
    if (ASKED_BACK.includes(step)) view.onAsk(step);
    else view.onTake(step);
  };
  return html`<button
    class="button ${primary && step !== 'withdraw' && step !== 'object' ? 'primary' : 'secondary'}"
    data-step=${step}
    aria-disabled=${off ? 'true' : nothing}
    aria-describedby=${why === '' ? nothing : 'decide-why'}
    aria-expanded=${ASKED_BACK.includes(step) ? (view.asking === step ? 'true' : 'false') : nothing}
    @click=${press}
  >${session.busy === step ? t('privacy.stepRunning') : t(`privacy.step_${step}` as TextKey)}</button>`;
}

/** The question before a step that others see; an objection needs its reason. */
export function stepQuestion(release: DeskRelease, session: PrivacySession, view: HeadView): TemplateResult | typeof nothing {
  const { asking } = view;
  if (asking === undefined || !stepsHere(release, session).includes(asking)) return nothing;
  const wanting = WITH_REASON.includes(asking) && view.reason.trim() === '';
  return html`<section class="question flat" aria-labelledby="question-title" @keydown=${(event: KeyboardEvent) => event.key === 'Escape' && view.onAsk(undefined)}>
    <h2 id="question-title" tabindex="-1">${t(`privacy.ask_${asking}` as TextKey)}</h2>
    <p class="ink2">${t(`privacy.askText_${asking}` as TextKey, asking === 'object' ? { name: session.accountName(release.requestedBy) } : {})}</p>
    ${!WITH_REASON.includes(asking)
      ? nothing
      : html`<label for="reason">${t('privacy.reason')}</label>
          <textarea id="reason" rows="3" maxlength="2000" .value=${view.reason} @input=${(event: Event) => view.onReason((event.target as HTMLTextAreaElement).value)}></textarea>`}
    <div class="buttons">
      <button class="button primary" id="question-take" aria-disabled=${wanting || session.busy !== undefined ? 'true' : nothing} aria-describedby=${wanting ? 'reason-why' : nothing} @click=${() => !wanting && session.busy === undefined && view.onTake(asking)}>${t(`privacy.step_${asking}` as TextKey)}</button>
      <button class="button secondary" @click=${() => view.onAsk(undefined)}>${t('shell.cancel')}</button>
      ${wanting ? html`<span class="why quiet-why" id="reason-why">${t(asking === 'accept' ? 'privacy.whyAcceptReason' : 'privacy.whyReason')}</span>` : nothing}
    </div>
  </section>`;
}

/** Who has signed, and who still has to. */
export function signatureList(release: DeskRelease, session: PrivacySession): TemplateResult | typeof nothing {
  const signed = release.signatures ?? [];
  const open = (release.requiredSignatures ?? []).filter((role) => !signed.some((signature) => signature.role === role && signature.decision !== 'objection'));
  const waiting = release.state === 'published' || release.state === 'withdrawn' ? [] : open;
  if (signed.length + waiting.length === 0) return nothing;
  return html`<ul class="signatures" aria-label=${t('privacy.signatures')}>
    ${signed.map((signature) => signatureRow(signature, session))}
    ${waiting.map((role) => html`<li class="open">${icon('clock', 16)}<span>${t(`privacy.role_${role}` as TextKey)}: ${t('privacy.notSigned')}</span></li>`)}
  </ul>`;
}

function signatureRow({ account, decision, at, reason, role }: Signature, session: PrivacySession): TemplateResult {
  const objected = decision === 'objection';
  return html`<li class=${objected ? 'objected' : 'signed'}>
    ${icon(objected ? 'warning' : 'check', 16)}
    <span><b>${session.accountName(account) || t(`privacy.role_${role}` as TextKey)}</b>: ${t(`privacy.decision_${decision}` as TextKey)}, ${formatDate(at)}${reason === null || reason === '' ? nothing : html`<q>${reason}</q>`}</span>
  </li>`;
}

/** Geography, statistics, dates, method and rules in one line each. */
export function releaseFacts(release: DeskRelease, session: PrivacySession): TemplateResult {
  const { names } = session;
  const { audit, geography, version, statistics, referenceDates, ruleSet, ruleSetVersion } = release;
  const division = names.geography(geography);
  const title = session.known?.geographies.find((row) => row.geography === geography)?.versions.find((row) => row.version === version)?.title;
  const statisticNames = statistics.map((id) => localised(names.statistic(id)?.name ?? { de: id, en: id }));
  const rules = [t('privacy.thresholdShort', { threshold: ruleSet.threshold }), ...(ruleSetVersion == null ? [] : [t('privacy.ruleVersion', { version: ruleSetVersion })]), ...(ruleSet.zeros === undefined ? [] : [t(`privacy.zeros_${ruleSet.zeros}` as TextKey)])];
  const shownNames = statisticNames.length > 3 ? t('privacy.andMore', { what: statisticNames.slice(0, 2).join(', '), count: statisticNames.length - 2 }) : statisticNames.join(', ');
  const cells = [t('privacy.cellCount', { count: audit.cells }), t('privacy.withheldCount', { count: audit.withheld })];
  const kinds = audit.primary === undefined || audit.secondary === undefined ? [] : [t('privacy.primarySecondary', { primary: audit.primary, secondary: audit.secondary })];
  const fact = (name: TextKey, value: string, full = value) => html`<div><dt>${t(name)}</dt><dd title=${full === value ? nothing : full}>${value}</dd></div>`;
  return html`<dl class="facts">
    ${fact('privacy.factGeography', [division === undefined ? geography : localised(division), ...(title === undefined ? [] : [title])].join(', '))}
    ${fact('privacy.factStatistics', shownNames, statisticNames.join(', '))}
    ${fact('privacy.factDates', datesWords(referenceDates))}
    ${fact('privacy.factMethod', methodWords(release))}
    ${fact('privacy.factRules', rules.join(' · '))}
    ${fact('privacy.factCells', [...cells, ...kinds].join(', '))}
  </dl>`;
}

export const releaseHeadStyles = css`
  .head-row { display: flex; gap: 24px; align-items: flex-start; justify-content: space-between; }
  .head { min-width: 0; flex: 1; display: grid; gap: 2px; }
  .head h1 { overflow-wrap: anywhere; }
  .head h1:focus { outline: none; }
  .decide { flex: none; display: grid; gap: 6px; justify-items: end; padding-top: 14px; }
  .buttons { display: flex; gap: 8px; flex-wrap: wrap; }
  .why { display: flex; align-items: center; gap: 6px; color: var(--zs-danger); font-size: 13px; line-height: 18px; max-width: 44ch; }
  .quiet-why { color: var(--zs-ink2); align-self: center; }
  .question { padding: 12px 16px 16px; display: grid; gap: 6px; border-left: 3px solid var(--zs-accent); }
  .question h2:focus { outline: none; }
  .question label, .form label { font-weight: 500; }
  .question textarea { font: inherit; color: inherit; width: 100%; padding: 8px 10px; border: 1px solid var(--zs-control); border-radius: var(--zs-radius); resize: vertical; background: var(--zs-surface); }
  .question .buttons { margin-top: 6px; }
  .signatures { display: flex; flex-wrap: wrap; gap: 4px 20px; padding: 0 16px 12px; }
  .signatures li { display: flex; gap: 6px; align-items: flex-start; color: var(--zs-ink2); font-size: 13px; line-height: 18px; }
  .signatures .signed svg { color: var(--zs-ok); }
  .signatures .objected { color: var(--zs-warn); }
  .signatures q { display: block; color: var(--zs-ink); quotes: '„' '“'; }
  .signatures b { font-weight: 500; color: var(--zs-ink); }
  .facts { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 8px 20px; padding: 12px 16px; }
  .facts dt { font: 500 12px/16px var(--zs-font); color: var(--zs-ink3); }
  .facts dd { overflow-wrap: anywhere; }
`;
