// What a check has to say beside its lists: sums that look odd, rows without a block, zones without one.
import { css, html, nothing, type TemplateResult } from 'lit';
import { t } from '../../i18n/i18n.ts';
import { icon } from '../../shell/icons.ts';
import { warningWords } from '../check-lists.ts';
import type { ImportSession } from '../import-session.ts';
import { saidWords } from '../issue-words.ts';
import type { CountsReport, ZonesReport } from '../model.ts';

export function countNotes(report: CountsReport, session: ImportSession): TemplateResult {
  const { unmatched, unmatchedRows, warnings, unknown, compared } = report;
  // Those with blocks are a list of their own, beside the map.
  const plain = warnings.filter(({ first }) => first === undefined);
  return html`${plain.length === 0
      ? nothing
      : html`<ul class="notes" aria-label=${t('imports.listOdd')}>
          ${plain.map((warning) => html`<li>${icon('warning', 18)}<span>${warningWords(warning, (code) => session.nameOf(code))}</span></li>`)}
        </ul>`}
    ${unmatchedRows === 0
      ? nothing
      : html`<h3 id="unmatched-title">${t('imports.unmatchedRows', { count: unmatchedRows })}</h3>
          <div class="scroll-table" tabindex="0" role="region" aria-labelledby="unmatched-title">
            <table class="plain">
              <thead><tr><th scope="col" class="num">${t('imports.row')}</th><th scope="col">${t('imports.keyInFile')}</th></tr></thead>
              <tbody>${unmatched.map(({ row, id }) => html`<tr><td class="num">${row}</td><td>${id}</td></tr>`)}</tbody>
            </table>
          </div>`}
    ${unknown === 0 ? nothing : html`<p class="note-line">${t('imports.unknownFields', { count: unknown })}</p>`}
    ${compared ? nothing : html`<p class="note-line">${t('imports.notCompared')}</p>`}`;
}

/** What of the zones is no fault and yet worth knowing. */
export function zoneNotes({ emptyZones, shapes, notes, noted }: ZonesReport): TemplateResult {
  const several = shapes.filter(({ parts }) => parts > 1);
  return html`${emptyZones.length === 0 ? nothing : html`<p class="note-line">${t('imports.emptyZones', { zones: emptyZones.slice(0, 12).join(', ') })}</p>`}
    ${several.length === 0 ? nothing : html`<p class="note-line">${t('imports.severalParts', { zones: several.slice(0, 12).map(({ zone, parts }) => `${zone} (${parts})`).join(', ') })}</p>`}
    ${notes.map((note, i) => {
      const { text, lang } = saidWords(noted[i], note);
      return html`<p class="note-line" lang=${lang}>${text}</p>`;
    })}`;
}

export const countStyles = css`
  .notes li { display: flex; gap: 8px; padding: 6px 0; color: var(--zs-warn); }
  .notes li > span { color: var(--zs-ink); }
  .notes b { font-weight: 600; }
  .note-line { color: var(--zs-ink2); padding-top: 8px; }
`;
