// What OpenStreetMap's ways are to somebody on foot: kinds by their tags, and a rule for each that a planner may change.
import type { WalkingRule } from './street-graph.ts';

/** Kinds of ways, in the order that `WayLines.kind` counts them. */
export const OSM_KINDS = ['path', 'street', 'main-road', 'motorway', 'rail', 'none'] as const;
export type OsmKind = (typeof OSM_KINDS)[number];

/** By value of `highway` (wiki.openstreetmap.org/wiki/Key:highway); what is not named here is no way to walk on. */
const HIGHWAYS: Readonly<Record<string, OsmKind>> = {
  footway: 'path', path: 'path', pedestrian: 'path', steps: 'path', corridor: 'path', track: 'path', bridleway: 'path', cycleway: 'path', platform: 'path',
  living_street: 'street', residential: 'street', unclassified: 'street', service: 'street', road: 'street', tertiary: 'street', tertiary_link: 'street',
  secondary: 'main-road', secondary_link: 'main-road', primary: 'main-road', primary_link: 'main-road',
  trunk: 'motorway', trunk_link: 'motorway', motorway: 'motorway', motorway_link: 'motorway',
};

/**
 * Kind of a line by the fields that GDAL's OSM driver gives it: `highway`, `railway`, and `other_tags` ("access"=>"private",
 * …). Private ways and those where `foot` is "no" are none; a way that is closed to all but allows `foot` is one.
 */
export function osmKind(highway: string, railway: string, otherTags: string): OsmKind {
  const kind = HIGHWAYS[highway];
  if (kind === undefined) return railway === 'rail' || railway === 'light_rail' ? 'rail' : 'none';
  const foot = tag(otherTags, 'foot');
  if (foot === 'no' || foot === 'private' || foot === 'use_sidepath') return 'none';
  const access = tag(otherTags, 'access');
  if ((access === 'private' || access === 'no') && foot === '') return 'none';
  return kind;
}

function tag(otherTags: string, key: string): string {
  return new RegExp(`"${key}"=>"([^"]*)"`).exec(otherTags)?.[1] ?? '';
}

/**
 * Rules to begin with: everything counts as it is long. Nobody walks on motorways and rails; where a path shares a vertex
 * with a rail there is a level crossing. What a main road or a crossing shall cost is the planner's to say.
 */
export const OSM_RULES: readonly WalkingRule[] = OSM_KINDS.map((kind) => ({ walkable: kind === 'path' || kind === 'street' || kind === 'main-road', factor: 1, crossingM: 0 }));
