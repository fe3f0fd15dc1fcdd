// Worker thread: protects and audits releases, one reference date a message, so that no request waits for it.
import { parentPort } from 'node:worker_threads';
import { AuditMemory } from '../../../core/disclosure/suppression/audit-memory.ts';
import { HighsSolver } from '../../../core/disclosure/differencing/program.ts';
import type { Proposal, ProposalInput } from '../../../core/disclosure/releases/merge-proposal.ts';
import { secretRandom } from '../secret-random.ts';
import { ReleaseCheck, type CheckedDate, type CheckSetup, type DateTask, type ProposalWish } from './release-check.ts';

/** `check` names a setup that later messages refer to, until it is ended. */
export type ReleaseQuestion =
  | { readonly check: number; readonly kind: 'begin'; readonly setup: CheckSetup }
  | { readonly check: number; readonly kind: 'date'; readonly task: DateTask }
  | { readonly check: number; readonly kind: 'propose'; readonly task: DateTask; readonly wishes: readonly ProposalWish[]; readonly neighbours: ProposalInput['neighbours'] }
  | { readonly check: number; readonly kind: 'end' };

export type ReleaseAnswer = { readonly check: number } & (
  | { readonly kind: 'checked'; readonly result: CheckedDate }
  | { readonly kind: 'proposed'; readonly result: readonly (readonly Proposal[])[] }
  /** Not the last answer: one more statistic of the date is done. */
  | { readonly kind: 'progress' }
  | { readonly kind: 'failed'; readonly message: string }
);

const port = parentPort;
if (port === null) throw new Error('release-worker runs as a worker thread');

/** 3.5 MB of WebAssembly, loaded with the first release. */
const solver = import('highs').then(async ({ default: loadHighs }) => new HighsSolver(await loadHighs()));
const proven = new AuditMemory();
const checks = new Map<number, Promise<ReleaseCheck>>();

port.on('message', async (question: ReleaseQuestion) => {
  const { check } = question;
  const tell = (answer: ReleaseAnswer) => port.postMessage(answer);
  try {
    if (question.kind === 'begin') {
      const making = solver.then((ready) => new ReleaseCheck(question.setup, ready, secretRandom(), proven));
      making.catch(() => undefined);
      checks.set(check, making);
    } else if (question.kind === 'end') {
      (await checks.get(check))?.dispose();
      checks.delete(check);
    } else if (question.kind === 'propose') {
      const { task, wishes, neighbours } = question;
      tell({ check, kind: 'proposed', result: (await checks.get(check)!).propose(task, wishes, neighbours) });
    } else {
      const made = await checks.get(check)!;
      tell({ check, kind: 'checked', result: made.date(question.task, () => tell({ check, kind: 'progress' })) });
    }
  } catch (error) {
    tell({ check, kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
