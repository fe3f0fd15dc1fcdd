// <zs-pyramid>: the age structure of the selected zone. Bars are as high as their years and as long as persons per year: areas are persons.
import { customElement } from 'lit/decorators.js';
import type { IndicatorValues, Measure } from '../../api-types.ts';
import { formatDate, formatNumber } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import { ACCENT, INK, MISSING, WHITE } from '../../shell/palette.ts';
import { numbersOf } from '../map-form.ts';
import { measureLong } from '../measure-text.ts';
import { ageBands, endOf, gapsOf, type AgeBand, type Sex } from './age-groups.ts';
import type { ChartContent } from './chart-element.ts';
import { indicatorsOn, measuresOn, wholeOn, type ChartedView, type ChartStore } from './chart-store.ts';
import { HATCH, NAME_TEXT, OUTLINE, TEXT, VALUE_AXIS, type ChartOption, type RenderItem } from './echarts.ts';
import { EChartsElement } from './echarts-element.ts';
import { KeptValues } from './kept-values.ts';

const GRID = { left: 40, right: 16, top: 26, bottom: 42 } as const;
const HEIGHT = 340;
/** Men's side, and bars without sexes: 3.6 on white, and less of it than the accent on large areas. */
const ONE_SIDE = '#6F86CB';
/** Bars of what has no number are all of one length. */
const FIXED_PX = 40;

export interface PyramidBar {
  readonly from: number;
  readonly to: number;
  readonly sex: Sex;
  readonly measure: Measure;
  /** Persons per year of age; null without a value. */
  readonly perYear: number | null;
  /** The same of as many people with the city's age structure; null unless both structures are known. */
  readonly cityPerYear: number | null;
}

export interface PyramidContent extends ChartContent {
  readonly bars: readonly PyramidBar[];
  readonly sexes: boolean;
}

export function pyramidContent({ zones, version, date }: Pick<ChartedView, 'zones' | 'version' | 'date'>, zone: number, bands: readonly AgeBand[], values: readonly IndicatorValues[]): PyramidContent {
  const groups = bands.flatMap((band) => band.groups);
  const own = groups.map((_, i) => measuresOn(values[i]!, version, date)[zone] ?? ({ state: 'missing' } as const));
  const city = groups.map((_, i) => wholeOn(values[i]!, version, date));
  // One group without a number leaves nothing to scale the city by: a sum with a hole is no population.
  const sum = (measures: readonly Measure[]) => measures.reduce((total, measure) => (measure.state === 'value' ? total + measure.value : NaN), 0);
  const factor = sum(own) / sum(city);
  const bars = groups.map((group, i): PyramidBar => {
    const [measure, whole] = [own[i]!, city[i]!];
    const to = endOf(group);
    const years = to - group.from;
    return {
      from: group.from,
      to,
      sex: group.sex,
      measure,
      perYear: measure.state === 'value' ? measure.value / years : null,
      cityPerYear: whole.state === 'value' && Number.isFinite(factor) ? (factor * whole.value) / years : null,
    };
  });
  const sexes = bands.some((band) => band.groups.length === 2);
  const zoneName = zones[zone]!.name;
  const nameOf = ({ from, to }: Pick<AgeBand, 'from' | 'to'>) => (to === null ? t('charts.ageFrom', { from }) : to === from + 1 ? String(from) : t('charts.ageFromTo', { from, to }));
  const shown = (i: number) => measureLong(own[i]!, numbersOf(values[i]!));
  const indexOf = (band: AgeBand, at: number) => groups.indexOf(band.groups[at]!);
  const descending = bands.toReversed();
  const gaps = gapsOf(bands);
  const open = bands.find(({ to }) => to === null);
  return {
    bars,
    sexes,
    title: t('charts.pyramid'),
    subtitle: `${zoneName}, ${formatDate(date)}`,
    heading: { title: zoneName, subtitle: [t('charts.pyramid'), formatDate(date)].join(', ') },
    summary: t('charts.pyramidSummary', { zone: zoneName, date: formatDate(date), count: bands.length }),
    stops: descending.map((band) => ({
      zone: -1,
      text: sexes ? t('charts.pyramidStopSexes', { group: nameOf(band), female: shown(indexOf(band, 0)), male: shown(indexOf(band, 1)) }) : t('charts.pyramidStop', { group: nameOf(band), value: shown(indexOf(band, 0)) }),
    })),
    table: {
      caption: t('charts.pyramidSummary', { zone: zoneName, date: formatDate(date), count: bands.length }),
      columns: [
        { title: t('charts.age'), field: 'age' },
        ...(sexes ? [{ title: t('charts.female'), field: 'female', measures: true }, { title: t('charts.male'), field: 'male', measures: true }] : [{ title: t('charts.persons'), field: 'persons', measures: true }]),
        ...(sexes ? [] : [{ title: t('charts.city'), field: 'city', measures: true }]),
      ],
      rows: descending.map((band) => {
        const at = indexOf(band, 0);
        const cell = (i: number) => ({ measure: own[i]!, text: shown(i) });
        return { zone: -1, cells: [nameOf(band), cell(at), ...(sexes ? [cell(indexOf(band, 1))] : [{ measure: city[at]!, text: measureLong(city[at]!, numbersOf(values[at]!)) }])] };
      }),
    },
    madeOf: groups.map(({ indicator }, i) => ({ indicator, values: values[i]! })),
    notes: [
      ...(sexes ? [] : [t('charts.pyramidNoSexes')]),
      ...(bars.some(({ cityPerYear }) => cityPerYear !== null) ? [t('charts.pyramidCity')] : []),
      ...(open === undefined ? [] : [t('charts.pyramidWidth', { to: endOf(open) })]),
      ...(gaps.length === 0 ? [] : [t('charts.pyramidGaps', { ages: gaps.map(nameOf).join(', ') })]),
    ],
    file: `${zones[zone]!.zone}-${date}-age`,
    height: HEIGHT,
  };
}

@customElement('zs-pyramid')
export class PyramidChart extends EChartsElement<PyramidContent> {
  private readonly kept = new KeptValues(this);

  protected override contentOf(store: ChartStore): PyramidContent | string | undefined {
    const view = store.view!;
    const bands = ageBands(indicatorsOn(store).map(({ indicator }) => indicator));
    if (bands.length < 2) return t('charts.pyramidNone');
    if (view.zones[store.selected] === undefined) return t('charts.pyramidNoZone');
    const values = this.kept.of(store, bands.flatMap(({ groups }) => groups.map(({ indicator }) => indicator.indicator)));
    if (values === undefined) return undefined;
    const there = values.flatMap((one) => one ?? []);
    return there.length < values.length ? t('charts.notLoaded') : pyramidContent(view, store.selected, bands, there);
  }

  /** Stops go from the oldest down, each as high as its years. */
  protected override stopAt({ bars }: PyramidContent, _x: number, y: number): number {
    const oldest = Math.max(...bars.map(({ to }) => to));
    const age = oldest * (1 - (y - GRID.top) / (HEIGHT - GRID.top - GRID.bottom));
    const bands = [...new Set(bars.map(({ from }) => from))].sort((a, b) => b - a);
    return age < 0 || age > oldest ? -1 : bands.findIndex((from) => from <= age);
  }

  protected override optionOf(content: PyramidContent, width: number): ChartOption {
    return pyramidOption(content, width);
  }
}

/** Women to the left, as usual; without sexes all bars go to the right. */
function pyramidOption({ bars, sexes }: PyramidContent, width: number): ChartOption {
  const most = Math.max(1, ...bars.flatMap(({ perYear, cityPerYear }) => [perYear ?? 0, cityPerYear ?? 0]));
  const oldest = Math.max(...bars.map(({ to }) => to));
  const signOf = ({ sex }: PyramidBar) => (sex === 'female' ? -1 : 1);
  const bar: RenderItem = ({ dataIndex }, api) => {
    const one = bars[dataIndex]!;
    const [base, top] = api.coord([0, one.to]) as [number, number];
    const [, bottom] = api.coord([0, one.from]) as [number, number];
    const rect = (x0: number, x1: number) => ({ x: Math.min(x0, x1), y: top + 0.5, width: Math.max(1, Math.abs(x1 - x0)), height: Math.max(1, bottom - top - 1) });
    const sign = signOf(one);
    if (one.perYear === null) {
      const text = t(one.measure.state === 'withheld' ? 'map.withheldShort' : 'map.missingShort');
      return {
        type: 'group',
        silent: true,
        children: [
          { type: 'rect', shape: rect(base, base + sign * FIXED_PX), style: { fill: one.measure.state === 'withheld' ? HATCH : MISSING, ...OUTLINE } },
          { type: 'text', style: { ...TEXT, text, x: base + sign * (FIXED_PX + 6), y: (top + bottom) / 2, align: sign < 0 ? 'right' : 'left', verticalAlign: 'middle', fill: INK } },
        ],
      };
    }
    const [end] = api.coord([sign * one.perYear, 0]) as [number, number];
    return { type: 'rect', silent: true, shape: rect(base, end), style: { fill: one.sex === 'female' ? ACCENT : ONE_SIDE } };
  };
  /** The city's outline: up each side, one step a band. */
  const outline: RenderItem = (_, api) => {
    const side = (list: readonly PyramidBar[]) => ({
      type: 'polyline' as const,
      shape: { points: list.flatMap((one) => [api.coord([signOf(one) * one.cityPerYear!, one.from]) as [number, number], api.coord([signOf(one) * one.cityPerYear!, one.to]) as [number, number]]) },
      style: { fill: 'none', stroke: WHITE, lineWidth: 3.6 },
    });
    const both = (['female', 'male', 'all'] as const).map((sex) => bars.filter((one) => one.sex === sex && one.cityPerYear !== null)).filter((list) => list.length > 0).map(side);
    return { type: 'group', silent: true, children: [...both, ...both.map((line) => ({ ...line, style: { ...line.style, stroke: INK, lineWidth: 1.6, lineDash: [4, 3] } }))] };
  };
  const label: RenderItem = () => ({
    type: 'group',
    silent: true,
    children: [
      { type: 'text', style: { ...NAME_TEXT, text: t('charts.female'), x: (GRID.left + width - GRID.right) / 2 - 12, y: 8, align: 'right', verticalAlign: 'middle', fill: ACCENT } },
      { type: 'text', style: { ...NAME_TEXT, text: t('charts.male'), x: (GRID.left + width - GRID.right) / 2 + 12, y: 8, align: 'left', verticalAlign: 'middle', fill: '#4A62AC' } },
    ],
  });
  return {
    grid: GRID,
    xAxis: { ...VALUE_AXIS, min: sexes ? -most : 0, max: most, axisLabel: { ...TEXT, formatter: (value: number) => formatNumber(Math.abs(value), most < 3 ? 1 : 0), hideOverlap: true, showMinLabel: false, showMaxLabel: false }, name: t('charts.perYear'), nameLocation: 'middle', nameGap: 24 },
    yAxis: { ...VALUE_AXIS, min: 0, max: oldest, interval: 20, splitLine: { show: false }, name: t('charts.age'), nameGap: 8, axisLabel: { ...TEXT, formatter: (value: number) => formatNumber(value) } },
    series: [
      { type: 'custom', renderItem: bar, silent: true, encode: { x: 0, y: 1 }, data: bars.map((one) => [one.perYear ?? 0, one.from]) },
      ...(bars.some(({ cityPerYear }) => cityPerYear !== null) ? [{ type: 'custom' as const, renderItem: outline, silent: true, encode: { x: 0, y: 1 }, data: [[0, 0]] }] : []),
      ...(sexes ? [{ type: 'custom' as const, coordinateSystem: 'none' as const, renderItem: label, silent: true, data: [0] }] : []),
    ],
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'zs-pyramid': PyramidChart;
  }
}
