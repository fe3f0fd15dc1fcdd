// Statistics tables over HTTP on both engines: looked at, mapped, saved under a name, tried, imported; refused with row and field, and then nothing of them is stored.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { run as importData } from '../../server/cli/import.ts';
import { cell, xlsxOf } from '../../geodata/nasty-archives.ts';
import { listBlockCounts, listCountSets } from '../../server/db/queries/counts.ts';
import { describeServed } from '../db/engines.ts';
import { contents, ImportSender, type Content } from './send-import.ts';
import { serveTown } from './server-under-test.ts';
import { BLOCKS, DATE, RESIDENT_NUMBERS, residentsOf, TOWN, ZONES } from './town.ts';

const MAPPING = {
  format: 'zuschnitt-table-mapping',
  version: 1,
  area: { columns: ['Baublock'], unassignable: ['unbekannt'], totals: ['Insgesamt'] },
  date: { from: 'column', column: 'Stichtag' },
  values: [{ column: 'Personen', measure: 'Personen' }],
  categories: ['Geschlecht'],
  rules: [{ statistic: 'women', when: { Geschlecht: ['weiblich'] } }, { statistic: 'people' }],
  statistics: { women: { de: 'Frauen', en: 'Women' }, people: { de: 'Personen', en: 'People' } },
  source: 'Melderegister',
};

/** Two dates, two sexes; b03 is secret once, two persons are nowhere, and a total stands below. */
function longTable(line = '\r\n'): string {
  const rows = ['31.12.2026', '31.12.2027'].flatMap((day, year) => [
    ...BLOCKS.flatMap((block, i) => [`${day};${block};männlich;${i === 4 ? '-' : 100 + i + year}`, `${day};${block};weiblich;${i === 3 && year === 1 ? '.' : `1.${100 + i}`}`]),
    `${day};unbekannt;männlich;1`,
    `${day};unbekannt;weiblich;1`,
  ]);
  return ['Einwohner nach Geschlecht;;;', ';;;', 'Stichtag;Baublock;Geschlecht;Personen', ...rows, ';;;', 'Quelle: Melderegister;;;'].join(line);
}

const cellsOf = (rows: readonly (readonly (string | number)[])[]) => rows.map((row) => row.map((value) => (typeof value === 'number' ? cell.number(value) : cell.text(value))));
const fieldsOf = (table: object, more: Record<string, string> = {}) => ({ kind: 'table', table: JSON.stringify(table), ...more });

describeServed('statistics tables', (test) => {
  const server = serveTown(test);
  const sender = new ImportSender(server);
  const preview = async (name: string, content: Content): Promise<string> => {
    const form = new FormData();
    form.set('file', new Blob([content]), name);
    const response = await fetch(`${server.url}/imports/previews`, { method: 'POST', body: form, headers: await server.headersOf('planung') });
    expect(response.status).toBe(201);
    return ((await response.json()) as { preview: string }).preview;
  };
  const look = async (id: string, body: object) => {
    const answer = await server.post(`/imports/previews/${id}/table`, { body });
    expect(answer.status, answer.text).toBe(200);
    return answer.body;
  };

  it('are understood with titles and notes, in latin-1, and proposed a mapping; a mapping tells sums, signs and what belongs to no block', async () => {
    const id = await preview('einwohner.csv', Buffer.from(longTable(), 'latin1'));
    expect((await server.get(`/imports/previews/${id}`, 'planung')).body.kindProposal).toBe('table');
    const first = await look(id, {});
    expect(first).toMatchObject({
      problems: [],
      form: 'long',
      reading: { encoding: 'windows-1252', separator: ';', headerRow: 3, titles: ['Einwohner nach Geschlecht'], notes: ['Quelle: Melderegister'], rows: 196, decimalOpen: true },
      proposal: { area: { columns: ['Baublock'], unassignable: ['unbekannt'] }, date: { from: 'column', column: 'Stichtag' }, categories: ['Geschlecht'], reading: { decimal: ',' } },
      outcome: null,
    });
    const { outcome, problems } = await look(id, { mapping: { ...MAPPING, reading: first.proposal.reading } });
    expect(problems).toEqual([]);
    expect(outcome).toMatchObject({ rows: 196, unassignableRows: 4, unmatchedRows: 0, fields: { withheld: 1, zeros: 2 } });
    const women = BLOCKS.reduce((sum, _, i) => sum + 1100 + i, 0);
    expect(outcome.dates.map(({ date, statistics }: { date: string; statistics: unknown[] }) => [date, statistics[0]])).toEqual([
      ['2026-12-31', { statistic: 'women', sum: women, elsewhere: 1, total: null, withheld: 0, unknown: 0 }],
      ['2027-12-31', { statistic: 'women', sum: women - 1103, elsewhere: 1, total: null, withheld: 1, unknown: 0 }],
    ]);
    // Whoever did not send the file sees nothing of it.
    expect((await server.post(`/imports/previews/${id}/table`, { as: 'statistik', body: {} })).status).toBe(403);
  });

  it('are saved as mappings that come back whole, are taken by name, and go', async () => {
    const saved = await server.ask('PUT', '/import-mappings/Einwohner nach Geschlecht', { as: 'planung', body: { ...MAPPING, reading: { decimal: ',' } } });
    expect(saved.status, saved.text).toBe(200);
    const { body } = await server.get('/import-mappings', 'planung');
    expect(body.mappings).toEqual([{ name: 'Einwohner nach Geschlecht', savedBy: 'planung', savedAt: expect.stringMatching(/Z$/) as string, mapping: expect.objectContaining({ otherwise: 'refuse', absent: 'missing', rules: [{ statistic: 'women', when: { Geschlecht: ['weiblich'] } }, { statistic: 'people', when: {} }] }) as object }]);
    const { report } = await sender.tried('einwohner.csv', longTable('\n'), { kind: 'table', savedMapping: 'Einwohner nach Geschlecht' });
    expect(report).toMatchObject({ statistics: ['women', 'people'], rows: 196 });
    const unknown = await sender.imported('einwohner.csv', longTable('\n'), { kind: 'table', savedMapping: 'Nie gesichert' });
    expect(unknown.body).toMatchObject({ status: 'failed', issues: [{ field: 'savedMapping', accepted: 'Einwohner nach Geschlecht' }] });
    expect((await server.ask('DELETE', '/import-mappings/Einwohner nach Geschlecht', { as: 'planung' })).status).toBe(204);
    expect((await server.get('/import-mappings/Einwohner nach Geschlecht', 'planung')).status).toBe(404);
    expect((await server.ask('PUT', '/import-mappings/x', { as: 'planung', body: { ...MAPPING, values: [] } })).status).toBe(400);
    expect((await server.get('/import-mappings', 'statistik')).status).toBe(403);
  });

  it('come in with a set of counts a date: secret is unknown and never 0, nowhere stays apart, and a dry run before stores nothing and tells no sum', async () => {
    const before = await contents(test());
    const fields = fieldsOf({ ...MAPPING, reading: { decimal: ',' } });
    const { report } = await sender.tried('einwohner.csv', longTable(), fields);
    expect(report).toMatchObject({
      dates: [{ date: '2026-12-31', blocks: 48, missingBlocks: 0, known: 96, withheld: 0 }, { date: '2027-12-31', known: 94, withheld: 2, unknown: 0 }],
      unassignableRows: 2 * 2,
      compared: true,
    });
    expect(JSON.stringify(report)).not.toContain(String(BLOCKS.reduce((sum, _, i) => sum + 1100 + i, 0)));
    expect(await contents(test())).toEqual(before);
    const { stored } = await sender.results(await sender.imported('einwohner.csv', longTable(), fields));
    expect(stored.dates).toBe(2);
    const sets = (await listCountSets(server.workspace.db, TOWN.municipality)).filter(({ source }) => source === 'Melderegister');
    expect(sets).toMatchObject([{ referenceDate: '2026-12-31', statistics: ['women', 'people'], unlocated: [1, 2] }, { referenceDate: '2027-12-31', statistics: ['women', 'people'], unlocated: [1, 2] }]);
    const rows = await listBlockCounts(server.workspace.db, TOWN.municipality, sets[1]!.countSet);
    expect(rows[3]).toEqual({ block: 'b03', counts: [null, null] });
    expect(rows[4]).toEqual({ block: 'b04', counts: [1104, 1104] });
    const known = (await server.get('/statistics')).body.statistics.find(({ statistic }: { statistic: string }) => statistic === 'women');
    expect(known).toMatchObject({ name: { de: 'Frauen', en: 'Women' } });
  });

  it('are judged by the date before, in blocks and zones, for who may see counts by block, and for nobody else', async () => {
    const wide = { ...MAPPING, date: { from: 'header' }, values: [{ column: 'Einwohner {date}', measure: 'Einwohner' }], categories: [], rules: [{ statistic: 'residents' }], statistics: {} };
    const file = (factor: (i: number) => number) => ['Baublock;Einwohner 2026', ...BLOCKS.map((block, i) => `${block};${residentsOf(i) * factor(i)}`)].join('\n');
    // All of zone A are thrice as many, and one block of another zone is none.
    const odd = file((i) => (i % 8 < 4 && i < 24 ? 3 : i === 7 ? 0 : 1));
    const { report } = await sender.tried('einwohner.csv', odd, fieldsOf(wide));
    expect(report.compared).toBe(true);
    expect(report.comparisons).toMatchObject([{ date: '2026-12-31', statistic: 'residents', since: DATE, compared: 48 }]);
    expect(report.warnings.map(({ code, first, zones }: { code: string; first?: string[]; zones?: string[] }) => [code, first?.length ?? zones])).toEqual([['SUM_DIFFERS', 0], ['BLOCKS_JUMP', 20], ['ZONES_JUMP', [...ZONES]]].map(([code, what]) => [code, code === 'SUM_DIFFERS' ? undefined : what]));
    for (const number of RESIDENT_NUMBERS) expect(JSON.stringify(report)).not.toContain(String(number));
    await server.ask('POST', '/accounts', { as: 'admin', body: { account: 'tabellen', name: 'Tabellen', roles: ['editor'], clearances: [] } });
    const uncleared = new ImportSender(server, 'tabellen');
    const reports = [];
    for (const factor of [0, 1, 2]) reports.push((await uncleared.tried('guess.csv', file(() => factor), fieldsOf(wide))).report);
    for (const { fields, ...report } of reports) {
      expect(report).toEqual({ ...report, warnings: [], comparisons: [], compared: false });
      expect(fields.values).toBe(48);
    }
  });

  it('are taken from a workbook with titles and merged headers, and from a file of fixed width by a codebook', async () => {
    const sheet = xlsxOf(cellsOf([['Bevölkerung am 31.12.2026'], [], ['Baublock', 'Personen', ''], ['', 'insgesamt', 'Kinder'], ...BLOCKS.map((block, i) => [block, 10 + i, i === 2 ? 'x' : i]), [], ['Quelle: Amt']]), ['B3:C3']);
    const id = await preview('bevoelkerung.xlsx', sheet);
    const { reading, proposal } = await look(id, {});
    expect(reading).toMatchObject({ kind: 'sheet', titleDay: '2026-12-31', headerRows: 2, notes: ['Quelle: Amt'] });
    expect(proposal.values.map(({ column }: { column: string }) => column)).toEqual(['Personen insgesamt', 'Personen Kinder']);
    const { outcome } = await look(id, { mapping: proposal, referenceDate: reading.titleDay });
    expect(outcome).toMatchObject({ fields: { missing: { blocked: 1 } }, dates: [{ date: '2026-12-31', blocks: 48 }] });

    // One line a person: block, sex, age.
    const persons = BLOCKS.flatMap((block, i) => Array.from({ length: 1 + (i % 3) }, (_, n) => `${block}${1 + (n % 2)}${String(7 * n).padStart(3)}`)).join('\r\n');
    const fixed = await preview('personen.txt', persons);
    expect((await look(fixed, {})).problems[0]).toMatchObject({ code: 'NO_SEPARATOR', file: 'personen.txt' });
    for (const codebook of [
      { file: 'buch.csv', text: 'name;from;to;value;label\nBlock;1;3;;\nSex;4;4;1;m\n;;;2;w\nAlter;5;7;;' },
      { file: 'buch.yaml', text: 'columns:\n  - {name: Block, from: 1, width: 3}\n  - {name: Sex, from: 4, width: 1, values: {1: m, 2: w}}\n  - {name: Alter, from: 5, to: 7}\n' },
      { file: 'buch.json', text: '[{"name":"Block","from":1,"to":3},{"name":"Sex","from":4,"to":4,"values":{"1":"m","2":"w"}},{"name":"Alter","from":5,"to":7}]' },
    ]) {
      const found = await look(fixed, { codebook });
      expect(found.problems).toEqual([]);
      expect(found.proposal).toMatchObject({ values: 'rows', area: { columns: ['Block'] }, categories: expect.arrayContaining(['Sex']) as string[] });
      const mapping = { ...found.proposal, categories: ['Sex'], rules: [{ statistic: 'w', when: { Sex: ['w'] } }, { statistic: 'all' }] };
      const counted = (await look(fixed, { mapping, referenceDate: '2026-12-31' })).outcome.dates[0].statistics;
      expect(counted).toMatchObject([{ statistic: 'w', sum: 32, elsewhere: 0 }, { statistic: 'all', sum: 96 }]);
    }
    expect((await look(fixed, { codebook: { file: 'buch.yaml', text: 'columns: [' } })).problems[0]).toMatchObject({ code: 'CODEBOOK', file: 'buch.yaml' });
  });

  const good = 'Baublock;Stichtag;Geschlecht;Personen\nb00;2026;weiblich;5\nb01;2026;weiblich;6\n';
  it.each<readonly [string, string, object, Record<string, unknown>]>([
    ['a column that is not there', good.replace('Stichtag', 'Jahr'), MAPPING, { row: 1, field: 'Stichtag', problem: 'no such column' }],
    ['a text for a count', good.replace(';6', ';viele'), MAPPING, { row: 3, field: 'Personen', problem: '"viele" is no count' }],
    ['a rate', good.replace(';6', ';6,5'), MAPPING, { row: 3, field: 'Personen', problem: expect.stringMatching(/rates and means/) as string }],
    ['a date that is none', good.replace('2026;weiblich;6', '31.02.2026;weiblich;6'), MAPPING, { row: 3, field: 'Stichtag', problem: '"31.02.2026" is no date' }],
    ['a date without blocks', good.replaceAll('2026', '1900'), MAPPING, { field: 'date', problem: 'no blocks are valid on 1900-12-31' }],
    ['a key of no block', good.replace('b01', 'b99'), MAPPING, { row: 3, field: 'Baublock', problem: 'block "b99" is not in the blocks of that date' }],
    ['a row twice', good.replace('b01', 'b00'), MAPPING, { row: 3, problem: expect.stringMatching(/those of row 2/) as string }],
    ['a category that no rule takes', good, { ...MAPPING, rules: [{ statistic: 'men', when: { Geschlecht: ['männlich'] } }] }, { row: 2, field: 'Geschlecht', problem: expect.stringMatching(/no rule takes/) as string }],
    ['keys of zones', `Baublock;Stichtag;Geschlecht;Personen\n${ZONES.map((zone) => `${zone};2026;weiblich;7`).join('\n')}`, MAPPING, { code: 'ZONE_TABLE', field: 'Baublock', problem: expect.stringMatching(/4 of 4 keys are zones of "stadtteil"/) as string, accepted: expect.stringMatching(/by block/) as string }],
    ['no date at all', good, { ...MAPPING, date: { from: 'given' } }, { field: 'referenceDate' }],
  ])('are refused for %s, with file and field, and nothing is stored', async (_, file, mapping, issue) => {
    const before = await contents(test());
    const status = await sender.imported('tabelle.csv', file, fieldsOf(mapping));
    expect(status.body).toMatchObject({ status: 'failed', issues: [issue] });
    expect(status.body.issues[0].accepted).toBeTruthy();
    expect(await contents(test())).toEqual(before);
  });

  it('come in from the command line: looked at with a proposal, then by a mapping in a file or by its saved name', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'zuschnitt-tables-'));
    vi.stubEnv('ZUSCHNITT_TOKEN', (await server.headersOf('planung')).Authorization!.replace('Bearer ', ''));
    let printed = '';
    const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      printed += String(text);
      return true;
    });
    const command = async (...argv: string[]): Promise<{ code: number; json: any }> => { // oxlint-disable-line typescript/no-explicit-any
      printed = '';
      const code = await importData(['--kind', 'table', '--file', join(folder, 'personen.csv'), ...argv, '--server', server.url]);
      return { code, json: JSON.parse(printed) };
    };
    try {
      writeFileSync(join(folder, 'personen.csv'), good);
      writeFileSync(join(folder, 'mapping.json'), JSON.stringify(MAPPING));
      const proposal = await command('--preview');
      expect(proposal).toMatchObject({ code: 0, json: { form: 'long', proposal: { area: { columns: ['Baublock'] } }, outcome: null } });
      const looked = await command('--preview', '--table-mapping', join(folder, 'mapping.json'));
      expect(looked).toMatchObject({ code: 0, json: { outcome: { dates: [{ date: '2026-12-31', statistics: [{ statistic: 'women', sum: 11 }, { statistic: 'people', sum: 11 }] }] } } });
      await server.ask('PUT', '/import-mappings/Personen', { as: 'planung', body: MAPPING });
      const tried = await command('--saved-mapping', 'Personen', '--dry-run');
      expect(tried).toMatchObject({ code: 0, json: { dryRun: true, stored: null, report: { statistics: ['women', 'people'], missingBlocks: 46 } } });
      const error = await command('--table-mapping', join(folder, 'none.json')).then(() => null, (thrown: Error) => thrown);
      expect(error?.message).toMatch(/^none.json, --table-mapping: no such file/);
    } finally {
      write.mockRestore();
      vi.unstubAllEnvs();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('are refused at once for a mapping that is none, and for none', async () => {
    expect((await sender.send('t.csv', good, { kind: 'table' })).body).toMatchObject({ issues: [{ field: 'table' }] });
    expect((await sender.send('t.csv', good, { kind: 'table', table: '{' })).body).toMatchObject({ issues: [{ field: 'table', problem: 'is not JSON' }] });
    expect((await sender.send('t.csv', good, fieldsOf({ ...MAPPING, format: 'DUVA' }))).body.issues[0].field).toBe('table.format');
  });
});
