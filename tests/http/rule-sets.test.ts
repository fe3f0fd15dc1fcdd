// Rule sets by data source: versioned, with author and legal basis, kept with releases, dominance and noise confidential; and what is released with their noise. On both engines.
import { beforeAll, expect, it } from 'vitest';
import { insertBlockCounts, insertCountSet } from '../../server/db/queries/counts.ts';
import { insertGeographyVersion } from '../../server/db/queries/geographies.ts';
import { insertAssignments, insertZones } from '../../server/db/queries/zones.ts';
import { describeServed } from '../db/engines.ts';
import { isPossible, tableOfNoise } from '../../core/disclosure/cell-key/noise-table.ts';
import { districtOf, dogsOf, insertDogs } from './release-town.ts';
import { codeOf, serveTown } from './server-under-test.ts';
import { BLOCKS, DATE, TOWN, ZONES, zoneOf } from './town.ts';

const RULES = { threshold: 3, zeros: 'protect', dominance: { p: 12.5 } };
const BASIS = '§ 16 BStatG';
/** A variance that stands nowhere else. */
const NOISY = { threshold: 3, zeros: 'open', minimumDenominator: 30, noise: { largest: 4, variance: 1.8125, blocked: 1, unimodal: true } } as const;
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

  it('with noise are set by statistics, and a release by cell key needs them', async () => {
    const wish = { ...DOGS, statistics: ['dogs', 'children'], method: 'cell-key' };
    const refused = await server.post('/releases', { body: wish });
    expect([refused.status, codeOf(refused), refused.body.issues.map((issue: { row: string }) => issue.row)]).toEqual([422, 'NO_NOISE', ['Steueramt', 'test']]);
    for (const wrong of [{ ...NOISY, threshold: 5 }, { ...NOISY, zeros: 'protect' }, { ...NOISY, minimumDenominator: undefined }, { ...NOISY, noise: { largest: 4, variance: 31.75 } }]) {
      const answer = await server.post('/rule-sets', { as: 'statistik', body: { source: 'test', rules: wrong, basis: BASIS } });
      expect([answer.status, answer.text.includes('31.75')], answer.text).toEqual([400, false]);
    }
    for (const source of ['Steueramt', 'test']) expect((await server.post('/rule-sets', { as: 'statistik', body: { source, rules: NOISY, basis: BASIS } })).status).toBe(201);
    for (const [as, seen] of [['dsb', NOISY.noise], ['planung', 'confidential'], ['ohne', 'confidential']] as const) {
      const { text, body } = await server.get('/rule-sets', as);
      expect([body.ruleSets.at(-1).rules.noise, text.includes('1.8125')]).toEqual([seen, seen !== 'confidential']);
    }
    // Who asks for a release brings no noise, and takes none off by a threshold.
    expect((await server.post('/releases', { body: { ...wish, ruleSet: NOISY } })).status).toBe(400);
    expect(codeOf(await server.post('/releases', { body: { ...wish, ruleSet: { threshold: 5 } } }))).toBe('NOISE_TOO_SMALL');
    // A draft is no geography.
    expect(codeOf(await server.post('/releases', { body: { ...wish, geography: await server.newPlan() } }))).toBe('UNKNOWN_GEOGRAPHY');
  });

  it('give every number of a release noise: the same blocks the same in another cut, 0 where nobody is, said in the file, the table to nobody', async () => {
    const wish = { ...DOGS, statistics: ['dogs', 'children'], method: 'cell-key' };
    const { method, ...asked } = wish;
    const { body: told } = await server.post('/releases/what-if', { body: { ...asked, variants: [{ threshold: 3, method: 'suppress' }, { threshold: 3, method }] } });
    expect(told.variants).toMatchObject([{ meanChange: null, changeShare: null }, { method, roundingBase: null, secondary: 0, findings: 0, meanChange: expect.any(Number), changeShare: expect.any(Number) }]);
    const published = async (change: object = {}) => {
      const { body } = await server.post('/releases', { body: { ...wish, ...change } });
      expect(body, JSON.stringify(body)).toMatchObject({ method, audit: { state: 'done', findings: 0 } });
      expect([body.baseOf, body.boundsOf, body.ruleSets[0].rules.noise]).toEqual([undefined, undefined, 'confidential']);
      expect(codeOf(await server.post(`/releases/${body.release}/approve`, { as: 'planung' }))).toBe('FORBIDDEN');
      expect((await server.post(`/releases/${body.release}/approve`, { as: 'statistik' })).body.state).toBe('published');
      const { body: zones } = await server.get(`/releases/${body.release}/zones`);
      return { release: body.release, of: (statistic: string) => Object.fromEntries(zones.features.map(({ id, properties }: { id: string; properties: { cells: Record<string, Record<string, { state: string; value: number }>> } }) => [id, properties.cells[statistic]![DATE]])) };
    };
    const quarters = await published();
    const table = tableOfNoise(NOISY.noise)!;
    const dogsIn = (cut: (block: number) => string, zone: string) => BLOCKS.reduce((sum, _, block) => sum + (cut(block) === zone ? dogsOf(block) : 0), 0);
    const dogs = quarters.of('dogs');
    for (const zone of ZONES) expect([zone, dogs[zone].state, isPossible(table, dogsIn(zoneOf, zone), dogs[zone].value)]).toEqual([zone, 'value', true]);
    const children = quarters.of('children');
    expect([children.B, isPossible(table, 3, children.A.value), children.C.state, children.D.state]).toEqual([{ state: 'value', value: 0 }, true, 'withheld', 'missing']);
    const districts = await published({ geography: 'bezirk', statistics: ['dogs'] });
    expect([districts.of('dogs').C, districts.of('dogs').D]).toEqual([dogs.C, dogs.D]);
    for (const zone of ZONES) expect(isPossible(table, dogsIn(districtOf, zone), districts.of('dogs')[zone].value)).toBe(true);
    // Asked for once more, the numbers are those that are public.
    const again = await published();
    expect([again.of('dogs'), again.of('children')]).toEqual([dogs, children]);
    const { text: file } = await server.get(`/releases/${quarters.release}/cells.csv`);
    expect(file.split('\r\n')[1]).toBe(`A,Viertel A,dogs,${DATE},value,${dogs.A.value},mit Zufallsüberlagerung (Cell-Key-Methode); Summen weichen ab / with random noise (cell-key method); sums differ`);
    // The same numbers, and that they have noise, where indicators and KomMonitor take them from.
    const { body: values } = await server.get(`/indicators/count-dogs/values?geography=stadtteil&version=1&dates=${DATE}`);
    expect([values.dates[0].noise, values.zones.map((row: { values: { value: number }[] }) => row.values[0]!.value)]).toEqual([true, ZONES.map((zone) => dogs[zone].value)]);
    const { body: wire } = await server.get('/kommonitor/management/public/indicators');
    expect(wire.find((row: { abbreviation: string }) => row.abbreviation === 'count-dogs').referenceDateNote).toContain(`Summen gehen nicht auf. Stichtage: ${DATE}`);
    const everything = [await server.get(`/releases/${quarters.release}`), await server.get('/ledger', 'ohne'), await server.get('/releases', 'planung'), await server.get('/openapi.json')];
    for (const { text } of everything) expect(text).not.toContain('1.8125');
    expect((await server.get(`/releases/${quarters.release}`, 'dsb')).body.ruleSet.noise).toEqual(NOISY.noise);
    // Two versions of a cut may not both have noise, though both were asked for before one was published.
    const { municipality, epsg } = TOWN;
    await test().database.query("update app.geography_version set valid_to = '2025-01-01' where geography = 'bezirk'");
    const version = await insertGeographyVersion(test().database, municipality, { geography: 'bezirk', blockSet: 1, title: 'Stand 2025', validFrom: '2025-01-01', validTo: null, plan: null });
    await insertZones(test().database, municipality, 'bezirk', version, epsg, ['N', 'S'].map((zone, position) => ({ zone, position, name: zone, wkb: null })));
    await insertAssignments(test().database, municipality, 'bezirk', version, BLOCKS.map((block, i) => ({ block, zone: i < 24 ? 'S' : 'N' })));
    await server.workspace.reload();
    const leashed = { ...wish, geography: 'bezirk', statistics: ['leashed'] };
    const [older, newer] = [(await server.post('/releases', { body: { ...leashed, version: 1 } })).body, (await server.post('/releases', { body: { ...leashed, version } })).body];
    expect((await server.post(`/releases/${newer.release}/approve`, { as: 'statistik' })).body.state).toBe('published');
    const late = await server.post(`/releases/${older.release}/approve`, { as: 'statistik' });
    expect([late.status, codeOf(late)]).toEqual([409, 'NOISE_ON_OTHER_VERSION']);
    expect(codeOf(await server.post('/releases', { body: { ...leashed, version: 1 } }))).toBe('NOISE_ON_OTHER_VERSION');
    // A second set of rules changes no number of dates that had the first.
    await server.post('/rule-sets', { as: 'statistik', body: { source: 'Steueramt', rules: { ...NOISY, noise: { ...NOISY.noise, largest: 7, variance: 3 } }, basis: BASIS } });
    const kept = await published({ statistics: ['dogs'] });
    expect(kept.of('dogs')).toEqual(dogs);
    // Counts that are imported anew and differ by more than noise are not what was audited.
    const { body: open } = await server.post('/releases', { body: { ...wish, statistics: ['dogs'] } });
    const set = await insertCountSet(test().database, TOWN.municipality, { blockSet: 1, referenceDate: DATE, statistics: ['dogs', 'leashed'], unlocated: [0, 0], source: 'Steueramt' });
    await insertBlockCounts(test().database, TOWN.municipality, set, BLOCKS.map((block, i) => ({ block, counts: [dogsOf(i) + 50, 5] })));
    await server.workspace.reload();
    expect(codeOf(await server.post(`/releases/${open.release}/approve`, { as: 'statistik' }))).toBe('COUNTS_CHANGED');
  });
});
