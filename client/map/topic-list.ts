// All released statistics of the geography, each with its course over the years where a total may be shown.
import { LitElement, css, html, nothing, svg } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { followLanguage, localised, t } from '../i18n/i18n.ts';
import { baseStyles } from '../shell/base-styles.ts';
import { icon } from '../shell/icons.ts';
import { valueWithUnit } from './cell-text.ts';
import { datesOf, hasShare, totalOf, type Measure, type ReleasedTable } from './released-table.ts';
import type { Statistic } from '../api-model.ts';

const SPARK = { width: 44, height: 16 };
/** Fewer statistics than this stand in one list; more are folded by their source. */
const FOLD_FROM = 16;

/** Fires `choose` with the statistic's id. */
@customElement('zs-topics')
export class TopicList extends LitElement {
  @property({ attribute: false }) statistics: readonly Statistic[] = [];
  @property({ attribute: false }) table: ReleasedTable | undefined;
  @property() selected = '';
  @state() private unfolded: ReadonlySet<string> = new Set();

  static override styles = [
    ...baseStyles,
    css`
      :host { display: block; }
      .head { position: sticky; top: 0; background: var(--zs-surface); display: flex; justify-content: space-between; padding: 10px 16px 6px; color: var(--zs-ink3); font: 500 12px/16px var(--zs-font); }
      .head h2 { font: inherit; }
      button {
        display: flex;
        align-items: center;
        gap: 8px;
        width: 100%;
        min-height: 32px;
        padding: 4px 16px 4px 13px;
        border-left: 3px solid transparent;
        color: var(--zs-ink2);
      }
      button:hover { background: var(--zs-hued); }
      button:focus-visible { outline-offset: -3px; }
      button[aria-current] { color: var(--zs-accent); font-weight: 600; background: var(--zs-accent-tint1); border-left-color: var(--zs-accent); }
      .name { flex: 1; min-width: 0; line-height: 18px; overflow-wrap: anywhere; }
      .group { font-weight: 600; color: var(--zs-ink); padding-left: 10px; }
      .group .count { color: var(--zs-ink2); font-weight: 400; }
      ul ul button { padding-left: 33px; }
      .value { min-width: 52px; }
      @media (max-width: 699px) {
        button { min-height: 44px; }
      }
    `,
  ];

  constructor() {
    super();
    followLanguage(this);
  }

  override updated(changed: Map<string, unknown>): void {
    if (changed.has('selected') && this.scrollHeight > this.clientHeight) this.renderRoot.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }

  override render() {
    return html`
      <div class="head"><h2>${t('map.topics')}</h2><span>${this.statistics.length}</span></div>
      <ul>
        ${this.statistics.length < FOLD_FROM ? this.statistics.map((statistic) => this.renderTopic(statistic)) : this.renderGroups()}
      </ul>
    `;
  }

  private renderGroups() {
    const groups = new Map<string, Statistic[]>();
    for (const statistic of this.statistics) groups.set(statistic.source, [...(groups.get(statistic.source) ?? []), statistic]);
    return [...groups].map(([source, statistics]) => {
      const open = this.unfolded.has(source) || statistics.some(({ statistic }) => statistic === this.selected);
      return html`<li>
        <button class="group" aria-expanded=${open} @click=${() => this.fold(source, open)}>
          ${icon(open ? 'chevronDown' : 'chevronRight', 16)}<span class="name">${source || t('map.topicsOther')}</span><span class="count num">${statistics.length}</span>
        </button>
        ${open ? html`<ul>${statistics.map((statistic) => this.renderTopic(statistic))}</ul>` : nothing}
      </li>`;
    });
  }

  private renderTopic(statistic: Statistic) {
    return html`<li>
      <button aria-current=${statistic.statistic === this.selected ? 'true' : nothing} @click=${() => this.choose(statistic.statistic)}>
        <span class="name">${localised(statistic.name)}</span>${this.renderCourse(statistic)}
      </button>
    </li>`;
  }

  /** The group of the shown statistic stays open: its place in the list must be seen. */
  private fold(source: string, open: boolean): void {
    const unfolded = new Set(this.unfolded);
    if (open) unfolded.delete(source);
    else unfolded.add(source);
    this.unfolded = unfolded;
  }

  private choose(statistic: string): void {
    this.dispatchEvent(new CustomEvent('choose', { detail: statistic }));
  }

  private renderCourse(statistic: Statistic) {
    const { table } = this;
    if (table === undefined) return nothing;
    const measure: Measure = { statistic, kind: hasShare(table, statistic) ? 'share' : 'count' };
    const totals = datesOf(table, measure).map((date) => totalOf(table, measure, date));
    const last = totals.at(-1);
    if (last === undefined) return nothing;
    return html`${sparkline(totals)}<span class="num value">${valueWithUnit(last, measure)}</span>`;
  }
}

/** A bare line; dates without a total leave a gap. */
export function sparkline(values: readonly (number | undefined)[]) {
  const known = values.filter((value) => value !== undefined);
  if (known.length < 2) return nothing;
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const spread = most - least || 1;
  const x = (index: number) => 3 + (index / (values.length - 1)) * (SPARK.width - 6);
  const y = (value: number) => 3 + (1 - (value - least) / spread) * (SPARK.height - 6);
  let path = '';
  let pen = 'M';
  values.forEach((value, index) => {
    if (value === undefined) pen = 'M';
    else {
      path += `${pen}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
      pen = 'L';
    }
  });
  const last = values.at(-1);
  return html`<svg width=${SPARK.width} height=${SPARK.height} aria-hidden="true" focusable="false">
    <path d=${path} fill="none" stroke="var(--zs-control)" stroke-width="1.3" stroke-linejoin="round" />
    ${last === undefined ? nothing : svg`<circle cx=${x(values.length - 1)} cy=${y(last)} r="2" fill="var(--zs-ink2)"/>`}
  </svg>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'zs-topics': TopicList;
  }
}
