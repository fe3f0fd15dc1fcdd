// Title and legend, one statement: what, of whom, unit, date; then the classes with their numbers of zones.
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { formatDate, formatNumber } from '../i18n/format.ts';
import { followLanguage, localised, t } from '../i18n/i18n.ts';
import { baseStyles } from '../shell/base-styles.ts';
import { icon } from '../shell/icons.ts';
import { countSigns, type CellSign } from './classification.ts';
import type { IndicatorView } from './indicator-view.ts';
import { classWords, titleOf, unitText } from './measure-text.ts';
import { swatch, swatchStyles } from './swatch.ts';

/** Slot: choices between title and classes. Fires `change-classes` from the button below them. */
@customElement('zs-legend')
export class LegendCard extends LitElement {
  @property({ attribute: false }) view: IndicatorView | undefined;
  /** Without the date. */
  @property() what = '';
  @property() geographyName = '';
  /** By zone; the counts are of those that pass. */
  @property({ attribute: false }) passing: readonly boolean[] | undefined;
  /** A strip for small screens, with the whole legend behind a button. */
  @property({ type: Boolean }) compact = false;
  /** The other side of a comparison: a heading of lower rank, no choices. */
  @property({ type: Boolean }) second = false;
  @state() private open = false;

  static override styles = [
    ...baseStyles,
    swatchStyles,
    css`
      :host { display: block; }
      h1, h2 { font: 600 20px/26px var(--zs-font); letter-spacing: -0.005em; overflow-wrap: anywhere; hyphens: auto; }
      h2 { font: 600 16px/22px var(--zs-font); }
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
      .foot { display: flex; justify-content: space-between; align-items: baseline; gap: 12px; margin-top: 8px; }
      .note { color: var(--zs-ink3); }
      .change { color: var(--zs-accent); font: 600 12px/16px var(--zs-font); text-decoration: underline; text-underline-offset: 3px; min-height: 24px; flex: none; }
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
      @media (max-width: 699px) {
        .change { min-height: 44px; }
      }
      @media print {
        .change { display: none; }
      }
    `,
  ];

  constructor() {
    super();
    followLanguage(this);
  }

  override render() {
    const { view } = this;
    if (view === undefined) return nothing;
    const what = t('map.subtitle', { words: this.what, date: formatDate(view.date) });
    if (this.second) return html`<h2>${titleOf(view.indicator)}</h2><p class="what t12">${what}</p>${this.renderTable(view)}`;
    if (!this.compact) return html`<h1>${titleOf(view.indicator)}</h1><p class="what">${what}</p><slot></slot>${this.renderTable(view)}`;
    return html`
      <div class="strip">
        <div class="words"><h1>${titleOf(view.indicator)}</h1><p class="what t12">${unitText(view.numbers)} · ${this.geographyName}</p></div>
        <button class="icon-button" aria-expanded=${this.open} aria-label=${t('map.legend')} @click=${() => (this.open = !this.open)}>
          ${icon(this.open ? 'chevronUp' : 'chevronDown')}
        </button>
      </div>
      ${this.open ? html`<slot></slot>${this.renderTable(view)}` : this.renderSteps(view)}
    `;
  }

  private renderTable(view: IndicatorView) {
    const { classification, measures } = view;
    const counts = countSigns(this.passing === undefined ? measures : measures.filter((_, zone) => this.passing![zone]), classification);
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
          <tr><th colspan="2" scope="col">${unitText(view.numbers)}</th><th colspan="2" scope="col" class="num">${this.geographyName}</th></tr>
        </thead>
        <tbody>
          ${classes.map((index) => row(index, classWords(index, classification)))}
          ${row('zero', t('map.zero'))}
          ${row('withheld', t('map.withheld'), true)}
          ${row('missing', t('map.missing'))}
        </tbody>
      </table>
      <div class="foot">
        <p class="note t12">${this.classesText(view)} ${counts.has('withheld') ? t('map.withheldSentence') : nothing}</p>
        ${this.second ? nothing : html`<button class="change" @click=${() => this.dispatchEvent(new CustomEvent('change-classes'))}>${t('map.change')}<span class="visually-hidden"> ${t('map.classesHead')}</span></button>`}
      </div>
    `;
  }

  private classesText({ settings: { method, scope } }: IndicatorView): string {
    if (method === 'manual') return t('map.classesManual');
    return scope === 'series' ? t('map.classesFixed') : t('map.classesByDate');
  }

  private renderSteps({ classification: { cuts, colours, signed } }: IndicatorView) {
    const short = (value: number) => (Math.abs(value) >= 10_000 ? t('map.thousands', { value: formatNumber(value / 1000, value % 1000 === 0 ? 0 : 1) }) : formatNumber(value, Number.isInteger(value) ? 0 : 1));
    const from = (index: number) => (index === 0 ? (signed ? `<${cuts.length === 0 ? '0' : short(cuts[0]!)}` : '>0') : index === cuts.length ? `${short(cuts[index - 1]!)}+` : short(cuts[index - 1]!));
    return html`<div class="steps" aria-hidden="true">
      <div class="scale">
        <div><div class="block" style="background:#fff"></div>0</div>
        ${colours.map((colour, index) => html`<div><div class="block" style="background:${colour}"></div>${colours.length > 6 && index % 2 === 1 ? '\u00A0' : from(index)}</div>`)}
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
