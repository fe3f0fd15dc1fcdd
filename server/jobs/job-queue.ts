// The queue of long work: what was asked for is kept in the database, run by one server, and outlives its restart.
import { randomUUID } from 'node:crypto';
import PgBoss from 'pg-boss';
import type { Database, Queryable } from '../db/database.ts';
import { dismissJob, findJob, finishJob, insertJob, keepJobResult, listJobs, releaseUntouchedJobs, reportJobProgress, startJob, touchJob, type Job } from '../db/queries/jobs.ts';
import { InputError } from '../gdal/input-error.ts';
import { issuesOf } from '../imports/import-refused.ts';

export interface JobContext {
  readonly job: Job;
  /** Aborted when somebody dismisses the job or the server stops. */
  readonly signal: AbortSignal;
  /** Fraction from 0 to 1 and what is being done, in English. Throws when the job has been dismissed. */
  progress(fraction: number, message: string): Promise<void>;
  /** Whether the server stops, so that the job is begun again by the next one. */
  givenUp(): boolean;
  /**
   * Called last inside the transaction of the work, so that neither it nor the result can be without the other. Throws when
   * the job was dismissed. The job ends when its handler returns, even by an error.
   */
  keepResult(tx: Queryable, result: object): Promise<void>;
}

/** Does the work of one process and returns the result. */
export type JobHandler = (context: JobContext) => Promise<object>;

export interface JobQueueOptions {
  readonly handlers: Readonly<Record<string, JobHandler>>;
  /** Told about failures that are bugs or of the queue itself; never about bad input. */
  readonly onError?: (error: unknown) => void;
  /** Seconds without a sign of life after which another server's job is taken over; 0 for a database with one server. */
  readonly takeOverAfterS?: number;
  /** How often it looks for such jobs; default 30. */
  readonly lookEveryS?: number;
}

/** A job is tried twice: what stops a server twice would stop it a third time. */
const ATTEMPTS = 2;
const TOUCH_MS = 5000;
const QUEUE = 'zuschnitt';

class Dismissed extends Error {}

/** One of a server. pg-boss keeps the queue in its own schema; app.job keeps what people see. */
export class JobQueue {
  private readonly running = new Map<string, AbortController>();
  private takeOver: NodeJS.Timeout | null = null;
  private worker: string | null = null;
  private closing = false;

  private constructor(
    private readonly db: Database,
    private readonly boss: PgBoss,
    private readonly options: JobQueueOptions,
  ) {}

  static async open(db: Database, options: JobQueueOptions): Promise<JobQueue> {
    // No cron and no monitoring: the embedded engine has one session, and every poll takes its turn in it.
    const boss = new PgBoss({ db: bossDatabase(db), schedule: false, supervise: true, maintenanceIntervalSeconds: 300 });
    const queue = new JobQueue(db, boss, options);
    boss.on('error', (error) => options.onError?.(error));
    await boss.start();
    await boss.createQueue(QUEUE, { name: QUEUE, retryLimit: ATTEMPTS - 1, expireInHours: 12 });
    await queue.takeOverLost();
    queue.takeOver = setInterval(() => {
      queue.takeOverLost().catch((error: unknown) => options.onError?.(error));
    }, 1000 * (options.lookEveryS ?? 30));
    queue.takeOver.unref();
    queue.worker = await boss.work<{ job: string }>(QUEUE, { batchSize: 1, pollingIntervalSeconds: 2 }, async ([entry]) => {
      await queue.runJob(entry!.data.job);
    });
    return queue;
  }

  /** Keeps what was asked for and returns it; it runs when the server comes to it. */
  async submit(row: Pick<Job, 'process' | 'municipality' | 'account' | 'input'>, id: string = randomUUID()): Promise<Job> {
    if (this.options.handlers[row.process] === undefined) throw new RangeError(`no process ${row.process} runs as a job`);
    const job = await this.db.transaction(async (tx) => {
      const inserted = await insertJob(tx, { job: id, ...row });
      await this.boss.send(QUEUE, { job: id }, { id, db: bossDatabase(tx) });
      return inserted;
    });
    if (this.worker !== null) this.boss.notifyWorker(this.worker);
    return job;
  }

  find(id: string): Promise<Job | null> {
    return findJob(this.db, id);
  }

  list(municipality: string): Promise<readonly Job[]> {
    return listJobs(this.db, municipality);
  }

  /** Dismisses a job; null where it has ended or its work is stored. Nothing of a dismissed one is stored, then or later. */
  async dismiss(id: string): Promise<Job | null> {
    const dismissed = await dismissJob(this.db, id);
    if (dismissed === null) return null;
    this.running.get(id)?.abort();
    await this.boss.cancel(QUEUE, id);
    return dismissed;
  }

  /** Stops taking jobs; one that runs is given up here and begun again by the next server. */
  async close(): Promise<void> {
    this.closing = true;
    if (this.takeOver !== null) clearInterval(this.takeOver);
    for (const controller of this.running.values()) controller.abort();
    await this.boss.stop({ graceful: false });
    while (this.running.size > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  private async takeOverLost(): Promise<void> {
    for (const { job, attempts, result } of await releaseUntouchedJobs(this.db, this.options.takeOverAfterS ?? 0, [...this.running.keys()])) {
      if (result !== null) {
        // Its server stopped between the transaction of the work and the end of the job.
        await finishJob(this.db, job, 'successful', '', result);
        await this.boss.cancel(QUEUE, job);
      } else if (attempts >= ATTEMPTS) {
        await finishJob(this.db, job, 'failed', `the server stopped ${attempts} times while this ran; nothing was stored`, null);
        await this.boss.cancel(QUEUE, job);
      } else {
        // What pg-boss holds for active belongs to the server that is gone.
        await this.boss.fail(QUEUE, job, { message: 'the server stopped' });
      }
    }
  }

  private async runJob(id: string): Promise<void> {
    if (this.closing) throw new Error('the server is stopping');
    const controller = new AbortController();
    this.running.set(id, controller);
    try {
      const job = await startJob(this.db, id);
      if (job !== null) await this.runStarted(job, controller.signal);
    } finally {
      this.running.delete(id);
    }
  }

  private async runStarted(job: Job, signal: AbortSignal): Promise<void> {
    if (job.result !== null) {
      // Its server stopped between the transaction of the work and the end of the job.
      await finishJob(this.db, job.job, 'successful', '', job.result);
      return;
    }
    const touch = setInterval(() => {
      touchJob(this.db, job.job).catch((error: unknown) => this.options.onError?.(error));
    }, TOUCH_MS);
    try {
      await this.attempt(job, signal);
    } finally {
      clearInterval(touch);
    }
  }

  /** Whether the transaction that keeps the result was committed. */
  private async isStored(id: string): Promise<boolean> {
    return (await findJob(this.db, id))?.result != null;
  }

  private async attempt(job: Job, signal: AbortSignal): Promise<void> {
    let kept: object | null = null;
    const context: JobContext = {
      job,
      signal,
      givenUp: () => this.closing,
      progress: async (fraction, message) => {
        signal.throwIfAborted();
        if (!(await reportJobProgress(this.db, job.job, fraction, message))) throw new Dismissed();
      },
      keepResult: async (tx, result) => {
        signal.throwIfAborted();
        if (!(await keepJobResult(tx, job.job, result))) throw new Dismissed();
        kept = result;
      },
    };
    try {
      await finishJob(this.db, job.job, 'successful', '', await this.options.handlers[job.process]!(context));
    } catch (error) {
      if (kept !== null && (await this.isStored(job.job))) {
        this.options.onError?.(error);
        await finishJob(this.db, job.job, 'successful', '', kept);
        return;
      }
      // Given up because the server stops: stays "running" and is begun again by the next one.
      if (this.closing) throw error;
      if (error instanceof Dismissed || signal.aborted) return;
      if (error instanceof InputError) {
        await finishJob(this.db, job.job, 'failed', error.message, { issues: issuesOf(error) });
        return;
      }
      this.options.onError?.(error);
      await finishJob(this.db, job.job, 'failed', 'something went wrong here; nothing was stored', null);
    }
  }
}

/** pg-boss's way to the database: several statements in one text without values, or one with values. */
function bossDatabase(db: Queryable & Partial<Pick<Database, 'script'>>): PgBoss.Db {
  return {
    async executeSql(text, values = []) {
      if (values.length === 0 && /;\s*\S/.test(text)) {
        await db.script!(text);
        return { rows: [] };
      }
      return { rows: [...(await db.query(text, values))] };
    },
  };
}
