// What the page and its worker say to each other. Arrays that the sender does not need any more are handed over, not copied.
import type { BlockGraph, Division, Found } from './plan-findings.ts';
import type { PreparedBlocks } from './prepared-blocks.ts';

/** `turn` comes back with the answer. */
export type KernelRequest =
  /** Ask for a plan's blocks at this address, then for their outlines, and prepare these: answered by `blocks` and by `opened`. */
  | { readonly kind: 'open'; readonly blocks: string }
  | { readonly kind: 'prepare'; readonly turn: number; readonly bytes: ArrayBuffer }
  /** What findings are looked for on from now on; no answer. */
  | { readonly kind: 'graph'; readonly graph: BlockGraph; readonly base: Division }
  | { readonly kind: 'find'; readonly turn: number; readonly plan: Division };

export type KernelAnswer =
  /** The worker runs: before it says so nothing is handed over to it. */
  | { readonly kind: 'ready' }
  /** As the server answered; null: it was not reached. */
  | { readonly kind: 'blocks'; readonly answer: { readonly status: number; readonly type: string; readonly body: ArrayBuffer } | null }
  | { readonly kind: 'opened'; readonly prepared: PreparedBlocks | null }
  | { readonly kind: 'prepared'; readonly turn: number; readonly prepared: PreparedBlocks }
  | { readonly kind: 'found'; readonly turn: number; readonly found: readonly Found[] }
  | { readonly kind: 'failed'; readonly turn: number; readonly message: string };
