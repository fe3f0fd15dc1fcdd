// The demo's release: figures of the Stadtteile for all reference dates in the cut of 2020, asked for, audited, verified and approved.
import { HighsSolver } from '../../core/disclosure/differencing/program.ts';
import type { Town } from '../../geodata/town/town.ts';
import type { Queryable } from '../db/database.ts';
import { listCountSets } from '../db/queries/counts.ts';
import { insertReleaseAudit, insertReleaseSignature } from '../db/queries/release-steps.ts';
import { decideRelease, insertRelease, insertReleaseCells, verifyRelease } from '../db/queries/releases.ts';
import { recordStep } from '../workspace/releases/ledger.ts';
import { auditContext, take } from '../workspace/releases/release-auditor.ts';
import { countStates, digestCells, emptyCells, rowsOfDate } from '../workspace/releases/release-cells.ts';
import { ReleaseCheck } from '../workspace/releases/release-check.ts';
import type { AppliedRules } from '../workspace/releases/release-rules.ts';
import type { RecountedSet } from './load-demo.ts';

/** Fixed, so that pages and documentation can name it. */
export const DEMO_RELEASE = '09990001-0000-4000-8000-000000000001';
export const DEMO_RULES = { threshold: 5, zeros: 'open' } as const;
const REQUESTED_BY = 'planung';
const VERIFIED_BY = 'dsb';
const APPROVED_BY = 'statistik';
const PURPOSE = 'Stadtteilprofile';

/** Statistics of the release, the one that the map opens with first. */
export const RELEASED_STATISTICS = [
  'sgb2_under_15', 'under_15', 'residents', 'under_18', 'age_65_plus', 'households', 'households_with_children', 'single_parent_households',
  'sgb2_persons', 'unemployed', 'employed', 'foreign', 'migration_background', 'daycare_under_3',
] as const;

/** Throws Error where the audit finds something: then the generator has changed, and the demo would release what follows. */
export async function releaseQuarters(tx: Queryable, town: Town, series: readonly RecountedSet[]): Promise<void> {
  const { municipality } = town;
  const version = town.geographies.find(({ geography }) => geography === 'stadtteile')!.versions.at(-1)!;
  const sourceOf = new Map(town.statistics.map(({ statistic, source }) => [statistic, source]));
  const ruleSets = [...new Set(RELEASED_STATISTICS.map((statistic) => sourceOf.get(statistic)!))].map((source): AppliedRules => ({ source, version: null, basis: '', author: REQUESTED_BY, rules: DEMO_RULES }));
  const subject = {
    release: DEMO_RELEASE,
    geography: 'stadtteile',
    version: version.version,
    statistics: [...RELEASED_STATISTICS],
    referenceDates: series.map(({ referenceDate }) => referenceDate),
    ruleSets,
  };
  const populations = Object.fromEntries(town.statistics.flatMap(({ statistic, population }) => (population === null ? [] : [[statistic, population]])));
  const cells = emptyCells({ statistics: subject.statistics, referenceDates: subject.referenceDates, zones: version.zones.map(({ zone }) => zone) });
  const found = { primary: 0, secondary: 0, findings: 0, tables: 0 };
  const check = new ReleaseCheck(
    {
      partitions: [{ zoneOf: version.assignment, zoneCount: version.zones.length }],
      statistics: subject.statistics.map((statistic) => ({ statistic, rules: DEMO_RULES })),
      populations: Object.fromEntries(Object.entries(populations).filter(([part, whole]) => subject.statistics.includes(part as never) && subject.statistics.includes(whole as never))),
    },
    await loadSolver(),
  );
  for (const { referenceDate, table } of series) {
    const result = check.date({ referenceDate, table, publicBefore: {}, copies: {}, pattern: null });
    take(cells, result);
    found.findings += result.findings.length;
    found.tables += result.tables;
    for (const { primary, secondary } of result.cells) {
      found.primary += primary;
      found.secondary += secondary;
    }
  }
  if (found.findings > 0) throw new Error(`the audit of the demo's release has ${found.findings} findings`);

  const record = (account: string, action: 'request' | 'audit' | 'verify' | 'approve', content: Readonly<Record<string, unknown>>) => recordStep(tx, municipality, { account, action, subject: DEMO_RELEASE, content });
  const { geography, statistics, referenceDates } = subject;
  await insertRelease(tx, municipality, { ...subject, ruleSet: { ...DEMO_RULES }, ruleSets: ruleSets.map((one) => ({ ...one })), requestedBy: REQUESTED_BY, purpose: PURPOSE });
  await record(REQUESTED_BY, 'request', {
    geography, version: subject.version, statistics, referenceDates, ruleSet: { ...DEMO_RULES }, ruleSets: ruleSets.map(({ source }) => ({ source, version: null })), method: 'suppress', purpose: PURPOSE,
  });
  for (const date of referenceDates) await insertReleaseCells(tx, municipality, DEMO_RELEASE, rowsOfDate(cells, date));
  const contextSha256 = auditContext(subject, { releases: [], publications: [], countSets: await listCountSets(tx, municipality), copies: [], populations });
  const states = countStates(cells);
  const { tables, primary, secondary } = found;
  const audited = await record(REQUESTED_BY, 'audit', { geography, version: subject.version, contextSha256, cells: states.cells, findings: 0, tables, against: [] });
  const patternSha256 = await digestCells(cells, true);
  await insertReleaseAudit(tx, municipality, {
    release: DEMO_RELEASE, geography, version: subject.version, contextSha256, patternSha256, headHash: audited.hash, ...states, primary, secondary, findings: 0, tables, against: [], failure: null,
  });
  await verifyRelease(tx, municipality, DEMO_RELEASE, 'verified', ['requested']);
  await insertReleaseSignature(tx, municipality, { release: DEMO_RELEASE, account: VERIFIED_BY, role: 'dpo', decision: 'no-objection', reason: '' });
  await record(VERIFIED_BY, 'verify', { decision: 'no-objection', reason: '', headHash: audited.hash });
  await decideRelease(tx, municipality, DEMO_RELEASE, 'published', APPROVED_BY, ['verified']);
  await insertReleaseSignature(tx, municipality, { release: DEMO_RELEASE, account: APPROVED_BY, role: 'statistics', decision: 'approve', reason: '' });
  await record(APPROVED_BY, 'approve', { cellsSha256: await digestCells(cells), headHash: audited.hash, contextSha256, published: true });
}

async function loadSolver(): Promise<HighsSolver> {
  const { default: loadHighs } = await import('highs');
  return new HighsSolver(await loadHighs());
}
