// Named versions of a plan, the way back to them, and branches that begin as a plan is or was. On both engines.
import { expect, it } from 'vitest';
import { transformer } from '../../server/gdal/crs/crs.ts';
import { describeServed } from '../db/engines.ts';
import { listen } from './event-reader.ts';
import { codeOf, serveTown, type ServerUnderTest } from './server-under-test.ts';

/** Through the middle of b00 from below to above: corners of blocks are 100 m apart. */
const LINE = { type: 'LineString', coordinates: [[500_050, 5_499_990], [500_050, 5_500_110]].map(([x, y]) => transformer(25832, 4326)(x!, y!)) };

const STEPS = [
  { type: 'createZone', zone: 'E', name: 'Neues Viertel', blocks: ['b03', 'b04'] },
  { type: 'splitBlock', block: 'b00', line: LINE },
  { type: 'assign', blocks: ['b00.1'], zone: 'C' },
  { type: 'mergeZones', zones: ['D'], into: 'B' },
  { type: 'renumberZone', zone: 'C', to: 'N' },
  { type: 'lockBlocks', blocks: ['b08'], locked: true },
  { type: 'lockZone', zone: 'E', locked: true },
];

async function draw(server: ServerUnderTest, plan: string): Promise<void> {
  for (const [version, step] of STEPS.entries()) {
    const answer = await server.operate(plan, version, step);
    expect([answer.status, answer.body.version], JSON.stringify(step)).toEqual([200, version + 1]);
  }
}

const KEPT = ['zones', 'assignment', 'cuts', 'fragments', 'lockedBlocks'] as const;

/** Everything of a plan that a version has. */
async function stateOf(server: ServerUnderTest, plan: string, version?: number) {
  const { body } = await server.get(`/plans/${plan}/blocks${version === undefined ? '' : `?version=${version}`}`, 'planung');
  return Object.fromEntries(KEPT.map((key) => [key, body[key]]));
}

describeServed('versions of a plan', (test) => {
  const server = serveTown(test);
  const branch = (body: unknown, as = 'planung') => server.post('/plans', { as, body });

  it('are named once, listed for everybody, and told to who has the plan open', async () => {
    const plan = await server.newPlan();
    await server.operate(plan, 0, STEPS[0]);
    const reader = await listen(server, `/plans/${plan}/events`, await server.headersOf('ohne'));
    const named = await server.post(`/plans/${plan}/snapshots`, { body: { name: ' Nach der Runde ' } });
    expect([named.status, named.body]).toMatchObject([201, { name: 'Nach der Runde', version: 1, account: 'planung', restorable: true }]);
    expect((await server.post(`/plans/${plan}/snapshots`, { as: 'ohne', body: { name: 'Anfang', version: 0 } })).body.version).toBe(0);
    expect(codeOf(await server.post(`/plans/${plan}/snapshots`, { body: { name: 'Anfang' } }))).toBe('SNAPSHOT_EXISTS');
    expect((await reader.next(2)).map(({ event, data }) => [event, data.name])).toEqual([['snapshot', 'Nach der Runde'], ['snapshot', 'Anfang']]);
    await reader.close();
    const { body } = await server.get(`/plans/${plan}/snapshots`, 'dsb');
    expect(body.snapshots.map(({ name, version }: { name: string; version: number }) => [name, version])).toEqual([['Nach der Runde', 1], ['Anfang', 0]]);
    expect((await server.post(`/plans/${plan}/snapshots`, { body: { name: 'x', version: 9 } })).status).toBe(404);
    expect((await server.post(`/plans/${plan}/snapshots`, { body: { name: '' } })).status).toBe(400);
    expect((await server.post(`/plans/${plan}/snapshots`, { as: 'statistik', body: { name: 'x' } })).status).toBe(403);
  });

  it('bring zones, blocks, cuts and locks back as one step that can be undone and redone, also after a restart', async () => {
    const plan = await server.newPlan();
    await draw(server, plan);
    const states = [];
    for (let version = 0; version <= STEPS.length; version++) states.push(await stateOf(server, plan, version));
    const { body: named } = await server.post(`/plans/${plan}/snapshots`, { body: { name: 'Mit Schnitt', version: 3 } });
    const back = await server.post(`/plans/${plan}/restore`, { body: { snapshot: named.snapshot }, ifMatch: 7 });
    expect([back.status, back.headers.get('etag'), back.body.canUndo]).toEqual([200, '"8"', true]);
    expect(await stateOf(server, plan)).toEqual(states[3]);
    const start = await server.post(`/plans/${plan}/restore`, { body: { version: 0 } });
    expect(start.body.version).toBe(9);
    expect(await stateOf(server, plan)).toEqual(states[0]);
    await server.post(`/plans/${plan}/undo`);
    expect(await stateOf(server, plan)).toEqual(states[3]);
    await server.post(`/plans/${plan}/undo`);
    expect(await stateOf(server, plan)).toEqual(states[7]);
    await server.post(`/plans/${plan}/redo`);
    await server.stop();
    await server.start(test());
    expect(await stateOf(server, plan)).toEqual(states[3]);
    const { body: history } = await server.get(`/plans/${plan}/history`, 'planung');
    expect(history.events[7].operation).toEqual({ type: 'restoreState' });
    // What is already so leaves no event.
    expect((await server.post(`/plans/${plan}/restore`, { body: { version: 3 } })).body.version).toBe(12);
  });

  it('say what cannot be returned to, and leave a plan that is no draft alone', async () => {
    const plan = await server.newPlan();
    await server.operate(plan, 0, STEPS[0]);
    const other = await server.newPlan();
    const { body: foreign } = await server.post(`/plans/${other}/snapshots`, { body: { name: 'Anderswo' } });
    expect(codeOf(await server.post(`/plans/${plan}/restore`, { body: { snapshot: foreign.snapshot } }))).toBe('UNKNOWN_SNAPSHOT');
    expect(codeOf(await server.post(`/plans/${plan}/restore`, { body: { version: 5 } }))).toBe('VERSION_GONE');
    expect((await server.post(`/plans/${plan}/restore`, { body: {} })).status).toBe(400);
    expect((await server.post(`/plans/${plan}/restore`, { body: { version: 0 }, ifMatch: 0 })).status).toBe(412);
    await server.post(`/plans/${plan}/submit`);
    expect(codeOf(await server.post(`/plans/${plan}/restore`, { body: { version: 0 } }))).toBe('NOT_DRAFT');
  });

  it('begin a branch, which is as the plan is, or was, and goes its own way', async () => {
    const plan = await server.newPlan();
    await draw(server, plan);
    const now = await branch({ name: 'Zweig', from: { plan } }, 'ohne');
    expect([now.status, now.body]).toMatchObject([201, { geography: 'stadtteil', baseVersion: 1, state: 'draft', version: 1, createdBy: 'ohne', branchedFrom: { plan, version: 7 }, canUndo: true }]);
    expect(now.headers.get('etag')).toBe('"1"');
    expect(await stateOf(server, now.body.plan)).toEqual(await stateOf(server, plan));
    const then = await branch({ geography: 'stadtteil', name: 'Früher', from: { plan, version: 2 } });
    expect(await stateOf(server, then.body.plan)).toEqual(await stateOf(server, plan, 2));
    await server.operate(then.body.plan, 1, { type: 'assign', blocks: ['b40'], zone: 'A' });
    expect((await server.get(`/plans/${plan}`, 'planung')).body.version).toBe(7);
    const { body: list } = await server.get('/plans', 'planung');
    expect(list.plans.find((row: { plan: string }) => row.plan === now.body.plan).branchedFrom).toEqual({ plan, version: 7 });
    expect(list.plans.find((row: { plan: string }) => row.plan === plan).branchedFrom).toBeNull();
    // Its beginning is a step: without it, it is the cut that both began with.
    await server.post(`/plans/${then.body.plan}/undo`);
    await server.post(`/plans/${then.body.plan}/undo`);
    expect(await stateOf(server, then.body.plan)).toEqual(await stateOf(server, plan, 0));
  });

  it('begin a branch at version 0 where nothing was done, and a draft where the plan was handed in', async () => {
    const plan = await server.newPlan();
    const empty = await branch({ name: 'Leer', from: { plan } });
    expect(empty.body).toMatchObject({ version: 0, branchedFrom: { plan, version: 0 } });
    await server.post(`/plans/${plan}/submit`);
    expect((await branch({ name: 'Weiter', from: { plan } })).body).toMatchObject({ state: 'draft', branchedFrom: { plan, version: 1 } });
  });

  it('begin no branch of a plan or version that is not there, nor of another geography', async () => {
    const plan = await server.newPlan();
    expect((await branch({ name: 'x', from: { plan: 'keiner' } })).status).toBe(404);
    expect((await branch({ name: 'x', from: { plan, version: 3 } })).status).toBe(404);
    expect(codeOf(await branch({ name: 'x', geography: 'andere', from: { plan } }))).toBe('UNKNOWN_GEOGRAPHY');
    expect((await branch({ name: 'x' })).status).toBe(400);
    expect((await branch({ name: 'x', from: { plan } }, 'statistik')).status).toBe(403);
  });
});
