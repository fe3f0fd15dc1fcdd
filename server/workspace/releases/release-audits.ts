// The audits of releases: made apart while everybody goes on, stored with an entry in the ledger, the newest kept.
import type { Proposal } from '../../../core/disclosure/releases/merge-proposal.ts';
import { DatabaseError } from '../../db/database.ts';
import { insertReleaseAudit } from '../../db/queries/release-steps.ts';
import { insertReleaseCells } from '../../db/queries/releases.ts';
import { recorded, recordStep } from './ledger.ts';
import type { AuditOutcome, ReleaseAuditor } from './release-auditor.ts';
import { countStates, rowsOfDate } from './release-cells.ts';
import type { CheckFinding } from './release-check.ts';
import type { ReleaseRegister, ResidentRelease } from './release-register.ts';
import type { Workspace } from '../workspace.ts';

export class ReleaseAudits {
  private readonly outcomes = new Map<string, AuditOutcome>();
  private closing = false;
  /** Told about failures that are bugs. */
  onError: (error: unknown) => void = () => undefined;

  constructor(
    private readonly workspace: Workspace,
    private readonly register: ReleaseRegister,
    private readonly auditor: ReleaseAuditor,
  ) {}

  /** Ends when the audit has ended, well or not; one that runs already is joined. */
  start(release: string): Promise<void> {
    const known = this.register.running.get(release);
    if (known !== undefined) return known.done;
    this.register.failed.delete(release);
    const done = this.run(release).catch((error: unknown) => {
      if (this.closing) return;
      this.register.failed.add(release);
      this.onError(error);
    });
    const entry = { progress: 0, done: done.finally(() => this.register.running.delete(release)) };
    this.register.running.set(release, entry);
    return entry.done;
  }

  /** Audits stored cells again, against what is public now. */
  async again(row: ResidentRelease): Promise<AuditOutcome> {
    const outcome = await this.auditor.audit({ ...row, cells: row.cells! }, this.register.known(), (fraction) => this.progress(row.release, fraction));
    await this.store(row, outcome, false);
    this.register.running.delete(row.release);
    await this.register.reload();
    return outcome;
  }

  /** What the last audit found, with what was public then; audited again where this server has not done it. */
  async outcome(release: string): Promise<AuditOutcome | null> {
    const row = this.register.find(release)!;
    if (row.cells === null) return null;
    const kept = this.outcomes.get(release);
    if (kept !== undefined && row.audit.state === 'done' && row.audit.contextSha256 === kept.contextSha256) return kept;
    const outcome = await this.auditor.audit({ ...row, cells: row.cells }, this.register.known());
    this.keep(release, outcome);
    return outcome;
  }

  /** Ways to make findings vanish, an answer a finding of the last outcome. */
  async proposals(release: string, findings: readonly CheckFinding[]): Promise<readonly (readonly Proposal[])[]> {
    const [row, outcome] = [this.register.find(release)!, await this.outcome(release)];
    return outcome === null ? [] : this.auditor.propose(row, outcome, findings);
  }

  /** No failure is told any more; ends when all audits have. */
  async close(stop: () => Promise<void>): Promise<void> {
    this.closing = true;
    await stop();
    await Promise.allSettled([...this.register.running.values()].map(({ done }) => done));
  }

  private async run(release: string): Promise<void> {
    const row = this.register.find(release)!;
    if (row.cells !== null) {
      await this.again(row);
      return;
    }
    const outcome = await this.auditor.audit({ ...row, cells: null }, this.register.known(), (fraction) => this.progress(release, fraction));
    try {
      await this.store(row, outcome, true);
    } catch (error) {
      // Another server was faster.
      if (!(error instanceof DatabaseError && error.constraint === 'release_cell_pk')) throw error;
    }
    this.register.running.delete(release);
    await this.register.reload();
  }

  private progress(release: string, fraction: number): void {
    const running = this.register.running.get(release);
    if (running !== undefined) running.progress = fraction;
  }

  private async store(row: ResidentRelease, outcome: AuditOutcome, withCells: boolean): Promise<void> {
    const { release, geography, version } = row;
    const { contextSha256, patternSha256, primary, secondary, tables, against, findings } = outcome;
    const states = countStates(outcome.cells);
    await recorded(this.workspace.db, async (tx) => {
      if (withCells) for (const date of row.referenceDates) await insertReleaseCells(tx, this.register.municipality, release, rowsOfDate(outcome.cells, date));
      // No digest of the pattern: with few zones it could be guessed before the release is approved, if it ever is.
      const content = { geography, version, contextSha256, cells: states.cells, findings: findings.length, tables, against: against.map(({ kind, id }) => ({ kind, id })) };
      const entry = await recordStep(tx, this.register.municipality, { account: row.requestedBy, action: 'audit', subject: release, content });
      const audit = { release, geography, version, contextSha256, patternSha256, headHash: entry.hash, ...states, primary, secondary, findings: findings.length, tables, against: [...against], failure: null };
      await insertReleaseAudit(tx, this.register.municipality, audit);
    });
    this.keep(release, outcome);
  }

  /** The newest few: a release of a city with findings holds some megabytes. */
  private keep(release: string, outcome: AuditOutcome): void {
    this.outcomes.delete(release);
    this.outcomes.set(release, outcome);
    for (const oldest of [...this.outcomes.keys()].slice(0, Math.max(0, this.outcomes.size - 5))) this.outcomes.delete(oldest);
  }
}
