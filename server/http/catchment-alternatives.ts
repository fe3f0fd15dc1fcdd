// The route that searches better catchments for a draft, as a job with its best so far; on the protected copy for who has no clearance.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { UNASSIGNED } from '../../core/coverage/coverage.ts';
import { CAPACITY_AIM, type OptimiseInput } from '../../core/schools/optimise/optimise-input.ts';
import { HAZARDS } from '../../core/schools/school-settings.ts';
import { estimateSiblings } from '../../core/schools/siblings.ts';
import { InputError } from '../gdal/input-error.ts';
import { reportInput } from '../workspace/schools/catchment-basis.ts';
import { effectsOf, type ReportInput } from '../workspace/schools/catchment-report.ts';
import { catchmentBasis, groundOfPlan, wholeBlocks } from './catchment-question.ts';
import type { HttpContext } from './context.ts';
import { requirePlan } from './plan-json.ts';
import { route, type Route } from './route.ts';
import { Code } from './schemas/common.ts';
import { JobAccepted } from './schemas/jobs.ts';
import { SearchAlternatives } from './schemas/schools.ts';

/** What a crossing counts where the settings give it no metres: children are kept from crossings all the same when dangers count. */
const CROSSING_M = 100;

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
        const { input } = reportInput(basis);
        if (referenceDate === null) throw new InputError({ field: 'plan', problem: 'children are not counted by year of age over its blocks', accepted: 'an import of counts with age_00, age_01 and so on' });
        if (input.schools.length === 0) throw new InputError({ field: 'schools', problem: 'there are none', accepted: 'an import of kind schools first' });
        const years = body.years ?? input.forecast.years;
        const unknown = years.find((year) => !input.forecast.years.includes(year));
        if (unknown !== undefined) throw new InputError({ field: 'years', problem: `${unknown} is not forecast`, accepted: input.forecast.years.join(', ') });
        const { zones, now, before } = effectsOf(input);
        const codes = zones.map(({ zone }) => zone);
        const own = new Set(open.draft.state.zones.flatMap((zone) => zone?.zone ?? []));
        const wrongZone = body.locks.zones.find((zone) => !codes.includes(zone));
        if (wrongZone !== undefined) throw new InputError({ field: 'locks.zones', problem: `there is no zone ${wrongZone}`, accepted: codes.join(', ') });
        const lockedBlocks = new Uint8Array(input.ids.length);
        for (const block of [...body.locks.blocks, ...open.draft.state.lockedBlocks]) {
          const position = ground.surface.positions.get(block);
          if (position !== undefined) lockedBlocks[position] = 1;
          else if (body.locks.blocks.includes(block)) throw new InputError({ field: 'locks.blocks', problem: `there is no block ${block}`, accepted: 'blocks of the plan' });
        }
        const lockedZones = Uint8Array.from(codes, (zone) => (body.locks.zones.includes(zone) || open.draft.state.zones.some((one) => one?.zone === zone && one.locked) ? 1 : 0));
        const { coverage, neighbours } = ground.surface;
        const searched: OptimiseInput = {
          effects: ofYears(now.input, years),
          neighbours: { blockCount: neighbours.blockCount, rookStart: neighbours.rookStart, rook: neighbours.rook, rookLengthM: neighbours.rookLengthM },
          assignment: before.assignment,
          ...(body.from === 'plan' ? { start: now.assignment } : {}),
          lockedBlocks,
          lockedZones,
          closedZones: Uint8Array.from(codes, (zone) => (own.has(zone) ? 0 : 1)),
          schoolBlock: input.schoolPositions,
          blockAreaM2: coverage.blockAreaM2,
          blockPerimeterM: perimeters(coverage),
          mix: input.mix.map(({ part, whole }) => ({ part: known(part), whole: known(whole) })),
          siblings: siblingsOf(input),
          hazards: hazardMetres(input),
          capacity: { ...CAPACITY_AIM, hard: body.capacityHard },
          contiguity: body.contiguity,
          weights: body.weights,
          maxMovedShare: body.maxMovedShare,
          seed: body.seed,
        };
        const id = randomUUID();
        workspace.schools.searches.add(id, { task: { input: searched, seconds: body.seconds, iterations: body.iterations ?? Number.MAX_SAFE_INTEGER }, plan, blockSet: ground.surface.blockSet, zones: codes, exact });
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

function ofYears(effects: OptimiseInput['effects'], years: readonly number[]): OptimiseInput['effects'] {
  const columns = years.map((year) => effects.years.indexOf(year));
  const pick = (values: Float64Array) => Float64Array.from({ length: (values.length / effects.years.length) * years.length }, (_, i) => values[Math.floor(i / years.length) * effects.years.length + columns[i % years.length]!]!);
  return { ...effects, years, children: pick(effects.children), places: pick(effects.places) };
}

const known = (values: Float64Array) => values.map((value) => (Number.isNaN(value) ? 0 : value));

function siblingsOf({ forecast, families, siblings, settings, ids }: ReportInput): Float64Array {
  if (siblings !== null) return known(siblings);
  if (families === null || settings.siblings.method !== 'households') return new Float64Array(ids.length);
  const entering = Float64Array.from(ids, (_, position) => forecast.children[position * forecast.years.length] ?? 0);
  return known(estimateSiblings({ entering, ...families }, settings.siblings.chance));
}

/** School × block: crossings on the way as metres; null without walks. */
function hazardMetres({ walks, schools, ids, baseOf, settings }: ReportInput): Float32Array | null {
  if (walks === null) return null;
  const metres = new Float32Array(schools.length * ids.length);
  schools.forEach(({ school }, s) => {
    const counts = walks.crossings.get(school);
    if (counts === undefined) return;
    const width = counts.length / HAZARDS.length;
    HAZARDS.forEach((kind, k) => {
      const each = Math.max(CROSSING_M, settings.hazards.find((hazard) => hazard.kind === kind)?.extraM ?? 0);
      for (let position = 0; position < ids.length; position++) metres[s * ids.length + position]! += each * counts[k * width + baseOf[position]!]!;
    });
  });
  return metres;
}

function perimeters({ blockCount, halfPart, partBlock, arcLengthM }: { readonly blockCount: number; readonly halfPart: Int32Array; readonly partBlock: ArrayLike<number>; readonly arcLengthM: Float64Array }): Float64Array {
  const perimeter = new Float64Array(blockCount);
  for (let half = 0; half < halfPart.length; half++) {
    const part = halfPart[half]!;
    if (part !== UNASSIGNED && part >= 0) perimeter[partBlock[part]!]! += arcLengthM[half >> 1]!;
  }
  return perimeter;
}
