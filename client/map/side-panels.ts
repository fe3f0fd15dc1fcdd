// Which panel lies beside the legend, and the banner that says that a filter is on.
import { html, nothing } from 'lit';
import { formatNumber } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import { icon } from '../shell/icons.ts';
import './class-panel.ts';
import type { ClassSettings } from './class-settings.ts';
import './fact-sheet.ts';
import { REACHES } from './facilities.ts';
import './filter-panel.ts';
import { isActive, NO_FILTER, type MapFilter } from './map-filter.ts';
import type { MapStore } from './map-store.ts';
import './share-panel.ts';
import './side-panel.ts';
import { linkOf } from './take-along.ts';
import type { ZuschnittMap } from './zuschnitt-map.ts';

const HEADINGS = { classes: 'map.classesHead', filter: 'map.filter', sheet: 'map.sheet', share: 'map.share2', layers: 'map.layers' } as const;

export function sidePanel(page: ZuschnittMap) {
  const { panel, store } = page;
  if (panel === '' || store.view === undefined) return nothing;
  return html`<zs-side-panel class="beside" role="region" aria-label=${t(HEADINGS[panel])} heading=${t(HEADINGS[panel])} data-panel=${panel} data-region @close=${() => page.closePanel()}
    >${panelPart(page)}</zs-side-panel
  >`;
}

function panelPart(page: ZuschnittMap) {
  const { store } = page;
  switch (page.panel) {
    case 'classes':
      return html`<zs-class-panel .view=${store.view} @classes=${(event: CustomEvent<ClassSettings>) => store.chooseClasses(event.detail)}></zs-class-panel>`;
    case 'filter':
      return html`<zs-filter-panel
        .view=${store.view}
        .filter=${store.filter}
        .geographies=${store.geographies.filter((geography) => geography !== store.geography)}
        .places=${store.filterZones}
        @filter=${(event: CustomEvent<MapFilter>) => void store.chooseFilter(event.detail)}
      ></zs-filter-panel>`;
    case 'sheet':
      return html`<zs-fact-sheet .store=${store} .view=${store.view} .releases=${store.releases}></zs-fact-sheet>`;
    case 'share':
      return html`<zs-share-panel link=${linkOf(store)} ?copied=${page.linkCopied} ?busy=${page.busy} @take=${(event: CustomEvent) => void page.take(event.detail)}></zs-share-panel>`;
    default:
      return layersPart(store);
  }
}

/** Facilities and how far they reach. */
function layersPart({ facilities }: MapStore) {
  return html`<div class="layers">
    <label class="layer"><input type="checkbox" .checked=${facilities.on} @change=${() => void facilities.show(!facilities.on)} />${t('map.schools')}</label>
    <label class="layer reach">${t('map.reach')}
      <select ?disabled=${!facilities.on} @change=${(event: Event) => void facilities.show(true, Number((event.target as HTMLSelectElement).value))}>
        ${REACHES.map((reach) => html`<option value=${reach} ?selected=${reach === facilities.reachM}>${reach === 0 ? t('map.reachNone') : t('map.reachM', { metres: formatNumber(reach) })}</option>`)}
      </select>
    </label>
    <p class="layer-hint">${t('map.reachHint')}</p>
  </div>`;
}

export function filterBanner(store: MapStore) {
  const { passing, filter } = store;
  if (!isActive(filter) || passing === undefined) return nothing;
  const shown = passing.filter(Boolean).length;
  return html`<div class="banner" role="status">
    ${icon('filter', 18)}<span>${t('map.filterOn', { shown, of: passing.length })}</span>
    <button @click=${() => void store.chooseFilter(NO_FILTER)}>${t('map.filterReset')}</button>
  </div>`;
}
