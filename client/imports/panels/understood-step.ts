// Step 2: how the file was understood, with what may be read otherwise: content, layer, encoding, CRS.
import { css, html, nothing, type TemplateResult } from 'lit';
import { formatNumber } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import { decimalWords, geometryWords, rowsWords, separatorWords } from '../file-words.ts';
import type { ImportSession } from '../import-session.ts';
import { isOfNumbers, type ImportKind, type Preview, type PreviewColumn } from '../model.ts';
import { crsChoice } from './crs-choice.ts';
import { selectField, stepButton } from './form-parts.ts';
import { issueCards } from './issue-cards.ts';
import { tableUnderstood } from './table-understood.ts';

/** Of a table of text, as the server takes them. */
const ENCODINGS = ['utf-8', 'windows-1252', 'utf-16'];

export function understoodStep(session: ImportSession, onNext: () => void): TemplateResult {
  const preview = session.preview!;
  const { kind } = session;
  if (kind === 'table') return tableUnderstood(session, kindSelect(session), onNext);
  const errors = preview.columns.length === 0 || preview.issues.some(({ code }) => UNUSABLE.has(code ?? ''));
  // Columns and the map may be others once the file was read again: nobody goes on, or hits a button that moves, before.
  const why = session.rereading ? t('imports.rereading') : kind === undefined ? t('imports.whyKind') : session.crsOpen ? t('imports.whyCrs') : errors ? t('imports.whyErrors') : '';
  return html`${issueCards(preview.issues.filter(({ code }) => !toldByCrs(code)))}
    <div class="fields understood">
      ${kindSelect(session)}
      ${preview.layers.length > 1
        ? selectField(
            'layer-select',
            t('imports.layer'),
            preview.layer ?? '',
            preview.layers.map(({ layer, features }) => ({ value: layer, text: `${layer} (${formatNumber(features)})` })),
            (layer) => void session.reread({ layer }),
          )
        : nothing}
      ${preview.separator === null || preview.encoding === null
        ? nothing
        : selectField(
            'encoding-select',
            t('imports.encoding'),
            preview.encoding,
            [...new Set([preview.encoding, ...ENCODINGS])].map((value) => ({ value, text: value })),
            (encoding) => void session.reread({ encoding }),
            { hint: t('imports.encodingHint') },
          )}
    </div>
    <dl class="facts">
      ${fact(t('imports.format'), preview.format)}
      ${fact(t('imports.size'), rowsWords(preview))}
      ${fact(t('imports.geometry'), geometryWords(preview))}
      ${preview.encoding === null || preview.separator !== null ? nothing : fact(t('imports.encoding'), preview.encoding)}
      ${preview.separator === null ? nothing : fact(t('imports.separator'), separatorWords(preview.separator))}
      ${preview.decimal === null ? nothing : fact(t('imports.decimalSign'), decimalWords(preview.decimal))}
      ${keyFact(preview)}
    </dl>
    ${preview.geometryType === null || isOfNumbers(kind) ? nothing : crsChoice(session)}
    <zs-progress ?active=${session.rereading} words=${t('imports.rereading')}></zs-progress>
    ${columnsTable(preview)} ${rowsTable(preview)}
    <div class="actions">${stepButton(t('imports.understoodNext'), why, onNext, 'primary', 'understood-next')}</div>`;
}

function kindSelect(session: ImportSession): TemplateResult {
  const { kind, preview } = session;
  return selectField(
    'kind-select',
    t('imports.content'),
    kind ?? '',
    [...(kind === undefined ? [{ value: '', text: t('imports.choose') }] : []), ...session.kinds.map((value) => ({ value, text: t(`imports.kind_${value}`) }))],
    (value) => {
      if (value !== '') session.chooseKind(value as ImportKind);
    },
    { hint: preview!.kindProposal !== null && preview!.kindProposal === kind ? t('imports.kindProposed') : undefined },
  );
}

/** Without these no mapping can be made; other findings may lie in columns that nobody takes, and the check tells. */
const UNUSABLE = new Set(['UNREADABLE', 'NO_ROWS', 'LAYER_NEEDED']);
/** What the choice of the CRS says in its own place. */
const toldByCrs = (code: string | undefined) => code === 'CRS_MISSING' || code === 'CRS_CONTRADICTED' || code === 'CRS_ELSEWHERE';

const fact = (name: string, value: string | TemplateResult) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;

function keyFact({ keyColumns, columns }: Preview) {
  const [key] = keyColumns;
  if (key === undefined) return nothing;
  const zeros = columns.find(({ name }) => name === key.column)?.leadingZeros === true;
  return fact(t('imports.keyColumn'), html`${key.column}${zeros ? html`<span class="zeros">${t('imports.zerosKept')}</span>` : nothing}`);
}

const sample = (text: string) => (text === '' ? html`<i>${t('imports.emptyCell')}</i>` : text);

function columnsTable({ columns, features }: Preview): TemplateResult {
  return html`<h3 id="columns-title">${t('imports.columns', { count: columns.length })}</h3>
    <div class="scroll-table" tabindex="0" role="region" aria-labelledby="columns-title">
      <table class="plain">
        <thead><tr><th scope="col">${t('imports.column')}</th><th scope="col">${t('imports.type')}</th><th scope="col" class="num">${t('imports.distinct')}</th><th scope="col" class="num">${t('imports.emptyRows')}</th><th scope="col">${t('imports.samples')}</th></tr></thead>
        <tbody>
          ${columns.map(
            (column) => html`<tr>
              <th scope="row">${column.name}</th>
              <td>${typeWords(column)}</td>
              <td class="num">${formatNumber(column.distinct)}</td>
              <td class="num">${column.empty === 0 ? '0' : column.empty === features ? t('imports.all') : formatNumber(column.empty)}</td>
              <td class="samples">${column.samples.slice(0, 3).map((text, i) => html`${i === 0 ? nothing : html`<span class="ink3"> · </span>`}<span class="sample">${sample(text)}</span>`)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

function typeWords({ type, leadingZeros }: PreviewColumn) {
  return html`${t(`imports.type_${type}`)}${leadingZeros ? html`<span class="zeros">${t('imports.leadingZeros')}</span>` : nothing}`;
}

function rowsTable({ columns, rows }: Preview): TemplateResult | typeof nothing {
  if (rows.length === 0) return nothing;
  return html`<details class="more">
    <summary>${t('imports.firstRows', { count: rows.length })}</summary>
    <div class="scroll-table" tabindex="0" role="region" aria-label=${t('imports.firstRows', { count: rows.length })}>
      <table class="plain rows">
        <thead><tr>${columns.map(({ name }) => html`<th scope="col">${name}</th>`)}</tr></thead>
        <tbody>${rows.map((row) => html`<tr>${row.map((text) => html`<td>${sample(text)}</td>`)}</tr>`)}</tbody>
      </table>
    </div>
  </details>`;
}

export const understoodStyles = css`
  .understood { margin-top: 4px; }
  .issues + .understood { margin-top: 16px; }
  .facts { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 12px 16px; margin-top: 16px; }
  .facts dt { font-size: 12px; line-height: 16px; color: var(--zs-ink3); }
  .facts dd { font-weight: 500; overflow-wrap: anywhere; }
  .step-body h3 { font: 600 14px/20px var(--zs-font); margin: 20px 0 8px; }
  .scroll-table { overflow: auto; max-height: 292px; border: 1px solid var(--zs-line); border-radius: var(--zs-radius); }
  table.plain { font-variant-numeric: tabular-nums; }
  table.plain th, table.plain td { padding: 6px 10px; text-align: left; vertical-align: top; border-top: 1px solid var(--zs-line); }
  table.plain thead th { position: sticky; top: 0; background: var(--zs-hued); border-top: 0; z-index: 1; white-space: nowrap; }
  table.plain tbody th { font: 500 14px/20px var(--zs-font); color: var(--zs-ink); overflow-wrap: break-word; }
  table.plain .num { text-align: right; }
  .zeros { display: block; font-size: 12px; line-height: 16px; color: var(--zs-ok); }
  .samples { color: var(--zs-ink2); overflow-wrap: anywhere; }
  .sample { white-space: nowrap; display: inline-block; max-width: 180px; overflow: hidden; text-overflow: ellipsis; vertical-align: bottom; }
  .samples i, .rows i { color: var(--zs-ink3); font-style: normal; }
  table.rows td { white-space: nowrap; }
  .more { margin-top: 12px; }
  summary { cursor: pointer; font-weight: 500; color: var(--zs-accent); padding: 6px 0; width: fit-content; }
  @media (max-width: 699px) {
    .facts { grid-template-columns: repeat(2, minmax(0, 1fr)); }
    summary { min-height: 44px; line-height: 32px; }
  }
`;
