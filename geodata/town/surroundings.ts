// Reference layers for the map below and beside the blocks: water, green, land use, streets, railway, buildings, schools.
import type { Position } from 'geojson';
import { buildCoverage } from '../../core/coverage/build-coverage.ts';
import { dissolve } from '../../core/coverage/dissolve.ts';
import { blockToGeoJson } from '../../core/coverage/rings-from-geojson.ts';
import type { Building } from './buildings.ts';
import { LEVEL } from './cells.ts';
import type { LandUse, Site } from './land-use.ts';
import { borderShare, RAIL, type Layout } from './layout.ts';
import { ringOfHalves, type Mesh } from './mesh.ts';
import type { Address, BlockStand, ReferenceFeature, ReferenceLayer, Scale, School } from './town.ts';
import type { Streets } from './streets.ts';

const RIVER_NAME = 'Lauter';
const POND_NAME = 'Schwanenweiher';
const GREEN: readonly LandUse[] = ['park', 'cemetery', 'allotment', 'wood'];
const OPEN: readonly LandUse[] = ['railway', 'square', 'field', ...GREEN];

export interface SurroundingsInput {
  readonly scale: Scale;
  readonly layout: Layout;
  readonly mesh: Mesh;
  readonly site: Site;
  readonly stand: BlockStand;
  readonly streets: Streets;
  readonly buildings: readonly Building[];
  readonly schools: readonly School[];
  readonly addresses: readonly Address[];
}

export function drawSurroundings(input: SurroundingsInput): ReferenceLayer[] {
  return [
    { layer: 'landuse', features: landUse(input) },
    { layer: 'green', features: blocksByUse(input, GREEN, 'green') },
    { layer: 'water', features: water(input) },
    { layer: 'streets', features: streetLines(input) },
    { layer: 'rail', features: railway(input) },
    { layer: 'buildings', features: footprints(input) },
    { layer: 'schools', features: input.schools.map((school) => schoolPoint(school, input)) },
  ];
}

function blocksByUse({ stand }: SurroundingsInput, uses: readonly LandUse[], prefix: string): ReferenceFeature[] {
  return stand.rings.ids.flatMap((id, block) => {
    const use = stand.landUse[block]!;
    if (!uses.includes(use)) return [];
    const geometry = blockToGeoJson(stand.rings, block);
    return [{ feature: `${prefix}-${id}`, name: '', properties: { use, block: id }, geometry }];
  });
}

/** Uninhabited blocks, and the fields and woods round the municipality. */
function landUse(input: SurroundingsInput): ReferenceFeature[] {
  const { mesh, site, layout } = input;
  const around = mesh.cells.flatMap((cell, i) => {
    if (site.inside[i] === 1 || cell.kind !== 'land' || borderShare(layout, ...cell.plan) > 2.3) return [];
    const feature = `around-${i}`;
    return [{ feature, name: '', properties: { use: site.use[i]! }, geometry: polygon(ringOfHalves(mesh.edges, cell.halves)) }];
  });
  return [...blocksByUse(input, OPEN, 'use'), ...around];
}

function polygon(ring: readonly number[]): { type: 'Polygon'; coordinates: Position[][] } {
  const positions = positionsOf(ring);
  return { type: 'Polygon', coordinates: [[...positions, positions[0]!]] };
}

function positionsOf(xy: ArrayLike<number>): Position[] {
  const positions: Position[] = [];
  for (let i = 0; i < xy.length; i += 2) positions.push([xy[i]!, xy[i + 1]!]);
  return positions;
}

function water({ mesh }: SurroundingsInput): ReferenceFeature[] {
  const features: ReferenceFeature[] = [];
  for (const [kind, name, feature] of [['river', RIVER_NAME, 'lauter'], ['lake', POND_NAME, 'weiher']] as const) {
    const cells = mesh.cells.flatMap((cell, i) => (cell.kind === kind ? [i] : []));
    const xy: number[] = [];
    const ringStart = [0];
    for (const cell of cells) {
      for (const value of ringOfHalves(mesh.edges, mesh.cells[cell]!.halves)) xy.push(value);
      ringStart.push(xy.length / 2);
    }
    const count = Uint32Array.from(ringStart, (_, i) => i);
    const built = buildCoverage({ ids: cells.map(String), xy: Float64Array.from(xy), ringStart: Uint32Array.from(ringStart), partStart: count, blockStart: count });
    if (!built.ok) throw new Error(`the ${kind} is no coverage: ${JSON.stringify(built.issues[0])}`);
    const outlines = dissolve(built.coverage, new Int32Array(cells.length), 1);
    const rings = { ids: [feature], xy: outlines.xy, ringStart: outlines.ringStart, partStart: outlines.polygonStart, blockStart: outlines.zoneStart };
    features.push({ feature, name, properties: { kind }, geometry: blockToGeoJson(rings, 0) });
  }
  return features;
}

function streetLines({ mesh, streets }: SurroundingsInput): ReferenceFeature[] {
  return streets.streets.map((street, i) => {
    const coordinates: Position[] = [];
    let bridges = 0;
    for (const half of street.halves) {
      const points = positionsOf(mesh.edges[half >> 1]!.line);
      if ((half & 1) === 1) points.reverse();
      coordinates.push(...(coordinates.length === 0 ? points : points.slice(1)));
      bridges += streets.bridge[half >> 1]!;
    }
    const properties = { class: street.class, ...(bridges > 0 ? { bridge: 1 } : {}) };
    return { feature: `street-${i + 1}`, name: street.name, properties, geometry: { type: 'LineString', coordinates } };
  });
}

function railway({ mesh, layout }: SurroundingsInput): ReferenceFeature[] {
  const along = ([x, y]: Position) => x! * RAIL.towards[0] + y! * RAIL.towards[1];
  const lines = mesh.edges
    .filter((edge) => edge.level === LEVEL.rail)
    .map((edge) => positionsOf(edge.line))
    .map((line) => (along(line[0]!) <= along(line.at(-1)!) ? line : line.toReversed()))
    .toSorted((a, b) => along(a[0]!) - along(b[0]!));
  const coordinates = lines.flatMap((line, i) => (i === 0 ? line : line.slice(1)));
  const wanted = -0.34 * layout.radiusM + 480_000;
  const station = coordinates.reduce((best, point) => (Math.abs(point[0]! - wanted) < Math.abs(best[0]! - wanted) ? point : best));
  return [
    { feature: 'lautertalbahn', name: 'Lautertalbahn', properties: { kind: 'rail' }, geometry: { type: 'LineString', coordinates } },
    { feature: 'hauptbahnhof', name: 'Hauptbahnhof', properties: { kind: 'station' }, geometry: { type: 'Point', coordinates: station } },
  ];
}

function footprints({ buildings }: SurroundingsInput): ReferenceFeature[] {
  return buildings.map((building, i) => ({
    feature: `building-${i + 1}`,
    name: '',
    properties: { kind: building.kind },
    geometry: polygon(building.ring),
  }));
}

/** Grades that the generator's pupils and capacity are of: 1 to 4, in the city 1 to 12. */
const GRADES = { town: 4, city: 12 } as const;
/** More than that are two classes. */
const LARGEST_CLASS = 28;

function schoolPoint(school: School, { scale, addresses }: SurroundingsInput): ReferenceFeature {
  const places = school.capacity / GRADES[scale];
  const classesPerYear = Math.ceil(places / LARGEST_CLASS);
  const classSize = Math.round(places / classesPerYear);
  const house = nearestOf(addresses, school);
  return {
    feature: school.school,
    name: school.name,
    properties: { capacity: school.capacity, pupils: school.pupils, type: 'Grundschule', classesPerYear, classSize, placesPerYear: classesPerYear * classSize, address: `${house.street} ${house.houseNumber}` },
    geometry: { type: 'Point', coordinates: [school.x, school.y] },
  };
}

function nearestOf(addresses: readonly Address[], { x, y }: School): Address {
  let [nearest, least] = [addresses[0]!, Infinity];
  for (const address of addresses) {
    const metres = Math.hypot(address.x - x, address.y - y);
    if (metres < least) [nearest, least] = [address, metres];
  }
  return nearest;
}
