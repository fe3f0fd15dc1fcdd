// Below the options: a line in the making, what was collected, what is proposed, why something was refused. Each with its buttons.
import { css, html, nothing, type TemplateResult } from 'lit';
import { formatNumber, formatPercent } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import { icon } from '../../shell/icons.ts';
import { marked } from '../figures/approximate.ts';
import type { EditorController } from '../editor-controller.ts';
import { refused, zoneName } from '../spoken.ts';
import { isLineTool } from '../tools/all-tools.ts';
import { zoneChip } from './zone-chip.ts';
import { statisticName } from './zone-table.ts';

export function pendingStrip(controller: EditorController): TemplateResult | typeof nothing {
  const body = bodyOf(controller);
  const why = refusal(controller);
  if (body === nothing && why === nothing) return controller.cutBlocks.length === 0 ? nothing : cutReportPanel(controller);
  return html`<div class="strip panel">${why}${body}</div>`;
}

function bodyOf(controller: EditorController): TemplateResult | typeof nothing {
  const { session, lines, pending, shape } = controller;
  if (session.proposal !== null) return proposal(controller);
  if (lines.choice !== null) return choice(controller);
  if (pending.blocks.size > 0) return collected(controller);
  if (shape?.kind === 'line' && isLineTool(controller.tool) && controller.activeTool.open === true) return openLine(controller, shape.xy.length / 2);
  return nothing;
}

function refusal(controller: EditorController): TemplateResult | typeof nothing {
  const { refusal: told } = controller;
  return told === null ? nothing : html`<span class="strip-refusal">${icon('warning', 18)}${told}</span>`;
}

function openLine(controller: EditorController, points: number): TemplateResult {
  const { preview } = controller.lines;
  const host = () => controller.map.tools.host!;
  return html`<span class="strip-words">
      <b>${t('editor.linePoints', { count: points })}</b>
      ${preview === null || controller.refusal !== null ? nothing : html`<span>${preview.reason === null ? aboutLine(controller) : refused(preview.reason, controller)}</span>`}
    </span>
    <span class="strip-buttons">
      <button class="button quiet dense" @click=${() => controller.activeTool.back?.(host())}>${icon('undo', 16)}${t('editor.lineBack')}</button>
      <button class="button quiet dense" @click=${() => controller.cancel()}>${t('editor.discard')}</button>
      <button class="button primary dense" data-action="line-end" aria-disabled=${points < 2} @click=${() => controller.activeTool.end?.(host())}>${t('editor.lineEnd')}</button>
    </span>`;
}

/** What the line is about, and who would move. */
function aboutLine(controller: EditorController): string {
  const { operation, flows, cuts } = controller.lines.preview!;
  const parts: string[] = [];
  if (operation.type === 'moveBoundary') parts.push(t('editor.linePair', { a: zoneName(controller, operation.zones[0]), b: zoneName(controller, operation.zones[1]) }));
  if (operation.type === 'splitZone') parts.push(t('editor.lineSplits', { zone: zoneName(controller, operation.zone) }));
  if (operation.type === 'splitBlock') parts.push(t('editor.lineCuts', { block: operation.block }));
  for (const { from, to, blocks } of flows.slice(0, 2)) parts.push(t('editor.lineFlow', { count: blocks, from: from === '' ? t('editor.noZone') : from, to: to === '' ? t('editor.noZone') : to }));
  if (cuts > 0 && operation.type !== 'splitBlock') parts.push(t('editor.cutCount', { count: cuts }));
  return parts.join(' · ');
}

function choice(controller: EditorController): TemplateResult {
  const { lines } = controller;
  const from = lines.choice!.from.map((zone) => (zone === '' ? t('editor.noZone') : zone)).join(', ');
  return html`<span class="strip-words"><b>${t('editor.blockCount', { count: controller.collected.size })}</b><span>${t('editor.sideFrom', { from })}</span><span>${people(controller)}</span></span>
    <span class="strip-buttons">
      <button class="button quiet dense" data-action="other-side" @click=${() => lines.flip()}>${t('editor.otherSide')}</button>
      ${yesAndNo(controller)}
    </span>`;
}

function collected(controller: EditorController): TemplateResult {
  return html`<span class="strip-words"><b>${t('editor.blockCount', { count: controller.collected.size })}</b><span>${people(controller)}</span></span>
    <span class="strip-buttons">${yesAndNo(controller)}</span>`;
}

/** Of the first statistic shown. */
function people(controller: EditorController): TemplateResult | typeof nothing {
  const sum = controller.sumOf([...controller.collected]);
  return sum === null || sum === 0 ? nothing : html`${marked(controller.isApproximate(0), formatNumber(sum))} ${statisticName(controller, controller.shown[0] ?? '')}`;
}

function yesAndNo(controller: EditorController): TemplateResult {
  const count = controller.collected.size;
  return html`<button class="button quiet dense" data-action="discard" @click=${() => controller.pending.discard()}>${t('editor.discard')}</button>
    <button class="button primary dense" data-action="commit" @click=${() => controller.commitCollected()}>
      ${t('editor.moveCollected', { count, zone: controller.target === '' ? t('editor.noZone') : controller.target })}
    </button>`;
}

function proposal(controller: EditorController): TemplateResult {
  return html`<span class="strip-words"><b>${t('editor.proposalShown')}</b></span>
    <span class="strip-buttons">
      <button class="button quiet dense" data-action="discard" @click=${() => controller.pending.discard()}>${t('editor.discard')}</button>
      <button class="button primary dense" data-action="accept" @click=${() => controller.pending.accept()}>${t('editor.accept')}</button>
    </span>`;
}

/** More blocks than these are told as a number. */
const CUT_ROWS = 3;

/** After a cut: which share of each block lies where now, and what it was given. */
function cutReportPanel(controller: EditorController): TemplateResult {
  const { cutBlocks, shown } = controller;
  const more = cutBlocks.length - CUT_ROWS;
  return html`<section class="strip cut-report panel" aria-label=${t('editor.splitShown')}>
    <table>
      <caption>
        <b>${t('editor.splitBlocks', { count: cutBlocks.length })}</b> ${t('editor.splitShown')}
      </caption>
      <thead>
        <tr>
          <th scope="col">${t('editor.splitPart')}</th>
          <th scope="col">${t('editor.zone')}</th>
          <th scope="col" class="num">${t('editor.splitShare')}</th>
          ${shown.map((code) => html`<th scope="col" class="num">${statisticName(controller, code)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${cutBlocks.slice(0, CUT_ROWS).flatMap(({ fragments }) =>
          fragments.map(
            ({ id, zone, share, values }) => html`<tr>
              <th scope="row">${id}</th>
              <td>${zone === '' ? t('editor.noZone') : zoneChip(controller, zone)}</td>
              <td class="num">${formatPercent(100 * share, 0)}</td>
              ${values.map((value, column) => html`<td class="num">${value === null ? t('editor.missing') : marked(controller.isApproximate(column), formatNumber(value))}</td>`)}
            </tr>`,
          ),
        )}
      </tbody>
    </table>
    ${more > 0 ? html`<span class="strip-more">${t('editor.splitMore', { count: more })}</span>` : nothing}
    <button class="icon-button" aria-label=${t('shell.close')} @click=${() => controller.closeCutReport()}>${icon('close', 18)}</button>
  </section>`;
}

export const stripStyles = css`
  .options-column > .strip { max-width: calc(100% - 52px); }
  .strip { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 16px; min-height: 44px; padding: 4px 8px 4px 12px; }
  .strip-words { display: inline-flex; flex-wrap: wrap; gap: 0 8px; font-variant-numeric: tabular-nums; }
  .strip-words b { font-weight: 600; white-space: nowrap; }
  .strip-words span { color: var(--zs-ink2); }
  .strip-refusal { display: inline-flex; align-items: center; gap: 8px; color: var(--zs-danger); }
  .strip-buttons { display: inline-flex; flex-wrap: wrap; gap: 4px 8px; margin-left: auto; }
  .cut-report { align-items: start; max-height: 40vh; overflow-y: auto; position: relative; padding: 8px 48px 8px 12px; }
  .cut-report caption { text-align: left; color: var(--zs-ink2); padding-bottom: 4px; }
  .cut-report caption b { font-weight: 600; color: var(--zs-ink); }
  .cut-report th, .cut-report td { padding: 2px 14px 2px 0; text-align: left; font-weight: 400; }
  .cut-report thead th { font-size: 12px; line-height: 16px; color: var(--zs-ink3); }
  .cut-report .num { text-align: right; }
  .cut-report .icon-button { position: absolute; right: 4px; top: 4px; }
  .strip-more { font-size: 12px; line-height: 16px; color: var(--zs-ink3); width: 100%; }
  @media (max-width: 699px) {
    .options-column > .strip { max-width: 100%; }
    .strip { padding: 8px 12px; }
    .strip-buttons .button { min-height: 44px; }
  }
`;
