// Utilisation in per cent by school and year, the critical ones first; beside it the classes of the year and the ways to school.
import { css, html, nothing, type TemplateResult } from 'lit';
import { formatNumber } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import { triangle } from '../../shell/icons.ts';
import { moveRow } from '../../shell/roving-rows.ts';
import { fillOf, markOf } from '../bands.ts';
import type { Catchment, CatchmentYear, Cell } from '../model.ts';
import type { SchoolsPlace } from '../place.ts';
import type { SchoolsSession } from '../schools-session.ts';
import { isKnown, metresChange, metresText, percentText, ratioText, shortYear } from '../words/cell-words.ts';
import { yearWindow } from '../year-window.ts';
import { classMeter } from './class-meter.ts';
import { phaseControls } from './phase-in.ts';

export interface TableActions {
  onYear(year: number): void;
  onZone(zone: string): void;
  onDetail(zone: string): void;
  onAllYears(all: boolean): void;
  onNumbers(numbers: 'all' | 'annex'): void;
  onPhase(phase: Partial<Pick<SchoolsPlace, 'grades' | 'from'>>): void;
}

export function utilisationTable(session: SchoolsSession, open: string, allYears: boolean, actions: TableActions): TemplateResult {
  const { shown, year, place } = session;
  if (shown === undefined || year === undefined) return html``;
  const rows = shown.catchments;
  const window = yearWindow(shown.years, year, allYears);
  const walks = rows.some(({ walk }) => walk !== null);
  const first = rows.some(({ zone }) => zone === place.zone) ? place.zone : rows[0]?.zone;
  return html`<section class="flat utilisation" aria-labelledby="utilisation-title">
    <div class="card-head">
      <h2 id="utilisation-title">${t('schools.utilisation')} <span>${t(shown.numbers === 'annex' ? 'schools.smallToday' : shown.plan === null ? 'schools.criticalFirst' : 'schools.criticalFirstToday')}</span></h2>
      <div class="segments small-segments" role="group" aria-label=${t('schools.numbers')}>${(['all', 'annex'] as const).map((numbers) => html`<button data-numbers=${numbers} aria-pressed=${numbers === place.numbers} @click=${() => actions.onNumbers(numbers)}>${t(numbers === 'all' ? 'schools.numbersAll' : 'schools.numbersAnnex')}</button>`)}</div><p class="key t12 ink2">${window.cut || allYears ? html`<button class="button link dense" data-all-years aria-pressed=${allYears} @click=${() => actions.onAllYears(!allYears)}>${t('schools.allYears', { count: shown.years.length })}</button>` : nothing}<span>${triangle('up')} ${t('schools.above110')}</span><span>${triangle('down')} ${t('schools.below90')}</span></p>
    </div>
    ${phaseControls(session, actions.onPhase)}
    <div class="scroll" tabindex="0" role="region" aria-labelledby="utilisation-title">
    <table>
      <thead>
        <tr>
          <th scope="col">${t('schools.school')}</th>
          ${window.shown.map((index) => shown.years[index]!).map((one) => html`<th scope="col" class="year" aria-current=${one === year ? 'true' : nothing}><button data-year=${one} aria-pressed=${one === year} @click=${() => actions.onYear(one)}><span class="visually-hidden">${t('schools.yearWord')} </span>${shortYear(one)}</button></th>`)}
          <th scope="col" class="classes">${t('schools.classesOf', { year: shortYear(year) })}</th>
          ${walks ? html`<th scope="col" class="num">${t('schools.walkMean')}</th><th scope="col" class="num">${t('schools.walkMax')}</th>` : nothing}
        </tr>
      </thead>
      <tbody @keydown=${(event: KeyboardEvent) => moveRow(event, (event.currentTarget as HTMLElement), 'tr')}>
        ${rows.map(
          (row) => html`<tr
            data-zone=${row.zone}
            tabindex=${row.zone === first ? 0 : -1}
            aria-current=${row.zone === place.zone ? 'true' : nothing}
            @click=${() => actions.onZone(row.zone)}
            @keydown=${(event: KeyboardEvent) => {
              if (event.key !== 'Enter' && event.key !== ' ') return;
              if (event.target !== event.currentTarget) return;
              event.preventDefault();
              actions.onZone(row.zone);
            }}
          >
            <th scope="row">
              <button class="name" tabindex=${row.zone === place.zone ? 0 : -1} aria-expanded=${open === row.zone} @click=${(event: Event) => { event.stopPropagation(); actions.onDetail(row.zone); }}>${session.nameOf(row.zone)}</button>
              <span class="small">${placesWords(row, session)}</span>
            </th>
            ${window.shown.flatMap((index) => row.years[index] ?? []).map((one) => yearCell(one, one.year === year))}
            <td class="classes">${classesOf(session.yearOf(row))}</td>
            ${walks ? walkCells(row, shown.numbers === 'annex') : nothing}
          </tr>`,
        )}
      </tbody>
    </table>
    </div>
  </section>`;
}

/** "2 Züge, 50 Plätze". */
export function placesWords(row: Catchment, session: SchoolsSession): string {
  const schools = session.schoolsOf(row);
  if (schools.length === 0) return t('schools.noSchool');
  if (row.placesPerYear === null) return t('schools.placesUnknown');
  const known = schools.every(({ classesPerYear }) => classesPerYear !== null);
  const grades = session.shown?.grades ?? 1;
  const places = grades > 1 ? t('schools.placesOfGrades', { places: formatNumber(row.placesPerYear * grades), grades }) : t('schools.places', { count: row.placesPerYear });
  return known ? `${t('schools.tracks', { count: schools.reduce((sum, { classesPerYear }) => sum + classesPerYear!, 0) })}, ${places}` : places;
}

function yearCell({ utilisation, utilisationBefore }: CatchmentYear, current: boolean): TemplateResult {
  const fill = fillOf(utilisation);
  const sign = fill.kind === 'class' ? `step${fill.step}` : fill.kind;
  return html`<td class="value ${sign}" ?data-current=${current}>
    <span class="now">${markSign(utilisation)}${fill.kind === 'withheld' ? html`<span class="secret">${t('schools.withheld')}</span>` : ratioText(utilisation)}</span>
    ${differs(utilisation, utilisationBefore) ? html`<span class="before"><span class="visually-hidden">${t('schools.todayWord')} </span>${ratioText(utilisationBefore)}</span>` : nothing}
  </td>`;
}

/** The triangle with its words for who does not see it. */
export function markSign(cell: Cell): TemplateResult | typeof nothing {
  const mark = markOf(cell);
  if (mark === null) return nothing;
  const strong = fillOf(cell);
  const words = mark === 'up' ? t('schools.above110') : t(strong.kind === 'class' && strong.step === 0 ? 'schools.below75' : 'schools.below90');
  return html`${triangle(mark)}<span class="visually-hidden">${words}: </span>`;
}

const differs = (now: Cell, before: Cell): boolean => (isKnown(now) && isKnown(before) ? percentText(now) !== percentText(before) : before.state !== 'missing' && now.state !== before.state);

/** Withheld with the children that they are of. */
function classesOf(year: CatchmentYear | undefined): TemplateResult {
  if (year?.pupils.state === 'withheld') return html`<span class="secret">${t('schools.withheld')}</span>`;
  return classMeter(year?.classes ?? null, year?.pupils.state === 'approximate');
}

/** `annex`: a way that is not told is withheld, where ways are known at all. */
function walkCells({ walk, walkBefore }: Catchment, annex: boolean): TemplateResult {
  return html`${(['meanM', 'maxM'] as const).map((field) => {
    const change = metresChange(walk?.[field], walkBefore?.[field]);
    return html`<td class="num">${annex && (walk?.[field] ?? null) === null ? html`<span class="secret">${t('schools.withheld')}</span>` : metresText(walk?.[field])}${change === '' ? nothing : html`<span class="small">${change}</span>`}</td>`;
  })}`;
}

/** Places of a row as a number for the chart. */
export const placesOf = (row: Catchment): string => (row.placesPerYear === null ? t('map.missingShort') : formatNumber(row.placesPerYear));

export const utilisationStyles = css`
  .card-head { display: flex; align-items: baseline; justify-content: space-between; gap: 4px 16px; flex-wrap: wrap; padding: 12px 16px 6px; }
  .card-head h2 span { font-weight: 400; color: var(--zs-ink2); }
  .small-segments button { height: 26px; padding: 0 10px; font-size: 12px; line-height: 16px; }
  .key { display: flex; gap: 2px 12px; align-items: center; flex-wrap: wrap; }
  .key span { display: inline-flex; gap: 5px; align-items: center; }
  /* Positioned, or what is hidden for the eye inside would widen the page. */
  .scroll { position: relative; overflow-x: auto; border-radius: 0 0 8px 8px; }
  .scroll:focus-visible { outline-offset: -3px; box-shadow: none; }
  .utilisation table { font-variant-numeric: tabular-nums lining-nums; min-width: 660px; }
  .utilisation th, .utilisation td { padding: 0 6px; height: 45px; }
  .utilisation th:last-child, .utilisation td:last-child { padding-right: 10px; }
  .utilisation thead th { height: 31px; vertical-align: bottom; padding-bottom: 9px; white-space: nowrap; }
  .utilisation thead th:first-child, .utilisation tbody th { padding-left: 13px; text-align: left; position: sticky; left: 0; z-index: 1; background: var(--zs-surface); }
  .utilisation thead .year { text-align: center; padding: 0; vertical-align: bottom; }
  .utilisation thead .year button { width: 100%; min-height: 28px; text-align: center; border-bottom: 3px solid transparent; color: var(--zs-ink2); padding: 0 4px; }
  .utilisation thead .year button:hover { color: var(--zs-accent); }
  .utilisation thead .year [aria-pressed='true'] { color: var(--zs-accent); border-color: var(--zs-accent); font-weight: 600; }
  .utilisation thead .year button:focus-visible { outline-offset: -3px; box-shadow: none; }
  .utilisation tbody tr { border-top: 1px solid var(--zs-line); cursor: pointer; }
  .utilisation tbody th { font: 400 14px/18px var(--zs-font); color: var(--zs-ink); border-left: 3px solid transparent; }
  .utilisation .name { font-weight: 600; text-align: left; min-height: 24px; display: block; }
  .utilisation .name:hover { text-decoration: underline; color: var(--zs-accent); }
  .utilisation .small { display: block; font-size: 12px; line-height: 14px; color: var(--zs-ink3); white-space: nowrap; }
  .utilisation tr[aria-current], .utilisation tr[aria-current] th, .utilisation tbody tr:hover th { background: var(--zs-accent-tint1); }
  .utilisation tbody tr:hover { background: var(--zs-accent-tint1); }
  .utilisation tr[aria-current] th { border-left-color: var(--zs-accent); }
  .utilisation tr[aria-current] .name { color: var(--zs-accent); }
  .utilisation tbody tr:focus-visible { outline-offset: -3px; box-shadow: none; }
  .value { text-align: center; border: 1px solid #fff; min-width: 54px; line-height: 16px; }
  .value .now { display: inline-flex; align-items: center; gap: 4px; font-weight: 600; }
  .value .before { display: block; font-size: 12px; line-height: 14px; color: var(--zs-ink); }
  .value.withheld .before { display: table; margin: 1px auto 0; padding: 0 4px; background: #fff; border-radius: 3px; }
  .secret { font-weight: 500; font-size: 12px; background: #fff; border: 1px solid var(--zs-control); border-radius: 3px; padding: 0 4px; line-height: 16px; }
  .step0 { background: #a6cbe5; } .step1 { background: #d2e4f1; } .step2 { background: #f4f3ef; } .step3 { background: #f8cb90; } .step4 { background: #e38b35; }
  .value.missing { background: var(--zs-missing); }
  .value.withheld, .hatched { background: repeating-linear-gradient(-45deg, var(--zs-control) 0 1.5px, #fbfbfc 1.5px 7px); }
  .utilisation td.classes { min-width: 148px; padding-top: 4px; padding-bottom: 4px; }
  .utilisation td.classes .small { white-space: normal; }
  .utilisation .button.link { min-height: 24px; padding: 0; text-decoration: underline; font-size: 12px; line-height: 16px; }
  @media (forced-colors: active) {
    .utilisation tr[aria-current] { outline: 2px solid Highlight; outline-offset: -2px; }
    .utilisation thead .year [aria-pressed='true'] { border-color: Highlight; }
  }
`;
