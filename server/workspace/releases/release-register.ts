// What is known of releases and of all that decides on them, kept in memory and written with an entry in the ledger.
import { boundsOfNoisy, boundsOfRounded, type TotalBounds } from '../../../core/disclosure/releases/total-bounds.ts';
import type { RuleSet } from '../../../core/disclosure/threshold.ts';
import type { Queryable } from '../../db/database.ts';
import { lastLedgerEntry, lockLedger } from '../../db/queries/ledger.ts';
import { listCopyDigests, type CopyDigest } from '../../db/queries/protected-copies.ts';
import { listPublications, type Publication } from '../../db/queries/published.ts';
import { findRequiredSignatures, listReleaseAudits, listReleaseSignatures, type ReleaseSignature, type StoredAudit } from '../../db/queries/release-steps.ts';
import { listReleaseCells, listReleases, listReleaseZones, type Release, type ReleaseState } from '../../db/queries/releases.ts';
import { listRuleSets, type StoredRuleSet } from '../../db/queries/rule-sets.ts';
import { recorded, recordStep } from './ledger.ts';
import { FIRST_HASH, type LedgerAction } from './ledger-chain.ts';
import type { KnownPublic } from './release-auditor.ts';
import { packCells, type ReleaseCells } from './release-cells.ts';
import { noiseTable } from './release-noise.ts';
import { releaseBase } from './release-rounding.ts';
import { overallRules, type AppliedRules } from './release-rules.ts';
import { refuse, type ReleaseResult } from './release-wish.ts';
import type { Workspace } from '../workspace.ts';

export type AuditState =
  | { readonly state: 'running'; readonly progress: number }
  | { readonly state: 'failed' }
  | ({ readonly state: 'done' } & StoredAudit);

/** A release with its number in the municipality (from 1). */
export interface ResidentRelease extends Omit<Release, 'ruleSet' | 'ruleSets'> {
  /** What a statistic's numbers are multiples of, where the release is rounded. */
  baseOf(statistic: string): number;
  /** See CountedRelease. */
  boundsOf(statistic: string, values: Float64Array): TotalBounds;
  readonly number: number;
  /** The strictest of what was applied. */
  readonly ruleSet: RuleSet;
  readonly ruleSets: readonly AppliedRules[];
  /** null until they are protected. */
  readonly cells: ReleaseCells | null;
  readonly audit: AuditState;
  readonly signatures: readonly ReleaseSignature[];
}

export class ReleaseRegister {
  rows: readonly Release[] = [];
  publications: readonly Publication[] = [];
  copies: readonly CopyDigest[] = [];
  required: readonly ('dpo' | 'statistics')[] = ['statistics'];
  rules: readonly StoredRuleSet[] = [];
  /** Audits that this server makes at the moment, with their progress from 0 to 1, and those that failed in it. */
  readonly running = new Map<string, { progress: number; readonly done: Promise<void> }>();
  readonly failed = new Set<string>();
  private signatures: readonly ReleaseSignature[] = [];
  private audits: readonly StoredAudit[] = [];
  private head = FIRST_HASH;
  /** Cells never change once they are stored. */
  private readonly cells = new Map<string, ReleaseCells>();

  constructor(private readonly workspace: Workspace) {}

  async reload(): Promise<void> {
    const { db } = this.workspace;
    // The head first: whatever is read after it is at least as new.
    this.head = (await lastLedgerEntry(db, this.municipality))?.hash ?? FIRST_HASH;
    const rows = await listReleases(db, this.municipality);
    this.audits = await listReleaseAudits(db, this.municipality);
    this.signatures = await listReleaseSignatures(db, this.municipality);
    this.publications = await listPublications(db, this.municipality);
    this.copies = await listCopyDigests(db, this.municipality);
    this.required = await findRequiredSignatures(db, this.municipality);
    this.rules = await listRuleSets(db, this.municipality);
    for (const row of rows) if (!this.cells.has(row.release)) await this.readCells(row);
    this.rows = rows;
  }

  /** As `reload` where another server has written since; the embedded database has no other, and may be busy for a while. */
  async refresh(): Promise<void> {
    if (this.workspace.db.engine === 'embedded') return;
    const last = await lastLedgerEntry(this.workspace.db, this.municipality);
    if ((last?.hash ?? FIRST_HASH) !== this.head) await this.reload();
  }

  /** As it is now, other servers' doings included. */
  async fresh(release: string): Promise<ResidentRelease> {
    await this.refresh();
    return this.find(release)!;
  }

  /** All releases in the order of their numbers. */
  list(): readonly ResidentRelease[] {
    const sourceOf = new Map(this.workspace.catalogue.statistics.map(({ statistic, source }) => [statistic, source]));
    return this.rows.map((row, i) => {
      const ruleSets = appliedOf(row);
      const rulesOf = (statistic: string): RuleSet => (ruleSets.find(({ source }) => source === sourceOf.get(statistic)) ?? ruleSets[0])?.rules ?? (row.ruleSet as unknown as RuleSet);
      const baseOf = (statistic: string) => releaseBase(rulesOf(statistic));
      return {
        ...row,
        number: i + 1,
        baseOf,
        boundsOf: (statistic: string, values: Float64Array) => (row.method === 'cell-key' ? boundsOfNoisy(values, noiseTable(rulesOf(statistic))) : boundsOfRounded(values, baseOf(statistic))),
        ruleSets,
        ruleSet: ruleSets.length === 0 ? (row.ruleSet as unknown as RuleSet) : overallRules(ruleSets),
        cells: this.cells.get(row.release) ?? null,
        audit: this.auditState(row.release),
        signatures: this.signatures.filter(({ release }) => release === row.release),
      };
    });
  }

  find(release: string): ResidentRelease | null {
    return this.list().find((row) => row.release === release) ?? null;
  }

  /** All that may be public, as audits take it. */
  known(): KnownPublic {
    return { releases: this.list(), publications: this.publications, copies: this.copies, rules: this.rules };
  }

  /** What became of a step: read again, and refused where the release had gone on meanwhile. */
  async after(release: string, changed: boolean, accepted: readonly ReleaseState[]): Promise<ReleaseResult> {
    await this.reload();
    const now = this.find(release)!;
    return changed ? { ok: true, release: now } : refuse({ code: 'WRONG_STATE', state: now.state, accepted });
  }

  /** A transaction whose entry stands in the ledger; false where `work` gives null, and nothing is written then. */
  recorded(account: string, action: LedgerAction, subject: string, work: (tx: Queryable) => Promise<Readonly<Record<string, unknown>> | null>): Promise<boolean> {
    return recorded(this.workspace.db, async (tx) => {
      await lockLedger(tx, this.municipality);
      const content = await work(tx);
      if (content === null) return false;
      await recordStep(tx, this.municipality, { account, action, subject, content });
      return true;
    });
  }

  get municipality(): string {
    return this.workspace.municipality.municipality;
  }

  private auditState(release: string): AuditState {
    const running = this.running.get(release);
    if (running !== undefined) return { state: 'running', progress: running.progress };
    const last = this.audits.findLast((row) => row.release === release);
    if (last !== undefined) return { state: 'done', ...last };
    return this.failed.has(release) ? { state: 'failed' } : { state: 'running', progress: 0 };
  }

  private async readCells(row: Release): Promise<void> {
    const rows = await listReleaseCells(this.workspace.db, this.municipality, row.release);
    if (rows.length === 0) return;
    const zones = await listReleaseZones(this.workspace.db, this.municipality, row.geography, row.version);
    this.cells.set(row.release, packCells({ statistics: row.statistics, referenceDates: row.referenceDates, zones }, rows));
  }
}

/** Releases of before rule sets were stored by source have one for all of them. */
function appliedOf(row: Release): readonly AppliedRules[] {
  return row.ruleSets as unknown as readonly AppliedRules[];
}
