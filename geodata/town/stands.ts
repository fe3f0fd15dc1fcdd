// Two stands of blocks from the same cells: which cells make a block in 2015 and in 2020, and the lineage between them.
import { buildCoverage } from '../../core/coverage/build-coverage.ts';
import type { BlockRings, Coverage, Outlines } from '../../core/coverage/coverage.ts';
import { dissolve } from '../../core/coverage/dissolve.ts';
import { neighboursOf } from './grow-zones.ts';
import { UNINHABITED, type LandUse, type Site } from './land-use.ts';
import { LEVEL } from './cells.ts';
import { ringOfHalves, type Mesh } from './mesh.ts';
import { createRandom } from './random.ts';
import type { Scale } from './town.ts';
import type { CellZones } from './zones.ts';

/** Blocks of one stand as groups of cells, in the order of their ids. */
export interface CellStand {
  readonly ids: readonly string[];
  readonly groups: readonly (readonly number[])[];
  /** Block of every cell by position, -1 outside the municipality. */
  readonly blockOf: Int32Array;
  readonly rings: BlockRings;
}

export interface CellStands {
  readonly stand2015: CellStand;
  readonly stand2020: CellStand;
  /** Land use after parks have swallowed the ring round an enclave. */
  readonly use: readonly LandUse[];
}

interface Grouping {
  /** Cells of one block in both stands, in 2015 only, in 2020 only. */
  readonly both: number[][];
  readonly in2015: number[][];
  readonly in2020: number[][];
}

export function makeStands(scale: Scale, mesh: Mesh, site: Site, zones: CellZones, seed: number): CellStands {
  const use = [...site.use];
  const grouping = groupCells(scale, mesh, site, zones, use, seed);
  const inside = mesh.cells.map((_, cell) => cell).filter((cell) => site.inside[cell] === 1);
  const coverage = coverageOfCells(mesh, inside);
  const groups2015 = blocksOf(inside, [...grouping.both, ...grouping.in2015]);
  const groups2020 = blocksOf(inside, [...grouping.both, ...grouping.in2020]);
  const numbers = numberBlocks(zones, groups2015, groups2020);
  return {
    stand2015: standOf(mesh, coverage, inside, groups2015, numbers),
    stand2020: standOf(mesh, coverage, inside, groups2020, numbers),
    use,
  };
}

/** How often each kind of group occurs, for 1,200 cells. */
const SPLITS = 34;
const MERGES = 11;
const RESHAPED = 9;
const ENCLAVES = 5;
const TWO_PARTS = 4;
const ANGLED = 22;

function groupCells(scale: Scale, mesh: Mesh, site: Site, zones: CellZones, use: LandUse[], seed: number): Grouping {
  const random = createRandom(seed);
  const times = scale === 'town' ? 1 : 10;
  const quarter = zones.cut2020.quarter;
  const old = zones.cut2015.quarter;
  const free = mesh.cells.map((_, cell) => site.inside[cell] === 1 && cell !== site.exclave && mesh.cells[cell]!.kind === 'land');
  const { stationSliver, eastSliver, pollingSlivers, threeWay } = zones.planted;
  for (const cell of [stationSliver, eastSliver, threeWay, ...pollingSlivers, ...zones.schools.map((school) => school.cell)]) free[cell] = false;
  const cuts = [zones.cut2020.socialArea, zones.cut2020.catchment, zones.cut2020.pollingDistrict, old];
  /** Cells that every geography keeps together may become one block. */
  const together = (a: number, b: number) => quarter[a] === quarter[b] && cuts.every((cut) => cut[a] === cut[b]);
  const order = mesh.cells.map((_, cell) => cell).filter((cell) => free[cell]).map((cell) => ({ cell, at: random() }));
  order.sort((a, b) => a.at - b.at);
  const take = (cells: number[]) => {
    for (const cell of cells) free[cell] = false;
    return cells;
  };
  const grouping: Grouping = { both: [], in2015: [], in2020: [] };

  // A construction line or a scrap of land is no block of its own.
  for (const { cell } of order) {
    if (!free[cell]) continue;
    const partner = scrapPartner(mesh, cell, (other) => free[other] === true && together(cell, other));
    if (partner >= 0) grouping.both.push(take([cell, partner]));
  }
  for (const { cell } of order) {
    if (grouping.both.length >= 400 * times || ENCLAVES * times <= enclaveCount(grouping)) break;
    const ring = ringRound(mesh, cell);
    if (ring === null || !free[cell] || !ring.every((other) => free[other] && together(cell, other))) continue;
    if (ring.length > 6 || UNINHABITED.includes(use[cell]!)) continue;
    for (const other of ring) use[other] = 'park';
    free[cell] = false;
    grouping.both.push(take(ring));
  }
  const pairs = (wanted: number, into: number[][][], fits: (a: number, b: number) => boolean) => {
    let made = 0;
    for (const { cell } of order) {
      if (made >= wanted) return;
      if (!free[cell]) continue;
      const other = neighboursOf(mesh, cell).find((next) => free[next] && together(cell, next) && fits(cell, next));
      if (other === undefined) continue;
      take([cell, other]);
      for (const list of into) list.push([cell, other]);
      made++;
    }
  };
  const sameUse = (a: number, b: number) => use[a] === use[b];
  const byLane = (a: number, b: number) => sameUse(a, b) && sharedLevel(mesh, a, b) >= LEVEL.lane;
  pairs(ANGLED * times, [grouping.both], byLane);
  pairs(SPLITS * times, [grouping.in2015], (a, b) => sameUse(a, b) && use[a] === 'residential');
  pairs(MERGES * times, [grouping.in2020], byLane);
  reshape(RESHAPED * times);
  twoParts(TWO_PARTS * times);
  return grouping;

  /** The cell in the middle changes sides: with the first in 2015, with the third in 2020. */
  function reshape(wanted: number): void {
    let made = 0;
    for (const { cell } of order) {
      if (made >= wanted) return;
      if (!free[cell]) continue;
      const sides = neighboursOf(mesh, cell).filter((next) => free[next] && together(cell, next) && byLane(cell, next));
      if (sides.length < 2) continue;
      const [first, third] = [sides[0]!, sides.at(-1)!];
      take([cell, first, third]);
      grouping.in2015.push([first, cell]);
      grouping.in2020.push([cell, third]);
      made++;
    }
  }

  /** One block of two parts that do not touch: green on both sides of something. */
  function twoParts(wanted: number): void {
    let made = 0;
    for (const { cell } of order) {
      if (made >= wanted) return;
      if (!free[cell] || !UNINHABITED.includes(use[cell]!)) continue;
      const around = neighboursOf(mesh, cell);
      const other = around
        .flatMap((next) => neighboursOf(mesh, next))
        .find((far) => far !== cell && free[far] && together(cell, far) && sameUse(cell, far) && !around.includes(far) && !touches(mesh, cell, far));
      if (other === undefined) continue;
      grouping.both.push(take([cell, other]));
      made++;
    }
  }
}

/** Groups of three or more cells are the rings round an enclave. */
function enclaveCount(grouping: Grouping): number {
  return grouping.both.filter((cells) => cells.length >= 3).length;
}

function sharedLevel(mesh: Mesh, a: number, b: number): number {
  let level = 99;
  for (const half of mesh.cells[a]!.halves) {
    const edge = mesh.edges[half >> 1]!;
    if (edge.left === b || edge.right === b) level = Math.min(level, edge.level);
  }
  return level === 99 ? -1 : level;
}

function scrapPartner(mesh: Mesh, cell: number, fits: (other: number) => boolean): number {
  const scrap = mesh.cells[cell]!.areaM2 < 700;
  let best = -1;
  let longest = 0;
  for (const half of mesh.cells[cell]!.halves) {
    const edge = mesh.edges[half >> 1]!;
    const other = (half & 1) === 0 ? edge.right : edge.left;
    if (other < 0 || !fits(other) || (!scrap && edge.level !== LEVEL.none)) continue;
    if (edge.lengthM <= longest) continue;
    longest = edge.lengthM;
    best = other;
  }
  return best;
}

function touches(mesh: Mesh, a: number, b: number): boolean {
  const nodes = new Set(mesh.cells[a]!.halves.flatMap((half) => [mesh.edges[half >> 1]!.from, mesh.edges[half >> 1]!.to]));
  return mesh.cells[b]!.halves.some((half) => nodes.has(mesh.edges[half >> 1]!.from) || nodes.has(mesh.edges[half >> 1]!.to));
}

/** The neighbours of a cell when they close a ring round it, each sharing an edge with the next; null otherwise. */
function ringRound(mesh: Mesh, cell: number): number[] | null {
  const ring: number[] = [];
  for (const half of mesh.cells[cell]!.halves) {
    const edge = mesh.edges[half >> 1]!;
    const other = (half & 1) === 0 ? edge.right : edge.left;
    if (other < 0 || mesh.cells[other]!.kind !== 'land') return null;
    if (ring.at(-1) !== other) ring.push(other);
  }
  if (ring[0] === ring.at(-1)) ring.pop();
  if (ring.length < 3 || new Set(ring).size !== ring.length) return null;
  return ring.every((one, i) => sharedLevel(mesh, one, ring[(i + 1) % ring.length]!) >= 0) ? ring : null;
}

/** All blocks: the groups, and every cell in none as a block of its own; in the order of their first cells. */
function blocksOf(inside: readonly number[], groups: readonly (readonly number[])[]): number[][] {
  const grouped = new Set(groups.flat());
  const blocks = [...groups.map((cells) => cells.toSorted((a, b) => a - b)), ...inside.filter((cell) => !grouped.has(cell)).map((cell) => [cell])];
  return blocks.toSorted((a, b) => a[0]! - b[0]!);
}

/** "07-004": Stadtteil and a running number in it. Blocks of 2015 keep their number; what is new in 2020 counts on. */
function numberBlocks(zones: CellZones, ...stands: readonly number[][][]): Map<string, string> {
  const next = new Map<string, number>();
  const ids = new Map<string, string>();
  for (const groups of stands) {
    for (const cells of groups) {
      const key = cells.join();
      if (ids.has(key)) continue;
      const code = zones.quarters[zones.cut2020.quarter[cells[0]!]!]!.code;
      const number = (next.get(code) ?? 0) + 1;
      next.set(code, number);
      ids.set(key, `${code}-${String(number).padStart(3, '0')}`);
    }
  }
  return ids;
}

function standOf(mesh: Mesh, coverage: Coverage, inside: readonly number[], groups: readonly number[][], numbers: Map<string, string>): CellStand {
  const blocks = groups.map((cells) => ({ id: numbers.get(cells.join())!, cells }));
  blocks.sort((a, b) => (a.id < b.id ? -1 : 1));
  const blockOf = new Int32Array(mesh.cells.length).fill(-1);
  blocks.forEach(({ cells }, block) => cells.forEach((cell) => (blockOf[cell] = block)));
  const ids = blocks.map(({ id }) => id);
  const outlines = dissolve(coverage, Int32Array.from(inside, (cell) => blockOf[cell]!), blocks.length);
  return { ids, groups: blocks.map(({ cells }) => cells), blockOf, rings: ringsOfOutlines(ids, outlines) };
}

/** Outlines are blocks already: zones become blocks, polygons parts. */
function ringsOfOutlines(ids: readonly string[], outlines: Outlines): BlockRings {
  return { ids, xy: outlines.xy, ringStart: outlines.ringStart, partStart: outlines.polygonStart, blockStart: outlines.zoneStart };
}

function coverageOfCells(mesh: Mesh, inside: readonly number[]): Coverage {
  const xy: number[] = [];
  const ringStart = [0];
  for (const cell of inside) {
    for (const value of ringOfHalves(mesh.edges, mesh.cells[cell]!.halves)) xy.push(value);
    ringStart.push(xy.length / 2);
  }
  const count = Uint32Array.from(ringStart, (_, i) => i);
  const built = buildCoverage({ ids: inside.map(String), xy: Float64Array.from(xy), ringStart: Uint32Array.from(ringStart), partStart: count, blockStart: count });
  if (!built.ok) throw new Error(`the cells are no coverage: ${JSON.stringify(built.issues[0])}`);
  return built.coverage;
}
