// Step 2 of a statistics table: how it was read, what may be read otherwise, and what its columns hold.
import { css, html, nothing, type TemplateResult } from 'lit';
import { formatDate, formatNumber } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import { decimalWords, separatorWords } from '../file-words.ts';
import type { ImportSession } from '../import-session.ts';
import type { ColumnProfile } from '../table-roles.ts';
import type { TableLook, TableSession } from '../table-session.ts';
import { selectField, stepButton, textField } from './form-parts.ts';
import { issueCards } from './issue-cards.ts';

type Reading = NonNullable<TableLook['reading']>;

export function tableUnderstood(session: ImportSession, kindSelect: TemplateResult, onNext: () => void): TemplateResult {
  const table = session.table!;
  const reading = table.look?.reading ?? null;
  // What a first mapping stumbles over is told where it is edited.
  const why = reading !== null ? '' : t(table.busy ? 'imports.rereading' : 'imports.whyErrors');
  return html`${reading === null ? issueCards(table.problems) : nothing}
    <div class="fields understood">${kindSelect} ${table.look === null ? nothing : otherwise(table, reading)}</div>
    <zs-progress ?active=${table.busy && reading === null} words=${t('imports.reading')}></zs-progress>
    ${reading === null ? nothing : html`${facts(reading)} ${columnsTable(reading)}`}
    <div class="actions">${stepButton(t('imports.understoodNext'), why, onNext, 'primary', 'understood-next')}</div>`;
}

function otherwise(table: TableSession, reading: Reading | null): TemplateResult {
  const { sheets, problems } = table.look!;
  const needsCodebook = reading?.kind === 'fixed' || table.look!.codebook !== null || problems.some(({ code }) => code === 'NO_SEPARATOR' || code === 'CODEBOOK' || code === 'SHORT_LINE' || code === 'LONG_LINE');
  return html`${sheets.length > 1
      ? selectField('table-sheet', t('imports.layer'), table.reading.sheet ?? '', [...(table.reading.sheet === undefined ? [{ value: '', text: t('imports.choose') }] : []), ...sheets.map((name) => ({ value: name, text: name }))], (sheet) => void table.readAnew({ sheet }))
      : nothing}
    ${reading === null || reading.encoding === null
      ? nothing
      : selectField('table-encoding', t('imports.encoding'), reading.encoding, ['utf-8', 'windows-1252', 'utf-16'].map((value) => ({ value, text: value })), (encoding) => void table.readAnew({ encoding: encoding as 'utf-8' }), { hint: t('imports.encodingHint') })}
    ${reading === null || reading.kind === 'fixed'
      ? nothing
      : textField('table-header', t('imports.headerRow'), String(reading.headerRow), (row) => (Number(row) >= 1 ? void table.readAnew({ headerRow: Number(row) }) : undefined), { hint: t('imports.headerRowHint', { count: reading.headerRows }) })}
    ${needsCodebook ? codebookField(table) : nothing}`;
}

function codebookField(table: TableSession): TemplateResult {
  const { codebook } = table.look!;
  return html`<div class="field wide">
    <label for="codebook">${t('imports.codebook')}</label>
    <input
      id="codebook"
      type="file"
      accept=".csv,.txt,.json,.yaml,.yml"
      aria-describedby="codebook-hint"
      @change=${(event: Event) => {
        const file = (event.target as HTMLInputElement).files?.[0];
        if (file !== undefined) void table.setCodebook(file);
      }}
    />
    <span class="hint" id="codebook-hint">${codebook === null ? t('imports.codebookHint') : t('imports.codebookRead', { count: codebook.columns.length })}</span>
  </div>`;
}

const fact = (name: string, value: string) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;

function facts(reading: Reading): TemplateResult {
  return html`<dl class="facts">
    ${fact(t('imports.size'), t('imports.rowCount', { count: reading.rows }))}
    ${reading.separator === null ? nothing : fact(t('imports.separator'), separatorWords(reading.separator))}
    ${reading.kind === 'fixed' ? fact(t('imports.format'), t('imports.fixedWidth')) : nothing}
    ${reading.decimal === null ? nothing : fact(t('imports.decimalSign'), decimalWords(reading.decimal))}
    ${reading.titles.length === 0 ? nothing : fact(t('imports.titles'), reading.titles.slice(0, 3).join(' / '))}
    ${reading.titleDay === null ? nothing : fact(t('imports.titleDay'), formatDate(reading.titleDay))}
    ${reading.notes.length === 0 ? nothing : fact(t('imports.tableNotes'), reading.notes.slice(0, 2).join(' / ') + (reading.notes.length > 2 ? ' …' : ''))}
  </dl>`;
}

function columnsTable({ columns, rows }: Reading): TemplateResult {
  return html`<h3 id="columns-title">${t('imports.columns', { count: columns.length })}</h3>
    <div class="scroll-table" tabindex="0" role="region" aria-labelledby="columns-title">
      <table class="plain">
        <thead><tr><th scope="col">${t('imports.column')}</th><th scope="col">${t('imports.holds')}</th><th scope="col" class="num">${t('imports.distinct')}</th><th scope="col" class="num">${t('imports.emptyRows')}</th><th scope="col">${t('imports.samples')}</th></tr></thead>
        <tbody>
          ${columns.map(
            (column) => html`<tr>
              <th scope="row">${column.name}</th>
              <td>${holdsWords(column, rows)}</td>
              <td class="num">${formatNumber(column.distinct)}</td>
              <td class="num">${formatNumber(column.empty)}</td>
              <td class="samples">${examples(column)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

function holdsWords(column: ColumnProfile, rows: number): TemplateResult {
  const filled = rows - column.empty;
  const signs = Object.values(column.signs).reduce((sum, count) => sum + count, 0);
  const words = column.distinct === 0 ? t('imports.type_empty') : column.days === filled ? t('imports.type_date') : column.numbers + signs >= filled && column.numbers > 0 && !column.leadingZeros ? t('imports.numbersOnly') : t('imports.type_text');
  return html`${words}${column.leadingZeros ? html`<span class="zeros">${t('imports.leadingZeros')}</span>` : nothing}
    ${signs > 0 && column.numbers > 0 ? html`<span class="zeros">${t('imports.signCount', { count: signs })}</span>` : nothing}`;
}

export const examples = ({ examples: texts }: ColumnProfile) => texts.slice(0, 3).map((text, i) => html`${i === 0 ? nothing : html`<span class="ink3"> · </span>`}<span class="sample">${text}</span>`);

export const tableUnderstoodStyles = css`
  .field input[type='file'] { padding: 7px 10px; height: auto; }
`;
