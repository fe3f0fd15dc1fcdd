// Step 3 of what appeared elsewhere: which publication it is, the zones that its numbers are by, and the statistic of each column.
import { css, html, nothing, type TemplateResult } from 'lit';
import { formatDate } from '../../i18n/format.ts';
import { localised, t } from '../../i18n/i18n.ts';
import type { ImportSession } from '../import-session.ts';
import { OWN_ZONES, versionOn, type MappingDraft } from '../mapping-draft.ts';
import { selectField, textField, type Option } from './form-parts.ts';

type HintOf = (session: ImportSession, key: string) => string | undefined;

export function publishedFields(session: ImportSession, hintOf: HintOf): TemplateResult {
  const draft = session.draft!;
  const own = draft.geography === OWN_ZONES;
  const text = (key: 'title' | 'source') =>
    textField(`map-${key}`, t(`imports.published_${key}`), draft[key], (value) => session.change({ [key]: value }), { hint: t(`imports.published_${key}Hint`) });
  const column = (key: 'zone' | 'block') => {
    const columns: Option[] = session.preview!.columns.map(({ name }) => ({ value: name, text: name }));
    const options = draft[key] === '' ? [{ value: '', text: t('imports.choose') }, ...columns] : columns;
    return selectField(`map-${key}`, t(`imports.map_${key}`), draft[key], options, (value) => session.change({ [key]: value }), { hint: hintOf(session, key) });
  };
  return html`${text('title')} ${text('source')}
    ${textField('map-published-on', t('imports.publishedOn'), draft.publishedOn, (publishedOn) => session.change({ publishedOn }), { type: 'date', hint: t('imports.publishedOnHint') })}
    ${textField('map-date', t('imports.referenceDate'), draft.referenceDate, (referenceDate) => session.change({ referenceDate }), { type: 'date', hint: t('imports.publishedDateHint') })}
    ${geographyField(session, draft)} ${own || draft.geography === '' ? nothing : versionField(session, draft)}
    ${column('zone')} ${own ? column('block') : nothing}`;
}

function geographyField(session: ImportSession, draft: MappingDraft): TemplateResult {
  const options = [
    ...(draft.geography === '' ? [{ value: '', text: t('imports.choose') }] : []),
    ...session.known.geographies.map(({ geography, name }) => ({ value: geography, text: localised(name) })),
    { value: OWN_ZONES, text: t('imports.ownZones') },
  ];
  // The version of one geography is none of another.
  return selectField('map-geography', t('imports.publishedBy'), draft.geography, options, (geography) => session.change({ geography, version: '' }), {
    hint: draft.geography === OWN_ZONES ? t('imports.ownZonesHint') : undefined,
  });
}

function versionField(session: ImportSession, { geography, version, referenceDate }: MappingDraft): TemplateResult {
  const versions = session.known.geographies.find((candidate) => candidate.geography === geography)?.versions ?? [];
  const valid = versionOn(session.known, geography, referenceDate);
  const first = valid === undefined ? t('imports.choose') : t('imports.versionOfDate', { title: valid.title });
  const options = [
    { value: '', text: first },
    ...versions.map((one) => ({ value: String(one.version), text: `${one.title}, ${t('imports.from', { date: formatDate(one.validFrom) })}` })),
  ];
  return selectField('map-version', t('imports.publishedVersion'), version, options, (value) => session.change({ version: value }));
}

/** Which numbers appeared: a column each, or for zones of its own those that the publication names. */
export function publishedStatistics(session: ImportSession): TemplateResult {
  const draft = session.draft!;
  return draft.geography === OWN_ZONES ? totals(session, draft) : columnRows(session, draft);
}

function columnRows(session: ImportSession, draft: MappingDraft): TemplateResult {
  const columns = draft.columns.filter(({ column }) => column !== draft.zone);
  const choose = (column: string, statistic: string) =>
    session.change({ columns: draft.columns.map((candidate) => (candidate.column === column ? { ...candidate, take: statistic !== '', statistic } : candidate)) });
  return html`<h3 id="published-title">${t('imports.publishedColumns')}</h3>
    <p class="hint published-hint">${t('imports.publishedColumnsHint')}</p>
    <div class="scroll-table published" tabindex="0" role="region" aria-labelledby="published-title">
      <table class="plain">
        <thead><tr><th scope="col">${t('imports.column')}</th><th scope="col">${t('imports.statistic')}</th></tr></thead>
        <tbody>
          ${columns.map(
            ({ column, take, statistic }) => html`<tr>
              <th scope="row">${column}</th>
              <td>
                <select aria-label=${t('imports.statisticOf', { column })} @change=${(event: Event) => choose(column, (event.target as HTMLSelectElement).value)}>
                  <option value="" ?selected=${!take}>${t('imports.notTaken')}</option>
                  ${session.known.statistics.map((known) => html`<option value=${known.statistic} ?selected=${take && known.statistic === statistic}>${localised(known.name)}</option>`)}
                </select>
              </td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

function totals(session: ImportSession, draft: MappingDraft): TemplateResult {
  const toggle = (statistic: string, on: boolean) => session.change({ totals: on ? [...draft.totals, statistic] : draft.totals.filter((one) => one !== statistic) });
  return html`<fieldset class="published-totals">
    <legend>${t('imports.publishedTotals')}</legend>
    <div class="checks">
      ${session.known.statistics.map(
        ({ statistic, name }) => html`<label>
          <input type="checkbox" .checked=${draft.totals.includes(statistic)} @change=${(event: Event) => toggle(statistic, (event.target as HTMLInputElement).checked)} />${localised(name)}
        </label>`,
      )}
    </div>
  </fieldset>`;
}

export const publishedStyles = css`
  .published-hint { margin: -4px 0 8px; }
  .published { max-height: 420px; }
  .published table.plain th, .published table.plain td { vertical-align: middle; }
  .published.scroll-table td { width: 60%; padding: 5px 6px; }
  .published-totals { margin-top: 20px; }
  .contradictions { max-height: 240px; }
`;
