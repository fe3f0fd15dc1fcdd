// Whether the counts of a table look like what was meant: beside the date before, by block and by zone, and beside the table's own totals.
import { judgeCounts, type CountKnowledge, type CountWarning, type StoredCounts } from './judge-counts.ts';
import type { TableSet } from './prepare-table.ts';

export type TableWarning =
  | (Exclude<CountWarning, { code: 'BLOCKS_DIFFER' }> & { readonly date: string })
  /** Blocks whose count is improbable beside that of the date before. */
  | { readonly code: 'BLOCKS_JUMP'; readonly date: string; readonly statistic: string; readonly since: string; readonly blocks: number; readonly compared: number; readonly first: readonly string[]; readonly text: string }
  | { readonly code: 'ZONES_JUMP'; readonly date: string; readonly statistic: string; readonly since: string; readonly geography: string; readonly zones: readonly string[]; readonly compared: number; readonly text: string }
  /** The table's own total is not the sum of its rows. */
  | { readonly code: 'TOTAL_DIFFERS'; readonly date: string; readonly statistic: string; readonly text: string };

/** All blocks together, beside the date before. */
export interface TableComparison {
  readonly date: string;
  readonly statistic: string;
  readonly since: string;
  /** Sum now over sum then, over the blocks that both know. */
  readonly ratio: number;
  readonly compared: number;
}

export interface Cut {
  readonly geography: string;
  /** Block -> zone. */
  readonly zoneOf: ReadonlyMap<string, string>;
}

/** By date of the table: what was stored before it (null: the account has no clearance), and the cuts of that date. */
export interface TableJudgement {
  knowledgeOf(date: string): CountKnowledge;
  cutsOf(date: string): readonly Cut[];
}

const FIRST = 20;
const LEAST = 10;
const SHARE = 0.2;
const DEVIATIONS = 4;

/**
 * Whether a count is improbable where `expected` was: off by more than 10, by more than a fifth, and by more than four standard deviations of
 * the difference of two Poisson counts with that mean, sqrt(2 x expected). Counts of people who stay vary less, so this lets years pass and
 * stops on wrong columns and wrong keys.
 */
export function isImprobable(now: number, expected: number): boolean {
  const off = Math.abs(now - expected);
  return off > LEAST && off > SHARE * expected && off > DEVIATIONS * Math.sqrt(2 * Math.max(1, expected));
}

/** The dates of the table are judged by what is stored and by each other. */
export function judgeTable(sets: readonly TableSet[], judgement: TableJudgement): { readonly warnings: readonly TableWarning[]; readonly comparisons: readonly TableComparison[]; readonly compared: boolean } {
  const warnings: TableWarning[] = [];
  const comparisons: TableComparison[] = [];
  let compared = true;
  sets.forEach((set, at) => {
    const { wholes, stored } = judgement.knowledgeOf(set.date);
    compared &&= stored !== null;
    const own: StoredCounts[] = sets.slice(0, at).map(({ date, statistics, rows }) => ({ referenceDate: date, statistics, rows }));
    const earlier = [...(stored?.earlier ?? []), ...own].toSorted((a, b) => a.referenceDate.localeCompare(b.referenceDate));
    const counts = { statistics: set.statistics, rows: set.rows };
    for (const warning of judgeCounts(counts, { wholes, stored: { earlier, sameDate: stored?.sameDate ?? [] } })) {
      if (warning.code !== 'BLOCKS_DIFFER') warnings.push({ ...warning, date: set.date });
    }
    set.statistics.forEach((statistic, column) => {
      const before = earlier.findLast(({ statistics }) => statistics.includes(statistic));
      if (before !== undefined) againstEarlier(set, statistic, column, before, judgement.cutsOf(set.date), warnings, comparisons);
      const total = totalWarning(set, statistic, column);
      if (total !== null) warnings.push(total);
    });
  });
  return { warnings, comparisons, compared };
}

function againstEarlier(set: TableSet, statistic: string, column: number, before: StoredCounts, cuts: readonly Cut[], warnings: TableWarning[], comparisons: TableComparison[]): void {
  const at = before.statistics.indexOf(statistic);
  const then = new Map(before.rows.map(({ block, counts }) => [block, counts[at] ?? null]));
  const pairs = set.rows.flatMap(({ block, counts }) => {
    const [now, earlier] = [counts[column]!, then.get(block)];
    return now === null || earlier === null || earlier === undefined ? [] : [{ block, now, earlier }];
  });
  const [sumNow, sumThen] = [pairs.reduce((sum, { now }) => sum + now, 0), pairs.reduce((sum, { earlier }) => sum + earlier, 0)];
  if (pairs.length === 0 || sumThen === 0) return;
  const ratio = sumNow / sumThen;
  const { date } = set;
  const since = before.referenceDate;
  comparisons.push({ date, statistic, since, ratio: Math.round(ratio * 10_000) / 10_000, compared: pairs.length });
  const jumped = pairs.filter(({ now, earlier }) => isImprobable(now, ratio * earlier)).map(({ block }) => block);
  if (jumped.length > 0) warnings.push({ code: 'BLOCKS_JUMP', date, statistic, since, blocks: jumped.length, compared: pairs.length, first: jumped.slice(0, FIRST), text: `${statistic} of ${date} is improbable beside ${since} in ${jumped.length} of ${pairs.length} blocks` });
  for (const { geography, zoneOf } of cuts) {
    const zones = new Map<string, { now: number; earlier: number }>();
    for (const { block, now, earlier } of pairs) {
      const zone = zoneOf.get(block);
      if (zone === undefined) continue;
      const sum = zones.get(zone) ?? { now: 0, earlier: 0 };
      zones.set(zone, { now: sum.now + now, earlier: sum.earlier + earlier });
    }
    const odd = [...zones].filter(([, { now, earlier }]) => isImprobable(now, ratio * earlier)).map(([zone]) => zone);
    if (odd.length > 0) warnings.push({ code: 'ZONES_JUMP', date, statistic, since, geography, zones: odd.slice(0, FIRST), compared: zones.size, text: `${statistic} of ${date} is improbable beside ${since} in ${odd.length} of ${zones.size} zones of ${geography}` });
  }
}

function totalWarning({ date, rows, unlocated, totals }: TableSet, statistic: string, column: number): TableWarning | null {
  const total = totals[column] ?? null;
  if (total === null) return null;
  let sum = 0;
  for (const value of [unlocated[column]!, ...rows.map(({ counts }) => counts[column]!)]) {
    if (value === null) return null;
    sum += value;
  }
  return sum === total ? null : { code: 'TOTAL_DIFFERS', date, statistic, text: `the rows of ${statistic} on ${date} do not add up to the total that the table gives` };
}
