// A paper as a PDF (ISO 32000-1): A4 across, tables that go on over pages with their heads, Helvetica of the reader's own.
import { deflateSync } from 'node:zlib';
import { cellText, type Paper, type PaperTable } from './paper.ts';

/** Points. */
const PAGE = { width: 842, height: 595, margin: 42 } as const;
const SIZE = { title: 16, table: 11, text: 9, cell: 8 } as const;
const LEADING = 1.35;
/** Between two columns. */
const GAP = 6;

/** Widths of Helvetica by character from space on, thousandths of its size (Adobe's core 14 metrics). */
const WIDTHS = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
  1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
  333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
/** Bold is wider by so much on average. */
const BOLD = 1.08;

/** WinAnsi has these elsewhere than Unicode; what it has not at all becomes the nearest sign. */
const SIGNS: Readonly<Record<string, number>> = { '€': 0x80, '‚': 0x82, '„': 0x84, '…': 0x85, '‘': 0x91, '’': 0x92, '“': 0x93, '”': 0x94, '•': 0x95, '–': 0x96, '—': 0x97 };
const PLAIN: Readonly<Record<string, string>> = { '≈': '~', '−': '-', '→': '>', '≥': '>=', '≤': '<=', '\u00a0': ' ', '\u202f': ' ' };

export function paperToPdf(paper: Paper): Buffer {
  const pages = new Pages(paper);
  pages.text(paper.title, SIZE.title, true);
  for (const line of paper.lines) pages.text(line, SIZE.text, false);
  for (const table of paper.tables) pages.table(table, paper.language);
  return pages.file();
}

class Pages {
  private readonly done: string[] = [];
  private now: string[] = [];
  private y = PAGE.height - PAGE.margin;

  constructor(private readonly paper: Paper) {}

  /** Wrapped to the width of the page. */
  text(text: string, size: number, bold: boolean): void {
    for (const line of wrap(text, PAGE.width - 2 * PAGE.margin, size, bold)) {
      this.room(size * LEADING);
      this.y -= size * LEADING;
      this.show(line, PAGE.margin, size, bold);
    }
    this.y -= size * 0.4;
  }

  table({ title, notes, columns, rows }: PaperTable, language: string): void {
    const all = columns.reduce((sum, { width }) => sum + width, 0);
    const inner = PAGE.width - 2 * PAGE.margin;
    const widths = columns.map(({ width }) => (inner * width) / all - GAP);
    const starts = widths.map((_, i) => PAGE.margin + widths.slice(0, i).reduce((sum, width) => sum + width + GAP, 0));
    this.y -= SIZE.table;
    this.room(SIZE.table * 6);
    this.text(title, SIZE.table, true);
    for (const note of notes) this.text(note, SIZE.text, false);
    const head = columns.map((column) => column.title);
    const line = (cells: readonly string[], bold: boolean) => {
      const wrapped = cells.map((cell, i) => wrap(cell, widths[i]!, SIZE.cell, bold));
      const height = Math.max(1, ...wrapped.map(({ length }) => length)) * SIZE.cell * LEADING + 3;
      if (this.room(height) && !bold) line(head, true);
      wrapped.forEach((lines, i) => {
        lines.forEach((part, k) => {
          const x = columns[i]!.align === 'right' ? starts[i]! + widths[i]! - widthOf(part, SIZE.cell, bold) : starts[i]!;
          this.show(part, x, SIZE.cell, bold, this.y - (k + 1) * SIZE.cell * LEADING);
        });
      });
      this.y -= height;
      this.now.push(`0.7 G 0.4 w ${PAGE.margin} ${(this.y - 1).toFixed(2)} m ${PAGE.width - PAGE.margin} ${(this.y - 1).toFixed(2)} l S`);
    };
    line(head, true);
    for (const cells of rows) line(cells.map((cell) => cellText(cell, language)), false);
    this.y -= SIZE.table;
  }

  file(): Buffer {
    this.turn();
    const objects: Buffer[] = [];
    const add = (body: string | Buffer) => objects.push(typeof body === 'string' ? Buffer.from(body, 'latin1') : body);
    const count = this.done.length;
    const pageOf = (i: number) => 5 + 2 * i;
    add(`<</Type/Catalog/Pages 2 0 R/Lang${literal(this.paper.language)}/ViewerPreferences<</DisplayDocTitle true>>>>`);
    add(`<</Type/Pages/Count ${count}/Kids[${this.done.map((_, i) => `${pageOf(i)} 0 R`).join(' ')}]>>`);
    for (const name of ['Helvetica', 'Helvetica-Bold']) add(`<</Type/Font/Subtype/Type1/BaseFont/${name}/Encoding/WinAnsiEncoding>>`);
    this.done.forEach((content, i) => {
      const foot = `BT /F1 7 Tf ${PAGE.margin} ${PAGE.margin - 16} Td ${literal(`${this.paper.foot} · ${i + 1}/${count}`)} Tj ET`;
      const packed = deflateSync(Buffer.from(`${content}\n${foot}`, 'latin1'));
      add(`<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${PAGE.width} ${PAGE.height}]/Resources<</Font<</F1 3 0 R/F2 4 0 R>>>>/Contents ${pageOf(i) + 1} 0 R>>`);
      add(Buffer.concat([Buffer.from(`<</Length ${packed.length}/Filter/FlateDecode>>stream\n`, 'latin1'), packed, Buffer.from('\nendstream', 'latin1')]));
    });
    add(`<</Title${literal(this.paper.title)}/Producer(Zuschnitt)>>`);
    const parts: Buffer[] = [Buffer.from('%PDF-1.5\n%âãÏÓ\n', 'latin1')];
    const offsets: number[] = [];
    let at = parts[0]!.length;
    objects.forEach((body, i) => {
      offsets.push(at);
      const object = Buffer.concat([Buffer.from(`${i + 1} 0 obj\n`, 'latin1'), body, Buffer.from('\nendobj\n', 'latin1')]);
      at += object.length;
      parts.push(object);
    });
    const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
    parts.push(Buffer.from(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer<</Size ${objects.length + 1}/Root 1 0 R/Info ${objects.length} 0 R>>\nstartxref\n${at}\n%%EOF\n`, 'latin1'));
    return Buffer.concat(parts);
  }

  /** Makes room for so many points; true where a new page was begun for it. */
  private room(points: number): boolean {
    if (this.y - points >= PAGE.margin) return false;
    this.turn();
    return true;
  }

  private turn(): void {
    this.done.push(this.now.join('\n'));
    this.now = [];
    this.y = PAGE.height - PAGE.margin;
  }

  private show(text: string, x: number, size: number, bold: boolean, y = this.y): void {
    this.now.push(`BT /F${bold ? 2 : 1} ${size} Tf ${x.toFixed(2)} ${y.toFixed(2)} Td ${literal(text)} Tj ET`);
  }
}

function wrap(text: string, width: number, size: number, bold: boolean): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (widthOf(longer, size, bold) <= width) line = longer;
    else {
      if (line !== '') lines.push(line);
      line = word;
      // A word that is wider than its column is cut where it has to be.
      while (widthOf(line, size, bold) > width && line.length > 1) {
        let end = line.length - 1;
        while (end > 1 && widthOf(line.slice(0, end), size, bold) > width) end--;
        lines.push(line.slice(0, end));
        line = line.slice(end);
      }
    }
  }
  if (line !== '' || lines.length === 0) lines.push(line);
  return lines;
}

function widthOf(text: string, size: number, bold: boolean): number {
  let width = 0;
  for (const sign of text) {
    const plain = sign.normalize('NFD').codePointAt(0)!;
    width += WIDTHS[plain - 32] ?? 556;
  }
  return (width * size * (bold ? BOLD : 1)) / 1000;
}

/** A string as PDF writes it, in WinAnsi. */
function literal(text: string): string {
  let written = '';
  for (const sign of text) {
    for (const one of PLAIN[sign] ?? sign) {
      const code = SIGNS[one] ?? one.codePointAt(0)!;
      const byte = code < 0x20 || code > 0xff ? 0x3f : code;
      written += byte === 0x28 || byte === 0x29 || byte === 0x5c ? `\\${String.fromCodePoint(byte)}` : byte > 0x7e ? `\\${byte.toString(8).padStart(3, '0')}` : String.fromCodePoint(byte);
    }
  }
  return `(${written})`;
}
