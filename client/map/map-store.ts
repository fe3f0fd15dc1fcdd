// State of the map page: what is offered, what is chosen, what is loaded. Elements show it and call its methods.
import { type Api, ApiProblem, type Geography, type Indicator, type IndicatorCatalogue, type IndicatorValues, type IndicatorZone, type Municipality, type Release, type Statistic } from '../api.ts';
import { dividedGeographies } from '../divided-geographies.ts';
import { localised } from '../i18n/i18n.ts';
import type { WorldOrigin } from '../map-layers/coverage-paths.ts';
import { loadBasePaths, type BasePaths } from './base-paths.ts';
import { Courses } from './courses.ts';
import { DEFAULT_CLASSES, type ClassSettings } from './class-settings.ts';
import { Facilities } from './facilities.ts';
import { Favourites } from './favourites.ts';
import { currentCut, indicatorsOf, targetOf, today, wantedIndicator, type Target } from './indicator-choice.ts';
import { IndicatorView } from './indicator-view.ts';
import { type CutShapes, MapData, shapesFor } from './map-data.ts';
import { isActive, NO_FILTER, passing, type MapFilter, type OtherZones } from './map-filter.ts';
import { PLAIN, type MapForm } from './map-form.ts';
import type { CutChoice, MapAddress, MapView, Place } from './share-link.ts';
import { Swipe } from './swipe.ts';
import type { ZoneShape } from './zone-shapes.ts';

/** Before, the values mostly come first and the outlines would only flicker. */
const OUTLINES_AFTER_MS = 400;
const NO_SHAPES: readonly ZoneShape[] = [];

export class MapStore {
  municipality: Municipality | undefined;
  origin: WorldOrigin = [0, 0];
  base: BasePaths | undefined;
  catalogues: readonly IndicatorCatalogue[] = [];
  indicators: ReadonlyMap<string, Indicator> = new Map();
  statistics: ReadonlyMap<string, Statistic> = new Map();
  geographies: readonly Geography[] = [];
  geography: Geography | undefined;
  cut: CutChoice = 0;
  form: MapForm = PLAIN;
  classes: ClassSettings = DEFAULT_CLASSES;
  filter: MapFilter = NO_FILTER;
  /** What the map shows now; a new one at each date. */
  view: IndicatorView | undefined;
  shapes: readonly ZoneShape[] = NO_SHAPES;
  /** Zones of the geography that the filter goes by. */
  filterZones: CutShapes | undefined;
  releases: readonly Release[] = [];
  /** Index of the zone, -1 for none. */
  selected = -1;
  hovered = -1;
  mode: MapView = 'map';
  chart = '';
  profile: string | undefined;
  /** Where the reader moved the map to; undefined while all is shown. */
  place: Place | undefined;
  loading: 'start' | 'values' | undefined = 'start';
  problem: ApiProblem | undefined;
  /** Grows with every change: a property that makes elements draw anew. */
  revision = 0;
  readonly favourites: Favourites;
  readonly facilities: Facilities;
  readonly swipe: Swipe;
  readonly data: MapData;
  readonly courses: Courses;

  private readonly api: Api;
  private readonly onChange: () => void;
  /** Grows with every wish: an answer to an older one is not shown. */
  private wish = 0;
  private shapesByCut = new Map<number, readonly ZoneShape[]>();
  private passes: { readonly of: IndicatorView; readonly filter: MapFilter; readonly other: OtherZones | undefined; readonly result: readonly boolean[] } | undefined;

  constructor(api: Api, onChange: () => void) {
    this.api = api;
    this.onChange = onChange;
    this.data = new MapData(api);
    this.facilities = new Facilities(api, () => this.changed());
    this.favourites = new Favourites(() => this.changed());
    this.courses = new Courses((indicator) => this.values(indicator), () => this.changed());
    this.swipe = new Swipe(this, () => this.changed());
  }

  changed(): void {
    this.revision++;
    this.onChange();
  }

  /** Loads what is offered and shows what `wanted` names, as far as it is there. */
  async start(wanted: MapAddress): Promise<void> {
    this.loading = 'start';
    this.problem = undefined;
    this.changed();
    try {
      const [municipality, all, catalogues, statistics] = await Promise.all([this.api.municipality(), this.api.geographies(), this.data.catalogues(), this.api.statistics()]);
      const [minX, minY, maxX, maxY] = municipality.bounds;
      this.origin = [Math.round((minX + maxX) / 2), Math.round((minY + maxY) / 2)];
      Object.assign(this, { municipality, geographies: dividedGeographies(all), catalogues, indicators: indicatorsOf(catalogues), statistics: new Map(statistics.map((row) => [row.statistic, row])) });
      void this.loadBase(municipality.epsg);
      this.mode = wanted.view ?? this.mode;
      this.classes = wanted.classes ?? this.classes;
      this.filter = wanted.filter ?? this.filter;
      this.chart = wanted.chart ?? this.chart;
      this.profile = wanted.profile;
      this.facilities.restore(wanted.facilities);
      this.place = wanted.place;
      const indicator = wantedIndicator(wanted, this.indicators);
      const target = indicator === undefined ? undefined : this.target(indicator, wanted.geography, wanted.version);
      if (indicator === undefined || target === undefined) {
        this.loading = undefined;
        this.changed();
        return;
      }
      await this.show(indicator, target, wanted.form ?? this.form, wanted.date, wanted.zone);
      if (wanted.swipe !== undefined) await this.swipe.restore(wanted.swipe);
    } catch (error) {
      this.fail(error);
    }
  }

  private target(indicator: Indicator, geography: string | undefined, cut: CutChoice | undefined): Target | undefined {
    return targetOf(indicator, this.geographies, { geography, cut }, today());
  }

  private async loadBase(epsg: number): Promise<void> {
    try {
      this.base = await loadBasePaths(this.api, epsg, this.origin);
      this.changed();
    } catch {
      // The map is complete without its base.
    }
  }

  fail(error: unknown): void {
    if (!(error instanceof ApiProblem)) throw error;
    this.loading = undefined;
    this.problem = error;
    this.changed();
  }

  /** Date and zone stay where the new values have them too. */
  private async show(indicator: Indicator, target: Target, form: MapForm, date: string | undefined, zone: string | undefined): Promise<void> {
    const wish = ++this.wish;
    this.loading = 'values';
    this.problem = undefined;
    this.changed();
    const late = setTimeout(() => void this.showOutlines(target, wish), OUTLINES_AFTER_MS);
    try {
      const { geography, cut } = target;
      const municipality = this.municipality!;
      const first = typeof cut === 'number' ? this.data.zones(geography, cut, municipality, this.origin) : undefined;
      first?.catch(() => undefined);
      const values = await this.data.values(indicator.indicator, geography.geography, cut, form);
      // Of every cut in the series: a date step then asks for nothing.
      const versions = [...new Set(values.dates.map(({ version }) => version))];
      const drawn = await Promise.all(versions.map((version) => this.data.zones(geography, version, municipality, this.origin)));
      if (wish !== this.wish) return;
      const sameCuts = this.geography === geography && versions.every((version) => this.shapesByCut.has(version));
      if (!sameCuts) {
        const codes = (version: number) => values.zones.filter((row) => row.version === version).map((row) => row.zone);
        this.shapesByCut = new Map(versions.map((version, index) => [version, shapesFor(codes(version), drawn[index]!)]));
        this.place = this.geography === undefined ? this.place : undefined;
      }
      const elsewhere = this.geography !== geography || this.cut !== cut;
      Object.assign(this, { geography, cut, form });
      if (elsewhere) this.courses.reset();
      this.loading = undefined;
      this.hovered = -1;
      const at = values.dates.findIndex((row) => row.date === date);
      this.view = values.dates.length === 0 ? undefined : new IndicatorView(indicator, values, at < 0 ? values.dates.length - 1 : at, this.classes);
      this.shapes = this.shapesByCut.get(this.view?.version ?? 0) ?? NO_SHAPES;
      this.selected = this.view?.zones.findIndex((row) => row.zone === zone) ?? -1;
      await this.loadFilterZones();
      this.swipe.follow();
      this.changed();
    } catch (error) {
      if (wish === this.wish) this.fail(error);
    } finally {
      clearTimeout(late);
    }
  }

  /** Values that take long are preceded by the zones' outlines, in grey. Not over a map that is there already. */
  private async showOutlines({ geography, cut }: Target, wish: number): Promise<void> {
    if (this.view !== undefined || cut === 'each') return;
    const outlines = await this.data.zones(geography, cut, this.municipality!, this.origin).catch(() => undefined);
    if (outlines === undefined || wish !== this.wish || this.view !== undefined) return;
    this.shapes = outlines.shapes;
    this.changed();
  }

  cancel(): void {
    this.wish++;
    this.loading = undefined;
    this.changed();
  }

  async chooseIndicator(code: string, form: MapForm = this.form): Promise<void> {
    const indicator = this.indicators.get(code);
    const target = indicator === undefined ? undefined : this.target(indicator, this.geography?.geography, this.cut);
    if (indicator !== undefined && target !== undefined) await this.show(indicator, target, form, this.date, this.selectedZone);
  }

  async chooseGeography(geography: string): Promise<void> {
    const target = this.indicator === undefined ? undefined : this.target(this.indicator, geography, this.cut === 'each' ? 'each' : undefined);
    if (target !== undefined) await this.show(this.indicator!, target, this.form, this.date, undefined);
  }

  async chooseCut(cut: CutChoice): Promise<void> {
    if (this.indicator !== undefined && this.geography !== undefined) await this.show(this.indicator, { geography: this.geography, cut }, this.form, this.date, this.selectedZone);
  }

  async chooseForm(form: MapForm): Promise<void> {
    if (this.indicator !== undefined && this.geography !== undefined) await this.show(this.indicator, { geography: this.geography, cut: this.cut }, form, this.date, this.selectedZone);
  }

  chooseClasses(classes: ClassSettings): void {
    this.classes = classes;
    this.view = this.view?.with(classes);
    this.swipe.follow();
    this.changed();
  }

  showDate(date: string): void {
    const index = this.view?.values.dates.findIndex((row) => row.date === date) ?? -1;
    if (this.view === undefined || index < 0) return;
    const zone = this.selectedZone;
    const before = this.view.version;
    this.view = this.view.at(index);
    if (this.view.version !== before) {
      this.shapes = this.shapesByCut.get(this.view.version) ?? NO_SHAPES;
      this.selected = this.view.zones.findIndex((row) => row.zone === zone);
      this.hovered = -1;
    }
    this.changed();
  }

  async chooseFilter(filter: MapFilter): Promise<void> {
    this.filter = filter;
    try {
      await this.loadFilterZones();
    } catch (error) {
      this.fail(error);
    }
    this.changed();
  }

  /** For the fact sheet; it is complete without them. */
  async loadReleases(): Promise<void> {
    if (this.releases.length > 0) return;
    this.releases = await this.api.releases().catch(() => []);
    this.changed();
  }

  private async loadFilterZones(): Promise<void> {
    const { within } = this.filter;
    const geography = this.geographies.find((row) => row.geography === within?.geography);
    const version = geography === undefined ? undefined : currentCut(geography, today());
    this.filterZones = geography === undefined || version === undefined ? undefined : await this.data.zones(geography, version, this.municipality!, this.origin);
  }

  /** By zone: whether the filter lets it stand out. Undefined without a filter. */
  get passing(): readonly boolean[] | undefined {
    const { view, filter, filterZones: other } = this;
    if (view === undefined || !isActive(filter)) return undefined;
    if (this.passes?.of !== view || this.passes.filter !== filter || this.passes.other !== other) {
      this.passes = { of: view, filter, other, result: passing(filter, view.zones.map(({ zone }) => zone), view.measures, this.shapes, other) };
    }
    return this.passes.result;
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

  showMode(mode: MapView): void {
    this.mode = mode;
    this.changed();
  }

  showChart(chart: string): void {
    this.chart = chart;
    this.changed();
  }

  /** The zone's page over the whole map; undefined closes it. */
  showProfile(zone: string | undefined): void {
    this.profile = zone;
    this.changed();
  }

  /** The reader moved the map; undefined: all is shown again. */
  movedTo(place: Place | undefined): void {
    if (place?.join() === this.place?.join()) return;
    this.place = place;
    this.changed();
  }

  /** Of another indicator in the same geography and cut, as it is. Its zones of `version` have the map's order. */
  values(indicator: string): Promise<IndicatorValues> {
    return this.data.values(indicator, this.geography!.geography, this.cut);
  }

  get indicator(): Indicator | undefined {
    return this.view?.indicator;
  }

  get date(): string {
    return this.view?.date ?? '';
  }

  get dates(): readonly string[] {
    return this.view?.values.dates.map(({ date }) => date) ?? [];
  }

  /** Cut of the shown date. */
  get version(): number {
    return this.view?.version ?? 0;
  }

  get zones(): readonly IndicatorZone[] {
    return this.view?.zones ?? [];
  }

  get selectedZone(): string | undefined {
    return this.zones[this.selected]?.zone;
  }

  get geographyName(): string {
    return this.geography === undefined ? '' : localised(this.geography.name);
  }

  /** "Stand 2024", of the shown date. */
  get cutTitle(): string {
    return this.geography?.versions.find(({ version }) => version === this.version)?.title ?? '';
  }

  address(): MapAddress {
    return {
      geography: this.geography?.geography,
      version: this.cut,
      indicator: this.indicator?.indicator,
      date: this.date === '' ? undefined : this.date,
      form: this.form,
      classes: this.classes,
      filter: this.filter,
      swipe: this.swipe.address(),
      zone: this.selectedZone,
      view: this.mode,
      chart: this.chart,
      profile: this.profile,
      facilities: this.facilities.address(),
      place: this.place,
    };
  }
}

