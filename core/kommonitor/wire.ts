// The wire format of KomMonitor's Data Management (version 5, with what version 6 adds), as far as it is read or written here.
import type { UpdateInterval } from './validity.ts';

export interface WireMetadata {
  readonly contact: string;
  readonly datasource: string;
  readonly description: string;
  readonly updateInterval: UpdateInterval;
  /** A day. */
  readonly lastUpdate: string;
  readonly sridEPSG: 4326;
  readonly databasis: string;
  readonly literature: string;
  readonly note: string;
}

/** Days, both included; without `endDate` it goes on. */
export interface WirePeriod {
  readonly startDate: string;
  readonly endDate?: string;
}

interface Owned {
  readonly isPublic: true;
  readonly ownerId: string;
  readonly permissions: readonly string[];
  readonly userPermissions: readonly string[];
}

/** Place of a spatial unit in one hierarchy (version 6). */
export interface WireHierarchyPlace {
  readonly hierarchyId: string;
  readonly hierarchyName: string;
  /** 0 is the coarsest. */
  readonly hierarchyLevel: number;
  readonly nextUpperSpatialUnitId: string | null;
  readonly nextLowerSpatialUnitId: string | null;
}

export interface WireSpatialUnit extends Owned {
  readonly spatialUnitId: string;
  /** The name; unique, as version 5 refers to levels by it. */
  readonly spatialUnitLevel: string;
  readonly nextUpperHierarchyLevel: string | null;
  readonly nextLowerHierarchyLevel: string | null;
  readonly mandantId: string;
  readonly hierarchies: readonly WireHierarchyPlace[];
  readonly availablePeriodsOfValidity: readonly WirePeriod[];
  readonly isOutlineLayer: boolean;
  readonly outlineColor: string;
  readonly outlineWidth: number;
  readonly outlineDashArrayString: string;
  readonly wmsUrl: null;
  readonly wfsUrl: null;
  readonly metadata: WireMetadata;
}

export interface WireHierarchy {
  readonly hierarchyId: string;
  readonly name: string;
  readonly mandantId: string;
  readonly isPublic: true;
  readonly members: readonly {
    readonly spatialUnitId: string;
    readonly spatialUnitLevel: string;
    readonly hierarchyLevel: number;
    readonly nextUpperSpatialUnitId: string | null;
    readonly nextLowerSpatialUnitId: string | null;
  }[];
}

export interface WireReferenceValue {
  readonly referenceDate: string;
  readonly regionalSum: number | null;
  readonly regionalAverage: number | null;
  readonly spatiallyUnassignable: number | null;
}

export interface WireIndicator extends Owned {
  readonly indicatorId: string;
  readonly indicatorName: string;
  readonly abbreviation: string;
  readonly unit: string;
  readonly precision: number;
  readonly displayOrder: number;
  readonly indicatorType: 'STATUS_ABSOLUTE' | 'STATUS_RELATIVE';
  readonly creationType: 'INSERTION';
  readonly isHeadlineIndicator: boolean;
  readonly characteristicValue: string;
  readonly interpretation: string;
  readonly processDescription: string;
  readonly referenceDateNote: string;
  readonly lowestSpatialUnitForComputation: null;
  readonly applicableDates: readonly string[];
  readonly applicableSpatialUnits: readonly (Owned & { readonly spatialUnitId: string; readonly spatialUnitName: string })[];
  readonly defaultClassificationMapping: {
    readonly colorBrewerSchemeName: string;
    readonly numClasses: number;
    readonly classificationMethod: 'JENKS';
    readonly items: readonly { readonly spatialUnitId: string; readonly breaks: readonly number[] }[];
  };
  readonly regionalReferenceValues: readonly WireReferenceValue[];
  readonly referencedIndicators: readonly never[];
  readonly referencedGeoresources: readonly never[];
  readonly ogcServices: readonly never[];
  readonly tags: readonly string[];
  readonly topicReference: string;
  readonly metadata: WireMetadata;
}

export interface WireTopic {
  readonly topicId: string;
  readonly topicName: string;
  readonly topicDescription: string;
  readonly topicType: 'main' | 'sub';
  readonly topicResource: 'indicator' | 'georesource';
  readonly displayOrder: number;
  readonly subTopics: readonly WireTopic[];
}

export interface WireGeoresource extends Owned {
  readonly georesourceId: string;
  readonly datasetName: string;
  readonly isPOI: boolean;
  readonly isLOI: boolean;
  readonly isAOI: boolean;
  readonly availablePeriodsOfValidity: readonly WirePeriod[];
  readonly topicReference: string;
  readonly poiMarkerStyle: 'text' | 'symbol';
  readonly poiMarkerText: string;
  readonly poiMarkerColor: string;
  readonly poiSymbolColor: string;
  readonly poiSymbolBootstrap3Name: string;
  readonly loiColor: string;
  readonly loiWidth: number;
  readonly loiDashArrayString: string;
  readonly aoiColor: string;
  readonly metadata: WireMetadata;
}

/** What every feature of a spatial unit carries. */
export interface WireZone {
  /** Unique by cut, so that values never meet the outline of another cut. */
  readonly ID: string;
  readonly NAME: string;
  readonly validStartDate: string;
  readonly validEndDate: string | null;
  /** Ids of the zones that the land was in before, the larger part first, with commas. */
  readonly arisenFrom: string | null;
}

export const datePrefix = 'DATE_';
