// Plans for who has no clearance: everything is made from the protected copy, and nothing but it. On both engines.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { brokenLink } from '../../server/workspace/releases/ledger-chain.ts';
import type { Database } from '../../server/db/database.ts';
import { insertAccount } from '../../server/db/queries/accounts.ts';
import { insertClearance } from '../../server/db/queries/clearances.ts';
import { insertBlockCounts, insertCountSet } from '../../server/db/queries/counts.ts';
import { listLedger } from '../../server/db/queries/ledger.ts';
import { listProtectedCopies } from '../../server/db/queries/protected-copies.ts';
import { insertPublication, insertPublicationCells } from '../../server/db/queries/published.ts';
import { insertStatistics } from '../../server/db/queries/statistics.ts';
import { describeServed } from '../db/engines.ts';
import { codeOf, ServerUnderTest, serveTown, type Answer } from './server-under-test.ts';
import { BLOCKS, DATE, residentsOf, RESIDENT_NUMBERS, TOWN, ZONES, zoneOf } from './town.ts';

/** b04, at the corner of B beside A, has 2 pupils, b12 above it 3; all others have 6 to 16. */
const pupilsOf = (block: number) => (block === 4 ? 2 : block === 12 ? 3 : 6 + ((block * 7) % 11));

/** Pupils, and an earlier table of them by quarter, as a yearbook would have printed it. */
async function insertPupils(db: Database): Promise<void> {
  const { municipality } = TOWN;
  await db.transaction(async (tx) => {
    await insertStatistics(tx, municipality, [{ statistic: 'pupils', position: 3, nameDe: 'Schulkinder', nameEn: 'Pupils', unit: 'count', population: 'residents', source: 'test' }]);
    const set = await insertCountSet(tx, municipality, { blockSet: 1, referenceDate: DATE, statistics: ['pupils'], unlocated: [0], source: 'test' });
    await insertBlockCounts(tx, municipality, set, BLOCKS.map((block, i) => ({ block, counts: [pupilsOf(i)] })));
    await insertPublication(tx, municipality, {
      publication: 'yearbook', title: 'Jahrbuch 2025', source: 'Amt für Statistik', publishedOn: '2026-03-01', referenceDate: DATE,
      geography: 'stadtteil', version: 1, blockSet: 1, statistics: ['pupils'], enteredBy: 'dsb',
    });
    await insertPublicationCells(tx, municipality, 'yearbook', ZONES.map((zone) => ({ statistic: 'pupils', zone, value: null })));
  });
}

const VIEW = 'statistics=pupils,residents';
const disclosure = (server: ServerUnderTest, plan: string, as: string, more = '') => server.get(`/plans/${plan}/disclosure?${VIEW}${more}`, as);

describeServed('plans on the protected copy', (test) => {
  const server = serveTown(test);
  const other = new ServerUnderTest();
  beforeAll(async () => {
    await insertPupils(test().database);
    await server.workspace.reload();
  });
  afterAll(() => other.stop());

  it('rounds once for everybody: whoever asks first, all get the same copy, which is stored and in the ledger', async () => {
    const plan = await server.newPlan();
    const asked = await Promise.all(Array.from({ length: 6 }, () => server.get(`/plans/${plan}/counts?${VIEW}`, 'ohne')));
    const [first] = asked;
    expect(first!.status, first!.text).toBe(200);
    expect(new Set(asked.map(({ text }) => text)).size).toBe(1);
    expect(first!.body.numbers).toBe('protected-copy');
    const [pupils, residents] = first!.body.columns;
    expect([pupils.base, residents.base]).toEqual([5, 5]);
    BLOCKS.forEach((_, block) => {
      expect(pupils.values[block] % 5).toBe(0);
      expect(Math.abs(pupils.values[block] - pupilsOf(block))).toBeLessThan(5);
      expect(residents.values[block] % 5).toBe(0);
      expect(Math.abs(residents.values[block] - residentsOf(block))).toBeLessThan(5);
    });
    for (const zone of ZONES) {
      const sum = (of: (block: number) => number) => BLOCKS.reduce((all, _, block) => all + (zoneOf(block) === zone ? of(block) : 0), 0);
      expect(Math.abs(sum((block) => pupils.values[block]) - sum(pupilsOf))).toBeLessThan(5);
    }
    const stored = await listProtectedCopies(test().database, TOWN.municipality, 3);
    expect(stored).toHaveLength(1);
    expect(stored[0]).toMatchObject({ statistic: 'pupils', base: 5, basesOff: 1, counts: pupils.values });
    const ledger = await listLedger(test().database, TOWN.municipality);
    expect(brokenLink(ledger)).toBeNull();
    const entries = ledger.filter(({ action }) => action === 'protected-copy');
    expect(entries.map(({ release }) => release).toSorted()).toEqual(['1', '3']);
    expect(entries.find(({ release }) => release === '3')!.payload).toMatchObject({ referenceDate: DATE, copies: [{ statistic: 'pupils', base: 5, sha256: stored[0]!.digest }] });
    await expect(test().database.query(`update app.protected_copy set base = 3 where municipality = '${TOWN.municipality}'`)).rejects.toThrow(/append-only/);
  });

  it('marks every number as approximate, shows no true one, and writes down who saw true ones', async () => {
    const { plan } = (await server.post('/plans', { as: 'ohne', body: { geography: 'stadtteil', name: 'Ohne Freigabe' } })).body;
    const before = await readings(test().database);
    const answer = await server.operate(plan, 0, { type: 'assign', blocks: ['b04'], zone: 'A' }, 'ohne');
    const whole = await server.get(`/plans/${plan}?${VIEW}`, 'ohne');
    expect(answer.body.numbers).toBe('protected-copy');
    expect(whole.body.zones.map(({ cells }: { cells: Record<string, unknown> }) => cells.pupils)).toEqual(
      ZONES.map(() => ({ state: 'value', value: expect.any(Number), approximate: true })),
    );
    expect(whole.body.zones[0].cells.residents.value % 5).toBe(0);
    const seen = answer.text + whole.text + (await disclosure(server, plan, 'ohne')).text + (await server.get(`/plans/${plan}/history`, 'ohne')).text;
    for (const number of RESIDENT_NUMBERS) expect(seen).not.toContain(String(number));
    expect(await readings(test().database)).toEqual(before);

    const cleared = await server.get(`/plans/${plan}?${VIEW}`, 'planung');
    expect(cleared.body.numbers).toBe('true');
    expect(cleared.body.zones[0].cells.pupils.approximate).toBeUndefined();
    expect((await readings(test().database)).filter((row) => !before.includes(row))).toEqual([`planung plan ${plan} test ${DATE}`]);
  });

  it('tells who has the clearance what would be given away: certificate, blocks, and a repair that takes nothing away', async () => {
    const plan = await server.newPlan();
    expect((await disclosure(server, plan, 'planung')).body).toMatchObject({ numbers: 'true', total: 0, hatched: [], threshold: 5, version: 0 });
    await server.operate(plan, 0, { type: 'assign', blocks: ['b04'], zone: 'A' });
    const { body } = await disclosure(server, plan, 'planung');
    expect(body.hatched).toEqual(['b04']);
    const [finding] = body.findings;
    expect(finding).toMatchObject({ statistic: 'pupils', kind: 'difference', count: 2, blocks: ['b04'], dividedBy: 1 });
    const sum = finding.terms.reduce((all: number, { sign, times, value }: { sign: number; times: number; value: number }) => all + sign * times * value, 0);
    expect(sum).toBe(2);
    expect(finding.terms.find(({ plan: own }: { plan: boolean }) => !own)).toMatchObject({ geography: 'stadtteil', version: 1, from: { kind: 'published', title: 'Jahrbuch 2025', date: '2026-03-01' } });
    expect(finding.zones.length).toBeGreaterThan(0);

    const { body: asked } = await disclosure(server, plan, 'planung', `&repairsFor=${finding.id}`);
    expect(asked.repairsFor).toBe(finding.id);
    expect(asked.repairs[0]).toMatchObject({ kind: 'move-blocks', operation: { type: 'assign', blocks: ['b04'], zone: 'B' }, lost: { cells: 0, zones: 0, residents: 0 } });
    await server.operate(plan, 1, asked.repairs[0].operation);
    expect((await disclosure(server, plan, 'planung')).body).toMatchObject({ version: 2, total: 0, hatched: [] });
  });

  it('tells who has none of a locked zone no repair that would need it', async () => {
    const plan = await server.newPlan();
    await server.operate(plan, 0, { type: 'assign', blocks: ['b04'], zone: 'A' });
    await server.operate(plan, 1, { type: 'lockZone', zone: 'B', locked: true });
    const { body } = await disclosure(server, plan, 'planung');
    const { body: asked } = await disclosure(server, plan, 'planung', `&repairsFor=${body.findings[0].id}`);
    for (const { kind, zones } of asked.repairs) if (kind !== 'withhold') expect(zones).not.toContain('B');
  });

  it('gives who has no clearance findings of the copy alone, without a count', async () => {
    const plan = await server.newPlan();
    const { body: counts } = await server.get(`/plans/${plan}/counts?${VIEW}`, 'ohne');
    // One block after the other: a finding is there exactly where the copy of the block is the first multiple above 0.
    let version = 0;
    for (const block of [4, 12, 20, 5]) {
      await server.operate(plan, version++, { type: 'assign', blocks: [BLOCKS[block]], zone: 'A' });
      const { body, text } = await disclosure(server, plan, 'ohne');
      const pupils = body.findings.filter(({ statistic, blocks }: { statistic: string; blocks: string[] }) => statistic === 'pupils' && blocks.length === 1 && blocks[0] === BLOCKS[block]);
      expect(pupils.length > 0, BLOCKS[block]).toBe(counts.columns[0].values[block] === 5);
      expect(body.numbers).toBe('protected-copy');
      expect(text).not.toMatch(/"(count|value|residents)":/);
      for (const finding of body.findings) expect(finding).toMatchObject({ approximate: true, text: expect.stringMatching(/^A (secret number|zone may)/) });
      await server.operate(plan, version++, { type: 'assign', blocks: [BLOCKS[block]], zone: 'B' });
    }
  });

  it('answers alike, byte by byte, where the truth is another and the copy the same', async () => {
    const { database } = test();
    const mask = (plan: string, { status, text }: Answer) => `${status} ${text.replaceAll(plan, 'PLAN').replace(/"\d{4}-\d\d-\d\dT[\d:.]+Z"/g, '"TIME"')}`;
    /** A planner's day: random steps, and after each a look at everything there is. */
    const draw = async (on: ServerUnderTest, as: string): Promise<string[]> => {
      const plan = (await on.post('/plans', { as: 'ohne', body: { geography: 'stadtteil', name: 'Zug um Zug' } })).body.plan as string;
      let state = 12_345;
      const random = (below: number) => (state = (state * 48_271) % 2_147_483_647) % below;
      const seen: string[] = [];
      for (let step = 0; step < 9; step++) {
        const blocks = [...new Set(Array.from({ length: 1 + random(3) }, () => BLOCKS[random(BLOCKS.length)]!))];
        const answers = [
          step % 5 === 4 ? await on.post(`/plans/${plan}/undo?${VIEW}`, { as: 'ohne' }) : await on.post(`/plans/${plan}/operations?${VIEW}`, { as: 'ohne', ifMatch: step, body: { type: 'assign', blocks, zone: ZONES[random(4)] } }),
          await on.get(`/plans/${plan}?${VIEW}`, as),
          await on.get(`/plans/${plan}/counts?${VIEW}`, as),
          await disclosure(on, plan, as),
        ];
        const { findings } = answers[3]!.body;
        if (findings.length > 0) {
          const asked = await disclosure(on, plan, as, `&repairsFor=${findings[step % findings.length].id}`);
          // Trying repairs leaves the findings what they were.
          expect(asked.body.findings).toEqual(findings);
          answers.push(asked);
        }
        seen.push(...answers.map((answer) => mask(plan, answer)));
      }
      return seen;
    };
    const before = await draw(server, 'ohne');
    const truthBefore = await draw(server, 'planung');
    // Within every zone one pupil goes to the next block and one resident to another: totals that are public stay as they are.
    for (const zone of ZONES) {
      const own = BLOCKS.filter((_, block) => zoneOf(block) === zone);
      for (const [block, add] of [[own[0], -1], [own[1], 1]] as const) {
        await database.query(`update app.block_count set counts[1] = counts[1] + ${add} where municipality = '${TOWN.municipality}' and block = '${block}' and count_set in (1, 3)`);
      }
    }
    await other.start(test());
    const after = await draw(other, 'ohne');
    after.forEach((text, i) => expect(text, `answer ${i}`).toBe(before[i]));
    expect(after).toHaveLength(before.length);
    expect(before.join('')).toContain('"approximate":true');
    // The same series shows who has the clearance that the truth is another.
    expect(await draw(other, 'planung')).not.toEqual(truthBefore);
  });

  it('a plan that gives something away is sent back with the zones to change and nothing else, five times a day', async () => {
    const plan = await server.newPlan();
    await server.operate(plan, 0, { type: 'assign', blocks: ['b12'], zone: 'A' }, 'ohne');
    const stale = await server.post(`/plans/${plan}/submit`, { as: 'ohne', ifMatch: 0 });
    expect(stale.status).toBe(412);
    const refused = await server.post(`/plans/${plan}/submit`, { as: 'ohne' });
    expect(refused.status, refused.text).toBe(409);
    expect(codeOf(refused)).toBe('PLAN_GIVES_AWAY');
    expect(refused.body.zones).toEqual(expect.arrayContaining([expect.stringMatching(/^[AB]$/)]));
    expect(Object.keys(refused.body).toSorted()).toEqual(['detail', 'instance', 'issues', 'status', 'title', 'type', 'zones']);
    expect(refused.text).not.toContain('pupils');
    expect((await server.get(`/plans/${plan}`, 'ohne')).body.state).toBe('draft');
    for (let i = 0; i < 4; i++) expect((await server.post(`/plans/${plan}/submit`, { as: 'ohne' })).status).toBe(409);
    const exhausted = await server.post(`/plans/${plan}/submit`, { as: 'ohne' });
    expect(exhausted.status).toBe(429);
    expect(codeOf(exhausted)).toBe('SUBMITS_EXHAUSTED');
    const wait = Number(exhausted.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(86_400);
    // Another server knows the count, and the truth about what changed meanwhile still is not told.
    expect((await other.post(`/plans/${plan}/submit`, { as: 'ohne' })).status).toBe(429);
    await server.operate(plan, 1, { type: 'assign', blocks: ['b12'], zone: 'B' }, 'ohne');
    expect((await server.post(`/plans/${plan}/submit`, { as: 'ohne' })).status).toBe(429);
    expect((await server.post(`/plans/${plan}/submit`, { as: 'planung' })).body.state).toBe('submitted');
  });

  it('who is cleared for one source sees its numbers, and the copy of the others', async () => {
    const { database } = test();
    await database.transaction(async (tx) => {
      await insertAccount(tx, { account: 'schulamt', name: 'Schulamt', roles: ['planner'], clearances: [] });
      await insertClearance(tx, { account: 'schulamt', clearance: 'block-counts', source: 'schools', purpose: 'Schulentwicklungsplan', grantedBy: 'admin', expiresAt: new Date(Date.now() + 86_400_000) });
      await tx.query(`update app.statistic set source = 'schools' where municipality = '${TOWN.municipality}' and statistic = 'pupils'`);
    });
    await server.workspace.reload();
    const plan = await server.newPlan();
    const { body } = await server.get(`/plans/${plan}?${VIEW}`, 'schulamt');
    expect(body.numbers).toBe('protected-copy');
    expect(body.zones[0].cells.pupils).toEqual({ state: 'value', value: expect.any(Number) });
    expect(body.zones[0].cells.residents).toEqual({ state: 'value', value: expect.any(Number), approximate: true });
    const { body: counts } = await server.get(`/plans/${plan}/counts?${VIEW}`, 'schulamt');
    expect(counts.columns.map(({ base }: { base: number }) => base)).toEqual([1, 5]);
    expect((await readings(database)).filter((row) => row.startsWith('schulamt'))).toEqual([`schulamt plan ${plan} schools ${DATE}`, `schulamt counts of plan ${plan} schools ${DATE}`]);
    await database.query(`update app.statistic set source = 'test' where municipality = '${TOWN.municipality}' and statistic = 'pupils'`);
    await server.workspace.reload();
  });

  it('a plan that gives nothing away is handed in without clearance', async () => {
    const plan = await server.newPlan();
    const answer = await server.post(`/plans/${plan}/submit?${VIEW}`, { as: 'ohne' });
    expect(answer.status, answer.text).toBe(200);
    expect(answer.body).toMatchObject({ state: 'submitted', numbers: 'protected-copy' });
  });

  it('another plan is no way round: an account is answered twenty times a day for all of its plans', async () => {
    const used = await test().database.query<{ n: number }>(`select count(*) as n from app.plan_check where account = 'ohne'`);
    let answered = used[0]!.n;
    for (; answered < 20; answered++) {
      const plan = (await server.post('/plans', { as: 'ohne', body: { geography: 'stadtteil', name: `Versuch ${answered}` } })).body.plan as string;
      expect((await server.post(`/plans/${plan}/submit`, { as: 'ohne' })).status).toBe(200);
    }
    const plan = await server.newPlan();
    expect(codeOf(await server.post(`/plans/${plan}/submit`, { as: 'ohne' }))).toBe('SUBMITS_EXHAUSTED');
  });
});

/** Entries of the access log, in words. */
async function readings(db: Database): Promise<string[]> {
  const rows = await db.query<{ line: string }>(
    `select account || ' ' || what || ' ' || source || ' ' || reference_date as line from app.access_log where municipality = '${TOWN.municipality}' order by at`,
  );
  return rows.map(({ line }) => line);
}
