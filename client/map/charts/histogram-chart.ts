// <zs-histogram>: how the values of a date spread over the zones. Every zone is a block that can be pointed at and selected.
import { customElement } from 'lit/decorators.js';
import { formatDate, formatNumber } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import { ACCENT, INK, MISSING, WHITE } from '../../shell/palette.ts';
import { colourOf, signOf } from '../classification.ts';
import { decimalsOf, measureLong, numberWithUnit, titleOf, unitText } from '../measure-text.ts';
import type { ChartContent } from './chart-element.ts';
import type { ChartedView, ChartStore } from './chart-store.ts';
import { HATCH, NAME_TEXT, OUTLINE, TEXT, VALUE_AXIS, type ChartOption, type RenderItem } from './echarts.ts';
import { EChartsElement, type Highlight } from './echarts-element.ts';
import { shapeHistogram, type HistogramShape } from './histogram-shape.ts';
import { zonesText } from './chart-words.ts';

const HEIGHT = 224;
const TOP = 40;
const BOTTOM = 38;
const LEFT = 34;
const SIDE = 46;

export interface HistogramContent extends ChartContent {
  readonly view: ChartedView;
  readonly shape: HistogramShape;
}

export function histogramContent(view: ChartedView): HistogramContent | string {
  const names = view.zones.map(({ name }) => name);
  const shape = shapeHistogram(view.measures, names);
  if (shape.blocks.length === 0) return t('charts.noValues');
  const { borders, counts } = shape;
  const write = borderText(borders);
  const rangeOf = (bin: number) => t('charts.range', { from: write(borders[bin]!), to: write(borders[bin + 1]!) });
  const text = (zone: number) => `${names[zone]}: ${measureLong(view.measures[zone]!, view.numbers)}`;
  const ordered = [...shape.blocks.map(({ zone }) => zone), ...shape.withheld, ...shape.missing];
  const row = (zone: number, bin: string) => ({
    zone,
    cells: [names[zone]!, { measure: view.measures[zone]!, text: measureLong(view.measures[zone]!, view.numbers) }, bin],
  });
  return {
    view,
    shape,
    title: t('charts.histogram'),
    subtitle: `${titleOf(view.indicator)}, ${formatDate(view.date)}`,
    heading: { title: titleOf(view.indicator), subtitle: [t('charts.histogram'), formatDate(view.date), unitText(view.numbers)].join(', ') },
    summary: t('charts.histogramSummary', { title: titleOf(view.indicator), date: formatDate(view.date), count: shape.blocks.length, bins: counts.length, from: write(borders[0]!), to: write(borders.at(-1)!) }),
    stops: ordered.map((zone) => ({ zone, text: text(zone) })),
    table: {
      caption: `${t('charts.histogram')}: ${titleOf(view.indicator)}, ${formatDate(view.date)}`,
      columns: [
        { title: t('charts.zone'), field: 'name' },
        { title: unitText(view.numbers), field: 'value', measures: true },
        { title: t('charts.class'), field: 'class' },
      ],
      rows: [
        ...shape.blocks.map(({ zone, bin }) => row(zone, rangeOf(bin))),
        ...[...shape.withheld, ...shape.missing].map((zone) => row(zone, '')),
      ],
    },
    notes: [t('charts.histogramNote'), ...zonesText(shape, names)],
    file: `${view.indicator.indicator}-${view.date}-histogram`,
    height: HEIGHT,
  };
}

/** Borders with as many decimals as all of them need. */
function borderText(borders: readonly number[]): (value: number) => string {
  const digits = Math.min(4, Math.max(0, ...borders.map(decimalsOf)));
  return (value) => formatNumber(value, digits);
}

@customElement('zs-histogram')
export class HistogramChart extends EChartsElement<HistogramContent> {
  protected override contentOf({ view }: ChartStore): HistogramContent | string | undefined {
    return view === undefined ? undefined : this.once([view], () => histogramContent(view));
  }

  protected override optionOf(content: HistogramContent, width: number, highlight: Highlight): ChartOption {
    return histogramOption(content, width, highlight, this.store?.passing);
  }
}

function histogramOption({ view, shape }: HistogramContent, width: number, { selected, hovered }: Highlight, passing: readonly boolean[] | undefined): ChartOption {
  const { borders, counts, blocks, withheld, missing } = shape;
  const sides = ([[withheld, t('map.withheldShort')], [missing, t('map.missingShort')]] as const).filter(([zones]) => zones.length > 0);
  const most = Math.max(...counts, ...sides.map(([zones]) => zones.length));
  const right = 26 + sides.length * SIDE;
  const blockHeight = (HEIGHT - TOP - BOTTOM) / most;
  const write = borderText(borders);
  const names = view.zones.map(({ name }) => name);
  const styleOf = (zone: number) => {
    const measure = view.measures[zone]!;
    const fill = measure.state === 'withheld' ? HATCH : measure.state === 'missing' ? MISSING : (colourOf(signOf(measure, view.classification), view.classification) ?? WHITE);
    const marked = zone === hovered ? { stroke: INK, lineWidth: 2 } : zone === selected ? { stroke: ACCENT, lineWidth: 3 } : blockHeight < 5 ? {} : OUTLINE;
    return { fill, ...(passing?.[zone] === false ? { opacity: 0.3 } : {}), ...marked };
  };
  /** Values: left, right, level. */
  const block: RenderItem = (_, api) => {
    const [x0, y0] = api.coord([api.value(0), Number(api.value(2)) + 1]) as [number, number];
    const [x1, y1] = api.coord([api.value(1), api.value(2)]) as [number, number];
    const zone = Number(api.value(3));
    return { type: 'rect', shape: { x: x0 + 1, y: y0 + (blockHeight < 5 ? 0 : 1), width: Math.max(1, x1 - x0 - 2), height: Math.max(1, y1 - y0 - (blockHeight < 5 ? 0 : 1)) }, style: styleOf(zone), z2: zone === hovered ? 3 : zone === selected ? 2 : 1 };
  };
  const whole = view.whole();
  const own = view.measures[selected];
  const lines = [
    ...(view.values.form === 'value' && whole.state === 'value' && whole.value >= borders[0]! && whole.value <= borders.at(-1)! ? [{ value: [whole.value, 0, 12], text: `${t('charts.city')} ${numberWithUnit(whole.value, view.numbers)}`, colour: INK, dash: [4, 3] }] : []),
    ...(own?.state === 'value' ? [{ value: [own.value, 0, 28], text: `${names[selected]} ${numberWithUnit(own.value, view.numbers)}`, colour: ACCENT, dash: [] }] : []),
  ];
  const plotRight = width - right;
  const line: RenderItem = ({ dataIndex }, api) => {
    const { text, colour, dash, value } = lines[dataIndex]!;
    const [x, base] = api.coord([value[0]!, 0]) as [number, number];
    const toLeft = x > (LEFT + plotRight) / 2;
    return {
      type: 'group',
      silent: true,
      children: [
        { type: 'line', shape: { x1: x, x2: x, y1: value[2]! - 8, y2: dash.length > 0 ? base : TOP - 2 }, style: { stroke: colour, lineWidth: dash.length > 0 ? 1.6 : 1.2, ...(dash.length > 0 ? { lineDash: dash } : {}) } },
        { type: 'text', style: { ...NAME_TEXT, text, x: toLeft ? x - 5 : x + 5, y: value[2]!, align: toLeft ? 'right' : 'left', verticalAlign: 'middle', fill: colour, stroke: WHITE, lineWidth: 3 } },
      ],
    };
  };
  return {
    grid: [
      { left: LEFT, right, top: TOP, bottom: BOTTOM },
      ...sides.map((_, i) => ({ left: plotRight + 22 + i * SIDE, width: SIDE - 8, top: TOP, bottom: BOTTOM })),
    ],
    xAxis: [
      { ...VALUE_AXIS, min: borders[0]!, max: borders.at(-1)!, interval: borders[1]! - borders[0]!, splitLine: { show: false }, axisTick: { show: true }, axisLabel: { ...TEXT, formatter: write, hideOverlap: true }, name: unitText(view.numbers), nameLocation: 'middle', nameGap: 22 },
      ...sides.map(([, text], i) => ({ type: 'category' as const, gridIndex: i + 1, data: [text], axisLine: VALUE_AXIS.axisLine, axisTick: { show: false }, axisLabel: { ...TEXT, interval: 0 } })),
    ],
    yAxis: [
      { ...VALUE_AXIS, min: 0, max: most, minInterval: 1, axisLine: { show: false }, axisLabel: { ...TEXT, formatter: (value: number) => formatNumber(value) }, name: t('charts.zones'), nameLocation: 'end', nameGap: 22, nameTextStyle: { ...TEXT, align: 'left', padding: [0, 0, 0, -LEFT + 4] } },
      ...sides.map((_, i) => ({ type: 'value' as const, gridIndex: i + 1, min: 0, max: most, show: false })),
    ],
    series: [
      { type: 'custom', renderItem: block, encode: { x: [0, 1], y: 2 }, data: blocks.map(({ zone, bin, level }) => ({ value: [borders[bin]!, borders[bin + 1]!, level, zone], zone })) },
      ...sides.map(([zones], i) => ({
        type: 'custom' as const,
        xAxisIndex: i + 1,
        yAxisIndex: i + 1,
        encode: { x: 0, y: 1 },
        renderItem: sideBlock(zones, styleOf, blockHeight),
        data: zones.map((zone, level) => ({ value: [0, level], zone })),
      })),
      { type: 'custom', renderItem: line, encode: { x: 0, y: 1 }, silent: true, data: lines.map(({ value }) => value) },
    ],
  };
}

/** Zones without a value: a pile of their own, by name. */
function sideBlock(zones: readonly number[], styleOf: (zone: number) => object, blockHeight: number): RenderItem {
  return ({ dataIndex }, api) => {
    const [x, y0] = api.coord([0, dataIndex + 1]) as [number, number];
    const gap = blockHeight < 5 ? 0 : 1;
    return { type: 'rect', shape: { x: x - 13, y: y0 + gap, width: 26, height: Math.max(1, blockHeight - gap) }, style: styleOf(zones[dataIndex]!) };
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'zs-histogram': HistogramChart;
  }
}
