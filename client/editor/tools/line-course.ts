// Through which zones or blocks a drawn line runs.

/** Zone slots by the metres of a line that run through them; `slotAt` gives -2 outside the town. */
export function slotsAlong(xy: ArrayLike<number>, slotAt: (x: number, y: number) => number): Map<number, number> {
  const metres = new Map<number, number>();
  for (let i = 0; i + 3 < xy.length; i += 2) {
    const [ax, ay, bx, by] = [xy[i]!, xy[i + 1]!, xy[i + 2]!, xy[i + 3]!];
    const length = Math.hypot(bx - ax, by - ay);
    const steps = Math.max(12, Math.min(200, Math.ceil(length / 10)));
    for (let step = 0; step < steps; step++) {
      const t = (step + 0.5) / steps;
      const slot = slotAt(ax + (bx - ax) * t, ay + (by - ay) * t);
      metres.set(slot, (metres.get(slot) ?? 0) + length / steps);
    }
  }
  return metres;
}
