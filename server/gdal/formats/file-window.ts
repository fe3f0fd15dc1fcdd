// A window that moves over a file: records are read in order, a few megabytes at once, however large the file is.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const WINDOW = 1 << 22;

export class FileWindow {
  readonly size: number;
  bytes = Buffer.alloc(0);
  private start = 0;
  private readonly handle: number;

  constructor(path: string) {
    this.handle = openSync(path, 'r');
    this.size = fstatSync(this.handle).size;
  }

  /** Index in `bytes` of the file's byte `at`, with `length` bytes behind it; -1 where the file ends before. */
  find(at: number, length: number): number {
    const end = this.start + this.bytes.length;
    if (at >= this.start && at + length <= end) return at - this.start;
    if (at < 0 || at + length > this.size) return -1;
    const wanted = Math.min(this.size - at, Math.max(WINDOW, length));
    const room = Buffer.from(this.bytes.buffer);
    const into = room.length >= wanted && this.bytes.byteOffset === 0 ? room.subarray(0, wanted) : Buffer.from(new ArrayBuffer(wanted));
    let filled = 0;
    while (filled < wanted) {
      const size = readSync(this.handle, into, filled, wanted - filled, at + filled);
      if (size === 0) break;
      filled += size;
    }
    this.bytes = into.subarray(0, filled);
    this.start = at;
    return filled >= length ? 0 : -1;
  }

  close(): void {
    closeSync(this.handle);
  }
}
