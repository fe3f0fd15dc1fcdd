// State of the map page: what is offered, what is chosen, what is loaded. Elements show it and call its methods.
import { Api, ApiProblem, type Cell, type Municipality } from '../api.ts';
import { localised } from '../i18n/i18n.ts';
import type { WorldOrigin } from '../map-layers/coverage-paths.ts';
import { loadBasePaths, type BasePaths } from './base-paths.ts';
import { classify, type Classification } from './classification.ts';
import { buildOffers, datesOf, hasShare, measureCells, mergeReleases, totalOf, type Measure, type Offer, type ReleasedTable } from './released-table.ts';
import type { MapAddress, MapView } from './share-link.ts';
import { shapeZones, type ZoneShape } from './zone-shapes.ts';

/** Before, the values mostly come first and the outlines would only flicker. */
const OUTLINES_AFTER_MS = 400;
const NO_CLASSES: Classification = { cuts: [], colours: [] };

export class MapStore {
  municipality: Municipality | undefined;
  origin: WorldOrigin = [0, 0];
  base: BasePaths | undefined;
  offers: readonly Offer[] = [];
  offer: Offer | undefined;
  table: ReleasedTable | undefined;
  shapes: readonly ZoneShape[] = [];
  measure: Measure | undefined;
  classification: Classification = NO_CLASSES;
  dates: readonly string[] = [];
  totals: readonly (number | undefined)[] = [];
  date = '';
  cells: readonly Cell[] = [];
  /** Index of the zone, -1 for none. */
  selected = -1;
  hovered = -1;
  view: MapView = 'map';
  loading: 'start' | 'values' | undefined = 'start';
  /** Of the values on their way, where it is known. */
  loaded: number | undefined;
  problem: ApiProblem | undefined;

  private readonly api: Api;
  private readonly changed: () => void;
  private abort: AbortController | undefined;

  constructor(api: Api, changed: () => void) {
    this.api = api;
    this.changed = changed;
  }

  /** Loads what is offered and shows what `wanted` names, as far as it is there. */
  async start(wanted: MapAddress): Promise<void> {
    this.loading = 'start';
    this.problem = undefined;
    this.changed();
    try {
      const [municipality, geographies, releases, statistics] = await Promise.all([
        this.api.municipality(),
        this.api.geographies(),
        this.api.releases(),
        this.api.statistics(),
      ]);
      const [minX, minY, maxX, maxY] = municipality.bounds;
      this.origin = [Math.round((minX + maxX) / 2), Math.round((minY + maxY) / 2)];
      this.municipality = municipality;
      this.offers = buildOffers(geographies, releases, statistics);
      void this.loadBase(municipality.epsg);
      const offer =
        this.offers.find(
          ({ geography, version }) => geography.geography === wanted.geography && (wanted.version ?? version.version) === version.version,
        ) ?? this.offers[0];
      if (offer === undefined) {
        this.loading = undefined;
        this.changed();
        return;
      }
      this.view = wanted.view ?? this.view;
      await this.showOffer(offer, wanted);
    } catch (error) {
      this.fail(error);
    }
  }

  private async loadBase(epsg: number): Promise<void> {
    try {
      this.base = await loadBasePaths(this.api, epsg, this.origin);
      this.changed();
    } catch {
      // The map is complete without its base.
    }
  }

  private fail(error: unknown): void {
    if (error instanceof DOMException && error.name === 'AbortError') return;
    if (!(error instanceof ApiProblem)) throw error;
    this.loading = undefined;
    this.problem = error;
    this.changed();
  }

  /** Switches the geography; the statistic, the date and the measure stay where they are released there too. */
  async showOffer(offer: Offer, wanted: MapAddress = this.address()): Promise<void> {
    this.abort?.abort();
    const abort = new AbortController();
    this.abort = abort;
    this.loading = 'values';
    this.loaded = undefined;
    this.problem = undefined;
    this.changed();
    try {
      const epsg = this.municipality!.epsg;
      const late = setTimeout(() => void this.showOutlines(offer, abort.signal), OUTLINES_AFTER_MS);
      const parts = offer.releases.map(() => 0);
      const collections = await Promise.all(
        offer.releases.map(({ release }, index) =>
          this.api.releaseZones(release, epsg, abort.signal, (fraction) => {
            parts[index] = fraction;
            this.loaded = parts.reduce((sum, part) => sum + part, 0) / parts.length;
            this.changed();
          }),
        ),
      ).finally(() => clearTimeout(late));
      if (abort.signal.aborted) return;
      this.offer = offer;
      this.table = mergeReleases(collections);
      this.shapes = shapeZones(this.table.zones, this.origin);
      this.selected = this.table.zones.findIndex(({ zone }) => zone === wanted.zone);
      this.hovered = -1;
      this.loading = undefined;
      const statistic =
        offer.statistics.find((candidate) => candidate.statistic === wanted.statistic) ??
        offer.statistics[0];
      if (statistic === undefined) {
        this.changed();
        return;
      }
      const kind = hasShare(this.table, statistic) ? (wanted.kind ?? 'share') : 'count';
      this.showMeasure({ statistic, kind }, wanted.date);
    } catch (error) {
      this.fail(error);
    }
  }

  /** Values that take long are preceded by the zones' outlines, in grey. Not over a map that is there already. */
  private async showOutlines(offer: Offer, signal: AbortSignal): Promise<void> {
    if (this.table !== undefined) return;
    const outlines = await this.api.geographyZones(offer.geography.geography, offer.version.version, this.municipality!.epsg).catch(() => undefined);
    if (outlines === undefined || signal.aborted || this.table !== undefined) return;
    this.shapes = shapeZones(outlines.features.map(({ geometry, properties }) => ({ zone: properties.zone, name: properties.name, geometry })), this.origin);
    this.changed();
  }

  cancel(): void {
    this.abort?.abort();
    this.loading = undefined;
    this.changed();
  }

  chooseStatistic(id: string): void {
    const statistic = this.offer?.statistics.find((candidate) => candidate.statistic === id);
    if (statistic === undefined || this.table === undefined) return;
    this.showMeasure({ statistic, kind: hasShare(this.table, statistic) ? 'share' : 'count' }, this.date);
  }

  chooseKind(kind: Measure['kind']): void {
    if (this.measure !== undefined && (kind === 'count' || this.canShare)) this.showMeasure({ ...this.measure, kind }, this.date);
  }

  get canShare(): boolean {
    return this.table !== undefined && this.measure !== undefined && hasShare(this.table, this.measure.statistic);
  }

  private showMeasure(measure: Measure, wantedDate: string | undefined): void {
    const table = this.table!;
    this.measure = measure;
    this.classification = classify(table, measure);
    this.dates = datesOf(table, measure);
    this.totals = this.dates.map((date) => totalOf(table, measure, date));
    this.showDate(this.dates.includes(wantedDate ?? '') ? wantedDate! : (this.dates.at(-1) ?? ''));
  }

  showDate(date: string): void {
    this.date = date;
    this.cells = this.table === undefined || this.measure === undefined ? [] : measureCells(this.table, this.measure, date);
    this.changed();
  }

  select(zone: number): void {
    this.selected = zone;
    this.changed();
  }

  hover(zone: number): void {
    if (zone === this.hovered) return;
    this.hovered = zone;
    this.changed();
  }

  showView(view: MapView): void {
    this.view = view;
    this.changed();
  }

  /** Name of the statistic that shares refer to. */
  get populationName(): string {
    const population = this.measure?.statistic.population;
    const statistic = this.offer?.statistics.find((candidate) => candidate.statistic === population);
    return statistic === undefined ? '' : localised(statistic.name);
  }

  get geographyName(): string {
    return this.offer === undefined ? '' : localised(this.offer.geography.name);
  }

  /** The releases that the shown measure comes from. */
  get releaseNumbers(): readonly string[] {
    const { measure, offer, date } = this;
    if (measure === undefined || offer === undefined) return [];
    return offer.releases
      .filter(({ statistics, referenceDates }) => statistics.includes(measure.statistic.statistic) && referenceDates.includes(date))
      .map(({ number, release }) => String(number ?? release))
      .slice(-1);
  }

  address(): MapAddress {
    return {
      geography: this.offer?.geography.geography,
      version: this.offer?.version.version,
      statistic: this.measure?.statistic.statistic,
      kind: this.measure?.kind,
      date: this.date === '' ? undefined : this.date,
      zone: this.table?.zones[this.selected]?.zone,
      view: this.view,
    };
  }
}
