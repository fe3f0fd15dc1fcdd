// Cuts the rings of one polygon along chords: which rings come out.
import { orient2d } from 'robust-predicates';
import { twiceSignedArea } from '../build-coverage.ts';
import { pointInRing } from '../point-in-rings.ts';
import { PointNumbers } from '../point-numbers.ts';
import type { Chord } from './split-line.ts';

/** A fragment: shell counter-clockwise, then its holes. */
export interface Fragment {
  readonly rings: readonly Float64Array[];
  readonly areaM2: number;
  /** Whether the fragment lies on the left of a chord, on the right, or both (the line came back). */
  readonly left: boolean;
  readonly right: boolean;
}

interface Step {
  readonly to: number;
  /** 0 on the border, 1 along a chord, -1 against it. */
  readonly chord: -1 | 0 | 1;
  done: boolean;
}

/**
 * Walks the faces of the rings (shell counter-clockwise, holes clockwise, end points of the chords already among their
 * vertices) and chords, the face on the left. At a vertex with several ways on, the walk takes the first one clockwise
 * from the way it came, by exact orientation. Null when a chord meets itself or another chord.
 */
export function fragmentsOf(rings: readonly Float64Array[], chords: readonly Chord[]): Fragment[] | null {
  const numbers = new PointNumbers();
  const { xs, ys } = numbers;
  const ways: Step[][] = [];
  const addWay = (from: number, to: number, chord: Step['chord']) => (ways[from] ??= []).push({ to, chord, done: false });
  for (const ring of rings) {
    const points = Array.from({ length: ring.length / 2 }, (_, i) => numbers.of(ring[2 * i]!, ring[2 * i + 1]!));
    points.forEach((point, i) => addWay(point, points[(i + 1) % points.length]!, 0));
  }
  const onBorder = xs.length;
  const segments: [number, number][] = [];
  for (const { from, to, middle } of chords) {
    const points = [numbers.of(from.x, from.y)];
    for (let i = 0; i < middle.length; i += 2) {
      const count = xs.length;
      const point = numbers.of(middle[i]!, middle[i + 1]!);
      if (point < count) return null;
      points.push(point);
    }
    const end = numbers.of(to.x, to.y);
    if (end >= onBorder) throw new Error('a chord ends off the border');
    points.push(end);
    for (let i = 1; i < points.length; i++) {
      segments.push([points[i - 1]!, points[i]!]);
      addWay(points[i - 1]!, points[i]!, 1);
      addWay(points[i]!, points[i - 1]!, -1);
    }
  }
  if (anyCross(segments, xs, ys)) return null;

  const shells: { xy: Float64Array; twice: number; left: boolean; right: boolean; holes: Float64Array[] }[] = [];
  const holes: Float64Array[] = [];
  for (let start = 0; start < ways.length; start++) {
    for (const first of ways[start]!) {
      if (first.done) continue;
      const xy: number[] = [];
      let [left, right] = [false, false];
      let from = start;
      for (let way = first; !way.done; ) {
        way.done = true;
        xy.push(xs[from]!, ys[from]!);
        left ||= way.chord === 1;
        right ||= way.chord === -1;
        const next = clockwiseFrom(ways[way.to]!, way.to, from, xs, ys);
        from = way.to;
        way = next;
      }
      const ring = Float64Array.from(xy);
      const twice = twiceSignedArea(ring, 0, ring.length / 2);
      if (twice > 0) shells.push({ xy: ring, twice, left, right, holes: [] });
      else holes.push(ring);
    }
  }
  for (const hole of holes) {
    const shell = shells.find(({ xy }) => holdsRing(xy, hole));
    if (shell === undefined) throw new Error('a hole lies in no fragment');
    shell.holes.push(hole);
  }
  return shells.map(({ xy, twice, left, right, holes }) => {
    const inner = holes.reduce((sum, hole) => sum + twiceSignedArea(hole, 0, hole.length / 2), 0);
    return { rings: [xy, ...holes], areaM2: (twice + inner) / 2, left, right };
  });
}

/** Among the ways out of a vertex, the first one clockwise from the way back to `back`. */
function clockwiseFrom(ways: readonly Step[], at: number, back: number, xs: readonly number[], ys: readonly number[]): Step {
  if (ways.length === 1) return ways[0]!;
  const left = (p: number, q: number) => -orient2d(xs[at]!, ys[at]!, xs[p]!, ys[p]!, xs[q]!, ys[q]!);
  // Half turn of a way, clockwise from `back`: 0 to the right of it, 1 straight on or to the left, 2 back itself.
  const half = (p: number) => {
    if (p === back) return 2;
    const side = left(back, p);
    if (side !== 0) return side < 0 ? 0 : 1;
    const opposite = (xs[p]! - xs[at]!) * (xs[back]! - xs[at]!) + (ys[p]! - ys[at]!) * (ys[back]! - ys[at]!) < 0;
    return opposite ? 1 : 2;
  };
  return ways.reduce((best, way) => {
    const [h, b] = [half(way.to), half(best.to)];
    if (h !== b) return h < b ? way : best;
    return left(best.to, way.to) > 0 ? way : best;
  });
}

/** Whether a hole lies in a shell: by its first vertex that is not on the shell. */
function holdsRing(shell: Float64Array, hole: Float64Array): boolean {
  for (let i = 0; i < hole.length; i += 2) {
    const side = pointInRing(hole[i]!, hole[i + 1]!, shell, 0, shell.length / 2);
    if (side !== 0) return side === 1;
  }
  return true;
}

function anyCross(segments: readonly [number, number][], xs: readonly number[], ys: readonly number[]): boolean {
  const side = (a: number, b: number, p: number) => Math.sign(orient2d(xs[a]!, ys[a]!, xs[b]!, ys[b]!, xs[p]!, ys[p]!));
  for (let i = 0; i < segments.length; i++) {
    const [a, b] = segments[i]!;
    for (let j = i + 1; j < segments.length; j++) {
      const [c, d] = segments[j]!;
      if (a === c || a === d || b === c || b === d) continue;
      const [sc, sd, sa, sb] = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)];
      if (sc * sd <= 0 && sa * sb <= 0 && !(sc === 0 && sd === 0)) return true;
    }
  }
  return false;
}
