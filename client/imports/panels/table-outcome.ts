// What a mapping makes of the file, before anything is checked against what is stored: the sender's own numbers.
import { css, html, nothing, type TemplateResult } from 'lit';
import { formatDate, formatNumber } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import type { TableLook } from '../table-session.ts';

type Outcome = NonNullable<TableLook['outcome']>;

export function tableOutcome(outcome: Outcome, nameOf: (statistic: string) => string, isOld: boolean): TemplateResult {
  const { fields, unmatchedRows, unmatched } = outcome;
  const missing = Object.values(fields.missing).reduce((sum: number, count) => sum + (count ?? 0), 0);
  const fact = (name: string, value: number | string) => html`<div><dt>${name}</dt><dd>${typeof value === 'number' ? formatNumber(value) : value}</dd></div>`;
  return html`<section class="outcome" aria-labelledby="outcome-title" aria-busy=${isOld ? 'true' : 'false'}>
    <h3 id="outcome-title">${t('imports.outcomeTitle')}</h3>
    <dl class="facts">
      ${fact(t('imports.fieldValues'), fields.values)} ${fact(t('imports.fieldZeros'), fields.zeros)} ${fact(t('imports.fieldWithheld'), fields.withheld)} ${fact(t('imports.fieldMissing'), missing)}
      ${fields.absent === 0 ? nothing : fact(t('imports.fieldAbsent'), fields.absent)} ${fields.left === 0 ? nothing : fact(t('imports.fieldLeft'), fields.left)}
      ${outcome.unassignableRows === 0 ? nothing : fact(t('imports.unassignableRows'), outcome.unassignableRows)} ${outcome.totalRows === 0 ? nothing : fact(t('imports.totalRows'), outcome.totalRows)}
    </dl>
    ${unmatchedRows === 0 ? nothing : html`<p class="note-line unmatched">${t('imports.unmatchedTold', { count: unmatchedRows, keys: unmatched.slice(0, 8).map(({ id }) => id).join(', ') + (unmatchedRows > 8 ? ' …' : '') })}</p>`}
    ${sums(outcome, nameOf)} ${firstRows(outcome, nameOf)}
  </section>`;
}

const MOST_ROWS = 200;

function sums({ dates }: Outcome, nameOf: (statistic: string) => string): TemplateResult {
  const rows = dates.flatMap(({ date, statistics }) => statistics.map((one) => ({ date, ...one }))).slice(0, MOST_ROWS);
  return html`<div class="scroll-table sums" tabindex="0" role="region" aria-label=${t('imports.sumsTitle')}>
    <table class="plain">
      <thead><tr><th scope="col">${t('imports.statisticHead')}</th><th scope="col">${t('imports.day')}</th><th scope="col" class="num">${t('imports.sumInBlocks')}</th><th scope="col" class="num">${t('imports.notAssignable')}</th><th scope="col" class="num">${t('imports.withheldBlocks')}</th><th scope="col" class="num">${t('imports.unknownBlocks')}</th><th scope="col" class="num">${t('imports.totalInFile')}</th></tr></thead>
      <tbody>
        ${rows.map(
          (row) => html`<tr>
            <th scope="row">${nameOf(row.statistic)}</th>
            <td>${formatDate(row.date)}</td>
            <td class="num">${formatNumber(row.sum)}</td>
            <td class="num">${row.elsewhere === null ? t('imports.unknownFigure') : formatNumber(row.elsewhere)}</td>
            <td class="num">${formatNumber(row.withheld)}</td>
            <td class="num">${formatNumber(row.unknown)}</td>
            <td class="num">${row.total === null ? '–' : formatNumber(row.total)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function firstRows({ first, dates }: Outcome, nameOf: (statistic: string) => string): TemplateResult {
  const last = dates.at(-1)!;
  return html`<details class="more">
    <summary>${t('imports.firstUnderstood', { date: formatDate(last.date) })}</summary>
    <div class="scroll-table" tabindex="0" role="region" aria-label=${t('imports.firstUnderstood', { date: formatDate(last.date) })}>
      <table class="plain rows">
        <thead><tr><th scope="col" class="num">${t('imports.row')}</th><th scope="col">${t('imports.keyInFile')}</th>${last.statistics.map(({ statistic }) => html`<th scope="col" class="num">${nameOf(statistic)}</th>`)}</tr></thead>
        <tbody>${first.map(({ row, id, figures }) => html`<tr><td class="num">${row}</td><td>${id}</td>${figures.map((figure) => html`<td class="num">${figure.state === 'value' ? formatNumber(figure.value) : t(figure.state === 'withheld' ? 'imports.withheldFigure' : 'imports.unknownFigure')}</td>`)}</tr>`)}</tbody>
      </table>
    </div>
  </details>`;
}

export const tableOutcomeStyles = css`
  .outcome[aria-busy='true'] { opacity: 0.55; }
  .outcome .facts { margin: 8px 0 12px; }
  .sums table { min-width: 620px; }
  .unmatched { color: var(--zs-warn); }
`;
