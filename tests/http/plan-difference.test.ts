// What lies elsewhere in a plan than in its base, another plan or a named version, with the people who live there. On both engines.
import { expect, it } from 'vitest';
import { transformer } from '../../server/gdal/crs/crs.ts';
import { listAccess } from '../../server/db/queries/access-log.ts';
import { describeServed } from '../db/engines.ts';
import { codeOf, serveTown } from './server-under-test.ts';
import { BLOCKS, DATE, EARLIER, residentsOf, TOWN, zoneOf } from './town.ts';

/** Parts b04 in a left third and the rest. */
const LINE = { type: 'LineString', coordinates: [[500_430, 5_499_990], [500_430, 5_500_110]].map(([x, y]) => transformer(25832, 4326)(x!, y!)) };
const BASE = 5;

describeServed('the difference of plans', (test) => {
  const server = serveTown(test);
  const difference = (plan: string, query = '', as = 'planung') => server.get(`/plans/${plan}/difference${query}`, as);
  const brief = (body: { rows: { from: string; to: string; blocks: number; parts: number }[] }) => body.rows.map(({ from, to, blocks, parts }) => [from, to, blocks, parts]);

  it('to the base, another plan, an earlier version and a named one, with true counts for who has the clearance', async () => {
    const plan = await server.newPlan('Neu');
    expect((await difference(plan)).body).toMatchObject({ a: { kind: 'base', title: 'Stand 2020', version: 1 }, b: { kind: 'plan', plan, title: 'Neu', version: 0 }, rows: [] });
    await server.operate(plan, 0, { type: 'assign', blocks: ['b04', 'b12'], zone: 'A' });
    await server.operate(plan, 1, { type: 'createZone', zone: 'E', name: 'Ecke', blocks: ['b47'] });
    await server.operate(plan, 2, { type: 'assign', blocks: ['b00'], zone: '' });
    const { body } = await difference(plan, '?statistics=residents,children');
    expect(brief(body)).toEqual([['B', 'A', 2, 0], ['A', '', 1, 0], ['D', 'E', 1, 0]]);
    expect(body).toMatchObject({ numbers: 'true', referenceDate: DATE });
    expect(body.rows[0]).toMatchObject({ areaM2: 20_000, cells: { residents: { state: 'value', value: residentsOf(4) + residentsOf(12) }, children: { state: 'value', value: 0 } } });
    expect(body.rows[2].cells).toEqual({ residents: { state: 'value', value: residentsOf(47) }, children: { state: 'missing' } });
    expect(body.a.zones.map(({ zone }: { zone: string }) => zone)).toEqual(['A', 'B', 'C', 'D']);
    expect(body.b.zones.at(-1)).toEqual({ zone: 'E', name: 'Ecke' });
    const { body: named } = await server.post(`/plans/${plan}/snapshots`, { body: { name: 'Eins', version: 1 } });
    const { body: since } = await difference(plan, `?with=snapshot:${named.snapshot}`);
    expect([since.a.kind, since.a.title, since.a.version]).toEqual(['snapshot', 'Eins', 1]);
    expect(brief(since)).toEqual([['A', '', 1, 0], ['D', 'E', 1, 0]]);
    expect(brief((await difference(plan, `?with=plan:${plan}@2`)).body)).toEqual([['A', '', 1, 0]]);
    expect(brief((await difference(plan, `?with=plan:${plan}@2&version=1`)).body)).toEqual([['E', 'D', 1, 0]]);
    const other = await server.newPlan('Anders');
    const { body: from } = await difference(plan, `?with=plan:${other}&blocks=true`);
    expect([from.a.title, from.rows.length]).toEqual(['Anders', 3]);
    expect(from.blocks.a).toEqual(BLOCKS.map((_, i) => ['A', 'B', 'C', 'D'].indexOf(zoneOf(i))));
    expect([0, 4, 47].map((block) => from.blocks.b[block])).toEqual([-1, 0, 4]);
  });

  it('shares counts of blocks that are cut, and loses nobody', async () => {
    const plan = await server.newPlan();
    expect((await server.operate(plan, 0, { type: 'splitBlock', block: 'b04', line: LINE })).status).toBe(200);
    const { body: blocks } = await server.get(`/plans/${plan}/blocks`, 'planung');
    const zones = (await server.get(`/plans/${plan}/zones?crs=EPSG:25832`, 'planung')).body;
    expect(zones.features).toHaveLength(4);
    await server.operate(plan, 1, { type: 'assign', blocks: [blocks.fragments.includes('b04.1') ? 'b04.1' : blocks.fragments[0]], zone: 'A' });
    const { body } = await difference(plan, '?statistics=residents&blocks=true');
    expect(brief(body)).toEqual([['B', 'A', 0, 1]]);
    const share = body.rows[0].areaM2 / 10_000;
    expect([0.3, 0.7].some((of) => Math.abs(share - of) < 1e-4)).toBe(true);
    expect(Math.abs(body.rows[0].cells.residents.value - share * residentsOf(4))).toBeLessThan(1);
    expect(body.blocks.b[4]).toBe(-2);
    const rows = (await server.get(`/plans/${plan}?statistics=residents`, 'planung')).body.zones;
    const inB = BLOCKS.reduce((sum, _, i) => sum + (zoneOf(i) === 'B' ? residentsOf(i) : 0), 0);
    expect(rows[1].cells.residents.value).toBe(inB - body.rows[0].cells.residents.value);
  });

  it('gives who has no clearance what the protected copy has and nothing else, and writes down who saw true counts', async () => {
    const plan = await server.newPlan();
    await server.operate(plan, 0, { type: 'assign', blocks: ['b04'], zone: 'A' });
    const { body } = await difference(plan, '?statistics=residents', 'ohne');
    expect(body.numbers).toBe('protected-copy');
    const { body: counts } = await server.get(`/plans/${plan}/counts?statistics=residents`, 'ohne');
    expect(body.rows[0].cells.residents).toEqual({ state: 'value', value: counts.columns[0].values[4], approximate: true });
    expect(body.rows[0].cells.residents.value % BASE).toBe(0);
    expect(body.rows[0].cells.residents.value).not.toBe(residentsOf(4));
    const seen = async () => (await listAccess(test().database, TOWN.municipality, { account: null, before: null, limit: 500 })).filter(({ what }) => what === `difference of plan ${plan} with base`);
    expect(await seen()).toEqual([]);
    await difference(plan, `?statistics=residents&referenceDate=${EARLIER}`);
    expect(await seen()).toMatchObject([{ account: 'planung', source: 'test', referenceDate: EARLIER }]);
  });

  it('says what cannot be compared', async () => {
    const plan = await server.newPlan();
    expect((await server.ask('POST', '/geographies', { as: 'admin', body: { geography: 'schulbezirk', name: { de: 'S', en: 'S' }, parent: null } })).status).toBe(201);
    const { body: other } = await server.post('/plans', { body: { geography: 'schulbezirk', name: 'S' } });
    expect(codeOf(await difference(plan, `?with=plan:${other.plan}`))).toBe('NOT_COMPARABLE');
    expect((await difference(other.plan)).body.a).toMatchObject({ kind: 'base', version: null, zones: [] });
    expect((await difference(plan, '?with=plan:keiner')).status).toBe(404);
    expect((await difference(plan, `?with=plan:${plan}@9`)).status).toBe(404);
    expect(codeOf(await difference(plan, '?with=snapshot:keiner'))).toBe('UNKNOWN_SNAPSHOT');
    expect((await difference(plan, '?with=irgendwas')).status).toBe(400);
    expect((await difference(plan, '', 'public')).status).toBe(403);
  });
});
