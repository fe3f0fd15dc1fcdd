// <zs-balance>: what changed between two dates, zone by zone, bars to both sides of nothing.
import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { combine } from '../../../core/statistics/indicators/measure.ts';
import type { Indicator, IndicatorValues } from '../../api-types.ts';
import { formatDate, formatSigned } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import { numbersOf } from '../map-form.ts';
import { changeWithUnit, measureLong, titleOf, unitText } from '../measure-text.ts';
import { shapeBalance } from './balance-shape.ts';
import { BarListElement, type BarListContent, type BarRow } from './bar-list.ts';
import { measuresOn, wholeOn, zonesOfCut, type ChartStore } from './chart-store.ts';
import { KeptValues } from './kept-values.ts';

const MORE = '#E38B35';
const LESS = '#A6CBE5';
const SAME = '#F4F3EF';

/** Values of both dates in the cut of the second. */
export function balanceContent(indicator: Indicator, values: IndicatorValues, version: number, from: string, to: string): BarListContent {
  const zones = zonesOfCut(values, version);
  const names = zones.map(({ name }) => name);
  const numbers = numbersOf(values);
  const { rows, up, down } = shapeBalance(measuresOn(values, version, from), measuresOn(values, version, to), names);
  const isCount = indicator.denominator === null;
  const changeText = (measure: BarRow['measure']) => (measure.state === 'value' ? changeWithUnit(measure.value, numbers) : measureLong(measure, numbers));
  const short = (measure: BarRow['measure']) => (measure.state === 'value' ? formatSigned(measure.value, numbers.precision) : t(measure.state === 'withheld' ? 'map.withheldShort' : 'map.missingShort'));
  const fill = (measure: BarRow['measure']) => (measure.state !== 'value' || measure.value === 0 ? SAME : measure.value > 0 ? MORE : LESS);
  const bars: BarRow[] = rows.map(({ zone, change }) => ({ zone, rank: change.state === 'value' ? '' : '–', name: names[zone]!, measure: change, text: short(change), fill: fill(change) }));
  const whole = combine([wholeOn(values, version, to), wholeOn(values, version, from)], ([b, a]) => b! - a!);
  if (!isCount && whole.state === 'value') {
    const before = bars.findIndex(({ measure }) => measure.state !== 'value' || measure.value < whole.value);
    bars.splice(before < 0 ? bars.length : before, 0, { zone: -1, rank: '', name: t('charts.city'), measure: whole, text: short(whole), fill: '#fff' });
  }
  const summary = t('charts.balanceSummary', { title: titleOf(indicator), from: formatDate(from), to: formatDate(to), up, down });
  return {
    rows: bars,
    title: t('charts.balance'),
    subtitle: t('charts.range_dates', { from: formatDate(from), to: formatDate(to) }),
    heading: { title: titleOf(indicator), subtitle: [t('charts.balance'), t('charts.range_dates', { from: formatDate(from), to: formatDate(to) }), numbers.unit.de === '%' ? t('charts.points') : unitText(numbers)].join(', ') },
    summary,
    stops: [],
    // Of 400 zones it takes longer than all else, and is mostly not looked at.
    get table() {
      return {
        caption: summary,
        columns: [
          { title: t('charts.zone'), field: 'name' },
          { title: formatDate(from), field: `value_${from}`, measures: true },
          { title: formatDate(to), field: `value_${to}`, measures: true },
          { title: t('charts.change'), field: 'change', measures: true },
          ...(isCount ? [{ title: t('charts.changePercent'), field: 'change_percent', measures: true }] : []),
        ],
        rows: rows.map((row) => ({
          zone: row.zone,
          cells: [
            names[row.zone]!,
            { measure: row.from, text: measureLong(row.from, numbers) },
            { measure: row.to, text: measureLong(row.to, numbers) },
            { measure: row.change, text: changeText(row.change) },
            ...(isCount ? [{ measure: row.percent, text: row.percent.state === 'value' ? formatSigned(row.percent.value, 1) : measureLong(row.percent, numbers) }] : []),
          ],
        })),
      };
    },
    madeOf: [{ indicator, values }],
    notes: [],
    file: `${indicator.indicator}-${from}-${to}-change`,
    height: 0,
  };
}

@customElement('zs-balance')
export class BalanceChart extends BarListElement {
  @state() private from = '';
  private readonly kept = new KeptValues(this);

  private fromDate({ dates }: ChartStore): string | undefined {
    return dates.includes(this.from) ? this.from : dates[0];
  }

  protected override contentOf(store: ChartStore): BarListContent | string | undefined {
    const view = store.view!;
    const from = this.fromDate(store);
    if (from === undefined || store.dates.length < 2) return t('charts.balanceOneDate');
    if (from >= view.date) return t('charts.balanceSame');
    const values = view.values.form === 'value' ? [view.values] : this.kept.of(store, [view.indicator.indicator]);
    if (values === undefined) return undefined;
    const own = values[0];
    if (own === undefined) return t('charts.notLoaded');
    if (own.dates.find(({ date }) => date === from)?.version !== view.version) return t('charts.balanceBreak');
    return this.once([view, own, from], () => balanceContent(view.indicator, own, view.version, from, view.date));
  }

  protected override renderChoices(store: ChartStore) {
    if (store.dates.length < 2) return nothing;
    const from = this.fromDate(store);
    return html`<div class="choices">
      <label>${t('charts.balanceFrom')}
        <select aria-label=${t('charts.balanceFromLabel')} @change=${(event: Event) => (this.from = (event.target as HTMLSelectElement).value)}>
          ${store.dates.slice(0, -1).map((date) => html`<option value=${date} ?selected=${date === from}>${formatDate(date)}</option>`)}
        </select>
      </label>
      <span>${t('charts.balanceTo', { date: formatDate(store.date) })}</span>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'zs-balance': BalanceChart;
  }
}
