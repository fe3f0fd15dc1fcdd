// The line between two plans: dragged by hand, moved by keys, with the name of each side.
import { css, html, nothing, type TemplateResult } from 'lit';
import { formatPercent } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import { SWIPE_STEP, type Comparison } from './comparison.ts';

export function swipe(comparison: Comparison, own: string): TemplateResult | typeof nothing {
  const { other, swipe: share } = comparison;
  if (other === null) return nothing;
  const text = t('compare.swipeText', { share: formatPercent(100 * share, 0), own, other: other.title });
  return html`<div class="swipe" style="left:${100 * share}%">
    <span class="swipe-side left" aria-hidden="true">${own}</span><span class="swipe-side right" aria-hidden="true">${other.title}</span>
    <button
      class="swipe-handle"
      role="slider"
      aria-orientation="horizontal"
      aria-label=${t('compare.swipe')}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow=${Math.round(100 * share)}
      aria-valuetext=${text}
      @keydown=${(event: KeyboardEvent) => onKey(event, comparison)}
      @pointerdown=${(event: PointerEvent) => {
        const handle = event.currentTarget as HTMLElement;
        handle.setPointerCapture(event.pointerId);
        handle.focus();
        event.preventDefault();
      }}
      @pointermove=${(event: PointerEvent) => {
        const handle = event.currentTarget as HTMLElement;
        if (!handle.hasPointerCapture(event.pointerId)) return;
        const stage = handle.closest('.stage')!.getBoundingClientRect();
        comparison.setSwipe((event.clientX - stage.left) / stage.width);
      }}
    >
      <svg width="20" height="20" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="m8 7-5 5 5 5M16 7l5 5-5 5" /></svg>
    </button>
  </div>`;
}

function onKey(event: KeyboardEvent, comparison: Comparison): void {
  const { swipe: share } = comparison;
  const to = { ArrowLeft: share - SWIPE_STEP, ArrowDown: share - SWIPE_STEP, ArrowRight: share + SWIPE_STEP, ArrowUp: share + SWIPE_STEP, PageDown: share - 4 * SWIPE_STEP, PageUp: share + 4 * SWIPE_STEP, Home: 0, End: 1 }[event.key];
  if (to === undefined) return;
  comparison.setSwipe(to);
  event.preventDefault();
  event.stopPropagation();
}

export const swipeStyles = css`
  .swipe { position: absolute; top: 0; bottom: 0; width: 0; z-index: 4; pointer-events: none; }
  .swipe::before { content: ''; position: absolute; top: 0; bottom: 0; left: -2px; width: 4px; background: var(--zs-ink); box-shadow: 0 0 0 2px #fff; }
  .swipe-handle { position: absolute; left: -22px; top: calc(50% - 22px); width: 44px; height: 44px; display: grid; place-items: center; border-radius: 50%; background: #fff; color: var(--zs-ink); border: 2px solid var(--zs-ink); box-shadow: var(--zs-shadow); cursor: ew-resize; touch-action: none; pointer-events: auto; }
  .swipe-handle:focus-visible { border-radius: 50%; }
  .swipe-side { position: absolute; bottom: 56px; max-width: 200px; padding: 3px 10px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; border-radius: 4px; background: var(--zs-ink); color: #fff; font: 500 12px/18px var(--zs-font); }
  .swipe-side.left { right: 10px; }
  .swipe-side.right { left: 10px; }
  @media (max-width: 699px) {
    .swipe-side { bottom: auto; top: 84px; max-width: 130px; }
    .swipe-handle { top: 34%; }
  }
`;
