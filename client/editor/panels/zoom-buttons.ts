// Closer, farther, everything; and what lies behind the zones.
import { html, type TemplateResult } from 'lit';
import { t } from '../../i18n/i18n.ts';
import { icon } from '../../shell/icons.ts';
import { backdropButton } from '../base-maps/backdrop-card.ts';
import type { Desk } from '../open-desk.ts';

export function zoomButtons({ controller, background, backdrop }: Desk): TemplateResult {
  const move = () => !controller.page.reducedMotion;
  return html`<div class="zoom panel" role="group" aria-label=${t('editor.zoom')}>
    <button aria-label=${t('editor.zoomIn')} title=${t('editor.zoomIn')} @click=${() => controller.map.zoom(1.6, move())}>${icon('plus')}</button>
    <button aria-label=${t('editor.zoomOut')} title=${t('editor.zoomOut')} @click=${() => controller.map.zoom(1 / 1.6, move())}>${icon('minus')}</button>
    <button aria-label=${t('editor.zoomAll')} title=${t('editor.zoomAll')} @click=${() => controller.map.fitWhole(controller.page.covered, move())}>${icon('fit')}</button>
    <button class="behind" aria-label=${t('background.open')} title=${t('background.open')} aria-expanded=${background.open} aria-pressed=${background.classes !== null} @click=${() => background.toggle()}>${icon('layers')}</button>
    ${backdropButton(backdrop)}
  </div>`;
}
