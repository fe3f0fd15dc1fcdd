// What the routes of schools and catchments answer, under the page's names.
import type { Variant } from './place.ts';

/** A number, one of the protected copy (≈), withheld, or not known. */
export type Cell =
  | { readonly state: 'value'; readonly value: number }
  | { readonly state: 'approximate'; readonly value: number }
  | { readonly state: 'withheld' }
  | { readonly state: 'missing' };

export interface School {
  readonly school: string;
  readonly name: string;
  readonly type: string;
  readonly address: string;
  readonly at: readonly [number, number];
  /** In the municipality's plane, metres. */
  readonly xy: readonly [number, number];
  readonly classesPerYear: number | null;
  readonly classSize: number | null;
  readonly placesPerYear: number | null;
  readonly catchment: string | null;
  readonly zones: readonly string[];
}

export interface SchoolFinding {
  readonly code: string;
  readonly detail: string;
  readonly school?: string | null;
  readonly zone?: string | null;
  readonly block?: string | null;
}

export interface Schools {
  readonly date: string;
  readonly geography: string | null;
  readonly version: number | null;
  readonly schools: readonly School[];
  readonly findings: readonly SchoolFinding[];
}

export type Band = 'under' | 'within' | 'over' | null;

export interface ClassSteps {
  readonly now: number | null;
  readonly before: number | null;
  /** Children more until there is one class more. */
  readonly toNext: number | null;
  /** Children fewer until there is one class fewer. */
  readonly toFewer: number | null;
}

export interface CatchmentYear {
  readonly year: number;
  readonly pupils: Cell;
  readonly before: Cell;
  readonly places: number | null;
  /** Pupils by place. */
  readonly utilisation: Cell;
  readonly utilisationBefore: Cell;
  readonly band: Band;
  readonly classes: ClassSteps | null;
}

export interface Walk {
  readonly meanM: number | null;
  readonly maxM: number | null;
  readonly minM: number | null;
  readonly beyond: Cell;
  readonly unknown: Cell;
}

export interface Catchment {
  readonly zone: string;
  readonly name: string;
  readonly schools: readonly string[];
  readonly placesPerYear: number | null;
  readonly years: readonly CatchmentYear[];
  readonly walk: Walk | null;
  readonly walkBefore: Walk | null;
}

export interface Move {
  readonly from: string;
  readonly to: string;
  readonly blocks: readonly string[];
  readonly addresses: number;
  /** Children by year. */
  readonly years: readonly Cell[];
  readonly siblings: Cell;
}

export interface Crossing {
  readonly kind: string;
  readonly now: Cell | number;
  readonly before: Cell | number;
}

export interface Totals {
  readonly children: readonly Cell[];
  readonly siblings: Cell;
  readonly share: number | null;
  readonly crossing: readonly Crossing[];
}

export interface Mix {
  readonly statistic: string;
  readonly name: string;
  readonly dissimilarity: { readonly before: number | null; readonly after: number | null };
  readonly isolation: { readonly before: number | null; readonly after: number | null };
}

export interface Effects {
  readonly plan: string | null;
  readonly version: number;
  /** False: the numbers come from the protected copy. */
  readonly exact: boolean;
  readonly variant: Variant;
  readonly referenceDate: string | null;
  readonly years: readonly number[];
  readonly compareTitle: string;
  readonly limitM: number;
  /** The critical ones first. */
  readonly catchments: readonly Catchment[];
  readonly moves: readonly Move[];
  readonly total: Totals | null;
  readonly mix: readonly Mix[];
  readonly findings: readonly SchoolFinding[];
}

export interface SchoolVariant {
  readonly entryRate: number;
  readonly migration: number;
  readonly births: number;
  readonly source: string;
}

export interface Housing {
  readonly housing: string;
  readonly name: string;
  readonly dwellings: number;
  readonly ready: number;
  readonly entriesPer100: readonly number[];
}

export interface Hazard {
  readonly kind: string;
  readonly forbid?: boolean;
  readonly extraM?: number;
}

export interface SchoolSettings {
  readonly land: string;
  readonly entryRule: { readonly cutOff: string; readonly age: number; readonly source: string };
  readonly classRule: { readonly land: string; readonly upTo: readonly number[]; readonly perClass: number; readonly source: string } | null;
  readonly variants: Readonly<Record<Variant, SchoolVariant>>;
  readonly limitM: number;
  readonly horizon: number;
  readonly housing: readonly Housing[];
  readonly hazards: readonly Hazard[];
}

export const WEIGHTS = ['capacity', 'distance', 'hazards', 'mix', 'compactness', 'siblings', 'change'] as const;
export type WeightName = (typeof WEIGHTS)[number];
export type Weights = Readonly<Record<WeightName, number>>;

export interface SearchWish {
  readonly weights: Weights;
  /** 0 to 1. */
  readonly maxMovedShare: number;
  /** Zones that stay as they are. */
  readonly locks: readonly string[];
  readonly years: readonly number[];
  readonly seed: number;
  readonly seconds: number;
}

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
  readonly plan?: Measures | null;
  readonly alternatives: readonly Alternative[];
  readonly tried: readonly { readonly overCapacity: number; readonly movedShare: number }[];
}

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

export interface Responsible {
  readonly address: { readonly street: string; readonly houseNumber: string; readonly at?: readonly [number, number] };
  readonly schools: readonly ResponsibleSchool[];
  readonly planned: readonly ResponsibleSchool[];
}
