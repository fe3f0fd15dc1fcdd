// One thread that checks releases: started by the first who needs it, shared by all, ended when nobody does for a while.
import type { Worker } from 'node:worker_threads';
import { startWorker } from '../../worker-url.ts';
import type { CheckSetup } from './release-check.ts';
import type { ReleaseAnswer, ReleaseQuestion } from './release-worker.ts';

export type LastAnswer = Exclude<ReleaseAnswer, { kind: 'progress' | 'failed' }>;

/** Asks a question of the session; `progress` is called for each statistic that is done. */
export type Ask = (question: (check: number) => ReleaseQuestion, progress?: () => void) => Promise<LastAnswer>;

interface Waiting {
  resolve(answer: LastAnswer): void;
  reject(error: Error): void;
  progress(): void;
}

/** Of memory for what is soon garbage, twice what is usual: an audit throws away so much that an eighth of its time goes into it less. */
const YOUNG_MB = 96;
/** A thread with HiGHS holds some 60 MB, and what is young. */
const IDLE_MS = 60_000;

export class ReleaseThread {
  private worker: Worker | null = null;
  private idle: NodeJS.Timeout | undefined;
  private nextCheck = 1;
  private open = 0;
  private readonly waiting = new Map<number, Waiting>();

  /** Sessions do not wait for each other; the questions of one come one after the other. Throws what `work` throws, and Error for a bug in the thread. */
  async session<T>(setup: CheckSetup, work: (ask: Ask) => Promise<T>): Promise<T> {
    const check = this.nextCheck++;
    const thread = this.running();
    this.open++;
    try {
      this.post(thread, { check, kind: 'begin', setup });
      return await work((question, progress = () => undefined) => {
        // It may have died while counts were read, and would never answer.
        if (this.worker !== thread) throw new Error('the thread that checks releases has ended');
        return new Promise<LastAnswer>((resolve, reject) => {
          this.waiting.set(check, { resolve, reject, progress });
          this.post(thread, question(check));
        });
      });
    } finally {
      this.waiting.delete(check);
      if (this.worker === thread) this.post(thread, { check, kind: 'end' });
      this.open--;
      this.rest();
    }
  }

  async close(): Promise<void> {
    clearTimeout(this.idle);
    const ending = this.worker;
    this.worker = null;
    this.failAll(new Error('the server is stopping'));
    await ending?.terminate();
  }

  private post(thread: Worker, question: ReleaseQuestion): void {
    thread.postMessage(question);
  }

  private running(): Worker {
    clearTimeout(this.idle);
    if (this.worker === null) {
      const started = startWorker('server/workspace/releases/release-worker.ts', { resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } });
      started.on('message', (answer: ReleaseAnswer) => {
        const asked = this.waiting.get(answer.check);
        if (answer.kind === 'progress') asked?.progress();
        else if (answer.kind === 'failed') asked?.reject(new Error(answer.message));
        else asked?.resolve(answer);
      });
      const ended = (error: Error) => {
        if (this.worker !== started) return;
        this.worker = null;
        this.failAll(error);
      };
      started.on('error', ended);
      started.on('exit', () => ended(new Error('the thread that checks releases has ended')));
      this.worker = started;
    }
    this.worker.ref();
    return this.worker;
  }

  /** An idle thread does not keep the process alive, and ends after a while. */
  private rest(): void {
    if (this.open > 0 || this.worker === null) return;
    this.worker.unref();
    this.idle = setTimeout(() => {
      const ending = this.worker;
      this.worker = null;
      void ending?.terminate();
    }, IDLE_MS);
    this.idle.unref();
  }

  private failAll(error: Error): void {
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}
