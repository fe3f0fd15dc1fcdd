// Text of a PDF that Chromium printed, page by page. It reads what Skia writes (plain objects, deflated streams, fonts with ToUnicode), no PDF at large.
import { inflateSync } from 'node:zlib';

interface PdfObject {
  readonly dictionary: string;
  readonly stream: string | null;
}

export interface PrintedPage {
  /** Width and height in points. */
  readonly size: readonly [number, number];
  /** Without white space. */
  readonly text: string;
}

export function readPrintedPdf(pdf: Buffer): readonly PrintedPage[] {
  const objects = readObjects(pdf);
  const unicode = new Map<string, ReadonlyMap<number, string>>();
  for (const [, { dictionary }] of objects) {
    for (const [, name, number] of dictionary.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const map = /\/ToUnicode (\d+) 0 R/.exec(objects.get(Number(number))?.dictionary ?? '');
      if (map !== null) unicode.set(name!, readUnicode(objects.get(Number(map[1]))?.stream ?? ''));
    }
  }
  const pages = [...objects.values()].filter(({ dictionary }) => /\/Type \/Page\b(?!s)/.test(dictionary));
  return pages.map(({ dictionary }) => {
    const box = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(dictionary)!;
    const content = objects.get(Number(/\/Contents (\d+) 0 R/.exec(dictionary)![1]))!.stream!;
    return { size: [Number(box[1]), Number(box[2])], text: readText(content, unicode) };
  });
}

function readObjects(pdf: Buffer): Map<number, PdfObject> {
  const text = pdf.toString('latin1');
  const objects = new Map<number, PdfObject>();
  for (const found of text.matchAll(/(?:^|\n)(\d+) 0 obj\s/g)) {
    const start = found.index + found[0].length;
    const stop = text.indexOf('endobj', start);
    const mark = text.indexOf('stream', start);
    if (mark < 0 || mark > stop) {
      objects.set(Number(found[1]), { dictionary: text.slice(start, stop), stream: null });
      continue;
    }
    const dictionary = text.slice(start, mark);
    const from = mark + 'stream'.length + (text[mark + 6] === '\r' ? 2 : 1);
    const length = Number(/\/Length (\d+)/.exec(dictionary)![1]);
    const bytes = pdf.subarray(from, from + length);
    const readable = /\/FlateDecode/.test(dictionary) && !/\/(Subtype \/Image|Length1)/.test(dictionary);
    objects.set(Number(found[1]), { dictionary, stream: readable ? inflateSync(bytes).toString('latin1') : bytes.toString('latin1') });
  }
  return objects;
}

const ofUtf16 = (hex: string) => Buffer.from(hex, 'hex').swap16().toString('utf16le');

function readUnicode(cmap: string): ReadonlyMap<number, string> {
  const glyphs = new Map<number, string>();
  for (const [, block] of cmap.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) {
    for (const [, from, to] of block!.matchAll(/<([\dA-Fa-f]+)> <([\dA-Fa-f]+)>/g)) glyphs.set(parseInt(from!, 16), ofUtf16(to!));
  }
  for (const [, block] of cmap.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
    for (const [, from, last, to] of block!.matchAll(/<([\dA-Fa-f]+)> <([\dA-Fa-f]+)> <([\dA-Fa-f]+)>/g)) {
      const first = parseInt(from!, 16);
      for (let glyph = first; glyph <= parseInt(last!, 16); glyph++) glyphs.set(glyph, String.fromCodePoint(parseInt(to!, 16) + glyph - first));
    }
  }
  return glyphs;
}

/** In the order of painting. Skia sets glyph by glyph, so where a word ends is not told: all white space is left out. */
function readText(content: string, fonts: ReadonlyMap<string, ReadonlyMap<number, string>>): string {
  const parts: string[] = [];
  let glyphs: ReadonlyMap<number, string> | undefined;
  for (const [, font, array, single] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[((?:<[\dA-Fa-f]+>|[\s\d.+-])*)\]\s*TJ|<([\dA-Fa-f]+)>\s*Tj/g)) {
    if (font !== undefined) glyphs = fonts.get(font);
    else {
      const hex = single ?? [...array!.matchAll(/<([\dA-Fa-f]+)>/g)].map(([, run]) => run).join('');
      parts.push((hex.match(/.{4}/g) ?? []).map((code) => glyphs?.get(parseInt(code, 16)) ?? '').join(''));
    }
  }
  return parts.join('').replace(/\s+/g, '');
}
