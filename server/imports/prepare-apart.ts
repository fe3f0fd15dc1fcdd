// The worker thread that reads and checks files: started at the first import, kept for the next, ended when idle.
import type { Worker } from 'node:worker_threads';
import { startWorker } from '../worker-url.ts';
import { ImportRefused } from './import-refused.ts';
import type { ComingTask, ImportAnswer, ImportQuestion, ImportTask, Prepared } from './import-worker.ts';
import { RowQueue, type BlocksRead } from './rows-from-worker.ts';

type LastAnswer = Exclude<ImportAnswer, { kind: 'progress' | 'read' | 'rows' }>;

interface Waiting {
  progress(fraction: number, message: string): void;
  read(blocks: number, bytes: number): void;
  /** Null behind the last. */
  rows(message: Uint8Array | null): void;
  resolve(answer: LastAnswer): void;
  reject(error: Error): void;
}

/** A worker costs a third of a second to start, and a large file leaves hundreds of megabytes with it. */
const IDLE_MS = 30_000;

let worker: Worker | null = null;
let idle: NodeJS.Timeout | undefined;
let nextId = 1;
const waiting = new Map<number, Waiting>();

/**
 * Reads and checks a file. Throws ImportRefused with what is wrong with it, the signal's reason when aborted, and what
 * `onProgress` rejects with: a job that was dismissed elsewhere ends there. `onRead` gets the rows of blocks before these are checked, where the
 * task wants them early and they are many.
 */
export async function prepareApart(task: ImportTask, signal: AbortSignal, onProgress: (fraction: number, message: string) => Promise<void>, onRead: (read: BlocksRead) => void = () => {}): Promise<Prepared> {
  signal.throwIfAborted();
  const id = nextId++;
  const thread = running();
  let stop: () => void = () => {};
  const queue = new RowQueue();
  try {
    const answer = await new Promise<LastAnswer>((resolve, reject) => {
      const giveUp = (error: unknown) => {
        reject(error as Error);
        end();
      };
      const read = (blocks: number, bytes: number) => onRead({ blocks, bytes, blockSet: task.early!.blockSet, rows: queue });
      const rows = (message: Uint8Array | null) => (message === null ? queue.end() : queue.push(message));
      waiting.set(id, { resolve, reject, read, rows, progress: (fraction, message) => void onProgress(fraction, message).catch(giveUp) });
      // A check cannot be interrupted: the thread ends with it. Another file in it is begun by nobody else's fault, and fails.
      stop = () => {
        reject(signal.reason as Error);
        end();
      };
      signal.addEventListener('abort', stop);
      thread.postMessage({ id, task } satisfies ImportQuestion);
    });
    if (answer.kind === 'prepared') return answer.prepared;
    if (answer.kind === 'refused') throw new ImportRefused(answer.issues);
    throw new Error(answer.message);
  } finally {
    signal.removeEventListener('abort', stop);
    waiting.delete(id);
    queue.fail(new Error('the thread that read the file ended before its last row'));
    rest();
  }
}

/** Starts the thread ahead of its first task, and with the file of it where that is known, while the caller does other things. */
export function startApart(coming: ComingTask['coming'] | null): void {
  const thread = running();
  if (coming !== null) thread.postMessage({ coming } satisfies ComingTask);
  rest();
}

function running(): Worker {
  clearTimeout(idle);
  if (worker === null) {
    const started = startWorker('server/imports/import-worker.ts');
    started.on('message', (answer: ImportAnswer) => {
      if (answer.kind === 'progress') waiting.get(answer.id)?.progress(answer.fraction, answer.message);
      else if (answer.kind === 'read') waiting.get(answer.id)?.read(answer.blocks, answer.bytes);
      else if (answer.kind === 'rows') waiting.get(answer.id)?.rows(answer.message);
      else waiting.get(answer.id)?.resolve(answer);
    });
    started.on('error', (error) => failAll(started, error));
    started.on('exit', () => failAll(started, new Error('the import worker has ended')));
    worker = started;
  }
  worker.ref();
  return worker;
}

/** An idle worker does not keep the process alive, and ends after a while. */
function rest(): void {
  if (waiting.size > 0 || worker === null) return;
  worker.unref();
  clearTimeout(idle);
  idle = setTimeout(end, IDLE_MS);
  idle.unref();
}

function end(): void {
  const ending = worker;
  worker = null;
  if (ending === null) return;
  failAll(ending, new Error('the import worker was stopped'));
  void ending.terminate();
}

function failAll(of: Worker, error: Error): void {
  if (worker !== null && worker !== of) return;
  worker = null;
  for (const { reject } of waiting.values()) reject(error);
  waiting.clear();
}
