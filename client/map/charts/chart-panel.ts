// <zs-charts>: all charts of the shown indicator under tabs; each is fetched when it is opened for the first time.
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { followLanguage, t } from '../../i18n/i18n.ts';
import { baseStyles } from '../../shell/base-styles.ts';
import type { ChartStore } from './chart-store.ts';
import './ranking-chart.ts';
import './series-chart.ts';

export const CHARTS = ['ranking', 'histogram', 'series', 'balance', 'scatter', 'radar', 'pyramid'] as const;
export type ChartName = (typeof CHARTS)[number];

/** What stands already, or comes with its tab: ECharts with the first chart that needs it. */
const LOAD: Readonly<Partial<Record<ChartName, () => Promise<unknown>>>> = {
  histogram: () => import('./histogram-chart.ts'),
  balance: () => import('./balance-chart.ts'),
  scatter: () => import('./scatter-chart.ts'),
  radar: () => import('./radar-chart.ts'),
  pyramid: () => import('./pyramid-chart.ts'),
};

/** `chart`: the open one, also by a link. Fires `chart-change` (name), and what the charts fire. */
@customElement('zs-charts')
export class ChartPanel extends LitElement {
  @property({ attribute: false }) store: ChartStore | undefined;
  @property({ attribute: false }) revision = 0;
  @property() chart = 'ranking';
  /** Without tabs: the ranking alone. */
  @property({ type: Boolean }) only = false;
  @state() private failed: ChartName | undefined;

  static override styles = [
    ...baseStyles,
    css`
      :host { display: block; }
      .tabs { display: flex; flex-wrap: wrap; border-bottom: 1px solid var(--zs-line); padding: 0 8px; }
      .tabs button { flex: none; min-height: 36px; padding: 6px 8px 3px; color: var(--zs-ink2); font-weight: 500; border-bottom: 3px solid transparent; white-space: nowrap; }
      .tabs [aria-selected='true'] { color: var(--zs-accent); border-color: var(--zs-accent); font-weight: 600; }
      .tabs button:focus-visible { outline-offset: -4px; box-shadow: none; }
      .body { padding: 12px 16px 16px; min-height: 220px; }
      p { color: var(--zs-ink2); }
      @media (max-width: 699px) { .tabs button { min-height: 44px; padding: 8px 11px 5px; } }
      @media print { .tabs { display: none; } }
    `,
  ];

  constructor() {
    super();
    followLanguage(this);
  }

  private get open(): ChartName {
    return CHARTS.find((name) => name === this.chart) ?? 'ranking';
  }

  override willUpdate(): void {
    void this.load(this.open);
  }

  private async load(open: ChartName): Promise<void> {
    try {
      await LOAD[open]?.();
      if (this.failed === open) this.failed = undefined;
    } catch {
      // Offline, or the server was renewed: the tab says so, and asks again at the next change.
      this.failed = open;
    }
  }

  override render() {
    if (this.store?.view === undefined) return nothing;
    const { open } = this;
    const body = html`<div class="body" id="panel" role=${this.only ? nothing : 'tabpanel'} aria-labelledby=${this.only ? nothing : `tab-${open}`}>
      ${this.failed === open ? html`<p role="status">${t('charts.notLoaded')}</p>` : this.renderOpen(open)}
    </div>`;
    if (this.only) return body;
    return html`<div class="tabs" role="tablist" aria-label=${t('charts.tabs')} @keydown=${this.onKey}>
        ${CHARTS.map((name) => html`<button role="tab" id="tab-${name}" aria-controls="panel" aria-selected=${name === open} tabindex=${name === open ? 0 : -1} @click=${() => this.show(name)}>${t(`charts.tab_${name}`)}</button>`)}
      </div>
      ${body}`;
  }

  private renderOpen(open: ChartName) {
    const { store, revision } = this;
    switch (open) {
      case 'ranking':
        return html`<zs-ranking .store=${store} .revision=${revision}></zs-ranking>`;
      case 'histogram':
        return html`<zs-histogram .store=${store} .revision=${revision}></zs-histogram>`;
      case 'series':
        return html`<zs-series .store=${store} .revision=${revision}></zs-series>`;
      case 'balance':
        return html`<zs-balance .store=${store} .revision=${revision}></zs-balance>`;
      case 'scatter':
        return html`<zs-scatter .store=${store} .revision=${revision}></zs-scatter>`;
      case 'radar':
        return html`<zs-radar .store=${store} .revision=${revision}></zs-radar>`;
      case 'pyramid':
        return html`<zs-pyramid .store=${store} .revision=${revision}></zs-pyramid>`;
    }
  }

  private show(name: ChartName): void {
    this.chart = name;
    this.dispatchEvent(new CustomEvent('chart-change', { detail: name, bubbles: true, composed: true }));
  }

  private onKey(event: KeyboardEvent): void {
    const at = CHARTS.indexOf(this.open);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: CHARTS.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const name = CHARTS[(next + CHARTS.length) % CHARTS.length]!;
    this.show(name);
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`#tab-${name}`)?.focus());
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'zs-charts': ChartPanel;
  }
}
