// Nasty archives and spreadsheets, made when they are asked for: their bytes depend on the compressor, so they lie in no folder.
import { nastyFiles } from './nasty-files.ts';
import { zipOf, type ZipMember } from './zip-writer.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const file = (name: string, text: string): ZipMember => ({ name, bytes: utf8(text) });

/** A workbook of one sheet from rows of cells as SpreadsheetML has them; style 1 shows a number as a date, 2 as five digits. */
export function xlsxOf(rows: readonly (readonly string[])[], merged: readonly string[] = []): Uint8Array<ArrayBuffer> {
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const data = rows.map((cells, row) => `<row r="${row + 1}">${cells.map((own, column) => own.replace('<c', `<c r="${letters(column)}${row + 1}"`)).join('')}</row>`).join('');
  const merges = merged.length === 0 ? '' : `<mergeCells count="${merged.length}">${merged.map((range) => `<mergeCell ref="${range}"/>`).join('')}</mergeCells>`;
  return zipOf([
    file('[Content_Types].xml', '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'),
    file('xl/workbook.xml', `<?xml version="1.0"?><workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Tabelle1" sheetId="1" r:id="rId1"/></sheets></workbook>`),
    file('xl/_rels/workbook.xml.rels', `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>`),
    file('xl/styles.xml', `<?xml version="1.0"?><styleSheet xmlns="${main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="00000"/></numFmts><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>`),
    file('xl/worksheets/sheet1.xml', `<?xml version="1.0"?><worksheet xmlns="${main}"><sheetData>${data}</sheetData>${merges}</worksheet>`),
  ]);
}

const letters = (column: number): string => (column >= 26 ? letters(Math.floor(column / 26) - 1) : '') + String.fromCharCode(65 + (column % 26));
/** Cells of a sheet: a text, a number, a number shown as a date, a number shown with five digits. */
export const cell = {
  text: (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`,
  number: (value: number) => `<c><v>${value}</v></c>`,
  date: (serial: number) => `<c s="1"><v>${serial}</v></c>`,
  digits: (value: number) => `<c s="2"><v>${value}</v></c>`,
};

/** A sheet as LibreOffice has it; `cells` is the XML of its rows. */
export function odsOf(rows: string): Uint8Array<ArrayBuffer> {
  const names = ['office', 'table', 'text'].map((name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`).join(' ');
  return zipOf([
    file('mimetype', 'application/vnd.oasis.opendocument.spreadsheet'),
    file('content.xml', `<?xml version="1.0"?><office:document-content ${names}><office:body><office:spreadsheet><table:table table:name="Tabelle1">${rows}</table:table></office:spreadsheet></office:body></office:document-content>`),
  ]);
}

const VRT = '<OGRVRTDataSource><OGRVRTLayer name="passwd"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>';

/** Every archive and spreadsheet by name. */
export function nastyArchives(): ReadonlyMap<string, Uint8Array<ArrayBuffer>> {
  const good = nastyFiles().get('good.geojson')!;
  const zeros = new Uint8Array(20 * 2 ** 20);
  const whole = zipOf([{ name: 'good.geojson', bytes: good }]);
  const header = [cell.text('block'), cell.text('residents')];
  return new Map([
    ['bomb.zip', zipOf([{ name: 'blocks.geojson', bytes: zeros }])],
    // The directory says 1 kB; what is inside is 20 MB.
    ['lying.zip', zipOf([{ name: 'blocks.geojson', bytes: zeros, claimedBytes: 1024 }])],
    ['many.zip', zipOf(Array.from({ length: 20_001 }, (_, i) => file(`${i}.txt`, '')))],
    ['path-up.zip', zipOf([{ name: '../../blocks.geojson', bytes: good }])],
    ['path-root.zip', zipOf([{ name: '/etc/cron.d/blocks.geojson', bytes: good }])],
    ['path-drive.zip', zipOf([{ name: 'C:/blocks.geojson', bytes: good }])],
    ['path-backslash.zip', zipOf([{ name: '..\\..\\blocks.geojson', bytes: good }])],
    ['path-zero.zip', zipOf([{ name: 'blocks.geojson\0.txt', bytes: good }])],
    ['link.zip', zipOf([{ name: 'blocks.geojson', bytes: utf8('/etc/passwd'), unixMode: 0xa1ff }])],
    ['twice.zip', zipOf([{ name: 'blocks.geojson', bytes: good }, { name: 'BLOCKS.geojson', bytes: good }])],
    ['encrypted.zip', zipOf([{ name: 'blocks.geojson', bytes: good, encrypted: true }])],
    ['nested.zip', zipOf([{ name: 'inner.zip', bytes: whole }])],
    ['nothing.zip', zipOf([file('readme.txt', 'no data')])],
    ['two.zip', zipOf([{ name: 'a.geojson', bytes: good }, { name: 'b.geojson', bytes: good }])],
    ['truncated.zip', whole.slice(0, whole.length - 40)],
    ['vrt.zip', zipOf([file('blocks.gpkg', VRT)])],
    ['vrt.vrt', utf8(VRT)],
    ['vrt.gpkg', utf8(VRT)],
    ['vrt.gml', utf8(VRT)],
    ['vrt.kml', utf8(VRT)],
    ['vrt.geojson', utf8(VRT)],
    ['link.kml', utf8('<kml><Document><NetworkLink><Link><href>http://127.0.0.1:9/blocks.kml</href></Link></NetworkLink></Document></kml>')],
    ['entity.kml', utf8('<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]><kml><Document><Placemark><name>&x;</name></Placemark></Document></kml>')],
    ['entity.gml', utf8('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml"><gml:name>&x;</gml:name></gml:FeatureCollection>')],
    ['date.xlsx', xlsxOf([header, [cell.text('b00'), cell.number(7)], [cell.text('b01'), cell.date(45_689)]])],
    ['merged-title.xlsx', xlsxOf([[cell.text('Einwohner 2025')], header, [cell.text('b00'), cell.number(7)]], ['A1:B1'])],
    ['merged-cells.xlsx', xlsxOf([header, [cell.text('b00'), cell.number(7)], [cell.text('b01'), cell.number(8)]], ['B2:B3'])],
    ['title.xlsx', xlsxOf([[cell.text('Einwohner 2025')], [cell.text('block'), cell.text('n')], [cell.text('b00'), cell.number(7)]])],
    ['million-columns.ods', odsOf('<table:table-row><table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="1000000"><text:p>1</text:p></table:table-cell></table:table-row>')],
    ['million-rows.ods', odsOf(`<table:table-row table:number-rows-repeated="1000000">${'<table:table-cell><text:p>x</text:p></table:table-cell>'.repeat(50)}</table:table-row>`)],
    ['million-columns.csv', utf8(`block;${Array.from({ length: 999_999 }, (_, i) => `c${i}`).join(';')}\n`)],
    ['no-book.xlsx', zipOf([file('readme.txt', 'no workbook')])],
  ]);
}
