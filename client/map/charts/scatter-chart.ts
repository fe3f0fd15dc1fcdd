// <zs-scatter>: the shown indicator against another one, zone by zone, with the least-squares line, its 95 % band, r and n.
import { html } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { lineAt } from '../../../core/statistics/regression.ts';
import type { Indicator, IndicatorValues, Measure } from '../../api-types.ts';
import { formatDate, formatNumber } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import { ACCENT, CONTROL, INK, SUNKEN, WHITE } from '../../shell/palette.ts';
import { numbersOf, type NumberForm } from '../map-form.ts';
import { decimalsOf, measureLong, titleOf, unitText } from '../measure-text.ts';
import type { ChartContent } from './chart-element.ts';
import { indicatorsOn, measuresOn, wholeOn, type ChartedView, type ChartStore } from './chart-store.ts';
import { zonesText } from './chart-words.ts';
import { NAME_TEXT, OTHERS, TEXT, VALUE_AXIS, type ChartOption, type RenderItem } from './echarts.ts';
import { EChartsElement, type Highlight } from './echarts-element.ts';
import { indicatorChoice } from './indicator-choice.ts';
import { shapeScatter, strengthOf, type ScatterShape } from './scatter-shape.ts';
import { KeptValues } from './kept-values.ts';

const HEIGHT = 300;
/** Right of the plane stands r, at the end of its line. */
const GRID = { left: 46, right: 64, top: 26, bottom: 42 } as const;

export interface ScatterAxis {
  readonly indicator: Indicator;
  readonly values: IndicatorValues;
  readonly numbers: NumberForm;
  readonly measures: readonly Measure[];
  readonly whole: Measure;
}

export interface ScatterContent extends ChartContent {
  readonly shape: ScatterShape;
  readonly names: readonly string[];
  readonly x: ScatterAxis;
  readonly y: ScatterAxis;
}

/** `x` and `y` by zone of the same cut and date. */
export function scatterContent(names: readonly string[], date: string, x: ScatterAxis, y: ScatterAxis): ScatterContent | string {
  const shape = shapeScatter(x.measures, y.measures, names);
  if (shape.points.length === 0) return t('charts.noValues');
  const { regression } = shape;
  const text = (zone: number) => t('charts.scatterStop', { zone: names[zone]!, x: measureLong(x.measures[zone]!, x.numbers), xName: titleOf(x.indicator), y: measureLong(y.measures[zone]!, y.numbers), yName: titleOf(y.indicator) });
  const cells = (zone: number) => [names[zone]!, { measure: x.measures[zone]!, text: measureLong(x.measures[zone]!, x.numbers) }, { measure: y.measures[zone]!, text: measureLong(y.measures[zone]!, y.numbers) }];
  const hasR = regression !== null && !Number.isNaN(regression.r) && regression.n > 2;
  const fit = hasR
    ? t('charts.fit', { r: formatNumber(regression.r, 2), strength: t(`charts.strength_${strengthOf(regression.r)}`), n: regression.n, slope: formatNumber(regression.slope, 2), y: titleOf(y.indicator), yUnit: unitText(y.numbers), x: titleOf(x.indicator), xUnit: unitText(x.numbers) })
    : t('charts.noFit');
  return {
    shape,
    names,
    x,
    y,
    title: t('charts.scatter'),
    subtitle: formatDate(date),
    heading: { title: t('charts.scatterTitle', { x: titleOf(x.indicator), y: titleOf(y.indicator) }), subtitle: [t('charts.scatter'), formatDate(date)].join(', ') },
    summary: `${t('charts.scatterSummary', { x: titleOf(x.indicator), y: titleOf(y.indicator), date: formatDate(date), count: shape.points.length })} ${fit}`,
    stops: shape.points.map(({ zone }) => ({ zone, text: text(zone) })),
    table: {
      caption: t('charts.scatterCaption', { x: titleOf(x.indicator), y: titleOf(y.indicator), date: formatDate(date) }),
      columns: [
        { title: t('charts.zone'), field: 'name' },
        { title: `${titleOf(x.indicator)} (${unitText(x.numbers)})`, field: x.indicator.indicator, measures: true },
        { title: `${titleOf(y.indicator)} (${unitText(y.numbers)})`, field: y.indicator.indicator, measures: true },
      ],
      rows: [...shape.points.map(({ zone }) => zone), ...shape.withheld, ...shape.missing].map((zone) => ({ zone, cells: cells(zone) })),
    },
    madeOf: [x, y],
    notes: [fit, ...zonesText(shape, names), t('charts.ecological')],
    file: `${x.indicator.indicator}-${y.indicator.indicator}-${date}-scatter`,
    height: HEIGHT,
  };
}

@customElement('zs-scatter')
export class ScatterChart extends EChartsElement<ScatterContent> {
  @state() private chosen = '';
  private readonly kept = new KeptValues(this);

  protected override contentOf(store: ChartStore): ScatterContent | string | undefined {
    const view = store.view!;
    const other = this.other(store);
    if (other === undefined) return t('charts.noOther');
    const values = this.kept.of(store, [view.indicator.indicator, other.indicator]);
    if (values === undefined) return undefined;
    const [x, y] = values;
    if (x === undefined || y === undefined) return t('charts.notLoaded');
    return this.once([view, x, y], () => scatterContent(view.zones.map(({ name }) => name), view.date, axisOf(view.indicator, x, view), axisOf(other, y, view)));
  }

  /** The chosen one while it is released here; else the next rate of another topic. */
  private other(store: ChartStore): Indicator | undefined {
    const shown = store.view!.indicator;
    const offered = indicatorsOn(store).map(({ indicator }) => indicator).filter(({ indicator }) => indicator !== shown.indicator);
    const sameParts = ({ numerator }: Indicator) => numerator.plus.join() === shown.numerator.plus.join();
    return (
      offered.find(({ indicator }) => indicator === this.chosen) ??
      offered.find((one) => one.denominator !== null && one.direction !== 0 && one.topic !== shown.topic && !sameParts(one)) ??
      offered.find((one) => one.denominator !== null && one.topic !== shown.topic && !sameParts(one)) ??
      offered.find((one) => !sameParts(one)) ??
      offered[0]
    );
  }

  protected override renderChoices(store: ChartStore) {
    const other = this.other(store);
    return html`<div class="choices">
      <label>${t('charts.against')} ${indicatorChoice(store, other?.indicator, store.view!.indicator.indicator, (indicator) => (this.chosen = indicator))}</label>
    </div>`;
  }

  protected override optionOf(content: ScatterContent, width: number, highlight: Highlight): ChartOption {
    return scatterOption(content, width, highlight, this.store?.passing);
  }
}

function axisOf(indicator: Indicator, values: IndicatorValues, { version, date }: ChartedView): ScatterAxis {
  return { indicator, values, numbers: numbersOf(values), measures: measuresOn(values, version, date), whole: wholeOn(values, version, date) };
}

function scatterOption({ shape, names, x, y }: ScatterContent, width: number, { selected, hovered }: Highlight, passing: readonly boolean[] | undefined): ChartOption {
  const { points, regression, band } = shape;
  const city = x.whole.state === 'value' && y.whole.state === 'value' ? [x.whole.value, y.whole.value] : undefined;
  const bandItem: RenderItem = (_, api) => {
    const at = (px: number, py: number) => api.coord([px, py]) as [number, number];
    return { type: 'polygon', silent: true, shape: { points: [...band.map((point) => at(point.x, point.high)), ...band.toReversed().map((point) => at(point.x, point.low))] }, style: { fill: SUNKEN }, z2: 0 };
  };
  const axis = {
    ...VALUE_AXIS,
    scale: true,
    axisLabel: { ...TEXT, formatter: (value: number) => formatNumber(value, Math.min(3, decimalsOf(value))), hideOverlap: true },
  } as const;
  const spread = [Math.min(...points.map((point) => point.x)), Math.max(...points.map((point) => point.x))] as const;
  const rightHalf = (zone: number) => points.find((point) => point.zone === zone)!.x > (spread[0] + spread[1]) / 2;
  const label = (zone: number) => ({ show: zone === selected || zone === hovered, formatter: names[zone]!, position: rightHalf(zone) ? ('left' as const) : ('right' as const), distance: 7, ...NAME_TEXT, color: zone === hovered ? INK : ACCENT, textBorderColor: WHITE, textBorderWidth: 3 });
  const drawn = points.toSorted((a, b) => rank(a.zone) - rank(b.zone));
  function rank(zone: number): number {
    return zone === hovered ? 2 : zone === selected ? 1 : 0;
  }
  const many = points.length > 120;
  const end = regression === null ? undefined : regression.most;
  return {
    grid: GRID,
    xAxis: { ...axis, name: `${titleOf(x.indicator)} (${unitText(x.numbers)})`, nameLocation: 'middle', nameGap: 24, nameTextStyle: { ...TEXT, color: INK, width: width - GRID.left - GRID.right, overflow: 'truncate' } },
    yAxis: { ...axis, name: `${titleOf(y.indicator)} (${unitText(y.numbers)})`, nameLocation: 'end', nameGap: 10, nameTextStyle: { ...TEXT, color: INK, align: 'left', padding: [0, 0, 0, -GRID.left + 4], width: width - 8, overflow: 'truncate' } },
    series: [
      ...(band.length === 0 ? [] : [{ type: 'custom' as const, renderItem: bandItem, silent: true, clip: true, z: 1, encode: { x: 0, y: 1 }, data: [[band[0]!.x, band[0]!.y]] }]),
      ...(regression === null || end === undefined
        ? []
        : [{
            type: 'line' as const,
            silent: true,
            symbol: 'none',
            z: 2,
            lineStyle: { color: INK, width: 1.6 },
            data: [[regression.least, lineAt(regression, regression.least)], [end, lineAt(regression, end)]],
            ...(Number.isNaN(regression.r) || regression.n < 3 ? {} : { endLabel: { show: true, formatter: `r = ${formatNumber(regression.r, 2)}`, ...NAME_TEXT, distance: 12, textBorderColor: WHITE, textBorderWidth: 3 } }),
          }]),
      {
        type: 'scatter',
        z: 3,
        symbolSize: many ? 8 : 11,
        itemStyle: { opacity: 1 },
        labelLayout: { hideOverlap: false, moveOverlap: 'shiftY' },
        data: drawn.map(({ zone, x: px, y: py }) => ({
          value: [px, py],
          zone,
          itemStyle: { opacity: passing?.[zone] === false ? 0.3 : 1, color: zone === hovered ? INK : zone === selected ? ACCENT : OTHERS, borderColor: zone === hovered ? INK : zone === selected ? ACCENT : CONTROL, borderWidth: 1 },
          label: label(zone),
          ...(zone === selected || zone === hovered ? { symbolSize: 14 } : {}),
        })),
      },
      ...(city === undefined
        ? []
        : [{ type: 'scatter' as const, silent: true, z: 4, symbol: 'diamond', symbolSize: 13, itemStyle: { color: WHITE, borderColor: INK, borderWidth: 2 }, label: { show: true, formatter: t('charts.city'), position: 'right' as const, ...NAME_TEXT, textBorderColor: WHITE, textBorderWidth: 3 }, data: [city] }]),
    ],
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'zs-scatter': ScatterChart;
  }
}
