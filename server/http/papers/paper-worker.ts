// Worker thread: sets a paper as PDF or XLSX; the annex of a city takes 240 ms of text measuring, during which others would wait.
import { parentPort } from 'node:worker_threads';
import type { ThreadMessage } from '../../workspace/schools/run-thread.ts';
import { paperToPdf } from './paper-pdf.ts';
import { paperToXlsx } from './paper-xlsx.ts';
import type { Paper } from './paper.ts';

export interface PaperTask {
  readonly paper: Paper;
  readonly format: 'pdf' | 'xlsx';
}

const port = parentPort;
if (port === null) throw new Error('paper-worker runs as a worker thread');
const send = (message: ThreadMessage<never, Uint8Array>) => port.postMessage(message);

port.on('message', ({ paper, format }: PaperTask) => {
  try {
    send({ kind: 'result', result: Uint8Array.from(format === 'pdf' ? paperToPdf(paper) : paperToXlsx(paper)) });
  } catch (error) {
    send({ kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
