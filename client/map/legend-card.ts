// Title and legend, one statement: what, of whom, unit, date; then the classes with their numbers of zones.
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Cell } from '../api-model.ts';
import { formatDate, formatNumber } from '../i18n/format.ts';
import { followLanguage, localised, t } from '../i18n/i18n.ts';
import { baseStyles } from '../shell/base-styles.ts';
import { icon } from '../shell/icons.ts';
import { classText, measureTitle } from './cell-text.ts';
import { countSigns, type CellSign, type Classification } from './classification.ts';
import type { Measure } from './released-table.ts';
import { boundSwatch, swatch, swatchStyles } from './swatch.ts';

@customElement('zs-legend')
export class LegendCard extends LitElement {
  @property({ attribute: false }) measure: Measure | undefined;
  @property({ attribute: false }) populationName = '';
  @property({ attribute: false }) classification: Classification = { cuts: [], colours: [] };
  @property({ attribute: false }) cells: readonly Cell[] = [];
  @property() date = '';
  @property() geographyName = '';
  /** A strip for small screens, with the whole legend behind a button. */
  @property({ type: Boolean }) compact = false;
  @state() private open = false;

  static override styles = [
    ...baseStyles,
    swatchStyles,
    css`
      :host { display: block; }
      h1 { font: 600 20px/26px var(--zs-font); letter-spacing: -0.005em; overflow-wrap: anywhere; hyphens: auto; }
      .what { color: var(--zs-ink3); margin-top: 2px; }
      table { margin-top: 12px; }
      th { padding: 0 0 4px; }
      th.num, td.num { text-align: right; }
      td { padding: 2px 0; line-height: 18px; vertical-align: middle; }
      td.sign { width: 38px; }
      .bar { height: 6px; background: var(--zs-line2); margin-left: auto; }
      td.bars { width: 64px; padding-right: 8px; }
      td.count { width: 24px; }
      tr.gap td { padding-top: 8px; }
      .bound { display: flex; gap: 10px; align-items: flex-start; margin-top: 8px; color: var(--zs-ink2); font: 400 12px/16px var(--zs-font); }
      .note { color: var(--zs-ink3); margin-top: 8px; }
      .strip { display: flex; align-items: flex-start; gap: 8px; }
      .strip .words { flex: 1; min-width: 0; }
      .strip h1 { font: 600 16px/20px var(--zs-font); }
      .steps { display: flex; gap: 10px; margin-top: 8px; align-items: flex-start; }
      .scale { display: flex; flex: 1 1 auto; min-width: 0; }
      .scale div, .others div { font: 400 12px/16px var(--zs-font); color: var(--zs-ink2); text-align: center; min-width: 0; flex: 1; white-space: nowrap; font-variant-numeric: tabular-nums; }
      .others { display: flex; flex: none; }
      .others div { padding: 0; flex: none; width: 46px; }
      .block { height: 14px; border: 1px solid rgb(29 32 52 / 0.55); margin-right: -1px; margin-bottom: 3px; }
      .hatch { background: repeating-linear-gradient(135deg, #fbfbfc 0 3.5px, #6e7597 3.5px 5px); }
      .grey { background: var(--zs-missing); }
    `,
  ];

  constructor() {
    super();
    followLanguage(this);
  }

  private subtitle(): string {
    const { measure, date } = this;
    if (measure === undefined) return '';
    const words = measure.kind === 'share' ? t('map.shareOf', { population: this.populationName }) : t('map.countOf');
    return date === '' ? words : t('map.subtitle', { words, date: formatDate(date) });
  }

  override render() {
    if (this.measure === undefined) return nothing;
    if (!this.compact) return html`<h1>${measureTitle(this.measure)}</h1><p class="what">${this.subtitle()}</p><slot></slot>${this.renderTable()}`;
    return html`
      <div class="strip">
        <div class="words"><h1>${measureTitle(this.measure)}</h1><p class="what t12">${this.measure.kind === 'share' ? t('map.shareShort') : t('map.countOf')} · ${this.geographyName}</p></div>
        <button class="icon-button" aria-expanded=${this.open} aria-label=${t('map.legend')} @click=${() => (this.open = !this.open)}>
          ${icon(this.open ? 'chevronUp' : 'chevronDown')}
        </button>
      </div>
      ${this.open ? html`<slot></slot>${this.renderTable()}` : this.renderSteps()}
    `;
  }

  private renderTable() {
    const { classification, measure, cells } = this;
    const counts = countSigns(cells, classification);
    const most = Math.max(1, ...counts.values());
    const row = (sign: CellSign, text: string, gap = false) => {
      const count = counts.get(sign) ?? 0;
      return html`<tr class=${gap ? 'gap' : ''}>
        <td class="sign">${swatch(sign, classification, 28, 16, true)}</td>
        <td>${text}</td>
        <td class="bars"><div class="bar" style="width:${Math.round((56 * count) / most)}px"></div></td>
        <td class="num count">${count}</td>
      </tr>`;
    };
    const classes = classification.colours.map((_, index) => index).reverse();
    return html`
      <table>
        <caption class="visually-hidden">${t('map.legend')}</caption>
        <thead>
          <tr>
            <th colspan="2" scope="col">${measure!.kind === 'share' ? t('map.percent') : t('map.unitCount')}</th>
            <th colspan="2" scope="col" class="num">${this.geographyName}</th>
          </tr>
        </thead>
        <tbody>
          ${classes.map((index) => row(index, classText(index, classification, measure!)))}
          ${row('zero', t('map.zero'))}
          ${row('withheld', t('map.withheld'), true)}
          ${row('missing', t('map.missing'))}
        </tbody>
      </table>
      ${this.bounds()}
      <p class="note t12">${t('map.classesFixed')} ${counts.has('withheld') ? t('map.withheldSentence') : nothing}</p>
    `;
  }

  /** Only where there is one: how a lower bound looks and what it means. */
  private bounds() {
    const count = this.cells.filter(({ state }) => state === 'atLeast').length;
    if (count === 0) return nothing;
    return html`<p class="bound">${boundSwatch()}<span>${t('map.lowerBounds', { count })}</span></p>`;
  }

  private renderSteps() {
    const { cuts, colours } = this.classification;
    const short = (value: number) => (value >= 10_000 ? t('map.thousands', { value: formatNumber(value / 1000, value % 1000 === 0 ? 0 : 1) }) : formatNumber(value, Number.isInteger(value) ? 0 : 1));
    const from = (index: number) => (index === 0 ? '>0' : index === cuts.length ? `${short(cuts[index - 1]!)}+` : short(cuts[index - 1]!));
    return html`<div class="steps" aria-hidden="true">
      <div class="scale">
        <div><div class="block" style="background:#fff"></div>0</div>
        ${colours.map((colour, index) => html`<div><div class="block" style="background:${colour}"></div>${from(index)}</div>`)}
      </div>
      <div class="others">
        <div><div class="block hatch"></div>${t('map.withheldShort')}</div>
        <div><div class="block grey"></div>${t('map.missingShort')}</div>
      </div>
    </div>`;
  }
}

/** Name of a geography and its number of zones: "Stadtteile · 18". */
export function geographyText(name: { readonly de: string; readonly en: string }, zones: number): string {
  return `${localised(name)} · ${zones}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'zs-legend': LegendCard;
  }
}
