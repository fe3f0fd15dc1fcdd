// Routes of what an audit found: certificates, outlines of what would be known, what to do about it, and what other rules would cost.
import { z } from 'zod';
import { dissolve } from '../../core/coverage/dissolve.ts';
import { UNASSIGNED } from '../../core/coverage/coverage.ts';
import type { Caller } from '../auth/roles.ts';
import type { AuditOutcome } from '../workspace/releases/release-auditor.ts';
import { countStates } from '../workspace/releases/release-cells.ts';
import { releaseBase } from '../workspace/releases/release-rounding.ts';
import type { CheckFinding } from '../workspace/releases/release-check.ts';
import type { ResidentRelease } from '../workspace/releases/release-desk.ts';
import type { HttpContext } from './context.ts';
import { featureReply, zoneGeometry, type GeoFeature } from './geojson.ts';
import { refusalToProblem } from './refusals.ts';
import { admitToCounts, findingId, findingJson, toldFindings } from './release-json.ts';
import { ReleaseParameter, requireRelease } from './releases.ts';
import { ok, route, type Route } from './route.ts';
import { CrsParameter, featureCollection } from './schemas/common.ts';
import { Findings, FindingShapeProperties, Proposals, WhatIf, WhatIfResult } from './schemas/releases.ts';

export function releaseFindingRoutes(context: HttpContext): Route[] {
  const { workspace } = context;
  /** The release and its audit, once the caller's look at them is written down. */
  const audited = async (id: string, caller: Caller, what: string): Promise<{ release: ResidentRelease; outcome: AuditOutcome }> => {
    const release = await requireRelease(context, id, caller);
    await admitToCounts(workspace, caller, release.statistics, `${what} of release ${release.number}`);
    const outcome = await workspace.releases.outcome(release.release);
    if (outcome === null) throw refusalToProblem({ code: 'AUDIT_RUNNING' });
    return { release, outcome };
  };
  const surfaceOf = async ({ geography, version }: ResidentRelease) => (await workspace.version(geography, version))!.surface;

  return [
    route({
      method: 'get',
      path: '/releases/{release}/findings',
      id: 'listFindings',
      tag: 'Releases',
      summary: 'What everybody could work out, each with the published totals to add and subtract; the first 500, smallest counts first. Recorded in the access log',
      roles: STAFF_WHO_RELEASE,
      clearance: 'block-counts',
      parameters: ReleaseParameter,
      replies: { 200: { description: 'Findings', schema: Findings } },
      handle: async ({ parameters, caller }) => {
        const { release, outcome } = await audited(parameters.release, caller, 'findings');
        const { coverage } = await surfaceOf(release);
        return ok({ total: outcome.findings.length, findings: toldFindings(outcome).map((finding) => findingJson(finding, release, outcome, coverage.ids)) });
      },
    }),
    route({
      method: 'get',
      path: '/releases/{release}/findings/shapes',
      id: 'getFindingShapes',
      tag: 'Releases',
      summary: 'Outlines of what the findings give away; a feature an outline, with the ids of its findings',
      roles: STAFF_WHO_RELEASE,
      clearance: 'block-counts',
      parameters: ReleaseParameter,
      query: z.strictObject({ crs: CrsParameter }),
      replies: { 200: { description: 'GeoJSON', mediaType: 'application/geo+json', schema: featureCollection(FindingShapeProperties), headers: { 'Content-Crs': 'CRS of the coordinates' } } },
      handle: async ({ parameters, query, caller }) => {
        const { release, outcome } = await audited(parameters.release, caller, 'outlines of findings');
        return featureReply(await shapesOf(toldFindings(outcome), (await surfaceOf(release)).coverage), workspace.municipality.epsg, query.crs, 'no-store');
      },
    }),
    route({
      method: 'get',
      path: '/releases/{release}/proposals',
      id: 'listProposals',
      tag: 'Releases',
      summary: 'Ways to make the gravest findings vanish, the least loss first, each tried by the audit. Recorded in the access log',
      roles: STAFF_WHO_RELEASE,
      clearance: 'block-counts',
      parameters: ReleaseParameter,
      replies: { 200: { description: 'Proposals by finding', schema: Proposals } },
      handle: async ({ parameters, caller }) => {
        const { release, outcome } = await audited(parameters.release, caller, 'proposals');
        const { coverage } = await surfaceOf(release);
        const zones = outcome.totals.partitions[0]!.zones;
        const asked = toldFindings(outcome).filter(({ kind }) => kind === 'exact').slice(0, MOST_PROPOSED);
        const found = await workspace.releases.proposals(release.release, asked);
        return ok({
          proposals: asked.map((finding, i) => ({
            finding: findingId(finding),
            ways: found[i]!.map((way) => ({
              kind: way.kind,
              blocks: way.kind === 'move-blocks' ? way.blocks.map((block) => coverage.ids[block]!) : [],
              zones: way.kind === 'move-blocks' ? [way.from, way.to].map((zone) => (zone < 0 ? null : zones[zone]!.zone)) : way.zones.map((zone) => zones[zone]!.zone),
              lost: way.lost,
            })),
          })),
        });
      },
    }),
    route({
      method: 'post',
      path: '/releases/what-if',
      id: 'askWhatIf',
      tag: 'Releases',
      summary: 'What a release would withhold under other rules; nothing is stored. Recorded in the access log',
      roles: STAFF_WHO_RELEASE,
      clearance: 'block-counts',
      body: WhatIf,
      replies: { 200: { description: 'A row a variant', schema: WhatIfResult } },
      handle: async ({ body, caller }) => {
        const { variants, ...wish } = body;
        await admitToCounts(workspace, caller, wish.statistics, `what-if for ${wish.geography}`);
        const rules = variants.map(({ threshold, zeros, protect, method }) => ({ method, rules: { threshold, zeros, ...(protect === 'exact' ? { protect } : {}) } }));
        const result = await workspace.releases.whatIf({ ...wish, ruleSet: null, method: 'suppress', purpose: '' }, rules, caller.account!);
        if (!result.ok) throw refusalToProblem(result.refusal);
        const tables = wish.statistics.length * wish.referenceDates.length;
        const short = (value: number) => Math.round(1e4 * value) / 1e4;
        return ok({
          variants: result.outcomes.map(({ cells, primary, secondary, findings, baseWithheld, base, changed, changedCells, changedTruth }, i) => {
            const { cells: all, withheld } = countStates(cells);
            return { ...variants[i]!, roundingBase: variants[i]!.method === 'round' ? releaseBase(rules[i]!.rules) : null, cells: all, withheld, primary, secondary, findings: findings.length, residentsWithheld: Math.round(baseWithheld / tables), residentsShare: base === 0 ? null : short(baseWithheld / base), meanChange: changedCells === 0 ? null : short(changed / changedCells), changeShare: changedTruth === 0 ? null : short(changed / changedTruth) };
          }),
        });
      },
    }),
  ];
}

const STAFF_WHO_RELEASE = ['planner', 'editor', 'statistics', 'dpo'] as const;

/** Each way is tried by an audit: a few seconds for these in a city. */
const MOST_PROPOSED = 10;

/** Unions that share no block are dissolved together, so that five hundred cost what a handful of city maps cost. */
async function shapesOf(findings: readonly CheckFinding[], coverage: Parameters<typeof dissolve>[0]): Promise<GeoFeature[]> {
  const unions = new Map<string, { readonly blocks: Uint32Array; readonly of: CheckFinding[] }>();
  for (const finding of findings) {
    if (finding.blocks.length === 0) continue;
    const key = finding.blocks.join();
    const known = unions.get(key);
    if (known === undefined) unions.set(key, { blocks: finding.blocks, of: [finding] });
    else known.of.push(finding);
  }
  const layers: { readonly assignment: Int32Array; readonly members: { readonly blocks: Uint32Array; readonly of: CheckFinding[] }[] }[] = [];
  for (const union of unions.values()) {
    let layer = layers.find(({ assignment }) => union.blocks.every((block) => assignment[block] === UNASSIGNED));
    if (layer === undefined) layers.push((layer = { assignment: new Int32Array(coverage.blockCount).fill(UNASSIGNED), members: [] }));
    for (const block of union.blocks) layer.assignment[block] = layer.members.length;
    layer.members.push(union);
  }
  const features: GeoFeature[] = [];
  for (const { assignment, members } of layers) {
    const outlines = dissolve(coverage, assignment, members.length);
    members.forEach(({ blocks, of }, slot) => {
      const count = of.every((finding) => finding.count === of[0]!.count) ? of[0]!.count : null;
      features.push({ id: findingId(of[0]!), geometry: zoneGeometry(outlines, slot), properties: { findings: of.map(findingId), count, blocks: blocks.length } });
    });
    await new Promise((resolve) => setImmediate(resolve));
  }
  return features;
}
