// The one sheet of small screens: over the map from below, in three heights (peek, half, full), by drag, button or keys.
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { followLanguage, t, type TextKey } from '../i18n/i18n.ts';
import { baseStyles } from './base-styles.ts';

export type SheetHeight = 'peek' | 'half' | 'full';
const ORDER: readonly SheetHeight[] = ['peek', 'half', 'full'];
const WORDS: Readonly<Record<SheetHeight, TextKey>> = { peek: 'shell.sheetPeek', half: 'shell.sheetHalf', full: 'shell.sheetFull' };
/** A drag shorter than this is a press on the handle. */
const DRAG_PX = 24;

/** Slots: `head` (stays in view: tabs) and the default one (scrolls). Fires `height-change`. */
@customElement('zs-sheet')
export class Sheet extends LitElement {
  @property({ reflect: true }) height: SheetHeight = 'half';
  private dragFrom: number | undefined;
  private dragged = false;

  static override styles = [
    ...baseStyles,
    css`
      :host {
        position: absolute;
        left: 0;
        right: 0;
        bottom: 0;
        z-index: 12;
        display: flex;
        flex-direction: column;
        background: var(--zs-surface);
        border-radius: 12px 12px 0 0;
        box-shadow: 0 -2px 16px rgb(29 32 52 / 0.16);
        transition: height 160ms ease-out;
      }
      :host([height='peek']) { height: 76px; }
      :host([height='half']) { height: min(310px, 48%); }
      :host([height='full']) { height: calc(100% - 8px); }
      .handle { height: 24px; flex: none; display: grid; place-items: center; touch-action: none; border-radius: 12px 12px 0 0; }
      .handle::before { content: ''; width: 40px; height: 4px; border-radius: 2px; background: var(--zs-control); }
      /* What scrolls sideways may shrink to nothing in a flex column, and the tabs with it. */
      ::slotted([slot='head']) { flex: none; }
      .body { flex: 1 1 auto; min-height: 0; overflow-y: auto; overscroll-behavior: contain; }
      @media (prefers-reduced-motion: reduce) {
        :host { transition: none; }
      }
    `,
  ];

  constructor() {
    super();
    followLanguage(this);
  }

  private set(height: SheetHeight): void {
    if (height === this.height) return;
    this.height = height;
    this.dispatchEvent(new CustomEvent('height-change', { detail: height }));
  }

  private step(by: 1 | -1): void {
    this.set(ORDER[Math.min(2, Math.max(0, ORDER.indexOf(this.height) + by))]!);
  }

  private onPointerUp(event: PointerEvent): void {
    if (this.dragFrom === undefined) return;
    const moved = event.clientY - this.dragFrom;
    this.dragFrom = undefined;
    if (Math.abs(moved) < DRAG_PX) return;
    this.dragged = true; // the click that follows is not another press
    this.step(moved < 0 ? 1 : -1);
  }

  private onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'ArrowUp') this.step(1);
    else if (event.key === 'ArrowDown') this.step(-1);
    else return;
    event.preventDefault();
  }

  override render() {
    const next = ORDER[(ORDER.indexOf(this.height) + 1) % 3]!;
    return html`
      <button
        class="handle"
        aria-label=${t(WORDS[next])}
        @click=${() => {
          if (!this.dragged) this.set(next);
          this.dragged = false;
        }}
        @keydown=${this.onKeyDown}
        @pointerdown=${(event: PointerEvent) => {
          this.dragFrom = event.clientY;
          (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
        }}
        @pointerup=${this.onPointerUp}
      ></button>
      <slot name="head"></slot>
      <div class="body"><slot></slot></div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'zs-sheet': Sheet;
  }
}
