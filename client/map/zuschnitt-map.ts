// <zuschnitt-map>: the public map of released indicators, complete in itself, on our page and on any other.
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Api } from '../api.ts';
import { AddressSearch } from './address-search.ts';
import { formatDate } from '../i18n/format.ts';
import { followLanguage, t } from '../i18n/i18n.ts';
import { loadFonts } from '../shell/fonts.ts';
import '../shell/sheet.ts';
import type { IndicatorView } from './indicator-view.ts';
import { LatePanels } from './late-panels.ts';
import { mapMessages, mapTooltip } from './map-messages.ts';
import { renderDock, renderNarrow, renderWide, type Layout, type PanelName, type Panels, type Tab } from './map-panels.ts';
import { profilePagePart } from './map-parts.ts';
import { printPage } from './map-print.ts';
import { mapStyles } from './map-styles.ts';
import type { MapStage, Padding, StagePointer } from './map-stage.ts';
import './map-stage.ts';
import { MapStore } from './map-store.ts';
import { measureLong, titleOf } from './measure-text.ts';
import './search-box.ts';
import type { Take } from './share-panel.ts';
import { copyLink, saveCsv, saveGeoJson, savePicture } from './take-along.ts';
import { readAddress, writeAddress, type MapAddress, type Place } from './share-link.ts';
import { stageSides, type StageSides } from './stage-sides.ts';
import { sourceText } from './map-words.ts';
import { zoneAt } from './zone-shapes.ts';

/** Between the last step and the spoken sentence, so that quick steps are not all read out. */
const ANNOUNCE_MS = 500;
/** An address is shown so near that its streets can be told. */
const ADDRESS_M_PX = 2;
/** A slider that is dragged would else write hundreds of addresses, and Safari allows a hundred in half a minute. */
const ADDRESS_MS = 120;
const MOST_STRIP_PX = 150;

/**
 * Attributes: `base-url` (server, default the page's own), `geography`, `indicator` (or `statistic`, of pages from before there were indicators),
 * `date` to begin with, `sync-url` keeps the view in the page's address. Fires `zone-select` with the zone's id or null.
 */
@customElement('zuschnitt-map')
export class ZuschnittMap extends LitElement {
  @property({ attribute: 'base-url' }) baseUrl = '';
  @property() geography: string | undefined;
  @property() indicator: string | undefined;
  @property() statistic: string | undefined;
  @property() date: string | undefined;
  @property({ type: Boolean, attribute: 'sync-url' }) syncUrl = false;

  @state() layout: Layout = 'wide';
  @state() tab: Tab = 'zone';
  @state() drawerOpen = false;
  /** Which panel lies beside the legend: classes, filter, sheet, share. */
  @state() panel: PanelName = '';
  @state() linkCopied = false;
  /** While a picture is drawn. */
  @state() busy = false;
  @state() private pointer: StagePointer | null = null;
  @state() private announcement = '';
  @state() private stripHeight = 106;
  store!: MapStore;
  addresses!: AddressSearch;
  private announceTimer: ReturnType<typeof setTimeout> | undefined;
  private addressTimer: ReturnType<typeof setTimeout> | undefined;
  /** What opened the panel gets the focus back. */
  private opener: HTMLElement | undefined;
  private readonly panels = new LatePanels<Panels>(this);
  private drawn: IndicatorView | undefined;
  private readonly observer = new ResizeObserver(([entry]) => this.onResize(entry?.contentRect.width ?? 0));

  static override styles = mapStyles;

  constructor() {
    super();
    followLanguage(this);
    this.addEventListener('select-zone', (event) => this.select((event as CustomEvent<number>).detail));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void loadFonts();
    this.observer.observe(this);
    this.onResize(this.getBoundingClientRect().width);
    const api = new Api({ baseUrl: this.baseUrl });
    this.store = new MapStore(api, () => this.onStoreChange());
    this.addresses = new AddressSearch(api, () => this.requestUpdate());
    void this.begin();
  }

  private async begin(): Promise<void> {
    await this.store.start(this.wanted());
    // Who opened the drawer meanwhile keeps it; a link to a chart is about the chart, where there is room for one thing only.
    this.drawerOpen ||= this.store.selected >= 0 || this.store.chart !== '';
    if (this.store.chart !== '' && this.tab === 'zone') this.tab = 'ranking';
    await this.updateComplete;
    if (this.store.place === undefined) this.stage?.reveal(this.store.selected);
  }

  get stage(): MapStage | null {
    return this.renderRoot.querySelector<MapStage>('zs-map-stage');
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer.disconnect();
    clearTimeout(this.announceTimer);
    clearTimeout(this.addressTimer);
  }

  private wanted(): MapAddress {
    const own: MapAddress = { geography: this.geography, indicator: this.indicator, statistic: this.statistic, date: this.date };
    if (!this.syncUrl) return own;
    const fromUrl = Object.entries(readAddress(location.search)).filter(([, value]) => value !== undefined);
    return { ...own, ...Object.fromEntries(fromUrl) };
  }

  retry(): void {
    void this.store.start(this.store.view === undefined ? this.wanted() : this.store.address());
  }

  private onResize(width: number): void {
    if (this.layout === 'paper') return;
    if (width > 0) this.layout = width < 700 ? 'narrow' : width < 1400 ? 'medium' : 'wide';
    this.dataset.layout = this.layout;
  }

  private onStoreChange(): void {
    this.requestUpdate();
    const { view } = this.store;
    if (view !== this.drawn && this.store.mode === 'map') this.panels.letMapGoFirst();
    this.drawn = view;
    if (!this.syncUrl || view === undefined || this.store.loading !== undefined) return;
    clearTimeout(this.addressTimer);
    this.addressTimer = setTimeout(() => this.writeAddress(), ADDRESS_MS);
    document.title = `${titleOf(view.indicator)} – ${t('shell.navMap')} – ${t('shell.product')}`;
  }

  private writeAddress(): void {
    const search = writeAddress(this.store.address());
    if (search !== location.search.slice(1)) history.replaceState(null, '', `${location.pathname}?${search}`);
  }

  announce(text: string): void {
    clearTimeout(this.announceTimer);
    this.announceTimer = setTimeout(() => (this.announcement = text), ANNOUNCE_MS);
  }

  private zoneSentence(zone: number): string {
    const { view } = this.store;
    const own = view?.zones[zone];
    const measure = view?.measures[zone];
    if (view === undefined || own === undefined || measure === undefined) return '';
    return t('map.zoneSentence', { zone: own.name, value: measureLong(measure, view.numbers), date: formatDate(view.date) });
  }

  select(zone: number): void {
    this.store.select(zone);
    this.drawerOpen = zone >= 0;
    if (zone >= 0) this.tab = this.tab === 'table' ? 'table' : 'zone';
    this.stage?.reveal(zone);
    this.announce(zone < 0 ? t('map.nothingSelected') : this.zoneSentence(zone));
    this.dispatchEvent(new CustomEvent('zone-select', { detail: this.store.zones[zone]?.zone ?? null, bubbles: true, composed: true }));
  }

  showDate(date: string): void {
    this.store.showDate(date);
    this.announce(this.store.selected >= 0 ? this.zoneSentence(this.store.selected) : formatDate(date));
  }

  onSearch(id: string): void {
    const [kind, value] = id.split(/:(.*)/s) as [string, string];
    if (kind === 'zone') this.select(Number(value));
    else if (kind === 'place') this.goTo(value.split(',').map(Number) as [number, number]);
    else void this.store.chooseIndicator(value);
  }

  /** To an address, with the zone that it lies in. */
  private goTo([x, y]: readonly [number, number]): void {
    this.stage?.goTo([x, y, ADDRESS_M_PX]);
    this.select(zoneAt(this.store.shapes, x, y));
  }

  /** What the panel of files and links offers. */
  async take(what: Take): Promise<void> {
    const { store } = this;
    if (what === 'csv') saveCsv(store);
    else if (what === 'geojson') await saveGeoJson(store).catch((error: unknown) => store.fail(error));
    else if (what === 'print') await this.print();
    else if (what === 'link') {
      this.linkCopied = await copyLink(store);
      if (!this.linkCopied) return;
      this.announcement = t('map.linkCopied');
      setTimeout(() => (this.linkCopied = false), 2500);
    } else if (!this.busy) {
      this.busy = true;
      await savePicture(store, this.renderRoot as ShadowRoot).finally(() => (this.busy = false));
    }
  }

  openPanel(panel: PanelName): void {
    if (panel === 'sheet') void this.store.loadReleases();
    this.opener = deepFocus(this.renderRoot as ShadowRoot);
    this.panel = this.panel === panel ? '' : panel;
  }

  closePanel(): void {
    this.panel = '';
    void this.updateComplete.then(() => this.opener?.focus());
  }

  /** Map beside title and legend on one sheet, figures on the next. The map has to be drawn in that size before it is printed. */
  async print(): Promise<void> {
    this.panel = '';
    this.store.showMode('map');
    await printPage(this, (paper) => {
      this.layout = paper ? 'paper' : 'wide';
      this.dataset.layout = this.layout;
      if (!paper) this.onResize(this.getBoundingClientRect().width);
    });
  }

  private padding(): Padding {
    if (this.layout === 'wide') return [64, 412, 116, 364];
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
    const profile = profilePagePart(store);
    this.toggleAttribute('data-profile', profile !== undefined);
    if (profile !== undefined) return html`<div class="root">${profile}</div>`;
    const narrow = this.layout === 'narrow';
    const sides = stageSides(store, narrow);
    const pointed = this.pointer?.side === 1 ? store.swipe.view : store.view;
    const { before, behind } = this.panels.render(() => (narrow ? renderNarrow(this) : renderWide(this)));
    return html`
      <div class="root" @keydown=${this.onKeyDown}>
        ${store.mode === 'table' && !narrow ? nothing : this.renderStage(sides)}
        ${before} ${renderDock(this)} ${behind}
        <div class="messages">${mapMessages(store, () => this.retry())}</div>
        ${narrow || store.mode === 'table' || this.pointer === null ? nothing : mapTooltip(pointed, this.pointer, this.getBoundingClientRect())}
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

  private renderStage({ side, second }: StageSides) {
    const { store } = this;
    const { view, swipe } = store;
    /** Of the shown side: what the other has under the pointer may be another zone there. */
    const ownZone = (zone: number, of: 0 | 1) => (of === 0 || zone < 0 ? zone : store.zones.findIndex((row) => row.zone === swipe.view?.zones[zone]?.zone));
    return html`<zs-map-stage
      data-region
      .municipality=${store.municipality}
      .origin=${store.origin}
      .base=${store.base}
      .side=${side}
      .second=${second}
      .divider=${swipe.place}
      .facilities=${store.facilities.shown}
      .place=${store.place}
      .padding=${this.padding()}
      ?compact=${this.layout === 'narrow'}
      ?paper=${this.layout === 'paper'}
      arrangement=${`${this.layout} ${this.layout === 'narrow' ? this.stripHeight : ''}`}
      .label=${view === undefined ? t('shell.navMap') : t('map.mapLabel', { title: titleOf(view.indicator), geography: store.geographyName, date: formatDate(view.date) })}
      @zone-hover=${(event: CustomEvent<StagePointer | null>) => {
        this.pointer = event.detail;
        store.hover(event.detail === null ? -1 : ownZone(event.detail.zone, event.detail.side));
      }}
      @zone-select=${(event: CustomEvent<{ zone: number; side: 0 | 1 }>) => this.select(ownZone(event.detail.zone, event.detail.side))}
      @zone-focus=${(event: CustomEvent<number>) => this.announce(this.zoneSentence(event.detail))}
      @place-change=${(event: CustomEvent<Place | null>) => store.movedTo(event.detail ?? undefined)}
    ></zs-map-stage>`;
  }

  sourceText(): string {
    return this.store.view === undefined ? '' : sourceText(this.store.view);
  }
}

/** What has the focus, also inside of elements of ours. */
function deepFocus(root: ShadowRoot): HTMLElement | undefined {
  let active = root.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active instanceof HTMLElement ? active : undefined;
}

declare global {
  interface HTMLElementTagNameMap {
    'zuschnitt-map': ZuschnittMap;
  }
}
