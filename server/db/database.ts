// The one interface to the system of record, the same for PostgreSQL and for the embedded engine.

export type Row = Readonly<Record<string, unknown>>;

/** What statements run on: the database itself, or one transaction of it. */
export interface Queryable {
  /**
   * One parameterised statement. Values: text, number, boolean, null, Date, Uint8Array (bytea), arrays of these, and objects
   * (jsonb). Answers come alike from both engines: bigint and count(*) as number where exact (else an error), date as
   * "YYYY-MM-DD" text, timestamptz as Date, bytea as Uint8Array, integer[] as (number | null)[], jsonb parsed, numeric as
   * text. Throws DatabaseError for what the database refuses and for an answer without a command tag (see embedded.ts).
   */
  query<R extends Row = Row>(text: string, values?: readonly unknown[]): Promise<readonly R[]>;
  /**
   * In a transaction of PostgreSQL alone: the data of `COPY … FROM STDIN (FORMAT binary)`, message by message (see copy-rows.ts); the number of
   * rows. Where it is absent, as in the embedded engine, rows are inserted by statements, with the same checks and the same errors.
   */
  copyIn?(text: string, messages: CopyMessages): Promise<number>;
}

/** Made while they are sent, or by another thread. */
export type CopyMessages = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

export interface Database extends Queryable {
  readonly engine: 'embedded' | 'postgres';
  /** Runs `work` in one transaction: commits when it resolves, rolls back when it throws. Not nested. */
  transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T>;
  /** Statements of a library that sends several at once (the job queue's own schema); answers are dropped. */
  script(text: string): Promise<void>;
  close(): Promise<void>;
}

/** A refusal by the database. Never carries parameter values, so that it may be logged. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';

  constructor(
    message: string,
    /** SQLSTATE; null where the engine gave none. On Citus some violations carry XX000: ask `constraint` instead. */
    readonly sqlState: string | null,
    /** Name of the violated constraint without a shard suffix, read from the message where the engine gives no field. */
    readonly constraint: string | null,
  ) {
    super(message);
  }
}
