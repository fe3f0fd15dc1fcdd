// KomMonitor's georesources: schools as points where the municipality has a register of them; and lists of what it offers beside and we have not.
import { z } from 'zod';
import { schoolFeatures } from '../../workspace/kommonitor/school-features.ts';
import type { HttpContext } from '../context.ts';
import { route, type Route } from '../route.ts';
import { GeoresourceDayParameters, GeoresourceParameters, KomMonitorAnyQuery, KomMonitorFilter, KomMonitorGeoresource, KomMonitorQuery, KomMonitorRows, KomMonitorSchema } from '../schemas/kommonitor.ts';
import { BASE, COMMON, dayOf, featureReply, FEATURES, freshReply, jsonReply, list, requireFound, setOf } from './answers.ts';
import { topicsUnder } from './topics.ts';

export const SCHOOL_COLUMNS = { ID: 'string', NAME: 'string', validStartDate: 'date', validEndDate: 'date', arisenFrom: 'string', type: 'string', address: 'string', placesPerYear: 'integer' } as const;

export function georesourceRoutes(context: HttpContext): Route[] {
  const require = async (georesourceId: string) => {
    const set = await setOf(context);
    requireFound(set.georesources.find((row) => row.georesourceId === georesourceId), 'georesource');
    return set;
  };
  const Nothing = z.array(z.unknown()).max(0);

  return [
    route({
      ...COMMON,
      method: 'get',
      path: `${BASE}/georesources`,
      id: 'listKomMonitorGeoresources',
      summary: 'Schools; empty where the municipality has no register of them',
      query: KomMonitorAnyQuery,
      replies: list(z.array(KomMonitorGeoresource), 'Overviews'),
      handle: async () => jsonReply((await setOf(context)).georesources),
    }),
    route({
      ...COMMON,
      method: 'get',
      path: `${BASE}/georesources/{georesourceId}`,
      id: 'getKomMonitorGeoresource',
      summary: 'One georesource',
      parameters: GeoresourceParameters,
      query: KomMonitorAnyQuery,
      replies: list(KomMonitorGeoresource, 'Its overview'),
      handle: async ({ parameters: { georesourceId } }) => jsonReply((await require(georesourceId)).georesources.find((row) => row.georesourceId === georesourceId)),
    }),
    route({
      tag: COMMON.tag,
      roles: COMMON.roles,
      method: 'post',
      path: `${BASE}/georesources/filter`,
      id: 'filterKomMonitorGeoresources',
      summary: 'Georesources with one of some ids, or of one of some topics or of a topic below it',
      query: KomMonitorAnyQuery,
      body: KomMonitorFilter,
      replies: list(z.array(KomMonitorGeoresource), 'Overviews'),
      handle: async ({ body: { ids, topicIds } }) => {
        const set = await setOf(context);
        const topics = topicsUnder(set.topics, topicIds);
        return freshReply(set.georesources.filter(({ georesourceId, topicReference }) => ids.includes(georesourceId) || topics.has(topicReference)));
      },
    }),
    route({
      ...COMMON,
      method: 'get',
      path: `${BASE}/georesources/{georesourceId}/schema`,
      id: 'getKomMonitorGeoresourceSchema',
      summary: 'Columns of its features',
      parameters: GeoresourceParameters,
      query: KomMonitorAnyQuery,
      replies: list(KomMonitorSchema, 'Kind by column'),
      handle: async ({ parameters: { georesourceId } }) => {
        await require(georesourceId);
        return jsonReply(SCHOOL_COLUMNS);
      },
    }),
    route({
      ...COMMON,
      method: 'get',
      path: `${BASE}/georesources/{georesourceId}/allFeatures`,
      id: 'getKomMonitorGeoresourceFeatures',
      summary: 'Schools of all times',
      parameters: GeoresourceParameters,
      query: KomMonitorQuery,
      replies: { 200: FEATURES },
      handle: async ({ parameters: { georesourceId } }) => featureReply(schoolFeatures(await require(georesourceId), null), 'georesource'),
    }),
    route({
      ...COMMON,
      method: 'get',
      path: `${BASE}/georesources/{georesourceId}/allFeatures/without-geometry`,
      id: 'getKomMonitorGeoresourceRows',
      summary: 'The same without places',
      parameters: GeoresourceParameters,
      query: KomMonitorAnyQuery,
      replies: list(KomMonitorRows, 'Properties of the features'),
      handle: async ({ parameters: { georesourceId } }) => jsonReply(schoolFeatures(await require(georesourceId), null).map(({ properties }) => properties)),
    }),
    route({
      ...COMMON,
      method: 'get',
      path: `${BASE}/georesources/{georesourceId}/{year}/{month}/{day}`,
      id: 'getKomMonitorGeoresourceOnDay',
      summary: 'Schools that are open on a day',
      parameters: GeoresourceDayParameters,
      query: KomMonitorQuery,
      replies: { 200: FEATURES },
      handle: async ({ parameters }) => featureReply(schoolFeatures(await require(parameters.georesourceId), dayOf(parameters)), 'georesource'),
    }),
    route({
      ...COMMON,
      method: 'get',
      path: `${BASE}/process-scripts`,
      id: 'listKomMonitorScripts',
      summary: 'None: indicators are computed here',
      query: KomMonitorAnyQuery,
      replies: list(Nothing, 'An empty list'),
      handle: () => jsonReply([]),
    }),
    route({
      ...COMMON,
      method: 'get',
      path: `${BASE}/web-services`,
      id: 'listKomMonitorWebServices',
      summary: 'None',
      query: KomMonitorAnyQuery,
      replies: list(Nothing, 'An empty list'),
      handle: () => jsonReply([]),
    }),
  ];
}
