// What the routes answer, by hand until the OpenAPI document generates client/api-types.ts; pages import from here only.
import type { FeatureCollection, MultiPolygon, Polygon } from 'geojson';
import type { Cell } from '../core/disclosure/cell.ts';
import type { LocalisedName } from './i18n/i18n.ts';

export type { Cell };

export interface Account {
  readonly account: string;
  readonly name: string;
  readonly roles: readonly string[];
}

/** Bounds [minX, minY, maxX, maxY]: `bounds` in metres of `epsg`, `bboxCrs84` in degrees. */
export interface Municipality {
  readonly municipality: string;
  readonly name: string;
  readonly epsg: number;
  readonly proj4: string;
  readonly bounds: readonly [number, number, number, number];
  readonly bboxCrs84: readonly [number, number, number, number];
  readonly accounts: readonly Account[];
}

export interface BlockSet {
  readonly blockSet: number;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly blocks: number;
}

export interface GeographyVersion {
  readonly version: number;
  readonly title: string;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly blockSet: number;
  readonly zones: number;
}

export interface Geography {
  readonly geography: string;
  readonly name: LocalisedName;
  readonly parent: string | null;
  readonly versions: readonly GeographyVersion[];
}

export interface ZoneProperties {
  readonly zone: string;
  readonly name: string;
  readonly position: number;
}

export type ZoneCollection<P = ZoneProperties> = FeatureCollection<Polygon | MultiPolygon, P>;

export interface Assignment {
  readonly geography: string;
  readonly version: number;
  readonly blockSet: number;
  readonly zones: readonly { readonly zone: string; readonly name: string }[];
  /** By block position: index into `zones`, -1 for none. */
  readonly assignment: readonly number[];
}

/** `population`: the statistic that this one is a part of, if any. */
export interface Statistic {
  readonly statistic: string;
  readonly name: LocalisedName;
  readonly unit: string;
  readonly population: string | null;
  readonly source: string;
  readonly referenceDates: readonly string[];
}

export interface ReferenceLayer {
  readonly layer: string;
  readonly features: number;
}

export type ReleaseState = 'requested' | 'approved' | 'withdrawn';

export interface RuleSet {
  readonly threshold: number;
  readonly zeros: 'open' | 'protect';
}

export interface Release {
  readonly release: string;
  readonly number: string | number;
  readonly geography: string;
  readonly version: number;
  readonly statistics: readonly string[];
  readonly referenceDates: readonly string[];
  readonly ruleSet: RuleSet;
  readonly state: ReleaseState;
  readonly requestedBy: string;
  readonly requestedAt: string;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
}

/** Cells by statistic and reference date. */
export type ReleasedCells = Readonly<Record<string, Readonly<Record<string, Cell>>>>;

export interface ReleasedZoneProperties {
  readonly zone: string;
  readonly name: string;
  readonly cells: ReleasedCells;
}

export type PlanStateName = 'draft' | 'submitted' | 'approved' | 'rejected' | 'adopted';

export interface PlanSummary {
  readonly plan: string;
  readonly name: string;
  readonly geography: string;
  readonly state: PlanStateName;
  readonly version: number;
  readonly validFrom: string | null;
  readonly createdBy: string;
  readonly updatedAt: string;
}

export interface PlanZone {
  readonly zone: string;
  readonly name: string;
  readonly blocks: number;
  readonly areaM2: number;
  readonly parts: number;
  readonly polsbyPopper: number;
  readonly cells: Readonly<Record<string, Cell>>;
}

export interface PlanIssue {
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly where: unknown;
  readonly detail: string;
}

export interface Plan {
  readonly plan: string;
  readonly name: string;
  readonly geography: string;
  readonly baseVersion: number;
  readonly blockSet: number;
  readonly validFrom: string | null;
  readonly state: PlanStateName;
  readonly version: number;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly zones: readonly PlanZone[];
  readonly issues: readonly PlanIssue[];
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

export interface PlanSlot {
  readonly slot: number;
  readonly zone: string;
  readonly name: string;
  readonly locked: boolean;
}

export interface PlanBlocks {
  readonly plan: string;
  readonly version: number;
  readonly blockSet: number;
  readonly zones: readonly PlanSlot[];
  /** Slot by block position, -1 for none. */
  readonly assignment: readonly number[];
  readonly baseAssignment: readonly number[];
  readonly baseZones: readonly { readonly zone: string; readonly name: string }[];
}

export interface PlanCounts {
  readonly referenceDate: string;
  readonly columns: readonly { readonly statistic: string; readonly values: readonly (number | null)[] }[];
}

export type PlanOperation =
  | { readonly type: 'assign'; readonly blocks: readonly string[]; readonly zone: string | null }
  | { readonly type: 'createZone'; readonly zone: string; readonly name: string; readonly blocks: readonly string[] }
  | { readonly type: 'mergeZones'; readonly zones: readonly string[]; readonly into: string }
  | { readonly type: 'renameZone'; readonly zone: string; readonly name: string }
  | { readonly type: 'lockZone'; readonly zone: string; readonly locked: boolean };

/** Blocks that went from one zone to another; null stands for no zone. */
export interface PlanMove {
  readonly from: string | null;
  readonly to: string | null;
  readonly blocks: readonly string[];
}

export interface PlanChange {
  readonly version: number;
  readonly zones: readonly PlanZone[];
  readonly issues: readonly PlanIssue[];
  readonly moves: readonly PlanMove[];
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

export interface PlanHistoryEvent {
  readonly version: number;
  readonly kind: string;
  readonly account: string;
  readonly at: string;
  readonly undone: boolean;
  readonly [field: string]: unknown;
}

/** Data of an `operation` event. */
export interface PlanEvent {
  readonly version: number;
  readonly kind: string;
  readonly account: string;
  readonly operation: PlanOperation | null;
  readonly moves: readonly PlanMove[];
  readonly zonesChanged: boolean;
  readonly zones: readonly PlanSlot[];
}

export interface AdoptedVersion {
  readonly geography: string;
  readonly version: number;
  readonly validFrom: string;
}
