// Columns of counts: which are taken, which statistic each one is, and the names of new ones in both languages.
import { css, html, nothing, type TemplateResult } from 'lit';
import { localised, t } from '../../i18n/i18n.ts';
import type { ImportSession } from '../import-session.ts';
import { codeOf, type ColumnDraft } from '../mapping-draft.ts';

const NEW = '+';

export function statisticRows(session: ImportSession): TemplateResult {
  const { draft, known, preview } = session;
  const columns = draft!.columns.filter(({ column }) => column !== draft!.id);
  const change = (column: string, part: Partial<ColumnDraft>) =>
    session.change({ columns: draft!.columns.map((candidate) => (candidate.column === column ? { ...candidate, ...part } : candidate)) });
  const taken = columns.filter(({ take }) => take).length;
  return html`<h3 id="counts-title">${t('imports.countColumns', { taken, count: columns.length })}</h3>
    <div class="scroll-table counts" tabindex="0" role="region" aria-labelledby="counts-title">
      <table class="plain">
        <thead><tr><th scope="col">${t('imports.column')}</th><th scope="col">${t('imports.statistic')}</th><th scope="col">${t('imports.nameDe')}</th><th scope="col">${t('imports.nameEn')}</th></tr></thead>
        <tbody>${columns.map((column) => row(column))}</tbody>
      </table>
    </div>`;

  function row({ column, take, statistic, de, en }: ColumnDraft): TemplateResult {
    const isKnown = known.statistics.some((candidate) => candidate.statistic === statistic);
    const type = preview!.columns.find(({ name }) => name === column)?.type ?? 'text';
    return html`<tr class=${take ? '' : 'off'}>
      <th scope="row">
        <label class="take"><input type="checkbox" .checked=${take} @change=${(event: Event) => change(column, { take: (event.target as HTMLInputElement).checked })} />${column}</label>
        ${type === 'integer' ? nothing : html`<span class="zeros off-type">${t('imports.notInteger', { type: t(`imports.type_${type}`) })}</span>`}
      </th>
      ${take
        ? html`<td>
              <select
                aria-label=${t('imports.statisticOf', { column })}
                @change=${(event: Event) => {
                  const { value } = event.target as HTMLSelectElement;
                  change(column, value === NEW ? { statistic: codeOf(column), de: column, en: column } : { statistic: value, de: '', en: '' });
                }}
              >
                <option value=${NEW} ?selected=${!isKnown}>${t('imports.newStatistic')}</option>
                ${known.statistics.map((candidate) => html`<option value=${candidate.statistic} ?selected=${candidate.statistic === statistic}>${localised(candidate.name)}</option>`)}
              </select>
            </td>
            ${isKnown
              ? html`<td colspan="2" class="ink3">${t('imports.knownStatistic')}</td>`
              : html`<td><input aria-label=${t('imports.nameDeOf', { column })} .value=${de} @input=${(event: Event) => change(column, { de: (event.target as HTMLInputElement).value })} /></td>
                  <td><input aria-label=${t('imports.nameEnOf', { column })} .value=${en} @input=${(event: Event) => change(column, { en: (event.target as HTMLInputElement).value })} /></td>`}`
        : html`<td colspan="3" class="ink3">${t('imports.notTaken')}</td>`}
    </tr>`;
  }
}

export const statisticStyles = css`
  .counts { max-height: 420px; }
  .counts table { min-width: 520px; }
  .counts td { width: 25%; }
  .counts.scroll-table td, .counts.scroll-table th { padding: 5px 6px; }
  .counts.scroll-table tr > :first-child { padding-left: 10px; }
  .take { display: flex; align-items: center; gap: 8px; min-height: 32px; cursor: pointer; }
  .counts td { vertical-align: middle; }
  .off-type { color: var(--zs-ink3); padding-left: 24px; font-weight: 400; }
  tr.off .take { color: var(--zs-ink2); font-weight: 400; }
`;
