// What the map has loaded: values by indicator, cut and form, geometry by cut. Each is asked for once and kept.
import { type Api, ApiProblem, type Geography, type IndicatorCatalogue, type Indicators, type IndicatorValues, type Municipality, type ZoneCollection } from '../api.ts';
import type { WorldOrigin } from '../map-layers/coverage-paths.ts';
import { formQuery, PLAIN, writeForm, type MapForm } from './map-form.ts';
import type { CutChoice } from './share-link.ts';
import { shapeZones, type ZoneShape } from './zone-shapes.ts';

/** So many zones are drawn as they are; of more, bends below this part of the town's width are left out: half a pixel on a wide screen. */
const EXACT_ZONES = 60;
const SIMPLE_STEPS = 4000;

/** Zones of one cut. */
export interface CutShapes {
  readonly codes: readonly string[];
  readonly names: readonly string[];
  readonly shapes: readonly ZoneShape[];
}

export class MapData {
  private readonly api: Api;
  private readonly kept = new Map<string, Promise<unknown>>();

  constructor(api: Api) {
    this.api = api;
  }

  catalogues = async (): Promise<readonly IndicatorCatalogue[]> => (await this.api.json<Indicators>('/indicators')).catalogues;

  /** All dates in one answer. */
  values(indicator: string, geography: string, cut: CutChoice, form: MapForm = PLAIN): Promise<IndicatorValues> {
    return this.once(`${indicator} ${geography} ${cut} ${writeForm(form)}`, () =>
      this.api.json<IndicatorValues>(`/indicators/${encodeURIComponent(indicator)}/values`, { query: { geography, version: String(cut), ...formQuery(form) } }),
    );
  }

  /** `tag`: of the outlines, where the server has it: what was fetched under it never changes. `simplify` in metres, over all zones at once. */
  zones({ geography, versions }: Geography, version: number, { epsg, bounds }: Municipality, origin: WorldOrigin): Promise<CutShapes> {
    return this.once(`zones ${geography} ${version}`, async () => {
      const { outlines, zones: count } = versions.find((row) => row.version === version) ?? { outlines: null, zones: 0 };
      const reach = Math.max(bounds[2] - bounds[0], bounds[3] - bounds[1]);
      const { features } = await this.api.json<ZoneCollection>(`/geographies/${encodeURIComponent(geography)}/versions/${version}/zones`, {
        query: { crs: `EPSG:${epsg}`, tag: outlines ?? undefined, simplify: count > EXACT_ZONES ? Math.ceil(reach / SIMPLE_STEPS) : undefined },
      });
      const zones = features.map(({ properties, geometry }) => ({ zone: String(properties.zone), name: String(properties.name), geometry }));
      return { codes: zones.map(({ zone }) => zone), names: zones.map(({ name }) => name), shapes: shapeZones(zones, origin) };
    });
  }

  /** In CRS84, for files that others read. */
  plainZones = (geography: string, version: number): Promise<ZoneCollection> => this.once(`plain ${geography} ${version}`, () => this.api.geographyZones(geography, version));

  /** What failed is asked for anew the next time. */
  private once<T>(key: string, load: () => Promise<T>): Promise<T> {
    const known = this.kept.get(key) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const loading = load();
    this.kept.set(key, loading);
    loading.catch((error: unknown) => {
      if (error instanceof ApiProblem || error instanceof DOMException) this.kept.delete(key);
    });
    return loading;
  }
}

/** Shapes in the order of the values' zones; a zone without land has an empty one. */
export function shapesFor(codes: readonly string[], cut: CutShapes): readonly ZoneShape[] {
  if (codes.length === cut.codes.length && codes.every((code, index) => code === cut.codes[index])) return cut.shapes;
  const at = new Map(cut.codes.map((code, index) => [code, index]));
  return codes.map((code) => cut.shapes[at.get(code) ?? -1] ?? NO_SHAPE());
}

const NO_SHAPE = (): ZoneShape => ({ path: new Path2D(), rings: [], bounds: [Infinity, Infinity, -Infinity, -Infinity], anchor: [NaN, NaN], widthM: 0 });
