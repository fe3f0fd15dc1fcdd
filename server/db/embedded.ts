// The system of record without a server: PGlite with its PostGIS, in a worker thread, one session, one file folder.
import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { startWorker } from '../worker-url.ts';
import { DatabaseError, type Database, type Queryable, type Row } from './database.ts';
import type { EmbeddedAnswer, EmbeddedRequest } from './embedded-worker.ts';
import { toDatabaseError } from './refusal.ts';

/**
 * Opens (or makes) the database in `dataDir`. The caller holds the folder's lock: the engine itself has none.
 *
 * An exception inside GEOS ends a statement of this engine without an error, and the transaction around it goes on and would
 * commit the rest. The answer has no rows and no command tag, or the tag "???", or (with RETURNING, WITH, EXPLAIN) a proper
 * tag of 0 rows: there the engine finds the remains when the next statement begins, and warns. Therefore an answer without
 * a tag or with such a warning is refused here, an answer of 0 rows in a transaction is followed by an empty statement, and
 * a transaction with such an answer can only be rolled back.
 */
export async function openEmbedded(dataDir: string): Promise<Database> {
  const session = new Session(startWorker('server/db/embedded-worker.ts', { workerData: { dataDir } }));
  await session.opened();
  const queue = new Turns();
  return {
    engine: 'embedded',
    query: (text, values = []) => queue.take(() => single(session, { kind: 'query', text, values })),
    transaction: (work) => queue.take(() => transaction(session, work)),
    async script(text) {
      await queue.take(() => single(session, { kind: 'script', text }));
    },
    close: () => queue.take(() => session.close()),
  };
}

const NOTHING = 'select';

/** Runs one piece of work after another; the engine has one session, so a transaction must be alone in it. */
class Turns {
  private last: Promise<unknown> = Promise.resolve();

  take<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.last.then(work);
    this.last = turn.catch(() => {});
    return turn;
  }
}

/** Outside a transaction: what a script or a lost statement has left open is closed again. */
async function single<R extends Row>(session: Session, request: Question): Promise<readonly R[]> {
  try {
    return await session.ask<R>(request);
  } catch (error) {
    await session.ask({ kind: 'query', text: 'rollback', values: [] });
    throw error;
  }
}

async function transaction<T>(session: Session, work: (tx: Queryable) => Promise<T>): Promise<T> {
  const send = (text: string) => session.ask({ kind: 'query', text, values: [] });
  await send('begin');
  // After a lost statement or a refusal nothing of this transaction may be committed, even if `work` swallows the error.
  let failure: unknown = null;
  let open = true;
  const tx: Queryable = {
    async query<R extends Row>(text: string, values: readonly unknown[] = []) {
      if (!open) throw new Error('the transaction has ended');
      if (failure !== null) throw new DatabaseError('the transaction was rolled back', '25P02', null);
      try {
        return await session.askSafely<R>({ kind: 'query', text, values });
      } catch (error) {
        failure = error;
        throw error;
      }
    },
  };
  try {
    const answer = await work(tx);
    open = false;
    if (failure !== null) throw new DatabaseError('the transaction was rolled back', '25P02', null);
    await send(NOTHING);
    await send('commit');
    return answer;
  } catch (error) {
    open = false;
    await send('rollback');
    throw error;
  }
}

type Question = EmbeddedRequest extends infer R ? (R extends { id: number } ? Omit<R, 'id'> : never) : never;

/** The other end of the worker thread: questions out, answers in, in order of their numbers. */
class Session {
  private readonly waiting = new Map<number, { resolve(rows: EmbeddedAnswer): void; reject(error: Error): void }>();
  private readonly ready: Promise<EmbeddedAnswer>;
  private next = 1;
  private broken: Error | null = null;

  constructor(private readonly worker: Worker) {
    this.ready = new Promise((resolve, reject) => this.waiting.set(0, { resolve, reject }));
    worker.on('message', (answer: EmbeddedAnswer) => {
      const waiter = this.waiting.get(answer.id);
      this.waiting.delete(answer.id);
      waiter?.resolve(answer);
    });
    worker.on('error', (error) => this.fail(error));
    worker.on('exit', () => this.fail(new Error('the embedded database has stopped')));
  }

  private fail(error: Error): void {
    this.broken ??= error;
    for (const waiter of this.waiting.values()) waiter.reject(this.broken);
    this.waiting.clear();
  }

  async opened(): Promise<void> {
    const answer = await this.ready;
    if (!answer.ok) {
      await this.worker.terminate();
      throw new Error(`the embedded database cannot be opened: ${answer.message}`);
    }
  }

  async ask<R extends Row>(question: Question): Promise<readonly R[]> {
    return (await this.exchange(question)).rows as readonly R[];
  }

  /** Inside a transaction, where the remains of a lost statement show only when the next one begins. */
  async askSafely<R extends Row>(question: Question): Promise<readonly R[]> {
    const { empty, rows } = await this.exchange(question);
    if (empty) await this.exchange({ kind: 'query', text: NOTHING, values: [] });
    return rows as readonly R[];
  }

  private async exchange(question: Question): Promise<Extract<EmbeddedAnswer, { ok: true }>> {
    if (this.broken !== null) throw this.broken;
    const id = this.next++;
    const answer = await new Promise<EmbeddedAnswer>((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage({ ...question, id } as EmbeddedRequest);
    });
    if (!answer.ok) throw toDatabaseError(answer);
    if (answer.command === null) {
      throw new DatabaseError('the embedded database gave no answer to a statement (a geometry operation failed inside it)', null, null);
    }
    return answer;
  }

  async close(): Promise<void> {
    if (this.broken !== null) return;
    const gone = once(this.worker, 'exit');
    await this.ask({ kind: 'close' });
    this.broken = new Error('the database is closed');
    await this.worker.terminate();
    await gone;
  }
}
