// The whole town as a released number of its own: audited with the zones, read by indicators where a zone is withheld. On both engines.
import { beforeAll, expect, it } from 'vitest';
import { insertGeography, insertGeographyVersion } from '../../server/db/queries/geographies.ts';
import { insertAssignments, insertZones } from '../../server/db/queries/zones.ts';
import { describeEngines } from '../db/engines.ts';
import { insertHouseholds } from './kommonitor-town.ts';
import { serveTown } from './server-under-test.ts';
import { BLOCKS, DATE, EARLIER, TOWN } from './town.ts';

const STATISTICS = ['one_person_households', 'households'];
/** B, C and D: 12 blocks of 50, 60 and 70; two more each at the later date. A: 3. */
const ALONE = { [EARLIER]: 3 + 12 * 180, [DATE]: 3 + 12 * 186 };

describeEngines('the whole town', (test) => {
  const server = serveTown(test);
  const release = async (geography: string, referenceDates: readonly string[]): Promise<string> => {
    const asked = await server.post('/releases', { body: { geography, version: 1, statistics: STATISTICS, referenceDates } });
    expect(asked.status, asked.text).toBe(201);
    const approved = await server.post(`/releases/${asked.body.release}/approve`, { as: 'statistik' });
    expect([approved.status, approved.body.audit?.findings], approved.text).toEqual([200, 0]);
    return asked.body.release as string;
  };
  const values = async (date: string, more = '', indicator = 'one-person') => {
    const { body } = await server.get(`/indicators/${indicator}/values?geography=stadtteil&version=1&dates=${date}${more}`, 'public');
    const shown = ({ state, value }: { state: string; value?: number }) => value ?? state;
    return {
      whole: shown(body.dates[0].whole),
      releases: body.dates[0].releases as number[],
      zones: Object.fromEntries(body.zones.map((row: { zone: string; values: { state: string }[] }) => [row.zone, shown(row.values[0]!)])) as Record<string, string | number>,
    };
  };
  const cellOfTown = async (id: string, date: string) => {
    const { body } = await server.get(`/releases/${id}/zones`, 'public');
    return body.features[0].properties.cells[STATISTICS[0]!][date] as { state: string; value?: number };
  };

  beforeAll(async () => {
    const { db } = server.workspace;
    await insertHouseholds(db);
    await db.transaction(async (tx) => {
      const { municipality, epsg } = TOWN;
      for (const [position, geography, blocks] of [[5, 'gesamtstadt', BLOCKS], [6, 'innenstadt', BLOCKS.slice(1)]] as const) {
        await insertGeography(tx, municipality, { geography, position, nameDe: geography, nameEn: geography, parent: null });
        const version = await insertGeographyVersion(tx, municipality, { geography, blockSet: 1, title: 'Stand 2015', validFrom: '2015-01-01', validTo: null, plan: null });
        await insertZones(tx, municipality, geography, version, epsg, [{ zone: '0', position: 0, name: geography, wkb: null }]);
        await insertAssignments(tx, municipality, geography, version, blocks.map((block) => ({ block, zone: '0' })));
      }
    });
    await server.workspace.reload();
  });

  it('is withheld where it would tell the only zone that is: neither the release nor an indicator has a number', async () => {
    await release('stadtteil', [EARLIER]);
    expect(await values(EARLIER)).toMatchObject({ whole: 'withheld', zones: { A: 'withheld', B: 50, C: 60, D: 70 } });
    const total = await release('gesamtstadt', [EARLIER]);
    expect(await cellOfTown(total, EARLIER)).toEqual({ state: 'withheld' });
    expect(await values(EARLIER)).toMatchObject({ whole: 'withheld', zones: { A: 'withheld' } });
  });

  it('released first is a number, and a second zone is withheld for it: with all that is public nobody learns that of A', async () => {
    const total = await release('gesamtstadt', [DATE]);
    expect(await cellOfTown(total, DATE)).toEqual({ state: 'value', value: ALONE[DATE] });
    await release('stadtteil', [DATE]);
    const { zones, whole, releases } = await values(DATE, '', 'count-one_person_households');
    const withheld = Object.keys(zones).filter((zone) => zones[zone] === 'withheld');
    expect(withheld).toEqual(['A', 'B']);
    // Of 2,235 in all C and D show 1,608: A and B have 627 between them, which may all be B's.
    expect([zones.C, zones.D, whole]).toEqual([744, 864, ALONE[DATE]]);
    expect(releases).toEqual([3, 4]);
  });

  it('is what shares, quotients and the mean line of an indicator are reckoned against', async () => {
    const rate = (100 * ALONE[DATE]!) / 4800;
    expect(await values(DATE)).toMatchObject({ whole: Math.round(10 * rate) / 10, zones: { A: 'withheld', B: 'withheld', C: 62, D: 72 } });
    expect((await values(DATE, '&form=cityShare')).zones).toEqual({ A: 'withheld', B: 'withheld', C: Math.round((1000 * 744) / ALONE[DATE]!) / 10, D: Math.round((1000 * 864) / ALONE[DATE]!) / 10 });
    expect((await values(DATE, '&form=locationQuotient')).zones).toMatchObject({ C: Math.round((100 * 62) / rate) / 100, D: Math.round((100 * 72) / rate) / 100 });
  });

  it('is KomMonitor\'s value of the region, and null where it is withheld', async () => {
    const { body } = await server.get('/kommonitor/management/public/indicators', 'public');
    const count = body.find(({ abbreviation }: { abbreviation: string }) => abbreviation === 'count-one_person_households');
    expect(count.regionalReferenceValues.map(({ referenceDate, regionalSum, regionalAverage }: Record<string, unknown>) => [referenceDate, regionalSum, regionalAverage])).toEqual([
      [EARLIER, null, null],
      [DATE, ALONE[DATE], null],
    ]);
    const share = body.find(({ abbreviation }: { abbreviation: string }) => abbreviation === 'one-person');
    expect(share.regionalReferenceValues.at(-1)).toMatchObject({ referenceDate: DATE, regionalSum: null, regionalAverage: Math.round((1000 * ALONE[DATE]!) / 4800) / 10 });
  });

  it('is not taken from a cut that lacks a block of the town', async () => {
    const { body } = await server.get('/releases', 'statistik');
    const total = body.releases.find(({ geography, referenceDates }: { geography: string; referenceDates: string[] }) => geography === 'gesamtstadt' && referenceDates.includes(DATE));
    expect((await server.post(`/releases/${total.release}/withdraw`, { as: 'statistik' })).status).toBe(200);
    await release('innenstadt', [DATE]);
    expect(await values(DATE, '', 'count-one_person_households')).toMatchObject({ whole: 'withheld', releases: [4] });
  });
});
