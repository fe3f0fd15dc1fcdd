// The page's end of the worker. Where there can be none (a foreign page's rules, an old browser) the page does the work itself.
import type { EarlyKernel } from './early-kernel.ts';
import type { KernelAnswer, KernelRequest } from './kernel-messages.ts';
// oxlint-disable-next-line import/default -- the build makes it
import KernelThread from './kernel-worker.ts?worker&inline';
import type { BlockGraph, Division, Found } from './plan-findings.ts';
import { prepareBlocks, type PreparedBlocks } from './prepared-blocks.ts';

/** A worker that has not said a word by then never will: blocked without an error. */
const READY_MS = 5_000;

interface Waiting {
  resolve(answer: KernelAnswer): void;
  reject(error: Error): void;
}

export class Kernel {
  private readonly worker: Worker | null;
  private readonly waiting = new Map<number, Waiting>();
  private readonly started: Promise<boolean>;
  private turn = 0;
  private closed = false;

  /** `early`: one that runs already. */
  constructor(early: EarlyKernel | null = null) {
    this.worker = early === null ? startWorker() : early.worker;
    const heard = this.listen();
    // Its first word may have been said before anybody listened here.
    this.started = early === null ? heard : Promise.race([heard, early.started]);
  }

  /** On the page itself where there is no worker. Throws RangeError on bytes that are no coverage. */
  async prepare(bytes: ArrayBuffer): Promise<PreparedBlocks> {
    if (!(await this.started)) return prepareBlocks(bytes);
    const answer = await this.ask((turn) => ({ kind: 'prepare', turn, bytes }), [bytes]);
    if (answer.kind !== 'prepared') throw new RangeError('the worker answered something else');
    return answer.prepared;
  }

  /** Whether findings can be looked for beside the page. */
  get works(): Promise<boolean> {
    return this.started;
  }

  /** What `find` looks at from now on; copied, for the page goes on using it. */
  setGraph(graph: BlockGraph, base: Division): void {
    this.post({ kind: 'graph', graph, base });
  }

  /** `plan.assignment` is handed over. */
  async find(plan: Division): Promise<readonly Found[]> {
    const answer = await this.ask((turn) => ({ kind: 'find', turn, plan }), [plan.assignment.buffer as ArrayBuffer]);
    if (answer.kind !== 'found') throw new RangeError('the worker answered something else');
    return answer.found;
  }

  /** What is still waited for never comes. */
  close(): void {
    this.closed = true;
    this.worker?.terminate();
    this.waiting.clear();
  }

  private ask(make: (turn: number) => KernelRequest, handed: Transferable[]): Promise<KernelAnswer> {
    const turn = ++this.turn;
    return new Promise((resolve, reject) => {
      this.waiting.set(turn, { resolve, reject });
      this.post(make(turn), handed);
    });
  }

  private post(request: KernelRequest, handed: Transferable[] = []): void {
    if (!this.closed) this.worker?.postMessage(request, handed);
  }

  private listen(): Promise<boolean> {
    const { worker } = this;
    if (worker === null) return Promise.resolve(false);
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), READY_MS);
      worker.onmessage = ({ data }: MessageEvent<KernelAnswer>) => {
        if (data.kind === 'ready') {
          clearTimeout(timer);
          resolve(true);
          return;
        }
        if (!('turn' in data)) return;
        const waiting = this.waiting.get(data.turn);
        this.waiting.delete(data.turn);
        if (data.kind === 'failed') waiting?.reject(new RangeError(data.message));
        else waiting?.resolve(data);
      };
      worker.onerror = (event) => {
        event.preventDefault();
        clearTimeout(timer);
        resolve(false);
        for (const { reject } of this.waiting.values()) reject(new Error(event.message));
        this.waiting.clear();
      };
    });
  }
}

function startWorker(): Worker | null {
  try {
    return new KernelThread({ name: 'zuschnitt-kernel' });
  } catch {
    return null;
  }
}
