// The way of a release: asked for, audited, verified, approved by another person, published, withdrawn; each step in the ledger.
import { randomUUID } from 'node:crypto';
import type { Proposal } from '../../core/disclosure/merge-proposal.ts';
import type { RuleSet } from '../../core/disclosure/threshold.ts';
import type { Queryable } from '../db/database.ts';
import { DatabaseError } from '../db/database.ts';
import { listCountSets } from '../db/queries/counts.ts';
import { listLedger, lastLedgerEntry, lockLedger } from '../db/queries/ledger.ts';
import { listPublications, type Publication } from '../db/queries/published.ts';
import { listCopyDigests, type CopyDigest } from '../db/queries/protected-copies.ts';
import { findLastAudit, findRequiredSignatures, insertReleaseAudit, insertReleaseSignature, listReleaseAudits, listReleaseSignatures, updateRequiredSignatures, type ReleaseSignature, type StoredAudit } from '../db/queries/release-steps.ts';
import { decideRelease, insertRelease, insertReleaseCells, listReleaseCells, listReleases, listReleaseZones, verifyRelease, type Release, type ReleaseState } from '../db/queries/releases.ts';
import { insertRuleSet, listRuleSets, type StoredRuleSet } from '../db/queries/rule-sets.ts';
import { recorded, recordStep } from './ledger.ts';
import { checkChain, FIRST_HASH, type ChainCheck, type LedgerAction, type LedgerEntry } from './ledger-chain.ts';
import { ReleaseAuditor, type AuditOutcome, type KnownPublic } from './release-auditor.ts';
import { countStates, digestCells, packCells, rowsOfDate, type ReleaseCells } from './release-cells.ts';
import type { CheckFinding } from './release-check.ts';
import { ReleaseChecker } from './release-checker.ts';
import { applyRules, overallRules, type AppliedRules } from './release-rules.ts';
import type { ReleaseRefusal, ReleaseResult, ReleaseWish } from './release-wish.ts';
import type { Workspace } from './workspace.ts';

export { digest } from './release-cells.ts';

export type AuditState =
  | { readonly state: 'running'; readonly progress: number }
  | { readonly state: 'failed' }
  | ({ readonly state: 'done' } & StoredAudit);

/** A release with its number in the municipality (from 1). */
export interface ResidentRelease extends Omit<Release, 'ruleSet' | 'ruleSets'> {
  readonly number: number;
  /** The strictest of what was applied. */
  readonly ruleSet: RuleSet;
  readonly ruleSets: readonly AppliedRules[];
  /** null until they are protected. */
  readonly cells: ReleaseCells | null;
  readonly audit: AuditState;
  readonly signatures: readonly ReleaseSignature[];
}

const OPEN_STATES = ['requested', 'verified', 'objected'] as const;
/** Audits that others overtake before they are done are made again so often. */
const ATTEMPTS = 6;

export class ReleaseDesk {
  private rows: readonly Release[] = [];
  private publications: readonly Publication[] = [];
  private copies: readonly CopyDigest[] = [];
  private signatures: readonly ReleaseSignature[] = [];
  private audits: readonly StoredAudit[] = [];
  private required: readonly ('dpo' | 'statistics')[] = ['statistics'];
  private rules: readonly StoredRuleSet[] = [];
  private head = FIRST_HASH;
  /** Cells never change once they are stored. */
  private readonly cells = new Map<string, ReleaseCells>();
  private readonly running = new Map<string, { progress: number; readonly done: Promise<void> }>();
  private readonly failed = new Set<string>();
  private readonly outcomes = new Map<string, AuditOutcome>();
  private readonly checker = new ReleaseChecker();
  private readonly auditor: ReleaseAuditor;
  private turn: Promise<unknown> = Promise.resolve();
  private closing = false;
  /** Told about failures that are bugs. */
  onError: (error: unknown) => void = () => undefined;

  constructor(private readonly workspace: Workspace) {
    this.auditor = new ReleaseAuditor(workspace, this.checker);
  }

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

  /** Begins the audits that a stopped server left. */
  resume(): void {
    for (const row of this.list()) if (row.cells === null && row.state === 'requested') void this.startAudit(row.release);
  }

  async close(): Promise<void> {
    this.closing = true;
    await this.checker.close();
    await Promise.allSettled([...this.running.values()].map(({ done }) => done));
  }

  /** All releases in the order of their numbers. */
  list(): readonly ResidentRelease[] {
    return this.rows.map((row, i) => {
      const ruleSets = appliedOf(row);
      return {
        ...row,
        number: i + 1,
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

  get requiredSignatures(): readonly ('dpo' | 'statistics')[] {
    return this.required;
  }

  get ruleSets(): readonly StoredRuleSet[] {
    return this.rules;
  }

  get published(): readonly Publication[] {
    return this.publications;
  }

  ledger(): Promise<readonly LedgerEntry[]> {
    return listLedger(this.workspace.db, this.municipality);
  }

  async verifyLedger(head?: string): Promise<ChainCheck> {
    return checkChain(await this.ledger(), head);
  }

  /** Keeps what is asked for and begins its audit, which `settled` waits for. */
  async request(wish: ReleaseWish, account: string): Promise<ReleaseResult> {
    const refusal = await this.refuseWish(wish);
    if (refusal !== null) return { ok: false, refusal };
    const ruleSets = this.applied(wish.statistics, wish.ruleSet, account);
    const release = randomUUID();
    const { geography, version, method, purpose } = wish;
    const row = { release, geography, version, method, purpose, statistics: [...new Set(wish.statistics)], referenceDates: [...new Set(wish.referenceDates)] };
    const ruleSet = { ...overallRules(ruleSets) };
    await this.recorded(account, 'request', release, async (tx) => {
      await insertRelease(tx, this.municipality, { ...row, ruleSet, ruleSets: ruleSets.map((one) => ({ ...one })), requestedBy: account });
      const { release: _, ...asked } = row;
      return { ...asked, ruleSet, ruleSets: ruleSets.map(({ source, version: number }) => ({ source, version: number })) };
    });
    await this.reload();
    void this.startAudit(release);
    return { ok: true, release: this.find(release)! };
  }

  /** The release once its audit has ended, or as it is after `ms`. */
  async settled(release: string, ms: number): Promise<ResidentRelease> {
    const running = this.running.get(release);
    if (running !== undefined) {
      let timer: NodeJS.Timeout | undefined;
      await Promise.race([running.done, new Promise((resolve) => (timer = setTimeout(resolve, ms)))]);
      clearTimeout(timer);
    }
    return this.find(release)!;
  }

  /** Audits once more: after a failure, or to see what has become public since. */
  async auditAgain(release: string): Promise<ReleaseResult> {
    const row = this.find(release)!;
    if (!isOpen(row.state)) return refuse({ code: 'WRONG_STATE', state: row.state, accepted: OPEN_STATES });
    await this.reload();
    await this.startAudit(release);
    return { ok: true, release: this.find(release)! };
  }

  /** By somebody who protects data: no objection, or an objection that blocks approval until it is taken back. */
  verify(release: string, account: string, decision: 'no-objection' | 'objection', reason: string): Promise<ReleaseResult> {
    return this.inTurn(async () => {
      const row = await this.fresh(release);
      if (!isOpen(row.state)) return refuse({ code: 'WRONG_STATE', state: row.state, accepted: OPEN_STATES });
      if (row.requestedBy === account) return refuse({ code: 'SAME_PERSON' });
      if (row.audit.state === 'running') return refuse({ code: 'AUDIT_RUNNING' });
      if (row.audit.state === 'failed') return refuse({ code: 'AUDIT_FAILED' });
      if (decision === 'no-objection' && row.audit.findings > 0) return refuse({ code: 'HAS_FINDINGS', findings: row.audit.findings });
      const { audit } = row;
      const changed = await this.recorded(account, decision === 'objection' ? 'object' : 'verify', release, async (tx) => {
        const now = await verifyRelease(tx, this.municipality, release, decision === 'objection' ? 'objected' : 'verified', OPEN_STATES);
        if (now === null) return null;
        await insertReleaseSignature(tx, this.municipality, { release, account, role: 'dpo', decision, reason });
        return { decision, reason, headHash: audit.headHash };
      });
      return this.after(release, changed, OPEN_STATES);
    });
  }

  /**
   * By another person than the one who asked and than the one who verified. The audit must hold for what is public at the
   * moment of the decision: where that has changed, it is made again first.
   */
  approve(release: string, account: string, publish = true): Promise<ReleaseResult> {
    return this.inTurn(async () => {
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const row = await this.fresh(release);
        const refusal = await this.refuseApproval(row, account);
        if (refusal !== null) return refuse(refusal);
        const audit = row.audit as StoredAudit;
        if (audit.contextSha256 !== this.contextOf(row)) {
          const again = await this.auditStored(row);
          if (again.changedCounts !== null) return refuse({ code: 'COUNTS_CHANGED', ...again.changedCounts });
          continue;
        }
        const cellsSha256 = await digestCells(row.cells!);
        let overtaken = false;
        const decided = await this.recorded(account, 'approve', release, async (tx) => {
          // After the lock: whoever approved before us is seen here, whoever comes later sees us.
          overtaken = !(await this.stillHolds(tx, row, audit));
          if (overtaken) return null;
          const now = await decideRelease(tx, this.municipality, release, publish ? 'published' : 'approved', account, approvable(this.required));
          if (now === null) return null;
          await insertReleaseSignature(tx, this.municipality, { release, account, role: 'statistics', decision: 'approve', reason: '' });
          // What is approved is fixed by a digest of the very cells that everybody may see from now on.
          return { cellsSha256, headHash: audit.headHash, contextSha256: audit.contextSha256, published: publish };
        });
        if (!overtaken) return this.after(release, decided, approvable(this.required));
        // Counts may have been imported by another server: the ledger does not tell of those.
        await this.workspace.reload();
      }
      return refuse({ code: 'OVERTAKEN' });
    });
  }

  publish(release: string, account: string): Promise<ReleaseResult> {
    return this.step(release, account, 'publish', 'published', ['approved']);
  }

  /** What was seen cannot be made unseen: later audits still count it. */
  withdraw(release: string, account: string): Promise<ReleaseResult> {
    return this.step(release, account, 'withdraw', 'withdrawn', ['requested', 'verified', 'objected', 'approved', 'published']);
  }

  /** What the last audit found, with what was public then; audited again where this server has not done it. */
  async outcome(release: string): Promise<AuditOutcome | null> {
    const row = this.find(release)!;
    if (row.cells === null) return null;
    const kept = this.outcomes.get(release);
    if (kept !== undefined && row.audit.state === 'done' && row.audit.contextSha256 === kept.contextSha256) return kept;
    const outcome = await this.auditor.audit({ ...row, cells: row.cells }, this.known());
    this.keep(release, outcome);
    return outcome;
  }

  /** Ways to make findings vanish, an answer a finding of the last outcome. */
  async proposals(release: string, findings: readonly CheckFinding[]): Promise<readonly (readonly Proposal[])[]> {
    const [row, outcome] = [this.find(release)!, await this.outcome(release)];
    return outcome === null ? [] : this.auditor.propose(row, outcome, findings);
  }

  /** What a release would withhold under other rules; nothing is kept. */
  async whatIf(wish: ReleaseWish, variants: readonly RuleSet[], account: string): Promise<{ readonly ok: true; readonly outcomes: readonly AuditOutcome[] } | { readonly ok: false; readonly refusal: ReleaseRefusal }> {
    const refusal = await this.refuseWish(wish);
    if (refusal !== null) return { ok: false, refusal };
    const outcomes: AuditOutcome[] = [];
    for (const rules of variants) {
      const ruleSets = this.sourcesOf(wish.statistics).map((source): AppliedRules => ({ source, version: null, basis: '', author: account, rules }));
      outcomes.push(await this.auditor.audit({ ...wish, release: '', ruleSets, cells: null }, this.known()));
    }
    return { ok: true, outcomes };
  }

  async addRuleSet(source: string, rules: RuleSet, basis: string, author: string): Promise<StoredRuleSet> {
    let stored: StoredRuleSet | null = null;
    await this.recorded(author, 'rule-set', source, async (tx) => {
      stored = await insertRuleSet(tx, this.municipality, { source, rules: { ...rules }, basis, author });
      // Parameters of dominance are confidential, and every member of staff reads the ledger.
      const { dominance, ...open } = rules;
      return { version: stored.version, rules: { ...open, ...(dominance === undefined ? {} : { dominance: 'confidential' }) }, basis };
    });
    await this.reload();
    return stored!;
  }

  async requireSignatures(required: readonly ('dpo' | 'statistics')[], account: string): Promise<void> {
    await this.recorded(account, 'signatures', '', async (tx) => {
      await updateRequiredSignatures(tx, this.municipality, required);
      return { required };
    });
    await this.reload();
  }

  private get municipality(): string {
    return this.workspace.municipality.municipality;
  }

  /** All that may be public, as audits take it. */
  known(): KnownPublic {
    return { releases: this.list(), publications: this.publications, copies: this.copies };
  }

  private auditState(release: string): AuditState {
    const running = this.running.get(release);
    if (running !== undefined) return { state: 'running', progress: running.progress };
    const last = this.audits.findLast((row) => row.release === release);
    if (last !== undefined) return { state: 'done', ...last };
    return this.failed.has(release) ? { state: 'failed' } : { state: 'running', progress: 0 };
  }

  private contextOf(row: ResidentRelease): string {
    return this.auditor.context(row, { releases: this.rows, publications: this.publications, countSets: this.workspace.catalogue.countSets, copies: this.copies });
  }

  private async stillHolds(tx: Queryable, row: ResidentRelease, audit: StoredAudit): Promise<boolean> {
    const releases = await listReleases(tx, this.municipality);
    const publications = await listPublications(tx, this.municipality);
    const countSets = await listCountSets(tx, this.municipality);
    const copies = await listCopyDigests(tx, this.municipality);
    const newest = await findLastAudit(tx, this.municipality, row.release);
    return newest?.audit === audit.audit && this.auditor.context(row, { releases, publications, countSets, copies }) === audit.contextSha256;
  }

  private async fresh(release: string): Promise<ResidentRelease> {
    await this.refresh();
    return this.find(release)!;
  }

  private async refuseApproval(row: ResidentRelease, account: string): Promise<ReleaseRefusal | null> {
    const accepted = approvable(this.required);
    if (row.requestedBy === account || row.signatures.some((one) => one.role === 'dpo' && one.account === account)) return { code: 'SAME_PERSON' };
    if (!accepted.includes(row.state)) return { code: 'WRONG_STATE', state: row.state, accepted };
    const { audit } = row;
    if (audit.state === 'running') return { code: 'AUDIT_RUNNING' };
    if (audit.state === 'failed' || row.cells === null) return { code: 'AUDIT_FAILED' };
    // Rows may have been changed behind our back: an audit speaks for the very cells and cut that it was made for.
    if (audit.geography !== row.geography || audit.version !== row.version || audit.patternSha256 !== (await digestCells(row.cells, true))) return { code: 'AUDIT_FOR_OTHER' };
    return audit.findings > 0 && audit.contextSha256 === this.contextOf(row) ? { code: 'HAS_FINDINGS', findings: audit.findings } : null;
  }

  private step(release: string, account: string, action: 'publish' | 'withdraw', state: 'published' | 'withdrawn', from: readonly ReleaseState[]): Promise<ReleaseResult> {
    return this.inTurn(async () => {
      const row = await this.fresh(release);
      if (!from.includes(row.state)) return refuse({ code: 'WRONG_STATE', state: row.state, accepted: from });
      if (action === 'publish' && row.requestedBy === account) return refuse({ code: 'SAME_PERSON' });
      const changed = await this.recorded(account, action, release, async (tx) => {
        return (await decideRelease(tx, this.municipality, release, state, account, from)) === null ? null : {};
      });
      return this.after(release, changed, from);
    });
  }

  private async after(release: string, changed: boolean, accepted: readonly ReleaseState[]): Promise<ReleaseResult> {
    await this.reload();
    const now = this.find(release)!;
    return changed ? { ok: true, release: now } : refuse({ code: 'WRONG_STATE', state: now.state, accepted });
  }

  /** A transaction whose entry stands in the ledger; false where `work` gives null, and nothing is written then. */
  private recorded(account: string, action: LedgerAction, subject: string, work: (tx: Queryable) => Promise<Readonly<Record<string, unknown>> | null>): Promise<boolean> {
    return recorded(this.workspace.db, async (tx) => {
      await lockLedger(tx, this.municipality);
      const content = await work(tx);
      if (content === null) return false;
      await recordStep(tx, this.municipality, { account, action, subject, content });
      return true;
    });
  }

  private startAudit(release: string): Promise<void> {
    const known = this.running.get(release);
    if (known !== undefined) return known.done;
    this.failed.delete(release);
    const done = this.runAudit(release).catch((error: unknown) => {
      if (this.closing) return;
      this.failed.add(release);
      this.onError(error);
    });
    const entry = { progress: 0, done: done.finally(() => this.running.delete(release)) };
    this.running.set(release, entry);
    return entry.done;
  }

  private async runAudit(release: string): Promise<void> {
    const row = this.find(release)!;
    if (row.cells !== null) {
      await this.auditStored(row);
      return;
    }
    const outcome = await this.auditor.audit({ ...row, cells: null }, this.known(), (fraction) => this.progress(release, fraction));
    try {
      await this.store(row, outcome, true);
    } catch (error) {
      // Another server was faster.
      if (!(error instanceof DatabaseError && error.constraint === 'release_cell_pk')) throw error;
    }
    this.running.delete(release);
    await this.reload();
  }

  private async auditStored(row: ResidentRelease): Promise<AuditOutcome> {
    const outcome = await this.auditor.audit({ ...row, cells: row.cells! }, this.known(), (fraction) => this.progress(row.release, fraction));
    await this.store(row, outcome, false);
    this.running.delete(row.release);
    await this.reload();
    return outcome;
  }

  private progress(release: string, fraction: number): void {
    const running = this.running.get(release);
    if (running !== undefined) running.progress = fraction;
  }

  private async store(row: ResidentRelease, outcome: AuditOutcome, withCells: boolean): Promise<void> {
    const { release, geography, version } = row;
    const { contextSha256, patternSha256, primary, secondary, tables, against, findings } = outcome;
    const states = countStates(outcome.cells);
    await recorded(this.workspace.db, async (tx) => {
      if (withCells) for (const date of row.referenceDates) await insertReleaseCells(tx, this.municipality, release, rowsOfDate(outcome.cells, date));
      // No digest of the pattern: with few zones it could be guessed before the release is approved, if it ever is.
      const content = { geography, version, contextSha256, cells: states.cells, findings: findings.length, tables, against: against.map(({ kind, id }) => ({ kind, id })) };
      const entry = await recordStep(tx, this.municipality, { account: row.requestedBy, action: 'audit', subject: release, content });
      const audit = { release, geography, version, contextSha256, patternSha256, headHash: entry.hash, ...states, primary, secondary, findings: findings.length, tables, against: [...against], failure: null };
      await insertReleaseAudit(tx, this.municipality, audit);
    });
    this.keep(release, outcome);
  }

  /** The newest few: a release of a city with findings holds some megabytes. */
  private keep(release: string, outcome: AuditOutcome): void {
    this.outcomes.delete(release);
    this.outcomes.set(release, outcome);
    for (const oldest of [...this.outcomes.keys()].slice(0, Math.max(0, this.outcomes.size - 5))) this.outcomes.delete(oldest);
  }

  private async readCells(row: Release): Promise<void> {
    const rows = await listReleaseCells(this.workspace.db, this.municipality, row.release);
    if (rows.length === 0) return;
    const zones = await listReleaseZones(this.workspace.db, this.municipality, row.geography, row.version);
    this.cells.set(row.release, packCells({ statistics: row.statistics, referenceDates: row.referenceDates, zones }, rows));
  }

  private sourcesOf(statistics: readonly string[]): string[] {
    const known = new Map(this.workspace.catalogue.statistics.map(({ statistic, source }) => [statistic, source]));
    return [...new Set(statistics.map((statistic) => known.get(statistic) ?? ''))];
  }

  private applied(statistics: readonly string[], wish: RuleSet | null, account: string): AppliedRules[] {
    return applyRules(this.sourcesOf(statistics), wish, this.rules, account);
  }

  private async refuseWish(wish: ReleaseWish): Promise<ReleaseRefusal | null> {
    const geography = this.workspace.catalogue.geographies.find((row) => row.geography === wish.geography);
    if (geography === undefined) return { code: 'UNKNOWN_GEOGRAPHY' };
    const version = await this.workspace.version(wish.geography, wish.version);
    if (version === null) return { code: 'UNKNOWN_VERSION' };
    const known = new Set(this.workspace.catalogue.statistics.map(({ statistic }) => statistic));
    const unknown = wish.statistics.filter((statistic) => !known.has(statistic));
    if (unknown.length > 0) return { code: 'UNKNOWN_STATISTIC', statistics: unknown };
    const counted = new Set(this.workspace.referenceDates(version.blockSet));
    const uncounted = wish.referenceDates.filter((date) => !counted.has(date));
    if (uncounted.length > 0) return { code: 'UNKNOWN_REFERENCE_DATE', dates: uncounted };
    return wish.method === 'round' ? { code: 'METHOD_NOT_OFFERED' } : null;
  }

  /** One after the other: who decides sees what the one before has decided. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(work, work);
    this.turn = mine.catch(() => undefined);
    return mine;
  }
}

const isOpen = (state: ReleaseState) => (OPEN_STATES as readonly ReleaseState[]).includes(state);

/** States in which a release may be approved; an objection blocks it whoever must sign. */
function approvable(required: readonly string[]): readonly ReleaseState[] {
  return required.includes('dpo') ? ['verified'] : ['requested', 'verified'];
}

/** Releases of before rule sets were stored by source have one for all of them. */
function appliedOf(row: Release): readonly AppliedRules[] {
  return row.ruleSets as unknown as readonly AppliedRules[];
}

function refuse(refusal: ReleaseRefusal): ReleaseResult {
  return { ok: false, refusal };
}
