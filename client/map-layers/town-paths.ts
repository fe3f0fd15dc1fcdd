// The reference layers as canvas paths, made once: everything around and below the zones.
import type { Feature, FeatureCollection } from 'geojson';
import type { Coverage } from '../../core/coverage/coverage.ts';
import { BASE } from '../shell/palette.ts';
import { featuresPath, innerArcsPath, type WorldOrigin } from './coverage-paths.ts';

export interface TownPaths {
  readonly ground: readonly { readonly use: string; readonly path: Path2D }[];
  readonly water: Path2D;
  readonly buildings: Path2D;
  readonly streets: { readonly main: Path2D; readonly collector: Path2D; readonly local: Path2D };
  readonly rail: Path2D;
  readonly blockEdges: Path2D;
}

export type ReferenceCollections = Readonly<Partial<Record<string, FeatureCollection>>>;

export const GROUND_COLORS: Readonly<Partial<Record<string, string>>> = {
  field: BASE.fields,
  wood: BASE.wood,
  park: BASE.park,
  cemetery: BASE.park,
  allotment: '#DDE7CF',
  square: '#E9E8E4',
  railway: '#E4E5E8',
  water: BASE.water,
};
export const UNINHABITED: ReadonlySet<string> = new Set(Object.keys(GROUND_COLORS));

const NONE: FeatureCollection = { type: 'FeatureCollection', features: [] };

/** What kind of thing a feature is; sources name the property differently. */
export function kindOf({ properties }: Feature): string {
  for (const key of ['use', 'class', 'kind', 'type']) if (typeof properties?.[key] === 'string') return properties[key] as string;
  return '';
}

/** `layers` in the coverage's CRS; a layer that is not there is not drawn, and no block edges where there are no blocks yet. */
export function townPaths(coverage: Coverage | null, layers: ReferenceCollections, origin: WorldOrigin): TownPaths {
  // Green repeats what land use says: drawn twice it would cover the tints twice.
  const land = layers.landuse === undefined ? (layers.green ?? NONE).features.map((feature) => asPark(feature)) : layers.landuse.features;
  const uses = new Map<string, Feature[]>();
  for (const feature of land) {
    const use = kindOf(feature);
    const known = uses.get(use);
    if (known === undefined) uses.set(use, [feature]);
    else known.push(feature);
  }
  const streets = layers.streets ?? NONE;
  const ofClass = (...classes: string[]) => featuresPath(streets, origin, (feature) => classes.includes(kindOf(feature)));
  return {
    ground: [...uses].map(([use, features]) => ({ use, path: featuresPath({ type: 'FeatureCollection', features }, origin) })),
    water: featuresPath(layers.water ?? NONE, origin),
    buildings: featuresPath(layers.buildings ?? NONE, origin),
    streets: { main: ofClass('main'), collector: ofClass('collector'), local: ofClass('local', 'path') },
    rail: featuresPath(layers.rail ?? NONE, origin),
    blockEdges: coverage === null ? new Path2D() : innerArcsPath(coverage, origin),
  };
}

function asPark(feature: Feature): Feature {
  return GROUND_COLORS[kindOf(feature)] === undefined ? { ...feature, properties: { ...feature.properties, use: 'park' } } : feature;
}
