// The filter: by value, by zones, by zones of another geography. What does not pass stays on the map, pale.
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Geography } from '../api-model.ts';
import { followLanguage, localised, t } from '../i18n/i18n.ts';
import { isActive, NO_FILTER, type MapFilter } from './map-filter.ts';
import type { IndicatorView } from './indicator-view.ts';
import { unitText } from './measure-text.ts';
import { panelStyles } from './panel-styles.ts';

export interface PlaceNames {
  readonly codes: readonly string[];
  readonly names: readonly string[];
}

/** Fires `filter` with the new one and `place-open` with the code of a geography whose zones are wanted. */
@customElement('zs-filter-panel')
export class FilterPanel extends LitElement {
  @property({ attribute: false }) view: IndicatorView | undefined;
  @property({ attribute: false }) filter: MapFilter = NO_FILTER;
  /** The others than the shown one. */
  @property({ attribute: false }) geographies: readonly Geography[] = [];
  /** Zones of the geography that the filter names. */
  @property({ attribute: false }) places: PlaceNames | undefined;

  static override styles = [
    ...panelStyles,
    css`
      .zones { max-height: 208px; overflow-y: auto; border: 1px solid var(--zs-line); border-radius: var(--zs-radius); padding: 4px 10px; margin-top: 8px; }
      .ends { display: flex; align-items: center; gap: 8px; margin-top: 8px; }
      .ends label { display: flex; align-items: center; gap: 8px; color: var(--zs-ink2); }
      .quick { display: flex; gap: 12px; margin-top: 6px; }
      .quick button { color: var(--zs-accent); font-weight: 500; min-height: 28px; }
      .quick button:hover { text-decoration: underline; }
    `,
  ];

  constructor() {
    super();
    followLanguage(this);
  }

  private change(part: Partial<MapFilter>): void {
    this.dispatchEvent(new CustomEvent('filter', { detail: { ...this.filter, ...part } }));
  }

  private setEnd(end: 0 | 1, text: string): void {
    const range: [number | null, number | null] = [...(this.filter.range ?? [null, null])];
    range[end] = text.trim() === '' || !Number.isFinite(Number(text)) ? null : Number(text);
    this.change({ range: range[0] === null && range[1] === null ? undefined : range });
  }

  private toggleZone(code: string, all: readonly string[]): void {
    const chosen = new Set(this.filter.zones ?? all);
    if (!chosen.delete(code)) chosen.add(code);
    this.change({ zones: chosen.size === all.length ? undefined : all.filter((one) => chosen.has(one)) });
  }

  private togglePlace(code: string): void {
    const { within } = this.filter;
    if (within === undefined) return;
    const chosen = new Set(within.zones);
    if (!chosen.delete(code)) chosen.add(code);
    this.change({ within: { ...within, zones: [...chosen] } });
  }

  override render() {
    const { view, filter } = this;
    if (view === undefined) return nothing;
    const codes = view.zones.map(({ zone }) => zone);
    const end = (which: 0 | 1) => html`<label>${t(which === 0 ? 'map.from' : 'map.to')}
      <input type="number" step="any" .value=${filter.range?.[which] === null || filter.range === undefined ? '' : String(filter.range[which])} @change=${(event: Event) => this.setEnd(which, (event.target as HTMLInputElement).value)} />
    </label>`;
    return html`
      <p class="hint">${t('map.filterHint')}</p>
      <fieldset>
        <legend>${t('map.filterValue', { unit: unitText(view.numbers) })}</legend>
        <div class="ends">${end(0)}${end(1)}</div>
        <p class="hint">${t('map.filterValueHint')}</p>
      </fieldset>
      ${this.renderPlaces()}
      <fieldset>
        <legend>${t('map.filterZones')}</legend>
        <div class="quick">
          <button @click=${() => this.change({ zones: undefined })}>${t('map.filterAll')}</button>
          <button @click=${() => this.change({ zones: [] })}>${t('map.filterNone')}</button>
        </div>
        <div class="zones">
          ${view.zones.map(
            ({ zone, name }) => html`<label class="option"><input type="checkbox" .checked=${filter.zones === undefined || filter.zones.includes(zone)} @change=${() => this.toggleZone(zone, codes)} />${name}</label>`,
          )}
        </div>
      </fieldset>
      <div class="buttons">
        <button class="button quiet dense" aria-disabled=${!isActive(filter)} @click=${() => this.dispatchEvent(new CustomEvent('filter', { detail: NO_FILTER }))}>${t('map.filterReset')}</button>
      </div>
    `;
  }

  private renderPlaces() {
    const { within } = this.filter;
    const choose = (event: Event) => {
      const geography = (event.target as HTMLSelectElement).value;
      this.change({ within: geography === '' ? undefined : { geography, zones: [] } });
    };
    return html`<fieldset>
      <legend>${t('map.filterPlace')}</legend>
      <div class="row">
        <select aria-label=${t('map.filterPlace')} @change=${choose}>
          <option value="" ?selected=${within === undefined}>${t('map.filterPlaceNone')}</option>
          ${this.geographies.map(({ geography, name }) => html`<option value=${geography} ?selected=${within?.geography === geography}>${localised(name)}</option>`)}
        </select>
      </div>
      ${within === undefined || this.places === undefined
        ? nothing
        : html`<div class="zones">
            ${this.places.codes.map(
              (code, index) => html`<label class="option"><input type="checkbox" .checked=${within.zones.includes(code)} @change=${() => this.togglePlace(code)} />${this.places!.names[index]}</label>`,
            )}
          </div>`}
      <p class="hint">${t('map.filterPlaceHint')}</p>
    </fieldset>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'zs-filter-panel': FilterPanel;
  }
}
