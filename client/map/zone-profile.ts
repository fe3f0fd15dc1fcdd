// One zone: its value, its rank among zones with a value, its change, its course.
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatNumber } from '../i18n/format.ts';
import { followLanguage, t } from '../i18n/i18n.ts';
import { baseStyles } from '../shell/base-styles.ts';
import { icon } from '../shell/icons.ts';
import { cellExplanation, cellValue, changeText, digitsOf, valueWithUnit } from './cell-text.ts';
import type { Classification } from './classification.ts';
import { signOf } from './classification.ts';
import { rankZones } from './ranking.ts';
import { datesOf, measureCells, totalOf, type Measure, type ReleasedTable } from './released-table.ts';
import './series-chart.ts';
import { swatch, swatchStyles } from './swatch.ts';

/** Fires `close`. */
@customElement('zs-profile')
export class ZoneProfile extends LitElement {
  @property({ attribute: false }) table: ReleasedTable | undefined;
  @property({ attribute: false }) measure: Measure | undefined;
  @property({ attribute: false }) classification: Classification = { cuts: [], colours: [] };
  @property() date = '';
  @property({ type: Number }) zone = -1;
  @property() geographyName = '';
  @property() versionTitle = '';
  @property() populationName = '';

  static override styles = [
    ...baseStyles,
    swatchStyles,
    css`
      :host { display: block; padding: 14px 16px 0; }
      .head { display: flex; align-items: flex-start; gap: 8px; }
      .head > div { flex: 1; min-width: 0; }
      .head .icon-button { margin: -4px -8px 0 0; }
      .figures { display: flex; align-items: flex-end; gap: 12px 22px; margin-top: 4px; flex-wrap: wrap; }
      .value { display: flex; align-items: center; gap: 10px; }
      .value .words { font: 600 20px/26px var(--zs-font); }
      .t40 small { font: 600 20px/26px var(--zs-font); letter-spacing: 0; }
      dl { display: flex; gap: 20px; padding-bottom: 4px; }
      dt { font: 400 12px/16px var(--zs-font); color: var(--zs-ink3); }
      dd { font-weight: 600; white-space: nowrap; font-variant-numeric: tabular-nums; }
      .say { margin-top: 10px; color: var(--zs-ink2); }
      zs-series { margin-top: 14px; }
      .note { margin-top: 2px; color: var(--zs-ink3); }
    `,
  ];

  constructor() {
    super();
    followLanguage(this);
  }

  override render() {
    const { table, measure, zone, date } = this;
    const own = table?.zones[zone];
    if (table === undefined || measure === undefined || own === undefined) return nothing;
    const cells = measureCells(table, measure, date);
    const cell = cells[zone]!;
    const ranking = rankZones(cells, table.zones.map(({ name }) => name));
    const rank = ranking.find(({ index }) => index === zone)?.rank;
    const ranked = ranking.filter((entry) => entry.rank !== undefined).length;
    const total = totalOf(table, measure, date);
    const change = this.changeSinceFirst();
    return html`
      <div class="head">
        <div><p class="t12 ink2">${this.geographyName} · ${own.zone}</p><h2 class="t20">${own.name}</h2></div>
        <button class="icon-button" aria-label=${t('map.closeProfile')} @click=${() => this.dispatchEvent(new CustomEvent('close'))}>${icon('close')}</button>
      </div>
      <div class="figures">
        <div class="value">
          ${cell.state === 'value'
            ? html`<span class="t40">${formatNumber(cell.value, digitsOf(measure))}${measure.kind === 'share' ? html`<small>&nbsp;%</small>` : nothing}</span>`
            : html`${swatch(signOf(cell, this.classification), this.classification, 40, 24)}<span class="words">${cellValue(cell, measure)}</span>`}
        </div>
        <dl>
          ${total === undefined ? nothing : html`<div><dt>${measure.kind === 'share' ? t('map.whole') : t('map.sumOfZones')}</dt><dd>${valueWithUnit(total, measure)}</dd></div>`}
          ${rank === undefined ? nothing : html`<div><dt>${t('map.rank')}</dt><dd>${t('map.rankOf', { rank, of: ranked })}</dd></div>`}
          ${change === undefined ? nothing : html`<div><dt>${t('map.since', { year: change.since.slice(0, 4) })}</dt><dd>${changeText(change.difference, measure)}</dd></div>`}
        </dl>
      </div>
      ${this.renderSentence(zone, cell.state === 'value' ? '' : cellExplanation(cell))}
      <zs-series .table=${table} .measure=${measure} .zone=${zone} .date=${date}></zs-series>
      ${datesOf(table, measure).length > 1 && this.versionTitle !== '' ? html`<p class="note t12">${t('map.oneCut', { title: this.versionTitle })}</p>` : nothing}
    `;
  }

  private renderSentence(zone: number, explanation: string) {
    if (explanation !== '') return html`<p class="say">${explanation}</p>`;
    const measure = this.measure!;
    if (measure.kind !== 'share') return nothing;
    const part = this.table!.cells.get(measure.statistic.statistic)?.get(this.date)?.[zone];
    const whole = this.table!.cells.get(measure.statistic.population ?? '')?.get(this.date)?.[zone];
    if (part?.state !== 'value' || whole?.state !== 'value') return nothing;
    return html`<p class="say"><b>${t('map.partOfWhole', { part: part.value, whole: whole.value })}</b> (${this.populationName})</p>`;
  }

  private changeSinceFirst(): { since: string; difference: number } | undefined {
    const table = this.table!;
    const measure = this.measure!;
    const now = measureCells(table, measure, this.date)[this.zone]!;
    const first = datesOf(table, measure)[0];
    if (first === undefined || first === this.date || now.state !== 'value') return undefined;
    const then = measureCells(table, measure, first)[this.zone]!;
    return then.state === 'value' ? { since: first, difference: now.value - then.value } : undefined;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'zs-profile': ZoneProfile;
  }
}
