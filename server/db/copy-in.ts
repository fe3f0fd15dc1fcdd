// COPY … FROM STDIN (FORMAT binary) over pg's own connection: rows as they lie in memory, no text between.
import type pg from 'pg';
import type { CopyMessages } from './database.ts';

/** What pg's client asks of a query object, and what its connection offers to one (pg 8, lib/client.js and lib/connection.js). */
interface CopyConnection {
  query(text: string): void;
  endCopyFrom(): void;
  sendCopyFail(message: string): void;
  readonly stream: NodeJS.EventEmitter & { readonly destroyed: boolean; write(message: Uint8Array, done: () => void): boolean };
}

/**
 * Sends messages of CopyData (see copy-rows.ts) as the data of a COPY statement and resolves with the number of rows. Rejects with the
 * server's error, or with what `messages` threw; the statement has failed then, as any other. A message's memory may be used again for the next.
 *
 * pg-copy-streams does the same with a Node stream and a dependency; the protocol is four messages.
 */
export function copyIn(client: pg.ClientBase, text: string, messages: CopyMessages): Promise<number> {
  return new Promise((resolve, reject) => {
    client.query(new CopyIn(text, messages, resolve, reject) as unknown as pg.Submittable);
  });
}

class CopyIn {
  private rows = 0;
  private failure: unknown = null;
  private settled = false;

  constructor(
    private readonly text: string,
    private readonly messages: CopyMessages,
    private readonly resolve: (rows: number) => void,
    private readonly reject: (error: unknown) => void,
  ) {}

  submit(connection: CopyConnection): void {
    connection.query(this.text);
  }

  handleCopyInResponse(connection: CopyConnection): void {
    this.send(connection).catch((error: unknown) => {
      this.failure ??= error;
      connection.sendCopyFail('the client has no more rows');
    });
  }

  private async send(connection: CopyConnection): Promise<void> {
    const { stream } = connection;
    for await (const message of this.messages) {
      // After an error the server drops what comes; a row it refused is told before the last is made.
      if (this.settled || stream.destroyed) return;
      await written(stream, message);
    }
    if (!this.settled) connection.endCopyFrom();
  }

  handleCommandComplete(message: { readonly text: string }): void {
    this.rows = Number(/^COPY (\d+)$/.exec(message.text)?.[1] ?? Number.NaN);
  }

  handleError(error: unknown): void {
    this.settled = true;
    this.reject(this.failure ?? error);
  }

  handleReadyForQuery(): void {
    if (this.settled) return;
    this.settled = true;
    this.resolve(this.rows);
  }

  /** Nothing else belongs to a COPY; pg delivers it all the same. */
  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
  handleCopyData(): void {}
}

/** Resolves when the system has taken the message over, or the socket is gone: what is wrong with it is told to the client itself. */
function written(stream: CopyConnection['stream'], message: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    stream.write(message, () => resolve());
  });
}
