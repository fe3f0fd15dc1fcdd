// What is counted on one date and what is public of it: of every statistic, and of what is left of a whole without its part.
import type { WithheldZones } from '../../../core/disclosure/differencing/differencing.ts';
import { type BoundedTotals, narrowest, type TotalBounds } from '../../../core/disclosure/releases/total-bounds.ts';
import { findBreakdowns } from '../../../core/disclosure/rules/find-breakdowns.ts';
import type { Partition } from '../../../core/disclosure/differencing/atom-table.ts';
import { withSmallShares } from '../../../core/disclosure/small-shares.ts';
import type { CheckSetup, DateTask, PublicMarks } from './release-check.ts';
import { MISSING, WITHHELD } from './release-cells.ts';

export interface Column {
  readonly counts: Int32Array;
  readonly known: Uint8Array;
  /** By partition: 1 by zone with a block whose count is unknown. */
  readonly unknown: readonly Uint8Array[];
  /** By zone of the release. */
  readonly sums: Float64Array;
  readonly unknownBlocks: Int32Array;
}

/** What stands between a whole and its part: known wherever both are. */
export interface Complement {
  readonly part: string;
  readonly whole: string;
}

export type Rest = Pick<Column, 'counts' | 'unknown' | 'sums'>;

/** `marks` by partition: 1 by zone whose total is public; `withheld` is their contrary. */
export interface PublishedTable extends Rest {
  readonly marks: readonly Uint8Array[];
  readonly withheld: WithheldZones;
}

/** Whether nothing but this cut is public: its zones have no block in common, so that no total says anything of another. */
export function standsAlone(marks: PublicMarks, bounded: BoundedTotals = []): boolean {
  return marks.every((of, g) => g === 0 || of === null || !of.includes(1)) && bounded.every((of, g) => g === 0 || of === null);
}

export class DateTables {
  private readonly columns = new Map<string, Column | null>();
  private readonly rests = new Map<string, Rest | null>();
  private readonly smallShares = new Map<Int32Array, Map<number, Int32Array | null>>();
  /** By statistic: 1 by zone of the release whose total is public after it. */
  private readonly publicNow = new Map<string, Uint8Array>();

  /** By statistic: what rounded totals of the release say. */
  private readonly boundsNow = new Map<string, TotalBounds>();

  constructor(readonly setup: CheckSetup, readonly task: DateTask) {}

  /** Pairs of which one at least is released now. */
  complements(of?: string): Complement[] {
    const released = new Set(this.setup.statistics.map(({ statistic }) => statistic));
    return Object.entries(this.setup.populations)
      .map(([part, whole]) => ({ part, whole }))
      .filter(({ part, whole }) => part !== whole && (released.has(part) || released.has(whole)) && (of === undefined || part === of || whole === of));
  }

  column(statistic: string): Column | null {
    const held = this.columns.get(statistic);
    if (held !== undefined) return held;
    const column = this.readColumn(statistic);
    this.columns.set(statistic, column);
    return column;
  }

  private readColumn(statistic: string): Column | null {
    const { columns, blockCount, values, known } = this.task.table;
    const at = columns.indexOf(statistic);
    if (at < 0) return null;
    const counts = new Int32Array(blockCount);
    const flags = new Uint8Array(blockCount);
    for (let block = 0, from = at; block < blockCount; block++, from += columns.length) {
      counts[block] = values[from]!;
      flags[block] = known[from]!;
    }
    const unknown = this.setup.partitions.map(({ zoneOf, zoneCount }) => {
      const marks = new Uint8Array(zoneCount);
      for (let block = 0; block < blockCount; block++) if (flags[block] === 0 && zoneOf[block]! >= 0) marks[zoneOf[block]!] = 1;
      return marks;
    });
    const { zoneOf, zoneCount } = this.setup.partitions[0]!;
    const sums = new Float64Array(zoneCount);
    const unknownBlocks = new Int32Array(zoneCount);
    for (let block = 0; block < blockCount; block++) {
      const zone = zoneOf[block]!;
      if (zone < 0) continue;
      sums[zone]! += counts[block]!;
      unknownBlocks[zone]! += 1 - flags[block]!;
    }
    return { counts, known: flags, unknown, sums, unknownBlocks };
  }

  /** Counts by block as they are to be looked at: as they are, and where blocks were cut as what shares of 0 tell of small blocks (`withSmallShares`). */
  asAudited(counts: Int32Array, threshold: number, partitions: readonly Partition[] = this.setup.partitions): readonly Int32Array[] {
    const { sharedFrom } = this.task;
    if (sharedFrom == null) return [counts];
    const read = () => withSmallShares(counts, sharedFrom, threshold, partitions.map(({ zoneOf }) => zoneOf));
    const held = this.smallShares.get(counts) ?? new Map<number, Int32Array | null>();
    this.smallShares.set(counts, held);
    if (!held.has(threshold)) held.set(threshold, read());
    const shares = partitions === this.setup.partitions ? held.get(threshold)! : read();
    return shares === null ? [counts] : [counts, shares];
  }

  /** 1 by zone of the release that holds nobody and a share of a small block. */
  smallShareZones(counts: Int32Array, threshold: number): Uint8Array | null {
    const [, shares] = this.asAudited(counts, threshold);
    if (shares === undefined) return null;
    const { zoneOf, zoneCount } = this.setup.partitions[0]!;
    const [marks, held] = [new Uint8Array(zoneCount), new Uint8Array(zoneCount)];
    zoneOf.forEach((zone, block) => {
      if (zone < 0) return;
      if (counts[block]! > 0) held[zone] = 1;
      else if (shares[block] === 1) marks[zone] = 1;
    });
    return marks.map((flag, zone) => (held[zone] === 1 ? 0 : flag));
  }

  /** Sums by zone of the release; NaN where a block is unknown. */
  besides(statistic: string | undefined): Float64Array | null {
    const column = statistic === undefined ? null : this.column(statistic);
    return column === null ? null : column.sums.map((sum, zone) => (column.unknownBlocks[zone]! > 0 ? NaN : sum));
  }

  /** The whole less the part, by block; null where one of them is not counted on that date. */
  rest({ part, whole }: Complement): Rest | null {
    const key = `${part} ${whole}`;
    const held = this.rests.get(key);
    if (held !== undefined) return held;
    const rest = this.readRest(part, whole);
    this.rests.set(key, rest);
    return rest;
  }

  private readRest(part: string, whole: string): Rest | null {
    const [a, b] = [this.column(part), this.column(whole)];
    if (a === null || b === null) return null;
    // Where a source counts more children than residents there is no rest.
    const counts = b.counts.map((count, block) => (a.known[block] === 1 && b.known[block] === 1 ? Math.max(0, count - a.counts[block]!) : 0));
    const unknown = a.unknown.map((marks, g) => marks.map((flag, zone) => flag | b.unknown[g]![zone]!));
    const { zoneOf, zoneCount } = this.setup.partitions[0]!;
    const sums = new Float64Array(zoneCount);
    zoneOf.forEach((zone, block) => (zone >= 0 ? (sums[zone]! += counts[block]!) : 0));
    return { counts, unknown, sums };
  }

  /** The whole of the whole: residents of children in need, households of lone parents. */
  rootOf(statistic: string): string {
    const { populations } = this.setup;
    let root = statistic;
    for (let i = 0; i < 20 && populations[root] !== undefined && this.column(populations[root]!) !== null; i++) root = populations[root]!;
    return root;
  }

  before(statistic: string, partition: number): Uint8Array | null {
    return this.task.publicBefore[statistic]?.[partition] ?? null;
  }

  beforeAll(statistic: string): PublicMarks {
    return this.setup.partitions.map((_, g) => this.before(statistic, g));
  }

  restBefore({ part, whole }: Complement, { unknown }: Pick<Column, 'unknown'>, g: number): Uint8Array | null {
    const [a, b] = [this.before(part, g), this.before(whole, g)];
    return a === null || b === null ? null : a.map((flag, zone) => flag & b[zone]! & (1 - unknown[g]![zone]!));
  }

  /** Zones of a table whose totals were public before, by partition. */
  earlier(part: string, whole: string | null, table: Pick<Column, 'unknown'>): PublicMarks {
    return this.setup.partitions.map((_, g) => (whole === null ? this.before(part, g) : this.restBefore({ part, whole }, table, g)));
  }

  private breakdownsKnown: readonly { readonly whole: string; readonly parts: readonly string[] }[] | null = null;
  /** Statistics of the date that are others added up, found from the counts. */
  get breakdowns(): readonly { readonly whole: string; readonly parts: readonly string[] }[] {
    if (this.breakdownsKnown !== null) return this.breakdownsKnown;
    const { columns } = this.task.table;
    const counts = columns.map((statistic) => {
      const { counts: of, known } = this.column(statistic)!;
      return of.map((count, block) => (known[block] === 1 ? count : -1));
    });
    return (this.breakdownsKnown = findBreakdowns(counts).map(({ whole, parts }) => ({ whole: columns[whole]!, parts: parts.map((part) => columns[part]!) })));
  }

  /** What rounded totals of earlier releases say, by partition. */
  boundedBefore(statistic: string): BoundedTotals {
    return this.task.boundedBefore?.[statistic] ?? this.setup.partitions.map(() => null);
  }

  /** Whether a number of one of them has noise, now or in an earlier release. */
  hasNoise({ part, whole }: Complement): boolean {
    return this.setup.keys !== undefined || [part, whole].some((statistic) => this.task.noisyBefore?.[statistic]?.some((of) => of !== null) === true);
  }

  /** As `boundedBefore`, with those of this release. */
  bounded(statistic: string): BoundedTotals {
    const now = this.boundsNow.get(statistic);
    const before = this.boundedBefore(statistic);
    return now === undefined ? before : before.map((of, g) => (g === 0 ? narrowest(of === null ? [now] : [of, now]) : of));
  }

  /** From now on these bounds of the release's zones are public. */
  publishBounds(statistic: string, bounds: TotalBounds): void {
    this.boundsNow.set(statistic, bounds);
  }

  /** From now on `statistic` is public as its cells say: 1 by zone of the release, what was public before included. */
  publish(statistic: string, state: Uint8Array): void {
    const before = this.before(statistic, 0);
    this.publicNow.set(statistic, state.map((of, zone) => (of !== WITHHELD && of !== MISSING ? 1 : (before?.[zone] ?? 0))));
  }

  /** By zone of the release; null where nothing of the statistic is public. */
  publicOf(statistic: string): Uint8Array | null {
    return this.publicNow.get(statistic) ?? this.before(statistic, 0);
  }

  /** What is public of a table after the release: null where nothing is. */
  published(part: string, whole: string | null): PublishedTable | null {
    const table = whole === null ? this.column(part) : this.rest({ part, whole });
    if (table === null) return null;
    const publicOf = (statistic: string, g: number) => (g === 0 ? this.publicOf(statistic) : this.before(statistic, g));
    const marks = this.setup.partitions.map(({ zoneCount }, g): Uint8Array => {
      const [a, b] = [publicOf(part, g), whole === null ? null : publicOf(whole, g)];
      if (a === null || (whole !== null && b === null)) return new Uint8Array(zoneCount);
      return whole === null ? a : a.map((flag, zone) => flag & b![zone]! & (1 - table.unknown[g]![zone]!));
    });
    if (!marks.some((of) => of.includes(1))) return null;
    return { ...table, marks, withheld: marks.map((of) => of.map((flag) => 1 - flag)) };
  }
}
