// A panel beside the legend for something that is set or read while the map stays in view. Not modal: the map answers at once.
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { followLanguage, t } from '../i18n/i18n.ts';
import { baseStyles } from '../shell/base-styles.ts';
import { icon } from '../shell/icons.ts';

/** Slot: what it holds. Fires `close` by button and Escape. Takes the focus when it comes. */
@customElement('zs-side-panel')
export class SidePanel extends LitElement {
  @property() heading = '';

  static override styles = [
    ...baseStyles,
    css`
      :host { display: flex; flex-direction: column; background: var(--zs-surface); border-radius: var(--zs-radius-panel); box-shadow: var(--zs-shadow); min-height: 0; }
      .head { display: flex; align-items: center; gap: 8px; padding: 8px 8px 4px 16px; flex: none; }
      h2 { flex: 1; min-width: 0; font: 600 16px/24px var(--zs-font); }
      h2:focus-visible { outline-offset: 4px; }
      .body { overflow-y: auto; padding: 0 16px 16px; min-height: 0; }
    `,
  ];

  constructor() {
    super();
    followLanguage(this);
    this.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      event.preventDefault();
      event.stopPropagation();
      this.close();
    });
  }

  override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLElement>('h2')?.focus();
  }

  private close(): void {
    this.dispatchEvent(new CustomEvent('close'));
  }

  override render() {
    return html`
      <div class="head"><h2 tabindex="-1">${this.heading}</h2><button class="icon-button" aria-label=${t('shell.close')} @click=${this.close}>${icon('close')}</button></div>
      <div class="body"><slot></slot></div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'zs-side-panel': SidePanel;
  }
}
