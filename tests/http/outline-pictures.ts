// Outlines of a dry run, read by TopoJSON's own client.
import type { MultiPolygon, Position } from 'geojson';
import { feature } from 'topojson-client';

/** Polygons by block. */
export function outlinesOf(picture: { readonly topology: unknown }): Map<string, Position[][][]> {
  const topology = picture.topology as Parameters<typeof feature>[0] & { objects: { blocks: unknown } };
  const { features } = feature(topology, topology.objects.blocks as never) as unknown as { features: { id: string; geometry: MultiPolygon }[] };
  return new Map(features.map(({ id, geometry }) => [id, geometry.coordinates]));
}

/** Shells less holes, m2. */
export function areaOf(polygons: readonly Position[][][]): number {
  const ring = (points: readonly Position[]) => Math.abs(points.slice(1).reduce((sum, [x, y], i) => sum + points[i]![0]! * y! - x! * points[i]![1]!, 0)) / 2;
  return polygons.reduce((sum, [shell, ...holes]) => sum + ring(shell!) - holes.reduce((all, hole) => all + ring(hole), 0), 0);
}
