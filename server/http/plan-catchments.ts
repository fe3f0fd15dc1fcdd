// Routes that tell what catchments do to schools and children: of a plan beside another cut, and of a cut that is valid.
import { z } from 'zod';
import { VARIANTS } from '../../core/schools/school-settings.ts';
import { STAFF } from '../auth/roles.ts';
import { problem } from '../problem.ts';
import { catchmentsOfPlan, catchmentsOfVersion } from './catchment-question.ts';
import type { HttpContext } from './context.ts';
import { JSON_TYPE, route, type Reply, type Route } from './route.ts';
import { Code, IsoDate } from './schemas/common.ts';
import { Catchments } from './schemas/schools.ts';

export const CatchmentParameters = z.strictObject({
  variant: z.enum(VARIANTS).default('medium').meta({ description: 'Of the forecast' }),
  grades: z.enum(['entry', 'all']).default('entry').meta({ description: 'entry: who enters; all: all grades of the schools, by grade progression' }),
  limitM: z.string().regex(/^[1-9]\d{1,4}$/, 'metres from 10 to 99999').transform(Number).optional().meta({ description: 'Farther on foot is too far; that of the settings without it' }),
  referenceDate: IsoDate.optional().meta({ description: 'The newest date with children by age without it' }),
  numbers: z.enum(['all', 'annex']).default('all').meta({ description: 'annex: what an annex may tell, with small moves and what would give them away withheld; of the protected copy without clearance' }),
});

export const Compare = z
  .string()
  .regex(/^(base|plan:[^@]{1,200})$/, 'accepted: base or plan:ID')
  .default('base')
  .meta({ description: 'base or plan:ID, of the same geography and blocks' });

export const From = z
  .string()
  .regex(/^(19|20)\d\d$/, 'a year')
  .transform(Number)
  .optional()
  .meta({ description: 'Entry year from which on the plan holds: earlier cohorts stay at their schools (phase-in); without it the plan holds for everybody' });

/** JSON as the worker thread wrote it. */
const written = (bytes: Uint8Array): Reply => ({ status: 200, bytes, mediaType: JSON_TYPE });

export function planCatchmentRoutes({ workspace }: HttpContext): Route[] {
  return [
    route({
      method: 'get',
      path: '/plans/{plan}/catchments',
      id: 'getPlanCatchments',
      tag: 'Schools',
      summary: 'Schools and years under the plan beside its base or another plan: pupils, places, classes, walks, who changes school; of the protected copy for who has no clearance',
      roles: STAFF,
      parameters: z.strictObject({ plan: Code }),
      query: CatchmentParameters.extend({ compare: Compare, from: From }),
      replies: { 200: { description: 'Figures, the critical catchments first', schema: Catchments } },
      handle: async ({ parameters, query, caller }) => written(await catchmentsOfPlan(workspace, parameters.plan, query, caller)),
    }),
    route({
      method: 'get',
      path: '/geographies/{geography}/versions/{version}/catchments',
      id: 'getCatchments',
      tag: 'Schools',
      summary: 'Schools and years under a cut as it is',
      roles: STAFF,
      parameters: z.strictObject({ geography: Code, version: z.string().regex(/^(current|\d{1,15})$/, 'a number or current') }),
      query: CatchmentParameters,
      replies: { 200: { description: 'Figures, the critical catchments first', schema: Catchments } },
      handle: async ({ parameters: { geography, version }, query, caller }) => {
        const answer = await catchmentsOfVersion(workspace, geography, version, query, caller);
        if (answer === null) throw problem('NOT_FOUND', `the geography has no version ${version}`);
        return written(answer);
      },
    }),
  ];
}
