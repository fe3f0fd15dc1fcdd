// What was tried, by how many children change school and how many are beyond capacity; on the line lies what nothing beats.
import { css, html, nothing, svg, type TemplateResult } from 'lit';
import { formatNumber } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import { axisTicks } from '../../map/series-axis.ts';
import type { Alternatives, Measures } from '../model.ts';

const WIDTH = 380;
const HEIGHT = 198;
const [TOP, RIGHT, BOTTOM, LEFT] = [12, 14, 46, 30];

export interface FrontierView {
  /** Id of the chosen alternative; '' for none. */
  readonly chosen: string;
  readonly own: Measures | null;
  onChoose(id: string): void;
}

export function frontierChart({ today, alternatives, tried }: Alternatives, { chosen, own, onChoose }: FrontierView): TemplateResult {
  const points = [...alternatives.map(({ measures }) => measures), ...tried, today, ...(own === null ? [] : [own])];
  const xTicks = axisTicks(Math.max(1, ...points.map(({ movedShare }) => 100 * movedShare)));
  const yTicks = axisTicks(Math.max(1, ...points.map(({ overCapacity }) => overCapacity)));
  const x = (share: number) => LEFT + ((100 * share) / xTicks.at(-1)!) * (WIDTH - LEFT - RIGHT);
  const y = (over: number) => TOP + (1 - over / yTicks.at(-1)!) * (HEIGHT - TOP - BOTTOM);
  const front = alternatives.filter((one) => one.front).toSorted((a, b) => a.measures.movedShare - b.measures.movedShare);
  const line = [today, ...front.map(({ measures }) => measures)].map((one, index) => `${index === 0 ? 'M' : 'L'}${x(one.movedShare).toFixed(1)} ${y(one.overCapacity).toFixed(1)}`).join('');
  const ownIsToday = own !== null && own.movedShare === 0;
  return html`<p class="t12 ink2 axis-title" aria-hidden="true">${t('schools.axisOver')}</p>
  <svg class="frontier" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${t('schools.frontierLabel', { count: alternatives.length })}>
    ${yTicks.map((tick) => svg`<line x1=${LEFT} x2=${WIDTH - RIGHT} y1=${y(tick)} y2=${y(tick)} class=${tick === 0 ? 'axis' : 'grid'}/><text x=${LEFT - 6} y=${y(tick) + 4} text-anchor="end">${formatNumber(tick, Number.isInteger(tick) ? 0 : 1)}</text>`)}
    ${xTicks.map((tick, index) => svg`<text x=${x(tick / 100)} y=${HEIGHT - BOTTOM + 24} text-anchor="middle">${formatNumber(tick, Number.isInteger(tick) ? 0 : 1)}${index === xTicks.length - 1 ? '\u00A0%' : ''}</text>`)}
    <text x=${WIDTH - RIGHT} y=${HEIGHT - 4} text-anchor="end">${t('schools.axisMoved')}</text>
    ${tried.map((one) => svg`<circle cx=${x(one.movedShare)} cy=${y(one.overCapacity)} r="2.2" class="tried"/>`)}
    <path d=${line} class="front" />
    <circle cx=${x(today.movedShare)} cy=${y(today.overCapacity)} r="5" class="today" />
    <text x=${x(today.movedShare) + 8} y=${y(today.overCapacity) - 6} class="strong">${t('schools.todayWord')}</text>
    ${own === null || ownIsToday ? nothing : svg`<circle cx=${x(own.movedShare)} cy=${y(own.overCapacity)} r="7" class="own"/><text x=${x(own.movedShare) + 10} y=${y(own.overCapacity) + 14} class="own-label">${t('schools.yourPlan')}</text>`}
    ${alternatives.toSorted((a, b) => Number(a.id === chosen) - Number(b.id === chosen)).map(({ id, measures }) => svg`<g class=${id === chosen ? 'alternative chosen' : 'alternative'} @click=${() => onChoose(id)}>
      ${id === chosen ? svg`<circle cx=${x(measures.movedShare)} cy=${y(measures.overCapacity)} r="12.5" class="ring"/>` : nothing}
      <circle cx=${x(measures.movedShare)} cy=${y(measures.overCapacity)} r="9"/><text x=${x(measures.movedShare)} y=${y(measures.overCapacity) + 4} text-anchor="middle">${id}</text>
    </g>`)}
  </svg>`;
}

export const frontierStyles = css`
  .axis-title { margin-bottom: -2px; }
  .frontier { width: 100%; height: auto; max-width: 480px; display: block; overflow: visible; }
  .frontier text { font: 400 12px var(--zs-font); fill: var(--zs-ink3); font-variant-numeric: tabular-nums; }
  .frontier .grid { stroke: var(--zs-line); }
  .frontier .axis { stroke: var(--zs-control); }
  .frontier .tried { fill: var(--zs-line2); }
  .frontier .front { fill: none; stroke: var(--zs-ink2); stroke-width: 1.5; }
  .frontier .today { fill: var(--zs-ink); }
  .frontier text.strong { font-weight: 600; fill: var(--zs-ink); paint-order: stroke; stroke: #fff; stroke-width: 3px; }
  .frontier .own { fill: var(--zs-accent); stroke: #fff; stroke-width: 2; }
  .frontier text.own-label { font-weight: 600; fill: var(--zs-accent); paint-order: stroke; stroke: #fff; stroke-width: 3px; }
  .frontier .alternative { cursor: pointer; }
  .frontier .alternative circle { fill: #fff; stroke: var(--zs-ink); stroke-width: 1.5; }
  .frontier .alternative text { font-weight: 600; fill: var(--zs-ink); }
  .frontier .alternative.chosen circle { stroke-width: 2; }
  .frontier .alternative:hover circle { fill: var(--zs-accent-tint2); }
`;
