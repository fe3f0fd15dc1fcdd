// Worker thread: rounds block counts, with randomness of the operating system that is kept nowhere.
import { randomFillSync } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { roundCounts, type EarlierCopy } from '../../core/disclosure/protected-copy/round-counts.ts';
import type { Partition } from '../../core/disclosure/release-audit.ts';

export interface CopyTask {
  readonly partitions: readonly Partition[];
  readonly columns: readonly { readonly statistic: string; readonly base: number; readonly counts: Int32Array; readonly earlier: EarlierCopy | null }[];
}

export interface CopyQuestion {
  readonly id: number;
  readonly task: CopyTask;
}

export interface MadeCopy {
  readonly statistic: string;
  readonly values: Int32Array;
  readonly largestDeviation: number;
}

export type CopyAnswer = { readonly id: number } & ({ readonly ok: true; readonly copies: readonly MadeCopy[] } | { readonly ok: false; readonly message: string });

const port = parentPort;
if (port === null) throw new Error('protected-copy-worker runs as a worker thread');

/** Uniform in [0, 1) with 32 bits, 4,096 numbers at a time: one call of the system for each would take most of the time. */
function secretRandom(): () => number {
  const words = new Uint32Array(4096);
  let next = words.length;
  return () => {
    if (next === words.length) {
      randomFillSync(words);
      next = 0;
    }
    return words[next++]! / 2 ** 32;
  };
}

port.on('message', ({ id, task }: CopyQuestion) => {
  try {
    const random = secretRandom();
    const copies = task.columns.map(({ statistic, base, counts, earlier }): MadeCopy => {
      const { values, largestDeviation, totalDeviation } = roundCounts({ counts, base, partitions: task.partitions, random, earlier });
      return { statistic, values, largestDeviation: Math.max(totalDeviation, ...largestDeviation) };
    });
    port.postMessage({ id, ok: true, copies } satisfies CopyAnswer);
  } catch (error) {
    port.postMessage({ id, ok: false, message: error instanceof Error ? (error.stack ?? error.message) : String(error) } satisfies CopyAnswer);
  }
});
