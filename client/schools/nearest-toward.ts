// Which place an arrow key goes to: the nearest one that lies in its direction.

/** More than this off the direction counts as another one: 0.5 is 60 degrees. */
const LEAST_COSINE = 0.5;

/** Index of the nearest place from `from` toward `[dx, dy]` (null: any way), `from` itself left out; -1 where there is none. */
export function nearestToward(places: readonly (readonly [number, number])[], from: readonly [number, number], toward: readonly [number, number] | null): number {
  let best = -1;
  let least = Infinity;
  places.forEach(([x, y], index) => {
    const [dx, dy] = [x - from[0], y - from[1]];
    const distance = Math.hypot(dx, dy);
    if (toward !== null && distance === 0) return;
    const cosine = toward === null ? 1 : (dx * toward[0] + dy * toward[1]) / distance;
    if (cosine < LEAST_COSINE) return;
    // What lies off the direction counts as farther away.
    const cost = distance * (2 - cosine);
    if (cost < least) [best, least] = [index, cost];
  });
  return best;
}
