// Ranking: values with bars by size, then withheld and missing zones by name, their bars all of one length.
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { followLanguage, t } from '../i18n/i18n.ts';
import { baseStyles } from '../shell/base-styles.ts';
import { moveRow } from '../shell/roving-rows.ts';
import { cellLabel } from './cell-text.ts';
import { signOf, type Classification } from './classification.ts';
import { rankZones } from './ranking.ts';
import { measureCells, type Measure, type ReleasedTable } from './released-table.ts';
import { swatch, swatchStyles } from './swatch.ts';

const BAR_PX = 132;
const FIXED_BAR_PX = 43;

/** Fires `zone-select` and `zone-hover` (index, -1 for none). */
@customElement('zs-ranking')
export class RankingList extends LitElement {
  @property({ attribute: false }) table: ReleasedTable | undefined;
  @property({ attribute: false }) measure: Measure | undefined;
  @property({ attribute: false }) classification: Classification = { cuts: [], colours: [] };
  @property() date = '';
  @property({ type: Number }) selected = -1;
  @property({ type: Number }) hovered = -1;

  static override styles = [
    ...baseStyles,
    swatchStyles,
    css`
      :host { display: block; padding-bottom: 12px; }
      h2 { padding: 14px 16px 6px; }
      h2 span { font-weight: 400; color: var(--zs-ink2); }
      button {
        display: grid;
        grid-template-columns: 20px minmax(0, 1fr) ${BAR_PX}px 58px;
        align-items: center;
        gap: 8px;
        width: 100%;
        height: 20px;
        padding: 0 16px 0 13px;
        border-left: 3px solid transparent;
        font-variant-numeric: tabular-nums;
      }
      button:hover, button.hovered { background: var(--zs-hued); }
      button:focus-visible { outline-offset: -3px; }
      button[aria-current] { background: var(--zs-accent-tint1); border-left-color: var(--zs-accent); color: var(--zs-accent); font-weight: 600; height: 22px; }
      .rank { font-size: 12px; color: var(--zs-ink3); text-align: right; }
      .name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .value { text-align: right; }
      @media (max-width: 699px) {
        button, button[aria-current] { height: 44px; grid-template-columns: 20px minmax(0, 1fr) 30% 58px; }
        .swatch { max-width: 100%; }
      }
    `,
  ];

  constructor() {
    super();
    followLanguage(this);
  }

  override render() {
    const { table, measure } = this;
    if (table === undefined || measure === undefined) return nothing;
    const cells = measureCells(table, measure, this.date);
    const rows = rankZones(cells, table.zones.map(({ name }) => name));
    const ranked = rows.filter(({ rank }) => rank !== undefined).length;
    const most = Math.max(0, ...rows.flatMap(({ cell }) => (cell.state === 'value' ? [cell.value] : [])));
    const stop = this.selected >= 0 ? this.selected : rows[0]?.index;
    return html`
      <h2>${t('map.ranking')} <span>${t('map.rankingCounts', { with: ranked, without: rows.length - ranked })}</span></h2>
      <ol @keydown=${(event: KeyboardEvent) => moveRow(event, this.renderRoot as ShadowRoot, 'button')} @pointerleave=${() => this.fire('zone-hover', -1)}>
        ${rows.map(({ index, cell, rank }) => {
          const sign = signOf(cell, this.classification);
          const width = cell.state === 'value' ? Math.max(3, Math.round((BAR_PX * cell.value) / (most || 1))) : FIXED_BAR_PX;
          return html`<li>
            <button
              class=${index === this.hovered ? 'hovered' : ''}
              tabindex=${index === stop ? 0 : -1}
              aria-current=${index === this.selected ? 'true' : nothing}
              @click=${() => this.fire('zone-select', index)}
              @pointerenter=${() => this.fire('zone-hover', index)}
            >
              <span class="rank">${rank ?? '–'}</span>
              <span class="name">${table.zones[index]!.name}</span>
              ${swatch(sign, this.classification, width, 13)}
              <span class="value">${cellLabel(cell, measure)}</span>
            </button>
          </li>`;
        })}
      </ol>
    `;
  }

  private fire(name: string, detail: number): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'zs-ranking': RankingList;
  }
}
