// KomMonitor's indicators: overviews, and values as columns of the zones of a level.
import type { Geometry } from 'geojson';
import { z } from 'zod';
import { geoPackage } from '../../workspace/plans/plan-files.ts';
import type { Level } from '../../workspace/kommonitor/zone-shapes.ts';
import { indicatorFeatures, type TextFeature } from '../../workspace/kommonitor/zone-features.ts';
import type { HttpContext } from '../context.ts';
import { route, type Reply, type Route } from '../route.ts';
import {
  IndicatorParameters,
  KomMonitorAnyQuery,
  KomMonitorExportQuery,
  KomMonitorFilter,
  KomMonitorIndicator,
  KomMonitorQuery,
  KomMonitorRows,
  ValueDayParameters,
  ValueParameters,
} from '../schemas/kommonitor.ts';
import { BASE, COMMON, dayOf, deskOf, featureReply, FEATURES, fileReply, freshReply, jsonReply, list, requireFound, setOf } from './answers.ts';
import { topicsUnder } from './topics.ts';

const FILE = { 200: { description: 'A GeoPackage in EPSG:4326', mediaType: 'application/geopackage+sqlite3', headers: { 'Content-Disposition': 'A file name' } } };

export function indicatorRoutes(context: HttpContext): Route[] {
  /** Of a level that the indicator has nothing for: no features. */
  const features = async (indicatorId: string, spatialUnitId: string, level: Level, day: string | null): Promise<TextFeature[]> => {
    const set = await setOf(context);
    const indicator = requireFound(set.indicator(indicatorId), 'indicator');
    requireFound(set.geography(spatialUnitId), 'spatial unit');
    const geography = indicator.geographies.find(({ of }) => of.spatialUnitId === spatialUnitId);
    return geography === undefined ? [] : indicatorFeatures(set, indicator, geography, level, day);
  };

  return [
    route({
      ...COMMON,
      method: 'get',
      path: `${BASE}/indicators`,
      id: 'listKomMonitorIndicators',
      summary: 'Indicators of which all that they need is published, counts and computed ones',
      query: KomMonitorAnyQuery,
      replies: list(z.array(KomMonitorIndicator), 'Overviews in the order of the catalogues'),
      handle: async () => jsonReply(await deskOf(context).indicators()),
    }),
    route({
      ...COMMON,
      method: 'get',
      path: `${BASE}/indicators/{indicatorId}`,
      id: 'getKomMonitorIndicator',
      summary: 'One indicator',
      parameters: IndicatorParameters,
      query: KomMonitorAnyQuery,
      replies: list(KomMonitorIndicator, 'Its overview'),
      handle: async ({ parameters: { indicatorId } }) => jsonReply(requireFound((await deskOf(context).indicators()).find((row) => row.indicatorId === indicatorId), 'indicator')),
    }),
    route({
      tag: COMMON.tag,
      roles: COMMON.roles,
      method: 'post',
      path: `${BASE}/indicators/filter`,
      id: 'filterKomMonitorIndicators',
      summary: 'Indicators with one of some ids, or of one of some topics or of a topic below it',
      query: KomMonitorAnyQuery,
      body: KomMonitorFilter,
      replies: list(z.array(KomMonitorIndicator), 'Overviews'),
      handle: async ({ body: { ids, topicIds } }) => {
        const topics = topicsUnder((await setOf(context)).topics, topicIds);
        return freshReply((await deskOf(context).indicators()).filter(({ indicatorId, topicReference }) => ids.includes(indicatorId) || topics.has(topicReference)));
      },
    }),
    route({
      ...COMMON,
      method: 'get',
      path: `${BASE}/indicators/{indicatorId}/{spatialUnitId}`,
      id: 'getKomMonitorValues',
      summary: 'Zones of all cuts of a level with a column for each date: null where it is withheld or missing',
      parameters: ValueParameters,
      query: KomMonitorQuery,
      replies: { 200: FEATURES },
      handle: async ({ parameters: { indicatorId, spatialUnitId }, query: { simplifyGeometries } }) => featureReply(await features(indicatorId, spatialUnitId, simplifyGeometries, null), 'indicator'),
    }),
    route({
      ...COMMON,
      method: 'get',
      path: `${BASE}/indicators/{indicatorId}/{spatialUnitId}/without-geometry`,
      id: 'getKomMonitorValuesWithoutGeometry',
      summary: 'The same without outlines',
      parameters: ValueParameters,
      query: KomMonitorAnyQuery,
      replies: list(KomMonitorRows, 'Properties of the features'),
      handle: async ({ parameters: { indicatorId, spatialUnitId } }) => jsonReply((await features(indicatorId, spatialUnitId, 'strong', null)).map(({ properties }) => properties)),
    }),
    route({
      ...COMMON,
      method: 'get',
      path: `${BASE}/indicators/{indicatorId}/{spatialUnitId}/export`,
      id: 'exportKomMonitorValues',
      summary: 'The same as a file',
      parameters: ValueParameters,
      query: KomMonitorExportQuery,
      replies: FILE,
      handle: async ({ parameters: { indicatorId, spatialUnitId }, query: { simplifyGeometries } }) => exportReply(await features(indicatorId, spatialUnitId, simplifyGeometries, null)),
    }),
    route({
      ...COMMON,
      method: 'get',
      path: `${BASE}/indicators/{indicatorId}/{spatialUnitId}/{year}/{month}/{day}`,
      id: 'getKomMonitorValuesOnDay',
      summary: 'Zones of the cut that is shown on a day, with the columns of all dates',
      parameters: ValueDayParameters,
      query: KomMonitorQuery,
      replies: { 200: FEATURES },
      handle: async ({ parameters, query: { simplifyGeometries } }) => featureReply(await features(parameters.indicatorId, parameters.spatialUnitId, simplifyGeometries, dayOf(parameters)), 'indicator'),
    }),
    route({
      ...COMMON,
      method: 'get',
      path: `${BASE}/indicators/{indicatorId}/{spatialUnitId}/{year}/{month}/{day}/export`,
      id: 'exportKomMonitorValuesOnDay',
      summary: 'The same as a file',
      parameters: ValueDayParameters,
      query: KomMonitorExportQuery,
      replies: FILE,
      handle: async ({ parameters, query: { simplifyGeometries } }) => exportReply(await features(parameters.indicatorId, parameters.spatialUnitId, simplifyGeometries, dayOf(parameters))),
    }),
  ];
}

async function exportReply(features: readonly TextFeature[]): Promise<Reply> {
  const columns = Object.keys(features[0]?.properties ?? { ID: null });
  const table = { columns, rows: features.map(({ properties }) => columns.map((column) => properties[column] ?? null)), geometries: features.map(({ geometry }) => JSON.parse(geometry) as Geometry), epsg: 4326 };
  return fileReply(await geoPackage(table, 'zones'), 'indicator');
}
