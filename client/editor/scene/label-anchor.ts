// Where a zone's label stands: inside the zone, far from its border, within what is seen.

/** Labels are wider than high, so that a border beside them is nearer than one above. */
const STRETCH_X = 2.2;
/** More candidates or border points than these change the place by pixels and cost milliseconds. */
const MOST_BLOCKS = 80;
const MOST_BORDER_POINTS = 160;

/**
 * Interior point of that block of the zone which lies furthest from the border; null where none lies in the window.
 * `points` is x y by block, `border` x y of the outline's vertices, `window` minX minY maxX maxY in the same CRS.
 */
export function labelAnchor(
  blocks: readonly number[],
  points: Float64Array,
  border: Float64Array,
  window: readonly [number, number, number, number],
): [number, number] | null {
  const seen = blocks.filter((block) => {
    const [x, y] = [points[2 * block]!, points[2 * block + 1]!];
    return x >= window[0] && x <= window[2] && y >= window[1] && y <= window[3];
  });
  const blockStep = Math.max(1, Math.ceil(seen.length / MOST_BLOCKS));
  const borderStep = 2 * Math.max(1, Math.ceil(border.length / 2 / MOST_BORDER_POINTS));
  let best: [number, number] | null = null;
  let furthest = -1;
  for (let i = 0; i < seen.length; i += blockStep) {
    const [x, y] = [points[2 * seen[i]!]!, points[2 * seen[i]! + 1]!];
    // The window's sides count as a border, or labels would be cut off by them.
    let distance = Math.min((x - window[0]) / STRETCH_X, (window[2] - x) / STRETCH_X, y - window[1], window[3] - y);
    for (let j = 0; j < border.length && distance > furthest; j += borderStep) {
      distance = Math.min(distance, Math.hypot((border[j]! - x) / STRETCH_X, border[j + 1]! - y));
    }
    if (distance > furthest) [best, furthest] = [[x, y], distance];
  }
  return best;
}
