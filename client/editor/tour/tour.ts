// The guided tour: six stops beside the real controls, nothing behind it is blocked, and whoever has seen it is left alone.
import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { followLanguage, t } from '../../i18n/i18n.ts';
import { baseStyles } from '../../shell/base-styles.ts';
import { icon } from '../../shell/icons.ts';

const STORAGE_KEY = 'zuschnitt.tour';

/** What each stop points at, in the editor's shadow root; where it is not to be seen (a phone), the card stands alone. */
const STOPS = [
  { id: 'target', selector: '.zones tbody tr:first-child' },
  { id: 'draw', selector: '[data-region="tools"]' },
  { id: 'numbers', selector: '.difference' },
  { id: 'findings', selector: '.issues, .key-bar' },
  { id: 'history', selector: '.records' },
  { id: 'compare', selector: '[data-action="compare"]' },
] as const;

/** Between the card and what it points at. */
const GAP_PX = 14;
const WIDTH_PX = 320;

export function tourSeen(): boolean {
  try {
    return localStorage.getItem(STORAGE_KEY) !== null;
  } catch {
    // Storage switched off: then it is offered each time.
    return false;
  }
}

export function rememberTour(): void {
  try {
    localStorage.setItem(STORAGE_KEY, 'seen');
  } catch {
    // as above
  }
}

/** `running` shows it; fires `tour-end`. */
@customElement('zs-tour')
export class Tour extends LitElement {
  @property({ type: Boolean }) running = false;
  @state() private stop = 0;

  static override styles = [
    ...baseStyles,
    css`
      .card { position: fixed; z-index: 30; width: min(320px, calc(100vw - 16px)); padding: 14px 16px; border: 2px solid var(--zs-accent); }
      .frame { position: fixed; z-index: 29; border: 3px solid var(--zs-accent); border-radius: 8px; box-shadow: 0 0 0 3px #fff; pointer-events: none; }
      .head { display: flex; justify-content: space-between; align-items: center; gap: 8px; }
      h2:focus { outline: none; }
      .steps { display: flex; gap: 6px; align-items: center; }
      .steps span { width: 8px; height: 8px; border-radius: 50%; background: var(--zs-line2); }
      .steps span.now { background: var(--zs-accent); }
      .foot { display: flex; justify-content: space-between; align-items: center; margin-top: 12px; }
      .pair { display: flex; gap: 8px; }
    `,
  ];

  constructor() {
    super();
    followLanguage(this);
    this.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      this.end();
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    globalThis.addEventListener('resize', this.place);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    globalThis.removeEventListener('resize', this.place);
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('running') && this.running) this.stop = 0;
  }

  override updated(): void {
    if (!this.running) return;
    this.pointedAt()?.scrollIntoView({ block: 'nearest' });
    this.place();
    // Asked for or moved on: the heading is what comes next for who listens.
    this.renderRoot.querySelector<HTMLElement>('h2')?.focus({ preventScroll: true });
  }

  private pointedAt(): HTMLElement | null {
    return (this.getRootNode() as ShadowRoot).querySelector<HTMLElement>(STOPS[this.stop]!.selector);
  }

  /** To the side of the control that has room, within the window. */
  private readonly place = (): void => {
    const card = this.renderRoot.querySelector<HTMLElement>('.card');
    const frame = this.renderRoot.querySelector<HTMLElement>('.frame');
    if (card === null || frame === null) return;
    const box = this.pointedAt()?.getBoundingClientRect();
    const [width, height] = [globalThis.innerWidth, globalThis.innerHeight];
    const seen = box !== undefined && box.width > 0 && box.top < height && box.bottom > 0;
    frame.hidden = !seen;
    const own = card.getBoundingClientRect();
    let [left, top] = [(width - own.width) / 2, 72];
    if (seen) {
      Object.assign(frame.style, { left: `${box.left - 3}px`, top: `${box.top - 3}px`, width: `${box.width + 6}px`, height: `${Math.min(box.height, height - box.top) + 6}px` });
      if (box.left > WIDTH_PX + 2 * GAP_PX && box.width < width / 2) [left, top] = [box.left - own.width - GAP_PX, box.top];
      else if (width - box.right > WIDTH_PX + 2 * GAP_PX) [left, top] = [box.right + GAP_PX, box.top];
      else if (box.top > own.height + 2 * GAP_PX) [left, top] = [box.left, box.top - own.height - GAP_PX];
      else [left, top] = [box.left, box.bottom + GAP_PX];
    }
    card.style.left = `${Math.max(8, Math.min(width - own.width - 8, left))}px`;
    card.style.top = `${Math.max(8, Math.min(height - own.height - 8, top))}px`;
  };

  private end(): void {
    rememberTour();
    this.dispatchEvent(new CustomEvent('tour-end'));
  }

  override render() {
    if (!this.running) return nothing;
    const last = this.stop === STOPS.length - 1;
    const { id } = STOPS[this.stop]!;
    return html`<div class="frame" hidden></div>
      <section class="card panel" aria-labelledby="tour-title">
        <div class="head">
          <span class="t12 ink3">${t('tour.progress', { step: this.stop + 1, steps: STOPS.length })}</span>
          <button class="icon-button" aria-label=${t('tour.end')} title=${t('tour.end')} @click=${() => this.end()}>${icon('close', 18)}</button>
        </div>
        <h2 id="tour-title" tabindex="-1">${t(`tour.title_${id}`)}</h2>
        <p>${t(`tour.text_${id}`)}</p>
        <div class="foot">
          <span class="steps" aria-hidden="true">${STOPS.map((_, i) => html`<span class=${i === this.stop ? 'now' : ''}></span>`)}</span>
          <span class="pair">
            ${this.stop === 0 ? nothing : html`<button class="button quiet dense" @click=${() => this.stop--}>${t('tour.back')}</button>`}
            <button class="button primary dense" data-action="tour-next" @click=${() => (last ? this.end() : this.stop++)}>${t(last ? 'tour.finish' : 'tour.next')}</button>
          </span>
        </div>
      </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'zs-tour': Tour;
  }
}
