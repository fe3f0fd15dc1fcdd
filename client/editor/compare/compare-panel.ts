// The comparison beside the map: what with, how much differs, the matrix from zone to zone, and its file.
import { css, html, nothing, type TemplateResult } from 'lit';
import { formatNumber } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import { icon } from '../../shell/icons.ts';
import { marked } from '../figures/approximate.ts';
import type { EditorController } from '../editor-controller.ts';
import { focusLater } from '../focus-later.ts';
import type { Desk } from '../open-desk.ts';
import { statisticName } from '../panels/zone-table.ts';
import { zoneChip } from '../panels/zone-chip.ts';
import { fileName, saveFile } from '../save-file.ts';
import type { Comparison, MatrixMeasure } from './comparison.ts';
import { changedOnly, matrixCsv, matrixRows, type FlowMatrix, type MatrixCell, type MatrixRow, type MatrixZone } from './flow-matrix.ts';

const M2_PER_HECTARE = 10_000;
/** More rows than these stand in the file. */
const SHOWN = 40;

export function comparePanel(desk: Desk): TemplateResult {
  const { comparison } = desk;
  const { matrix, other } = comparison;
  return html`<section class="compare" aria-labelledby="compare-title">
    <div class="side-head">
      <h2 class="t20" id="compare-title" tabindex="-1">${t('compare.title')}</h2>
      <button class="button quiet dense" data-action="compare-close" @click=${(event: Event) => void focusLater(event.currentTarget, comparison.close(), '[data-action="compare"]')}>${icon('close', 16)}${t('compare.close')}</button>
    </div>
    <div class="compare-choice">
      <label class="t12 ink3"
        >${t('compare.with')}<select class="field" @change=${(event: Event) => void comparison.choose((event.target as HTMLSelectElement).value)}>
          ${comparison.options
            .filter(({ options }) => options.length > 0)
            .map(({ group, options }) => html`<optgroup label=${t(`compare.group_${group}`)}>${options.map(({ id, title }) => html`<option value=${id} ?selected=${id === comparison.chosen}>${title}</option>`)}</optgroup>`)}
        </select></label
      >
      <p class="t12 ink3">${t('compare.hint')}</p>
    </div>
    ${comparison.loading ? html`<zs-progress active words=${t('compare.loading')}></zs-progress>` : nothing}
    ${comparison.problem === '' ? nothing : html`<zs-notice kind="warn" heading=${comparison.problem}></zs-notice>`}
    ${matrix === null || other === null ? nothing : difference(desk, matrix, other.title)}
  </section>`;
}

function difference(desk: Desk, matrix: FlowMatrix, title: string): TemplateResult {
  const { comparison, controller } = desk;
  const moves = matrixRows(matrix)
    .filter(({ from, to }) => from.zone !== to.zone)
    .toSorted((a, b) => b.blocks - a.blocks);
  if (moves.length === 0) return html`<p class="same ink2">${icon('check', 18)}${t('compare.same', { title })}</p>`;
  const shown = comparison.everything ? matrix : changedOnly(matrix);
  const codes = controller.shown.map((code, column) => (controller.isApproximate(column) ? `${code}_rounded` : code));
  return html`<div class="segments small" role="group" aria-label=${t('compare.measure')}>${measures(controller).map(([measure, words]) => html`<button aria-pressed=${comparison.measure === measure} @click=${() => comparison.setMeasure(measure)}>${words}</button>`)}</div>
    ${matrixTable(controller, comparison, shown, title, desk.plan.name)}
    <div class="compare-actions">
      <button class="button link dense" aria-pressed=${comparison.everything} @click=${() => { comparison.everything = !comparison.everything; controller.page.paintPanels(); }}>${t(comparison.everything ? 'compare.changedOnly' : 'compare.everything')}</button>
      <button class="button secondary dense" @click=${() => saveFile(`${fileName(desk.plan.name, title)}.csv`, 'text/csv;charset=utf-8', matrixCsv(matrix, codes))}>${icon('download', 16)}${t('compare.csv')}</button>
    </div>
    <h3>${t('compare.moves')}</h3>
    ${moveTable(controller, moves)}`;
}

function measures(controller: EditorController): (readonly [MatrixMeasure, string])[] {
  return [['blocks', t('editor.blocks')], ...controller.shown.map((code, column) => [column, statisticName(controller, code)] as const), ['area', t('compare.area')]];
}

function cellText(controller: EditorController, cell: MatrixCell, measure: MatrixMeasure): string | TemplateResult {
  if (measure === 'blocks') return formatNumber(cell.blocks);
  if (measure === 'area') return formatNumber(cell.areaM2 / M2_PER_HECTARE, 1);
  return marked(controller.isApproximate(measure), formatNumber(cell.sums[measure] ?? 0));
}

function matrixTable(controller: EditorController, { measure }: Comparison, { from, to, cells }: FlowMatrix, otherTitle: string, ownTitle: string): TemplateResult {
  const name = ({ zone, name: text }: MatrixZone) => (zone === '' ? t('editor.noZone') : text);
  return html`<div class="matrix-scroll" tabindex="0" role="group" aria-label=${t('compare.matrix')}>
    <table class="matrix">
      <caption>${t('compare.matrixCaption', { from: otherTitle, to: ownTitle })}</caption>
      <thead>
        <tr>
          <th scope="col">${t('compare.fromTo')}</th>
          ${to.map((zone) => html`<th scope="col" class="num" title=${name(zone)}>${zoneChip(controller, zone.zone)}<span class="visually-hidden">${name(zone)}</span></th>`)}
        </tr>
      </thead>
      <tbody>
        ${from.map(
          (row, i) => html`<tr>
            <th scope="row"><span class="matrix-zone">${zoneChip(controller, row.zone)}<span class="zone-name">${name(row) === row.zone ? nothing : name(row)}</span></span></th>
            ${to.map((column, j) => {
              const cell = cells[i * to.length + j] ?? null;
              const stays = row.zone === column.zone;
              return html`<td class="num ${stays ? 'stays' : cell === null ? 'none' : 'moves'}">${cell === null ? html`<span aria-hidden="true">·</span><span class="visually-hidden">0</span>` : cellText(controller, cell, measure)}</td>`;
            })}
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function moveTable(controller: EditorController, moves: readonly MatrixRow[]): TemplateResult {
  return html`<div class="matrix-scroll" tabindex="0" role="group" aria-label=${t('compare.moves')}>
    <table class="flows compare-flows">
      <thead>
        <tr>
          <th scope="col">${t('editor.fromTo')}</th>
          <th scope="col" class="num">${t('editor.blocks')}</th>
          ${controller.shown.map((code) => html`<th scope="col" class="num">${statisticName(controller, code)}</th>`)}
          <th scope="col" class="num">${t('compare.areaShort')}</th>
        </tr>
      </thead>
      <tbody>
        ${moves.slice(0, SHOWN).map(
          (row) => html`<tr>
            <td><span class="flow">${zoneChip(controller, row.from.zone)}${icon('arrowRight', 16)}<span class="visually-hidden">${t('editor.to')}</span>${zoneChip(controller, row.to.zone)}</span></td>
            <td class="num">${formatNumber(row.blocks)}</td>
            ${row.sums.map((_, column) => html`<td class="num">${cellText(controller, row, column)}</td>`)}
            <td class="num">${cellText(controller, row, 'area')}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>
  ${moves.length > SHOWN ? html`<p class="t12 ink3">${t('editor.moreFlows', { count: moves.length - SHOWN })}</p>` : nothing}`;
}

export const compareStyles = css`
  .compare { padding-bottom: 20px; }
  .compare > :not(.side-head) { margin: 0 16px 12px; }
  .compare h3 { font: 600 14px/20px var(--zs-font); margin-top: 18px; margin-bottom: 4px; }
  .compare-choice { display: grid; gap: 6px; }
  .compare-choice label { display: grid; gap: 2px; }
  .compare-choice .field { font-size: 14px; line-height: 20px; color: var(--zs-ink); }
  .compare .same { display: flex; align-items: center; gap: 8px; padding: 8px 0; }
  .compare .segments { flex-wrap: wrap; }
  .compare-actions { display: flex; justify-content: space-between; align-items: center; gap: 8px; flex-wrap: wrap; }
  .compare-actions .button.link { padding: 0; }
  .matrix-scroll { overflow-x: auto; border: 1px solid var(--zs-line); border-radius: var(--zs-radius); }
  .matrix { font-variant-numeric: tabular-nums lining-nums; }
  .matrix caption { caption-side: top; text-align: left; padding: 8px 10px; font: 400 12px/16px var(--zs-font); color: var(--zs-ink3); }
  .matrix th, .matrix td { padding: 0 8px; height: 36px; border-top: 1px solid var(--zs-line); white-space: nowrap; }
  .matrix thead th { height: 34px; }
  .matrix thead .chip { margin-left: auto; }
  .matrix tr > :first-child { position: sticky; left: 0; background: #fff; border-right: 1px solid var(--zs-line); z-index: 1; }
  .matrix tbody th { font: 400 14px/20px var(--zs-font); color: var(--zs-ink); }
  .matrix-zone { display: inline-flex; align-items: center; gap: 8px; }
  .matrix .stays { color: var(--zs-ink3); background: var(--zs-hued); }
  .matrix .moves { color: var(--zs-accent); font-weight: 600; background: var(--zs-accent-tint1); }
  .matrix .none { color: var(--zs-line2); }
  .compare-flows th { padding: 0 8px; height: 32px; }
  .compare-flows tr > * { padding: 0 8px; border-top: 1px solid var(--zs-line); }
  .compare-flows thead tr > * { border-top: 0; }
`;
