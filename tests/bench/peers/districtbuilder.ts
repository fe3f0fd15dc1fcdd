// The peer DistrictBuilder: its plan as a nested array over geounits, districts merged by TopoJSON, counts in one typed array an attribute.
import type { FeatureCollection, MultiPolygon as GeoJsonMultiPolygon, Polygon } from 'geojson';
import { feature, mergeArcs } from 'topojson-client';
import type { MultiPolygon, Polygon as TopoPolygon } from 'topojson-specification';
import type { CountTable } from '../../../core/statistics/counts.ts';
import { buildTopology, type BlockTopology } from './topojson.ts';

type Geounit = TopoPolygon | MultiPolygon;

/** As its ADR-02 has it: a number where a geounit lies in one district as a whole, else its children. */
type Definition = number | Definition[];

interface Unit {
  readonly geometry: Geounit;
  readonly blocks: readonly number[];
  readonly children: readonly Unit[];
}

export interface District {
  readonly coordinates: GeoJsonMultiPolygon['coordinates'];
  readonly sums: readonly number[];
  readonly areaM2: number;
  readonly compactness: number;
}

/** Sides of counties and tracts: some 900 and 60 blocks of a town, as a county and a tract have in its projects' middle levels. */
const COUNTY_M = 2_400;
const TRACT_M = 600;

/**
 * Written after its own description of the design, not after its code: counties hold tracts, tracts hold blocks; upper geometries
 * are merged when the region is made. `levels` 1 is "blocks only", its slow case; 3 lets whole tracts and counties stand for their blocks.
 */
export class DistrictBuilder {
  private readonly topology: BlockTopology;
  private readonly units: readonly Unit[];
  private readonly attributes: readonly Int32Array[];
  private definition: Definition[];

  constructor(blocks: FeatureCollection<Polygon, { zone: number }>, points: Float64Array, counts: CountTable, assignment: ArrayLike<number>, levels: 1 | 3) {
    this.topology = buildTopology(blocks);
    const geometries = this.topology.objects.blocks.geometries as Geounit[];
    const leaves = geometries.map((geometry, block): Unit => ({ geometry, blocks: [block], children: [] }));
    this.units = levels === 1 ? leaves : this.grouped(this.grouped(leaves, points, TRACT_M), points, COUNTY_M);
    const width = counts.columns.length;
    this.attributes = counts.columns.map((_, column) => Int32Array.from({ length: counts.blockCount }, (_, block) => counts.values[block * width + column]!));
    this.definition = this.units.map((unit) => defined(unit, assignment));
  }

  /** Moves blocks to a district, and districts `merged` are made anew: outline, sums and compactness. */
  move(assignment: ArrayLike<number>, touched: ReadonlySet<number>, merged: readonly number[]): District[] {
    // The client replaces what it changed of the definition; units without a touched block stay.
    this.definition = this.definition.map((held, i) => (this.units[i]!.blocks.some((block) => touched.has(block)) ? defined(this.units[i]!, assignment) : held));
    const groups = new Map(merged.map((district) => [district, { geometries: [] as Geounit[], blocks: [] as number[] }]));
    const collect = (held: Definition, unit: Unit) => {
      if (typeof held !== 'number') return held.forEach((child, i) => collect(child, unit.children[i]!));
      const group = groups.get(held);
      if (group === undefined) return;
      group.geometries.push(unit.geometry);
      for (const block of unit.blocks) group.blocks.push(block);
    };
    this.definition.forEach((held, i) => collect(held, this.units[i]!));
    return merged.map((district) => {
      const { geometries, blocks } = groups.get(district)!;
      const { geometry } = feature(this.topology, mergeArcs(this.topology, geometries as TopoPolygon[]));
      const coordinates = geometry.type === 'MultiPolygon' ? geometry.coordinates : [geometry.coordinates as unknown as GeoJsonMultiPolygon['coordinates'][0]];
      const [areaM2, perimeterM] = measured(coordinates);
      const sums = this.attributes.map((values) => blocks.reduce((sum, block) => sum + values[block]!, 0));
      return { coordinates, sums, areaM2, compactness: (4 * Math.PI * areaM2) / perimeterM ** 2 };
    });
  }

  private grouped(units: readonly Unit[], points: Float64Array, sideM: number): Unit[] {
    const cells = new Map<string, Unit[]>();
    for (const unit of units) {
      const key = `${Math.floor(points[2 * unit.blocks[0]!]! / sideM)} ${Math.floor(points[2 * unit.blocks[0]! + 1]! / sideM)}`;
      (cells.get(key) ?? cells.set(key, []).get(key)!).push(unit);
    }
    return [...cells.values()].map((children) => ({
      geometry: mergeArcs(this.topology, children.map(({ geometry }) => geometry) as TopoPolygon[]),
      blocks: children.flatMap(({ blocks }) => blocks),
      children,
    }));
  }
}

function defined(unit: Unit, assignment: ArrayLike<number>): Definition {
  if (unit.children.length === 0) return assignment[unit.blocks[0]!]!;
  const children = unit.children.map((child) => defined(child, assignment));
  return typeof children[0] === 'number' && children.every((child) => child === children[0]) ? children[0] : children;
}

function measured(polygons: GeoJsonMultiPolygon['coordinates']): [number, number] {
  let [area, perimeter] = [0, 0];
  for (const rings of polygons) {
    rings.forEach((ring, at) => {
      let double = 0;
      for (let i = 1; i < ring.length; i++) {
        const [ax, ay, bx, by] = [ring[i - 1]![0]! - ring[0]![0]!, ring[i - 1]![1]! - ring[0]![1]!, ring[i]![0]! - ring[0]![0]!, ring[i]![1]! - ring[0]![1]!];
        double += ax * by - bx * ay;
        perimeter += Math.hypot(bx - ax, by - ay);
      }
      area += ((at === 0 ? 1 : -1) * Math.abs(double)) / 2;
    });
  }
  return [area, perimeter];
}
