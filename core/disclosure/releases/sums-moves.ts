// How statistics that are others added up can change together: one more child under 15 is one more resident, or one fewer of another age.
import type { Mix } from './known-exchanges.ts';

/** In every block `whole` is `parts` added up; statistics by position. */
export interface StatisticSum {
  readonly whole: number;
  readonly parts: readonly number[];
}

/** Statistics that change in one way together, and ways kept for each: with thirty statistics in six sums some 250 in all. */
const MOST_TOGETHER = 6;
const MOST_WAYS = 12;

/**
 * For every statistic some of the ways to change it by one so that all sums still hold, those with the fewest statistics first; each
 * change is 1 or -1. Ways that differ in their sign alone are one.
 */
export function movesOfSums(statistics: number, sums: readonly StatisticSum[]): Mix[] {
  const found = new Map<string, Mix>();
  for (let first = 0; first < statistics; first++) for (const mix of waysOf(first, sums)) found.set(keyOf(mix), mix);
  return [...found.values()].toSorted((a, b) => a.length - b.length);
}

function waysOf(first: number, sums: readonly StatisticSum[]): Mix[] {
  const ways: Mix[] = [];
  let round: ReadonlyMap<number, number>[] = [new Map([[first, 1]])];
  while (round.length > 0 && ways.length < MOST_WAYS) {
    const next: ReadonlyMap<number, number>[] = [];
    for (const way of round) {
      const broken = sums.find((sum) => surplusOf(way, sum) !== 0);
      if (broken === undefined) ways.push([...way].toSorted(([a], [b]) => a - b));
      else if (way.size < MOST_TOGETHER) next.push(...mended(way, broken));
    }
    round = next;
  }
  return ways.slice(0, MOST_WAYS);
}

const surplusOf = (way: ReadonlyMap<number, number>, { whole, parts }: StatisticSum) => parts.reduce((left, part) => left - (way.get(part) ?? 0), way.get(whole) ?? 0);

/** By one more statistic of the sum each. */
function mended(way: ReadonlyMap<number, number>, sum: StatisticSum): Map<number, number>[] {
  const surplus = surplusOf(way, sum);
  if (Math.abs(surplus) !== 1) return [];
  return [sum.whole, ...sum.parts].filter((one) => !way.has(one)).map((one) => new Map([...way, [one, one === sum.whole ? -surplus : surplus]]));
}

function keyOf(mix: Mix): string {
  const sign = mix[0]![1];
  return mix.map(([statistic, times]) => `${statistic} ${times * sign}`).join();
}
