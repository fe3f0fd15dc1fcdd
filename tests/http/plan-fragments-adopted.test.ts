// A plan with cut blocks becomes a cut: its fragments are blocks of a new stand, with counts, copies, other cuts and open plans on it.
import { expect, it } from 'vitest';
import { transformer } from '../../server/gdal/crs/crs.ts';
import { describeServed } from '../db/engines.ts';
import { insertDogs } from './release-town.ts';
import { codeOf, serveTown } from './server-under-test.ts';
import { BLOCKS, DATE, residentsOf, TOWN } from './town.ts';

const toDegrees = transformer(TOWN.epsg, 4326);
const line = (...places: readonly (readonly [number, number])[]) => ({ type: 'LineString', coordinates: places.map(([x, y]) => toDegrees(500_000 + x, 5_500_000 + y)) });
/** A tenth of b04 lies left of it. */
const ACROSS_B04 = line([410, -10], [410, 110]);

describeServed('a plan with fragments that is adopted', (test) => {
  const server = serveTown(test);
  const blocksOf = async (plan: string) => (await server.get(`/plans/${plan}/blocks`, 'planung')).body;
  const zonesOf = async (geography: string, date: string) => (await server.get(`/geographies/${geography}/versions/current/zones?date=${date}&crs=EPSG:25832`)).body.features;

  it('keeps its outlines and its counts to the unit, and everything on the blocks before goes along', async () => {
    await insertDogs(test().database);
    await server.workspace.reload();
    const plan = await server.newPlan('Zuschnitt 2027');
    await server.operate(plan, 0, { type: 'splitBlock', block: 'b04', line: ACROSS_B04 });
    await server.operate(plan, 1, { type: 'assign', blocks: ['b04.1'], zone: 'A' });
    // Others are at work on the same blocks: one cut b04 elsewhere and another block, one has nothing to do with it.
    const other = await server.newPlan('Andere');
    await server.operate(other, 0, { type: 'splitBlock', block: 'b04', line: line([480, -10], [480, 110]) });
    await server.operate(other, 1, { type: 'splitBlock', block: 'b20', line: line([390, 250], [510, 250]) });
    await server.operate(other, 2, { type: 'assign', blocks: ['b04.1', 'b20.1'], zone: 'A' });
    const plain = await server.newPlan('Ohne Schnitte');
    await server.operate(plain, 0, { type: 'assign', blocks: ['b05'], zone: 'A' });
    // The copy that people without clearance draw with is there before.
    const copyBefore = (await server.get(`/plans/${plain}/counts?statistics=residents`, 'ohne')).body.columns[0].values as number[];

    const early = await server.post(`/plans/${plan}/adopt`, { body: { validFrom: '2014-01-01' } });
    expect(early.status).toBe(409);
    const outline = (await server.get(`/plans/${plan}/zones?crs=EPSG:25832`, 'planung')).body.features;
    const rows = (await server.get(`/plans/${plan}`, 'planung')).body.zones;
    const adopted = await server.post(`/plans/${plan}/adopt`, { body: { validFrom: '2027-01-01' } });
    expect(adopted.status, adopted.text).toBe(201);

    const { body: sets } = await server.get('/block-sets');
    expect(sets.blockSets).toMatchObject([{ blockSet: 1, validTo: '2027-01-01', blocks: 48 }, { blockSet: 2, validFrom: '2027-01-01', validTo: null, blocks: 49 }]);
    const now = await zonesOf('stadtteil', '2027-06-30');
    const corners = (features: { geometry: { coordinates: number[][][][] } }[]) => features.map(({ geometry }) => geometry.coordinates.flat(2).map(([x, y]) => `${x} ${y}`).toSorted());
    expect(corners(now)).toEqual(corners(outline));
    expect(corners(await zonesOf('stadtteil', '2026-06-30'))).not.toEqual(corners(outline));
    // The other geography goes on with the same outlines on the new blocks.
    const bezirk = [await zonesOf('bezirk', '2026-06-30'), await zonesOf('bezirk', '2027-06-30')];
    const area = (features: { geometry: { coordinates: number[][][][] } }[]) =>
      features.map(({ geometry }) => geometry.coordinates.reduce((all, [shell]) => all + shell!.reduce((sum, [x, y], i) => sum + (i === 0 ? 0 : shell![i - 1]![0]! * y! - x! * shell![i - 1]![1]!) / 2, 0), 0));
    expect(area(bezirk[1])).toEqual(area(bezirk[0]).map((value) => expect.closeTo(value, 3)));

    const next = await server.post('/plans', { body: { geography: 'stadtteil', name: 'danach', validFrom: '2028-01-01' } });
    expect([next.body.baseVersion, next.body.blockSet]).toEqual([2, 2]);
    const cells = (list: { zone: string; cells: { residents: unknown }; areaM2: number }[]) => list.map(({ zone, cells: { residents }, areaM2 }) => [zone, residents, areaM2]);
    expect(cells(next.body.zones)).toEqual(cells(rows).map(([zone, residents, areaM2]) => [zone, residents, expect.closeTo(areaM2 as number, 3)]));
    const counts = (await server.get(`/plans/${next.body.plan}/counts?statistics=residents&referenceDate=${DATE}`, 'planung')).body.columns[0].values as number[];
    expect(counts[4]! + counts[48]!).toBe(residentsOf(4));
    expect(counts.slice(5, 48)).toEqual(BLOCKS.slice(5).map((_, i) => residentsOf(i + 5)));
    const copy = (await server.get(`/plans/${next.body.plan}/counts?statistics=residents&referenceDate=${DATE}`, 'ohne')).body.columns[0].values as number[];
    expect([...copy.slice(0, 4), copy[4]! + copy[48]!, ...copy.slice(5, 48)]).toEqual(copyBefore);
    expect((await server.get('/ledger/verify', 'statistik')).body).toMatchObject({ ok: true });

    // The plan that had cut b04 elsewhere keeps its other cut; of b04 somebody has to say anew.
    const carried = (await server.get(`/plans/${other}`, 'planung')).body;
    expect([carried.blockSet, carried.state]).toEqual([2, 'draft']);
    expect(carried.issues.find(({ code }: { code: string }) => code === 'NOT_CARRIED').where.blocks.toSorted()).toEqual(['b04.1', 'b04.2']);
    const otherBlocks = await blocksOf(other);
    expect(otherBlocks.cuts.map(({ block }: { block: string }) => block)).toEqual(['b20']);
    expect(carried.zones[0].blocks).toBe(13);
    const plainBlocks = await blocksOf(plain);
    expect([plainBlocks.blockSet, plainBlocks.assignment[5], plainBlocks.assignment[4], plainBlocks.assignment[48], plainBlocks.cuts]).toEqual([2, 0, 1, 1, []]);
    // Adopted, the plan itself stays as it was drawn.
    expect(await blocksOf(plan)).toMatchObject({ blockSet: 1, fragments: ['b04.2'] });
    const paths = [plan, other, plain, next.body.plan as string].flatMap((id) => [`/plans/${id}`, `/plans/${id}/blocks`, `/plans/${id}/zones`]);
    const ask = () => Promise.all(paths.map(async (path) => (await server.get(path, 'planung')).text));
    const before = await ask();
    await server.stop();
    await server.start(test());
    expect(await ask()).toEqual(before);
  });

  it('has fragments that count as their block in the audit of a release: 0 for a tenth of a block of two is not told', async () => {
    const publish = async (version: number) => {
      const { body } = await server.post('/releases', { body: { geography: 'stadtteil', version, statistics: ['dogs'], referenceDates: [DATE], ruleSet: { threshold: 5, zeros: 'open' } } });
      expect((await server.post(`/releases/${body.release}/approve`, { as: 'statistik' })).body.state).toBe('published');
      const { body: zones } = await server.get(`/releases/${body.release}/zones`);
      return zones.features.map(({ properties }: { properties: { cells: { dogs: Record<string, unknown> } } }) => properties.cells.dogs[DATE]);
    };
    const value = (of: number) => ({ state: 'value', value: of });
    expect(await publish(1)).toEqual([value(120), value(112), value(120), value(120)]);
    // None of the two dogs of b04 is in the tenth of it that went to A: A and B have the totals that they had, and their difference would say so.
    expect(await publish(2)).toEqual([{ state: 'withheld' }, { state: 'withheld' }, value(120), value(120)]);
    // A plan on the new stand is told of it while it is drawn.
    const drawn = (await server.post('/plans', { body: { geography: 'stadtteil', name: 'danach', validFrom: '2028-01-01' } })).body.plan as string;
    const { body } = await server.get(`/plans/${drawn}/disclosure?statistics=dogs&referenceDate=${DATE}`, 'planung');
    expect(body.findings).toContainEqual(expect.objectContaining({ kind: 'difference', count: 0, fragments: true, blocks: ['b04.1'] }));
  });

  it('is refused for a day on which the blocks have not begun or have ended, and stores nothing', async () => {
    const plan = (await server.post('/plans', { body: { geography: 'stadtteil', name: 'zu früh', validFrom: '2028-01-01' } })).body.plan as string;
    await server.operate(plan, 0, { type: 'splitBlock', block: 'b05', line: line([550, -10], [550, 110]) });
    const refused = await server.post(`/plans/${plan}/adopt`, { body: { validFrom: '2027-01-01' } });
    expect([refused.status, codeOf(refused)]).toEqual([409, 'VALIDITY_OVERLAP']);
    expect((await server.get('/block-sets')).body.blockSets).toHaveLength(2);
    expect((await server.get(`/plans/${plan}`, 'planung')).body).toMatchObject({ state: 'draft', version: 1 });
  });
});
