// A coverage as bytes: from the server to the browser, and into worker threads, without parsing numbers.
import type { Coverage } from './coverage.ts';

/**
 * Layout: "ZCOV", version (u32), length of the header (u32), header (JSON, UTF-8, padded to 8 bytes), then the arrays in
 * the header's order, each padded to 8 bytes so that typed arrays can lie on the buffer without a copy. Little-endian, as
 * every machine that runs this is. Two more arrays may follow, near pairs and areas of the source outlines: a reader that
 * does not know them finds the coverage all the same.
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

/** What a block set has beside its topology. */
export interface CoverageExtras {
  /** Blocks that are neighbours without a common edge, as a b a b …, a < b; see near-adjacency.ts. */
  readonly nearPairs: Uint32Array;
  /** Area of every block as its source drew it, where outlines were made larger; null where it is `blockAreaM2`. */
  readonly sourceAreaM2: Float64Array | null;
}

interface Header {
  /** Lengths of the arrays that follow the coverage's own; absent where a set has none of them. */
  readonly extras?: { readonly nearPairs: number; readonly sourceAreaM2: number };
  readonly ids: readonly string[];
  readonly blockCount: number;
  readonly partCount: number;
  readonly arcCount: number;
  readonly nodeCount: number;
  readonly lengths: readonly number[];
}

const padded = (bytes: number) => (bytes + 7) & ~7;

export function encodeCoverage(coverage: Coverage, extras: CoverageExtras | null = null): Uint8Array<ArrayBuffer> {
  const { ids, blockCount, partCount, arcCount, nodeCount } = coverage;
  const lengths = ARRAYS.map(([name]) => coverage[name].length);
  const { nearPairs, sourceAreaM2 } = extras ?? { nearPairs: new Uint32Array(0), sourceAreaM2: null };
  const more = nearPairs.length > 0 || sourceAreaM2 !== null ? { extras: { nearPairs: nearPairs.length, sourceAreaM2: sourceAreaM2?.length ?? 0 } } : {};
  const header: Header = { ids, blockCount, partCount, arcCount, nodeCount, lengths, ...more };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const headBytes = padded(12 + text.length);
  const arrays = [...ARRAYS.map(([name]) => coverage[name]), nearPairs, sourceAreaM2 ?? new Float64Array(0)];
  const bytes = new Uint8Array(arrays.reduce((sum, array) => sum + padded(array.byteLength), headBytes));
  new Uint32Array(bytes.buffer, 0, 3).set([MAGIC, VERSION, text.length]);
  bytes.set(text, 12);
  let at = headBytes;
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += padded(array.byteLength);
  }
  return bytes;
}

/** The coverage in bytes made by `encodeCoverage`; its arrays lie on the buffer given. Throws RangeError on other bytes. */
export function decodeCoverage(buffer: ArrayBuffer): Coverage {
  const { header, start } = readHeader(buffer);
  const { ids, blockCount, partCount, arcCount, nodeCount, lengths } = header;
  let at = start;
  const arrays: Partial<Record<ArrayName, Float64Array | Uint32Array | Int32Array>> = {};
  ARRAYS.forEach(([name, type], i) => {
    const make = type === 'f64' ? Float64Array : type === 'u32' ? Uint32Array : Int32Array;
    const array = new make(buffer, at, lengths[i]);
    arrays[name] = array;
    at += padded(array.byteLength);
  });
  return { ids, blockCount, partCount, arcCount, nodeCount, ...(arrays as Pick<Coverage, ArrayName>) };
}

/** What the same bytes hold beside the coverage; arrays lie on the buffer too. Throws RangeError on other bytes. */
export function decodeExtras(buffer: ArrayBuffer): CoverageExtras {
  const { header, start } = readHeader(buffer);
  const { extras } = header;
  if (extras === undefined) return { nearPairs: new Uint32Array(0), sourceAreaM2: null };
  const nearAt = ARRAYS.reduce((at, [, type], i) => at + padded((type === 'f64' ? 8 : 4) * header.lengths[i]!), start);
  const areaAt = nearAt + padded(4 * extras.nearPairs);
  return {
    nearPairs: new Uint32Array(buffer, nearAt, extras.nearPairs),
    sourceAreaM2: extras.sourceAreaM2 === 0 ? null : new Float64Array(buffer, areaAt, extras.sourceAreaM2),
  };
}

/** The header and where the arrays begin. */
function readHeader(buffer: ArrayBuffer): { readonly header: Header; readonly start: number } {
  if (buffer.byteLength < 12) throw new RangeError('too short for a coverage');
  const [magic, version, length] = new Uint32Array(buffer, 0, 3);
  if (magic !== MAGIC || version !== VERSION) throw new RangeError('not a coverage of version 1');
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 12, length))) as Header;
  return { header, start: padded(12 + length!) };
}
