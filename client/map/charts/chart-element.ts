// What every chart shares: head with Tabelle, PNG, SVG and CSV, the drawing, the way through it by keys, the table, the notes.
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Indicator, IndicatorValues } from '../../api-types.ts';
import { followLanguage, language, localised, t } from '../../i18n/i18n.ts';
import { baseStyles } from '../../shell/base-styles.ts';
import { saveFile } from '../cells-csv.ts';
import { pictureSvg, picturePng, type Picture } from './chart-picture.ts';
import type { ChartStore } from './chart-store.ts';
import { chartStyles } from './chart-styles.ts';
import { tableCsv, type ChartTable } from './chart-table.ts';
import { renderTable } from './chart-table-element.ts';

/** A place in the chart that keys reach and that is told in words. */
export interface ChartStop {
  /** -1: no zone's. */
  readonly zone: number;
  readonly text: string;
}

/** All that is shown, ready to draw; made by a pure function of each chart. */
export interface ChartContent {
  readonly title: string;
  readonly subtitle: string;
  /** Head of a picture, which goes about without the page: indicator or zone first, then kind of chart, date, unit. */
  readonly heading: { readonly title: string; readonly subtitle: string };
  /** What the chart is, in a sentence, for who does not see it. */
  readonly summary: string;
  readonly stops: readonly ChartStop[];
  readonly table: ChartTable;
  readonly notes: readonly string[];
  /** What it is made of, for the line of sources; the shown indicator where it is not said. */
  readonly madeOf?: readonly { readonly indicator: Indicator; readonly values: IndicatorValues }[];
  /** Name of files without ending. */
  readonly file: string;
  /** CSS px. */
  readonly height: number;
}

/** Pictures are all of one width, whatever the panel's. */
export const PICTURE_WIDTH = 640;
const LEAST_WIDTH = 260;

/**
 * Fires `select-zone` (index of the zone, bubbling and composed); hovering goes to the store. `revision` grows with every change of the
 * store, which is one object for ever.
 */
export abstract class ChartElement<Content extends ChartContent = ChartContent> extends LitElement {
  @property({ attribute: false }) store: ChartStore | undefined;
  @property({ attribute: false }) revision = 0;
  @state() protected width = 340;
  @state() private asTable = false;
  /** Index of the stop that keys have come to. */
  @state() private active = -1;
  protected content: Content | undefined;
  private made: { readonly keys: readonly unknown[]; readonly value: unknown } | undefined;
  private readonly observer = new ResizeObserver(([entry]) => {
    const width = Math.floor(entry?.contentRect.width ?? 0);
    if (width > 0) this.width = Math.max(LEAST_WIDTH, width);
  });

  static override styles = [...baseStyles, chartStyles];

  constructor() {
    super();
    followLanguage(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer.disconnect();
  }

  /** undefined: not there yet; a text: why there is no chart. */
  protected abstract contentOf(store: ChartStore): Content | string | undefined;
  /** The drawing on the page. */
  protected abstract renderDrawing(content: Content): TemplateResult;
  /** The drawing as SVG of a width, without anything that a pointer or key has brought about. */
  protected abstract drawingOf(content: Content, width: number): Promise<{ readonly svg: string; readonly height: number }>;
  /** The stop under a pointer, where stops are no zones: a date, a spoke, an age. */
  protected stopAt(_content: Content, _x: number, _y: number): number {
    return -1;
  }
  /** Choices of the chart's own, between head and drawing. */
  protected renderChoices(_store: ChartStore): TemplateResult | typeof nothing {
    return nothing;
  }

  /** What was made of the same things is not made again: pointers move often, contents change seldom. */
  protected once<T>(of: readonly unknown[], make: () => T): T {
    const keys = [language(), ...of];
    if (this.made === undefined || keys.some((key, i) => key !== this.made!.keys[i])) this.made = { keys, value: make() };
    return this.made.value as T;
  }

  override willUpdate(_changed: PropertyValues): void {
    this.content = undefined;
  }

  override render() {
    const { store } = this;
    if (store?.view === undefined) return nothing;
    const found = this.contentOf(store);
    const choices = this.renderChoices(store);
    if (found === undefined) return html`${choices}<p class="note" role="status">${t('charts.loading')}</p>`;
    if (typeof found === 'string') return html`${choices}<p class="empty">${found}</p>`;
    const content = (this.content = found);
    return html`
      <div class="head">
        <h3>${content.title} <span>${content.subtitle}</span></h3>
        <div class="tools" role="group" aria-label=${t('charts.tools')}>
          <button aria-pressed=${this.asTable} @click=${() => (this.asTable = !this.asTable)}>${this.asTable ? t('charts.chart') : t('charts.table')}</button>
          <button aria-label=${t('charts.save', { kind: 'PNG' })} @click=${() => void this.save('png')}>PNG</button>
          <button aria-label=${t('charts.save', { kind: 'SVG' })} @click=${() => void this.save('svg')}>SVG</button>
          <button aria-label=${t('charts.save', { kind: 'CSV' })} @click=${() => this.saveCsv()}>CSV</button>
        </div>
      </div>
      ${choices}
      ${this.asTable ? renderTable(content.table, store.selected, (zone) => this.select(zone), (zone) => store.hover(zone)) : this.renderChart(content, store)}
      ${content.notes.map((note) => html`<p class="note">${note}</p>`)}
    `;
  }

  protected renderChart(content: Content, store: ChartStore): TemplateResult {
    const { stops } = content;
    const followed = store.hovered >= 0 ? store.hovered : store.selected;
    const own = stops[this.active];
    // A key that went to a place without a zone stays there until the map says otherwise.
    const at = own !== undefined && (own.zone === followed || own.zone < 0) ? this.active : stops.findIndex(({ zone }) => zone >= 0 && zone === followed);
    const stop = stops[at];
    const shown = stop ?? stops[0];
    return html`
      <div class="stage" style="height:${content.height}px" @pointermove=${(event: PointerEvent) => this.onPointer(event, content)} @pointerleave=${() => this.leave(store)}>
        ${this.renderDrawing(content)}
        ${shown === undefined
          ? nothing
          : html`<div
              class="keys"
              role="listbox"
              tabindex="0"
              aria-label=${`${content.summary} ${t('charts.keys')}`}
              aria-activedescendant="stop"
              @keydown=${(event: KeyboardEvent) => this.onKey(event, content, store, Math.max(0, at), stop === undefined)}
            ><div id="stop" role="option" aria-selected=${shown.zone >= 0 && shown.zone === store.selected} aria-setsize=${stops.length} aria-posinset=${Math.max(0, at) + 1}>${shown.text}</div></div>`}
      </div>
      <p class="readout" aria-hidden="true">${stop?.text ?? (stops.some(({ zone }) => zone >= 0) ? t('charts.pointAtZone') : '')}</p>
    `;
  }

  private onPointer(event: PointerEvent, content: Content): void {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const at = this.stopAt(content, event.clientX - box.left, event.clientY - box.top);
    if (at >= 0) this.active = at;
  }

  private leave(store: ChartStore): void {
    this.active = -1;
    store.hover(-1);
  }

  private onKey(event: KeyboardEvent, { stops }: ChartContent, store: ChartStore, at: number, nowhere: boolean): void {
    const first = nowhere ? 0 : undefined;
    const next = { ArrowRight: first ?? at + 1, ArrowDown: first ?? at + 1, ArrowLeft: first ?? at - 1, ArrowUp: first ?? at - 1, Home: 0, End: stops.length - 1 }[event.key];
    if (next !== undefined) {
      this.active = Math.min(stops.length - 1, Math.max(0, next));
      store.hover(stops[this.active]!.zone);
    } else if ((event.key === 'Enter' || event.key === ' ') && !nowhere && stops[at]!.zone >= 0) {
      this.select(stops[at]!.zone);
    } else if (event.key === 'Escape' && (this.active >= 0 || store.hovered >= 0)) {
      this.active = -1;
      store.hover(-1);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  protected select(zone: number): void {
    this.dispatchEvent(new CustomEvent('select-zone', { detail: zone, bubbles: true, composed: true }));
  }

  private saveCsv(): void {
    // A byte order mark: spreadsheet programs then read umlauts as what they are.
    if (this.content !== undefined) saveFile(`${this.content.file}.csv`, 'text/csv;charset=utf-8', `\uFEFF${tableCsv(this.content.table)}`);
  }

  private async save(kind: 'svg' | 'png'): Promise<void> {
    const { content, store } = this;
    if (content === undefined || store?.view === undefined) return;
    const { svg, height } = await this.drawingOf(content, PICTURE_WIDTH);
    const picture: Picture = { ...content.heading, drawing: svg, width: PICTURE_WIDTH, height, lines: [...content.notes, sourceOf(store, content.madeOf)] };
    if (kind === 'svg') saveFile(`${content.file}.svg`, 'image/svg+xml', pictureSvg(picture));
    else saveFile(`${content.file}.png`, 'image/png', await picturePng(picture));
  }
}

/** "Quelle: …; Freigaben 1, 3; Stadtteile." */
export function sourceOf({ view, geography }: ChartStore, madeOf?: ChartContent['madeOf']): string {
  if (view === undefined) return '';
  const made = madeOf ?? [view];
  const distinct = <T>(list: readonly T[]) => [...new Set(list)];
  const releases = distinct(made.flatMap(({ values }) => values.dates.find(({ date }) => date === view.date)?.releases ?? [])).toSorted((a, b) => a - b);
  return t('charts.source', {
    source: distinct(made.map(({ indicator }) => localised(indicator.source))).join('; '),
    releases: t('map.releases', { count: releases.length, numbers: releases.join(', ') }),
    geography: geography === undefined ? '' : localised(geography.name),
  });
}
