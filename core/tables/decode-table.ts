// Bytes of a table as text: UTF-8, UTF-16 by its mark or its zero bytes, and Windows-1252, which holds all of latin-1, for the rest.

export type TableEncoding = 'utf-8' | 'utf-16' | 'windows-1252';

export interface DecodedTable {
  readonly text: string;
  readonly encoding: TableEncoding;
}

/** `given`: what somebody knows better than the bytes tell. Never fails: every byte is something in Windows-1252. */
export function decodeTable(bytes: Uint8Array, given?: TableEncoding): DecodedTable {
  const wide = wideEncoding(bytes);
  if (given === 'utf-16' || (given === undefined && wide !== null)) return { text: new TextDecoder(wide ?? 'utf-16le').decode(bytes), encoding: 'utf-16' };
  if (given === 'windows-1252') return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'windows-1252' };
  try {
    return { text: new TextDecoder('utf-8', { fatal: given === undefined }).decode(bytes), encoding: 'utf-8' };
  } catch {
    return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'windows-1252' };
  }
}

function wideEncoding(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  let [even, odd] = [0, 0];
  const head = Math.min(bytes.length, 400);
  for (let i = 0; i < head; i++) {
    if (bytes[i] !== 0) continue;
    if (i % 2 === 0) even++;
    else odd++;
  }
  if (odd > head / 4 && even === 0) return 'utf-16le';
  return even > head / 4 && odd === 0 ? 'utf-16be' : null;
}
