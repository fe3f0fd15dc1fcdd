// Worker thread: protects the demo's releases while its blocks and counts are stored, which leaves the processor idle half of the time.
import { parentPort, workerData } from 'node:worker_threads';
import { HighsSolver } from '../../core/disclosure/differencing/program.ts';
import { protectReleases, type ProtectTask } from './protect-releases.ts';

const port = parentPort;
if (port === null) throw new Error('demo-release-worker runs as a worker thread');

const { default: loadHighs } = await import('highs');
port.postMessage(protectReleases(workerData as ProtectTask, new HighsSolver(await loadHighs())));
