// Previews of files on both engines: what was understood, kept for who sent it, imported from there, and remembered.
import { expect, it, vi } from 'vitest';
import { listImportMappings } from '../../server/db/queries/import-mappings.ts';
import { describeServed } from '../db/engines.ts';
import { codeOf, serveTown, type Answer } from './server-under-test.ts';
import { BLOCKS, TOWN } from './town.ts';

const [X, Y] = [500_000, 5_500_000];
type Ring = readonly (readonly [number, number])[];
const square = (x: number, y: number, side = 100): Ring => [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]];
const feature = (properties: object, ring: Ring) => ({ type: 'Feature', properties, geometry: { type: 'Polygon', coordinates: [ring] } });
const collection = (features: readonly object[], crs: string | null) =>
  JSON.stringify({ type: 'FeatureCollection', ...(crs === null ? {} : { crs: { type: 'name', properties: { name: crs } } }), features });
const squares = (crs: string | null, shiftX = 0) => collection([0, 1, 2].map((i) => feature({ baublock: `00${i + 1}`, n: 10 * i }, square(X + 100 * i + shiftX, Y))), crs);

describeServed('previews', (test) => {
  const server = serveTown(test);

  async function send(path: string, fields: Record<string, string>, file?: [string, string | Uint8Array<ArrayBuffer>], as = 'planung'): Promise<Answer> {
    const form = new FormData();
    for (const [field, value] of Object.entries(fields)) form.set(field, value);
    if (file !== undefined) form.set('file', new Blob([file[1]]), file[0]);
    const response = await fetch(server.url + path, { method: 'POST', body: form, headers: await server.headersOf(as) });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: JSON.parse(text) };
  }

  async function look(name: string, content: string | Uint8Array<ArrayBuffer>): Promise<Answer['body']> {
    const answer = await send('/imports/previews', {}, [name, content]);
    expect(answer.status, answer.text).toBe(201);
    expect(answer.headers.get('location')).toBe(`/imports/previews/${answer.body.preview as string}`);
    return answer.body;
  }

  async function ended(answer: Answer): Promise<Answer['body']> {
    expect(answer.status, answer.text).toBe(202);
    return vi.waitFor(async () => {
      const { body } = await server.get(answer.headers.get('location')!, 'planung');
      expect(body.finished).not.toBeNull();
      return body;
    }, { timeout: 60_000, interval: 50 });
  }

  it('tell format, columns, key, first rows and shapes of a vector file', async () => {
    const seen = await look('blocks.geojson', squares('EPSG:25832'));
    expect(seen).toMatchObject({
      file: 'blocks.geojson',
      format: 'GeoJSON',
      servedBy: 'own',
      geometryType: 'Polygon',
      features: 3,
      kindProposal: 'blocks',
      crs: { named: 'EPSG:25832', name: 'ETRS89 / UTM zone 32N', confirmed: true },
      bounds: [X, Y, X + 300, Y + 100],
      issues: [],
      savedMapping: null,
      rows: [['001', '0'], ['002', '10'], ['003', '20']],
    });
    expect(seen.columns[0]).toEqual({ name: 'baublock', type: 'text', empty: 0, distinct: 3, leadingZeros: true, samples: ['001', '002', '003'] });
    expect(seen.keyColumns[0]).toEqual({ column: 'baublock', reason: 'every row has a value of its own, with zeros before it, and the name is that of a key' });
    expect(seen.shapes.features.map(({ properties }: { properties: { row: number } }) => properties.row)).toEqual([1, 2, 3]);
    expect(Date.parse(seen.expiresAt as string) - Date.now()).toBeGreaterThan(59 * 60_000);
  });

  it('propose a CRS where the file names none, by where the blocks of the municipality lie', async () => {
    const seen = await look('no-crs.geojson', squares(null));
    expect(seen.crs).toMatchObject({ named: null, confirmed: false });
    expect(seen.crs.proposals[0]).toEqual({ crs: 'EPSG:25832', name: 'ETRS89 / UTM zone 32N', inside: 1, reason: 'all inside Gartenstadt' });
    expect(seen.issues).toMatchObject([{ code: 'CRS_MISSING', file: 'no-crs.geojson', severity: 'error', accepted: '--source-crs EPSG:25832 (all inside Gartenstadt)' }]);
    expect(seen.bounds).toEqual([X, Y, X + 300, Y + 100]);
    const confirmed = await server.get(`/imports/previews/${seen.preview as string}?sourceCrs=EPSG:25832`, 'planung');
    expect(confirmed.body).toMatchObject({ crs: { named: 'EPSG:25832', confirmed: true }, issues: [] });
  });

  it('contradict a CRS whose coordinates cannot be, and one that puts them elsewhere', async () => {
    const degrees = await look('metres.geojson', squares('urn:ogc:def:crs:OGC:1.3:CRS84'));
    expect(degrees.crs).toMatchObject({ named: 'EPSG:4326', confirmed: false });
    expect(degrees.issues).toMatchObject([{ code: 'CRS_CONTRADICTED', problem: 'the file says EPSG:4326 (WGS 84), but 500000 5500000 are no degrees', accepted: '--source-crs EPSG:25832 (all inside Gartenstadt)' }]);
    const next = await look('zone.geojson', squares('EPSG:25833'));
    expect(next.issues).toMatchObject([{ code: 'CRS_CONTRADICTED', problem: 'the file says EPSG:25833 (ETRS89 / UTM zone 33N), which puts 500000 5500000 at 15.00 49.65, outside of Gartenstadt' }]);
    expect(next.crs.proposals[0].crs).toBe('EPSG:25832');
  });

  it('tell encoding, separator and decimal sign of a table, and read it with another encoding', async () => {
    const table = Uint8Array.from(Buffer.from('Baublock;Straße;Einwohner;Miete\r\n0815;Mühlgäßchen;12;8,75\r\n0816;Öhringer Weg;;7,5\r\n', 'latin1'));
    const seen = await look('german.csv', table);
    expect(seen).toMatchObject({ encoding: 'windows-1252', separator: ';', decimal: ',', geometryType: null, features: 2, crs: { named: null, proposals: [] }, shapes: null, bounds: null });
    expect(seen.columns.map(({ name, type, empty }: { name: string; type: string; empty: number }) => [name, type, empty])).toEqual([
      ['Baublock', 'text', 0],
      ['Straße', 'text', 0],
      ['Einwohner', 'integer', 1],
      ['Miete', 'decimal', 0],
    ]);
    const wrong = await server.get(`/imports/previews/${seen.preview as string}?encoding=utf-8`, 'planung');
    expect(wrong.body.columns[1].name).toBe('Stra\ufffde');
    // An import takes the encoding that somebody saw to be right: by itself it would take these bytes for UTF-8.
    const misread = Uint8Array.from(Buffer.from('block;Gr\u00c3\u00b6\u00dfe\nb00;1\n'.replace('\u00df', 'ss'), 'latin1'));
    const fields = { kind: 'counts', referenceDate: '2026-03-31', dryRun: 'true' };
    for (const [mapping, statistic] of [['{"id":"block"}', 'Grösse'], ['{"id":"block","encoding":"windows-1252"}', 'GrÃ¶sse']] as const) {
      const { jobID } = await ended(await send('/imports', { ...fields, mapping }, ['misread.csv', misread]));
      expect((await server.get(`/jobs/${jobID as string}/results`, 'planung')).body.report.statistics).toEqual([statistic]);
    }
  });

  it('ask where a number can be read in two ways, and name dates, signs and words among numbers', async () => {
    const seen = await look('odd.csv', 'id;a;b;c;d;e\n1;1.234;1,5;1;2025-01-02;-3\n2;5;2.5;-;4;1\n3;7;3;4;5;2\n4;8;4;5;6;2\n5;9;5;6;7;2\n6;9;5;7;8;12 Personen\n');
    const at = (code: string) => seen.issues.filter((issue: { code: string }) => issue.code === code);
    expect(at('DECIMAL_AMBIGUOUS')).toMatchObject([{ row: 2, field: 'a', problem: '"1.234" may be 1234 or 1.234', severity: 'error' }]);
    expect(at('DECIMAL_MIXED')).toMatchObject([{ row: 2, field: 'b' }]);
    expect(at('SIGNS')).toMatchObject([{ row: 3, field: 'c', severity: 'warning' }]);
    expect(at('DATE_FOR_NUMBER')).toMatchObject([{ row: 2, field: 'd' }]);
    expect(at('NEGATIVE')).toMatchObject([{ row: 2, field: 'e' }]);
    expect(at('TEXT_FOR_NUMBER')).toMatchObject([{ row: 7, field: 'e', problem: '"12 Personen" is no number' }]);
    expect(seen.decimal).toBeNull();
  });

  it('say what is wrong with a file that cannot be read, and keep it all the same', async () => {
    const seen = await look('cut.geojson', squares('EPSG:25832').slice(0, 200));
    expect(seen).toMatchObject({ features: 0, columns: [], issues: [{ code: 'UNREADABLE', file: 'cut.geojson', severity: 'error' }] });
    expect((await look('empty.csv', '')).issues).toMatchObject([{ code: 'UNREADABLE', file: 'empty.csv', problem: 'the file is empty' }]);
  });

  it('are for who made them, until they are dropped', async () => {
    const { preview } = await look('mine.csv', 'block;n\nb00;1\n');
    const path = `/imports/previews/${preview as string}`;
    expect((await server.get(path, 'planung')).status).toBe(200);
    // An admin may do what an editor may, with files of their own.
    expect(codeOf(await server.get(path, 'admin'))).toBe('NOT_FOUND');
    // Data protection may send a publication, and sees no file of another all the same.
    expect(codeOf(await server.get(path, 'dsb'))).toBe('NOT_FOUND');
    expect(codeOf(await server.get(path, 'ohne'))).toBe('FORBIDDEN');
    expect(codeOf(await server.ask('DELETE', path, { as: 'admin' }))).toBe('NOT_FOUND');
    expect((await server.ask('DELETE', path, { as: 'planung' })).status).toBe(204);
    expect(codeOf(await server.get(path, 'planung'))).toBe('NOT_FOUND');
    expect(codeOf(await server.get('/imports/previews/..%2f..%2fetc', 'planung'))).toBe('NOT_FOUND');
    expect(codeOf(await server.get(`${path}?sheet=1`, 'planung'))).toBe('UNKNOWN_PARAMETER');
    expect(codeOf(await send('/imports/previews', {}))).toBe('INVALID_INPUT');
  });

  it('expire after an hour', async () => {
    const { preview } = await look('old.csv', 'block;n\nb00;1\n');
    vi.useFakeTimers({ now: Date.now() + 60 * 60_000, toFake: ['Date'] });
    try {
      expect(codeOf(await server.get(`/imports/previews/${preview as string}`, 'planung'))).toBe('NOT_FOUND');
    } finally {
      vi.useRealTimers();
    }
  });

  it('are imported without sending the file again; a dry run leaves them, a real import keeps their mapping for the next file', async () => {
    const content = `Block;Kinder\n${BLOCKS.map((id, i) => `${id};${i}`).join('\n')}\n`;
    const { preview, mappingKey } = await look('kinder.csv', content);
    const fields = { preview: preview as string, kind: 'counts', referenceDate: '2026-06-30', mapping: '{"id":"Block","columns":{"Kinder":"kids"}}' };
    expect(await ended(await send('/imports', { ...fields, dryRun: 'true' }))).toMatchObject({ status: 'successful' });
    expect(await listImportMappings(test().database, TOWN.municipality, mappingKey as string)).toEqual([]);
    expect(codeOf(await send('/imports', fields, ['other.csv', 'a;b\n1;2\n']))).toBe('INVALID_INPUT');
    expect(codeOf(await send('/imports', fields, undefined, 'admin'))).toBe('NOT_FOUND');
    expect(await ended(await send('/imports', fields))).toMatchObject({ status: 'successful' });
    expect(codeOf(await server.get(`/imports/previews/${preview as string}`, 'planung'))).toBe('NOT_FOUND');
    const next = await look('kinder-2027.csv', content);
    expect(next.mappingKey).toBe(mappingKey);
    expect(next.savedMapping).toMatchObject({ kind: 'counts', mapping: { id: 'Block', columns: { Kinder: 'kids' } }, savedBy: 'planung' });
  });
});
