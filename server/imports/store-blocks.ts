// A checked block stand to rows, with everything that goes on with it: lineage, cuts and open plans on the new blocks.
import { say } from '../../core/refusals/say.ts';
import type { Queryable } from '../db/database.ts';
import { insertBlockNear } from '../db/queries/block-near.ts';
import { closeBlockSet, insertBlockSet, type BlockSetMaking } from '../db/queries/block-sets.ts';
import { insertBlockRows, insertBlocks, insertLineage } from '../db/queries/blocks.ts';
import { endGeographyVersion, insertGeographyVersion, listGeographyVersions } from '../db/queries/geographies.ts';
import type { Municipality } from '../db/queries/municipalities.ts';
import { appendPlanRebase } from '../db/queries/plans.ts';
import { insertAssignments, insertZones } from '../db/queries/zones.ts';
import { InputError } from '../gdal/input-error.ts';
import type { ImportRequest } from './import-request.ts';
import type { MatchedStands } from './match-stands.ts';
import type { PreparedBlocks } from './prepare-blocks.ts';
import type { BlocksRead } from './rows-from-worker.ts';

/** A message of them is some 2 MB. */
const LINEAGE_ROWS = 20_000;

/** Inside the caller's transaction. Numbers of what was made. Throws InputError where somebody changed a plan since it was read. */
export async function storeBlocks(tx: Queryable, { municipality, epsg }: Municipality, request: ImportRequest, account: string, prepared: PreparedBlocks): Promise<Record<string, number>> {
  const validFrom = request.validFrom!;
  await closeBlockSet(tx, municipality, validFrom);
  const made = { validFrom, validTo: null, source: request.mapping.source ?? 'import', ...makingOf(request, prepared) };
  const blockSet = await insertBlockSet(tx, municipality, made);
  await insertBlocks(tx, municipality, blockSet, epsg, prepared.rings, prepared.source ?? undefined);
  const { matched } = prepared;
  if (prepared.near.length > 0 || matched !== null) {
    // Without statistics each row's foreign key scans all blocks (see load-demo.ts).
    await tx.query('analyze app.block');
    await insertBlockNear(tx, municipality, blockSet, prepared.rings.ids, prepared.near);
  }
  if (matched === null) return { blockSet };
  for (const { fromSet, rows } of matched.lineage) {
    for (let from = 0; from < rows.length; from += LINEAGE_ROWS) await insertLineage(tx, municipality, fromSet, blockSet, rows.slice(from, from + LINEAGE_ROWS));
  }
  const numbers = await storeVersions(tx, municipality, epsg, blockSet, validFrom, matched.versions);
  await storePlans(tx, municipality, blockSet, account, matched.plans, numbers);
  return { blockSet, versions: matched.versions.length, plans: matched.plans.length };
}

/** A first stand as it was read: nothing done to it, nothing before it. Throws InputError where another was stored meanwhile. */
export async function storeReadBlocks(tx: Queryable, { municipality }: Municipality, request: ImportRequest, { blocks, bytes, blockSet: expected, rows }: BlocksRead): Promise<Record<string, number>> {
  const made = { validFrom: request.validFrom!, validTo: null, source: request.mapping.source ?? 'import', repair: null, empty: null };
  const blockSet = await insertBlockSet(tx, municipality, made);
  if (blockSet !== expected) throw new InputError({ problem: say('BLOCKS_STORED_SINCE'), accepted: say('TAKE_AGAIN') });
  await insertBlockRows(tx, blocks, bytes, rows);
  return { blockSet };
}

/** The rules and the sums of what they did; every single change is in the report that was accepted. */
function makingOf({ mapping, accept }: ImportRequest, { report }: PreparedBlocks): BlockSetMaking {
  const { repair, empty } = report;
  const { items: _, ...changes } = repair?.changes ?? { items: [] };
  return {
    repair: repair === null ? null : { rules: mapping.repair, toleranceM: repair.toleranceM, changes, areaBeforeM2: repair.areaBeforeM2, areaAfterM2: repair.areaAfterM2, accept: accept ?? null },
    empty: empty === null ? null : { ...mapping.empty, ...withoutIds(empty) },
  };
}

function withoutIds({ unreached, ...rest }: NonNullable<PreparedBlocks['report']['empty']>) {
  return { ...rest, unreachedBlocks: unreached.length };
}

/** Each cut ends where its successor on the new blocks begins; returns the successors' numbers by geography and number. */
async function storeVersions(
  tx: Queryable,
  municipality: string,
  epsg: number,
  blockSet: number,
  validFrom: string,
  versions: MatchedStands['versions'],
): Promise<Map<string, number>> {
  const numbers = new Map<string, number>();
  const stored = await listGeographyVersions(tx, municipality);
  for (const { geography, version, title, zones, placed, unassigned, ambiguous } of versions) {
    const before = stored.find((row) => row.geography === geography && row.version === version);
    if (before === undefined) throw new Error('a cut that was carried over is not there');
    // One that begins later begins then on the new blocks, and its predecessor holds on no day.
    const day = before.validFrom > validFrom ? before.validFrom : validFrom;
    await endGeographyVersion(tx, municipality, geography, version, day);
    const row = { geography, blockSet, title, validFrom: day, validTo: before.validTo, plan: before.plan };
    const number = await insertGeographyVersion(tx, municipality, row, { fromVersion: version, unassigned, ambiguous });
    await insertZones(tx, municipality, geography, number, epsg, zones);
    await insertAssignments(tx, municipality, geography, number, placed);
    numbers.set(`${version} ${geography}`, number);
    // A plan whose own base has ended is compared with the newest cut that goes on.
    numbers.set(geography, number);
  }
  return numbers;
}

async function storePlans(tx: Queryable, municipality: string, blockSet: number, account: string, plans: MatchedStands['plans'], numbers: ReadonlyMap<string, number>): Promise<void> {
  for (const { plan, geography, baseVersion, version, rebase } of plans) {
    const base = numbers.get(`${baseVersion} ${geography}`) ?? numbers.get(geography) ?? null;
    const appended = await appendPlanRebase(tx, municipality, plan, version, baseVersion === null ? null : base, { ...rebase, toSet: blockSet }, account);
    if (appended === null) throw new InputError({ problem: say('PLAN_CHANGED_SINCE'), accepted: say('TAKE_AGAIN') });
  }
}
