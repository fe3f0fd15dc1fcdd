// In which encoding the texts of a dBASE table are: by the .cpg, by the table's own mark, else by what the bytes can be.
import { isUtf8 } from 'node:buffer';

export interface TextDecoding {
  readonly encoding: string;
  /** U+FFFD for bytes that are none of the encoding. */
  decode(bytes: Uint8Array): string;
}

/** 0xA0 to 0xFF are Unicode's own. */
const LATIN_1 = Array.from({ length: 96 }, (_, i) => String.fromCharCode(0xa0 + i)).join('');

// The upper halves of code pages: of the two of DOS, which TextDecoder does not know, and of Windows-1252, which that of Node 20 takes for
// latin-1 where all is one byte (nodejs/node#56542): "€" would come out as a control character.
const PAGES: Readonly<Record<string, string>> = {
  'windows-1252': `€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ${LATIN_1}`,
  cp437: 'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0',
  cp850: 'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0',
};

/** Marks in byte 29 that are kept truly. 0x57, "ANSI", stands in tables of every encoding and tells nothing. */
const MARKS: Readonly<Record<number, string>> = {
  0x01: 'cp437', 0x02: 'cp850', 0x03: 'windows-1252', 0x08: 'cp850', 0x09: 'cp437', 0x0a: 'cp850', 0x0b: 'cp437', 0x0d: 'cp437', 0x0e: 'cp850', 0x0f: 'cp437',
  0x10: 'cp850', 0x11: 'cp437', 0x12: 'cp850', 0x14: 'cp850', 0x15: 'cp437', 0x16: 'cp850', 0x17: 'cp850', 0x18: 'cp437', 0x19: 'cp437', 0x1a: 'cp850', 0x1b: 'cp437', 0x1d: 'cp850',
  0x37: 'cp850', 0x58: 'windows-1252', 0x59: 'windows-1252', 0xc8: 'windows-1250', 0xc9: 'windows-1251', 0xca: 'windows-1254', 0xcb: 'windows-1253', 0xcc: 'windows-1257',
};

/** What the .cpg or the mark names; null where neither does, or by a name that is not known. */
export function decoderOf(cpg: string | null, mark: number): TextDecoding | null {
  const told = cpg?.trim() ?? '';
  const name = told === '' ? MARKS[mark] : labelOf(told);
  return name === undefined ? null : decoding(name);
}

/** "UTF-8", "1252", "ANSI 1252", "cp850", "88591" and other ways that programs write a code page. */
function labelOf(told: string): string | undefined {
  const text = told.toLowerCase();
  if (/utf-?8|^65001$/.test(text)) return 'utf-8';
  const page = /(?:^|[^\d])(437|850|125\d)$/.exec(text)?.[1];
  if (page !== undefined) return page.startsWith('125') ? `windows-${page}` : `cp${page}`;
  const iso = /8859[-_]?(\d{1,2})$/.exec(text)?.[1];
  return iso === undefined ? text : `iso-8859-${iso}`;
}

/** Text of Windows-1252: latin-1, but for 0x80 to 0x9F. A table of 100 MB is decoded at once, so letters are replaced, not joined. */
export function decodeWindows1252(bytes: Uint8Array): string {
  const latin1 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return latin1.replace(/[\u0080-\u009f]/g, (letter) => PAGES['windows-1252']![letter.charCodeAt(0) - 0x80]!);
}

function decoding(name: string): TextDecoding | null {
  if (name === 'windows-1252') return { encoding: name, decode: decodeWindows1252 };
  const page = PAGES[name];
  if (page !== undefined) return { encoding: name, decode: (bytes) => Array.from(bytes, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : page[byte - 0x80]!)).join('') };
  try {
    const decoder = new TextDecoder(name);
    // The standard has iso-8859-1 and ascii as other names of it.
    if (decoder.encoding === 'windows-1252') return decoding('windows-1252');
    if (decoder.encoding !== 'utf-8') return { encoding: decoder.encoding, decode: (bytes) => decoder.decode(bytes) };
    return { encoding: 'utf-8', decode: (bytes) => decoder.decode(withoutBrokenEnd(bytes)) };
  } catch {
    return null;
  }
}

/** UTF-8 if all texts are, else Windows-1252, which has all of latin-1's letters. */
export function sniffDecoder(texts: Iterable<Uint8Array>): TextDecoding {
  for (const bytes of texts) {
    if (bytes.some((byte) => byte >= 0x80) && !isUtf8(withoutBrokenEnd(bytes))) return decoding('windows-1252')!;
  }
  return decoding('utf-8')!;
}

/** Writers cut a text at the width of its field, be it within a letter. */
function withoutBrokenEnd(bytes: Uint8Array): Uint8Array {
  let lead = bytes.length - 1;
  while (lead >= 0 && lead > bytes.length - 4 && (bytes[lead]! & 0xc0) === 0x80) lead--;
  const first = bytes[lead] ?? 0;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
  return length > 1 && lead + length > bytes.length ? bytes.subarray(0, lead) : bytes;
}
