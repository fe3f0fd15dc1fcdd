// The map as a table: a row a zone, sortable, with the state of each measure in words.
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Measure } from '../api-model.ts';
import { compareNames, formatDate } from '../i18n/format.ts';
import { followLanguage, t, type TextKey } from '../i18n/i18n.ts';
import { baseStyles } from '../shell/base-styles.ts';
import { triangle } from '../shell/icons.ts';
import { moveRow } from '../shell/roving-rows.ts';
import { signOf } from './classification.ts';
import type { IndicatorView } from './indicator-view.ts';
import { changeWithUnit, measureShort, titleOf, unitText } from './measure-text.ts';
import { compareCells, rankZones } from './ranking.ts';
import { swatch, swatchStyles } from './swatch.ts';

type Column = 'name' | 'value' | 'change' | 'other';
interface Row {
  readonly index: number;
  readonly name: string;
  readonly rank: number | undefined;
  readonly value: Measure;
  readonly change: Measure;
  readonly other: Measure;
}

const NOT_KNOWN: Measure = { state: 'missing' };

/** Fires `zone-select` with the index. */
@customElement('zs-zone-table')
export class ZoneTable extends LitElement {
  @property({ attribute: false }) view: IndicatorView | undefined;
  /** The other side of a comparison, of the same cut. */
  @property({ attribute: false }) other: IndicatorView | undefined;
  @property({ attribute: false }) passing: readonly boolean[] | undefined;
  @property() what = '';
  @property() geographyName = '';
  @property({ type: Number }) selected = -1;
  @state() private sortBy: Column = 'value';
  @state() private direction: 1 | -1 = -1;

  static override styles = [
    ...baseStyles,
    swatchStyles,
    css`
      :host { display: block; }
      caption { text-align: left; font: 600 16px/24px var(--zs-font); padding: 14px 16px 10px; }
      caption span { display: block; font: 400 14px/20px var(--zs-font); color: var(--zs-ink3); }
      .scroll { overflow-x: auto; }
      thead th { position: sticky; top: 0; background: var(--zs-surface); border-bottom: 1px solid var(--zs-line2); padding: 4px 12px; vertical-align: bottom; z-index: 1; }
      thead button { display: inline-flex; align-items: center; gap: 5px; min-height: 28px; font-weight: 500; color: var(--zs-ink3); text-align: inherit; }
      thead button:hover { color: var(--zs-accent); }
      thead [aria-sort] button { color: var(--zs-ink); }
      th.num button { flex-direction: row-reverse; }
      td, tbody th { padding: 0 12px; height: 32px; border-bottom: 1px solid var(--zs-line); font: 400 14px/20px var(--zs-font); color: var(--zs-ink); white-space: nowrap; }
      tbody th { font-weight: 500; }
      tbody tr { cursor: pointer; }
      tbody tr:hover { background: var(--zs-hued); }
      tbody tr:focus-visible { outline-offset: -3px; box-shadow: none; }
      tbody tr[aria-current] { background: var(--zs-accent-tint1); }
      tbody tr[aria-current] th { color: var(--zs-accent); font-weight: 600; }
      .cell { display: flex; align-items: center; justify-content: space-between; gap: 8px; min-width: 84px; }
      thead th > span { display: inline-flex; align-items: center; min-height: 28px; }
      td.num { font-variant-numeric: tabular-nums; }
      @media (max-width: 699px) {
        td, tbody th { height: 44px; }
        thead button, thead th > span { min-height: 44px; }
        tbody th, thead th:first-child { position: sticky; left: 0; background: inherit; }
        tbody tr { background: var(--zs-surface); }
        tbody th { white-space: normal; min-width: 112px; }
      }
    `,
  ];

  constructor() {
    super();
    followLanguage(this);
  }

  private rows(view: IndicatorView): Row[] {
    const names = view.zones.map(({ name }) => name);
    const before = view.measuresAt(0);
    const rows = rankZones(view.measures, names)
      .filter(({ index }) => this.passing?.[index] ?? true)
      .map(({ index, rank }) => ({
        index,
        rank,
        name: names[index]!,
        value: view.measures[index]!,
        change: differenceOf(view.measures[index]!, before[index]!),
        other: this.other?.measures[index] ?? NOT_KNOWN,
      }));
    const { sortBy, direction } = this;
    if (sortBy === 'name') return rows.sort((a, b) => direction * compareNames(a.name, b.name));
    return rows.sort((a, b) => compareCells(a[sortBy], b[sortBy], direction) || compareNames(a.name, b.name));
  }

  private sort(column: Column): void {
    this.direction = this.sortBy === column ? (this.direction === 1 ? -1 : 1) : column === 'name' ? 1 : -1;
    this.sortBy = column;
  }

  private onRowKey(event: KeyboardEvent, index: number): void {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.select(index);
    } else moveRow(event, this.renderRoot as ShadowRoot, 'tbody tr');
  }

  private select(index: number): void {
    this.dispatchEvent(new CustomEvent('zone-select', { detail: index }));
  }

  override render() {
    const { view, other } = this;
    if (view === undefined) return nothing;
    const rows = this.rows(view);
    const first = view.values.dates[0]!;
    // Over a break in the cut there is nothing to compare with.
    const withChange = view.values.form === 'value' && first.date !== view.date && first.version === view.version;
    const stop = rows.some(({ index }) => index === this.selected) ? this.selected : rows[0]?.index;
    return html`<div class="scroll" tabindex="-1">
      <table>
        <caption>${titleOf(view.indicator)}<span>${t('map.subtitle', { words: this.what, date: formatDate(view.date) })}</span></caption>
        <thead>
          <tr>
            ${this.head('name', this.geographyName, false)}
            ${this.head('value', unitText(view.numbers), true)}
            <th scope="col" class="num"><span>${t('map.rank')}</span></th>
            ${withChange ? this.head('change', t('map.since', { year: first.date.slice(0, 4) }), true) : nothing}
            ${other === undefined ? nothing : this.head('other', `${other.indicator === view.indicator ? '' : `${titleOf(other.indicator)}, `}${formatDate(other.date)}`, true)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) => html`<tr
              tabindex=${row.index === stop ? 0 : -1}
              aria-current=${row.index === this.selected ? 'true' : nothing}
              data-zone=${view.zones[row.index]!.zone}
              data-state=${row.value.state}
              @click=${() => this.select(row.index)}
              @keydown=${(event: KeyboardEvent) => this.onRowKey(event, row.index)}
            >
              <th scope="row">${row.name}</th>
              <td class="num"><span class="cell">${swatch(signOf(row.value, view.classification), view.classification, 22, 12)}${measureShort(row.value, view.numbers)}</span></td>
              <td class="num">${row.rank ?? html`<span class="visually-hidden">${t('map.noRank')}</span>`}</td>
              ${withChange ? html`<td class="num">${row.change.state === 'value' ? changeWithUnit(row.change.value, view.numbers) : measureShort(row.change, view.numbers)}</td>` : nothing}
              ${other === undefined ? nothing : html`<td class="num"><span class="cell">${swatch(signOf(row.other, other.classification), other.classification, 22, 12)}${measureShort(row.other, other.numbers)}</span></td>`}
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  private head(column: Column, text: string, number: boolean) {
    const sorted = this.sortBy === column;
    const order: TextKey = this.direction === 1 ? 'map.ascending' : 'map.descending';
    return html`<th scope="col" class=${number ? 'num' : ''} aria-sort=${sorted ? (this.direction === 1 ? 'ascending' : 'descending') : nothing}>
      <button @click=${() => this.sort(column)}>
        ${text}${sorted ? html`${triangle(this.direction === 1 ? 'up' : 'down')}<span class="visually-hidden">${t(order)}</span>` : nothing}
      </button>
    </th>`;
  }
}

/** A change exists between two values only; a withheld side withholds it. */
function differenceOf(now: Measure, then: Measure): Measure {
  if (now.state === 'withheld' || then.state === 'withheld') return { state: 'withheld' };
  return now.state === 'value' && then.state === 'value' ? { state: 'value', value: now.value - then.value } : NOT_KNOWN;
}

declare global {
  interface HTMLElementTagNameMap {
    'zs-zone-table': ZoneTable;
  }
}
