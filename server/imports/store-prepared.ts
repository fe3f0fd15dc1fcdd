// Checked data to rows, inside the caller's transaction.
import { say } from '../../core/refusals/say.ts';
import type { Queryable } from '../db/database.ts';
import { DatabaseError } from '../db/database.ts';
import { deleteAddresses, insertAddresses } from '../db/queries/addresses.ts';
import { insertBlockCounts, insertCountSet } from '../db/queries/counts.ts';
import { closeGeographyVersion, insertGeography, insertGeographyVersion, listGeographies, type GeographyVersion } from '../db/queries/geographies.ts';
import type { Municipality } from '../db/queries/municipalities.ts';
import { deleteReferenceLayer, insertReferenceFeatures } from '../db/queries/reference-features.ts';
import { insertStatistics, listStatistics } from '../db/queries/statistics.ts';
import { insertAssignments, insertZones } from '../db/queries/zones.ts';
import { forgetSchoolWalks } from '../db/queries/school-walks.ts';
import { RAIL_LAYER, SCHOOL_LAYER, STREET_LAYER } from '../workspace/schools/school-desk.ts';
import { InputError } from '../gdal/input-error.ts';
import type { ImportRequest } from './import-request.ts';
import type { Prepared } from './import-worker.ts';
import type { PreparedCounts } from './prepare-counts.ts';
import type { PreparedTable } from './prepare-table.ts';
import type { PreparedZones } from './prepare-zones.ts';
import { storeBlocks } from './store-blocks.ts';
import { storePublished } from './store-published.ts';

/** Layers that walks to schools are reckoned from. */
const WALKED_LAYERS: readonly string[] = [SCHOOL_LAYER, STREET_LAYER, RAIL_LAYER];

/** What was made, by number or name. */
export type Stored = Readonly<Record<string, number | string>>;

export async function storePrepared(
  tx: Queryable,
  municipality: Municipality,
  request: ImportRequest,
  { blockSet, cut }: { readonly blockSet: number | null; readonly cut: GeographyVersion | null },
  account: string,
  prepared: Prepared,
): Promise<Stored> {
  const { municipality: key, epsg } = municipality;
  const source = request.mapping.source ?? 'import';
  try {
    switch (prepared.kind) {
      case 'blocks':
        return await storeBlocks(tx, municipality, request, account, prepared);
      case 'zones':
        return await storeZones(tx, municipality, request, blockSet!, prepared);
      case 'counts':
        return await storeCounts(tx, key, request, blockSet!, source, prepared);
      case 'table':
        return await storeTable(tx, key, request, source, prepared);
      case 'published':
        return await storePublished(tx, key, request, cut, blockSet!, account, prepared);
      case 'addresses':
        await deleteAddresses(tx, key);
        await insertAddresses(tx, key, epsg, prepared.addresses);
        await forgetSchoolWalks(tx, key);
        return { addresses: prepared.addresses.length };
      case 'layer':
        await deleteReferenceLayer(tx, key, prepared.layer);
        await insertReferenceFeatures(tx, key, prepared.layer, epsg, prepared.features);
        if (WALKED_LAYERS.includes(prepared.layer)) await forgetSchoolWalks(tx, key);
        return { layer: prepared.layer };
    }
  } catch (error) {
    throw inWords(error);
  }
}

async function storeZones(tx: Queryable, { municipality, epsg }: Municipality, request: ImportRequest, blockSet: number, prepared: PreparedZones): Promise<Stored> {
  const geography = request.geography!;
  const { mapping } = request;
  const known = await listGeographies(tx, municipality);
  if (!known.some((row) => row.geography === geography)) {
    const { de, en } = mapping.geographyName ?? { de: geography, en: geography };
    await insertGeography(tx, municipality, { geography, position: known.length, nameDe: de, nameEn: en, parent: null });
  }
  await closeGeographyVersion(tx, municipality, geography, request.validFrom!);
  const version = await insertGeographyVersion(tx, municipality, {
    geography,
    blockSet,
    title: mapping.title ?? request.validFrom!.slice(0, 4),
    validFrom: request.validFrom!,
    validTo: null,
    plan: null,
  });
  await insertZones(tx, municipality, geography, version, epsg, prepared.zones);
  await insertAssignments(tx, municipality, geography, version, prepared.placed);
  return { geography, version };
}

async function storeCounts(tx: Queryable, municipality: string, request: ImportRequest, blockSet: number, source: string, prepared: PreparedCounts): Promise<Stored> {
  await addStatistics(tx, municipality, request, prepared.statistics, source);
  const countSet = await insertCountSet(tx, municipality, {
    blockSet,
    referenceDate: request.referenceDate!,
    statistics: [...prepared.statistics],
    unlocated: [...prepared.unlocated],
    source,
  });
  await insertBlockCounts(tx, municipality, countSet, prepared.rows);
  return { countSet };
}

/** A count set a date. */
async function storeTable(tx: Queryable, municipality: string, request: ImportRequest, source: string, { sets, report }: PreparedTable): Promise<Stored> {
  await addStatistics(tx, municipality, request, report.statistics, source);
  const numbers: number[] = [];
  for (const { date, blockSet, statistics, rows, unlocated } of sets) {
    const countSet = await insertCountSet(tx, municipality, { blockSet, referenceDate: date, statistics: [...statistics], unlocated: [...unlocated], source });
    await insertBlockCounts(tx, municipality, countSet, rows);
    numbers.push(countSet);
  }
  return { countSets: numbers.join(', '), dates: sets.length };
}

/** Those that are new, with the names that the request gives them. */
async function addStatistics(tx: Queryable, municipality: string, request: ImportRequest, statistics: readonly string[], source: string): Promise<void> {
  const known = await listStatistics(tx, municipality);
  const fresh = statistics.filter((statistic) => !known.some((row) => row.statistic === statistic));
  const after = Math.max(-1, ...known.map(({ position }) => position)) + 1;
  await insertStatistics(
    tx,
    municipality,
    fresh.map((statistic, i) => {
      const { de, en, unit } = request.mapping.statistics?.[statistic] ?? { de: statistic, en: statistic, unit: 'count' };
      return { statistic, position: after + i, nameDe: de, nameEn: en, unit, population: null, source };
    }),
  );
}

/** Two imports at once: the schema lets one through; the other is told what happened instead of a constraint's name. */
export function inWords(error: unknown): unknown {
  if (!(error instanceof DatabaseError)) return error;
  if (/_one_at_a_time$|_pk$/.test(error.constraint ?? '')) {
    return new InputError({ field: 'validFrom', problem: say('OTHER_FASTER'), accepted: say('TAKE_AGAIN_LATER') });
  }
  if (error.constraint === 'block_geom_valid' || error.constraint === 'block_source_geom_valid') {
    return new InputError({ problem: say('DATABASE_POLYGON'), accepted: say('TAKE_VALID_POLYGONS') });
  }
  if (error.constraint === 'reference_feature_valid') {
    return new InputError({ problem: say('DATABASE_SHAPE'), accepted: say('TAKE_VALID_SHAPES') });
  }
  return error;
}
