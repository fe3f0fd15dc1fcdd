// One catchment in detail: children by year as chart and table, the ways to school, the mix of the town, what is wrong here.
import { css, html, nothing, svg, type TemplateResult } from 'lit';
import { formatNumber, formatSigned } from '../../i18n/format.ts';
import { localised, t, type TextKey } from '../../i18n/i18n.ts';
import { axisTicks } from '../../map/series-axis.ts';
import { icon } from '../../shell/icons.ts';
import type { Catchment, CatchmentYear, Cell, Walk } from '../model.ts';
import type { SchoolsSession } from '../schools-session.ts';
import { cellText, isKnown, metresChange, metresText, percentText, shortYear } from '../words/cell-words.ts';
import { classWords } from '../words/class-words.ts';
import { allFindings, findingList } from './data-findings.ts';
import type { ReachWork } from '../reach-work.ts';
import { reachSection, type ReachActions } from './reach-section.ts';
import { placesWords } from './utilisation-table.ts';

const WIDTH = 420;
const HEIGHT = 168;
const [TOP, RIGHT, BOTTOM, LEFT] = [16, 76, 24, 34];

export interface DetailActions extends ReachActions {
  onClose(): void;
}

export function schoolDetail(session: SchoolsSession, row: Catchment, reach: ReachWork, actions: DetailActions): TemplateResult {
  const { shown } = session;
  if (shown === undefined) return html``;
  const schools = session.schoolsOf(row);
  const ids = new Set(schools.map(({ school }) => school));
  const findings = allFindings(session).filter(({ zone, school }) => zone === row.zone || (school !== undefined && ids.has(school)));
  return html`<section class="flat card detail" aria-labelledby="detail-title">
    <div class="card-head">
      <h2 id="detail-title" tabindex="-1">${session.nameOf(row.zone)} <span>${t('schools.catchmentOf', { zone: row.name })}</span></h2>
      <button class="icon-button" aria-label=${t('shell.close')} @click=${() => actions.onClose()}>${icon('close')}</button>
    </div>
    <div class="detail-body">
      <div>
        <p class="ink2">${schools.map(({ address }) => address).filter((address) => address !== '').join(' · ')}</p>
        <p class="ink2">${placesWords(row, session)}${schools.length > 1 ? `, ${t('schools.commonCatchment', { count: schools.length })}` : ''}</p>
        <h3>${t(byYearWords(shown.grades))}</h3>
        ${chart(row, shown.grades)}
        ${yearTable(row, shown.grades)}
      </div>
      <div>
        <h3>${t('schools.ways')}</h3>
        ${row.walk === null ? html`<p class="ink2">${t('schools.waysMissing')}</p>` : ways(row.walk, row.walkBefore, shown.limitM)}
        ${row.schools.length === 0 ? nothing : reachSection(reach, shown.limitM, actions)}
        ${shown.mix.length === 0 ? nothing : html`<h3>${t('schools.mix')}</h3>${mixTable(session)}<p class="t12 ink2">${t('schools.mixText')}</p>`}
        <h3>${t('schools.findings')}</h3>
        ${findings.length === 0 ? html`<p class="ink2">${t('schools.noFindings')}</p>` : findingList(findings, session)}
      </div>
    </div>
  </section>`;
}

function chart({ years, placesPerYear: placesOfEntry }: Catchment, grades: number): TemplateResult | typeof nothing {
  const values = years.flatMap(({ pupils, before }) => [pupils, before].flatMap((cell) => (isKnown(cell) ? [cell.value] : [])));
  if (years.length < 2 || values.length === 0) return nothing;
  const placesPerYear = placesOfEntry === null ? null : placesOfEntry * grades;
  const ticks = axisTicks(Math.max(...values, placesPerYear ?? 0, 1));
  const x = (index: number) => LEFT + (index / (years.length - 1)) * (WIDTH - LEFT - RIGHT);
  const y = (value: number) => TOP + (1 - value / ticks.at(-1)!) * (HEIGHT - TOP - BOTTOM);
  const path = (cells: readonly Cell[]) => cells.map((cell, index) => (isKnown(cell) ? `${index > 0 && isKnown(cells[index - 1]!) ? 'L' : 'M'}${x(index).toFixed(1)} ${y(cell.value).toFixed(1)}` : '')).join('');
  const pupils = years.map((year) => year.pupils);
  const before = years.map((year) => year.before);
  const changes = years.some((year) => cellText(year.pupils) !== cellText(year.before)) && before.some(isKnown);
  const last = pupils.at(-1)!;
  const label = years.map(({ year, pupils: cell }) => `${shortYear(year)}: ${cellText(cell)}`).join(', ');
  return html`<svg class="year-chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${`${t(byYearWords(grades))}. ${label}`}>
    ${ticks.map((tick) => svg`<line x1=${LEFT} x2=${WIDTH - RIGHT} y1=${y(tick)} y2=${y(tick)} class=${tick === 0 ? 'axis' : 'grid'}/><text x=${LEFT - 6} y=${y(tick) + 4} text-anchor="end">${formatNumber(tick, Number.isInteger(tick) ? 0 : 1)}</text>`)}
    ${years.map(({ year }, index) => (years.length > 7 && index % 2 === 1 ? nothing : svg`<text x=${x(index)} y=${HEIGHT - 6} text-anchor="middle">${shortYear(year)}</text>`))}
    ${placesPerYear === null ? nothing : svg`<line x1=${LEFT} x2=${WIDTH - RIGHT} y1=${y(placesPerYear)} y2=${y(placesPerYear)} class="capacity"/><text x=${WIDTH - RIGHT + 6} y=${y(placesPerYear) + 4} class="strong">${t('schools.places', { count: placesPerYear })}</text>`}
    ${changes ? svg`<path d=${path(before)} class="before"/>` : nothing}
    <path d=${path(pupils)} class="now" />
    ${pupils.map((cell, index) => (isKnown(cell) ? svg`<circle cx=${x(index)} cy=${y(cell.value)} r="3.5" class="now"/>` : cell.state === 'withheld' ? svg`<rect x=${x(index) - 4} y=${y(0) - 9} width="8" height="8" class="secret-mark"/>` : nothing))}
    ${isKnown(last) && (placesPerYear === null || Math.abs(y(last.value) - y(placesPerYear)) > 14) ? svg`<text x=${WIDTH - RIGHT + 6} y=${y(last.value) + 4} class="own">${cellText(last)}</text>` : nothing}
  </svg>`;
}

const byYearWords = (grades: number): TextKey => (grades > 1 ? 'schools.pupilsByYear' : 'schools.childrenByYear');

function yearTable({ years }: Catchment, grades: number): TemplateResult {
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${t(byYearWords(grades))}><table class="year-table">
    <thead><tr><th scope="col">${t('schools.yearWord')}</th><th scope="col" class="num">${t('schools.childrenWord')}</th><th scope="col" class="num">${t('schools.todayHead')}</th><th scope="col" class="num">${t('schools.utilisation')}</th><th scope="col">${t('schools.classesWord')}</th></tr></thead>
    <tbody>${years.map((year) => yearRow(year))}</tbody>
  </table></div>`;
}

function yearRow({ year, pupils, before, utilisation, classes }: CatchmentYear): TemplateResult {
  return html`<tr><th scope="row">${shortYear(year)}</th><td class="num">${cellText(pupils)}</td><td class="num">${cellText(before)}</td><td class="num">${percentText(utilisation)}</td><td>${classWords(classes)}</td></tr>`;
}

function ways(walk: Walk, before: Walk | null, limitM: number): TemplateResult {
  const row = (words: string, field: 'minM' | 'meanM' | 'maxM') => {
    const change = metresChange(walk[field], before?.[field]);
    return html`<div><dt>${words}</dt><dd>${metresText(walk[field])} m${change === '' ? nothing : html` <span class="ink2">(${change})</span>`}</dd></div>`;
  };
  const count = (words: string, cell: Cell, was: Cell | undefined) => {
    const change = was !== undefined && isKnown(cell) && isKnown(was) ? Math.round(cell.value) - Math.round(was.value) : 0;
    return html`<div><dt>${words}</dt><dd>${cellText(cell)}${change === 0 ? nothing : html` <span class="ink2">(${formatSigned(change)})</span>`}</dd></div>`;
  };
  return html`<dl class="facts">
    ${row(t('schools.walkShortest'), 'minM')}${row(t('schools.walkMeanLong'), 'meanM')}${row(t('schools.walkLongest'), 'maxM')}
    ${count(t('schools.beyondLimit', { limit: formatNumber(limitM) }), walk.beyond, before?.beyond)}
    ${walk.unknown.state === 'missing' || (isKnown(walk.unknown) && walk.unknown.value === 0) ? nothing : count(t('schools.wayUnknown'), walk.unknown, before?.unknown)}
  </dl>`;
}

function mixTable({ shown }: SchoolsSession): TemplateResult {
  const value = (number: number | null) => (number === null ? t('map.missingShort') : formatNumber(number, 2));
  return html`<table class="mix-table">
    <thead><tr><th scope="col">${t('schools.group')}</th><th scope="col" class="num">${t('schools.dissimilarity')}</th><th scope="col" class="num">${t('schools.isolation')}</th></tr></thead>
    <tbody>${(shown?.mix ?? []).map(({ name, approximate, dissimilarity, isolation }) => html`<tr><th scope="row">${localised(name)}${approximate ? ' (≈)' : ''}</th>${[dissimilarity, isolation].map(({ before, after }) => html`<td class="num">${before === null || value(before) === value(after) ? value(after) : html`${value(before)} → <b>${value(after)}</b>`}</td>`)}</tr>`)}</tbody>
  </table>`;
}

export const detailStyles = css`
  .detail .card-head { align-items: center; padding: 4px 8px 0 16px; }
  .detail-body { display: grid; grid-template-columns: minmax(0, 1.4fr) minmax(0, 1fr); gap: 16px 32px; padding: 0 16px 16px; }
  .detail-body > div { display: grid; gap: 6px; align-content: start; min-width: 0; }
  .detail h3 { font: 600 14px/20px var(--zs-font); margin-top: 6px; }
  .year-chart { width: 100%; max-width: 520px; height: auto; overflow: visible; }
  .year-chart text { font: 400 12px var(--zs-font); fill: var(--zs-ink3); font-variant-numeric: tabular-nums; }
  .year-chart .grid { stroke: var(--zs-line); }
  .year-chart .axis { stroke: var(--zs-control); }
  .year-chart .capacity { stroke: var(--zs-ink); stroke-dasharray: 4 3; }
  .year-chart text.strong { fill: var(--zs-ink); }
  .year-chart text.own { fill: var(--zs-accent); font-weight: 600; }
  .year-chart path.before { fill: none; stroke: var(--zs-line2); stroke-width: 2; }
  .year-chart path.now { fill: none; stroke: var(--zs-accent); stroke-width: 2.6; stroke-linejoin: round; }
  .year-chart circle.now { fill: var(--zs-accent); }
  .year-chart .secret-mark { fill: #fbfbfc; stroke: var(--zs-control); stroke-dasharray: 2 1; }
  .year-table, .mix-table { font-variant-numeric: tabular-nums lining-nums; }
  .year-table th, .year-table td, .mix-table th, .mix-table td { padding: 4px 12px 4px 0; }
  .year-table tbody tr, .mix-table tbody tr { border-top: 1px solid var(--zs-line); }
  .year-table tbody th, .mix-table tbody th { font: 400 14px/20px var(--zs-font); color: var(--zs-ink); }
  .year-table td:last-child { padding-left: 12px; padding-right: 0; min-width: 150px; line-height: 18px; }
  .facts { display: grid; }
  .facts > div { display: flex; justify-content: space-between; gap: 16px; padding: 4px 0; border-top: 1px solid var(--zs-line); }
  .facts dd { font-variant-numeric: tabular-nums; white-space: nowrap; }
  .facts dt { color: var(--zs-ink2); }
  @media (max-width: 899px) {
    .detail-body { grid-template-columns: minmax(0, 1fr); }
  }
`;
