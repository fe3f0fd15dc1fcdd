// The slider between two sides of a comparison: drag it, or move it with the arrow keys.
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { followLanguage, t } from '../i18n/i18n.ts';
import { baseStyles } from '../shell/base-styles.ts';
import { icon } from '../shell/icons.ts';

const STEP = 0.02;
const LONG_STEP = 0.1;

/** Lies over the map, as wide as it. Fires `place` with the share of the width. */
@customElement('zs-swipe-handle')
export class SwipeHandle extends LitElement {
  @property({ type: Number }) place = 0.5;

  static override styles = [
    ...baseStyles,
    css`
      :host { position: absolute; inset: 0; pointer-events: none; z-index: 2; }
      .bar { position: absolute; top: 0; bottom: 0; width: 44px; margin-left: -22px; pointer-events: auto; cursor: ew-resize; touch-action: none; }
      .bar::before { content: ''; position: absolute; left: 19px; width: 6px; top: 0; bottom: 0; background: #fff; box-shadow: 0 0 0 1px var(--zs-ink); }
      .bar:focus-visible { outline: none; box-shadow: none; }
      .bar:focus-visible .knob { outline: 3px solid var(--zs-ink); outline-offset: 2px; box-shadow: 0 0 0 2px #fff; }
      .knob { position: absolute; left: 0; top: 50%; width: 44px; height: 44px; margin-top: -22px; border-radius: 50%; background: var(--zs-accent); color: #fff; display: grid; place-items: center; border: 2px solid #fff; }
      @media print {
        .knob { display: none; }
      }
    `,
  ];

  constructor() {
    super();
    followLanguage(this);
  }

  private move(place: number): void {
    this.dispatchEvent(new CustomEvent('place', { detail: Math.min(1, Math.max(0, place)) }));
  }

  private onKeyDown(event: KeyboardEvent): void {
    const steps: Readonly<Record<string, number>> = { ArrowLeft: -STEP, ArrowDown: -STEP, ArrowRight: STEP, ArrowUp: STEP, PageDown: -LONG_STEP, PageUp: LONG_STEP };
    if (event.key === 'Home') this.move(0);
    else if (event.key === 'End') this.move(1);
    else if (steps[event.key] !== undefined) this.move(this.place + steps[event.key]!);
    else return;
    event.preventDefault();
  }

  private onPointerMove(event: PointerEvent): void {
    if (!(event.currentTarget as HTMLElement).hasPointerCapture(event.pointerId)) return;
    const box = this.getBoundingClientRect();
    this.move((event.clientX - box.left) / box.width);
  }

  override render() {
    const percent = Math.round(100 * this.place);
    return html`<div
      class="bar"
      style="left:${100 * this.place}%"
      role="slider"
      tabindex="0"
      aria-label=${t('map.swipe')}
      aria-orientation="horizontal"
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow=${percent}
      aria-valuetext=${t('map.swipeAt', { percent })}
      @keydown=${this.onKeyDown}
      @pointerdown=${(event: PointerEvent) => (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId)}
      @pointermove=${this.onPointerMove}
    ><span class="knob">${icon('compare')}</span></div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'zs-swipe-handle': SwipeHandle;
  }
}
