// Brings a real KomMonitor to what is published here: reads both sides, plans, and sends the plan's steps in their order.
import type { Feature, FeatureCollection, MultiPolygon, Polygon } from 'geojson';
import { type OwnIndicator, type OwnLevel, type PushPlan, pushPlan, type PushState, type PushStep, type PushZone, tagOf, type TheirTopic, valuesOfRows } from '../../../../core/kommonitor/push-plan.ts';
import type { WireIndicator, WireSpatialUnit, WireTopic } from '../../../../core/kommonitor/wire.ts';
import { InputError } from '../../../gdal/input-error.ts';
import type { DataManagement } from './data-management.ts';

/** What is published, as the public interface answers it; `path` is below `/management/public`. */
export type ReadPublished = (path: string) => Promise<unknown>;

export interface PushOptions {
  readonly ownerId: string;
  readonly permissions: readonly string[];
  /** Topic there of indicators whose own topic is not there by name. */
  readonly topicId: string | null;
  /** Codes of the indicators to push; null: all. */
  readonly only: readonly string[] | null;
}

export interface PreparedPush {
  readonly plan: PushPlan;
  readonly levels: readonly OwnLevel[];
  readonly indicators: readonly OwnIndicator[];
  readonly their: PushState;
  readonly topicOf: ReadonlyMap<string, string>;
}

export async function preparePush(read: ReadPublished, there: DataManagement, options: PushOptions): Promise<PreparedPush> {
  const units = (await read('spatial-units')) as readonly WireSpatialUnit[];
  const levels = await readLevels(read, units);
  const overviews = ((await read('indicators')) as readonly WireIndicator[]).filter(({ abbreviation }) => options.only?.includes(abbreviation) ?? true);
  const unknown = options.only?.filter((code) => !overviews.some(({ abbreviation }) => abbreviation === code)) ?? [];
  if (unknown.length > 0) throw new InputError({ option: 'only', problem: `no published indicator has the code ${unknown[0]!}`, accepted: 'codes as the field abbreviation has them' });
  const indicators: OwnIndicator[] = [];
  for (const overview of overviews) {
    const values = new Map<string, ReturnType<typeof valuesOfRows>>();
    for (const { spatialUnitId, spatialUnitName } of overview.applicableSpatialUnits) {
      values.set(spatialUnitName, valuesOfRows((await read(`indicators/${overview.indicatorId}/${spatialUnitId}/without-geometry`)) as readonly Record<string, unknown>[]));
    }
    indicators.push({ overview, values });
  }
  const wanted = new Set(levels.map(({ overview }) => overview.spatialUnitLevel));
  const their = await readTheirs(there, wanted, new Set(indicators.map(({ overview }) => overview.abbreviation)), options.only !== null);
  const topicOf = matchTopics((await read('topics?topicType=indicator')) as readonly WireTopic[], ((await there.get('/topics')) ?? []) as readonly TheirTopic[]);
  const planned = pushPlan(levels, indicators, their);
  const lacking = planned.steps.flatMap((step) => {
    if (step.step !== 'createIndicator') return [];
    const { overview } = indicators.find((row) => row.overview.abbreviation === step.indicator)!;
    return topicOf.has(overview.topicReference) || options.topicId !== null ? [] : [overview];
  });
  // An indicator without a topic is found by nobody there.
  const held = new Set(lacking.map(({ abbreviation }) => abbreviation));
  const plan = {
    ...planned,
    steps: planned.steps.filter((step) => !('indicator' in step && held.has(step.indicator))),
    conflicts: [...planned.conflicts, ...lacking.map(({ indicatorName }) => ({ what: `indicator ${indicatorName}`, why: 'no topic there has the name of its topic here; make one, or name one with --topic' }))],
  };
  return { plan, levels, indicators, their, topicOf };
}

/** Coarse levels first: a level names the one above it. */
async function readLevels(read: ReadPublished, units: readonly WireSpatialUnit[]): Promise<OwnLevel[]> {
  const depth = ({ hierarchies }: WireSpatialUnit) => Math.max(0, ...hierarchies.map(({ hierarchyLevel }) => hierarchyLevel));
  const levels: OwnLevel[] = [];
  for (const overview of units.toSorted((a, b) => depth(a) - depth(b))) {
    const { features } = (await read(`spatial-units/${overview.spatialUnitId}/allFeatures`)) as FeatureCollection;
    const [first] = features;
    const zone = String(first?.properties?.zone ?? '');
    const geography = String(first?.properties?.ID ?? '').slice(0, -zone.length - 1).replace(/-\d+$/, '');
    if (first !== undefined) levels.push({ overview, geography, zones: features.map(zoneOf) });
  }
  return levels;
}

function zoneOf({ id, properties, geometry }: Feature): PushZone {
  const { ID, NAME, validStartDate, validEndDate, arisenFrom } = (properties ?? {}) as Record<string, unknown>;
  const shape = geometry as Polygon | MultiPolygon;
  const day = (value: unknown) => (value === null || value === undefined || value === '' ? null : String(value).slice(0, 10));
  return {
    record: String(id ?? ''),
    ID: String(ID),
    NAME: String(NAME),
    validStartDate: day(validStartDate) ?? '',
    validEndDate: day(validEndDate),
    arisenFrom: arisenFrom === null || arisenFrom === undefined || arisenFrom === '' ? null : String(arisenFrom),
    geometry: shape.type === 'Polygon' ? { type: 'MultiPolygon', coordinates: [shape.coordinates] } : shape,
  };
}

type TheirOverview = Pick<WireIndicator, 'indicatorId' | 'indicatorName' | 'tags' | 'applicableDates' | 'applicableSpatialUnits'>;

/** Only what a push is about. A list without anything is not asked for: an empty answer is an error there. */
async function readTheirs(there: DataManagement, levels: ReadonlySet<string>, codes: ReadonlySet<string>, partOnly: boolean): Promise<PushState> {
  const units = ((await there.get('/spatial-units')) ?? []) as readonly WireSpatialUnit[];
  const known = [];
  for (const { spatialUnitId, spatialUnitLevel, availablePeriodsOfValidity } of units) {
    if (!levels.has(spatialUnitLevel)) continue;
    const collection = (availablePeriodsOfValidity ?? []).length === 0 ? null : ((await there.get(`/spatial-units/${spatialUnitId}/allFeatures`)) as FeatureCollection | null);
    known.push({ spatialUnitId, spatialUnitLevel, zones: (collection?.features ?? []).map(zoneOf) });
  }
  const indicators = [];
  for (const { indicatorId, indicatorName, tags, applicableDates, applicableSpatialUnits } of ((await there.get('/indicators')) ?? []) as readonly TheirOverview[]) {
    const values = new Map<string, ReturnType<typeof valuesOfRows>>();
    const code = (tags ?? []).find((tag) => tag.startsWith(tagOf('')))?.slice(tagOf('').length);
    // With --only the others are nobody's business; without it those that are no longer published are emptied.
    if (code !== undefined && partOnly && !codes.has(code)) continue;
    if (code !== undefined && (applicableDates ?? []).length > 0) {
      for (const { spatialUnitId, spatialUnitName } of applicableSpatialUnits ?? []) {
        values.set(spatialUnitName, valuesOfRows(((await there.get(`/indicators/${indicatorId}/${spatialUnitId}/without-geometry`)) ?? []) as readonly Record<string, unknown>[]));
      }
    }
    indicators.push({ indicatorId, indicatorName, tags: tags ?? [], values });
  }
  return { levels: known, indicators };
}

/** Topics here by topics there: a sub topic by its own name below the same main topic, else anywhere, else its main topic. */
function matchTopics(own: readonly WireTopic[], theirs: readonly TheirTopic[]): Map<string, string> {
  const all = (topics: readonly TheirTopic[]): TheirTopic[] => topics.flatMap((topic) => [topic, ...all(topic.subTopics ?? [])]);
  const named = (topics: readonly TheirTopic[], name: string) => topics.find(({ topicName }) => topicName === name);
  const found = new Map<string, string>();
  for (const main of own) {
    const match = named(theirs, main.topicName);
    for (const sub of main.subTopics) {
      const id = (named(match?.subTopics ?? [], sub.topicName) ?? named(all(theirs), sub.topicName) ?? match)?.topicId;
      if (id !== undefined) found.set(sub.topicId, id);
    }
  }
  return found;
}

/** Sends the steps one after the other, for updates at one time disturb each other there. `told` is called before each of them. */
export async function applyPush({ plan, levels, indicators, their, topicOf }: PreparedPush, there: DataManagement, options: PushOptions, told: (step: PushStep, number: number) => void): Promise<void> {
  const levelIds = new Map(their.levels.map(({ spatialUnitLevel, spatialUnitId }) => [spatialUnitLevel, spatialUnitId]));
  const indicatorIds = new Map(their.indicators.flatMap(({ indicatorId, tags }) => tags.map((tag) => [tag, indicatorId] as const)));
  const owned = { ownerId: options.ownerId, isPublic: true, permissions: options.permissions };
  for (const [i, step] of plan.steps.entries()) {
    told(step, i + 1);
    switch (step.step) {
      case 'createLevel': {
        const { overview } = levels.find((level) => level.overview.spatialUnitLevel === step.level)!;
        const { isOutlineLayer, outlineColor, outlineWidth, outlineDashArrayString, metadata } = overview;
        const upper = overview.nextUpperHierarchyLevel;
        const answer = await there.post('/spatial-units', {
          spatialUnitLevel: step.level,
          geoJsonString: collectionOf(step.zones),
          periodOfValidity: periodOf(step),
          metadata,
          nextUpperHierarchyLevel: upper !== null && levelIds.has(upper) ? upper : null,
          nextLowerHierarchyLevel: null,
          ...owned,
          isOutlineLayer,
          outlineColor,
          outlineWidth,
          outlineDashArrayString,
        });
        levelIds.set(step.level, idOf(answer, 'spatialUnitId'));
        break;
      }
      case 'addCut':
        // Given every time: without it the server stops with an error.
        await there.put(`/spatial-units/${levelIds.get(step.level)!}`, { geoJsonString: collectionOf(step.zones), periodOfValidity: periodOf(step), isPartialUpdate: step.partial });
        break;
      case 'changeZone':
        await there.put(`/spatial-units/${levelIds.get(step.level)!}/singleFeature/${encodeURIComponent(step.zone.ID)}/singleFeatureRecord/${encodeURIComponent(step.record)}`, featureOf(step.zone, step.record));
        break;
      case 'createIndicator': {
        const { overview } = indicators.find((row) => row.overview.abbreviation === step.indicator)!;
        const answer = await there.post('/indicators', { ...indicatorBody(overview, topicOf.get(overview.topicReference) ?? options.topicId!), ...owned });
        indicatorIds.set(tagOf(step.indicator), idOf(answer, 'indicatorId'));
        break;
      }
      case 'putValues':
        await there.put(`/indicators/${indicatorIds.get(tagOf(step.indicator))!}`, {
          // The name: an id is not found there.
          applicableSpatialUnit: step.level,
          indicatorValues: step.rows.map(({ ID, values }) => ({ spatialReferenceKey: ID, valueMapping: values.map((indicatorValue, t) => ({ timestamp: step.timestamps[t]!, indicatorValue })) })),
          ...owned,
        });
    }
  }
}

const periodOf = ({ startDate, endDate }: { readonly startDate: string; readonly endDate: string | null }) => (endDate === null ? { startDate } : { startDate, endDate });

const collectionOf = (zones: readonly PushZone[]): string => JSON.stringify({ type: 'FeatureCollection', features: zones.map((zone) => featureOf(zone)) });

function featureOf({ geometry, record: _own, ...properties }: PushZone, record?: string): Feature {
  return { type: 'Feature', ...(record === undefined ? {} : { id: record }), geometry, properties };
}

/** Metadata alone; the two misspelt keys are the server's own. */
function indicatorBody(overview: WireIndicator, topicReference: string): Record<string, unknown> {
  const { indicatorName, abbreviation, tags, indicatorId: _id, applicableDates: _dates, applicableSpatialUnits: _units, referencedIndicators: _indicators, referencedGeoresources: _georesources, ogcServices: _services, permissions: _p, userPermissions: _u, ownerId: _o, isPublic: _public, ...rest } = overview;
  return { datasetName: indicatorName, abbreviation, ...rest, tags: [...tags, tagOf(abbreviation)], topicReference, refrencesToGeoresources: [], refrencesToOtherIndicators: [] };
}

function idOf({ body, location }: { readonly body: unknown; readonly location: string | null }, field: string): string {
  const id = (body as Record<string, unknown> | null)?.[field] ?? location?.split('/').at(-1);
  if (typeof id !== 'string' || id === '') throw new InputError({ option: 'to', problem: `it made something and told no ${field}`, accepted: 'a Data Management of version 5; run the command again, it goes on from there' });
  return id;
}
