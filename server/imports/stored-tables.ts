// What a statistics table is placed on and judged by: stands of blocks, zones, and earlier counts for who may see them.
import { say } from '../../core/refusals/say.ts';
import type { Queryable } from '../db/database.ts';
import { listBlockSets } from '../db/queries/block-sets.ts';
import { listBlockIds } from '../db/queries/blocks.ts';
import { listActiveClearances } from '../db/queries/clearances.ts';
import { listBlockCounts, listCountSets, type CountSet } from '../db/queries/counts.ts';
import { listGeographyVersions } from '../db/queries/geographies.ts';
import { listStatistics } from '../db/queries/statistics.ts';
import { findTableMapping, listTableMappings } from '../db/queries/table-mappings.ts';
import { listAssignments, listZones } from '../db/queries/zones.ts';
import { InputError } from '../gdal/input-error.ts';
import type { TableMapping } from '../../core/tables/table-mapping.ts';
import type { ImportRequest } from './import-request.ts';
import type { CountKnowledge, StoredCounts } from './judge-counts.ts';
import { judgeTable, type Cut } from './judge-table.ts';
import type { PreparedTable, TableKnowledge } from './prepare-table.ts';
import { tableMapping } from './table-mapping-schema.ts';

/** The mapping that a request brings or names. Throws InputError for a name that is not saved. */
export async function mappingOfRequest(db: Queryable, municipality: string, request: ImportRequest): Promise<TableMapping | null> {
  if (request.kind !== 'table') return null;
  if (request.table !== undefined) return request.table;
  const found = await findTableMapping(db, municipality, request.savedMapping!);
  if (found !== null) return tableMapping.parse(found.mapping);
  const names = (await listTableMappings(db, municipality)).map(({ name }) => name);
  throw new InputError({ field: 'savedMapping', problem: say('NO_SUCH_MAPPING', { name: request.savedMapping! }), accepted: names.length === 0 ? say('TAKE_SAVED_MAPPING') : say('TAKE_ONE_OF', { names }) });
}

/** Stands of blocks and names of zones; both may be seen by everybody. Throws InputError where there are no blocks. */
export async function readTableKnowledge(db: Queryable, municipality: string): Promise<TableKnowledge> {
  const sets = await listBlockSets(db, municipality);
  if (sets.length === 0) throw new InputError({ field: 'kind', problem: say('BLOCKS_FIRST', { kind: 'tables' }), accepted: say('TAKE_BLOCKS_FIRST') });
  const stands = [];
  for (const { blockSet, validFrom, validTo } of sets) stands.push({ blockSet, validFrom, validTo, ids: await listBlockIds(db, municipality, blockSet) });
  const names = new Map<string, Set<string>>();
  for (const { geography, version } of await listGeographyVersions(db, municipality)) {
    const known = names.get(geography) ?? new Set<string>();
    for (const { zone, name } of await listZones(db, municipality, geography, version)) known.add(zone).add(name);
    names.set(geography, known);
  }
  return { stands, zones: [...names].map(([geography, known]) => ({ geography, names: [...known] })) };
}

/** The report with what looks odd. Nothing of it depends on stored counts for an account that is not cleared for all of them. */
export async function judgePrepared(db: Queryable, municipality: string, account: string, prepared: PreparedTable): Promise<PreparedTable> {
  const statistics = await listStatistics(db, municipality);
  const wholes = Object.fromEntries(statistics.flatMap(({ statistic, population }) => (population === null ? [] : [[statistic, population]])));
  const granted = new Set((await listActiveClearances(db, account)).map(({ source }) => source));
  const cleared = granted.has('*') || (statistics.length > 0 && statistics.every(({ source }) => granted.has(source)));
  const stored = cleared ? await storedAround(db, municipality, prepared) : null;
  const cuts = await cutsOfDates(db, municipality, prepared);
  const judged = judgeTable(prepared.sets, {
    knowledgeOf: (date): CountKnowledge => ({ wholes, stored: stored === null ? null : { earlier: stored.filter(({ referenceDate }) => referenceDate < date), sameDate: stored.filter(({ referenceDate }) => referenceDate === date) } }),
    cutsOf: (date) => cuts.get(date) ?? [],
  });
  return { ...prepared, report: { ...prepared.report, ...judged } };
}

/** Sets with a statistic of the table or with one that is a part or the whole of it: of each the newest before the first date, and all between. */
async function storedAround(db: Queryable, municipality: string, { sets, report }: PreparedTable): Promise<StoredCounts[]> {
  const [first, last] = [sets[0]!.date, sets.at(-1)!.date];
  const all = (await listCountSets(db, municipality)).filter(({ referenceDate }) => referenceDate <= last);
  const newest = new Map<string, CountSet>();
  for (const set of all) if (set.referenceDate < first) for (const statistic of set.statistics) if (report.statistics.includes(statistic)) newest.set(statistic, set);
  const wanted = all.filter((set) => [...newest.values()].includes(set) || (set.referenceDate >= first && (set.statistics.some((statistic) => report.statistics.includes(statistic)) || sets.some(({ date }) => date === set.referenceDate))));
  const read: StoredCounts[] = [];
  for (const { countSet, referenceDate, statistics } of wanted) read.push({ referenceDate, statistics, rows: await listBlockCounts(db, municipality, countSet) });
  return read;
}

async function cutsOfDates(db: Queryable, municipality: string, { sets }: PreparedTable): Promise<Map<string, Cut[]>> {
  const versions = await listGeographyVersions(db, municipality);
  const read = new Map<string, Cut>();
  const cuts = new Map<string, Cut[]>();
  for (const { date, blockSet } of sets) {
    const valid = versions.filter((version) => version.blockSet === blockSet && version.validFrom <= date && (version.validTo === null || date < version.validTo));
    for (const { geography, version } of valid) {
      const key = `${geography}/${version}`;
      if (!read.has(key)) read.set(key, { geography, zoneOf: new Map((await listAssignments(db, municipality, geography, version)).map(({ block, zone }) => [block, zone])) });
    }
    cuts.set(date, valid.map(({ geography, version }) => read.get(`${geography}/${version}`)!));
  }
  return cuts;
}
