// Worker thread: audits plans while they are drawn, so that no stroke waits for it.
import { parentPort } from 'node:worker_threads';
import { HighsSolver } from '../../../core/disclosure/differencing/program.ts';
import { PlanAudit, type AuditedColumn, type PlanAuditResult, type PlanAuditSetup } from './plan-audit.ts';

/** `plan` names a plan with a set of cuts beside it; `setup` is there when it is new. */
export interface PlanAuditQuestion {
  readonly plan: string;
  readonly setup: PlanAuditSetup | null;
  /** Blocks that went to other slots since the last question about this plan. */
  readonly moves: readonly { readonly blocks: Int32Array; readonly to: number }[];
  readonly columns: readonly AuditedColumn[];
  readonly residents: readonly { readonly key: string; readonly counts: Int32Array | null }[];
  /** Position of the finding for which repairs are looked for, -1 for none. */
  readonly repairsFor: number;
  readonly closed: readonly number[];
  /** Plans and columns that nobody will ask for again. */
  readonly forget: readonly string[];
}

export type PlanAuditAnswer = { readonly id: number } & ({ readonly ok: true; readonly result: PlanAuditResult } | { readonly ok: false; readonly message: string });

const port = parentPort;
if (port === null) throw new Error('plan-disclosure-worker runs as a worker thread');

/** 3.5 MB of WebAssembly, loaded with the first plan. */
const solver = import('highs').then(async ({ default: loadHighs }) => new HighsSolver(await loadHighs()));
const audits = new Map<string, PlanAudit>();
const counts = new Map<string, Int32Array>();

function run({ plan, setup, moves, columns, residents, repairsFor, closed, forget }: PlanAuditQuestion, ready: HighsSolver): PlanAuditResult {
  for (const name of forget) {
    audits.delete(name);
    counts.delete(name);
  }
  for (const { key, counts: sent } of [...columns, ...residents]) if (sent !== null) counts.set(key, sent);
  let audit = audits.get(plan);
  if (setup !== null) audits.set(plan, (audit = new PlanAudit(setup, ready)));
  for (const { blocks, to } of moves) audit!.move(blocks, to);
  const held = columns.map((column) => ({ ...column, counts: counts.get(column.key)! }));
  return audit!.run(held, (key) => counts.get(key)!, repairsFor, new Set(closed));
}

// In the order of the questions, since each says what moved since the one before: all wait for the same promise, and run without a pause.
port.on('message', async (question: PlanAuditQuestion & { readonly id: number }) => {
  const { id } = question;
  try {
    const ready = await solver;
    port.postMessage({ id, ok: true, result: run(question, ready) } satisfies PlanAuditAnswer);
  } catch (error) {
    port.postMessage({ id, ok: false, message: error instanceof Error ? (error.stack ?? error.message) : String(error) } satisfies PlanAuditAnswer);
  }
});
