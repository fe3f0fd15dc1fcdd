// Times contestants in turn, so that a noisy machine is noisy for all of them.

export interface Contestant<T = unknown> {
  readonly name: string;
  /** Not timed: brings the contestant to where `run` starts. */
  readonly before?: () => unknown;
  /** Timed. What it returns is kept for the comparison of results, so that no engine can skip the work. */
  readonly run: () => T | Promise<T>;
  /** Runs in a row within a round, of which the median counts; for jobs of a few milliseconds. */
  readonly repeat?: number;
}

export interface Times {
  /** Milliseconds of each round. */
  readonly ms: readonly number[];
  readonly result: unknown;
}

export type Race = ReadonlyMap<string, Times>;

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The value that a share of all do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1]!;
}

/**
 * Every contestant once a round, first in one order and then in the other, after one round that is not counted (JIT, caches).
 * Garbage is collected before each turn, so that nobody pays for what another left.
 */
export async function race(contestants: readonly Contestant[], rounds: number): Promise<Race> {
  const times = new Map(contestants.map(({ name }) => [name, { ms: [] as number[], result: undefined as unknown }]));
  for (let round = -1; round < rounds; round++) {
    for (const contestant of round % 2 === 0 ? contestants : contestants.toReversed()) {
      const entry = times.get(contestant.name)!;
      const turn: number[] = [];
      // The uncounted round is long enough for the JIT to settle.
      const repeat = contestant.repeat ?? 1;
      globalThis.gc?.();
      for (let i = round < 0 && repeat > 1 ? -10 : 0; i < repeat; i++) {
        await contestant.before?.();
        const start = performance.now();
        const result = contestant.run();
        entry.result = result instanceof Promise ? await result : result;
        turn.push(performance.now() - start);
      }
      if (round >= 0) entry.ms.push(median(turn));
    }
  }
  return times;
}

/** Peer over ours, round by round: how many times as long the peer took. */
export function ratios(ours: Times, peer: Times): { readonly median: number; readonly min: number } {
  const each = ours.ms.map((ms, round) => peer.ms[round]! / ms);
  return { median: median(each), min: Math.min(...each) };
}
