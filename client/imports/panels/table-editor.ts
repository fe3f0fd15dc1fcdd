// Step 3 of a statistics table: which column is what, where the date comes from, which statistic each number is, what the signs mean, and
// beside all that what the mapping makes of the file.
import { css, html, nothing, type TemplateResult } from 'lit';
import { t } from '../../i18n/i18n.ts';
import type { TableMapping } from '../../../core/tables/table-mapping.ts';
import type { ImportSession } from '../import-session.ts';
import { ROLES, roleOf, withRole, type ColumnRole } from '../table-roles.ts';
import type { TableSession } from '../table-session.ts';
import { selectField, stepButton, textField } from './form-parts.ts';
import { issueCards } from './issue-cards.ts';
import { tableOutcome } from './table-outcome.ts';
import { tableRules } from './table-rules.ts';
import { saveMapping, savedMappings } from './table-saved.ts';
import { tableSigns } from './table-signs.ts';
import { examples } from './table-understood.ts';

export function tableEditor(session: ImportSession, onCheck: () => void): TemplateResult {
  const table = session.table!;
  const { mapping, look } = table;
  if (mapping === null) return html`${issueCards(table.problems)}`;
  const change = (part: Partial<TableMapping>) => table.change({ ...table.mapping!, ...part });
  const why = table.busy ? t('imports.reckoning') : table.problems.length > 0 ? t('imports.whyProblems') : table.isReady ? '' : t('imports.whyErrors');
  return html`${savedMappings(table)}
    ${look?.reading == null ? nothing : columnRoles(table, mapping)}
    <div class="fields">
      ${dateFields(table, mapping, change)} ${areaFields(mapping, change)}
      ${textField('table-source', t('imports.source'), mapping.source ?? '', (source) => change({ source: source === '' ? undefined : source }), { hint: t('imports.sourceOfTable') })}
    </div>
    ${tableRules(session, table, mapping)} ${tableSigns(mapping, change)}
    ${issueCards(table.problems.slice(0, 8))}
    ${look?.outcome == null ? nothing : tableOutcome(look.outcome, (code) => session.nameOf(code), table.busy)}
    ${saveMapping(table)}
    <div class="actions">
      ${stepButton(t('imports.checkFile'), why, onCheck, 'primary', 'check-file')}
      <span class="t12 ink3 nothing-stored">${t('imports.checkStoresNothing')}</span>
    </div>`;
}

function columnRoles(table: TableSession, mapping: TableMapping): TemplateResult {
  return html`<h3 id="roles-title">${t('imports.whatIsWhat')}</h3>
    <div class="scroll-table roles" tabindex="0" role="region" aria-labelledby="roles-title">
      <table class="plain">
        <thead><tr><th scope="col">${t('imports.column')}</th><th scope="col">${t('imports.role')}</th><th scope="col">${t('imports.samples')}</th></tr></thead>
        <tbody>
          ${table.look!.reading!.columns.map((column) => {
            const role = roleOf(mapping, column.name);
            return html`<tr class=${role === 'none' ? 'off' : ''}>
              <th scope="row">${column.name}</th>
              <td>
                <select aria-label=${t('imports.roleOf', { column: column.name })} @change=${(event: Event) => table.change(withRole(table.mapping!, column.name, (event.target as HTMLSelectElement).value as ColumnRole))}>
                  ${ROLES.map((value) => html`<option value=${value} ?selected=${value === role}>${t(`imports.role_${value}`)}</option>`)}
                </select>
              </td>
              <td class="samples">${examples(column)}</td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>
    ${mapping.values === 'rows' ? html`<p class="note-line">${t('imports.rowsAreCases')}</p>` : nothing}`;
}

const YEAR_DAYS = ['12-31', '06-30', '01-01'];

function dateFields(table: TableSession, { date }: TableMapping, change: (part: Partial<TableMapping>) => void): TemplateResult {
  if (date.from === 'given') return textField('table-day', t('imports.referenceDate'), table.referenceDate, (day) => table.setDay(day), { type: 'date', hint: t('imports.dayHint') });
  const days = [...new Set([date.yearDay, ...YEAR_DAYS])];
  return selectField(
    'table-year-day',
    t('imports.yearDay'),
    date.yearDay,
    days.map((day) => ({ value: day, text: `${day.slice(3)}.${day.slice(0, 2)}.` })),
    (yearDay) => change({ date: { ...date, yearDay } }),
    { hint: date.from === 'header' ? t('imports.dateInHeader') : t('imports.dateInColumn', { column: date.column }) },
  );
}

const listOf = (text: string) => text.split(';').map((part) => part.trim()).filter((part) => part !== '');

function areaFields({ area, unmatched }: TableMapping, change: (part: Partial<TableMapping>) => void): TemplateResult {
  return html`${selectField(
      'table-unmatched',
      t('imports.unmatchedKeys'),
      unmatched,
      [{ value: 'refuse', text: t('imports.unmatchedRefuse') }, { value: 'unlocated', text: t('imports.unmatchedUnlocated') }],
      (value) => change({ unmatched: value as TableMapping['unmatched'] }),
    )}
    ${textField('table-unassignable', t('imports.unassignableKeys'), area.unassignable.join('; '), (text) => change({ area: { ...area, unassignable: listOf(text) } }), { hint: t('imports.unassignableHint'), placeholder: 'unbekannt; ohne Angabe' })}
    ${textField('table-totals', t('imports.totalKeys'), area.totals.join('; '), (text) => change({ area: { ...area, totals: listOf(text) } }), { hint: t('imports.totalHint'), placeholder: 'Insgesamt' })}
    ${area.pad > 0 ? textField('table-pad', t('imports.padKeys'), String(area.pad), (text) => change({ area: { ...area, pad: Math.min(40, Math.max(0, Number.parseInt(text, 10) || 0)) } }), { hint: t('imports.padHint') }) : nothing}`;
}

export const tableEditorStyles = css`
  .roles { max-height: 380px; margin-bottom: 16px; }
  .roles table { min-width: 480px; }
  .roles td select { min-width: 150px; }
  tr.off > th { color: var(--zs-ink2); font-weight: 400; }
  .table-block { margin-top: 20px; }
`;
