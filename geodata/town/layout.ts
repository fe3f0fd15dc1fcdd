// The plan of the town: ring roads and radials, the river, the railway, then blocks by repeated cuts.
import { cellArea, cellCentre, carve, cutAll, cutCell, LEVEL, type Cell } from './cells.ts';
import { createRandom, direction, distance, smoothStep, valueNoise, type Random } from './random.ts';

/** Sizes that tell the town from the city. Shares are of the radius. */
export interface Layout {
  readonly radiusM: number;
  /** Ring roads; the first encloses the old core. */
  readonly ringShares: readonly number[];
  /** Radials at the core; their number doubles at every ring listed in `doubling`. */
  readonly radials: number;
  readonly doubling: readonly number[];
  readonly riverWidthM: number;
  /** Scales all block areas: calibrated so that the number of blocks comes out right. */
  readonly blockScale: number;
}

export const LAYOUTS: Readonly<Record<'town' | 'city', Layout>> = {
  town: { radiusM: 1450, ringShares: [0.15, 0.37, 0.66, 0.97], radials: 9, doubling: [3], riverWidthM: 64, blockScale: 1.17 },
  city: {
    radiusM: 4600,
    ringShares: [0.075, 0.17, 0.3, 0.45, 0.62, 0.8, 0.97],
    radials: 10,
    doubling: [3, 5],
    riverWidthM: 150,
    blockScale: 1.213,
  },
};

/** River and railway are straight in the plan plane and bend with the ground: point, unit direction. */
export const RIVER = { at: [0.245, 0], towards: direction(0.269) } as const;
export const RAIL = { at: [0, -0.335], towards: direction(0.024) } as const;

/** Signed distance from the river's west bank in metres, positive to the west. */
export function westOfRiverM(layout: Layout, x: number, y: number): number {
  const [dx, dy] = RIVER.towards;
  return dx * (y - RIVER.at[1] * layout.radiusM) - dy * (x - RIVER.at[0] * layout.radiusM);
}

/** Signed distance from the railway in metres, positive to the north. */
export function northOfRailM(layout: Layout, x: number, y: number): number {
  const [dx, dy] = RAIL.towards;
  return dx * (y - RAIL.at[1] * layout.radiusM) - dy * (x - RAIL.at[0] * layout.radiusM);
}

/** Distance from the middle as a share of the municipality's border in that direction: below 1 is inside. */
export function borderShare(layout: Layout, x: number, y: number): number {
  const r = distance(x, y, 0, 0);
  if (r < 1) return 0;
  const [ux, uy] = [x / r, y / r];
  const border = 1 + 0.085 * valueNoise(ux * 1.3 + 5, uy * 1.3 + 5, 41) + 0.06 * valueNoise(ux * 3.1 + 9, uy * 3.1 + 9, 42);
  return r / (layout.radiusM * border);
}

/** All cells of the plan, fields outside the municipality included. */
export function planCells(layout: Layout, seed: number): Cell[] {
  const random = createRandom(seed);
  const R = layout.radiusM;
  let cells = webCells(layout, random);
  const [rx, ry] = RIVER.towards;
  const [px, py] = [RIVER.at[0] * R, RIVER.at[1] * R];
  const width = layout.riverWidthM;
  cells = cutAll(cells, [px, py, rx, ry], LEVEL.water);
  cells = cutAll(cells, [px + ry * width, py - rx * width, rx, ry], LEVEL.water);
  cells = cells.map((cell) => {
    const west = westOfRiverM(layout, ...cellCentre(cell.xy));
    return west < 0 && west > -width ? { ...cell, kind: 'river' as const } : cell;
  });
  cells = cutAll(cells, [RAIL.at[0] * R, RAIL.at[1] * R, ...RAIL.towards], LEVEL.rail);
  cells = carveWaters(layout, cells);
  return cells.flatMap((cell) => splitCell(cell, layout, random));
}

/** A web of ring roads and radials: every cell between two rings and two radials is convex. */
function webCells(layout: Layout, random: Random): Cell[] {
  const shares = [...layout.ringShares, 1.38, 2.5];
  const counts: number[] = [];
  shares.forEach((_, k) => counts.push(k === 0 ? layout.radials : counts[k - 1]! * (layout.doubling.includes(k) ? 2 : 1)));
  const finest = counts.at(-1)!;
  const angles = Array.from({ length: finest }, (_, i) => direction((i + 0.36 * (random() - 0.5)) / finest + 0.03));
  const rings = shares.map((share, k) => {
    const step = finest / counts[k]!;
    return angles.map(([ux, uy], i) => {
      if (i % step !== 0) return null;
      const r = layout.radiusM * share * (1 + (k === 0 ? 0.04 : 0.1) * (random() - 0.5));
      return [ux * r, uy * r] as const;
    });
  });
  // A radial that begins at a ring starts on the chord between that ring's own corners.
  rings.forEach((ring, k) => {
    if (k + 1 >= rings.length) return;
    ring.forEach((corner, i) => {
      if (corner !== null || rings[k + 1]![i] === null) return;
      const step = finest / counts[k]!;
      const a = ring[Math.floor(i / step) * step]!;
      const b = ring[((Math.floor(i / step) + 1) * step) % finest]!;
      ring[i] = rayMeets(angles[i]!, a, b);
    });
  });
  const ringLevel = (k: number) => (k < layout.ringShares.length ? LEVEL.main : LEVEL.local);
  const radialLevel = (i: number, k: number) => {
    if (k > layout.ringShares.length) return i % (finest / layout.radials) === 0 ? LEVEL.main : LEVEL.none;
    return i % (finest / layout.radials) === 0 ? LEVEL.main : LEVEL.collector;
  };
  const core = rings[0]!.filter((_, i) => i % (finest / counts[0]!) === 0) as (readonly [number, number])[];
  const cells: Cell[] = [{ xy: core.flat(), levels: core.map(() => LEVEL.main), kind: 'land' }];
  for (let k = 1; k < rings.length; k++) {
    const step = finest / counts[k]!;
    for (let i = 0; i < finest; i += step) {
      const j = (i + step) % finest;
      const [a, b, c, d] = [rings[k - 1]![i]!, rings[k]![i]!, rings[k]![j]!, rings[k - 1]![j]!];
      cells.push({ xy: [...a, ...b, ...c, ...d], levels: [radialLevel(i, k), ringLevel(k), radialLevel(j, k), ringLevel(k - 1)], kind: 'land' });
    }
  }
  return cells;
}

function rayMeets(
  [ux, uy]: readonly [number, number],
  a: readonly [number, number],
  b: readonly [number, number],
): readonly [number, number] {
  const [ex, ey] = [b[0] - a[0], b[1] - a[1]];
  const t = (a[0] * uy - a[1] * ux) / (ex * -uy + ey * ux);
  return [a[0] + ex * t, a[1] + ey * t];
}

/** An arm of the river round two islands, a harbour basin, a pond, the market square. */
function carveWaters(layout: Layout, cells: readonly Cell[]): Cell[] {
  const R = layout.radiusM;
  const w = layout.riverWidthM;
  const [rx, ry] = RIVER.towards;
  // Along the river from its point at the height of the middle, across it from the west bank to the east.
  const place = (along: number, across: number) => [
    RIVER.at[0] * R + rx * along + ry * across,
    RIVER.at[1] * R + ry * along - rx * across,
  ];
  const polygon = (...corners: readonly (readonly [number, number])[]) => corners.flatMap(([a, b]) => place(a, b));
  let out: Cell[] = [...cells];
  const isle = 0.46 * R;
  out = carve(out, polygon([isle - 3.4 * w, 0.5 * w], [isle - 2 * w, 1.9 * w], [isle + 2 * w, 1.9 * w], [isle + 3.4 * w, 0.5 * w]), 'river', LEVEL.water);
  out = carve(out, polygon([isle - 2.6 * w, 0.86 * w], [isle - 1.8 * w, 1.46 * w], [isle + 1.7 * w, 1.5 * w], [isle + 2.7 * w, 0.9 * w], [isle + 1.4 * w, 0.6 * w], [isle - 1.5 * w, 0.58 * w]), 'land', LEVEL.water);
  const small = -0.62 * R;
  out = carve(out, polygon([small - 1.5 * w, 0.5 * w], [small - 0.7 * w, 0.72 * w], [small + 1 * w, 0.6 * w], [small + 0.7 * w, 0.3 * w], [small - 0.7 * w, 0.28 * w]), 'land', LEVEL.water);
  const harbour = -0.13 * R;
  out = carve(out, polygon([harbour, 0.9 * w], [harbour - 0.2 * w, 4.6 * w], [harbour + 0.75 * w, 4.7 * w], [harbour + 1 * w, 0.9 * w]), 'river', LEVEL.water);
  const pond = [-0.3 * R, 0.5 * R];
  const at = (x: number, y: number) => [pond[0]! + x * 1.1 * w, pond[1]! + y * 1.1 * w];
  out = carve(out, [at(-0.9, -0.2), at(-0.3, -0.7), at(0.6, -0.6), at(1, 0.1), at(0.4, 0.7), at(-0.5, 0.5)].flat(), 'lake', LEVEL.water);
  const m = 0.016 * R + 14;
  return carve(out, [-1.3 * m, -0.9 * m, 1.1 * m, -1 * m, 1.3 * m, 0.8 * m, -m, m], 'square', LEVEL.lane);
}

/** Places with larger blocks: works and harbour. Shares of the radius: x, y, reach. */
export const WORKS = [
  [0.42, -0.1, 0.17],
  [0.1, -0.66, 0.16],
  [-0.05, -0.37, 0.07],
  [0.8, -0.12, 0.14],
] as const;

/** Wanted size of a block at a place, in m2: small in the old core, large at works, fields outside. */
function wantedAreaM2(layout: Layout, x: number, y: number): number {
  const R = layout.radiusM;
  const share = borderShare(layout, x, y);
  if (share > 1.06) return share > 1.5 ? 240_000 : 110_000;
  if (share > 0.93) return 26_000;
  const t = Math.min(1, distance(x, y, 0, 0) / (0.85 * R));
  let wanted = (1900 + 5200 * t) * layout.blockScale;
  for (const [wx, wy, reach] of WORKS) {
    const d = distance(x, y, wx * R, wy * R) / (reach * R);
    wanted += 13_000 * (1 - smoothStep(0.75, 1.05, d));
  }
  return wanted;
}

/** Halves a cell across its longer side until it has the size wanted where it lies. */
function splitCell(cell: Cell, layout: Layout, random: Random): Cell[] {
  const area = cellArea(cell.xy);
  const [x, y] = cellCentre(cell.xy);
  if (cell.kind !== 'land' || area < wantedAreaM2(layout, x, y) * (0.72 + 0.62 * random())) return [cell];
  const box = leastBox(cell.xy);
  if (box === null) return [cell];
  const inCore = distance(x, y, 0, 0) < layout.ringShares[0]! * layout.radiusM;
  // A cut square to the longer side; old quarters are crooked, younger ones less so.
  const jitter = (inCore ? 0.5 : 0.2) * (random() - 0.5);
  const offset = (random() - 0.5) * 0.22 * box.long;
  const [ux, uy] = box.along;
  const [cx, cy] = [-uy - jitter * ux, ux - jitter * uy];
  const length = Math.sqrt(cx * cx + cy * cy);
  const level = area > 170_000 ? LEVEL.collector : area > 42_000 ? LEVEL.local : LEVEL.lane;
  const { left, right } = cutCell(cell, x + ux * offset, y + uy * offset, cx / length, cy / length, level);
  if (left === null || right === null) return [cell];
  return [...splitCell(left, layout, random), ...splitCell(right, layout, random)];
}

/** The smallest rectangle round a convex cell among those along its edges: direction and length of its longer side. */
function leastBox(xy: readonly number[]): { along: readonly [number, number]; long: number } | null {
  let best: { area: number; along: readonly [number, number]; long: number } | null = null;
  for (let i = 0, j = xy.length - 2; i < xy.length; j = i, i += 2) {
    const length = distance(xy[i]!, xy[i + 1]!, xy[j]!, xy[j + 1]!);
    if (length < 10) continue;
    const [dx, dy] = [(xy[i]! - xy[j]!) / length, (xy[i + 1]! - xy[j + 1]!) / length];
    let [u0, u1, v0, v1] = [Infinity, -Infinity, Infinity, -Infinity];
    for (let k = 0; k < xy.length; k += 2) {
      const u = xy[k]! * dx + xy[k + 1]! * dy;
      const v = xy[k + 1]! * dx - xy[k]! * dy;
      u0 = Math.min(u0, u);
      u1 = Math.max(u1, u);
      v0 = Math.min(v0, v);
      v1 = Math.max(v1, v);
    }
    const area = (u1 - u0) * (v1 - v0);
    if (best !== null && area >= best.area) continue;
    best = u1 - u0 >= v1 - v0 ? { area, along: [dx, dy], long: u1 - u0 } : { area, along: [-dy, dx], long: v1 - v0 };
  }
  return best;
}
