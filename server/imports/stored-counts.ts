// What new counts are judged by: those stored before them, for who may see these.
import type { Queryable } from '../db/database.ts';
import { listActiveClearances } from '../db/queries/clearances.ts';
import { listBlockCounts, listCountSets, type CountSet } from '../db/queries/counts.ts';
import { listStatistics } from '../db/queries/statistics.ts';
import type { ImportRequest } from './import-request.ts';
import type { CountKnowledge, StoredCounts } from './judge-counts.ts';
import { NO_KNOWLEDGE } from './prepare-counts.ts';

/** Reads the newest earlier set of every statistic and the sets of the same date; nothing stored for an account that is not cleared for every source there is. */
export async function readCountKnowledge(db: Queryable, municipality: string, account: string, { kind, referenceDate }: ImportRequest): Promise<CountKnowledge> {
  if (kind !== 'counts') return NO_KNOWLEDGE;
  const statistics = await listStatistics(db, municipality);
  const wholes = Object.fromEntries(statistics.flatMap(({ statistic, population }) => (population === null ? [] : [[statistic, population]])));
  const granted = new Set((await listActiveClearances(db, account)).map(({ source }) => source));
  const cleared = granted.has('*') || (statistics.length > 0 && statistics.every(({ source }) => granted.has(source)));
  if (!cleared) return { wholes, stored: null };
  const sets = await listCountSets(db, municipality);
  const newest = new Map<string, CountSet>();
  for (const set of sets) if (set.referenceDate < referenceDate!) for (const statistic of set.statistics) newest.set(statistic, set);
  const earlier = sets.filter((set) => [...newest.values()].includes(set));
  const sameDate = sets.filter((set) => set.referenceDate === referenceDate);
  const read = async ({ countSet, referenceDate: day, statistics: columns }: CountSet): Promise<StoredCounts> => ({
    referenceDate: day,
    statistics: columns,
    rows: await listBlockCounts(db, municipality, countSet),
  });
  const stored: { earlier: StoredCounts[]; sameDate: StoredCounts[] } = { earlier: [], sameDate: [] };
  for (const set of earlier) stored.earlier.push(await read(set));
  for (const set of sameDate) stored.sameDate.push(await read(set));
  return { wholes, stored };
}
