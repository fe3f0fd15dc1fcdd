// What the check of a publication has to say: zones without a row, and numbers that are not what is stored here.
import { html, nothing, type TemplateResult } from 'lit';
import { formatNumber } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import type { ImportSession } from '../import-session.ts';
import type { PublishedReport } from '../model.ts';

export function publishedNotes({ missing, contradictions }: PublishedReport, session: ImportSession): TemplateResult {
  return html`${missing.length === 0
      ? nothing
      : html`<p class="note-line">${t('imports.publishedMissing', { count: missing.length, zones: missing.slice(0, 12).join(', ') + (missing.length > 12 ? ' …' : '') })}</p>`}
    ${contradictions === null ? html`<p class="note-line">${t('imports.publishedNotCompared')}</p>` : nothing}
    ${contradictions === null || contradictions.length === 0 ? nothing : differing(contradictions, session)}`;
}

/** Without the stored number: it is what audits are there to keep. */
function differing(contradictions: NonNullable<PublishedReport['contradictions']>, session: ImportSession): TemplateResult {
  return html`<h3 id="contradictions-title">${t('imports.contradictions', { count: contradictions.length })}</h3>
    <p class="hint published-hint">${t('imports.contradictionsText')}</p>
    <div class="scroll-table contradictions" tabindex="0" role="region" aria-labelledby="contradictions-title">
      <table class="plain">
        <thead><tr><th scope="col">${t('imports.zone')}</th><th scope="col">${t('imports.statistic')}</th><th scope="col" class="num">${t('imports.publishedNumber')}</th></tr></thead>
        <tbody>${contradictions.map(({ zone, statistic, published }) => html`<tr><th scope="row">${zone}</th><td>${session.nameOf(statistic)}</td><td class="num">${formatNumber(published)}</td></tr>`)}</tbody>
      </table>
    </div>`;
}
