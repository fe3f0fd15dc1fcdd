// Asks for what the editor opens with before its scripts are there: a megabyte of them and the data then come at the same time, and the kernel has
// prepared the outlines when the scripts are read. Stands in the page as a script of its own and imports no code; early-answers.ts and
// early-kernel.ts hand out what it got.
import type { EarlyKernel } from '../kernel/early-kernel.ts';
import type { KernelAnswer, KernelRequest } from '../kernel/kernel-messages.ts';
// oxlint-disable-next-line import/default -- the build makes it
import kernelUrl from '../kernel/kernel-worker.ts?worker&url';

const plan = new URLSearchParams(location.search).get('plan');
// Who is not signed in is sent to sign in.
if (plan !== null && plan !== '' && document.cookie.includes('zuschnitt_csrf=')) {
  const answers = new Map<string, Promise<Response>>();
  globalThis.zuschnittEarly = answers;
  const ask = (path: string, options: RequestInit = {}) => {
    const answer = fetch(path, { headers: { Accept: 'application/json' }, ...options });
    // Whoever takes it up tells why it failed.
    answer.catch(() => undefined);
    answers.set(path, answer);
  };
  const address = `/plans/${encodeURIComponent(plan)}`;
  // The worker goes first: it has the longest way.
  answers.set(`${address}/blocks`, blocksByWorker(`${address}/blocks`));
  ask('/session', { cache: 'no-store' });
  ask(address);
  ask('/municipality');
  ask('/geographies');
}

/** Blocks of a plan say on which stand they are, whose outlines the worker then asks for. Without a worker the editor asks for them itself. */
function blocksByWorker(path: string): Promise<Response> {
  const directly = () => fetch(path, { headers: { Accept: 'application/json' } });
  const answer = new Promise<Response | null>((resolve) => {
    try {
      globalThis.zuschnittKernel = startEarly(new Worker(kernelUrl, { name: 'zuschnitt-kernel' }), path, resolve);
    } catch {
      resolve(null);
    }
  }).then((answered) => answered ?? directly());
  answer.catch(() => undefined);
  return answer;
}

/** `answer` gets the plan's blocks, which the worker asks for first, or null where it has failed. */
function startEarly(worker: Worker, blocks: string, answer: (response: Response | null) => void): EarlyKernel {
  let onStarted: (works: boolean) => void;
  let onPrepared: (prepared: Awaited<EarlyKernel['prepared']>) => void;
  const started = new Promise<boolean>((resolve) => (onStarted = resolve));
  const prepared = new Promise<Awaited<EarlyKernel['prepared']>>((resolve) => (onPrepared = resolve));
  const fail = () => {
    onStarted(false);
    onPrepared(null);
    answer(null);
  };
  // Beside whoever takes the worker over, who hears it by `onmessage`.
  worker.addEventListener('message', ({ data }: MessageEvent<KernelAnswer>) => {
    if (data.kind === 'ready') onStarted(true);
    else if (data.kind === 'blocks') answer(data.answer === null ? null : new Response(data.answer.body, { status: data.answer.status, headers: { 'Content-Type': data.answer.type } }));
    else if (data.kind === 'opened') onPrepared(data.prepared);
  });
  worker.addEventListener('error', fail);
  worker.postMessage({ kind: 'open', blocks } satisfies KernelRequest);
  return { worker, blocks, started, prepared };
}
