// Archives and spreadsheets that must not be trusted: refused by name, field and reason, and what is good is read whole.
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cell, nastyArchives, odsOf, xlsxOf } from '../../geodata/nasty-archives.ts';
import { nastyFiles } from '../../geodata/nasty-files.ts';
import { zipOf } from '../../geodata/zip-writer.ts';
import { openArchive } from '../../server/gdal/open-input.ts';
import { readKml } from '../../server/gdal/formats/read-kml.ts';
import { readTable } from '../../server/gdal/read-table.ts';
import { readVector } from '../../server/gdal/read-vector.ts';
import { walkXml } from '../../server/gdal/formats/xml-events.ts';
import { workFolder } from '../cli/run-cli.ts';

const folder = workFolder();
afterAll(() => folder.remove());
const archives = nastyArchives();

function put(name: string, bytes: Uint8Array | string): string {
  writeFileSync(join(folder.path, name), bytes);
  return join(folder.path, name);
}

const unpacked = () => readdirSync(tmpdir()).filter((name) => name.startsWith('zuschnitt-unpacked-')).length;

describe('an archive', () => {
  it.each([
    ['bomb.zip', 'bomb.zip, field blocks.geojson: would unpack 20 kB to 20 MB; accepted: files packed to no less than 1/200'],
    ['lying.zip', 'lying.zip, field blocks.geojson: unpacks to more than the 1 kB that the archive says; accepted: the whole file; pack or send it again'],
    ['many.zip', 'many.zip: the archive has 20,001 entries; accepted: at most 20,000'],
    ['path-up.zip', 'path-up.zip, field ../../blocks.geojson: the name in the archive leads out of the folder; accepted: names inside the archive, such as blocks/blocks.shp'],
    ['path-root.zip', 'path-root.zip, field /etc/cron.d/blocks.geojson: the name in the archive begins at the root; accepted: names inside the archive, such as blocks/blocks.shp'],
    ['path-drive.zip', 'path-drive.zip, field C:/blocks.geojson: the name in the archive names a drive; accepted: names inside the archive, such as blocks/blocks.shp'],
    ['path-backslash.zip', 'path-backslash.zip, field ..\\..\\blocks.geojson: the name in the archive holds a backslash; accepted: names inside the archive, such as blocks/blocks.shp'],
    ['path-zero.zip', 'path-zero.zip, field blocks.geojson?.txt: the name in the archive holds a zero byte; accepted: names inside the archive, such as blocks/blocks.shp'],
    ['link.zip', 'link.zip, field blocks.geojson: is a link to another file; accepted: the file itself'],
    ['twice.zip', 'twice.zip, field BLOCKS.geojson: the name stands twice in the archive; accepted: every name once'],
    ['encrypted.zip', 'encrypted.zip, field blocks.geojson: is encrypted; accepted: an archive without password'],
    ['nested.zip', 'nested.zip, field inner.zip: is an archive inside the archive; accepted: the files themselves in one archive'],
    ['nothing.zip', 'nothing.zip: holds no vector file; accepted: an archive with one Shapefile (.shp, .dbf, .shx, .prj), GeoPackage, File Geodatabase or table'],
    ['two.zip', 'two.zip: holds 2 vector files (a.geojson, b.geojson); accepted: an archive with one Shapefile (.shp, .dbf, .shx, .prj), GeoPackage, File Geodatabase or table'],
    ['truncated.zip', 'truncated.zip: the archive is cut off: its directory is missing; accepted: the whole file; send it again'],
  ])('%s is refused, and nothing of it stays', async (name, message) => {
    const before = unpacked();
    await expect(openArchive(put(name, archives.get(name)!))).rejects.toThrow(message);
    expect(unpacked()).toBe(before);
    expect(existsSync('/etc/cron.d/blocks.geojson')).toBe(false);
  });

  it('that is damaged inside is told by its checksum', async () => {
    const bytes = zipOf([{ name: 'a.csv', bytes: new TextEncoder().encode(`id;n\n${'1;2\n'.repeat(50)}`) }]);
    bytes[40]! ^= 0xff;
    await expect(readTable(put('damaged.zip', bytes))).rejects.toThrow(/damaged\.zip, field a\.csv: the archive is (cut off or )?damaged/);
  });

  it('of other kinds, and none at all, are told so', async () => {
    await expect(openArchive(put('blocks.7z', 'x'))).rejects.toThrow('blocks.7z: archives ".7z" are not unpacked; accepted: a ZIP archive (.zip)');
    await expect(openArchive(put('none.zip', 'no archive'))).rejects.toThrow('none.zip: is no ZIP archive');
  });

  it('that is good is read with what belongs to the file, and removed', async () => {
    const before = unpacked();
    const bytes = zipOf([{ name: 'daten/', bytes: new Uint8Array() }, { name: 'daten/good.geojson', bytes: nastyFiles().get('good.geojson')! }, { name: 'daten/liesmich.txt', bytes: new Uint8Array(3) }]);
    const { features, epsg } = await readVector(put('good.zip', bytes));
    expect([features.length, epsg]).toEqual([4, 25832]);
    expect(unpacked()).toBe(before);
  });
});

describe('a spreadsheet', () => {
  const rows = async (path: string) => {
    const table = await readTable(path);
    return [table.columns, ...Array.from({ length: table.rowCount }, (_, row) => [table.rowNumber(row), ...table.columns.map((_name, at) => table.cell(row, at))])];
  };

  it('gives texts, numbers, dates, shown zeros and the rows of the sheet', async () => {
    const sheet = xlsxOf([[], [cell.text('id'), cell.text('n'), cell.text('tag')], [cell.digits(7), cell.number(0.1), cell.date(45_658)], [], [cell.text('A&amp;B'), cell.number(1e21), cell.date(1)]]);
    expect(await rows(put('good.xlsx', sheet))).toEqual([['id', 'n', 'tag'], [3, '00007', '0.1', '2025-01-01'], [5, 'A&B', '1e+21', '1900-01-01']]);
  });

  it('of LibreOffice is read the same way, repeated cells written out and empty ones at the end left out', async () => {
    const ods = odsOf(
      '<table:table-row><table:table-cell office:value-type="string"><text:p>id</text:p></table:table-cell><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><text:p>b</text:p></table:table-cell><table:table-cell table:number-columns-repeated="16381"/></table:table-row>' +
        '<table:table-row><table:table-cell office:value-type="float" office:value="7"><text:p>007</text:p></table:table-cell><table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="5"><text:p>5</text:p></table:table-cell></table:table-row>' +
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>',
    );
    expect(await rows(put('good.ods', ods))).toEqual([['id', 'a', 'b'], [2, '007', '5', '5']]);
  });

  it.each([
    ['merged-title.xlsx', 'merged-title.xlsx, row 1, field A: the cells A1:B1 are merged: a title, or a header over several columns, is no name of a column'],
    ['merged-cells.xlsx', 'merged-cells.xlsx, row 2, field B: the cells B2:B3 are merged: one value stands for several cells'],
    ['title.xlsx', 'title.xlsx, row 1, field B: the column has no name; accepted: one header row, with a name for every column, and no rows above it'],
    ['million-columns.ods', 'million-columns.ods, row 1: the table has 1,000,000 columns; accepted: at most 4096'],
    ['million-rows.ods', 'million-rows.ods, row 1: the row is repeated 1,000,000 times; accepted: rows that are written'],
    ['million-columns.csv', 'million-columns.csv, row 1: the table has 1,000,000 columns; accepted: at most 4096'],
    ['no-book.xlsx', 'no-book.xlsx: is no XLSX workbook'],
  ])('%s is refused by its cells', async (name, message) => {
    await expect(readTable(put(name, archives.get(name)!))).rejects.toThrow(message);
  });
});

describe('a KML', () => {
  it('gives all attributes and geometries, also in folders', async () => {
    const kml = `<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Schema name="s"><SimpleField name="n" type="int"/></Schema><Folder>
      <Placemark><name>A &amp; B</name><ExtendedData><SchemaData schemaUrl="#s"><SimpleData name="n">07</SimpleData></SchemaData><Data name="k"><displayName>K</displayName><value>v</value></Data></ExtendedData>
      <MultiGeometry><Polygon><outerBoundaryIs><LinearRing><coordinates>8,49,0 9,49,0 9,50,0 8,49,0</coordinates></LinearRing></outerBoundaryIs><innerBoundaryIs><LinearRing><coordinates>8.4,49.1 8.5,49.1 8.5,49.2 8.4,49.1</coordinates></LinearRing></innerBoundaryIs></Polygon></MultiGeometry></Placemark>
      <Placemark><description><![CDATA[<b>x</b>]]></description><Point><coordinates>8.5,49.5</coordinates></Point></Placemark><Placemark/></Folder></Document></kml>`;
    const { features } = JSON.parse(await readKml(put('good.kml', kml), 'good.kml')) as { features: unknown[] };
    expect(features).toEqual([
      { type: 'Feature', properties: { Name: 'A & B', n: '07', k: 'v' }, geometry: { type: 'MultiPolygon', coordinates: [[[[8, 49], [9, 49], [9, 50], [8, 49]], [[8.4, 49.1], [8.5, 49.1], [8.5, 49.2], [8.4, 49.1]]]] } },
      { type: 'Feature', properties: { Description: '<b>x</b>' }, geometry: { type: 'Point', coordinates: [8.5, 49.5] } },
      { type: 'Feature', properties: {}, geometry: null },
    ]);
  });

  it.each([
    ['link.kml', 'link.kml, field NetworkLink: the file only links to data that lie elsewhere'],
    ['entity.kml', 'entity.kml: the XML has a document type'],
    ['vrt.kml', 'vrt.kml: is no KML: its root is "OGRVRTDataSource"'],
  ])('%s is refused', async (name, message) => {
    await expect(readKml(put(name, archives.get(name)!), name)).rejects.toThrow(message);
  });
});

describe('XML', () => {
  it.each(['<a>', '<a b="', '<a><b></a', '<!-- x', '<a><![CDATA[x</a>'])('that is cut off (%j) is refused', (xml) => {
    expect(() => walkXml(xml, 't.xml', { open() {}, text() {}, close() {} })).toThrow('t.xml: the XML is cut off');
  });

  it('keeps ">" inside quotes, entities and both kinds of quotes', () => {
    const seen: unknown[] = [];
    walkXml(`<?xml version="1.0"?><x:a p:b="1>2" c='"'><d/>&#x41;&#66;&lt;&unknown;</x:a>`, 't.xml', { open: (name, attributes) => seen.push(name, { ...attributes }), text: (text) => seen.push(text), close: (name) => seen.push(`/${name}`) });
    expect(seen).toEqual(['a', { 'p:b': '1>2', b: '1>2', c: '"' }, 'd', {}, '/d', 'AB<&unknown;', '/a']);
  });
});
