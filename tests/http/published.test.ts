// What appeared elsewhere before: entered as imports, in the ledger, counted by audits and named in certificates. On both engines.
import { beforeAll, expect, it } from 'vitest';
import { insertBlockCounts, insertCountSet } from '../../server/db/queries/counts.ts';
import { insertGeography, insertGeographyVersion } from '../../server/db/queries/geographies.ts';
import { insertAssignments, insertZones } from '../../server/db/queries/zones.ts';
import { describeServed } from '../db/engines.ts';
import { districtOf, dogsOf, insertDogs, SLIVER } from './release-town.ts';
import { ImportSender } from './send-import.ts';
import { serveTown } from './server-under-test.ts';
import { BLOCKS, DATE, EARLIER, TOWN, ZONES } from './town.ts';

const DOGS = { geography: 'stadtteil', version: 1, statistics: ['dogs'], referenceDates: [DATE] };
const YEARBOOK = { title: 'Statistisches Jahrbuch 2025', source: 'Stadt Gartenstadt', publishedOn: '2026-03-01' };
const districtDogs = (zone: string) => BLOCKS.reduce((sum, _, block) => sum + (districtOf(block) === zone ? dogsOf(block) : 0), 0);
const TABLE = `bezirk;hunde\n${ZONES.map((zone) => `${zone};${districtDogs(zone)}`).join('\n')}\n`;

describeServed('what appeared elsewhere', (test) => {
  const server = serveTown(test);
  const sender = new ImportSender(server);
  const fields = (mapping: object = {}, more: Record<string, string> = {}) => ({
    kind: 'published', geography: 'bezirk', referenceDate: DATE, mapping: JSON.stringify({ ...YEARBOOK, zone: 'bezirk', columns: { hunde: 'dogs' }, ...mapping }), ...more,
  });
  beforeAll(async () => {
    await insertDogs(test().database);
    await server.workspace.reload();
  });

  it('is asked for at set-up, as long as nothing was entered', async () => {
    const { body } = await server.get('/published', 'dsb');
    expect(body.published).toEqual([]);
    expect(body.suggested.map((one: { kind: string }) => one.kind)).toEqual(['yearbook', 'open-data', 'federal-agency', 'council']);
    expect((await server.get('/published')).status).toBe(403);
  });

  it('needs title, source and day, zones and statistics that are known; a fault stores nothing', async () => {
    for (const [changed, words] of [
      [fields({ title: undefined }), /mapping.title: is needed for published/],
      [fields({ publishedOn: undefined }), /mapping.publishedOn: is needed/],
      [fields({ columns: { hunde: 'cats' } }), /"cats" is no statistic of this municipality; accepted: residents, children, cars, dogs, leashed/],
      [fields({ version: 7 }), /bezirk has no version 7; accepted: 1 \(Stand 2020\)/],
      [fields({}, { geography: 'ort' }), /there is no geography ort/],
    ] as const) {
      const answer = await sender.send('jahrbuch.csv', TABLE, changed as Record<string, string>);
      if (answer.status !== 202) expect(answer.text).toMatch(words);
      else expect((await sender.ended(answer.headers.get('location')!)).body).toMatchObject({ status: 'failed', message: expect.stringMatching(words) });
    }
    const failed = await sender.imported('jahrbuch.csv', `${TABLE}X;3\n`, fields());
    expect(failed.body.issues).toEqual([expect.objectContaining({ row: 6, field: 'bezirk', problem: 'zone "X" is not in bezirk, version 1 (Stand 2020)' })]);
    expect((await server.get('/published', 'dsb')).body.published).toEqual([]);
  });

  it('is compared with the counts for who is cleared, and for nobody else', async () => {
    const wrong = TABLE.replace(`C;${districtDogs('C')}`, 'C;121').replace(`D;${districtDogs('D')}`, 'D;');
    const { report } = await sender.tried('jahrbuch.csv', wrong, fields());
    expect(report).toEqual({ title: YEARBOOK.title, statistics: ['dogs'], zones: 3, totals: 3, missing: ['D'], contradictions: [{ zone: 'C', statistic: 'dogs', published: 121 }], compared: true });
    await test().database.query(`update app.account set roles = '{planner,editor}' where account = 'ohne'`);
    await server.workspace.reload();
    const blind = new ImportSender(server, 'ohne');
    expect((await blind.tried('jahrbuch.csv', wrong, fields())).report).toMatchObject({ contradictions: null, compared: false });
    // Editors import everything; data protection and statistics only what appeared.
    expect((await new ImportSender(server, 'dsb').send('jahrbuch.csv', TABLE, { ...fields(), kind: 'counts', mapping: '{"id":"bezirk"}' })).status).toBe(403);
  });

  it('is counted by every audit and named in its certificates: a release that gives a block away beside it is not approved', async () => {
    const before = (await server.post('/releases', { body: DOGS })).body;
    expect(before.audit).toMatchObject({ findings: 0, withheld: 0, against: [] });
    const { stored } = await new ImportSender(server, 'dsb').results(await new ImportSender(server, 'dsb').imported('jahrbuch.csv', TABLE, fields()));
    const { body } = await server.get('/published', 'dsb');
    expect(body).toMatchObject({ suggested: [], published: [{ ...YEARBOOK, publication: stored.publication, geography: 'bezirk', version: 1, referenceDate: DATE, statistics: ['dogs'], enteredBy: 'dsb' }] });
    const { body: ledger } = await server.get('/ledger', 'dsb');
    expect(ledger.entries.at(-1)).toMatchObject({ action: 'published-elsewhere', release: stored.publication, account: 'dsb', payload: { ...YEARBOOK, cells: 4, cellsSha256: expect.stringMatching(/^[0-9a-f]{64}$/) } });
    await expect(test().database.query('delete from app.publication')).rejects.toThrow(/append-only/);

    // Asked for before it was entered: audited again at the approval, and refused.
    const refused = await server.post(`/releases/${before.release}/approve`, { as: 'statistik' });
    expect([refused.status, refused.body.type]).toEqual([409, 'urn:zuschnitt:problem:HAS_FINDINGS']);
    const { body: found } = await server.get(`/releases/${before.release}/findings`, 'dsb');
    const exact = found.findings.filter((one: { kind: string }) => one.kind === 'exact');
    expect(exact.map((one: { count: number; blocks: string[] }) => [one.count, one.blocks])).toContainEqual([2, [BLOCKS[SLIVER]]]);
    const named = exact.flatMap((one: { terms: { from: { kind: string; title: string }; geography: string }[] }) => one.terms).filter((term: { from: { kind: string } }) => term.from.kind === 'published');
    expect(new Set(named.map((term: { from: { title: string }; geography: string }) => `${term.from.title}: ${term.geography}`))).toEqual(new Set(['Statistisches Jahrbuch 2025: bezirk']));

    // Asked for afterwards: protected beside it, and approved.
    const after = (await server.post('/releases', { body: DOGS })).body;
    expect(after.audit).toMatchObject({ findings: 0, withheld: 2, secondary: 2, against: [{ kind: 'published', id: stored.publication, title: YEARBOOK.title, date: YEARBOOK.publishedOn }] });
    expect((await server.post(`/releases/${after.release}/approve`, { as: 'statistik' })).status).toBe(200);
  });

  it('may be over zones of its own, given by their blocks', async () => {
    const table = `block;kreis\n${BLOCKS.map((block, i) => `${block};${i < 2 ? 'klein' : ''}`).join('\n')}\n`;
    const mapping = { ...YEARBOOK, title: 'Ratsvorlage 12/2026', block: 'block', zone: 'kreis', totals: ['residents'] };
    const { stored } = await sender.results(await sender.imported('vorlage.csv', table, { kind: 'published', referenceDate: DATE, mapping: JSON.stringify(mapping) }));
    const { audit } = (await server.post('/releases', { body: { ...DOGS, statistics: ['residents'] } })).body;
    expect(audit.against).toEqual([{ kind: 'published', id: stored.publication, title: 'Ratsvorlage 12/2026', date: YEARBOOK.publishedOn }]);
    expect((await server.get('/published', 'planung')).body.published.at(-1)).toMatchObject({ geography: null, version: null, statistics: ['residents'] });
  });

  it('is told apart from what a release adds: a sum that followed before is no news, however short a sum the release offers for it', async () => {
    const { municipality, epsg } = TOWN;
    await test().database.transaction(async (tx) => {
      // 10 dogs a block, 5 of them on a lead, but 7 in the sliver: neither is small, what is left is 3.
      const set = await insertCountSet(tx, municipality, { blockSet: 1, referenceDate: EARLIER, statistics: ['dogs', 'leashed'], unlocated: [0, 0], source: 'Steueramt' });
      await insertBlockCounts(tx, municipality, set, BLOCKS.map((block, i) => ({ block, counts: [10, i === SLIVER ? 7 : 5] })));
      await insertGeography(tx, municipality, { geography: 'wahlbezirk', position: 2, nameDe: 'Wahlbezirke', nameEn: 'Polling districts', parent: null });
      const version = await insertGeographyVersion(tx, municipality, { geography: 'wahlbezirk', blockSet: 1, title: 'Stand 2020', validFrom: '2020-01-01', validTo: null, plan: null });
      await insertZones(tx, municipality, 'wahlbezirk', version, epsg, ZONES.map((zone, position) => ({ zone, position, name: `Wahlbezirk ${zone}`, wkb: null })));
      await insertAssignments(tx, municipality, 'wahlbezirk', version, BLOCKS.map((block, i) => ({ block, zone: districtOf(i) })));
    });
    await server.workspace.reload();
    // Public before: the quarters, and the lower half without the sliver. Dogs off the lead: A 60 + B 58 - 115 = 3.
    const wish = { ...DOGS, statistics: ['dogs', 'leashed'], referenceDates: [EARLIER] };
    const quarters = (await server.post('/releases', { body: wish })).body;
    expect((await server.post(`/releases/${quarters.release}/approve`, { as: 'statistik' })).status).toBe(200);
    const lower = (block: number) => block !== SLIVER && ['A', 'B'].includes(districtOf(block));
    const table = `block;raum\n${BLOCKS.map((block, i) => `${block};${lower(i) ? 'Sozialraum 6' : ''}`).join('\n')}\n`;
    const mapping = { ...YEARBOOK, title: 'Sozialbericht 2025', block: 'block', zone: 'raum', totals: ['dogs', 'leashed'] };
    await sender.results(await sender.imported('sozialbericht.csv', table, { kind: 'published', referenceDate: EARLIER, mapping: JSON.stringify(mapping) }));

    // The polling districts offer B 58 - 55 = 3, shorter by a term.
    const polling = (await server.post('/releases', { body: { ...wish, geography: 'wahlbezirk' } })).body;
    const { body: found } = await server.get(`/releases/${polling.release}/findings`, 'dsb');
    expect(found.findings.map((one: Record<string, unknown>) => [one.statistic, one.complementOf, one.count, one.blocks, one.already])).toEqual([['leashed', 'dogs', 3, [BLOCKS[SLIVER]], true]]);
    const told = found.findings[0].terms.map(({ sign, times, geography, zone, value, from }: { sign: number; times: number; geography: string | null; zone: string; value: number; from: { title: string } }) => [sign * times * value, geography, zone, from.title]);
    expect(told.toSorted((a: [number], b: [number]) => b[0] - a[0])).toEqual([
      [60, 'stadtteil', 'A', `release ${quarters.number}`],
      [58, 'stadtteil', 'B', `release ${quarters.number}`],
      [-115, null, 'Sozialraum 6', 'Sozialbericht 2025'],
    ]);
    // It stands in the way of nobody for ever: data protection accepts it with a reason, which the ledger keeps.
    const verify = (body: object) => server.post(`/releases/${polling.release}/verify`, { as: 'dsb', body: { decision: 'no-objection', ...body } });
    const approve = () => server.post(`/releases/${polling.release}/approve`, { as: 'statistik' });
    expect((await approve()).body.type).toBe('urn:zuschnitt:problem:HAS_FINDINGS');
    expect((await verify({})).body.type).toBe('urn:zuschnitt:problem:HAS_FINDINGS');
    expect((await verify({ acceptEarlier: true })).status).toBe(400);
    expect((await verify({ acceptEarlier: true, reason: 'Stand 2025 im Sozialbericht gedruckt' })).body.state).toBe('verified');
    const [entry] = (await server.get('/ledger', 'dsb')).body.entries.filter(({ action, release }: { action: string; release: string }) => action === 'verify' && release === polling.release);
    expect([entry.payload.acceptedEarlier, entry.payload.reason]).toEqual([1, 'Stand 2025 im Sozialbericht gedruckt']);
    // Nothing that is asked for now can take it back.
    expect((await server.get(`/releases/${polling.release}/proposals`, 'dsb')).body.proposals.flatMap((one: { ways: unknown[] }) => one.ways)).toEqual([]);
    expect((await approve()).body.state).toBe('published');
  });
});
