// The approval of a release: by somebody else, for the very cells that were audited, against what is public at that moment.
import type { Queryable } from '../../db/database.ts';
import { listCountSets } from '../../db/queries/counts.ts';
import { listCopyDigests } from '../../db/queries/protected-copies.ts';
import { listPublications } from '../../db/queries/published.ts';
import { findLastAudit, insertReleaseSignature, type StoredAudit } from '../../db/queries/release-steps.ts';
import { decideRelease, listReleases, type ReleaseState } from '../../db/queries/releases.ts';
import { refuseNoise } from './noise-rules.ts';
import type { ReleaseAuditor } from './release-auditor.ts';
import type { ReleaseAudits } from './release-audits.ts';
import { digestCells } from './release-cells.ts';
import type { ReleaseRegister, ResidentRelease } from './release-register.ts';
import { refuse, type ReleaseRefusal, type ReleaseResult } from './release-wish.ts';
import type { Workspace } from '../workspace.ts';

/** Audits that others overtake before they are done are made again so often. */
const ATTEMPTS = 6;

export class ReleaseApproval {
  constructor(
    private readonly workspace: Workspace,
    private readonly register: ReleaseRegister,
    private readonly audits: ReleaseAudits,
    private readonly auditor: ReleaseAuditor,
  ) {}

  /**
   * By another person than the one who asked and than the one who verified. The audit must hold for what is public at the
   * moment of the decision: where that has changed, it is made again first.
   */
  async approve(release: string, account: string, publish: boolean): Promise<ReleaseResult> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const row = await this.register.fresh(release);
      const refusal = await this.refuseApproval(row, account);
      if (refusal !== null) return refuse(refusal);
      const audit = row.audit as StoredAudit;
      if (audit.contextSha256 !== this.contextOf(row)) {
        const again = await this.audits.again(row);
        if (again.changedCounts !== null) return refuse({ code: 'COUNTS_CHANGED', ...again.changedCounts });
        continue;
      }
      const cellsSha256 = await digestCells(row.cells!);
      let overtaken = false;
      const decided = await this.register.recorded(account, 'approve', release, async (tx) => {
        // After the lock: whoever approved before us is seen here, whoever comes later sees us.
        overtaken = !(await this.stillHolds(tx, row, audit));
        if (overtaken) return null;
        const now = await decideRelease(tx, this.register.municipality, release, publish ? 'published' : 'approved', account, approvable(this.register.required));
        if (now === null) return null;
        await insertReleaseSignature(tx, this.register.municipality, { release, account, role: 'statistics', decision: 'approve', reason: '' });
        // What is approved is fixed by a digest of the very cells that everybody may see from now on.
        return { cellsSha256, headHash: audit.headHash, contextSha256: audit.contextSha256, published: publish };
      });
      if (!overtaken) return this.register.after(release, decided, approvable(this.register.required));
      // Counts may have been imported by another server: the ledger does not tell of those.
      await this.workspace.reload();
    }
    return refuse({ code: 'OVERTAKEN' });
  }

  private async refuseApproval(row: ResidentRelease, account: string): Promise<ReleaseRefusal | null> {
    const accepted = approvable(this.register.required);
    if (row.requestedBy === account || row.signatures.some((one) => one.role === 'dpo' && one.account === account)) return { code: 'SAME_PERSON' };
    if (!accepted.includes(row.state)) return { code: 'WRONG_STATE', state: row.state, accepted };
    const { audit } = row;
    if (audit.state === 'running') return { code: 'AUDIT_RUNNING' };
    if (audit.state === 'failed' || row.cells === null) return { code: 'AUDIT_FAILED' };
    // Others may have published noise since.
    const noise = row.method === 'cell-key' ? refuseNoise(row, this.register.list()) : null;
    if (noise !== null) return noise;
    // Rows may have been changed behind our back: an audit speaks for the very cells and cut that it was made for.
    if (audit.geography !== row.geography || audit.version !== row.version || audit.patternSha256 !== (await digestCells(row.cells, true))) return { code: 'AUDIT_FOR_OTHER' };
    return audit.findings > 0 && audit.contextSha256 === this.contextOf(row) && !acceptedBy(row, audit) ? { code: 'HAS_FINDINGS', findings: audit.findings } : null;
  }

  private contextOf(row: ResidentRelease): string {
    return this.auditor.context(row, { releases: this.register.rows, publications: this.register.publications, countSets: this.workspace.catalogue.countSets, copies: this.register.copies });
  }

  private async stillHolds(tx: Queryable, row: ResidentRelease, audit: StoredAudit): Promise<boolean> {
    const releases = await listReleases(tx, this.register.municipality);
    const publications = await listPublications(tx, this.register.municipality);
    const countSets = await listCountSets(tx, this.register.municipality);
    const copies = await listCopyDigests(tx, this.register.municipality);
    const newest = await findLastAudit(tx, this.register.municipality, row.release);
    return newest?.audit === audit.audit && this.auditor.context(row, { releases, publications, countSets, copies }) === audit.contextSha256;
  }
}

/** Data protection gives no "no objection" to findings but those of earlier papers, and only after the audit that found them. */
function acceptedBy({ signatures }: ResidentRelease, { auditedAt }: StoredAudit): boolean {
  const last = signatures.findLast(({ role }) => role === 'dpo');
  return last?.decision === 'no-objection' && last.reason !== '' && last.at > auditedAt;
}

/** States in which a release may be approved; an objection blocks it whoever must sign. */
function approvable(required: readonly string[]): readonly ReleaseState[] {
  return required.includes('dpo') ? ['verified'] : ['requested', 'verified'];
}
