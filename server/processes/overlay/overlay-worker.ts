// Worker thread: the northern half of an overlay, over memory that it shares with whoever asked.
import { parentPort } from 'node:worker_threads';
import { OverlayPart, type PartShares } from '../../../core/coverage/overlay/overlay-part.ts';
import { Gate, type PartAnswer, type PartQuestion } from './overlay-messages.ts';

/** Whoever asks opens the gate within milliseconds, or is gone. */
const PATIENCE_MS = 60_000;

const port = parentPort;
if (port === null) throw new Error('overlay-worker runs as a worker thread');
const tell = (answer: PartAnswer, transfer: ArrayBuffer[] = []) => port.postMessage(answer, transfer);

port.on('message', ({ id, blocks, zones, part, negligibleFraction, traces, gate }: PartQuestion) => {
  const own = new OverlayPart(blocks, zones, part, { negligibleFraction, trace: traces[part.index]! });
  if (own.contradiction() !== null) return tell({ id, kind: 'none' });
  tell({ id, kind: 'looked' });
  Atomics.wait(gate, 0, Gate.closed, PATIENCE_MS);
  const shares = Atomics.load(gate, 0) === Gate.open ? own.shares(traces) : null;
  if (shares === null || 'side' in shares) return tell({ id, kind: 'none' });
  tell({ id, kind: 'shares', shares }, Object.values(shares).map((array: PartShares[keyof PartShares]) => array.buffer as ArrayBuffer));
});
