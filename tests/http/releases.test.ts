// Releases over HTTP: two people, withheld cells without a number, a ledger that shows every change. On both engines.
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { listReleaseCells } from '../../server/db/queries/releases.ts';
import { brokenLink, canonicalJson } from '../../server/workspace/ledger-chain.ts';
import { digest } from '../../server/workspace/release-desk.ts';
import { describeEngines } from '../db/engines.ts';
import { codeOf, serveTown } from './server-under-test.ts';
import { BLOCKS, DATE, EARLIER, residentsOf, TOWN, zoneOf } from './town.ts';

const WISH = { geography: 'stadtteil', version: 1, statistics: ['children'], referenceDates: [DATE] };

describeEngines('releases', (test) => {
  const server = serveTown(test);
  const cellsOf = async (release: string, as?: string) => {
    const { body } = await server.get(`/releases/${release}/zones`, as);
    return Object.fromEntries(body.features.map((feature: { id: string; properties: { cells: unknown } }) => [feature.id, feature.properties.cells]));
  };

  it('is asked for by one person, approved by another and then seen by everybody, in the order of the zones', async () => {
    const asked = await server.post('/releases', { body: WISH });
    expect(asked.status).toBe(201);
    expect(asked.body).toMatchObject({ number: 1, state: 'requested', requestedBy: 'planung', decidedBy: null, ruleSet: { threshold: 5, zeros: 'open' } });
    expect(asked.body.audit).toEqual({ cells: 4, withheld: 1, missing: 1, primaryOnly: true });
    const path = asked.headers.get('location')!;
    expect((await server.get('/releases')).body.releases).toEqual([]);
    for (const hidden of [path, `${path}/zones`, `${path}/cells.csv`]) expect((await server.get(hidden)).status, hidden).toBe(404);
    expect((await server.get(`${path}/zones`, 'statistik')).status).toBe(200);
    // Who draws may not approve, who approves not what they asked for.
    expect((await server.post(`${path}/approve`)).status).toBe(403);
    const approved = await server.post(`${path}/approve`, { as: 'statistik' });
    expect([approved.status, approved.body.state, approved.body.decidedBy]).toEqual([200, 'approved', 'statistik']);
    expect(codeOf(await server.post(`${path}/approve`, { as: 'statistik' }))).toBe('WRONG_STATE');
    const { body } = await server.get(`${path}/zones`);
    expect(body.features.map((feature: { id: string }) => feature.id)).toEqual(['A', 'B', 'C', 'D']);
    expect(await cellsOf(asked.body.release)).toEqual({
      A: { children: { [DATE]: { state: 'withheld' } } },
      B: { children: { [DATE]: { state: 'value', value: 0 } } },
      C: { children: { [DATE]: { state: 'atLeast', value: 40 } } },
      D: { children: { [DATE]: { state: 'missing' } } },
    });
    expect((await server.get(`${path}/cells.csv`)).text).toBe(
      [
        'zone,name,statistic,reference_date,state,value',
        `A,Viertel A,children,${DATE},withheld,`,
        `B,Viertel B,children,${DATE},value,0`,
        `C,Viertel C,children,${DATE},atLeast,40`,
        `D,Viertel D,children,${DATE},missing,`,
        '',
      ].join('\r\n'),
    );
    expect((await server.get('/releases')).body.releases).toHaveLength(1);
  });

  it('nobody approves what they asked for, not even who has every role', async () => {
    for (const account of ['statistik', 'admin']) {
      const { body } = await server.post('/releases', { as: account, body: WISH });
      const answer = await server.post(`/releases/${body.release}/approve`, { as: account });
      expect([answer.status, codeOf(answer)]).toEqual([403, 'SAME_PERSON']);
      expect((await server.get(`/releases/${body.release}`, 'dsb')).body.state).toBe('requested');
    }
  });

  it('a withheld number is stored nowhere: not in the cells, not in the ledger', async () => {
    const { body } = await server.post('/releases', { body: { ...WISH, ruleSet: { threshold: 50, zeros: 'protect' } } });
    const cells = await listReleaseCells(test().database, TOWN.municipality, body.release);
    expect(cells.map(({ zone, state, value }) => [zone, state, value]).toSorted()).toEqual([
      ['A', 'withheld', null],
      ['B', 'withheld', null],
      ['C', 'withheld', null],
      ['D', 'missing', null],
    ]);
    const { body: ledger } = await server.get('/ledger', 'dsb');
    expect(ledger.entries.at(-1)).toMatchObject({ action: 'request', release: body.release, payload: { ...WISH, ruleSet: { threshold: 50, zeros: 'protect' } } });
  });

  it('a statistic that a date has not is missing, one that nobody has is refused, as are dates and cuts', async () => {
    const { body } = await server.post('/releases', { body: { ...WISH, statistics: ['residents', 'children'], referenceDates: [EARLIER, DATE] } });
    const cells = await cellsOf(body.release, 'planung');
    expect(cells.B.children).toEqual({ [EARLIER]: { state: 'missing' }, [DATE]: { state: 'value', value: 0 } });
    const residents = BLOCKS.reduce((sum, _, i) => sum + (zoneOf(i) === 'B' ? residentsOf(i) : 0), 0);
    expect(cells.B.residents).toEqual({ [EARLIER]: { state: 'value', value: residents - 12 }, [DATE]: { state: 'value', value: residents } });
    for (const [change, code] of [
      [{ statistics: ['dogs'] }, 'UNKNOWN_STATISTIC'],
      [{ referenceDates: ['1999-12-31'] }, 'UNKNOWN_REFERENCE_DATE'],
      [{ geography: 'nirgends' }, 'UNKNOWN_GEOGRAPHY'],
      [{ version: 99 }, 'UNKNOWN_VERSION'],
    ] as const) {
      const answer = await server.post('/releases', { body: { ...WISH, ...change } });
      expect([answer.status, codeOf(answer)]).toEqual([422, code]);
    }
    for (const change of [{ ruleSet: { threshold: 0 } }, { statistics: [] }, { referenceDates: ['gestern'] }, { note: 'x' }]) {
      expect((await server.post('/releases', { body: { ...WISH, ...change } })).status).toBe(400);
    }
    expect((await server.post('/releases', { as: 'dsb', body: WISH })).status).toBe(403);
  });

  it('a withdrawn release is gone for the public and stays in the ledger', async () => {
    const { body } = await server.post('/releases', { body: WISH });
    await server.post(`/releases/${body.release}/approve`, { as: 'admin' });
    expect((await server.get(`/releases/${body.release}/zones`)).status).toBe(200);
    expect((await server.post(`/releases/${body.release}/withdraw`, { as: 'dsb' })).body.state).toBe('withdrawn');
    expect((await server.get(`/releases/${body.release}/zones`)).status).toBe(404);
    expect(codeOf(await server.post(`/releases/${body.release}/approve`, { as: 'statistik' }))).toBe('WRONG_STATE');
    const { body: ledger } = await server.get('/ledger', 'dsb');
    expect(ledger.entries.filter((entry: { release: string }) => entry.release === body.release).map((entry: { action: string }) => entry.action)).toEqual(['request', 'approve', 'withdraw']);
  });

  it('anybody can check the ledger from its JSON alone, and the approved cells by their digest', async () => {
    const { body } = await server.get('/ledger', 'dsb');
    let previous = '0'.repeat(64);
    for (const entry of body.entries) {
      expect(entry.previousHash).toBe(previous);
      previous = createHash('sha256').update(entry.previousHash + canonicalJson(entry.payload)).digest('hex');
      expect(entry.hash).toBe(previous);
    }
    const approval = body.entries.find((entry: { action: string }) => entry.action === 'approve');
    expect(approval.payload.cellsSha256).toBe(digest(await listReleaseCells(test().database, TOWN.municipality, approval.release)));
  });

  it('a ledger entry cannot be changed or removed, and a forged copy breaks at its place', async () => {
    await expect(test().database.query(`update app.ledger set account = 'x'`)).rejects.toThrow(/append-only/);
    await expect(test().database.query('delete from app.ledger')).rejects.toThrow(/append-only/);
    await expect(test().database.query(`update app.release_cell set state = 'value', value = 3 where state = 'withheld'`)).rejects.toThrow(/append-only/);
    const entries = await server.workspace.releases.ledger();
    expect(brokenLink(entries)).toBeNull();
    const second = entries[1]!;
    for (const forged of [
      { ...second, account: 'jemand' },
      { ...second, payload: { ...second.payload, statistics: ['residents'] } },
      { ...second, at: new Date(0) },
    ]) {
      expect(brokenLink(entries.with(1, forged))).toBe(2);
    }
    expect(brokenLink(entries.toSpliced(1, 1))).toBe(3);
  });

  it('requests that come together each get their own place in the chain', async () => {
    const before = (await server.workspace.releases.ledger()).length;
    const answers = await Promise.all(Array.from({ length: 5 }, () => server.post('/releases', { body: WISH })));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
    const entries = await server.workspace.releases.ledger();
    expect(entries).toHaveLength(before + 5);
    expect(brokenLink(entries)).toBeNull();
    expect(new Set(answers.map(({ body }) => body.number)).size).toBe(5);
  });
});
