// One worker thread that answers questions by id: started at the first, kept for the next, ended when idle.
import type { Worker } from 'node:worker_threads';
import { startWorker } from '../worker-url.ts';

type Answer = { readonly id: number } & ({ readonly ok: true } | { readonly ok: false; readonly message: string });

/** A worker takes a third of a second to start. */
const IDLE_MS = 120_000;

/** `Q` is what the worker takes beside `id`, `A` what it answers; one that answers `ok: false` met a bug and rejects. */
export class WorkerDesk<Q extends object, A extends Answer> {
  private worker: Worker | null = null;
  private idle: NodeJS.Timeout | undefined;
  private nextId = 1;
  private readonly waiting = new Map<number, { resolve: (answer: Extract<A, { ok: true }>) => void; reject: (error: Error) => void }>();

  /** `source`: path of the worker's entry from the package root. `onEnd`: what the worker knew is gone. */
  constructor(
    private readonly source: string,
    private readonly onEnd: () => void = () => undefined,
  ) {}

  ask(question: Q): Promise<Extract<A, { ok: true }>> {
    return new Promise((resolve, reject) => {
      const id = this.nextId++;
      this.waiting.set(id, { resolve, reject });
      this.running().postMessage({ id, ...question });
    });
  }

  async close(): Promise<void> {
    clearTimeout(this.idle);
    await this.end(new Error(`${this.source} was stopped`));
  }

  private running(): Worker {
    clearTimeout(this.idle);
    if (this.worker === null) {
      const started = startWorker(this.source);
      started.on('message', (answer: A) => {
        const asked = this.waiting.get(answer.id);
        this.waiting.delete(answer.id);
        if (answer.ok) asked?.resolve(answer as Extract<A, { ok: true }>);
        else asked?.reject(new Error(answer.message));
        this.rest();
      });
      const lost = (error: Error) => {
        if (this.worker === started) void this.end(error);
      };
      started.on('error', lost);
      started.on('exit', () => lost(new Error(`${this.source} has ended`)));
      this.worker = started;
    }
    this.worker.ref();
    return this.worker;
  }

  /** An idle worker does not keep the process alive, and ends after a while. */
  private rest(): void {
    if (this.waiting.size > 0 || this.worker === null) return;
    this.worker.unref();
    clearTimeout(this.idle);
    this.idle = setTimeout(() => void this.end(new Error(`${this.source} was idle`)), IDLE_MS);
    this.idle.unref();
  }

  private async end(error: Error): Promise<void> {
    const ending = this.worker;
    this.worker = null;
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
    if (ending === null) return;
    this.onEnd();
    await ending.terminate();
  }
}
