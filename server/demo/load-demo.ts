// Puts the demo municipality into an empty database: blocks, counts, geographies, reference layers, releases, a draft.
import { buildCoverage } from '../../core/coverage/build-coverage.ts';
import type { Coverage } from '../../core/coverage/coverage.ts';
import { dissolve } from '../../core/coverage/dissolve.ts';
import type { CountTable } from '../../core/statistics/counts.ts';
import { generateTown } from '../../geodata/town/generate-town.ts';
import { recount } from '../../geodata/town/recount.ts';
import type { GeographyVersion, Scale, Town } from '../../geodata/town/town.ts';
import type { Database, Queryable } from '../db/database.ts';
import { insertAddresses } from '../db/queries/addresses.ts';
import { insertBlockSet } from '../db/queries/block-sets.ts';
import { insertBlocks, insertLineage } from '../db/queries/blocks.ts';
import { insertBlockCounts, insertCountSet } from '../db/queries/counts.ts';
import { insertGeography, insertGeographyVersion } from '../db/queries/geographies.ts';
import { insertMunicipality, listMunicipalities } from '../db/queries/municipalities.ts';
import { insertReferenceFeatures } from '../db/queries/reference-features.ts';
import { insertStatistics } from '../db/queries/statistics.ts';
import { insertAssignments, insertZones } from '../db/queries/zones.ts';
import { outlineToWkb } from '../db/wkb.ts';
import { demoReleases } from './demo-releases.ts';
import { draftPlan } from './draft-plan.ts';
import { beginReleases, storeReleases } from './store-releases.ts';
import { walkToSchools } from './walk-to-schools.ts';

export const DEMO_MUNICIPALITY = '09990001';
const SOURCE = 'Demodaten Gartenstadt (erzeugt)';

/** Counts of all reference dates on the newest stand of blocks. */
export interface RecountedSet {
  readonly referenceDate: string;
  readonly table: CountTable;
}

export type DemoResult = { readonly loaded: true; readonly town: Town } | { readonly loaded: false; readonly reason: 'ALREADY_THERE' };

export interface DemoOptions {
  readonly scale: Scale;
  /** Fraction from 0 to 1 and what is being done, in English. */
  readonly progress?: (fraction: number, message: string) => void;
}

/**
 * Generates Gartenstadt and stores it in one transaction: all of it is there afterwards, or nothing. Accounts are not the
 * loader's: who asks for and approves releases is named only. The database must be at the newest schema.
 */
export async function loadDemo(database: Database, { scale, progress = () => undefined }: DemoOptions): Promise<DemoResult> {
  const rows = await listMunicipalities(database);
  if (rows.some(({ municipality }) => municipality === DEMO_MUNICIPALITY)) return { loaded: false, reason: 'ALREADY_THERE' };
  progress(0, `drawing Gartenstadt (${scale})`);
  const town = generateTown({ scale });
  const coverages = town.blockStands.map((stand) => coverageOf(town, stand.blockSet));
  const [older, newer] = town.blockStands;
  const series = town.counts.map(({ referenceDate, blockSet, table }): RecountedSet => ({
    referenceDate,
    table: blockSet === newer.blockSet ? table : recount(table, older.rings.ids, newer.rings.ids, town.lineage),
  }));
  const wanted = demoReleases(scale);
  const releases = beginReleases(town, series, wanted);
  try {
    await database.transaction(async (tx) => {
      progress(0.2, 'storing blocks');
      await insertMunicipality(tx, { municipality: town.municipality, name: town.name, epsg: town.epsg });
      await storeBlocks(tx, town);
      progress(0.35, 'storing counts');
      await storeCounts(tx, town, series);
      progress(0.55, 'storing geographies');
      await storeGeographies(tx, town, coverages);
      progress(0.65, 'storing addresses and reference layers');
      await insertAddresses(tx, town.municipality, town.epsg, town.addresses);
      for (const { layer, features } of town.layers) await insertReferenceFeatures(tx, town.municipality, layer, town.epsg, features);
      progress(0.9, 'walking to schools');
      await walkToSchools(tx, town, coverages[1]!);
      progress(0.95, 'storing releases and a draft');
      await storeReleases(tx, town, wanted, await releases.made);
      await draftPlan(tx, town, coverages[1]!);
    });
  } finally {
    await releases.stop();
  }
  progress(1, 'Gartenstadt is loaded');
  return { loaded: true, town };
}

function coverageOf(town: Town, blockSet: number): Coverage {
  const built = buildCoverage(town.blockStands[blockSet - 1]!.rings);
  if (!built.ok) throw new Error(`the demo's blocks are no coverage: ${JSON.stringify(built.issues[0])}`);
  return built.coverage;
}

async function storeBlocks(tx: Queryable, town: Town): Promise<void> {
  const { municipality, epsg } = town;
  for (const { validFrom, validTo, rings } of town.blockStands) {
    const number = await insertBlockSet(tx, municipality, { validFrom, validTo, source: SOURCE });
    await insertBlocks(tx, municipality, number, epsg, rings);
  }
  // Without statistics each row's foreign key scans all blocks: 70 s of a city's load, 1 s with them.
  await tx.query('analyze app.block');
  const lineage = town.lineage.map(({ from, to, weight }) => ({ fromBlock: from, toBlock: to, weight }));
  await insertLineage(tx, municipality, 1, 2, lineage);
}

/** Each date on the stand it was counted on; dates before 2020 on the newer stand as well, for series in one cut. */
async function storeCounts(tx: Queryable, town: Town, series: readonly RecountedSet[]): Promise<void> {
  const { municipality, statistics } = town;
  const rows = statistics.map(({ statistic, name, unit, population, source }, position) => ({
    statistic, position, nameDe: name.de, nameEn: name.en, unit, population, source,
  }));
  await insertStatistics(tx, municipality, rows);
  for (const [i, set] of town.counts.entries()) {
    const common = { referenceDate: set.referenceDate, statistics: [...set.table.columns], unlocated: [...set.unlocated] };
    await storeTable(tx, town, set.blockSet, set.table, { ...common, source: SOURCE });
    if (set.blockSet === 2) continue;
    await storeTable(tx, town, 2, series[i]!.table, { ...common, source: `${SOURCE}, auf die Blöcke von 2020 umgerechnet` });
  }
}

async function storeTable(
  tx: Queryable,
  town: Town,
  blockSet: number,
  table: CountTable,
  set: { referenceDate: string; statistics: string[]; unlocated: number[]; source: string },
): Promise<void> {
  const width = table.columns.length;
  const number = await insertCountSet(tx, town.municipality, { blockSet, ...set });
  const rows = town.blockStands[blockSet - 1]!.rings.ids.map((block, i) => ({
    block,
    counts: Array.from({ length: width }, (_, column) => (table.known[i * width + column] === 1 ? table.values[i * width + column]! : null)),
  }));
  await insertBlockCounts(tx, town.municipality, number, rows);
}

async function storeGeographies(tx: Queryable, town: Town, coverages: readonly Coverage[]): Promise<void> {
  const position = new Map(town.geographies.map(({ geography }, i) => [geography, i]));
  // Parents first.
  for (const one of town.geographies.toSorted((a, b) => Number(a.parent !== null) - Number(b.parent !== null))) {
    const { geography, name, parent } = one;
    await insertGeography(tx, town.municipality, { geography, position: position.get(geography)!, nameDe: name.de, nameEn: name.en, parent });
    for (const version of one.versions) await storeVersion(tx, town, geography, version, coverages[version.blockSet - 1]!);
  }
}

async function storeVersion(tx: Queryable, town: Town, geography: string, version: GeographyVersion, coverage: Coverage): Promise<void> {
  const { municipality, epsg } = town;
  const { blockSet, title, validFrom, validTo, zones, assignment } = version;
  const number = await insertGeographyVersion(tx, municipality, { geography, blockSet, title, validFrom, validTo, plan: null });
  const outlines = dissolve(coverage, assignment, zones.length);
  const rows = zones.map(({ zone, name }, position) => ({ zone, name, position, wkb: outlineToWkb(outlines, position) }));
  await insertZones(tx, municipality, geography, number, epsg, rows);
  const assigned = coverage.ids.flatMap((block, i) => (assignment[i]! < 0 ? [] : [{ block, zone: zones[assignment[i]!]!.zone }]));
  await insertAssignments(tx, municipality, geography, number, assigned);
}
