// Zones as the map needs them: a path to draw, rings to hit, a place and a width for the label.
import type { MultiPolygon, Polygon, Position } from 'geojson';
import { inscribedCircle } from '../../core/coverage/inscribed-circle.ts';
import { pointInRing } from '../../core/coverage/point-in-rings.ts';
import type { WorldOrigin } from '../map-layers/coverage-paths.ts';

export interface ZoneShape {
  readonly path: Path2D;
  /** x y of every ring's vertices in the map's CRS, the closing one left out; outer rings and holes alike. */
  readonly rings: readonly Float64Array[];
  /** minX minY maxX maxY. */
  readonly bounds: readonly [number, number, number, number];
  /** Where the label stands: inside the largest part, far from its border, further from left and right than from above. */
  readonly anchor: readonly [number, number];
  /** Free width in metres at the anchor, between the borders to its left and right. */
  readonly widthM: number;
}

/** Labels are wider than high: measured with x shortened by this, the middle of a flat zone counts as far from its border. */
const STRETCH_X = 2.2;

/** How much farther from the border another place may be: 5 m are less than a pixel at any scale at which labels are read, and so is a 25th of a zone whose label just fits. */
const LABEL_M = 5;
const LABEL_SHARE = 1 / 25;

export interface ZoneOutline {
  /** Null for a zone without blocks: it stands in every table and nowhere on the map. */
  readonly geometry: Polygon | MultiPolygon | null;
}

export function shapeZones(zones: readonly ZoneOutline[], origin: WorldOrigin): ZoneShape[] {
  return zones.map(({ geometry }) => shapeOf(geometry, origin));
}

function shapeOf(geometry: Polygon | MultiPolygon | null, [ox, oy]: WorldOrigin): ZoneShape {
  const polygons = geometry === null ? [] : geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  const path = new Path2D();
  const bounds: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  const rings: Float64Array[] = [];
  let largest: Float64Array | undefined;
  let largestArea = 0;
  for (const polygon of polygons) {
    polygon.forEach((positions, place) => {
      const ring = openRing(positions);
      rings.push(ring);
      for (let i = 0; i < ring.length; i += 2) {
        const [x, y] = [ring[i]!, ring[i + 1]!];
        if (i === 0) path.moveTo(x - ox, y - oy);
        else path.lineTo(x - ox, y - oy);
        if (x < bounds[0]) bounds[0] = x;
        if (y < bounds[1]) bounds[1] = y;
        if (x > bounds[2]) bounds[2] = x;
        if (y > bounds[3]) bounds[3] = y;
      }
      path.closePath();
      const area = place === 0 ? ringArea(ring) : 0;
      if (area > largestArea) [largest, largestArea] = [ring, area];
    });
  }
  return new LandShape(path, rings, bounds, largest, largestArea);
}

/** The place of the label is looked for when it is asked for: of 400 zones half are too small to have one, and all together take 100 ms. */
class LandShape implements ZoneShape {
  readonly path: Path2D;
  readonly rings: readonly Float64Array[];
  readonly bounds: ZoneShape['bounds'];
  private readonly largest: Float64Array | undefined;
  private readonly largestArea: number;
  private place: readonly [number, number] | undefined;
  private width: number | undefined;

  constructor(path: Path2D, rings: readonly Float64Array[], bounds: ZoneShape['bounds'], largest: Float64Array | undefined, largestArea: number) {
    this.path = path;
    this.rings = rings;
    this.bounds = bounds;
    this.largest = largest;
    this.largestArea = largestArea;
  }

  get anchor(): readonly [number, number] {
    const { largest, bounds, rings } = this;
    if (rings.length === 0) return NOWHERE;
    this.place ??= largest === undefined ? [(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2] : labelAnchor(largest, this.largestArea);
    return this.place;
  }

  get widthM(): number {
    this.width ??= this.rings.length === 0 ? 0 : chordAt(this.rings, this.anchor);
    return this.width;
  }
}

const NOWHERE = [NaN, NaN] as const;

function openRing(positions: readonly Position[]): Float64Array {
  const count = positions.length - 1;
  const ring = new Float64Array(2 * count);
  for (let i = 0; i < count; i++) ring.set([positions[i]![0]!, positions[i]![1]!], 2 * i);
  return ring;
}

function ringArea(ring: Float64Array): number {
  let twice = 0;
  for (let i = 2; i < ring.length - 2; i += 2) {
    twice += (ring[i]! - ring[0]!) * (ring[i + 3]! - ring[1]!) - (ring[i + 2]! - ring[0]!) * (ring[i + 1]! - ring[1]!);
  }
  return Math.abs(twice / 2);
}

function labelAnchor(ring: Float64Array, area: number): [number, number] {
  const squeezed = Float64Array.from(ring, (value, i) => (i % 2 === 0 ? value / STRETCH_X : value));
  const { x, y } = inscribedCircle(squeezed, 0, squeezed.length / 2, Math.max(LABEL_M, Math.sqrt(area) * LABEL_SHARE));
  return [x * STRETCH_X, y];
}

function chordAt(rings: readonly Float64Array[], [x, y]: readonly [number, number]): number {
  let left = Infinity;
  let right = Infinity;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const [ax, ay, bx, by] = [ring[j]!, ring[j + 1]!, ring[i]!, ring[i + 1]!];
      if (ay > y === by > y) continue;
      const crossing = ax + ((y - ay) / (by - ay)) * (bx - ax) - x;
      if (crossing <= 0) left = Math.min(left, -crossing);
      else right = Math.min(right, crossing);
    }
  }
  return left + right;
}

/** Index of the zone at a place, or -1. Holes count: inside an odd number of rings is inside. */
export function zoneAt(shapes: readonly ZoneShape[], x: number, y: number): number {
  return shapes.findIndex(({ bounds, rings }) => {
    if (x < bounds[0] || y < bounds[1] || x > bounds[2] || y > bounds[3]) return false;
    return rings.filter((ring) => pointInRing(x, y, ring, 0, ring.length / 2) > 0).length % 2 === 1;
  });
}

export type Direction = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';
const VECTORS: Readonly<Record<Direction, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** The zone that lies next in a direction: near, and more straight than aside; -1 at the edge of the map. */
export function zoneTowards(shapes: readonly ZoneShape[], from: number, direction: Direction): number {
  const [ux, uy] = VECTORS[direction];
  const [x, y] = shapes[from]!.anchor;
  let best = -1;
  let least = Infinity;
  shapes.forEach(({ anchor }, index) => {
    const [dx, dy] = [anchor[0] - x, anchor[1] - y];
    const ahead = dx * ux + dy * uy;
    const aside = Math.abs(dx * uy - dy * ux);
    if (index === from || ahead <= 0 || aside > 2 * ahead) return;
    const cost = ahead + 2 * aside;
    if (cost < least) [best, least] = [index, cost];
  });
  return best;
}
