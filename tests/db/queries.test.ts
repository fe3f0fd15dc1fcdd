// The statements of every noun do what they say, on both engines.
import { describe, expect, it } from 'vitest';
import { aggregate } from '../../core/statistics/aggregate.ts';
import { createCountTable, setCount } from '../../core/statistics/counts.ts';
import { findAccount, insertAccount, listAccounts } from '../../server/db/queries/accounts.ts';
import { insertAddresses, listAddresses } from '../../server/db/queries/addresses.ts';
import { insertBlockNear, readBlockNear } from '../../server/db/queries/block-near.ts';
import { closeBlockSet, countBlocksOfSets, findBlockSetAt, insertBlockSet, listBlockSets } from '../../server/db/queries/block-sets.ts';
import { insertLineage, listBlockIds, listBlockSourceAreas, readBlockRings, readLineage, readSourceRings, insertBlocks } from '../../server/db/queries/blocks.ts';
import { listBlockCounts, listCountSets, sumCountsByZone } from '../../server/db/queries/counts.ts';
import { closeGeographyVersion, endGeographyVersion, findGeographyVersionAt, insertGeographyVersion, listGeographies, listGeographyVersions } from '../../server/db/queries/geographies.ts';
import { dismissJob, finishJob, findJob, insertJob, reportJobProgress, startJob } from '../../server/db/queries/jobs.ts';
import { insertLedgerEntry, lastLedgerEntry, listLedger } from '../../server/db/queries/ledger.ts';
import { listMunicipalities } from '../../server/db/queries/municipalities.ts';
import { appendPlanEvent, appendPlanRebase, findPlan, insertPlan, listPlanEvents, listPlans } from '../../server/db/queries/plans.ts';
import { insertReferenceFeatures, listReferenceFeatures, listReferenceLayers } from '../../server/db/queries/reference-features.ts';
import { decideRelease, findRelease, insertRelease, insertReleaseCells, listReleaseCells } from '../../server/db/queries/releases.ts';
import { listStatistics } from '../../server/db/queries/statistics.ts';
import { listAssignments, listZones } from '../../server/db/queries/zones.ts';
import { wkbToGeometry } from '../../server/db/wkb.ts';
import { describeEngines } from './engines.ts';
import { EPSG, insertSample, SAMPLE, sampleCount, sampleRings } from './sample.ts';

describeEngines('the queries', (test) => {
  describe('of blocks and counts', () => {
    it('bring geometry back bit by bit, by position', async () => {
      const { database } = test();
      const sample = await insertSample(database);
      expect(await readBlockRings(database, SAMPLE, sample.blockSet)).toEqual(sample.rings);
      expect(await listBlockIds(database, SAMPLE, sample.blockSet)).toEqual(sample.rings.ids);
      expect(await listMunicipalities(database)).toEqual([{ municipality: SAMPLE, name: 'Sample', epsg: EPSG }]);
      expect(await countBlocksOfSets(database, SAMPLE)).toEqual([{ blockSet: 1, blocks: 16 }]);
    });

    it('keep unknown apart from 0, and sum as the kernel does', async () => {
      const { database } = test();
      const [set] = await listCountSets(database, SAMPLE);
      expect(set).toMatchObject({ referenceDate: '2024-12-31', statistics: ['RES', 'U18', 'SGB2'], unlocated: [3, null, 0] });
      const rows = await listBlockCounts(database, SAMPLE, set!.countSet);
      const ids = await listBlockIds(database, SAMPLE, 1);
      const table = createCountTable(set!.statistics, ids.length);
      for (const { block, counts } of rows) counts.forEach((count, column) => setCount(table, ids.indexOf(block), column, count));
      expect(rows[0]).toEqual({ block: 'B0000', counts: [sampleCount(0, 0), sampleCount(0, 1), sampleCount(0, 2)] });
      const assigned = new Map((await listAssignments(database, SAMPLE, 'quarter', 1)).map(({ block, zone }) => [block, zone]));
      const zones = ['W', 'E'];
      const ours = aggregate(table, Int32Array.from(ids, (id) => zones.indexOf(assigned.get(id) ?? '')), 2);
      const theirs = await sumCountsByZone(database, SAMPLE, 'quarter', 1, set!.countSet);
      expect(theirs).toHaveLength(9);
      for (const { zone, statistic, known, unknown } of theirs) {
        const at = (zone === '' ? 2 : zones.indexOf(zone)) * 3 + set!.statistics.indexOf(statistic);
        expect([zone, statistic, known, unknown]).toEqual([zone, statistic, ours.sums[at], ours.unknown[at]]);
      }
      expect((await listStatistics(database, SAMPLE)).map(({ statistic }) => statistic)).toEqual(['RES', 'U18', 'SGB2']);
    });

    it('follow the days: one stand of blocks ends where the next begins', async () => {
      const { database } = test();
      await closeBlockSet(database, SAMPLE, '2025-01-01');
      const next = await insertBlockSet(database, SAMPLE, { validFrom: '2025-01-01', validTo: null, source: 'second' });
      await insertBlocks(database, SAMPLE, next, EPSG, sampleRings(2, 2));
      expect((await listBlockSets(database, SAMPLE)).map(({ validFrom, validTo }) => [validFrom, validTo])).toEqual([
        ['2020-01-01', '2025-01-01'],
        ['2025-01-01', null],
      ]);
      expect((await findBlockSetAt(database, SAMPLE, '2024-12-31'))?.blockSet).toBe(1);
      expect((await findBlockSetAt(database, SAMPLE, '2025-01-01'))?.blockSet).toBe(next);
      expect(await findBlockSetAt(database, SAMPLE, '2019-12-31')).toBeNull();
      await expect(insertBlockSet(database, SAMPLE, { validFrom: '2024-06-01', validTo: null, source: 'overlap' })).rejects.toMatchObject({
        constraint: 'block_set_one_at_a_time',
      });
      await insertLineage(database, SAMPLE, 1, next, [{ fromBlock: 'B0000', toBlock: 'B0000', weight: 0.25 }]);
      expect(await readLineage(database, SAMPLE, 1, next)).toEqual([{ fromBlock: 'B0000', toBlock: 'B0000', weight: 0.25 }]);
    });

    it('keep what the source drew beside what zones are drawn with, and blocks across a street as neighbours', async () => {
      const { database } = test();
      const drawn = sampleRings(2, 2);
      const source = { ...drawn, xy: drawn.xy.map((value, i) => value + (i % 2 === 0 ? 0.25 : 0.5)) };
      await closeBlockSet(database, SAMPLE, '2026-01-01');
      const empty = { method: 'near', distanceM: 12.5, barriers: ['bahn'] };
      const set = await insertBlockSet(database, SAMPLE, { validFrom: '2026-01-01', validTo: null, source: 'third', empty });
      await insertBlocks(database, SAMPLE, set, EPSG, drawn, { rings: source, areaM2: Float64Array.of(1.5, 2.25, 3, 0) });
      expect((await listBlockSets(database, SAMPLE)).at(-1)).toMatchObject({ blockSet: set, repair: null, empty });
      expect(await readBlockRings(database, SAMPLE, set)).toEqual(drawn);
      expect(await readSourceRings(database, SAMPLE, set)).toEqual(source);
      expect(await listBlockSourceAreas(database, SAMPLE, set)).toEqual([1.5, 2.25, 3, 0].map((areaM2, position) => ({ position, areaM2 })));
      // Where the source drew the same, its areas are those of the outlines, and nothing is kept twice.
      expect(await readSourceRings(database, SAMPLE, 1)).toEqual(await readBlockRings(database, SAMPLE, 1));
      expect(await listBlockSourceAreas(database, SAMPLE, 1)).toEqual([]);
      expect(await database.query('select distinct source_area_m2 as area from app.block where municipality = $1 and block_set = 1', [SAMPLE])).toEqual([{ area: 10_000 }]);

      await insertBlockNear(database, SAMPLE, set, drawn.ids, Uint32Array.of(0, 3, 1, 2));
      expect([...(await readBlockNear(database, SAMPLE, set))]).toEqual([0, 3, 1, 2]);
      expect([...(await readBlockNear(database, SAMPLE, 1))]).toEqual([]);
      await expect(insertBlockNear(database, SAMPLE, set, ['B0000', 'nobody'], Uint32Array.of(0, 1))).rejects.toMatchObject({ constraint: 'block_near_neighbour_fk' });
    });

    it('carry a cut and a plan over to another stand, once: the plan that somebody changed in between stays', async () => {
      const { database } = test();
      const set = (await listBlockSets(database, SAMPLE)).at(-1)!.blockSet;
      const carried = { fromVersion: 1, unassigned: ['B0003'], ambiguous: [{ block: 'B0002', zones: ['W', ''], shares: [0.5, 0.5] }] };
      const made = { fromSet: 1, toSet: set, state: 'draft' as const, zones: [{ zone: 'W', name: 'West', locked: true }, null], blocks: [['B0000'], []], notCarried: [{ block: 'B0003', reason: 'NEW' as const }] };
      const undone = new Error('only looked');
      await database
        .transaction(async (tx) => {
          await insertPlan(tx, SAMPLE, { plan: 'carried', geography: 'quarter', name: 'P', baseVersion: 1, blockSet: 1, validFrom: null, createdBy: 'a' });
          const day = (await listGeographyVersions(tx, SAMPLE))[0]!.validFrom;
          await endGeographyVersion(tx, SAMPLE, 'quarter', 1, day);
          const row = { geography: 'quarter', blockSet: set, title: 'Again', validFrom: day, validTo: null, plan: null };
          // The one that ended on its first day holds on none, so both may begin on it.
          const version = await insertGeographyVersion(tx, SAMPLE, row, carried);
          expect((await listGeographyVersions(tx, SAMPLE)).find((found) => found.version === version)).toMatchObject({ blockSet: set, carried });
          expect(await appendPlanRebase(tx, SAMPLE, 'carried', 7, version, made, 'a')).toBeNull();
          expect(await appendPlanRebase(tx, SAMPLE, 'carried', 0, version, made, 'a')).toBe(1);
          expect(await findPlan(tx, SAMPLE, 'carried')).toMatchObject({ version: 1, blockSet: set, baseVersion: version, state: 'draft' });
          expect((await listPlanEvents(tx, SAMPLE, 'carried'))[0]).toMatchObject({ kind: 'rebase', operation: null, rebase: made });
          throw undone;
        })
        .catch((error: unknown) => {
          if (error !== undone) throw error;
        });
    });

    it('hold addresses and reference layers with their coordinates', async () => {
      const { database } = test();
      const address = { address: 'a1', block: null, street: 'Am Ring', houseNumber: '1a', weight: 2.5, x: 460_000.125, y: 5_480_000.5 };
      await insertAddresses(database, SAMPLE, EPSG, [address]);
      expect(await listAddresses(database, SAMPLE)).toEqual([address]);
      const features = [
        { feature: 'r1', name: 'Bach', properties: { width: 3 }, geometry: { type: 'LineString' as const, coordinates: [[0.1, 0.2], [3, 4]] } },
        {
          feature: 'r2',
          name: '',
          properties: {},
          geometry: { type: 'MultiPolygon' as const, coordinates: [[[[0, 0], [9, 0], [9, 9], [0, 0]], [[4, 1], [5, 1], [5, 2], [4, 1]]]] },
        },
        { feature: 'r3', name: 'Schule', properties: {}, geometry: { type: 'Point' as const, coordinates: [1.5, 2.5] } },
      ];
      await insertReferenceFeatures(database, SAMPLE, 'water', EPSG, features);
      expect(await listReferenceFeatures(database, SAMPLE, 'water')).toEqual(features);
      expect(await listReferenceLayers(database, SAMPLE)).toEqual([{ layer: 'water', features: 3 }]);
    });
  });

  it('keep the cuts of a geography with their zones', async () => {
    const { database } = test();
    expect(await listGeographies(database, SAMPLE)).toEqual([{ geography: 'quarter', position: 0, nameDe: 'Viertel', nameEn: 'Quarter', parent: null }]);
    const zones = await listZones(database, SAMPLE, 'quarter', 1);
    expect(zones.map(({ zone }) => zone)).toEqual(['W', 'E']);
    expect(wkbToGeometry(zones[1]!.wkb!)).toMatchObject({ type: 'MultiPolygon' });
    await closeGeographyVersion(database, SAMPLE, 'quarter', '2026-01-01');
    const version = await insertGeographyVersion(database, SAMPLE, {
      geography: 'quarter',
      blockSet: 1,
      title: '2026',
      validFrom: '2026-01-01',
      validTo: null,
      plan: null,
    });
    expect(version).toBe(2);
    expect((await listGeographyVersions(database, SAMPLE)).map(({ validTo }) => validTo)).toEqual(['2026-01-01', null]);
    expect((await findGeographyVersionAt(database, SAMPLE, 'quarter', '2025-12-31'))?.version).toBe(1);
  });

  it('let one of two editors of a plan win', async () => {
    const { database } = test();
    const plan = await insertPlan(database, SAMPLE, {
      plan: 'plan-1',
      geography: 'quarter',
      name: 'Variante A',
      baseVersion: 1,
      blockSet: 1,
      validFrom: null,
      createdBy: 'planung',
    });
    expect(plan).toMatchObject({ state: 'draft', version: 0 });
    const operation = { type: 'assign' as const, blocks: ['B0001'], zone: 'E' };
    const inverse = { type: 'restore' as const, zones: null, moves: [{ slot: 0, blocks: ['B0001'] }] };
    const move = (account: string) =>
      appendPlanEvent(database, SAMPLE, 'plan-1', 0, { state: 'draft' }, { kind: 'operation', operation, inverse, refersTo: null, account });
    expect((await Promise.all([move('a'), move('b')])).filter(Boolean)).toHaveLength(1);
    expect((await findPlan(database, SAMPLE, 'plan-1'))?.version).toBe(1);
    const events = await listPlanEvents(database, SAMPLE, 'plan-1');
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ version: 1, operation: { type: 'assign', blocks: ['B0001'] }, inverse: { moves: [{ slot: 0, blocks: ['B0001'] }] } });
    expect(await listPlans(database, SAMPLE)).toHaveLength(1);
  });

  it('hold no number for a withheld cell, and need two people for an approval', async () => {
    const { database } = test();
    const request = { release: 'r1', geography: 'quarter', version: 1, statistics: ['SGB2'], referenceDates: ['2024-12-31'], ruleSet: { threshold: 5 }, requestedBy: 'a' };
    expect(await insertRelease(database, SAMPLE, request)).toMatchObject({ state: 'requested', referenceDates: ['2024-12-31'], ruleSet: { threshold: 5 } });
    const cells = [
      { statistic: 'SGB2', referenceDate: '2024-12-31', zone: 'E', state: 'value' as const, value: 12 },
      { statistic: 'SGB2', referenceDate: '2024-12-31', zone: 'W', state: 'withheld' as const, value: null },
    ];
    await insertReleaseCells(database, SAMPLE, 'r1', cells);
    expect(await listReleaseCells(database, SAMPLE, 'r1')).toEqual(cells);
    await expect(
      insertReleaseCells(database, SAMPLE, 'r1', [{ ...cells[1]!, zone: 'N', value: 3 }]),
    ).rejects.toMatchObject({ constraint: 'release_cell_no_secret' });
    await expect(decideRelease(database, SAMPLE, 'r1', 'approved', 'a', ['requested'])).rejects.toMatchObject({ constraint: 'release_two_people' });
    expect(await decideRelease(database, SAMPLE, 'r1', 'approved', 'b', ['requested'])).toMatchObject({ state: 'approved', decidedBy: 'b' });
    expect(await decideRelease(database, SAMPLE, 'r1', 'approved', 'b', ['requested'])).toBeNull();
    expect((await findRelease(database, SAMPLE, 'r1'))?.state).toBe('approved');
    const entry = { sequence: 1, at: new Date('2026-01-01T00:00:00Z'), account: 'a', action: 'request' as const, release: 'r1', payload: { a: 1 }, previousHash: '', hash: 'h1' };
    await insertLedgerEntry(database, SAMPLE, entry);
    expect(await lastLedgerEntry(database, SAMPLE)).toEqual(entry);
    await expect(insertLedgerEntry(database, SAMPLE, { ...entry, hash: 'h2' })).rejects.toMatchObject({ constraint: 'ledger_pk' });
    expect(await listLedger(database, SAMPLE)).toHaveLength(1);
  });

  it('know accounts, and jobs from acceptance to their end', async () => {
    const { database } = test();
    const planung = { account: 'planung', name: 'Planung', roles: ['planner', 'editor'], clearances: ['block-counts'] };
    await insertAccount(database, planung);
    expect(await findAccount(database, 'planung')).toEqual(planung);
    expect(await findAccount(database, 'nobody')).toBeNull();
    await expect(insertAccount(database, { account: 'x', name: 'X', roles: ['king'], clearances: [] })).rejects.toMatchObject({ constraint: 'account_roles_known' });
    expect(await listAccounts(database)).toHaveLength(1);
    await insertJob(database, { job: 'j1', process: 'import', municipality: SAMPLE, account: 'planung', input: { kind: 'blocks' } });
    expect((await startJob(database, 'j1'))?.state).toBe('running');
    await reportJobProgress(database, 'j1', 0.5, 'reading');
    expect(await findJob(database, 'j1')).toMatchObject({ progress: 0.5, message: 'reading', result: null });
    expect(await finishJob(database, 'j1', 'successful', '', { blocks: 3 })).toMatchObject({ state: 'successful', progress: 1, result: { blocks: 3 } });
    expect(await finishJob(database, 'j1', 'failed', '', null)).toBeNull();
    expect(await dismissJob(database, 'j1')).toBeNull();
    expect(await startJob(database, 'j1')).toBeNull();
  });
});
