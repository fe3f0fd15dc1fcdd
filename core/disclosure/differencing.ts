// What follows from the published totals of two overlapping geographies by adding and subtracting, exactly.
import type { Atoms } from './atoms.ts';
import { type Cut, SmallestCut } from './smallest-cut.ts';
import { zoneGraph, type ZoneGraph } from './zone-graph.ts';

export interface ZonePlace {
  /** Position of the geography and of its zone. */
  readonly geography: number;
  readonly zone: number;
}

/** A published zone and how often a certificate takes it. */
export interface ZoneTimes extends ZonePlace {
  readonly times: number;
}

/** One atom that is not safe: the smallest union with it that anybody can work out, and how. */
export interface DifferencingFinding {
  readonly atom: number;
  readonly count: number;
  readonly union: { readonly count: number; readonly atoms: readonly number[] };
  /** (plus - minus) / dividedBy is the union, and so is the sum of their published totals its count. */
  readonly plus: readonly ZoneTimes[];
  readonly minus: readonly ZoneTimes[];
  readonly dividedBy: number;
  /** The union is one published zone, which is small by itself. */
  readonly publishedZone: boolean;
}

/** What one geography does not publish: 1 by zone position. */
export type WithheldZones = readonly (Uint8Array | null)[];

/**
 * Every atom that holds somebody and lies in a union with 0 < count < threshold that follows exactly from the published
 * totals of two geographies; ascending by atom. Complete: a union of any shape is found, because all derivable unions
 * fall apart into those that a cut of the zone graph makes (ADR 0090). Atoms without a count are no finding: that nobody
 * is there is what an open zero says. Time: a search of one component for every unit of the threshold, and atoms at or
 * above the threshold cost nothing.
 */
export function auditDifferences(atoms: Atoms, threshold: number, withheld: WithheldZones = [null, null]): DifferencingFinding[] {
  if (atoms.width !== 2) throw new RangeError(`minimum cuts are for two geographies, not ${atoms.width}`);
  const [aCount, bCount] = atoms.zoneCounts as [number, number];
  const withheldVertices = new Uint8Array(aCount + bCount);
  if (withheld[0]) withheldVertices.set(withheld[0]);
  if (withheld[1]) withheldVertices.set(withheld[1], aCount);
  const graph = zoneGraph(atoms, withheldVertices, threshold);
  const cuts = new SmallestCut(graph);
  const zonesOf = zonesByComponent(graph, cuts.label);
  const findings: DifferencingFinding[] = [];
  graph.atoms.forEach((members, edge) => {
    if (graph.count[edge] === 0) return;
    const cut = cuts.below(edge, threshold);
    if (cut === null) return;
    const union = { count: cut.count, atoms: cut.edges.flatMap((at) => graph.atoms[at]!).toSorted((x, y) => x - y) };
    const certificate = cutCertificate(cut, graph, zonesOf[cut.component]!, aCount);
    for (const atom of members) if (atoms.count[atom]! > 0) findings.push({ atom, count: atoms.count[atom]!, union, ...certificate });
  });
  return findings.toSorted((x, y) => x.atom - y.atom);
}

/** Vertices of zones by component, ascending. */
function zonesByComponent({ classOf }: ZoneGraph, label: Int32Array): number[][] {
  const zones: number[][] = Array.from({ length: label.reduce((most, of) => Math.max(most, of + 1), 0) }, () => []);
  // The last two vertices stand for "in no zone".
  for (let vertex = 0; vertex < classOf.length - 2; vertex++) zones[label[classOf[vertex]!]!]!.push(vertex);
  return zones;
}

/**
 * The union is a's on the source's side less b's on it, and as well b's on the sink's side less a's on that: the first
 * where no withheld zone is on the source's side, the second where none is on the sink's; where both do, the shorter.
 */
function cutCertificate({ side, withheldOnSide }: Cut, { classOf }: ZoneGraph, zones: readonly number[], aCount: number): Pick<DifferencingFinding, 'plus' | 'minus' | 'dividedBy' | 'publishedZone'> {
  const take = (ofA: boolean, onSide: 0 | 1): ZoneTimes[] =>
    zones
      .filter((vertex) => side[classOf[vertex]!] === onSide && vertex < aCount === ofA)
      .map((vertex) => (ofA ? { geography: 0, zone: vertex, times: 1 } : { geography: 1, zone: vertex - aCount, times: 1 }));
  const bySource = { plus: take(true, 1), minus: take(false, 1) };
  const bySink = { plus: take(false, 0), minus: take(true, 0) };
  const shorter = bySink.plus.length + bySink.minus.length < bySource.plus.length + bySource.minus.length ? bySink : bySource;
  const chosen = withheldOnSide === null ? shorter : withheldOnSide ? bySink : bySource;
  return { ...chosen, dividedBy: 1, publishedZone: chosen.plus.length === 1 && chosen.minus.length === 0 };
}

/** Published totals of every zone of every geography. */
export function zoneTotals({ width, zoneCounts, zone, count }: Atoms): Float64Array[] {
  const totals = zoneCounts.map((zones) => new Float64Array(zones));
  for (let atom = 0; atom < count.length; atom++) {
    for (let g = 0; g < width; g++) {
      const position = zone[width * atom + g]!;
      if (position >= 0) totals[g]![position]! += count[atom]!;
    }
  }
  return totals;
}
