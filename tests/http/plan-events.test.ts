// The event stream of a plan: two readers see the same steps, and a lost connection leaves no hole. On both engines.
import { expect, it } from 'vitest';
import { describeServed } from '../db/engines.ts';
import { listen } from './event-reader.ts';
import { serveTown } from './server-under-test.ts';

describeServed('the event stream of a plan', (test) => {
  const server = serveTown(test);

  it('two people see every step of each other, with blocks, slots and who it was', async () => {
    const plan = await server.newPlan();
    const one = await listen(server, `/plans/${plan}/events`, await server.headersOf('planung'));
    const two = await listen(server, `/plans/${plan}/events`, await server.headersOf('ohne'));
    expect(one.response.headers.get('content-type')).toContain('text/event-stream');
    await server.operate(plan, 0, { type: 'assign', blocks: ['b04'], zone: 'A' });
    await server.operate(plan, 1, { type: 'createZone', zone: 'E', name: 'Ecke', blocks: ['b47'] }, 'ohne');
    const [mine, theirs] = [await one.next(2), await two.next(2)];
    expect(mine).toEqual(theirs);
    expect(mine[0]).toMatchObject({
      event: 'operation',
      id: '1',
      data: { version: 1, kind: 'operation', state: 'draft', account: 'planung', operation: { type: 'assign', blocks: ['b04'], zone: 'A' }, moves: [{ from: 1, to: 0, blocks: ['b04'] }], zonesChanged: false, canUndo: true },
    });
    expect(mine[1]!.data).toMatchObject({ version: 2, account: 'ohne', moves: [{ from: 3, to: 4, blocks: ['b47'] }], zonesChanged: true });
    expect(mine[1]!.data.zones).toContainEqual({ slot: 4, zone: 'E', name: 'Ecke', locked: false });
    await one.close();
    await two.close();
  });

  it('who comes back with the last version seen gets what was missed, also after the server has started again', async () => {
    const plan = await server.newPlan();
    await server.operate(plan, 0, { type: 'assign', blocks: ['b04'], zone: 'A' });
    await server.post(`/plans/${plan}/undo`);
    await server.stop();
    await server.start(test());
    const back = await listen(server, `/plans/${plan}/events`, { ...(await server.headersOf('planung')), 'Last-Event-ID': '0' });
    const missed = await back.next(2);
    expect(missed.map(({ id, data }) => [id, data.kind, data.moves[0].to])).toEqual([['1', 'operation', 0], ['2', 'undo', 1]]);
    await server.post(`/plans/${plan}/redo`);
    expect((await back.next(1))[0]).toMatchObject({ id: '3', data: { kind: 'redo', moves: [{ from: 1, to: 0, blocks: ['b04'] }] } });
    await back.close();
  });

  it('a version that the plan never had makes the reader begin anew', async () => {
    const plan = await server.newPlan();
    const lost = await listen(server, `/plans/${plan}/events`, { ...(await server.headersOf('planung')), 'Last-Event-ID': '77' });
    expect(await lost.next(1)).toEqual([{ event: 'reset', id: '0', data: { version: 0 } }]);
    await lost.close();
  });

  it('the public hears nothing', async () => {
    const plan = await server.newPlan();
    expect((await server.get(`/plans/${plan}/events`)).status).toBe(403);
    expect((await server.get(`/plans/${plan}/events?account=niemand`)).status).toBe(403);
  });
});
