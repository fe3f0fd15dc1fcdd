// Worker thread: walks from every school to every address, so that nobody's stroke waits for them.
import { parentPort } from 'node:worker_threads';
import { reckonWalks, type WalkResult, type WalkTask } from './reckon-walks.ts';
import type { ThreadMessage } from './run-thread.ts';

const port = parentPort;
if (port === null) throw new Error('school-walk-worker runs as a worker thread');
const send = (message: ThreadMessage<number, WalkResult>) => port.postMessage(message);

port.on('message', (task: WalkTask) => {
  try {
    send({ kind: 'result', result: reckonWalks(task, (progress) => send({ kind: 'progress', progress })) });
  } catch (error) {
    send({ kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
