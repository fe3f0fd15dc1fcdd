// Route of a statistic in one cut at every past date, recomputed from blocks: for who may see counts by block, and written down.
import { z } from 'zod';
import type { CutSum } from '../../core/statistics/constant-cut.ts';
import { STAFF } from '../auth/roles.ts';
import { problem } from '../problem.ts';
import { seriesInCut } from '../workspace/indicators/constant-cut.ts';
import { seesCounts } from './count-view.ts';
import type { HttpContext } from './context.ts';
import { recordReading } from './recorded-reading.ts';
import { ok, route, type Route } from './route.ts';
import { Code } from './schemas/common.ts';
import { ConstantCutQuery, ConstantCutSeries } from './schemas/constant-cut.ts';

const Digits = z.string().regex(/^\d{1,9}$/, 'a number').transform(Number);

export function constantCutRoutes({ workspace }: HttpContext): Route[] {
  return [
    route({
      method: 'get',
      path: '/geographies/{geography}/versions/{version}/series',
      id: 'getConstantCutSeries',
      tag: 'Statistics',
      summary: 'A statistic in this cut at every past date, recomputed from blocks by their lineage, with the apportioned part and what no zone takes; released values in one cut are those of indicators',
      roles: STAFF,
      clearance: 'block-counts',
      parameters: z.strictObject({ geography: Code, version: Digits }),
      query: ConstantCutQuery,
      replies: { 200: { description: 'The series', schema: ConstantCutSeries } },
      handle: async ({ parameters: { geography, version }, query: { statistic }, caller }) => {
        const { catalogue } = workspace;
        const known = catalogue.statistics.find((one) => one.statistic === statistic);
        if (known === undefined) throw problem('UNKNOWN_STATISTIC', 'statistic: not a statistic of this municipality');
        if (!seesCounts(caller, known.source)) throw problem('CLEARANCE_NEEDED', `${caller.account!} has not the clearance block-counts for "${known.source}"`);
        if (!catalogue.geographies.some((one) => one.geography === geography)) throw problem('UNKNOWN_GEOGRAPHY', 'no geography has this code');
        const cut = await workspace.version(geography, version);
        if (cut === null) throw problem('UNKNOWN_VERSION', 'the geography has no such version');
        for (const date of known.referenceDates) await recordReading(workspace, caller, [known.source], date, { what: `series ${geography} ${version}` });
        const dates = await seriesInCut(workspace, cut, statistic);
        const json = {
          geography,
          version,
          statistic,
          dates: dates.map(({ date, blockSet, source, sums, unlocated }) => ({
            date,
            blockSet,
            blockSetOfVersion: cut.blockSet,
            source,
            city: sumJson({ ...sums.all, sum: sums.all.sum + (unlocated ?? 0) }),
            notAssignable: { outside: sumJson(sums.outside), unlocated },
          })),
          zones: cut.zoneList.map(({ zone, name }, z) => ({ zone, name, values: dates.map(({ sums }) => sumJson(sums.zones[z]!)) })),
        };
        return ok(json, { 'Cache-Control': 'no-store' });
      },
    }),
  ];
}

function sumJson({ sum, apportioned, unknown }: CutSum) {
  const short = (value: number) => Math.round(value * 1e6) / 1e6;
  if (unknown > 0 && sum === 0) return { state: 'missing' as const, value: null, apportioned: 0 };
  return { state: unknown > 0 ? ('atLeast' as const) : ('value' as const), value: short(sum), apportioned: short(apportioned) };
}
