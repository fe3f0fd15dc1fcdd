// What the tool works with, and below it what waits for a yes or a no.
import { css, html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { formatWithUnit } from '../../i18n/format.ts';
import { language, t, type TextKey } from '../../i18n/i18n.ts';
import { icon } from '../../shell/icons.ts';
import { RADIUS, type EditorController } from '../editor-controller.ts';
import { takesBlocks } from '../tools/all-tools.ts';
import type { ToolId } from '../tools/tool.ts';
import { pendingStrip, stripStyles } from './pending-strip.ts';
import { snapOption, otherZoneOption, streetOption } from './tool-options.ts';
import { zoneChip } from './zone-chip.ts';

const HINTS: Readonly<Partial<Record<ToolId, TextKey>>> = {
  side: 'editor.sideHint',
  street: 'editor.streetHint',
  zone: 'editor.zoneHint',
  fill: 'editor.fillHint',
  line: 'editor.lineHint',
  split: 'editor.splitHint',
  cut: 'editor.cutHint',
  heal: 'editor.healHint',
  merge: 'editor.mergeHint',
  balance: 'editor.balanceHint',
  lock: 'editor.lockHint',
};
/** Tools that ask nothing of the target. */
const WITHOUT_TARGET: ReadonlySet<ToolId> = new Set(['lock', 'heal', 'cut', 'split', 'line']);

export function optionBar(controller: EditorController): TemplateResult {
  const { tool, target, source, radiusM, collecting, sources, lines } = controller;
  const names = controller.session.state.zones.map((zone) => zone?.name).join('|');
  const own = [sources.loading, sources.problem, sources.street, sources.other, sources.otherZone, lines.snapM, controller.lockBlocks, controller.optionsOpen];
  return html`<div class="options-column">
    ${guard([controller, tool, target, source, radiusM, collecting, names, language(), ...own], () => bar(controller))} ${pendingStrip(controller)}
  </div>`;
}

function bar(controller: EditorController): TemplateResult {
  const { tool, optionsOpen } = controller;
  const hint = tool === 'lock' && controller.lockBlocks ? 'editor.lockBlocksHint' : HINTS[tool];
  const extras = extrasOf(controller);
  // Tools with lists of their own leave no room for the rest.
  const crowded = tool === 'street' || tool === 'zone';
  return html`<div class="options panel ${crowded ? 'crowded' : ''}" role="group" aria-label=${t('editor.options')}>
    ${WITHOUT_TARGET.has(tool)
      ? nothing
      : html`<label class="option"><span class="option-name">${t('editor.target')}</span>${zoneSelect(controller, controller.target, false, (zone) => controller.setTarget(zone ?? ''), 'target')}</label>`}
    ${tool === 'brush' ? radius(controller) : nothing} ${tool === 'street' ? streetOption(controller) : nothing} ${tool === 'zone' ? otherZoneOption(controller) : nothing}
    ${tool === 'line' || tool === 'split' ? snapOption(controller) : nothing}
    ${tool === 'fill' ? html`<button class="button quiet dense" @click=${() => controller.sources.fillAll()}>${t('editor.fillAll')}</button>` : nothing}
    ${tool === 'lock' ? toggle(t('editor.lockBlocks'), controller.lockBlocks, () => controller.setLockBlocks(!controller.lockBlocks)) : nothing}
    ${hint === undefined || (tool === 'zone' && controller.sources.other !== null) ? nothing : html`<span class="hint">${t(hint)}</span>`}
    ${extras === nothing
      ? nothing
      : html`<div class="extra ${optionsOpen ? 'open' : ''}">${extras}</div>
          <button class="icon-button more-options" aria-label=${t('editor.moreOptions')} title=${t('editor.moreOptions')} aria-expanded=${optionsOpen} @click=${() => controller.showOptions(!optionsOpen)}>
            ${icon(optionsOpen ? 'close' : 'more')}
          </button>`}
  </div>`;
}

function extrasOf(controller: EditorController): TemplateResult | typeof nothing {
  if (!takesBlocks(controller.tool)) return nothing;
  const waits = controller.tool !== 'side' && controller.tool !== 'street' && controller.tool !== 'zone' && controller.tool !== 'fill';
  return html`<label class="option"><span class="option-name">${t('editor.onlyFrom')}</span>${zoneSelect(controller, controller.source, true, (zone) => controller.setSource(zone), 'source')}</label>
    ${waits ? toggle(t('editor.collectFirst'), controller.collecting, () => controller.setCollecting(!controller.collecting)) : nothing}`;
}

function zoneSelect(controller: EditorController, chosen: string | null, any: boolean, choose: (zone: string | null) => void, name: string): TemplateResult {
  const rows = controller.totals.rows;
  const value = chosen === null ? '*' : chosen;
  return html`<span class="zone-select">
    ${chosen === null ? nothing : zoneChip(controller, chosen)}
    <select
      name=${name}
      aria-label=${t(any ? 'editor.onlyFromLabel' : 'editor.targetLabel')}
      .value=${value}
      @change=${(event: Event) => {
        const picked = (event.target as HTMLSelectElement).value;
        choose(picked === '*' ? null : picked);
      }}
    >
      ${any ? html`<option value="*" ?selected=${value === '*'}>${t('editor.anyZone')}</option>` : nothing}
      ${any ? noZoneOption(value, 'editor.onlyFree') : nothing}
      ${rows.map((row) => html`<option value=${row.zone} ?selected=${row.zone === value}>${row.name === row.zone ? row.zone : `${row.zone} ${row.name}`}</option>`)}
      ${any ? nothing : noZoneOption(value, 'editor.noZone')}
    </select>
    <span class="shown" aria-hidden="true">${shownName(controller, value, any)}</span>${icon('chevronDown', 16)}
  </span>`;
}

const noZoneOption = (value: string, text: TextKey) => html`<option value="" ?selected=${value === ''}>${t(text)}</option>`;

function shownName(controller: EditorController, value: string, any: boolean): string {
  if (value === '*') return t('editor.anyZone');
  if (value === '') return t(any ? 'editor.onlyFree' : 'editor.noZone');
  return controller.totals.rows.find(({ zone }) => zone === value)?.name ?? value;
}

function radius(controller: EditorController): TemplateResult {
  return html`<label class="option radius-option"
    ><span class="option-name">${t('editor.radius')}</span>
    <input
      type="range"
      aria-label=${t('editor.radius')}
      min=${RADIUS.least}
      max="200"
      step="5"
      .value=${String(controller.radiusM)}
      aria-valuetext=${formatWithUnit(controller.radiusM, 'm')}
      style="--share:${Math.min(1, (controller.radiusM - RADIUS.least) / (200 - RADIUS.least))}"
      @input=${(event: Event) => controller.setRadius(Number((event.target as HTMLInputElement).value))}
    /><output class="radius">${formatWithUnit(controller.radiusM, 'm')}</output></label
  >`;
}

function toggle(text: string, on: boolean, change: () => void): TemplateResult {
  return html`<button class="switch" role="switch" aria-checked=${on} @click=${change}><span class="track"></span><span>${text}</span></button>`;
}

export const optionStyles = css`
  .options-column { position: absolute; left: 216px; right: 12px; top: 12px; z-index: 6; display: grid; grid-template-columns: minmax(0, 1fr); gap: 8px; justify-items: start; pointer-events: none; container-type: inline-size; }
  .options-column > * { pointer-events: auto; max-width: 100%; }
  .options { position: relative; min-height: 48px; padding: 4px 12px; display: flex; align-items: center; gap: 12px; }
  .option { display: flex; align-items: center; gap: 8px; flex: none; }
  .option-name { color: var(--zs-ink3); white-space: nowrap; }
  .hint { color: var(--zs-ink3); white-space: nowrap; overflow: hidden; text-overflow: ellipsis; min-width: 0; }
  .extra { display: contents; }
  .more-options { display: none; flex: none; }
  .crowded .more-options { display: inline-grid; }
  .crowded .extra { display: none; }
  .extra.open { display: flex; flex-wrap: wrap; gap: 8px 16px; position: absolute; left: 0; top: calc(100% + 4px); padding: 8px 12px; background: #fff; border-radius: 8px; box-shadow: var(--zs-shadow); z-index: 2; }
  .options:not(.crowded) .extra.open { display: contents; }
  .zone-select, .plain-select { position: relative; display: inline-flex; align-items: center; gap: 8px; height: 36px; padding: 0 8px 0 6px; border: 1px solid var(--zs-line2); border-radius: var(--zs-radius); background: #fff; font-weight: 500; }
  .plain-select { padding: 0 8px; max-width: 200px; min-width: 0; font: 500 14px/20px var(--zs-font); color: var(--zs-ink); }
  input.plain-select { width: 170px; }
  .zone-select:hover, .plain-select:hover { border-color: var(--zs-control); }
  .zone-select select { position: absolute; inset: 0; width: 100%; height: 100%; opacity: 0; cursor: pointer; appearance: none; }
  .zone-select:has(select:focus-visible) { outline: 3px solid var(--zs-ink); outline-offset: 2px; box-shadow: 0 0 0 2px #fff; }
  .zone-select .shown { max-width: 104px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  input[type='range'] { appearance: none; width: 80px; height: 24px; background: none; cursor: pointer; }
  input[type='range']::-webkit-slider-runnable-track { height: 4px; border-radius: 2px; background: linear-gradient(90deg, var(--zs-accent) calc(var(--share) * 100%), var(--zs-line2) 0); }
  input[type='range']::-webkit-slider-thumb { appearance: none; width: 18px; height: 18px; margin-top: -7px; border-radius: 50%; border: 3px solid var(--zs-accent); background: #fff; }
  input[type='range']::-moz-range-track { height: 4px; border-radius: 2px; background: var(--zs-line2); }
  input[type='range']::-moz-range-thumb { width: 12px; height: 12px; border-radius: 50%; border: 3px solid var(--zs-accent); background: #fff; }
  .radius { font-weight: 500; min-width: 44px; font-variant-numeric: tabular-nums; white-space: nowrap; }
  .switch { display: inline-flex; align-items: center; gap: 8px; height: 36px; white-space: nowrap; flex: none; }
  .switch .track { width: 34px; height: 20px; border-radius: 10px; background: var(--zs-control); position: relative; }
  .switch .track::after { content: ''; position: absolute; left: 2px; top: 2px; width: 16px; height: 16px; border-radius: 50%; background: #fff; }
  .switch[aria-checked='true'] .track { background: var(--zs-accent); }
  .switch[aria-checked='true'] .track::after { left: 16px; }
  ${stripStyles}
  .options-column:has(.strip) ~ .notices { top: 132px; }
  @media (max-width: 1439px) {
    .options-column { left: 80px; }
    .options { gap: 10px; }
  }
  /* What does not fit stands in a sheet of its own: the bar never wraps. */
  @container (max-width: 700px) {
    .more-options { display: inline-grid; }
    .extra { display: none; }
    .options .extra.open, .options:not(.crowded) .extra.open { display: flex; }
    .hint { display: none; }
    .option:only-child + .hint, .hint:first-child, .option:first-child + .hint { display: block; }
  }
  @media (max-width: 699px) {
    .options-column { left: 8px; right: 8px; top: 8px; justify-items: stretch; }
    .options { min-height: 56px; }
    .options .option-name { display: none; }
    .extra .option-name { display: inline; }
    .zone-select, .plain-select { height: 44px; }
    .switch { height: 44px; }
    .more-options { margin-left: auto; width: 44px; height: 44px; }
    .extra.open { right: 0; }
    .options-column:has(.strip) ~ .notices { top: 148px; }
  }
`;
