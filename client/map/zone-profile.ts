// One zone in a card: its value, the city's, its rank among zones with a value, its change, its course, and the way to its whole profile.
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { localised, followLanguage, t } from '../i18n/i18n.ts';
import { baseStyles } from '../shell/base-styles.ts';
import { icon } from '../shell/icons.ts';
import { measuresOn, type ChartedView, type ChartStore } from './charts/chart-store.ts';
import { KeptValues } from './charts/kept-values.ts';
import './charts/series-chart.ts';
import { signOf } from './classification.ts';
import { changeWithUnit, measureSentence, numberWithUnit, plainNumber, titleOf } from './measure-text.ts';
import { rankZones } from './ranking.ts';
import { swatch, swatchStyles } from './swatch.ts';

/** Of the store's selected zone. Fires `close` and `open-profile` (code of the zone). */
@customElement('zs-profile')
export class ZoneProfile extends LitElement {
  @property({ attribute: false }) store: ChartStore | undefined;
  @property({ attribute: false }) revision = 0;
  @property() cutTitle = '';
  private readonly kept = new KeptValues(this);

  static override styles = [
    ...baseStyles,
    swatchStyles,
    css`
      :host { display: block; padding: 14px 16px 8px; }
      .head { display: flex; align-items: flex-start; gap: 8px; }
      .head > div { flex: 1; min-width: 0; }
      .head .icon-button { margin: -4px -8px 0 0; }
      .figures { display: flex; align-items: flex-end; gap: 12px 22px; margin-top: 4px; flex-wrap: wrap; }
      .value { display: flex; align-items: center; gap: 10px; }
      .value .words { font: 600 20px/26px var(--zs-font); }
      .t40 small { font: 600 20px/26px var(--zs-font); letter-spacing: 0; }
      dl { display: flex; gap: 20px; padding-bottom: 4px; }
      dt { font: 400 12px/16px var(--zs-font); color: var(--zs-ink3); }
      dd { font-weight: 600; white-space: nowrap; font-variant-numeric: tabular-nums; }
      .say { margin-top: 10px; color: var(--zs-ink2); }
      .whole { margin: 8px 0 0 -6px; }
      zs-series { margin-top: 12px; }
    `,
  ];

  constructor() {
    super();
    followLanguage(this);
  }

  override render() {
    const { store } = this;
    const view = store?.view;
    const zone = store?.selected ?? -1;
    const own = view?.zones[zone];
    if (store === undefined || view === undefined || own === undefined) return nothing;
    const measure = view.measures[zone]!;
    return html`
      <div class="head">
        <div>
          <p class="t12 ink3">${[store.geography === undefined ? '' : localised(store.geography.name), this.cutTitle].filter((text) => text !== '').join(' · ')}</p>
          <h2 class="t20">${own.name}</h2>
        </div>
        <button class="icon-button" aria-label=${t('map.closeProfile')} @click=${() => this.dispatchEvent(new CustomEvent('close'))}>${icon('close')}</button>
      </div>
      <div class="figures">
        <p class="value">${measure.state === 'value' ? bigNumber(measure.value, view) : html`${swatch(signOf(measure, view.classification), view.classification, 34, 20)}<span class="words">${t(measure.state === 'withheld' ? 'map.withheld' : 'map.missing')}</span>`}</p>
        <dl>${this.facts(view, zone)}</dl>
      </div>
      ${measure.state === 'value' ? nothing : html`<p class="say">${measureSentence(measure)}</p>`}
      ${this.parts(store, view, zone)} ${this.whyAtLeast(view)}
      <button class="button link dense whole" @click=${() => this.dispatchEvent(new CustomEvent('open-profile', { detail: own.zone, bubbles: true, composed: true }))}>${t('profile.allIndicators')} ${icon('arrowRight', 18)}</button>
      <zs-series compact .store=${store} .revision=${this.revision}></zs-series>
    `;
  }

  /** "91 von 390 (Kinder unter 15 Jahren)": of a rate of one count in another, where both counts are released. */
  private parts(store: ChartStore, { indicator, version, date, values }: ChartedView, zone: number) {
    const { numerator, denominator } = indicator;
    const simple = denominator !== null && [numerator, denominator].every(({ plus, minus }) => plus.length === 1 && (minus ?? []).length === 0);
    if (!simple || values.form !== 'value') return nothing;
    const codes = [`count-${numerator.plus[0]}`, `count-${denominator.plus[0]}`];
    const counts = codes.flatMap((code) => store.catalogues.flatMap(({ indicators }) => indicators.find((one) => one.indicator === code) ?? []));
    const found = counts.length === 2 ? this.kept.of(store, codes) : undefined;
    if (found?.[0] === undefined || found[1] === undefined) return nothing;
    const [part, whole] = [measuresOn(found[0], version, date)[zone], measuresOn(found[1], version, date)[zone]];
    if (part?.state !== 'value' || whole?.state !== 'value') return nothing;
    return html`<p class="say"><b>${t('map.partOfWhole', { part: part.value, whole: whole.value })}</b> (${titleOf(counts[1]!)})</p>`;
  }

  /** Where the city is known at least: which zones nobody counted. A reader would look for what is hidden, and nothing is. */
  private whyAtLeast({ values, dateIndex, measures, zones }: ChartedView) {
    if (values.form !== 'value' || (values.dates[dateIndex]?.wholeAtLeast ?? null) === null) return nothing;
    const uncounted = zones.filter((_, i) => measures[i]!.state === 'missing').map(({ name }) => name);
    if (uncounted.length === 0) return nothing;
    return html`<p class="say">${t('map.atLeastWhy', { count: uncounted.length, zones: uncounted.slice(0, 3).join(', ') + (uncounted.length > 3 ? ' …' : '') })}</p>`;
  }

  private facts(view: ChartedView, zone: number) {
    const { measures, zones, indicator, values, numbers } = view;
    const measure = measures[zone]!;
    const whole = view.whole();
    // A sum beside a zone that is not among its numbers would be read as its rest.
    const city = values.form === 'value' && whole.state === 'value' ? whole.value : undefined;
    const ranking = rankZones(measures, zones.map(({ name }) => name));
    const rank = ranking.find(({ index }) => index === zone)?.rank;
    const least = values.form === 'value' ? (values.dates[view.dateIndex]?.wholeAtLeast ?? undefined) : undefined;
    const change = changeSinceFirst(view, zone);
    return html`
      ${city === undefined && least === undefined ? nothing : html`<div><dt>${t(indicator.denominator === null ? 'map.sumOfZones' : 'map.whole')}</dt><dd>${city === undefined ? t('map.atLeast', { value: numberWithUnit(least!, numbers) }) : numberWithUnit(city, numbers)}</dd></div>`}
      ${measure.state !== 'value' || rank === undefined ? nothing : html`<div><dt>${t('map.rank')}</dt><dd>${t('map.rankOf', { rank, of: ranking.filter((one) => one.rank !== undefined).length })}</dd></div>`}
      ${change === undefined ? nothing : html`<div><dt>${t('map.since', { year: change.since.slice(0, 4) })}</dt><dd>${changeWithUnit(change.difference, numbers)}</dd></div>`}
    `;
  }
}

function bigNumber(value: number, { numbers }: ChartedView) {
  const whole = numberWithUnit(value, numbers);
  const plain = plainNumber(value, numbers);
  const unit = whole.startsWith(plain) ? whole.slice(plain.length).trim() : '';
  return html`<span class="t40">${unit === '' && whole !== plain ? whole : plain}${unit === '' ? nothing : html` <small>${unit}</small>`}</span>`;
}

/** Of plain values in one cut: a difference of changes is none, and one over a break neither. */
function changeSinceFirst(view: ChartedView, zone: number): { since: string; difference: number } | undefined {
  const first = view.values.dates[0];
  if (view.values.form !== 'value' || first === undefined || first.date === view.date || first.version !== view.version) return undefined;
  const now = view.measures[zone]!;
  const then = view.measuresAt(0)[zone]!;
  return now.state === 'value' && then.state === 'value' ? { since: first.date, difference: now.value - then.value } : undefined;
}

declare global {
  interface HTMLElementTagNameMap {
    'zs-profile': ZoneProfile;
  }
}
