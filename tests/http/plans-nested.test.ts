// Plans of a geography that lies inside another: what breaks the upper borders is told, and moves them too when that is asked for.
import { beforeAll, expect, it } from 'vitest';
import { transformer } from '../../server/gdal/crs/crs.ts';
import { describeServed } from '../db/engines.ts';
import { codeOf, serveTown } from './server-under-test.ts';
import { BLOCKS, TOWN } from './town.ts';

const toDegrees = transformer(TOWN.epsg, 4326);
const line = (...places: readonly (readonly [number, number])[]) => ({ type: 'LineString', coordinates: places.map(([x, y]) => toDegrees(500_000 + x, 5_500_000 + y)) });

describeServed('plans inside an upper geography', (test) => {
  const server = serveTown(test);
  const blocksOf = async (plan: string) => (await server.get(`/plans/${plan}/blocks`, 'planung')).body;
  const issuesOf = async (plan: string) => (await server.get(`/plans/${plan}`, 'planung')).body.issues as { code: string; where: { zone: string; blocks: string[] }; parents?: { parent: string; blocks: number }[] }[];

  /** Two strips of A and B each, which nest in the quarters. */
  async function begin(): Promise<{ plan: string; version: number }> {
    const { body } = await server.post('/plans', { body: { geography: 'kiez', name: 'Kieze' } });
    const plan = body.plan as string;
    expect(body.upperPlan).toBeNull();
    await server.operate(plan, 0, { type: 'createZone', zone: 'A1', name: 'A eins', blocks: BLOCKS.filter((_, i) => i < 24 && i % 8 < 4) });
    await server.operate(plan, 1, { type: 'createZone', zone: 'B1', name: 'B eins', blocks: BLOCKS.filter((_, i) => i < 24 && i % 8 >= 4) });
    return { plan, version: 2 };
  }

  beforeAll(async () => {
    const made = await server.post('/geographies', { body: { geography: 'kiez', name: { de: 'Kieze', en: 'Neighbourhoods' }, parent: 'stadtteil' } });
    expect(made.status).toBe(201);
  });

  it('a zone across an upper border is marked, with the zones it lies in, and a zone inside another is told', async () => {
    const { plan, version } = await begin();
    expect((await issuesOf(plan)).map(({ code }) => code)).toEqual(['UNASSIGNED']);
    const broken = await server.operate(plan, version, { type: 'assign', blocks: ['b04', 'b12'], zone: 'A1' });
    expect(broken.body.upper).toBeUndefined();
    const found = broken.body.issues.find(({ code }: { code: string }) => code === 'BREAKS_PARENT');
    expect(found).toMatchObject({ severity: 'warning', where: { zone: 'A1', blocks: ['b04', 'b12'], bounds: [500_400, 5_500_000, 500_500, 5_500_200] } });
    expect(found.parents).toMatchObject([{ parent: 'A', blocks: 12 }, { parent: 'B', blocks: 2 }]);
    const hole = await server.operate(plan, version + 1, { type: 'createZone', zone: 'A2', name: 'Mitte', blocks: ['b09'] });
    expect(hole.body.issues.find(({ code }: { code: string }) => code === 'HOLE')).toMatchObject({ severity: 'information', where: { zone: 'A1', blocks: ['b09'] } });
    const row = hole.body.zones.find(({ zone }: { zone: string }) => zone === 'A2');
    // A square in its circle, with four neighbours outside.
    expect([row.reock, row.cutEdges]).toEqual([expect.closeTo(2 / Math.PI, 9), 4]);
  });

  it('asked to, an operation moves the upper border too, in a plan of its own, and both are taken back together', async () => {
    const { plan, version } = await begin();
    const both = await server.post(`/plans/${plan}/operations?upper=true`, { ifMatch: version, body: { type: 'assign', blocks: ['b04', 'b12'], zone: 'A1' } });
    expect(both.status, both.text).toBe(200);
    expect(both.body.upper).toEqual({ plan: expect.any(String), version: 1 });
    expect(both.body.issues.map(({ code }: { code: string }) => code)).toEqual(['UNASSIGNED']);
    const upper = both.body.upper.plan as string;
    expect((await server.get(`/plans/${plan}`, 'planung')).body.upperPlan).toBe(upper);
    expect((await server.get(`/plans/${upper}`, 'planung')).body).toMatchObject({ geography: 'stadtteil', baseVersion: 1, version: 1, name: 'Kieze' });
    const above = await blocksOf(upper);
    expect([above.assignment[4], above.assignment[12], above.assignment[20]]).toEqual([0, 0, 1]);

    const undone = await server.post(`/plans/${plan}/undo`, { ifMatch: version + 1 });
    expect(undone.body.upper).toEqual({ plan: upper, version: 2 });
    expect((await blocksOf(upper)).assignment).toEqual(above.baseAssignment);
    const redone = await server.post(`/plans/${plan}/redo`, { ifMatch: version + 2 });
    expect(redone.body.upper).toEqual({ plan: upper, version: 3 });
    expect((await blocksOf(upper)).assignment).toEqual(above.assignment);

    // Somebody goes on above: what went along is not the newest step there any more.
    await server.operate(upper, 3, { type: 'renameZone', zone: 'C', name: 'Norden' });
    const before = [await blocksOf(plan), await blocksOf(upper)];
    const late = await server.post(`/plans/${plan}/undo`, { ifMatch: version + 3 });
    expect([late.status, codeOf(late), late.body.upperPlan]).toEqual([409, 'UPPER_MOVED_ON', upper]);
    expect([await blocksOf(plan), await blocksOf(upper)]).toEqual(before);
    await server.post(`/plans/${upper}/undo`);
    await server.post(`/plans/${upper}/undo`);
    const alone = await server.post(`/plans/${plan}/undo`, { ifMatch: version + 3 });
    expect([alone.status, alone.body.upper]).toEqual([200, undefined]);
  });

  it('both or neither: what the upper plan does not allow is not done below', async () => {
    const { plan, version } = await begin();
    const both = await server.post(`/plans/${plan}/operations?upper=true`, { ifMatch: version, body: { type: 'assign', blocks: ['b04'], zone: 'A1' } });
    const upper = both.body.upper.plan as string;
    await server.operate(upper, 1, { type: 'lockZone', zone: 'B', locked: true });
    const before = [await blocksOf(plan), await blocksOf(upper)];
    const refused = await server.post(`/plans/${plan}/operations?upper=true`, { ifMatch: version + 1, body: { type: 'assign', blocks: ['b12'], zone: 'A1' } });
    expect([refused.status, codeOf(refused), refused.body.upperPlan]).toEqual([409, 'UPPER_REFUSED', upper]);
    expect(refused.body.detail).toContain('B');
    expect([await blocksOf(plan), await blocksOf(upper)]).toEqual(before);
    const stale = await server.post(`/plans/${plan}/operations?upper=true`, { ifMatch: version, body: { type: 'assign', blocks: ['b12'], zone: 'A1' } });
    expect(stale.status).toBe(412);
    const quarters = await server.newPlan();
    expect(codeOf(await server.post(`/plans/${quarters}/operations?upper=true`, { ifMatch: 0, body: { type: 'assign', blocks: ['b04'], zone: 'A' } }))).toBe('NO_PARENT');
  });

  it('a fragment that goes along is cut in the upper plan too, and both are the same after a restart', async () => {
    const { plan, version } = await begin();
    await server.operate(plan, version, { type: 'splitBlock', block: 'b04', line: line([430, -10], [430, 110]) });
    const both = await server.post(`/plans/${plan}/operations?upper=true`, { ifMatch: version + 1, body: { type: 'assign', blocks: ['b04.1'], zone: 'A1' } });
    expect(both.status, both.text).toBe(200);
    expect(both.body.issues.map(({ code }: { code: string }) => code)).toEqual(['UNASSIGNED']);
    const upper = both.body.upper.plan as string;
    const above = await blocksOf(upper);
    expect(above.cuts).toEqual((await blocksOf(plan)).cuts);
    expect([above.assignment[4], above.assignment[BLOCKS.length], above.fragments]).toEqual([0, 1, ['b04.2']]);
    const texts = () => Promise.all([plan, upper].flatMap((id) => ['', '/blocks', '/zones'].map(async (path) => (await server.get(`/plans/${id}${path}`, 'planung')).text)));
    const before = await texts();
    await server.stop();
    await server.start(test());
    expect(await texts()).toEqual(before);
    expect((await server.post(`/plans/${plan}/undo`)).body.upper.plan).toBe(upper);
    expect((await blocksOf(upper)).cuts).toEqual([]);
  });
});
