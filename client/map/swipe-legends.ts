// What stands on the two sides of the slider: indicator and date of each, and the legend of the other where it is not the same.
import { html, nothing } from 'lit';
import { formatDate } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import { icon } from '../shell/icons.ts';
import type { IndicatorView } from './indicator-view.ts';
import { isShown, releasedCuts } from './indicator-choice.ts';
import type { MapStore } from './map-store.ts';
import { whatText } from './map-words.ts';
import { titleOf } from './measure-text.ts';

export function swipeLegends(store: MapStore) {
  const { view, swipe } = store;
  const other = swipe.view;
  if (view === undefined || other === undefined) return nothing;
  const sameClasses = other.values === view.values && other.settings.scope === 'series';
  return html`
    <p class="side-tag panel first"><b>${formatDate(view.date)}</b>${other.indicator === view.indicator ? nothing : html`<span>${titleOf(view.indicator)}</span>`}</p>
    <section class="side-tag panel second" aria-label=${t('map.otherSide')}>
      <div class="side-choice">
        <select aria-label=${t('map.otherIndicator')} @change=${(event: Event) => void swipe.show((event.target as HTMLSelectElement).value, other.date)}>
          ${offered(store).map((indicator) => html`<option value=${indicator.indicator} ?selected=${indicator.indicator === other.indicator.indicator}>${titleOf(indicator)}${indicator.denominator === null ? ` (${t('map.unitCount')})` : ''}</option>`)}
        </select>
        <button class="icon-button" aria-label=${t('map.compareEnd')} @click=${() => swipe.close()}>${icon('close', 18)}</button>
      </div>
      <select aria-label=${t('map.otherDate')} @change=${(event: Event) => void swipe.show(other.indicator.indicator, (event.target as HTMLSelectElement).value)}>
        ${other.values.dates.map(({ date }) => html`<option value=${date} ?selected=${date === other.date}>${formatDate(date)}</option>`)}
      </select>
      ${sameClasses ? html`<p class="t12 ink2">${t('map.sameClasses')}</p>` : html`<zs-legend second .view=${other} .what=${whatText(other, store.form, store.statistics)} .geographyName=${store.geographyName}></zs-legend>`}
    </section>
  `;
}

/** Released in the shown geography, each once. */
function offered({ indicators, geography }: MapStore) {
  return [...indicators.values()].filter((indicator): indicator is IndicatorView['indicator'] => isShown(indicator) && geography !== undefined && releasedCuts(indicator, geography.geography).length > 0);
}
