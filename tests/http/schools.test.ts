// Schools, their catchments and what a plan does to children, over HTTP: for who may see counts, and for who may not.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeAll, expect, it } from 'vitest';
import { readTable } from '../../server/gdal/read-table.ts';
import { describeServed } from '../db/engines.ts';
import { transformer } from '../../server/gdal/crs/crs.ts';
import { childrenAged, CATCHMENTS, gridStreets, insertSchoolTown, ORIGIN } from './school-town.ts';
import { codeOf, serveTown, type Answer } from './server-under-test.ts';
import { BLOCKS, DATE, zoneOf } from './town.ts';

/** Children of 2026 in a block: aged 5 at the end of 2025 and born by 30 September, and aged 6 and born after it; in shares of a year's days. */
function entering(block: number): number {
  const [five, six] = [274 / 366, 92 / 365];
  return 0.95 * (childrenAged(block, 5) * five + childrenAged(block, 6) * six);
}
interface CatchmentOf {
  readonly zone: string;
  readonly years: readonly { readonly places: number; readonly pupils: { readonly value: number }; readonly before: { readonly value: number } }[];
}
const sumOf = (zone: string, blocks = BLOCKS.map((_, i) => i).filter((i) => zoneOf(i) === zone)) => blocks.reduce((sum, block) => sum + entering(block), 0);

describeServed('schools', (test) => {
  const server = serveTown(test);
  beforeAll(async () => {
    await insertSchoolTown(server.workspace.db);
    await server.workspace.reload();
  });

  const fetchAnnex = async (plan: string, body: object) => fetch(`${server.url}/plans/${plan}/annex`, { method: 'POST', headers: { ...(await server.headersOf('planung')), 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

  it('are public with places and catchments, and without pupils', async () => {
    const { status, body } = await server.get(`/schools?date=${DATE}`);
    expect(status).toBe(200);
    expect(body.geography).toBe(CATCHMENTS);
    expect(body.schools.map(({ school, placesPerYear, catchment, type }: Record<string, unknown>) => [school, placesPerYear, catchment, type])).toEqual([
      ['A', 25, 'A', 'Grundschule'], ['B', 50, 'B', 'Grundschule'], ['C', 40, 'C', 'Grundschule'], ['D', 30, 'D', 'Grundschule'],
    ]);
    expect(body.schools[0].xy).toEqual([500_250, 5_500_150]);
    expect(body.schools[0].at[0]).toBeCloseTo(9.0035, 3);
    expect(body.findings).toEqual([]);
  });

  it('have parameters with a source each; a change is checked, kept and refused where somebody was faster', async () => {
    const { body } = await server.get('/school-settings', 'ohne');
    expect(body.version).toBe(0);
    expect(body.classRule.source).toContain('NRW');
    for (const name of ['low', 'medium', 'high']) expect(body.variants[name].source).not.toBe('');
    const { landRules, ...settings } = body;
    // What comes with the program for other Länder is offered with its source; where no number could be sourced there is none.
    const offered = (land: string) => landRules.find((one: { land: string }) => one.land === land);
    expect(offered('nw').classRule).toEqual(body.classRule);
    expect(offered('sn')).toMatchObject({ entryRule: { cutOff: '06-30', source: expect.stringContaining('§ 27') }, classRule: { upTo: [], perClass: 28, source: expect.stringContaining('§ 4a') } });
    expect(offered('th')).toMatchObject({ classRule: null, classNote: expect.stringContaining('§ 41a') });
    // A Klassenteiler without its number and source is not kept.
    const empty = await server.ask('PUT', '/school-settings', { as: 'planung', body: { ...settings, land: 'th', classRule: { land: 'th', upTo: [], perClass: 0, band: null, source: '' } } });
    expect(empty.body.issues.map(({ field }: { field: string }) => field)).toEqual(['classRule.perClass', 'classRule.source']);
    const wrong = await server.ask('PUT', '/school-settings', { as: 'planung', body: { ...settings, limitM: -1, entryRule: { ...settings.entryRule, cutOff: '31-12' } } });
    expect([wrong.status, codeOf(wrong)]).toEqual([422, 'INVALID_INPUT']);
    expect(wrong.body.issues.map(({ field }: { field: string }) => field)).toEqual(['entryRule.cutOff', 'limitM']);
    const set = await server.ask('PUT', '/school-settings', { as: 'planung', body: { ...settings, limitM: 1500 } });
    expect(set.body).toMatchObject({ version: 1, limitM: 1500 });
    const late = await server.ask('PUT', '/school-settings', { as: 'planung', body: settings });
    expect([late.status, codeOf(late), late.body.version]).toEqual([409, 'SETTINGS_CHANGED', 1]);
    expect((await server.get('/school-settings')).status).toBe(403);
    await server.ask('PUT', '/school-settings', { as: 'planung', body: { ...settings, version: 1 } });
  });

  it('show exact pupils, classes and moves of a plan to who is cleared, and write it down', async () => {
    const { body: made } = await server.post('/plans', { body: { geography: CATCHMENTS, name: 'Neue Bezirke' } });
    await server.operate(made.plan, 0, { type: 'assign', blocks: ['b03', 'b11'], zone: 'B' });
    const { status, body, headers } = await server.get(`/plans/${made.plan}/catchments`, 'planung');
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toMatchObject({ exact: true, referenceDate: DATE, compareTitle: 'Satzung 2020', variant: 'medium', limitM: 2000 });
    expect(body.years).toEqual([2026, 2027, 2028, 2029, 2030, 2031, 2032, 2033, 2034, 2035]);
    const a = body.catchments.find(({ zone }: { zone: string }) => zone === 'A');
    expect(a.years[0].before.state).toBe('value');
    expect(a.years[0].before.value).toBeCloseTo(sumOf('A'), 1);
    expect(a.years[0].pupils.value).toBeCloseTo(sumOf('A') - entering(3) - entering(11), 1);
    expect(a.years[0].utilisation.value).toBeCloseTo((sumOf('A') - entering(3) - entering(11)) / 25, 2);
    expect(a.years[0].classes).toMatchObject({ now: 1, before: 1 });
    expect(a.walk).toBeNull();
    expect(body.moves).toHaveLength(1);
    expect(body.moves[0]).toMatchObject({ from: 'A', to: 'B', blocks: ['b03', 'b11'], addresses: 4 });
    expect(body.moves[0].years[0].value).toBeCloseTo(entering(3) + entering(11), 1);
    expect(body.moves[0].siblings.state).toBe('value');
    expect(body.total.share).toBeCloseTo((entering(3) + entering(11)) / ['A', 'B', 'C', 'D'].reduce((sum, zone) => sum + sumOf(zone), 0), 3);
    expect(body.mix.map(({ statistic }: { statistic: string }) => statistic)).toEqual(['sgb2_under_15']);
    expect(body.findings.map(({ code }: { code: string }) => code)).toEqual(expect.arrayContaining(['DISTANCES_MISSING', 'MIX_MISSING']));
    const log = await server.get('/access-log', 'dsb');
    expect(JSON.stringify(log.body)).toContain(`catchments of plan ${made.plan}`);
  });

  it('show numbers of the protected copy alone to who is not cleared', async () => {
    const { body: made } = await server.post('/plans', { body: { geography: CATCHMENTS, name: 'Zweiter' } });
    const { body } = await server.get(`/plans/${made.plan}/catchments`, 'ohne');
    expect(body.exact).toBe(false);
    const states = body.catchments.flatMap(({ years }: { years: { pupils: { state: string } }[] }) => years.map(({ pupils }) => pupils.state));
    expect(new Set(states)).toEqual(new Set(['approximate']));
    const copy = (await server.workspace.copies.table(1, DATE))!.table;
    const of = (block: number, age: number) => copy.values[block * copy.columns.length + copy.columns.indexOf(`age_0${age}`)]!;
    let fromCopy = 0;
    for (let block = 0; block < BLOCKS.length; block++) if (zoneOf(block) === 'A') fromCopy += 0.95 * (of(block, 5) * (274 / 366) + of(block, 6) * (92 / 365));
    expect(body.catchments.find(({ zone }: { zone: string }) => zone === 'A').years[0].pupils.value).toBeCloseTo(fromCopy, 1);
    expect((await server.get(`/plans/${made.plan}/catchments`)).status).toBe(403);
  });

  it('are told for a cut that is valid, without a comparison', async () => {
    const { body } = await server.get(`/geographies/${CATCHMENTS}/versions/current/catchments?variant=high`, 'planung');
    expect(body).toMatchObject({ plan: null, compareTitle: null, moves: [], variant: 'high' });
    expect(body.catchments).toHaveLength(4);
    expect((await server.get(`/geographies/${CATCHMENTS}/versions/9/catchments`, 'planung')).status).toBe(404);
    const unknown = await server.get(`/geographies/${CATCHMENTS}/versions/1/catchments?referenceDate=1999-01-01`, 'planung');
    expect(codeOf(unknown)).toBe('UNKNOWN_REFERENCE_DATE');
  });

  it('tell pupils of all grades, and of a plan that holds from an entry year on, in figures and annex', async () => {
    const { body: made } = await server.post('/plans', { body: { geography: CATCHMENTS, name: 'Auslaufend' } });
    await server.operate(made.plan, 0, { type: 'assign', blocks: ['b24', 'b25', 'b26', 'b27', 'b32', 'b33', 'b34', 'b35'], zone: 'D' });
    const of = async (query: string, as = 'planung') => (await server.get(`/plans/${made.plan}/catchments${query}`, as)).body;
    const zone = (body: { catchments: CatchmentOf[] }, code: string) => body.catchments.find((one) => one.zone === code)!;
    const [entries, from] = [await of(''), await of('?from=2028')];
    expect(from).toMatchObject({ grades: 1, from: 2028, firstYear: 2028 });
    expect(zone(from, 'D').years.map(({ pupils }) => pupils.value).slice(0, 3)).toEqual([...zone(entries, 'D').years.slice(0, 2).map(({ before }) => before.value), zone(entries, 'D').years[2]!.pupils.value]);
    const [all, late] = [await of('?grades=all'), await of('?grades=all&from=2028')];
    expect(all).toMatchObject({ grades: 4, from: null });
    expect(zone(all, 'D').years[0]!.places).toBe(120);
    // From 2031 on every grade has entered by the new cut.
    expect(zone(late, 'D').years[5]!.pupils.value).toBeCloseTo(zone(all, 'D').years[5]!.pupils.value, 1);
    expect(zone(late, 'D').years[1]!.pupils.value).toBeCloseTo(zone(all, 'D').years[1]!.before.value, 1);
    // Ages 0 to 7 are counted: of those in grade 4 in 2026 nobody is, and that is said.
    expect(all.findings.map(({ detail }: { detail: string }) => detail)).toContain('children aged 9 are not counted; entries of 2023 are too low by them');
    const html = (await server.post(`/plans/${made.plan}/annex`, { as: 'planung', body: { format: 'html', grades: 'all', from: 2028 } })).text;
    expect(html).toContain('Klassenstufen 1 bis 4');
    expect(html).toContain('gilt für Einschulungen ab 2028');
    expect(html).toContain('Übergang von Klassenstufe zu Klassenstufe');
    expect((await server.get(`/plans/${made.plan}/catchments?from=28`, 'planung')).status).toBe(400);
    expect(JSON.stringify(await of('?grades=all&from=2028', 'ohne'))).not.toContain('"state":"value"');
  });

  it('take up new housing that is drawn for a plan: shared to the blocks by area, changed, copied to a branch, gone when it is taken out', async () => {
    const { body: made } = await server.post('/plans', { body: { geography: CATCHMENTS, name: 'Neubau' } });
    const pupilsOf = async (plan: string, zone: string, query = '') => (await server.get(`/plans/${plan}/catchments${query}`, 'planung')).body.catchments.find((one: { zone: string }) => one.zone === zone).years.map(({ pupils }: CatchmentOf['years'][number]) => pupils.value) as number[];
    const before = { a: await pupilsOf(made.plan, 'A'), b: await pupilsOf(made.plan, 'B'), all: await pupilsOf(made.plan, 'A', '?grades=all') };
    // A quarter of the area lies in b03 (A), three in b04 (B): the last 25 m of one block and 75 m of the next.
    const toDegrees = transformer(25832, 4326);
    const corner = (x: number, y: number) => [...toDegrees(ORIGIN[0] + x, ORIGIN[1] + y)];
    const area = { type: 'Polygon', coordinates: [[corner(375, 20), corner(475, 20), corner(475, 80), corner(375, 80), corner(375, 20)]] };
    const numbers = { name: 'Nordquartier', dwellings: 200, ready: 2027, childrenPer100: [4, 3, 3, 3, 3, 3, 2, 1, 1, 1], source: 'Bebauungsplan 12' };
    const path = `/plans/${made.plan}/housing/nord`;
    const drawn = await server.ask('PUT', path, { as: 'planung', body: { ...numbers, area } });
    expect(drawn.status, drawn.text).toBe(200);
    expect(drawn.body.blocks).toEqual(['b03', 'b04']);
    expect(drawn.body.shares[0]).toBeCloseTo(0.25, 3);
    // In 2027 those of 6 enter (2 of 100 dwellings), a year later those who were 5 (3).
    const after = { a: await pupilsOf(made.plan, 'A'), b: await pupilsOf(made.plan, 'B'), all: await pupilsOf(made.plan, 'A', '?grades=all') };
    const added = (from: number[], to: number[]) => to.map((count, y) => count - from[y]!);
    expect(added(before.a, after.a).slice(0, 3).map((count) => Math.round(10 * count) / 10)).toEqual([0, 1, 1.5]);
    expect(added(before.b, after.b).slice(0, 3).map((count) => Math.round(10 * count) / 10)).toEqual([0, 3, 4.5]);
    // Of a hundred dwellings three more are 7 to 9 years old and come into grades 2 to 4.
    expect(added(before.all, after.all)[1]).toBeCloseTo(0.5 * (2 + 3), 1);
    // Another plan knows nothing of it, a branch begins with it.
    const { body: other } = await server.post('/plans', { body: { geography: CATCHMENTS, name: 'Ohne' } });
    expect(await pupilsOf(other.plan, 'A')).toEqual(before.a);
    const { body: branch } = await server.post('/plans', { body: { name: 'Zweig', from: { plan: made.plan } } });
    expect((await server.get(`/plans/${branch.plan}/housing`, 'ohne')).body.housing.map(({ name }: { name: string }) => name)).toEqual(['Nordquartier']);
    expect(await pupilsOf(branch.plan, 'A')).toEqual(after.a);
    // It stands among the assumptions of the annex, with its source.
    const html = (await server.post(`/plans/${made.plan}/annex`, { as: 'planung', body: { format: 'html' } })).text;
    expect(html).toContain('Nordquartier');
    expect(html).toContain('Bebauungsplan 12');
    // Chosen by its blocks, changed, refused, taken out.
    const chosen = await server.ask('PUT', path, { as: 'planung', body: { ...numbers, blocks: ['b03', 'b04'], dwellings: 100 } });
    expect(chosen.body).toMatchObject({ area: null, blocks: ['b03', 'b04'], shares: [0.5, 0.5] });
    const refused = async (body: object) => { const answer = await server.ask('PUT', path, { as: 'planung', body: { ...numbers, ...body } }); return [answer.status, answer.body.issues?.[0]?.field]; };
    expect(await refused({ blocks: ['b99'] })).toEqual([422, 'blocks']);
    expect(await refused({ area: { type: 'Polygon', coordinates: [[corner(-500, 0), corner(-400, 0), corner(-400, 50), corner(-500, 0)]] } })).toEqual([422, 'area']);
    expect(await refused({ area: { type: 'Polygon', coordinates: [[corner(0, 0), corner(100, 100), corner(100, 0), corner(0, 90), corner(0, 0)]] } })).toEqual([422, 'area']);
    expect(await refused({ blocks: ['b03'], dwellings: 0, source: '' })).toEqual([422, 'dwellings']);
    expect((await server.ask('PUT', path, { as: 'statistik', body: { ...numbers, blocks: ['b03'] } })).status).toBe(403);
    expect((await server.ask('DELETE', path, { as: 'planung' })).status).toBe(204);
    expect((await server.ask('DELETE', path, { as: 'planung' })).status).toBe(404);
    expect(await pupilsOf(made.plan, 'A')).toEqual(before.a);
  });

  it('tell an annex with small moves and what would give them away withheld, the same in its files', async () => {
    const { body: made } = await server.post('/plans', { body: { geography: CATCHMENTS, name: 'Kleiner Zug' } });
    // b11 has 1 or 2 children a year; two rows of C that go to D are many.
    await server.operate(made.plan, 0, { type: 'assign', blocks: ['b11'], zone: 'B' });
    await server.operate(made.plan, 1, { type: 'assign', blocks: ['b24', 'b25', 'b26', 'b27', 'b32', 'b33', 'b34', 'b35'], zone: 'D' });
    const { body } = await server.get(`/plans/${made.plan}/catchments?numbers=annex`, 'planung');
    expect(body).toMatchObject({ exact: true, numbers: 'annex', withheldBelow: 5 });
    const row = (zone: string) => body.catchments.find((one: { zone: string }) => one.zone === zone);
    for (const zone of ['A', 'B']) {
      expect(row(zone).years[0]).toMatchObject({ pupils: { state: 'withheld' }, utilisation: { state: 'withheld' }, before: { state: 'value' }, band: null, classes: { now: null, toNext: null, toFewer: null } });
      expect(row(zone).walk).toBeNull();
    }
    for (const zone of ['C', 'D']) expect(row(zone).years[0]).toMatchObject({ pupils: { state: 'value' }, before: { state: 'value' } });
    expect(body.moves.map(({ from, to, years }: { from: string; to: string; years: { state: string }[] }) => [from, to, years[0]!.state])).toEqual([['A', 'B', 'withheld'], ['C', 'D', 'value']]);
    expect(body.total.children[0]).toEqual({ state: 'withheld' });
    expect(body.total.share).toBeNull();
    const html = await server.post(`/plans/${made.plan}/annex`, { as: 'planung', body: { format: 'html' } });
    expect(html.headers.get('content-disposition')).toContain('.html');
    expect(html.text).toContain('Gruppen von weniger als 5 Kindern');
    expect(html.text).toMatch(/<td>A<\/td><td>B<\/td><td class="n">1<\/td><td class="n">2<\/td><td class="n">•<\/td>/);
    const pdf = await fetchAnnex(made.plan, { format: 'pdf' });
    expect(Buffer.from(await pdf.arrayBuffer()).subarray(0, 5).toString()).toBe('%PDF-');
    const xlsx = await fetchAnnex(made.plan, { format: 'xlsx', language: 'en' });
    const path = join(mkdtempSync(join(tmpdir(), 'annex-')), 'annex.xlsx');
    writeFileSync(path, Buffer.from(await xlsx.arrayBuffer()));
    const table = await readTable(`${path}|layername=Schools 2026`);
    expect(table.columns.slice(0, 4)).toEqual(['Catchment', 'School', 'Places', 'before']);
    expect(Array.from({ length: table.rowCount }, (_, i) => table.cell(i, 4)).filter((cell) => cell === '•')).toHaveLength(2);
    const seen = (await server.get(`/plans/${made.plan}/catchments?numbers=annex`, 'ohne')).body;
    expect(seen.exact).toBe(false);
    expect(JSON.stringify(seen)).not.toContain('"state":"value"');
  });

  it('tell how many letters there are to write: by block and cohort, true ones to who is cleared, which is recorded', async () => {
    const { body: made } = await server.post('/plans', { body: { geography: CATCHMENTS, name: 'Anschreiben' } });
    await server.operate(made.plan, 0, { type: 'assign', blocks: ['b03', 'b11'], zone: 'B' });
    const lines = async (as: string) => parse((await server.get(`/plans/${made.plan}/street-directory?format=csv&list=letter-counts`, as)).text, { bom: true }) as string[][];
    const exact = await lines('planung');
    expect(exact.map(([block]) => block)).toEqual(['Baublock', 'b03', 'b11', 'alle Blöcke']);
    // All who reach school age, without the entry rate.
    expect(Number(exact[1]![4]!.replace(',', '.'))).toBeCloseTo(entering(3) / 0.95, 1);
    expect(exact[1]!.slice(1, 4)).toEqual(['Schule A', 'Schule B', '2']);
    const log = await server.get('/access-log', 'dsb');
    expect(JSON.stringify(log.body)).toContain(`letters of plan ${made.plan}`);
    for (const cell of (await lines('ohne')).slice(1).flatMap((line) => line.slice(4))) expect(cell).toMatch(/^≈ /);
    expect((await server.get(`/plans/${made.plan}/street-directory?format=csv&list=letter-counts`)).status).toBe(403);
  });

  it('tell an annex by numbers of the protected copy, with the reason, where two annexes together would give one block away', async () => {
    const four = ['b24', 'b25', 'b26', 'b27'];
    const planOf = async (name: string, blocks: readonly string[]) => {
      const { body } = await server.post('/plans', { body: { geography: CATCHMENTS, name } });
      await server.operate(body.plan, 0, { type: 'assign', blocks, zone: 'D' });
      return body.plan as string;
    };
    const annexOf = async (plan: string, as = 'planung') => (await server.post(`/plans/${plan}/annex`, { as, body: { format: 'html' } })).text;
    const published = async () => (await server.get('/published', 'dsb')).body.published as { title: string; referenceDate: string; statistics: string[] }[];
    // Each alone moves many. With the other it tells b32 alone, which has 0 to 4 children of every age.
    const [one, other] = [await planOf('Vier Blöcke', four), await planOf('Fünf Blöcke', [...four, 'b32'])];
    for (const plan of [one, other]) {
      const { body } = await server.get(`/plans/${plan}/catchments?numbers=annex`, 'planung');
      expect(body.moves[0].years[0].state).toBe('value');
    }
    const before = (await published()).length;
    // Looking publishes nothing, and says what the file would be.
    const check = async (plan: string, as = 'planung') => (await server.get(`/plans/${plan}/annex`, as)).body;
    expect(await check(one)).toEqual({ numbers: 'exact', beside: [], recorded: false, withheldBelow: 5 });
    await check(other);
    expect((await published()).length).toBe(before);
    const first = await annexOf(one);
    expect(first).not.toContain('≈');
    const told = (await published()).slice(before);
    expect(told.length).toBeGreaterThan(0);
    expect(told.every(({ title, statistics }) => title.startsWith('Anlage „Vier Blöcke“') && statistics.includes('age_05'))).toBe(true);
    const ledger = (await server.get('/ledger', 'dsb')).body.entries as { action: string; account: string }[];
    expect(ledger.slice(-told.length).map(({ action, account }) => [action, account])).toEqual(told.map(() => ['published-elsewhere', 'planung']));

    expect(await check(one)).toMatchObject({ numbers: 'exact', recorded: true });
    expect(await check(other)).toMatchObject({ numbers: 'protected', beside: expect.arrayContaining([expect.stringContaining('Vier Blöcke')]), recorded: false });
    expect(await check(other, 'ohne')).toEqual({ numbers: 'protected', beside: [], recorded: false, withheldBelow: 5 });
    const second = await annexOf(other);
    expect(second).toMatch(/Aus genauen Zahlen ließen sich zusammen mit .*Anlage „Vier Blöcke“.* Gruppen von wenigen Kindern berechnen/);
    // Children before and after are the copy's; those who move are too few there.
    expect(second).toMatch(/<td class="n">≈ \d+<\/td>/);
    expect(second).toMatch(/<td>C<\/td><td>D<\/td><td class="n">5<\/td><td class="n">10<\/td><td class="n">(•|≈ \d+)<\/td>/);
    // What was not told was not recorded, and who has no clearance is told neither that nor why.
    expect((await published()).length).toBe(before + told.length);
    expect(await annexOf(other, 'ohne')).not.toContain('Vier Blöcke');
    // The first stays as it was, however often it is taken.
    expect(await annexOf(one)).toBe(first);
    expect((await published()).length).toBe(before + told.length);
  });

  it('are found by address, on any day and as planned, and stand in the street directory with odd and even sides', async () => {
    const { body: found } = await server.get('/addresses?q=weg%200%201');
    expect(found.addresses[0]).toMatchObject({ street: 'Weg 0', houseNumber: '1', block: 'b00' });
    const { body: made } = await server.post('/plans', { body: { geography: CATCHMENTS, name: 'Für Bürger' } });
    await server.operate(made.plan, 0, { type: 'assign', blocks: ['b03'], zone: 'B' });
    const asked = '/responsible-schools?street=WEG%200&houseNumber=7&date=2025-05-01';
    const { body } = await server.get(`${asked}&plan=${made.plan}`, 'ohne');
    expect(body.schools).toEqual([{ school: 'A', name: 'Schule A', address: 'Weg 1 3', zone: 'A' }]);
    expect(body.planned).toEqual([{ from: null, title: 'Für Bürger', plan: true, schools: [{ school: 'B', name: 'Schule B', address: '', zone: 'B' }] }]);
    expect((await server.get(`${asked}&plan=${made.plan}`)).status).toBe(404);
    const { body: link } = await server.ask('PUT', `/plans/${made.plan}/public-comments`, { as: 'planung', body: { open: true } });
    expect((await server.get(`${asked}&plan=${link.token}`)).body.planned[0].schools[0].school).toBe('B');
    expect((await server.get('/responsible-schools?street=Weg%200&houseNumber=7&date=2019-05-01')).body).toMatchObject({ cut: null, schools: [] });
    expect((await server.get('/responsible-schools?street=Nirgends&houseNumber=1')).status).toBe(404);
    const directory = await server.get(`/plans/${made.plan}/street-directory?format=csv`, 'ohne');
    expect(directory.text.split('\r\n').slice(0, 3)).toEqual(['Bezirk,Schule,Straße,Hausnummern', 'A,Schule A,Weg 0,1–6', 'A,Schule A,Weg 1,1–8']);
    expect(directory.text).toContain('B,Schule B,Weg 0,7 bis Ende');
    const letters = await server.get(`/plans/${made.plan}/street-directory?format=csv&list=letters`, 'ohne');
    expect(letters.text.split('\r\n')).toEqual(['Straße,Hausnummer,bisherige Schule,neue Schule', 'Weg 0,7,Schule A,Schule B', 'Weg 0,8,Schule A,Schule B', '']);
    const anyone = await server.get(`/geographies/${CATCHMENTS}/versions/1/street-directory?format=html&language=en`);
    expect(anyone.text).toContain('Street directory: Satzung 2020');
  });

  it('have walks as soon as a job has reckoned them, and none any more when a street is changed', async () => {
    expect((await server.post('/school-distances', { as: 'statistik' })).status).toBe(403);
    const report = await distances();
    expect(report.report).toMatchObject({ schools: 4, addresses: 96, pieces: 1, findings: [] });
    const { body } = await server.get(`/geographies/${CATCHMENTS}/versions/1/catchments`, 'planung');
    const a = body.catchments.find(({ zone }: { zone: string }) => zone === 'A');
    // b00: houses 20 m above the street of row 0 at 30 and 70 m; the school stands in the middle of a block, 50 m from the street.
    expect(a.walk.minM).toBeGreaterThan(50);
    expect(a.walk.maxM).toBeLessThan(500);
    expect(a.walk.beyond).toEqual({ state: 'value', value: 0 });
    expect(codes(body)).not.toContain('DISTANCES_MISSING');
    // What is reached within a limit is an area; whoever is staff sees it, with the walks of all blocks and without children.
    const reach = async (limitM: number) => (await server.get(`/schools/A/reach?limitM=${limitM}`, 'ohne')).body as { area: { coordinates: number[][][][] }; waysM: number; metres: number[] };
    const [near, far] = [await reach(150), await reach(600)];
    expect(near.metres).toHaveLength(BLOCKS.length);
    expect(Math.min(...near.metres)).toBeCloseTo(a.walk.minM, 0);
    // From the middle of a block to the street 50 m, and 100 m along it to both sides and up and down from the corners.
    expect(near.waysM).toBeGreaterThan(150);
    expect(far.waysM).toBeGreaterThan(4 * near.waysM);
    const inside = ({ area }: typeof near, x: number, y: number) => area.coordinates.some(([shell]) => shell!.reduce((hit, [ax, ay], i) => { const [bx, by] = shell![(i + 1) % shell!.length]!; return ay! > y !== by! > y && x < ax! + ((y - ay!) / (by! - ay!)) * (bx! - ax!) ? !hit : hit; }, false));
    expect([inside(near, ORIGIN[0] + 250, ORIGIN[1] + 100), inside(near, ORIGIN[0] + 700, ORIGIN[1] + 100), inside(far, ORIGIN[0] + 700, ORIGIN[1] + 100)]).toEqual([true, false, true]);
    expect((await server.get('/schools/A/reach?limitM=20000', 'ohne')).status).toBe(400);
    expect((await server.get('/schools/nirgends/reach', 'ohne')).status).toBe(404);
    expect((await server.get('/schools/A/reach')).status).toBe(403);
    await send('network', 'streets.geojson', collection(gridStreets().slice(1).map(({ name, geometry }) => ({ properties: { name }, geometry }))), { sourceCrs: 'EPSG:25832', name: 'name' });
    expect(codes((await server.get(`/geographies/${CATCHMENTS}/versions/1/catchments`, 'planung')).body)).toContain('DISTANCES_MISSING');
  });

  it('get alternatives from a search whose best so far can be seen, the same from the same seed, and none that a dismissed one began', async () => {
    await distances();
    const { body: made } = await server.post('/plans', { body: { geography: CATCHMENTS, name: 'Suche' } });
    const search = async (body: object, as = 'planung') => {
      const { status, body: accepted } = await server.post(`/plans/${made.plan}/catchment-alternatives`, { as, body });
      expect(status).toBe(202);
      await finished(accepted.job, as);
      return (await server.get(`/jobs/${accepted.job}/results`, as)).body;
    };
    const asked = { seconds: 60, iterations: 60_000, maxMovedShare: 0.4, weights: { change: 0 }, seed: 7 };
    const one = await search(asked);
    expect(one).toMatchObject({ kind: 'catchment-alternatives', blockSet: 1, zones: ['A', 'B', 'C', 'D'], exact: true });
    expect(one.alternatives[0].assignment).toHaveLength(48);
    expect(one.alternatives.some(({ front }: { front: boolean }) => front)).toBe(true);
    const best = Math.min(...one.alternatives.map(({ measures }: { measures: { cost: number } }) => measures.cost));
    expect(best).toBeLessThan(one.today.cost);
    for (const { measures } of one.alternatives) expect(measures.movedShare).toBeLessThanOrEqual(0.4);
    expect(await search(asked)).toEqual(one);
    expect(await search(asked, 'ohne')).toMatchObject({ exact: false });
    const locked = await search({ ...asked, locks: { zones: ['A', 'B', 'C', 'D'] } });
    expect(locked.alternatives.every(({ measures }: { measures: { movedShare: number } }) => measures.movedShare === 0)).toBe(true);
    const { body: long } = await server.post(`/plans/${made.plan}/catchment-alternatives`, { body: { seconds: 120 } });
    await expect.poll(async () => (await server.get(`/jobs/${long.job}`, 'planung')).body.best?.assignment.length, { timeout: 30_000, interval: 100 }).toBe(48);
    expect((await server.ask('DELETE', `/jobs/${long.job}`, { as: 'planung' })).body.status).toBe('dismissed');
    await expect.poll(async () => (await server.get(`/jobs/${long.job}`, 'planung')).body.best, { timeout: 10_000, interval: 100 }).toBeUndefined();
    const wrong = await server.post(`/plans/${made.plan}/catchment-alternatives`, { body: { years: [1999] } });
    expect([wrong.status, wrong.body.issues[0].field]).toEqual([422, 'years']);
  });

  it('are imported with places, type, address and validity; a wrong number names file, row and column', async () => {
    const table = 'nr;name;zuege;groesse;art;anschrift;ab;rechts;hoch\nA;Schule A;2;24;Grundschule;Weg 1 3;01.08.2019;500250;5500150\nE;Schule E;;;Grundschule;;;500900;5500150\nF;Schule F;0;25;;;;500900,2;5500150\n';
    const mapping = { id: 'nr', name: 'name', classesPerYear: 'zuege', classSize: 'groesse', type: 'art', address: 'anschrift', opens: 'ab', x: 'rechts', y: 'hoch', sourceCrs: 'EPSG:25832' };
    await send('schools', 'schulen.csv', table, mapping);
    const { body } = await server.get(`/schools?date=${DATE}`);
    expect(body.schools[0]).toMatchObject({ school: 'A', classesPerYear: 2, classSize: 24, placesPerYear: 48, type: 'Grundschule', address: 'Weg 1 3' });
    expect(body.findings.map(({ code, school, zone }: Record<string, unknown>) => [code, school ?? zone])).toEqual([
      ['NO_PLACES', 'E'], ['NO_CAPACITY', 'F'], ['SAME_PLACE', 'F'], ['OUTSIDE_ZONES', 'E'], ['OUTSIDE_ZONES', 'F'],
      ['ZONE_WITHOUT_SCHOOL', 'B'], ['ZONE_WITHOUT_SCHOOL', 'C'], ['ZONE_WITHOUT_SCHOOL', 'D'],
    ]);
    expect((await server.get('/schools?date=2019-07-31')).body.schools.map(({ school }: { school: string }) => school)).toEqual(['E', 'F']);
    const refused = await send('schools', 'schulen.csv', table.replace(';2;24;', ';zwei;24;'), mapping);
    expect(refused.issues[0]).toMatchObject({ file: 'schulen.csv', row: 2, field: 'zuege', problem: '"zwei" is no number from 0' });
  });

  const codes = (body: { findings: { code: string }[] }) => body.findings.map(({ code }) => code);
  const collection = (features: { properties: object; geometry: object }[]) => JSON.stringify({ type: 'FeatureCollection', features: features.map((feature) => ({ type: 'Feature', ...feature })) });

  async function finished(job: string, as = 'planung'): Promise<Answer['body']> {
    await expect.poll(async () => (await server.get(`/jobs/${job}`, as)).body.finished, { timeout: 60_000, interval: 100 }).not.toBeNull();
    return (await server.get(`/jobs/${job}`, as)).body;
  }

  async function distances(): Promise<Answer['body']> {
    const { status, body } = await server.post('/school-distances');
    expect(status).toBe(202);
    expect((await finished(body.job)).status).toBe('successful');
    return (await server.get(`/jobs/${body.job}/results`, 'planung')).body;
  }

  async function send(kind: string, name: string, text: string, mapping: object): Promise<Answer['body']> {
    const form = new FormData();
    for (const [field, value] of Object.entries({ kind, mapping: JSON.stringify(mapping) })) form.set(field, value);
    form.set('file', new Blob([text]), name);
    const { job } = (await (await fetch(`${server.url}/imports`, { method: 'POST', headers: await server.headersOf('planung'), body: form })).json()) as { job: string };
    return finished(job);
  }
});
