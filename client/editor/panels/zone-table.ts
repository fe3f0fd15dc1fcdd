// The table of zones: numbers, change against the base, band, shape, state; and what can be done with each zone.
import { css, html, nothing, type TemplateResult } from 'lit';
import { formatNumber } from '../../i18n/format.ts';
import { guard } from 'lit/directives/guard.js';
import { language, localised, t } from '../../i18n/i18n.ts';
import { icon } from '../../shell/icons.ts';
import type { EditorController } from '../editor-controller.ts';
import { issueText } from '../spoken.ts';
import type { ZoneFigures } from '../figures/zone-figures.ts';
import { deltaCell, figureCell, rangeMark } from './figure-cell.ts';
import { zoneChip } from './zone-chip.ts';
import { zoneActions } from './zone-actions.ts';
import type { ShapeMeasure, ZoneShapes } from '../figures/zone-shapes.ts';

/** What the table itself remembers; the page owns it. */
export interface TableView {
  /** Zone whose actions are open. */
  open: string | null;
  settings: boolean;
  naming: boolean;
  refresh(): void;
}

export function zoneTable(controller: EditorController, shapes: ZoneShapes, view: TableView): TemplateResult {
  const { totals } = controller;
  return html`<table class="zones" @keydown=${walkRows}>
    <caption class="visually-hidden">
      ${t('editor.tableCaption')}
    </caption>
    <thead>
      <tr>
        <th scope="col"><span class="visually-hidden">${t('editor.number')}</span></th>
        <th scope="col">${t('editor.zone')}</th>
        ${controller.shown.map((code) => html`<th scope="col" class="num" title=${longName(controller, code)}>${headingOf(controller, code)}</th>`)}
        ${controller.band === null ? nothing : html`<th scope="col" class="band">${t('editor.band')}</th>`}
        ${shapes.shown.map((measure) => html`<th scope="col" class="num shape"><abbr title=${t(`editor.shapeLong_${measure}`)}>${shapes.shown.length === 1 && measure === 'polsbyPopper' ? t('editor.shape') : t(`editor.shape_${measure}`)}</abbr></th>`)}
        <th scope="col"><span class="visually-hidden">${t('editor.state')}</span></th>
      </tr>
    </thead>
    <tbody>
      ${totals.rows.map((row, index) => guard(rowState(controller, shapes, row, view), () => zoneRow(controller, shapes, row, view, index)))}
      ${totals.unassigned.blocks === 0
        ? nothing
        : html`<tr class="unassigned">
            <td>${zoneChip(controller, '')}</td>
            <th scope="row">${t('editor.noZoneBlocks', { count: totals.unassigned.blocks })}</th>
            ${totals.unassigned.figures.map((figure, i) => figureWithChange(figureCell(figure, controller.isApproximate(i)), nothing))}
            ${controller.band === null ? nothing : html`<td></td>`}
            ${shapes.shown.map(() => html`<td></td>`)}
            <td></td>
          </tr>`}
    </tbody>
    <tfoot>
      <tr>
        <td></td>
        <th scope="row">${t('editor.town')}</th>
        ${totals.town.map((figure, i) => figureWithChange(figureCell(figure, controller.isApproximate(i)), nothing))}
        ${controller.band === null ? nothing : html`<td class="band t12 ink3">${formatNumber(controller.band.min)}–${formatNumber(controller.band.max)}</td>`}
        ${shapes.shown.map(() => html`<td></td>`)}
        <td></td>
      </tr>
    </tfoot>
  </table>`;
}

/** All that a row shows: a stroke changes two or three of forty rows, and only those are drawn again. A row of figures that stayed is the same one. */
function rowState(controller: EditorController, shapes: ZoneShapes, row: ZoneFigures, view: TableView): unknown[] {
  const { band, target, shown } = controller;
  const measured = shapes.shown.map((measure) => (measure === 'polsbyPopper' ? measure : shapeText(shapes, row, measure))).join();
  const disclosed = controller.disclosed.some(({ zones }) => zones.includes(row.zone));
  const found = ownIssue(controller, row.zone);
  const issue = found === undefined ? '' : `${found.code} ${found.where.blocks.length}`;
  return [row, measured, controller.scene.tints[row.slot], language(), disclosed, issue, band?.min, band?.max, row.zone === target, view.open === row.zone, target === '', shown, view.open === row.zone ? controller.totals.rows.length : 0];
}

const ownIssue = (controller: EditorController, zone: string) => controller.newIssues.find(({ where }) => where.zone === zone);

function zoneRow(controller: EditorController, shapes: ZoneShapes, row: ZoneFigures, view: TableView, index: number): TemplateResult {
  const { zone } = row;
  const isTarget = zone === controller.target;
  const isNew = !controller.session.baseZones.some((base) => base.zone === zone);
  const open = view.open === zone;
  const columns = 3 + shapes.shown.length + row.figures.length + (controller.band === null ? 0 : 1);
  return html`<tr class=${isTarget ? 'target' : ''} data-zone=${zone}>
      <td>${zoneChip(controller, zone)}</td>
      <th scope="row">
        <button
          class="row-name"
          tabindex=${isTarget || (index === 0 && controller.target === '') ? 0 : -1}
          aria-pressed=${isTarget}
          title=${t('editor.makeTarget')}
          @click=${(event: MouseEvent) => {
            controller.setTarget(zone);
            // Enter and a second click fly there; one click only chooses, so that the map stays where the hand is.
            if (event.detail !== 1) controller.fly.toZone(zone);
          }}
        >
          ${row.name}
        </button>
      </th>
      ${row.figures.map((figure, i) => figureWithChange(figureCell(figure, controller.isApproximate(i)), deltaCell(figure, isNew)))}
      ${controller.band === null ? nothing : html`<td class="band">${row.figures[0]?.known === true ? rangeMark(row.figures[0].value, controller.band, controller.isApproximate(0)) : nothing}</td>`}
      ${shapes.shown.map((measure) => html`<td class="num">${shapeText(shapes, row, measure)}</td>`)}
      <td class="states">${states(controller, row)}<button
          class="more"
          tabindex=${isTarget ? 0 : -1}
          aria-expanded=${open}
          aria-label=${t('editor.zoneActions', { zone: `${zone} ${row.name}` })}
          @click=${() => {
            view.open = open ? null : zone;
            view.refresh();
          }}
        >${icon(open ? 'chevronUp' : 'more', 16)}</button></td>
    </tr>
    ${open ? html`<tr class="actions"><td colspan=${columns}>${zoneActions(controller, row, view)}</td></tr>` : nothing}`;
}

/** A number and its change: beside each other in a wide panel, below each other in a narrow one. */
function figureWithChange(value: TemplateResult, change: TemplateResult | typeof nothing): TemplateResult {
  return html`<td class="num figure"><span class="value">${value}</span>${change === nothing ? nothing : html`<span class="visually-hidden">; </span>`}<span class="change">${change}</span></td>`;
}

/** What is still to be reckoned shows as three dots; a zone without blocks has no shape. */
function shapeText(shapes: ZoneShapes, row: ZoneFigures, measure: ShapeMeasure): string {
  if (row.blocks === 0) return '–';
  if (measure === 'cutEdges') return shapes.cutEdges === null ? '…' : formatNumber(shapes.cutEdges[row.slot] ?? 0);
  const value = measure === 'reock' ? shapes.reock.get(row.slot) : row.polsbyPopper;
  return value === undefined ? '…' : value === null ? '–' : formatNumber(value, 2);
}

function states(controller: EditorController, row: ZoneFigures): TemplateResult {
  const found = ownIssue(controller, row.zone);
  const disclosed = controller.disclosed.find(({ zones }) => zones.includes(row.zone));
  return html`${disclosed === undefined
    ? nothing
    : html`<button class="state danger" aria-label=${t('editor.zoneDisclosed', { zone: `${row.zone} ${row.name}` })} title=${t('editor.zoneDisclosed', { zone: `${row.zone} ${row.name}` })} @click=${() => controller.fly.toBlocks(disclosed.blocks)}>${icon('warning', 18)}</button>`}${found === undefined
    ? nothing
    : html`<button class="state warn" aria-label=${issueText(found, controller)} title=${issueText(found, controller)} @click=${() => controller.fly.toIssue(ownIssue(controller, row.zone) ?? found)}>${icon('warning', 18)}</button>`}${row.locked
    ? html`<button class="state" aria-label=${t('editor.unlockZone', { zone: `${row.zone} ${row.name}` })} title=${t('editor.lockedClick')} @click=${() => controller.toggleLock(row.zone)}>${icon('lock', 18)}</button>`
    : nothing}`;
}

export function statisticName(controller: EditorController, code: string): string {
  const statistic = controller.statistics.find((candidate) => candidate.statistic === code);
  // "mit Hauptwohnung" is the definition, not the name: the column's title has it in full.
  return statistic === undefined ? code : localised(statistic.name).replace(/ mit Hauptwohnung$/, '');
}

/** "Kinder unter 15 J.": its title has all of it, and in a narrow panel the long one takes four lines. */
function headingOf(controller: EditorController, code: string): string {
  return statisticName(controller, code).replace(/ Jahren?$/, '\u00a0J.');
}

function longName(controller: EditorController, code: string): string {
  const statistic = controller.statistics.find((candidate) => candidate.statistic === code);
  return statistic === undefined ? code : localised(statistic.name);
}

/** Arrow keys go from row to row; Tab leaves the table. */
function walkRows(event: KeyboardEvent): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  const current = (event.target as HTMLElement).closest<HTMLElement>('.row-name');
  if (step === 0 || current === null) return;
  const all = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('.row-name')];
  all[all.indexOf(current) + step]?.focus();
  event.preventDefault();
}

export const tableStyles = css`
  .zones { font-variant-numeric: tabular-nums lining-nums; table-layout: auto; }
  .zones th, .zones td { padding: 0 3px; height: 35px; }
  .zones thead th { height: 24px; padding-bottom: 4px; vertical-align: bottom; }
  .zones abbr { text-decoration: none; }
  .zones tbody tr, .zones tfoot tr { border-top: 1px solid var(--zs-line); }
  .zones tr > :first-child { padding-left: 16px; width: 44px; }
  .zones tr > :last-child { padding-right: 6px; padding-left: 0; }
  .zones tbody tr.target { background: var(--zs-accent-tint1); box-shadow: inset 3px 0 var(--zs-accent); }
  .zones tbody th, .zones tfoot th { font: 400 14px/20px var(--zs-font); color: var(--zs-ink); }
  .zones tr.target th { font-weight: 500; }
  .zones tfoot td, .zones tfoot th { font-weight: 600; }
  .zones tfoot .t12 { font-weight: 400; }
  .zones thead .num { padding-right: 10px; text-align: right; max-width: 112px; }
  .zones thead .num.shape { padding-right: 4px; }
  .zones td.num { padding-left: 0; }
  .zones .figure { white-space: nowrap; }
  .zones .figure > * { vertical-align: middle; }
  .zones .change { display: inline-block; min-width: 44px; padding: 0 1px 0 2px; text-align: right; }
  /* Names take what the numbers leave: with changes of five digits the table would else be wider than its panel. */
  .zones tbody th { width: 100%; min-width: 54px; max-width: 0; }
  .zones .delta { font-size: 12px; }
  .zones .band { width: 96px; min-width: 80px; padding-left: 5px; white-space: nowrap; }
  .row-name { width: 100%; height: 34px; text-align: left; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .row-name:hover { color: var(--zs-accent); }
  .states { white-space: nowrap; text-align: right; }
  .state, .more { display: inline-grid; place-items: center; width: 24px; min-width: 24px; height: 28px; color: var(--zs-ink2); vertical-align: middle; border-radius: var(--zs-radius); }
  .state.warn { color: var(--zs-warn); }
  .state.danger { color: var(--zs-danger); }
  .more { color: var(--zs-ink3); }
  .more:hover, .state:hover { background: var(--zs-sunken); }
  .unassigned th, .unassigned td { color: var(--zs-warn); }
  @media (max-width: 1439px) {
    .zones th, .zones td { padding: 0 2px; }
    .zones tr > :first-child { padding-left: 12px; width: 38px; }
    .zones .figure { padding-top: 1px; padding-bottom: 2px; }
    .zones .value { display: block; line-height: 18px; }
    /* The line of the change is there where there is one: a table without changes keeps its rows. */
    .zones .change { display: block; min-width: 0; padding: 0; line-height: 14px; margin-top: -1px; }
    .zones .figure:not(:has(.delta)) .change { display: none; }
    .zones thead .num { max-width: 92px; padding-right: 2px; }
    .zones .band { width: 80px; min-width: 80px; }
    .zones tfoot .band { font-size: 0; }
  }
  @media (max-width: 699px) {
    .zones th, .zones td { height: 44px; }
    .zones tr > :first-child { position: sticky; left: 0; background: var(--zs-surface); }
    .state, .more { width: 44px; height: 44px; }
    .row-name { height: 44px; }
    .zones thead .num { padding-right: 4px; max-width: 120px; }
  }
`;
