// "Gegenüber …": what the plan moves against its base, or since it was last secured, in figures and from–to rows.
import { css, html, nothing, type TemplateResult } from 'lit';
import { formatNumber, formatPercent } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import { icon } from '../../shell/icons.ts';
import { marked } from '../figures/approximate.ts';
import { differenceFrom, type FlowRow } from '../figures/base-difference.ts';
import type { EditorController } from '../editor-controller.ts';
import type { Desk } from '../open-desk.ts';
import { statisticName } from './zone-table.ts';
import { zoneChip } from './zone-chip.ts';

/** More rows than these are left to the comparison, which has all of them. */
const SHOWN = 12;

export function differencePanel(desk: Desk): TemplateResult {
  const { controller, saved } = desk;
  const title = saved.chosen ? saved.title : t('editor.against', { base: desk.baseTitle });
  const flows = saved.chosen ? differenceFrom(controller.session, saved.plan) : controller.flows;
  return html`<section class="difference" aria-label=${title}>
    <div class="difference-head">
      <h2>${title}</h2>
      <div class="segments small" role="group" aria-label=${t('editor.measureAgainst')}>
        <button aria-pressed=${!saved.chosen} @click=${() => saved.choose(false)}>${t('editor.againstBase')}</button>
        <button aria-pressed=${saved.chosen} @click=${() => saved.choose(true)}>${t('editor.againstSaved')}</button>
      </div>
    </div>
    ${keyFigures(controller, flows)} ${flowTable(controller, flows)}
  </section>`;
}

function keyFigures(controller: EditorController, flows: readonly FlowRow[]): TemplateResult {
  const { totals } = controller;
  const blocks = flows.reduce((sum, { blocks: list }) => sum + list.length, 0);
  const sums = controller.session.counts.columns.map((_, column) => flows.reduce((sum, flow) => sum + flow.sums[column]!, 0));
  return html`<dl class="keys">
    <div><dd class="key">${formatNumber(blocks)}</dd><dt>${t('editor.blocksMoved', { count: blocks })}</dt></div>
    ${sums.slice(0, 2).map((sum, column) => {
      const town = totals.town[column]?.value ?? 0;
      const share = column === 0 && town > 0 && sum > 0 ? `, ${formatPercent((100 * sum) / town)}` : '';
      return html`<div><dd class="key">${marked(blocks > 0 && controller.isApproximate(column), formatNumber(sum))}</dd><dt>${statisticName(controller, controller.shown[column] ?? '')}${share}</dt></div>`;
    })}
    <div><dd class="key ${controller.newIssues.length > 0 ? 'found' : ''}">${formatNumber(controller.newIssues.length)}</dd><dt>${t('editor.hints', { count: controller.newIssues.length })}</dt></div>
  </dl>`;
}

function flowTable(controller: EditorController, flows: readonly FlowRow[]): TemplateResult {
  if (flows.length === 0) return html`<p class="ink3 none">${t('editor.nothingMoved')}</p>`;
  return html`<table class="flows">
      <caption class="visually-hidden">${t('editor.flowsCaption')}</caption>
      <thead class="visually-hidden"><tr><th scope="col">${t('editor.fromTo')}</th><th scope="col">${t('editor.blocks')}</th>${controller.shown.slice(0, 2).map((code) => html`<th scope="col">${statisticName(controller, code)}</th>`)}</tr></thead>
      <tbody>
        ${flows.slice(0, SHOWN).map(
          ({ from, to, blocks, sums }) => html`<tr>
            <td><span class="flow">${zoneChip(controller, from)}${icon('arrowRight', 16)}<span class="visually-hidden">${t('editor.to')}</span>${zoneChip(controller, to)}</span></td>
            <td>${t('editor.blockCount', { count: blocks.length })}</td>
            ${sums.slice(0, 2).map((sum, column) => html`<td class="num">${marked(controller.isApproximate(column), formatNumber(sum))} <span class="unit">${statisticName(controller, controller.shown[column] ?? '')}</span></td>`)}
          </tr>`,
        )}
      </tbody>
    </table>
    ${flows.length > SHOWN ? html`<p class="ink3 none">${t('editor.moreFlows', { count: flows.length - SHOWN })}</p>` : nothing}`;
}

export const differenceStyles = css`
  .difference { padding: 14px 16px 8px; border-top: 1px solid var(--zs-line); }
  .difference-head { display: flex; align-items: center; justify-content: space-between; gap: 12px; }
  .difference-head h2 { min-width: 0; overflow-wrap: anywhere; }
  .segments.small button { height: 26px; padding: 0 8px; font-size: 12px; }
  .keys { display: grid; grid-template-columns: repeat(4, auto); gap: 12px; justify-content: space-between; margin: 6px 0 8px; }
  .keys > div { display: flex; flex-direction: column; }
  .keys dt { font-size: 12px; line-height: 16px; color: var(--zs-ink3); order: 2; }
  .key { font: 600 20px/26px var(--zs-font); font-variant-numeric: tabular-nums; }
  .key.found { color: var(--zs-warn); }
  .flows td { height: 30px; padding: 0 4px 0 0; font-variant-numeric: tabular-nums; white-space: nowrap; }
  .flow { display: inline-flex; align-items: center; gap: 8px; }
  .unit { color: var(--zs-ink2); display: inline-block; max-width: 150px; overflow: hidden; text-overflow: ellipsis; vertical-align: bottom; }
  .none { padding: 2px 0 8px; }
  @media (max-width: 1439px) {
    .unit { max-width: 78px; }
  }
  @media (max-width: 699px) {
    .segments.small button { height: 40px; padding: 0 12px; }
    .difference-head { flex-wrap: wrap; }
  }
`;
