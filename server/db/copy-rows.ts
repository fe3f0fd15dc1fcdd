// Rows in PostgreSQL's binary COPY format (manual, COPY, "Binary Format"), as messages of the wire that are ready to be sent.

/** "PGCOPY\n\377\r\n\0", no flags, no extension. */
const SIGNATURE = [0x50, 0x47, 0x43, 0x4f, 0x50, 0x59, 0x0a, 0xff, 0x0d, 0x0a, 0, 0, 0, 0, 0, 0, 0, 0, 0];
/** A message of the wire; smaller ones cost a call each, larger ones memory. */
const MESSAGE = 1 << 18;
/** 'd' and the length of what follows, itself included (manual, "Message Formats", CopyData). */
const HEAD = 5;
const COPY_DATA = 0x64;

/**
 * Writes the fields of one row after another, in the order of the columns; numbers are big-endian. All messages have the same memory: 100 of
 * their own would cost more in collection of garbage than the rows in writing.
 */
export class CopyRows {
  private bytes = new Uint8Array(MESSAGE);
  private view = new DataView(this.bytes.buffer);
  private at = HEAD;

  constructor() {
    this.bytes.set(SIGNATURE, HEAD);
    this.at += SIGNATURE.length;
  }

  /** Whether there is enough for a message. */
  get full(): boolean {
    return this.at > MESSAGE - MESSAGE / 8;
  }

  /** The message of what was written since the last; valid until the next row. */
  take(): Uint8Array {
    this.view.setUint8(0, COPY_DATA);
    this.view.setInt32(1, this.at - 1);
    const message = this.bytes.subarray(0, this.at);
    this.at = HEAD;
    return message;
  }

  row(fields: number): void {
    this.room(2);
    this.view.setInt16(this.at, fields);
    this.at += 2;
  }

  text(value: string): void {
    this.room(4 + 3 * value.length);
    const start = this.at + 4;
    let length = 0;
    // Ids are ASCII nearly always, and shorter than what a call of the encoder costs.
    for (; length < value.length; length++) {
      const code = value.charCodeAt(length);
      if (code >= 0x80) break;
      this.bytes[start + length] = code;
    }
    if (length < value.length) length = encoder.encodeInto(value, this.bytes.subarray(start)).written;
    this.view.setInt32(this.at, length);
    this.at = start + length;
  }

  integer(value: number): void {
    this.room(8);
    this.view.setInt32(this.at, 4);
    this.view.setInt32(this.at + 4, value);
    this.at += 8;
  }

  /** A bigint of at most 2^53. */
  bigint(value: number): void {
    this.room(12);
    this.view.setInt32(this.at, 8);
    this.view.setInt32(this.at + 4, Math.floor(value / 2 ** 32));
    this.view.setUint32(this.at + 8, value % 2 ** 32);
    this.at += 12;
  }

  double(value: number): void {
    this.room(12);
    this.view.setInt32(this.at, 8);
    this.view.setFloat64(this.at + 4, value);
    this.at += 12;
  }

  nothing(): void {
    this.room(4);
    this.view.setInt32(this.at, -1);
    this.at += 4;
  }

  /** A field of known length, which `write` fills in at the place it gets. */
  field(length: number, write: (into: DataView, at: number) => void): void {
    this.room(4 + length);
    this.view.setInt32(this.at, length);
    write(this.view, this.at + 4);
    this.at += 4 + length;
  }

  /** Behind the last row. */
  end(): void {
    this.room(2);
    this.view.setInt16(this.at, -1);
    this.at += 2;
  }

  private room(size: number): void {
    if (this.at + size <= this.bytes.length) return;
    const grown = new Uint8Array(2 * (this.at + size));
    grown.set(this.bytes.subarray(0, this.at));
    this.bytes = grown;
    this.view = new DataView(grown.buffer);
  }
}

const encoder = new TextEncoder();
