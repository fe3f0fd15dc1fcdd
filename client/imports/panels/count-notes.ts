// Counts that do not meet the blocks, both ways, and sums that look wrong beside earlier ones.
import { css, html, nothing, type TemplateResult } from 'lit';
import { t } from '../../i18n/i18n.ts';
import { icon } from '../../shell/icons.ts';
import type { CountsReport } from '../model.ts';

export function countNotes({ unmatched, unmatchedRows, warnings, unknown }: CountsReport): TemplateResult {
  const rows = unmatchedRows ?? unmatched?.length ?? 0;
  return html`${rows === 0
      ? nothing
      : html`<h3>${t('imports.unmatchedRows', { count: rows })}</h3>
          <div class="scroll-table" tabindex="0" role="region" aria-label=${t('imports.unmatchedRows', { count: rows })}>
            <table class="plain">
              <thead><tr><th scope="col" class="num">${t('imports.row')}</th><th scope="col">${t('imports.keyInFile')}</th></tr></thead>
              <tbody>${(unmatched ?? []).slice(0, 200).map(({ row, id }) => html`<tr><td class="num">${row}</td><td>${id}</td></tr>`)}</tbody>
            </table>
          </div>`}
    ${warnings === undefined || warnings.length === 0
      ? nothing
      : html`<h3>${t('imports.plausibility')}</h3>
          <ul class="notes">
            ${warnings.map((warning) => html`<li>${icon('warning', 18)}<span>${warning.statistic === undefined ? nothing : html`<b>${warning.statistic}</b> `}<span lang="en">${warning.text ?? warning.code}</span></span></li>`)}
          </ul>`}
    ${unknown === 0 ? nothing : html`<p class="note-line">${t('imports.unknownFields', { count: unknown })}</p>`}`;
}

export const countStyles = css`
  .notes li { display: flex; gap: 8px; padding: 6px 0; color: var(--zs-warn); }
  .notes li > span { color: var(--zs-ink); }
  .notes b { font-weight: 600; }
  .note-line { color: var(--zs-ink2); padding-top: 8px; }
`;
