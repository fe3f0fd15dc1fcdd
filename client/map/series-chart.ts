// The course over the years: all zones grey, the selected one in the accent, the whole dashed where it may be shown.
import { LitElement, css, html, nothing, svg } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Cell } from '../api-model.ts';
import { formatDate, formatNumber } from '../i18n/format.ts';
import { followLanguage, t } from '../i18n/i18n.ts';
import { baseStyles } from '../shell/base-styles.ts';
import { cellValue, digitsOf, measureTitle, valueWithUnit } from './cell-text.ts';
import { saveFile } from './cells-csv.ts';
import { datesOf, measureCells, totalOf, type Measure, type ReleasedTable } from './released-table.ts';
import { axisTicks } from './series-axis.ts';
import { areYearly } from './time-dock.ts';

const HEIGHT = 148;
const TOP = 12;
const BOTTOM = 24;
const LEFT = 40;
/** Room for the labels at the lines' ends. */
const RIGHT = 62;
const INK = '#1D2034';

@customElement('zs-series')
export class SeriesChart extends LitElement {
  @property({ attribute: false }) table: ReleasedTable | undefined;
  @property({ attribute: false }) measure: Measure | undefined;
  @property({ type: Number }) zone = -1;
  @property() date = '';
  @state() private width = 340;
  @state() private asTable = false;
  private readonly observer = new ResizeObserver(([entry]) => {
    const width = Math.round(entry?.contentRect.width ?? 0);
    if (width > 0) this.width = width;
  });

  static override styles = [
    ...baseStyles,
    css`
      :host { display: block; }
      .head { display: flex; align-items: baseline; justify-content: space-between; gap: 8px; flex-wrap: wrap; }
      .head h3 span { font-weight: 400; color: var(--zs-ink2); }
      .tools { display: flex; gap: 2px; }
      .tools button { font: 500 12px/16px var(--zs-font); color: var(--zs-accent); padding: 4px 5px; min-height: 24px; border-radius: var(--zs-radius); }
      .tools button:hover { text-decoration: underline; }
      .chart { margin-top: 4px; }
      svg text { font-family: var(--zs-font); font-variant-numeric: tabular-nums; }
      .note { color: var(--zs-ink3); margin-top: 2px; }
      table { margin-top: 4px; }
      td, tbody th { font-size: 14px; line-height: 20px; padding: 3px 0; border-top: 1px solid var(--zs-line); color: var(--zs-ink); font-weight: 400; }
      @media (max-width: 699px) {
        .tools button { min-height: 44px; padding: 4px 8px; }
      }
      @media print {
        .tools { display: none; }
      }
    `,
  ];

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

  override render() {
    const { table, measure, zone } = this;
    const own = table?.zones[zone];
    if (table === undefined || measure === undefined || own === undefined) return nothing;
    const dates = datesOf(table, measure);
    if (dates.length < 2) return nothing;
    const rows = dates.map((date) => measureCells(table, measure, date));
    const unit = measure.kind === 'share' ? t('map.inPercent') : t('map.asCount');
    return html`
      <div class="head">
        <h3>${t('map.series')} <span>${unit}</span></h3>
        <div class="tools">
          <button aria-pressed=${this.asTable} @click=${() => (this.asTable = !this.asTable)}>${this.asTable ? t('map.chart') : t('map.table')}</button>
          <button @click=${() => this.save('png')}>PNG</button>
          <button @click=${() => this.save('svg')}>SVG</button>
          <button @click=${() => this.saveCsv(dates, rows)}>CSV</button>
        </div>
      </div>
      ${this.asTable ? this.renderTable(dates, rows) : this.renderChart(dates, rows)}
    `;
  }

  private renderTable(dates: readonly string[], rows: readonly (readonly Cell[])[]) {
    return html`<table>
      <caption class="visually-hidden">${t('map.series')} ${this.table!.zones[this.zone]!.name}</caption>
      <thead>
        <tr><th scope="col">${t('map.referenceDate')}</th><th scope="col" class="num">${t('map.value')}</th></tr>
      </thead>
      <tbody>
        ${dates.map((date, i) => html`<tr><th scope="row">${formatDate(date)}</th><td class="num">${cellValue(rows[i]![this.zone]!, this.measure!)}</td></tr>`)}
      </tbody>
    </table>`;
  }

  private renderChart(dates: readonly string[], rows: readonly (readonly Cell[])[]) {
    const { zone, width } = this;
    const table = this.table!;
    const measure = this.measure!;
    const totals = dates.map((date) => totalOf(table, measure, date));
    const complete = totals.every((value) => value !== undefined);
    // A sum of counts dwarfs its parts; only a share is on one scale with them.
    const showTotal = complete && measure.kind === 'share';
    const values = rows.flatMap((row) => row.flatMap((cell) => (cell.state === 'value' ? [cell.value] : [])));
    if (values.length === 0) return html`<p class="note t12">${t('map.seriesNone')}</p>`;
    const ticks = axisTicks(Math.max(...values));
    const most = ticks.at(-1)!;
    const right = width - RIGHT;
    const x = (index: number) => LEFT + (index / (dates.length - 1)) * (right - LEFT);
    const y = (value: number) => TOP + (1 - value / most) * (HEIGHT - TOP - BOTTOM);
    const line = (at: (row: number) => Cell) => linePath(dates.map((_, row) => at(row)), x, y);
    const ownCells = rows.map((row) => row[zone]!);
    const lastOwn = ownCells.at(-1)!;
    const lastTotal = totals.at(-1);
    const ownY = lastOwn.state === 'value' ? y(lastOwn.value) : undefined;
    let totalY = showTotal && lastTotal !== undefined ? y(lastTotal) : undefined;
    let ownLabelY = ownY;
    if (ownLabelY !== undefined && totalY !== undefined) [ownLabelY, totalY] = pushApart(ownLabelY, totalY, 22);
    const at = dates.indexOf(this.date);
    const yearly = areYearly(dates);
    const short = (iso: string) => (yearly ? iso.slice(0, 4) : formatDate(iso));
    const labelled = dates.length > 3 ? [0, Math.floor((dates.length - 1) / 2), dates.length - 1] : dates.map((_, i) => i);
    return html`<svg class="chart" width=${width} height=${HEIGHT} role="img" aria-label=${this.summary(dates, rows)}>
      ${ticks.map(
        (tick) => svg`<line x1=${LEFT} x2=${right} y1=${y(tick)} y2=${y(tick)} stroke=${tick === 0 ? '#6E7597' : '#DFE1EA'}/>
          <text x=${LEFT - 6} y=${y(tick) + 4} text-anchor="end" font-size="12" fill="#5B6185">${formatNumber(tick, Number.isInteger(tick) ? 0 : 1)}</text>`,
      )}
      ${labelled.map(
        (index) => svg`<text x=${x(index)} y=${HEIGHT - 6} text-anchor=${index === 0 ? 'start' : 'middle'} font-size="12" fill="#5B6185">${short(dates[index]!)}</text>`,
      )}
      ${at >= 0 ? svg`<line x1=${x(at)} x2=${x(at)} y1=${TOP - 6} y2=${HEIGHT - BOTTOM} stroke="#6E7597" stroke-dasharray="2 3"/>` : nothing}
      ${table.zones.map((_, other) => (other === zone ? nothing : svg`<path d=${line((row) => rows[row]![other]!)} fill="none" stroke="#C0C3D5" stroke-width="1.2"/>`))}
      ${showTotal
        ? svg`<path d=${line((row) => ({ state: 'value', value: totals[row]! }))} fill="none" stroke=${INK} stroke-width="1.6" stroke-dasharray="4 3"/>
            <text x=${right + 7} y=${totalY! + 4} font-size="12" fill=${INK}><tspan font-weight="600">${t('map.whole')}</tspan><tspan x=${right + 7} dy="14">${valueWithUnit(lastTotal!, measure)}</tspan></text>`
        : nothing}
      <path d=${line((row) => ownCells[row]!)} fill="none" stroke="#2044AA" stroke-width="2.6" stroke-linejoin="round" stroke-linecap="round" />
      ${ownCells.map((cell, index) => mark(cell, x(index), y, index === ownCells.length - 1 || isAlone(ownCells, index)))}
      ${ownLabelY === undefined || lastOwn.state !== 'value'
        ? nothing
        : svg`<text x=${right + 7} y=${ownLabelY + 4} font-size="12" font-weight="600" fill="#2044AA">${valueWithUnit(lastOwn.value, measure)}</text>`}
    </svg>`;
  }

  private summary(dates: readonly string[], rows: readonly (readonly Cell[])[]): string {
    const measure = this.measure!;
    return t('map.seriesSummary', {
      zone: this.table!.zones[this.zone]!.name,
      title: measureTitle(measure),
      from: formatDate(dates[0]!),
      first: cellValue(rows[0]![this.zone]!, measure),
      to: formatDate(dates.at(-1)!),
      last: cellValue(rows.at(-1)![this.zone]!, measure),
    });
  }

  private fileName(ending: string): string {
    return `${this.measure!.statistic.statistic}-${this.table!.zones[this.zone]!.zone}.${ending}`;
  }

  private saveCsv(dates: readonly string[], rows: readonly (readonly Cell[])[]): void {
    const lines = dates.map((date, i) => {
      const cell = rows[i]![this.zone]!;
      return [date, cell.state === 'value' || cell.state === 'atLeast' ? Number(cell.value.toFixed(Math.max(4, digitsOf(this.measure!)))) : '', cell.state].join(',');
    });
    saveFile(this.fileName('csv'), 'text/csv', `reference_date,value,status\r\n${lines.join('\r\n')}\r\n`);
  }

  private async save(kind: 'svg' | 'png'): Promise<void> {
    this.asTable = false;
    await this.updateComplete;
    const chart = this.renderRoot.querySelector('svg.chart');
    if (chart === null) return;
    const copy = chart.cloneNode(true) as SVGElement;
    copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
    copy.setAttribute('font-family', 'Fira Sans, sans-serif');
    const text = new XMLSerializer().serializeToString(copy);
    if (kind === 'svg') {
      saveFile(this.fileName('svg'), 'image/svg+xml', text);
      return;
    }
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [2 * this.width, 2 * HEIGHT];
    const context = canvas.getContext('2d')!;
    context.fillStyle = '#fff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => {
      if (blob !== null) saveFile(this.fileName('png'), 'image/png', blob);
    });
  }
}

/** Only values make a line; any other state breaks it. */
function linePath(cells: readonly Cell[], x: (index: number) => number, y: (value: number) => number): string {
  let path = '';
  let pen = 'M';
  cells.forEach((cell, index) => {
    if (cell.state !== 'value') {
      pen = 'M';
      return;
    }
    path += `${pen}${x(index).toFixed(1)} ${y(cell.value).toFixed(1)}`;
    pen = 'L';
  });
  return path;
}

function isAlone(cells: readonly Cell[], index: number): boolean {
  return cells[index]!.state === 'value' && cells[index - 1]?.state !== 'value' && cells[index + 1]?.state !== 'value';
}

/** Withheld and missing dates stand on the axis with their own signs, never at a height. */
function mark(cell: Cell, x: number, y: (value: number) => number, dot: boolean) {
  if (cell.state === 'value') return dot ? svg`<circle cx=${x} cy=${y(cell.value)} r="4" fill="#2044AA"/>` : nothing;
  const base = y(0);
  if (cell.state === 'missing') return svg`<rect x=${x - 4} y=${base - 9} width="8" height="8" fill="#BFC3D0" stroke="#6E7597" stroke-width="0.8"/>`;
  return svg`<rect x=${x - 4} y=${base - 9} width="8" height="8" fill="#FBFBFC" stroke="#6E7597" stroke-width="0.8"/>
    <path d=${`M${x - 4} ${base - 4}l5 -5M${x - 4} ${base - 1}l8 -8M${x - 1} ${base - 1}l5 -5`} stroke="#6E7597" stroke-width="1.1" fill="none"/>`;
}

function pushApart(a: number, b: number, least: number): [number, number] {
  const gap = least - Math.abs(a - b);
  if (gap <= 0) return [a, b];
  return a <= b ? [a - gap / 2, b + gap / 2] : [a + gap / 2, b - gap / 2];
}

declare global {
  interface HTMLElementTagNameMap {
    'zs-series': SeriesChart;
  }
}
