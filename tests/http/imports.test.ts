// Imports over HTTP on both engines: what is good comes in whole, what is bad gets a clear error and stores nothing.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../../server/package-root.ts';
import { readBlockRings } from '../../server/db/queries/blocks.ts';
import { listBlockCounts, listCountSets } from '../../server/db/queries/counts.ts';
import { describeEngines } from '../db/engines.ts';
import { contents, ImportSender } from './send-import.ts';
import { codeOf, serveTown, type Answer } from './server-under-test.ts';
import { BLOCKS, TOWN, townRings, zoneOf } from './town.ts';

type Ring = readonly (readonly [number, number])[];
const square = (x: number, y: number, side = 100): Ring => [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]];
const feature = (id: string | null, ring: Ring, more = {}) => ({ type: 'Feature', properties: { id, ...more }, geometry: { type: 'Polygon', coordinates: [ring] } });
const collection = (features: unknown[], crs: string | null = 'EPSG:25832') =>
  JSON.stringify({ type: 'FeatureCollection', ...(crs === null ? {} : { crs: { type: 'name', properties: { name: crs } } }), features });
const [X, Y] = [500_000, 5_500_000];
const BLOCKS_2027 = { kind: 'blocks', validFrom: '2027-01-01', mapping: '{"id":"id"}' };

describeEngines('imports', (test) => {
  const server = serveTown(test);

  const sender = new ImportSender(server);
  const send = sender.send.bind(sender);
  const imported = sender.imported.bind(sender);
  const results = async (status: Answer) => (await server.get(`/jobs/${status.body.jobID as string}/results`, 'planung')).body;

  /** A dry run first, and the import with what it gave: a stand that follows another is accepted by who has seen what it changes. */
  async function accepted(name: string, content: string | Uint8Array<ArrayBuffer>, fields: Record<string, string>): Promise<Answer> {
    const { report } = await results(await imported(name, content, { ...fields, dryRun: 'true' }));
    return imported(name, content, { ...fields, accept: report.accept as string });
  }

  // [what is wrong, file name, content, fields, what the answer names]
  const bad: readonly (readonly [string, string, string, Record<string, string>, Record<string, unknown>])[] = [
    [
      'blocks that overlap',
      'overlap.geojson',
      collection([feature('a', square(X, Y)), feature('b', square(X + 50, Y + 20))]),
      BLOCKS_2027,
      { file: 'overlap.geojson', row: 1, field: 'id', problem: expect.stringMatching(/"a" and "b" overlap by 4000 m2/) },
    ],
    [
      'blocks that leave a gap',
      'gap.geojson',
      collection([
        feature('a', [[X, Y], [X + 100, Y], [X + 100.3, Y + 50], [X + 100, Y + 100], [X, Y + 100], [X, Y]]),
        feature('b', [[X + 100, Y], [X + 200, Y], [X + 200, Y + 100], [X + 100, Y + 100], [X + 100.6, Y + 50], [X + 100, Y]]),
        feature('c', [[X, Y - 50], [X + 200, Y - 50], [X + 200, Y], [X + 100, Y], [X, Y], [X, Y - 50]]),
        feature('d', [[X, Y + 100], [X + 100, Y + 100], [X + 200, Y + 100], [X + 200, Y + 150], [X, Y + 150], [X, Y + 100]]),
      ]),
      BLOCKS_2027,
      { file: 'gap.geojson', field: 'id', problem: expect.stringMatching(/a gap of .* m2, .* between blocks/) },
    ],
    [
      'a polygon that crosses itself',
      'bow-tie.geojson',
      collection([feature('a', square(X, Y)), feature('b', [[X + 200, Y], [X + 300, Y + 100], [X + 300, Y], [X + 200, Y + 100], [X + 200, Y]])]),
      BLOCKS_2027,
      { file: 'bow-tie.geojson', row: 2, field: 'id', problem: expect.stringMatching(/"b" (crosses itself|has a ring without area)/) },
    ],
    [
      'an id given twice',
      'twice.geojson',
      collection([feature('a', square(X, Y)), feature('a', square(X + 100, Y))]),
      BLOCKS_2027,
      { file: 'twice.geojson', row: 2, field: 'id', problem: '"a" stands already in row 1' },
    ],
    ['an empty id', 'no-id.geojson', collection([feature(null, square(X, Y))]), BLOCKS_2027, { file: 'no-id.geojson', row: 1, field: 'id', problem: 'the id is empty' }],
    [
      'metres without a CRS',
      'no-crs.geojson',
      collection([feature('a', square(X, Y))], null),
      BLOCKS_2027,
      { file: 'no-crs.geojson', row: 1, problem: expect.stringMatching(/names no CRS/) },
    ],
    ['a CRS that nobody knows', 'odd-crs.geojson', collection([feature('a', square(X, Y))], 'EPSG:99999'), BLOCKS_2027, { file: 'odd-crs.geojson', field: 'crs' }],
    ['an empty file', 'empty.geojson', '', BLOCKS_2027, { file: 'empty.geojson', problem: 'the file is empty' }],
    ['a file without features', 'none.geojson', collection([]), BLOCKS_2027, { file: 'none.geojson', problem: 'the file has no features' }],
    ['a file that is none', 'odd.gpkg', 'not a database', BLOCKS_2027, { file: 'odd.gpkg' }],
    ['a column that is not there', 'column.geojson', collection([feature('a', square(X, Y))]), { ...BLOCKS_2027, mapping: '{"id":"block"}' }, { field: 'block', problem: 'no such column', accepted: 'id' }],
    ['a point for a block', 'point.geojson', collection([{ type: 'Feature', properties: { id: 'a' }, geometry: { type: 'Point', coordinates: [X, Y] } }]), BLOCKS_2027, { file: 'point.geojson' }],
    ['blocks older than what is stored', 'old.geojson', collection([feature('a', square(X, Y))]), { ...BLOCKS_2027, validFrom: '1999-01-01' }, { field: 'validFrom', accepted: expect.stringMatching(/a day after/) }],
    ['counts for unknown blocks', 'counts.csv', 'block;n\nb00;1\nzz9;2\n', { kind: 'counts', referenceDate: '2026-12-31', mapping: '{"id":"block"}' }, { file: 'counts.csv', row: 3, field: 'block', problem: expect.stringMatching(/"zz9" is not in/) }],
    ['negative counts', 'negative.csv', 'block;n\nb00;1\nb01;-2\n', { kind: 'counts', referenceDate: '2026-12-31', mapping: '{"id":"block"}' }, { file: 'negative.csv', row: 3, field: 'n', problem: '"-2" is a negative count', accepted: expect.stringMatching(/whole number/) }],
    ['counts that are none', 'words.csv', 'block;n\nb00;viele\n', { kind: 'counts', referenceDate: '2026-12-31', mapping: '{"id":"block"}' }, { row: 2, field: 'n', problem: '"viele" is no count' }],
    ['counts twice for a block', 'again.csv', 'block;n\nb00;1\nb00;1\n', { kind: 'counts', referenceDate: '2026-12-31', mapping: '{"id":"block"}' }, { row: 3, field: 'block' }],
    ['counts without rows', 'header.csv', 'block;n\n', { kind: 'counts', referenceDate: '2026-12-31', mapping: '{"id":"block"}' }, { file: 'header.csv', problem: 'the file has no rows' }],
    ['counts of a day without blocks', 'early.csv', 'block;n\nb00;1\n', { kind: 'counts', referenceDate: '1899-12-31', mapping: '{"id":"block"}' }, { field: 'referenceDate', problem: 'no blocks are valid on 1899-12-31' }],
    ['zones of unknown blocks', 'zones.csv', 'block,zone\nb00,N\nqq,N\n', { kind: 'zones', geography: 'stadtteil', validFrom: '2027-01-01', mapping: '{"block":"block","zone":"zone"}' }, { file: 'zones.csv', row: 3, field: 'block' }],
    [
      'a zone that crosses itself',
      'tie.geojson',
      collection([feature('N', [[X, Y], [X + 300, Y + 100], [X + 300, Y], [X, Y + 100], [X, Y]])]),
      { kind: 'zones', geography: 'stadtteil', validFrom: '2027-01-01', mapping: '{"zone":"id"}' },
      { file: 'tie.geojson', row: 1, field: 'id' },
    ],
  ];

  it.each(bad)('refuses %s by file, row and field, and stores nothing', async (_, name, content, fields, issue) => {
    const before = await contents(test());
    const status = await imported(name, content, fields);
    expect(status.body.status, status.text).toBe('failed');
    expect(status.body.issues[0]).toMatchObject(issue);
    expect(status.body.issues[0].accepted, status.text).toBeTruthy();
    const answer = await server.get(`/jobs/${status.body.jobID as string}/results`, 'planung');
    expect([answer.status, codeOf(answer), answer.body.issues[0]]).toEqual([422, 'INVALID_INPUT', status.body.issues[0]]);
    expect(await contents(test())).toEqual(before);
    expect(readdirSync(join(test().dataDir, 'uploads'))).toEqual([]);
  });

  it('lists every finding of a file, not the first alone', async () => {
    const status = await imported('many.csv', 'block;n\nb00;-1\nb01;x\nzz;1\n', { kind: 'counts', referenceDate: '2026-12-31', mapping: '{"id":"block"}' });
    expect((status.body.issues as { row: number }[]).map(({ row }) => row)).toEqual([2, 3, 4]);
  });

  // [what is wrong with the form, fields, what the answer names]
  it.each([
    ['no kind', {}, { field: 'kind' }],
    ['a kind that is none', { kind: 'rivers' }, { field: 'kind', accepted: expect.stringMatching(/blocks, zones, counts/) as string }],
    ['no day', { kind: 'blocks', mapping: '{"id":"id"}' }, { field: 'validFrom' }],
    ['a day that is none', { ...BLOCKS_2027, validFrom: '2027-02-30' }, { field: 'validFrom' }],
    ['no geography', { kind: 'zones', validFrom: '2027-01-01', mapping: '{}' }, { field: 'geography' }],
    ['a mapping that is no JSON', { ...BLOCKS_2027, mapping: '{id}' }, { field: 'mapping' }],
    ['a mapping of unknown things', { ...BLOCKS_2027, mapping: '{"ident":"id"}' }, { field: 'mapping.ident' }],
    ['an unknown field', { ...BLOCKS_2027, colour: 'red' }, { field: 'colour' }],
  ] as readonly (readonly [string, Record<string, string>, Record<string, unknown>])[])('refuses a form with %s at once', async (_, fields, issue) => {
    const answer = await send('a.geojson', collection([feature('a', square(X, Y))]), fields);
    expect([answer.status, codeOf(answer)]).toEqual([422, 'INVALID_INPUT']);
    expect(answer.body.issues[0]).toMatchObject(issue);
    expect(readdirSync(join(test().dataDir, 'uploads'))).toEqual([]);
  });

  it('takes a form from editors alone, and shows a job to who started it', async () => {
    const answer = await send('a.geojson', collection([]), BLOCKS_2027, 'statistik');
    expect(answer.status).toBe(403);
    const status = await imported('empty.csv', '', BLOCKS_2027);
    expect((await server.get(`/jobs/${status.body.jobID as string}`, 'statistik')).status).toBe(404);
    expect((await server.get(`/jobs/${status.body.jobID as string}`)).status).toBe(403);
    const form = await server.post('/imports', { body: { kind: 'blocks' } });
    expect([form.status, codeOf(form)]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    const { body } = await server.get('/jobs', 'planung');
    expect((body.jobs as { jobID: string }[]).map(({ jobID }) => jobID)).toContain(status.body.jobID);
  });

  it('keeps file names inside the upload folder', async () => {
    const status = await imported('../../../etc/passwd', 'block;n\n', { kind: 'counts', referenceDate: '2026-12-31', mapping: '{"id":"block"}' });
    expect(status.body.issues[0].file).toBe('passwd');
  });

  it('reports in a dry run what it would store, and stores nothing', async () => {
    const before = await contents(test());
    const status = await imported('dry.csv', 'block;n\nb00;1\nb01;\n', { kind: 'counts', referenceDate: '2026-12-31', mapping: '{"id":"block"}', dryRun: 'true' });
    expect(status.body.status).toBe('successful');
    expect(await results(status)).toMatchObject({ kind: 'counts', dryRun: true, stored: null, report: { statistics: ['n'], rows: 2, missingBlocks: BLOCKS.length - 2, unknown: 1 } });
    expect(await contents(test())).toEqual(before);
  });

  it('takes counts in; what is empty or left out is unknown, and the server shows them at once', async () => {
    const rows = BLOCKS.slice(0, 40).map((id, i) => `${id};${i === 3 ? '' : i};1.000`);
    const mapping = { id: 'Block', columns: { Kinder: 'kids', Leute: 'people' }, unlocated: 'unbekannt', statistics: { kids: { de: 'Kinder', en: 'Children' } } };
    const file = `Block;Kinder;Leute\n${rows.join('\n').replaceAll('1.000', '1000')}\nunbekannt;7;\n`;
    const status = await imported('kinder.csv', file, { kind: 'counts', referenceDate: '2026-06-30', mapping: JSON.stringify(mapping) });
    expect(status.body, status.text).toMatchObject({ status: 'successful', progress: 100 });
    const set = (await listCountSets(test().database, TOWN.municipality)).find(({ referenceDate }) => referenceDate === '2026-06-30')!;
    expect(set).toMatchObject({ statistics: ['kids', 'people'], unlocated: [7, null] });
    const counts = await listBlockCounts(test().database, TOWN.municipality, set.countSet);
    expect(counts).toHaveLength(BLOCKS.length);
    expect([counts[3], counts[5], counts[47]]).toEqual([
      { block: 'b03', counts: [null, 1000] },
      { block: 'b05', counts: [5, 1000] },
      { block: 'b47', counts: [null, null] },
    ]);
    const { body } = await server.get('/statistics', 'planung');
    expect(body.statistics.find((row: { statistic: string }) => row.statistic === 'kids')).toMatchObject({ name: { de: 'Kinder', en: 'Children' }, referenceDates: ['2026-06-30'] });
  });

  it('takes zones in from a table: a new version follows the old one', async () => {
    const rows = BLOCKS.slice(1).map((id, i) => `${id},${zoneOf(i + 1)},Zone ${zoneOf(i + 1)}`);
    const fields = { kind: 'zones', geography: 'stadtteil', validFrom: '2026-07-01', mapping: '{"block":"block","zone":"zone","name":"name","title":"Neu"}' };
    const status = await imported('assignment.csv', `block,zone,name\n${rows.join('\n')}\n`, fields);
    expect(status.body.status, status.text).toBe('successful');
    expect(await results(status)).toMatchObject({ report: { zones: 4, unassigned: ['b00'], unassignedBlocks: 1, cutBlocks: 0 } });
    const { body } = await server.get('/geographies');
    const versions = body.geographies.find((row: { geography: string }) => row.geography === 'stadtteil').versions as { version: number; validFrom: string; validTo: string | null }[];
    expect(versions.at(-2)!.validTo).toBe('2026-07-01');
    expect(versions.at(-1)).toMatchObject({ validFrom: '2026-07-01', validTo: null, title: 'Neu', zones: 4 });
    const zones = await server.get(`/geographies/stadtteil/versions/${versions.at(-1)!.version}/assignment`);
    expect(zones.body.assignment.slice(0, 3)).toEqual([-1, 0, 0]);
  });

  it('takes zones in from polygons: a block goes to the zone of its interior point, cut ones are reported', async () => {
    // The border runs 30 m into the third column of blocks.
    const west = [[X, Y], [X + 230, Y], [X + 230, Y + 600], [X, Y + 600], [X, Y]] as unknown as Ring;
    const east = [[X + 230, Y], [X + 800, Y], [X + 800, Y + 600], [X + 230, Y + 600], [X + 230, Y]] as unknown as Ring;
    const file = collection([feature('W', west, { label: 'Westen' }), feature('O', east, { label: 'Osten' })]);
    const status = await imported('sides.geojson', file, { kind: 'zones', geography: 'seite', validFrom: '2026-07-01', mapping: '{"zone":"id","name":"label"}' });
    expect(status.body.status, status.text).toBe('successful');
    const { report, stored } = await results(status);
    expect(stored).toEqual({ geography: 'seite', version: 1 });
    expect(report).toMatchObject({ zones: 2, unassignedBlocks: 0, cutBlocks: 6 });
    expect(report.cut[0]).toEqual({ block: 'b02', zone: 'O', shares: [{ zone: 'O', share: 0.7 }, { zone: 'W', share: 0.3 }] });
    const { body } = await server.get('/geographies/seite/versions/1/assignment');
    expect(body.zones).toEqual([{ zone: 'W', name: 'Westen' }, { zone: 'O', name: 'Osten' }]);
    expect(body.assignment.slice(0, 8)).toEqual([0, 0, 1, 1, 1, 1, 1, 1]);
  });

  it('takes addresses, schools and streets in, addresses with their block', async () => {
    const fields = { kind: 'addresses', mapping: '{"id":"nr","street":"str","houseNumber":"hnr","x":"e","y":"n","sourceCrs":"EPSG:25832"}' };
    const status = await imported('adressen.csv', `nr;str;hnr;e;n\n1;Am Ring;3a;${X + 150},5;${Y + 50}\n2;Weg;1;${X - 5000};${Y}\n`, fields);
    expect(status.body.status, status.text).toBe('successful');
    expect(await results(status)).toMatchObject({ report: { addresses: 2, outside: ['2'], outsideAddresses: 1 } });
    const rows = await test().database.query('select address, block, street, house_number from app.address order by 1');
    expect(rows).toEqual([{ address: '1', block: 'b01', street: 'Am Ring', house_number: '3a' }, { address: '2', block: null, street: 'Weg', house_number: '1' }]);
    const school = collection([{ type: 'Feature', properties: { name: 'Grundschule', places: 100 }, geometry: { type: 'Point', coordinates: [9, 49.6] } }], null);
    expect((await imported('schools.geojson', school, { kind: 'schools', mapping: '{"name":"name"}' })).body.status).toBe('successful');
    const street = collection([{ type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates: [[X, Y], [X + 9, Y]] } }]);
    expect((await imported('streets.geojson', street, { kind: 'network' })).body.status).toBe('successful');
    const { body } = await server.get('/reference-layers', 'planung');
    expect(body.layers).toEqual(expect.arrayContaining([{ layer: 'schools', features: 1 }, { layer: 'streets', features: 1 }]));
  });

  it('takes blocks in as the next stand, bit by bit as they were, with the old one ended', async () => {
    const rings = townRings();
    const features = BLOCKS.map((id, i) => {
      const [x, y] = [rings.xy[8 * i]! + 0.1, rings.xy[8 * i + 1]! + 0.1];
      return feature(id, square(x, y));
    });
    const status = await accepted('blocks.geojson', collection(features), BLOCKS_2027);
    expect(status.body.status, status.text).toBe('successful');
    const { stored, report } = await results(status);
    expect(report).toMatchObject({ blocks: 48, pieces: 1, detachedBlocks: 0, areaM2: 480_000 });
    const stands = (await server.get('/block-sets', 'planung')).body.blockSets as { blockSet: number; validFrom: string; validTo: string | null }[];
    expect(stands.at(-1)).toMatchObject({ blockSet: stored.blockSet, validFrom: '2027-01-01', validTo: null, blocks: 48 });
    expect(stands.at(-2)!.validTo).toBe('2027-01-01');
    const back = await readBlockRings(test().database, TOWN.municipality, stored.blockSet as number);
    expect([...back.xy.subarray(0, 2)]).toEqual([rings.xy[0]! + 0.1, rings.xy[1]! + 0.1]);
    expect(back.ids).toEqual(BLOCKS);
  });

  const haan = join(process.env.SHARED_DIR ?? join(packageRoot(), '..', 'shared'), 'data', 'haan', 'zensus2011_100m_kr_mettmann.csv');
  it.skipIf(!existsSync(haan))(
    `takes the 829 cells of Haan in as blocks and their counts, detached cells listed${existsSync(haan) ? '' : ' (skipped: the shared data are absent)'}`,
    async () => {
      const file = new Uint8Array(readFileSync(haan));
      const where = { gemeinde: 'Haan' };
      const mapping = { id: 'grid_id', x: 'x_3035', y: 'y_3035', sourceCrs: 'EPSG:3035', cell: 100, where };
      const blocks = await accepted('zensus.csv', file, { kind: 'blocks', validFrom: '2028-01-01', mapping: JSON.stringify(mapping) });
      expect(blocks.body.status, blocks.text).toBe('successful');
      const { report, stored } = await results(blocks);
      expect(report.blocks).toBe(829);
      expect(report.pieces).toBeGreaterThan(1);
      expect(report.detachedBlocks).toBeGreaterThan(0);
      expect(report.detached.length).toBe(Math.min(100, report.detachedBlocks as number));
      const columns = { demography_ALTER_10JG_1: 'under10', demography_STAATSANGE_KURZ_2: 'foreigners', demography_ALTER_10JG_9: 'age80plus' };
      const counts = await imported('zensus.csv', file, {
        kind: 'counts',
        referenceDate: '2028-05-09',
        mapping: JSON.stringify({ id: 'grid_id', columns, where }),
      });
      expect(counts.body.status, counts.text).toBe('successful');
      const { stored: made } = await results(counts);
      const rows = await listBlockCounts(test().database, TOWN.municipality, made.countSet as number);
      const sum = (column: number) => rows.reduce((all, row) => all + (row.counts[column] ?? 0), 0);
      // Columns stand in the order of the file.
      expect((await listCountSets(test().database, TOWN.municipality)).at(-1)!.statistics).toEqual(['under10', 'age80plus', 'foreigners']);
      expect([sum(0), sum(1), sum(2)]).toEqual([2499, 1547, 2007]);
      expect(rows.some((row) => row.counts[0] === null)).toBe(true);
      expect((await server.get(`/block-sets/${stored.blockSet as number}/coverage`, 'planung')).status).toBe(200);
    },
    180_000,
  );
});
