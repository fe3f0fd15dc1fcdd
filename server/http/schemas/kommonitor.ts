// Schemas of KomMonitor's wire format: its own, so objects are open and texts are German.
import { z } from 'zod';
import { LEVELS } from '../../workspace/kommonitor/zone-shapes.ts';
import { IsoDate, IsoTime } from './common.ts';

const Id = z.uuid();
const Period = z.strictObject({ startDate: IsoDate, endDate: IsoDate.optional() });
const Metadata = z
  .strictObject({
    contact: z.string(),
    datasource: z.string(),
    description: z.string(),
    updateInterval: z.enum(['ARBITRARY', 'MONTHLY', 'QUARTERLY', 'HALF_YEARLY', 'YEARLY', 'DAILY', 'WEEKLY']),
    lastUpdate: IsoDate,
    sridEPSG: z.literal(4326),
    databasis: z.string(),
    literature: z.string(),
    note: z.string().meta({ description: 'Says what null means, and how cuts are told apart' }),
  })
  .meta({ id: 'KomMonitorMetadata' });
const owned = { isPublic: z.literal(true), ownerId: Id, permissions: z.array(Id), userPermissions: z.array(z.string()) };

const Member = { spatialUnitId: Id, spatialUnitLevel: z.string(), hierarchyLevel: z.int(), nextUpperSpatialUnitId: Id.nullable(), nextLowerSpatialUnitId: Id.nullable() };
export const KomMonitorHierarchy = z.strictObject({ hierarchyId: Id, name: z.string(), mandantId: Id, isPublic: z.literal(true), members: z.array(z.strictObject(Member)) }).meta({ id: 'KomMonitorHierarchy' });
export const KomMonitorHierarchies = z.array(KomMonitorHierarchy.omit({ members: true }));
export const KomMonitorMembers = z.array(z.strictObject(Member));
const { spatialUnitId: _unit, spatialUnitLevel: _level, ...place } = Member;
export const KomMonitorPlaces = z.array(z.strictObject({ hierarchyId: Id, hierarchyName: z.string(), ...place }).meta({ id: 'KomMonitorHierarchyPlace' }));

export const KomMonitorSpatialUnit = z
  .strictObject({
    spatialUnitId: Id,
    spatialUnitLevel: z.string(),
    ...owned,
    nextUpperHierarchyLevel: z.string().nullable(),
    nextLowerHierarchyLevel: z.string().nullable(),
    mandantId: Id,
    hierarchies: KomMonitorPlaces,
    availablePeriodsOfValidity: z.array(Period),
    isOutlineLayer: z.boolean(),
    outlineColor: z.string(),
    outlineWidth: z.number(),
    outlineDashArrayString: z.string(),
    wmsUrl: z.string().nullable(),
    wfsUrl: z.string().nullable(),
    metadata: Metadata,
  })
  .meta({ id: 'KomMonitorSpatialUnit' });

export const KomMonitorIndicator = z
  .strictObject({
    indicatorId: Id,
    indicatorName: z.string(),
    abbreviation: z.string(),
    unit: z.string(),
    precision: z.int(),
    displayOrder: z.int(),
    indicatorType: z.enum(['STATUS_ABSOLUTE', 'STATUS_RELATIVE']),
    creationType: z.literal('INSERTION'),
    isHeadlineIndicator: z.boolean(),
    characteristicValue: z.string(),
    interpretation: z.string(),
    processDescription: z.string(),
    referenceDateNote: z.string(),
    lowestSpatialUnitForComputation: z.string().nullable(),
    applicableDates: z.array(IsoDate),
    applicableSpatialUnits: z.array(z.strictObject({ spatialUnitId: Id, spatialUnitName: z.string(), ...owned })),
    defaultClassificationMapping: z.strictObject({
      colorBrewerSchemeName: z.string(),
      numClasses: z.int(),
      classificationMethod: z.enum(['REGIONAL_DEFAULT', 'JENKS', 'EQUAL_INTERVAL', 'QUANTILE']),
      items: z.array(z.strictObject({ spatialUnitId: Id, breaks: z.array(z.number()) })),
    }),
    regionalReferenceValues: z
      .array(z.strictObject({ referenceDate: IsoDate, regionalSum: z.number().nullable(), regionalAverage: z.number().nullable(), spatiallyUnassignable: z.number().nullable() }))
      .meta({ description: 'Made of published cells alone; null where a zone is withheld or missing' }),
    referencedIndicators: z.array(z.unknown()),
    referencedGeoresources: z.array(z.unknown()),
    ogcServices: z.array(z.unknown()),
    tags: z.array(z.string()),
    topicReference: Id,
    ...owned,
    metadata: Metadata,
  })
  .meta({ id: 'KomMonitorIndicator' });

const topic = { topicId: Id, topicName: z.string(), topicDescription: z.string(), topicType: z.enum(['main', 'sub']), topicResource: z.enum(['indicator', 'georesource']), displayOrder: z.int() };
// Two levels, as our catalogues have them; below a sub topic the array is there and empty.
export const KomMonitorTopic = z.strictObject({ ...topic, subTopics: z.array(z.strictObject({ ...topic, subTopics: z.array(z.unknown()).max(0) })) }).meta({ id: 'KomMonitorTopic' });
export const KomMonitorTopics = z.array(KomMonitorTopic);

export const KomMonitorGeoresource = z
  .strictObject({
    georesourceId: Id,
    datasetName: z.string(),
    isPOI: z.boolean(),
    isLOI: z.boolean(),
    isAOI: z.boolean(),
    availablePeriodsOfValidity: z.array(Period),
    topicReference: Id,
    poiMarkerStyle: z.enum(['text', 'symbol']),
    poiMarkerText: z.string(),
    poiMarkerColor: z.string(),
    poiSymbolColor: z.string(),
    poiSymbolBootstrap3Name: z.string(),
    loiColor: z.string(),
    loiWidth: z.number(),
    loiDashArrayString: z.string(),
    aoiColor: z.string(),
    ...owned,
    metadata: Metadata,
  })
  .meta({ id: 'KomMonitorGeoresource' });

export const KomMonitorLastModification = z.strictObject({
  'access-control': IsoTime,
  georesources: IsoTime,
  indicators: IsoTime,
  'process-scripts': IsoTime,
  'spatial-units': IsoTime,
  topics: IsoTime,
  'web-services': IsoTime,
});

export const KomMonitorOrderModes = z.array(z.strictObject({ topicResource: z.enum(['indicator', 'georesource']), orderMode: z.enum(['custom', 'alphabetical']) }));
export const KomMonitorSchema = z.record(z.string(), z.enum(['string', 'integer', 'double', 'date'])).meta({ description: 'Type by property' });
export const KomMonitorRows = z.array(z.looseObject({ ID: z.string(), NAME: z.string(), validStartDate: IsoDate, validEndDate: IsoDate.nullable(), arisenFrom: z.string().nullable() }));
export const KomMonitorFilter = z.looseObject({ topicIds: z.array(z.string()).max(10_000).default([]), ids: z.array(z.string()).max(10_000).default([]) });

/** A parameter that only the stock client knows is passed over, as its own server does. */
export const KomMonitorQuery = z.looseObject({ simplifyGeometries: z.enum(LEVELS).default('original').meta({ description: 'Corners within 0, 5, 15 or 40 m go, over all zones of a cut at once' }) });
export const KomMonitorTopicQuery = z.looseObject({ topicType: z.enum(['indicator', 'georesource']).optional() });
export const KomMonitorAnyQuery = z.looseObject({});
export const KomMonitorExportQuery = z.looseObject({ format: z.enum(['gpkg']), simplifyGeometries: z.enum(LEVELS).default('original') });

const Segment = z.string().min(1).max(300);
export const UnitParameters = z.strictObject({ spatialUnitId: Segment });
export const FeatureParameters = z.strictObject({ spatialUnitId: Segment, featureId: Segment });
export const RecordParameters = z.strictObject({ spatialUnitId: Segment, featureId: Segment, recordId: Segment });
export const IndicatorParameters = z.strictObject({ indicatorId: Segment });
export const ValueParameters = z.strictObject({ indicatorId: Segment, spatialUnitId: Segment });
export const GeoresourceParameters = z.strictObject({ georesourceId: Segment });
export const HierarchyParameters = z.strictObject({ hierarchyId: Segment });
export const TopicParameters = z.strictObject({ topicId: Segment });
const day = { year: z.string().regex(/^\d{4}$/, 'four digits'), month: z.string().regex(/^(0?[1-9]|1[0-2])$/, 'a month'), day: z.string().regex(/^(0?[1-9]|[12]\d|3[01])$/, 'a day') };
export const UnitDayParameters = z.strictObject({ spatialUnitId: Segment, ...day });
export const ValueDayParameters = z.strictObject({ indicatorId: Segment, spatialUnitId: Segment, ...day });
export const GeoresourceDayParameters = z.strictObject({ georesourceId: Segment, ...day });
