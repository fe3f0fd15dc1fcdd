// A cursor over the bytes of a JSON text of which only a window is in memory: strings, numbers, and what is to be skipped.
import { say, type Said } from '../../../core/refusals/say.ts';
import { decimalToDouble } from './decimal-number.ts';
import { InputError } from '../input-error.ts';

export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const OPEN_LIST = 0x5b;
export const CLOSE_LIST = 0x5d;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;
const BACKSLASH = 0x5c;
const MINUS = 0x2d;
const POINT = 0x2e;
/** Stands behind the last byte of the window and nowhere in JSON, so that no step need compare with the end. */
const END = 0;

export const keyBytes = (name: string): Buffer => Buffer.from(JSON.stringify(name));

/** Lists and objects within each other; beyond, the file was made to harm. */
const DEEPEST = 512;
/** One feature, with all its vertices. */
const LARGEST_WINDOW = 2 ** 29;

/** Thrown where the window ends within a value; whoever asked goes back and asks again once there is more. */
export class WindowEnds extends Error {
  override readonly name = 'WindowEnds';
}
const WINDOW_ENDS = new WindowEnds('the window ends within a value');

export class JsonCursor {
  bytes: Buffer = Buffer.alloc(1 << 16);
  /** The next byte to read, and the end of the window. */
  at = 0;
  end = 0;
  /** Whether nothing follows the window. */
  complete = false;
  /** Bytes of the file before the window. */
  private before = 0;

  constructor(private readonly file: string) {}

  /** Adds to the window; what lies before `at` is dropped. */
  append(chunk: Uint8Array): void {
    const left = this.end - this.at;
    if (left + chunk.length + 1 > LARGEST_WINDOW) throw this.error(say('FEATURE_TOO_LARGE'), say('TAKE_SMALLER_FEATURES'));
    if (left + chunk.length + 1 > this.bytes.length) {
      const grown = Buffer.allocUnsafe(2 * (left + chunk.length + 1));
      this.bytes.copy(grown, 0, this.at, this.end);
      this.bytes = grown;
    } else this.bytes.copyWithin(0, this.at, this.end);
    this.before += this.at;
    this.at = 0;
    this.bytes.set(chunk, left);
    this.end = left + chunk.length;
    this.bytes[this.end] = END;
  }

  /** The byte of the file that `at` is. */
  get place(): number {
    return this.before + this.at;
  }

  error(problem: Said, accepted: Said, row?: number): InputError {
    return new InputError({ file: this.file, ...(row === undefined ? {} : { row }), problem, accepted });
  }

  /** What is at `at` is not what JSON has there. */
  unexpected(): Error {
    if (this.at >= this.end && !this.complete) return WINDOW_ENDS;
    if (this.at >= this.end) return this.error(say('CUT_IN_VALUE', { byte: this.place }), say('TAKE_WHOLE'));
    return this.error(say('NOT_JSON_AT', { byte: this.place }), say('TAKE_COLLECTION'));
  }

  /** The window ends within a value. */
  ends(): Error {
    this.at = this.end;
    return this.unexpected();
  }

  /** The next byte that is no white space, not consumed; END only where the file ends there. */
  peek(): number {
    const { bytes } = this;
    let at = this.at;
    let byte = bytes[at]!;
    while (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) byte = bytes[++at]!;
    this.at = at;
    if (at >= this.end && !this.complete) throw WINDOW_ENDS;
    return byte;
  }

  expect(byte: number): void {
    if (this.peek() !== byte) throw this.unexpected();
    this.at++;
  }

  /** After a member or element: true when another follows. */
  more(close: number): boolean {
    const byte = this.peek();
    if (byte !== COMMA && byte !== close) throw this.unexpected();
    this.at++;
    return byte === COMMA;
  }

  /** Consumes `open`; true when the list or object is empty, and then also its end. */
  opensEmpty(open: number, close: number): boolean {
    this.expect(open);
    if (this.peek() !== close) return false;
    this.at++;
    return true;
  }

  /** Passes over a string, quotes included. */
  skipString(): void {
    if (this.peek() !== QUOTE) throw this.unexpected();
    const { bytes } = this;
    let at = this.at + 1;
    for (let byte = bytes[at]!; byte !== QUOTE; byte = bytes[++at]!) {
      if (byte === BACKSLASH) at++;
      else if (byte < 0x20) {
        this.at = at;
        throw this.unexpected();
      }
    }
    if (at >= this.end) throw this.ends();
    this.at = at + 1;
  }

  string(): string {
    this.peek();
    const start = this.at;
    this.skipString();
    return this.textOf(start, this.at) as string;
  }

  /** The value that stands from `start` to `end`. */
  textOf(start: number, end: number): unknown {
    try {
      return JSON.parse(this.bytes.toString('utf8', start, end));
    } catch {
      this.at = start;
      throw this.unexpected();
    }
  }

  /** Where the name of the next member stands, quotes included; its colon is consumed. */
  key(): [number, number] {
    this.peek();
    const from = this.at;
    this.skipString();
    const to = this.at;
    this.expect(COLON);
    return [from, to];
  }

  /** Whether these are the bytes of a name that `keyBytes` gave. */
  isKey(from: number, to: number, name: Buffer): boolean {
    if (to - from !== name.length) return false;
    for (let i = 0; i < name.length; i++) if (this.bytes[from + i] !== name[i]) return false;
    return true;
  }

  /** Passes over any value. */
  skip(depth = 0): void {
    const byte = this.peek();
    if (byte === QUOTE) return this.skipString();
    if (byte !== OPEN_OBJECT && byte !== OPEN_LIST) return this.skipWord();
    if (depth === DEEPEST) throw this.error(say('NESTED_TOO_DEEP', { depth: DEEPEST, byte: this.place }), say('TAKE_LESS_NESTED'));
    const close = byte === OPEN_OBJECT ? CLOSE_OBJECT : CLOSE_LIST;
    if (this.opensEmpty(byte, close)) return;
    do {
      if (byte === OPEN_OBJECT) {
        this.skipString();
        this.expect(COLON);
      }
      this.skip(depth + 1);
    } while (this.more(close));
  }

  /** A number, true, false or null. */
  private skipWord(): void {
    const { bytes } = this;
    const start = this.at;
    let at = start;
    // Letters, digits, + - . of all words that JSON knows.
    for (let byte = bytes[at]!; (byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x7a) || byte === 0x45 || (byte >= 0x2b && byte <= 0x2e && byte !== COMMA); ) byte = bytes[++at]!;
    if (at >= this.end) throw this.ends();
    if (!isPlainCount(bytes, start, at) && !/^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?)$/.test(bytes.toString('latin1', start, at))) throw this.unexpected();
    this.at = at;
  }

  /**
   * A number at `at`, to the bits that JSON.parse gives; NaN, with `at` where it was, for what is no number. Every digit is looked at once.
   */
  number(): number {
    const { bytes } = this;
    const start = this.at;
    let at = start;
    let byte = bytes[at]!;
    const negative = byte === MINUS;
    if (negative) byte = bytes[++at]!;
    let high = 0;
    let low = 0;
    let digits = 0;
    let lowDigits = 0;
    let scale = 0;
    const first = at;
    for (; byte >= 0x30 && byte <= 0x39; byte = bytes[++at]!) {
      if (digits < 15) {
        high = 10 * high + (byte - 0x30);
        if (high !== 0) digits++;
      } else {
        low = 10 * low + (byte - 0x30);
        lowDigits++;
      }
    }
    const whole = at - first;
    let exact = whole === 1 || (whole > 1 && bytes[first] !== 0x30);
    if (byte === POINT) {
      const point = at;
      byte = bytes[++at]!;
      for (; byte >= 0x30 && byte <= 0x39; byte = bytes[++at]!) {
        if (digits < 15) {
          high = 10 * high + (byte - 0x30);
          if (high !== 0) digits++;
        } else {
          low = 10 * low + (byte - 0x30);
          lowDigits++;
        }
      }
      scale = at - point - 1;
      exact &&= scale > 0;
    }
    if (exact && (byte === COMMA || byte === CLOSE_LIST || byte === 0x20 || byte === 0x0a)) {
      const value = decimalToDouble(high, low, lowDigits, scale);
      // NaN is not equal to itself.
      if (value === value) {
        this.at = at;
        return negative ? -value : value;
      }
    }
    return this.rareNumber(start);
  }

  /** With an exponent, with more digits than a double tells apart, before the end of the window, or none at all. */
  private rareNumber(start: number): number {
    const { bytes } = this;
    let at = start;
    for (let byte = bytes[at]!; (byte >= 0x30 && byte <= 0x39) || byte === MINUS || byte === 0x2b || byte === POINT || (byte | 0x20) === 0x65; ) byte = bytes[++at]!;
    if (at >= this.end && !this.complete) throw WINDOW_ENDS;
    const text = bytes.toString('latin1', start, at);
    if (!/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/.test(text)) return NaN;
    this.at = at;
    return Number(text);
  }
}

/** Digits alone without a leading zero: what most attributes are, told without making a text. */
function isPlainCount(bytes: Buffer, start: number, end: number): boolean {
  if (end === start || (bytes[start] === 0x30 && end - start > 1)) return false;
  for (let at = start; at < end; at++) if (bytes[at]! < 0x30 || bytes[at]! > 0x39) return false;
  return true;
}
