// Who has a plan open and works where: told to everybody who has it open, and written nowhere.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PlanNotices, type PlanNotice } from '../../server/workspace/plans/plan-notices.ts';
import { PlanPresences } from '../../server/workspace/plans/plan-presence.ts';
import { describeServed } from '../db/engines.ts';
import { listen } from './event-reader.ts';
import { codeOf, serveTown } from './server-under-test.ts';

describeServed('presence', (test) => {
  const server = serveTown(test);

  it('is told to everybody who has the plan open, also to who comes later, and the same account may be there twice', async () => {
    const plan = await server.newPlan();
    const one = await listen(server, `/plans/${plan}/events`, await server.headersOf('ohne'));
    const tell = (as: string, body: unknown) => server.post(`/plans/${plan}/presence`, { as, body });
    expect((await tell('planung', { window: 'links', at: [9.0001, 49.6502], zone: 'A', tool: 'brush' })).status).toBe(204);
    expect((await tell('planung', { window: 'rechts', at: null, zone: null, tool: null })).status).toBe(204);
    const left = { account: 'planung', name: 'Planung', window: 'links', at: [9.0001, 49.6502], zone: 'A', tool: 'brush' };
    const right = { account: 'planung', name: 'Planung', window: 'rechts', at: null, zone: null, tool: null };
    const heard = await one.next(2);
    expect(heard.map(({ event, id, data }) => ({ event, id, data }))).toEqual([
      { event: 'presence', id: '', data: left },
      { event: 'presence', id: '', data: right },
    ]);
    const two = await listen(server, `/plans/${plan}/events`, await server.headersOf('planung'));
    expect((await two.next(2)).map(({ data }) => data)).toEqual([left, right]);
    await tell('planung', { window: 'links', gone: true });
    expect((await one.next(1))[0]).toMatchObject({ event: 'presence', data: { account: 'planung', window: 'links', gone: true } });
    // A step goes on by its own id: what was told between does not count.
    await server.operate(plan, 0, { type: 'assign', blocks: ['b04'], zone: 'A' });
    expect((await one.next(1))[0]).toMatchObject({ event: 'operation', id: '1' });
    const other = await server.newPlan();
    const elsewhere = await listen(server, `/plans/${other}/events`, await server.headersOf('planung'));
    await server.operate(other, 0, { type: 'assign', blocks: ['b04'], zone: 'A' });
    expect((await elsewhere.next(1))[0]).toMatchObject({ event: 'operation' });
    for (const stream of [one, two, elsewhere]) await stream.close();
  });

  it('takes a place, a zone and a tool and nothing else: no block ids, no text', async () => {
    const plan = await server.newPlan();
    for (const body of [{ blocks: ['b04'] }, { at: [200, 49] }, { at: ['9', '49'] }, { tool: '<b>' }, { tool: 'x'.repeat(41) }, { window: 'a b' }, { zone: 'A\u0007' }]) {
      const answer = await server.post(`/plans/${plan}/presence`, { body });
      expect([answer.status, codeOf(answer)], JSON.stringify(body)).toEqual([400, 'INVALID_BODY']);
    }
    expect((await server.post('/plans/keiner/presence', { body: {} })).status).toBe(404);
    expect((await server.post(`/plans/${plan}/presence`, { as: 'public', body: {} })).status).toBe(403);
  });

  it('is in no table and in no line of the log', async () => {
    const plan = await server.newPlan();
    await server.post(`/plans/${plan}/presence`, { body: { window: 'spurlos', at: [9.123456, 49.654321], zone: 'A', tool: 'lasso' } });
    const tables = await test().database.query<{ name: string }>(`select tablename as name from pg_tables where schemaname = 'app'`);
    for (const { name } of tables) {
      const found = await test().database.query(`select 1 from app."${name}" as kept where kept::text like '%spurlos%' or kept::text like '%9.123456%'`);
      expect(found, name).toEqual([]);
    }
    expect(server.logged.join('')).not.toMatch(/spurlos|9\.123456/);
  });
});

describe('a window that is not heard of', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is gone after 20 s, and each sign of life begins them anew', () => {
    const notices = new PlanNotices();
    const heard: PlanNotice[] = [];
    notices.listen('p', (notice) => heard.push(notice));
    const presences = new PlanPresences(notices);
    const who = { account: 'a', name: 'A', window: '1', at: null, zone: null, tool: null };
    presences.here('p', who);
    presences.here('p', { ...who, window: '2' });
    vi.advanceTimersByTime(15_000);
    presences.here('p', who);
    vi.advanceTimersByTime(6_000);
    expect(presences.present('p').map(({ window }) => window)).toEqual(['1']);
    expect(heard.at(-1)!.data).toEqual({ account: 'a', window: '2', gone: true });
    vi.advanceTimersByTime(20_000);
    expect(presences.present('p')).toEqual([]);
    presences.close();
  });

  it('leaves room for others: a plan shows at most 200 windows', () => {
    const presences = new PlanPresences(new PlanNotices());
    for (let i = 0; i < 250; i++) presences.here('p', { account: 'a', name: 'A', window: `${i}`, at: null, zone: null, tool: null });
    expect(presences.present('p')).toHaveLength(200);
    presences.close();
    expect(presences.present('p')).toEqual([]);
  });
});
