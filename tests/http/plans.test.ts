// Plans over HTTP: what an operation answers, what is refused, how a plan becomes a cut. On both engines.
import { expect, it } from 'vitest';
import { describeEngines } from '../db/engines.ts';
import { codeOf, serveTown } from './server-under-test.ts';
import { BLOCKS, childrenOf, DATE, EARLIER, residentsOf, zoneOf } from './town.ts';

const sum = (of: (block: number) => number, keep: (block: number) => boolean) => BLOCKS.reduce((all, _, i) => all + (keep(i) ? of(i) : 0), 0);

describeEngines('plans', (test) => {
  const server = serveTown(test);

  it('a new plan starts as the cut that is valid today, with exact sums for who has the clearance', async () => {
    const answer = await server.post('/plans', { body: { geography: 'stadtteil', name: 'Neuer Zuschnitt' } });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe(`/plans/${answer.body.plan}`);
    expect(answer.headers.get('etag')).toBe('"0"');
    expect(answer.body).toMatchObject({ geography: 'stadtteil', baseVersion: 1, state: 'draft', version: 0, createdBy: 'planung', canUndo: false, canRedo: false, referenceDate: DATE });
    expect(answer.body.zones).toHaveLength(4);
    expect(answer.body.zones[0]).toMatchObject({ zone: 'A', name: 'Viertel A', blocks: 12, areaM2: 120_000, parts: 1, locked: false });
    // A rectangle of 400 m by 300 m.
    expect(answer.body.zones[0].polsbyPopper).toBeCloseTo((4 * Math.PI * 120_000) / 1400 ** 2, 12);
    expect(answer.body.zones[0].cells).toEqual({
      residents: { state: 'value', value: sum(residentsOf, (i) => zoneOf(i) === 'A') },
      children: { state: 'value', value: 3 },
      cars: { state: 'missing' },
    });
    expect(answer.body.zones[1].cells.children).toEqual({ state: 'value', value: 0 });
    expect(answer.body.zones[2].cells.children).toEqual({ state: 'atLeast', value: 40 });
    expect(answer.body.zones[3].cells.children).toEqual({ state: 'missing' });
    const again = await server.get(answer.headers.get('location')!, 'planung');
    expect(again.body).toEqual(answer.body);
  });

  it('moving a block answers with the two zones it touched, exact and connected, and nothing else', async () => {
    const plan = await server.newPlan();
    // b04 lies at the lower left corner of B, beside A.
    const answer = await server.operate(plan, 0, { type: 'assign', blocks: ['b04'], zone: 'A' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('etag')).toBe('"1"');
    expect(answer.body).toMatchObject({ version: 1, canUndo: true, canRedo: false, zonesChanged: false, removedZones: [], issues: [] });
    expect(answer.body.moves).toEqual([{ from: 1, to: 0, blocks: ['b04'] }]);
    expect(answer.body.zones.map((row: { zone: string; blocks: number; areaM2: number; parts: number }) => [row.zone, row.blocks, row.areaM2, row.parts])).toEqual([
      ['A', 13, 130_000, 1],
      ['B', 11, 110_000, 1],
    ]);
    expect(answer.body.zones[0].cells.residents.value).toBe(sum(residentsOf, (i) => zoneOf(i) === 'A' || i === 4));
    expect(answer.body.zones[1].cells.residents.value).toBe(sum(residentsOf, (i) => zoneOf(i) === 'B' && i !== 4));
    const whole = await server.get(`/plans/${plan}`, 'planung');
    expect(whole.body.zones[0]).toEqual(answer.body.zones[0]);
    const { body: blocks } = await server.get(`/plans/${plan}/blocks`, 'planung');
    expect(blocks.assignment[4]).toBe(0);
    expect(blocks.baseAssignment[4]).toBe(1);
    expect(blocks.baseZones[1]).toEqual({ slot: 1, zone: 'B', name: 'Viertel B', locked: false });
  });

  it('a detached part and blocks of no zone are told with their place, and are no refusal', async () => {
    const plan = await server.newPlan();
    // b47 is the far corner of D.
    const apart = await server.operate(plan, 0, { type: 'assign', blocks: ['b47'], zone: 'A' });
    expect(apart.body.zones[0]).toMatchObject({ zone: 'A', parts: 2 });
    expect(apart.body.issues).toEqual([
      { code: 'DETACHED', severity: 'warning', where: { zone: 'A', blocks: ['b47'], bounds: [500_700, 5_500_500, 500_800, 5_500_600] }, detail: '1 block' },
    ]);
    const out = await server.operate(plan, 1, { type: 'assign', blocks: ['b47', 'b46'], zone: null });
    expect(out.body.issues.map((issue: { code: string }) => issue.code)).toEqual(['UNASSIGNED']);
    expect(out.body.issues[0].where.blocks).toEqual(['b46', 'b47']);
  });

  it('zones are created, merged, renamed and locked, and undo and redo walk through all of it exactly', async () => {
    const plan = await server.newPlan();
    const states = [(await server.get(`/plans/${plan}/blocks`, 'planung')).body];
    const steps = [
      { type: 'createZone', zone: 'E', name: 'Neues Viertel', blocks: ['b03', 'b04'] },
      { type: 'mergeZones', zones: ['D'], into: 'C' },
      { type: 'renameZone', zone: 'C', name: 'Nordstadt' },
      { type: 'lockZone', zone: 'E', locked: true },
    ];
    let version = 0;
    for (const step of steps) {
      const answer = await server.operate(plan, version, step);
      expect(answer.status).toBe(200);
      version = answer.body.version as number;
      states.push((await server.get(`/plans/${plan}/blocks`, 'planung')).body);
    }
    expect(states[2].zones.map((row: { zone: string }) => row.zone)).toEqual(['A', 'B', 'C', 'E']);
    const same = (a: typeof states[number], b: typeof states[number]) => expect([a.zones, a.assignment]).toEqual([b.zones, b.assignment]);
    for (let i = steps.length; i > 0; i--) {
      const answer = await server.post(`/plans/${plan}/undo`, { ifMatch: version });
      expect(answer.status).toBe(200);
      version = answer.body.version as number;
      same((await server.get(`/plans/${plan}/blocks`, 'planung')).body, states[i - 1]);
    }
    expect(codeOf(await server.post(`/plans/${plan}/undo`))).toBe('NOTHING_TO_UNDO');
    for (let i = 1; i <= steps.length; i++) {
      const answer = await server.post(`/plans/${plan}/redo`, { ifMatch: version });
      version = answer.body.version as number;
      same((await server.get(`/plans/${plan}/blocks`, 'planung')).body, states[i]);
    }
    expect(codeOf(await server.post(`/plans/${plan}/redo`))).toBe('NOTHING_TO_REDO');
    expect(version).toBe(12);
    const { body: history } = await server.get(`/plans/${plan}/history`, 'planung');
    expect(history.events).toHaveLength(12);
    expect(history.events[0]).toMatchObject({ version: 1, kind: 'operation', operation: { type: 'createZone', zone: 'E', name: 'Neues Viertel' }, blocks: 2, account: 'planung', undone: false });
    expect(history.events[0].moves).toEqual([{ from: 'A', to: 'E', blocks: 1 }, { from: 'B', to: 'E', blocks: 1 }]);
    expect(history.events[4]).toMatchObject({ kind: 'undo', refersTo: 4, operation: null });
  });

  it('an operation that is taken back is marked in the history, and a new one ends what could be brought again', async () => {
    const plan = await server.newPlan();
    await server.operate(plan, 0, { type: 'assign', blocks: ['b04'], zone: 'A' });
    expect((await server.post(`/plans/${plan}/undo`)).body).toMatchObject({ version: 2, canUndo: false, canRedo: true });
    expect((await server.get(`/plans/${plan}/history`, 'planung')).body.events[0].undone).toBe(true);
    expect((await server.operate(plan, 2, { type: 'assign', blocks: ['b05'], zone: 'A' })).body).toMatchObject({ version: 3, canUndo: true, canRedo: false });
  });

  it('a plan is read as it was at any version, for comparing', async () => {
    const plan = await server.newPlan();
    await server.operate(plan, 0, { type: 'assign', blocks: ['b04'], zone: 'A' });
    await server.operate(plan, 1, { type: 'createZone', zone: 'E', name: 'Ecke', blocks: ['b47'] });
    const { body: first } = await server.get(`/plans/${plan}/blocks?version=1`, 'planung');
    expect([first.version, first.assignment[4], first.assignment[47], first.zones.length]).toEqual([1, 0, 3, 4]);
    expect((await server.get(`/plans/${plan}/blocks?version=0`, 'planung')).body.assignment).toEqual(first.baseAssignment);
    const now = await server.get(`/plans/${plan}/blocks`, 'planung');
    expect((await server.get(`/plans/${plan}/blocks?version=2`, 'planung')).text).toBe(now.text);
    const { body: outlines } = await server.get(`/plans/${plan}/zones?version=1`, 'planung');
    expect(outlines.features.map((feature: { id: string }) => feature.id)).toEqual(['A', 'B', 'C', 'D']);
    expect((await server.get(`/plans/${plan}/blocks?version=3`, 'planung')).status).toBe(404);
    expect((await server.get(`/plans/${plan}/blocks?version=-1`, 'planung')).status).toBe(400);
  });

  it('a step that changes nothing leaves no event', async () => {
    const plan = await server.newPlan();
    const idle = await server.operate(plan, 0, { type: 'assign', blocks: ['b00'], zone: 'A' });
    expect(idle.status).toBe(200);
    expect(idle.body).toMatchObject({ version: 0, moves: [], zones: [] });
    expect((await server.operate(plan, 0, { type: 'renameZone', zone: 'A', name: 'Viertel A' })).body.version).toBe(0);
  });

  it('without If-Match nothing is done, with a stale one neither, and a malformed one is told', async () => {
    const plan = await server.newPlan();
    const operation = { type: 'assign', blocks: ['b04'], zone: 'A' };
    await server.operate(plan, 0, operation);
    const before = (await server.get(`/plans/${plan}/blocks`, 'planung')).text;
    const body = { type: 'assign', blocks: ['b05'], zone: 'A' };
    const none = await server.post(`/plans/${plan}/operations`, { body });
    expect([none.status, codeOf(none)]).toEqual([428, 'IF_MATCH_NEEDED']);
    const stale = await server.operate(plan, 0, body);
    expect([stale.status, codeOf(stale), stale.body.version, stale.headers.get('etag')]).toEqual([412, 'VERSION_CONFLICT', 1, '"1"']);
    const foreign = await server.post(`/plans/${plan}/operations`, { body, ifMatch: '"abc"' });
    expect(foreign.status).toBe(412);
    for (const ifMatch of ['0', 'W/"1"', '"1', '"1", "2"']) {
      const malformed = await server.post(`/plans/${plan}/operations`, { body, ifMatch });
      expect([malformed.status, codeOf(malformed)], ifMatch).toEqual([400, 'MALFORMED_IF_MATCH']);
    }
    expect((await server.post(`/plans/${plan}/undo`, { ifMatch: 0 })).status).toBe(412);
    expect((await server.get(`/plans/${plan}/blocks`, 'planung')).text).toBe(before);
    expect((await server.post(`/plans/${plan}/operations`, { body, ifMatch: '*' })).status).toBe(200);
  });

  it('of two operations on the same version one wins and the other changes nothing', async () => {
    const plan = await server.newPlan();
    const answers = await Promise.all(['b04', 'b12', 'b20'].map((block) => server.operate(plan, 0, { type: 'assign', blocks: [block], zone: 'A' })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412, 412]);
    const { body } = await server.get(`/plans/${plan}`, 'planung');
    expect([body.version, body.zones[0].blocks]).toEqual([1, 13]);
  });

  it('a locked zone neither gives nor takes blocks', async () => {
    const plan = await server.newPlan();
    await server.operate(plan, 0, { type: 'lockZone', zone: 'B', locked: true });
    const before = (await server.get(`/plans/${plan}/blocks`, 'planung')).text;
    for (const operation of [
      { type: 'assign', blocks: ['b04'], zone: 'A' },
      { type: 'assign', blocks: ['b00'], zone: 'B' },
      { type: 'createZone', zone: 'E', name: 'E', blocks: ['b00', 'b04'] },
      { type: 'mergeZones', zones: ['B'], into: 'A' },
    ]) {
      const answer = await server.operate(plan, 1, operation);
      expect([answer.status, codeOf(answer)], operation.type).toEqual([409, 'ZONE_LOCKED']);
    }
    expect((await server.get(`/plans/${plan}/blocks`, 'planung')).text).toBe(before);
  });

  it('unknown blocks and zones, repeated blocks and taken codes are refused by name', async () => {
    const plan = await server.newPlan();
    for (const [operation, code, named] of [
      [{ type: 'assign', blocks: ['b04', 'b99'], zone: 'A' }, 'UNKNOWN_BLOCK', 'b99'],
      [{ type: 'assign', blocks: ['b04', 'b04'], zone: 'A' }, 'REPEATED_BLOCK', 'b04'],
      [{ type: 'assign', blocks: ['b04'], zone: 'Z' }, 'UNKNOWN_ZONE', 'Z'],
      [{ type: 'renameZone', zone: 'Z', name: 'Z' }, 'UNKNOWN_ZONE', 'Z'],
      [{ type: 'createZone', zone: 'A', name: 'A', blocks: [] }, 'ZONE_EXISTS', 'A'],
      [{ type: 'mergeZones', zones: ['A'], into: 'A' }, 'NOTHING_TO_MERGE', 'zones'],
    ] as const) {
      const answer = await server.operate(plan, 0, operation);
      expect([answer.status, codeOf(answer)]).toEqual([422, code]);
      expect(answer.body.detail).toContain(named);
    }
    expect((await server.get(`/plans/${plan}`, 'planung')).body.version).toBe(0);
  });

  it('bad bodies and parameters are told by field, and store nothing', async () => {
    const plan = await server.newPlan();
    const bad: [unknown, string][] = [
      ['{"type":', 'JSON'],
      [[], 'expected object'],
      [{ type: 'paint', blocks: ['b04'], zone: 'A' }, 'type'],
      [{ type: 'assign', blocks: 'b04', zone: 'A' }, 'blocks'],
      [{ type: 'assign', blocks: [], zone: 'A' }, 'blocks'],
      [{ type: 'assign', blocks: ['b04'], zone: 'A', extra: 1 }, 'extra'],
      [{ type: 'createZone', zone: 'E', name: '  ', blocks: [] }, 'name'],
      [{ type: 'createZone', zone: 'E\n', name: 'E', blocks: [] }, 'zone'],
    ];
    for (const [body, named] of bad) {
      const answer = await server.post(`/plans/${plan}/operations`, { ifMatch: 0, body });
      expect([answer.status, codeOf(answer)], JSON.stringify(body)).toEqual([400, 'INVALID_BODY']);
      expect(answer.body.detail).toContain(named);
    }
    const form = await server.post(`/plans/${plan}/operations`, { ifMatch: 0, body: 'type=assign', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } });
    expect([form.status, codeOf(form)]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    for (const [query, code] of [
      ['colour=red', 'UNKNOWN_PARAMETER'],
      ['referenceDate=2025-02-30', 'UNKNOWN_PARAMETER'],
      ['referenceDate=1999-12-31', 'UNKNOWN_REFERENCE_DATE'],
      ['statistics=dogs', 'UNKNOWN_STATISTIC'],
    ]) {
      const answer = await server.post(`/plans/${plan}/operations?${query}`, { ifMatch: 0, body: { type: 'assign', blocks: ['b04'], zone: 'A' } });
      expect([answer.status, codeOf(answer)]).toEqual([code === 'UNKNOWN_PARAMETER' ? 400 : 422, code]);
    }
    expect((await server.get(`/plans/${plan}`, 'planung')).body.version).toBe(0);
    expect((await server.post('/plans', { body: { geography: 'nirgends', name: 'x' } })).status).toBe(422);
    expect((await server.post('/plans', { body: { geography: 'stadtteil', name: 'x', validFrom: '2026-13-01' } })).status).toBe(400);
    expect((await server.get('/plans/keiner', 'planung')).status).toBe(404);
  });

  it('chosen statistics and dates stand in the rows, and counts by block come in the order of the blocks', async () => {
    const plan = await server.newPlan();
    const { body } = await server.get(`/plans/${plan}?statistics=residents&referenceDate=${EARLIER}`, 'planung');
    expect(Object.keys(body.zones[0].cells)).toEqual(['residents']);
    expect(body.zones[0].cells.residents.value).toBe(sum(residentsOf, (i) => zoneOf(i) === 'A') - 12);
    const counts = await server.get(`/plans/${plan}/counts?statistics=children,residents`, 'planung');
    expect(counts.headers.get('cache-control')).toBe('no-store');
    expect(counts.body).toEqual({
      referenceDate: DATE,
      numbers: 'true',
      columns: [
        { statistic: 'children', base: 1, values: BLOCKS.map((_, i) => childrenOf(i)) },
        { statistic: 'residents', base: 1, values: BLOCKS.map((_, i) => residentsOf(i)) },
      ],
    });
  });

  it('zones come as GeoJSON in degrees or in metres, blocks as CSV', async () => {
    const plan = await server.newPlan();
    const degrees = await server.get(`/plans/${plan}/zones`, 'planung');
    expect(degrees.headers.get('content-type')).toBe('application/geo+json');
    expect(degrees.body.features.map((feature: { id: string }) => feature.id)).toEqual(['A', 'B', 'C', 'D']);
    // The central meridian of zone 32: 500,000 m east is 9 degrees exactly.
    expect(degrees.body.features[0].geometry.coordinates[0][0].some(([x, y]: number[]) => Math.abs(x! - 9) < 1e-9 && Math.abs(y! - 49.65) < 0.01)).toBe(true);
    const metres = await server.get(`/plans/${plan}/zones?crs=EPSG:25832`, 'planung');
    expect(metres.headers.get('content-crs')).toContain('25832');
    const ring = metres.body.features[0].geometry.coordinates[0][0] as number[][];
    expect(new Set(ring.map(([x, y]) => `${x} ${y}`))).toContain('500000 5500000');
    const table = await server.get(`/plans/${plan}/blocks?format=csv`, 'planung');
    expect(table.headers.get('content-type')).toContain('text/csv');
    expect(table.text.split('\r\n').slice(0, 2)).toEqual(['block,zone', 'b00,A']);
  });

  it('a geography without a cut is drawn from the bare blocks', async () => {
    const made = await server.post('/geographies', { body: { geography: 'sozialraum', name: { de: 'Sozialräume', en: 'Social areas' } } });
    expect(made.status).toBe(201);
    expect(codeOf(await server.post('/geographies', { body: { geography: 'sozialraum', name: { de: 'x', en: 'x' } } }))).toBe('GEOGRAPHY_EXISTS');
    const { body } = await server.post('/plans', { body: { geography: 'sozialraum', name: 'Erster Entwurf' } });
    expect(body).toMatchObject({ baseVersion: null, zones: [] });
    expect(body.issues).toHaveLength(1);
    const answer = await server.operate(body.plan, 0, { type: 'createZone', zone: 'S1', name: 'Süd', blocks: BLOCKS.slice(0, 24) });
    expect(answer.body.zones).toMatchObject([{ zone: 'S1', blocks: 24, parts: 1 }]);
  });

  it('a plan that was handed in is changed no more; approved and adopted it is the cut from its day on, and the one before ends', async () => {
    const plan = await server.newPlan('Zuschnitt 2027');
    await server.operate(plan, 0, { type: 'assign', blocks: ['b04', 'b12', 'b20'], zone: 'A' });
    await server.operate(plan, 1, { type: 'createZone', zone: 'E', name: 'Ecke', blocks: ['b47'] });
    expect(codeOf(await server.post(`/plans/${plan}/approve`))).toBe('WRONG_STATE');
    expect((await server.post(`/plans/${plan}/submit`, { ifMatch: 2 })).body).toMatchObject({ version: 3, state: 'submitted', canUndo: false });
    const late = await server.operate(plan, 3, { type: 'assign', blocks: ['b05'], zone: 'A' });
    expect([late.status, codeOf(late)]).toEqual([409, 'NOT_DRAFT']);
    expect(codeOf(await server.post(`/plans/${plan}/undo`))).toBe('NOT_DRAFT');
    expect((await server.post(`/plans/${plan}/approve`, { as: 'ohne' })).status).toBe(403);
    expect((await server.post(`/plans/${plan}/approve`, { ifMatch: 3 })).body.state).toBe('approved');
    const early = await server.post(`/plans/${plan}/adopt`, { body: { validFrom: '2019-06-01' } });
    expect([early.status, codeOf(early)]).toEqual([409, 'VALIDITY_OVERLAP']);
    expect((await server.get('/plans', 'planung')).body.plans.find((row: { plan: string }) => row.plan === plan).state).toBe('approved');
    const adopted = await server.post(`/plans/${plan}/adopt`, { body: { validFrom: '2027-01-01' } });
    expect(adopted.status).toBe(201);
    expect(adopted.body).toEqual({ geography: 'stadtteil', version: 2, validFrom: '2027-01-01' });
    expect((await server.get(`/plans/${plan}`, 'planung')).body).toMatchObject({ state: 'adopted', version: 5, validFrom: '2027-01-01' });
    expect(codeOf(await server.post(`/plans/${plan}/adopt`, { body: { validFrom: '2028-01-01' } }))).toBe('WRONG_STATE');

    const cutOn = async (day: string) => (await server.get(`/geographies?date=${day}`)).body.geographies[0].versions as { version: number; title: string; validTo: string | null; zones: number }[];
    expect(await cutOn('2026-12-31')).toMatchObject([{ version: 1, validTo: '2027-01-01', zones: 4 }]);
    expect(await cutOn('2027-01-01')).toMatchObject([{ version: 2, title: 'Zuschnitt 2027', validTo: null, zones: 5 }]);
    expect(await cutOn('2019-12-31')).toEqual([]);
    const { body: assignment } = await server.get('/geographies/stadtteil/versions/current/assignment?date=2027-06-30');
    expect([assignment.version, assignment.assignment[4], assignment.zones.length]).toEqual([2, 0, 5]);
    expect((await server.get('/geographies/stadtteil/versions/current/assignment?date=2026-06-30')).body.assignment[4]).toBe(1);
    // What was stored is what is drawn: the outline in the database has the area of the blocks.
    const [row] = await test().database.query<{ area: number }>(
      `select ST_Area(geom)::double precision as area from app.zone where geography = 'stadtteil' and version = 2 and zone = 'A'`,
    );
    expect(row!.area).toBeCloseTo(150_000, 6);
    const next = await server.post('/plans', { body: { geography: 'stadtteil', name: 'danach', validFrom: '2028-01-01' } });
    expect(next.body.baseVersion).toBe(2);
  });

  it('a rejected plan stays as it was and goes nowhere', async () => {
    const plan = await server.newPlan();
    await server.post(`/plans/${plan}/submit`);
    expect((await server.post(`/plans/${plan}/reject`)).body.state).toBe('rejected');
    expect(codeOf(await server.post(`/plans/${plan}/submit`))).toBe('WRONG_STATE');
    expect(codeOf(await server.post(`/plans/${plan}/adopt`, { body: { validFrom: '2030-01-01' } }))).toBe('WRONG_STATE');
  });

  it('who has no clearance draws all the same, with the four states of cells, from the protected copy', async () => {
    const plan = await server.newPlan();
    const answer = await server.operate(plan, 0, { type: 'assign', blocks: ['b04'], zone: 'A' }, 'ohne');
    expect(answer.status).toBe(200);
    expect(answer.body.numbers).toBe('protected-copy');
    const [a] = answer.body.zones;
    expect(a.cells.residents).toEqual({ state: 'value', value: expect.any(Number), approximate: true });
    expect(a.cells.cars).toEqual({ state: 'missing' });
    const { body } = await server.get(`/plans/${plan}`, 'ohne');
    expect(body.zones[2].cells.children).toEqual({ state: 'atLeast', value: 40, approximate: true });
    expect(body.zones[3].cells.children).toEqual({ state: 'missing', approximate: true });
  });

  it('the findings of a plan name zones that are too small by themselves, which a release would withhold', async () => {
    const plan = await server.newPlan();
    const { body } = await server.get(`/plans/${plan}/disclosure`, 'planung');
    expect(body).toMatchObject({ numbers: 'true', threshold: 5, referenceDate: DATE, total: 1, hatched: [] });
    expect(body.findings[0]).toMatchObject({ kind: 'zone', statistic: 'children', count: 3, zones: ['A'] });
    const strict = await server.get(`/plans/${plan}/disclosure?threshold=50&statistics=children`, 'planung');
    // C is known in part only: no total of it is known, whatever the threshold.
    expect(strict.body.findings.map((finding: { zones: string[] }) => finding.zones)).toEqual([['A']]);
  });

  it('a plan read again from the database is the plan that was in memory', async () => {
    const plan = await server.newPlan();
    await server.operate(plan, 0, { type: 'createZone', zone: 'E', name: 'E', blocks: ['b10', 'b11'] });
    await server.operate(plan, 1, { type: 'mergeZones', zones: ['B', 'D'], into: 'E' });
    await server.post(`/plans/${plan}/undo`);
    await server.post(`/plans/${plan}/redo`);
    await server.post(`/plans/${plan}/undo`);
    const before = [await server.get(`/plans/${plan}`, 'planung'), await server.get(`/plans/${plan}/blocks`, 'planung'), await server.get(`/plans/${plan}/history`, 'planung')];
    await server.stop();
    await server.start(test());
    const after = [await server.get(`/plans/${plan}`, 'planung'), await server.get(`/plans/${plan}/blocks`, 'planung'), await server.get(`/plans/${plan}/history`, 'planung')];
    expect(after.map(({ body }) => body)).toEqual(before.map(({ body }) => body));
    // The database gives an operation's keys back in another order: still nothing is changed by giving E its own name.
    expect((await server.operate(plan, 5, { type: 'renameZone', zone: 'E', name: 'E' })).body.version).toBe(5);
    expect((await server.post(`/plans/${plan}/redo`)).body.version).toBe(6);
  });
});
