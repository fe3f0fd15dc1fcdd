// Where there is nothing to show: the reason, the last good state, one next step (slot).
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { baseStyles } from './base-styles.ts';
import { icon, type IconName } from './icons.ts';

@customElement('zs-empty')
export class EmptyPanel extends LitElement {
  @property() sign: IconName = 'map';
  @property() heading = '';
  @property() text = '';

  static override styles = [
    ...baseStyles,
    css`
      :host { display: block; }
      .empty { display: flex; flex-direction: column; align-items: center; text-align: center; gap: 4px; padding: 24px 16px; color: var(--zs-ink3); }
      .empty b { font: 600 16px/24px var(--zs-font); color: var(--zs-ink); margin-top: 4px; }
      .empty p { color: var(--zs-ink2); max-width: 44ch; }
      .steps { display: flex; gap: 8px; margin-top: 10px; flex-wrap: wrap; justify-content: center; }
    `,
  ];

  override render() {
    return html`<div class="empty">
      ${icon(this.sign, 28)}
      <b>${this.heading}</b>
      ${this.text === '' ? nothing : html`<p>${this.text}</p>`}
      <div class="steps"><slot></slot></div>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'zs-empty': EmptyPanel;
  }
}
