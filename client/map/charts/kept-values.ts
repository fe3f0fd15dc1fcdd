// Values of other indicators than the shown one: asked of the store once, and there at the next drawing.
import type { LitElement } from 'lit';
import type { IndicatorValues } from '../../api-types.ts';
import type { ChartStore } from './chart-store.ts';

export class KeptValues {
  private readonly host: LitElement;
  private readonly kept = new Map<string, IndicatorValues | 'waiting' | 'failed'>();
  private of_ = '';

  constructor(host: LitElement) {
    this.host = host;
  }

  /** In the order of `indicators`; undefined until all are there. One that the server refuses is left out by `failed`. */
  of(store: ChartStore, indicators: readonly string[]): (IndicatorValues | undefined)[] | undefined {
    const key = `${store.geography?.geography} ${store.view?.version}`;
    // Another geography or cut has other zones: nothing of the old one may be drawn on it.
    if (key !== this.of_) {
      this.kept.clear();
      this.of_ = key;
    }
    for (const indicator of indicators) if (!this.kept.has(indicator)) void this.fetch(store, indicator, key);
    const found = indicators.map((indicator) => this.kept.get(indicator)!);
    return found.includes('waiting') ? undefined : found.map((one) => (typeof one === 'string' ? undefined : one));
  }

  private async fetch(store: ChartStore, indicator: string, key: string): Promise<void> {
    this.kept.set(indicator, 'waiting');
    const answer = await store.values(indicator).catch(() => 'failed' as const);
    if (key !== this.of_) return;
    this.kept.set(indicator, answer);
    this.host.requestUpdate();
  }
}
