// What the routes answer: the types that the OpenAPI document generates, and those of GeoJSON around them.
import type { FeatureCollection, MultiPolygon, Polygon } from 'geojson';
import type { Municipality, PlanState, PlanZoneRow, ReleasedZoneProperties, ZoneProperties } from './api-types.ts';

export type * from './api-types.ts';

export type Account = Municipality['accounts'][number];
export type ZoneCollection<P = ZoneProperties> = FeatureCollection<Polygon | MultiPolygon, P>;
/** Cells by statistic and reference date. */
export type ReleasedCells = ReleasedZoneProperties['cells'];
export type PlanStateName = PlanState;
export type PlanZone = PlanZoneRow;
