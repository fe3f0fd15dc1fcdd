// Whether two outlines are the same as KomMonitor tells it: within a millionth of a degree, wherever their rings begin.
import type { MultiPolygon, Position } from 'geojson';

/** Degrees; about 0.1 m. */
const TOLERANCE = 1e-6;

export function sameShape(a: MultiPolygon, b: MultiPolygon): boolean {
  const [own, other] = [ringsOf(a), ringsOf(b)];
  if (own.length !== other.length) return false;
  return own.every((ring) => {
    const at = other.findIndex((candidate) => sameRing(ring, candidate));
    if (at < 0) return false;
    other.splice(at, 1);
    return true;
  });
}

/** Without the closing vertex. A database may turn a ring round, so that a ring is told by its vertices alone. */
const ringsOf = ({ coordinates }: MultiPolygon): Position[][] => coordinates.flatMap((polygon) => polygon.map((ring) => ring.slice(0, -1)));

function sameRing(a: readonly Position[], b: readonly Position[]): boolean {
  if (a.length !== b.length || a.length === 0) return false;
  return b.some((start, offset) => near(a[0]!, start) && ([1, -1] as const).some((direction) => a.every((point, i) => near(point, b[(offset + direction * i + a.length * 2) % a.length]!))));
}

const near = (p: Position, q: Position): boolean => Math.abs(p[0]! - q[0]!) <= TOLERANCE && Math.abs(p[1]! - q[1]!) <= TOLERANCE;
