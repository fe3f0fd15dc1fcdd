// All geographies by cell: Stadtteile, Sozialräume, Planungsräume, Grundschulbezirke, Wahlbezirke; cuts of 2015 and 2020.
import { growZones, nearestCell, neighboursOf } from './grow-zones.ts';
import { UNINHABITED, type LandUse, type Site } from './land-use.ts';
import type { Layout } from './layout.ts';
import type { Mesh } from './mesh.ts';
import { PLANNING_AREAS, quartersOf, SCHOOLS, SOCIAL_AREAS, type Quarter } from './places.ts';
import { createRandom, distance, draw, type Random } from './random.ts';
import type { Scale } from './town.ts';

/** Zone index of every cell, -1 outside the municipality. */
export interface CellCut {
  readonly quarter: Int32Array;
  readonly socialArea: Int32Array;
  readonly planningArea: Int32Array;
  readonly catchment: Int32Array;
  readonly pollingDistrict: Int32Array;
}

export interface PlantedCells {
  readonly stationSliver: number;
  readonly eastSliver: number;
  readonly pollingSlivers: readonly [number, number];
  readonly threeWay: number;
}

export interface SchoolSite {
  readonly code: string;
  readonly name: string;
  readonly cell: number;
}

export interface CellZones {
  readonly quarters: readonly Quarter[];
  readonly schools: readonly SchoolSite[];
  readonly cut2015: CellCut;
  readonly cut2020: CellCut;
  readonly planted: PlantedCells;
}

/** What growth pays for crossing an edge, by LEVEL: water, rail, main, collector, local, lane. */
const QUARTER_BARRIER = [40, 3.4, 1.9, 1.25, 1.05, 1, 1, 1, 1, 1];
const CATCHMENT_BARRIER = [12, 2.2, 1.3, 1.05, 1, 1, 1, 1, 1, 1];

/** Residents of the planted blocks: station, east, polling (2), three-way. */
export const PLANTED_RESIDENTS = { stationSliver: 4, eastSliver: 3, pollingSlivers: [2, 1], threeWay: 3 } as const;

export function placeZones(scale: Scale, layout: Layout, mesh: Mesh, site: Site, seed: number): CellZones {
  const quarters = quartersOf(scale);
  const R = layout.radiusM;
  const cells = mesh.cells.map((_, cell) => cell).filter((cell) => site.inside[cell] === 1);
  const passable = (cell: number) => site.inside[cell] === 1 || mesh.cells[cell]!.kind !== 'land';
  const random = createRandom(seed);
  const near = quarters.map((q) => nearestCell(mesh, cells.filter((cell) => cell !== site.exclave), q.x * R, q.y * R));
  const growQuarters = (shift: (i: number) => number) => {
    const seeds = quarters.map((q, i) => ({ cell: near[i]!, startM: q.start * R + shift(i) }));
    const { zone } = growZones(mesh, seeds, QUARTER_BARRIER, passable);
    const cut = zone.map((z, cell) => (site.inside[cell] === 1 ? z : -1));
    joinPieces(mesh, cut);
    placeIslands(mesh, site, quarters, cut);
    return cut;
  };
  const quarter2020 = growQuarters(() => 0);
  const quarter2015 = growQuarters(() => (random() - 0.5) * 90);
  const context = { scale, mesh, site, quarters, random, R };

  const social2015 = bundle(quarter2015, quarters.map((q) => SOCIAL_AREAS.findIndex((area) => area.members.includes(q.code))));
  const social2020 = bundle(quarter2020, quarters.map((q) => SOCIAL_AREAS.findIndex((area) => area.members.includes(q.code))));
  const inQuarter = (code: string) => cells.filter((cell) => quarters[quarter2020[cell]!]!.code === code);
  const area = (code: string) => SOCIAL_AREAS.findIndex((one) => one.code === code);
  // The north of Neustadt and of Rosenau goes to Sozialraum Nord: exchanges too large to subtract.
  for (const [code, part] of [['02', 0.45], ['06', 0.35]] as const) {
    const northFirst = inQuarter(code).toSorted((a, b) => mesh.cells[b]!.plan[1] - mesh.cells[a]!.plan[1]);
    for (const cell of northFirst.slice(0, Math.floor(part * northFirst.length))) social2020[cell] = area('2');
  }
  const taken = new Set<number>();
  const stationSliver = borderCell(context, inQuarter('12'), social2020, area('4'), taken);
  const eastSliver = borderCell(context, inQuarter('11'), social2020, area('7'), taken);
  const threeWay = borderCell(context, inQuarter('07'), social2020, area('1'), taken);
  social2020[stationSliver] = area('4');
  social2020[eastSliver] = area('7');
  social2020[threeWay] = area('1');

  const polling2020 = Int32Array.from(quarter2020);
  const move = (from: string, to: string, small: boolean) => {
    const index = quarters.findIndex((q) => q.code === to);
    const cell = borderCell(context, inQuarter(from), quarter2020, index, taken);
    if (!small) taken.delete(cell);
    polling2020[cell] = index;
    return cell;
  };
  const pollingSlivers = [move('05', '03', true), move('06', '08', true)] as const;
  for (const [from, to] of [['09', '10'], ['14', '15'], ['01', '02']] as const) move(from, to, false);
  const polling2015 = Int32Array.from(quarter2015);

  const schools = placeSchools(context, cells, taken);
  // Two Grundschulbezirke (the city: more) together are Stadtteil 07 and Sozialraum 1: the three-way case needs it.
  const core = new Set(cells.filter((cell) => quarters[quarter2020[cell]!]!.code === '07' || social2020[cell] === area('1')));
  return {
    quarters,
    schools,
    cut2015: {
      quarter: quarter2015,
      socialArea: social2015,
      planningArea: planningOf(social2015),
      catchment: growCatchments(context, schools, [new Set(cells)]),
      pollingDistrict: polling2015,
    },
    cut2020: {
      quarter: quarter2020,
      socialArea: social2020,
      planningArea: planningOf(social2020),
      catchment: growCatchments(context, schools, [core, new Set(cells.filter((cell) => !core.has(cell)))]),
      pollingDistrict: polling2020,
    },
    planted: { stationSliver, eastSliver, pollingSlivers, threeWay },
  };
}

/** Pieces of every zone, each the cells that hang together over land, the largest first. */
function piecesOf(mesh: Mesh, zone: Int32Array): number[][] {
  const seen = new Uint8Array(zone.length);
  const pieces: number[][] = [];
  for (let first = 0; first < zone.length; first++) {
    if (zone[first]! < 0 || seen[first] === 1) continue;
    const piece = [first];
    seen[first] = 1;
    for (const cell of piece) {
      for (const other of neighboursOf(mesh, cell)) {
        if (zone[other] !== zone[first] || seen[other] === 1) continue;
        seen[other] = 1;
        piece.push(other);
      }
    }
    pieces.push(piece);
  }
  return pieces.toSorted((a, b) => b.length - a.length || a[0]! - b[0]!);
}

/** Growth reaches over water and leaves scraps: each goes to the zone that it borders on most. */
function joinPieces(mesh: Mesh, zone: Int32Array): void {
  const kept = new Set<number>();
  for (const piece of piecesOf(mesh, zone)) {
    const own = zone[piece[0]!]!;
    if (!kept.has(own)) {
      kept.add(own);
      continue;
    }
    const border = new Map<number, number>();
    for (const half of piece.flatMap((cell) => mesh.cells[cell]!.halves)) {
      const edge = mesh.edges[half >> 1]!;
      const other = (half & 1) === 0 ? edge.right : edge.left;
      if (other < 0 || zone[other]! < 0 || zone[other] === own) continue;
      border.set(zone[other]!, (border.get(zone[other]!) ?? 0) + edge.lengthM);
    }
    const [most] = [...border].toSorted((a, b) => b[1] - a[1] || a[0] - b[0]);
    if (most !== undefined) for (const cell of piece) zone[cell] = most[0];
  }
}

/** The northern island belongs to Werder, the southern to Auwiesen, the wood beyond the border to Mühlau. */
function placeIslands(mesh: Mesh, site: Site, quarters: readonly Quarter[], zone: Int32Array): void {
  const index = (code: string) => quarters.findIndex((q) => q.code === code);
  const land = Int32Array.from(site.inside, (inside) => inside - 1);
  // The two largest pieces of land are the banks of the river.
  for (const piece of piecesOf(mesh, land).slice(2)) {
    const code = piece.includes(site.exclave) ? '17' : mesh.cells[piece[0]!]!.plan[1] > 0 ? '10' : '18';
    for (const cell of piece) zone[cell] = index(code);
  }
}

interface Context {
  readonly scale: Scale;
  readonly mesh: Mesh;
  readonly site: Site;
  readonly quarters: readonly Quarter[];
  readonly random: Random;
  readonly R: number;
}

function bundle(zone: Int32Array, parents: readonly number[]): Int32Array {
  return zone.map((z) => (z < 0 ? -1 : parents[z]!));
}

function planningOf(social: Int32Array): Int32Array {
  return bundle(social, SOCIAL_AREAS.map((one) => PLANNING_AREAS.findIndex((area) => area.members.includes(one.code))));
}

const lived = (use: LandUse) => !UNINHABITED.includes(use);

/**
 * The dwelling cell of `from` with the largest share of its ring along zone `to`: one that leaves the rest of `from` in as
 * many pieces as before, and no neighbour of a cell taken before.
 */
function borderCell({ mesh, site }: Context, from: readonly number[], zone: Int32Array, to: number, taken: Set<number>): number {
  const candidates = from
    .filter((cell) => site.use[cell] === 'residential' && !taken.has(cell) && !neighboursOf(mesh, cell).some((other) => taken.has(other)))
    .map((cell) => ({ cell, share: borderShareWith(mesh, cell, (other) => zone[other] === to && site.inside[other] === 1) }))
    .filter(({ share }) => share > 0)
    .toSorted((a, b) => b.share - a.share || a.cell - b.cell);
  const member = new Set(from);
  const mask = (without: number) => Int32Array.from(mesh.cells, (_, cell) => (member.has(cell) && cell !== without ? 0 : -1));
  const pieces = piecesOf(mesh, mask(-1)).length;
  const found = candidates.find(({ cell }) => piecesOf(mesh, mask(cell)).length === pieces);
  if (found === undefined) throw new Error(`no dwelling cell borders on zone ${to}`);
  taken.add(found.cell);
  return found.cell;
}

/** Share of a cell's ring along cells that `there` takes. */
function borderShareWith(mesh: Mesh, cell: number, there: (other: number) => boolean): number {
  let along = 0;
  let around = 0;
  for (const half of mesh.cells[cell]!.halves) {
    const edge = mesh.edges[half >> 1]!;
    const other = (half & 1) === 0 ? edge.right : edge.left;
    around += edge.lengthM;
    if (other >= 0 && there(other)) along += edge.lengthM;
  }
  return along / around;
}

const CITY_SCHOOLS = 80;

function placeSchools({ scale, mesh, site, R, random }: Context, cells: readonly number[], taken: ReadonlySet<number>): SchoolSite[] {
  const homes = cells.filter((cell) => lived(site.use[cell]!) && !taken.has(cell));
  if (scale === 'town') return SCHOOLS.map(({ code, name, x, y }) => ({ code, name, cell: nearestCell(mesh, homes, x * R, y * R) }));
  // The city: dart throwing with a shrinking reach until eighty schools stand.
  const chosen: number[] = [];
  for (let reach = 0.2 * R; chosen.length < CITY_SCHOOLS; reach *= 0.93) {
    for (let k = 0; k < 400 && chosen.length < CITY_SCHOOLS; k++) {
      const cell = homes[Math.floor(random() * homes.length)]!;
      const [x, y] = mesh.cells[cell]!.plan;
      // Schools lie closer together where the town is dense.
      const least = reach * (0.45 + distance(x, y, 0, 0) / R);
      if (chosen.every((other) => distance(x, y, mesh.cells[other]!.plan[0], mesh.cells[other]!.plan[1]) > least)) chosen.push(cell);
    }
  }
  return chosen.map((cell, i) => ({ code: `G${String(i + 1).padStart(2, '0')}`, name: `${i + 1}. Schule`, cell }));
}

/** Grundschulbezirke: each region is shared among the schools that stand in it. */
function growCatchments({ mesh, site, random }: Context, schools: readonly SchoolSite[], regions: readonly Set<number>[]): Int32Array {
  const zone = new Int32Array(mesh.cells.length).fill(-1);
  for (const region of regions) {
    const own = schools.map((school, i) => ({ ...school, i })).filter((school) => region.has(school.cell));
    const seeds = own.map((school) => ({ cell: school.cell, startM: (draw(school.cell, 77) + random() * 0.1) * 120 }));
    const grown = growZones(mesh, seeds, CATCHMENT_BARRIER, (cell) => region.has(cell) || (site.inside[cell] === 0 && mesh.cells[cell]!.kind !== 'land'));
    for (const cell of region) zone[cell] = grown.zone[cell]! < 0 ? -1 : own[grown.zone[cell]!]!.i;
    adoptStrays(mesh, region, zone);
  }
  return zone;
}

/** Cells that growth could not reach (the exclave, pockets of a region) go to the zone of the nearest cell reached. */
function adoptStrays(mesh: Mesh, region: ReadonlySet<number>, zone: Int32Array): void {
  const reached = [...region].filter((cell) => zone[cell]! >= 0);
  for (const cell of region) {
    if (zone[cell]! < 0) zone[cell] = zone[nearestCell(mesh, reached, ...mesh.cells[cell]!.plan)]!;
  }
}
