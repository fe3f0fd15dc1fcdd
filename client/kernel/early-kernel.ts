// The worker that a page started while its scripts were still on their way, and what it has been told to prepare.
import type { PreparedBlocks } from './prepared-blocks.ts';

export interface EarlyKernel {
  readonly worker: Worker;
  /** Address of the plan's blocks. */
  readonly blocks: string;
  /** Whether it runs: false where it has failed. */
  readonly started: Promise<boolean>;
  /** The outlines of those blocks; null where they cannot be had so, and the page has to ask itself. */
  readonly prepared: Promise<PreparedBlocks | null>;
}

declare global {
  var zuschnittKernel: EarlyKernel | undefined;
}

/** Taken once, by the page that opens that plan. */
export function takeEarlyKernel(blocks: string): EarlyKernel | null {
  const early = globalThis.zuschnittKernel;
  if (early?.blocks !== blocks) return null;
  globalThis.zuschnittKernel = undefined;
  return early;
}
