// The worker: reckons what would hold up the page at 100,000 blocks.
import type { KernelAnswer, KernelRequest } from './kernel-messages.ts';
import { PlanFindings } from './plan-findings.ts';
import { buffersOf, prepareBlocks } from './prepared-blocks.ts';

interface WorkerScope {
  onmessage: ((event: MessageEvent<KernelRequest>) => void) | null;
  postMessage(answer: KernelAnswer, transfer?: Transferable[]): void;
}
const scope = globalThis as unknown as WorkerScope;

let findings: PlanFindings | null = null;

scope.onmessage = ({ data }) => {
  if (data.kind === 'graph') {
    findings = new PlanFindings(data.graph, data.base);
    return;
  }
  try {
    if (data.kind === 'prepare') {
      const prepared = prepareBlocks(data.bytes);
      scope.postMessage({ kind: 'prepared', turn: data.turn, prepared }, buffersOf(prepared));
    } else {
      const found = findings!.find(data.plan);
      scope.postMessage({ kind: 'found', turn: data.turn, found }, found.map(({ blocks }) => blocks.buffer as ArrayBuffer));
    }
  } catch (error) {
    scope.postMessage({ kind: 'failed', turn: data.turn, message: String(error) });
  }
};
scope.postMessage({ kind: 'ready' });
