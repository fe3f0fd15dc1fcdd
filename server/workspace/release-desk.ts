// Releases: what may be seen outside. Cells are protected before they are stored; no withheld number is ever kept.
import { createHash, randomUUID } from 'node:crypto';
import { aggregate } from '../../core/statistics/aggregate.ts';
import type { Cell } from '../../core/disclosure/cell.ts';
import type { RuleSet } from '../../core/disclosure/threshold.ts';
import { DatabaseError, type Queryable } from '../db/database.ts';
import { insertLedgerEntry, lastLedgerEntry, listLedger } from '../db/queries/ledger.ts';
import { decideRelease, insertRelease, insertReleaseCells, listReleaseCells, listReleases, type Release, type ReleaseCell } from '../db/queries/releases.ts';
import { canonicalJson, chainEntry, type LedgerAction, type LedgerEntry } from './ledger-chain.ts';
import { protectedCell } from './plan-report.ts';
import type { ResidentVersion, Workspace } from './workspace.ts';

/** A release with its number in the municipality (from 1) and its cells, by statistic, date and zone. */
export interface ResidentRelease extends Omit<Release, 'ruleSet'> {
  readonly number: number;
  readonly ruleSet: RuleSet;
  readonly cells: readonly ReleaseCell[];
}

export type ReleaseRefusal =
  | { readonly code: 'UNKNOWN_GEOGRAPHY' }
  | { readonly code: 'UNKNOWN_VERSION' }
  | { readonly code: 'UNKNOWN_STATISTIC'; readonly statistics: readonly string[] }
  | { readonly code: 'UNKNOWN_REFERENCE_DATE'; readonly dates: readonly string[] }
  | { readonly code: 'SAME_PERSON' }
  | { readonly code: 'WRONG_STATE'; readonly state: Release['state']; readonly accepted: readonly Release['state'][] };

export type ReleaseResult =
  | { readonly ok: true; readonly release: ResidentRelease }
  | { readonly ok: false; readonly refusal: ReleaseRefusal };

export interface ReleaseWish {
  readonly geography: string;
  readonly version: number;
  readonly statistics: readonly string[];
  readonly referenceDates: readonly string[];
  readonly ruleSet: RuleSet;
}

export class ReleaseDesk {
  private rows: readonly Release[] = [];
  /** Cells never change once they are stored. */
  private readonly cells = new Map<string, readonly ReleaseCell[]>();
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly workspace: Workspace) {}

  async reload(): Promise<void> {
    this.rows = await listReleases(this.workspace.db, this.municipality);
    for (const { release } of this.rows) {
      if (!this.cells.has(release)) this.cells.set(release, await listReleaseCells(this.workspace.db, this.municipality, release));
    }
  }

  /** All releases in the order of their numbers. */
  list(): readonly ResidentRelease[] {
    return this.rows.map((row, i) => ({ ...row, ruleSet: row.ruleSet as unknown as RuleSet, number: i + 1, cells: this.cells.get(row.release)! }));
  }

  find(release: string): ResidentRelease | null {
    return this.list().find((row) => row.release === release) ?? null;
  }

  ledger(): Promise<readonly LedgerEntry[]> {
    return listLedger(this.workspace.db, this.municipality);
  }

  /** Protects every zone's count of every statistic and date and stores what is left of it. */
  async request(wish: ReleaseWish, account: string): Promise<ReleaseResult> {
    const geography = this.workspace.catalogue.geographies.find((row) => row.geography === wish.geography);
    if (geography === undefined) return refuse({ code: 'UNKNOWN_GEOGRAPHY' });
    const version = await this.workspace.version(wish.geography, wish.version);
    if (version === null) return refuse({ code: 'UNKNOWN_VERSION' });
    const known = new Set(this.workspace.catalogue.statistics.map(({ statistic }) => statistic));
    const unknown = wish.statistics.filter((statistic) => !known.has(statistic));
    if (unknown.length > 0) return refuse({ code: 'UNKNOWN_STATISTIC', statistics: unknown });
    const counted = new Set(this.workspace.referenceDates(version.blockSet));
    const uncounted = wish.referenceDates.filter((date) => !counted.has(date));
    if (uncounted.length > 0) return refuse({ code: 'UNKNOWN_REFERENCE_DATE', dates: uncounted });
    const row = { ...wish, release: randomUUID(), statistics: [...new Set(wish.statistics)], referenceDates: [...new Set(wish.referenceDates)] };
    const cells = await this.protect(version, row);
    return this.inTurn(async () => {
      await this.chained(async (tx) => {
        await insertRelease(tx, this.municipality, { ...row, ruleSet: { ...row.ruleSet }, requestedBy: account });
        await insertReleaseCells(tx, this.municipality, row.release, cells);
        await this.record(tx, 'request', row.release, account, { ...wish });
      });
      await this.reload();
      return { ok: true, release: this.find(row.release)! };
    });
  }

  /** By another person than the one who asked. */
  approve(release: string, account: string): Promise<ReleaseResult> {
    return this.decide(release, 'approve', account, ['requested']);
  }

  withdraw(release: string, account: string): Promise<ReleaseResult> {
    return this.decide(release, 'withdraw', account, ['requested', 'approved']);
  }

  private get municipality(): string {
    return this.workspace.municipality.municipality;
  }

  private decide(release: string, action: 'approve' | 'withdraw', account: string, from: readonly Release['state'][]): Promise<ReleaseResult> {
    return this.inTurn(async () => {
      const row = this.find(release)!;
      if (!from.includes(row.state)) return refuse({ code: 'WRONG_STATE', state: row.state, accepted: from });
      if (action === 'approve' && row.requestedBy === account) return refuse({ code: 'SAME_PERSON' });
      const state = action === 'approve' ? 'approved' : 'withdrawn';
      const decided = await this.chained(async (tx) => {
        const changed = await decideRelease(tx, this.municipality, release, state, account, from);
        // What is approved is fixed by a digest of the very cells that everybody may see from now on.
        const content = action === 'approve' ? { cellsSha256: digest(row.cells) } : {};
        if (changed !== null) await this.record(tx, action, release, account, content);
        return changed;
      });
      await this.reload();
      const now = this.find(release)!;
      return decided === null ? refuse({ code: 'WRONG_STATE', state: now.state, accepted: from }) : { ok: true, release: now };
    });
  }

  /** A transaction that writes to the ledger. Another server may have taken the next place: then all of it is done again. */
  private async chained<T>(work: (tx: Queryable) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.workspace.db.transaction(work);
      } catch (error) {
        if (!(error instanceof DatabaseError && error.constraint === 'ledger_pk') || attempt === 5) throw error;
      }
    }
  }

  private async record(tx: Queryable, action: LedgerAction, release: string, account: string, content: Readonly<Record<string, unknown>>): Promise<void> {
    const previous = await lastLedgerEntry(tx, this.municipality);
    await insertLedgerEntry(tx, this.municipality, chainEntry(previous, { at: new Date(), account, action, release }, content));
  }

  private async protect(version: ResidentVersion, wish: ReleaseWish): Promise<ReleaseCell[]> {
    const cells: ReleaseCell[] = [];
    for (const referenceDate of wish.referenceDates) {
      const table = (await this.workspace.counts(version.blockSet, referenceDate))!;
      const sums = aggregate(table, version.assignment, version.zoneList.length);
      for (const statistic of wish.statistics) {
        const column = table.columns.indexOf(statistic);
        version.zoneList.forEach(({ zone }, slot) => {
          const cell: Cell = column < 0 ? { state: 'missing' } : protectedCell(slot, column, sums, wish.ruleSet);
          cells.push({ statistic, referenceDate, zone, state: cell.state, value: 'value' in cell ? cell.value : null });
        });
      }
    }
    return cells;
  }

  /** One after the other: the ledger's next entry needs the hash of the one before it. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(work, work);
    this.turn = mine.catch(() => undefined);
    return mine;
  }
}

/** SHA-256 of the cells as canonical JSON, ordered by statistic, date and zone in code points: databases sort by language. */
export function digest(cells: readonly ReleaseCell[]): string {
  const lines = cells.map(({ statistic, referenceDate, zone, state, value }) => canonicalJson([statistic, referenceDate, zone, state, value]));
  return createHash('sha256').update(lines.toSorted((a, b) => (a < b ? -1 : 1)).join('\n')).digest('hex');
}

function refuse(refusal: ReleaseRefusal): ReleaseResult {
  return { ok: false, refusal };
}
