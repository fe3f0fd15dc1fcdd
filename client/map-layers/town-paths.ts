// The reference layers as canvas paths, made once: everything around and below the zones.
import type { Feature, FeatureCollection } from 'geojson';
import type { Coverage } from '../../core/coverage/coverage.ts';
import { BASE } from '../shell/palette.ts';
import { featuresTiled, innerArcsTiled, type WorldOrigin } from './coverage-paths.ts';
import { TiledPath } from './tiled-path.ts';

export interface TownPaths {
  readonly ground: readonly { readonly use: string; readonly path: TiledPath }[];
  readonly water: TiledPath;
  readonly buildings: TiledPath;
  readonly streets: { readonly main: TiledPath; readonly collector: TiledPath; readonly local: TiledPath };
  readonly rail: TiledPath;
  readonly blockEdges: TiledPath;
  /** Side of a square as large as the mean block, metres. */
  readonly blockSideM: number;
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
  // Made when they are first drawn: from afar they are not.
  let edges: TiledPath | null = coverage === null ? new TiledPath(origin) : null;
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
  const ofClass = (...classes: string[]) => featuresTiled(streets, origin, (feature) => classes.includes(kindOf(feature)));
  return {
    ground: [...uses].map(([use, features]) => ({ use, path: featuresTiled({ type: 'FeatureCollection', features }, origin) })),
    water: featuresTiled(layers.water ?? NONE, origin),
    buildings: featuresTiled(layers.buildings ?? NONE, origin),
    streets: { main: ofClass('main'), collector: ofClass('collector'), local: ofClass('local', 'path') },
    rail: featuresTiled(layers.rail ?? NONE, origin),
    get blockEdges() {
      return (edges ??= innerArcsTiled(coverage!, origin));
    },
    blockSideM: coverage === null || coverage.blockCount === 0 ? 0 : Math.sqrt(coverage.blockAreaM2.reduce((sum, area) => sum + area, 0) / coverage.blockCount),
  };
}

function asPark(feature: Feature): Feature {
  return GROUND_COLORS[kindOf(feature)] === undefined ? { ...feature, properties: { ...feature.properties, use: 'park' } } : feature;
}
