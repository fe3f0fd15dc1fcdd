// Releases and findings as they leave: who sees which part of them.
import { createHash } from 'node:crypto';
import { publicRules } from '../../core/disclosure/rules/rule-set.ts';
import type { RuleSet } from '../../core/disclosure/threshold.ts';
import { grantFor, hasClearance, hasRole, STAFF, type Caller } from '../auth/roles.ts';
import { recordAccess } from '../db/queries/access-log.ts';
import { problem } from '../problem.ts';
import type { AuditOutcome } from '../workspace/releases/release-auditor.ts';
import { cellAt, cellsAt, countStates, type ReleaseCells } from '../workspace/releases/release-cells.ts';
import type { CheckFinding } from '../workspace/releases/release-check.ts';
import type { ResidentRelease } from '../workspace/releases/release-desk.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** Rules as the caller may read them: parameters of dominance and noise are for those who set and verify rules. */
export function rulesFor(rules: RuleSet, caller: Caller) {
  return hasRole(caller, ['statistics', 'dpo']) ? rules : publicRules(rules);
}

export function releaseJson(release: ResidentRelease, required: readonly ('dpo' | 'statistics')[], caller: Caller) {
  const { cells: _cells, audit: _audit, baseOf: _baseOf, boundsOf: _boundsOf, signatures, ruleSets, ruleSet, requestedAt, decidedAt, publishedAt, ...row } = release;
  const staff = hasRole(caller, STAFF);
  const [only] = ruleSets.length === 1 ? ruleSets : [];
  return {
    ...row,
    ruleSet: rulesFor(ruleSet, caller),
    ruleSetVersion: only?.version ?? null,
    ruleSets: ruleSets.map(({ source, version, basis, author, rules }) => ({ source, version, basis, author: staff ? author : null, rules: rulesFor(rules, caller) })),
    requestedBy: staff ? row.requestedBy : null,
    decidedBy: staff ? row.decidedBy : null,
    requestedAt: requestedAt.toISOString(),
    decidedAt: decidedAt?.toISOString() ?? null,
    publishedAt: publishedAt?.toISOString() ?? null,
    ...(staff
      ? { signatures: signatures.map(({ account, role, decision, reason, at }) => ({ account, role, decision, reason, at: at.toISOString() })), requiredSignatures: [...required] }
      : {}),
    audit: auditJson(release, caller),
  };
}

/** How many cells are withheld for which reason would tell single cells apart: with clearance only. */
function auditJson({ audit, cells }: ResidentRelease, caller: Caller) {
  const states = cells === null ? { cells: 0, withheld: 0, missing: 0 } : countStates(cells);
  if (audit.state !== 'done') {
    const progress = audit.state === 'running' ? Math.round(1000 * audit.progress) / 1000 : 0;
    return { state: audit.state, progress, ...states, findings: 0, tables: 0, headHash: null, auditedAt: null };
  }
  const { primary, secondary, findings, tables, against, headHash, auditedAt } = audit;
  return {
    state: 'done',
    progress: 1,
    ...states,
    ...(hasClearance(caller, 'block-counts') ? { primary, secondary } : {}),
    findings,
    tables,
    ...(hasRole(caller, STAFF) ? { against } : {}),
    headHash,
    auditedAt: auditedAt.toISOString(),
  };
}

/** Cells by zone, then by statistic, then by date. */
export function cellsOfZone(cells: ReleaseCells, zone: string): Record<string, Record<string, unknown>> {
  const z = cells.zones.indexOf(zone);
  return Object.fromEntries(cells.statistics.map((statistic) => [statistic, Object.fromEntries(cells.referenceDates.map((date) => [date, cellAt(cells, cellsAt(cells, statistic, date) + z)]))]));
}

/** Findings that one answer tells. */
const MOST_FINDINGS = 500;

/** The gravest first: the smallest counts, those of this release before what was known already. */
export function toldFindings({ findings }: Pick<AuditOutcome, 'findings'>): readonly CheckFinding[] {
  const once = new Map(findings.map((finding) => [findingId(finding), finding]));
  // What is known exactly comes before what is known to be small, of which there may be no count at all.
  const order = (a: CheckFinding, b: CheckFinding) =>
    Number(a.already) - Number(b.already) || Number(a.kind === 'small') - Number(b.kind === 'small') || (a.count ?? Infinity) - (b.count ?? Infinity) || 0;
  return [...once.values()].toSorted((a, b) => order(a, b) || (a.referenceDate < b.referenceDate ? 1 : -1)).slice(0, MOST_FINDINGS);
}

/** Name of a finding that stays the same as long as its certificate does. */
export function findingId({ statistic, complementOf, referenceDate, kind, terms, zones, blocks }: CheckFinding): string {
  const text = JSON.stringify([statistic, complementOf, referenceDate, kind, terms.map(({ partition, zone, times }) => [partition, zone, times]), zones, [...blocks]]);
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

export function findingJson(finding: CheckFinding, release: ResidentRelease, { totals }: AuditOutcome, blockIds: readonly string[]) {
  const { statistic, complementOf, referenceDate, kind, count, already, dividedBy } = finding;
  const [own] = totals.partitions;
  return {
    id: findingId(finding),
    statistic,
    complementOf,
    referenceDate,
    kind,
    count,
    lower: count,
    upper: count,
    already,
    dividedBy,
    terms: finding.terms.map(({ partition, zone, times, value }) => {
      const { geography, version, zones } = totals.partitions[partition]!;
      const source = totals.sourceOf(partition, zone, statistic, referenceDate);
      return {
        sign: times < 0 ? -1 : 1,
        times: Math.abs(times),
        geography,
        version,
        zone: zones[zone]!.zone,
        name: zones[zone]!.name,
        value,
        from: source === null
          ? { kind: 'release', id: release.release, number: release.number, title: `release ${release.number}` }
          : { kind: source.kind, id: source.id, number: source.number, title: source.title },
      };
    }),
    zones: [...new Set(finding.zones)].map((zone) => own!.zones[zone]!.zone),
    blocks: Array.from(finding.blocks, (block) => blockIds[block]!),
  };
}

/** Refuses who is not cleared for every source of the statistics, and writes down who is going to see what. */
export async function admitToCounts(workspace: Workspace, caller: Caller, statistics: readonly string[], what: string): Promise<void> {
  const sources = sourcesOf(workspace, statistics);
  const lacking = sources.filter((source) => !hasClearance(caller, 'block-counts', source));
  if (lacking.length > 0) throw problem('CLEARANCE_NEEDED', `${caller.account ?? 'who asks'} has not the clearance block-counts for ${lacking.map((source) => `"${source}"`).join(', ')}`);
  for (const source of sources) {
    const { purpose } = grantFor(caller, 'block-counts', source)!;
    await recordAccess(workspace.db, workspace.municipality.municipality, { account: caller.account!, what, source, referenceDate: null, purpose });
  }
}

export function sourcesOf({ catalogue }: Workspace, statistics: readonly string[]): string[] {
  const known = new Map(catalogue.statistics.map(({ statistic, source }) => [statistic, source]));
  return [...new Set(statistics.map((statistic) => known.get(statistic)).filter((source) => source !== undefined))];
}
