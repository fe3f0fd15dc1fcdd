// Pages that are one table each: all releases, what was published elsewhere before, who saw block counts.
import { css, html, nothing, type TemplateResult } from 'lit';
import { formatDate, formatNumber } from '../../i18n/format.ts';
import { localised, t, type TextKey } from '../../i18n/i18n.ts';
import type { IconName } from '../../shell/icons.ts';
import { valueOf, type Loaded } from '../../loaded.ts';
import type { Publications } from '../model.ts';
import type { PrivacySession } from '../privacy-session.ts';
import { methodWords } from '../words/method-words.ts';
import { timeWords } from '../words/ledger-words.ts';
import { datesWords, stateWords, titleOf } from '../words/release-words.ts';

interface TablePage {
  readonly caption: string;
  readonly text: string;
  readonly columns: readonly TextKey[];
  readonly rows: readonly (readonly (string | TemplateResult)[])[];
  readonly empty: { readonly sign: IconName; readonly heading: string; readonly text: string };
  readonly refused: string;
  /** Stands above the table. */
  readonly above?: TemplateResult | typeof nothing;
}

function tablePage<T>(loaded: Loaded<T>, { caption, text, columns, rows, empty, refused, above = nothing }: TablePage): TemplateResult {
  if (loaded.state === 'refused') return html`<zs-empty sign="lock" heading=${t('privacy.refusedHeading')} text=${refused}></zs-empty>`;
  if (loaded.state === 'failed') return html`<zs-empty sign="warning" heading=${t('shell.error')} text=${loaded.problem.message}></zs-empty>`;
  if (loaded.state !== 'ready') return html`<zs-progress active words=${t('privacy.loadingList')}></zs-progress>`;
  return html`<section class="page-part">
    <p class="lead ink2">${text}</p>
    ${above}
    ${rows.length === 0
      ? html`<div class="flat"><zs-empty sign=${empty.sign} heading=${empty.heading} text=${empty.text}></zs-empty></div>`
      : html`<div class="flat scroll" tabindex="0" role="region" aria-label=${caption}>
          <table class="wide-table">
            <caption class="visually-hidden">${caption}</caption>
            <thead><tr>${columns.map((column) => html`<th scope="col">${t(column)}</th>`)}</tr></thead>
            <tbody>${rows.map(([first, ...others]) => html`<tr><th scope="row">${first}</th>${others.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody>
          </table>
        </div>`}
  </section>`;
}

export function releasesPage(session: PrivacySession, onChoose: (id: string) => void): TemplateResult {
  const releases = [...(valueOf(session.releases) ?? [])].sort((a, b) => b.number - a.number);
  return tablePage(session.releases, {
    caption: t('privacy.allReleases'),
    text: t('privacy.allReleasesText'),
    columns: ['privacy.columnNumber', 'privacy.columnTitle', 'privacy.columnDates', 'privacy.factMethod', 'privacy.columnAsked', 'privacy.columnState', 'privacy.columnCells', 'privacy.columnWithheld'],
    rows: releases.map((release) => [
      t('privacy.number', { number: String(release.number) }),
      html`<button class="button link dense" @click=${() => onChoose(release.release)}>${titleOf(release, session.names)}</button>`,
      datesWords(release.referenceDates),
      methodWords(release),
      `${session.accountName(release.requestedBy)}, ${formatDate(release.requestedAt)}`,
      stateWords(release.state),
      formatNumber(release.audit.cells),
      formatNumber(release.audit.withheld),
    ]),
    empty: { sign: 'shield', heading: t('privacy.noReleases'), text: t('privacy.noReleasesText') },
    refused: t('privacy.refusedText'),
  });
}

export function publishedPage(session: PrivacySession): TemplateResult {
  const { published: list = [], suggested = [] } = valueOf(session.published) ?? {};
  const importLink = html`<a class="button ${list.length === 0 ? 'primary' : 'secondary'}" href="/imports#kind=published">${t('privacy.enterPublication')}</a>`;
  return tablePage(session.published, {
    caption: t('privacy.publishedBefore'),
    text: t('privacy.publishedBeforeText'),
    above: list.length === 0 ? html`<zs-notice kind="warn" heading=${t('privacy.noPublicationHint')} text=${t('privacy.noPublicationHintText')}></zs-notice>${suggestions(suggested)}<p>${importLink}</p>` : html`<p>${importLink}</p>`,
    columns: ['privacy.columnTitle', 'privacy.columnSource', 'privacy.columnPublished', 'privacy.columnDates', 'privacy.columnCut', 'privacy.columnStatistics', 'privacy.columnEntered'],
    rows: list.map((row) => [
      row.title,
      row.source,
      formatDate(row.publishedOn),
      formatDate(row.referenceDate),
      row.geography === null ? t('privacy.ownZones') : localised(session.names.geography(row.geography) ?? { de: row.geography, en: row.geography }),
      row.statistics.map((id) => localised(session.names.statistic(id)?.name ?? { de: id, en: id })).join(', '),
      `${session.accountName(row.enteredBy)}, ${formatDate(row.enteredAt)}`,
    ]),
    empty: { sign: 'file', heading: t('privacy.noPublications'), text: t('privacy.noPublicationsText') },
    refused: t('privacy.refusedText'),
  });
}

/** Where to look, as long as nothing was entered. */
function suggestions(list: Publications['suggested']): TemplateResult | typeof nothing {
  if (list.length === 0) return nothing;
  return html`<ul class="suggestions flat">${list.map(({ title, where }) => html`<li><b>${localised(title)}</b><span class="ink2">${localised(where)}</span></li>`)}</ul>`;
}

export function accessPage(session: PrivacySession): TemplateResult {
  return tablePage(session.accessLog, {
    caption: t('privacy.accessLog'),
    text: t('privacy.accessLogText'),
    columns: ['privacy.columnTime', 'privacy.columnWho', 'privacy.columnSeen', 'privacy.columnSource', 'privacy.columnDates', 'privacy.columnPurpose'],
    rows: (valueOf(session.accessLog) ?? []).map((entry) => [
      timeWords(entry.at),
      session.accountName(entry.account),
      entry.what,
      entry.source === null || entry.source === '*' ? t('privacy.allSources') : entry.source,
      entry.referenceDate === null ? t('privacy.severalDates') : formatDate(entry.referenceDate),
      entry.purpose ?? '',
    ]),
    empty: { sign: 'eye', heading: t('privacy.noAccess'), text: t('privacy.noAccessText') },
    refused: t('privacy.accessRefused'),
  });
}

export const recordStyles = css`
  .page-part { display: grid; gap: 12px; align-content: start; }
  .lead { max-width: 76ch; }
  .suggestions li { display: grid; padding: 8px 16px; }
  .suggestions li + li { border-top: 1px solid var(--zs-line); }
  .suggestions b { font-weight: 500; }
  .scroll { overflow-x: auto; }
  .wide-table th, .wide-table td { padding: 8px 12px; vertical-align: top; border-bottom: 1px solid var(--zs-line); }
  .wide-table thead th { border-bottom-color: var(--zs-line2); white-space: nowrap; }
  .wide-table tbody th, .wide-table tbody td { font: 400 14px/20px var(--zs-font); color: var(--zs-ink); font-variant-numeric: tabular-nums; }
  .wide-table tbody th { font-weight: 500; }
  .wide-table .link { white-space: normal; text-align: left; padding: 0; min-height: 24px; }
  @media (max-width: 699px) {
    .wide-table tbody th, .wide-table thead th:first-child { position: sticky; left: 0; background: var(--zs-surface); min-width: 84px; }
  }
`;
