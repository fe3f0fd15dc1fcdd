// What the signs on the map mean, below the map; and the way to the keys.
import { css, html, type TemplateResult } from 'lit';
import { t } from '../../i18n/i18n.ts';
import { icon } from '../../shell/icons.ts';

export function mapKey(onHelp: () => void): TemplateResult {
  return html`<div class="key-bar panel">
    <span class="key-item"><span class="sign dash"></span>${t('editor.keyBefore')}</span>
    <span class="key-item"><span class="sign moved"></span>${t('editor.keyMoved')}</span>
    <span class="key-item"><span class="sign locked"></span>${t('editor.keyLocked')}</span>
    <span class="key-item"><span class="sign apart"></span>${t('editor.keyDetached')}</span>
    <span class="key-item"><span class="sign disclosed"></span>${t('editor.keyDisclosed')}</span>
    <button class="key-item keys-button" @click=${onHelp}>${icon('help', 18)}<kbd>?</kbd>${t('editor.keys')}</button>
  </div>`;
}

export const keyStyles = css`
  .key-bar { position: absolute; right: 12px; bottom: 12px; height: 32px; display: flex; align-items: center; gap: 16px; padding: 0 6px 0 12px; font-size: 12px; line-height: 16px; color: var(--zs-ink2); z-index: 4; white-space: nowrap; }
  .key-item { display: inline-flex; align-items: center; gap: 8px; }
  .keys-button { height: 28px; padding: 0 8px; border-left: 1px solid var(--zs-line); border-radius: var(--zs-radius); }
  .keys-button:hover { background: var(--zs-hued); }
  kbd { font: 500 12px/18px var(--zs-font); color: var(--zs-ink2); background: var(--zs-hued); border: 1px solid var(--zs-line2); border-radius: 3px; padding: 0 5px; }
  .sign { width: 24px; height: 14px; border-radius: 1px; flex: none; }
  .sign.dash { height: 2px; background: repeating-linear-gradient(90deg, var(--zs-ink) 0 6px, transparent 6px 9px); }
  .sign.moved { background: repeating-linear-gradient(135deg, #2044aa 0 2px, #e5c3be 2px 6px); border: 1px solid var(--zs-ink3); }
  .sign.locked { background: radial-gradient(circle at 50% 50%, rgb(29 32 52 / 0.7) 1px, transparent 1.3px) 0 0 / 6px 6px, #ecdeb9; border: 1px solid var(--zs-ink3); }
  .sign.disclosed { background: repeating-linear-gradient(45deg, #c31c13 0 2px, #fff 2px 5px); border: 1px solid var(--zs-danger); }
  .sign.apart { border: 2.5px dashed var(--zs-warn); background: #cde3f3; }
  @media (max-width: 1199px) {
    .key-bar .key-item:not(.keys-button) { display: none; }
  }
  @media (max-width: 699px) {
    .key-bar { display: none; }
  }
`;
