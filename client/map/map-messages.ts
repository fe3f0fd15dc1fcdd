// What lies over the map for a while: the tooltip, progress, what went wrong, or that nothing is released.
import { html, nothing } from 'lit';
import { t } from '../i18n/i18n.ts';
import '../shell/empty-panel.ts';
import '../shell/notice-bar.ts';
import '../shell/progress-bar.ts';
import { signOf } from './classification.ts';
import type { IndicatorView } from './indicator-view.ts';
import type { StagePointer } from './map-stage.ts';
import type { MapStore } from './map-store.ts';
import { measureLong, measureSentence } from './measure-text.ts';
import { swatch } from './swatch.ts';

/** The tooltip is about so large; nearer to the right or lower side than this it opens to the other. */
const TOOLTIP_ROOM = { right: 520, below: 220 } as const;

/** Beside the pointer, inside `box`. Pointers only: keys and fingers have the profile and the live region. */
export function mapTooltip(view: IndicatorView | undefined, pointer: StagePointer | null, box: DOMRect) {
  const zone = pointer?.zone ?? -1;
  const own = view?.zones[zone];
  const measure = view?.measures[zone];
  if (pointer === null || view === undefined || own === undefined || measure === undefined) return nothing;
  const x = pointer.x > box.width - TOOLTIP_ROOM.right ? `right:${box.width - pointer.x + 14}px` : `left:${pointer.x + 14}px`;
  const y = pointer.y > box.height - TOOLTIP_ROOM.below ? `bottom:${box.height - pointer.y + 14}px` : `top:${pointer.y + 14}px`;
  const sentence = measureSentence(measure);
  return html`<div class="tooltip panel" style="${x};${y}" aria-hidden="true">
    <b>${swatch(signOf(measure, view.classification), view.classification, 22, 14, true)}${own.name}</b>
    ${measure.state === 'value' ? html`<span>${measureLong(measure, view.numbers)}</span>` : nothing}
    ${sentence === '' ? nothing : html`<p>${sentence}</p>`}
  </div>`;
}

export function mapMessages(store: MapStore, retry: () => void) {
  if (store.problem !== undefined) {
    return html`<zs-notice
      kind=${store.problem.isOffline ? 'offline' : 'danger'}
      heading=${store.problem.isOffline ? t('shell.offline') : t('shell.error')}
      text=${store.problem.isOffline ? '' : store.problem.message}
      action-text=${t('shell.retry')}
      @action=${retry}
    ></zs-notice>`;
  }
  if (store.loading === undefined && store.view === undefined) {
    return html`<zs-empty class="panel" sign="map" heading=${t('map.nothingReleased')} text=${t('map.nothingReleasedText')}>
      <a class="button secondary" href="/editor">${t('map.toEditor')}</a>
    </zs-empty>`;
  }
  return html`<zs-progress ?active=${store.loading !== undefined} words=${store.loading === 'start' ? t('map.loadingStart') : t('map.loadingValues')} cancellable @cancel=${() => store.cancel()}></zs-progress>`;
}
