// A paper as a workbook (ECMA-376): one sheet a table with its notes above, numbers as numbers, the head of the table bold and frozen.
import type { Paper, PaperCell, PaperTable } from './paper.ts';
import { writeZip } from './write-zip.ts';

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

export function paperToXlsx(paper: Paper): Buffer {
  const first: PaperTable = { title: paper.title, notes: [], columns: [{ title: paper.title, align: 'left', width: 90 }], rows: [...paper.lines, paper.foot].map((line) => [line]) };
  const tables = [first, ...paper.tables];
  const names = sheetNames(tables.map(({ title }) => title));
  const sheets = tables.map((_, i) => `<sheet name="${escape(names[i]!)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`).join('');
  const parts = tables.map((_, i) => `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`).join('');
  const relations = tables.map((_, i) => `<Relationship Id="rId${i + 1}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`).join('');
  const package_ = 'http://schemas.openxmlformats.org/package/2006';
  return writeZip([
    {
      name: '[Content_Types].xml',
      text: `${HEAD}<Types xmlns="${package_}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>${parts}</Types>`,
    },
    { name: '_rels/.rels', text: `${HEAD}<Relationships xmlns="${package_}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>` },
    { name: 'xl/workbook.xml', text: `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${sheets}</sheets></workbook>` },
    { name: 'xl/_rels/workbook.xml.rels', text: `${HEAD}<Relationships xmlns="${package_}/relationships">${relations}<Relationship Id="rId${tables.length + 1}" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>` },
    {
      name: 'xl/styles.xml',
      text: `${HEAD}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf fontId="1" applyFont="1"/><xf applyAlignment="1"><alignment horizontal="right"/></xf></cellXfs></styleSheet>`,
    },
    ...tables.map((table, i) => ({ name: `xl/worksheets/sheet${i + 1}.xml`, text: sheetXml(table) })),
  ]);
}

function sheetXml({ notes, columns, rows }: PaperTable): string {
  const head = notes.length + (notes.length > 0 ? 2 : 1);
  const lines: string[] = [];
  const row = (number: number, cells: readonly PaperCell[], style: (column: number) => number) =>
    lines.push(`<row r="${number}">${cells.map((cell, column) => cellXml(cell, `${letters(column)}${number}`, style(column))).join('')}</row>`);
  notes.forEach((note, i) => row(i + 1, [note], () => 0));
  row(head, columns.map(({ title }) => title), () => 1);
  rows.forEach((cells, i) => row(head + 1 + i, cells, (column) => (columns[column]?.align === 'right' && typeof cells[column] === 'string' ? 2 : 0)));
  const widths = columns.map(({ width }, i) => `<col min="${i + 1}" max="${i + 1}" width="${Math.max(8, width)}" customWidth="1"/>`).join('');
  return `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="${head}" topLeftCell="A${head + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths}</cols><sheetData>${lines.join('')}</sheetData></worksheet>`;
}

/** Text stands as text: what begins with = is no formula. */
function cellXml(cell: PaperCell, at: string, style: number): string {
  if (cell === null || cell === '') return '';
  if (typeof cell === 'number') return `<c r="${at}" s="${style}"><v>${cell}</v></c>`;
  return `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escape(cell)}</t></is></c>`;
}

function letters(column: number): string {
  const last = String.fromCodePoint(65 + (column % 26));
  return column < 26 ? last : letters(Math.floor(column / 26) - 1) + last;
}

/** 31 characters at most, none of []:*?/\, each once. */
function sheetNames(titles: readonly string[]): string[] {
  const used = new Set<string>();
  return titles.map((title) => {
    const plain = title.replaceAll(/[[\]:*?/\\]/g, ' ').slice(0, 28).trim() || 'Tabelle';
    let name = plain;
    for (let i = 2; used.has(name.toLowerCase()); i++) name = `${plain} ${i}`;
    used.add(name.toLowerCase());
    return name;
  });
}

const escape = (text: string) =>
  // XML has no control characters.
  // oxlint-disable-next-line no-control-regex
  text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, ' ').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
