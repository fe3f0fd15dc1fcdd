// From cut cells to a mesh in which neighbours share every vertex: noding, bending to the ground, rounding to 1 mm.
import { cellArea, cellCentre, type Cell, type CellKind } from './cells.ts';
import { northOfRailM, westOfRiverM, type Layout } from './layout.ts';
import { distance, smoothStep, valueNoise } from './random.ts';

/** EPSG:25832 coordinates of the town's middle. */
export const ORIGIN = { eastingM: 480_000, northingM: 5_540_000 } as const;

export interface MeshEdge {
  readonly from: number;
  readonly to: number;
  /** Cells to the left and right of from → to; -1 beyond the plan. */
  left: number;
  right: number;
  level: number;
  /** Both end points included, EPSG:25832, x y interleaved, whole millimetres. */
  readonly line: Float64Array;
  readonly lengthM: number;
}

export interface MeshCell {
  readonly kind: CellKind;
  /** 2 * edge walks the edge forward, 2 * edge + 1 backward; counter-clockwise. */
  readonly halves: readonly number[];
  /** Middle in the plan plane (metres from the town's middle) and on the ground (EPSG:25832). */
  readonly plan: readonly [number, number];
  readonly centre: readonly [number, number];
  readonly areaM2: number;
}

export interface Mesh {
  readonly cells: readonly MeshCell[];
  readonly edges: readonly MeshEdge[];
  readonly vertexCount: number;
}

/** Bends the plan to the ground: slow waves make rivers and roads curve, quick ones make them crooked. */
export function bend(layout: Layout, x: number, y: number): [number, number] {
  const scale = layout.radiusM / 1450;
  // Railways and rivers have no quick bends.
  const calm = 0.12 + 0.88 * smoothStep(20, 160, Math.min(Math.abs(northOfRailM(layout, x, y)), Math.abs(westOfRiverM(layout, x, y))));
  let [east, north] = [x, y];
  const wave = (size: number, height: number, seed: number) => {
    east += height * valueNoise(x / size, y / size, seed);
    north += height * valueNoise(x / size + 31.7, y / size - 17.3, seed + 1);
  };
  wave(1150 * scale, 175 * scale, 11);
  if (scale > 1) wave(1100, 90, 13);
  wave(420, 38, 15);
  wave(120, 8 * calm, 17);
  wave(46, 2.2 * calm, 19);
  return [Math.round((ORIGIN.eastingM + east) * 1000) / 1000, Math.round((ORIGIN.northingM + north) * 1000) / 1000];
}

/** Cells are cut one by one, so a corner of one may lie on an edge of its neighbour: it is put into that edge. */
export function buildMesh(layout: Layout, cells: readonly Cell[]): Mesh {
  const vertices = createVertexGrid();
  const corners = cells.map((cell) => {
    const ids: number[] = [];
    for (let i = 0; i < cell.xy.length; i += 2) ids.push(vertices.idOf(cell.xy[i]!, cell.xy[i + 1]!));
    return ids;
  });
  const edges: MeshEdge[] = [];
  const edgeOf = new Map<number, number>();
  const halves = cells.map((cell, index) => {
    const ids = corners[index]!;
    const out: number[] = [];
    ids.forEach((a, i) => {
      const b = ids[(i + 1) % ids.length]!;
      if (a === b) return;
      const chain = [a, ...vertices.between(a, b), b];
      for (let k = 0; k + 1 < chain.length; k++) {
        const [u, w] = [chain[k]!, chain[k + 1]!];
        const key = Math.min(u, w) * 4_194_304 + Math.max(u, w);
        let id = edgeOf.get(key);
        if (id === undefined) {
          id = edges.length;
          const line = edgeLine(layout, vertices.xy, Math.min(u, w), Math.max(u, w));
          edges.push({ from: Math.min(u, w), to: Math.max(u, w), left: -1, right: -1, level: cell.levels[i]!, line, lengthM: lineLength(line) });
          edgeOf.set(key, id);
        }
        const edge = edges[id]!;
        edge.level = Math.min(edge.level, cell.levels[i]!);
        if (u === edge.from) edge.left = index;
        else edge.right = index;
        out.push(2 * id + (u === edge.from ? 0 : 1));
      }
    });
    return out;
  });
  return {
    edges,
    vertexCount: vertices.xy.length / 2,
    cells: cells.map((cell, i) => {
      const ring = ringOfHalves(edges, halves[i]!);
      return { kind: cell.kind, halves: halves[i]!, plan: cellCentre(cell.xy), centre: groundCentre(ring), areaM2: cellArea(relative(ring)) };
    }),
  };
}

/** Ring of a cell or any closed walk of half-edges, x y interleaved, the closing vertex not repeated. */
export function ringOfHalves(edges: readonly MeshEdge[], halves: readonly number[]): number[] {
  const ring: number[] = [];
  for (const half of halves) {
    const { line } = edges[half >> 1]!;
    if ((half & 1) === 0) for (let i = 0; i < line.length - 2; i += 2) ring.push(line[i]!, line[i + 1]!);
    else for (let i = line.length - 2; i > 0; i -= 2) ring.push(line[i]!, line[i + 1]!);
  }
  return ring;
}

function relative(ring: readonly number[]): number[] {
  return ring.map((value, i) => value - (i % 2 === 0 ? ORIGIN.eastingM : ORIGIN.northingM));
}

function groundCentre(ring: readonly number[]): [number, number] {
  const [x, y] = cellCentre(relative(ring));
  return [x + ORIGIN.eastingM, y + ORIGIN.northingM];
}

function edgeLine(layout: Layout, xy: readonly number[], a: number, b: number): Float64Array {
  const [ax, ay, bx, by] = [xy[2 * a]!, xy[2 * a + 1]!, xy[2 * b]!, xy[2 * b + 1]!];
  const length = distance(ax, ay, bx, by);
  const steps = Math.max(1, Math.round(length / 27));
  const line = new Float64Array(2 * (steps + 1));
  for (let i = 0; i <= steps; i++) {
    const t = i / steps;
    line.set(i === steps ? bend(layout, bx, by) : bend(layout, ax + (bx - ax) * t, ay + (by - ay) * t), 2 * i);
  }
  return line;
}

export function lineLength(line: ArrayLike<number>): number {
  let length = 0;
  for (let i = 2; i < line.length; i += 2) length += distance(line[i]!, line[i + 1]!, line[i - 2]!, line[i - 1]!);
  return length;
}

/** Vertices on a grid of 24 m: equal ones (within 0.01 mm) are found as one, those on an edge in the edge's order. */
function createVertexGrid() {
  const SIZE = 24;
  const SAME = 1e-5;
  const xy: number[] = [];
  const grid = new Map<number, number[]>();
  const key = (gx: number, gy: number) => (gx + 32_768) * 65_536 + gy + 32_768;
  return {
    xy,
    idOf(x: number, y: number): number {
      const [gx, gy] = [Math.floor(x / SIZE), Math.floor(y / SIZE)];
      for (let i = Math.floor((x - SAME) / SIZE); i <= Math.floor((x + SAME) / SIZE); i++) {
        for (let j = Math.floor((y - SAME) / SIZE); j <= Math.floor((y + SAME) / SIZE); j++) {
          for (const id of grid.get(key(i, j)) ?? []) {
            if (Math.abs(xy[2 * id]! - x) < SAME && Math.abs(xy[2 * id + 1]! - y) < SAME) return id;
          }
        }
      }
      const id = xy.length / 2;
      xy.push(x, y);
      const cell = grid.get(key(gx, gy));
      if (cell === undefined) grid.set(key(gx, gy), [id]);
      else cell.push(id);
      return id;
    },
    /** Vertices strictly inside the edge a → b, in its order. */
    between(a: number, b: number): number[] {
      const [ax, ay, bx, by] = [xy[2 * a]!, xy[2 * a + 1]!, xy[2 * b]!, xy[2 * b + 1]!];
      const length = distance(ax, ay, bx, by);
      const [dx, dy] = [(bx - ax) / length, (by - ay) / length];
      const found: { along: number; id: number }[] = [];
      // Walk the grid cells near the edge only: long field edges cross hundreds of cells, their box would hold thousands.
      const seen = new Set<number>();
      for (let s = 0; s <= length + SIZE; s += SIZE / 2) {
        const t = Math.min(s, length);
        const [gx, gy] = [Math.floor((ax + dx * t) / SIZE), Math.floor((ay + dy * t) / SIZE)];
        for (let i = gx - 1; i <= gx + 1; i++) {
          for (let j = gy - 1; j <= gy + 1; j++) {
            const cell = key(i, j);
            if (seen.has(cell)) continue;
            seen.add(cell);
            for (const id of grid.get(cell) ?? []) {
              if (id === a || id === b) continue;
              const along = (xy[2 * id]! - ax) * dx + (xy[2 * id + 1]! - ay) * dy;
              if (along <= SAME || along >= length - SAME) continue;
              if (Math.abs((xy[2 * id]! - ax) * dy - (xy[2 * id + 1]! - ay) * dx) < SAME) found.push({ along, id });
            }
          }
        }
      }
      return found.toSorted((p, q) => p.along - q.along).map(({ id }) => id);
    },
  };
}
