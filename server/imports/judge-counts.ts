// Whether counts look like what was meant: against the counts before them, and against the whole that each is a part of.

/** Counts of one date by block, as they are stored. */
export interface StoredCounts {
  readonly referenceDate: string;
  readonly statistics: readonly string[];
  readonly rows: readonly { readonly block: string; readonly counts: readonly (number | null)[] }[];
}

export interface CountKnowledge {
  /** Of a statistic the one that it is a part of: children of residents. */
  readonly wholes: Readonly<Record<string, string>>;
  /**
   * Earlier counts, oldest first, and those of the same date. Null for who has no clearance for them: even a warning
   * without a number would tell such a person, dry run by dry run, every stored sum.
   */
  readonly stored: { readonly earlier: readonly StoredCounts[]; readonly sameDate: readonly StoredCounts[] } | null;
}

/** What looks odd and may be right. Numbers are of blocks, and per cent; never of people. */
export type CountWarning =
  /** Many blocks differ from the date before by more than a fifth (and ten people). */
  | { readonly code: 'BLOCKS_DIFFER'; readonly statistic: string; readonly since: string; readonly blocks: number; readonly compared: number; readonly first: readonly string[]; readonly text: string }
  /** All blocks together differ by more than a tenth. */
  | { readonly code: 'SUM_DIFFERS'; readonly statistic: string; readonly since: string; readonly percent: number; readonly text: string }
  /** Counts that were known are not any more. */
  | { readonly code: 'NOW_UNKNOWN'; readonly statistic: string; readonly since: string; readonly blocks: number; readonly first: readonly string[]; readonly text: string }
  /** A part is larger than its whole. */
  | { readonly code: 'MORE_THAN_WHOLE'; readonly statistic: string; readonly whole: string; readonly blocks: number; readonly first: readonly string[]; readonly text: string };

interface NewCounts {
  readonly statistics: readonly string[];
  readonly rows: StoredCounts['rows'];
}

const BLOCK_SHARE = 0.2;
const BLOCK_LEAST = 10;
const SUM_SHARE = 0.1;
const FIRST = 20;

/** Warnings by statistic in the order of the file. Blocks are matched by id; those that one side does not know are left out. */
export function judgeCounts(counts: NewCounts, knowledge: CountKnowledge): CountWarning[] {
  return counts.statistics.flatMap((statistic, column) => [...againstEarlier(counts, statistic, column, knowledge), ...againstWhole(counts, statistic, column, knowledge)]);
}

function againstEarlier({ rows }: NewCounts, statistic: string, column: number, { stored }: CountKnowledge): CountWarning[] {
  const before = stored?.earlier.findLast(({ statistics }) => statistics.includes(statistic));
  if (before === undefined) return [];
  const values = columnOf(before, statistic);
  const [differ, lost]: [string[], string[]] = [[], []];
  let [compared, sumBefore, sumNow] = [0, 0, 0];
  for (const { block, counts } of rows) {
    const [now, earlier] = [counts[column]!, values.get(block)];
    if (earlier === undefined || earlier === null) continue;
    if (now === null) {
      lost.push(block);
      continue;
    }
    compared++;
    sumBefore += earlier;
    sumNow += now;
    if (Math.abs(now - earlier) > Math.max(BLOCK_LEAST, BLOCK_SHARE * earlier)) differ.push(block);
  }
  const since = before.referenceDate;
  const warnings: CountWarning[] = [];
  if (sumBefore > 0 && Math.abs(sumNow - sumBefore) > SUM_SHARE * sumBefore) {
    const percent = Math.round(100 * (sumNow / sumBefore - 1));
    warnings.push({ code: 'SUM_DIFFERS', statistic, since, percent, text: `${statistic} is ${Math.abs(percent)} % ${percent < 0 ? 'below' : 'above'} that of ${since}, all blocks together` });
  }
  if (differ.length > 0) {
    const text = `${statistic} differs from that of ${since} by more than 20 % and 10 in ${differ.length} of ${compared} blocks`;
    warnings.push({ code: 'BLOCKS_DIFFER', statistic, since, blocks: differ.length, compared, first: differ.slice(0, FIRST), text });
  }
  if (lost.length > 0) {
    warnings.push({ code: 'NOW_UNKNOWN', statistic, since, blocks: lost.length, first: lost.slice(0, FIRST), text: `${statistic} was known on ${since} and is not now in ${lost.length} blocks` });
  }
  return warnings;
}

function againstWhole(counts: NewCounts, statistic: string, column: number, { wholes, stored }: CountKnowledge): CountWarning[] {
  const whole = wholes[statistic];
  if (whole === undefined || whole === statistic) return [];
  // The file's own whole needs no clearance: who brings it knows it.
  const own = counts.statistics.includes(whole) ? counts : stored?.sameDate.findLast(({ statistics }) => statistics.includes(whole));
  if (own === undefined) return [];
  const values = columnOf(own, whole);
  const over = counts.rows.flatMap(({ block, counts: row }) => ((row[column] ?? 0) > (values.get(block) ?? Infinity) ? [block] : []));
  if (over.length === 0) return [];
  return [{ code: 'MORE_THAN_WHOLE', statistic, whole, blocks: over.length, first: over.slice(0, FIRST), text: `${statistic} is more than ${whole}, of which it is a part, in ${over.length} blocks` }];
}

function columnOf({ statistics, rows }: NewCounts, statistic: string): Map<string, number | null> {
  const at = statistics.indexOf(statistic);
  return new Map(rows.map(({ block, counts }) => [block, counts[at] ?? null]));
}
