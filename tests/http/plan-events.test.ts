// The event stream of a plan: two readers see the same steps, and a lost connection leaves no hole. On both engines.
import { expect, it } from 'vitest';
import { describeEngines } from '../db/engines.ts';
import { serveTown, type ServerUnderTest } from './server-under-test.ts';

interface Received {
  readonly event: string;
  readonly id: string;
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly data: any;
}

/** A reader of a stream: `next(n)` waits for n events more. */
async function listen(server: ServerUnderTest, path: string, headers: Record<string, string>) {
  const abort = new AbortController();
  const response = await fetch(server.url + path, { headers, signal: abort.signal });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  return {
    response,
    async next(count: number): Promise<Received[]> {
      for (;;) {
        const blocks = text.split('\n\n').slice(0, -1).filter((block) => block.includes('data:'));
        if (blocks.length >= count) {
          text = '';
          return blocks.map((block) => {
            const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? '';
            return { event: field('event'), id: field('id'), data: JSON.parse(field('data')) };
          });
        }
        const { value, done } = await reader.read();
        if (done) throw new Error(`the stream ended after ${text}`);
        text += value;
      }
    },
    async close() {
      abort.abort();
      await reader.cancel().catch(() => undefined);
    },
  };
}

describeEngines('the event stream of a plan', (test) => {
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
