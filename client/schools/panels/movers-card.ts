// Who changes school: children in all, with siblings, across the railway; from which school to which, and year by year.
import { css, html, nothing, type TemplateResult } from 'lit';
import { formatNumber, formatPercent } from '../../i18n/format.ts';
import { t, textIn, language } from '../../i18n/i18n.ts';
import { icon } from '../../shell/icons.ts';
import type { Cell, Effects } from '../model.ts';
import type { SchoolsSession } from '../schools-session.ts';
import { cutComparisonList } from './cut-comparison-list.ts';
import { cellText, isKnown, schoolYear, shortYear, spokenCell } from '../words/cell-words.ts';
import { phaseWords } from './phase-in.ts';
import { yearWindow } from '../year-window.ts';

/** Longest bar, CSS pixels; withheld ones are all this long, whatever they stand for. */
const BAR = { most: 40, withheld: 20, least: 3 } as const;

export function moversCard(session: SchoolsSession): TemplateResult {
  const { shown, year } = session;
  if (shown === undefined || year === undefined) return html``;
  const at = Math.max(0, shown.years.indexOf(year));
  return html`<section class="flat card movers" aria-labelledby="movers-title">
    <div class="card-head"><h2 id="movers-title">${t('schools.movers')} <span>${t(shown.grades > 1 ? 'schools.yearIn' : 'schools.entryIn', { year: schoolYear(year) })}</span></h2></div>
    ${shown.moves.length === 0 ? html`<p class="body ink2">${t('schools.nobodyMoves', { base: shown.compareTitle ?? t('schools.today') })}</p>` : html`<div class="body">${figures(shown, at)}${fromTo(session, shown, at)}${byYear(shown, year)}</div>`}
    ${session.scene === undefined ? nothing : cutComparisonList(session)}
    <p class="foot t12 ink2">${phaseWords(shown)}</p>
  </section>`;
}

/** Children, siblings, crossings; the first three stand on small screens too. */
export function moverFigures(shown: Effects, at: number): TemplateResult[] {
  const { total } = shown;
  const children = total.children[at] ?? { state: 'missing' };
  const share = total.share === null ? '' : t('schools.aboutShare', { share: formatPercent(Math.round(100 * total.share), 0) });
  return [
    figure(children, [t('schools.childrenMove', { count: isKnown(children) ? Math.round(children.value) : 0 }), share].filter((part) => part !== '').join(', ')),
    figure(total.siblings, t('schools.withSiblings')),
    ...total.crossing.map(({ kind, now, before }) => figure({ state: 'value', value: now }, `${crossingWords(kind)}, ${t('schools.todayCount', { count: cellText(before) })}`)),
  ];
}

/** What is crossed on the way to school: railway, main road …; a kind without words of its own is written as it is. */
export function crossingWords(kind: string): string {
  const key = `schools.cross${kind.replace(/(?:^|[_-])([a-z])/g, (_, letter: string) => letter.toUpperCase())}`;
  const words = textIn(language(), key);
  return words === key ? t('schools.crossOther', { kind }) : words;
}

function figure(cell: Cell, words: string): TemplateResult {
  return html`<div class="figure"><dd>${cell.state === 'withheld' ? html`<span class="secret">${t('schools.withheld')}</span>` : cellText(cell)}</dd><dt>${words}</dt></div>`;
}

function figures(shown: Effects, at: number): TemplateResult {
  return html`<dl class="mover-figures">${moverFigures(shown, at)}</dl>`;
}

function fromTo(session: SchoolsSession, shown: Effects, at: number): TemplateResult {
  const known = shown.moves.flatMap(({ years }) => { const cell = years[at]; return cell !== undefined && isKnown(cell) ? [cell.value] : []; });
  const most = Math.max(1, ...known);
  const siblings = shown.moves.some(({ siblings: cell }) => cell.state !== 'missing');
  return html`<table class="from-to">
    <caption class="visually-hidden">${t('schools.movers')}</caption>
    <thead><tr><th scope="col">${t('schools.from')}</th><th scope="col"><span class="visually-hidden">${t('schools.to')}</span></th><th scope="col">${t('schools.to')}</th><th scope="col" class="num">${t('schools.childrenWord')}</th><th class="bar"></th>${siblings ? html`<th scope="col" class="num"><abbr title=${t('schools.withSiblings')}>${t('schools.siblingsShort')}</abbr></th>` : nothing}</tr></thead>
    <tbody>
      ${shown.moves.map(({ from, to, blocks, addresses, years, siblings: cell }) => html`<tr>
        <td>${from === '' ? t('schools.nowhere') : session.nameOf(from)}</td>
        <td class="arrow">${icon('arrowRight', 14)}</td>
        <td>${to === '' ? t('schools.nowhere') : session.nameOf(to)}<span class="small">${t('schools.blockCount', { count: blocks.length })}, ${t('schools.addressCount', { count: addresses })}</span></td>
        <td class="num">${countCell(years[at] ?? { state: 'missing' })}</td>
        <td class="bar">${bar(years[at] ?? { state: 'missing' }, most)}</td>
        ${siblings ? html`<td class="num">${countCell(cell)}</td>` : nothing}
      </tr>`)}
    </tbody>
  </table>`;
}

const countCell = (cell: Cell): TemplateResult | string => (cell.state === 'withheld' ? html`<span class="secret">${t('schools.withheld')}</span>` : cellText(cell));

function bar(cell: Cell, most: number): TemplateResult | typeof nothing {
  if (cell.state === 'missing') return nothing;
  if (cell.state === 'withheld') return html`<i class="hatched" style="width:${BAR.withheld}px"></i>`;
  return html`<i style="width:${Math.max(BAR.least, (BAR.most * cell.value) / most)}px"></i>`;
}

function byYear({ total, years }: Effects, year: number): TemplateResult {
  const { shown } = yearWindow(years, year, false);
  return html`<table class="by-year">
    <caption class="visually-hidden">${t('schools.moversByYear')}</caption>
    <tbody>
      <tr><th scope="row">${t('schools.perYear')}</th>${shown.flatMap((index) => total.children[index] ?? []).map((cell) => html`<td class="num" aria-label=${spokenCell(cell, (value) => formatNumber(Math.round(value)))}>${cellText(cell)}</td>`)}</tr>
      <tr><th scope="row"><span class="visually-hidden">${t('schools.yearWord')}</span></th>${shown.map((index) => html`<td class="num small">${shortYear(years[index]!)}</td>`)}</tr>
    </tbody>
  </table>`;
}

export const moversStyles = css`
  .card { display: flex; flex-direction: column; min-width: 0; }
  .card .body { padding: 0 16px 8px; flex: 1; min-width: 0; }
  .card .foot { padding: 8px 16px 12px; }
  .mover-figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(80px, 1fr)); gap: 8px 12px; margin: 0 0 10px; }
  .figure { display: flex; flex-direction: column; }
  .figure dd { font: 600 28px/34px var(--zs-font); letter-spacing: -0.01em; font-variant-numeric: tabular-nums; }
  .figure dt { font-size: 12px; line-height: 16px; color: var(--zs-ink2); }
  .figure .secret { font: 500 14px/20px var(--zs-font); letter-spacing: 0; }
  .from-to { font-variant-numeric: tabular-nums lining-nums; }
  .from-to th { padding: 4px 6px 4px 0; }
  .from-to td { padding: 3px 6px 3px 0; border-top: 1px solid var(--zs-line); height: 28px; }
  .from-to th.num, .from-to td:last-child { padding-right: 0; }
  .from-to .arrow { color: var(--zs-ink2); }
  .from-to .bar { width: 44px; padding-right: 0; }
  .from-to abbr { text-decoration: none; }
  .from-to .small { display: block; font-size: 12px; line-height: 14px; color: var(--zs-ink3); }
  .from-to td:first-child { vertical-align: top; }
  .from-to td.arrow { vertical-align: top; padding-top: 6px; }
  .from-to .bar i { display: block; height: 8px; background: #86a0d8; }
  .from-to .bar i.hatched { border: 1px solid var(--zs-control); background: repeating-linear-gradient(-45deg, var(--zs-control) 0 1.5px, #fbfbfc 1.5px 5px); }
  @media (max-width: 699px) {
    .from-to .bar, .movers .mover-figures { display: none; }
    .by-year td { padding-left: 4px; font-size: 13px; }
    .by-year td.small { font-size: 12px; }
    .by-year th { white-space: normal; }
    .from-to td { hyphens: auto; overflow-wrap: anywhere; }
  }
  .by-year { margin-top: 8px; border-top: 1px solid var(--zs-line); font-variant-numeric: tabular-nums lining-nums; }
  .by-year td { padding: 4px 0 0 8px; font-weight: 600; }
  .by-year td.small { font-weight: 400; padding-top: 0; }
  .by-year th { font-weight: 400; color: var(--zs-ink2); white-space: nowrap; }
`;
