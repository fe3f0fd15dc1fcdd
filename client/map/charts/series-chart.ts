// <zs-series>: the course over the dates. Drawn by hand: gaps for dates without a number, signs on the axis, labels at the lines' ends.
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import type { IndicatorValues, Measure } from '../../api-types.ts';
import { formatDate, formatNumber } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import { ACCENT, CONTROL, INK, LINE2 } from '../../shell/palette.ts';
import { changeWithUnit, measureLong, numberWithUnit, plainNumber, titleOf, unitText } from '../measure-text.ts';
import { axisTicks } from '../series-axis.ts';
import type { NumberForm } from '../map-form.ts';
import { ChartElement, type ChartContent } from './chart-element.ts';
import type { ChartedView, ChartStore } from './chart-store.ts';
import { GRID_LINE, INK3 } from './echarts.ts';
import { shapeSeries, type SeriesShape } from './series-shape.ts';
import { svgText } from './svg-text.ts';

const TOP = 12;
const BOTTOM = 24;
const LEFT = 44;
/** Room for the labels at the lines' ends. */
const RIGHT = 70;
const HEIGHT = 176;
const BAND = '#F3F4F7';
const TREND_BAND = '#D8E1F4';

export interface SeriesContent extends ChartContent {
  readonly view: ChartedView;
  readonly shape: SeriesShape;
  readonly rows: readonly (readonly Measure[])[];
  readonly zone: number;
  /** A sum of counts dwarfs its parts, and forms are not in its unit: then the city is in the table only. */
  readonly showWhole: boolean;
}

export function seriesContent(view: ChartedView, zone: number): SeriesContent | string {
  const { values, numbers, zones, indicator } = view;
  const rows = rowsOf(view);
  const whole = values.dates.map((_, i) => view.whole(i));
  const shape = shapeSeries(values.dates, view.version, rows, whole, zone);
  if (shape.band.every((range) => range === null) || values.dates.length < 2) return t('charts.seriesNone');
  const showWhole = indicator.denominator !== null && values.form === 'value' && whole.some(({ state }) => state === 'value');
  const name = zones[zone]?.name ?? t('charts.city');
  const own = zone < 0 ? whole : shape.own;
  const long = (measure: Measure) => measureLong(measure, numbers);
  const breaks = shape.dates.filter((one) => one.break).map(({ date }) => formatDate(date));
  const [first, last] = [shape.dates[0]!, shape.dates.at(-1)!];
  return {
    view,
    shape,
    rows,
    zone,
    showWhole,
    title: t('charts.series'),
    subtitle: zone < 0 ? unitText(numbers) : `${name}, ${unitText(numbers)}`,
    heading: { title: titleOf(indicator), subtitle: [t('charts.series'), name, unitText(numbers)].join(', ') },
    summary: t('charts.seriesSummary', { zone: name, title: titleOf(indicator), from: formatDate(first.date), first: long(own[0]!), to: formatDate(last.date), last: long(own.at(-1)!) }),
    stops: shape.dates.map(({ date }, i) => ({
      zone: -1,
      text: zone < 0 ? t('charts.seriesStopCity', { date: formatDate(date), city: long(whole[i]!) }) : t('charts.seriesStop', { date: formatDate(date), zone: name, value: long(own[i]!), city: long(whole[i]!) }),
    })),
    table: {
      caption: `${t('charts.series')}: ${titleOf(indicator)}, ${name}`,
      columns: [
        { title: t('charts.referenceDate'), field: 'reference_date', notes: 'cut' },
        ...(zone < 0 ? [] : [{ title: name, field: 'value', measures: true }]),
        { title: t('charts.city'), field: 'city', measures: true },
        { title: t('charts.smallest'), field: 'smallest', numbers: true },
        { title: t('charts.largest'), field: 'largest', numbers: true },
      ],
      rows: shape.dates.map(({ date, break: isBreak }, i) => {
        const range = shape.band[i];
        const edge = (value: number | undefined) => (value === undefined ? null : { number: value, text: numberWithUnit(value, numbers) });
        return {
          zone: -1,
          cells: [{ date, ...(isBreak ? { text: t('charts.breakAt', { date: formatDate(date) }), note: 'break' } : { text: formatDate(date) }) }, ...(zone < 0 ? [] : [{ measure: own[i]!, text: long(own[i]!) }]), { measure: whole[i]!, text: long(whole[i]!) }, edge(range?.low), edge(range?.high)],
        };
      }),
    },
    notes: [
      ...(zone < 0 ? [t('charts.seriesNoZone')] : []),
      trendText(shape, view),
      breaks.length > 0 ? t('charts.breaks', { dates: breaks.join(', ') }) : t('charts.constantCut'),
      t('charts.band'),
    ],
    file: `${indicator.indicator}-${zones[zone]?.zone ?? 'city'}-series`,
    height: HEIGHT,
  };
}

/** By date; kept, since a step in time changes none of them and 400 lines are drawn from them. */
const known = new WeakMap<IndicatorValues, Map<number, readonly (readonly Measure[])[]>>();

function rowsOf(view: ChartedView): readonly (readonly Measure[])[] {
  const { values, version } = view;
  const byCut = known.get(values) ?? known.set(values, new Map()).get(values)!;
  let rows = byCut.get(version);
  if (rows === undefined) byCut.set(version, (rows = values.dates.map((_, i) => view.measuresAt(i))));
  return rows;
}

function trendText({ trend }: SeriesShape, { numbers }: ChartedView): string {
  if (trend === null) return t('charts.trendNone');
  // A slope is mostly smaller than a value: one decimal more.
  const finer = { ...numbers, precision: numbers.precision + 1 };
  const text = t('charts.trendText', { slope: changeWithUnit(trend.regression.slope, finer), low: changeWithUnit(trend.interval.low, finer), high: changeWithUnit(trend.interval.high, finer), n: trend.regression.n });
  return trend.interval.low <= 0 && trend.interval.high >= 0 ? `${text} ${t('charts.trendUnsure')}` : text;
}

@customElement('zs-series')
export class SeriesChart extends ChartElement<SeriesContent> {
  /** Without notes, and lower: in the card of a zone. */
  @property({ type: Boolean }) compact = false;
  @state() private withTrend = true;

  protected override contentOf({ view, selected }: ChartStore): SeriesContent | string | undefined {
    if (view === undefined) return undefined;
    const zone = view.zones[selected] === undefined ? -1 : selected;
    const content = this.once([view, zone], () => seriesContent(view, zone));
    if (!this.compact || typeof content === 'string') return content;
    return { ...content, subtitle: unitText(view.numbers), height: 148, notes: content.notes.slice(content.notes.length - 2, content.notes.length - 1) };
  }

  protected override renderChoices() {
    if (this.compact) return nothing;
    return html`<div class="choices"><label style="flex:none"><input type="checkbox" .checked=${this.withTrend} @change=${() => (this.withTrend = !this.withTrend)} />${t('charts.trend')}</label></div>`;
  }

  /** The date nearest to the pointer. */
  protected override stopAt({ shape: { dates } }: SeriesContent, x: number): number {
    const years = dates.map(({ year }) => year);
    const year = years[0]! + ((x - LEFT) / (this.width - RIGHT - LEFT)) * (years.at(-1)! - years[0]!);
    return years.reduce((best, one, i) => (Math.abs(one - year) < Math.abs(years[best]! - year) ? i : best), 0);
  }

  protected override renderDrawing(content: SeriesContent): TemplateResult {
    return html`<div class="drawing" aria-hidden="true">${drawSeries(content, this.width, this.withTrend && !this.compact, this.store!.hovered)}</div>`;
  }

  protected override drawingOf(content: SeriesContent, width: number) {
    const tall = { ...content, height: 280 };
    return Promise.resolve({ svg: svgText(drawSeries(tall, width, this.withTrend, -1)), height: tall.height });
  }
}

/** Between the dates of two cuts, with its word: a dotted line alone could be any. */
function breakMark(x: number, bottom: number): SVGTemplateResult {
  return svg`<g class="break"><line x1=${x} x2=${x} y1=${TOP - 8} y2=${bottom} stroke=${INK} stroke-dasharray="2 4"/><text x=${x + 4} y=${TOP + 1} font-size="12" fill=${INK} stroke="#fff" stroke-width="3" paint-order="stroke">${t('charts.break')}</text></g>`;
}

function drawSeries({ view, shape, rows, zone, showWhole, height }: SeriesContent, width: number, withTrend: boolean, hovered: number): TemplateResult {
  const { dates, own, whole, band, trend } = shape;
  const { numbers, values } = view;
  const numbersOfRow = (row: readonly Measure[]) => row.flatMap((measure) => (measure.state === 'value' ? [measure.value] : []));
  const drawn = [...rows.flatMap(numbersOfRow), ...(showWhole ? numbersOfRow(whole) : [])];
  const [least, most] = [Math.min(...drawn), Math.max(...drawn)];
  // An index or quotient has no natural 0; shares and counts have.
  const free = values.form === 'index' || values.form === 'locationQuotient';
  const ticks = axisTicks(free ? most : Math.max(0, most), free ? least : Math.min(0, least));
  const digits = Math.min(4, Math.max(0, ...ticks.map((tick) => (String(tick).split('.')[1] ?? '').length)));
  const [low, high] = [ticks[0]!, ticks.at(-1)!];
  const right = width - RIGHT;
  const [firstYear, lastYear] = [dates[0]!.year, dates.at(-1)!.year];
  const atYear = (year: number) => LEFT + ((year - firstYear) / (lastYear - firstYear)) * (right - LEFT);
  const x = (index: number) => atYear(dates[index]!.year);
  const y = (value: number) => TOP + (1 - (value - low) / (high - low)) * (height - TOP - BOTTOM);
  const line = (measures: readonly Measure[]) => linePath(measures, dates.map((one) => one.break), x, y);
  const ownEnd = own.at(-1);
  const wholeEnd = showWhole ? whole.at(-1) : undefined;
  let ownY = ownEnd?.state === 'value' ? y(ownEnd.value) : undefined;
  let wholeY = wholeEnd?.state === 'value' ? y(wholeEnd.value) : undefined;
  if (ownY !== undefined && wholeY !== undefined) [ownY, wholeY] = pushApart(ownY, wholeY, 22);
  const yearly = dates.every(({ date }) => date.slice(4) === dates[0]!.date.slice(4));
  const short = (iso: string) => (yearly ? iso.slice(0, 4) : formatDate(iso));
  const labelled = dates.length > 3 ? [0, Math.floor((dates.length - 1) / 2), dates.length - 1] : dates.map((_, i) => i);
  const at = dates.findIndex(({ date }) => date === view.date);
  const clip = (value: number) => Math.max(low, Math.min(high, value));
  return html`<svg xmlns="http://www.w3.org/2000/svg" width=${width} height=${height} font-size="12">
    ${areaOf(band, x, y)}
    ${ticks.map(
      (tick) => svg`<line x1=${LEFT} x2=${right} y1=${y(tick)} y2=${y(tick)} stroke=${tick === (low > 0 ? low : 0) ? CONTROL : GRID_LINE}/>
        <text x=${LEFT - 6} y=${y(tick) + 4} text-anchor="end" fill=${INK3}>${formatNumber(tick, digits)}</text>`,
    )}
    ${labelled.map((i) => svg`<text x=${x(i)} y=${height - 6} text-anchor=${i === 0 ? 'start' : 'middle'} fill=${INK3}>${short(dates[i]!.date)}</text>`)}
    ${dates.map((one, i) => (one.break ? breakMark((x(i) + x(i - 1)) / 2, height - BOTTOM) : nothing))}
    ${at >= 0 ? svg`<line x1=${x(at)} x2=${x(at)} y1=${TOP - 6} y2=${height - BOTTOM} stroke=${CONTROL} stroke-dasharray="2 3"/>` : nothing}
    ${guard([rows, zone, width, height], () => view.zones.map((_, other) => (other === zone ? nothing : svg`<path d=${line(rows.map((row) => row[other]!))} fill="none" stroke=${LINE2} stroke-width="1.2"/>`)))}
    ${hovered >= 0 && hovered !== zone && hovered < view.zones.length ? svg`<path d=${line(rows.map((row) => row[hovered]!))} fill="none" stroke=${INK} stroke-width="2"/>` : nothing}
    ${withTrend && trend !== null
      ? svg`<polygon points=${[...trend.points.map((point) => `${atYear(point.year)},${y(clip(point.high))}`), ...trend.points.toReversed().map((point) => `${atYear(point.year)},${y(clip(point.low))}`)].join(' ')} fill=${zone < 0 ? GRID_LINE : TREND_BAND} fill-opacity="0.75"/>
          <path d=${`M${atYear(trend.points[0]!.year)} ${y(clip(trend.points[0]!.value))}L${atYear(trend.points.at(-1)!.year)} ${y(clip(trend.points.at(-1)!.value))}`} stroke=${zone < 0 ? INK : ACCENT} stroke-width="1.4" stroke-dasharray="7 4"/>`
      : nothing}
    ${showWhole
      ? svg`<path d=${line(whole)} fill="none" stroke=${INK} stroke-width="1.6" stroke-dasharray="4 3"/>
          ${wholeY === undefined || wholeEnd?.state !== 'value' ? nothing : svg`<text x=${right + 7} y=${wholeY + 4} fill=${INK}><tspan font-weight="600">${t('charts.city')}</tspan><tspan x=${right + 7} dy="14">${endText(wholeEnd.value, numbers)}</tspan></text>`}`
      : nothing}
    <path d=${line(own)} fill="none" stroke=${ACCENT} stroke-width="2.6" stroke-linejoin="round" stroke-linecap="round"/>
    ${own.map((measure, i) => (dates[i]!.comparable ? mark(measure, x(i), y, i === own.length - 1 || isAlone(own, i), height - BOTTOM) : nothing))}
    ${ownY === undefined || ownEnd?.state !== 'value' ? nothing : svg`<text x=${right + 7} y=${ownY + 4} font-weight="600" fill=${ACCENT}>${endText(ownEnd.value, numbers)}</text>`}
  </svg>`;
}

/** The unit stands in the head; per cent is short enough to stand at the line too. */
function endText(value: number, numbers: NumberForm): string {
  return numbers.unit.de === '%' ? numberWithUnit(value, numbers) : plainNumber(value, numbers);
}

/** Only values make a line; any other state breaks it, and so does another cut. */
function linePath(measures: readonly Measure[], breaks: readonly boolean[], x: (index: number) => number, y: (value: number) => number): string {
  let path = '';
  let pen = 'M';
  measures.forEach((measure, index) => {
    if (breaks[index] === true) pen = 'M';
    if (measure.state !== 'value') {
      pen = 'M';
      return;
    }
    path += `${pen}${x(index).toFixed(1)} ${y(measure.value).toFixed(1)}`;
    pen = 'L';
  });
  return path;
}

/** From the smallest to the largest released value; apart where a date has none. */
function areaOf(band: SeriesShape['band'], x: (index: number) => number, y: (value: number) => number): SVGTemplateResult[] {
  const runs: number[][] = [];
  band.forEach((range, i) => {
    if (range === null) return;
    if (i > 0 && band[i - 1] != null) runs.at(-1)!.push(i);
    else runs.push([i]);
  });
  return runs.map((run) => svg`<polygon points=${[...run.map((i) => `${x(i)},${y(band[i]!.high)}`), ...run.toReversed().map((i) => `${x(i)},${y(band[i]!.low)}`)].join(' ')} fill=${BAND}/>`);
}

function isAlone(measures: readonly Measure[], index: number): boolean {
  return measures[index]!.state === 'value' && measures[index - 1]?.state !== 'value' && measures[index + 1]?.state !== 'value';
}

/** Withheld and missing dates stand on the axis with their own signs, never at a height. */
function mark(measure: Measure, x: number, y: (value: number) => number, dot: boolean, base: number): SVGTemplateResult | typeof nothing {
  if (measure.state === 'value') return dot ? svg`<circle cx=${x} cy=${y(measure.value)} r="4" fill=${ACCENT}/>` : nothing;
  if (measure.state === 'missing') return svg`<rect x=${x - 4} y=${base - 9} width="8" height="8" fill="#BFC3D0" stroke=${CONTROL} stroke-width="0.8"/>`;
  return svg`<rect x=${x - 4} y=${base - 9} width="8" height="8" fill="#FBFBFC" stroke=${CONTROL} stroke-width="0.8"/>
    <path d=${`M${x - 4} ${base - 4}l5 -5M${x - 4} ${base - 1}l8 -8M${x - 1} ${base - 1}l5 -5`} stroke=${CONTROL} stroke-width="1.1" fill="none"/>`;
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
