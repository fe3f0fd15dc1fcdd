// The peer TopoJSON: topology() once, mergeArcs for every zone.
import type { FeatureCollection, Polygon } from 'geojson';
import { mergeArcs } from 'topojson-client';
import { topology } from 'topojson-server';
import { feature } from 'topojson-client';
import type { GeometryCollection, MultiPolygon, Polygon as TopoPolygon, Topology } from 'topojson-specification';
import { planeAreaM2 } from '../agree.ts';

type Blocks = GeometryCollection<{ zone: number }>;
export type BlockTopology = Topology<{ blocks: Blocks }>;

export function buildTopology(blocks: FeatureCollection<Polygon, { zone: number }>): BlockTopology {
  return topology({ blocks }) as unknown as BlockTopology;
}

/** The blocks of every zone, as mergeArcs wants them. */
export function groupByZone(built: BlockTopology, assignment: ArrayLike<number>, zoneCount: number): TopoPolygon[][] {
  const groups = Array.from({ length: zoneCount }, () => [] as TopoPolygon[]);
  built.objects.blocks.geometries.forEach((geometry, block) => groups[assignment[block]!]!.push(geometry as TopoPolygon));
  return groups;
}

export function mergeZones(built: BlockTopology, groups: readonly TopoPolygon[][]): MultiPolygon[] {
  return groups.map((group) => mergeArcs(built, group));
}

export function topojsonAreas(built: BlockTopology, merged: readonly MultiPolygon[]): Float64Array {
  return Float64Array.from(merged, (zone) => {
    const { geometry } = feature(built, zone);
    if (geometry.type !== 'MultiPolygon') throw new RangeError(`a zone became a ${geometry.type}`);
    return planeAreaM2(geometry.coordinates);
  });
}
