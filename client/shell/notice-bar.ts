// One message with its sign and, where there is one, the next step: offline, warning, error, done.
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { followLanguage, t } from '../i18n/i18n.ts';
import { baseStyles } from './base-styles.ts';
import { icon, type IconName } from './icons.ts';

export type NoticeKind = 'info' | 'warn' | 'danger' | 'ok' | 'offline';

const ICONS: Readonly<Record<NoticeKind, IconName>> = { info: 'info', warn: 'warning', danger: 'warning', ok: 'check', offline: 'offline' };

/** Fires `action` from its button and `dismiss` from its close button. */
@customElement('zs-notice')
export class NoticeBar extends LitElement {
  @property() kind: NoticeKind = 'info';
  @property() heading = '';
  @property() text = '';
  @property({ attribute: 'action-text' }) actionText = '';
  @property({ type: Boolean }) dismissible = false;

  static override styles = [
    ...baseStyles,
    css`
      :host { display: block; }
      .notice {
        display: flex;
        align-items: center;
        gap: 12px;
        padding: 10px 12px 10px 14px;
        border: 1px solid;
        border-radius: var(--zs-radius-panel);
        flex-wrap: wrap;
      }
      .words { flex: 1 1 200px; }
      .words b { font-weight: 600; display: block; }
      .words span { font-size: 12px; line-height: 16px; color: var(--zs-ink2); }
      .info { background: var(--zs-accent-tint1); color: var(--zs-accent); border-color: #b2c4e9; }
      .warn, .offline { background: var(--zs-warn-tint); color: var(--zs-warn); border-color: #e0b77a; }
      .danger { background: var(--zs-danger-tint); color: var(--zs-danger); border-color: #efb4ad; }
      .ok { background: var(--zs-ok-tint); color: var(--zs-ok); border-color: #9ad3bf; }
    `,
  ];

  constructor() {
    super();
    followLanguage(this);
  }

  override render() {
    return html`<div class="notice ${this.kind}" role=${this.kind === 'danger' ? 'alert' : 'status'}>
      ${icon(ICONS[this.kind])}
      <div class="words"><b>${this.heading}</b>${this.text === '' ? nothing : html`<span>${this.text}</span>`}</div>
      ${this.actionText === '' ? nothing : html`<button class="button quiet dense" @click=${() => this.fire('action')}>${this.actionText}</button>`}
      ${this.dismissible ? html`<button class="icon-button" aria-label=${t('shell.close')} @click=${() => this.fire('dismiss')}>${icon('close')}</button>` : nothing}
    </div>`;
  }

  private fire(name: string): void {
    this.dispatchEvent(new CustomEvent(name));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'zs-notice': NoticeBar;
  }
}
