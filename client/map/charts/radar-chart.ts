// <zs-radar>: several indicators of the selected zone against the city. Where there is no number the line is open and its sign stands outside.
import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Indicator, IndicatorValues } from '../../api-types.ts';
import { formatDate, formatSigned } from '../../i18n/format.ts';
import { localised, t } from '../../i18n/i18n.ts';
import { ACCENT, CONTROL, INK, MISSING, WHITE } from '../../shell/palette.ts';
import { numbersOf } from '../map-form.ts';
import { measureLong, titleOf } from '../measure-text.ts';
import type { ChartContent } from './chart-element.ts';
import { indicatorsOn, measuresOn, wholeOn, type ChartedView, type ChartStore } from './chart-store.ts';
import { GRID_LINE, HATCH, NAME_TEXT, OUTLINE, TEXT, type ChartOption, type RenderItem } from './echarts.ts';
import { EChartsElement } from './echarts-element.ts';
import { KeptValues } from './kept-values.ts';
import { shapeRadar, type RadarScale, type RadarShape } from './radar-shape.ts';

const HEIGHT = 330;
const FIRST_CHOICE = 6;
const FEWEST = 3;
const MOST = 10;
const MOST_LINES = 3;
/** Of 12 px Fira Sans, on the wide side of its mean. */
const LETTER_PX = 6.3;

export interface RadarContent extends ChartContent {
  readonly shape: RadarShape;
  readonly labels: readonly string[];
  readonly zoneName: string;
}

export interface RadarIndicator {
  readonly indicator: Indicator;
  readonly values: IndicatorValues;
}

export function radarContent({ zones, version, date }: Pick<ChartedView, 'zones' | 'version' | 'date'>, zone: number, chosen: readonly RadarIndicator[], scale: RadarScale): RadarContent {
  const inputs = chosen.map(({ indicator, values }) => ({ direction: indicator.direction, measures: measuresOn(values, version, date), whole: wholeOn(values, version, date) }));
  const shape = shapeRadar(inputs, zone, scale);
  const zoneName = zones[zone]!.name;
  const rows = chosen.map(({ indicator, values }, i) => {
    const numbers = numbersOf(values);
    const spoke = shape.spokes[i]!;
    const score = (value: number | null) => (value === null ? null : { number: Number(value.toFixed(4)), text: formatSigned(value, 2) });
    return {
      text: t('charts.radarStop', { indicator: titleOf(indicator), zone: zoneName, value: measureLong(spoke.zone, numbers), city: measureLong(spoke.whole, numbers) }),
      cells: [titleOf(indicator), { measure: spoke.zone, text: measureLong(spoke.zone, numbers) }, { measure: spoke.whole, text: measureLong(spoke.whole, numbers) }, score(spoke.zoneScore), t(`charts.direction_${indicator.direction}`)],
    };
  });
  const gaps = shape.spokes.some((spoke) => spoke.zonePlace === null || spoke.wholePlace === null);
  return {
    shape,
    zoneName,
    labels: chosen.map(({ indicator }) => `${indicator.direction === -1 ? '↓\u00A0' : ''}${titleOf(indicator)}`),
    title: t('charts.radar'),
    subtitle: `${zoneName}, ${formatDate(date)}`,
    heading: { title: zoneName, subtitle: [t('charts.radar'), formatDate(date)].join(', ') },
    summary: t('charts.radarSummary', { zone: zoneName, date: formatDate(date), count: chosen.length }),
    stops: rows.map(({ text }) => ({ zone: -1, text })),
    table: {
      caption: t('charts.radarSummary', { zone: zoneName, date: formatDate(date), count: chosen.length }),
      columns: [
        { title: t('charts.indicator'), field: 'indicator' },
        { title: zoneName, field: 'zone', measures: true },
        { title: t('charts.city'), field: 'city', measures: true },
        { title: t('charts.score'), field: 'standard_deviations', numbers: true },
        { title: t('charts.direction'), field: 'direction' },
      ],
      rows: rows.map(({ cells }) => ({ zone: -1, cells })),
    },
    madeOf: chosen,
    notes: [
      t(scale === 'deviation' ? 'charts.radarDeviationNote' : 'charts.radarRangeNote'),
      ...(shape.spokes.some(({ turned }) => turned) ? [t('charts.radarTurned')] : []),
      ...(gaps ? [t('charts.radarGap')] : []),
    ],
    file: `${zones[zone]!.zone}-${date}-radar`,
    height: HEIGHT,
  };
}

@customElement('zs-radar')
export class RadarChart extends EChartsElement<RadarContent> {
  @state() private chosen: readonly string[] | undefined;
  @state() private scale: RadarScale = 'deviation';
  private readonly kept = new KeptValues(this);

  protected override contentOf(store: ChartStore): RadarContent | string | undefined {
    const view = store.view!;
    const indicators = this.indicators(store);
    if (indicators.length < FEWEST) return t('charts.radarTooFew');
    if (view.zones[store.selected] === undefined) return t('charts.radarNoZone');
    const values = this.kept.of(store, indicators.map(({ indicator }) => indicator));
    if (values === undefined) return undefined;
    const there = indicators.flatMap((indicator, i) => (values[i] === undefined ? [] : [{ indicator, values: values[i] }]));
    return there.length < FEWEST ? t('charts.notLoaded') : radarContent(view, store.selected, there, this.scale);
  }

  /** Rates that tell of need, one a numerator; the shown one first. */
  private indicators(store: ChartStore): Indicator[] {
    const offered = indicatorsOn(store).map(({ indicator }) => indicator);
    if (this.chosen !== undefined) {
      const kept = offered.filter(({ indicator }) => this.chosen!.includes(indicator));
      if (kept.length >= FEWEST) return kept;
    }
    const shown = store.view!.indicator;
    const numerators = new Set<string>();
    const rates = [shown, ...offered.filter(({ direction }) => direction !== 0), ...offered].filter((one) => {
      const key = one.numerator.plus.join();
      if (one.denominator === null || numerators.has(key)) return false;
      numerators.add(key);
      return true;
    });
    return rates.slice(0, FIRST_CHOICE);
  }

  protected override renderChoices(store: ChartStore) {
    const offered = indicatorsOn(store);
    if (offered.length < FEWEST) return nothing;
    const shown = this.indicators(store).map(({ indicator }) => indicator);
    const toggle = (indicator: string) => {
      const next = shown.includes(indicator) ? shown.filter((one) => one !== indicator) : [...shown, indicator];
      if (next.length >= FEWEST && next.length <= MOST) this.chosen = next;
      // A tick that is not allowed goes back.
      else this.requestUpdate();
    };
    const scales = [['deviation', 'charts.radarByDeviation'], ['range', 'charts.radarByRange']] as const;
    return html`<div class="choices">
        <div class="segments" role="group" aria-label=${t('charts.radarScale')}>
          ${scales.map(([scale, text]) => html`<button aria-pressed=${this.scale === scale} @click=${() => (this.scale = scale)}>${t(text)}</button>`)}
        </div>
      </div>
      <details class="pick">
        <summary>${t('charts.radarChoose')} (${shown.length})</summary>
        <ul>
          ${offered.map(({ catalogue, indicator }) => {
            const on = shown.includes(indicator.indicator);
            const stuck = on ? shown.length <= FEWEST : shown.length >= MOST;
            return html`<li><label><input type="checkbox" .checked=${on} ?disabled=${stuck} @change=${() => toggle(indicator.indicator)} />${titleOf(indicator)} <span class="from">${localised(catalogue.title)}</span></label></li>`;
          })}
        </ul>
      </details>`;
  }

  protected override stopAt({ shape: { spokes } }: RadarContent, x: number, y: number): number {
    const { cx, cy } = layoutOf(this.width);
    const turn = Math.atan2(y - cy, x - cx) + Math.PI / 2;
    return Math.round((turn / (2 * Math.PI)) * spokes.length + spokes.length) % spokes.length;
  }

  protected override optionOf(content: RadarContent, width: number): ChartOption {
    return radarOption(content, width);
  }
}

/** Room beside the net for the names of the spokes. */
function layoutOf(width: number): { readonly cx: number; readonly cy: number; readonly radius: number } {
  return { cx: width / 2, cy: HEIGHT / 2 + 10, radius: Math.min(HEIGHT / 2 - 56, width / 2 - 84) };
}

/** Spokes from the top, clockwise. */
function radarOption({ shape, labels, zoneName }: RadarContent, width: number): ChartOption {
  const { spokes, reach, scale } = shape;
  const { cx, cy, radius } = layoutOf(width);
  const angle = (spoke: number) => (2 * Math.PI * spoke) / spokes.length - Math.PI / 2;
  const at = (spoke: number, place: number): [number, number] => [cx + place * radius * Math.cos(angle(spoke)), cy + place * radius * Math.sin(angle(spoke))];
  const lines = (places: readonly (number | null)[], style: object, dot: string | undefined) => {
    const parts: object[] = [];
    places.forEach((place, spoke) => {
      const next = places[(spoke + 1) % places.length]!;
      if (place === null) return;
      const [x1, y1] = at(spoke, place);
      if (next !== null) {
        const [x2, y2] = at((spoke + 1) % places.length, next);
        parts.push({ type: 'line', shape: { x1, y1, x2, y2 }, style });
      }
      if (dot !== undefined) parts.push({ type: 'circle', shape: { cx: x1, cy: y1, r: 3.5 }, style: { fill: dot } });
    });
    return parts;
  };
  const places = spokes.map(({ zonePlace }) => zonePlace);
  const filled = places.every((place) => place !== null);
  const middle = reach === 0 ? [] : [{ type: 'polygon', shape: { points: spokes.map((_, spoke) => at(spoke, 0.5)) }, style: { fill: 'none', stroke: CONTROL, lineWidth: 1.6 } }];
  const signs = spokes.flatMap(({ zone }, spoke) => {
    if (zone.state === 'value') return [];
    const [x, y] = at(spoke, 1);
    return [{ type: 'rect', shape: { x: x - 6, y: y - 6, width: 12, height: 12, r: 2 }, style: { fill: zone.state === 'withheld' ? HATCH : MISSING, ...OUTLINE } }];
  });
  const ringTexts = reach === 0 ? [] : Array.from({ length: 2 * reach + 1 }, (_, i) => i - reach).filter((score) => score !== 0 && Math.abs(score) % Math.ceil(reach / 2) === 0);
  const key = [
    { type: 'line', shape: { x1: 0, y1: 8, x2: 18, y2: 8 }, style: { stroke: ACCENT, lineWidth: 2.6 } },
    { type: 'text', style: { ...NAME_TEXT, text: zoneName, x: 24, y: 8, verticalAlign: 'middle', fill: ACCENT } },
    { type: 'line', shape: { x1: 0, y1: 26, x2: 18, y2: 26 }, style: { stroke: INK, lineWidth: 1.6, lineDash: [4, 3] } },
    { type: 'text', style: { ...NAME_TEXT, text: t('charts.city'), x: 24, y: 26, verticalAlign: 'middle', fill: INK } },
  ];
  const names = labels.map((text, spoke) => {
    const [x, y] = at(spoke, 1 + 10 / radius);
    const across = Math.cos(angle(spoke));
    const align = Math.abs(across) < 0.2 ? 'center' : across > 0 ? 'left' : 'right';
    const room = align === 'center' ? width * 0.6 : align === 'left' ? width - x : x;
    const down = Math.sin(angle(spoke));
    const lines = wrapName(text, Math.floor((room - 4) / LETTER_PX));
    return { type: 'text', style: { ...TEXT, text: lines.join('\n'), x, y, align, verticalAlign: down < -0.8 ? 'bottom' : down > 0.8 ? 'top' : 'middle', fill: INK, lineHeight: 14 } };
  });
  const draw: RenderItem = () => ({
    type: 'group',
    silent: true,
    children: [
      ...middle,
      ...(filled ? [{ type: 'polygon', shape: { points: places.map((place, spoke) => at(spoke, place!)) }, style: { fill: ACCENT, opacity: 0.08 } }] : []),
      ...lines(spokes.map(({ wholePlace }) => wholePlace), { stroke: INK, lineWidth: 1.6, lineDash: [4, 3] }, undefined),
      ...lines(places, { stroke: ACCENT, lineWidth: 2.6 }, ACCENT),
      ...ringTexts.map((score) => ({ type: 'text', style: { ...TEXT, text: formatSigned(score), x: at(0, (score + reach) / (2 * reach))[0] + 4, y: at(0, (score + reach) / (2 * reach))[1], verticalAlign: 'middle', fill: TEXT.color, stroke: WHITE, lineWidth: 3 } })),
      ...signs,
      ...names,
      ...key,
    ] as never,
  });
  const rings = scale === 'deviation' ? 2 * reach : 4;
  return {
    radar: {
      center: [cx, cy],
      radius,
      startAngle: 90,
      clockwise: true,
      splitNumber: rings,
      indicator: labels.map((name) => ({ name, min: 0, max: rings })),
      axisName: { show: false },
      splitArea: { show: false },
      splitLine: { lineStyle: { color: GRID_LINE } },
      axisLine: { lineStyle: { color: GRID_LINE } },
    },
    series: [{ type: 'custom', coordinateSystem: 'none', renderItem: draw, data: [0], silent: true }],
  };
}

/** Lines of at most so many letters, three in all; a word that is longer is parted. */
export function wrapName(name: string, most: number): string[] {
  const lines: string[] = [];
  for (let word of name.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= most) {
      lines[lines.length - 1] = `${line} ${word}`;
      continue;
    }
    for (; word.length > most; word = word.slice(most - 1)) lines.push(`${word.slice(0, most - 1)}-`);
    lines.push(word);
  }
  return lines.length <= MOST_LINES ? lines : [...lines.slice(0, MOST_LINES - 1), `${lines[MOST_LINES - 1]!.slice(0, most - 1)}…`];
}

declare global {
  interface HTMLElementTagNameMap {
    'zs-radar': RadarChart;
  }
}
