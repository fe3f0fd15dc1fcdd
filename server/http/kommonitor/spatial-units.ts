// KomMonitor's spatial units: geographies of which something is published, with the outlines of their cuts; and their hierarchies.
import { z } from 'zod';
import { unitFeatures } from '../../workspace/kommonitor/zone-features.ts';
import type { HttpContext } from '../context.ts';
import { route, type Route } from '../route.ts';
import {
  FeatureParameters,
  HierarchyParameters,
  KomMonitorAnyQuery,
  KomMonitorHierarchies,
  KomMonitorHierarchy,
  KomMonitorMembers,
  KomMonitorPlaces,
  KomMonitorQuery,
  KomMonitorSchema,
  KomMonitorSpatialUnit,
  RecordParameters,
  UnitDayParameters,
  UnitParameters,
} from '../schemas/kommonitor.ts';
import { BASE, COMMON, dayOf, featureReply, FEATURES, jsonReply, list, requireFound, setOf } from './answers.ts';

/** Columns of a spatial unit's features, with their kinds. */
export const UNIT_COLUMNS = { ID: 'string', NAME: 'string', validStartDate: 'date', validEndDate: 'date', arisenFrom: 'string', zone: 'string' } as const;

export function spatialUnitRoutes(context: HttpContext): Route[] {
  const unitOf = async (spatialUnitId: string) => requireFound((await setOf(context)).spatialUnits.find((row) => row.spatialUnitId === spatialUnitId), 'spatial unit');
  const geographyOf = async (spatialUnitId: string) => requireFound((await setOf(context)).geography(spatialUnitId), 'spatial unit');
  const hierarchyOf = async (hierarchyId: string) => requireFound((await setOf(context)).hierarchies.find((row) => row.hierarchyId === hierarchyId), 'hierarchy');
  const features = async (spatialUnitId: string, level: z.infer<typeof KomMonitorQuery>['simplifyGeometries'], day: string | null) => {
    const of = await geographyOf(spatialUnitId);
    return unitFeatures(await setOf(context), of, level, day);
  };
  const zonesNamed = async (spatialUnitId: string, featureId: string, level: z.infer<typeof KomMonitorQuery>['simplifyGeometries']) => {
    const found = (await features(spatialUnitId, level, null)).filter(({ properties }) => properties.ID === featureId);
    return requireFound(found.length === 0 ? null : found, 'zone');
  };

  return [
    route({
      ...COMMON,
      method: 'get',
      path: `${BASE}/spatial-units`,
      id: 'listKomMonitorSpatialUnits',
      summary: 'Levels: geographies of which something is published, with the periods of their cuts',
      query: KomMonitorAnyQuery,
      replies: list(z.array(KomMonitorSpatialUnit), 'Levels in the order of the municipality'),
      handle: async () => jsonReply((await setOf(context)).spatialUnits),
    }),
    route({
      ...COMMON,
      method: 'get',
      path: `${BASE}/spatial-units/{spatialUnitId}`,
      id: 'getKomMonitorSpatialUnit',
      summary: 'One level',
      parameters: UnitParameters,
      query: KomMonitorAnyQuery,
      replies: list(KomMonitorSpatialUnit, 'The level'),
      handle: async ({ parameters: { spatialUnitId } }) => jsonReply(await unitOf(spatialUnitId)),
    }),
    route({
      ...COMMON,
      method: 'get',
      path: `${BASE}/spatial-units/{spatialUnitId}/schema`,
      id: 'getKomMonitorSpatialUnitSchema',
      summary: 'Columns of its features',
      parameters: UnitParameters,
      query: KomMonitorAnyQuery,
      replies: list(KomMonitorSchema, 'Kind by column'),
      handle: async ({ parameters: { spatialUnitId } }) => {
        await unitOf(spatialUnitId);
        return jsonReply(UNIT_COLUMNS);
      },
    }),
    route({
      ...COMMON,
      method: 'get',
      path: `${BASE}/spatial-units/{spatialUnitId}/allFeatures`,
      id: 'getKomMonitorSpatialUnitFeatures',
      summary: 'Zones of all its cuts; the id of a zone is one a cut',
      parameters: UnitParameters,
      query: KomMonitorQuery,
      replies: { 200: FEATURES },
      handle: async ({ parameters: { spatialUnitId }, query: { simplifyGeometries } }) => featureReply(await features(spatialUnitId, simplifyGeometries, null), 'spatial-unit'),
    }),
    route({
      ...COMMON,
      method: 'get',
      path: `${BASE}/spatial-units/{spatialUnitId}/{year}/{month}/{day}`,
      id: 'getKomMonitorSpatialUnitOnDay',
      summary: 'Zones of the cut that is shown on a day',
      parameters: UnitDayParameters,
      query: KomMonitorQuery,
      replies: { 200: FEATURES },
      handle: async ({ parameters, query: { simplifyGeometries } }) => featureReply(await features(parameters.spatialUnitId, simplifyGeometries, dayOf(parameters)), 'spatial-unit'),
    }),
    route({
      ...COMMON,
      method: 'get',
      path: `${BASE}/spatial-units/{spatialUnitId}/singleFeature/{featureId}`,
      id: 'getKomMonitorZone',
      summary: 'One zone',
      parameters: FeatureParameters,
      query: KomMonitorQuery,
      replies: { 200: FEATURES },
      handle: async ({ parameters: { spatialUnitId, featureId }, query: { simplifyGeometries } }) => featureReply(await zonesNamed(spatialUnitId, featureId, simplifyGeometries), 'zone'),
    }),
    route({
      ...COMMON,
      method: 'get',
      path: `${BASE}/spatial-units/{spatialUnitId}/singleFeature/{featureId}/singleFeatureRecord/{recordId}`,
      id: 'getKomMonitorZoneRecord',
      summary: 'One record of a zone, by the id of its feature',
      parameters: RecordParameters,
      query: KomMonitorQuery,
      replies: { 200: FEATURES },
      handle: async ({ parameters: { spatialUnitId, featureId, recordId }, query: { simplifyGeometries } }) => {
        const found = (await zonesNamed(spatialUnitId, featureId, simplifyGeometries)).filter(({ id }) => id === recordId);
        return featureReply(requireFound(found.length === 0 ? null : found, 'record'), 'zone');
      },
    }),
    route({
      ...COMMON,
      method: 'get',
      path: `${BASE}/spatial-units/{spatialUnitId}/hierarchies`,
      id: 'listKomMonitorHierarchiesOfSpatialUnit',
      summary: 'Its places in hierarchies (version 6)',
      parameters: UnitParameters,
      query: KomMonitorAnyQuery,
      replies: list(KomMonitorPlaces, 'Places'),
      handle: async ({ parameters: { spatialUnitId } }) => jsonReply((await unitOf(spatialUnitId)).hierarchies),
    }),
    route({
      ...COMMON,
      method: 'get',
      path: `${BASE}/spatial-unit-hierarchies`,
      id: 'listKomMonitorHierarchies',
      summary: 'Hierarchies (version 6): a chain from the coarsest level to each finest one',
      query: KomMonitorAnyQuery,
      replies: list(KomMonitorHierarchies, 'Hierarchies without their members'),
      handle: async () => jsonReply((await setOf(context)).hierarchies.map(({ members: _members, ...rest }) => rest)),
    }),
    route({
      ...COMMON,
      method: 'get',
      path: `${BASE}/spatial-unit-hierarchies/{hierarchyId}`,
      id: 'getKomMonitorHierarchy',
      summary: 'A hierarchy with its members, the coarsest first (version 6)',
      parameters: HierarchyParameters,
      query: KomMonitorAnyQuery,
      replies: list(KomMonitorHierarchy, 'The hierarchy'),
      handle: async ({ parameters: { hierarchyId } }) => jsonReply(await hierarchyOf(hierarchyId)),
    }),
    route({
      ...COMMON,
      method: 'get',
      path: `${BASE}/spatial-unit-hierarchies/{hierarchyId}/members`,
      id: 'listKomMonitorHierarchyMembers',
      summary: 'Members of a hierarchy, the coarsest first (version 6)',
      parameters: HierarchyParameters,
      query: KomMonitorAnyQuery,
      replies: list(KomMonitorMembers, 'Members'),
      handle: async ({ parameters: { hierarchyId } }) => jsonReply((await hierarchyOf(hierarchyId)).members),
    }),
  ];
}
