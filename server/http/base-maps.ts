// Routes of base maps: which raster services the editor's map offers, and who administers says which.
import { problem } from '../problem.ts';
import type { HttpContext } from './context.ts';
import { ok, route, type Route } from './route.ts';
import { BaseMaps } from './schemas/base-maps.ts';

export function baseMapRoutes({ baseMaps }: HttpContext): Route[] {
  return [
    route({
      method: 'get',
      path: '/base-maps',
      id: 'listBaseMaps',
      tag: 'Catalogue',
      summary: 'Base maps that the editor offers; none unless an administrator named some, and nothing is fetched from them before a person switches one on',
      roles: ['viewer'],
      replies: { 200: { description: 'Base maps in the order of the list', schema: BaseMaps } },
      handle: () => ok({ baseMaps: baseMaps.all }, { 'Cache-Control': 'no-cache' }),
    }),
    route({
      method: 'put',
      path: '/base-maps',
      id: 'replaceBaseMaps',
      tag: 'Catalogue',
      summary: 'Replaces the list of base maps; addresses begin with https, or are of this server. Pages that are opened afterwards may load pictures from the hosts named',
      roles: ['admin'],
      body: BaseMaps,
      replies: { 200: { description: 'The list as it is now', schema: BaseMaps } },
      handle: ({ body }) => {
        const refusals = baseMaps.replace(body.baseMaps);
        if (refusals.length > 0) throw problem('BASE_MAP_ADDRESS', `${refusals[0]!.field}: ${refusals[0]!.problem}`, { issues: refusals });
        return ok({ baseMaps: baseMaps.all });
      },
    }),
  ];
}
