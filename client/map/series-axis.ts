// Ticks of a value axis: few, round, and enough to hold all values.

const ROUND = [1, 2, 2.5, 5, 10] as const;
const MOST_STEPS = 3.2;

/** From a round number not above `least` (0, unless an axis needs none) to one not below `most`, two to four steps. */
export function axisTicks(most: number, least = 0): number[] {
  const spread = most - least;
  if (!(spread > 0)) return most === 0 || least === 0 ? [0, 1] : axisTicks(Math.max(0, most), Math.min(0, most));
  const power = 10 ** Math.floor(Math.log10(spread / 3));
  const step = ROUND.map((factor) => factor * power).find((size) => spread / size <= MOST_STEPS)!;
  const first = Math.floor(least / step + 1e-9);
  const last = Math.ceil(most / step - 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}
