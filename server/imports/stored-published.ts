// What a table that appeared elsewhere is compared with: the zones of the cut that it is over, and counts for who may see them.
import { say } from '../../core/refusals/say.ts';
import type { Queryable } from '../db/database.ts';
import { listActiveClearances } from '../db/queries/clearances.ts';
import { listBlockCounts, listCountSets } from '../db/queries/counts.ts';
import { listGeographyVersions, type GeographyVersion } from '../db/queries/geographies.ts';
import { listStatistics } from '../db/queries/statistics.ts';
import { listReleaseZones } from '../db/queries/releases.ts';
import { listAssignments } from '../db/queries/zones.ts';
import { InputError } from '../gdal/input-error.ts';
import type { ImportRequest } from './import-request.ts';
import type { PublishedKnowledge } from './prepare-published.ts';

/** The cut that a publication is over; null for zones of its own and for other kinds. Throws InputError where there is no such cut. */
export async function cutOfPublication(db: Queryable, municipality: string, { kind, geography, referenceDate, mapping }: ImportRequest): Promise<GeographyVersion | null> {
  if (kind !== 'published' || mapping.block !== undefined) return null;
  const versions = (await listGeographyVersions(db, municipality)).filter((row) => row.geography === geography);
  const numbers = versions.map(({ version, title }) => `${version} (${title})`).join(', ');
  if (versions.length === 0) throw new InputError({ field: 'geography', problem: say('NO_SUCH_GEOGRAPHY', { geography: geography! }), accepted: say('TAKE_STORED_GEOGRAPHY') });
  if (mapping.version !== undefined) {
    const found = versions.find(({ version }) => version === mapping.version);
    if (found === undefined) throw new InputError({ field: 'mapping.version', problem: say('NO_SUCH_VERSION', { geography: geography!, version: String(mapping.version) }), accepted: say('TAKE_ONE_OF', { names: numbers }) });
    return found;
  }
  const found = versions.find(({ validFrom, validTo }) => validFrom <= referenceDate! && (validTo === null || referenceDate! < validTo));
  if (found === undefined) throw new InputError({ field: 'mapping.version', problem: say('NO_VERSION_ON_DAY', { geography: geography!, day: referenceDate! }), accepted: say('TAKE_ONE_OF', { names: numbers }) });
  return found;
}

export async function readPublishedKnowledge(db: Queryable, municipality: string, account: string, { kind, referenceDate }: ImportRequest, cut: GeographyVersion | null, blockSet: number | null): Promise<PublishedKnowledge | null> {
  if (kind !== 'published') return null;
  const statistics = await listStatistics(db, municipality);
  const granted = new Set((await listActiveClearances(db, account)).map(({ source }) => source));
  const cleared = granted.has('*') || (statistics.length > 0 && statistics.every(({ source }) => granted.has(source)));
  const sets = cleared ? (await listCountSets(db, municipality)).filter((set) => set.blockSet === blockSet && set.referenceDate === referenceDate) : [];
  const counted = [];
  for (const set of sets) counted.push({ referenceDate: set.referenceDate, statistics: set.statistics, rows: await listBlockCounts(db, municipality, set.countSet) });
  return {
    cut: cut === null ? null : { zones: await listReleaseZones(db, municipality, cut.geography, cut.version), placed: await listAssignments(db, municipality, cut.geography, cut.version) },
    cutName: cut === null ? '' : `${cut.geography}, version ${cut.version} (${cut.title})`,
    statistics: statistics.map(({ statistic }) => statistic),
    counted: cleared ? counted : null,
  };
}
