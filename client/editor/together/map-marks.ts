// Over the map: pins of comments, and flags where others work.
import { css, html, nothing, type TemplateResult } from 'lit';
import { t } from '../../i18n/i18n.ts';
import { icon } from '../../shell/icons.ts';
import type { Desk } from '../open-desk.ts';

export function togetherMarks(desk: Desk): TemplateResult {
  return html`${pins(desk)}${flags(desk)}${crosshair(desk)}`;
}

const at = ([x, y]: readonly [number, number]) => `transform:translate(${Math.round(x)}px,${Math.round(y)}px)`;

/** Comments at a place; those of a zone as a whole stand beside its name. */
function pins({ controller, together }: Desk): TemplateResult[] {
  const beside = new Map<string, number>();
  return controller.comments.flatMap((comment) => {
    const anchor = comment.at ?? labelOf(controller, comment.zone);
    const pixel = anchor === null ? null : controller.map.pixelOf(anchor[0], anchor[1]);
    if (pixel === null) return [];
    // Several comments on one zone: side by side.
    const nth = comment.at === null ? (beside.get(comment.zone!) ?? 0) : 0;
    if (comment.at === null) beside.set(comment.zone!, nth + 1);
    const shift: [number, number] = comment.at === null ? [pixel[0] - 14 + 26 * nth, pixel[1] - 40] : [pixel[0] - 14, pixel[1] - 32];
    const words = comment.text.length > 60 ? `${comment.text.slice(0, 58)} …` : comment.text;
    return [
      html`<div style=${at(shift)}>
        <button class="pin ${together.selected === comment.comment ? 'selected' : ''}" tabindex="-1" title=${words} aria-label=${t('together.pin', { text: words })} @click=${() => { together.show('comments'); together.set({ selected: comment.comment }); }}>${icon('comment', 16)}</button>
      </div>`,
    ];
  });
}

function labelOf(controller: Desk['controller'], zone: string | null): readonly [number, number] | null {
  const label = zone === null ? undefined : controller.labels.find(({ slot }) => controller.session.zoneAt(slot)?.zone === zone);
  return label === undefined ? null : [label.x, label.y];
}

function flags({ controller }: Desk): (TemplateResult | typeof nothing)[] {
  return controller.presence.map(({ name, at: place }) => {
    const pixel = place === null ? null : controller.map.pixelOf(place[0], place[1]);
    if (pixel === null) return nothing;
    return html`<div style=${at(pixel)} aria-hidden="true">
      <svg class="peer-cursor" width="16" height="16" viewBox="0 0 16 16"><path d="M2 1.5 14 6.5 8.5 8.5 6 14Z" /></svg><span class="peer-name">${name}</span>
    </div>`;
  });
}

/** While a comment is pinned to a place: the middle of the seen map is the place. */
function crosshair({ controller, together }: Desk): TemplateResult | typeof nothing {
  if (together.draft?.pin !== 'place' || together.draft.parent !== null || together.filesOpen) return nothing;
  const [minX, minY, maxX, maxY] = controller.map.window(controller.page.covered);
  const pixel = controller.map.pixelOf((minX + maxX) / 2, (minY + maxY) / 2);
  if (pixel === null) return nothing;
  return html`<div style=${at(pixel)} aria-hidden="true">
    <svg class="crosshair" width="48" height="48" viewBox="0 0 48 48"><circle cx="24" cy="24" r="14" class="halo-line" /><path d="M24 2v16M24 30v16M2 24h16M30 24h16" class="halo-line" /><circle cx="24" cy="24" r="14" /><path d="M24 2v16M24 30v16M2 24h16M30 24h16" /></svg>
  </div>`;
}

export const markStyles = css`
  .pin { position: absolute; width: 28px; height: 28px; display: grid; place-items: center; border-radius: 14px 14px 14px 3px; background: #fff; color: var(--zs-accent); border: 2px solid var(--zs-accent); box-shadow: var(--zs-shadow); pointer-events: auto; }
  .pin.selected { background: var(--zs-accent); color: #fff; }
  .peer-cursor { position: absolute; left: -2px; top: -2px; fill: var(--zs-peer); stroke: #fff; stroke-width: 1.5; }
  .peer-name { position: absolute; left: 12px; top: 12px; padding: 2px 8px; white-space: nowrap; border-radius: 4px; background: var(--zs-peer); color: #fff; font: 600 12px/18px var(--zs-font); }
  .crosshair { position: absolute; left: -24px; top: -24px; fill: none; stroke: var(--zs-ink); stroke-width: 2; }
  .crosshair .halo-line { stroke: #fff; stroke-width: 5; }
`;
