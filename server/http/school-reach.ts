// Route of the area that is reached on foot from a school, and of the walks of blocks to it. Network and addresses alone: no children.
import { z } from 'zod';
import { STAFF } from '../auth/roles.ts';
import { problem } from '../problem.ts';
import type { HttpContext } from './context.ts';
import { ok, route, type Route } from './route.ts';
import { Code } from './schemas/common.ts';

const SchoolReach = z
  .strictObject({
    school: z.string(),
    limitM: z.number(),
    blockSet: z.int().nullable(),
    area: z
      .strictObject({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(z.array(z.array(z.number())))) })
      .nullable()
      .meta({ description: 'What lies beside ways within the limit, in the projected CRS of the municipality; null without a street network' }),
    waysM: z.number().meta({ description: 'Metres of ways reached' }),
    metres: z.array(z.number().nullable()).nullable().meta({ description: 'By block of the set: metres on foot to the school, of its addresses in the mean; null where no way is known. null: walks are not reckoned' }),
  })
  .meta({ id: 'SchoolReach' });

const DECIMETRES = 10;

export function schoolReachRoutes({ workspace }: HttpContext): Route[] {
  return [
    route({
      method: 'get',
      path: '/schools/{school}/reach',
      id: 'getSchoolReach',
      tag: 'Schools',
      summary: 'The area that is reached on foot from a school within a limit, hazards counted as the parameters say, and the walks of all blocks to it; no children',
      roles: STAFF,
      parameters: z.strictObject({ school: Code }),
      query: z.strictObject({
        limitM: z.string().regex(/^[1-9]\d{1,4}$/, 'metres from 10 to 99999').transform(Number).refine((limit) => limit <= 10_000, 'at most 10000').optional().meta({ description: 'That of the settings without it; at most 10000' }),
        blockSet: z.string().regex(/^\d{1,15}$/, 'a number').transform(Number).optional().meta({ description: 'The newest without it' }),
      }),
      replies: { 200: { description: 'Area and walks', schema: SchoolReach } },
      handle: async ({ parameters: { school: id }, query: { limitM, blockSet = workspace.newestBlockSet() ?? undefined } }) => {
        const { schools } = await workspace.schools.schools(null);
        const school = schools.find((one) => one.school === id);
        if (school === undefined) throw problem('NOT_FOUND', 'there is no such school');
        if (blockSet !== undefined && !workspace.catalogue.blockSets.some((row) => row.blockSet === blockSet)) throw problem('NO_BLOCKS', 'there are no such blocks');
        const { settings } = await workspace.schools.settings();
        const limit = limitM ?? settings.limitM;
        const reached = await workspace.schools.reach.area(school, limit, settings);
        const metres = blockSet === undefined ? undefined : (await workspace.schools.walksOf(blockSet))?.metres.get(id);
        return ok({
          school: id,
          limitM: limit,
          blockSet: blockSet ?? null,
          area: reached === null ? null : { type: 'MultiPolygon', coordinates: reached.area.coordinates.map((polygon) => polygon.map((ring) => ring.map((place) => place.map((metre) => Math.round(metre * DECIMETRES) / DECIMETRES)))) },
          waysM: Math.round(reached?.waysM ?? 0),
          metres: metres === undefined ? null : Array.from(metres, (metre) => (metre === Infinity ? null : Math.round(metre))),
        });
      },
    }),
  ];
}
