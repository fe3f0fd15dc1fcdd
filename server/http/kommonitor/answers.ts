// What the routes of KomMonitor's interface have in common: their headers, and things found by the ids in a path.
import type { z } from 'zod';
import { problem } from '../../problem.ts';
import { publishedDesk, type PublishedDesk } from '../../workspace/kommonitor/published-desk.ts';
import type { PublishedSet } from '../../workspace/kommonitor/published-set.ts';
import { collectionText, type TextFeature } from '../../workspace/kommonitor/zone-features.ts';
import type { HttpContext } from '../context.ts';
import { ok, type Reply, type ReplyDescription } from '../route.ts';

export const BASE = '/kommonitor/management/public';

/** What is published is everybody's, on pages of every origin; who asks sends no credential and gets none. */
const OPEN = { 'Access-Control-Allow-Origin': '*' };

export const COMMON = { tag: 'KomMonitor', roles: ['viewer'], kept: 'everybody' } as const;

export const FEATURES: ReplyDescription = {
  description: 'GeoJSON in EPSG:4326, longitude before latitude; an empty collection where nothing is valid',
  mediaType: 'application/vnd.geo+json',
  headers: { 'Content-Disposition': 'A file name' },
};

export function list(schema: z.ZodType, description: string): Record<number, ReplyDescription> {
  return { 200: { description, schema } };
}

export const jsonReply = (json: unknown): Reply => ok(json, { ...OPEN, 'Cache-Control': 'public, no-cache' });
/** Never kept, by nobody. */
export const freshReply = (json: unknown): Reply => ok(json, OPEN);

export function featureReply(features: readonly TextFeature[], name: string): Reply {
  const headers = { ...OPEN, 'Cache-Control': 'public, no-cache', 'Content-Disposition': `attachment; filename="${name}.geojson"` };
  return { status: 200, bytes: collectionText(features), mediaType: 'application/vnd.geo+json; charset=utf-8', headers };
}

export function fileReply(bytes: Uint8Array, name: string): Reply {
  return { status: 200, bytes, mediaType: 'application/geopackage+sqlite3', headers: { ...OPEN, 'Cache-Control': 'public, no-cache', 'Content-Disposition': `attachment; filename="${name}.gpkg"` } };
}

/** Both at the moment of asking: the routes are declared before there is a workspace. */
export const deskOf = ({ workspace }: HttpContext): PublishedDesk => publishedDesk(workspace);
export const setOf = (context: HttpContext): Promise<PublishedSet> => deskOf(context).set();

export function requireFound<T>(found: T | null | undefined, what: string): T {
  if (found === null || found === undefined) throw problem('NOT_FOUND', `no published ${what} has this id`);
  return found;
}

/** The day of a path; 404 for one that no calendar has. */
export function dayOf({ year, month, day }: { readonly year: string; readonly month: string; readonly day: string }): string {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const time = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text) throw problem('NOT_FOUND', 'there is no such day');
  return text;
}
