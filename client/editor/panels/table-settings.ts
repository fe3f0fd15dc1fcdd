// Which statistics the table shows, of which date, and the band that zones should keep to.
import { css, html, nothing, type TemplateResult } from 'lit';
import { formatDate } from '../../i18n/format.ts';
import { localised, t } from '../../i18n/i18n.ts';
import type { EditorController } from '../editor-controller.ts';
import { SHAPE_MEASURES, type ZoneShapes } from '../figures/zone-shapes.ts';

export interface SettingsActions {
  showStatistics(codes: readonly string[], referenceDate: string): void;
}

/** Three statistics at most: more columns would push the shape and the signs out of the panel. */
const COLUMNS = 3;

export function tableSettings(controller: EditorController, shapes: ZoneShapes, actions: SettingsActions): TemplateResult {
  const { shown, statistics, referenceDate } = controller;
  const dates = [...new Set(statistics.flatMap(({ referenceDates }) => referenceDates))].toSorted().toReversed();
  const choose = (column: number, code: string) => {
    const codes = Array.from({ length: COLUMNS }, (_, i) => (i === column ? code : (shown[i] ?? ''))).filter((value) => value !== '');
    actions.showStatistics([...new Set(codes)], referenceDate);
  };
  return html`<div class="settings">
    <fieldset>
      <legend class="t12 ink3">${t('editor.columns')}</legend>
      ${Array.from(
        { length: COLUMNS },
        (_, column) => html`<select aria-label=${t('editor.columnNumber', { number: column + 1 })} @change=${(event: Event) => choose(column, (event.target as HTMLSelectElement).value)}>
          ${column === 0 ? nothing : html`<option value="" ?selected=${shown[column] === undefined}>${t('editor.noColumn')}</option>`}
          ${statistics.map(({ statistic, name }) => html`<option value=${statistic} ?selected=${shown[column] === statistic}>${localised(name)}</option>`)}
        </select>`,
      )}
    </fieldset>
    <label class="t12 ink3"
      >${t('editor.referenceDate')}
      <select @change=${(event: Event) => actions.showStatistics(shown, (event.target as HTMLSelectElement).value)}>
        ${dates.map((date) => html`<option value=${date} ?selected=${date === referenceDate}>${formatDate(date)}</option>`)}
      </select></label
    >
    <div class="band-fields">
      ${(['min', 'max'] as const).map(
        (end) => html`<label class="t12 ink3"
          >${t(end === 'min' ? 'editor.bandMin' : 'editor.bandMax')}
          <input
            type="number"
            min="0"
            .value=${String(controller.band?.[end] ?? '')}
            @change=${(event: Event) => {
              const value = Number((event.target as HTMLInputElement).value);
              const other = controller.band ?? { min: value, max: value };
              controller.setBand(end === 'min' ? { min: value, max: Math.max(value, other.max) } : { min: Math.min(value, other.min), max: value });
            }}
        /></label>`,
      )}
    </div>
    <fieldset class="shapes-shown">
      <legend class="t12 ink3">${t('editor.shapeMeasures')}</legend>
      ${SHAPE_MEASURES.map(
        (measure) => html`<label class="check" title=${t(`editor.shapeLong_${measure}`)}
          ><input
            type="checkbox"
            .checked=${shapes.shown.includes(measure)}
            @change=${(event: Event) => shapes.show((event.target as HTMLInputElement).checked ? [...shapes.shown, measure] : shapes.shown.filter((shown) => shown !== measure))}
          />${t(`editor.shapeName_${measure}`)}</label
        >`,
      )}
    </fieldset>
  </div>`;
}

export const settingsStyles = css`
  .settings { padding: 4px 16px 14px; display: grid; gap: 10px; border-bottom: 1px solid var(--zs-line); }
  .settings fieldset { border: 0; padding: 0; margin: 0; display: grid; grid-template-columns: repeat(3, 1fr); gap: 8px; }
  .settings legend { padding: 0 0 2px; }
  .settings select, .settings input { font: 400 14px/20px var(--zs-font); color: var(--zs-ink); min-width: 0; }
  .settings label { display: grid; gap: 2px; }
  .settings .check { display: flex; align-items: center; gap: 8px; min-height: 28px; }
  .settings .check input { width: 16px; height: 16px; accent-color: var(--zs-accent); }
  @media (max-width: 699px) {
    .settings .check { min-height: 44px; }
  }
  .band-fields { display: grid; grid-template-columns: 1fr 1fr; gap: 8px; }
`;
