// What a search for better catchments takes: effects of both cuts, dangers, siblings and the mix. Made in the thread that searches, as a city's takes 100 ms.
import type { OptimiseInput } from '../../../core/schools/optimise/optimise-input.ts';
import { HAZARDS } from '../../../core/schools/school-settings.ts';
import { estimateSiblings } from '../../../core/schools/siblings.ts';
import { reportInput, type CatchmentBasis } from './catchment-basis.ts';
import { effectsOf, type ReportInput } from './catchment-report.ts';

/** What somebody wants of a search, by position and by zone of both cuts. */
export interface SearchWish extends Required<Pick<OptimiseInput, 'neighbours' | 'lockedBlocks' | 'lockedZones' | 'closedZones' | 'blockAreaM2' | 'blockPerimeterM' | 'capacity' | 'contiguity' | 'weights' | 'maxMovedShare' | 'seed'>> {
  /** Forecast years that count. */
  readonly years: readonly number[];
  /** Whether the search begins with the plan; with today's cut otherwise. */
  readonly fromPlan: boolean;
}

/** What a crossing counts where the settings give it no metres: children are kept from crossings all the same when dangers count. */
const CROSSING_M = 100;

export function searchInput(basis: CatchmentBasis, { years, fromPlan, ...wish }: SearchWish): OptimiseInput {
  const { input } = reportInput(basis);
  const { now, before } = effectsOf(input);
  return {
    ...wish,
    effects: ofYears(now.input, years),
    assignment: before.assignment,
    ...(fromPlan ? { start: now.assignment } : {}),
    schoolBlock: input.schoolPositions,
    mix: input.mix.map(({ part, whole }) => ({ part: known(part), whole: known(whole) })),
    siblings: siblingsOf(input),
    hazards: hazardMetres(input),
  };
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
