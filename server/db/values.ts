// Values to and from the text that PostgreSQL speaks, the same for both engines, so that they cannot differ.

/** One parameter as text; null for SQL null. Objects become JSON, arrays array literals, bytes hex, times ISO 8601. */
export function encodeValue(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value);
    case 'object':
      if (Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof Uint8Array))) {
        return encodeArray(value as unknown as ArrayLike<unknown>);
      }
      if (value instanceof Uint8Array) return `\\x${toHex(value)}`;
      return value instanceof Date ? value.toISOString() : JSON.stringify(value);
    default:
      throw new TypeError(`a ${typeof value} is no value of the database`);
  }
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}

/** A literal of one dimension: nested arrays become text elements, for `unnest($1::text[])` with a cast to integer[]. */
function encodeArray(values: ArrayLike<unknown>): string {
  const parts: string[] = [];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value === null || value === undefined) parts.push('NULL');
    else if (typeof value === 'number' || typeof value === 'boolean') parts.push(String(value));
    else parts.push(`"${encodeValue(value)!.replace(/["\\]/g, '\\$&')}"`);
  }
  return `{${parts.join(',')}}`;
}

const text = (value: string) => value;
const integer = (value: string) => {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError('a bigint of the database is beyond 2^53');
  return number;
};
const boolean = (value: string) => value === 't';
const bytes = (value: string) => new Uint8Array(Buffer.from(value.slice(2), 'hex'));
const json = (value: string): unknown => JSON.parse(value);
/** "2026-11-25 18:40:00.123+00", with the zone that the session has, to a Date. */
const time = (value: string) => new Date(value.replace(' ', 'T').replace(/([+-]\d{2})$/, '$1:00'));

type Parse = (value: string) => unknown;

/** Elements of an array literal; quoted ones unescaped, NULL as null, nested arrays as arrays. */
function arrayOf(element: Parse): Parse {
  return (literal) => {
    // Counts: digits, commas and NULL only, and by far the most arrays there are.
    if (!/["\\{]/.test(literal.slice(1))) {
      const inner = literal.slice(1, -1);
      return inner === '' ? [] : inner.split(',').map((part) => (part === 'NULL' ? null : element(part)));
    }
    let at = 0;
    const read = (): unknown[] => {
      const items: unknown[] = [];
      at++;
      while (literal[at] !== '}') {
        if (literal[at] === ',') at++;
        if (literal[at] === '{') items.push(read());
        else if (literal[at] === '"') {
          let item = '';
          for (at++; literal[at] !== '"'; at++) {
            if (literal[at] === '\\') at++;
            item += literal[at];
          }
          at++;
          items.push(element(item));
        } else {
          const start = at;
          while (literal[at] !== ',' && literal[at] !== '}') at++;
          const item = literal.slice(start, at);
          items.push(item === 'NULL' ? null : element(item));
        }
      }
      at++;
      return items;
    };
    return read();
  };
}

// [type, its array type, reader] by the fixed OIDs of pg_type.dat. numeric stays text: it holds what no number can.
const TYPES: readonly (readonly [number, number, Parse])[] = [
  [16, 1000, boolean],
  [17, 1001, bytes],
  [18, 1002, text],
  [19, 1003, text],
  [20, 1016, integer],
  [21, 1005, integer],
  [23, 1007, integer],
  [25, 1009, text],
  [26, 1028, integer],
  [114, 199, json],
  [700, 1021, Number],
  [701, 1022, Number],
  [1042, 1014, text],
  [1043, 1015, text],
  [1082, 1182, text],
  [1114, 1115, text],
  [1184, 1185, time],
  [1700, 1231, text],
  [2950, 2951, text],
  [3802, 3807, json],
];

/** Readers by type OID; types that are not listed stay text. */
export const DECODERS: Readonly<Record<number, Parse>> = Object.fromEntries(
  TYPES.flatMap(([type, array, parse]) => [[type, parse], [array, arrayOf(parse)]]),
);
