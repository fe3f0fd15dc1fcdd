// The small square with a zone's number on its tint: the zone's identity beside every name.
import { css, html, nothing, type TemplateResult } from 'lit';
import { ZONE_CHIPS } from '../../shell/palette.ts';
import type { EditorController } from '../editor-controller.ts';

export function zoneChip(controller: EditorController, zone: string): TemplateResult {
  const slot = controller.session.slotOf(zone);
  const tint = slot === null || slot < 0 ? '#FBFBFC' : ZONE_CHIPS[controller.scene.tints[slot] ?? 0];
  return html`<span class="chip" style="background:${tint}">${zone === '' ? '–' : zone}</span>`;
}

/** Chip and name; the name alone where it is the code. */
export function zoneTitle(controller: EditorController, zone: string, name: string): TemplateResult {
  return html`${zoneChip(controller, zone)}${name === zone ? nothing : html`<span class="zone-name">${name}</span>`}`;
}

export const chipStyles = css`
  .chip {
    min-width: 24px;
    height: 24px;
    padding: 0 4px;
    border-radius: 4px;
    display: inline-grid;
    place-items: center;
    font: 600 12px/16px var(--zs-font);
    border: 1px solid rgb(29 32 52 / 0.55);
    flex: none;
    color: var(--zs-ink);
    font-variant-numeric: tabular-nums;
  }
`;
