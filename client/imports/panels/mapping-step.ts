// Step 3: which column is what, from when it holds, and what it is called.
import { css, html, nothing, type TemplateResult } from 'lit';
import { formatDate } from '../../i18n/format.ts';
import { localised, t } from '../../i18n/i18n.ts';
import { decimalWords } from '../file-words.ts';
import type { ImportSession } from '../import-session.ts';
import { codeOf, isTable, NEW_GEOGRAPHY, OWN_ZONES, PLACED, type MappingDraft } from '../mapping-draft.ts';
import type { ImportKind } from '../model.ts';
import { COMMON_CRS } from './crs-choice.ts';
import { selectField, stepButton, textField, type Option } from './form-parts.ts';
import { publishedFields, publishedStatistics } from './published-fields.ts';
import { statisticRows } from './statistic-rows.ts';
import { tableEditor } from './table-editor.ts';

type ColumnKey = 'id' | 'zone' | 'block' | 'name' | 'x' | 'y' | 'street' | 'houseNumber' | 'weight';

/** Column fields by kind, in the order of the form; those in `needed` have no empty choice. */
const COLUMN_FIELDS: Readonly<Record<ImportKind, readonly ColumnKey[]>> = {
  blocks: ['id'],
  zones: ['zone', 'block', 'name'],
  counts: ['id'],
  table: [],
  published: [],
  addresses: ['id', 'street', 'houseNumber', 'weight'],
  schools: ['id', 'name'],
  network: ['id'],
  layer: [],
};

export function mappingStep(session: ImportSession, onCheck: () => void): TemplateResult {
  if (session.kind === 'table') return tableEditor(session, onCheck);
  const preview = session.preview!;
  const kind = session.kind!;
  const draft = session.draft!;
  const table = isTable(preview);
  const columns: Option[] = preview.columns.map(({ name }) => ({ value: name, text: name }));
  const none: Option = { value: '', text: t('imports.noColumn') };
  const column = (key: ColumnKey, optional: boolean) =>
    selectField(`map-${key}`, t(`imports.map_${key}`), draft[key], optional || draft[key] === '' ? [none, ...columns] : columns, (value) => session.change({ [key]: value }), { hint: hintOf(session, key) });
  const wanted = COLUMN_FIELDS[kind].filter((key) => key !== 'block' || table);
  const places = table && PLACED.has(kind);
  const [missing] = session.missing;
  return html`${saved(session)}
    <div class="fields">
      ${kind === 'published' ? html`${publishedFields(session, hintOf)}${draft.geography === OWN_ZONES ? nothing : numberFields(session)}` : nothing}
      ${wanted.map((key) => column(key, !['id', 'zone', 'block'].includes(key) || (key === 'id' && kind !== 'blocks' && kind !== 'counts')))}
      ${places
        ? html`${column('x', true)}${column('y', true)}
            ${selectField('map-crs', t('imports.map_sourceCrs'), session.crs ?? '', [{ value: '', text: t('imports.choose') }, ...COMMON_CRS.map(([value, name]) => ({ value, text: `${value} ${name}` }))], (crs) => session.setPointCrs(crs === '' ? undefined : crs))}`
        : nothing}
      ${kind === 'layer' ? textField('map-layer', t('imports.map_layer'), draft.layerName, (layerName) => session.change({ layerName }), { hint: t('imports.layerHint'), wide: true }) : nothing}
      ${places && kind === 'blocks' ? textField('map-cell', t('imports.map_cell'), draft.cell, (cell) => session.change({ cell }), { type: 'decimal', hint: t('imports.cellHint') }) : nothing}
      ${dates(session, kind, draft)} ${kind === 'zones' ? geographyFields(session, draft) : nothing}
      ${kind === 'counts'
        ? html`${textField('map-source', t('imports.map_source'), draft.source, (source) => session.change({ source }), { hint: t('imports.sourceHint') })}
            ${textField('map-unlocated', t('imports.map_unlocated'), draft.unlocated, (unlocated) => session.change({ unlocated }), { hint: t('imports.unlocatedHint') })}
            ${selectField('map-unmatched', t('imports.map_unmatched'), draft.unmatched, [{ value: '', text: t('imports.unmatchedRefuse') }, { value: 'unlocated', text: t('imports.unmatchedCount') }], (unmatched) => session.change({ unmatched }))}
            ${numberFields(session)}`
        : nothing}
      ${kind === 'zones' && !table
        ? selectField('map-apportion', t('imports.map_apportion'), draft.apportion, ['centroid', 'majority'].map((value) => ({ value, text: t(`imports.apportion_${value}` as 'imports.apportion_centroid') })), (apportion) => session.change({ apportion }), { hint: t('imports.apportionHint') })
        : nothing}
    </div>
    ${kind === 'counts' ? statisticRows(session) : kind === 'published' ? publishedStatistics(session) : nothing}
    <div class="actions">
      ${stepButton(t('imports.checkFile'), missing === undefined ? '' : t(`imports.missing_${missing}`), onCheck, 'primary', 'check-file')}
      <span class="t12 ink3 nothing-stored">${t('imports.checkStoresNothing')}</span>
    </div>`;
}

/** How numbers are written, where the columns do not tell. */
function numberFields(session: ImportSession): TemplateResult {
  const draft = session.draft!;
  const has = (code: string) => session.preview!.issues.some((issue) => issue.code === code);
  return html`${has('DECIMAL_AMBIGUOUS')
    ? selectField('map-decimal', t('imports.decimalSign'), draft.decimal, [{ value: '', text: t('imports.choose') }, { value: ',', text: decimalWords(',') }, { value: '.', text: decimalWords('.') }], (decimal) => session.change({ decimal }))
    : nothing}
  ${has('SIGNS')
    ? selectField('map-signs', t('imports.map_signs'), draft.signs, [{ value: '', text: t('imports.signsNone') }, { value: 'destatis', text: t('imports.signsOfficial') }], (signs) => session.change({ signs }), { hint: t('imports.signsHint') })
    : nothing}`;
}

function saved(session: ImportSession): TemplateResult | typeof nothing {
  const mapping = session.preview?.savedMapping;
  if (mapping === null || mapping === undefined || mapping.kind !== session.kind) return nothing;
  return session.savedTaken
    ? html`<zs-notice class="saved" kind="ok" heading=${t('imports.savedTaken', { date: formatDate(mapping.savedAt) })}></zs-notice>`
    : html`<zs-notice
        class="saved"
        kind="info"
        heading=${t('imports.savedOffer', { date: formatDate(mapping.savedAt), who: session.known.accounts.find(({ account }) => account === mapping.savedBy)?.name ?? mapping.savedBy })}
        text=${t('imports.savedText')}
        action-text=${t('imports.savedTake')}
        @action=${() => session.takeSaved()}
      ></zs-notice>`;
}

function hintOf(session: ImportSession, key: string): string | undefined {
  const { draft, preview, kind } = session;
  const name = draft![key as ColumnKey];
  const column = preview!.columns.find((candidate) => candidate.name === name);
  if (column === undefined || !['id', 'zone', 'block'].includes(key)) return undefined;
  const samples = column.samples.slice(0, 3).join(', ');
  const mayRepeat = key === 'zone' && (kind !== 'published' || draft!.geography === OWN_ZONES);
  const twice = !mayRepeat && column.distinct < preview!.features - column.empty;
  if (twice) return t('imports.keyRepeats', { distinct: column.distinct, rows: preview!.features });
  return column.leadingZeros ? t('imports.keyZeros', { samples }) : t('imports.keySamples', { samples });
}

function dates(session: ImportSession, kind: ImportKind, draft: MappingDraft): TemplateResult | typeof nothing {
  if (kind === 'counts') return textField('map-date', t('imports.referenceDate'), draft.referenceDate, (referenceDate) => session.change({ referenceDate }), { type: 'date' });
  if (kind !== 'blocks' && kind !== 'zones') return nothing;
  const days = kind === 'blocks' ? session.known.blockSets.map(({ validFrom }) => validFrom) : versionsOf(session, draft.geography).map(({ validFrom }) => validFrom);
  const newest = days.toSorted().at(-1);
  return textField('map-from', t('imports.validFrom'), draft.validFrom, (validFrom) => session.change({ validFrom }), {
    type: 'date',
    hint: newest === undefined ? undefined : t('imports.afterNewest', { date: formatDate(newest) }),
    invalid: newest !== undefined && draft.validFrom !== '' && draft.validFrom <= newest,
  });
}

const versionsOf = ({ known }: ImportSession, geography: string) => known.geographies.find((candidate) => candidate.geography === geography)?.versions ?? [];

function geographyFields(session: ImportSession, draft: MappingDraft): TemplateResult {
  const { geographies } = session.known;
  const options = [
    ...(draft.geography === '' ? [{ value: '', text: t('imports.choose') }] : []),
    ...geographies.map(({ geography, name }) => ({ value: geography, text: localised(name) })),
    { value: NEW_GEOGRAPHY, text: t('imports.newGeography') },
  ];
  return html`${selectField('map-geography', t('imports.geography'), draft.geography, options, (geography) => session.change({ geography }))}
    ${draft.geography === NEW_GEOGRAPHY
      ? html`${textField('map-new-de', t('imports.nameDe'), draft.newDe, (newDe) =>
            session.change({ newDe, ...(draft.newCode === '' || draft.newCode === codeOf(draft.newDe) ? { newCode: codeOf(newDe) } : {}) }))}
          ${textField('map-new-en', t('imports.nameEn'), draft.newEn, (newEn) => session.change({ newEn }))}
          ${textField('map-new-code', t('imports.code'), draft.newCode, (newCode) => session.change({ newCode }), { hint: t('imports.codeHint') })}`
      : nothing}
    ${textField('map-title', t('imports.versionTitle'), draft.title, (title) => session.change({ title }), { placeholder: t('imports.versionTitleExample', { year: draft.validFrom.slice(0, 4) }) })}`;
}

export const mappingStyles = css`
  .saved { margin-bottom: 16px; }
  .nothing-stored { flex-basis: 100%; }
`;
