// <zuschnitt-map>: the public map of released statistics, complete in itself, on our page and on any other.
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Api } from '../api.ts';
import { formatDate } from '../i18n/format.ts';
import { followLanguage, t } from '../i18n/i18n.ts';
import { loadFonts } from '../shell/fonts.ts';
import { icon } from '../shell/icons.ts';
import '../shell/sheet.ts';
import { cellLabel, cellValue, measureTitle } from './cell-text.ts';
import { cellsCsv, saveFile } from './cells-csv.ts';
import { colourOf, signOf } from './classification.ts';
import type { ZoneFill } from './choropleth-layers.ts';
import './legend-card.ts';
import { mapChoices } from './map-choices.ts';
import { mapMessages, mapTooltip } from './map-messages.ts';
import { dockPart, profilePart, rankingPart, tablePart, topicsPart } from './map-parts.ts';
import { mapStyles } from './map-styles.ts';
import type { MapStage, Padding, StagePointer } from './map-stage.ts';
import './map-stage.ts';
import { MapStore } from './map-store.ts';
import './search-box.ts';
import { searchEntries } from './search-entries.ts';
import { readAddress, writeAddress, type MapAddress } from './share-link.ts';
import type { ZoneLabel } from './zone-labels.ts';

/** `paper`: while the page is printed by its button. */
type Layout = 'wide' | 'medium' | 'narrow' | 'paper';
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
 * Attributes: `base-url` (server, default the page's own), `geography`, `statistic`,
 * `date` to begin with, `sync-url` keeps the view in the page's address. Fires `zone-select` with the zone's id or null.
 */
@customElement('zuschnitt-map')
export class ZuschnittMap extends LitElement {
  @property({ attribute: 'base-url' }) baseUrl = '';
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
    const api = new Api({ baseUrl: this.baseUrl });
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
    if (this.layout === 'paper') return;
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

  /** Map beside title and legend on one sheet, figures on the next. The map has to be drawn in that size before it is printed. */
  private async print(): Promise<void> {
    this.store.showView('map');
    this.layout = 'paper';
    this.dataset.layout = 'paper';
    await this.updateComplete;
    for (let frame = 0; frame < 3; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
    window.print();
    this.layout = 'wide';
    this.onResize(this.getBoundingClientRect().width);
  }

  private saveCsv(): void {
    const { table, measure, offer } = this.store;
    if (table === undefined || measure === undefined || offer === undefined) return;
    saveFile(`${offer.geography.geography}-${measure.statistic.statistic}.csv`, 'text/csv', cellsCsv(table, measure));
  }

  private padding(): Padding {
    if (this.layout === 'wide') return [24, 412, 116, 364];
    if (this.layout === 'medium') return [64, this.drawerOpen ? 412 : 24, 116, 352];
    if (this.layout === 'paper') return [16, 16, 16, 16];
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

  override render() {
    const { store } = this;
    return html`
      <div class="root" @keydown=${this.onKeyDown}>
        ${store.view === 'table' && this.layout !== 'narrow' ? nothing : this.renderStage()}
        ${this.layout === 'narrow' ? this.renderNarrow() : this.renderPanels()}
        <div class="messages">${mapMessages(store, () => void store.start(store.measure === undefined ? this.wanted() : store.address()))}</div>
        ${this.layout === 'narrow' || store.view === 'table' ? nothing : mapTooltip(store, this.pointer, this.getBoundingClientRect())}
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
    const fills: ZoneFill[] = cells.map((cell) => (cell.state === 'withheld' ? 'withheld' : colourOf(signOf(cell, classification), classification)));
    const lowerBounds = new Set(cells.flatMap((cell, zone) => (cell.state === 'atLeast' ? [zone] : [])));
    const labels: ZoneLabel[] =
      measure === undefined || table === undefined ? [] : table.zones.map(({ name }, zone) => ({ name: this.layout === 'narrow' ? '' : name, value: cellLabel(cells[zone]!, measure) }));
    return html`<zs-map-stage
      data-region
      .municipality=${store.municipality}
      .origin=${store.origin}
      .base=${store.base}
      .shapes=${store.shapes}
      .fills=${fills}
        .lowerBounds=${lowerBounds}
      .labels=${labels}
      .selected=${store.selected}
      .hovered=${store.hovered}
      .padding=${this.padding()}
      ?compact=${this.layout === 'narrow'}
      ?paper=${this.layout === 'paper'}
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
    const showSide = store.table !== undefined && (this.layout !== 'medium' || this.drawerOpen);
    return html`
      <section class="left panel" aria-label=${t('map.leftPanel')} data-region tabindex="-1">
        <div class="search">${this.renderSearch()}</div>
        <div class="scroll">
          ${store.table === undefined ? nothing : html`<div class="legend">${this.renderLegend(false)}</div>${topicsPart(store)}`}
        </div>
      </section>
      <div class="view panel segments-panel" role="group" aria-label=${t('map.view')}>
        <button aria-pressed=${store.view === 'map'} @click=${() => store.showView('map')}>${icon('map', 18)}${t('shell.navMap')}</button>
        <button aria-pressed=${store.view === 'table'} @click=${() => store.showView('table')}>${icon('table', 18)}${t('map.table')}</button>
        ${this.layout === 'medium' && !this.drawerOpen
          ? html`<button aria-pressed="false" @click=${() => (this.drawerOpen = true)}>${icon('chevronRight', 18)}${t('map.ranking')}</button>`
          : nothing}
      </div>
      ${store.view === 'table' ? html`<section class="table panel" aria-label=${t('map.table')} data-region tabindex="-1">${tablePart(store, (zone) => this.select(zone))}</section>` : nothing}
      ${showSide
        ? html`<section class="right panel" aria-label=${t('map.rightPanel')} data-region tabindex="-1">
            ${store.selected >= 0
              ? profilePart(store, () => this.select(-1))
              : this.layout === 'medium'
                ? html`<button class="icon-button drawer-close" aria-label=${t('shell.close')} @click=${() => (this.drawerOpen = false)}>${icon('close')}</button>`
                : nothing}
            ${rankingPart(store, (zone) => this.select(zone))}
          </section>`
        : nothing}
      <p class="source" ?hidden=${store.measure === undefined}>${this.sourceText()}</p>
      <section class="dock panel" aria-label=${t('map.time')} data-region tabindex="-1" ?hidden=${store.dates.length === 0}>${dockPart(store, false, (date) => this.showDate(date))}</section>
    `;
  }

  private renderNarrow() {
    const { store } = this;
    return html`
      <section class="strip panel" ?hidden=${store.measure === undefined} aria-label=${t('map.leftPanel')} data-region tabindex="-1">${this.renderLegend(true)}</section>
      <section class="dock panel" aria-label=${t('map.time')} data-region tabindex="-1" ?hidden=${store.dates.length < 2}>${dockPart(store, true, (date) => this.showDate(date))}</section>
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
    const { store } = this;
    if (this.tab === 'ranking') return rankingPart(store, (zone) => this.select(zone));
    if (this.tab === 'topics') return html`<div class="sheet-search">${this.renderSearch()}</div>${topicsPart(store)}`;
    if (this.tab === 'table') return tablePart(store, (zone) => this.select(zone));
    return store.selected >= 0
      ? html`${profilePart(store, () => this.select(-1))}<p class="sheet-source">${this.sourceText()}</p>`
      : html`<p class="hint">${t('map.tapHint')}</p><div class="sheet-search">${this.renderSearch()}</div><p class="sheet-source">${this.sourceText()}</p>`;
  }

  private renderSearch() {
    return html`<zs-search .entries=${searchEntries(this.store)} @choose=${(event: CustomEvent<string>) => this.onSearch(event.detail)}></zs-search>`;
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
      ${mapChoices(store, { linkCopied: this.linkCopied, copyLink: () => void this.copyLink(), saveCsv: () => this.saveCsv(), print: () => void this.print() })}
    </zs-legend>`;
  }

  private sourceText(): string {
    const { measure, releaseNumbers } = this.store;
    if (measure === undefined) return '';
    const source = measure.statistic.source === '' ? '' : `${t('map.source', { source: measure.statistic.source })}; `;
    return `${source}${t('map.release', { number: releaseNumbers.join(', ') })}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'zuschnitt-map': ZuschnittMap;
  }
}
