// What the tool works with: target zone, radius, source, collect first.
import { css, html, nothing, type TemplateResult } from 'lit';
import { formatWithUnit } from '../../i18n/format.ts';
import { guard } from 'lit/directives/guard.js';
import { language, t } from '../../i18n/i18n.ts';
import { icon } from '../../shell/icons.ts';
import { RADIUS, type EditorController } from '../editor-controller.ts';
import { zoneChip } from './zone-chip.ts';

export function optionBar(controller: EditorController): unknown {
  const { tool, target, source, radiusM, collecting } = controller;
  const names = controller.session.state.zones.map((zone) => zone?.name).join('|');
  return guard([controller, tool, target, source, radiusM, collecting, controller.collected.size, names, language()], () => bar(controller));
}

function bar(controller: EditorController): TemplateResult {
  const { tool } = controller;
  const takesBlocks = tool !== 'lock' && tool !== 'merge';
  return html`<div class="options panel" role="group" aria-label=${t('editor.options')}>
    ${tool === 'lock' ? html`<span class="hint">${t('editor.lockHint')}</span>` : nothing}
    ${tool === 'merge' ? html`<span class="hint">${t('editor.mergeHint')}</span>` : nothing}
    ${tool === 'lock' ? nothing : html`<label class="option"><span class="option-name">${t('editor.target')}</span>${zoneSelect(controller, controller.target, false, (zone) => controller.setTarget(zone ?? ''), 'target')}</label>`}
    ${tool === 'brush' ? radius(controller) : nothing}
    ${takesBlocks ? html`<label class="option wide"><span class="option-name">${t('editor.onlyFrom')}</span>${zoneSelect(controller, controller.source, true, (zone) => controller.setSource(zone), 'source')}</label>` : nothing}
    ${takesBlocks ? collect(controller) : nothing}
  </div>`;
}

function zoneSelect(
  controller: EditorController,
  chosen: string | null,
  any: boolean,
  choose: (zone: string | null) => void,
  name: string,
): TemplateResult {
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
      ${rows.map((row) => html`<option value=${row.zone} ?selected=${row.zone === value}>${row.name === row.zone ? row.zone : `${row.zone} ${row.name}`}</option>`)}
      <option value="" ?selected=${value === ''}>${t('editor.noZone')}</option>
    </select>
    <span class="shown" aria-hidden="true">${shownName(controller, value)}</span>${icon('chevronDown', 16)}
  </span>`;
}

function shownName(controller: EditorController, value: string): string {
  if (value === '*') return t('editor.anyZone');
  if (value === '') return t('editor.noZone');
  return controller.totals.rows.find(({ zone }) => zone === value)?.name ?? value;
}

function radius(controller: EditorController): TemplateResult {
  return html`<span class="divider wide"></span>
    <label class="option wide"
      ><span class="option-name">${t('editor.radius')}</span>
      <input
        type="range"
        min=${RADIUS.least}
        max="200"
        step="5"
        .value=${String(controller.radiusM)}
        aria-valuetext=${formatWithUnit(controller.radiusM, 'm')}
        style="--share:${Math.min(1, (controller.radiusM - RADIUS.least) / (200 - RADIUS.least))}"
        @input=${(event: Event) => controller.setRadius(Number((event.target as HTMLInputElement).value))}
      /><output class="radius">${formatWithUnit(controller.radiusM, 'm')}</output></label
    ><span class="divider wide"></span>`;
}

function collect(controller: EditorController): TemplateResult {
  const count = controller.collected.size;
  return html`<button class="switch wide" role="switch" aria-checked=${controller.collecting} @click=${() => controller.setCollecting(!controller.collecting)}>
      <span class="track"></span><span>${t('editor.collectFirst')}</span></button
    >${count === 0
      ? nothing
      : html`<button class="button primary dense" data-action="commit" @click=${() => controller.commitCollected()}>
            ${t('editor.moveCollected', { count, zone: controller.target === '' ? t('editor.noZone') : controller.target })}</button
          ><button class="button quiet dense" @click=${() => controller.clearCollected()}>${t('editor.discard')}</button>`}`;
}

export const optionStyles = css`
  .options { position: absolute; left: 216px; top: 12px; min-height: 48px; padding: 4px 12px; display: flex; align-items: center; gap: 12px; z-index: 5; max-width: calc(100% - 228px); flex-wrap: wrap; }
  .option { display: flex; align-items: center; gap: 8px; }
  .option-name, .hint { color: var(--zs-ink3); white-space: nowrap; }
  .divider { width: 1px; height: 20px; background: var(--zs-line2); }
  .zone-select { position: relative; display: inline-flex; align-items: center; gap: 8px; height: 36px; padding: 0 8px 0 6px; border: 1px solid var(--zs-line2); border-radius: var(--zs-radius); background: #fff; font-weight: 500; }
  .zone-select:hover { border-color: var(--zs-control); }
  .zone-select select { position: absolute; inset: 0; width: 100%; height: 100%; opacity: 0; cursor: pointer; appearance: none; }
  .zone-select:has(select:focus-visible) { outline: 3px solid var(--zs-ink); outline-offset: 2px; box-shadow: 0 0 0 2px #fff; }
  .zone-select .shown { max-width: 104px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  input[type='range'] { appearance: none; width: 80px; height: 24px; background: none; cursor: pointer; }
  input[type='range']::-webkit-slider-runnable-track { height: 4px; border-radius: 2px; background: linear-gradient(90deg, var(--zs-accent) calc(var(--share) * 100%), var(--zs-line2) 0); }
  input[type='range']::-webkit-slider-thumb { appearance: none; width: 18px; height: 18px; margin-top: -7px; border-radius: 50%; border: 3px solid var(--zs-accent); background: #fff; }
  input[type='range']::-moz-range-track { height: 4px; border-radius: 2px; background: var(--zs-line2); }
  input[type='range']::-moz-range-thumb { width: 12px; height: 12px; border-radius: 50%; border: 3px solid var(--zs-accent); background: #fff; }
  .radius { font-weight: 500; min-width: 44px; font-variant-numeric: tabular-nums; }
  .switch { display: inline-flex; align-items: center; gap: 8px; height: 36px; white-space: nowrap; }
  .switch .track { width: 34px; height: 20px; border-radius: 10px; background: var(--zs-control); position: relative; }
  .switch .track::after { content: ''; position: absolute; left: 2px; top: 2px; width: 16px; height: 16px; border-radius: 50%; background: #fff; }
  .switch[aria-checked='true'] .track { background: var(--zs-accent); }
  .switch[aria-checked='true'] .track::after { left: 16px; }
  @media (max-width: 1439px) {
    .options { left: 80px; max-width: calc(100% - 150px); gap: 10px; }
  }
  @media (max-width: 699px) {
    .options { left: 8px; right: 8px; top: 8px; max-width: none; min-height: 56px; }
    .wide { display: none; }
    .zone-select { height: 44px; }
  }
`;
