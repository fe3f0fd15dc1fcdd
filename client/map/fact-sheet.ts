// The indicator's sheet: what it is, how it is reckoned, whence it comes, what of it is released under which rules.
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Indicator, Release } from '../api-model.ts';
import { formatDate } from '../i18n/format.ts';
import { followLanguage, localised, t } from '../i18n/i18n.ts';
import type { IndicatorView } from './indicator-view.ts';
import type { MapStore } from './map-store.ts';
import { countText } from './map-words.ts';
import { titleOf } from './measure-text.ts';
import { panelStyles } from './panel-styles.ts';

const DIRECTIONS = { '1': 'map.directionMore', '-1': 'map.directionLess', '0': 'map.directionNone' } as const;

@customElement('zs-fact-sheet')
export class FactSheet extends LitElement {
  @property({ attribute: false }) store: MapStore | undefined;
  @property({ attribute: false }) view: IndicatorView | undefined;
  @property({ attribute: false }) releases: readonly Release[] = [];

  static override styles = [
    ...panelStyles,
    css`
      h3 { font: 600 16px/22px var(--zs-font); margin-top: 4px; overflow-wrap: anywhere; hyphens: auto; }
      .say { margin-top: 6px; }
      dl { margin-top: 8px; }
      dt { color: var(--zs-ink3); font: 400 12px/16px var(--zs-font); margin-top: 10px; }
      dd { overflow-wrap: anywhere; }
      .code { font: 400 12px/16px var(--zs-font); color: var(--zs-ink3); }
    `,
  ];

  constructor() {
    super();
    followLanguage(this);
  }

  override render() {
    const { view, store } = this;
    if (view === undefined || store === undefined) return nothing;
    const { indicator } = view;
    const text = localised(indicator.interpretation);
    const rows: readonly (readonly [string, unknown])[] = [
      [t('map.numerator'), countText(indicator.numerator, store.statistics)],
      ...(indicator.denominator === null ? [] : [[t('map.denominator'), countText(indicator.denominator, store.statistics)] as const]),
      [t('map.unit'), `${localised(indicator.unit)}${perText(indicator)}`],
      [t('map.direction'), t(DIRECTIONS[String(indicator.direction) as keyof typeof DIRECTIONS])],
      [t('map.sourceHead'), localised(indicator.source)],
      [t('map.topicsHead'), this.topics(indicator).join(', ')],
      [t('map.datesHead'), datesText(view)],
      [t('map.cut'), store.cut === 'each' ? t('map.cutEach') : store.cutTitle],
      [t('map.releasesHead'), this.renderReleases(view)],
    ];
    return html`
      <h3>${titleOf(indicator)}</h3>
      ${text === '' ? nothing : html`<p class="say">${text}</p>`}
      <dl>${rows.map(([name, value]) => (value === '' ? nothing : html`<dt>${name}</dt><dd>${value}</dd>`))}</dl>
      <p class="hint">${t('map.sheetNote')}</p>
      <p class="code">${indicator.indicator}</p>
    `;
  }

  private topics({ indicator }: Indicator): string[] {
    return this.store!.catalogues.flatMap(({ title, topics, indicators }) => {
      const own = indicators.find((one) => one.indicator === indicator);
      const topic = topics.find((one) => one.topic === own?.topic);
      return own === undefined ? [] : [`${localised(title)}: ${topic === undefined ? '' : localised(topic.title)}`];
    });
  }

  /** With the certificate of each: what was audited, and that nothing could be reckoned back. */
  private renderReleases({ values }: IndicatorView) {
    const numbers = [...new Set(values.dates.flatMap(({ releases }) => releases))].sort((a, b) => a - b);
    return numbers.map((number) => {
      const release = this.releases.find((one) => one.number === number);
      if (release === undefined) return html`<div>${t('map.release', { number: String(number) })}</div>`;
      const decided = release.publishedAt ?? release.decidedAt;
      return html`<div>
        ${t('map.release', { number: String(number) })}${decided === null ? nothing : html`, ${formatDate(decided.slice(0, 10))}`} · ${t(METHOD_WORDS[release.method])}
        ${release.audit.state === 'done' ? html`· <a href=${`/releases/${encodeURIComponent(release.release)}/audit`}>${t('map.certificate')}</a>` : nothing}
      </div>`;
    });
  }
}

/** How numbers were kept secret, and so what can be done with them. */
const METHOD_WORDS = { suppress: 'map.methodSuppress', round: 'map.methodRound', 'cell-key': 'map.methodCellKey' } as const;

function perText({ per, denominator }: Indicator): string {
  return denominator !== null && per > 1 && per !== 100 ? ` (${t('map.per', { per })})` : '';
}

function datesText({ values: { dates } }: IndicatorView): string {
  const [first, last] = [dates[0], dates.at(-1)];
  if (first === undefined || last === undefined) return '';
  return first === last ? formatDate(first.date) : t('map.datesFromTo', { from: formatDate(first.date), to: formatDate(last.date), count: dates.length });
}

declare global {
  interface HTMLElementTagNameMap {
    'zs-fact-sheet': FactSheet;
  }
}
