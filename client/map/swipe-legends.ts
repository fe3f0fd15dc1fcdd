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

/** Over the map: what either side is. */
export function swipeTags({ view, swipe }: MapStore) {
  const other = swipe.view;
  if (view === undefined || other === undefined) return nothing;
  const tag = (side: string, of: IndicatorView) => html`<p class="side-tag panel ${side}"><b>${formatDate(of.date)}</b>${other.indicator === view.indicator ? nothing : html`<span>${titleOf(of.indicator)}</span>`}</p>`;
  return html`${tag('first', view)}${tag('second', other)}`;
}

/** Beside the map: what is on the right, to choose, with its legend where it is not the same. */
export function swipeChoice(store: MapStore) {
  const { view, swipe } = store;
  const other = swipe.view;
  if (view === undefined || other === undefined) return nothing;
  const sameClasses = other.values === view.values && other.settings.scope === 'series';
  return html`<section class="other-side" aria-label=${t('map.otherSide')}>
    <div class="side-head"><h2>${t('map.otherSide')}</h2><button class="icon-button" aria-label=${t('map.compareEnd')} @click=${() => swipe.close()}>${icon('close')}</button></div>
    <div class="side-choice">
      <select aria-label=${t('map.otherIndicator')} @change=${(event: Event) => void swipe.show((event.target as HTMLSelectElement).value, other.date)}>
        ${offered(store).map((indicator) => html`<option value=${indicator.indicator} ?selected=${indicator.indicator === other.indicator.indicator}>${titleOf(indicator)}${indicator.denominator === null ? ` (${t('map.unitCount')})` : ''}</option>`)}
      </select>
      <select aria-label=${t('map.otherDate')} @change=${(event: Event) => void swipe.show(other.indicator.indicator, (event.target as HTMLSelectElement).value)}>
        ${other.values.dates.map(({ date }) => html`<option value=${date} ?selected=${date === other.date}>${formatDate(date)}</option>`)}
      </select>
    </div>
    ${sameClasses ? html`<p class="t12 ink2">${t('map.sameClasses')}</p>` : html`<zs-legend second .view=${other} .what=${whatText(other, store.form, store.statistics)} .geographyName=${store.geographyName}></zs-legend>`}
  </section>`;
}

/** Released in the shown geography, each once. */
function offered({ indicators, geography }: MapStore) {
  return [...indicators.values()].filter((indicator): indicator is IndicatorView['indicator'] => isShown(indicator) && geography !== undefined && releasedCuts(indicator, geography.geography).length > 0);
}
