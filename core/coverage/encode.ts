// A coverage as bytes: from the server to the browser, and into worker threads, without parsing numbers.
import type { Coverage } from './coverage.ts';

/**
 * Layout: "ZCOV", version (u32), length of the header (u32), header (JSON, UTF-8, padded to 8 bytes), then the arrays in
 * the header's order, each padded to 8 bytes so that typed arrays can lie on the buffer without a copy. Little-endian, as
 * every machine that runs this is.
 */
const MAGIC = 0x564f435a;
const VERSION = 1;

type ArrayName = {
  [K in keyof Coverage]: Coverage[K] extends Float64Array | Uint32Array | Int32Array ? K : never;
}[keyof Coverage];

const ARRAYS: readonly (readonly [ArrayName, 'f64' | 'u32' | 'i32'])[] = [
  ['xy', 'f64'],
  ['arcStart', 'u32'],
  ['arcLengthM', 'f64'],
  ['halfPart', 'i32'],
  ['halfFrom', 'u32'],
  ['halfNext', 'u32'],
  ['partBlock', 'u32'],
  ['blockPartStart', 'u32'],
  ['ringHalf', 'u32'],
  ['partRingStart', 'u32'],
  ['blockAreaM2', 'f64'],
  ['blockBounds', 'f64'],
];

interface Header {
  readonly ids: readonly string[];
  readonly blockCount: number;
  readonly partCount: number;
  readonly arcCount: number;
  readonly nodeCount: number;
  readonly lengths: readonly number[];
}

const padded = (bytes: number) => (bytes + 7) & ~7;

export function encodeCoverage(coverage: Coverage): Uint8Array<ArrayBuffer> {
  const { ids, blockCount, partCount, arcCount, nodeCount } = coverage;
  const lengths = ARRAYS.map(([name]) => coverage[name].length);
  const header: Header = { ids, blockCount, partCount, arcCount, nodeCount, lengths };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const headBytes = padded(12 + text.length);
  const total = ARRAYS.reduce((sum, [name]) => sum + padded(coverage[name].byteLength), headBytes);
  const bytes = new Uint8Array(total);
  new Uint32Array(bytes.buffer, 0, 3).set([MAGIC, VERSION, text.length]);
  bytes.set(text, 12);
  let at = headBytes;
  for (const [name] of ARRAYS) {
    const array = coverage[name];
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += padded(array.byteLength);
  }
  return bytes;
}

/** The coverage in bytes made by `encodeCoverage`; its arrays lie on the buffer given. Throws RangeError on other bytes. */
export function decodeCoverage(buffer: ArrayBuffer): Coverage {
  if (buffer.byteLength < 12) throw new RangeError('too short for a coverage');
  const [magic, version, length] = new Uint32Array(buffer, 0, 3);
  if (magic !== MAGIC || version !== VERSION) throw new RangeError('not a coverage of version 1');
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 12, length))) as Header;
  const { lengths, ...counts } = header;
  let at = padded(12 + length!);
  const arrays: Partial<Record<ArrayName, Float64Array | Uint32Array | Int32Array>> = {};
  ARRAYS.forEach(([name, type], i) => {
    const make = type === 'f64' ? Float64Array : type === 'u32' ? Uint32Array : Int32Array;
    const array = new make(buffer, at, lengths[i]);
    arrays[name] = array;
    at += padded(array.byteLength);
  });
  return { ...counts, ...(arrays as Pick<Coverage, ArrayName>) };
}
