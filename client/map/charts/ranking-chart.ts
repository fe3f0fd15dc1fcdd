// <zs-ranking>: zones by value, largest first, in the map's classes; the city in its place where it may be told; the others by name.
import { customElement } from 'lit/decorators.js';
import { formatDate } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import { WHITE } from '../../shell/palette.ts';
import { colourOf, signOf } from '../classification.ts';
import { rankZones } from '../ranking.ts';
import { measureLong, measureShort, titleOf, unitText } from '../measure-text.ts';
import { BarListElement, type BarListContent, type BarRow } from './bar-list.ts';
import type { ChartedView, ChartStore } from './chart-store.ts';

export function rankingContent(view: ChartedView): BarListContent {
  const { measures, numbers, classification, indicator, zones, date } = view;
  const ranked = rankZones(measures, zones.map(({ name }) => name));
  const rows: BarRow[] = ranked.map(({ index: zone, cell: measure, rank }) => ({
    zone,
    rank: rank === undefined ? '–' : String(rank),
    name: zones[zone]!.name,
    measure,
    text: measureShort(measure, numbers),
    fill: colourOf(signOf(measure, classification), classification) ?? WHITE,
  }));
  const whole = view.whole();
  // A count of the city is the sum of its zones and would only make their bars short.
  if (indicator.denominator !== null && view.values.form === 'value' && whole.state === 'value') {
    const before = rows.findIndex(({ measure }) => measure.state !== 'value' || measure.value < whole.value);
    rows.splice(before < 0 ? rows.length : before, 0, { zone: -1, rank: '', name: t('charts.city'), measure: whole, text: measureShort(whole, numbers), fill: WHITE });
  }
  const withValue = ranked.filter(({ rank }) => rank !== undefined).length;
  return {
    rows,
    title: t('charts.ranking'),
    subtitle: t('charts.rankingCounts', { with: withValue, without: ranked.length - withValue }),
    heading: { title: titleOf(indicator), subtitle: [t('charts.ranking'), formatDate(date), unitText(numbers)].join(', ') },
    summary: t('charts.rankingSummary', { title: titleOf(indicator), date: formatDate(date) }),
    stops: [],
    // Of 400 zones it takes longer than all else, and is mostly not looked at.
    get table() {
      return {
        caption: t('charts.rankingSummary', { title: titleOf(indicator), date: formatDate(date) }),
        columns: [
          { title: t('charts.zone'), field: 'name' },
          { title: unitText(numbers), field: 'value', measures: true },
          { title: t('charts.rank'), field: 'rank', numbers: true },
        ],
        rows: ranked.map(({ index: zone, cell: measure, rank }) => ({ zone, cells: [zones[zone]!.name, { measure, text: measureLong(measure, numbers) }, rank === undefined ? null : { number: rank, text: String(rank) }] })),
      };
    },
    notes: [],
    file: `${indicator.indicator}-${date}-ranking`,
    height: 0,
  };
}

@customElement('zs-ranking')
export class RankingChart extends BarListElement {
  protected override contentOf({ view }: ChartStore): BarListContent | undefined {
    return view === undefined ? undefined : this.once([view], () => rankingContent(view));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'zs-ranking': RankingChart;
  }
}
