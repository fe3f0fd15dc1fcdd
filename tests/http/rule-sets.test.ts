// Rule sets by data source: versioned, with author and legal basis, kept with releases, dominance confidential. On both engines.
import { beforeAll, expect, it } from 'vitest';
import { describeServed } from '../db/engines.ts';
import { insertDogs } from './release-town.ts';
import { codeOf, serveTown } from './server-under-test.ts';
import { DATE } from './town.ts';

const RULES = { threshold: 3, zeros: 'protect', dominance: { p: 12.5 } };
const BASIS = '§ 16 BStatG';
const DOGS = { geography: 'stadtteil', version: 1, statistics: ['dogs'], referenceDates: [DATE] };

describeServed('rule sets', (test) => {
  const server = serveTown(test);
  beforeAll(async () => {
    await insertDogs(test().database);
    await server.workspace.reload();
  });

  it('are numbered by source, with author and basis; dominance is told to who sets and verifies rules only', async () => {
    const add = (body: object, as = 'statistik') => server.post('/rule-sets', { as, body });
    const first = await add({ source: 'Steueramt', rules: RULES, basis: BASIS });
    expect([first.status, first.body]).toEqual([201, { source: 'Steueramt', version: 1, rules: RULES, basis: BASIS, author: 'statistik', createdAt: expect.any(String) }]);
    expect((await add({ source: 'Steueramt', rules: { ...RULES, threshold: 30 }, basis: 'Satzung' }, 'admin')).body.version).toBe(2);
    expect((await add({ source: 'Steueramt', rules: RULES, basis: BASIS }, 'planung')).status).toBe(403);
    expect(codeOf(await add({ source: 'Finanzamt', rules: RULES, basis: BASIS }))).toBe('UNKNOWN_SOURCE');
    for (const wrong of [{ rules: { threshold: 0 } }, { rules: { ...RULES, attackerMinimum: 1 } }, { rules: { threshold: 3, dominance: { n: 1, k: 80 } } }, { basis: '' }]) {
      expect((await add({ source: 'Steueramt', rules: RULES, basis: BASIS, ...wrong })).status, JSON.stringify(wrong)).toBe(400);
    }
    for (const [as, seen] of [['dsb', { p: 12.5 }], ['admin', { p: 12.5 }], ['planung', 'confidential'], ['ohne', 'confidential']] as const) {
      const { text, body } = await server.get('/rule-sets', as);
      expect(body.ruleSets.map((row: { version: number; rules: { dominance: unknown } }) => [row.version, row.rules.dominance])).toEqual([[1, seen], [2, seen]]);
      expect(text.includes('12.5')).toBe(seen !== 'confidential');
      expect(body.sources).toEqual(['test', 'Steueramt']);
    }
    expect((await server.get('/rule-sets')).status).toBe(403);
    // Every member of staff reads the ledger.
    expect((await server.get('/ledger', 'ohne')).text).not.toContain('12.5');
    await expect(test().database.query(`update app.rule_set set basis = 'x'`)).rejects.toThrow(/append-only/);
  });

  it('hold for releases of their source, in the version of the day, and are never loosened by who asks', async () => {
    const { body } = await server.post('/releases', { body: { ...DOGS, ruleSet: { threshold: 1, zeros: 'open' } } });
    expect(body.ruleSet).toEqual({ threshold: 30, zeros: 'protect', dominance: 'confidential' });
    expect(body.ruleSetVersion).toBe(2);
    expect(body.ruleSets).toEqual([{ source: 'Steueramt', version: 2, basis: 'Satzung', author: 'admin', rules: body.ruleSet }]);
    expect((await server.get(`/releases/${body.release}`, 'dsb')).body.ruleSet.dominance).toEqual({ p: 12.5 });
    const stricter = (await server.post('/releases', { body: { ...DOGS, ruleSet: { threshold: 119, zeros: 'open' } } })).body;
    expect([stricter.ruleSet.threshold, stricter.audit.withheld]).toEqual([119, 1]);
    await server.post('/rule-sets', { as: 'statistik', body: { source: 'Steueramt', rules: { threshold: 3, zeros: 'open' }, basis: BASIS } });
    expect((await server.get(`/releases/${body.release}`, 'dsb')).body.ruleSet.threshold).toBe(30);
    expect((await server.post('/releases', { body: DOGS })).body).toMatchObject({ ruleSetVersion: 3, ruleSet: { threshold: 3, zeros: 'open' } });
  });

  it('of several sources each holds for its own statistics', async () => {
    await server.post('/rule-sets', { as: 'statistik', body: { source: 'test', rules: { threshold: 41, zeros: 'open' }, basis: BASIS } });
    const { body } = await server.post('/releases', { body: { ...DOGS, statistics: ['dogs', 'children'] } });
    expect([body.ruleSetVersion, body.ruleSets.map((one: { source: string; version: number }) => [one.source, one.version])]).toEqual([null, [['Steueramt', 3], ['test', 1]]]);
    const csv = (await server.get(`/releases/${body.release}/cells.csv`, 'planung')).text;
    expect(csv).toContain(`C,Viertel C,children,${DATE},withheld,`);
    expect(csv).toContain(`C,Viertel C,dogs,${DATE},value,120`);
  });
});
