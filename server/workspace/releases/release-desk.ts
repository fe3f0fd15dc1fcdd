// The way of a release: asked for, audited, verified, approved by another person, published, withdrawn; each step in the ledger.
import { randomUUID } from 'node:crypto';
import type { Proposal } from '../../../core/disclosure/releases/merge-proposal.ts';
import { publicRules } from '../../../core/disclosure/rules/rule-set.ts';
import type { RuleSet } from '../../../core/disclosure/threshold.ts';
import { listLedger } from '../../db/queries/ledger.ts';
import type { Publication } from '../../db/queries/published.ts';
import { insertReleaseSignature, updateRequiredSignatures } from '../../db/queries/release-steps.ts';
import { decideRelease, insertRelease, verifyRelease, type ReleaseState } from '../../db/queries/releases.ts';
import { insertRuleSet, type StoredRuleSet } from '../../db/queries/rule-sets.ts';
import { checkChain, type ChainCheck, type LedgerEntry } from './ledger-chain.ts';
import { ReleaseApproval } from './release-approval.ts';
import { ReleaseAuditor, type AuditOutcome, type KnownPublic } from './release-auditor.ts';
import { ReleaseAudits } from './release-audits.ts';
import type { CheckFinding } from './release-check.ts';
import { ReleaseChecker } from './release-checker.ts';
import { ReleaseRegister, type ResidentRelease } from './release-register.ts';
import { refuseNoise, withKeptNoise } from './noise-rules.ts';
import { releaseBase } from './release-rounding.ts';
import { applyRules, type AppliedRules, overallRules } from './release-rules.ts';
import { refuse, type ReleaseRefusal, type ReleaseResult, type ReleaseWish, type Verification } from './release-wish.ts';
import type { Workspace } from '../workspace.ts';

export { digest } from './release-cells.ts';
export type { AuditState, ResidentRelease } from './release-register.ts';

const OPEN_STATES = ['requested', 'verified', 'objected'] as const;

export class ReleaseDesk {
  private readonly register: ReleaseRegister;
  private readonly checker = new ReleaseChecker();
  private readonly auditor: ReleaseAuditor;
  private readonly audits: ReleaseAudits;
  private readonly approval: ReleaseApproval;
  private turn: Promise<unknown> = Promise.resolve();
  private following: NodeJS.Timeout | undefined;

  constructor(private readonly workspace: Workspace) {
    this.register = new ReleaseRegister(workspace);
    this.auditor = new ReleaseAuditor(workspace, this.checker);
    this.audits = new ReleaseAudits(workspace, this.register, this.auditor);
    this.approval = new ReleaseApproval(workspace, this.register, this.audits, this.auditor);
  }

  /** Told about failures that are bugs. */
  set onError(told: (error: unknown) => void) {
    this.audits.onError = told;
  }

  reload(): Promise<void> {
    return this.register.reload();
  }

  /** As `reload` where another server has written since. */
  refresh(): Promise<void> {
    return this.register.refresh();
  }

  /** Begins the audits that a stopped server left. */
  resume(): void {
    for (const row of this.list()) if (row.cells === null && row.state === 'requested') void this.audits.start(row.release);
  }

  close(): Promise<void> {
    clearInterval(this.following);
    return this.audits.close(() => this.checker.close());
  }

  /**
   * Looks every so many milliseconds whether another server on the same database published or withdrew something: one row of the ledger a look.
   * Readers without an account ask for nothing of the kind, and would see a withdrawn release until somebody of the staff comes by.
   */
  follow(everyMs: number, onError: (error: unknown) => void): void {
    this.following ??= setInterval(() => void this.refresh().catch(onError), everyMs).unref();
  }

  /** Another object after every change of any release. */
  get stand(): unknown {
    return this.register.rows;
  }

  /** All releases in the order of their numbers. */
  list(): readonly ResidentRelease[] {
    return this.register.list();
  }

  find(release: string): ResidentRelease | null {
    return this.register.find(release);
  }

  /** All that may be public, as audits take it. */
  known(): KnownPublic {
    return this.register.known();
  }

  get requiredSignatures(): readonly ('dpo' | 'statistics')[] {
    return this.register.required;
  }

  get ruleSets(): readonly StoredRuleSet[] {
    return this.register.rules;
  }

  get published(): readonly Publication[] {
    return this.register.publications;
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
    const ruleSets = this.forMethod(wish, this.applied(wish.statistics, wish.ruleSet, account));
    const refusedNoise = this.refuseNoise(wish, ruleSets);
    if (refusedNoise !== null) return refuse(refusedNoise);
    const release = randomUUID();
    const { geography, version, method, purpose } = wish;
    const row = { release, geography, version, method, purpose, statistics: [...new Set(wish.statistics)], referenceDates: [...new Set(wish.referenceDates)] };
    const ruleSet = { ...overallRules(ruleSets) };
    await this.register.recorded(account, 'request', release, async (tx) => {
      await insertRelease(tx, this.municipality, { ...row, ruleSet, ruleSets: ruleSets.map((one) => ({ ...one })), requestedBy: account });
      const { release: _, ...asked } = row;
      return { ...asked, ruleSet: publicRules(overallRules(ruleSets)), ruleSets: ruleSets.map(({ source, version: number }) => ({ source, version: number })) };
    });
    await this.reload();
    void this.audits.start(release);
    return { ok: true, release: this.find(release)! };
  }

  /** The release once its audit has ended, or as it is after `ms`. */
  async settled(release: string, ms: number): Promise<ResidentRelease> {
    const running = this.register.running.get(release);
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
    await this.audits.start(release);
    return { ok: true, release: this.find(release)! };
  }

  /**
   * By somebody who protects data: no objection, or an objection that blocks approval until it is taken back. What follows from earlier publications
   * alone, nothing that is released now changes: it may be accepted with a reason, which stands in the ledger.
   */
  verify(release: string, account: string, { decision, reason, acceptEarlier }: Verification): Promise<ReleaseResult> {
    return this.inTurn(async () => {
      const row = await this.register.fresh(release);
      if (!isOpen(row.state)) return refuse({ code: 'WRONG_STATE', state: row.state, accepted: OPEN_STATES });
      if (row.requestedBy === account) return refuse({ code: 'SAME_PERSON' });
      if (row.audit.state === 'running') return refuse({ code: 'AUDIT_RUNNING' });
      if (row.audit.state === 'failed') return refuse({ code: 'AUDIT_FAILED' });
      const { audit } = row;
      if (decision === 'no-objection' && audit.findings > 0 && !(acceptEarlier && (await this.onlyEarlier(release)))) return refuse({ code: 'HAS_FINDINGS', findings: audit.findings });
      const changed = await this.register.recorded(account, decision === 'objection' ? 'object' : 'verify', release, async (tx) => {
        const now = await verifyRelease(tx, this.municipality, release, decision === 'objection' ? 'objected' : 'verified', OPEN_STATES);
        if (now === null) return null;
        await insertReleaseSignature(tx, this.municipality, { release, account, role: 'dpo', decision, reason });
        return { decision, reason, headHash: audit.headHash, ...(decision === 'no-objection' && audit.findings > 0 ? { acceptedEarlier: audit.findings } : {}) };
      });
      return this.register.after(release, changed, OPEN_STATES);
    });
  }

  private async onlyEarlier(release: string): Promise<boolean> {
    const outcome = await this.audits.outcome(release);
    return outcome !== null && outcome.findings.every(({ already }) => already);
  }

  /**
   * By another person than the one who asked and than the one who verified. The audit must hold for what is public at the
   * moment of the decision: where that has changed, it is made again first.
   */
  approve(release: string, account: string, publish = true): Promise<ReleaseResult> {
    return this.inTurn(() => this.approval.approve(release, account, publish));
  }

  publish(release: string, account: string): Promise<ReleaseResult> {
    return this.step(release, account, 'publish', 'published', ['approved']);
  }

  /** What was seen cannot be made unseen: later audits still count it. */
  withdraw(release: string, account: string): Promise<ReleaseResult> {
    return this.step(release, account, 'withdraw', 'withdrawn', ['requested', 'verified', 'objected', 'approved', 'published']);
  }

  /** What the last audit found, with what was public then; audited again where this server has not done it. */
  outcome(release: string): Promise<AuditOutcome | null> {
    return this.audits.outcome(release);
  }

  /** Ways to make findings vanish, an answer a finding of the last outcome. */
  proposals(release: string, findings: readonly CheckFinding[]): Promise<readonly (readonly Proposal[])[]> {
    return this.audits.proposals(release, findings);
  }

  /** What a release would withhold under other rules; nothing is kept. */
  async whatIf(wish: ReleaseWish, variants: readonly { readonly rules: RuleSet; readonly method: ReleaseWish['method'] }[], account: string): Promise<{ readonly ok: true; readonly outcomes: readonly AuditOutcome[] } | { readonly ok: false; readonly refusal: ReleaseRefusal }> {
    const refusal = await this.refuseWish(wish);
    if (refusal !== null) return { ok: false, refusal };
    const outcomes: AuditOutcome[] = [];
    for (const { rules, method } of variants) {
      const asked = { ...wish, method };
      const ruleSets = this.forMethod(asked, method === 'cell-key' ? this.applied(wish.statistics, rules, account) : this.sourcesOf(wish.statistics).map((source): AppliedRules => ({ source, version: null, basis: '', author: account, rules })));
      const refusedNoise = this.refuseNoise(asked, ruleSets);
      if (refusedNoise !== null) return { ok: false, refusal: refusedNoise };
      outcomes.push(await this.auditor.audit({ ...asked, release: '', ruleSets, cells: null }, this.known()));
    }
    return { ok: true, outcomes };
  }

  async addRuleSet(source: string, rules: RuleSet, basis: string, author: string): Promise<StoredRuleSet> {
    let stored: StoredRuleSet | null = null;
    await this.register.recorded(author, 'rule-set', source, async (tx) => {
      stored = await insertRuleSet(tx, this.municipality, { source, rules: { ...rules }, basis, author });
      // Parameters of dominance and noise are confidential, and every member of staff reads the ledger.
      return { version: stored.version, rules: { ...publicRules(rules) }, basis };
    });
    await this.reload();
    return stored!;
  }

  async requireSignatures(required: readonly ('dpo' | 'statistics')[], account: string): Promise<void> {
    await this.register.recorded(account, 'signatures', '', async (tx) => {
      await updateRequiredSignatures(tx, this.municipality, required);
      return { required };
    });
    await this.reload();
  }

  private get municipality(): string {
    return this.register.municipality;
  }

  private step(release: string, account: string, action: 'publish' | 'withdraw', state: 'published' | 'withdrawn', from: readonly ReleaseState[]): Promise<ReleaseResult> {
    return this.inTurn(async () => {
      const row = await this.register.fresh(release);
      if (!from.includes(row.state)) return refuse({ code: 'WRONG_STATE', state: row.state, accepted: from });
      if (action === 'publish' && row.requestedBy === account) return refuse({ code: 'SAME_PERSON' });
      const changed = await this.register.recorded(account, action, release, async (tx) => {
        return (await decideRelease(tx, this.municipality, release, state, account, from)) === null ? null : {};
      });
      return this.register.after(release, changed, from);
    });
  }

  private sourcesOf(statistics: readonly string[]): string[] {
    const known = new Map(this.workspace.catalogue.statistics.map(({ statistic, source }) => [statistic, source]));
    return [...new Set(statistics.map((statistic) => known.get(statistic) ?? ''))];
  }

  private applied(statistics: readonly string[], wish: RuleSet | null, account: string): AppliedRules[] {
    return applyRules(this.sourcesOf(statistics), wish, this.register.rules, account);
  }

  /**
   * Rules with what the numbers of a rounded release are multiples of: it is stored, shown, and what later audits reckon with. Only a release with noise keeps its table: others have
   * nothing of it.
   */
  private forMethod(wish: ReleaseWish, applied: readonly AppliedRules[]): readonly AppliedRules[] {
    if (wish.method === 'cell-key') return withKeptNoise({ ...wish, release: '', ruleSets: applied }, this.list());
    return applied.map(({ rules: { noise: _noise, ...rules }, ...one }) => ({ ...one, rules: wish.method === 'round' ? { ...rules, roundingBase: releaseBase(rules) } : rules }));
  }

  private refuseNoise(wish: ReleaseWish, ruleSets: readonly AppliedRules[]): ReleaseRefusal | null {
    return wish.method === 'cell-key' ? refuseNoise({ ...wish, release: '', ruleSets }, this.list()) : null;
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
    return null;
  }

  /** One after the other: who decides sees what the one before has decided. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(work, work);
    this.turn = mine.catch(() => undefined);
    return mine;
  }
}

const isOpen = (state: ReleaseState) => (OPEN_STATES as readonly ReleaseState[]).includes(state);
