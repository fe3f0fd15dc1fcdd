// A list of zones with bars: rows that can be walked, pointed at and selected; bars of what has no number are all of one length.
import { css, html, nothing, svg, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import type { Measure } from '../../api-types.ts';
import { moveRow } from '../../shell/roving-rows.ts';
import { ACCENT, CONTROL, INK, MISSING } from '../../shell/palette.ts';
import { chartStyles } from './chart-styles.ts';
import { baseStyles } from '../../shell/base-styles.ts';
import { ChartElement, type ChartContent } from './chart-element.ts';
import type { ChartStore } from './chart-store.ts';
import { HATCH } from './echarts.ts';
import { svgText } from './svg-text.ts';

export interface BarRow {
  /** -1: the city, which is no zone and has no rank. */
  readonly zone: number;
  readonly rank: string;
  readonly name: string;
  readonly measure: Measure;
  readonly text: string;
  /** Of a value. */
  readonly fill: string;
}

export interface BarListContent extends ChartContent {
  readonly rows: readonly BarRow[];
}

const FIXED = 0.33;
const ROW = 20;
/** Rows of the first rendering: what a high screen shows. 400 take 200 ms, in which a map that has just come would answer nobody. */
const FIRST_ROWS = 60;

/** From the left edge (0) to the right (1) of the bars' column: where a bar begins and ends. Only values make the scale. */
export function barScale(rows: readonly Pick<BarRow, 'measure'>[]): (measure: Measure) => readonly [from: number, to: number] {
  const values = rows.flatMap(({ measure }) => (measure.state === 'value' ? [measure.value] : []));
  const least = Math.min(0, ...values);
  const most = Math.max(0, ...values);
  const at = (value: number) => (most > least ? (value - least) / (most - least) : 0);
  return (measure) => {
    if (measure.state !== 'value') return [0, FIXED];
    const [zero, end] = [at(0), at(measure.value)];
    return zero <= end ? [zero, end] : [end, zero];
  };
}

export abstract class BarListElement<Content extends BarListContent = BarListContent> extends ChartElement<Content> {
  static override styles = [
    ...baseStyles,
    chartStyles,
    css`
      ol { margin: 4px -16px 0; }
      /* Of 400 rows some thirty are seen: the others are laid out when they are scrolled to. */
      li { content-visibility: auto; contain-intrinsic-size: auto ${ROW}px; }
      .row {
        display: grid;
        grid-template-columns: 20px minmax(0, 1fr) 34% 58px;
        align-items: center;
        gap: 8px;
        width: 100%;
        height: ${ROW}px;
        padding: 0 16px 0 11px;
        border-left: 3px solid transparent;
        font-variant-numeric: tabular-nums;
      }
      button.row:hover, .row.hovered { background: var(--zs-hued); }
      .row:focus-visible { outline-offset: -3px; }
      .row[aria-current] { background: var(--zs-accent-tint1); border-left-color: var(--zs-accent); color: var(--zs-accent); font-weight: 600; height: 22px; }
      /* Paler bars only: the words stay readable. */
      .filtered .bar { opacity: 0.3; }
      .filtered { color: var(--zs-ink3); }
      .city { color: var(--zs-ink); font-weight: 600; }
      .rank { font-size: 12px; color: var(--zs-ink3); text-align: right; }
      .name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .value { text-align: right; white-space: nowrap; }
      .bar { display: block; width: 100%; height: 13px; overflow: visible; }
      @media (max-width: 699px) {
        button.row, button.row[aria-current] { height: 44px; }
        .row { grid-template-columns: 22px minmax(0, 1fr) 30% 66px; }
      }
    `,
  ];

  @state() private complete = false;
  private idle = 0;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    cancelWhenIdle(this.idle);
    this.idle = 0;
  }

  protected override updated(): void {
    if (this.complete || this.idle !== 0 || (this.content?.rows.length ?? 0) <= FIRST_ROWS) return;
    this.idle = whenIdle(() => (this.complete = true));
  }

  protected override renderDrawing(): TemplateResult {
    return html``;
  }

  protected override renderChart({ rows, summary }: Content, store: ChartStore): TemplateResult {
    const scale = barScale(rows);
    const stop = rows.some(({ zone }) => zone >= 0 && zone === store.selected) ? store.selected : (rows.find(({ zone }) => zone >= 0)?.zone ?? -1);
    return html`<ol aria-label=${summary} @keydown=${(event: KeyboardEvent) => moveRow(event, this.renderRoot as ShadowRoot, 'button.row')} @pointerleave=${() => store.hover(-1)}>
      ${(this.complete ? rows : rows.slice(0, FIRST_ROWS)).map((row) => {
        const parts = guard([row], () => html`<span class="rank">${row.rank}</span><span class="name">${row.name}</span>${bar(row, scale)}<span class="value">${row.text}</span>`);
        if (row.zone < 0) return html`<li class="row city">${parts}</li>`;
        return html`<li>
          <button
            class=${`row${row.zone === store.hovered ? ' hovered' : ''}${store.passing?.[row.zone] === false ? ' filtered' : ''}`}
            tabindex=${row.zone === stop ? 0 : -1}
            aria-current=${row.zone === store.selected ? 'true' : nothing}
            @click=${() => this.select(row.zone)}
            @pointerenter=${() => store.hover(row.zone)}
            @focus=${() => store.hover(row.zone)}
            @blur=${() => store.hover(-1)}
          >${parts}</button>
        </li>`;
      })}
    </ol>`;
  }

  protected override drawingOf({ rows }: Content, width: number) {
    const scale = barScale(rows);
    const [from, length] = [0.42 * width, 0.4 * width];
    const height = rows.length * ROW;
    const selected = this.store!.selected;
    const drawing = svg`<svg xmlns="http://www.w3.org/2000/svg" width=${width} height=${height} font-size="13">
      <defs><pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse"><image href=${HATCH.image} width="7" height="7"/></pattern></defs>
      ${rows.map((row, i) => {
        const [a, b] = scale(row.measure);
        const colour = row.zone >= 0 && row.zone === selected ? ACCENT : INK;
        const weight = row.zone < 0 || row.zone === selected ? 600 : 400;
        const y = i * ROW;
        return svg`<text x="22" y=${y + 14} text-anchor="end" fill="#5B6185" font-size="12">${row.rank}</text>
          <text x="32" y=${y + 14} fill=${colour} font-weight=${weight}>${shorten(row.name, 30)}</text>
          <rect x=${from + a * length + 0.5} y=${y + 3.5} width=${Math.max(1, (b - a) * length - 1)} height="12" fill=${fillOf(row)} stroke=${row.zone < 0 ? INK : CONTROL} stroke-width=${row.zone < 0 ? 1.6 : 0.8} stroke-dasharray=${row.zone < 0 ? '4 3' : 'none'}/>
          <text x=${width} y=${y + 14} text-anchor="end" fill=${colour} font-weight=${weight}>${row.text}</text>`;
      })}
    </svg>`;
    return Promise.resolve({ svg: svgText(drawing), height });
  }
}

/** Safari has no idle callbacks. */
const whenIdle = (then: () => void): number => (typeof requestIdleCallback === 'function' ? requestIdleCallback(then, { timeout: 1000 }) : window.setTimeout(then, 200));
const cancelWhenIdle = (handle: number): void => (typeof cancelIdleCallback === 'function' ? cancelIdleCallback(handle) : clearTimeout(handle));

const shorten = (name: string, most: number) => (name.length > most ? `${name.slice(0, most - 1)}…` : name);
const fillOf = ({ measure, fill, zone }: BarRow) => (measure.state === 'withheld' ? 'url(#hatch)' : measure.state === 'missing' ? MISSING : zone < 0 ? '#fff' : fill);

/** In hundredths of the column: it has any width. Each hatched bar has a pattern of its own, since ids count within one shadow root only. */
function bar(row: BarRow, scale: ReturnType<typeof barScale>): TemplateResult {
  const [a, b] = scale(row.measure);
  const id = `hatch-${row.zone}`;
  return html`<svg class="bar" aria-hidden="true" focusable="false">
    ${row.measure.state === 'withheld' ? svg`<defs><pattern id=${id} width="7" height="7" patternUnits="userSpaceOnUse"><image href=${HATCH.image} width="7" height="7"/></pattern></defs>` : nothing}
    <rect x="${100 * a}%" y="0.5" width="${Math.max(0.8, 100 * (b - a))}%" height="12" rx="1.5" fill=${row.measure.state === 'withheld' ? `url(#${id})` : fillOf(row)} stroke=${row.zone < 0 ? INK : '#1d2034'} stroke-opacity=${row.zone < 0 ? 1 : 0.55} stroke-width=${row.zone < 0 ? 1.4 : 1} stroke-dasharray=${row.zone < 0 ? '4 3' : 'none'} />
  </svg>`;
}
