// Routes of releases: asked for by one person, verified and approved by others, then seen by everybody.
import { z } from 'zod';
import { dissolve } from '../../core/coverage/dissolve.ts';
import { hasClearance, hasRole, STAFF, type Caller } from '../auth/roles.ts';
import { problem } from '../problem.ts';
import { CELL_STATES, cellAt, cellsAt, type ReleaseCells } from '../workspace/releases/release-cells.ts';
import type { ResidentRelease } from '../workspace/releases/release-desk.ts';
import type { ReleaseResult } from '../workspace/releases/release-wish.ts';
import type { HttpContext } from './context.ts';
import { csv } from './csv.ts';
import { featureReply, zoneGeometry } from './geojson.ts';
import { refusalToProblem } from './refusals.ts';
import { admitToCounts, cellsOfZone, releaseJson, sourcesOf } from './release-json.ts';
import { ok, route, type Route } from './route.ts';
import { Code, CrsParameter, featureCollection } from './schemas/common.ts';
import { ApproveRelease, CreateRelease, ReleasedZoneProperties, Releases, ReleaseSchema, RequireSignatures, Signatures, VerifyRelease } from './schemas/releases.ts';

export const ReleaseParameter = z.strictObject({ release: Code });

/** An answer waits so long for the audit; most are done by then, the others are asked for again. */
const AUDIT_WAIT_MS = 20_000;

/** Others than published ones are for staff with clearance: nobody else learns that they exist. */
function isVisible(release: ResidentRelease, caller: Caller): boolean {
  return release.state === 'published' || (hasRole(caller, STAFF) && hasClearance(caller, 'block-counts'));
}

/** Asks the database once more where another server may have written it. */
export async function requireRelease({ workspace }: HttpContext, id: string, caller: Caller): Promise<ResidentRelease> {
  let release = workspace.releases.find(id);
  if (release === null && hasRole(caller, STAFF)) {
    await workspace.releases.refresh();
    release = workspace.releases.find(id);
  }
  if (release === null || !isVisible(release, caller)) throw problem('NOT_FOUND', 'no release has this id');
  return release;
}

export function releaseRoutes(context: HttpContext): Route[] {
  const { workspace } = context;
  const json = (release: ResidentRelease, caller: Caller) => releaseJson(release, workspace.releases.requiredSignatures, caller);
  const decided = (result: ReleaseResult, caller: Caller) => {
    if (!result.ok) throw refusalToProblem(result.refusal);
    return ok(json(result.release, caller));
  };
  /** Cells that are not published are sums of counts by block. */
  const requireCells = async (release: ResidentRelease, caller: Caller): Promise<ReleaseCells> => {
    if (release.state !== 'published') await admitToCounts(workspace, caller, release.statistics, `cells of release ${release.number}`);
    if (release.cells === null) throw refusalToProblem({ code: 'AUDIT_RUNNING' });
    return release.cells;
  };

  return [
    route({
      method: 'get',
      path: '/releases',
      id: 'listReleases',
      tag: 'Releases',
      summary: 'Published releases; for staff with clearance all others too',
      roles: ['viewer'],
      kept: 'public',
      replies: { 200: { description: 'Releases in the order of their numbers', schema: Releases } },
      handle: async ({ caller }) => {
        if (hasRole(caller, STAFF)) await workspace.releases.refresh();
        return ok({ releases: workspace.releases.list().filter((row) => isVisible(row, caller)).map((row) => json(row, caller)) });
      },
    }),
    route({
      method: 'post',
      path: '/releases',
      id: 'requestRelease',
      tag: 'Releases',
      summary: 'Asks for a release: its cells are protected and audited against all that was published before; waits up to 20 s for that',
      roles: ['planner', 'editor', 'statistics'],
      clearance: 'block-counts',
      body: CreateRelease,
      replies: { 201: { description: 'The release, to be approved by another person', schema: ReleaseSchema, headers: { Location: 'The release' } } },
      handle: async ({ body, caller }) => {
        const lacking = sourcesOf(workspace, body.statistics).find((source) => !hasClearance(caller, 'block-counts', source));
        if (lacking !== undefined) throw problem('CLEARANCE_NEEDED', `${caller.account!} has not the clearance block-counts for "${lacking}"`);
        const result = await workspace.releases.request({ ...body, ruleSet: body.ruleSet ?? null }, caller.account!);
        if (!result.ok) throw refusalToProblem(result.refusal);
        const release = await workspace.releases.settled(result.release.release, AUDIT_WAIT_MS);
        return { status: 201, json: json(release, caller), headers: { Location: `/releases/${release.release}` } };
      },
    }),
    route({
      method: 'get',
      path: '/releases/{release}',
      id: 'getRelease',
      tag: 'Releases',
      summary: 'A release with its audit',
      roles: ['viewer'],
      kept: 'public',
      parameters: ReleaseParameter,
      replies: { 200: { description: 'The release', schema: ReleaseSchema } },
      handle: async ({ parameters, caller }) => ok(json(await requireRelease(context, parameters.release, caller), caller)),
    }),
    route({
      method: 'get',
      path: '/releases/{release}/zones',
      id: 'getReleaseZones',
      tag: 'Releases',
      summary: 'Released cells with the outlines of the cut; zones in their own order, never by value',
      roles: ['viewer'],
      kept: 'public',
      parameters: ReleaseParameter,
      query: z.strictObject({ crs: CrsParameter }),
      replies: { 200: { description: 'GeoJSON', mediaType: 'application/geo+json', schema: featureCollection(ReleasedZoneProperties), headers: { 'Content-Crs': 'CRS of the coordinates' } } },
      handle: async ({ parameters, query, caller }) => {
        const release = await requireRelease(context, parameters.release, caller);
        const cells = await requireCells(release, caller);
        const version = (await workspace.version(release.geography, release.version))!;
        const outlines = dissolve(version.surface.coverage, version.assignment, version.zoneList.length);
        const features = version.zoneList.map(({ zone, name }, slot) => ({
          id: zone,
          geometry: zoneGeometry(outlines, slot),
          properties: { zone, name, cells: cellsOfZone(cells, zone) },
        }));
        return featureReply(features, workspace.municipality.epsg, query.crs, release.state === 'published' ? 'revalidate' : 'no-store');
      },
    }),
    route({
      method: 'get',
      path: '/releases/{release}/cells.csv',
      id: 'getReleaseCells',
      tag: 'Releases',
      summary: 'Released cells as CSV; `value` is empty for withheld and missing cells, `state` tells them apart',
      roles: ['viewer'],
      kept: 'public',
      parameters: ReleaseParameter,
      replies: { 200: { description: 'zone, name, statistic, reference_date, state, value; of a release that is rounded or has noise also note, which says so', mediaType: 'text/csv' } },
      handle: async ({ parameters, caller }) => {
        const release = await requireRelease(context, parameters.release, caller);
        const cells = await requireCells(release, caller);
        const version = (await workspace.version(release.geography, release.version))!;
        const placeOf = new Map(cells.zones.map((zone, z) => [zone, z]));
        const rows = release.statistics.flatMap((statistic) =>
          release.referenceDates.flatMap((date) =>
            version.zoneList.map(({ zone, name }) => {
              const at = cellsAt(cells, statistic, date) + placeOf.get(zone)!;
              const cell = cellAt(cells, at);
              const row = [zone, name, statistic, date, CELL_STATES[cells.state[at]!]!, 'value' in cell ? cell.value : null];
              return release.method === 'suppress' ? row : [...row, 'value' in cell ? changedNote(release, statistic) : null];
            }),
          ),
        );
        return csv(['zone', 'name', 'statistic', 'reference_date', 'state', 'value', ...(release.method === 'suppress' ? [] : ['note'])], rows, `release-${release.number}.csv`);
      },
    }),
    route({
      method: 'post',
      path: '/releases/{release}/audit',
      id: 'auditRelease',
      tag: 'Releases',
      summary: 'Audits a release again, after a failure or against what has become public since',
      roles: ['planner', 'editor', 'statistics', 'dpo'],
      clearance: 'block-counts',
      parameters: ReleaseParameter,
      replies: { 200: { description: 'The release', schema: ReleaseSchema } },
      handle: async ({ parameters, caller }) => decided(await workspace.releases.auditAgain((await requireRelease(context, parameters.release, caller)).release), caller),
    }),
    route({
      method: 'post',
      path: '/releases/{release}/verify',
      id: 'verifyRelease',
      tag: 'Releases',
      summary: 'Data protection has no objection, or objects; an objection blocks the release until it is taken back. Findings that follow from earlier publications alone may be accepted with a reason',
      roles: ['dpo'],
      clearance: 'block-counts',
      parameters: ReleaseParameter,
      body: VerifyRelease,
      replies: { 200: { description: 'The release', schema: ReleaseSchema } },
      handle: async ({ parameters, body, caller }) => {
        const { release } = await requireRelease(context, parameters.release, caller);
        return decided(await workspace.releases.verify(release, caller.account!, body), caller);
      },
    }),
    route({
      method: 'post',
      path: '/releases/{release}/approve',
      id: 'approveRelease',
      tag: 'Releases',
      summary: 'Approves a release, by another person than the one who asked for it, and publishes it at once unless `publish` is false',
      roles: ['statistics'],
      parameters: ReleaseParameter,
      body: ApproveRelease,
      replies: { 200: { description: 'The approved release', schema: ReleaseSchema } },
      handle: async ({ parameters, body, caller }) => {
        const { release } = await requireRelease(context, parameters.release, caller);
        return decided(await workspace.releases.approve(release, caller.account!, body.publish), caller);
      },
    }),
    route({
      method: 'post',
      path: '/releases/{release}/publish',
      id: 'publishRelease',
      tag: 'Releases',
      summary: 'Publishes a release that was approved without being published',
      roles: ['statistics'],
      parameters: ReleaseParameter,
      replies: { 200: { description: 'The published release', schema: ReleaseSchema } },
      handle: async ({ parameters, caller }) => decided(await workspace.releases.publish((await requireRelease(context, parameters.release, caller)).release, caller.account!), caller),
    }),
    route({
      method: 'post',
      path: '/releases/{release}/withdraw',
      id: 'withdrawRelease',
      tag: 'Releases',
      summary: 'Withdraws a release; what was seen cannot be made unseen, the ledger keeps it and audits count it',
      roles: ['editor', 'statistics', 'dpo'],
      parameters: ReleaseParameter,
      replies: { 200: { description: 'The withdrawn release', schema: ReleaseSchema } },
      handle: async ({ parameters, caller }) => decided(await workspace.releases.withdraw((await requireRelease(context, parameters.release, caller)).release, caller.account!), caller),
    }),
    route({
      method: 'get',
      path: '/signatures',
      id: 'getSignatures',
      tag: 'Releases',
      summary: 'Who must sign before a release is approved',
      roles: STAFF,
      replies: { 200: { description: 'Roles', schema: Signatures } },
      handle: () => ok({ required: [...workspace.releases.requiredSignatures] }),
    }),
    route({
      method: 'put',
      path: '/signatures',
      id: 'setSignatures',
      tag: 'Releases',
      summary: 'Sets who must sign; statistics always does. It stands in the ledger',
      roles: ['admin'],
      body: RequireSignatures,
      replies: { 200: { description: 'Roles', schema: Signatures } },
      handle: async ({ body, caller }) => {
        await workspace.releases.requireSignatures([...new Set(body.required)].toSorted(), caller.account!);
        return ok({ required: [...workspace.releases.requiredSignatures] });
      },
    }),
  ];
}

/** In both languages: a file goes round without the page it came from. */
function changedNote({ method, baseOf }: ResidentRelease, statistic: string): string {
  if (method === 'cell-key') return 'mit Zufallsüberlagerung (Cell-Key-Methode); Summen weichen ab / with random noise (cell-key method); sums differ';
  const base = baseOf(statistic);
  return `gerundet auf Vielfache von ${base} / rounded to multiples of ${base}`;
}
