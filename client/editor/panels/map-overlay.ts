// Words over the map: zone labels, tags of detached parts, the block's card, the delta at the pointer, the gesture's shape.
import { css, html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { formatNumber, formatSigned } from '../../i18n/format.ts';
import { language, t } from '../../i18n/i18n.ts';
import { icon } from '../../shell/icons.ts';
import { marked } from '../figures/approximate.ts';
import type { EditorController } from '../editor-controller.ts';
import { issueText, zoneName } from '../spoken.ts';
import { gestureShapes, gestureStyles } from '../tools/gesture-shapes.ts';
import { statisticName } from './zone-table.ts';
import type { OtherLabel } from '../compare/comparison.ts';
import type { ZoneLabel } from '../scene/zone-labels.ts';
import { zoneChip } from './zone-chip.ts';

const TAGS = 6;
/** The zoom buttons stand there. */
const EDGE_PX = 64;

export interface OverlayParts {
  /** Another one where anything but a frame of the map may have changed what labels say. */
  readonly turn: number;
  /** Names of another plan's zones, beyond the swipe. */
  readonly otherLabels: readonly OtherLabel[];
  /** Pins and flags of those who work together, drawn last. */
  readonly together: TemplateResult | typeof nothing;
}

export function mapOverlay(controller: EditorController, parts: OverlayParts): TemplateResult {
  const { map } = controller;
  const [x, y] = controller.scene.origin;
  // Two places tell how the view lies. Labels stay where they are while the hand draws: to place them anew was a fifth of a frame's script.
  const view = `${map.pixelOf(x, y)?.join()} ${map.pixelOf(x + 1000, y)?.join()} ${map.width}`;
  const standing = [controller, parts.turn, controller.revision, controller.labels, controller.newIssues, parts.otherLabels, view, language()];
  return html`${gestureShapes(controller)}${guard(standing, () => words(controller, parts))}${peerFlag(controller)}${parts.together}${card(controller, controller.keyboard)}${flag(controller)}`;
}

function words(controller: EditorController, { otherLabels }: OverlayParts): TemplateResult {
  const taken: Box[] = [];
  const { compare } = controller;
  const edge = compare === null ? Infinity : compare.swipe * controller.map.width;
  // The target's label comes first, then tags, then labels from the largest zone on, and none covers another.
  const place = (list: readonly ZoneLabel[]) => list.map((label) => zoneLabel(controller, label.slot, label.x, label.y, taken, edge));
  const target = place(controller.labels.filter((label) => isTarget(controller, label)));
  const tagTexts = tags(controller, taken);
  const rest = controller.labels.filter((label) => !isTarget(controller, label));
  const labels = [target, place(rest.toSorted((a, b) => controller.session.sums.blocks[b.slot]! - controller.session.sums.blocks[a.slot]!))];
  const beyond = compare === null ? nothing : otherLabels.map((label) => otherLabel(controller, label, taken, edge));
  return html`${labels}${beyond}${tagTexts}`;
}

const at = (pixel: readonly [number, number]) => `transform:translate(${Math.round(pixel[0])}px,${Math.round(pixel[1])}px)`;

type Box = readonly [number, number, number, number];

const isTarget = (controller: EditorController, { slot }: ZoneLabel) => controller.session.zoneAt(slot)?.zone === controller.target;

/** Takes the room if it is free. */
function claim(taken: Box[], box: Box): boolean {
  if (taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) return false;
  taken.push(box);
  return true;
}

function zoneLabel(controller: EditorController, slot: number, x: number, y: number, taken: Box[], edge: number): TemplateResult | typeof nothing {
  const zone = controller.session.zoneAt(slot);
  const pixel = controller.map.pixelOf(x, y);
  if (zone === null || pixel === null) return nothing;
  // Half the label's width in 12 px type; measuring each would cost a layout a frame.
  const half = halfWidth(zone) + (zone.locked ? 12 : 0);
  if (pixel[0] > edge) return nothing;
  if (!claim(taken, [pixel[0] - half, pixel[1] - 13, pixel[0] + half, pixel[1] + 13])) return nothing;
  return html`<div class="label ${zone.zone === controller.target ? 'target' : ''}" style=${at(pixel)} aria-hidden="true">
    <span class="label-box">${zoneChip(controller, zone.zone)}${zone.name === zone.zone ? nothing : html`<b>${zone.name}</b>`}${zone.locked ? icon('lock', 16) : nothing}</span>
  </div>`;
}

const halfWidth = ({ zone, name }: { readonly zone: string; readonly name: string }) => 26 + (name === zone ? 0 : 3.4 * name.length);

function otherLabel(controller: EditorController, { zone, name, x, y }: OtherLabel, taken: Box[], edge: number): TemplateResult | typeof nothing {
  const pixel = controller.map.pixelOf(x, y);
  if (pixel === null || pixel[0] < edge) return nothing;
  const half = halfWidth({ zone, name });
  if (!claim(taken, [pixel[0] - half, pixel[1] - 13, pixel[0] + half, pixel[1] + 13])) return nothing;
  return html`<div class="label other" style=${at(pixel)} aria-hidden="true"><span class="label-box">${zoneChip(controller, zone)}${name === zone ? nothing : html`<b>${name}</b>`}</span></div>`;
}

function tags(controller: EditorController, taken: Box[]): TemplateResult[] {
  return controller.newIssues.slice(0, 40).flatMap((issue) => {
    const bounds = issue.where.bounds;
    if (bounds === null || taken.length > TAGS) return [];
    const pixel = controller.map.pixelOf((bounds[0] + bounds[2]) / 2, bounds[1]);
    const text = issueText(issue, controller);
    if (pixel === null) return [];
    const width = 40 + 6.6 * text.length;
    // Near the right edge the tag hangs to the left, or it would be cut off.
    const left = Math.max(4, Math.min(pixel[0] + 6, controller.map.width - EDGE_PX - width));
    // Tags that would cover one another are left to the list.
    if (!claim(taken, [left, pixel[1], left + width, pixel[1] + 32])) return [];
    return [
      html`<div class="tag-place" style=${at(pixel)}>
        <button class="tag" style="left:${Math.round(left - pixel[0])}px" tabindex="-1" @click=${() => controller.fly.toIssue(issue)}>${icon('warning', 14)}${text}</button>
      </div>`,
    ];
  });
}

function peerFlag(controller: EditorController): TemplateResult | typeof nothing {
  const { peer } = controller;
  const pixel = peer === null ? null : anchorOf(controller, peer.blocks[0]!);
  return peer === null || pixel === null ? nothing : html`<div style=${at(pixel)} aria-hidden="true"><span class="peer-flag">${peer.name}</span></div>`;
}

/** Block under the pointer, or with the keyboard's focus, and what Enter would do. */
function card(controller: EditorController, keyboard: boolean): TemplateResult | typeof nothing {
  const { session } = controller;
  const block = keyboard ? controller.focused : controller.hovered;
  if (block < 0 || controller.flag !== null || (keyboard && controller.cursor.at !== null) || (!keyboard && controller.tool === 'brush')) return nothing;
  const anchor = keyboard ? anchorOf(controller, block) : controller.hoverPixel;
  if (anchor === null) return nothing;
  const zone = session.zoneAt(session.state.assignment[block]!)?.zone ?? '';
  const width = session.counts.columns.length;
  const known = width > 0 && session.counts.known[block * width] === 1;
  const action = keyboard && zone !== controller.target;
  return html`<div class="card-place" style=${at(anchor)} aria-hidden="true">
    <div class="card panel">
      <div><b>${t('editor.block', { block: session.coverage.ids[block]! })}</b>, ${zoneName(controller, zone)}</div>
      <div>
        ${known ? html`${marked(controller.isApproximate(0), formatNumber(session.counts.values[block * width]!))} ${statisticName(controller, controller.shown[0] ?? '')}` : width > 0 ? t('editor.missing') : nothing}
        ${action ? html`<span class="enter"><kbd>${t('editor.enterKey')}</kbd> ${t('editor.to')} <b>${controller.target === '' ? t('editor.noZone') : controller.target}</b></span>` : nothing}
      </div>
    </div>
  </div>`;
}

function anchorOf(controller: EditorController, block: number): [number, number] | null {
  const bounds = controller.session.coverage.blockBounds;
  return controller.map.pixelOf(bounds[4 * block + 2]!, bounds[4 * block + 3]!);
}

function flag(controller: EditorController): TemplateResult | typeof nothing {
  const { flag: shown } = controller;
  if (shown === null) return nothing;
  return html`<div class="flag-place" style=${at(shown.pixel)} aria-hidden="true">
    <div class="flag">
      ${shown.blocks === 0
        ? nothing
        : html`${t('editor.blockCount', { count: shown.blocks })}${shown.sum === null ? nothing : html` <b>${marked(controller.isApproximate(0), formatSigned(shown.sum))}</b>`} ${t('editor.flagTo')} <b>${shown.zone === '' ? t('editor.noZone') : shown.zone}</b>`}
      ${shown.locked === 0 ? nothing : html`<span class="flag-locked">${icon('lock', 14)}${t('editor.lockedCount', { count: shown.locked })}</span>`}
    </div>
  </div>`;
}

export const overlayStyles = css`
  ${gestureStyles}
  .overlay { position: absolute; inset: 0; overflow: hidden; pointer-events: none; z-index: 3; }
  .overlay > div { position: absolute; left: 0; top: 0; width: 0; height: 0; }
  .label-box { position: absolute; transform: translate(-50%, -50%); display: inline-flex; align-items: center; gap: 8px; height: 26px; padding: 0 8px 0 5px; border: 1px solid var(--zs-control); border-radius: 5px; background: rgb(255 255 255 / 0.96); white-space: nowrap; font-size: 12px; }
  .label-box b { font-weight: 600; }
  .label-box .chip { min-width: 20px; height: 18px; border-radius: 3px; }
  .label.other .label-box { border-style: dashed; }
  .label.target .label-box { border: 2px solid var(--zs-accent); }
  .tag { position: absolute; left: 6px; top: 4px; display: inline-flex; align-items: center; gap: 6px; min-height: 26px; padding: 0 10px 0 6px; white-space: nowrap; border: 1px solid #c98a2b; border-radius: 5px; background: var(--zs-warn-tint); color: var(--zs-warn); font: 500 12px/16px var(--zs-font); pointer-events: auto; box-shadow: var(--zs-shadow); }
  .tag:hover { background: #ffe9bd; }
  .card { position: absolute; left: 12px; top: -28px; padding: 8px 12px; white-space: nowrap; }
  .card b { font-weight: 600; }
  .enter { margin-left: 10px; }
  .flag { position: absolute; left: 26px; top: 22px; padding: 4px 10px; white-space: nowrap; border-radius: 4px; background: var(--zs-ink); color: #fff; }
  .flag b { font-weight: 600; }
  .flag-locked { display: inline-flex; align-items: center; gap: 4px; margin-left: 8px; color: #ffd792; }
  .peer-flag { position: absolute; left: 0; top: -24px; padding: 2px 8px; white-space: nowrap; border-radius: 4px; background: var(--zs-peer); color: #fff; font: 600 12px/18px var(--zs-font); }
`;
