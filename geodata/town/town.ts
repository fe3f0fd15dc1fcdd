// What the generator makes: the demo municipality as plain data, geometry in EPSG:25832, metres.
import type { Geometry } from 'geojson';
import type { Assignment, BlockRings } from '../../core/coverage/coverage.ts';
import type { CountTable } from '../../core/statistics/counts.ts';
import type { LandUse } from './land-use.ts';

export type Scale = 'town' | 'city';

/** Layers in the order in which they are made; each draws from its own seed and reads earlier ones only. */
export const LAYERS = ['plan', 'landUse', 'zones', 'stands', 'population', 'streets', 'schools', 'buildings', 'addresses'] as const;
export type LayerName = (typeof LAYERS)[number];
export type LayerSeeds = Readonly<Record<LayerName, number>>;

export interface BlockStand {
  /** Number of the stand: 1 is valid from 2015, 2 from 2020. */
  readonly blockSet: number;
  /** [validFrom, validTo); null: until further notice. ISO dates. */
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly rings: BlockRings;
  /** By block position. */
  readonly landUse: readonly LandUse[];
}

/** A block of stand 1 and the block of stand 2 that took `weight` (0..1] of it; the weights of one block add up to 1. */
export interface Lineage {
  readonly from: string;
  readonly to: string;
  readonly weight: number;
}

export interface Address {
  readonly address: string;
  readonly street: string;
  readonly houseNumber: string;
  /** Id in the stand of 2020. */
  readonly block: string;
  readonly x: number;
  readonly y: number;
  /** Dwellings: the weight by which counts of a cut block may be apportioned. */
  readonly weight: number;
}

export interface GeographyVersion {
  readonly version: number;
  readonly title: string;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly blockSet: number;
  readonly zones: readonly { readonly zone: string; readonly name: string }[];
  /** Zone (index into `zones`) of every block of the stand by position. */
  readonly assignment: Assignment;
}

export interface Geography {
  readonly geography: string;
  readonly name: { readonly de: string; readonly en: string };
  readonly parent: string | null;
  readonly versions: readonly GeographyVersion[];
}

export interface StatisticDefinition {
  readonly statistic: string;
  readonly name: { readonly de: string; readonly en: string };
  /** The statistic that this is a part of, hence the usual denominator; null for none. */
  readonly population: string | null;
  readonly unit: 'persons' | 'households' | 'communities';
  readonly source: string;
}

/** Counts of one reference date over the stand valid at it; columns as in `Town.statistics`. */
export interface CountSet {
  readonly referenceDate: string;
  readonly blockSet: number;
  readonly table: CountTable;
  /** What the source could not place in a block ("unbekannt"), by column. */
  readonly unlocated: readonly number[];
}

export interface ReferenceFeature {
  readonly feature: string;
  readonly name: string;
  readonly properties: Readonly<Record<string, string | number>>;
  /** EPSG:25832. */
  readonly geometry: Geometry;
}

export type ReferenceLayerName = 'water' | 'green' | 'landuse' | 'streets' | 'rail' | 'buildings' | 'schools';

export interface ReferenceLayer {
  readonly layer: ReferenceLayerName;
  readonly features: readonly ReferenceFeature[];
}

export type StreetClass = 'main' | 'collector' | 'local' | 'path';

/** The street graph: edges run between nodes, geometry included. */
export interface StreetNetwork {
  /** x y interleaved by node. */
  readonly nodes: Float64Array;
  readonly edges: readonly {
    readonly from: number;
    readonly to: number;
    readonly class: StreetClass;
    readonly street: string;
    readonly bridge: boolean;
    readonly lengthM: number;
    readonly line: Float64Array;
  }[];
}

export interface School {
  readonly school: string;
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly capacity: number;
  /** At the newest reference date. */
  readonly pupils: number;
}

export interface Town {
  readonly scale: Scale;
  readonly municipality: string;
  readonly name: string;
  readonly epsg: number;
  readonly blockStands: readonly [BlockStand, BlockStand];
  readonly lineage: readonly Lineage[];
  readonly geographies: readonly Geography[];
  readonly statistics: readonly StatisticDefinition[];
  readonly counts: readonly CountSet[];
  readonly addresses: readonly Address[];
  readonly network: StreetNetwork;
  readonly schools: readonly School[];
  readonly layers: readonly ReferenceLayer[];
  /** Blocks of stand 2 in which a planted case lies; the answers follow from the data (planted-cases.ts). */
  readonly planted: PlantedBlocks;
}

export interface PlantedBlocks {
  /** A block of Stadtteil 12 that lies in Sozialraum 4: 4 residents. */
  readonly stationSliver: string;
  /** A block of Stadtteil 11 that lies in Sozialraum 7: 3 residents. */
  readonly eastSliver: string;
  /** Blocks that leave their Stadtteil for another Wahlbezirk: 2 residents and 1 resident. */
  readonly pollingSlivers: readonly [string, string];
  /** A block of Stadtteil 07 in Sozialraum 1 that only three geographies together give away: 3 residents. */
  readonly threeWay: string;
}
