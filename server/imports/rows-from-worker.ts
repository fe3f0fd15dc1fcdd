// Rows of blocks on their way from the thread that reads the file to the connection: a queue that is read as it fills.

/** What the reading thread is told, so that its rows need nothing more: whose they are, and the number that their stand will get. */
export interface RowsWanted {
  readonly municipality: string;
  readonly blockSet: number;
}

/** Blocks as they were read, before they are checked. */
export interface BlocksRead {
  readonly blocks: number;
  /** Of their outlines, about. */
  readonly bytes: number;
  readonly blockSet: number;
  /** Messages for COPY (see block-copy-rows.ts), once. Rejects where the thread ended before its last. */
  readonly rows: AsyncIterable<Uint8Array>;
}

/** One writer, one reader. */
export class RowQueue implements AsyncIterable<Uint8Array> {
  private readonly held: Uint8Array[] = [];
  private ended = false;
  private failure: Error | null = null;
  private wake: () => void = () => {};

  push(message: Uint8Array): void {
    this.held.push(message);
    this.wake();
  }

  end(): void {
    this.ended = true;
    this.wake();
  }

  /** What is asked for next rejects; without effect once all was pushed. */
  fail(error: Error): void {
    if (this.ended) return;
    this.failure ??= error;
    this.wake();
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    for (;;) {
      const message = this.held.shift();
      if (message !== undefined) yield message;
      else if (this.failure !== null) throw this.failure;
      else if (this.ended) return;
      else await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }
}
