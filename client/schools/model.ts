// What the routes of schools and catchments answer, under the page's names.
import type { Catchments, JobStatus, Schools, SearchAlternatives } from '../api-types.ts';

export type {
  AnnexCheck,
  Catchments as Effects,
  CatchmentWalk as Walk,
  DrawnHousing,
  ForecastVariant as SchoolVariant,
  PupilCell as Cell,
  SchoolFinding,
  SchoolReach,
  Schools,
  SchoolSettings,
} from '../api-types.ts';

export type School = Schools['schools'][number];
export type Catchment = Catchments['catchments'][number];
export type CatchmentYear = Catchment['years'][number];
export type ClassSteps = NonNullable<CatchmentYear['classes']>;
export type Move = Catchments['moves'][number];

export const WEIGHTS = ['capacity', 'distance', 'hazards', 'mix', 'compactness', 'siblings', 'change'] as const;
export type WeightName = (typeof WEIGHTS)[number];
export type Weights = Readonly<Record<WeightName, number>>;

/** What a search is asked for; the page fills in all that the route would. */
export type SearchWish = Required<Pick<SearchAlternatives, 'maxMovedShare' | 'years' | 'seed' | 'seconds'>> & {
  readonly weights: Weights;
  /** Zones that stay as they are. */
  readonly locks: readonly string[];
};

export interface Measures {
  readonly overCapacity: number;
  readonly underCapacity: number;
  readonly movedShare: number;
  readonly meanM: number | null;
  readonly beyond: number | null;
  readonly mix: number | null;
}

export interface Alternative {
  readonly id: string;
  /** Index into `zones` by block position of the stand; -1 for none. */
  readonly assignment: readonly number[];
  readonly measures: Measures;
  readonly front: boolean;
}

export interface Alternatives {
  readonly blockSet: number;
  readonly zones: readonly string[];
  readonly today: Measures;
  /** Of the plan that the search began from. */
  readonly plan: Measures;
  readonly alternatives: readonly Alternative[];
  readonly tried: readonly { readonly overCapacity: number; readonly movedShare: number }[];
}

/** What a search that runs has found. */
export type BestSoFar = NonNullable<JobStatus['best']>;

export interface FoundAddress {
  readonly street: string;
  readonly houseNumber: string;
  readonly at: readonly [number, number];
}

export interface ResponsibleSchool {
  readonly school: string;
  readonly name: string;
  readonly zone: string;
}

/** What will hold later: a cut that is adopted already, or the plan that was asked for. */
export interface Planned {
  /** YYYY-MM-DD; null where the plan does not say. */
  readonly from: string | null;
  readonly title: string;
  readonly plan: boolean;
  readonly schools: readonly ResponsibleSchool[];
}

export interface Responsible {
  readonly address: FoundAddress;
  readonly schools: readonly ResponsibleSchool[];
  readonly planned: readonly Planned[];
}
