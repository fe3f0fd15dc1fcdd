// What a municipality has, resident: block sets, geographies with their cuts, statistics with their dates, accounts.
import { listAccounts, type Account } from '../db/queries/accounts.ts';
import { countBlocksOfSets, listBlockSets, type BlockSet } from '../db/queries/block-sets.ts';
import { listCountSets, type CountSet } from '../db/queries/counts.ts';
import { listGeographies, listGeographyVersions, type Geography, type GeographyVersion } from '../db/queries/geographies.ts';
import { listReferenceLayers } from '../db/queries/reference-features.ts';
import { listStatistics, type Statistic } from '../db/queries/statistics.ts';
import { countZonesOfVersions } from '../db/queries/zones.ts';
import type { Queryable } from '../db/database.ts';

export interface Catalogue {
  readonly accounts: ReadonlyMap<string, Account>;
  /** Oldest first. */
  readonly blockSets: readonly (BlockSet & { readonly blocks: number })[];
  readonly geographies: readonly (Geography & { readonly versions: readonly (GeographyVersion & { readonly zones: number })[] })[];
  readonly statistics: readonly (Statistic & { readonly referenceDates: readonly string[] })[];
  readonly countSets: readonly CountSet[];
  readonly referenceLayers: readonly { readonly layer: string; readonly features: number }[];
}

/** Reads everything but the arrays: some ten short statements, one after the other, for one session is all there may be. */
export async function readCatalogue(db: Queryable, municipality: string): Promise<Catalogue> {
  const accounts = await listAccounts(db);
  const blockSets = await listBlockSets(db, municipality);
  const blocks = new Map((await countBlocksOfSets(db, municipality)).map((row) => [row.blockSet, row.blocks]));
  const geographies = await listGeographies(db, municipality);
  const versions = await listGeographyVersions(db, municipality);
  const zones = new Map((await countZonesOfVersions(db, municipality)).map((row) => [`${row.geography} ${row.version}`, row.zones]));
  const statistics = await listStatistics(db, municipality);
  const countSets = await listCountSets(db, municipality);
  const referenceLayers = await listReferenceLayers(db, municipality);
  return {
    accounts: new Map(accounts.map((row) => [row.account, row])),
    blockSets: blockSets.map((row) => ({ ...row, blocks: blocks.get(row.blockSet) ?? 0 })),
    geographies: geographies.map((row) => ({
      ...row,
      versions: versions
        .filter(({ geography }) => geography === row.geography)
        .map((version) => ({ ...version, zones: zones.get(`${version.geography} ${version.version}`) ?? 0 })),
    })),
    statistics: statistics.map((row) => ({ ...row, referenceDates: datesOf(countSets.filter((set) => set.statistics.includes(row.statistic))) })),
    countSets,
    referenceLayers,
  };
}

/** Reference dates with counts, ascending; of one block set if it is given. */
export function datesOf(countSets: readonly CountSet[], blockSet?: number): string[] {
  const sets = blockSet === undefined ? countSets : countSets.filter((set) => set.blockSet === blockSet);
  return [...new Set(sets.map(({ referenceDate }) => referenceDate))].toSorted();
}

/** Whether a validity [from, to) holds on a day; days compare as text. */
export function isValidOn(row: { readonly validFrom: string; readonly validTo: string | null }, day: string): boolean {
  return row.validFrom <= day && (row.validTo === null || day < row.validTo);
}
