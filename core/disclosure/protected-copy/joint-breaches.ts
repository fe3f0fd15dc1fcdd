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

/**
 * Sets of small places, of two or more and as many as there are, that together hold 1 to threshold - 1 for certain and of which no smaller one does. Asked are the small places of every zone, and those
 * of every zone less the zones inside it and of the zones that touch it less itself, which are the differences of two tables. Where all of them could be empty at once,
 * so could any of them, and one program settles all sizes. Else subsets are grown, as long as they cannot reach the threshold (whatever holds such a one could) and as what is
 * left to add makes any of it surely hold somebody.
 */
export function jointBreaches(question: JointQuestion): number[][] {
  const { sums, small, zones } = question;
  const search = new UnionSearch(question);
  const asked = new Set<string>();
  const ask = (of: readonly number[]) => {
    const at = of.filter((place) => small[place]).toSorted((a, b) => a - b);
    if (at.length < 2 || asked.has(at.join())) return;
    asked.add(at.join());
    if (at.some((place) => sums[place]! > 0)) search.among(at);
  };
  for (const zone of zones) ask(zone);
  for (const of of differences(sums.length, zones)) ask(of);
  return search.found;
}

class UnionSearch {
  readonly found: number[][] = [];
  private readonly empty = new Map<string, boolean>();
  private readonly reaching = new Map<string, boolean>();

  constructor(private readonly question: JointQuestion) {}

  among(places: readonly number[]): void {
    if (this.canBeEmpty(places)) return;
    const short = places.filter((place) => !this.canReach([place]));
    if (!this.canBeEmpty(short)) this.grow(short, [], 0);
  }

  private grow(among: readonly number[], union: readonly number[], from: number): void {
    const { sums, threshold } = this.question;
    const held = union.reduce((sum, place) => sum + sums[place]!, 0);
    for (let next = from; next < among.length; next++) {
      // Without this place and those before it nothing is left that surely holds somebody.
      if (next > from && this.canBeEmpty([...union, ...among.slice(next)])) return;
      const more = [...union, among[next]!];
      if (held + sums[among[next]!]! >= threshold || this.holdsFound(more) || this.canReach(more)) continue;
      if (this.canBeEmpty(more)) this.grow(among, more, next + 1);
      else if (more.length > 1) this.found.push(more);
    }
  }

  private holdsFound(union: readonly number[]): boolean {
    return this.found.some((one) => one.every((place) => union.includes(place)));
  }

  private canBeEmpty(places: readonly number[]): boolean {
    return kept(this.empty, places, () => this.question.ranges.canBeEmpty(places));
  }

  private canReach(places: readonly number[]): boolean {
    return kept(this.reaching, places, () => this.question.ranges.canReach(places, this.question.threshold));
  }
}

function kept(answers: Map<string, boolean>, places: readonly number[], answer: () => boolean): boolean {
  const key = places.join();
  const known = answers.get(key);
  if (known !== undefined) return known;
  const found = answer();
  answers.set(key, found);
  return found;
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
