// Plans as files for other programs, and back: what goes out comes in again the same, and what fits nothing is told by its row.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { transformer } from '../../server/gdal/crs/crs.ts';
import { nativeDrivers } from '../../server/gdal/gdal-process.ts';
import { describeServed } from '../db/engines.ts';
import { codeOf, serveTown, type ServerUnderTest } from './server-under-test.ts';
import { BLOCKS, zoneOf } from './town.ts';

/** Not synchronously: a server that stands still for seconds lets its connections go. */
const ogrinfo = async (...argv: string[]): Promise<string> => (await promisify(execFile)('ogrinfo', argv, { encoding: 'utf8' })).stdout;

const LINE = { type: 'LineString', coordinates: [[500_050, 5_499_990], [500_050, 5_500_110]].map(([x, y]) => transformer(25832, 4326)(x!, y!)) };
const STEPS = [
  { type: 'createZone', zone: 'E', name: 'Neues Viertel, Süd', blocks: ['b03', 'b04'] },
  { type: 'splitBlock', block: 'b00', line: LINE },
  { type: 'assign', blocks: ['b00.1'], zone: 'C' },
  { type: 'mergeZones', zones: ['D'], into: 'B' },
];

async function drawn(server: ServerUnderTest, name = 'Grün & Süd/West'): Promise<string> {
  const plan = await server.newPlan(name);
  for (const [version, step] of STEPS.entries()) expect((await server.operate(plan, version, step)).status).toBe(200);
  return plan;
}

async function stateOf(server: ServerUnderTest, plan: string) {
  const { body } = await server.get(`/plans/${plan}/blocks`, 'planung');
  return Object.fromEntries(['zones', 'assignment', 'cuts', 'fragments', 'lockedBlocks'].map((key) => [key, body[key]]));
}

describeServed('plans as files', (test) => {
  const server = serveTown(test);
  const file = (plan: string, query: string, as = 'planung') => server.get(`/plans/${plan}/file?${query}`, as);
  const bring = (plan: string, body: object, as = 'planung') => server.post(`/plans/${plan}/file`, { as, body });

  it('go out as CSV and GeoJSON with a name that every file system takes, and hold no counts', async () => {
    const plan = await drawn(server);
    const table = await file(plan, 'format=csv', 'ohne');
    expect(table.headers.get('content-disposition')).toBe('attachment; filename="Grun-Sud-West.csv"');
    const lines = table.text.trim().split('\r\n');
    expect(lines[0]).toBe('block,zone,name');
    expect(lines).toHaveLength(1 + BLOCKS.length + 1);
    expect(lines).toContain('b03,E,"Neues Viertel, Süd"');
    expect(lines).toContain('b00.1,C,Viertel C');
    const zones = JSON.parse((await file(plan, 'format=geojson', 'ohne')).text);
    expect(zones.features.map(({ properties }: { properties: unknown }) => properties)).toEqual([
      { zone: 'A', name: 'Viertel A', blocks: 11, area_m2: 105_000 },
      { zone: 'B', name: 'Viertel B', blocks: 23, area_m2: 230_000 },
      { zone: 'C', name: 'Viertel C', blocks: 13, area_m2: 125_000 },
      { zone: 'E', name: 'Neues Viertel, Süd', blocks: 2, area_m2: 20_000 },
    ].map((row) => ({ ...row, area_m2: expect.closeTo(row.area_m2, -1) })));
    const blocks = JSON.parse((await file(plan, 'format=geojson&layer=blocks')).text);
    expect(blocks.features).toHaveLength(BLOCKS.length + 1);
    expect(blocks.features.find(({ properties }: { properties: { block: string } }) => properties.block === 'b47').properties).toEqual({ block: 'b47', zone: 'B', name: 'Viertel B', area_m2: 10_000 });
    const before = JSON.parse((await file(plan, 'format=geojson&version=0')).text);
    expect(before.features.map(({ properties }: { properties: { zone: string } }) => properties.zone)).toEqual(['A', 'B', 'C', 'D']);
    expect((await file(plan, 'format=xlsx')).status).toBe(400);
    expect((await file(plan, 'format=csv&version=9')).status).toBe(404);
    expect((await file(plan, 'format=csv', 'public')).status).toBe(403);
  });

  it('go out as a GeoPackage that ogrinfo opens, of zones and of blocks', async (context) => {
    if ((await nativeDrivers()) === null) {
      if (process.env.CI === 'true') throw new Error('CI=true and there is no ogrinfo');
      context.skip('there is no ogrinfo on this machine');
    }
    const plan = await drawn(server);
    const folder = mkdtempSync(join(tmpdir(), 'zuschnitt-gpkg-'));
    try {
      for (const [layer, count] of [['zones', 4], ['blocks', BLOCKS.length + 1]] as const) {
        const response = await fetch(`${server.url}/plans/${plan}/file?format=gpkg&layer=${layer}`, { headers: await server.headersOf('ohne') });
        expect([response.status, response.headers.get('content-type'), response.headers.get('content-disposition')]).toEqual([200, 'application/geopackage+sqlite3', `attachment; filename="Grun-Sud-West-${layer}.gpkg"`]);
        const path = join(folder, `${layer}.gpkg`);
        writeFileSync(path, Buffer.from(await response.arrayBuffer()));
        const told = await ogrinfo('-ro', '-so', '-al', path);
        expect(told).toContain(`Layer name: ${layer}`);
        expect(told).toContain(`Feature Count: ${count}`);
        expect(told).toContain('ID["EPSG",25832]');
      }
      const rows = await ogrinfo('-ro', '-q', '-al', '-geom=NO', join(folder, 'zones.gpkg'));
      expect(rows).toContain('name (String) = Neues Viertel, Süd');
      expect(rows).toContain('blocks (Integer) = 23');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('come back from a CSV as one step that can be taken back, whatever its separator and encoding', async () => {
    const source = await drawn(server);
    const target = await server.newPlan();
    await server.operate(target, 0, STEPS[1]);
    const begun = await stateOf(server, target);
    const { text } = await file(source, 'format=csv');
    const first = await bring(target, { format: 'csv', text, dryRun: true });
    expect([first.status, first.body]).toMatchObject([200, { dryRun: true, version: 1, rows: 49, unknown: [], duplicate: [], locked: [], missing: 0, createdZones: ['E'] }]);
    // b00.1 to C, b03 and b04 to E, and the twelve of D to B.
    expect(first.body.moved).toBe(15);
    expect(await stateOf(server, target)).toEqual(begun);
    const semicolons = text.replaceAll('"Neues Viertel, Süd"', 'Neues Viertel~ Süd').replaceAll(',', ';').replaceAll('~', ',');
    const done = await bring(target, { format: 'csv', base64: Buffer.from(semicolons, 'latin1').toString('base64'), file: 'Zuordnung.csv' });
    expect([done.status, done.body.version, done.body.moved, done.headers.get('etag')]).toEqual([200, 2, 15, '"2"']);
    expect((await file(target, 'format=csv')).text).toBe(text);
    await server.post(`/plans/${target}/undo`);
    expect(await stateOf(server, target)).toEqual(begun);
  });

  it('tell the rows of blocks that are unknown, named twice, locked or missing, and do the rest', async () => {
    const plan = await server.newPlan();
    await server.operate(plan, 0, { type: 'lockBlocks', blocks: ['b05'], locked: true });
    const rows = ['Bezirk\tBaublock', 'A\tb04', 'A\tx99', '', 'A\tb05', 'C\tb04', 'Q\tb06', '\tb07'];
    const { body } = await bring(plan, { format: 'csv', text: rows.join('\n'), columns: { block: 'Baublock', zone: 'Bezirk' } });
    expect(body).toMatchObject({
      rows: 6,
      moved: 3,
      unknown: [{ row: 3, block: 'x99' }],
      duplicate: [{ row: 6, block: 'b04', first: 2 }],
      locked: [{ row: 5, block: 'b05' }],
      missing: BLOCKS.length - 4,
      createdZones: ['Q'],
      version: 2,
    });
    const now = (await file(plan, 'format=csv')).text;
    for (const line of ['b04,A,Viertel A', 'b05,B,Viertel B', 'b06,Q,Q', 'b07,,']) expect(now).toContain(`${line}\r\n`);
    const nothing = await bring(plan, { format: 'csv', text: 'block,zone\nb04,A\n' });
    expect(nothing.body).toMatchObject({ moved: 0, version: 2 });
  });

  it('that are no table of blocks and zones are refused with file, row and what would be accepted, and store nothing', async () => {
    const plan = await server.newPlan();
    const wrong = async (body: object) => {
      const answer = await bring(plan, { format: 'csv', file: 'liste.csv', ...body });
      expect([answer.status, codeOf(answer)], JSON.stringify(body).slice(0, 60)).toEqual([422, 'INVALID_INPUT']);
      return answer.body.issues[0];
    };
    expect(await wrong({ text: '' })).toMatchObject({ file: 'liste.csv', problem: 'the file is empty' });
    expect(await wrong({ text: 'block\nb01\n' })).toMatchObject({ row: 1, problem: 'has one column' });
    expect(await wrong({ text: 'b01,A\nb02,A\n' })).toMatchObject({ row: 1, problem: expect.stringContaining('header row') });
    expect(await wrong({ text: 'block,zone\nx1,A\nx2,B\n' })).toMatchObject({ row: 2, field: 'block', accepted: expect.stringContaining('b00') });
    expect(await wrong({ text: 'block,zone\nb01,A,B\n' })).toMatchObject({ row: 2 });
    expect(await wrong({ text: `block,zone\nb01,${'A'.repeat(65)}\n` })).toMatchObject({ row: 2, field: 'zone', accepted: 'at most 64' });
    expect(await wrong({ text: 'block,zone\nb01,A\n', columns: { zone: 'Bezirk' } })).toMatchObject({ field: 'Bezirk', accepted: 'block, zone' });
    for (const body of [{ format: 'csv' }, { format: 'csv', text: 'x', base64: 'eA==' }, { format: 'csv', base64: '%%' }, { format: 'gpkg', text: 'x' }]) {
      expect((await bring(plan, body)).status, JSON.stringify(body)).toBe(400);
    }
    expect((await bring(plan, { format: 'csv', text: 'block,zone\nb01,B\n' }, 'statistik')).status).toBe(403);
    expect((await server.post(`/plans/${plan}/file`, { body: { format: 'csv', text: 'block,zone\nb01,B\n' }, ifMatch: 3 })).status).toBe(412);
    expect((await server.get(`/plans/${plan}`, 'planung')).body.version).toBe(0);
    await server.post(`/plans/${plan}/submit`);
    expect(codeOf(await bring(plan, { format: 'csv', text: 'block,zone\nb01,B\n' }))).toBe('NOT_DRAFT');
  });

  it('go out as their operations, and replayed on another plan these give the same, as one step', async () => {
    const source = await drawn(server);
    await server.operate(source, 4, { type: 'renameZone', zone: 'A', name: 'Doch nicht' });
    await server.post(`/plans/${source}/undo`);
    const answer = await file(source, 'format=operations');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="Grun-Sud-West-operations.json"');
    expect(answer.body).toMatchObject({ format: 'zuschnitt-operations', version: 1, plan: { name: 'Grün & Süd/West', geography: 'stadtteil', baseVersion: 1, version: 6 }, operations: STEPS });
    const target = await server.newPlan();
    const dry = await bring(target, { format: 'operations', text: answer.text, dryRun: true });
    expect(dry.body).toMatchObject({ dryRun: true, rows: 4, createdZones: ['E'], version: 0 });
    const done = await bring(target, { format: 'operations', text: answer.text });
    expect(done.body).toMatchObject({ version: 1, rows: 4 });
    expect(await stateOf(server, target)).toEqual(await stateOf(server, source));
    // A branch's beginning is one of its operations, so its list stands alone.
    const { body: branch } = await server.post('/plans', { body: { name: 'Zweig', from: { plan: source } } });
    const list = await file(branch.plan, 'format=operations');
    const third = await server.newPlan();
    await bring(third, { format: 'operations', text: list.text });
    expect(await stateOf(server, third)).toEqual(await stateOf(server, source));
    await server.post(`/plans/${target}/undo`);
    expect((await stateOf(server, target)).assignment).toEqual(BLOCKS.map((_, i) => ['A', 'B', 'C', 'D'].indexOf(zoneOf(i))));
  });

  it('with an operation that does not fit are refused whole, by its number and reason', async () => {
    const plan = await server.newPlan();
    const list = (operations: unknown[]) => bring(plan, { format: 'operations', file: 'liste.json', text: JSON.stringify(operations) });
    const misfit = await list([STEPS[0], STEPS[0]]);
    expect([misfit.status, codeOf(misfit)]).toEqual([422, 'OPERATION_DOES_NOT_FIT']);
    expect(misfit.body).toMatchObject({ index: 1, reason: 'ZONE_EXISTS', issues: [{ code: 'ZONE_EXISTS', file: 'liste.json', row: 2 }] });
    expect(misfit.body.detail).toContain('operation 2 of 2 (createZone)');
    const unknown = await list([STEPS[0], { type: 'assign', blocks: ['b99'], zone: 'A' }, STEPS[3]]);
    expect(unknown.body).toMatchObject({ index: 1, reason: 'UNKNOWN_BLOCK' });
    const malformed = await list([STEPS[0], { type: 'verschiebe', blocks: ['b99'] }]);
    expect([codeOf(malformed), malformed.body.issues[0]]).toMatchObject(['INVALID_INPUT', { file: 'liste.json', row: 2, field: 'type' }]);
    for (const text of ['{', '{}', '7', '{"format":"andere","version":1,"operations":[]}']) expect(codeOf(await bring(plan, { format: 'operations', text })), text).toBe('INVALID_INPUT');
    expect((await server.get(`/plans/${plan}`, 'planung')).body.version).toBe(0);
    expect((await list([])).body).toMatchObject({ rows: 0, moved: 0, version: 0 });
  });

  it('that come while somebody draws overwrite nothing: of three on one version one is done', async () => {
    const plan = await server.newPlan();
    const lay = (block: string) => server.post(`/plans/${plan}/file`, { body: { format: 'csv', text: `block,zone\n${block},B\n` }, ifMatch: 0 });
    const answers = await Promise.all([lay('b01'), server.operate(plan, 0, { type: 'assign', blocks: ['b02'], zone: 'B' }), lay('b03')]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412, 412]);
    expect((await server.get(`/plans/${plan}`, 'planung')).body.version).toBe(1);
  });
});
