// Small screens: years as tabs, three figures, a card a school with its years in a strip.
import { css, html, nothing, type TemplateResult } from 'lit';
import { t } from '../../i18n/i18n.ts';
import { fillOf } from '../bands.ts';
import type { Catchment, CatchmentYear } from '../model.ts';
import type { SchoolsPlace } from '../place.ts';
import type { SchoolsSession } from '../schools-session.ts';
import { isKnown, percentText, ratioText, shortYear, spokenCell } from '../words/cell-words.ts';
import { classWords } from '../words/class-words.ts';
import { moverFigures } from './movers-card.ts';
import { phaseControls } from './phase-in.ts';
import { markSign } from './utilisation-table.ts';

export interface CardActions {
  onYear(year: number): void;
  onDetail(zone: string): void;
  onNumbers(numbers: 'all' | 'annex'): void;
  onPhase(phase: Partial<Pick<SchoolsPlace, 'grades' | 'from'>>): void;
}

export function schoolCards(session: SchoolsSession, open: string, detail: TemplateResult | typeof nothing, actions: CardActions): TemplateResult {
  const { shown, year, place } = session;
  if (shown === undefined || year === undefined) return html``;
  const at = Math.max(0, shown.years.indexOf(year));
  return html`<div class="year-tabs" role="group" aria-label=${t('schools.yearWord')}>
      ${shown.years.map((one) => html`<button data-year=${one} aria-pressed=${one === year} @click=${() => actions.onYear(one)}><span class="visually-hidden">${t('schools.yearWord')} </span>${shortYear(one)}</button>`)}
    </div>
    ${shown.moves.length === 0 ? nothing : html`<dl class="mover-figures strip">${moverFigures(shown, at).slice(0, 3)}</dl>`}
    <div class="segments numbers" role="group" aria-label=${t('schools.numbers')}>${(['all', 'annex'] as const).map((numbers) => html`<button data-numbers=${numbers} aria-pressed=${numbers === place.numbers} @click=${() => actions.onNumbers(numbers)}>${t(numbers === 'all' ? 'schools.numbersAll' : 'schools.numbersAnnex')}</button>`)}</div>
    ${phaseControls(session, actions.onPhase)}
    <ul class="school-cards" aria-label=${t('schools.utilisation')}>
      ${shown.catchments.map((row) => html`<li data-zone=${row.zone} class=${row.zone === place.zone ? 'chosen' : ''}>${card(session, row, session.yearOf(row), open, actions)}${open === row.zone ? detail : nothing}</li>`)}
    </ul>`;
}

function card(session: SchoolsSession, row: Catchment, year: CatchmentYear | undefined, open: string, { onDetail }: CardActions): TemplateResult {
  const before = year?.utilisationBefore;
  return html`<div class="school-card">
    <h3><button class="name" aria-expanded=${open === row.zone} @click=${() => onDetail(row.zone)}>${session.nameOf(row.zone)}</button></h3>
    <p class="value-now">${year === undefined ? t('map.missingShort') : html`${markSign(year.utilisation)}${year.utilisation.state === 'withheld' ? html`<span class="secret">${t('schools.withheld')}</span>` : percentText(year.utilisation)}`}</p>
    <p class="t12 ink2">${classWords(year?.classes ?? null)}</p>
    <p class="t12 ink2 was">${before === undefined || before.state === 'missing' || !isKnown(before) ? nothing : t('schools.todayValue', { value: percentText(before) })}</p>
    <ol class="strip-years">${row.years.map((one) => {
      const fill = fillOf(one.utilisation);
      return html`<li class=${fill.kind === 'class' ? `step${fill.step}` : fill.kind} ?data-current=${one === year} aria-label=${`${shortYear(one.year)}: ${spokenCell(one.utilisation, (value) => `${Math.round(100 * value)} %`)}`}>${fill.kind === 'withheld' ? nothing : ratioText(one.utilisation).replace('\u00A0', '')}</li>`;
    })}</ol>
  </div>`;
}

export const cardStyles = css`
  .year-tabs { position: relative; display: flex; background: var(--zs-surface); border-bottom: 1px solid var(--zs-line2); overflow-x: auto; }
  .year-tabs button { flex: 1 0 56px; min-height: 44px; text-align: center; color: var(--zs-ink2); font-variant-numeric: tabular-nums; border-bottom: 3px solid transparent; }
  .year-tabs [aria-pressed='true'] { color: var(--zs-accent); border-color: var(--zs-accent); font-weight: 600; }
  .year-tabs button:focus-visible { outline-offset: -3px; box-shadow: none; }
  .mover-figures.strip { background: var(--zs-surface); padding: 10px 16px; margin: 0; border-bottom: 1px solid var(--zs-line); grid-template-columns: repeat(3, minmax(0, 1fr)); }
  .strip .figure dd { font: 600 20px/26px var(--zs-font); }
  .segments.numbers { margin: 10px 16px; display: flex; }
  .segments.numbers button { flex: 1; justify-content: center; height: 38px; }
  .school-cards > li { background: var(--zs-surface); border-bottom: 1px solid var(--zs-line); border-left: 3px solid transparent; }
  .school-cards > .chosen { background: var(--zs-accent-tint1); border-left-color: var(--zs-accent); }
  .school-card { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 12px; padding: 6px 16px 10px 13px; }
  .school-card h3 { font: 600 14px/20px var(--zs-font); }
  .school-card .name { min-height: 32px; font-weight: 600; text-align: left; }
  .value-now { display: flex; align-items: center; gap: 6px; font: 600 16px/24px var(--zs-font); font-variant-numeric: tabular-nums; justify-content: end; }
  .was { text-align: right; white-space: nowrap; }
  .strip-years { grid-column: 1 / -1; display: flex; gap: 2px; margin-top: 6px; }
  .strip-years li { flex: 1; min-width: 0; height: 22px; display: grid; place-items: center; border: 1px solid var(--zs-line2); font-size: 12px; line-height: 16px; font-variant-numeric: tabular-nums; white-space: nowrap; overflow: hidden; }
  .strip-years [data-current] { border: 2px solid var(--zs-accent); font-weight: 600; }
  .strip-years .missing { background: var(--zs-missing); }
  .strip-years .withheld { background: repeating-linear-gradient(-45deg, var(--zs-control) 0 1.5px, #fbfbfc 1.5px 7px); }
  .school-cards .detail { border: 0; border-top: 1px solid var(--zs-line); border-radius: 0; }
`;
