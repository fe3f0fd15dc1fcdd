// Places that could each be empty, but not all of them at once: together they surely hold somebody.

export interface JointQuestion {
  /** People by place. */
  readonly sums: readonly number[];
  /** By place: whether it holds fewer than the threshold and nothing has been told of it by itself. */
  readonly small: readonly boolean[];
  /** Places of each zone of all public tables. */
  readonly zones: readonly (readonly number[])[];
  readonly threshold: number;
  readonly ranges: {
    canBeEmpty(places: readonly number[]): boolean;
    canReach(places: readonly number[], threshold: number): boolean;
  };
}

/** Places of a union that is asked for: sets of four are too many in a zone of fifty, and none was found in 400 towns by the differences of tables. */
const MOST_PLACES = 3;

/**
 * Sets of up to three small places that together hold 1 to threshold - 1 for certain. Asked are the small places of every zone, and those of every zone less the
 * zones inside it and of the zones that touch it less itself, which are the differences of two tables. Where all of them could be empty at once,
 * so could any of them, and one program settles the whole set. Else subsets are tried, as long as they cannot reach the threshold: whatever holds such a one could.
 */
export function jointBreaches({ sums, small, zones, threshold, ranges }: JointQuestion): number[][] {
  const found = new Map<string, number[]>();
  const asked = new Set<string>();
  const short = new Map<number, boolean>();
  const isShort = (place: number) => {
    if (!short.has(place)) short.set(place, !ranges.canReach([place], threshold));
    return short.get(place)!;
  };
  const grow = (among: readonly number[], union: readonly number[], from: number) => {
    for (let next = from; next < among.length; next++) {
      const more = [...union, among[next]!];
      const key = more.join();
      if (more.length > 1 && !asked.has(key)) {
        asked.add(key);
        const held = more.reduce((sum, place) => sum + sums[place]!, 0);
        if (held > 0 && held < threshold && !ranges.canBeEmpty(more) && !ranges.canReach(more, threshold)) found.set(key, more);
      }
      if (more.length < MOST_PLACES && !found.has(key) && more.reduce((sum, place) => sum + sums[place]!, 0) < threshold) grow(among, more, next + 1);
    }
  };
  const ask = (of: readonly number[]) => {
    const at = of.filter((place) => small[place]).toSorted((a, b) => a - b);
    const key = `all ${at.join()}`;
    if (at.length < 2 || asked.has(key)) return;
    asked.add(key);
    if (at.some((place) => sums[place]! > 0) && !ranges.canBeEmpty(at)) grow(at.filter(isShort), [], 0);
  };
  for (const zone of zones) ask(zone);
  for (const of of differences(sums.length, zones)) ask(of);
  return [...found.values()];
}

/** Of every zone: the rest of it beside the zones inside, and what the zones that touch it have besides. */
function* differences(places: number, zones: readonly (readonly number[])[]): Iterable<number[]> {
  const zonesOf: number[][] = Array.from({ length: places }, () => []);
  zones.forEach((zone, z) => zone.forEach((place) => zonesOf[place]!.push(z)));
  for (const [z, zone] of zones.entries()) {
    const members = new Set(zone);
    const inside = new Set<number>();
    const beside = new Set<number>();
    for (const other of new Set(zone.flatMap((place) => zonesOf[place]!))) {
      if (other === z) continue;
      const outside = zones[other]!.filter((place) => !members.has(place));
      if (outside.length === 0) zones[other]!.forEach((place) => inside.add(place));
      else outside.forEach((place) => beside.add(place));
    }
    yield zone.filter((place) => !inside.has(place));
    yield [...beside];
  }
}
