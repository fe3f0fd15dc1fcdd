// Indicators over HTTP: catalogues that say what is lacking, values from published releases alone, in one cut or with breaks. On both engines.
import { beforeAll, expect, it } from 'vitest';
import type { Database } from '../../server/db/database.ts';
import { insertBlockCounts, insertCountSet } from '../../server/db/queries/counts.ts';
import { insertGeographyVersion } from '../../server/db/queries/geographies.ts';
import { insertStatistics } from '../../server/db/queries/statistics.ts';
import { insertAssignments, insertZones } from '../../server/db/queries/zones.ts';
import { describeServed } from '../db/engines.ts';
import { codeOf, serveTown } from './server-under-test.ts';
import { BLOCKS, DATE, EARLIER, TOWN, zoneOf } from './town.ts';

/** Women: 3 in all of A, which is withheld; 50, 60 and 70 a block in B, C and D, two more a block a year later. */
const womenOf = (block: number, date: string) => {
  const zone = zoneOf(block);
  if (zone === 'A') return block === 0 ? 3 : 0;
  return { B: 50, C: 60, D: 70 }[zone] + (date === DATE ? 2 : 0);
};
/** Households: 100 a block. */
const HOUSEHOLDS = 100;

async function insertWomen(db: Database): Promise<void> {
  const { municipality, epsg } = TOWN;
  await db.transaction(async (tx) => {
    const row = { unit: 'count', source: 'Melderegister', population: null };
    await insertStatistics(tx, municipality, [
      { statistic: 'one_person_households', position: 20, nameDe: 'Einpersonenhaushalte', nameEn: 'One-person households', ...row, population: 'households' },
      { statistic: 'households', position: 21, nameDe: 'Haushalte', nameEn: 'Households', ...row },
    ]);
    for (const referenceDate of [EARLIER, DATE]) {
      const set = await insertCountSet(tx, municipality, { blockSet: 1, referenceDate, statistics: ['one_person_households', 'households'], unlocated: [0, 0], source: 'Melderegister' });
      await insertBlockCounts(tx, municipality, set, BLOCKS.map((block, i) => ({ block, counts: [womenOf(i, referenceDate), HOUSEHOLDS] })));
    }
    // A second cut of the districts, valid from the summer between the two dates: C and D are one.
    await tx.query("update app.geography_version set valid_to = '2025-07-01' where geography = 'stadtteil'");
    const version = await insertGeographyVersion(tx, municipality, { geography: 'stadtteil', blockSet: 1, title: 'Stand 2025', validFrom: '2025-07-01', validTo: null, plan: null });
    await insertZones(tx, municipality, 'stadtteil', version, epsg, ['A', 'B', 'CD'].map((zone, position) => ({ zone, position, name: `Viertel ${zone}`, wkb: null })));
    await insertAssignments(tx, municipality, 'stadtteil', version, BLOCKS.map((block, i) => ({ block, zone: { A: 'A', B: 'B', C: 'CD', D: 'CD' }[zoneOf(i)] })));
  });
}

describeServed('indicators', (test) => {
  const server = serveTown(test);
  const at = (query: string, indicator = 'one-person') => server.get(`/indicators/${indicator}/values?geography=stadtteil${query}`, 'public');
  const rows = (body: { zones: { version: number; zone: string; values: { state: string; value?: number }[] }[] }) =>
    Object.fromEntries(body.zones.map(({ version, zone, values }) => [`${zone}${version}`, values.map(({ state, value }) => value ?? state)]));
  const release = async (version: number, statistics: readonly string[], referenceDates: readonly string[]) => {
    const { status, body } = await server.post('/releases', { body: { geography: 'stadtteil', version, statistics, referenceDates } });
    expect(status, JSON.stringify(body)).toBe(201);
    return body.release as string;
  };
  const publish = async (id: string) => {
    const { status, text } = await server.post(`/releases/${id}/approve`, { as: 'statistik' });
    expect(status, text).toBe(200);
  };

  beforeAll(async () => {
    await insertWomen(server.workspace.db);
    await server.workspace.reload();
  });

  it('are listed by topic with what they need and what the municipality lacks', async () => {
    const { status, body, headers } = await server.get('/indicators', 'public');
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-cache']);
    // Nothing is released, so no statistic is an indicator of its own.
    expect(body.catalogues.map(({ catalogue }: { catalogue: string }) => catalogue)).toEqual(['mannheim-typology', 'sgb2-district', 'social-monitoring']);
    const all = body.catalogues.flatMap(({ indicators }: { indicators: { indicator: string }[] }) => indicators);
    const find = (name: string) => all.find(({ indicator }: { indicator: string }) => indicator === name);
    expect(find('one-person')).toMatchObject({ available: true, lacking: [], statistics: ['one_person_households', 'households'], released: [] });
    expect(find('typology-unemployment')).toMatchObject({ available: false, lacking: ['unemployed', 'age_15_64'] });
  });

  it('are missing until what they need is published, whoever asks', async () => {
    const pending = await release(1, ['one_person_households', 'households'], [EARLIER, DATE]);
    for (const as of ['public', 'planung', 'dsb']) {
      const { body } = await server.get(`/indicators/one-person/values?geography=stadtteil&version=1&dates=${DATE}`, as);
      expect(rows(body), as).toEqual({ A1: ['missing'], B1: ['missing'], C1: ['missing'], D1: ['missing'] });
    }
    expect((await at('&version=1')).body).toMatchObject({ dates: [], zones: [] });
    await publish(pending);
  });

  it('are made of released cells: withheld stays withheld, for the zone and for all zones as one', async () => {
    const { body } = await at('&version=1');
    expect(body.dates.map(({ date, version, releases, whole, break: is }: Record<string, unknown>) => [date, version, releases, whole, is])).toEqual([
      [EARLIER, 1, [1], { state: 'withheld' }, false],
      [DATE, 1, [1], { state: 'withheld' }, false],
    ]);
    expect(rows(body)).toEqual({ A1: ['withheld', 'withheld'], B1: [50, 52], C1: [60, 62], D1: [70, 72] });
    expect(body).toMatchObject({ unit: { de: '%' }, precision: 1, form: 'value' });
    const { body: households } = await at('&version=1&form=cityShare', 'one-person');
    expect(rows(households)).toMatchObject({ B1: ['withheld', 'withheld'] });
    const { body: catalogue } = await server.get('/indicators', 'public');
    const all = catalogue.catalogues.flatMap(({ indicators }: { indicators: { indicator: string; released: unknown }[] }) => indicators);
    expect(all.find(({ indicator }: { indicator: string }) => indicator === 'one-person').released).toEqual([{ geography: 'stadtteil', version: 1, dates: [EARLIER, DATE] }]);
  });

  it('are released statistics, too: each as a count, and as a share of its population', async () => {
    const { body } = await server.get('/indicators', 'public');
    const statistics = body.catalogues.find(({ catalogue }: { catalogue: string }) => catalogue === 'statistics');
    expect(statistics.topics).toEqual([{ topic: 'Melderegister', title: { de: 'Melderegister', en: 'Melderegister' } }]);
    const released = [{ geography: 'stadtteil', version: 1, dates: [EARLIER, DATE] }];
    expect(statistics.indicators).toMatchObject([
      { indicator: 'count-one_person_households', kind: 'count', denominator: null, per: 1, precision: 0, topic: 'Melderegister', available: true, released },
      { indicator: 'share-one_person_households', kind: 'share', statistics: ['one_person_households', 'households'], per: 100, unit: { de: '%' }, released },
      { indicator: 'count-households', kind: 'count', name: { de: 'Haushalte', en: 'Households' }, released },
    ]);
    expect(statistics.indicators).toHaveLength(3);
    // Counted and not released: no indicator, and nothing at its address.
    expect(codeOf(await at('&version=1', 'count-residents'))).toBe('NOT_FOUND');
    // 12 blocks of 50 and then 52 women, of 60 and 62, of 70 and 72.
    const counts = (await at('&version=1', 'count-one_person_households')).body;
    expect(rows(counts)).toEqual({ A1: ['withheld', 'withheld'], B1: [600, 624], C1: [720, 744], D1: [840, 864] });
    expect(counts).toMatchObject({ unit: { de: 'Anzahl' }, precision: 0, dates: [{ whole: { state: 'withheld' } }, {}] });
    expect(rows((await at('&version=1', 'share-one_person_households')).body)).toEqual(rows((await at('&version=1')).body));
    expect((await at('&version=1', 'count-households')).body.dates[0].whole).toEqual({ state: 'value', value: 4800 });
  });

  it('come as changes, indices and moving means of one cut', async () => {
    expect(rows((await at(`&version=1&form=change&since=${EARLIER}&dates=${DATE}`)).body)).toEqual({ A1: ['withheld'], B1: [2], C1: [2], D1: [2] });
    expect(rows((await at(`&version=1&form=index&base=${EARLIER}&dates=${DATE}`)).body)).toEqual({ A1: ['withheld'], B1: [104], C1: [103.3], D1: [102.9] });
    expect(rows((await at('&version=1&form=movingMean&periods=2')).body)).toEqual({ A1: ['missing', 'withheld'], B1: ['missing', 51], C1: ['missing', 61], D1: ['missing', 71] });
    expect((await at(`&version=1&form=change&since=${EARLIER}`)).body.unit).toEqual({ de: 'Prozentpunkte', en: 'percentage points' });
  });

  it('have no trend of two dates', async () => {
    const { status, body } = await server.get('/indicators/one-person/trend?geography=stadtteil&version=1', 'public');
    expect([status, body.dates, body.unit]).toEqual([200, [EARLIER, DATE], { de: 'Prozentpunkte je Jahr', en: 'percentage points a year' }]);
    expect(body.whole).toEqual({ state: 'tooFew', dates: 0 });
    expect(body.zones.map(({ zone, trend }: { zone: string; trend: unknown }) => [zone, trend])).toEqual([['A', { state: 'tooFew', dates: 0 }], ...['B', 'C', 'D'].map((zone) => [zone, { state: 'tooFew', dates: 2 }])]);
    expect(codeOf(await server.get('/indicators/one-person/trend?geography=stadtteil&version=9', 'public'))).toBe('UNKNOWN_VERSION');
    expect((await server.get('/indicators/one-person/trend?geography=stadtteil&version=each', 'public')).status).toBe(400);
  });

  it('have a trend of four dates and more, without the dates that are left out', async () => {
    for (const [i, referenceDate] of ['2021-12-31', '2022-12-31', '2023-12-31'].entries()) {
      await server.workspace.db.transaction(async (tx) => {
        const set = await insertCountSet(tx, TOWN.municipality, { blockSet: 1, referenceDate, statistics: ['one_person_households', 'households'], unlocated: [0, 0], source: 'Melderegister' });
        await insertBlockCounts(tx, TOWN.municipality, set, BLOCKS.map((block, b) => ({ block, counts: [b < 24 && zoneOf(b) === 'B' ? 40 + 3 * i : womenOf(b, EARLIER), HOUSEHOLDS] })));
      });
    }
    await server.workspace.reload();
    const release3 = await release(1, ['one_person_households', 'households'], ['2021-12-31', '2022-12-31', '2023-12-31']);
    await publish(release3);
    const { body } = await server.get('/indicators/one-person/trend?geography=stadtteil&version=1', 'public');
    const of = (zone: string) => body.zones.find((row: { zone: string }) => row.zone === zone).trend;
    // 40, 43, 46, 50, 52 over five years: 3.1 a year; the leap day makes hardly a difference.
    expect(of('B')).toMatchObject({ state: 'value', from: '2021-12-31', to: DATE, dates: 5 });
    expect(of('B').slope).toBeCloseTo(3.1, 2);
    // Left over are squares of 0.7: the interval is 3.182 times the root of 0.7 / 3 / 10.
    expect(of('B').high - of('B').slope).toBeCloseTo(3.182 * Math.sqrt(0.7 / 30), 2);
    expect(of('A')).toEqual({ state: 'tooFew', dates: 0 });
    const { body: part } = await server.get('/indicators/one-person/trend?geography=stadtteil&version=1&from=2022-12-31', 'public');
    expect(part.zones[1].trend).toMatchObject({ dates: 4, from: '2022-12-31' });
    const { body: gone } = await server.post(`/releases/${release3}/withdraw`, { as: 'statistik' });
    expect(gone.state).toBe('withdrawn');
  });

  it('count in one cut for all dates from blocks for who has clearance, and for nobody else', async () => {
    const path = '/geographies/stadtteil/versions/2/series?statistic=one_person_households';
    const { status, body, headers } = await server.get(path, 'planung');
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
    const earlier = body.dates.findIndex(({ date }: { date: string }) => date === EARLIER);
    expect(body.zones.map(({ zone, values }: { zone: string; values: { value: number }[] }) => [zone, values[earlier]!.value])).toEqual([['A', 3], ['B', 600], ['CD', 1560]]);
    expect(body.dates[earlier]).toMatchObject({ city: { state: 'value', value: 2163, apportioned: 0 }, notAssignable: { outside: { value: 0 }, unlocated: 0 }, blockSet: 1 });
    expect([codeOf(await server.get(path, 'public')), codeOf(await server.get(path, 'ohne'))]).toEqual(['FORBIDDEN', 'CLEARANCE_NEEDED']);
    expect(codeOf(await server.get('/geographies/stadtteil/versions/2/series?statistic=nichts', 'planung'))).toBe('UNKNOWN_STATISTIC');
    expect(codeOf(await server.get('/geographies/stadtteil/versions/9/series?statistic=residents', 'planung'))).toBe('UNKNOWN_VERSION');
  });

  it('never mix two cuts: of every date its own, the break marked, and no change across it', async () => {
    await publish(await release(2, ['one_person_households', 'households'], [DATE]));
    const { body } = await at('&version=each');
    expect(body.dates.map(({ date, version, break: is }: Record<string, unknown>) => [date, version, is])).toEqual([[EARLIER, 1, false], [DATE, 2, true]]);
    expect(rows(body)).toEqual({ A1: ['withheld', 'missing'], B1: [50, 'missing'], C1: [60, 'missing'], D1: [70, 'missing'], A2: ['missing', 'withheld'], B2: ['missing', 52], CD2: ['missing', 67] });
    expect(rows((await at(`&version=each&form=changeOver&periods=1&dates=${DATE}`)).body)).toEqual({ A2: ['missing'], B2: ['missing'], CD2: ['missing'] });
    // The cut of today is the second, and it was released for the second date alone.
    expect(rows((await at('')).body)).toEqual({ A2: ['withheld'], B2: [52], CD2: [67] });
  });

  it('are gone with a withdrawn release, and unknown codes are told', async () => {
    const { body } = await server.get('/releases', 'statistik');
    const second = body.releases.find(({ version }: { version: number }) => version === 2);
    expect((await server.post(`/releases/${second.release}/withdraw`, { as: 'statistik' })).status).toBe(200);
    expect((await at('')).body.zones).toEqual([]);
    expect([codeOf(await at('', 'nirgends')), codeOf(await at('&version=9'))]).toEqual(['NOT_FOUND', 'UNKNOWN_VERSION']);
    expect(codeOf(await server.get('/indicators/one-person/values?geography=nirgends', 'public'))).toBe('UNKNOWN_GEOGRAPHY');
    expect((await at('&form=change')).status).toBe(400);
    expect((await at('&dates=gestern')).status).toBe(400);
  });
});
