// Routes of releases and the ledger: asked for by one person, approved by another, then seen by everybody.
import { z } from 'zod';
import { dissolve } from '../../core/coverage/dissolve.ts';
import { hasClearance, hasRole, STAFF, type Caller } from '../auth/roles.ts';
import { problem } from '../problem.ts';
import type { ReleaseResult, ResidentRelease } from '../workspace/release-desk.ts';
import type { ReleaseCell } from '../db/queries/releases.ts';
import type { HttpContext } from './context.ts';
import { csv } from './csv.ts';
import { featureReply, zoneGeometry } from './geojson.ts';
import { refusalToProblem } from './refusals.ts';
import { ok, route, type Route } from './route.ts';
import { Code, CrsParameter, featureCollection } from './schemas/common.ts';
import { CreateRelease, LedgerSchema, ReleasedZoneProperties, Releases, ReleaseSchema } from './schemas/releases.ts';

const ReleaseParameter = z.strictObject({ release: Code });

export function releaseRoutes({ workspace }: HttpContext): Route[] {
  /** Others than approved ones are for staff with clearance: their cells are not released. Nobody else learns that they exist. */
  const visible = (release: ResidentRelease, caller: Caller) =>
    release.state === 'approved' || (hasRole(caller, STAFF) && hasClearance(caller, 'block-counts'));
  const requireRelease = (id: string, caller: Caller): ResidentRelease => {
    const release = workspace.releases.find(id);
    if (release === null || !visible(release, caller)) throw problem('NOT_FOUND', 'no release has this id');
    return release;
  };
  const decided = (result: ReleaseResult) => {
    if (!result.ok) throw refusalToProblem(result.refusal);
    return ok(releaseJson(result.release));
  };

  return [
    route({
      method: 'get',
      path: '/releases',
      id: 'listReleases',
      tag: 'Releases',
      summary: 'Approved releases; for staff with clearance those that are asked for and withdrawn too',
      roles: ['viewer'],
      replies: { 200: { description: 'Releases in the order of their numbers', schema: Releases } },
      handle: ({ caller }) => ok({ releases: workspace.releases.list().filter((row) => visible(row, caller)).map(releaseJson) }),
    }),
    route({
      method: 'post',
      path: '/releases',
      id: 'requestRelease',
      tag: 'Releases',
      summary: 'Asks for a release; its cells are protected by the rule set and stored without any withheld number',
      roles: ['planner', 'editor', 'statistics'],
      clearance: 'block-counts',
      body: CreateRelease,
      replies: { 201: { description: 'The release, to be approved by another person', schema: ReleaseSchema, headers: { Location: 'The release' } } },
      handle: async ({ body, caller }) => {
        const result = await workspace.releases.request(body, caller.account!);
        if (!result.ok) throw refusalToProblem(result.refusal);
        return { status: 201, json: releaseJson(result.release), headers: { Location: `/releases/${result.release.release}` } };
      },
    }),
    route({
      method: 'get',
      path: '/releases/{release}',
      id: 'getRelease',
      tag: 'Releases',
      summary: 'A release with its audit',
      roles: ['viewer'],
      parameters: ReleaseParameter,
      replies: { 200: { description: 'The release', schema: ReleaseSchema } },
      handle: ({ parameters, caller }) => ok(releaseJson(requireRelease(parameters.release, caller))),
    }),
    route({
      method: 'get',
      path: '/releases/{release}/zones',
      id: 'getReleaseZones',
      tag: 'Releases',
      summary: 'Released cells with the outlines of the cut; zones in their own order, never by value',
      roles: ['viewer'],
      parameters: ReleaseParameter,
      query: z.strictObject({ crs: CrsParameter }),
      replies: { 200: { description: 'GeoJSON', mediaType: 'application/geo+json', schema: featureCollection(ReleasedZoneProperties), headers: { 'Content-Crs': 'CRS of the coordinates' } } },
      handle: async ({ parameters, query, caller }) => {
        const release = requireRelease(parameters.release, caller);
        const version = (await workspace.version(release.geography, release.version))!;
        const outlines = dissolve(version.surface.coverage, version.assignment, version.zoneList.length);
        const cells = cellsByZone(release);
        const features = version.zoneList.map(({ zone, name }, slot) => ({
          id: zone,
          geometry: zoneGeometry(outlines, slot),
          properties: { zone, name, cells: cells.get(zone) ?? {} },
        }));
        return featureReply(features, workspace.municipality.epsg, query.crs, release.state === 'approved' ? 'revalidate' : 'no-store');
      },
    }),
    route({
      method: 'get',
      path: '/releases/{release}/cells.csv',
      id: 'getReleaseCells',
      tag: 'Releases',
      summary: 'Released cells as CSV; `value` is empty for withheld and missing cells, `state` tells them apart',
      roles: ['viewer'],
      parameters: ReleaseParameter,
      replies: { 200: { description: 'zone, name, statistic, reference_date, state, value', mediaType: 'text/csv' } },
      handle: async ({ parameters, caller }) => {
        const release = requireRelease(parameters.release, caller);
        const version = (await workspace.version(release.geography, release.version))!;
        const cells = new Map(release.cells.map((cell) => [`${cell.statistic}\n${cell.referenceDate}\n${cell.zone}`, cell]));
        const rows = release.statistics.flatMap((statistic) =>
          release.referenceDates.flatMap((date) =>
            version.zoneList.map(({ zone, name }) => {
              const { state, value } = cells.get(`${statistic}\n${date}\n${zone}`)!;
              return [zone, name, statistic, date, state, value];
            }),
          ),
        );
        return csv(['zone', 'name', 'statistic', 'reference_date', 'state', 'value'], rows, `release-${release.number}.csv`);
      },
    }),
    route({
      method: 'post',
      path: '/releases/{release}/approve',
      id: 'approveRelease',
      tag: 'Releases',
      summary: 'Approves a release, by another person than the one who asked for it',
      roles: ['statistics'],
      parameters: ReleaseParameter,
      replies: { 200: { description: 'The approved release', schema: ReleaseSchema } },
      handle: async ({ parameters, caller }) => decided(await workspace.releases.approve(requireRelease(parameters.release, caller).release, caller.account!)),
    }),
    route({
      method: 'post',
      path: '/releases/{release}/withdraw',
      id: 'withdrawRelease',
      tag: 'Releases',
      summary: 'Withdraws a release; what was seen cannot be made unseen, and the ledger keeps it',
      roles: ['editor', 'statistics', 'dpo'],
      parameters: ReleaseParameter,
      replies: { 200: { description: 'The withdrawn release', schema: ReleaseSchema } },
      handle: async ({ parameters, caller }) => decided(await workspace.releases.withdraw(requireRelease(parameters.release, caller).release, caller.account!)),
    }),
    route({
      method: 'get',
      path: '/ledger',
      id: 'getLedger',
      tag: 'Releases',
      summary: 'Every step of every release, chained by SHA-256; no counts',
      roles: STAFF,
      replies: { 200: { description: 'Entries, oldest first', schema: LedgerSchema } },
      handle: async () => ok({ entries: (await workspace.releases.ledger()).map((entry) => ({ ...entry, at: entry.at.toISOString() })) }),
    }),
  ];
}

function releaseJson({ cells, requestedAt, decidedAt, ...row }: ResidentRelease) {
  const count = (state: ReleaseCell['state']) => cells.filter((cell) => cell.state === state).length;
  return {
    ...row,
    requestedAt: requestedAt.toISOString(),
    decidedAt: decidedAt?.toISOString() ?? null,
    audit: { cells: cells.length, withheld: count('withheld'), missing: count('missing'), primaryOnly: true },
  };
}

function cellsByZone(release: ResidentRelease): Map<string, Record<string, Record<string, unknown>>> {
  const zones = new Map<string, Record<string, Record<string, unknown>>>();
  for (const { statistic, referenceDate, zone, state, value } of release.cells) {
    const cells = zones.get(zone) ?? {};
    zones.set(zone, cells);
    (cells[statistic] ??= {})[referenceDate] = value === null ? { state } : { state, value };
  }
  return zones;
}
