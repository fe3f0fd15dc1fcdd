// The audit for the files: everything about one release on A4, printed by the browser; on the screen it is not seen.
import { css, html, nothing, type TemplateResult } from 'lit';
import { formatDate } from '../../i18n/format.ts';
import { localised, t, type TextKey } from '../../i18n/i18n.ts';
import { valueOf } from '../../loaded.ts';
import type { Against, DeskRelease, Finding } from '../model.ts';
import type { PrivacySession } from '../privacy-session.ts';
import { certificateWords, restWords, subjectWords } from '../words/certificate-words.ts';
import { methodWords } from '../words/method-words.ts';
import { actionWords, chainWords, timeWords } from '../words/ledger-words.ts';
import { costWords } from '../words/proposal-words.ts';
import { datesWords, stateWords, titleOf } from '../words/release-words.ts';
import { ruleLines } from '../words/rule-words.ts';
import { sumTable } from './certificate-card.ts';

export function auditReport(release: DeskRelease, session: PrivacySession, now: Date): TemplateResult {
  const { names } = session;
  const { audit } = release;
  const findings = valueOf(session.findings);
  const ledger = valueOf(session.ledger);
  const check = valueOf(session.check);
  const steps = ledger?.entries.filter((entry) => entry.release === release.release) ?? [];
  const division = names.geography(release.geography);
  const title = session.known?.geographies.find((row) => row.geography === release.geography)?.versions.find((row) => row.version === release.version)?.title;
  const fact = (name: TextKey, value: string | TemplateResult) => html`<tr><th scope="row">${t(name)}</th><td>${value}</td></tr>`;
  return html`<article class="report" aria-hidden="true">
    <header>
      <p>${session.known?.municipality.name} · ${t('privacy.reportKind')}</p>
      <h1>${titleOf(release, names)}</h1>
      <p>${t('privacy.numberBy', { number: String(release.number), name: session.accountName(release.requestedBy), date: formatDate(release.requestedAt) })}${release.state === 'requested' ? nothing : html` · ${stateWords(release.state)}`}</p>
    </header>
    <h2>${t('privacy.reportWhat')}</h2>
    <table class="report-facts"><tbody>
      ${fact('privacy.factGeography', [division === undefined ? release.geography : localised(division), ...(title === undefined ? [] : [title])].join(', '))}
      ${fact('privacy.factStatistics', release.statistics.map((id) => localised(names.statistic(id)?.name ?? { de: id, en: id })).join('; '))}
      ${fact('privacy.factDates', datesWords(release.referenceDates))}
      ${fact('privacy.factMethod', release.method === 'suppress' ? methodWords(release) : `${methodWords(release)}. ${t(`privacy.requestMethodText_${release.method}`)}`)}
      ${fact('privacy.factRules', html`${release.ruleSetVersion == null ? nothing : html`${t('privacy.ruleVersion', { version: release.ruleSetVersion })}. `}${ruleLines(release.ruleSet, names).join(' ')}`)}
    </tbody></table>
    <h2>${t('privacy.reportAudit')}</h2>
    <table class="report-facts"><tbody>
      ${fact('privacy.reportAudited', audit.auditedAt == null ? t('privacy.auditRunning') : timeWords(audit.auditedAt))}
      ${fact('privacy.factCells', [t('privacy.cellCount', { count: audit.cells }), t('privacy.withheldCount', { count: audit.withheld }), t('privacy.missingCount', { count: audit.missing })].join(', '))}
      ${audit.primary === undefined || audit.secondary === undefined ? nothing : fact('privacy.reportKinds', t('privacy.primarySecondary', { primary: audit.primary, secondary: audit.secondary }))}
      ${fact('privacy.reportFindings', t('privacy.findings', { count: audit.findings ?? 0 }))}
      ${fact('privacy.reportAgainst', against(release, session))}
      ${audit.headHash == null ? nothing : fact('privacy.reportHead', html`<code>${audit.headHash}</code>`)}
    </tbody></table>
    ${findings === undefined || findings.findings.length === 0 ? nothing : html`<h2>${t('privacy.reportCertificates')}</h2>${findings.findings.map((finding, index) => certificate(finding, index + 1, session))}
        ${findings.total > findings.findings.length ? html`<p>${t('privacy.firstOf', { shown: findings.findings.length, total: findings.total })}</p>` : nothing}`}
    ${session.findings.state === 'refused' ? html`<p>${t('privacy.noClearance')}</p>` : nothing}
    ${signatures(release, session)}
    ${steps.length === 0 ? nothing : html`<h2>${t('privacy.reportLedger')}</h2>
      <table class="report-list"><thead><tr><th>${t('privacy.columnEntry')}</th><th>${t('privacy.columnTime')}</th><th>${t('privacy.columnWho')}</th><th>${t('privacy.columnWhat')}</th><th>${t('privacy.columnHash')}</th></tr></thead>
        <tbody>${steps.map((entry) => html`<tr><td>${entry.sequence}</td><td>${timeWords(entry.at)}</td><td>${session.accountName(entry.account)}</td><td>${actionWords(entry)}</td><td><code>${entry.hash}</code></td></tr>`)}</tbody></table>`}
    ${ledger === undefined ? nothing : html`<p class="head-line">${check === undefined ? nothing : html`${chainWords(check)}. `}${t('privacy.headHash')}: <code>${ledger.head}</code></p>`}
    <p class="printed">${t('privacy.printedOn', { at: timeWords(now.toISOString()) })}</p>
  </article>`;
}

function against({ audit }: DeskRelease, session: PrivacySession): string {
  const list = audit.against ?? [];
  const name = ({ kind, id, title }: Against) => (kind === 'release' ? session.releaseWords(id, title) : title);
  return list.length === 0 ? t('privacy.againstNothing') : list.map((row) => (row.date === null ? name(row) : `${name(row)} (${formatDate(row.date)})`)).join('; ');
}

function certificate(finding: Finding, number: number, session: PrivacySession): TemplateResult {
  const { names } = session;
  const proposals = session.proposalsOf(finding.id);
  return html`<section class="report-finding">
    <h3>${number}. ${certificateWords(finding, names)}</h3>
    <p>${subjectWords(finding, names)}, ${formatDate(finding.referenceDate)} · ${t(finding.kind === 'exact' ? 'privacy.kindExact' : 'privacy.kindSmall')}</p>
    ${sumTable(finding, restWords(finding, names), names)}
    ${finding.already ? html`<p>${t('privacy.alreadyNote')}</p>` : nothing}
    ${proposals.slice(0, 3).map((proposal) => html`<p>${t('privacy.repair')}: ${session.repairWords(proposal)} (${costWords(proposal)})</p>`)}
  </section>`;
}

/** Those given, and lines for those that are still needed on paper. */
function signatures(release: DeskRelease, session: PrivacySession): TemplateResult {
  const given = release.signatures ?? [];
  const open = (release.requiredSignatures ?? []).filter((role) => !given.some((signature) => signature.role === role && signature.decision !== 'objection'));
  return html`<h2>${t('privacy.signatures')}</h2>
    <table class="report-list"><tbody>
      <tr><td>${t('privacy.role_requester')}</td><td>${session.accountName(release.requestedBy)}</td><td>${t('privacy.state_requested')}</td><td>${timeWords(release.requestedAt)}</td></tr>
      ${given.map(({ role, account, decision, at, reason }) => html`<tr><td>${t(`privacy.role_${role}` as TextKey)}</td><td>${session.accountName(account)}</td><td>${t(`privacy.decision_${decision}` as TextKey)}${reason === null || reason === '' ? nothing : html`: ${reason}`}</td><td>${timeWords(at)}</td></tr>`)}
      ${release.state === 'published' || release.state === 'withdrawn' ? nothing : open.map((role) => html`<tr><td>${t(`privacy.role_${role}` as TextKey)}</td><td></td><td>${t('privacy.notSigned')}</td><td></td></tr>`)}
    </tbody></table>`;
}

export const reportStyles = css`
  .report { display: none; }
  @media print {
    :host { display: block !important; height: auto !important; background: #fff !important; }
    :host > :not(.report) { display: none !important; }
    .report { display: block; font: 400 10pt/14pt var(--zs-font); color: #000; }
    .report header { border-bottom: 1.5pt solid #000; padding-bottom: 6pt; }
    .report h1 { font: 600 18pt/22pt var(--zs-font); }
    .report h2 { font: 600 12pt/16pt var(--zs-font); margin: 14pt 0 4pt; break-after: avoid; }
    .report h3 { font: 600 10pt/14pt var(--zs-font); }
    .report-finding { break-inside: avoid; padding: 6pt 0; border-top: 0.5pt solid #999; }
    .report th, .report td { font: 400 10pt/14pt var(--zs-font); color: #000; padding: 2pt 8pt 2pt 0; vertical-align: top; text-align: left; }
    .report-facts th { width: 130pt; color: #333; }
    .report-list th { color: #333; border-bottom: 0.5pt solid #000; }
    .report-list td { border-bottom: 0.5pt solid #ccc; }
    .report .sum { width: 100%; max-width: 400pt; }
    .report .sum td.num { text-align: right; }
    .report .sum .rest td.num { color: #000; }
    .report code { font: 8pt/11pt ui-monospace, 'DejaVu Sans Mono', monospace; overflow-wrap: anywhere; color: #000; }
    .report .head-line, .report .printed { margin-top: 10pt; }
    .report tr { break-inside: avoid; }
  }
`;
