// The time dock: one slider over the released dates, arrows, Home, End; Space or the button plays.
import { LitElement, css, html, nothing, svg } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { formatDate } from '../i18n/format.ts';
import { followLanguage, t } from '../i18n/i18n.ts';
import { baseStyles } from '../shell/base-styles.ts';
import { icon } from '../shell/icons.ts';

const PLAY_MS = 900;
/** Space for a year's number; with more dates some years stay unwritten. */
const LABEL_PX = 44;

/** Fires `date-change` with the date. */
@customElement('zs-time-dock')
export class TimeDock extends LitElement {
  @property({ attribute: false }) dates: readonly string[] = [];
  @property() date = '';
  /** The municipality's value by date, undefined where none may be shown. */
  @property({ attribute: false }) totals: readonly (number | undefined)[] = [];
  /** Dates from which on the zones are of another cut. */
  @property({ attribute: false }) breaks: readonly string[] = [];
  @property({ type: Boolean }) compact = false;
  @state() private playing = false;
  @state() private width = 400;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly observer = new ResizeObserver(([entry]) => (this.width = entry?.contentRect.width ?? this.width));

  static override styles = [
    ...baseStyles,
    css`
      :host { display: block; }
      .dock { display: flex; align-items: center; gap: 16px; padding: 12px 28px 12px 12px; }
      .play { width: 48px; height: 48px; border-radius: var(--zs-radius); background: var(--zs-accent); color: #fff; display: grid; place-items: center; flex: none; }
      .play:hover { background: var(--zs-accent-hover); }
      .now { flex: none; min-width: 92px; }
      .now b { display: block; font: 600 16px/22px var(--zs-font); font-variant-numeric: tabular-nums; }
      .track { position: relative; flex: 1; min-width: 0; height: 50px; --half: 10px; }
      .course { position: absolute; left: 0; top: 0; width: 100%; height: 26px; overflow: visible; }
      .line { position: absolute; left: 0; right: 0; top: 27px; height: 3px; background: var(--zs-accent); }
      .line i { position: absolute; top: 0; width: 2px; height: 3px; background: #fff; margin-left: -1px; }
      .line .break { width: 0; height: 22px; top: -20px; border-left: 2px dotted var(--zs-ink2); background: none; }
      .labels span { position: absolute; top: 36px; transform: translateX(-50%); font: 400 12px/16px var(--zs-font); color: var(--zs-ink2); font-variant-numeric: tabular-nums; white-space: nowrap; }
      .labels span.now-label { font-weight: 600; color: var(--zs-ink); }
      input {
        position: absolute;
        left: -10px;
        width: calc(100% + 20px);
        top: 16px;
        height: 24px;
        margin: 0;
        background: none;
        appearance: none;
        cursor: pointer;
      }
      input::-webkit-slider-thumb { appearance: none; width: 20px; height: 20px; border-radius: 50%; background: #fff; border: 3.5px solid var(--zs-accent); }
      input::-moz-range-thumb { width: 13px; height: 13px; border-radius: 50%; background: #fff; border: 3.5px solid var(--zs-accent); }
      :host([compact]) .dock { padding: 6px 12px 6px 6px; gap: 14px; }
      :host([compact]) .play { width: 44px; height: 44px; }
      :host([compact]) .track { height: 44px; }
      :host([compact]) .course { display: none; }
      :host([compact]) .line { top: 16px; }
      :host([compact]) input { top: 6px; }
      :host([compact]) .labels span { top: 26px; }
      :host([compact]) .labels span:first-child { transform: translateX(-4px); }
      .short { font: 600 16px/24px var(--zs-font); font-variant-numeric: tabular-nums; }
    `,
  ];

  constructor() {
    super();
    followLanguage(this);
  }

  override firstUpdated(): void {
    this.observer.observe(this.renderRoot.querySelector('.track')!);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop();
    this.observer.disconnect();
  }

  private go(index: number): void {
    const date = this.dates[Math.min(this.dates.length - 1, Math.max(0, index))];
    if (date !== undefined && date !== this.date) this.dispatchEvent(new CustomEvent('date-change', { detail: date }));
  }

  private stop(): void {
    clearTimeout(this.timer);
    this.playing = false;
  }

  private toggle(): void {
    if (this.playing) {
      this.stop();
      return;
    }
    const at = this.dates.indexOf(this.date);
    const last = this.dates.length - 1;
    // Without motion "play" is one step: the reader sets the pace.
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
      this.go(at === last ? 0 : at + 1);
      return;
    }
    this.playing = true;
    if (at === last) this.go(0);
    this.schedule();
  }

  private schedule(): void {
    this.timer = setTimeout(() => {
      const next = this.dates.indexOf(this.date) + 1;
      if (next >= this.dates.length) {
        this.stop();
        return;
      }
      this.go(next);
      if (next === this.dates.length - 1) this.stop();
      else this.schedule();
    }, PLAY_MS);
  }

  private onKeyDown(event: KeyboardEvent): void {
    if (event.key !== ' ') return;
    event.preventDefault();
    this.toggle();
  }

  override render() {
    const { dates, date } = this;
    const at = Math.max(0, dates.indexOf(date));
    const last = dates.length - 1;
    const yearly = areYearly(dates);
    const short = (iso: string) => (yearly ? iso.slice(0, 4) : formatDate(iso));
    const place = (index: number) => (last <= 0 ? 100 : (100 * index) / last);
    const step = Math.max(1, Math.ceil((LABEL_PX * (yearly ? 1 : 2)) / (this.width / Math.max(1, last))));
    return html`<div class="dock">
      ${last < 1
        ? nothing
        : html`<button class="play" aria-label=${this.playing ? t('map.pause') : t('map.play')} @click=${this.toggle}>${icon(this.playing ? 'pause' : 'play')}</button>`}
      ${this.compact ? nothing : html`<div class="now"><span class="t12 ink2">${t('map.referenceDate')}</span><b>${date === '' ? '' : formatDate(date)}</b></div>`}
      <div class="track" ?hidden=${last < 1}>
        ${this.renderCourse()}
        <div class="line" aria-hidden="true">${dates.slice(1, -1).map((_, index) => html`<i style="left:${place(index + 1)}%"></i>`)}${this.breaks.map(
          (iso) => html`<i class="break" style="left:${place(dates.indexOf(iso) - 0.5)}%"></i>`,
        )}</div>
        <div class="labels" aria-hidden="true">
          ${dates.map((iso, index) =>
            // Beside the slider of a small screen stands the date itself: two years are enough to read it.
            (this.compact ? index === 0 || index === last >> 1 : (index % step === 0 && last - index >= step) || index === last)
              ? html`<span class=${index === at ? 'now-label' : ''} style="left:${place(index)}%">${short(iso)}</span>`
              : nothing,
          )}
        </div>
        <input
          type="range"
          min="0"
          max=${Math.max(0, last)}
          step="1"
          .value=${String(at)}
          aria-label=${t('map.referenceDate')}
          aria-valuetext=${date === '' ? '' : `${formatDate(date)}${this.breaks.includes(date) ? `, ${t('map.breakHere')}` : ''}`}
          @input=${(event: Event) => {
            this.stop();
            this.go(Number((event.target as HTMLInputElement).value));
          }}
          @keydown=${this.onKeyDown}
        />
      </div>
      <slot></slot>
      ${this.compact ? html`<span class="short">${date === '' ? '' : short(date)}</span>` : nothing}
    </div>`;
  }

  private renderCourse() {
    const { totals } = this;
    const known = totals.filter((value) => value !== undefined);
    // A course with a gap would be read as one without: then there is none.
    if (known.length < 2 || known.length < totals.length) return nothing;
    const most = Math.max(...known) || 1;
    const points = known.map((value, index) => `${((100 * index) / (known.length - 1)).toFixed(2)} ${(26 - (20 * value) / most).toFixed(2)}`);
    return html`<svg class="course" viewBox="0 0 100 26" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      ${svg`<path d="M0 26L${points.join('L')}L100 26Z" fill="var(--zs-accent-tint1)"/>
        <path d="M${points.join('L')}" fill="none" stroke="var(--zs-accent)" stroke-opacity="0.6" stroke-width="1.2" vector-effect="non-scaling-stroke"/>`}
    </svg>`;
  }
}

/** One date a year, always on the same day: then the year says it all. */
export function areYearly(dates: readonly string[]): boolean {
  return dates.length > 0 && new Set(dates.map((date) => date.slice(4))).size === 1;
}

declare global {
  interface HTMLElementTagNameMap {
    'zs-time-dock': TimeDock;
  }
}
