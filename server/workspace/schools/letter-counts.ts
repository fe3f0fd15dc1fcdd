// Children by block and cohort where a plan changes the school: how many letters an office has to write.
import type { SchoolSettings } from '../../../core/schools/school-settings.ts';
import type { CatchmentBasis } from './catchment-basis.ts';
import { forecastPupils } from './pupil-forecast.ts';

export interface LetterCounts {
  readonly years: readonly number[];
  /** Blocks or their parts, in the order of their ids. */
  readonly rows: readonly { readonly block: string; readonly from: string | null; readonly to: string | null; readonly addresses: number; readonly children: readonly number[] }[];
}

/** Cohorts that are told: letters go to who enters next, and to those after them. */
const COHORTS = 4;
const AS_COUNTED = { entryRate: 1, migration: 1, births: 1, source: '' } as const;

/** As they were counted: all who reach school age, without entry rate, migration and new housing. Zones by code; null for none. */
export function letterCounts({ ground, now, before, addresses, view, settings }: CatchmentBasis): LetterCounts {
  const counted: SchoolSettings = { ...settings, horizon: COHORTS, housing: [], variants: { low: AS_COUNTED, medium: AS_COUNTED, high: AS_COUNTED } };
  const forecast = view === null ? null : forecastPupils(view, { blockCount: ground.ids.length, positionsOf: () => [] }, counted, 'medium');
  const years = forecast?.years ?? [];
  const rows = ground.ids.flatMap((block, position) => {
    const [from, to] = [before.zones[before.assignment[position]!]?.zone ?? null, now.zones[now.assignment[position]!]?.zone ?? null];
    if (from === to) return [];
    return [{ block, from, to, addresses: addresses[position]!, children: years.map((_, y) => forecast!.children[position * years.length + y]!) }];
  });
  return { years, rows: rows.toSorted((a, b) => (a.block < b.block ? -1 : 1)) };
}
