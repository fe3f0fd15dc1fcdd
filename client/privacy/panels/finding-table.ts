// All findings as a table, what is exactly known apart from what is known to be small; its rows and the map's pins lead to each other.
import { css, html, nothing, type TemplateResult } from 'lit';
import { formatDate } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import { moveRow } from '../../shell/roving-rows.ts';
import { valueOf } from '../../loaded.ts';
import type { Finding } from '../model.ts';
import type { PrivacySession } from '../privacy-session.ts';
import { additionWords, restWords, subjectWords } from '../words/certificate-words.ts';
import { costsNothing, costWords } from '../words/proposal-words.ts';

export interface TableView {
  /** Rows drawn; more are asked for by a button, so that 500 findings do not make the page slow. */
  readonly rows: number;
  onChoose(finding: Finding): void;
  onMore(): void;
}

export const FIRST_ROWS = 40;

export function findingTable(session: PrivacySession, view: TableView): TemplateResult | typeof nothing {
  const answer = valueOf(session.findings);
  if (answer === undefined || answer.findings.length === 0) return nothing;
  const { findings, total } = answer;
  const numbered = findings.map((finding, index) => ({ finding, number: index + 1 }));
  const groups = (['exact', 'small'] as const).map((kind) => ({ kind, rows: numbered.filter(({ finding }) => finding.kind === kind) })).filter(({ rows }) => rows.length > 0);
  let left = view.rows;
  const several = new Set(findings.map(({ statistic, referenceDate }) => `${statistic} ${referenceDate}`)).size > 1;
  return html`<div class="findings flat" tabindex="-1">
    <table class="finding-table">
      <caption class="visually-hidden">${t('privacy.findingsCaption', { count: total })}</caption>
      <thead>
        <tr>
          <th scope="col"><span class="visually-hidden">${t('privacy.columnNumber')}</span></th>
          <th scope="col">${t('privacy.columnProof')}</th>
          <th scope="col">${t('privacy.columnKind')}</th>
          <th scope="col">${t('privacy.columnRepair')}</th>
          <th scope="col" class="num">${t('privacy.columnLoss')}</th>
        </tr>
      </thead>
      ${groups.map(({ kind, rows }) => {
        const shown = rows.slice(0, Math.max(0, left));
        left -= shown.length;
        return html`<tbody @keydown=${(event: KeyboardEvent) => moveRow(event, (event.currentTarget as HTMLElement).parentElement!, 'tbody tr.finding')}>
          <tr class="group"><th colspan="5" scope="rowgroup">${t(kind === 'exact' ? 'privacy.groupExact' : 'privacy.groupSmall', { count: rows.length })}</th></tr>
          ${shown.map(({ finding, number }) => row(finding, number, session, several, view))}
        </tbody>`;
      })}
    </table>
    ${findings.length > view.rows ? html`<p class="more"><button class="button quiet dense" @click=${view.onMore}>${t('privacy.showAll', { count: findings.length })}</button></p>` : nothing}
    ${total > findings.length ? html`<p class="more ink2">${t('privacy.firstOf', { shown: findings.length, total })}</p>` : nothing}
  </div>`;
}

function row(finding: Finding, number: number, session: PrivacySession, several: boolean, view: TableView): TemplateResult {
  const { names } = session;
  const chosen = finding.id === session.finding;
  const [best] = session.proposalsOf(finding.id);
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    view.onChoose(finding);
  };
  return html`<tr class="finding" data-finding=${finding.id} tabindex=${chosen ? 0 : -1} aria-current=${chosen ? 'true' : nothing} @click=${() => view.onChoose(finding)} @keydown=${press}>
    <td><span class="pin ${chosen ? '' : 'open'}">${number}</span></td>
    <th scope="row"><span>${additionWords(finding, names)}</span> <span class="result">= <b>${restWords(finding, names)}</b></span>${several ? html`<span class="of">${subjectWords(finding, names)}, ${formatDate(finding.referenceDate)}</span>` : nothing}</th>
    <td>${t(finding.kind === 'exact' ? 'privacy.kindExact' : 'privacy.kindSmall')}</td>
    <td>${best === undefined ? '' : session.repairWords(best)}</td>
    <td class="num ${best !== undefined && costsNothing(best) ? 'free' : ''}">${best === undefined ? '' : costWords(best)}</td>
  </tr>`;
}

export const findingTableStyles = css`
  .findings { overflow-x: auto; }
  .finding-table th, .finding-table td { padding: 6px 12px; vertical-align: top; }
  .finding-table thead th { padding: 10px 12px 8px; border-bottom: 1px solid var(--zs-line2); }
  .finding-table tbody th, .finding-table tbody td { font: 400 14px/20px var(--zs-font); color: var(--zs-ink); border-bottom: 1px solid var(--zs-line); }
  .finding-table .group th { font: 500 12px/16px var(--zs-font); color: var(--zs-ink2); background: var(--zs-hued); padding: 5px 12px; }
  .finding { cursor: pointer; }
  .finding:hover { background: var(--zs-hued); }
  .finding:focus-visible { outline-offset: -3px; box-shadow: none; }
  .finding[aria-current] { background: var(--zs-accent-tint1); box-shadow: inset 3px 0 var(--zs-accent); }
  .finding .pin.open { background: var(--zs-surface); color: var(--zs-danger); }
  .finding .result { white-space: nowrap; }
  .finding .result b { font-weight: 600; }
  .finding .of { display: block; font-size: 12px; line-height: 16px; color: var(--zs-ink2); }
  .finding td.num { white-space: nowrap; }
  .finding td.free { color: var(--zs-ok); font-weight: 500; }
  .more { padding: 8px 12px; }
`;
