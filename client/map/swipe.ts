// The other side of a comparison: another date or another indicator beside the shown one, parted by a slider.
import { ApiProblem } from '../api.ts';
import { targetOf, today } from './indicator-choice.ts';
import { IndicatorView } from './indicator-view.ts';
import { shapesFor } from './map-data.ts';
import type { MapStore } from './map-store.ts';
import type { SwipeAddress } from './share-link.ts';
import type { ZoneShape } from './zone-shapes.ts';

const MIDDLE = 0.5;

export class Swipe {
  /** Right of the slider; undefined while nothing is compared. */
  view: IndicatorView | undefined;
  shapes: readonly ZoneShape[] = [];
  /** Of the width. */
  place = MIDDLE;
  private readonly store: MapStore;
  private readonly changed: () => void;
  private wish = 0;

  constructor(store: MapStore, changed: () => void) {
    this.store = store;
    this.changed = changed;
  }

  get active(): boolean {
    return this.view !== undefined;
  }

  /** Begins with the first date of the same indicator: what became of it. */
  async open(): Promise<void> {
    const { store } = this;
    const first = store.dates[0];
    if (store.view === undefined || first === undefined) return;
    this.place = MIDDLE;
    await this.show(store.view.indicator.indicator, first === store.date ? store.dates.at(-1)! : first);
  }

  close(): void {
    this.wish++;
    this.view = undefined;
    this.changed();
  }

  /** In the geography of the shown side; its cut where the indicator is released in it. */
  async show(code: string, date: string | undefined): Promise<void> {
    const { store } = this;
    const indicator = store.indicators.get(code);
    const target = indicator === undefined ? undefined : targetOf(indicator, store.geographies, { geography: store.geography?.geography, cut: store.cut }, today());
    if (indicator === undefined || target === undefined || target.geography !== store.geography) return;
    const wish = ++this.wish;
    try {
      const values = await store.data.values(code, target.geography.geography, target.cut, store.form);
      const at = values.dates.findIndex((row) => row.date === date);
      if (values.dates.length === 0) return;
      const view = new IndicatorView(indicator, values, at < 0 ? values.dates.length - 1 : at, store.classes);
      const cut = await store.data.zones(target.geography, view.version, store.municipality!, store.origin);
      if (wish !== this.wish) return;
      this.view = view;
      this.shapes = view.version === store.version ? store.shapes : shapesFor(view.zones.map(({ zone }) => zone), cut);
      this.changed();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      store.fail(error);
    }
  }

  /** The other side has the classes, the geography and the form of the first. */
  follow(): void {
    const { view, store } = this;
    if (view === undefined) return;
    if (view.values.geography !== store.geography?.geography || view.values.form !== store.form.form) void this.show(view.indicator.indicator, view.date);
    else this.view = view.with(store.classes);
  }

  move(place: number): void {
    this.place = Math.min(1, Math.max(0, place));
    this.changed();
  }

  async restore({ indicator, date, place }: SwipeAddress): Promise<void> {
    this.place = place;
    await this.show(indicator, date);
  }

  address(): SwipeAddress | undefined {
    return this.view === undefined ? undefined : { indicator: this.view.indicator.indicator, date: this.view.date, place: this.place };
  }
}
