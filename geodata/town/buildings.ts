// Building footprints along the streets, halls in works; each remembers its street and side, so that it can get an address.
import { pointInRing } from '../../core/coverage/point-in-rings.ts';
import { UNINHABITED, type LandUse } from './land-use.ts';
import { borderShare, type Layout } from './layout.ts';
import { ringOfHalves, type Mesh } from './mesh.ts';
import { createRandom, smoothStep, type Random } from './random.ts';
import type { Streets } from './streets.ts';
import type { Scale } from './town.ts';

export interface Building {
  readonly cell: number;
  /** Four corners, x y interleaved, whole decimetres. */
  readonly ring: readonly number[];
  readonly kind: 'house' | 'hall';
  /** Street by index, how far along it in metres, and on which side; for houses. */
  readonly street: number;
  readonly alongM: number;
  readonly left: boolean;
  readonly dwellings: number;
}

/** Houses stand denser in the town than the city's generator can afford: 40,000 addresses are enough there. */
const SPACING = { town: 1, city: 2.2 } as const;

export function placeBuildings(scale: Scale, layout: Layout, mesh: Mesh, use: readonly LandUse[], inside: Uint8Array, streets: Streets, seed: number): Building[] {
  const random = createRandom(seed);
  const byCell = new Map<number, Building[]>();
  const rings = new Map<number, Float64Array>();
  const ringOf = (cell: number) => {
    let ring = rings.get(cell);
    if (ring === undefined) rings.set(cell, (ring = Float64Array.from(ringOfHalves(mesh.edges, mesh.cells[cell]!.halves))));
    return ring;
  };
  const settled = (cell: number) => cell >= 0 && inside[cell] === 1 && !UNINHABITED.includes(use[cell]!);
  /** Takes a building whose plot (its ring, wider toward the neighbours) lies in the cell and which meets no other. */
  const put = (building: Building, plot: readonly number[] = building.ring) => {
    const ring = ringOf(building.cell);
    for (let i = 0; i < 8; i += 2) if (pointInRing(plot[i]!, plot[i + 1]!, ring, 0, ring.length / 2) !== 1) return false;
    const others = byCell.get(building.cell) ?? byCell.set(building.cell, []).get(building.cell)!;
    if (others.some((other) => overlap(other.ring, building.ring))) return false;
    others.push(building);
    return true;
  };
  for (let cell = 0; cell < mesh.cells.length; cell++) if (settled(cell) && use[cell] === 'commercial') placeHalls(mesh, cell, ringOf(cell), random, put);
  /** Where each mesh edge lies on its street, for houses that no frontage had room for. */
  const places = new Map<number, { readonly street: number; readonly along: number; readonly forward: boolean }>();
  streets.streets.forEach((street, index) => {
    let along = 0;
    for (const half of street.halves) {
      const edge = mesh.edges[half >> 1]!;
      const forward = (half & 1) === 0;
      places.set(half >> 1, { street: index, along, forward });
      for (const left of [true, false]) {
        const cell = left === forward ? edge.left : edge.right;
        if (!settled(cell) || use[cell] === 'commercial') continue;
        const share = borderShare(layout, ...mesh.cells[cell]!.plan);
        const young = smoothStep(0.12, 0.4, share);
        lineHouses({ line: edge.line, forward, left, cell, street: index, along, lengthM: edge.lengthM, young, spacing: SPACING[scale] }, random, put);
      }
      along += edge.lengthM;
    }
  });
  for (let cell = 0; cell < mesh.cells.length; cell++) {
    if (!settled(cell) || use[cell] === 'commercial' || (byCell.get(cell)?.length ?? 0) > 0) continue;
    placeLoneHouse(mesh, cell, places, put);
  }
  return [...byCell].toSorted((a, b) => a[0] - b[0]).flatMap(([, buildings]) => buildings);
}

type Put = (building: Building, plot?: readonly number[]) => boolean;

interface Frontage {
  readonly line: Float64Array;
  readonly forward: boolean;
  readonly left: boolean;
  readonly cell: number;
  readonly street: number;
  readonly along: number;
  readonly lengthM: number;
  /** 0 in the old core with closed rows, 1 where houses stand alone. */
  readonly young: number;
  readonly spacing: number;
}

function lineHouses(front: Frontage, random: Random, put: Put): void {
  const { young } = front;
  const setback = 5.5 + 5.5 * young;
  // Edges end where a street joins on either side: only the plot tells whether there is a corner here.
  let at = 6 + 4 * random() + (front.spacing - 1) * 9;
  while (at < front.lengthM - 5) {
    const width = 10 + 4 * random() - 1.5 * young * random();
    const depth = (10 + 3.5 * random()) * (1 - 0.1 * young);
    const gap = (young < 0.3 && random() < 0.8 ? 0.4 : 2 + 4 * young * (0.5 + random())) * front.spacing + (front.spacing - 1) * width;
    const place = pointAt(front.line, front.forward ? at : front.lengthM - at);
    // The walk direction of the street; its left normal points into the block on the left.
    const sign = front.forward ? 1 : -1;
    const [dx, dy] = [place[2] * sign, place[3] * sign];
    const side = front.left ? 1 : -1;
    const [nx, ny] = [-dy * side, dx * side];
    const away = setback + depth / 2 + 1.5 * young * random();
    const [x, y] = [place[0] + nx * away, place[1] + ny * away];
    const ring = rectangle(x, y, dx, dy, width / 2, depth / 2);
    const plot = rectangle(x, y, dx, dy, width / 2 + 0.3 * setback, depth / 2 + 1);
    const dwellings = 1 + Math.floor(random() * (young < 0.5 ? 8 : 4));
    const house = { cell: front.cell, ring, kind: 'house' as const, street: front.street, alongM: front.along + at, left: front.left, dwellings };
    // Where a house does not fit, the next is tried a few steps on.
    at += put(house, plot) ? width + gap : 4 * front.spacing;
  }
}

/** A block too narrow for plots gets one house in its middle, on its longest street. */
function placeLoneHouse(
  mesh: Mesh,
  cell: number,
  places: ReadonlyMap<number, { readonly street: number; readonly along: number; readonly forward: boolean }>,
  put: Put,
): void {
  const { halves, centre } = mesh.cells[cell]!;
  const [longest] = halves.filter((half) => places.has(half >> 1)).toSorted((a, b) => mesh.edges[b >> 1]!.lengthM - mesh.edges[a >> 1]!.lengthM);
  if (longest === undefined) return;
  const { line, lengthM } = mesh.edges[longest >> 1]!;
  const [, , dx, dy] = pointAt(line, lengthM / 2);
  const { street, along, forward } = places.get(longest >> 1)!;
  for (let half = 5; half >= 1.5; half -= 0.5) {
    const ring = rectangle(centre[0], centre[1], dx, dy, half, half);
    const left = ((longest & 1) === 0) === forward;
    if (put({ cell, ring, kind: 'house', street, alongM: along + lengthM / 2, left, dwellings: 1 })) return;
  }
}

function placeHalls(mesh: Mesh, cell: number, ring: Float64Array, random: Random, put: Put): void {
  const { centre, areaM2 } = mesh.cells[cell]!;
  const size = Math.sqrt(areaM2);
  const length = Math.sqrt((ring[2]! - ring[0]!) ** 2 + (ring[3]! - ring[1]!) ** 2);
  const [dx, dy] = [(ring[2]! - ring[0]!) / length, (ring[3]! - ring[1]!) / length];
  for (let k = -1; k <= 1; k++) {
    const away = k * size * 0.3;
    for (let grow = 1; grow > 0.4; grow -= 0.2) {
      const [half, deep] = [size * 0.13 * grow, size * (0.2 + 0.08 * random()) * grow];
      const hall = rectangle(centre[0] + dx * away, centre[1] + dy * away, dx, dy, half, deep);
      if (put({ cell, ring: hall, kind: 'hall', street: -1, alongM: 0, left: true, dwellings: 0 })) break;
    }
  }
}

function rectangle(x: number, y: number, dx: number, dy: number, half: number, deep: number): number[] {
  const round = (value: number) => Math.round(value * 10) / 10;
  const corner = (u: number, v: number) => [round(x + dx * u - dy * v), round(y + dy * u + dx * v)];
  return [...corner(-half, -deep), ...corner(half, -deep), ...corner(half, deep), ...corner(-half, deep)];
}

/** Point and direction at a distance along a line. */
function pointAt(line: Float64Array, alongM: number): [number, number, number, number] {
  let left = alongM;
  for (let i = 2; ; i += 2) {
    const [dx, dy] = [line[i]! - line[i - 2]!, line[i + 1]! - line[i - 1]!];
    const length = Math.sqrt(dx * dx + dy * dy);
    if (left <= length || i + 2 >= line.length) {
      const t = Math.min(1, Math.max(0, left / length));
      return [line[i - 2]! + dx * t, line[i - 1]! + dy * t, dx / length, dy / length];
    }
    left -= length;
  }
}

/** Whether two rectangles overlap: some side of either separates them, or they do. */
function overlap(a: readonly number[], b: readonly number[]): boolean {
  for (const [p, q] of [[a, b], [b, a]] as const) {
    for (let i = 0; i < 4; i += 2) {
      const [ux, uy] = [p[i + 2]! - p[i]!, p[i + 3]! - p[i + 1]!];
      const span = (ring: readonly number[]) => {
        let [low, high] = [Infinity, -Infinity];
        for (let k = 0; k < 8; k += 2) {
          const value = ring[k]! * ux + ring[k + 1]! * uy;
          low = Math.min(low, value);
          high = Math.max(high, value);
        }
        return [low, high] as const;
      };
      const [s, t] = [span(p), span(q)];
      if (s[1] < t[0] || t[1] < s[0]) return false;
    }
  }
  return true;
}
