// The quiet base of the map as canvas paths: land by use, water, streets by class, rail; nothing is fetched elsewhere.
import type { Feature, FeatureCollection } from 'geojson';
import type { Api } from '../api.ts';
import { featuresPath, type WorldOrigin } from '../map-layers/coverage-paths.ts';
import { GROUND_COLORS, kindOf } from '../map-layers/town-paths.ts';

export interface BasePaths {
  readonly ground: readonly { readonly use: string; readonly path: Path2D }[];
  readonly water: Path2D;
  readonly rail: Path2D;
  readonly streets: { readonly main: Path2D; readonly collector: Path2D; readonly local: Path2D };
}

const WANTED = ['landuse', 'green', 'water', 'streets', 'rail'] as const;
type Wanted = (typeof WANTED)[number];

/** Loads the layers that the server has, each on its own: a base layer that fails leaves a plainer map, no error. Undefined where all are empty. */
export async function loadBasePaths(api: Api, epsg: number, origin: WorldOrigin): Promise<BasePaths | undefined> {
  const offered = new Set((await api.referenceLayers()).map(({ layer }) => layer));
  const none: FeatureCollection = { type: 'FeatureCollection', features: [] };
  const loaded = await Promise.all(
    WANTED.map(async (layer) => [layer, offered.has(layer) ? await api.referenceLayer(layer, epsg).catch(() => none) : none] as const),
  );
  if (loaded.every(([, { features }]) => features.length === 0)) return undefined;
  const { landuse, green, water, streets, rail } = Object.fromEntries(loaded) as Record<Wanted, FeatureCollection>;
  const byUse = new Map<string, Feature[]>();
  const add = (feature: Feature, use: string) => void (byUse.get(use) ?? byUse.set(use, []).get(use)!).push(feature);
  for (const feature of landuse.features) add(feature, kindOf(feature));
  for (const feature of green.features) add(feature, kindOf(feature) in GROUND_COLORS ? kindOf(feature) : 'park');
  const ofClass = (...classes: string[]) => featuresPath(streets, origin, (feature) => classes.includes(kindOf(feature)));
  return {
    ground: [...byUse].map(([use, features]) => ({ use, path: featuresPath({ type: 'FeatureCollection', features }, origin) })),
    water: featuresPath(water, origin),
    rail: featuresPath(rail, origin),
    streets: { main: ofClass('main'), collector: ofClass('collector'), local: ofClass('local', 'path') },
  };
}
