// Draws Gartenstadt as an SVG to look at: `npx tsx geodata/draw-town.ts out.svg [--city] [--plain]`.
import { writeFileSync } from 'node:fs';
import type { Geometry, Position } from 'geojson';
import { buildCoverage } from '../core/coverage/build-coverage.ts';
import { dissolve } from '../core/coverage/dissolve.ts';
import { blockToGeoJson, outlineToGeoJson } from '../core/coverage/rings-from-geojson.ts';
import { UNINHABITED } from './town/land-use.ts';
import { generateTown } from './town/generate-town.ts';
import type { ReferenceFeature, ReferenceLayerName, Town } from './town/town.ts';

const TINTS = ['#E5C3BE', '#ECDEB9', '#C9C9ED', '#CDE3F3', '#F0F5E4'];
/** Tint of each Sozialraum: neighbours differ. */
const TINT_OF = [0, 1, 2, 3, 1, 2, 4];
const GROUND: Readonly<Record<string, string>> = {
  wood: '#DCE6D4', field: '#EEF0E9', park: '#CFE0C3', cemetery: '#CFE0C3', allotment: '#DDE8CC', square: '#F3F4F7', railway: '#E8E9EF',
};
const FIELDS = ['#EEF0E9', '#EBEEE5', '#F1F0E8', '#E9EEE2'];
const STREET_WIDTH_M: Readonly<Record<string, number>> = { path: 1.2, local: 3, collector: 5, main: 9 };

const city = process.argv.includes('--city');
const plain = process.argv.includes('--plain');
const out = process.argv[2];
if (out === undefined || out.startsWith('--')) {
  process.stderr.write('draw-town: a file to write is needed, e.g. npx tsx geodata/draw-town.ts town.svg\n');
  process.exit(2);
}
writeFileSync(out, draw(generateTown({ scale: city ? 'city' : 'town' }), city ? 11_000 : 3600, 1600));

/** `spanM`: metres across the picture; `size`: its width and height in pixels. */
function draw(town: Town, spanM: number, size: number): string {
  const scale = size / spanM;
  const x = (easting: number) => ((easting - 480_000 + spanM / 2) * scale).toFixed(1);
  const y = (northing: number) => ((5_540_000 + spanM / 2 - northing) * scale).toFixed(1);
  const line = (positions: readonly Position[]) => positions.map((p, i) => `${i === 0 ? 'M' : 'L'}${x(p[0]!)} ${y(p[1]!)}`).join('');
  const path = (geometry: Geometry): string => {
    switch (geometry.type) {
      case 'LineString':
        return line(geometry.coordinates);
      case 'Polygon':
        return geometry.coordinates.map((ring) => `${line(ring)}Z`).join('');
      case 'MultiPolygon':
        return geometry.coordinates.flat().map((ring) => `${line(ring)}Z`).join('');
      default:
        return '';
    }
  };
  const layer = (name: ReferenceLayerName): readonly ReferenceFeature[] => town.layers.find((one) => one.layer === name)!.features;
  const fill = (geometries: readonly Geometry[], colour: string, more = '') =>
    `<path d="${geometries.map(path).join('')}" fill="${colour}" fill-rule="evenodd" ${more}/>`;
  const stroke = (geometries: readonly Geometry[], colour: string, width: number, more = '') =>
    `<path d="${geometries.map(path).join('')}" fill="none" stroke="${colour}" stroke-width="${width.toFixed(2)}" stroke-linejoin="round" stroke-linecap="round" ${more}/>`;

  const svg: string[] = [`<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" style="background:#EEF0E9;font-family:sans-serif">`];
  const uses = layer('landuse');
  uses.forEach(({ properties, geometry }, i) => {
    const use = String(properties.use);
    svg.push(fill([geometry], use === 'field' ? FIELDS[i % FIELDS.length]! : (GROUND[use] ?? '#fff')));
  });
  const stand = town.blockStands[1];
  const social = town.geographies.find(({ geography }) => geography === 'sozialraeume')!.versions[1]!;
  const blocks = stand.rings.ids.map((_, block) => blockToGeoJson(stand.rings, block));
  social.zones.forEach((_, zone) => {
    const own = blocks.filter((_, block) => social.assignment[block] === zone);
    const lived = own.filter((geometry) => !UNINHABITED.includes(stand.landUse[blocks.indexOf(geometry)]!));
    const tint = plain ? '#E6E8EF' : TINTS[TINT_OF[zone]!]!;
    svg.push(fill(lived, tint));
    if (!plain) svg.push(fill(own.filter((geometry) => !lived.includes(geometry)), tint, 'fill-opacity="0.34"'));
  });
  svg.push(fill(layer('buildings').map(({ geometry }) => geometry), '#1D2034', 'fill-opacity="0.13"'));
  svg.push(fill(layer('water').map(({ geometry }) => geometry), '#C6DAEA'));
  for (const kind of ['path', 'local', 'collector', 'main']) {
    const own = layer('streets').filter(({ properties }) => properties.class === kind).map(({ geometry }) => geometry);
    const width = Math.max(0.7, STREET_WIDTH_M[kind]! * scale);
    if (kind === 'main') svg.push(stroke(own, '#CDD1DD', width + 1.6));
    svg.push(stroke(own, '#fff', width));
  }
  const rail = layer('rail').map(({ geometry }) => geometry);
  svg.push(stroke(rail, '#fff', 5), stroke(rail, '#6A7086', 2.6), stroke(rail, '#fff', 1.3, 'stroke-dasharray="8 8"'));
  const built = buildCoverage(stand.rings);
  if (!built.ok) throw new Error('the blocks are no coverage');
  const quarters = town.geographies.find(({ geography }) => geography === 'stadtteile')!.versions[1]!;
  for (const [cut, width] of [[quarters, 1.1], [social, 2.4]] as const) {
    const outlines = dissolve(built.coverage, cut.assignment, cut.zones.length);
    const borders = cut.zones.map((_, zone) => outlineToGeoJson(outlines, zone));
    svg.push(stroke(borders, '#fff', width + 2.5), stroke(borders, '#1D2034', width));
  }
  quarters.zones.forEach(({ name }, zone) => {
    const addresses = town.addresses.filter(({ block }) => quarters.assignment[stand.rings.ids.indexOf(block)] === zone);
    if (addresses.length === 0) return;
    const mean = (pick: (address: (typeof addresses)[number]) => number) => addresses.reduce((sum, address) => sum + pick(address), 0) / addresses.length;
    const at = `x="${x(mean((address) => address.x))}" y="${y(mean((address) => address.y))}"`;
    svg.push(`<text ${at} text-anchor="middle" font-size="15" font-weight="600" stroke="#fff" stroke-width="4" paint-order="stroke">${name}</text>`);
  });
  for (const { geometry } of layer('schools')) {
    if (geometry.type === 'Point') svg.push(`<circle cx="${x(geometry.coordinates[0]!)}" cy="${y(geometry.coordinates[1]!)}" r="5" fill="#2044AA"/>`);
  }
  return `${svg.join('\n')}</svg>\n`;
}
