// The worker threads of previews: bounded in time and memory, one kept for the next look.
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { say, type Said } from '../../core/refusals/say.ts';
import { InputError } from '../gdal/input-error.ts';
import { startWorker } from '../worker-url.ts';
import type { FilePreview, PreviewRequest } from './preview-file.ts';
import type { TableLook, TableLookRequest } from './preview-table.ts';
import type { LookRequest, PreviewAnswer } from './preview-worker.ts';

const LONGEST_MS = 5 * 60_000;
/** Of objects, in megabytes: a GeoJSON of 500 MB needs some 3 GB as objects. */
const MOST_MEMORY_MB = 4096;
/** At a time: each may need that much memory. The others wait. */
const AT_ONCE = 2;

/** Starting a worker costs a third of a second; the second look at a file comes within seconds. */
const IDLE_MS = 30_000;
const SMALL_BYTES = 2 ** 24;

let idle: Worker | null = null;
let idleTimer: NodeJS.Timeout | undefined;
let running = 0;
const waiting: (() => void)[] = [];

/** Looks into a file. Throws InputError for a request that cannot be followed and for a file too large to be looked at. */
export async function previewApart(request: PreviewRequest): Promise<FilePreview> {
  const answer = await lookApart(request);
  if (answer.kind === 'preview') return answer.preview;
  throw new Error(`a preview was asked for, and a ${answer.kind} came`);
}

/** Looks at a statistics table, under the same bounds. */
export async function lookAtTableApart(table: TableLookRequest): Promise<TableLook> {
  const answer = await lookApart({ path: table.path, table });
  if (answer.kind === 'table') return answer.look;
  throw new Error(`a table was asked for, and a ${answer.kind} came`);
}

async function lookApart(request: LookRequest): Promise<Extract<PreviewAnswer, { kind: 'preview' | 'table' }>> {
  if (running >= AT_ONCE) await new Promise<void>((turn) => waiting.push(turn));
  running++;
  try {
    const answer = await askWorker(request);
    if (answer.kind === 'preview' || answer.kind === 'table') return answer;
    if (answer.kind === 'refused') throw new InputError(answer.input);
    throw new Error(answer.message);
  } finally {
    running--;
    waiting.shift()?.();
  }
}

async function askWorker(request: LookRequest): Promise<PreviewAnswer> {
  const worker = takeWorker();
  const tooMuch = (problem: Said) => new InputError({ file: basename(request.path), problem, accepted: say('TAKE_SMALLER') });
  let timer: NodeJS.Timeout | undefined;
  let answered = false;
  try {
    const answer = await new Promise<PreviewAnswer>((resolve, reject) => {
      timer = setTimeout(() => reject(tooMuch(say('TOO_SLOW_TO_LOOK', { minutes: LONGEST_MS / 60_000 }))), LONGEST_MS);
      worker.once('message', resolve);
      worker.once('error', (error: NodeJS.ErrnoException) => reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuch(say('TOO_MUCH_TO_LOOK')) : error));
      worker.once('exit', () => reject(new Error('the preview ended without an answer')));
      worker.postMessage(request);
    });
    answered = true;
    return answer;
  } finally {
    clearTimeout(timer);
    worker.removeAllListeners();
    // A large file leaves its memory with the worker.
    if (answered && ((await stat(request.path).catch(() => null))?.size ?? Infinity) < SMALL_BYTES) rest(worker);
    else void worker.terminate();
  }
}

function takeWorker(): Worker {
  const taken = idle ?? startWorker('server/imports/preview-worker.ts', { resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB } });
  idle = null;
  clearTimeout(idleTimer);
  taken.removeAllListeners();
  taken.ref();
  return taken;
}

/** An idle worker does not keep the process alive, and ends after a while. */
function rest(worker: Worker): void {
  if (idle !== null) {
    void worker.terminate();
    return;
  }
  idle = worker;
  const gone = () => {
    if (idle === worker) idle = null;
  };
  worker.once('error', gone);
  worker.once('exit', gone);
  worker.unref();
  idleTimer = setTimeout(() => {
    gone();
    void worker.terminate();
  }, IDLE_MS);
  idleTimer.unref();
}
