// Releases over HTTP: two people, withheld cells without a number, an audit against all that is public. On both engines.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPostgres } from '../../server/db/postgres.ts';
import { listReleaseCells } from '../../server/db/queries/releases.ts';
import { describeEngines } from '../db/engines.ts';
import { insertDogs, SLIVER } from './release-town.ts';
import { codeOf, ServerUnderTest, serveTown } from './server-under-test.ts';
import { BLOCKS, DATE, EARLIER, residentsOf, TOWN, zoneOf } from './town.ts';

const WISH = { geography: 'stadtteil', version: 1, statistics: ['children'], referenceDates: [DATE] };
const DOGS = { geography: 'stadtteil', version: 1, statistics: ['dogs'], referenceDates: [DATE] };

describeEngines('releases', (test) => {
  const server = serveTown(test);
  const cellsOf = async (release: string, as?: string) => {
    const { body } = await server.get(`/releases/${release}/zones`, as);
    return Object.fromEntries(body.features.map((feature: { id: string; properties: { cells: unknown } }) => [feature.id, feature.properties.cells]));
  };

  it('is asked for by one person, approved by another and then seen by everybody, in the order of the zones', async () => {
    const asked = await server.post('/releases', { body: { ...WISH, purpose: 'Sozialbericht' } });
    expect(asked.status).toBe(201);
    expect(asked.body).toMatchObject({ number: 1, state: 'requested', requestedBy: 'planung', decidedBy: null, ruleSet: { threshold: 5, zeros: 'open' }, purpose: 'Sozialbericht', method: 'suppress' });
    expect(asked.body.audit).toMatchObject({ state: 'done', cells: 4, withheld: 1, missing: 1, primary: 1, secondary: 0, findings: 0, against: [] });
    const path = asked.headers.get('location')!;
    expect((await server.get('/releases')).body.releases).toEqual([]);
    for (const hidden of [path, `${path}/zones`, `${path}/cells.csv`]) expect((await server.get(hidden)).status, hidden).toBe(404);
    expect((await server.get(`${path}/zones`, 'statistik')).status).toBe(200);
    // Who draws may not approve, who approves not what they asked for.
    expect((await server.post(`${path}/approve`)).status).toBe(403);
    const approved = await server.post(`${path}/approve`, { as: 'statistik' });
    expect([approved.status, approved.body.state, approved.body.decidedBy]).toEqual([200, 'published', 'statistik']);
    expect(approved.body.signatures).toEqual([{ account: 'statistik', role: 'statistics', decision: 'approve', reason: '', at: expect.any(String) }]);
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
    // The public learns neither who decided nor why a cell is withheld.
    const [open] = (await server.get('/releases')).body.releases;
    expect(open).toMatchObject({ state: 'published', requestedBy: null, decidedBy: null, audit: { state: 'done', withheld: 1, findings: 0 } });
    expect(open.signatures).toBeUndefined();
    expect(Object.keys(open.audit)).not.toEqual(expect.arrayContaining(['primary']));
    expect(Object.keys(open.audit)).not.toEqual(expect.arrayContaining(['secondary']));
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
    expect(ledger.entries.at(-2)).toMatchObject({ action: 'request', release: body.release, payload: { ...WISH, ruleSet: { threshold: 50, zeros: 'protect' } } });
    expect(ledger.entries.at(-1)).toMatchObject({ action: 'audit', release: body.release, payload: { cells: 4 }, hash: body.audit.headHash });
    expect(Object.keys(ledger.entries.at(-1).payload)).not.toContain('withheld');
  });

  it('a statistic that a date has not is missing, one that nobody has is refused, as are dates and cuts', async () => {
    const { body } = await server.post('/releases', { body: { ...WISH, statistics: ['residents', 'children'], referenceDates: [EARLIER, DATE] } });
    const cells = await cellsOf(body.release, 'planung');
    expect(cells.B.children).toEqual({ [EARLIER]: { state: 'missing' }, [DATE]: { state: 'value', value: 0 } });
    const residents = BLOCKS.reduce((sum, _, i) => sum + (zoneOf(i) === 'B' ? residentsOf(i) : 0), 0);
    expect(cells.B.residents).toEqual({ [EARLIER]: { state: 'value', value: residents - 12 }, [DATE]: { state: 'value', value: residents } });
    for (const [change, code] of [
      [{ statistics: ['cats'] }, 'UNKNOWN_STATISTIC'],
      [{ referenceDates: ['1999-12-31'] }, 'UNKNOWN_REFERENCE_DATE'],
      [{ geography: 'nirgends' }, 'UNKNOWN_GEOGRAPHY'],
      [{ version: 99 }, 'UNKNOWN_VERSION'],
    ] as const) {
      const answer = await server.post('/releases', { body: { ...WISH, ...change } });
      expect([answer.status, codeOf(answer)]).toEqual([422, code]);
    }
    for (const change of [{ ruleSet: { threshold: 0 } }, { ruleSet: { threshold: 5, dominance: { n: 1, k: 85 } } }, { statistics: [] }, { referenceDates: ['gestern'] }, { note: 'x' }]) {
      expect((await server.post('/releases', { body: { ...WISH, ...change } })).status).toBe(400);
    }
    expect((await server.post('/releases', { as: 'dsb', body: WISH })).status).toBe(403);
  });

  it('rounded, shows multiples everywhere and says so in the file; what-if tells beforehand, the base is stored, and a second one shows the same numbers', async () => {
    const wish = { ...WISH, statistics: ['residents', 'children'], referenceDates: [DATE], method: 'round', ruleSet: { threshold: 3, zeros: 'open' } };
    const { method: _method, ruleSet: _ruleSet, ...asked } = wish;
    const { body: told } = await server.post('/releases/what-if', { body: { ...asked, variants: [{ threshold: 3, method: 'suppress' }, { threshold: 3, method: 'round' }] } });
    expect(told.variants).toMatchObject([{ method: 'suppress', roundingBase: null }, { method: 'round', roundingBase: 3, withheld: 1, secondary: 0, findings: 0 }]);
    const { body } = await server.post('/releases', { body: wish });
    expect(body).toMatchObject({ method: 'round', ruleSet: { threshold: 3, roundingBase: 3 }, audit: { state: 'done', findings: 0 } });
    expect(body.baseOf).toBeUndefined();
    expect((await server.post(`/releases/${body.release}/approve`, { as: 'statistik' })).body.state).toBe('published');
    const cells = await cellsOf(body.release);
    for (const zone of ['A', 'B', 'C', 'D']) {
      const { state, value } = cells[zone].residents[DATE];
      const truth = BLOCKS.reduce((sum, _, i) => sum + (zoneOf(i) === zone ? residentsOf(i) : 0), 0);
      expect([state, value % 3, Math.abs(value - truth) < 3], `${zone}: ${value}`).toEqual(['value', 0, true]);
    }
    // A was withheld exactly; C has blocks of unknown count, D has nothing else.
    expect(cells.A.children[DATE].value % 3).toBe(0);
    expect([cells.C.children[DATE].state, cells.D.children[DATE].state]).toEqual(['withheld', 'missing']);
    const { text } = await server.get(`/releases/${body.release}/cells.csv`);
    expect(text.split('\r\n')[0]).toBe('zone,name,statistic,reference_date,state,value,note');
    expect(text.split('\r\n')[1]).toMatch(/^A,Viertel A,residents,.*,value,\d+,gerundet auf Vielfache von 3 \/ rounded to multiples of 3$/);
    const { body: again } = await server.post('/releases', { body: wish });
    expect(again.audit).toMatchObject({ state: 'done', findings: 0, against: expect.arrayContaining([expect.objectContaining({ kind: 'release', id: body.release })]) });
    expect(await cellsOf(again.release, 'statistik')).toEqual(cells);
    for (const release of [again.release, body.release]) await server.post(`/releases/${release}/withdraw`, { as: 'dsb' });
  });

  it('a withdrawn release is gone for the public and stays in the ledger', async () => {
    const { body } = await server.post('/releases', { body: WISH });
    await server.post(`/releases/${body.release}/approve`, { as: 'admin' });
    expect((await server.get(`/releases/${body.release}/zones`)).status).toBe(200);
    expect((await server.post(`/releases/${body.release}/withdraw`, { as: 'dsb' })).body.state).toBe('withdrawn');
    expect((await server.get(`/releases/${body.release}/zones`)).status).toBe(404);
    expect(codeOf(await server.post(`/releases/${body.release}/approve`, { as: 'statistik' }))).toBe('WRONG_STATE');
    const { body: ledger } = await server.get('/ledger', 'dsb');
    expect(ledger.entries.filter((entry: { release: string }) => entry.release === body.release).map((entry: { action: string }) => entry.action)).toEqual(['request', 'audit', 'approve', 'withdraw']);
  });

  it('requests that come together each get their own place in the chain', async () => {
    const before = (await server.workspace.releases.ledger()).length;
    const answers = await Promise.all(Array.from({ length: 5 }, () => server.post('/releases', { body: WISH })));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
    // A request and an audit each.
    expect(await server.workspace.releases.ledger()).toHaveLength(before + 10);
    expect(await server.workspace.releases.verifyLedger()).toMatchObject({ ok: true, brokenAt: null });
    expect(new Set(answers.map(({ body }) => body.number)).size).toBe(5);
  });
});

describeEngines('the way of a release', (test) => {
  const server = serveTown(test);
  beforeAll(async () => {
    await insertDogs(test().database);
    await server.workspace.reload();
  });
  const ask = async (change: object = {}, as = 'planung') => (await server.post('/releases', { as, body: { ...DOGS, ...change } })).body;
  const step = (release: { release: string }, name: string, as: string, body?: object) => server.post(`/releases/${release.release}/${name}`, { as, ...(body === undefined ? {} : { body }) });

  it('data protection verifies where it must sign, and nobody signs twice', async () => {
    expect((await server.ask('PUT', '/signatures', { as: 'statistik', body: { required: ['statistics'] } })).status).toBe(403);
    expect((await server.ask('PUT', '/signatures', { as: 'admin', body: { required: ['dpo'] } })).status).toBe(400);
    expect((await server.ask('PUT', '/signatures', { as: 'admin', body: { required: ['dpo', 'statistics'] } })).body).toEqual({ required: ['dpo', 'statistics'] });
    const release = await ask({}, 'admin');
    const early = await step(release, 'approve', 'statistik');
    expect([early.status, codeOf(early), early.body.state]).toEqual([409, 'WRONG_STATE', 'requested']);
    expect(codeOf(await step(release, 'verify', 'admin', { decision: 'no-objection' }))).toBe('SAME_PERSON');
    expect((await step(release, 'verify', 'statistik', { decision: 'no-objection' })).status).toBe(403);
    const verified = await step(release, 'verify', 'dsb', { decision: 'no-objection' });
    expect([verified.status, verified.body.state]).toEqual([200, 'verified']);
    const done = await step(release, 'approve', 'statistik', { publish: false });
    expect([done.body.state, done.body.publishedAt, done.body.signatures.map((one: { role: string }) => one.role)]).toEqual(['approved', null, ['dpo', 'statistics']]);
    expect((await server.get(`/releases/${release.release}`)).status).toBe(404);
    expect((await step(release, 'publish', 'statistik')).body.state).toBe('published');
    expect((await server.get(`/releases/${release.release}`)).status).toBe(200);
    // One person with both roles is one person.
    const other = await ask();
    await step(other, 'verify', 'admin', { decision: 'no-objection' });
    expect(codeOf(await step(other, 'approve', 'admin'))).toBe('SAME_PERSON');
    await step(other, 'withdraw', 'dsb');
    await server.ask('PUT', '/signatures', { as: 'admin', body: { required: ['statistics'] } });
    await step(release, 'withdraw', 'dsb');
  });

  it('an objection needs a reason and blocks approval until it is taken back, whoever must sign', async () => {
    const release = await ask();
    expect((await step(release, 'verify', 'dsb', { decision: 'objection' })).status).toBe(400);
    expect((await step(release, 'verify', 'dsb', { decision: 'objection', reason: 'Zweck fehlt' })).body.state).toBe('objected');
    const refused = await step(release, 'approve', 'statistik');
    expect([refused.status, codeOf(refused), refused.body.state]).toEqual([409, 'WRONG_STATE', 'objected']);
    await step(release, 'verify', 'dsb', { decision: 'no-objection' });
    expect((await step(release, 'approve', 'statistik')).status).toBe(200);
  });

  it('what was published before is counted, even when it was withdrawn: zones are withheld that would give the block away', async () => {
    // The quarters are public from the tests above, and withdrawn in part.
    const districts = await ask({ geography: 'bezirk' });
    expect(districts.audit).toMatchObject({ findings: 0, primary: 0, secondary: 2 });
    expect(districts.audit.against.map((one: { kind: string }) => one.kind)).toEqual(['release', 'release']);
    const csv = (await server.get(`/releases/${districts.release}/cells.csv`, 'dsb')).text;
    expect(csv.split('\r\n').slice(1, 5).map((line) => line.split(',')[4])).toEqual(['withheld', 'withheld', 'value', 'value']);
    expect((await step(districts, 'approve', 'statistik')).status).toBe(200);
  });

  it('what is left of a whole is as secret as its part', async () => {
    const { release, audit } = await ask({ statistics: ['dogs', 'leashed'] });
    expect(audit.findings).toBe(0);
    const csv = (await server.get(`/releases/${release}/cells.csv`, 'dsb')).text;
    // 117 of 120 dogs of D: 120 is public, so that 117 would tell of 3.
    expect(csv).toContain(`D,Viertel D,leashed,${DATE},withheld,`);
    expect(csv).toContain(`A,Viertel A,leashed,${DATE},value,60`);
  });
});

describeEngines('two releases whose union leaks', (test, engine) => {
  const server = serveTown(test);
  /** On PostgreSQL a second server over the same database; the embedded engine has one. */
  const second = engine === 'postgres' ? new ServerUnderTest() : server;
  beforeAll(async () => {
    await insertDogs(test().database);
    await server.workspace.reload();
    if (second === server) return;
    await second.start({ ...test(), database: await openPostgres(test().databaseUrl!, { connections: 4 }), dataDir: `${test().dataDir}-second` });
  });
  afterAll(async () => {
    if (second === server) return;
    await second.stop();
    await second.workspace.db.close();
  });

  it('are each sound alone; approved at the same time, exactly one passes', async () => {
    const quarters = (await server.post('/releases', { body: DOGS })).body;
    const districts = (await second.post('/releases', { body: { ...DOGS, geography: 'bezirk' } })).body;
    expect([quarters.audit.findings, districts.audit.findings]).toEqual([0, 0]);
    expect([quarters.audit.withheld, districts.audit.withheld]).toEqual([0, 0]);
    const answers = await Promise.all([
      server.post(`/releases/${quarters.release}/approve`, { as: 'statistik' }),
      second.post(`/releases/${districts.release}/approve`, { as: 'statistik' }),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const refused = answers.findIndex(({ status }) => status === 409);
    expect(codeOf(answers[refused]!)).toBe('HAS_FINDINGS');
    const [lost, won] = refused === 0 ? [quarters, districts] : [districts, quarters];

    // The certificate is told to who is cleared, with totals that anybody can add up; the look at it is recorded.
    const findings = await server.get(`/releases/${lost.release}/findings`, 'dsb');
    expect(findings.status).toBe(200);
    const exact = findings.body.findings.filter((one: { kind: string }) => one.kind === 'exact');
    expect(exact.length).toBeGreaterThan(0);
    for (const { count, terms, dividedBy, blocks, already } of exact) {
      expect([count, blocks, already]).toEqual([2, [BLOCKS[SLIVER]], false]);
      expect(terms.reduce((sum: number, { sign, times, value }: { sign: number; times: number; value: number }) => sum + sign * times * value, 0) / dividedBy).toBe(2);
      expect(new Set(terms.map((term: { from: { number: number } }) => term.from.number))).toEqual(new Set([won.number, lost.number]));
    }
    const shapes = await server.get(`/releases/${lost.release}/findings/shapes?crs=EPSG:25832`, 'dsb');
    expect(shapes.body.features).toHaveLength(1);
    expect(shapes.body.features[0].properties).toMatchObject({ count: 2, blocks: 1 });
    const proposals = await server.get(`/releases/${lost.release}/proposals`, 'dsb');
    expect(proposals.status).toBe(200);
    const ways = proposals.body.proposals.flatMap((one: { ways: unknown[] }) => one.ways);
    expect(ways).toContainEqual(expect.objectContaining({ kind: 'move-blocks', blocks: [BLOCKS[SLIVER]] }));
    expect((await server.get(`/releases/${lost.release}/findings`, 'ohne')).status).toBe(403);
    const log = await test().database.query<{ what: string }>(`select what from app.access_log where account = 'dsb'`);
    expect(log.map(({ what }) => what)).toEqual(expect.arrayContaining([`findings of release ${lost.number}`]));

    // Findings stay findings: neither data protection nor a second try lets it pass.
    expect(codeOf(await server.post(`/releases/${lost.release}/verify`, { as: 'dsb', body: { decision: 'no-objection' } }))).toBe('HAS_FINDINGS');
    expect(codeOf(await second.post(`/releases/${lost.release}/approve`, { as: 'statistik' }))).toBe('HAS_FINDINGS');
    const states = await test().database.query<{ state: string }>('select state from app.release order by state');
    expect(states.map(({ state }) => state)).toEqual(['published', 'requested']);
  });

  it('an audit for another version of the cut is refused, and so is one for other cells', async () => {
    const { release } = (await server.post('/releases', { body: WISH })).body;
    await test().database.query(`update app.release set geography = 'bezirk' where release = $1`, [release]);
    await server.workspace.reload();
    const answer = await server.post(`/releases/${release}/approve`, { as: 'statistik' });
    expect([answer.status, codeOf(answer)]).toEqual([409, 'AUDIT_FOR_OTHER']);
    // Back to what it was audited for, but with a withheld cell shown.
    await test().database.query(`update app.release set geography = 'stadtteil' where release = $1`, [release]);
    await test().database.query('alter table app.release_cell disable trigger release_cell_append_only');
    await test().database.query(`update app.release_cell set state = 'value', value = 3 where release = $1 and state = 'withheld'`, [release]);
    await test().database.query('alter table app.release_cell enable trigger release_cell_append_only');
    const fresh = engine === 'postgres' ? new ServerUnderTest() : null;
    if (fresh === null) return;
    const database = await openPostgres(test().databaseUrl!, { connections: 2 });
    await fresh.start({ ...test(), database, dataDir: `${test().dataDir}-third` });
    expect(codeOf(await fresh.post(`/releases/${release}/approve`, { as: 'statistik' }))).toBe('AUDIT_FOR_OTHER');
    await fresh.stop();
    await database.close();
  });

  it('what other rules would cost is told and not kept', async () => {
    const before = (await server.get('/releases', 'dsb')).body.releases.length;
    const variants = [{ threshold: 3 }, { threshold: 100 }, { threshold: 100_000 }];
    const { status, body } = await server.post('/releases/what-if', { as: 'dsb', body: { ...DOGS, geography: 'stadtteil', variants } });
    expect(status).toBe(200);
    expect(body.variants.map((one: { threshold: number; cells: number; withheld: number; residentsShare: number }) => [one.threshold, one.cells, one.withheld, one.residentsShare])).toEqual([
      [3, 4, expect.any(Number), expect.any(Number)],
      [100, 4, expect.any(Number), expect.any(Number)],
      [100_000, 4, 4, 1],
    ]);
    expect((await server.get('/releases', 'dsb')).body.releases).toHaveLength(before);
    expect((await server.post('/releases/what-if', { as: 'ohne', body: { ...DOGS, variants } })).status).toBe(403);
  });
});
