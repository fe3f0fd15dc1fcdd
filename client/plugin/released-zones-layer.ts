// A released statistic as a layer of anybody's OpenLayers map, in whatever projection that map has.
import type Feature from 'ol/Feature.js';
import GeoJSON from 'ol/format/GeoJSON.js';
import VectorLayer from 'ol/layer/Vector.js';
import type { ProjectionLike } from 'ol/proj.js';
import VectorSource from 'ol/source/Vector.js';
import Fill from 'ol/style/Fill.js';
import Stroke from 'ol/style/Stroke.js';
import Style from 'ol/style/Style.js';
import Text from 'ol/style/Text.js';
import { Api, type Cell } from '../api.ts';
import { colourOf, signOf, type Classification } from '../map/classification.ts';
import { hatchPattern } from '../map-layers/patterns.ts';
import { CONTROL, FONT_FAMILY, INK, WHITE } from '../shell/palette.ts';
import { cellLabel } from './cell-label.ts';
import { classify } from './released-classes.ts';
import { buildOffers, datesOf, hasShare, measureCells, mergeReleases, type Measure, type ReleasedTable } from './released-table.ts';

export interface ReleasedZonesOptions {
  /** Address of the server; empty for the page's own. */
  readonly baseUrl?: string;
  readonly geography: string;
  readonly statistic: string;
  /** Default: a share where one can be computed from released numbers. */
  readonly kind?: Measure['kind'];
  /** Default: the newest. */
  readonly date?: string;
  /** Projection of the map; default EPSG:3857. */
  readonly projection?: ProjectionLike;
}

/**
 * Layer of released zones. Features keep `zone`, `name` and `cell` ({state, value?}); a withheld one has no number.
 * Wait for `ready` before reading dates or classes; it rejects with ApiProblem where the server refuses, and with a
 * RangeError where nothing of that name is released.
 */
export class ReleasedZonesLayer extends VectorLayer {
  readonly ready: Promise<void>;
  private table: ReleasedTable | undefined;
  private measure: Measure | undefined;
  private classification: Classification = { cuts: [], colours: [] };
  private cells = new Map<string, Cell>();
  private readonly styles = new Map<string, Style>();

  constructor(options: ReleasedZonesOptions) {
    super({ source: new VectorSource(), declutter: true });
    this.setStyle((feature) => this.styleOf(feature as Feature));
    this.ready = this.load(options);
  }

  /** Released dates, ascending. */
  get dates(): readonly string[] {
    return this.table === undefined || this.measure === undefined ? [] : datesOf(this.table, this.measure);
  }

  /** Class cuts and colours, fixed over all dates. */
  get classes(): Classification {
    return this.classification;
  }

  showDate(date: string): void {
    const { table, measure } = this;
    if (table === undefined || measure === undefined) return;
    const cells = measureCells(table, measure, date);
    this.cells = new Map(table.zones.map(({ zone }, index) => [zone, cells[index]!]));
    for (const feature of this.getSource()!.getFeatures()) feature.set('cell', this.cells.get(String(feature.get('zone'))), true);
    this.changed();
  }

  private async load(options: ReleasedZonesOptions): Promise<void> {
    const api = new Api({ baseUrl: options.baseUrl ?? '' });
    const [geographies, releases, statistics] = await Promise.all([api.geographies(), api.releases(), api.statistics()]);
    const offer = buildOffers(geographies, releases, statistics).find(({ geography }) => geography.geography === options.geography);
    const statistic = offer?.statistics.find((candidate) => candidate.statistic === options.statistic);
    if (offer === undefined || statistic === undefined) {
      throw new RangeError(`nothing is released of ${options.statistic} by ${options.geography}`);
    }
    const collections = await Promise.all(offer.releases.map(({ release }) => api.releaseZones(release)));
    const table = mergeReleases(collections);
    this.table = table;
    this.measure = { statistic, kind: options.kind ?? (hasShare(table, statistic) ? 'share' : 'count') };
    this.classification = classify(table, this.measure);
    const features = new GeoJSON().readFeatures(
      {
        type: 'FeatureCollection',
        features: table.zones.map(({ zone, name, geometry }) => ({ type: 'Feature', id: zone, geometry, properties: { zone, name } })),
      },
      { dataProjection: 'EPSG:4326', featureProjection: options.projection ?? 'EPSG:3857' },
    );
    this.getSource()!.addFeatures(features);
    this.showDate(options.date ?? this.dates.at(-1) ?? '');
  }

  private styleOf(feature: Feature): Style | undefined {
    const cell = this.cells.get(String(feature.get('zone')));
    if (cell === undefined || this.measure === undefined) return undefined;
    const sign = signOf(cell, this.classification);
    const label = `${String(feature.get('name'))}\n${cellLabel(cell, this.measure)}`;
    const key = `${sign} ${label}`;
    let style = this.styles.get(key);
    if (style === undefined) {
      const colour = colourOf(sign, this.classification) ?? hatchPattern({ color: CONTROL, width: 1.5, period: 7, slope: 1 }, devicePixelRatio);
      style = new Style({
        fill: new Fill({ color: colour }),
        stroke: new Stroke({ color: INK, width: 1.5 }),
        text: new Text({ text: label, font: `500 12px ${FONT_FAMILY}`, fill: new Fill({ color: INK }), stroke: new Stroke({ color: WHITE, width: 3 }) }),
      });
      this.styles.set(key, style);
    }
    return style;
  }
}
