// The chosen finding as an addition by hand: column, rule, rest, where each number was published, and the repairs below, cheapest first.
import { css, html, nothing, type TemplateResult } from 'lit';
import { formatDate, formatNumber } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import { icon } from '../../shell/icons.ts';
import { valueOf } from '../../loaded.ts';
import type { Finding, Way } from '../model.ts';
import type { PrivacySession } from '../privacy-session.ts';
import { addsUp, inOrder, publishedWords, restWords, subjectWords, zoneWords, type Names } from '../words/certificate-words.ts';
import { costsNothing, costWords } from '../words/proposal-words.ts';

/** Repairs in sight; those that lose more are one press away, so that the table of findings below is seen at 1440 by 900. */
const FIRST_REPAIRS = 1;
const MINUS = '\u2212';

export function certificateCard(finding: Finding, number: number, session: PrivacySession): TemplateResult {
  const { names } = session;
  const rest = restWords(finding, names);
  return html`<section class="certificate" aria-labelledby="certificate-title">
    <h2 id="certificate-title"><span class="pin">${number}</span>${t(finding.count === null ? 'privacy.becomesSmall' : 'privacy.becomesKnown', { rest, count: finding.count ?? 2 })}</h2>
    <p class="ink2">${subjectWords(finding, names)}, ${formatDate(finding.referenceDate)} · ${t(finding.kind === 'exact' ? 'privacy.kindExact' : 'privacy.kindSmall')}</p>
    ${sumTable(finding, rest, names)} ${checkedSum(finding)} ${finding.already ? html`<p class="ink2">${t('privacy.alreadyNote')}</p>` : nothing} ${repairs(session.proposalsOf(finding.id), session)}
  </section>`;
}

export function sumTable(finding: Finding, rest: string, names: Names): TemplateResult {
  const terms = inOrder(finding.terms);
  const sign = (value: 1 | -1, index: number) => (value < 0 ? MINUS : index === 0 ? '' : '+');
  return html`<table class="sum">
    <caption class="visually-hidden">${t('privacy.sumCaption')}</caption>
    <thead class="visually-hidden"><tr><th scope="col">${t('privacy.sumZone')}</th><th scope="col">${t('privacy.sumValue')}</th></tr></thead>
    <tbody>
      ${terms.map(
        (term, index) => html`<tr>
          <th scope="row"><span class="sign" role="img" aria-label=${t(term.sign > 0 ? 'privacy.plus' : 'privacy.minus')}>${sign(term.sign, index)}</span><span>${term.times === 1 ? nothing : `${formatNumber(term.times)}\u00A0·\u00A0`}${zoneWords(term, names)} <span class="from">${[...(term.name === '' || term.name === term.zone ? [] : [term.name]), publishedWords(term)].join(' · ')}</span></span></th>
          <td class="num">${formatNumber(term.value)}</td>
        </tr>`,
      )}
    </tbody>
    <tfoot>
      ${finding.dividedBy === 1 ? nothing : html`<tr><th scope="row"><span class="sign">:</span>${t('privacy.dividedBy')}</th><td class="num">${formatNumber(finding.dividedBy)}</td></tr>`}
      <tr class="rest"><th scope="row"><span class="sign" aria-hidden="true">=</span>${t('privacy.rest')}</th><td class="num">${rest}</td></tr>
    </tfoot>
  </table>`;
}

/** Added up again here, from the published numbers alone. */
function checkedSum(finding: Finding): TemplateResult | typeof nothing {
  const fits = addsUp(finding);
  if (fits === undefined) return nothing;
  return fits
    ? html`<p class="recomputed ok">${icon('check', 16)}${t('privacy.recomputed')}</p>`
    : html`<p class="recomputed danger" role="alert">${icon('warning', 16)}${t('privacy.recomputedWrong')}</p>`;
}

function repairs(proposals: readonly Way[], session: PrivacySession): TemplateResult | typeof nothing {
  if (proposals.length === 0) return valueOf(session.proposals) === undefined ? nothing : html`<p class="repairs ink2">${t('privacy.noRepair')}</p>`;
  return html`<div class="repairs">
    <h3>${t('privacy.repairs')}</h3>
    ${repairRows(proposals.slice(0, FIRST_REPAIRS), session)}
    ${proposals.length > FIRST_REPAIRS ? html`<details><summary>${t('privacy.moreRepairs', { count: proposals.length - FIRST_REPAIRS })}</summary>${repairRows(proposals.slice(FIRST_REPAIRS), session)}</details>` : nothing}
  </div>`;
}

function repairRows(proposals: readonly Way[], session: PrivacySession): TemplateResult {
  return html`<ol>${proposals.map((proposal) => html`<li class=${costsNothing(proposal) ? 'free' : ''}><span>${session.repairWords(proposal)}</span><span class="cost">${costWords(proposal)}</span></li>`)}</ol>`;
}

/** Where no finding is chosen or may be seen: why, in the words for this reader. */
export function certificatePlace(session: PrivacySession): TemplateResult {
  const { findings, release } = session;
  if (release?.audit.state === 'running') {
    return html`<div class="place"><zs-empty sign="clock" heading=${t('privacy.auditRunning')} text=${t('privacy.auditRunningText')}></zs-empty></div>`;
  }
  if (findings.state === 'refused') {
    return html`<div class="place"><zs-empty sign="lock" heading=${t('privacy.wouldBeKnown')} text=${t('privacy.noClearance')}></zs-empty></div>`;
  }
  if (findings.state === 'failed') return html`<div class="place"><zs-empty sign="warning" heading=${t('shell.error')} text=${findings.problem.message}></zs-empty></div>`;
  if (findings.state === 'loading') return html`<div class="place"><zs-progress active words=${t('privacy.loadingFindings')}></zs-progress></div>`;
  return html`<div class="place"><zs-empty sign="check" heading=${t('privacy.noFindings')} text=${t('privacy.noFindingsText')}></zs-empty></div>`;
}

export const certificateStyles = css`
  .certificate { padding: 14px 16px 16px; display: grid; gap: 6px; align-content: start; }
  .certificate h2 { display: flex; gap: 10px; align-items: flex-start; }
  .pin { flex: none; min-width: 24px; height: 24px; padding: 0 4px; border-radius: 12px; display: inline-grid; place-items: center; background: var(--zs-danger); border: 1.5px solid var(--zs-danger); color: #fff; font: 600 12px/16px var(--zs-font); font-variant-numeric: tabular-nums; }
  .sum { margin-top: 4px; }
  .sum th, .sum td { padding: 3px 0; font: 400 14px/20px var(--zs-font); color: var(--zs-ink); vertical-align: baseline; }
  .sum th { position: relative; padding-left: 18px; }
  .sum .sign { position: absolute; left: 0; color: var(--zs-accent); font-weight: 500; }
  .sum .from { color: var(--zs-ink3); font-size: 12px; line-height: 16px; margin-left: 2px; }
  .sum td.num { white-space: nowrap; }
  .sum .rest th, .sum .rest td { border-top: 1.5px solid var(--zs-ink); padding-top: 5px; color: var(--zs-ink2); }
  .sum .rest td.num { color: var(--zs-danger); font-weight: 600; white-space: normal; }
  .recomputed { display: flex; gap: 6px; align-items: center; font-weight: 500; }
  .recomputed.ok { color: var(--zs-ok); }
  .recomputed.danger { color: var(--zs-danger); }
  .repairs { border-top: 1px solid var(--zs-line); margin-top: 6px; padding-top: 10px; }
  .repairs h3 { font: 600 14px/20px var(--zs-font); }
  .repairs li { display: flex; gap: 12px; justify-content: space-between; padding: 4px 0; }
  .repairs li + li { border-top: 1px solid var(--zs-line); }
  .repairs .cost { flex: none; color: var(--zs-ink2); font-size: 12px; line-height: 20px; }
  .repairs .free .cost { color: var(--zs-ok); font-weight: 500; }
  .place { display: grid; align-content: center; min-height: 200px; padding: 12px; }
`;
