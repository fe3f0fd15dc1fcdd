// A town of the benchmarks as the files that a municipality would bring: blocks, the zone of every block, counts by block.
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { BlockRings } from '../../core/coverage/coverage.ts';
import type { Town } from './town.ts';

export const TOWN_EPSG = 25832;
export const TOWN_KEY = '09990001';
const VALID_FROM = '2026-01-01';
const COUNTED_ON = '2026-06-30';

/** Options of `zuschnitt import` by which a town without a municipality becomes one. */
export const AS_TOWN = ['--municipality', TOWN_KEY, '--municipality-name', 'Town', '--crs', `EPSG:${TOWN_EPSG}`];

/** Features as QGIS writes them, one a line, coordinates with all digits that they have. */
export function writeGeoJson(path: string, { ids, xy, ringStart }: BlockRings): void {
  const feature = (id: string, block: number) => {
    const ring: string[] = [];
    for (let vertex = ringStart[block]!; vertex < ringStart[block + 1]!; vertex++) ring.push(`[${xy[2 * vertex]},${xy[2 * vertex + 1]}]`);
    return `${block === 0 ? '' : ',\n'}{"type":"Feature","properties":{"block":"${id}"},"geometry":{"type":"Polygon","coordinates":[[${ring.join(',')},${ring[0]}]]}}`;
  };
  const head = `{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::${TOWN_EPSG}"}},"features":[\n`;
  writeLines(path, head, ids.map(feature), '\n]}\n');
}

/** Arguments of `zuschnitt import`, in this order, which bring the whole town: blocks, one geography, ten counts. */
export function townImports(folder: string, town: Town): string[][] {
  const { blocks, assignment, counts } = town;
  const file = (name: string) => join(folder, name);
  writeGeoJson(file('blocks.geojson'), blocks);
  const zoneCode = (zone: number) => String(zone + 1).padStart(2, '0');
  writeLines(file('zones.csv'), 'block,zone,name\n', blocks.ids.map((id, block) => `${id},${zoneCode(assignment[block]!)},Zone ${zoneCode(assignment[block]!)}\n`), '');
  const width = counts.columns.length;
  const row = (id: string, block: number) => `${id},${counts.values.subarray(block * width, (block + 1) * width).join(',')}\n`;
  writeLines(file('counts.csv'), `block,${counts.columns.join(',')}\n`, blocks.ids.map(row), '');
  const names = { geographyName: { de: 'Bezirke', en: 'Districts' } };
  const statistics = Object.fromEntries(counts.columns.map((column) => [column, { de: `Zahl ${column}`, en: `Count ${column}` }]));
  return [
    ['--kind', 'blocks', '--file', file('blocks.geojson'), '--id', 'block', '--valid-from', VALID_FROM, ...AS_TOWN],
    ['--kind', 'zones', '--file', file('zones.csv'), '--block', 'block', '--zone', 'zone', '--name', 'name', '--geography', 'bezirke', '--valid-from', VALID_FROM, '--mapping', JSON.stringify(names)],
    ['--kind', 'counts', '--file', file('counts.csv'), '--id', 'block', '--reference-date', COUNTED_ON, '--mapping', JSON.stringify({ statistics })],
  ];
}

function writeLines(path: string, head: string, lines: readonly string[], tail: string): void {
  const file = openSync(path, 'w');
  writeSync(file, head);
  for (let at = 0; at < lines.length; at += 5000) writeSync(file, lines.slice(at, at + 5000).join(''));
  writeSync(file, tail);
  closeSync(file);
}
