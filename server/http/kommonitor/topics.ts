// KomMonitor's topics, and the time when each of its lists last changed.
import type { WireTopic } from '../../../core/kommonitor/wire.ts';
import type { HttpContext } from '../context.ts';
import { route, type Route } from '../route.ts';
import { KomMonitorAnyQuery, KomMonitorLastModification, KomMonitorOrderModes, KomMonitorTopic, KomMonitorTopicQuery, KomMonitorTopics, TopicParameters } from '../schemas/kommonitor.ts';
import { BASE, COMMON, deskOf, freshReply, jsonReply, list, requireFound, setOf } from './answers.ts';

const withSubTopics = (topics: readonly WireTopic[]): WireTopic[] => topics.flatMap((topic) => [topic, ...withSubTopics(topic.subTopics)]);

/** Ids of these topics and of all that lie below them. */
export function topicsUnder(topics: readonly WireTopic[], ids: readonly string[]): ReadonlySet<string> {
  return new Set(withSubTopics(topics).filter(({ topicId }) => ids.includes(topicId)).flatMap((topic) => withSubTopics([topic])).map(({ topicId }) => topicId));
}

export function topicRoutes(context: HttpContext): Route[] {
  return [
    route({
      tag: COMMON.tag,
      roles: COMMON.roles,
      method: 'get',
      path: `${BASE}/database/last-modification`,
      id: 'getKomMonitorLastModification',
      summary: 'When each list last changed: the client keeps its own until this differs',
      query: KomMonitorAnyQuery,
      replies: list(KomMonitorLastModification, 'Times by list'),
      handle: async () => freshReply(await deskOf(context).lastModification()),
    }),
    route({
      ...COMMON,
      method: 'get',
      path: `${BASE}/topics`,
      id: 'listKomMonitorTopics',
      summary: 'Topics as trees',
      query: KomMonitorTopicQuery,
      replies: list(KomMonitorTopics, 'Main topics with their topics below'),
      handle: async ({ query: { topicType } }) => jsonReply((await setOf(context)).topics.filter(({ topicResource }) => topicType === undefined || topicResource === topicType)),
    }),
    route({
      ...COMMON,
      method: 'get',
      path: `${BASE}/topics/display-order/mode`,
      id: 'getKomMonitorTopicOrder',
      summary: 'Topics are in the order of the municipality’s catalogues',
      query: KomMonitorAnyQuery,
      replies: list(KomMonitorOrderModes, 'Mode by resource'),
      handle: () => jsonReply([{ topicResource: 'indicator', orderMode: 'custom' }, { topicResource: 'georesource', orderMode: 'custom' }]),
    }),
    route({
      ...COMMON,
      method: 'get',
      path: `${BASE}/topics/{topicId}`,
      id: 'getKomMonitorTopic',
      summary: 'One topic, at any level',
      parameters: TopicParameters,
      query: KomMonitorAnyQuery,
      replies: list(KomMonitorTopic, 'The topic'),
      handle: async ({ parameters: { topicId } }) => jsonReply(requireFound(withSubTopics((await setOf(context)).topics).find((topic) => topic.topicId === topicId), 'topic')),
    }),
  ];
}
