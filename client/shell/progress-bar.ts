// Progress with words and per cent; never a spinner. Appears after 400 ms, offers to stop after 10 s.
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { followLanguage, t } from '../i18n/i18n.ts';
import { baseStyles } from './base-styles.ts';

const APPEARS_AFTER_MS = 400;
const CANCEL_AFTER_MS = 10_000;

/** `fraction` 0 to 1, or undefined where unknown (then words alone). Fires `cancel`. */
@customElement('zs-progress')
export class ProgressBar extends LitElement {
  @property({ type: Boolean }) active = false;
  @property() words = '';
  @property({ type: Number }) fraction: number | undefined;
  @property({ type: Boolean }) cancellable = false;
  /** Milliseconds after which it offers to stop. */
  @property({ type: Number, attribute: 'cancel-after' }) cancelAfter = CANCEL_AFTER_MS;
  @state() private visible = false;
  @state() private long = false;
  private timers: ReturnType<typeof setTimeout>[] = [];

  static override styles = [
    ...baseStyles,
    css`
      .box { padding: 12px; }
      .head { display: flex; justify-content: space-between; gap: 16px; }
      .head b { font-weight: 600; }
      .track { height: 6px; border-radius: 3px; background: var(--zs-sunken); margin-top: 8px; overflow: hidden; }
      .bar { height: 100%; background: var(--zs-accent); border-radius: 3px; }
      .button { margin-top: 8px; }
    `,
  ];

  constructor() {
    super();
    followLanguage(this);
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has('active')) return;
    for (const timer of this.timers) clearTimeout(timer);
    this.visible = false;
    this.long = false;
    this.timers = this.active
      ? [setTimeout(() => (this.visible = true), APPEARS_AFTER_MS), setTimeout(() => (this.long = true), this.cancelAfter)]
      : [];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const timer of this.timers) clearTimeout(timer);
  }

  override render() {
    if (!this.active || !this.visible) return nothing;
    const percent = this.fraction === undefined ? undefined : Math.round(this.fraction * 100);
    return html`<div class="box panel" role="status">
      <div class="head">
        <b>${this.words}</b>${percent === undefined ? nothing : html`<span class="num ink2">${t('shell.percent', { percent })}</span>`}
      </div>
      ${percent === undefined
        ? nothing
        : html`<div
            class="track"
            role="progressbar"
            aria-label=${this.words}
            aria-valuenow=${percent}
            aria-valuemin="0"
            aria-valuemax="100"
          >
            <div class="bar" style="width:${percent}%"></div>
          </div>`}
      ${this.long && this.cancellable
        ? html`<button class="button quiet dense" @click=${() => this.dispatchEvent(new CustomEvent('cancel'))}>${t('shell.cancel')}</button>`
        : nothing}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'zs-progress': ProgressBar;
  }
}
