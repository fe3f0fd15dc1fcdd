// <zuschnitt-map>: the public map of released statistics, complete in itself, on our page and on any other.
import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Api } from '../api.ts';
import { formatDate } from '../i18n/format.ts';
import { followLanguage, localised, t } from '../i18n/i18n.ts';
import '../shell/empty-panel.ts';
import { loadFonts } from '../shell/fonts.ts';
import { icon } from '../shell/icons.ts';
import '../shell/notice-bar.ts';
import '../shell/progress-bar.ts';
import '../shell/sheet.ts';
import { cellExplanation, cellLabel, cellValue, measureTitle } from './cell-text.ts';
import { cellsCsv, saveFile } from './cells-csv.ts';
import { colourOf, signOf } from './classification.ts';
import type { ZoneFill } from './choropleth-layers.ts';
import { geographyText } from './legend-card.ts';
import { mapStyles } from './map-styles.ts';
import type { MapStage, Padding, StagePointer } from './map-stage.ts';
import './map-stage.ts';
import { MapStore } from './map-store.ts';
import './ranking-list.ts';
import type { SearchEntry } from './search-box.ts';
import './search-box.ts';
import { readAddress, writeAddress, type MapAddress } from './share-link.ts';
import { swatch } from './swatch.ts';
import './time-dock.ts';
import './topic-list.ts';
import type { ZoneLabel } from './zone-labels.ts';
import './zone-profile.ts';
import './zone-table.ts';

type Layout = 'wide' | 'medium' | 'narrow';
type Tab = 'zone' | 'ranking' | 'topics' | 'table';
const TABS = [
  { tab: 'zone', text: 'map.tabZone' },
  { tab: 'ranking', text: 'map.ranking' },
  { tab: 'topics', text: 'map.topics' },
  { tab: 'table', text: 'map.table' },
] as const;

/** Between the last step and the spoken sentence, so that quick steps are not all read out. */
const ANNOUNCE_MS = 500;
const MOST_STRIP_PX = 150;

/**
 * Attributes: `base-url` (server, default the page's own), `account` (default the public), `geography`, `statistic`,
 * `date` to begin with, `sync-url` keeps the view in the page's address. Fires `zone-select` with the zone's id or null.
 */
@customElement('zuschnitt-map')
export class ZuschnittMap extends LitElement {
  @property({ attribute: 'base-url' }) baseUrl = '';
  @property() account: string | undefined;
  @property() geography: string | undefined;
  @property() statistic: string | undefined;
  @property() date: string | undefined;
  @property({ type: Boolean, attribute: 'sync-url' }) syncUrl = false;

  @state() private layout: Layout = 'wide';
  @state() private pointer: StagePointer | null = null;
  @state() private tab: Tab = 'zone';
  @state() private drawerOpen = false;
  @state() private announcement = '';
  @state() private linkCopied = false;
  @state() private stripHeight = 106;
  private store!: MapStore;
  private announceTimer: ReturnType<typeof setTimeout> | undefined;
  private readonly observer = new ResizeObserver(([entry]) => this.onResize(entry?.contentRect.width ?? 0));

  static override styles = mapStyles;

  constructor() {
    super();
    followLanguage(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void loadFonts();
    this.observer.observe(this);
    this.onResize(this.getBoundingClientRect().width);
    const api = new Api({ baseUrl: this.baseUrl, account: () => this.account });
    this.store = new MapStore(api, () => this.onStoreChange());
    void this.begin();
  }

  private async begin(): Promise<void> {
    await this.store.start(this.wanted());
    this.drawerOpen = this.store.selected >= 0;
    await this.updateComplete;
    this.renderRoot.querySelector<MapStage>('zs-map-stage')?.reveal(this.store.selected);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer.disconnect();
    clearTimeout(this.announceTimer);
  }

  private wanted(): MapAddress {
    const own: MapAddress = { geography: this.geography, statistic: this.statistic, date: this.date };
    if (!this.syncUrl) return own;
    const fromUrl = Object.entries(readAddress(location.search)).filter(([, value]) => value !== undefined);
    return { ...own, ...Object.fromEntries(fromUrl) };
  }

  private onResize(width: number): void {
    if (width > 0) this.layout = width < 700 ? 'narrow' : width < 1400 ? 'medium' : 'wide';
    this.dataset.layout = this.layout;
  }

  private onStoreChange(): void {
    this.requestUpdate();
    if (!this.syncUrl || this.store.measure === undefined) return;
    const search = writeAddress(this.store.address());
    if (search !== location.search.slice(1)) history.replaceState(null, '', `${location.pathname}?${search}`);
    document.title = `${measureTitle(this.store.measure)} – ${t('shell.navMap')} – ${t('shell.product')}`;
  }

  private announce(text: string): void {
    clearTimeout(this.announceTimer);
    this.announceTimer = setTimeout(() => (this.announcement = text), ANNOUNCE_MS);
  }

  private zoneSentence(zone: number): string {
    const { table, measure, cells, date } = this.store;
    const own = table?.zones[zone];
    const cell = cells[zone];
    if (own === undefined || cell === undefined || measure === undefined) return '';
    return t('map.zoneSentence', { zone: own.name, value: cellValue(cell, measure), date: formatDate(date) });
  }

  private select(zone: number): void {
    this.store.select(zone);
    this.drawerOpen = zone >= 0;
    if (zone >= 0) this.tab = this.tab === 'table' ? 'table' : 'zone';
    this.renderRoot.querySelector<MapStage>('zs-map-stage')?.reveal(zone);
    this.announce(zone < 0 ? t('map.nothingSelected') : this.zoneSentence(zone));
    this.dispatchEvent(new CustomEvent('zone-select', { detail: this.store.table?.zones[zone]?.zone ?? null, bubbles: true, composed: true }));
  }

  private showDate(date: string): void {
    this.store.showDate(date);
    this.announce(this.store.selected >= 0 ? this.zoneSentence(this.store.selected) : formatDate(date));
  }

  private searchEntries(): SearchEntry[] {
    const { offer, table, measure, cells } = this.store;
    if (offer === undefined || table === undefined || measure === undefined) return [];
    return [
      ...offer.statistics.map((statistic) => ({ id: `statistic:${statistic.statistic}`, group: t('map.topics'), text: localised(statistic.name), detail: '' })),
      ...table.zones.map((zone, index) => ({
        id: `zone:${index}`,
        group: this.store.geographyName,
        text: zone.name,
        detail: cellLabel(cells[index]!, measure),
      })),
    ];
  }

  private onSearch(id: string): void {
    const [kind, value] = id.split(/:(.*)/s) as [string, string];
    if (kind === 'zone') this.select(Number(value));
    else this.store.chooseStatistic(value);
  }

  private async copyLink(): Promise<void> {
    const url = new URL(location.href);
    url.search = writeAddress(this.store.address());
    try {
      await navigator.clipboard.writeText(url.href);
      this.linkCopied = true;
      this.announcement = t('map.linkCopied');
      setTimeout(() => (this.linkCopied = false), 2500);
    } catch {
      prompt(t('map.link'), url.href); // no clipboard without HTTPS: the link to copy by hand
    }
  }

  private saveCsv(): void {
    const { table, measure, offer } = this.store;
    if (table === undefined || measure === undefined || offer === undefined) return;
    saveFile(`${offer.geography.geography}-${measure.statistic.statistic}.csv`, 'text/csv', cellsCsv(table, measure));
  }

  private padding(): Padding {
    if (this.layout === 'wide') return [24, 412, 116, 364];
    if (this.layout === 'medium') return [64, this.drawerOpen && this.store.selected >= 0 ? 400 : 24, 116, 352];
    const height = this.getBoundingClientRect().height;
    return [this.stripHeight + 16, 12, Math.min(310, 0.48 * height) + 76, 12];
  }

  override updated(): void {
    if (this.layout === 'narrow') requestAnimationFrame(() => this.measureStrip());
  }

  private measureStrip(): void {
    const height = this.renderRoot.querySelector<HTMLElement>('.strip')?.offsetHeight ?? 0;
    // An opened legend covers the map for a while; only the strip itself takes place from it.
    if (height > 0 && height < MOST_STRIP_PX && height !== this.stripHeight) this.stripHeight = height;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('account') && this.hasUpdated) void this.store.start(this.store.address());
  }

  override render() {
    const { store } = this;
    return html`
      <div class="root" @keydown=${this.onKeyDown}>
        ${store.view === 'table' && this.layout !== 'narrow' ? nothing : this.renderStage()}
        ${this.layout === 'narrow' ? this.renderNarrow() : this.renderPanels()}
        <div class="messages">${this.renderMessages()}</div>
        ${this.renderTooltip()}
        <p class="visually-hidden" role="status" aria-live="polite">${this.announcement}</p>
      </div>
    `;
  }

  private onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'F6') return;
    // Round the regions: search, map, dock, profile.
    const regions = [...this.renderRoot.querySelectorAll<HTMLElement>('[data-region]')];
    const active = regions.findIndex((region) => region.contains((this.renderRoot as ShadowRoot).activeElement));
    const next = regions[(active + (event.shiftKey ? -1 : 1) + regions.length) % regions.length];
    const target = next?.shadowRoot?.querySelector<HTMLElement>('.map') ?? next;
    target?.focus();
    event.preventDefault();
  }

  private renderStage() {
    const { store } = this;
    const { measure, classification, cells, table } = store;
    const fills: ZoneFill[] = cells.map((cell) => colourOf(signOf(cell, classification), classification) ?? 'withheld');
    const labels: ZoneLabel[] =
      measure === undefined || table === undefined ? [] : table.zones.map(({ name }, zone) => ({ name: this.layout === 'narrow' ? '' : name, value: cellLabel(cells[zone]!, measure) }));
    return html`<zs-map-stage
      data-region
      .municipality=${store.municipality}
      .origin=${store.origin}
      .base=${store.base}
      .shapes=${store.shapes}
      .fills=${fills}
      .labels=${labels}
      .selected=${store.selected}
      .hovered=${store.hovered}
      .padding=${this.padding()}
      ?compact=${this.layout === 'narrow'}
      arrangement=${`${this.layout} ${this.layout === 'narrow' ? this.stripHeight : ''}`}
      .label=${measure === undefined ? t('shell.navMap') : t('map.mapLabel', { title: measureTitle(measure), geography: store.geographyName, date: formatDate(store.date) })}
      @zone-hover=${(event: CustomEvent<StagePointer | null>) => {
        this.pointer = event.detail;
        store.hover(event.detail?.zone ?? -1);
      }}
      @zone-select=${(event: CustomEvent<number>) => this.select(event.detail)}
      @zone-focus=${(event: CustomEvent<number>) => this.announce(this.zoneSentence(event.detail))}
    ></zs-map-stage>`;
  }

  private renderPanels() {
    const { store } = this;
    const showSide = this.layout === 'wide' || this.drawerOpen;
    return html`
      <section class="left panel" aria-label=${t('map.leftPanel')} data-region tabindex="-1">
        <div class="search">${this.renderSearch()}</div>
        <div class="scroll">
          <div class="legend">${this.renderLegend(false)}</div>
          ${this.renderTopics()}
        </div>
      </section>
      <div class="view panel segments-panel" role="group" aria-label=${t('map.view')}>
        <button aria-pressed=${store.view === 'map'} @click=${() => store.showView('map')}>${icon('map', 18)}${t('shell.navMap')}</button>
        <button aria-pressed=${store.view === 'table'} @click=${() => store.showView('table')}>${icon('table', 18)}${t('map.table')}</button>
        ${this.layout === 'medium' && !this.drawerOpen
          ? html`<button aria-pressed="false" @click=${() => (this.drawerOpen = true)}>${icon('chevronRight', 18)}${t('map.ranking')}</button>`
          : nothing}
      </div>
      ${store.view === 'table' ? html`<section class="table panel" aria-label=${t('map.table')} data-region tabindex="-1">${this.renderTable()}</section>` : nothing}
      ${showSide
        ? html`<section class="right panel" aria-label=${t('map.rightPanel')} data-region tabindex="-1">
            ${store.selected >= 0
              ? this.renderProfile()
              : this.layout === 'medium'
                ? html`<button class="icon-button drawer-close" aria-label=${t('shell.close')} @click=${() => (this.drawerOpen = false)}>${icon('close')}</button>`
                : nothing}
            ${this.renderRanking()}
          </section>`
        : nothing}
      <p class="source">${this.sourceText()}</p>
      <section class="dock panel" aria-label=${t('map.time')} data-region tabindex="-1" ?hidden=${store.dates.length === 0}>${this.renderDock(false)}</section>
    `;
  }

  private renderNarrow() {
    return html`
      <section class="strip panel" aria-label=${t('map.leftPanel')} data-region tabindex="-1">${this.renderLegend(true)}</section>
      <section class="dock panel" aria-label=${t('map.time')} data-region tabindex="-1" ?hidden=${this.store.dates.length < 2}>${this.renderDock(true)}</section>
      <zs-sheet data-region>
        <div class="tabs" slot="head" role="tablist" aria-label=${t('map.rightPanel')} @keydown=${this.onTabKey}>
          ${TABS.map(
            ({ tab, text }) => html`<button role="tab" id="tab-${tab}" aria-controls="tab-panel" aria-selected=${tab === this.tab} tabindex=${tab === this.tab ? 0 : -1} @click=${() => (this.tab = tab)}>${t(text)}</button>`,
          )}
        </div>
        <div id="tab-panel" role="tabpanel" aria-labelledby="tab-${this.tab}">${this.renderTab()}</div>
      </zs-sheet>
    `;
  }

  private onTabKey(event: KeyboardEvent): void {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (by === 0) return;
    const at = TABS.findIndex(({ tab }) => tab === this.tab);
    this.tab = TABS[(at + by + TABS.length) % TABS.length]!.tab;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`#tab-${this.tab}`)?.focus());
  }

  private renderTab() {
    if (this.tab === 'ranking') return this.renderRanking();
    if (this.tab === 'topics') return html`<div class="sheet-search">${this.renderSearch()}</div>${this.renderTopics()}`;
    if (this.tab === 'table') return this.renderTable();
    return this.store.selected >= 0
      ? html`${this.renderProfile()}<p class="sheet-source">${this.sourceText()}</p>`
      : html`<p class="hint">${t('map.tapHint')}</p><div class="sheet-search">${this.renderSearch()}</div><p class="sheet-source">${this.sourceText()}</p>`;
  }

  private renderSearch() {
    return html`<zs-search .entries=${this.searchEntries()} @choose=${(event: CustomEvent<string>) => this.onSearch(event.detail)}></zs-search>`;
  }

  private renderLegend(compact: boolean) {
    const { store } = this;
    return html`<zs-legend
      ?compact=${compact}
      .measure=${store.measure}
      .populationName=${store.populationName}
      .classification=${store.classification}
      .cells=${store.cells}
      .date=${store.date}
      .geographyName=${store.geographyName}
    >
      <div class="choices">
        <select aria-label=${t('map.geography')} @change=${(event: Event) => void store.showOffer(store.offers[Number((event.target as HTMLSelectElement).value)]!)}>
          ${store.offers.map(
            (offer, index) => html`<option value=${index} ?selected=${offer === store.offer}>
              ${geographyText(offer.geography.name, offer.version.zones)}${store.offers.filter((other) => other.geography === offer.geography).length > 1 ? ` (${offer.version.title})` : ''}
            </option>`,
          )}
        </select>
        <div class="actions">
          <button class="icon-button" title=${t('map.csv')} aria-label=${t('map.csv')} @click=${this.saveCsv}>${icon('download')}</button>
          <button class="icon-button" title=${t('map.link')} aria-label=${t('map.link')} @click=${this.copyLink}>${icon(this.linkCopied ? 'check' : 'link')}</button>
          <button class="icon-button wide-only" title=${t('map.print')} aria-label=${t('map.print')} @click=${() => window.print()}>${icon('printer')}</button>
        </div>
      </div>
      ${store.canShare
        ? html`<div class="segments kinds" role="group" aria-label=${t('map.measure')}>
            <button aria-pressed=${store.measure?.kind === 'share'} @click=${() => store.chooseKind('share')}>${t('map.share')}</button>
            <button aria-pressed=${store.measure?.kind === 'count'} @click=${() => store.chooseKind('count')}>${t('map.unitCount')}</button>
          </div>`
        : nothing}
    </zs-legend>`;
  }

  private renderTopics() {
    const { store } = this;
    return html`<zs-topics
      .statistics=${store.offer?.statistics ?? []}
      .table=${store.table}
      .selected=${store.measure?.statistic.statistic ?? ''}
      @choose=${(event: CustomEvent<string>) => store.chooseStatistic(event.detail)}
    ></zs-topics>`;
  }

  private renderProfile() {
    const { store } = this;
    return html`<zs-profile
      .table=${store.table}
      .measure=${store.measure}
      .classification=${store.classification}
      .date=${store.date}
      .zone=${store.selected}
      .geographyName=${store.geographyName}
      .populationName=${store.populationName}
      .versionTitle=${store.offer?.version.title ?? ''}
      @close=${() => this.select(-1)}
    ></zs-profile>`;
  }

  private renderRanking() {
    const { store } = this;
    return html`<zs-ranking
      .table=${store.table}
      .measure=${store.measure}
      .classification=${store.classification}
      .date=${store.date}
      .selected=${store.selected}
      .hovered=${store.hovered}
      @zone-select=${(event: CustomEvent<number>) => this.select(event.detail)}
      @zone-hover=${(event: CustomEvent<number>) => store.hover(event.detail)}
    ></zs-ranking>`;
  }

  private renderTable() {
    const { store } = this;
    return html`<zs-zone-table
      .table=${store.table}
      .measure=${store.measure}
      .classification=${store.classification}
      .date=${store.date}
      .geographyName=${store.geographyName}
      .populationName=${store.populationName}
      .selected=${store.selected}
      @zone-select=${(event: CustomEvent<number>) => this.select(event.detail)}
    ></zs-zone-table>`;
  }

  private renderDock(compact: boolean) {
    const { store } = this;
    return html`<zs-time-dock
      ?compact=${compact}
      .dates=${store.dates}
      .date=${store.date}
      .totals=${store.totals}
      @date-change=${(event: CustomEvent<string>) => this.showDate(event.detail)}
    ></zs-time-dock>`;
  }

  private sourceText(): string {
    const { measure, releaseNumbers } = this.store;
    if (measure === undefined) return '';
    const source = measure.statistic.source === '' ? '' : `${t('map.source', { source: measure.statistic.source })}; `;
    return `${source}${t('map.release', { number: releaseNumbers.join(', ') })}`;
  }

  private renderTooltip() {
    const { store, pointer } = this;
    const zone = pointer?.zone ?? -1;
    const own = store.table?.zones[zone];
    const cell = store.cells[zone];
    if (pointer === null || own === undefined || cell === undefined || store.measure === undefined || this.layout === 'narrow' || store.view === 'table') return nothing;
    const box = this.getBoundingClientRect();
    const flipX = pointer.x > box.width - 520;
    const flipY = pointer.y > box.height - 220;
    const x = flipX ? `right:${box.width - pointer.x + 14}px` : `left:${pointer.x + 14}px`;
    const y = flipY ? `bottom:${box.height - pointer.y + 14}px` : `top:${pointer.y + 14}px`;
    const explanation = cellExplanation(cell);
    return html`<div class="tooltip panel" style="${x};${y}" aria-hidden="true">
      <b>${swatch(signOf(cell, store.classification), store.classification, 22, 14, true)}${own.name}</b>
      ${explanation === '' ? html`<span>${cellValue(cell, store.measure)}</span>` : html`<p>${explanation}</p>`}
    </div>`;
  }

  private renderMessages() {
    const { store } = this;
    if (store.problem !== undefined) {
      return html`<zs-notice
        kind=${store.problem.isOffline ? 'offline' : 'danger'}
        heading=${store.problem.isOffline ? t('shell.offline') : t('shell.error')}
        text=${store.problem.isOffline ? '' : store.problem.message}
        action-text=${t('shell.retry')}
        @action=${() => void store.start(store.measure === undefined ? this.wanted() : store.address())}
      ></zs-notice>`;
    }
    if (store.loading === undefined && store.offers.length === 0) {
      return html`<zs-empty class="panel" sign="map" heading=${t('map.nothingReleased')} text=${t('map.nothingReleasedText')}>
        <a class="button secondary" href="/editor">${t('map.toEditor')}</a>
      </zs-empty>`;
    }
    return html`<zs-progress
      ?active=${store.loading !== undefined}
      words=${store.loading === 'start' ? t('map.loadingStart') : t('map.loadingValues')}
      cancellable
      @cancel=${() => store.cancel()}
    ></zs-progress>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'zuschnitt-map': ZuschnittMap;
  }
}
