// The system of record as a PostgreSQL server, through a pool of connections.
import pg from 'pg';
import { copyIn } from './copy-in.ts';
import type { Database, Queryable, Row } from './database.ts';
import { DatabaseError } from './database.ts';
import { toDatabaseError } from './refusal.ts';
import { DECODERS, encodeValue } from './values.ts';

const types = { getTypeParser: (oid: number) => DECODERS[oid] ?? ((value: string) => value) };

export interface PostgresOptions {
  readonly connections?: number;
  /** Told about connections that break while nobody uses them; the pool replaces them. */
  readonly onIdleError?: (error: Error) => void;
}

/** Opens a pool and tries one connection, so that a wrong URL is told at once. */
export async function openPostgres(url: string, options: PostgresOptions = {}): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.connections ?? 8,
    application_name: 'zuschnitt',
    types: types as unknown as pg.CustomTypesConfig,
  });
  pool.on('error', (error) => options.onIdleError?.(error));
  try {
    await run(pool, 'select 1', []);
  } catch (error) {
    await pool.end();
    throw error;
  }
  return {
    engine: 'postgres',
    query: (text, values = []) => run(pool, text, values),
    transaction: (work) => transaction(pool, work),
    async script(text) {
      await withClient(pool, async (client) => {
        await simple(client, text);
      });
    },
    close: () => pool.end(),
  };
}

async function run<R extends Row>(client: pg.Pool | pg.ClientBase, text: string, values: readonly unknown[]): Promise<readonly R[]> {
  try {
    const { rows } = await client.query({ ...nameOf(text, values), text, values: values.map(encodeValue) });
    return rows as R[];
  } catch (error) {
    throw toDatabaseError(error);
  }
}

const names = new Map<string, string>();
/** There are about 90 statements in queries/; texts beyond this many are sent without a name, so that none pile up. */
const MOST_NAMES = 400;

/** Statements with values are prepared once a connection: planning the event of a stroke anew costs as long as storing it. */
function nameOf(text: string, values: readonly unknown[]): { readonly name?: string } {
  if (values.length === 0) return {};
  let name = names.get(text);
  if (name === undefined) {
    if (names.size >= MOST_NAMES) return {};
    name = `zuschnitt_${names.size}`;
    names.set(text, name);
  }
  return { name };
}

async function simple(client: pg.ClientBase, text: string): Promise<string> {
  try {
    const answer: unknown = await client.query(text);
    return (Array.isArray(answer) ? (answer.at(-1) as pg.QueryResult) : (answer as pg.QueryResult)).command;
  } catch (error) {
    throw toDatabaseError(error);
  }
}

async function transaction<T>(pool: pg.Pool, work: (tx: Queryable) => Promise<T>): Promise<T> {
  return withClient(pool, async (client) => {
    await simple(client, 'begin');
    let open = true;
    const tx: Queryable = {
      query(text, values = []) {
        if (!open) return Promise.reject(new Error('the transaction has ended'));
        return run(client, text, values);
      },
      copyIn(text, messages) {
        if (!open) return Promise.reject(new Error('the transaction has ended'));
        return copyIn(client, text, messages).catch((error: unknown) => {
          throw toDatabaseError(error);
        });
      },
    };
    const answer = await work(tx);
    open = false;
    // A statement that failed and was swallowed turns COMMIT into ROLLBACK without an error.
    const command = await simple(client, 'commit');
    if (command !== 'COMMIT') throw new DatabaseError('the transaction was rolled back', '25P02', null);
    return answer;
  });
}

/** A connection of its own; after a failure it is rolled back, or thrown away where even that fails. */
async function withClient<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect().catch((error: unknown) => {
    throw toDatabaseError(error);
  });
  try {
    const answer = await work(client);
    client.release();
    return answer;
  } catch (error) {
    await client.query('rollback').then(
      () => client.release(),
      (broken: Error) => client.release(broken),
    );
    throw error;
  }
}
