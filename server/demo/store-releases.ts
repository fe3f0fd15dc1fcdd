// The demo's releases in the database: asked for, audited, verified and approved, each step in the ledger.
import type { Partition } from '../../core/disclosure/releases/release-audit.ts';
import type { Town } from '../../geodata/town/town.ts';
import type { Queryable } from '../db/database.ts';
import { type CountSet, listCountSets } from '../db/queries/counts.ts';
import { type AuditedAgainst, insertReleaseAudit, insertReleaseSignature } from '../db/queries/release-steps.ts';
import { decideRelease, insertRelease, insertReleaseCells, verifyRelease } from '../db/queries/releases.ts';
import { startWorker } from '../worker-url.ts';
import { carryZones, type StandBlocks } from '../workspace/releases/carry-zones.ts';
import { recordStep } from '../workspace/releases/ledger.ts';
import { type EarlierRelease, relevantTo } from '../workspace/releases/public-totals.ts';
import { auditContext, take } from '../workspace/releases/release-auditor.ts';
import { countStates, digestCells, emptyCells, rowsOfDate } from '../workspace/releases/release-cells.ts';
import type { CheckedDate } from '../workspace/releases/release-check.ts';
import type { AppliedRules } from '../workspace/releases/release-rules.ts';
import type { DemoRelease } from './demo-releases.ts';
import type { RecountedSet } from './load-demo.ts';
import { cutName, type ProtectedReleases, type ProtectedStand, type ProtectTask } from './protect-releases.ts';

const REQUESTED_BY = 'planung';
const VERIFIED_BY = 'dsb';
const APPROVED_BY = 'statistik';

/** Protects them in a thread of their own; `stop` ends it, finished or not. */
export function beginReleases(town: Town, series: readonly RecountedSet[], releases: readonly DemoRelease[]): { readonly made: Promise<ProtectedReleases>; stop(): Promise<void> } {
  const stand = (cut: DemoRelease['cut']): ProtectedStand => ({
    cuts: Object.fromEntries(releases.map((release) => [cutName(release), partitionOver(town, release, cut)])),
    series: (cut === 'newest' ? series : town.counts.filter(({ blockSet }) => blockSet === 1)).map(({ referenceDate, table: { columns, blockCount, values, known } }) => ({ referenceDate, table: { columns, blockCount, values, known } })),
  });
  const task: ProtectTask = { releases, stands: { newest: stand('newest'), older: stand('older') }, populations: populationsOf(town) };
  const worker = startWorker('server/demo/demo-release-worker.ts', { workerData: task });
  const made = new Promise<ProtectedReleases>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the thread that protects the demo's releases ended with ${code}`)));
  });
  // Whoever loads may fail before it asks.
  made.catch(() => undefined);
  return { made, stop: async () => void (await worker.terminate()) };
}

/** Throws Error where an audit finds something: then the generator has changed, and the demo would release what follows. */
export async function storeReleases(tx: Queryable, town: Town, releases: readonly DemoRelease[], made: ProtectedReleases): Promise<void> {
  const countSets = await listCountSets(tx, town.municipality);
  const earlier: StoredRelease[] = [];
  for (const [i, release] of releases.entries()) earlier.push(await storeRelease(tx, town, release, made[i]!, { countSets, earlier }));
}

/** What later audits are told of a release. */
interface StoredRelease extends EarlierRelease {
  readonly against: AuditedAgainst;
}

interface Known {
  readonly countSets: readonly CountSet[];
  readonly earlier: readonly StoredRelease[];
}

async function storeRelease(tx: Queryable, town: Town, wish: DemoRelease, checked: readonly CheckedDate[], { countSets, earlier }: Known): Promise<StoredRelease> {
  const { municipality } = town;
  const { release, geography, method, purpose } = wish;
  const version = cutOf(town, wish);
  const sourceOf = new Map(town.statistics.map(({ statistic, source }) => [statistic, source]));
  const ruleSets = [...new Set(wish.statistics.map((statistic) => sourceOf.get(statistic)!))].map((source): AppliedRules => ({ source, version: null, basis: '', author: REQUESTED_BY, rules: wish.rules }));
  const referenceDates = checked.map(({ referenceDate }) => referenceDate);
  const subject = { release, geography, version: version.version, statistics: [...wish.statistics], referenceDates, ruleSets };
  const populations = populationsOf(town);
  const cells = emptyCells({ statistics: subject.statistics, referenceDates, zones: version.zones.map(({ zone }) => zone) });
  const found = { primary: 0, secondary: 0, tables: 0 };
  for (const result of checked) {
    if (result.findings.length > 0) throw new Error(`the audit of the demo's release of ${geography} has ${result.findings.length} findings at ${result.referenceDate}`);
    take(cells, result);
    found.tables += result.tables;
    for (const { primary, secondary } of result.cells) {
      found.primary += primary;
      found.secondary += secondary;
    }
  }

  const record = (account: string, action: 'request' | 'audit' | 'verify' | 'approve', content: Readonly<Record<string, unknown>>) => recordStep(tx, municipality, { account, action, subject: release, content });
  const { statistics } = subject;
  await insertRelease(tx, municipality, { ...subject, ruleSet: { ...wish.rules }, ruleSets: ruleSets.map((one) => ({ ...one })), requestedBy: REQUESTED_BY, purpose, method });
  await record(REQUESTED_BY, 'request', {
    geography, version: subject.version, statistics, referenceDates, ruleSet: { ...wish.rules }, ruleSets: ruleSets.map(({ source }) => ({ source, version: null })), method, purpose,
  });
  for (const date of referenceDates) await insertReleaseCells(tx, municipality, release, rowsOfDate(cells, date));
  const against = relevantTo(subject, earlier, [], populations).releases.map((one) => one.against);
  const contextSha256 = auditContext(subject, { releases: earlier, publications: [], countSets, copies: [], populations });
  const states = countStates(cells);
  const audited = await record(REQUESTED_BY, 'audit', { geography, version: subject.version, contextSha256, cells: states.cells, findings: 0, tables: found.tables, against: against.map(({ kind, id }) => ({ kind, id })) });
  const patternSha256 = await digestCells(cells, true);
  await insertReleaseAudit(tx, municipality, {
    release, geography, version: subject.version, contextSha256, patternSha256, headHash: audited.hash, ...states, ...found, findings: 0, against: [...against], failure: null,
  });
  await verifyRelease(tx, municipality, release, 'verified', ['requested']);
  await insertReleaseSignature(tx, municipality, { release, account: VERIFIED_BY, role: 'dpo', decision: 'no-objection', reason: '' });
  await record(VERIFIED_BY, 'verify', { decision: 'no-objection', reason: '', headHash: audited.hash });
  const decided = await decideRelease(tx, municipality, release, 'published', APPROVED_BY, ['verified']);
  await insertReleaseSignature(tx, municipality, { release, account: APPROVED_BY, role: 'statistics', decision: 'approve', reason: '' });
  await record(APPROVED_BY, 'approve', { cellsSha256: await digestCells(cells), headHash: audited.hash, contextSha256, published: true });
  const row = decided!;
  return { ...row, against: { kind: 'release', id: release, title: `release ${earlier.length + 1}`, date: row.publishedAt!.toISOString().slice(0, 10) } };
}

function cutOf(town: Town, { geography, cut }: Pick<DemoRelease, 'geography' | 'cut'>) {
  return town.geographies.find((one) => one.geography === geography)!.versions.at(cut === 'newest' ? -1 : 0)!;
}

/** A released cut over the blocks of a stand, carried over where it is not of this stand: as the server's own audit sees it. */
function partitionOver(town: Town, release: DemoRelease, stand: DemoRelease['cut']): Partition {
  const { assignment, zones } = cutOf(town, release);
  const zoneCount = zones.length;
  if (release.cut === stand) return { zoneOf: assignment, zoneCount };
  const blocksOf = (stand: Town['blockStands'][number]): StandBlocks => ({ ids: stand.rings.ids, positions: new Map(stand.rings.ids.map((id, position) => [id, position])) });
  const [older, newer] = [blocksOf(town.blockStands[0]), blocksOf(town.blockStands[1])];
  const steps = town.lineage.map(({ from, to, weight }) => ({ fromBlock: from, toBlock: to, weight }));
  return { zoneOf: stand === 'newest' ? carryZones(assignment, older, newer, steps, true) : carryZones(assignment, newer, older, steps, false), zoneCount };
}

function populationsOf({ statistics }: Town): Record<string, string> {
  return Object.fromEntries(statistics.flatMap(({ statistic, population }) => (population === null ? [] : [[statistic, population]])));
}
