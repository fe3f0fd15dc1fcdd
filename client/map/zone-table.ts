// The map as a table: a row a zone, sortable, with the state of each cell in words.
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Cell } from '../api-model.ts';
import { compareNames, formatDate } from '../i18n/format.ts';
import { followLanguage, t, type TextKey } from '../i18n/i18n.ts';
import { baseStyles } from '../shell/base-styles.ts';
import { triangle } from '../shell/icons.ts';
import { moveRow } from '../shell/roving-rows.ts';
import { cellLabel, changeText, measureTitle } from './cell-text.ts';
import { signOf, type Classification } from './classification.ts';
import { compareCells, rankZones } from './ranking.ts';
import { datesOf, measureCells, type Measure, type ReleasedTable } from './released-table.ts';
import { swatch, swatchStyles } from './swatch.ts';
import { MISSING } from '../../core/disclosure/cell.ts';

type Column = 'name' | 'value' | 'change' | 'part' | 'whole';
interface Row {
  readonly index: number;
  readonly name: string;
  readonly rank: number | undefined;
  readonly value: Cell;
  readonly change: Cell;
  readonly part: Cell;
  readonly whole: Cell;
}

/** Fires `zone-select` with the index. */
@customElement('zs-zone-table')
export class ZoneTable extends LitElement {
  @property({ attribute: false }) table: ReleasedTable | undefined;
  @property({ attribute: false }) measure: Measure | undefined;
  @property({ attribute: false }) classification: Classification = { cuts: [], colours: [] };
  @property() date = '';
  @property() geographyName = '';
  @property() populationName = '';
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

  private rows(): Row[] {
    const table = this.table!;
    const measure = this.measure!;
    const names = table.zones.map(({ name }) => name);
    const values = measureCells(table, measure, this.date);
    const first = datesOf(table, measure)[0] ?? this.date;
    const before = measureCells(table, measure, first);
    const column = (statistic: string | null) => table.cells.get(statistic ?? '')?.get(this.date) ?? names.map(() => MISSING);
    const part = column(measure.statistic.statistic);
    const whole = column(measure.statistic.population);
    const rows = rankZones(values, names).map(({ index, rank }) => ({
      index,
      rank,
      name: names[index]!,
      value: values[index]!,
      change: differenceOf(values[index]!, before[index]!),
      part: part[index]!,
      whole: whole[index]!,
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
    const { table, measure } = this;
    if (table === undefined || measure === undefined) return nothing;
    const rows = this.rows();
    const dates = datesOf(table, measure);
    const withChange = dates.length > 1 && dates[0] !== this.date;
    const share = measure.kind === 'share';
    const plain: Measure = { statistic: measure.statistic, kind: 'count' };
    const stop = this.selected >= 0 ? this.selected : rows[0]?.index;
    return html`<div class="scroll" tabindex="-1">
      <table>
        <caption>${measureTitle(measure)}<span>${share ? t('map.shareOf', { population: this.populationName }) : t('map.countOf')}, ${formatDate(this.date)}</span></caption>
        <thead>
          <tr>
            ${this.head('name', this.geographyName, false)}
            ${this.head('value', share ? t('map.percent') : t('map.unitCount'), true)}
            <th scope="col" class="num"><span>${t('map.rank')}</span></th>
            ${withChange ? this.head('change', t('map.since', { year: dates[0]!.slice(0, 4) }), true) : nothing}
            ${share ? html`${this.head('part', t('map.unitCount'), true)}${this.head('whole', this.populationName, true)}` : nothing}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) => html`<tr
              tabindex=${row.index === stop ? 0 : -1}
              aria-current=${row.index === this.selected ? 'true' : nothing}
              data-zone=${table.zones[row.index]!.zone}
              data-state=${row.value.state}
              @click=${() => this.select(row.index)}
              @keydown=${(event: KeyboardEvent) => this.onRowKey(event, row.index)}
            >
              <th scope="row">${row.name}</th>
              <td class="num"><span class="cell">${swatch(signOf(row.value, this.classification), this.classification, 22, 12)}${cellLabel(row.value, measure)}</span></td>
              <td class="num">${row.rank ?? nothing}${row.rank === undefined ? html`<span class="visually-hidden">${t('map.noRank')}</span>` : nothing}</td>
              ${withChange ? html`<td class="num">${this.changeCell(row)}</td>` : nothing}
              ${share ? html`<td class="num">${cellLabel(row.part, plain)}</td><td class="num">${cellLabel(row.whole, plain)}</td>` : nothing}
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  private changeCell({ change }: Row) {
    return change.state === 'value' ? changeText(change.value, this.measure!) : cellLabel(change, this.measure!);
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
function differenceOf(now: Cell, then: Cell): Cell {
  if (now.state === 'withheld' || then.state === 'withheld') return { state: 'withheld' };
  if (now.state !== 'value' || then.state !== 'value') return MISSING;
  return { state: 'value', value: now.value - then.value };
}

declare global {
  interface HTMLElementTagNameMap {
    'zs-zone-table': ZoneTable;
  }
}
