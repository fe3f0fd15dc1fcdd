// What the check of a statistics table has to say beside its lists: dates, withheld numbers, and how they stand beside the date before.
import { css, html, nothing, type TemplateResult } from 'lit';
import { formatDate, formatNumber } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import { shareWords } from '../file-words.ts';
import type { ImportSession } from '../import-session.ts';
import type { TableReport } from '../model.ts';
import { countNotes } from './count-notes.ts';

export function tableNotes(report: TableReport, session: ImportSession): TemplateResult {
  const { dates, comparisons, unassignableRows } = report;
  return html`<div class="scroll-table dates" tabindex="0" role="region" aria-label=${t('imports.datesTitle')}>
      <table class="plain">
        <thead><tr><th scope="col">${t('imports.day')}</th><th scope="col" class="num">${t('imports.blocksWithRow')}</th><th scope="col" class="num">${t('imports.blocksWithout')}</th><th scope="col" class="num">${t('imports.fieldValues')}</th><th scope="col" class="num">${t('imports.fieldWithheld')}</th><th scope="col" class="num">${t('imports.fieldMissing')}</th></tr></thead>
        <tbody>${dates.map((one) => html`<tr><th scope="row">${formatDate(one.date)}</th><td class="num">${formatNumber(one.blocks)}</td><td class="num">${formatNumber(one.missingBlocks)}</td><td class="num">${formatNumber(one.known)}</td><td class="num">${formatNumber(one.withheld)}</td><td class="num">${formatNumber(one.unknown)}</td></tr>`)}</tbody>
      </table>
    </div>
    ${unassignableRows === 0 ? nothing : html`<p class="note-line">${t('imports.keptUnassignable', { count: unassignableRows })}</p>`}
    ${comparisons.length === 0
      ? nothing
      : html`<h3 id="compare-title">${t('imports.comparedTitle')}</h3>
          <div class="scroll-table" tabindex="0" role="region" aria-labelledby="compare-title">
            <table class="plain">
              <thead><tr><th scope="col">${t('imports.statisticHead')}</th><th scope="col">${t('imports.day')}</th><th scope="col">${t('imports.before')}</th><th scope="col" class="num">${t('imports.ratio')}</th></tr></thead>
              <tbody>${comparisons.map((one) => html`<tr><th scope="row">${session.nameOf(one.statistic)}</th><td>${formatDate(one.date)}</td><td>${formatDate(one.since)}</td><td class="num">${shareWords(one.ratio)}</td></tr>`)}</tbody>
            </table>
          </div>
          <p class="note-line">${t('imports.jumpRule')}</p>`}
    ${countNotes({ ...report, unknown: 0 }, session)}`;
}

export const tableNoteStyles = css`
  .dates { margin-top: 12px; }
`;
