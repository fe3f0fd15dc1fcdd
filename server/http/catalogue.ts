// Routes of what a municipality has: blocks, geographies with their cuts, statistics, reference layers. No counts.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { dissolve } from '../../core/coverage/dissolve.ts';
import { simplifiedOutlines } from '../../core/coverage/simplify-outlines.ts';
import { listLineageTo } from '../db/queries/block-lineage.ts';
import { crsDefinition, transformer } from '../gdal/crs/crs.ts';
import { problem } from '../problem.ts';
import { hasRole, STAFF, type Role } from '../auth/roles.ts';
import { isValidOn } from '../workspace/catalogue.ts';
import type { ResidentVersion, Workspace } from '../workspace/workspace.ts';
import { packageVersion, today, type HttpContext } from './context.ts';
import { contentTag, featureReply, zoneGeometry } from './geojson.ts';
import { ok, route, type Route } from './route.ts';
import {
  AssignmentSchema,
  BlockSets,
  CreateGeography,
  Geographies, LineageSchema,
  GeographySchema,
  Health,
  MunicipalitySchema,
  ReferenceLayers,
  Statistics,
  ZoneProperties,
} from './schemas/catalogue.ts';
import { Code, CrsParameter, featureCollection, IsoDate } from './schemas/common.ts';

const EVERYBODY: readonly Role[] = ['viewer'];
const PUBLIC = { 'Cache-Control': 'no-cache' };
const Digits = z.string().regex(/^\d{1,15}$/, 'a number').transform(Number);
const VersionOrCurrent = z.union([z.literal('current'), Digits]).meta({ description: 'Number of the version, or `current` with the day in `date`' });

type Bounds = [number, number, number, number];

export function catalogueRoutes({ workspace }: HttpContext): Route[] {
  return [
    route({
      method: 'get',
      path: '/healthz',
      id: 'getHealth',
      tag: 'Server',
      summary: 'Whether the server is ready',
      roles: EVERYBODY,
      replies: { 200: { description: 'Ready', schema: Health } },
      handle: () => ok({ status: 'ok', database: workspace.db.engine, version: packageVersion() }),
    }),
    route({
      method: 'get',
      path: '/municipality',
      id: 'getMunicipality',
      tag: 'Municipality',
      summary: 'The municipality, its CRS and extent, and for staff who may act',
      roles: EVERYBODY,
      kept: 'public',
      replies: { 200: { description: 'The municipality', schema: MunicipalitySchema } },
      handle: async ({ caller }) => {
        const { municipality, name, epsg } = workspace.municipality;
        const bounds = await extent(workspace);
        // Names to sign in with are nothing for the public.
        const accounts = hasRole(caller, STAFF) ? [...workspace.catalogue.accounts.values()].map(({ account, name: person, roles }) => ({ account, name: person, roles })) : [];
        return ok({ municipality, name, epsg, proj4: crsDefinition(epsg), bounds, bboxCrs84: toCrs84(bounds, epsg), accounts }, PUBLIC);
      },
    }),
    route({
      method: 'get',
      path: '/block-sets',
      id: 'listBlockSets',
      tag: 'Blocks',
      summary: 'Stands of the blocks',
      roles: EVERYBODY,
      kept: 'everybody',
      query: z.strictObject({ date: IsoDate.optional().meta({ description: 'Only the stand valid on this day' }) }),
      replies: { 200: { description: 'Stands, oldest first', schema: BlockSets } },
      handle: ({ query: { date } }) => {
        const rows = workspace.catalogue.blockSets.filter((row) => date === undefined || isValidOn(row, date));
        return ok({ blockSets: rows.map(({ blockSet, validFrom, validTo, blocks, repair, empty }) => ({ blockSet, validFrom, validTo, blocks, repair, empty })) }, PUBLIC);
      },
    }),
    route({
      method: 'get',
      path: '/block-sets/{blockSet}/coverage',
      id: 'getCoverage',
      tag: 'Blocks',
      summary: 'Topology of the blocks as the bytes of core/coverage/encode.ts; geometry only',
      roles: EVERYBODY,
      parameters: z.strictObject({ blockSet: Digits }),
      replies: { 200: { description: 'The coverage', mediaType: 'application/octet-stream', headers: { ETag: 'Hash of the bytes' } } },
      handle: async ({ parameters: { blockSet } }) => {
        if (!workspace.catalogue.blockSets.some((row) => row.blockSet === blockSet)) throw problem('NOT_FOUND', `no block set ${blockSet}`);
        const { bytes } = await workspace.surface(blockSet);
        return { status: 200, bytes, mediaType: 'application/octet-stream', headers: { ...PUBLIC, ETag: tagOfBytes(bytes) } };
      },
    }),
    route({
      method: 'get',
      path: '/block-sets/{blockSet}/lineage',
      id: 'getLineage',
      tag: 'Blocks',
      summary: 'Which block of an earlier stand became which of this one, and what share of it',
      roles: EVERYBODY,
      parameters: z.strictObject({ blockSet: Digits }),
      replies: { 200: { description: 'Pairs by earlier stand; none for a first stand', schema: LineageSchema } },
      handle: async ({ parameters: { blockSet } }) => {
        if (!workspace.catalogue.blockSets.some((row) => row.blockSet === blockSet)) throw problem('NOT_FOUND', `no block set ${blockSet}`);
        const rows = await listLineageTo(workspace.db, workspace.municipality.municipality, blockSet);
        const from = [...new Set(rows.map(({ fromSet }) => fromSet))].map((set) => ({
          blockSet: set,
          pairs: rows.filter(({ fromSet }) => fromSet === set).map(({ fromBlock, toBlock, weight }) => ({ from: fromBlock, to: toBlock, weight })),
        }));
        return ok({ blockSet, from }, PUBLIC);
      },
    }),
    route({
      method: 'get',
      path: '/geographies',
      id: 'listGeographies',
      tag: 'Geographies',
      summary: 'Geographies with their cuts, or with the cut that is valid on a day',
      roles: EVERYBODY,
      kept: 'everybody',
      query: z.strictObject({ date: IsoDate.optional() }),
      replies: { 200: { description: 'Geographies', schema: Geographies } },
      handle: ({ query: { date } }) => ok({ geographies: workspace.catalogue.geographies.map((row) => geographyJson(workspace, row, date)) }, PUBLIC),
    }),
    route({
      method: 'post',
      path: '/geographies',
      id: 'createGeography',
      tag: 'Geographies',
      summary: 'Names a new geography; its first cut is drawn as a plan or imported',
      roles: ['editor'],
      body: CreateGeography,
      replies: { 201: { description: 'The geography, without a cut', schema: GeographySchema, headers: { Location: 'The list of geographies' } } },
      handle: async ({ body: { geography, name, parent } }) => {
        const all = workspace.catalogue.geographies;
        if (parent !== null && !all.some((row) => row.geography === parent)) throw problem('UNKNOWN_GEOGRAPHY', `parent: no geography ${parent}`);
        const added = await workspace.addGeography({ geography, nameDe: name.de, nameEn: name.en, parent });
        if (!added) throw problem('GEOGRAPHY_EXISTS', `geography: ${geography} is there already`);
        const row = workspace.catalogue.geographies.find((entry) => entry.geography === geography)!;
        return { status: 201, json: geographyJson(workspace, row), headers: { Location: '/geographies' } };
      },
    }),
    route({
      method: 'get',
      path: '/geographies/{geography}/versions/{version}/zones',
      id: 'getZones',
      tag: 'Geographies',
      summary: 'Outlines of a cut, dissolved from its blocks',
      roles: EVERYBODY,
      kept: 'everybody',
      parameters: z.strictObject({ geography: Code, version: VersionOrCurrent }),
      query: z.strictObject({
        crs: CrsParameter,
        date: IsoDate.optional().meta({ description: 'Day of the version `current`; today without it' }),
        simplify: z
          .string()
          .regex(/^\d{1,4}(\.\d{1,3})?$/, 'metres up to 9999')
          .transform(Number)
          .optional()
          .meta({ description: 'Metres up to which borders may be drawn straighter, all zones at once, so that neighbours still fit; 0 or nothing: exact' }),
        tag: z.string().max(40).optional().meta({ description: 'The `outlines` that the list of geographies gives: the answer may then be kept for ever' }),
      }),
      replies: { 200: { description: 'GeoJSON', mediaType: 'application/geo+json', schema: featureCollection(ZoneProperties), headers: { 'Content-Crs': 'CRS of the coordinates' } } },
      handle: async ({ parameters, query }) => {
        const version = await requireVersion(workspace, parameters.geography, parameters.version, query.date);
        const { surface, assignment, zoneList } = version;
        const toleranceM = query.simplify ?? 0;
        const outlines = toleranceM > 0 ? simplifiedOutlines(surface.coverage, assignment, zoneList.length, toleranceM) : dissolve(surface.coverage, assignment, zoneList.length);
        const features = zoneList.map(({ zone, name, position }, slot) => ({
          id: zone,
          geometry: zoneGeometry(outlines, slot),
          properties: { zone, name, position },
        }));
        const asNow = query.tag !== undefined && query.tag === outlinesTag(version);
        return featureReply(features, workspace.municipality.epsg, query.crs, asNow ? 'for-ever' : 'revalidate');
      },
    }),
    route({
      method: 'get',
      path: '/geographies/{geography}/versions/{version}/assignment',
      id: 'getAssignment',
      tag: 'Geographies',
      summary: 'Which block lies in which zone of a cut',
      roles: EVERYBODY,
      kept: 'everybody',
      parameters: z.strictObject({ geography: Code, version: VersionOrCurrent }),
      query: z.strictObject({ date: IsoDate.optional() }),
      replies: { 200: { description: 'The assignment', schema: AssignmentSchema } },
      handle: async ({ parameters, query }) => {
        const { geography, version, blockSet, zoneList, assignment, carried } = await requireVersion(workspace, parameters.geography, parameters.version, query.date);
        const zones = zoneList.map(({ zone, name }) => ({ zone, name }));
        const notCarried = [
          ...(carried?.unassigned ?? []).map((block) => ({ block, reason: 'NEW', zones: [], shares: [] })),
          ...(carried?.ambiguous ?? []).map((row) => ({ ...row, reason: 'SEVERAL_ZONES' })),
        ];
        return ok({ geography, version, blockSet, zones, assignment: [...assignment], notCarried }, PUBLIC);
      },
    }),
    route({
      method: 'get',
      path: '/statistics',
      id: 'listStatistics',
      tag: 'Statistics',
      summary: 'What is counted, and at which dates; no counts',
      roles: EVERYBODY,
      kept: 'everybody',
      replies: { 200: { description: 'Statistics', schema: Statistics } },
      handle: () => {
        const statistics = workspace.catalogue.statistics.map(({ statistic, nameDe, nameEn, unit, population, source, referenceDates }) => {
          return { statistic, name: { de: nameDe, en: nameEn }, unit, population, source, referenceDates };
        });
        return ok({ statistics }, PUBLIC);
      },
    }),
    route({
      method: 'get',
      path: '/reference-layers',
      id: 'listReferenceLayers',
      tag: 'Reference layers',
      summary: 'What the map shows beside the blocks',
      roles: EVERYBODY,
      kept: 'everybody',
      replies: { 200: { description: 'Layers', schema: ReferenceLayers } },
      handle: () => ok({ layers: workspace.catalogue.referenceLayers }, PUBLIC),
    }),
    route({
      method: 'get',
      path: '/reference-layers/{layer}',
      id: 'getReferenceLayer',
      tag: 'Reference layers',
      summary: 'Features of a layer',
      roles: EVERYBODY,
      kept: 'everybody',
      parameters: z.strictObject({ layer: Code }),
      query: z.strictObject({ crs: CrsParameter }),
      replies: { 200: { description: 'GeoJSON', mediaType: 'application/geo+json', schema: featureCollection(z.looseObject({ name: z.string() })) } },
      handle: async ({ parameters: { layer }, query }) => {
        if (!workspace.catalogue.referenceLayers.some((row) => row.layer === layer)) throw problem('NOT_FOUND', `no layer ${layer}`);
        const rows = await workspace.referenceFeatures(layer);
        const features = rows.map(({ feature, name, properties, geometry }) => ({ id: feature, geometry, properties: { ...properties, name } }));
        return featureReply(features, workspace.municipality.epsg, query.crs, 'revalidate');
      },
    }),
  ];
}

function geographyJson(workspace: Workspace, row: Workspace['catalogue']['geographies'][number], date?: string) {
  const versions = row.versions.filter((version) => date === undefined || isValidOn(version, date));
  return {
    geography: row.geography,
    name: { de: row.nameDe, en: row.nameEn },
    parent: row.parent,
    versions: versions.map(({ version, title, validFrom, validTo, blockSet, zones, carried }) => ({ version, title, validFrom, validTo, blockSet, zones, carriedFrom: carried?.fromVersion ?? null, outlines: outlinesTag(workspace.residentVersion(row.geography, version)) })),
  };
}

async function requireVersion(workspace: Workspace, geography: string, version: number | 'current', date: string | undefined): Promise<ResidentVersion> {
  const row = workspace.catalogue.geographies.find((entry) => entry.geography === geography);
  if (row === undefined) throw problem('NOT_FOUND', 'no geography has this code');
  const day = date ?? today();
  const number = version === 'current' ? row.versions.find((entry) => isValidOn(entry, day))?.version : version;
  const found = number === undefined ? null : await workspace.version(geography, number);
  if (found === null) throw problem('NOT_FOUND', version === 'current' ? `no version is valid on ${day}` : `the geography has no version ${version}`);
  return found;
}

const tags = new WeakMap<Uint8Array, string>();
const outlineTags = new WeakMap<ResidentVersion, string>();

/** Hash of a coverage's bytes, once a block set: a city's are 20 MB. */
function tagOfBytes(bytes: Uint8Array): string {
  const tag = tags.get(bytes) ?? contentTag(bytes);
  tags.set(bytes, tag);
  return tag;
}

/** Of all that the outlines of a cut are made of: blocks, assignment, names. */
function outlinesTag(version: ResidentVersion | null): string | null {
  if (version === null) return null;
  const known = outlineTags.get(version);
  if (known !== undefined) return known;
  const { assignment, surface, zoneList } = version;
  const tag = createHash('sha256')
    .update(tagOfBytes(surface.bytes))
    .update(new Uint8Array(assignment.buffer, assignment.byteOffset, assignment.byteLength))
    .update(JSON.stringify(zoneList))
    .digest('base64url')
    .slice(0, 22);
  outlineTags.set(version, tag);
  return tag;
}

async function extent(workspace: Workspace): Promise<Bounds> {
  const blockSet = workspace.newestBlockSet();
  const bounds: Bounds = [Infinity, Infinity, -Infinity, -Infinity];
  if (blockSet !== null) {
    const { blockBounds } = (await workspace.surface(blockSet)).coverage;
    for (let i = 0; i < blockBounds.length; i += 4) {
      bounds[0] = Math.min(bounds[0], blockBounds[i]!);
      bounds[1] = Math.min(bounds[1], blockBounds[i + 1]!);
      bounds[2] = Math.max(bounds[2], blockBounds[i + 2]!);
      bounds[3] = Math.max(bounds[3], blockBounds[i + 3]!);
    }
  }
  return bounds[0] === Infinity ? [0, 0, 0, 0] : bounds;
}

/** Corners and the middles of the edges: meridians bend by less than 10 m over the edge of a city of 30 km. */
function toCrs84([minX, minY, maxX, maxY]: Bounds, epsg: number): Bounds {
  if (minX === maxX) return [0, 0, 0, 0];
  const transform = transformer(epsg, 4326);
  const points = [minX, (minX + maxX) / 2, maxX].flatMap((x) => [minY, (minY + maxY) / 2, maxY].map((y) => transform(x, y)));
  const longitudes = points.map(([longitude]) => longitude);
  const latitudes = points.map(([, latitude]) => latitude);
  return [Math.min(...longitudes), Math.min(...latitudes), Math.max(...longitudes), Math.max(...latitudes)];
}
