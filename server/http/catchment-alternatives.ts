// The route that searches better catchments for a draft, as a job with its best so far; on the protected copy for who has no clearance.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { UNASSIGNED } from '../../core/coverage/coverage.ts';
import { CAPACITY_AIM } from '../../core/schools/optimise/optimise-input.ts';
import { InputError } from '../gdal/input-error.ts';
import { zonesOfBoth } from '../workspace/schools/catchment-report.ts';
import { forecastYears } from '../workspace/schools/pupil-forecast.ts';
import type { SearchWish } from '../workspace/schools/search-input.ts';
import { catchmentBasis, groundOfPlan, wholeBlocks } from './catchment-question.ts';
import type { HttpContext } from './context.ts';
import { requirePlan } from './plan-json.ts';
import { route, type Route } from './route.ts';
import { Code } from './schemas/common.ts';
import { JobAccepted } from './schemas/jobs.ts';
import { SearchAlternatives } from './schemas/schools.ts';

export function catchmentAlternativeRoutes({ workspace, imports }: HttpContext): Route[] {
  return [
    route({
      method: 'post',
      path: '/plans/{plan}/catchment-alternatives',
      id: 'searchCatchmentAlternatives',
      tag: 'Schools',
      summary: 'Searches catchments that suit places, walks and the rest better, as a job; GET /jobs/{job} has the best so far, its results the alternatives',
      roles: ['planner', 'editor'],
      parameters: z.strictObject({ plan: Code }),
      body: SearchAlternatives,
      replies: { 202: { description: 'The job', schema: JobAccepted, headers: { Location: 'The job' } } },
      handle: async ({ parameters: { plan }, body, caller }) => {
        const open = await requirePlan(workspace, plan);
        const ground = wholeBlocks(open, await groundOfPlan(workspace, open, 'base'));
        const basis = await catchmentBasis(workspace, ground, { variant: body.variant, limitM: body.limitM, referenceDate: undefined }, caller, `alternatives for plan ${plan}`);
        const { exact, referenceDate } = basis.head;
        if (referenceDate === null) throw new InputError({ field: 'plan', problem: 'children are not counted by year of age over its blocks', accepted: 'an import of counts with age_00, age_01 and so on' });
        if (basis.schools.length === 0) throw new InputError({ field: 'schools', problem: 'there are none', accepted: 'an import of kind schools first' });
        const forecast = forecastYears(referenceDate, basis.settings);
        const years = body.years ?? forecast;
        const unknown = years.find((year) => !forecast.includes(year));
        if (unknown !== undefined) throw new InputError({ field: 'years', problem: `${unknown} is not forecast`, accepted: forecast.join(', ') });
        const codes = zonesOfBoth(basis.now, basis.before).map(({ zone }) => zone);
        const own = new Set(open.draft.state.zones.flatMap((zone) => zone?.zone ?? []));
        const wrongZone = body.locks.zones.find((zone) => !codes.includes(zone));
        if (wrongZone !== undefined) throw new InputError({ field: 'locks.zones', problem: `there is no zone ${wrongZone}`, accepted: codes.join(', ') });
        const lockedBlocks = new Uint8Array(ground.ids.length);
        for (const block of [...body.locks.blocks, ...open.draft.state.lockedBlocks]) {
          const position = ground.surface.positions.get(block);
          if (position !== undefined) lockedBlocks[position] = 1;
          else if (body.locks.blocks.includes(block)) throw new InputError({ field: 'locks.blocks', problem: `there is no block ${block}`, accepted: 'blocks of the plan' });
        }
        const lockedZones = Uint8Array.from(codes, (zone) => (body.locks.zones.includes(zone) || open.draft.state.zones.some((one) => one?.zone === zone && one.locked) ? 1 : 0));
        const { coverage, neighbours } = ground.surface;
        const wish: SearchWish = {
          years,
          fromPlan: body.from === 'plan',
          neighbours: { blockCount: neighbours.blockCount, rookStart: neighbours.rookStart, rook: neighbours.rook, rookLengthM: neighbours.rookLengthM },
          lockedBlocks,
          lockedZones,
          closedZones: Uint8Array.from(codes, (zone) => (own.has(zone) ? 0 : 1)),
          blockAreaM2: coverage.blockAreaM2,
          blockPerimeterM: perimeters(coverage),
          capacity: { ...CAPACITY_AIM, hard: body.capacityHard },
          contiguity: body.contiguity,
          weights: body.weights,
          maxMovedShare: body.maxMovedShare,
          seed: body.seed,
        };
        const id = randomUUID();
        workspace.schools.searches.add(id, { task: { basis, wish, seconds: body.seconds, iterations: body.iterations ?? Number.MAX_SAFE_INTEGER }, plan, blockSet: ground.surface.blockSet, zones: codes, exact });
        try {
          await imports.jobs.submit({ process: 'catchment-alternatives', municipality: workspace.municipality.municipality, account: caller.account!, input: { plan, version: open.draft.version } }, id);
        } catch (error) {
          workspace.schools.searches.drop(id);
          throw error;
        }
        return { status: 202, json: { job: id }, headers: { Location: `/jobs/${id}` } };
      },
    }),
  ];
}

function perimeters({ blockCount, halfPart, partBlock, arcLengthM }: { readonly blockCount: number; readonly halfPart: Int32Array; readonly partBlock: ArrayLike<number>; readonly arcLengthM: Float64Array }): Float64Array {
  const perimeter = new Float64Array(blockCount);
  for (let half = 0; half < halfPart.length; half++) {
    const part = halfPart[half]!;
    if (part !== UNASSIGNED && part >= 0) perimeter[partBlock[part]!]! += arcLengthM[half >> 1]!;
  }
  return perimeter;
}
