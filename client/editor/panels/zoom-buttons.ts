// Closer, farther, everything.
import { html, type TemplateResult } from 'lit';
import { t } from '../../i18n/i18n.ts';
import { icon } from '../../shell/icons.ts';
import type { EditorController } from '../editor-controller.ts';

export function zoomButtons(controller: EditorController): TemplateResult {
  const move = () => !controller.page.reducedMotion;
  return html`<div class="zoom panel" role="group" aria-label=${t('editor.zoom')}>
    <button aria-label=${t('editor.zoomIn')} title=${t('editor.zoomIn')} @click=${() => controller.map.zoom(1.6, move())}>${icon('plus')}</button>
    <button aria-label=${t('editor.zoomOut')} title=${t('editor.zoomOut')} @click=${() => controller.map.zoom(1 / 1.6, move())}>${icon('minus')}</button>
    <button aria-label=${t('editor.zoomAll')} title=${t('editor.zoomAll')} @click=${() => controller.map.fitWhole(controller.page.covered, move())}>${icon('fit')}</button>
  </div>`;
}
