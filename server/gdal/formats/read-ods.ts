// Sheets of an ODS file (OpenDocument 1.3 Part 3, 9): repeated rows and cells, value types, merged cells.
import { say } from '../../../core/refusals/say.ts';
import type { Sheet } from './read-spreadsheet.ts';
import { requireLength, requireWidth } from './read-spreadsheet.ts';
import { InputError } from '../input-error.ts';
import { readEntry } from './unpack.ts';
import { walkXml } from './xml-events.ts';
import { readZipDirectory, refuseUnsafe } from './zip-entries.ts';

const MOST_CONTENT_BYTES = 2 ** 28;
/** Cells of repeated rows: a row that stands for a million would be a bomb. */
const MOST_REPEATED = 2 ** 22;

type Merged = Sheet['merged'][number];

export async function readOds(path: string, file: string): Promise<Sheet[]> {
  const entries = await readZipDirectory(path);
  const content = entries?.find(({ name }) => name === 'content.xml');
  if (content === undefined) throw new InputError({ file, problem: say('NO_ODS'), accepted: say('TAKE_ODS') });
  refuseUnsafe(entries!, file);
  const xml = (await readEntry(path, file, content, MOST_CONTENT_BYTES)).toString('utf8');
  const sheets: Sheet[] = [];
  let rows = new Map<number, (string | undefined)[]>();
  let merged: Merged[] = [];
  let name = '';
  let row = 0;
  let rowsRepeated = 1;
  let cells: (string | undefined)[] = [];
  let column = 0;
  let cell: Readonly<Record<string, string>> | null = null;
  let paragraphs: string[] = [];
  let inParagraph = 0;
  let repeatedCells = 0;
  walkXml(xml, file, {
    open(element, attributes) {
      if (element === 'table') {
        rows = new Map();
        merged = [];
        name = attributes.name ?? '';
        row = 0;
      } else if (element === 'table-row') {
        rowsRepeated = Number(attributes['number-rows-repeated'] ?? 1);
        cells = [];
        column = 0;
      } else if (element === 'table-cell' || element === 'covered-table-cell') {
        cell = element === 'table-cell' ? attributes : {};
        paragraphs = [];
      } else if (element === 'p' && cell !== null) {
        inParagraph++;
        paragraphs.push('');
      } else if (inParagraph > 0 && element === 's') paragraphs[paragraphs.length - 1] += ' '.repeat(Math.min(100, Number(attributes.c ?? 1)));
      else if (inParagraph > 0 && element === 'tab') paragraphs[paragraphs.length - 1] += '\t';
    },
    text(piece) {
      if (inParagraph > 0) paragraphs[paragraphs.length - 1] += piece;
    },
    close(element) {
      if (element === 'p' && inParagraph > 0) inParagraph--;
      else if ((element === 'table-cell' || element === 'covered-table-cell') && cell !== null) {
        const repeated = Number(cell['number-columns-repeated'] ?? 1);
        const text = textOf(cell, paragraphs);
        if (text !== '') {
          requireWidth(column + repeated, file, row + 1);
          for (let k = 0; k < repeated; k++) cells[column + k] = text;
          const [columns, spanned] = [Number(cell['number-columns-spanned'] ?? 1), Number(cell['number-rows-spanned'] ?? 1)];
          if (columns > 1 || spanned > 1) merged.push({ row: row + 1, column, rows: spanned, columns });
        }
        column += repeated;
        cell = null;
      } else if (element === 'table-row') {
        if (cells.length > 0) {
          requireLength(row + rowsRepeated, file);
          repeatedCells += rowsRepeated > 1 ? rowsRepeated * cells.length : 0;
          if (repeatedCells > MOST_REPEATED) throw new InputError({ file, row: row + 1, problem: say('ROW_REPEATED', { count: rowsRepeated }), accepted: say('TAKE_WRITTEN_ROWS') });
          for (let k = 1; k <= rowsRepeated; k++) rows.set(row + k, cells);
        }
        row += rowsRepeated;
      } else if (element === 'table') sheets.push({ name, hidden: false, rows, merged });
    },
  });
  return sheets;
}

function textOf(cell: Readonly<Record<string, string>>, paragraphs: readonly string[]): string {
  const type = cell['value-type'];
  const shown = paragraphs.join('\n');
  if (type === 'date') return (cell['date-value'] ?? shown).slice(0, 10);
  if (type === 'boolean') return cell['boolean-value'] ?? shown;
  if (type !== 'float' && type !== 'currency' && type !== 'percentage') return shown;
  const number = Number(cell.value);
  if (!Number.isFinite(number)) return shown;
  // Zeros before an id are in the text that is shown, and lost in the number.
  return /^0\d+$/.test(shown) && Number(shown) === number ? shown : String(number);
}
