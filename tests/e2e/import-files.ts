// Files to bring in, made from the blocks that a running server has: good, damaged, without a CRS.
import { readFileSync } from 'node:fs';
import type { FeatureCollection, Position } from 'geojson';
import { decodeCoverage } from '../../core/coverage/encode.ts';
import { ringsFromCoverage } from '../../core/coverage/rings-from-coverage.ts';
import type { BlockRings } from '../../core/coverage/coverage.ts';

export interface BroughtFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** The newest block stand of the server, in its projected CRS. */
export async function storedRings(url: string): Promise<BlockRings> {
  const { blockSets } = (await (await fetch(`${url}/block-sets`)).json()) as { blockSets: { blockSet: number; validFrom: string }[] };
  const newest = blockSets.toSorted((a, b) => a.validFrom.localeCompare(b.validFrom)).at(-1)!;
  return ringsFromCoverage(decodeCoverage(await (await fetch(`${url}/block-sets/${newest.blockSet}/coverage`)).arrayBuffer()));
}

/** A semicolon table with two counts and a decimal column. */
export function countsFile(ids: readonly string[], name: string): BroughtFile {
  const rows = ids.map((id, i) => `${id};${(i * 37) % 200};${i % 9};${i % 10},5`);
  return { name, mimeType: 'text/csv', buffer: Buffer.from(`BLOCK;Einwohner neu;Haushalte neu;ANTEIL\r\n${rows.join('\r\n')}\r\n`) };
}

/** As an office hands it out: titles, a long table in latin-1 with two dates and two categories, a secret number, persons of no block, a note. */
export function officialFile(ids: readonly string[], name: string): BroughtFile {
  const rows = ['31.12.2023', '31.12.2024'].flatMap((day, year) => [
    ...ids.flatMap((id, i) => [`${day};${id};männlich;${i === 0 ? '.' : (i % 90) + year}`, `${day};${id};weiblich;${i === 1 ? '-' : (i % 80) + 1}`]),
    `${day};unbekannt;männlich;4`,
    `${day};unbekannt;weiblich;5`,
  ]);
  const text = ['Gemeldete Personen nach Geschlecht;;;', ';;;', 'Stichtag;Baublock;Geschlecht;Anzahl', ...rows, ';;;', 'Quelle: Melderegister;;;'].join('\r\n');
  return { name, mimeType: 'text/csv', buffer: Buffer.from(text, 'latin1') };
}

/**
 * Blocks as GeoJSON. `damage` moves one vertex of three blocks 4 cm: out of the block, so that it overlaps its neighbour, or
 * into it, so that a gap opens. `apart` draws every outline that share of itself nearer to its middle, as where streets are left out,
 * and leaves those away that would not stay within themselves.
 * `crs` null: the file names none, and its projected coordinates cannot be degrees.
 */
export function blocksFile(rings: BlockRings, name: string, { damage = false, apart = 0, crs }: { readonly damage?: boolean; readonly apart?: number; readonly crs: string | null }): BroughtFile {
  const xy = damage ? damaged(rings) : apart > 0 ? drawnIn(rings, apart) : rings.xy;
  const features = rings.ids.flatMap((id, block) => {
    if (apart > 0 && !isSeenFromMiddle(rings, block)) return [];
    const polygons: Position[][][] = [];
    for (let part = rings.blockStart[block]!; part < rings.blockStart[block + 1]!; part++) {
      const outline: Position[][] = [];
      for (let ring = rings.partStart[part]!; ring < rings.partStart[part + 1]!; ring++) {
        const points: Position[] = [];
        for (let v = rings.ringStart[ring]!; v < rings.ringStart[ring + 1]!; v++) points.push([xy[2 * v]!, xy[2 * v + 1]!]);
        outline.push([...points, points[0]!]);
      }
      polygons.push(outline);
    }
    return [{ type: 'Feature' as const, properties: { BLOCK: id, ART: block % 3 === 0 ? 'Wohnen' : 'Mischung' }, geometry: { type: 'MultiPolygon' as const, coordinates: polygons } }];
  });
  const collection: FeatureCollection & { crs?: unknown } = { type: 'FeatureCollection', features };
  if (crs !== null) collection.crs = { type: 'name', properties: { name: `urn:ogc:def:crs:EPSG::${crs}` } };
  return { name, mimeType: 'application/geo+json', buffer: Buffer.from(JSON.stringify(collection)) };
}

const MOVED_M = 0.04;

/** Vertices in the middle of the town: every tenth block from the first third on, at its third vertex. */
function damaged({ xy, ringStart, partStart, blockStart, ids }: BlockRings): Float64Array {
  const moved = xy.slice();
  for (let i = 0; i < 3; i++) {
    const block = Math.floor(ids.length / 3) + 10 * i;
    const first = ringStart[partStart[blockStart[block]!]!]!;
    const last = ringStart[partStart[blockStart[block]!]! + 1]!;
    const [cx, cy] = middle(xy, first, last);
    const v = first + 2;
    const away = i === 1 ? -1 : 1;
    const [dx, dy] = [xy[2 * v]! - cx, xy[2 * v + 1]! - cy];
    const length = Math.hypot(dx, dy);
    moved[2 * v] = xy[2 * v]! + (away * MOVED_M * dx) / length;
    moved[2 * v + 1] = xy[2 * v + 1]! + (away * MOVED_M * dy) / length;
  }
  return moved;
}

function drawnIn({ xy, ringStart }: BlockRings, share: number): Float64Array {
  const moved = xy.slice();
  for (let ring = 0; ring + 1 < ringStart.length; ring++) {
    const [cx, cy] = middle(xy, ringStart[ring]!, ringStart[ring + 1]!);
    for (let v = ringStart[ring]!; v < ringStart[ring + 1]!; v++) {
      moved[2 * v] = cx + (1 - share) * (xy[2 * v]! - cx);
      moved[2 * v + 1] = cy + (1 - share) * (xy[2 * v + 1]! - cy);
    }
  }
  return moved;
}

/** One ring that is seen whole from its middle: drawn nearer to it, it stays within itself. */
function isSeenFromMiddle({ xy, ringStart, partStart, blockStart }: BlockRings, block: number): boolean {
  const part = blockStart[block]!;
  if (blockStart[block + 1]! - part !== 1 || partStart[part + 1]! - partStart[part]! !== 1) return false;
  const [first, last] = [ringStart[partStart[part]!]!, ringStart[partStart[part]! + 1]!];
  const [cx, cy] = middle(xy, first, last);
  let turns = 0;
  for (let v = first; v < last; v++) {
    const next = v + 1 === last ? first : v + 1;
    turns += Math.sign((xy[2 * v]! - cx) * (xy[2 * next + 1]! - cy) - (xy[2 * v + 1]! - cy) * (xy[2 * next]! - cx));
  }
  return Math.abs(turns) === last - first;
}

function middle(xy: Float64Array, first: number, last: number): [number, number] {
  let [x, y] = [0, 0];
  for (let v = first; v < last; v++) [x, y] = [x + xy[2 * v]!, y + xy[2 * v + 1]!];
  return [x / (last - first), y / (last - first)];
}

/** The inhabited cells of Haan alone out of the Zensus file, a line a cell. */
export function haanCells(file: string, name: string): BroughtFile {
  const [head, ...lines] = readFileSync(file, 'utf8').trimEnd().split(/\r?\n/);
  const town = head!.split(',').indexOf('gemeinde');
  return { name, mimeType: 'text/csv', buffer: Buffer.from(`${[head, ...lines.filter((line) => line.split(',')[town] === 'Haan')].join('\n')}\n`) };
}
