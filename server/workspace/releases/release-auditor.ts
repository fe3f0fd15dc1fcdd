// Prepares what the audit of a release needs, lets the thread do it, and puts the answers together.
import { createHash } from 'node:crypto';
import type { CountSet } from '../../db/queries/counts.ts';
import type { CopyDigest } from '../../db/queries/protected-copies.ts';
import { noiseSecret } from '../../db/queries/noise-secrets.ts';
import type { Publication } from '../../db/queries/published.ts';
import type { ReleaseMethod } from '../../db/queries/releases.ts';
import type { StoredRuleSet } from '../../db/queries/rule-sets.ts';
import type { AuditedAgainst } from '../../db/queries/release-steps.ts';
import { keySource } from './block-keys.ts';
import { canonicalJson } from './ledger-chain.ts';
import { sharedFrom } from '../plans/shared-counts.ts';
import { gatherPublicTotals, relevantTo, type CountedRelease, type EarlierRelease, type PublicTotals, type Subject } from './public-totals.ts';
import type { Proposal } from '../../../core/disclosure/releases/merge-proposal.ts';
import type { CheckedDate, CheckFinding, CheckSetup, DateTask } from './release-check.ts';
import { publicRules } from '../../../core/disclosure/rules/rule-set.ts';
import type { RuleSet } from '../../../core/disclosure/threshold.ts';
import type { ReleaseChecker } from './release-checker.ts';
import { AT_LEAST, cellsAt, digestCells, emptyCells, VALUE, type ReleaseCells } from './release-cells.ts';
import type { AppliedRules } from './release-rules.ts';
import type { ResidentVersion, Workspace } from '../workspace.ts';

/** A release, or one that is only asked about. */
export interface AuditSubject extends Subject {
  readonly ruleSets: readonly AppliedRules[];
  readonly method: ReleaseMethod;
  /** Stored cells, whose pattern is audited as it is; null: cells are to be protected. */
  readonly cells: ReleaseCells | null;
}

export interface KnownPublic {
  readonly releases: readonly CountedRelease[];
  readonly publications: readonly Publication[];
  readonly copies: readonly CopyDigest[];
  /** All versions of the rules of every source, in their order. */
  readonly rules: readonly StoredRuleSet[];
}

export interface AuditOutcome {
  readonly cells: ReleaseCells;
  readonly findings: readonly CheckFinding[];
  readonly totals: PublicTotals;
  readonly against: readonly AuditedAgainst[];
  readonly contextSha256: string;
  readonly patternSha256: string;
  readonly primary: number;
  readonly secondary: number;
  readonly tables: number;
  /** People of the base whose zone's cell is withheld, summed over cells, and of all cells. */
  readonly baseWithheld: number;
  readonly base: number;
  /** By how much numbers are changed all together, of how many, and what they would add up to; 0 where cells are withheld instead. */
  readonly changed: number;
  readonly changedCells: number;
  readonly changedTruth: number;
  /** Statistic and date of a stored cell that is not what is counted now; null where all are. */
  readonly changedCounts: { readonly statistic: string; readonly referenceDate: string } | null;
}

export class ReleaseAuditor {
  constructor(
    private readonly workspace: Workspace,
    private readonly checker: ReleaseChecker,
  ) {}

  /** Of a statistic the one that it is a part of. */
  get populations(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.workspace.catalogue.statistics.flatMap(({ statistic, population }) => (population === null ? [] : [[statistic, population]])));
  }

  /** Throws Error where the thread fails. */
  async audit(subject: AuditSubject, known: KnownPublic, progress: (fraction: number) => void = () => undefined): Promise<AuditOutcome> {
    const version = (await this.workspace.version(subject.geography, subject.version))!;
    const populations = this.populations;
    const totals = await gatherPublicTotals(this.workspace, version, subject, known.releases, known.publications, populations);
    const cells = emptyCells({ statistics: subject.statistics, referenceDates: subject.referenceDates, zones: version.zoneList.map(({ zone }) => zone) });
    const setup = { ...this.setupOf(subject, totals, known.rules), ...(subject.method === 'cell-key' ? { keys: keySource(await noiseSecret(this.workspace.db, this.workspace.municipality.municipality), version.surface.coverage.ids) } : {}) };
    const findings: CheckFinding[] = [];
    const sums = { primary: 0, secondary: 0, tables: 0, baseWithheld: 0, base: 0, changed: 0, changedCells: 0, changedTruth: 0 };
    await this.checker.run(setup, subject.referenceDates, (date) => this.task(date, version, subject, totals), (result) => {
      take(cells, result);
      findings.push(...result.findings);
      sums.tables += result.tables;
      for (const { primary, secondary, baseWithheld, base, change } of result.cells) {
        sums.primary += primary;
        sums.secondary += secondary;
        sums.baseWithheld += baseWithheld;
        sums.base += base;
        if (change === undefined) continue;
        sums.changed += change.total;
        sums.changedCells += change.cells;
        sums.changedTruth += change.truth;
      }
    }, progress);
    return {
      cells: subject.cells ?? cells,
      findings,
      totals,
      ...sums,
      against: totals.sources.map(({ kind, id, title, date }) => ({ kind, id, title, date })),
      contextSha256: this.context(subject, { ...known, countSets: this.workspace.catalogue.countSets, copies: known.copies }),
      patternSha256: await digestCells(subject.cells ?? cells, true),
      changedCounts: subject.cells === null ? null : firstDifference(subject.cells, cells),
    };
  }

  /** Ways to make findings of stored cells vanish, an answer a finding; what is public is as it was for `outcome`. */
  async propose(subject: AuditSubject, { totals }: Pick<AuditOutcome, 'totals'>, findings: readonly CheckFinding[]): Promise<readonly (readonly Proposal[])[]> {
    const version = (await this.workspace.version(subject.geography, subject.version))!;
    const { rookStart, rook, rookLengthM } = version.surface.neighbours;
    const setup = this.setupOf(subject, totals);
    const found = new Map<CheckFinding, readonly Proposal[]>();
    for (const date of new Set(findings.map(({ referenceDate }) => referenceDate))) {
      const asked = findings.filter(({ referenceDate }) => referenceDate === date);
      const answers = await this.checker.propose(setup, await this.task(date, version, subject, totals), asked, { rookStart, rook, rookLengthM });
      asked.forEach((finding, i) => found.set(finding, answers[i] ?? []));
    }
    return findings.map((finding) => found.get(finding) ?? []);
  }

  private setupOf(subject: AuditSubject, totals: PublicTotals, rules: readonly StoredRuleSet[] = []): CheckSetup {
    const rulesOf = this.rulesByStatistic(subject);
    return {
      method: subject.method,
      partitions: totals.partitions.map(({ zoneOf, zoneCount }) => ({ zoneOf, zoneCount })),
      statistics: subject.statistics.map((statistic) => ({ statistic, rules: rulesOf.get(statistic)! })),
      populations: this.populations,
      rulesBeside: Object.fromEntries(this.workspace.catalogue.statistics.flatMap(({ statistic, source }) => {
        const newest = rules.findLast((row) => row.source === source);
        return newest === undefined ? [] : [[statistic, newest.rules as unknown as RuleSet]];
      })),
    };
  }

  /** See `auditContext`; the rows may come from a transaction. */
  context(subject: ContextSubject, known: Omit<AuditContext, 'populations'>): string {
    return auditContext(subject, { ...known, populations: this.populations });
  }

  private rulesByStatistic({ statistics, ruleSets }: AuditSubject): Map<string, AppliedRules['rules']> {
    const sourceOf = new Map(this.workspace.catalogue.statistics.map(({ statistic, source }) => [statistic, source]));
    return new Map(statistics.map((statistic) => [statistic, (ruleSets.find(({ source }) => source === sourceOf.get(statistic)) ?? ruleSets[0]!).rules]));
  }

  private async task(referenceDate: string, version: ResidentVersion, { statistics, cells, method }: AuditSubject, totals: PublicTotals): Promise<DateTask> {
    const { columns, blockCount, values, known } = (await this.workspace.counts(version.blockSet, referenceDate))!;
    const zones = version.zoneList.length;
    const pattern = cells === null ? null : Object.fromEntries(statistics.map((statistic) => {
      const first = cellsAt(cells, statistic, referenceDate);
      return [statistic, cells.state.slice(first, first + zones)];
    }));
    const rounded = cells === null || method === 'suppress' ? null : Object.fromEntries(statistics.map((statistic) => {
      const first = cellsAt(cells, statistic, referenceDate);
      return [statistic, cells.value.slice(first, first + zones)];
    }));
    const copies = await this.workspace.copies.made(version.blockSet, referenceDate);
    return { rounded, boundedBefore: totals.boundsOf(referenceDate), noisyBefore: totals.noisyOf(referenceDate), referenceDate, table: { columns, blockCount, values, known }, sharedFrom: await sharedFrom(this.workspace, version.blockSet, referenceDate), publicBefore: totals.marksOf(referenceDate), copies, pattern };
  }
}

type ContextSubject = Subject & Pick<AuditSubject, 'ruleSets'>;

export interface AuditContext {
  readonly releases: readonly EarlierRelease[];
  readonly publications: readonly Publication[];
  readonly countSets: readonly CountSet[];
  readonly copies: readonly CopyDigest[];
  readonly populations: Readonly<Record<string, string>>;
}

/**
 * Digest of all that an audit looks at: what it is about, its rules, the counts, their copies, and what else is public. As long as this is the
 * same, the audit holds.
 */
export function auditContext(
  subject: ContextSubject,
  known: AuditContext,
): string {
  const relevant = relevantTo(subject, known.releases, known.publications, known.populations);
  const { geography, version, statistics, referenceDates } = subject;
  const content = {
    geography,
    version,
    statistics,
    referenceDates,
    // Every member of staff reads the digest in the ledger, and confidential parameters are few enough to be guessed from it: they are named by the version that they are of.
    rules: subject.ruleSets.map(({ source, version: of, rules }) => ({ source, rules: publicRules(rules), ...(rules.noise === undefined && rules.dominance === undefined ? {} : { version: of }) })),
    counts: known.countSets.filter(({ referenceDate }) => referenceDates.includes(referenceDate)).map(({ countSet }) => countSet).toSorted((a, b) => a - b),
    copies: known.copies.filter(({ countSet }) => known.countSets.some((set) => set.countSet === countSet && referenceDates.includes(set.referenceDate))).map(({ digest }) => digest).toSorted(),
    releases: relevant.releases.map(({ release }) => release).toSorted(),
    publications: relevant.publications.map(({ publication }) => publication).toSorted(),
  };
  // By way of JSON, so that rules hash alike before and after they were stored.
  return createHash('sha256').update(canonicalJson(JSON.parse(JSON.stringify(content)))).digest('hex');
}

/** Puts the cells of one date into their places. */
export function take(cells: ReleaseCells, { referenceDate, cells: checked }: CheckedDate): void {
  for (const { statistic, state, value } of checked) {
    const first = cellsAt(cells, statistic, referenceDate);
    cells.state.set(state, first);
    cells.value.set(value, first);
  }
}

function firstDifference(stored: ReleaseCells, counted: ReleaseCells): AuditOutcome['changedCounts'] {
  const at = stored.state.findIndex((state, i) => (state === VALUE || state === AT_LEAST) && stored.value[i] !== counted.value[i]);
  if (at < 0) return null;
  const row = Math.floor(at / stored.zones.length);
  return { statistic: stored.statistics[Math.floor(row / stored.referenceDates.length)]!, referenceDate: stored.referenceDates[row % stored.referenceDates.length]! };
}
