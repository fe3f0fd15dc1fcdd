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
/** As the page asks: an answer that the browser keeps is then the same for both. */
const JSON_ONLY = { headers: { Accept: 'application/json' } };

scope.onmessage = ({ data }) => {
  if (data.kind === 'open') {
    void open(data.blocks);
    return;
  }
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

/** Told while the page reads its scripts; whatever goes wrong the page asks for itself, and says so. */
async function open(blocks: string): Promise<void> {
  let told = false;
  try {
    const answer = await fetch(blocks, JSON_ONLY);
    const body = await answer.arrayBuffer();
    const blockSet = answer.ok ? (JSON.parse(new TextDecoder().decode(body)) as { readonly blockSet: number }).blockSet : null;
    scope.postMessage({ kind: 'blocks', answer: { status: answer.status, type: answer.headers.get('Content-Type') ?? '', body } }, [body]);
    told = true;
    const coverage = blockSet === null ? null : await fetch(`/block-sets/${blockSet}/coverage`, JSON_ONLY);
    const prepared = coverage?.ok === true ? prepareBlocks(await coverage.arrayBuffer()) : null;
    scope.postMessage({ kind: 'opened', prepared }, prepared === null ? [] : buffersOf(prepared));
  } catch {
    if (!told) scope.postMessage({ kind: 'blocks', answer: null });
    scope.postMessage({ kind: 'opened', prepared: null });
  }
}

scope.postMessage({ kind: 'ready' });
