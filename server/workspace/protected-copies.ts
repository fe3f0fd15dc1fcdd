// The protected copy of block counts: made once for everybody when it is first needed, stored, and in the ledger.
import { createHash } from 'node:crypto';
import type { Copy } from '../../core/disclosure/protected-copy/copy-breaches.ts';
import type { EarlierCopy } from '../../core/disclosure/protected-copy/round-counts.ts';
import type { Partition } from '../../core/disclosure/releases/release-audit.ts';
import type { RuleSet } from '../../core/disclosure/rules/rule-set.ts';
import { createCountTable, setCount, type CountTable } from '../../core/statistics/counts.ts';
import { listBlockCounts, type CountSet } from '../db/queries/counts.ts';
import { lastLedgerEntry, lockLedger } from '../db/queries/ledger.ts';
import { insertProtectedCopy, listCopiedStatistics, listProtectedCopies, type StoredCopy } from '../db/queries/protected-copies.ts';
import { recorded, recordStep } from './releases/ledger.ts';
import { canonicalJson } from './releases/ledger-chain.ts';
import type { CopyAnswer, CopyTask, ReleasedTotals } from './protected-copy-worker.ts';
import { gatherPublicTotals } from './releases/public-totals.ts';
import { rulesOf } from './releases/source-rules.ts';
import { WorkerDesk } from './worker-desk.ts';
import type { Workspace } from './workspace.ts';

/** Where the rules of a source name no other; what the Länder round social statistics to. */
const DEFAULT_BASE = 5;

/** Who made an entry of the ledger that nobody asked for. */
const BY_ITSELF = 'zuschnitt';

/** Counts of the copy as one table, and the base of each column. */
export interface CopyTable {
  readonly table: CountTable;
  readonly bases: ReadonlyMap<string, number>;
}

export class ProtectedCopies {
  private readonly desk = new WorkerDesk<{ task: CopyTask }, CopyAnswer>('server/workspace/protected-copy-worker.ts');
  private readonly tables = new Map<string, Promise<CopyTable>>();
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly workspace: Workspace) {}

  /** Copies of all counts of a date over a block set; null where there are none. A later count set wins a column. */
  async table(blockSet: number, referenceDate: string): Promise<CopyTable | null> {
    const sets = this.workspace.catalogue.countSets.filter((set) => set.blockSet === blockSet && set.referenceDate === referenceDate);
    if (sets.length === 0) return null;
    // Named by its sets: a copy never changes, but another import may add one.
    const key = sets.map(({ countSet }) => countSet).join(' ');
    let reading = this.tables.get(key);
    if (reading === undefined) {
      reading = this.read(blockSet, sets);
      this.tables.set(key, reading);
      reading.catch(() => this.tables.delete(key));
    }
    return reading;
  }

  /** By statistic, the copies of a date that are there; none is made. */
  async made(blockSet: number, referenceDate: string): Promise<Record<string, Copy>> {
    const made: Record<string, Copy> = {};
    for (const set of this.workspace.catalogue.countSets) {
      if (set.blockSet !== blockSet || set.referenceDate !== referenceDate) continue;
      for (const { statistic, base, counts } of await listProtectedCopies(this.workspace.db, this.municipality, set.countSet)) {
        made[statistic] = { base, values: Int32Array.from(counts, (count) => count ?? -1) };
      }
    }
    return made;
  }

  async close(): Promise<void> {
    await Promise.allSettled([this.turn]);
    await this.desk.close();
  }

  private get municipality(): string {
    return this.workspace.municipality.municipality;
  }

  private async read(blockSet: number, sets: readonly CountSet[]): Promise<CopyTable> {
    const { coverage } = await this.workspace.surface(blockSet);
    const columns = [...new Set(sets.flatMap(({ statistics }) => statistics))];
    const table = createCountTable(columns, coverage.blockCount);
    const bases = new Map<string, number>();
    for (const set of sets) {
      for (const { statistic, base, counts } of await this.copies(set)) {
        bases.set(statistic, base);
        const column = columns.indexOf(statistic);
        counts.forEach((count, block) => setCount(table, block, column, count));
      }
    }
    return { table, bases };
  }

  private async copies(set: CountSet): Promise<readonly StoredCopy[]> {
    const { db } = this.workspace;
    const stored = await listProtectedCopies(db, this.municipality, set.countSet);
    if (set.statistics.every((statistic) => stored.some((copy) => copy.statistic === statistic))) return stored;
    const making = this.turn.then(() => this.make(set));
    this.turn = making.catch(() => undefined);
    await making;
    return listProtectedCopies(db, this.municipality, set.countSet);
  }

  /** Made again where something was released meanwhile: the copy is checked against all that is public when it is stored. */
  private async make(set: CountSet): Promise<void> {
    while (!(await this.tryToMake(set)));
    await this.workspace.releases.reload();
  }

  /** Another server may be making the same: whoever commits first has made it, and the others' are thrown away. */
  private async tryToMake(set: CountSet): Promise<boolean> {
    const { db } = this.workspace;
    const head = await lastLedgerEntry(db, this.municipality);
    await this.workspace.releases.refresh();
    const columns = await this.columns(set);
    const counts = new Map(columns.map((column) => [column.statistic, column.counts]));
    const populations = Object.fromEntries(this.workspace.catalogue.statistics.flatMap(({ statistic, population }) => (population === null ? [] : [[statistic, population]])));
    const { copies } = await this.desk.ask({ task: { partitions: await this.partitions(set), columns, populations, released: await this.released(set) } });
    return recorded(db, async (tx) => {
      await lockLedger(tx, this.municipality);
      if ((await lastLedgerEntry(tx, this.municipality))?.hash !== head?.hash) return false;
      const there = await listCopiedStatistics(tx, this.municipality, set.countSet);
      const rows = copies.flatMap(({ statistic, base, values, largestDeviation }): StoredCopy[] => {
        if (there.has(statistic)) return [];
        const known = counts.get(statistic)!;
        const rounded = Array.from(values, (value, block) => (known[block]! < 0 ? null : value));
        return [{ statistic, base, counts: rounded, basesOff: Math.floor(largestDeviation / base) + 1, digest: digestOf(set.countSet, statistic, base, rounded) }];
      });
      if (rows.length === 0) return true;
      for (const row of rows) await insertProtectedCopy(tx, this.municipality, set.countSet, row);
      await recordStep(tx, this.municipality, {
        account: BY_ITSELF,
        action: 'protected-copy',
        subject: String(set.countSet),
        content: { referenceDate: set.referenceDate, blockSet: set.blockSet, copies: rows.map(({ statistic, base, digest: sha256 }) => ({ statistic, base, sha256 })) },
      });
      return true;
    });
  }

  /** Those of the set, to be made, and all others of the date as far as they have a copy, which what is made now must not contradict. */
  private async columns(set: CountSet): Promise<CopyTask['columns']> {
    const columns: CopyTask['columns'][number][] = [];
    const earlierSet = this.earlierSet(set);
    const earlier = earlierSet === null ? null : { counts: await this.counts(earlierSet), copies: await this.copiesOf(earlierSet) };
    const own = await this.counts(set);
    const { countSets, statistics } = this.workspace.catalogue;
    const sets = countSets.filter(({ blockSet, referenceDate }) => blockSet === set.blockSet && referenceDate === set.referenceDate);
    const wholeOf = new Map(statistics.map(({ statistic, population }) => [statistic, population]));
    const bases = familyBases(sets.flatMap((one) => one.statistics), wholeOf, (statistic) => rulesOf(this.workspace, statistic));
    for (const statistic of set.statistics) {
      const base = bases.get(statistic)!;
      const before = earlier?.copies.find((copy) => copy.statistic === statistic && copy.base === base);
      const kept: EarlierCopy | null = before === undefined ? null : { counts: earlier!.counts.get(statistic)!, values: Int32Array.from(before.counts, (count) => count ?? 0) };
      columns.push({ statistic, base, counts: own.get(statistic)!, made: null, earlier: kept });
    }
    // The newest first: a later set corrects what an earlier one says of a statistic.
    for (const other of sets.toReversed()) {
      const copies = other.countSet === set.countSet ? [] : await listProtectedCopies(this.workspace.db, this.municipality, other.countSet);
      const open = copies.filter(({ statistic }) => !columns.some((column) => column.statistic === statistic));
      const counts = open.length === 0 ? null : await this.counts(other);
      for (const copy of open) columns.push({ statistic: copy.statistic, base: copy.base, counts: counts!.get(copy.statistic)!, made: Int32Array.from(copy.counts, (count) => count ?? -1), earlier: null });
    }
    return columns;
  }

  /** Totals of these statistics and the date that are public: what the copy must not complete. */
  private async released({ blockSet, referenceDate, statistics }: CountSet): Promise<ReleasedTotals | null> {
    const { catalogue, releases } = this.workspace;
    const row = catalogue.geographies.flatMap(({ versions }) => versions).find((version) => version.blockSet === blockSet);
    const own = row === undefined ? null : await this.workspace.version(row.geography, row.version);
    if (own === null) return null;
    const subject = { release: '', geography: own.geography, version: own.version, statistics, referenceDates: [referenceDate] };
    const known = releases.known();
    const totals = await gatherPublicTotals(this.workspace, own, subject, known.releases, known.publications, {});
    const [marks, bounds] = [totals.marksOf(referenceDate), totals.boundsOf(referenceDate)];
    return {
      partitions: totals.partitions.map(({ zoneOf, zoneCount }) => ({ zoneOf, zoneCount })),
      published: Object.fromEntries(statistics.map((statistic) => [statistic, marks[statistic]!])),
      bounded: Object.fromEntries(statistics.map((statistic) => [statistic, bounds[statistic]!])),
      rules: Object.fromEntries(statistics.map((statistic) => [statistic, rulesOf(this.workspace, statistic)])),
    };
  }

  /** The count set that this one corrects: of the same date and blocks, imported before. */
  private earlierSet(set: CountSet): CountSet | null {
    const same = this.workspace.catalogue.countSets.filter(
      (row) => row.blockSet === set.blockSet && row.referenceDate === set.referenceDate && row.countSet < set.countSet && row.statistics.some((statistic) => set.statistics.includes(statistic)),
    );
    return same.at(-1) ?? null;
  }

  private async copiesOf(set: CountSet): Promise<readonly StoredCopy[]> {
    const stored = await listProtectedCopies(this.workspace.db, this.municipality, set.countSet);
    if (set.statistics.every((statistic) => stored.some((copy) => copy.statistic === statistic))) return stored;
    await this.make(set);
    return listProtectedCopies(this.workspace.db, this.municipality, set.countSet);
  }

  /** By statistic and block position; -1 where unknown. */
  private async counts(set: CountSet): Promise<ReadonlyMap<string, Int32Array>> {
    const { coverage, positions } = await this.workspace.surface(set.blockSet);
    const columns = set.statistics.map(() => new Int32Array(coverage.blockCount).fill(-1));
    for (const { block, counts } of await listBlockCounts(this.workspace.db, this.municipality, set.countSet)) {
      const position = positions.get(block);
      if (position !== undefined) counts.forEach((count, i) => (columns[i]![position] = count ?? -1));
    }
    return new Map(set.statistics.map((statistic, i) => [statistic, columns[i]!]));
  }

  /** Of every geography the newest cut on these blocks, and the one that was valid at the date: what plans start from. */
  private async partitions({ blockSet, referenceDate }: CountSet): Promise<Partition[]> {
    const partitions: Partition[] = [];
    for (const { geography, versions } of this.workspace.catalogue.geographies) {
      const own = versions.filter((version) => version.blockSet === blockSet);
      const then = own.find(({ validFrom, validTo }) => validFrom <= referenceDate && (validTo === null || referenceDate < validTo));
      for (const row of new Set([own.at(-1), then])) {
        const version = row === undefined ? null : await this.workspace.version(geography, row.version);
        if (version !== null) partitions.push({ zoneOf: version.assignment, zoneCount: version.zoneList.length });
      }
    }
    return partitions;
  }
}

/**
 * One base for all that is part of the same: copies of a part and its whole are compared. No less than any threshold of theirs: a copy of a smaller base would
 * tell of a count that it lies below.
 */
function familyBases(statistics: readonly string[], wholeOf: ReadonlyMap<string, string | null>, rulesBy: (statistic: string) => RuleSet): Map<string, number> {
  const rootOf = (statistic: string): string => {
    let root = statistic;
    for (let i = 0; i < 20; i++) root = wholeOf.get(root) ?? root;
    return root;
  };
  const bases = new Map<string, number>();
  for (const statistic of statistics) {
    const { roundingBase, threshold } = rulesBy(statistic);
    bases.set(rootOf(statistic), Math.max(bases.get(rootOf(statistic)) ?? 2, roundingBase ?? DEFAULT_BASE, threshold));
  }
  return new Map(statistics.map((statistic) => [statistic, bases.get(rootOf(statistic))!]));
}

/** What names a copy in the ledger. */
export function digestOf(countSet: number, statistic: string, base: number, counts: readonly (number | null)[]): string {
  return createHash('sha256').update(canonicalJson({ countSet, statistic, base, counts })).digest('hex');
}
