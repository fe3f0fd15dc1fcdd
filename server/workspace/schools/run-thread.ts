// One piece of long work in a thread of its own: it tells how far it is, and ends at once when its job is dismissed.
import { startWorker } from '../../worker-url.ts';

export type ThreadMessage<P, R> = { readonly kind: 'progress'; readonly progress: P } | { readonly kind: 'result'; readonly result: R } | { readonly kind: 'failed'; readonly message: string };

/**
 * Sends `task` to the worker `source` and resolves with its result. `onProgress` is awaited by nobody but what it rejects with ends the work, as the
 * signal does. Buffers in `transfer` are handed over.
 */
export async function runThread<T, P, R>(source: string, task: T, signal: AbortSignal, onProgress: (progress: P) => Promise<void> | void, transfer: readonly ArrayBuffer[] = []): Promise<R> {
  signal.throwIfAborted();
  const worker = startWorker(source);
  let stop = () => {};
  try {
    return await new Promise<R>((resolve, reject) => {
      stop = () => reject(signal.reason as Error);
      signal.addEventListener('abort', stop);
      worker.on('error', reject);
      worker.on('exit', () => reject(new Error(`${source} has ended`)));
      worker.on('message', (message: ThreadMessage<P, R>) => {
        if (message.kind === 'result') resolve(message.result);
        else if (message.kind === 'failed') reject(new Error(message.message));
        // Thrown at once or later: in the handler of a message it would end the whole server.
        else void (async () => onProgress(message.progress))().catch(reject);
      });
      worker.postMessage(task, [...transfer]);
    });
  } finally {
    signal.removeEventListener('abort', stop);
    worker.removeAllListeners('exit');
    await worker.terminate();
  }
}
