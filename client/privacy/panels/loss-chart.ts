// What a stricter threshold costs: the share of residents without a published value, over the thresholds tried.
import { css, html, nothing, svg, type TemplateResult } from 'lit';
import { formatNumber, formatPercent } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import { axisTicks } from '../../map/series-axis.ts';
import type { VariantLoss } from '../model.ts';

const WIDTH = 336;
const HEIGHT = 146;
const [TOP, RIGHT, BOTTOM, LEFT] = [16, 12, 26, 42];

/** `losses` of one aim of protection by rising threshold; `own` is what the release asks for, `tried` what is looked at. */
export function lossChart(losses: readonly VariantLoss[], own: number, tried: number): TemplateResult | typeof nothing {
  if (losses.length < 2 || losses.some(({ residentsShare }) => residentsShare === null)) return nothing;
  const percent = (loss: VariantLoss) => 100 * (loss.residentsShare ?? 0);
  const ticks = axisTicks(Math.max(...losses.map(percent), 1));
  const most = ticks.at(-1)!;
  const x = (index: number) => LEFT + (index / (losses.length - 1)) * (WIDTH - LEFT - RIGHT);
  const y = (value: number) => TOP + (1 - value / most) * (HEIGHT - TOP - BOTTOM);
  const indexOf = (threshold: number) => losses.findIndex((loss) => loss.threshold === threshold);
  const [ownAt, triedAt] = [indexOf(own), indexOf(tried)];
  const band = ownAt < 0 || triedAt < 0 || ownAt === triedAt ? nothing : svg`<rect x=${Math.min(x(ownAt), x(triedAt))} width=${Math.abs(x(triedAt) - x(ownAt))} y=${TOP} height=${HEIGHT - TOP - BOTTOM} class="band"/>`;
  const summary = losses.map((loss) => t('privacy.chartPoint', { threshold: loss.threshold, share: formatPercent(percent(loss)) })).join('; ');
  return html`<svg class="loss-chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${`${t('privacy.chartTitle')}: ${summary}`}>
    ${band}
    ${ticks.map(
      (tick) => svg`<line x1=${LEFT} x2=${WIDTH - RIGHT} y1=${y(tick)} y2=${y(tick)} class=${tick === 0 ? 'axis' : 'grid'}/>
        <text x=${LEFT - 6} y=${y(tick) + 4} text-anchor="end">${formatPercent(tick, Number.isInteger(tick) ? 0 : 1)}</text>`,
    )}
    <path d=${losses.map((loss, index) => `${index === 0 ? 'M' : 'L'}${x(index)} ${y(percent(loss))}`).join('')} class="line"/>
    ${losses.map((loss, index) => svg`<text x=${x(index)} y=${HEIGHT - 8} text-anchor="middle" class=${loss.threshold === tried ? 'tried' : ''}>${formatNumber(loss.threshold)}</text>`)}
    ${ownAt < 0 ? nothing : dot(x(ownAt), y(percent(losses[ownAt]!)), 'own', ownAt === triedAt ? '' : t('privacy.chartToday', { share: formatPercent(percent(losses[ownAt]!)) }))}
    ${triedAt < 0 ? nothing : dot(x(triedAt), y(percent(losses[triedAt]!)), 'tried', formatPercent(percent(losses[triedAt]!)))}
  </svg>`;
}

/** What is asked for has its label below the curve, which never falls, and what is tried above it. */
function dot(x: number, y: number, kind: 'own' | 'tried', label: string) {
  const roomRight = WIDTH - RIGHT - x > 100;
  const below = kind === 'own' && roomRight && y + 20 < HEIGHT - BOTTOM;
  const anchor = kind === 'own' ? (roomRight ? 'start' : 'end') : x < LEFT + 24 ? 'start' : x > WIDTH - RIGHT - 24 ? 'end' : 'middle';
  return svg`<circle cx=${x} cy=${y} r="4.5" class=${kind}/>
    <text x=${x} y=${below ? y + 18 : Math.max(11, y - 10)} text-anchor=${anchor} class="label ${kind}">${label}</text>`;
}

export const lossChartStyles = css`
  .loss-chart { width: 100%; height: auto; max-width: 420px; overflow: visible; }
  .loss-chart text { font: 400 12px var(--zs-font); fill: var(--zs-ink3); font-variant-numeric: tabular-nums; }
  .loss-chart .grid { stroke: var(--zs-line); }
  .loss-chart .axis { stroke: var(--zs-control); }
  .loss-chart .band { fill: var(--zs-accent-tint1); }
  .loss-chart .line { fill: none; stroke: var(--zs-ink); stroke-width: 2; stroke-linejoin: round; }
  .loss-chart circle.own { fill: var(--zs-ink); }
  .loss-chart circle.tried { fill: var(--zs-accent); stroke: #fff; stroke-width: 1.5; }
  .loss-chart text.tried, .loss-chart text.own { font-weight: 600; fill: var(--zs-ink); }
  .loss-chart text.label.tried { fill: var(--zs-accent); }
  .loss-chart text.label { paint-order: stroke; stroke: #fff; stroke-width: 3px; }
`;
