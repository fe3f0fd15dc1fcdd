// Where the parts of the map page stand: in columns with a dock, or as strip, time bar and sheet on a small screen.
import { html, nothing, type TemplateResult } from 'lit';
import { formatDate } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import { icon } from '../shell/icons.ts';
import './legend-card.ts';
import { mapChoices } from './map-choices.ts';
import { isActive } from './map-filter.ts';
import { chartsPart, dockPart, profilePart, tablePart, topicsPart } from './map-parts.ts';
import { whatText } from './map-words.ts';
import { searchEntries } from './search-entries.ts';
import { filterBanner, sidePanel } from './side-panels.ts';
import './swipe-handle.ts';
import { swipeChoice, swipeTags } from './swipe-legends.ts';
import type { ZuschnittMap } from './zuschnitt-map.ts';

/** `paper`: while the page is printed by its button. */
export type Layout = 'wide' | 'medium' | 'narrow' | 'paper';
export type Tab = 'zone' | 'ranking' | 'topics' | 'table';
export type PanelName = '' | 'classes' | 'filter' | 'sheet' | 'share' | 'layers';

const TABS = [
  { tab: 'zone', text: 'map.tabZone' },
  { tab: 'ranking', text: 'map.ranking' },
  { tab: 'topics', text: 'map.themes' },
  { tab: 'table', text: 'map.table' },
] as const;

/** Before and behind the time line in the order of the page, which the Tab key follows. */
export interface Panels {
  readonly before: TemplateResult;
  readonly behind: TemplateResult | typeof nothing;
}

/** The time line goes with the map, the panels may come after it. */
export function renderDock(page: ZuschnittMap) {
  const { store } = page;
  const compact = page.layout === 'narrow';
  return html`<section class="dock panel" aria-label=${t('map.time')} data-region tabindex="-1" ?hidden=${store.dates.length < (compact ? 2 : 1)}>
    ${dockPart(store, compact, (date) => page.showDate(date), compact ? nothing : compareButton(page))}
  </section>`;
}

export function renderWide(page: ZuschnittMap): Panels {
  const { store } = page;
  const showSide = store.view !== undefined && (page.layout !== 'medium' || page.drawerOpen);
  const before = html`
    <section class="left panel" aria-label=${t('map.leftPanel')} data-region tabindex="-1">
      <div class="search">${searchPart(page)}</div>
      <div class="scroll">${store.view === undefined ? nothing : html`<div class="legend">${legendPart(page, false)}</div>${topicsPart(store)}`}</div>
    </section>
    <div class="view panel" role="group" aria-label=${t('map.view')}>
      <button aria-pressed=${store.mode === 'map'} @click=${() => store.showMode('map')}>${icon('map', 18)}${t('shell.navMap')}</button>
      <button aria-pressed=${store.mode === 'table'} @click=${() => store.showMode('table')}>${icon('table', 18)}${t('map.table')}</button>
      ${toolButtons(page)}
      ${page.layout === 'medium' && !page.drawerOpen ? html`<button aria-pressed="false" @click=${() => (page.drawerOpen = true)}>${icon('chevronRight', 18)}${t('map.ranking')}</button>` : nothing}
    </div>
    ${filterBanner(store)} ${sidePanel(page)}
    ${store.mode === 'table' ? html`<section class="table panel" aria-label=${t('map.table')} data-region tabindex="-1">${tablePart(store, (zone) => page.select(zone))}</section>` : swipePart(page)}
    ${showSide
      ? html`<section class="right panel" aria-label=${t('map.rightPanel')} data-region tabindex="-1">
          ${page.layout === 'wide' ? swipeChoice(store) : nothing}
          ${store.selected >= 0
            ? profilePart(store, () => page.select(-1))
            : page.layout === 'medium'
              ? html`<button class="icon-button drawer-close" aria-label=${t('shell.close')} @click=${() => (page.drawerOpen = false)}>${icon('close')}</button>`
              : nothing}
          ${chartsPart(store)}
        </section>`
      : nothing}
    <p class="source" ?hidden=${store.view === undefined}>${page.sourceText()}</p>
  `;
  return { before, behind: nothing };
}

export function renderNarrow(page: ZuschnittMap): Panels {
  const { store } = page;
  const before = html`
    <section class="strip panel" ?hidden=${store.view === undefined} aria-label=${t('map.leftPanel')} data-region tabindex="-1">${legendPart(page, true)}</section>
    ${filterBanner(store)} ${swipePart(page)}
  `;
  const behind = html`
    <zs-sheet data-region>
      <div class="tabs" slot="head" role="tablist" aria-label=${t('map.rightPanel')} @keydown=${(event: KeyboardEvent) => onTabKey(event, page)}>
        ${TABS.map(
          ({ tab, text }) => html`<button role="tab" id="tab-${tab}" aria-controls="tab-panel" aria-selected=${tab === page.tab} tabindex=${tab === page.tab ? 0 : -1} @click=${() => (page.tab = tab)}>${t(text)}</button>`,
        )}
      </div>
      <div id="tab-panel" role="tabpanel" aria-labelledby="tab-${page.tab}">${tabPart(page)}</div>
    </zs-sheet>
    ${sidePanel(page)}
  `;
  return { before, behind };
}

function onTabKey(event: KeyboardEvent, page: ZuschnittMap): void {
  const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  if (by === 0) return;
  const at = TABS.findIndex(({ tab }) => tab === page.tab);
  page.tab = TABS[(at + by + TABS.length) % TABS.length]!.tab;
  void page.updateComplete.then(() => page.renderRoot.querySelector<HTMLElement>(`#tab-${page.tab}`)?.focus());
}

function tabPart(page: ZuschnittMap) {
  const { store } = page;
  if (page.tab === 'ranking') return chartsPart(store);
  if (page.tab === 'topics') return html`<div class="sheet-search">${searchPart(page)}</div>${topicsPart(store)}`;
  if (page.tab === 'table') return tablePart(store, (zone) => page.select(zone));
  return store.selected >= 0
    ? html`${profilePart(store, () => page.select(-1))}<p class="sheet-source">${page.sourceText()}</p>`
    : html`<p class="hint">${t('map.tapHint')}</p><div class="sheet-search">${searchPart(page)}</div><p class="sheet-source">${page.sourceText()}</p>`;
}

function searchPart(page: ZuschnittMap) {
  return html`<zs-search label=${t('map.searchLabel')} .entries=${[...searchEntries(page.store), ...page.addresses.found]} @query=${(event: CustomEvent<string>) => void page.addresses.ask(event.detail, page.store.municipality!)} @choose=${(event: CustomEvent<string>) => page.onSearch(event.detail)}></zs-search>`;
}

function toolButtons(page: ZuschnittMap) {
  const { store, panel } = page;
  return html`<button class="tool" aria-expanded=${panel === 'filter'} @click=${() => page.openPanel('filter')}>${icon('filter', 18)}${t('map.filter')}${isActive(store.filter) ? html`<span class="dot"></span>` : nothing}</button>
    <button class="tool" aria-expanded=${panel === 'layers'} @click=${() => page.openPanel('layers')}>${icon('layers', 18)}${t('map.layers')}</button>`;
}

function compareButton({ store }: ZuschnittMap) {
  const { swipe } = store;
  return html`<button class="button quiet compare" aria-pressed=${swipe.active} @click=${() => (swipe.active ? swipe.close() : void swipe.open())}>${icon('compare', 18)}${t('map.compare')}</button>`;
}

function swipePart(page: ZuschnittMap) {
  const { store } = page;
  if (!store.swipe.active || store.view === undefined) return nothing;
  return html`<zs-swipe-handle .place=${store.swipe.place} @place=${(event: CustomEvent<number>) => store.swipe.move(event.detail)}></zs-swipe-handle>${swipeTags(store)}${page.layout !== 'medium' ? nothing : html`<div class="other-float panel">${swipeChoice(store)}</div>`}`;
}

function legendPart(page: ZuschnittMap, compact: boolean) {
  const { store } = page;
  const { view } = store;
  return html`<zs-legend
    ?compact=${compact}
    .view=${view}
    .what=${view === undefined ? '' : whatText(view, store.form, store.statistics)}
    .passing=${store.passing}
    .geographyName=${store.geographyName}
    @change-classes=${() => page.openPanel('classes')}
  >
    ${mapChoices(store, { panel: page.panel, openPanel: (panel) => page.openPanel(panel) })}
    ${compact ? html`<div class="tools">${toolButtons(page)}${compareButton(page)}</div>${swipeChoice(store)}` : nothing}
    ${page.layout === 'paper' ? html`<p class="paper-note">${store.cutTitle} · ${formatDate(store.date)}</p>` : nothing}
  </zs-legend>`;
}
